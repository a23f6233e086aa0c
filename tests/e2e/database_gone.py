#!/usr/bin/python3
"""The database hangs, then refuses, each for ten minutes: the loop goes on turning, /healthz and /readyz tell the truth, no
feed is asked meanwhile, and afterwards everything goes on within seconds: what was published meanwhile rings, once.

The minutes are libfaketime's, for the daemon as for the database.  With GONE_SECONDS=600 in the environment they are real."""
import collections, re, signal, urllib.error, urllib.request
from email.utils import formatdate
from faketime import Clock, LIBRARY
from postgres import Postgres
from world import *

REAL = int(os.environ.get('GONE_SECONDS', 0))
GONE = REAL or 30  # seconds that pass for everybody, enough for all that the daemon does with the store to fail
JUMP = 600         # seconds that pass in the midst of them for the daemon and the database alone
NOTICED, BACK = 12, 15  # seconds until /readyz says so, until all goes on
TOWNS = ['Mogadishu', 'Gao', 'Maiduguri', 'Goma', 'Idlib', 'Kharkiv', 'Mandalay', 'Kandahar']
EVERY = 2


class Watch:
    """Asks /healthz and /readyz all the time; how long each answer took, and when readiness changed."""

    def __init__(self, port):
        self.port, self.ready, self.why, self.changed = port, None, '', time.monotonic()
        self.slowest, self.unwell, self.asked, self.cut, self.run = 0, 0, 0, 0, True
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def ask(self, path):
        began = time.monotonic()
        try:
            with urllib.request.urlopen('http://127.0.0.1:%d/%s' % (self.port, path), timeout=30) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as e:
            status, text = e.code, e.read().decode()
        except ConnectionError:  # ten minutes passed for the connection, too
            self.cut += 1
            return self.ask(path)
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.asked += 1
        return status, text

    def watch(self):
        while self.run:
            self.unwell += self.ask('healthz')[0] != 200
            status, self.why = self.ask('readyz')
            if (status == 200) != self.ready:
                self.ready, self.changed = status == 200, time.monotonic()
            time.sleep(0.05)

    def end(self):
        self.run = False
        self.thread.join()


def put_feeds(world, killed):
    for i, town in enumerate(TOWNS):
        world.put('f%d.xml' % i, rss('f%d' % i, [
            ('n%d-%d' % (i, k), 'Attack in %s kills %d' % (town, k), formatdate(),
             'At least %d people were killed in an attack in %s, police said.' % (k, town)) for k in killed]))


def configure(world, pg, hook, port):
    text = 'store: {address: "%s&connect_timeout=2"}\nhttp: {listen: "127.0.0.1:%d"}\n' % (pg.address, port)
    text += 'defaults: {allow_private: true, backlog: ring, lang: en, every: %ds}\nfeeds:\n' % EVERY
    for i in range(len(TOWNS)):
        text += '  - {name: f%d, url: "http://127.0.0.%d:%d/f%d.xml"}\n' % (i, i + 1, world.port, i)
    return world.config(text + '''rules:
  - {name: toll, toll: killed, at: [10, 100, 1000], send: [hook]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/", secret: "%s", allow_private: true}}
''' % (hook.port, SECRET))


def asked(world):
    return collections.Counter(re.findall(r'GET /(f\d+)\.xml', open(world.dir + '/access.log').read()))


def all_asked_since(world, before):
    now = asked(world)
    return all(now['f%d' % i] > before['f%d' % i] for i in range(len(TOWNS)))


def settled(pg):
    """Every delivery is known to have been made: one that was, and is not written down, is made again, as it must be."""
    return pg.query('SELECT count(*) FROM outbox WHERE state = 0') == ['0']


def tell(pg):
    """Who may be asked when, and by whom, for whoever looks into a failure."""
    for row in pg.query('SELECT name, due_ms, owner, epoch FROM feed') + pg.query('SELECT * FROM host'):
        print('     ', row)
    return False


def gone(world, pg, hook, watch, name, take_away, give_back, killed):
    check(wait_for(lambda: settled(pg)), '%s: nothing waits to be sent' % name)
    began = time.monotonic()
    take_away()
    put_feeds(world, killed)
    noticed = wait_for(lambda: watch.ready is False, min(NOTICED, GONE))
    check(noticed, '%s: after %.1f s /readyz says: %s' % (name, watch.changed - began, watch.why.strip()))
    time.sleep(1)  # what had been granted before may still go out
    before, alerts = asked(world), len(hook.seen)
    if pg.clock:
        pg.clock.set(JUMP)
        hook.patience += JUMP
    time.sleep(max(0, began + GONE - time.monotonic()))
    check(watch.ready is False, '%s: still not ready after %.0f s' % (name, time.monotonic() - began))
    check(asked(world) == before, '%s: nobody was asked in the last %.0f s' % (name, GONE - (watch.changed - began)))
    check(len(hook.seen) == alerts, '%s: nothing rang' % name)
    give_back()
    back = time.monotonic()
    check(wait_for(lambda: watch.ready, BACK), '%s: ready again after %.1f s' % (name, watch.changed - back))
    check(wait_for(lambda: all_asked_since(world, before), BACK) or tell(pg), '%s: all feeds are asked again' % name)
    check(wait_for(lambda: len(hook.seen) >= alerts + len(TOWNS), BACK), '%s: what was published meanwhile rings' % name)


def main():
    world, hook = World(), Hook()
    need(TOCSIND, 'runuser')
    if not LIBRARY and not REAL:
        skip('faketime is not installed')
    if sanitized() and not REAL:
        skip('sanitizers bear no other library before theirs')
    pg = Postgres(clock=None if REAL else lambda directory: Clock(directory, monotonic=True))
    try:
        world.serve()
        put_feeds(world, [14])
        port = free_port()
        daemon = world.daemon(configure(world, pg, hook, port), env=pg.clock.environment if pg.clock else None)
        watch = Watch(port)
        check(wait_for(lambda: len(hook.seen) >= len(TOWNS)), 'it works')
        gone(world, pg, hook, watch, 'hangs', lambda: pg.signal(signal.SIGSTOP), lambda: pg.signal(signal.SIGCONT), [14, 120])
        gone(world, pg, hook, watch, 'refuses', pg.stop, pg.start, [14, 120, 1300])
        watch.end()
        check(watch.unwell == 0 and watch.slowest < 1, '/healthz was 200 all the time; the slowest of %d answers took %.0f ms'
              % (watch.asked, watch.slowest * 1000))
        check(watch.cut <= 2, 'no connection but those of the two jumps ended without an answer: %d' % watch.cut)
        told = collections.Counter(body['data']['alert'] for i, body in hook.seen)
        check(len(told) == sum(told.values()) == 3 * len(TOWNS) and not hook.bad, '%d alerts, each once' % len(told))
        # A daemon whose database hangs ends all the same.
        pg.signal(signal.SIGSTOP)
        daemon.terminate()
        check(wait_for(lambda: daemon.poll() is not None, 15), 'it ends while the database hangs')
        pg.signal(signal.SIGCONT)
    finally:
        world.kill(TOCSIND)
        pg.end()
    world.end()


main()
