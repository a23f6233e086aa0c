#!/usr/bin/python3
"""The examples of the manual pages of file formats and of the daemon, run. In a page's source a line .\\" test: KIND stands
before each literal block, line or list that shows one; an example without such a line is a failure. Those of tocsin(1) are
examples.py's."""
import glob, re
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from world import *

PAGES = ('tocsind.8', 'tocsin.yaml.5', 'tocsin-rules.5', 'tocsin-facts.5', 'tocsin-events.7')
ESCAPES = {r'\(dq': '"', r'\e': '\\', r'\&': '', r'\-': '-'}
PATH = os.path.dirname(TOCSIN) + ':' + os.environ['PATH']
NEWS = 'At least 14 people were killed when shells hit a market in Idlib, Syria, officials said.'
RULES = '''rules:
  - {name: mass-casualty, toll: killed, at: [10, 50], in: Syria, send: [desk, ops]}
receivers:
  desk: {file: {path: "%s/desk.jsonl"}}
  ops: {webhook: {url: "http://127.0.0.1:%d/hook", secret: {file: %s/secret}, allow_private: true}}
'''
# A mistake for the one that tocsin.yaml(5) shows.
MISTAKE = 'rules:\n  - name: dead\n    toll: kiled\n    at: [10]\n'


def plain(text):
    for escape, means in ESCAPES.items():
        text = text.replace(escape, means)
    return text


def examples(page):
    """(kind, text) of each example, in the order of the page."""
    kind = None
    lines = iter(open('%s/doc/%s' % (BUILD, page)).read().split('\n'))
    for line in lines:
        if line.startswith('.\\" test: '):
            kind = line[len('.\\" test: '):]
            continue
        if line.startswith(('.Bd -literal', '.Dl ')) or (kind and line.startswith('.Bl')):
            end = {'.Bd': '.Ed', '.Bl': '.El'}.get(line[:3])
            text = line[4:] if end is None else '\n'.join(iter(lambda: next(lines), end))
            check(kind, '%s says how an example is tried: %s' % (page, text[:60]))
            yield kind, plain(text)
        kind = None


def run(world, line, stdin='', timeout=60):
    return subprocess.run(['sh', '-c', line], cwd=world.dir, env=dict(os.environ, PATH=PATH), input=stdin, timeout=timeout,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


# -- kinds --

def mistake(world, text):
    world.config('')
    with open(world.dir + '/my.yaml', 'w') as f:
        f.write(MISTAKE)
    said = run(world, 'tocsin config check my.yaml')
    check(said.returncode == 78 and said.stderr.split() == text.split(), 'the mistake is told as shown: ' + said.stderr.strip())


def configuration(world, text):
    with open(world.dir + '/example.yaml', 'w') as f:
        f.write(text)
    said = run(world, 'tocsin config check example.yaml')
    missing = [l for l in said.stderr.splitlines() if not re.search(r'warning: .*: No such file or directory ', l)]
    check(said.returncode == 0 and 'no mistakes' in said.stdout and missing == [], 'a configuration: %s%s' % (text.split('\n')[1], said.stderr))


def rules(world, text):
    with open(world.dir + '/rules.yaml', 'w') as f:
        f.write(text)
    said = run(world, 'tocsin config check rules.yaml')
    check(said.returncode == 0 and said.stderr == '', 'rules: ' + said.stderr)


def ring(world, text):
    """Over the rules shown last, each item's news rings what the words below it say."""
    items = re.findall(r'^\.It Qq (.*)\n((?:(?!\.It).*\n?)*)', text, re.M)
    entries = ''.join(json.dumps({'id': str(i), 'feed': 'a', 'title': '', 'text': news, 'lang': 'en',
                                  'published': '2025-06-%02dT08:00:00Z' % (3 + i)}) + '\n' for i, (news, _) in enumerate(items))
    alerts = [json.loads(a)['data'] for a in run(world, 'tocsin replay -c rules.yaml', entries).stdout.split('\n') if a]
    rang = {int(a['entry']): a for a in alerts}
    check(len(rang) == len(alerts) and len(items) >= 5, '%d news, %d alerts, one each' % (len(items), len(alerts)))
    for i, (news, says) in enumerate(items):
        want = re.search(r'^\.Li (\S+)', says)
        step = re.search(r'step (\d+)', says)
        a = rang.get(i)
        good = a is None if says.startswith('Nothing rings') else (
            a and want and a['rule'] == want.group(1) and a['step'] == (int(step.group(1)) if step else None))
        check(good, '%s: %s' % (news, says.replace('\n', ' ')))
    steps = [a for a in alerts if a['step']]
    check(len({a['incident'] for a in steps}) == 1, 'one incident climbs')


def session(world, text):
    command, shown = re.match(r'\$ ((?:.*\|\n)*.*)\n((?:.*\n?)*)', text).groups()
    got = run(world, command)
    check(json.loads(got.stdout) == json.loads(shown), 'facts as shown: ' + command)


def command(world, text):
    done = run(world, text.lstrip('$ '))
    check(done.returncode == 0, '%s (%d)' % (text, done.returncode))


def foreground(world, text):
    done = run(world, 'timeout -s TERM 3 ' + text.lstrip('$ '))
    check('event=ready' in done.stderr and 'event=stopped' in done.stderr, text)


VOLATILE = {'version', 'alert', 'incident', 'delivery', 'ms', 'next_s', 'http', 'pid'}


def fields(line):
    line = re.sub(r'on \d+ \w+ \d{4}', 'on DAY', line)
    return [(k, v) for k, v in re.findall(r'(\w+)=("(?:[^"\\]|\\.)*"|\S*)', line)]


def log(world, text):
    """Each line shown is one that the daemon logged; what differs from run to run may differ."""
    ours = [fields(l[l.index('event='):]) for l in world.log().split('\n') if 'event=' in l]
    for line in re.split(r'\n(?=event=)', text.strip()):
        shown = fields(line)
        good = any([k for k, _ in o] == [k for k, _ in shown] and
                   all(k in VOLATILE or v == w for (k, v), (_, w) in zip(shown, o)) for o in ours)
        check(good, 'logged: ' + line)


def journal(world, text):
    """The command with our log in place of the journal's."""
    done = run(world, text.lstrip('$ '))
    check(done.returncode == 0 and done.stdout.startswith('20'), '%s: %d lines' % (text, done.stdout.count('\n')))


def message_id(world, text):
    catalog = run(world, BUILD + '/daemon/tocsin-manual --catalog').stdout
    subject = re.search('-- %s\nSubject: (.*)' % re.search('MESSAGE_ID=(\\w+)', text).group(1), catalog)
    check(subject and 'crossed' in subject.group(1), '%s: %s' % (text, subject and subject.group(1)))


KINDS = {'mistake': mistake, 'config': configuration, 'rules': rules, 'ring': ring, 'session': session, 'run': command,
         'foreground': foreground, 'log': log, 'journal': journal, 'message id': message_id}


def furnish(world):
    world.serve()
    now = datetime.now(timezone.utc)
    world.put('a.xml', rss('Agency', [('n1', 'Market shelled', format_datetime(now), NEWS),
                                      ('n2', 'Library opens', format_datetime(now - timedelta(hours=1)), 'A library opened.')]))
    with open(world.dir + '/secret', 'w') as f:
        os.fchmod(f.fileno(), 0o600)
        f.write(SECRET)
    hook = Hook()
    hook.down = True
    feeds = 'defaults: {allow_private: true, backlog: ring, lang: en}\nfeeds: [{name: agency, url: "http://127.0.0.1:%d/a.xml"}]\n'
    text = feeds % world.port + RULES % (world.dir, hook.port, world.dir)
    world.daemon(world.config(text + 'http: {listen: "127.0.0.1:%d"}\n' % free_port()))
    check(wait_for(lambda: 'event=delivery.sent' in world.log() and 'event=delivery.retry' in world.log()), 'it rang and was sent')
    path = world.dir + '/my.yaml'
    with open(path, 'w') as f:
        f.write('state_dir: %s/other\ncontrol: %s/other.sock\n' % (world.dir, world.dir) + text)
    os.mkdir(world.dir + '/other')
    with open(world.dir + '/journalctl', 'w') as f:
        os.fchmod(f.fileno(), 0o700)
        f.write('#!/bin/sh\ncat %s/daemon.log\n' % world.dir)


def main():
    global PATH
    world = World()
    need(TOCSIND, TOCSIN)
    PATH = world.dir + ':' + PATH
    furnish(world)
    for page in PAGES:
        seen = 0
        for kind, text in examples(page):
            seen += 1
            KINDS[kind](world, text) if kind in KINDS else check(False, '%s: what is "test: %s"?' % (page, kind))
        check(seen > 1, '%s has %d examples' % (page, seen))
    world.end()


main()
