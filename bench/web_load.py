#!/usr/bin/python3
"""web_load.py [SECONDS] [CLIENTS] [RATE] [FEEDS] -- a daemon that polls FEEDS feeds while CLIENTS follow /events, of whom
a few read nothing, and RATE requests a second go to the API.  Loopback only; everything ends with the program.  Says what
came through, who was dropped and when, whether each feed was asked on time, and what it cost; exits 1 when a client that
reads was dropped or one that does not was kept, an event was lost, a request refused, a poll late, or memory grew.
TMPDIR says where its store is: on a disk that others write to, each poll waits for them.  The store is filled first (make
bench/bench_ingest), so that what is kept of it in memory is full early; then memory is to stay as it is."""
import asyncio, concurrent.futures, json, multiprocessing, os, resource, signal, socket, subprocess, sys, tempfile, time

BUILD = os.path.abspath(os.environ.get('top_builddir', 'build'))
SECONDS, CLIENTS, RATE, FEEDS = [int(a) for a in sys.argv[1:]] + [60, 1000, 200, 1000][len(sys.argv) - 1:]
SLOW = 5          # clients that read nothing
EVERY = 30        # seconds between two polls of a feed, and up to a tenth more by chance
LATE = 2          # seconds that a poll may be late beyond that
NEWS_EVERY = 10   # a feed has news once in so many polls
TOWNS = ['Idlib', 'Saraqib', 'Aleppo', 'Hama', 'Homs', 'Daraa', 'Palmyra', 'Raqqa', 'Manbij', 'Jarabulus']
STEPS = 60        # of the ladder: each report of a town raises its toll by one
PATHS = ['status', 'incidents', 'alerts', 'control', 'rules', 'receivers', 'silences', 'outbox']
GROWTH = 1.25 if SECONDS < 300 else 1.05  # of memory, between the end of the first third of the run and its end
OLD = 20000       # entries that the store has from before


class Feeds:
    """RSS on one port; now and then an entry more, which rings."""

    def __init__(self):
        self.polls, self.items, self.asked = 0, {}, {}

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b'\r\n\r\n')
                name = head.split(b' ', 2)[1].decode()
                self.polls += 1
                self.asked.setdefault(name, []).append(time.monotonic())
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


    def lateness(self, begin, end):
        """Of each poll between the two, and of those that should have come: how late beyond EVERY and a tenth."""
        most, late = EVERY * 1.1, []
        for times in self.asked.values():
            late += [b - a - most for a, b in zip(times, times[1:]) if begin <= b <= end]
            late += [end - times[-1] - most] if end - times[-1] > most else []
        return late


class Client(asyncio.Protocol):
    """One EventSource; its last id, how many it got, and whether the daemon dropped it."""

    def __init__(self, port, reads):
        self.port, self.reads, self.got, self.last, self.dropped, self.rest = port, reads, 0, 0, False, b''

    def connection_made(self, transport):
        self.transport = transport
        transport.write(b'GET /events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n' % self.port)
        if not self.reads:
            asyncio.get_running_loop().call_soon(transport.pause_reading)  # at once it would be undone

    def data_received(self, data):
        *whole, self.rest = (self.rest + data).split(b'\n\n')
        ids = [f for f in whole if b'id: ' in f]
        self.got += len(ids)
        if ids:
            self.last = int(ids[-1].split(b'id: ', 1)[1].split(b'\n', 1)[0])

    def connection_lost(self, why):
        self.dropped = True


async def ask_on(port, share, seconds, took):
    """One connection that stays; how many answers were not 200."""
    reader, writer = await asyncio.open_connection('127.0.0.1', port, limit=1 << 22)
    began, n, bad = time.monotonic(), 0, 0
    while time.monotonic() < began + seconds:
        path = PATHS[n % len(PATHS)]
        at = time.monotonic()
        writer.write(b'GET /api/v1/%s?limit=50 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n' % (path.encode(), port))
        head = await reader.readuntil(b'\r\n\r\n')
        length = [l for l in head.lower().split(b'\r\n') if l.startswith(b'content-length:')]
        await reader.readexactly(int(length[0].split(b':')[1]))
        bad += not head.startswith(b'HTTP/1.1 200')
        took.append(time.monotonic() - at)
        n += 1
        await asyncio.sleep(max(0, began + n / share - time.monotonic()))
    writer.close()
    return bad


def ask_all(port):
    """In a process of its own, which a thousand clients do not keep waiting: RATE requests a second."""
    async def all_of():
        return sum(await asyncio.gather(*[ask_on(port, RATE / 8, SECONDS, took) for _ in range(8)]))
    took = []
    return asyncio.run(all_of()), sorted(took)


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
    """A second each: resident memory, clients dropped so far, memory in use."""
    while time.monotonic() < until:
        text = await ask(port, 'metrics')
        seen.append([metric(text, n) for n in ('process_resident_memory_bytes', 'tocsin_stream_clients_dropped_total', 'process_heap_bytes')])
        await asyncio.sleep(1)


async def load(port, feeds):
    await ready(port)
    await asyncio.sleep(EVERY * 1.1 + LATE)  # every feed was polled once: from here on the schedule holds or not
    loop, clients = asyncio.get_running_loop(), [Client(port, i >= SLOW) for i in range(CLIENTS)]
    for c in clients:
        await loop.create_connection(lambda c=c: c, sock=connected(port, c.reads))
    await asyncio.sleep(1)
    before, seen, begin = await ask(port, 'metrics'), [], time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context('spawn')) as pool:
        asked = loop.run_in_executor(pool, ask_all, port)
        await watch(port, begin + SECONDS, seen)
        bad, took = await asked
    after, late, last = await ask(port, 'metrics'), feeds.lateness(begin, time.monotonic()), max(c.last for c in clients)
    for c in clients:
        if not c.reads:
            c.transport.resume_reading()
    await asyncio.sleep(2)
    return report(clients, last, bad, took, seen, before, after, late)


def connected(port, reads):
    """A window of the usual size, or a small one: what the kernel takes for a client is not seen to wait."""
    s = socket.socket()
    if not reads:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.connect(('127.0.0.1', port))
    s.setblocking(False)
    return s


def report(clients, last, bad, took, seen, before, after, late):
    def more(name):
        return metric(after, name) - metric(before, name)
    reading, slow = [c for c in clients if c.reads], [c for c in clients if not c.reads]
    late.sort()
    dropped_at = [next((i for i, s in enumerate(seen) if s[1] >= n + 1), None) for n in range(SLOW)]
    memory, heap = [s[0] for s in seen], [s[2] for s in seen]
    third, end = sum(memory[len(memory) // 3:][:10]) / 10, sum(memory[-10:]) / 10
    print('events: %d to each of %d clients that read; dropped of them %d, behind the last %d'
          % (max(c.got for c in reading), len(reading), sum(c.dropped for c in reading), sum(c.last < last for c in reading)))
    print('dropped of %d that read nothing: %d, after %s s; counted by the daemon: %d'
          % (SLOW, sum(c.dropped for c in slow), dropped_at, more('tocsin_stream_clients_dropped_total')))
    print('API: %d requests, %.0f a second, refused %d; p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, worst %.0f ms'
          % (len(took), len(took) / SECONDS, bad, *[took[int(len(took) * q)] * 1e3 for q in (.5, .9, .99)], took[-1] * 1e3))
    print('polls: %d; beyond their %d s and a tenth by more than %d s: %d; the latest by %.1f s; alerts %d'
          % (len(late), EVERY, LATE, sum(l > LATE for l in late), late[-1], more('tocsin_alerts_total')))
    for name, of in (('resident', memory), ('in use', heap)):
        print('%s, minute by minute: %s MB' % (name, ' '.join('%.1f' % (sum(of[i:i + 60]) / len(of[i:i + 60]) / 1e6) for i in range(0, len(of), 60))))
    print('engine: resident %.0f MB at first, %.0f after a third, %.0f at the end, %.0f at most; CPU %.1f s in %d s'
          % (memory[0] / 1e6, third / 1e6, end / 1e6, max(memory) / 1e6, more('process_cpu_seconds_total'), SECONDS))
    return all([not any(c.dropped for c in reading), all(c.dropped for c in slow), all(c.last >= last > 0 for c in reading),
                bad == 0, late[-1] <= LATE, end <= third * GROWTH, len(took) >= 0.95 * RATE * SECONDS])


async def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    feeds = Feeds()
    server = await asyncio.start_server(feeds.serve, '0.0.0.0', 0)
    free = await asyncio.start_server(lambda r, w: None, '127.0.0.1', 0)
    port = free.sockets[0].getsockname()[1]
    free.close()
    with tempfile.TemporaryDirectory() as dir:
        subprocess.run([BUILD + '/bench/bench_ingest', dir + '/tocsin.db', str(OLD), '100', '500', '0'], check=True, stdout=subprocess.DEVNULL)
        config = configure(dir, server.sockets[0].getsockname()[1], port)
        daemon = await asyncio.create_subprocess_exec(BUILD + '/daemon/tocsind', '-f', '-c', config, stderr=open(dir + '/log', 'wb'))
        try:
            good = await load(port, feeds)
        finally:
            daemon.send_signal(signal.SIGTERM)
            await daemon.wait()
    sys.exit(0 if good else 1)


if __name__ == '__main__':
    asyncio.run(main())
