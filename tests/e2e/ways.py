#!/usr/bin/python3
"""The ways to a feed, over real sockets: each coding of its bytes, over IPv6, under a name that is not ASCII, through a
proxy; and what is said where a way is shut."""
import base64, gzip, http.server, socket, struct, zlib
from world import *

IDN = 'b\u00fccher.localhost'  # libcurl knows that names under localhost are this machine
ASCII = 'xn--bcher-kva.localhost'


def brotli(data):
    """RFC 7932: a window of 16 bits, pieces that are not compressed, an empty last one."""
    out, bits = b'', [0]
    for at in range(0, len(data), 1 << 16):
        piece = data[at:at + (1 << 16)]
        head = bits + [0, 0, 0] + [len(piece) - 1 >> n & 1 for n in range(16)] + [1]
        out += sum(b << n for n, b in enumerate(head)).to_bytes((len(head) + 7) // 8, 'little') + piece
        bits = []
    return out + b'\x03'


def zstd(data):
    """RFC 8878: one segment, its size in four bytes, one raw block."""
    return struct.pack('<IBI', 0xfd2fb528, 0xa0, len(data)) + (len(data) << 3 | 1).to_bytes(3, 'little') + data


CODINGS = {'identity': bytes, 'gzip': gzip.compress, 'deflate': zlib.compress, 'br': brotli, 'zstd': zstd}


class Handler(http.server.BaseHTTPRequestHandler):
    """An origin, and to whoever asks for a whole address a proxy that has everything."""
    protocol_version = 'HTTP/1.1'
    seen = {}  # the feed's name: the first line and the headers

    def do_GET(self):
        name = self.path.rsplit('/', 1)[1]
        Handler.seen[name] = (self.path, self.headers)
        coding = name if name in CODINGS else 'identity'
        body = CODINGS[coding](rss(name, [(name, 'The bridge is open again', 'Wed, 27 Nov 2024 09:00:00 GMT', 'It is.')]).encode())
        self.send_response(200)
        self.send_header('Content-Encoding', 'br' if name == 'lie' else coding)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self):
        Handler.seen[self.path] = (self.path, self.headers)
        self.send_response(403)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6


def serve(kind, host):
    server = kind((host, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


WAYS = [ # feed, address, what the feed says, what is wrong, what the server saw: the request's address; a header, and its value
    *((coding, 'http://127.0.0.1:FOUR/' + coding, '', '', '/' + coding, '', '') for coding in CODINGS),
    ('lie', 'http://127.0.0.1:FOUR/lie', '', 'its content coding cannot be decoded', '/lie', '', ''),
    ('six', 'http://[::1]:SIX/six', '', '', '/six', 'Host', '[::1]:SIX'),
    ('inside', 'http://[::1]:SIX/inside', 'allow_private: no', 'the address is inside (loopback)', None, '', ''),
    ('mapped', 'http://[::ffff:127.0.0.1]:FOUR/mapped', 'allow_private: no', 'the address is inside (loopback)', None, '', ''),
    ('idn', 'http://%s:FOUR/idn' % IDN, '', '', '/idn', 'Host', ASCII + ':FOUR'),
    ('puny', 'http://%s:FOUR/puny' % ASCII, '', '', '/puny', 'Host', ASCII + ':FOUR'),
    ('proxy', 'http://far.example/proxy', 'proxy: "http://127.0.0.1:FOUR"', '', 'http://far.example/proxy', 'Host', 'far.example'),
    ('keyed', 'http://far.example/keyed', 'proxy: "http://me:word@127.0.0.1:FOUR"', '', 'http://far.example/keyed',
     'Proxy-Authorization', 'Basic ' + base64.b64encode(b'me:word').decode()),
    ('six-proxy', 'http://far.example/six-proxy', 'proxy: "http://[::1]:SIX"', '', 'http://far.example/six-proxy', '', ''),
    ('tunnel', 'https://far.example/tunnel', 'proxy: "http://127.0.0.1:FOUR"', 'CONNECT tunnel failed, response 403', None, '', ''),
    ('no-proxy', 'http://far.example/no-proxy', 'proxy: "http://127.0.0.1:1"', 'no connection to the proxy before far.example', None, '', ''),
]


def main():
    world = World()
    need(TOCSIND)
    try:
        four, six = serve(http.server.ThreadingHTTPServer, '127.0.0.1'), serve(Server, '::1')
    except OSError as why:
        skip('no loopback of IPv6: %s' % why)
    ports = lambda s: s.replace('FOUR', str(four)).replace('SIX', str(six))
    config = world.config('defaults: {allow_private: true}\nlimits: {host_spacing: 0s}\nfeeds:\n' + ''.join(
        '  - {name: %s, url: "%s"%s}\n' % (name, ports(url), ', ' + ports(says) if says else '')
        for name, url, says, *_ in WAYS))
    rc, log = world.once(config)
    check(rc == 0, 'a round over all of them')
    polls = {line.split('feed=')[1].split()[0]: line for line in log.splitlines() if ' event=poll ' in line}
    for name, _, _, wrong, path, header, value in WAYS:
        check((wrong or ' result=read ') in polls[name], '%s: %s' % (name, wrong or 'read'))
        line, headers = Handler.seen.get(name, (None, {}))
        check(line == path and (not header or headers[header] == ports(value)), '%s: asked as %s' % (name, path))
    check('far.example:443' in Handler.seen, 'https goes through a tunnel')
    asked = Handler.seen['br'][1]['Accept-Encoding']
    check(set(CODINGS) - {'identity'} <= set(asked.replace(' ', '').split(',')), 'every coding is asked for: ' + asked)
    if world.failed:
        print(log)
    world.end()


main()
