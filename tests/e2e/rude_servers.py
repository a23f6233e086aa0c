#!/usr/bin/python3
"""Servers that drip, never end, bomb, send in circles, hang up half way, are dead by the hundred: each is blamed for
what it does, the good feed beside them is read all the while, and a process that is killed or stopped for longer
than its feeds' interval asks neither too early, nor twice, nor all at once."""
import gzip, signal, socketserver, threading
from world import *

HEAD = b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n'
GOOD = b'<rss version="2.0"><channel><title>t</title><item><title>The bridge is open</title><guid>1</guid></item></channel></rss>'
BOMB = gzip.compress(b' ' * (64 << 20))
EVERY = 2  # seconds
asked = {}  # path: times of the wall clock


def drip(out):
    out.sendall(HEAD + b'\r\n')
    for byte in GOOD * 99:
        out.sendall(bytes([byte]))
        time.sleep(1)


def endless(out):
    out.sendall(HEAD + b'\r\n')
    while True:
        out.sendall(b' ' * 65536)


def bomb(out):
    out.sendall(HEAD + b'Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n' % len(BOMB) + BOMB)


def circle(out):
    out.sendall(b'HTTP/1.1 302 Found\r\nLocation: /circle\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')


def half(out):
    out.sendall(HEAD + b'Content-Length: 1000\r\n\r\n<rss')


def good(out):
    out.sendall(HEAD + b'ETag: "1"\r\nContent-Length: %d\r\n\r\n' % len(GOOD) + GOOD)


SAYS = {drip: 'timeout', endless: 'too_large', bomb: 'too_large', circle: 'redirects', half: 'broken'}


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, request_queue_size = True, True, 128


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().split()
        while self.rfile.readline().strip():
            pass
        name = line[1].decode().strip('/').split('-')[0] if len(line) > 1 else ''
        asked.setdefault(name, []).append(time.time())
        try:
            globals()[name](self.connection)
        except OSError:
            pass


def polls(world, feed):
    return [line for line in world.log().splitlines() if ' event=poll ' in line and ' feed=%s ' % feed in line]


def gaps(times):
    return [b - a for a, b in zip(times, times[1:])]


world, server = World(), Server(('0.0.0.0', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
port, dead = server.server_address[1], free_port()
rude = ''.join('  - {name: %s, url: "http://127.0.1.%d:%d/%s", timeout: 3s}\n' % (f.__name__, n, port, f.__name__)
               for n, f in enumerate(SAYS, 1))
gone = ''.join('  - {name: dead%d, url: "http://127.0.2.%d:%d/"}\n' % (n, n, dead) for n in range(1, 200))
config = world.config('defaults: {allow_private: true, every: %ds}\nlimits: {host_spacing: 100ms}\nfeeds:\n'
                      '  - {name: good, url: "http://127.0.1.99:%d/good"}\n' % (EVERY, port) + rude + gone)

daemon = world.daemon(config)
for f, says in SAYS.items():
    check(wait_for(lambda: polls(world, f.__name__), 40), f.__name__ + ' is answered for')
    first = (polls(world, f.__name__) or ['nothing'])[0]
    check('result=' + says in first, f.__name__ + ': ' + first[first.find('result='):][:150])
check(wait_for(lambda: len(asked['good']) >= 4), 'the good feed is asked all the while')
check(wait_for(lambda: sum(polls(world, 'dead%d' % n) != [] for n in range(1, 200)) == 199), 'the dead are known for dead')

before = len(asked['good'])
daemon.send_signal(signal.SIGSTOP)
time.sleep(2.5 * EVERY)
daemon.send_signal(signal.SIGCONT)
check(wait_for(lambda: len(asked['good']) > before), 'stopped, then asked again')
daemon.send_signal(signal.SIGKILL)
daemon.wait()
before = len(asked['good'])
daemon = world.daemon(config)
check(wait_for(lambda: len(asked['good']) >= before + 2), 'killed, then asked again')
early = [round(g, 2) for g in gaps(asked['good']) if g < 0.9 * EVERY]
check(not early, 'never sooner than its interval: %s' % early)
world.end()
