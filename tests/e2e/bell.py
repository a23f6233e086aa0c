#!/usr/bin/python3
"""The bell, end to end: five feeds (three RSS, two Atom) behind nginx, one round of the daemon, alerts by
webhook, mail and syslog; a second round delivers nothing; killed at random and run again, each alert
arrives once.  What must ring is what `tocsin replay` says of the same entries."""
import json, os, random, signal, subprocess, time
from email import message_from_bytes
from world import *

# (entry, feed, format, date, title, text); every sentence is made up for this test.
STORY = [
    ('a', 'herald', 'rss', 'Wed, 10 Jul 2019 15:00:00 GMT', '2019-07-10T15:00:00Z',
     'Battle over a village leaves 64 fighters dead',
     'At least 64 people were killed in clashes and air strikes in northern Hama on Wednesday, a monitoring group '
     'said. Opposition fighters captured the village of Hamameyat.'),
    ('b', 'courier', 'atom', 'Wed, 27 Nov 2024 19:00:00 GMT', '2024-11-27T19:00:00Z',
     'Insurgents open offensive west of Aleppo',
     'At least 61 people were killed on Wednesday as insurgents attacked west of Aleppo, a monitoring group said. '
     'The insurgents captured the town of Atarib.'),
    ('c', 'tribune', 'rss', 'Thu, 28 Nov 2024 17:00:00 GMT', '2024-11-28T17:00:00Z',
     'Death toll of Aleppo offensive rises',
     'The death toll from the offensive west of Aleppo has risen to 127 since Wednesday, a monitoring group said.'),
    ('d', 'gazette', 'atom', 'Fri, 29 Nov 2024 12:00:00 GMT', '2024-11-29T12:00:00Z',
     'Offensive on Aleppo: toll at 261',
     'The death toll from the offensive on Aleppo has climbed to 261 since Wednesday, a monitoring group said.'),
    ('e', 'observer', 'rss', 'Sun, 01 Dec 2024 18:00:00 GMT', '2024-12-01T18:00:00Z',
     'Rebels capture Saraqib',
     'Opposition fighters captured the town of Saraqib on Sunday, a monitoring group said.'),
]

RULES = '''
rules:
  - {name: toll, toll: killed, at: [50, 100, 250], send: [hook, mail, log]}
  - {name: ground, territory: [captured, recaptured], new_for: 30d, send: [hook, mail, log]}
'''


def feeds(world):
    text = 'max_age: off\ndefaults: {allow_private: true, backlog: ring, lang: en, every: 1m, timeout: 5s}\nfeeds:\n'
    for n, (i, feed, kind, mail_date, date, title, body) in enumerate(STORY):
        make = rss if kind == 'rss' else atom
        world.put(feed + '.xml', make(feed, [(i, title, mail_date if kind == 'rss' else date, body)]))
        text += '  - {name: %s, url: "http://127.0.0.%d:%d/%s.xml"}\n' % (feed, n + 1, world.port, feed)
    return text


def receivers(hook, mail, log):
    return '''receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/in", secret: "%s", allow_private: true}}
  mail: {email: {to: desk@example.org, from: tocsin@example.org, smtp: "smtp://127.0.0.1:%d", plain: true, allow_private: true}}
  log: {syslog: {to: "udp://127.0.0.1:%d"}}
''' % (hook.port, SECRET, mail.port, log.port)


def expected(world):
    """What replay rings for the same entries."""
    config = world.config(RULES.replace(', send: [hook, mail, log]', ''), 'replay.yaml')
    lines = ''.join(json.dumps({'id': i, 'feed': f, 'title': t, 'text': x, 'published': d, 'lang': 'en'}) + '\n'
                    for i, f, k, m, d, t, x in STORY)
    out = world.tocsin('replay', '-c', config, input=lines)
    check(out.returncode == 0, 'replay: ' + out.stderr.strip())
    return sorted(key(json.loads(line)) for line in out.stdout.splitlines())


def key(alert):
    d = alert.get('data', alert)
    if d.get('change'):
        return (d['rule'], d['change'], d['places'][0]['name'])
    return (d['rule'], d['reason'], d['step'])


def keys(hook):
    return sorted(key(body) for body in {i: b for i, b in hook.seen}.values())


def ids_are_stable(hook):
    """One delivery id for each alert, whatever restarts there were."""
    pairs = {(i, b['data']['alert']) for i, b in hook.seen}
    return len({p[0] for p in pairs}) == len(pairs) == len({p[1] for p in pairs})


def ring_once(world, config, hook, mail, log, want):
    code, said = world.once(config)
    check(code == 0, '--once ends with 0, not %d' % code)
    wait_for(lambda: len(log.seen) >= len(want), 2)
    check(keys(hook) == want, 'the webhook heard what replay rings: %r' % (keys(hook),))
    check(len(want) >= 4, 'that is %d alerts' % len(want))
    check(not hook.bad, 'every signature holds')
    check(len(mail.seen) == len(want), '%d mails' % len(mail.seen))
    check(len(log.seen) == len(want), '%d lines of syslog' % len(log.seen))
    subjects = [message_from_bytes(c)['Subject'] for _, c in mail.seen]
    check(all(subjects), 'every mail has a subject: %r' % subjects[:1])
    check(all('event=alert.fired' in line or 'alert' in line for line in log.seen), 'syslog lines are ours')
    if world.failed:
        print(said)
    before = len(hook.seen), len(mail.seen), len(log.seen)
    code, said = world.once(config)
    check(code == 0, 'a second --once ends with 0')
    check(before == (len(hook.seen), len(mail.seen), len(log.seen)), 'and delivers nothing')


def kill_at_random(world, text, want):
    """-9 at points all over a round, each time on a fresh state; then to the end."""
    rng = random.Random(7)
    for n in range(int(os.environ.get('KILLS', '12'))):
        hook, mail, log = Hook(), Mail(), Syslog()
        hook.slow = rng.choice([0, 0.05, 0.2])
        world.begin_anew()
        config = world.config(text + RULES + receivers(hook, mail, log))
        deaths = 0
        for _ in range(3):
            p = subprocess.Popen([TOCSIND, '--once', '-c', config], stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0.01, 0.5))
            if p.poll() is None:
                p.send_signal(signal.SIGKILL)
                deaths += 1
            p.wait()
        end = time.monotonic() + 400
        while keys(hook) != want and time.monotonic() < end:
            world.once(config)
            time.sleep(0.2)
        world.once(config)
        check(keys(hook) == want and ids_are_stable(hook),
              'killed %d times: each alert once, %d posts' % (deaths, len(hook.seen)))
        check(len({message_from_bytes(c)['Message-ID'] for _, c in mail.seen}) == len(want), 'and each mail')


def main():
    world = World()
    need(TOCSIND, TOCSIN)
    hook, mail, log = Hook(), Mail(), Syslog()
    world.serve()
    text = feeds(world)
    want = expected(world)
    config = world.config(text + RULES + receivers(hook, mail, log))
    ring_once(world, config, hook, mail, log, want)
    if not world.failed:
        kill_at_random(world, text, want)
    world.end()


main()
