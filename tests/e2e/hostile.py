#!/usr/bin/python3
"""A hostile world: documents that kill, hang or bloat their worker, servers that are not there, a receiver
that is down, a configuration full of mistakes, orders and questions while all that goes on."""
import json, os, re, subprocess, time
from world import *

GOOD = [('g1', 'Shells hit market', 'Wed, 27 Nov 2024 19:00:00 GMT',
         'At least 61 people were killed when shells hit a market in Idlib on Wednesday, medics said.')]

LOLS = ('<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">' +
        ''.join('<!ENTITY lol%d "%s">' % (n, ('&lol%s;' % (n - 1 if n > 1 else '')) * 10) for n in range(1, 10)) +
        ']><rss version="2.0"><channel><title>&lol9;</title></channel></rss>')

HOSTILE = {
    'bomb': LOLS,
    'nesting': '<rss version="2.0"><channel><item>' + '<a>' * 4000000,
    'huge': b'<rss version="2.0"><channel>' + b'<x>' * (100 << 18),
    'loop': '<rss version="2.0"><channel><!-- tocsin-test:loop --></channel></rss>',
    'crash': '<rss version="2.0"><channel><!-- tocsin-test:crash --></channel></rss>',
}
BLAMED = {'huge': 'larger|large', 'loop': 'longer than', 'crash': 'ended its worker'}


def has_hooks():
    with open(BUILD + '/config.h') as f:
        return '#define TEST_HOOKS 1' in f.read()


def configuration(world, hook, feeds):
    text = ('max_age: off\nlimits: {job_time: 2s}\nhttp: {listen: "127.0.0.1:%d"}\n' % world.http +
            'defaults: {allow_private: true, backlog: ring, lang: en, every: 2s}\nfeeds:\n')
    for n, name in enumerate(feeds):
        port = world.port if name != 'absent' else 1
        text += '  - {name: %s, url: "http://127.0.0.%d:%d/%s.xml"}\n' % (name, n + 1, port, name)
    return text + '''rules:
  - {name: toll, toll: killed, at: [50, 100], send: [hook]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/in", secret: "%s", allow_private: true}}
''' % (hook.port, SECRET)


def polls(log, feed):
    return re.findall(r'event=poll feed=%s .*' % feed, log)


def hostile_documents(world, hook):
    names = [n for n in HOSTILE if has_hooks() or n not in ('loop', 'crash')]
    for name in names:
        world.put(name + '.xml', HOSTILE[name])
    world.put('good.xml', rss('good', GOOD))
    config = world.config(configuration(world, hook, ['good', 'absent'] + names))
    daemon = world.daemon(config)
    check(wait_for(lambda: len(hook.seen) == 1, 30), 'the good feed rings among %d hostile ones' % len(names))
    check(wait_for(lambda: all(polls(world.log(), n) for n in names), 40), 'every hostile one was read')
    for name, why in BLAMED.items():
        if name in names:
            check(any(re.search(why, line) for line in polls(world.log(), name)), '%s is blamed: %s' % (name, why))
    check(all('error=""' not in line for line in polls(world.log(), 'absent')), 'an absent server is told')
    before = len(polls(world.log(), 'good'))
    world.put('good.xml', rss('good', GOOD + [('g2', 'Toll rises', 'Thu, 28 Nov 2024 19:00:00 GMT',
              'The death toll from the shelling of the market in Idlib on Wednesday has risen to 107, medics said.')]))
    check(wait_for(lambda: len(hook.seen) == 2, 30), 'the good feed goes on: %d polls' % before)
    check(len(polls(world.log(), 'absent')) < 6, 'the absent one is asked ever more rarely')
    check(daemon.poll() is None, 'the daemon lives')
    return daemon, config


def questions(world, daemon, config):
    status = world.tocsin('status', '--json', '-c', config)
    check(status.returncode in (0, 75) and json.loads(status.stdout)['status']['version'], 'status answers')
    tail = world.tocsin('tail', '-n', '500', '--polls', '-c', config)
    check('event=poll' in tail.stdout, 'tail shows polls')
    import urllib.error, urllib.request
    base = 'http://127.0.0.1:%d/' % world.http
    for path in ('healthz', 'readyz', 'metrics', 'api/v1/alerts', 'api/v1/incidents', 'api/v1/feeds', ''):
        with urllib.request.urlopen(base + path) as answer:
            check(answer.status == 200, 'GET /' + path)
            if path == 'metrics':
                metrics = answer.read()
    bent = urllib.request.Request(base + 'api/v1/status', headers={'Host': 'bent.example'})
    try:
        status = urllib.request.urlopen(bent).status
    except urllib.error.HTTPError as e:
        status = e.code
    check(status == 421, 'a name bent to our address is refused: %d' % status)
    if shutil.which('promtool'):
        lint = subprocess.run(['promtool', 'check', 'metrics'], input=metrics, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        check(lint.returncode == 0, 'promtool: ' + (lint.stdout.decode().strip() or 'nothing to say'))
    events = subprocess.run(['curl', '-sN', '-m', '2', '-H', 'Last-Event-ID: 0', base + 'events'], stdout=subprocess.PIPE)
    check(b'\nid: ' in b'\n' + events.stdout and b'data: {' in events.stdout, 'events resume from the beginning')


def reloads(world, config):
    with open(config) as f:
        good = f.read()
    with open(config, 'a') as f:
        f.write('workrs: 3\nlog: {level: loud}\n')
    out = world.tocsin('reload', '-c', config)
    check(out.returncode != 0, 'a reload of mistakes is refused')
    out = subprocess.run([TOCSIND, '--check-config', '-c', config], stderr=subprocess.PIPE, text=True)
    check(out.returncode == 78 and len(re.findall(r':\d+:\d+: error: ', out.stderr)) == 2,
          'all mistakes at once, exit 78: ' + out.stderr.strip().replace('\n', ' | '))
    with open(config, 'w') as f:
        f.write(good.replace('every: 2s', 'every: 3s'))
    check(world.tocsin('reload', '-c', config).returncode == 0, 'a good one is taken')
    with open(config) as f:
        text = f.read()
    with open(config, 'w') as f:
        f.write(text + 'log: {level: warning, to: stderr}\nwebsub: {listen: "127.0.0.1:0"}\n')
    check(world.tocsin('reload', '-c', config).returncode == 0, 'and one with other keys')
    told = re.findall('event=config.restart key=(\\S+)', world.log())
    check(told == ['websub.listen', 'log.to'], 'what waits for a start is told: %s' % told)
    loaded = world.log().count('event=config.loaded')
    check(world.tocsin('reload', '-c', config).returncode == 0 and world.log().count('event=config.loaded') == loaded,
          'the level of the log is another at once')
    with open(config, 'w') as f:
        f.write(text)
    check(world.tocsin('reload', '-c', config).returncode == 0, 'and back')


def receiver_down(world, hook, daemon):
    hook.down = True
    world.put('good.xml', rss('good', [('g9', 'Bombing of station', 'Fri, 29 Nov 2024 19:00:00 GMT',
              'At least 133 people were killed in a bombing of a railway station in Aleppo on Friday, police said.')]))
    check(wait_for(lambda: 'delivery.retry' in world.log() or 'delivery.failed' in world.log() or
                   'status=503' in world.log(), 30), 'a receiver that is down is said')
    check(len(hook.seen) == 2, 'and nothing arrives')
    hook.down = False
    check(wait_for(lambda: len(hook.seen) >= 3, 40), 'it comes back and hears what it missed')
    check(not hook.bad, 'every signature holds')


def stops(world, daemon):
    began = time.monotonic()
    daemon.terminate()
    daemon.wait(20)
    check(daemon.returncode == 0 and time.monotonic() - began < 8, 'SIGTERM ends it with 0 in %.1f s' % (time.monotonic() - began))


def main():
    world = World()
    world.serve()
    world.http = free_port()
    hook = Hook()
    daemon, config = hostile_documents(world, hook)
    questions(world, daemon, config)
    reloads(world, config)
    receiver_down(world, hook, daemon)
    stops(world, daemon)
    if world.failed:
        print(world.log()[-20000:])
    world.end()


main()
