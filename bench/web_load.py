#!/usr/bin/python3
"""web_load.py [SECONDS] [CLIENTS] [RATE] [FEEDS] -- a daemon that polls FEEDS feeds while CLIENTS follow /events, of whom
a few read nothing, and RATE requests a second go to the API.  Loopback only; everything ends with the program.  Says what
came through, what was dropped, whether the polls kept their time, and what it cost; exits 1 when a client that reads was
dropped, an event lost, a request refused, or a poll late."""
import asyncio, json, os, resource, signal, sys, tempfile, time

BUILD = os.path.abspath(os.environ.get('top_builddir', 'build'))
SECONDS, CLIENTS, RATE, FEEDS = [int(a) for a in sys.argv[1:]] + [60, 1000, 200, 1000][len(sys.argv) - 1:]
SLOW = 5          # clients that read nothing
EVERY = 30        # seconds between two polls of a feed
LATE = 5          # seconds that a poll may be late
NEWS_EVERY = 10   # a feed has news once in so many polls
TOWNS = ['Idlib', 'Saraqib', 'Aleppo', 'Hama', 'Homs', 'Daraa', 'Palmyra', 'Raqqa', 'Manbij', 'Jarabulus']
STEPS = 60        # of the ladder: each report of a town raises its toll by one
PATHS = ['status', 'incidents', 'alerts', 'control', 'rules', 'receivers', 'silences', 'outbox']


class Feeds:
    """RSS on one port; now and then an entry more, which rings."""

    def __init__(self):
        self.polls, self.items = 0, {}

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b'\r\n\r\n')
                name = head.split(b' ', 2)[1].decode()
                self.polls += 1
                if self.polls % NEWS_EVERY == 0:
                    self.items.setdefault(name, []).append(divmod(self.polls // NEWS_EVERY, len(TOWNS)))
                body = self.rss(name).encode()
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n' % len(body) + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def rss(self, name):
        now = time.strftime('%a, %d %b %Y %H:%M:%S +0000', time.gmtime())
        items = ''.join('<item><guid>%s-%d-%d</guid><title>Blast kills %d in %s</title><pubDate>%s</pubDate><description>A car bomb '
                        'killed at least %d people in %s, Syria, on %s, officials said.</description></item>'
                        % (name, n, t, n + 1, TOWNS[t], now, n + 1, TOWNS[t], time.strftime('%A', time.gmtime()))
                        for n, t in self.items.get(name, [])[-5:])
        return '<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title>%s</channel></rss>' % (name, items)


class Client:
    """One EventSource; its last id, how many it got, and whether the daemon dropped it."""

    def __init__(self, port, reads):
        self.port, self.reads, self.got, self.last, self.dropped = port, reads, 0, 0, False

    async def run(self):
        reader, self.writer = await asyncio.open_connection('127.0.0.1', self.port, limit=1 << 16)
        self.writer.write(b'GET /events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n' % self.port)
        if not self.reads:
            self.writer.transport.pause_reading()
            return
        try:
            while line := await reader.readline():
                if line.startswith(b'id: '):
                    self.got += 1
                    self.last = int(line[4:])
            self.dropped = True
        except ConnectionError:
            self.dropped = True


class Asker:
    """RATE requests a second over a few connections that stay."""

    def __init__(self, port):
        self.port, self.took, self.bad = port, [], 0

    async def run(self, share, until):
        reader, writer = await asyncio.open_connection('127.0.0.1', self.port, limit=1 << 22)
        began, n = time.monotonic(), 0
        while time.monotonic() < until:
            path = PATHS[n % len(PATHS)]
            at = time.monotonic()
            writer.write(b'GET /api/v1/%s?limit=50 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n' % (path.encode(), self.port))
            head = await reader.readuntil(b'\r\n\r\n')
            length = [l for l in head.lower().split(b'\r\n') if l.startswith(b'content-length:')]
            await reader.readexactly(int(length[0].split(b':')[1]))
            self.bad += not head.startswith(b'HTTP/1.1 200')
            self.took.append(time.monotonic() - at)
            n += 1
            await asyncio.sleep(max(0, began + n / share - time.monotonic()))
        writer.close()


async def ask(port, path):
    reader, writer = await asyncio.open_connection('127.0.0.1', port, limit=1 << 22)
    writer.write(b'GET /%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n' % (path.encode(), port))
    answer = await reader.read()
    writer.close()
    return answer.split(b'\r\n\r\n', 1)[1].decode()


def metric(text, name):
    return sum(float(l.rsplit(' ', 1)[1]) for l in text.splitlines() if l.startswith(name) and l[len(name)] in ' {')


def configure(dir, feeds_port, port):
    with open(dir + '/t.yaml', 'w') as f:
        f.write('state_dir: %s\ncontrol: off\nhttp: {listen: "127.0.0.1:%d"}\n' % (dir, port))
        f.write('defaults: {every: %ds, allow_private: true, lang: en, backlog: ring}\nfeeds:\n' % EVERY)
        for i in range(FEEDS):  # a host each: one origin would be asked one at a time
            f.write('  - {name: f%d, url: "http://127.%d.%d.%d:%d/%d"}\n' % (i, 1 + i // 62500, i // 250 % 250, 1 + i % 250, feeds_port, i))
        f.write('rules:\n  - {name: toll, toll: killed, at: %s, send: [file]}\n' % list(range(1, STEPS + 1)))
        f.write('receivers:\n  file: {file: {path: %s/alerts.jsonl}}\n' % dir)
    return dir + '/t.yaml'


async def ready(port):
    for _ in range(300):
        try:
            if json.loads(await ask(port, 'api/v1/status'))['feeds']:
                return
        except (ConnectionError, IndexError, ValueError):
            pass
        await asyncio.sleep(0.1)
    sys.exit('the daemon does not get ready')


async def watch(port, until, seen):
    while time.monotonic() < until:
        text = await ask(port, 'metrics')
        seen.append((metric(text, 'process_resident_memory_bytes'), metric(text, 'tocsin_feed_due_lag_seconds')))
        await asyncio.sleep(1)


async def load(port, feeds):
    await ready(port)
    await asyncio.sleep(EVERY + LATE)  # every feed was polled once: from here on the schedule holds or not
    clients = [Client(port, i >= SLOW) for i in range(CLIENTS)]
    tasks = []
    for c in clients:
        tasks.append(asyncio.create_task(c.run()))
        await asyncio.sleep(0.001)
    await asyncio.sleep(1)
    before, polls, asker, seen = await ask(port, 'metrics'), feeds.polls, Asker(port), []
    until = time.monotonic() + SECONDS
    await asyncio.gather(watch(port, until, seen), *[asker.run(RATE / 8, until) for _ in range(8)])
    after, polls = await ask(port, 'metrics'), feeds.polls - polls
    await asyncio.sleep(2)
    return report(clients, asker, seen, before, after, polls)


def report(clients, asker, seen, before, after, polls):
    def more(name):
        return metric(after, name) - metric(before, name)
    reading = [c for c in clients if c.reads]
    last = max(c.last for c in reading)
    took = sorted(asker.took)
    lag = max(l for _, l in seen)
    print('events: %d to each of %d clients; dropped of those that read: %d, behind the last: %d, dropped by the daemon in all: %d'
          % (max(c.got for c in reading), len(reading), sum(c.dropped for c in reading), sum(c.last < last for c in reading),
             more('tocsin_stream_clients_dropped_total')))
    print('API: %d requests, %.0f a second, refused %d; p50 %.1f ms, p99 %.1f ms' % (len(took), len(took) / SECONDS, asker.bad,
          took[len(took) // 2] * 1e3, took[len(took) * 99 // 100] * 1e3))
    print('polls: %d of %d that were due; the latest feed was %.1f s late; alerts %d' % (polls, FEEDS * SECONDS / EVERY, lag, more('tocsin_alerts_total')))
    print('engine: resident at most %.0f MB (first %.0f MB), CPU %.1f s in %d s' % (max(r for r, _ in seen) / 1e6, seen[0][0] / 1e6,
          more('process_cpu_seconds_total'), SECONDS))
    return all([not any(c.dropped for c in reading), all(c.last == last > 0 for c in reading), asker.bad == 0, lag <= LATE,
                len(took) >= 0.95 * RATE * SECONDS])


async def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    feeds = Feeds()
    server = await asyncio.start_server(feeds.serve, '0.0.0.0', 0)
    free = await asyncio.start_server(lambda r, w: None, '127.0.0.1', 0)
    port = free.sockets[0].getsockname()[1]
    free.close()
    with tempfile.TemporaryDirectory() as dir:
        config = configure(dir, server.sockets[0].getsockname()[1], port)
        daemon = await asyncio.create_subprocess_exec(BUILD + '/daemon/tocsind', '-f', '-c', config, stderr=open(dir + '/log', 'wb'))
        try:
            good = await load(port, feeds)
        finally:
            daemon.send_signal(signal.SIGTERM)
            await daemon.wait()
    sys.exit(0 if good else 1)


asyncio.run(main())
