#!/usr/bin/python3
"""Each system call of the daemon fails in its turn during a round: it ends with a sentence or goes on, and after the
next rounds every alert is there, once.  CALLS=1 tries each call; make check tries some of each kind."""
import random, subprocess
from world import *

KINDS = {'open': Orders.OPEN, 'read': Orders.READ, 'page': Orders.PAGE, 'write': Orders.WRITE, 'sync': Orders.SYNC,
         'socket': Orders.SOCKET, 'process': Orders.PROCESS, 'names': Orders.NAMES, 'lock': Orders.LOCK, 'busy': Orders.BUSY}
SOME = 5

STORY = [('c%d' % n, 'Shelling of %s' % place, 'Wed, %02d Nov 2024 19:00:00 GMT' % (6 + n),
          'At least %d people were killed when shells hit a market in %s on Wednesday, medics said.' % (60 + n, place))
         for n, place in enumerate(('Idlib', 'Raqqa', 'Homs'))]


def configuration(world, hook):
    return '''max_age: off
limits: {workers: 1}
defaults: {allow_private: true, backlog: ring, lang: en, every: 1s}
feeds:
  - {name: herald, url: "http://public.soak.test:%d/herald.xml"}
rules:
  - {name: toll, toll: killed, at: [50], send: [hook]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/in", secret: "%s", allow_private: true}}
''' % (world.port, hook.port, SECRET)


def round_of(world, config):
    p = subprocess.run([TOCSIND, '--once', '-c', config], stderr=subprocess.PIPE, timeout=150,
                       env=faulty(TOCSIN_FAULTS=world.page))
    return p.returncode, p.stderr.decode(errors='replace')


def forget(world, hook):
    shutil.rmtree(world.dir + '/state', ignore_errors=True)
    hook.seen.clear()


def suffer(world, hook, config, kind, n):
    """A round whose n-th call fails; what is wrong about it, or nothing."""
    forget(world, hook)
    world.orders.kinds, world.orders.seen, world.orders.failed, world.orders.at = KINDS[kind], 0, 0, n
    try:
        code, said = round_of(world, config)
    except subprocess.TimeoutExpired:
        return 'hangs'
    finally:
        world.orders.kinds = 0
    if code < 0 or (code > 0 and not said.strip()):
        return 'ends with %d and says %r' % (code, said[-200:])
    end = time.monotonic() + 30
    while len(hook.seen) < len(STORY) and time.monotonic() < end:
        round_of(world, config)
    heard = [body['data']['key'] for _, body in hook.seen]
    if len(set(heard)) < len(STORY):
        return 'only %d alerts arrive: %s' % (len(set(heard)), said[-1000:])
    # A delivery whose answer was lost comes again, under the same id.
    return '' if len({i for i, _ in hook.seen}) == len(STORY) else 'an alert has two ids'


def main():
    world = World()
    need(TOCSIND, SHIM)
    if sanitized():
        skip('sanitizers have a memory of their own')
    hook, rng = Hook(), random.Random(5)
    world.serve()
    world.put('herald.xml', rss('herald', STORY))
    world.page = world.dir + '/faults'
    world.orders = Orders.on(world.page)
    config = world.config(configuration(world, hook))
    for kind, bit in KINDS.items():
        forget(world, hook)
        world.orders.kinds, world.orders.seen, world.orders.at = bit, 0, 0
        code, said = round_of(world, config)
        calls = world.orders.seen
        world.orders.kinds = 0
        check(code == 0 and len(hook.seen) == len(STORY), '%s: a round makes %d calls' % (kind, calls))
        turns = range(1, calls + 1) if os.environ.get('CALLS') or calls <= SOME else rng.sample(range(1, calls + 1), SOME)
        for n in turns:
            wrong = suffer(world, hook, config, kind, n)
            if wrong or not os.environ.get('CALLS'):
                check(not wrong, '%s %d, %s, fails: %s' % (kind, n, world.orders.name.decode(), wrong or 'no harm'))
    world.end()


main()
