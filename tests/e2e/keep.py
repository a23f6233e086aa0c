#!/usr/bin/python3
"""store.keep: the texts of entries that nobody has seen for so long are forgotten; that they were known, and
what they told, is not."""
import sqlite3
from world import *

ENTRY = [('k1', 'Shells hit market', 'Wed, 27 Nov 2024 19:00:00 GMT',
          'At least 61 people were killed when shells hit a market in Idlib on Wednesday, medics said.')]


def rows(world):
    with sqlite3.connect(world.dir + '/state/tocsin.db') as db:
        return db.execute('SELECT length(text) FROM entry').fetchall()


def age(world, days):
    with sqlite3.connect(world.dir + '/state/tocsin.db') as db:
        db.execute('UPDATE entry SET seen_ms = seen_ms - ?', (days * 86400000,))


def main():
    world = World()
    need(TOCSIND)
    hook = Hook()
    world.serve()
    world.put('herald.xml', rss('herald', ENTRY))
    config = world.config('''max_age: off
store: {keep: 30d}
defaults: {allow_private: true, backlog: ring, lang: en}
feeds:
  - {name: herald, url: "http://127.0.0.1:%d/herald.xml"}
rules:
  - {name: toll, toll: killed, at: [50], send: [hook]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/in", secret: "%s", allow_private: true}}
''' % (world.port, hook.port, SECRET))
    code, log = world.once(config)
    check(code == 0 and len(hook.seen) == 1, 'the entry rings' if len(hook.seen) == 1 else log)
    age(world, 29)
    world.put('herald.xml', rss('herald', []))
    code, log = world.once(config)
    check(code == 0 and 'event=store.forgot' not in log and rows(world)[0][0] > 0, 'within the time it is kept')
    age(world, 2)
    code, log = world.once(config)
    check(code == 0 and 'event=store.forgot entries=1' in log, 'then it is forgotten, and said')
    check(rows(world) == [(0,)], 'its text is gone, its row is not: %r' % rows(world))
    world.put('herald.xml', rss('herald', ENTRY))
    code, log = world.once(config)
    check(code == 0 and len(hook.seen) == 1, 'when it comes again it is known, and rings nobody')
    world.end()


main()
