#!/usr/bin/python3
"""A soak: a thousand feeds with changing news, and whatever can go wrong goes wrong at random all the while: workers
and the daemon are killed, the disk is full, broken, locked or damaged, names do not resolve, servers and receivers
fail or hang, the clock jumps, descriptors and memory run out.  In the end every fact and every alert of a run without
faults is there, and none twice.

    SOAK_SECONDS=3600 SOAK_SEED=7 tests/e2e/soak.py     an hour of it; make check has a little"""
import collections, gzip, http.server, random, re, resource, signal, sqlite3, sys, threading, time
from world import *

SECONDS = int(os.environ.get('SOAK_SECONDS', '20'))
WARM = 300
SEED = int(os.environ.get('SOAK_SEED', '7'))
FEEDS, EVENTS = 1000, 600
EVERY = max(5, min(30, SECONDS // 100))


# ---- the news ----

def towns(n):
    """Large ones that share their name with no other."""
    named = collections.Counter()
    large = []
    with gzip.open(TOP + '/etc/geonames.tsv.gz', 'rt') as f:
        for line in f:
            field = line.rstrip('\n').split('\t')
            if len(field) > 6 and field[1] == 'town':
                named[field[2]] += 1
                if field[6].isdigit() and int(field[6]) > 300000 and re.fullmatch('[A-Z][a-z]{4,}', field[2]):
                    large.append(field[2])
    return random.Random(1).sample([t for t in large if named[t] == 1], n)


Entry = collections.namedtuple('Entry', 'at name title date text')


def date(day):
    return time.strftime('%a, %d %b %Y 19:00:00 GMT', time.gmtime(1704067200 + day * 86400))


def report(event, town):
    weekday = date(event % 300).split(',')[0]
    day = {'Mon': 'Monday', 'Tue': 'Tuesday', 'Wed': 'Wednesday', 'Thu': 'Thursday', 'Fri': 'Friday', 'Sat': 'Saturday',
           'Sun': 'Sunday'}[weekday]
    if event % 3 == 0:
        return 'Rebels captured the town of %s on %s, residents said.' % (town, day)
    return 'At least %d people were killed when shells hit a market in %s on %s, medics said.' % (
        12 + event % 70, town, day)


def news(rng):
    """For each feed its entries, in the order in which they appear; at is the share of the run that has passed."""
    feeds = [[] for _ in range(FEEDS)]
    for event, town in enumerate(towns(EVENTS)):
        for n in rng.sample(range(FEEDS), rng.choice((2, 3, 5))):
            feeds[n].append(Entry(rng.uniform(0, 0.9), 'e%d-%d' % (event, n), 'Report from %s' % town, date(event % 300),
                                  report(event, town)))
    return [sorted(f) for f in feeds]


class Newsroom:
    """All feeds, from one server; .began 0 shows everything, .mood makes some answers bad."""

    def __init__(self, feeds, rng):
        self.feeds, self.rng, self.began, self.mood = feeds, rng, 0, None
        me = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                try:
                    me.answer(self, int(re.search(r'\d+', self.path).group()))
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def log_message(self, *args):
                pass

        class Threads(http.server.ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 512

        self.server = Threads(('0.0.0.0', 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def shown(self, n):
        passed = (time.monotonic() - self.began) / SECONDS if self.began else 1
        return [e for e in self.feeds[n] if e.at <= passed]

    def answer(self, h, n):
        entries = self.shown(n)
        tag = '"%d"' % len(entries)
        mood = self.mood if self.rng.random() < 0.3 else None
        if mood == 'slow':
            time.sleep(2)
        if h.headers.get('If-None-Match') == tag and mood != 'error':
            return self.send(h, 304, b'', tag, 0)
        body = rss('feed %d' % n, [(e.name, e.title, e.date, e.text) for e in reversed(entries)]).encode()
        self.send(h, 500 if mood == 'error' else 200, body, tag, len(body) // 2 if mood == 'cut' else len(body))

    @staticmethod
    def send(h, status, body, tag, n):
        h.send_response(status)
        h.send_header('ETag', tag)
        h.send_header('Content-Length', str(len(body)))
        h.end_headers()
        h.wfile.write(body[:n])


def configuration(world, newsroom, hook, mail):
    text = 'max_age: off\nlimits: {workers: 2}\ndefaults: {allow_private: true, backlog: ring, lang: en, every: %ds}\nfeeds:\n' % EVERY
    text += ''.join('  - {name: f%d, url: "http://%d.soak.test:%d/%d.xml"}\n' % (n, n, newsroom.port, n) for n in range(FEEDS))
    return text + '''rules:
  - {name: toll, toll: killed, at: [10], send: [hook, mail]}
  - {name: ground, territory: [captured], send: [hook, mail]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/in", secret: "%s", allow_private: true}}
  mail: {email: {to: desk@example.org, from: tocsin@example.org, smtp: "smtp://127.0.0.1:%d", plain: true, allow_private: true}}
''' % (hook.port, SECRET, mail.port)


# ---- the daemon, and what is done to it ----

class Daemon:
    """One that is started again whenever it ends, as a service manager does; with its figures, second by second."""

    def __init__(self, world, config):
        self.world, self.config, self.lives, self.figures, self.ends = world, config, 0, [], collections.Counter()
        page = world.dir + '/faults'
        self.orders = Orders.on(page)
        self.env = faulty(TOCSIN_FAULTS=page)
        self.log = open(world.dir + '/daemon.log', 'ab')
        self.held = threading.Lock()  # while it is meant to be dead
        self.over = False
        self.start()
        threading.Thread(target=self.manage, daemon=True).start()

    def start(self):
        self.process = self.world.start([TOCSIND, '-f', '-c', self.config], stderr=self.log, env=self.env)
        self.lives += 1

    def manage(self):
        while not self.over:
            with self.held:
                if self.process.poll() is not None:
                    self.ends[self.process.returncode] += 1
                    self.start()
            self.measure()
            time.sleep(0.5)

    def measure(self):
        try:
            with open('/proc/%d/statm' % self.process.pid) as f:
                rss = int(f.read().split()[1]) * resource.getpagesize()
            self.figures.append((time.monotonic(), self.lives, rss, len(os.listdir('/proc/%d/fd' % self.process.pid))))
        except (FileNotFoundError, ProcessLookupError, PermissionError, IndexError):
            pass

    def children(self):
        with open('/proc/%d/task/%d/children' % (self.process.pid, self.process.pid)) as f:
            return [int(pid) for pid in f.read().split()]

    def kill(self, sig=signal.SIGKILL):
        if self.process.poll() is None:
            self.process.send_signal(sig)
            self.process.wait(30)

    def end(self):
        self.over = True
        with self.held:
            self.kill(signal.SIGTERM)
            return self.process.returncode


class Faults:
    """Each is a generator: it begins, waits for its time at yield, and ends."""

    def __init__(self, daemon, newsroom, receivers, rng):
        self.d, self.newsroom, self.receivers, self.rng, self.tried = daemon, newsroom, receivers, rng, collections.Counter()
        self.store = daemon.world.dir + '/state/tocsin.db'

    def worker_killed(self):
        for pid in self.d.children()[:1]:
            os.kill(pid, signal.SIGKILL)
        yield

    def daemon_killed(self):
        self.d.kill()
        yield

    def daemon_stopped(self):
        self.d.kill(signal.SIGTERM)
        yield

    def down(self, kinds):
        self.d.orders.down |= kinds
        yield
        self.d.orders.down &= ~kinds

    def disk_full(self):
        return self.down(Orders.WRITE)

    def disk_broken(self):
        return self.down(Orders.SYNC)

    def disk_unreadable(self):
        return self.down(Orders.PAGE)

    def no_names(self):
        return self.down(Orders.NAMES)

    def no_memory(self):
        self.d.orders.kinds, self.d.orders.seen, self.d.orders.at = Orders.MEMORY, 0, self.rng.randint(1, 5000)
        yield
        self.d.orders.kinds = 0

    def no_descriptors(self):
        pid = self.d.process.pid
        limit = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (self.rng.randint(12, 24), limit[1]))
        yield
        try:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, limit)
        except ProcessLookupError:
            pass

    def clock(self):
        self.d.orders.clock_ms = self.rng.choice((-86400, -3600, 3600, 86400)) * 1000
        yield
        self.d.orders.clock_ms = 0

    def store_locked(self):
        db = sqlite3.connect(self.store, timeout=5, isolation_level=None)
        try:
            db.execute('BEGIN IMMEDIATE')
        except sqlite3.OperationalError:
            pass
        yield
        db.close()

    def store_damaged(self):
        """A page of an index, while nobody looks: what it says stands in its table too."""
        with self.d.held:
            self.d.kill()
            db = sqlite3.connect(self.store)
            pages = [n for n, in db.execute("SELECT rootpage FROM sqlite_master WHERE type = 'index' AND rootpage > 0 "
                                            "AND sql IS NOT NULL")]
            size = db.execute('PRAGMA page_size').fetchone()[0]
            db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
            db.close()
            if pages:
                with open(self.store, 'r+b') as f:
                    f.seek((self.rng.choice(pages) - 1) * size)
                    f.write(b'\xff' * 512)
        yield

    def receiver(self):
        one = self.rng.choice(self.receivers)
        one.down = True
        yield
        one.down = False

    def receiver_hangs(self):
        one = self.rng.choice(self.receivers)
        one.slow = 2
        yield
        one.slow = 0

    def servers(self):
        self.newsroom.mood = self.rng.choice(('error', 'cut', 'slow'))
        yield
        self.newsroom.mood = None

    KINDS = ('worker_killed', 'daemon_killed', 'daemon_stopped', 'disk_full', 'disk_broken', 'disk_unreadable', 'no_names',
             'no_memory', 'no_descriptors', 'clock', 'store_locked', 'store_damaged', 'receiver', 'receiver_hangs', 'servers')
    DEADLY = ('daemon_killed', 'daemon_stopped', 'no_memory', 'store_damaged')

    def run(self, seconds, kinds):
        """In turn and at random, one to two seconds each (or a hundredth of the run), some at once."""
        end = time.monotonic() + seconds
        turn = []
        while time.monotonic() < end:
            turn = turn or self.rng.sample(kinds, len(kinds))
            name = turn.pop()
            fault = getattr(self, name)()
            try:
                next(fault)
                self.tried[name] += 1
                time.sleep(min(self.rng.uniform(0.5, 1.5) * max(0.6, SECONDS / 300), max(0, end - time.monotonic())))
            except (OSError, sqlite3.Error):  # it was dead at that moment
                pass
            for _ in fault:
                pass
            time.sleep(min(self.rng.uniform(0, max(0.3, SECONDS / 300)), max(0, end - time.monotonic())))


# ---- what came of it ----

def rows(world, question):
    db = sqlite3.connect('file:%s/state/tocsin.db?mode=ro' % world.dir, uri=True)
    try:
        return db.execute(question).fetchall()
    except sqlite3.Error:
        return []
    finally:
        db.close()


def alert_key(json_text):
    d = json.loads(json_text)['data']
    return (d['rule'], d['reason'], d.get('step'), d.get('change'), d['places'][0]['name'], d['since'])


Outcome = collections.namedtuple('Outcome', 'facts alerts')


def outcome(world):
    return Outcome(collections.Counter(rows(world, 'SELECT url, n_facts, hex(facts) FROM entry WHERE n_facts > 0')),
                   collections.Counter(alert_key(j) for j, in rows(world, 'SELECT json FROM alert')))


def without_faults(world, newsroom, hook, mail):
    config = world.config(configuration(world, newsroom, hook, mail))
    code, log = world.once(config, 300)
    check(code == 0 and not hook.bad, 'a run without faults: %d alerts, %d mails' % (len(hook.seen), len(mail.seen)))
    want = outcome(world)
    shutil.rmtree(world.dir + '/state')
    return want


def differ(got, want):
    return 'of %d, %d are missing, %d too many: %r' % (
        sum(want.values()), sum((want - got).values()), sum((got - want).values()),
        list((want - got) + (got - want))[:3])


def heard(hook):
    return {body['data']['alert'] for _, body in list(hook.seen)}


def letters(mail):
    return {re.search(rb'^Message-ID: *(\S+)', content, re.M).group(1) for _, content in list(mail.seen)}


def flat(daemon, since):
    """In the last part nobody dies: what the daemon holds at its end is what it held when it had warmed up."""
    last = [f for f in daemon.figures if f[1] == daemon.lives and f[0] > since]
    part = max(1, len(last) // 5)
    early, late = last[part:2 * part] or last, last[-part:]
    mean = lambda rows, n: sum(r[n] for r in rows) / max(1, len(rows))
    print('    memory %.1f MB to %.1f MB, descriptors %.0f to %.0f (at most %d), %d lives %s' % (
        mean(early, 2) / 1e6, mean(late, 2) / 1e6, mean(early, 3), mean(late, 3), max(f[3] for f in daemon.figures),
        daemon.lives, dict(daemon.ends)))
    if SECONDS >= WARM:  # a short run ends while the store's page cache fills
        check(mean(late, 2) < 1.15 * mean(early, 2) + 8e6, 'memory is flat')
    least = [min(f[3] for f in part) for part in (early, late)]
    check(least[1] <= least[0] + 50, 'descriptors are flat: never fewer than %d, then %d' % tuple(least))


def soak(world, newsroom, rng, want):
    hook, mail = Hook(), Mail()
    hook.patience = 100000  # its clock jumps by a day
    daemon = Daemon(world, world.config(configuration(world, newsroom, hook, mail)))
    faults = Faults(daemon, newsroom, (hook, mail), rng)
    newsroom.began = time.monotonic()
    faults.run(SECONDS * 0.7, Faults.KINDS)
    quiet = time.monotonic()
    faults.run(SECONDS * 0.3, [k for k in Faults.KINDS if k not in Faults.DEADLY])
    print('    ' + ', '.join('%s %d' % f for f in sorted(faults.tried.items())), flush=True)

    daemon.orders.clock_ms = 3600 * 1000  # a message refused twice is tried again after five minutes, one refused thrice after thirty
    done = lambda: len(rows(world, 'SELECT id FROM entry')) >= len(newsroom.all) and min(len(heard(hook)), len(letters(mail))) >= sum(want.alerts.values())
    check(wait_for(done, 120 + SECONDS / 2), 'all was read and delivered, %.0f s after the last fault' % (time.monotonic() - newsroom.began - SECONDS))
    flat(daemon, quiet)
    check(set(daemon.ends) <= {-9, -15, 0, 71, 73}, 'no life ended but by our hand, or with a sentence: %s' % dict(daemon.ends))
    check(daemon.end() == 0, 'it ends as it should')
    got = outcome(world)
    check(got.facts == want.facts, 'the facts: ' + differ(got.facts, want.facts))
    check(got.alerts == want.alerts, 'the alerts: ' + differ(got.alerts, want.alerts))
    ids = {}
    for delivery, body in hook.seen:
        ids.setdefault(body['data']['alert'], set()).add(delivery)
    check(len(ids) == sum(want.alerts.values()) and all(len(d) == 1 for d in ids.values()),
          'each alert was delivered under one id; %d of %d came a second time' % (len(hook.seen) - len(ids), len(ids)))
    check(len(letters(mail)) == sum(want.alerts.values()), 'and mailed under one; %d of %d came a second time' % (
        len(mail.seen) - len(letters(mail)), len(letters(mail))))
    check(not hook.bad, 'every signature holds')
    whole = world.tocsin('store', 'check', world.dir + '/state/tocsin.db')
    check(whole.returncode == 0, 'the store is whole: ' + whole.stdout.strip())


def main():
    world = World()
    need(TOCSIND, SHIM)
    if sanitized():
        skip('sanitizers have a memory of their own')
    rng = random.Random(SEED)
    newsroom = Newsroom(news(rng), rng)
    newsroom.all = [e for f in newsroom.feeds for e in f]
    os.environ['LD_PRELOAD'] = SHIM  # names of feeds
    want = without_faults(world, newsroom, Hook(), Mail())
    del os.environ['LD_PRELOAD']
    soak(world, newsroom, rng, want)
    if world.failed:
        print(world.log()[-6000:])
    world.end()


main()
