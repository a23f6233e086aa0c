#!/usr/bin/python3
"""Four daemons on one PostgreSQL, one of them killed with -9 or stopped past its leases twice a second, against one that is
left alone: the same entries and alerts, each once; as many polls, and hosts left in peace as long; zombies fenced.
How often a feed is asked is measured over one whole interval of each, so that it does not matter when the measurement began.
CHAOS_FEEDS and CHAOS_SECONDS make it as large as wanted (10000, 300)."""
import collections, glob, random, re, signal, sqlite3, urllib.request
from postgres import Postgres
from world import *

FEEDS, SECONDS = int(os.environ.get('CHAOS_FEEDS', '60')), float(os.environ.get('CHAOS_SECONDS', '9'))
NODES, HOSTS, RINGING = 4, (FEEDS + 1) // 2, min(FEEDS, 600)
EVERY = 3 if SECONDS < 60 else SECONDS / 2.5  # and a tenth at most: each feed has a whole interval in SECONDS
SPACING = 2 if EVERY >= 30 else 0.5
LEASE, TAKEOVER, TIMEOUT = 3, 1.2, 1
STOPPED = LEASE + TIMEOUT + 2 * TAKEOVER
STOPS = 0.1  # of the blows; the others kill
TIMED = SECONDS >= 60  # else it says nothing about time
TOLERANCE = 0.02


def towns():
    """Far apart, and each name the only one, so that no report is taken for one of another town."""
    rows, chosen = [], []
    for path in sorted(glob.glob(TOP + '/etc/gazetteer/??.tsv')):
        with open(path) as f:
            rows += [line.rstrip('\n').split('\t') for line in f if not line.startswith('#')]
    names = collections.Counter(n for r in rows for n in [r[2]] + ''.join(r[7:]).split('|'))
    for r in rows:
        at = float(r[3]), float(r[4])
        if r[1] == 'town' and r[2].isalpha() and len(r[2]) > 5 and names[r[2]] == 1 and all(
                abs(at[0] - y) > 1.5 or abs(at[1] - x) > 1.5 for _, y, x in chosen):
            chosen.append((r[2], *at))
    return [name for name, _, _ in chosen][:RINGING]


Figures = collections.namedtuple('Figures', 'feeds interval again pause')


class Run:
    """An origin, and what of its log fell into the time that counts."""

    def __init__(self, world, name, towns):
        self.world, self.name, self.port = world, name, free_port()
        self.dir = '%s/%s' % (world.dir, name)
        os.mkdir(self.dir)
        self.log = self.dir + '/origin.log'
        self.origin = world.start([sys.executable, os.path.dirname(os.path.abspath(__file__)) + '/origin.py', str(self.port), self.log,
                                   str(FEEDS), str(SECONDS), ','.join(towns)], stderr=open(self.dir + '/origin.err', 'w'))
        assert wait_for(lambda: World.answers(self.port))

    def configure(self, store, node):
        os.makedirs('%s/%s' % (self.dir, node))
        port = free_port()
        with open('%s/%s.yaml' % (self.dir, node), 'w') as f:
            os.fchmod(f.fileno(), 0o600)
            f.write('state_dir: %s/%s\ncontrol: off\nhttp: {listen: "127.0.0.1:%d"}\nstore: %s\n' % (self.dir, node, port, store))
            f.write('limits: {host_spacing: %dms, workers: 1}\n' % (SPACING * 1000))
            f.write('defaults: {allow_private: true, backlog: ring, lang: en, every: %dms, timeout: %ds}\nfeeds:\n' % (EVERY * 1000, TIMEOUT))
            for i in range(FEEDS):
                h = i % HOSTS
                f.write('  - {name: f%d, url: "http://127.%d.%d.%d:%d/f%d"}\n' % (i, 1 + h // 62500, h // 250 % 250, 1 + h % 250, self.port, i))
            f.write('rules:\n  - {name: toll, toll: killed, at: [10, 1000], send: [hook]}\n')
            f.write('receivers:\n  hook: {webhook: {url: "http://127.0.0.1:%d/hook", secret: "%s", allow_private: true}}\n' % (self.port, SECRET))
        return Node(self.world, '%s/%s' % (self.dir, node), port)

    def lines(self, kind):
        with open(self.log) as f:
            return [l.split() for l in f if l.startswith(kind)]

    def all_asked(self):
        return len({l[4] for l in self.lines('asked')}) == FEEDS

    def measure(self, began):
        """Of each feed's first whole interval since then: how long it was, how many requests were repeated in it; and the
        shortest pause of a host after an answer."""
        feeds, hosts, pauses = collections.defaultdict(list), {}, []
        for _, came, answered, host, path in self.lines('asked'):
            if float(came) >= began:
                feeds[path].append(float(came))
                if host in hosts:
                    pauses.append(float(came) - hosts[host])
                hosts[host] = float(answered)
        whole, again = [], 0
        for times in feeds.values():
            later = [t for t in times if t > times[0] + EVERY / 2]  # what comes sooner is a poll whose node was killed
            whole += [t - times[0] for t in later[:1]]
            again += len(times) - len(later) - 1
        return Figures(len(whole), sum(whole) / max(1, len(whole)), again / FEEDS, min(pauses or [SPACING]))


class Node:
    def __init__(self, world, path, port):
        self.world, self.path, self.port, self.until = world, path, port, None
        self.log = open(path + '.log', 'ab')
        self.start()

    def start(self):
        self.process = self.world.start([TOCSIND, '-f', '-c', self.path + '.yaml'], stderr=self.log)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.world.processes.remove(self.process)
        self.start()

    def stop(self):
        self.process.send_signal(signal.SIGSTOP)
        self.until = time.monotonic() + STOPPED

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)
        self.until = None

    def fenced(self):
        """By the log, which outlives the process."""
        return sum(int(n) for n in re.findall(r'event=poll.fenced .*feeds=(\d+)', open(self.path + '.log', errors='replace').read()))

    def metric(self, name):
        with urllib.request.urlopen('http://127.0.0.1:%d/metrics' % self.port, timeout=10) as answer:
            return sum(float(l.rsplit(' ', 1)[1]) for l in answer.read().decode().splitlines() if l.startswith(name))


ENTRIES = "SELECT f.name || ' ' || e.title FROM entry e JOIN feed f ON f.id = e.feed"
ALERTS = "SELECT a.rule || ' ' || a.reason || ' ' || e.title FROM alert a JOIN entry e ON e.id = a.entry"


def settled(query, expect):
    return wait_for(lambda: len(query(ENTRIES)) >= expect, 2 * EVERY + 30)


def alone(world, names):
    run = Run(world, 'alone', names)
    node = run.configure('{address: "%s/alone/t.db"}' % world.dir, 'one')
    assert wait_for(run.all_asked, 120)
    began = time.time()
    time.sleep(SECONDS)
    figures = run.measure(began)

    def query(sql):
        with sqlite3.connect('file:%s/alone/t.db?mode=ro' % world.dir, uri=True) as db:
            return [r[0] for r in db.execute(sql)]
    check(settled(query, 3 * len(names)), 'alone: %d entries' % len(query(ENTRIES)))
    check(wait_for(lambda: len({l[1] for l in run.lines('hook')}) == len(query(ALERTS)), 30), 'alone: %d alerts' % len(query(ALERTS)))
    node.process.terminate()
    node.process.wait(30)
    run.origin.terminate()
    return figures, sorted(query(ENTRIES)), sorted(query(ALERTS))


def blow(nodes, rng, done):
    for n in nodes:
        if n.until is not None and time.monotonic() > n.until:
            n.go_on()
    awake = [n for n in nodes if n.until is None]
    victim = rng.choice(awake)
    if rng.random() < STOPS and len(awake) > 2:
        victim.stop()
        done['stopped'] += 1
    else:
        victim.kill()
        done['killed'] += 1


def make_a_zombie(run, nodes, pg):
    """Who asks a feed is stopped until another has asked it."""
    caught = []

    def catch():
        """Whoever has its answer by the time it is stopped, or has not asked yet, goes on, and the next one is tried."""
        for held in pg.query("SELECT owner, id, epoch, name FROM feed WHERE owner <> '' ORDER BY due_ms DESC LIMIT 1"):
            owner, feed, epoch, name = held.split('|')
            zombie = next(n for n in nodes if owner.endswith(n.path))
            zombie.process.send_signal(signal.SIGSTOP)
            stopped = time.time()
            time.sleep(0.2)  # what it had sent off is done
            asked = any(l[2] == '/' + name and float(l[1]) > stopped - TIMEOUT for l in run.lines('came'))
            if asked and pg.query("SELECT id FROM feed WHERE owner <> '' AND id = %s AND epoch = %s" % (feed, epoch)):
                caught.append((zombie, feed, epoch))
            else:
                zombie.process.send_signal(signal.SIGCONT)
        return caught
    open(run.log + '.slow', 'w').close()
    check(wait_for(catch, 2 * EVERY + 30), 'somebody asks')
    zombie, feed, epoch = caught[0]
    check(wait_for(lambda: int(pg.query('SELECT epoch FROM feed WHERE id = ' + feed)[0]) > int(epoch), 90), 'another takes it over')
    before = zombie.fenced()
    zombie.process.send_signal(signal.SIGCONT)
    check(wait_for(lambda: zombie.fenced() > before, 10) and zombie.metric('tocsin_leases_fenced_total') > 0, 'the zombie is fenced, and counted')
    os.unlink(run.log + '.slow')


def together(world, pg, names, rng):
    run, done = Run(world, 'together', names), collections.Counter()
    store = '{address: "%s", lease: %ds, takeover: %dms}' % (pg.address, LEASE, TAKEOVER * 1000)
    nodes = [run.configure(store, 'n%d' % i) for i in range(NODES)]
    assert wait_for(run.all_asked, 120)
    began = time.time()
    while time.time() < began + SECONDS:
        due = time.monotonic() + 0.5
        blow(nodes, rng, done)
        time.sleep(max(0, due - time.monotonic()))
    figures = run.measure(began)
    for n in nodes:
        if n.until is not None:
            n.go_on()
    check(settled(pg.query, 3 * len(names)), 'together: %d entries after %d were killed and %d stopped'
          % (len(pg.query(ENTRIES)), done['killed'], done['stopped']))
    check(wait_for(lambda: len({l[1] for l in run.lines('hook')}) == len(pg.query(ALERTS)), 60), 'together: %d alerts' % len(pg.query(ALERTS)))
    sent = [l[1] for l in run.lines('hook')]
    print('    %d messages sent, %d of them again under their id; %d polls of zombies fenced'
          % (len(sent), len(sent) - len(set(sent)), sum(n.fenced() for n in nodes)))
    make_a_zombie(run, nodes, pg)
    return figures, sorted(pg.query(ENTRIES)), sorted(pg.query(ALERTS))


def same(what, one, many):
    check(many == one and len(set(many)) == len(many) > 0, 'the same %d %s, each once' % (len(many), what))
    for side, rows in (('alone', set(one) - set(many)), ('together', set(many) - set(one))):
        if rows:
            print('    only %s: %s' % (side, sorted(rows)[:5]))


def compare(one, many):
    check(one.feeds == many.feeds == FEEDS, 'feeds with a whole interval: %d alone, %d together' % (one.feeds, many.feeds))
    check(abs(many.interval / one.interval - 1) <= TOLERANCE, 'between two polls of a feed: %.2f s alone, %.2f s together, %+.1f %%'
          % (one.interval, many.interval, 100 * (many.interval / one.interval - 1)))
    check(many.again - one.again <= TOLERANCE, 'asked again because its node was killed: %.2f %% of polls alone, %.2f %% together'
          % (100 * one.again, 100 * many.again))


def main():
    world, rng, names = World(), random.Random(1), towns()
    need(TOCSIND, 'runuser')
    pg = Postgres()
    try:
        results = {}
        beside = threading.Thread(target=lambda: results.update(alone=alone(world, names)))
        beside.start()
        many, entries, alerts = together(world, pg, names, rng)
        beside.join()
        one, one_entries, one_alerts = results['alone']
        same('entries', one_entries, entries)
        same('alerts', one_alerts, alerts)
        if TIMED:
            compare(one, many)
        check(many.pause > SPACING * (1 - TOLERANCE), 'the shortest pause of a host: %.3f s alone, %.3f s together' % (one.pause, many.pause))
    finally:
        world.kill()
        pg.end()
    world.end()


if __name__ == '__main__':
    main()
