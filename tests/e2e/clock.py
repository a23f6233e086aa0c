#!/usr/bin/python3
"""Time as it is not in a virtual clock: a daemon that is stopped (SIGSTOP), one that is stopped for an hour, one that is
killed, and a clock that is set forward and back a day, while it runs and while it is down.  Whatever happens, no feed is
asked before its interval is over, none twice, none is lost, and never all at once.

The hour and the set clock are libfaketime's, whose file is changed while the daemon runs.  With STOPPED=3600 in the
environment the stop is a real one of so many seconds."""
import collections, signal, socketserver, threading
from faketime import Clock, LIBRARY
from world import *

FEEDS = 40
STOPPED = int(os.environ.get('STOPPED', 0))  # seconds
EVERY = max(4, STOPPED // 6)  # seconds
DAY = 86400
GOOD = b'<rss version="2.0"><channel><title>t</title><item><title>The bridge is open</title><guid>1</guid></item></channel></rss>'
asked = collections.defaultdict(list)  # a feed: seconds of a clock that nobody sets


def now():
    return time.monotonic() + Clock.passed


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        feed = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        asked[feed].append(now())
        self.wfile.write(b'HTTP/1.1 200 OK\r\nETag: "1"\r\nConnection: close\r\nContent-Length: %d\r\n\r\n' % len(GOOD) + GOOD)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, request_queue_size = True, True, 128


def rounds(since):
    """How often the feed that was asked least was asked since then."""
    return min((sum(t > since for t in times) for times in asked.values()), default=0) if len(asked) == FEEDS else 0


def all_asked(since, seconds, what):
    check(wait_for(lambda: rounds(since) > 0, seconds), 'none is lost ' + what)


def never_early(what):
    """A tenth of the interval is for this server, which may be late to note that it was asked."""
    early = sorted(round(b - a, 2) for times in asked.values() for a, b in zip(times, times[1:]) if b - a < 0.9 * EVERY)
    check(not early, 'none is asked early or twice %s: %s' % (what, early[:5]))


def never_a_burst(since, span, what):
    first = sorted(next(t for t in times if t > since) for times in asked.values())
    most = max(sum(t <= u < t + span / 10 for u in first) for t in first)
    check(most <= FEEDS / 2, 'no burst %s: %d of %d within a tenth of the time' % (what, most, FEEDS))


def stop_for(daemon, pass_time):
    daemon.send_signal(signal.SIGSTOP)
    pass_time()
    since = now()
    daemon.send_signal(signal.SIGCONT)
    return since


def begin(world, config, **kw):
    asked.clear()
    shutil.rmtree(world.dir + '/state', ignore_errors=True)
    daemon = world.daemon(config, **kw)
    check(wait_for(lambda: rounds(0) > 1, 30 + 2 * EVERY), 'all are asked at the start, and again')
    return daemon


def kill(daemon):
    daemon.send_signal(signal.SIGKILL)
    daemon.wait()


def stopped(world, config):
    daemon = begin(world, config)
    span = min(EVERY, 900)
    since = stop_for(daemon, lambda: time.sleep(STOPPED or 2.5 * EVERY))
    all_asked(since, span + 1.2 * EVERY, 'by a stop')
    if STOPPED > 60:
        never_a_burst(since, span, 'behind a stop')
    never_early('around a stop')
    since = now()
    kill(daemon)
    daemon = world.daemon(config)
    all_asked(since, 2.5 * EVERY + 5, 'by a kill')
    never_early('around a kill')
    kill(daemon)


def stopped_for_an_hour(world, config):
    clock = Clock(world.dir, monotonic=True)
    daemon = begin(world, config, env=clock.environment)
    since = stop_for(daemon, lambda: clock.set(3600))
    all_asked(since, 2.2 * EVERY + 5, 'by an hour')
    check('event=poll.paused ms=3' in world.log(), 'the hour is noticed')
    never_a_burst(since, EVERY, 'behind an hour')
    never_early('around an hour')
    kill(daemon)


def set_clock(world, config):
    clock = Clock(world.dir, monotonic=False)
    daemon = begin(world, config, env=clock.environment)
    for days in (1, -1, -1, 1):
        way = 'forward' if days > 0 else 'back'
        clock.set(days * DAY)
        since = now()
        all_asked(since, 1.5 * EVERY + 5, 'by a clock set %s' % way)
        kill(daemon)
        clock.set(-days * DAY)
        since = now()
        daemon = world.daemon(config, env=clock.environment)
        all_asked(since, 2.5 * EVERY + 5, 'by one set the other way while nothing runs')
        never_early('around a clock set %s and back' % way)
    kill(daemon)


def main():
    world, server = World(), Server(('0.0.0.0', 0), Handler)
    need(TOCSIND)
    if not LIBRARY and STOPPED == 0:
        skip('faketime is not installed')
    if sanitized():
        skip('sanitizers bear no other library before theirs')
    threading.Thread(target=server.serve_forever, daemon=True).start()
    config = world.config('defaults: {allow_private: true, every: %ds}\nlimits: {host_spacing: 100ms}\nfeeds:\n' % EVERY + ''.join(
        '  - {name: f%d, url: "http://127.0.4.%d:%d/f%d"}\n' % (n, n, server.server_address[1], n) for n in range(1, FEEDS + 1)))
    stopped(world, config)
    if STOPPED == 0:
        stopped_for_an_hour(world, config)
        set_clock(world, config)
    world.end()


main()
