"""rows.py -- the rows of doc/performance.md: each measures one thing in one run beside what it is compared with."""
import contextlib, gzip, http.client, json, os, random, re, signal, socket, subprocess, time
from datetime import timedelta

import feeds
import push
from measure import CACHE, TOP, Missing, address, alternate, built, cpu_of, memory, once, wait_until
from peers import PEERS, debian

CONFIG = '''state_dir: %(dir)s
control: off
defaults: {allow_private: true, lang: en%(every)s}
limits: {host_spacing: %(spacing)s}
%(extra)srules:
  - {name: toll, toll: killed, at: [10, 50, 100], send: [log]}
  - {name: ground, territory: [captured, recaptured], send: [log]}
receivers: {log: {syslog: {}}}
feeds:
'''


class Figure:
    """A value and its bounds; .cost is what two commits are compared by, in whatever unit, less is better."""

    def __init__(self, key, what, value, unit, least, aim, more=False, cost=None, note=''):
        self.key, self.what, self.value, self.unit = key, what, value, unit
        self.least, self.aim, self.more, self.note = least, aim, more, note
        self.cost = cost if cost is not None else 1 / value if more else value

    def good(self, bound):
        return self.value >= bound if self.more else self.value <= bound


def folder(n, war):
    path = '%s/feeds-%d-%d' % (CACHE, n, war)
    feeds.write(path, n, war)
    return path


def config(world, addresses, name='tocsin', every='', spacing='0s', extra=''):
    text = CONFIG % {'dir': world.fresh(name), 'every': every, 'spacing': spacing, 'extra': extra}
    return world.write(name + '.yaml', text + ''.join(
        '  - {name: f%d, url: "%s"}\n' % (n, a) for n, a in enumerate(addresses)))


def tocsin_first(world, addresses, **kw):
    """Runs from an empty store; the next --once finds nothing changed."""
    path = config(world, addresses)

    def step():
        world.fresh('tocsin')
        return once([built('daemon/tocsind'), '--once', '-c', path], **kw)
    return step


def tocsin_again(world, **kw):
    return lambda: once([built('daemon/tocsind'), '--once', '-c', world.path('tocsin.yaml')], **kw)


def floor_first(world, addresses):
    path = world.write('addresses', '\n'.join(addresses) + '\n')

    def step():
        world.fresh('floor')
        return once([built('bench/floor'), world.path('floor/db'), path])
    return step


def floor_again(world):
    return lambda: once([built('bench/floor'), world.path('floor/db'), world.path('addresses')])


def polls(world, n, war, times):
    world.nginx(folder(n, war))
    addresses = [address(i) for i in range(n)]
    first = alternate(times, tocsin_first(world, addresses), floor_first(world, addresses))
    again = alternate(times, tocsin_again(world), floor_again(world))
    return first, again


NEWS, MIXED = (0, 'everyday news'), (35, '35 % war reports')


def poll_rows(world, times=5, n=1000, kinds=(NEWS, MIXED)):
    for war, of in kinds:
        (first, floor), (again, floor_304) = polls(world, n, war, times)
        note = '%.2f s, floor %.2f s' % (first, floor)
        yield Figure('first-%d' % war, 'first poll of %d feeds, %s: CPU against the floor' % (n, of), first / floor,
                     '×', 2.0, 1.4, cost=first, note=note)
        if war == 0:
            yield Figure('unchanged', 'unchanged poll of %d feeds: CPU against the floor' % n, again / floor_304, '×',
                         1.5, 1.15, cost=again, note='%.3f s, floor %.3f s' % (again, floor_304))


def peer_rows(world, n=1000):
    world.nginx(folder(n, 0))
    addresses = [address(i) for i in range(n)]
    ours = alternate(3, tocsin_first(world, addresses))[0]
    listed = world.write('peer-addresses', '\n'.join(addresses) + '\n')
    for name, package, make, state, least, aim in PEERS:
        with skipping(name):
            theirs = make(world, listed)().cpu
            yield Figure('peer-' + name, 'first poll of %d feeds: CPU of %s %s' % (n, name, debian(package)),
                         theirs / ours, 'times ours', least, aim, more=True, note='%.1f s' % theirs)


def https_rows(world, n=1000):
    world.nginx(folder(n, 0))
    addresses = [address(i, 'https') for i in range(n)]
    bundle = world.path('bundle.pem')
    with open(bundle, 'w') as out:
        for part in ('/etc/ssl/certs/ca-certificates.crt', world.certificate() + '.crt'):
            with open(part) as f:
                out.write(f.read())
    path = config(world, addresses, extra='ca_file: %s\n' % bundle)

    def step():
        world.fresh('tocsin')
        return once([built('daemon/tocsind'), '--once', '-c', path])
    cpu = alternate(3, step)[0]
    yield Figure('https', 'HTTPS with Debian\'s CA bundle, first poll, a connection for each feed', cpu / n * 1000,
                 'ms a feed', 2.0, 1.4)


def said(command):
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    return float(out[out.index('MB/s') - 1])


def parser_rows(world, n=1000):
    path, bench = folder(n, 0), built('bench/parse_bench')
    raw, ours = said([bench, 'raw', path, '5']), said([bench, 'stream', path, '5'])
    yield Figure('parser', 'parser: bytes to entries, a core', ours, 'MB/s', 400, 520, more=True,
                 note='libxml2 alone %.0f' % raw)
    yield Figure('parser-raw', 'parser: its time against libxml2 alone, which keeps nothing', raw / ours, '×', 1.46, 1.1)


def lines(texts, minutes=5):
    """An archive: an entry every few minutes."""
    return ''.join(json.dumps({'id': str(n), 'feed': 'f', 'title': t[0], 'text': ' '.join(t), 'lang': 'en', 'published':
                               (feeds.FROM + timedelta(minutes=minutes * n)).isoformat()}) + '\n'
                   for n, t in enumerate(texts))


def lines_cost(world, texts, *command):
    """Processor time of a command that reads lines, beyond what one short line takes."""
    runs = []
    for name, some in (('all', texts), ('one', texts[:1])):
        path = world.write(name + '.jsonl', lines(some))

        def step(path=path):
            with open(path) as f:
                return once([built('daemon/tocsin'), *command], stdin=f)
        runs.append(step)
    whole, one = alternate(3, *runs)
    return whole - one


def extract_rows(world):
    """Archives long enough that the start, which is in it, is a few of a hundred; the best of five."""
    r = random.Random(1)
    for key, of, make, times, least, aim in (('extract-news', 'ordinary English news', feeds.news, 20, 150, 250),
                                             ('extract-war', 'dense war reports', feeds.war, 8, 60, 120)):
        texts = [make(r, 30) for _ in range(3000)] * times
        size, path = sum(len(' '.join(t)) for t in texts) / 1e6, world.write(key, lines(texts))
        runs = []
        for _ in range(5):
            with open(path) as f:
                runs.append(once([built('daemon/tocsin'), 'extract', '--jsonl'], stdin=f))
        cpu = min(run.cpu for run in runs)
        yield Figure(key, 'extract --jsonl of %.0f MB, by the clock: %s' % (size, of), size / min(run.wall for run in runs),
                     'MB/s', least, aim, more=True, cost=cpu,
                     note='processors: %d; MB a second of processor time: %.1f' % (len(os.sched_getaffinity(0)), size / cpu))


def place_names(n=20000):
    """The first of the world's table that are written in plain letters."""
    names = set()
    with gzip.open(TOP + '/etc/geonames.tsv.gz', 'rt') as f:
        for line in f:
            fields = line.split('\t')
            if len(fields) > 2 and fields[2].replace(' ', '').isascii() and fields[2].replace(' ', '').isalpha():
                names.add(fields[2])
            if len(names) == n:
                break
    return sorted(names)


def scan_rows(world):
    """All words of the English pack, and all capitals as places, against Hyperscan on the same words and names."""
    r = random.Random(3)
    mixed = [(feeds.war if i % 3 == 0 else feeds.news)(r, 30) for i in range(3000)]
    text = world.write('text', ''.join(' '.join(t) + '\n' for t in mixed))
    names = world.write('names', '\n'.join(place_names()))
    rate = {}
    for mode in ('places', 'hyperscan', 'words'):
        out = subprocess.run([built('bench/read_bench'), mode, built('daemon/share'), text, names],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
        if 'MB/s' not in out:
            raise Missing(out.strip())
        rate[mode] = float(out.split()[1])
    yield Figure('scan', 'lexicon and gazetteer scan against Hyperscan on the same words',
                 rate['places'] / rate['hyperscan'], '×', 1.0, 1.7, more=True,
                 note='%(places).0f MB/s, the lexicon alone %(words).0f, Hyperscan %(hyperscan).0f' % rate)


def load_rows(world):
    out = subprocess.run([built('bench/read_bench'), 'load', built('daemon/share')], stdout=subprocess.PIPE,
                         text=True, check=True).stdout
    yield Figure('load', 'load language packs and gazetteer', float(out.split()[1]), 'ms', 20, 10, note=out.split(', ', 1)[1].strip())


def replay_rows(world, n=10000):
    r = random.Random(2)
    texts = [(feeds.war if i % 3 == 0 else feeds.news)(r, 20) for i in range(n)]
    path, conf = world.write('archive.jsonl', lines(texts)), config(world, [])

    def step():
        with open(path) as f:
            return once([built('daemon/tocsin'), 'replay', '-c', conf], stdin=f)
    cpu = alternate(3, step)[0]
    yield Figure('replay', 'replay of %d entries of five weeks, a third war reports, ledger and rules included' % n, n / cpu,
                 'entries/s a core', 5000, 20000, more=True)


def store_rows(world, n=20000):
    out = subprocess.run([built('bench/bench_ingest'), world.path('store.db'), str(n), '20', '500', '0'],
                         stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[1:]
    wall, cpu = (sum(float(line.split()[i]) for line in out) / len(out) for i in (1, 2))
    yield Figure('store', 'store: entries a second of CPU, durable, batches of 20, no facts', 1e6 / cpu, 'entries/s',
                 40000, 80000, more=True, note='%.0f a second by the clock' % wall)


def scale_rows(world):
    rounds = {}
    for n in (1000, 10000):
        world.nginx(folder(n, 0))
        addresses = [address(i) for i in range(n)]
        rounds[n] = tocsin_first(world, addresses, peak=True)(), tocsin_again(world, peak=True)()
    floor = floor_first(world, addresses)(), floor_again(world)()
    for key, of, at, least, aim in (('round-first', 'first', 0, 2.5, 1.4), ('round-unchanged', 'unchanged', 1, 1.5, 1.15)):
        yield Figure(key, '10,000 feeds on 1,000 origins, %s poll: CPU against the floor' % of,
                     rounds[10000][at].cpu / floor[at].cpu, '×', least, aim, cost=rounds[10000][at].cpu,
                     note='%.2f s, floor %.2f s' % (rounds[10000][at].cpu, floor[at].cpu))
    costs = {n: (r[0].cpu, max(r[0].peak, r[1].peak)) for n, r in rounds.items()}
    yield Figure('scale-cpu', '10,000 feeds against 1,000: CPU', costs[10000][0] / costs[1000][0], '×', 11, 10,
                 cost=costs[10000][0])
    yield Figure('scale-memory', '10,000 feeds against 1,000: peak memory', costs[10000][1] / costs[1000][1], '×', 2,
                 1.3, cost=costs[10000][1])
    yield Figure('peak', 'peak memory, all processes, 10,000 feeds', costs[10000][1], 'MiB', 96, 48)


@contextlib.contextmanager
def daemon(path, log):
    with open(log, 'w') as err:
        p = subprocess.Popen([built('daemon/tocsind'), '-f', '-c', path], stderr=err, stdin=subprocess.DEVNULL)
    try:
        yield p
    finally:
        p.send_signal(signal.SIGTERM)
        p.wait()


def count(path, what):
    with open(path, errors='replace') as f:
        return sum(what in line for line in f)


def settled(p):
    """It has taken no processor time for a second."""
    used = -1
    while cpu_of(p.pid) != used:
        used = cpu_of(p.pid)
        time.sleep(1)
    return p


def idle_memory(world, n):
    """All processes, of feeds that were asked often and are not due."""
    path = config(world, [address(i) for i in range(n)], every=', every: 12h')
    subprocess.run([built('bench/seed_feeds'), path, '4320000'], check=True, stdout=subprocess.DEVNULL)
    log = world.path('idle.log')
    with daemon(path, log) as p:
        wait_until(lambda: count(log, 'event=ready ') == 1)
        return memory(settled(p).pid)


def idle_rows(world, n=100000):
    yield Figure('idle', 'idle memory, %d feeds that were asked often' % n,
                 (idle_memory(world, n) - idle_memory(world, 1)) * 1024 / n, 'KiB a feed', 2, 0.5)


def first_request(path, log, port):
    """Seconds, and of them processor time."""
    with socket.create_server(('127.0.0.1', port), backlog=4096) as s:
        begun = time.monotonic()
        with daemon(path, log) as p:
            s.accept()
            return time.monotonic() - begun, cpu_of(p.pid)


def start_once(world, n):
    with socket.create_server(('127.0.0.1', 0)) as s:
        port = s.getsockname()[1]
    path = config(world, ['http://127.0.0.1:%d/f%d.xml' % (port, i) for i in range(n)])
    first_request(path, world.path('start.log'), port)  # the feeds get their rows
    return first_request(path, world.path('start.log'), port)


def start_rows(world, n=10000):
    wall, cpu = sorted(start_once(world, n) for _ in range(5))[2]
    yield Figure('start', 'start with %d feeds to the first request' % n, wall * 1000, 'ms', 200, 60, cost=cpu,
                 note='%.0f ms of CPU, workers included' % (cpu * 1000))


def stall_rows(world, n=10000):
    """How long the loop keeps a question waiting while all feeds are dead and each is asked."""
    with socket.create_server(('127.0.0.1', 0)) as s, socket.create_server(('127.0.0.1', 0)) as t:
        port, dead = s.getsockname()[1], t.getsockname()[1]
    path = config(world, ['http://127.2.%d.%d:%d/' % (i // 250, i % 250 + 1, dead) for i in range(n)],
                  extra='http: {listen: "127.0.0.1:%d"}\n' % port)
    log, waits = world.path('stall.log'), []
    with daemon(path, log):
        wait_until(lambda: count(log, 'event=ready ') == 1)
        asking = http.client.HTTPConnection('127.0.0.1', port)
        while count(log, 'event=poll ') < n:
            for _ in range(50):
                begun = time.monotonic()
                asking.request('GET', '/healthz')
                asking.getresponse().read()
                waits.append(time.monotonic() - begun)
                time.sleep(0.002)
        asking.request('GET', '/metrics')
        lag = float(re.search(rb'^tocsin_loop_lag_max_seconds (\S+)', asking.getresponse().read(), re.M)[1])
    yield Figure('stall', 'longest wait for the loop while %d dead hosts are asked' % n, max(waits) * 1000, 'ms', 50, 10,
                 note='%d questions, median %.1f ms; by its own metric %.1f ms' % (
                     len(waits), sorted(waits)[len(waits) // 2] * 1000, lag * 1000))


def push_rows(world, n=100):
    times = push.measure(world, n)
    yield Figure('push', 'WebSub push to webhook, median of %d' % len(times), times[len(times) // 2] * 1000, 'ms', 2, 1)
    yield Figure('push-99', 'WebSub push to webhook, 99th of 100', times[int(len(times) * 0.99) - 1] * 1000, 'ms', 10, 4)


@contextlib.contextmanager
def skipping(name):
    try:
        yield
    except (Missing, RuntimeError) as why:
        print('skipped: %s (%s)' % (name, why), flush=True)


ALL = [poll_rows, peer_rows, https_rows, parser_rows, extract_rows, scan_rows, load_rows, scale_rows, idle_rows, start_rows, push_rows,
       stall_rows, store_rows, replay_rows]
