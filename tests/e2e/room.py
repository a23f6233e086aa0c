#!/usr/bin/python3
"""How many documents are under way at a time follows from what they take: a hundred small ones, and few large ones, however
many feeds are due."""
import socketserver, threading
from world import *

FEEDS, AT_ONCE = 200, 100  # AT_ONCE: limits.max_transfers, as it is
BOUND = 8 << 20            # bytes of documents under way, about


class Origin(socketserver.ThreadingTCPServer):
    """Answers as many as are at once under way, and holds the others until .release()."""
    allow_reuse_address, daemon_threads, request_queue_size = True, True, FEEDS

    def __init__(self, body):
        super().__init__(('0.0.0.0', 0), Handler)
        self.body, self.came, self.lock, self.free = body, 0, threading.Lock(), threading.Event()
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def held(self):
        return self.came - AT_ONCE

    def come(self):
        with self.lock:
            self.came += 1
            return self.came

    def release(self):
        self.free.set()


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while self.rfile.readline().strip():
            pass
        if self.server.come() > AT_ONCE:
            self.server.free.wait()
        self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n'
                         b'Content-Length: %d\r\n\r\n%s' % (len(self.server.body), self.server.body))


def configuration(world, origin):
    return world.config('defaults: {allow_private: true, every: 1h}\nfeeds:\n' + ''.join(
        '  - {name: f%d, url: "http://127.1.0.%d:%d/"}\n' % (n, n + 1, origin.port) for n in range(FEEDS)))


def polls(world):
    return world.log().count(' event=poll ')


def document(words):
    return rss('t', [(str(n), 'Notice %d' % n, 'Wed, 06 Nov 2024 19:00:00 GMT', 'harbour ' * words) for n in range(10)]).encode()


class Round:
    """The first of an empty store; it rests once what is answered was read, and waits for what is held."""

    def __init__(self, world, words):
        world.begin_anew()
        open(world.dir + '/daemon.log', 'w').close()
        self.world, self.origin = world, Origin(document(words))
        self.config = configuration(world, self.origin)
        self.daemon = world.daemon(self.config)
        self.size = len(self.origin.body)
        check(wait_for(lambda: polls(world) == AT_ONCE and self.origin.held() > 0), '%d documents of %d bytes are read' % (
            AT_ONCE, self.size))

    def held(self):
        self.world.tocsin('status', '-c', self.config)  # the loop has turned since, and begun what it would
        return self.origin.held()

    def end(self):
        self.origin.release()
        check(wait_for(lambda: polls(self.world) == FEEDS), 'and the others, once they come')
        self.daemon.terminate()
        self.daemon.wait()
        self.origin.shutdown()


world = World()
small = Round(world, 1)
check(wait_for(lambda: small.origin.held() == AT_ONCE), 'of small ones %d are under way' % AT_ONCE)
small.end()
large = Round(world, 4000)
held = large.held()
check(held <= BOUND // large.size + 1, 'of large ones %d' % held)
large.end()
world.end()
