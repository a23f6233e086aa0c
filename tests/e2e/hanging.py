#!/usr/bin/python3
"""A mail server that hangs, at each step of a conversation: nobody else waits for it.  The loop turns, the other receiver
hears the next story, the feed is asked; and a daemon that is stopped meanwhile ends soon."""
import signal, urllib.request
from world import *

STEPS = ('', 'EHLO', 'MAIL', 'RCPT', 'DATA', '.')  # the last word that it hears; the first: no greeting
SAYS = {'EHLO': '250 t', 'MAIL': '250 ok', 'RCPT': '250 ok', 'DATA': '354 go on', '.': '250 taken', 'QUIT': '221 bye'}
TOWNS = ['Mogadishu', 'Gao', 'Maiduguri', 'Goma', 'Idlib', 'Kharkiv', 'Mandalay']


class Hanging:
    """It speaks until .step, and then no more."""

    def __init__(self):
        self.step, self.hung = '', 0
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        self.held = []  # connections, or they would be closed
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            s, _ = self.socket.accept()
            threading.Thread(target=self.talk, args=(s,), daemon=True).start()

    def talk(self, s):
        self.held.append(s)
        if self.step == '':
            self.hung += 1
            return
        s.sendall(b'220 t ESMTP\r\n')
        for line in s.makefile('r'):
            word = next((w for w in SAYS if line.startswith(w)), None)
            if word == self.step:
                self.hung += 1
                return
            if word:
                s.sendall((SAYS[word] + '\r\n').encode())


def configuration(world, hook, mail):
    return '''max_age: off
http: {listen: "127.0.0.1:%d"}
defaults: {allow_private: true, backlog: ring, lang: en, every: 1s}
feeds:
  - {name: herald, url: "http://127.0.0.1:%d/herald.xml"}
rules:
  - {name: toll, toll: killed, at: [50], send: [hook, mail]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/in", secret: "%s", allow_private: true}}
  mail: {timeout: 60s, email: {to: desk@example.org, from: t@example.org, smtp: "smtp://127.0.0.1:%d", plain: true, allow_private: true}}
''' % (world.http, world.port, hook.port, SECRET, mail.port)


def story(n):
    return ('s%d' % n, 'Shelling of %s' % TOWNS[n], 'Wed, %02d Nov 2024 19:00:00 GMT' % (6 + n),
            'At least %d people were killed when shells hit a market in %s on Wednesday, medics said.' % (60 + n, TOWNS[n]))


def slowest_answer(world, times=20):
    slowest = 0
    for _ in range(times):
        began = time.monotonic()
        with urllib.request.urlopen('http://127.0.0.1:%d/healthz' % world.http, timeout=30) as answer:
            answer.read()
        slowest = max(slowest, time.monotonic() - began)
    return slowest


def hangs(world, hook, mail, config, step):
    shutil.rmtree(world.dir + '/state', ignore_errors=True)
    mail.step, mail.hung = step, 0
    hook.seen.clear()
    world.put('herald.xml', rss('herald', [story(0)]))
    daemon = world.daemon(config)
    name = 'after %s' % step if step else 'at once'
    check(wait_for(lambda: mail.hung > 0), 'it hangs %s' % name)
    slowest = slowest_answer(world)
    check(slowest < 1, '%s: the loop turns: %.0f ms at most' % (name, slowest * 1000))
    world.put('herald.xml', rss('herald', [story(0), story(1)]))
    check(wait_for(lambda: len(hook.seen) == 2, 10), '%s: the other receiver hears the next story' % name)
    began = time.monotonic()
    daemon.send_signal(signal.SIGTERM)
    daemon.wait(60)
    check(daemon.returncode == 0 and time.monotonic() - began < 10, '%s: it ends in %.1f s' % (name, time.monotonic() - began))


def main():
    world = World()
    need(TOCSIND)
    hook, mail, world.http = Hook(), Hanging(), free_port()
    world.serve()
    config = world.config(configuration(world, hook, mail))
    for step in STEPS:
        hangs(world, hook, mail, config, step)
    if world.failed:
        print(world.log()[-4000:])
    world.end()


main()
