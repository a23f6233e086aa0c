#!/usr/bin/python3
"""Attacks on a running daemon, a row each: what a feed's server can send, what a stranger can ask of our
listeners.  Each is tried, each is refused, each leaves one line in the log and none of its own.
More of the same, without a daemon, is in the unit tests: odd addresses (test_http, test_guard), each kind of receiver
(test_receivers), hubs (test_websub)."""
import gzip, http.server, re, socket, threading, time, urllib.parse, urllib.request
from email import message_from_bytes
from world import *

STORY = 'At least 61 people were killed when shells hit a market in Idlib on Wednesday, medics said.'
DATE = 'Wed, 27 Nov 2024 19:00:00 GMT'
FORGED = 'level=error event=forged'


def feed(item, before=''):
    return '%s<rss version="2.0"><channel><title>t</title>%s</channel></rss>' % (before, item)


def item(title, link='http://news.example/1', more=''):
    return ('<item><title>%s</title><link>%s</link><guid isPermaLink="false">%s</guid><pubDate>%s</pubDate>'
            '<description>%s</description>%s</item>' % (title, link, title, DATE, STORY, more))


SCRIPT = '&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=alert(2)>'
INJECT = '&#13;&#10;Bcc: evil@evil.example&#13;&#10;X-Evil: 1&#13;&#10;'
LOLS = '<!DOCTYPE r [<!ENTITY a0 "lol">%s]>' % ''.join(
    '<!ENTITY a%d "%s">' % (n, '&a%d;' % (n - 1) * 10) for n in range(1, 12))


def bodies(port, secret):
    """What is served as a plain document."""
    return {
        'xxe': feed(item('&file; &asked;'), '<!DOCTYPE r [<!ENTITY file SYSTEM "file://%s"><!ENTITY asked SYSTEM '
                    '"http://127.0.0.1:%d/stolen"><!ENTITY %% p SYSTEM "http://127.0.0.1:%d/stolen">%%p;]>'
                    % (secret, port, port)),
        'bomb': feed(item('&a11;'), LOLS),
        'nesting': '<rss version="2.0"><channel><item>' + '<a>' * 1000000,
        'names': '<rss version="2.0"><channel>' + ''.join('<n%d/>' % n for n in range(1000000)),
        'comments': feed('<item><description>' + '&lt;!-- >' * 200000 + '</description></item>'),
        'forge': '<r%s %s="1"/>' % ('x' * 2000, 'y'),
        'script': feed(item(SCRIPT, 'javascript:alert(3)', '<author>%s</author><category>%s</category><enclosure '
                       'url="data:text/html,x"/>' % (SCRIPT, SCRIPT)) + item('=cmd|calc&#10;%s' % FORGED)),
        'inject': feed(item('Shelling of Homs' + INJECT, 'http://news.example/1' + INJECT).replace(
            '61 people', '71 people').replace('Idlib', 'Homs').replace('medics said', 'said Dr. Ali%sof Homs' % INJECT)),
    }


class Server:
    """A server that does what its path says."""

    def __init__(self, secret, hub):
        self.asked, self.hub = [], hub
        me = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.strip('/').split('.')[0]
                me.asked.append(name)
                try:
                    me.raw[name](self) if name in me.raw else self.plain(me.bodies.get(name))
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def plain(self, body):
                self.send_response(404 if body is None else 200)
                self.send_header('Content-Length', str(len(body or '')))
                self.end_headers()
                self.wfile.write((body or '').encode())

            def log_message(self, *args):
                pass

        class Threads(http.server.ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 64

        self.raw = {'zip': self.zip, 'endless': self.endless, 'heads': self.heads, 'no_http': self.no_http, 'hubbed': self.hubbed,
                    'to_inside': self.to('http://127.0.0.1/stolen.xml'), 'to_name': self.to('http://inside.soak.test/stolen.xml'),
                    'to_file': self.to('file:///etc/passwd'), 'to_script': self.to('javascript:alert(1)'),
                    'circle': self.to('/circle.xml'), 'split': self.to('http://x.invalid/\tevent=forged')}
        self.server = Threads(('0.0.0.0', 0), Handler)
        self.port = self.server.server_address[1]
        self.bodies = bodies(self.port, secret)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def zip(h):
        body = gzip.compress(bytes(200 << 20), 9)
        h.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n' % len(body) + body)

    @staticmethod
    def endless(h):
        h.wfile.write(b'HTTP/1.1 200 OK\r\n\r\n<rss version="2.0"><channel>')
        while True:
            h.wfile.write(b'<item><title>more</title></item>' * 4096)

    @staticmethod
    def heads(h):
        h.wfile.write(b'HTTP/1.1 200 OK\r\n' + b'X-Y: %s\r\n' % (b'z' * 1000) * 400 + b'\r\n<rss/>')

    @staticmethod
    def no_http(h):
        h.wfile.write(b'SSH-2.0-x\r\n' + FORGED.encode() + b'\r\n')

    def hubbed(self, h):
        body = feed('').encode()
        h.wfile.write(b'HTTP/1.1 200 OK\r\nLink: <http://127.0.0.1:%d/>; rel=hub, <http://%s/hubbed.xml>; rel=self\r\n'
                      b'Content-Length: %d\r\n\r\n%s' % (self.hub.port, h.headers['Host'].encode(), len(body), body))

    @staticmethod
    def to(where):
        return lambda h: h.wfile.write(b'HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n' % where.encode())


class Hub:
    """One that keeps the rules: it asks back before it believes a subscription."""

    def __init__(self):
        self.callback = self.secret = None
        me = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                form = urllib.parse.parse_qs(self.rfile.read(int(self.headers['Content-Length'])).decode())
                self.send_response(202)
                self.end_headers()
                threading.Thread(target=me.confirm, args=(form,), daemon=True).start()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def confirm(self, form):
        query = urllib.parse.urlencode({'hub.mode': 'subscribe', 'hub.topic': form['hub.topic'][0], 'hub.challenge': 'c',
                                        'hub.lease_seconds': '864000'})
        with urllib.request.urlopen(form['hub.callback'][0] + '?' + query) as answer:
            if answer.read() == b'c':
                self.callback, self.secret = form['hub.callback'][0], form['hub.secret'][0].encode()


# A feed, and what its one line in the log says.
FEEDS = [
    ('xxe', 'result=read'), ('bomb', 'result=read'), ('nesting', 'result=read'), ('names', 'result=read'),
    ('comments', 'result=read'), ('script', 'result=read'), ('forge', 'not a feed'), ('zip', 'larger'),
    ('endless', 'larger'), ('heads', 'error='), ('no_http', 'error='), ('to_file', 'no http or https'),
    ('to_script', 'leads nowhere'), ('circle', 'circle'), ('split', 'error='), ('private', 'loopback'),
    ('inject', 'result=read'), ('hubbed', 'result=read'),
]
# Not allowed inside.  Names are those of tests/faults/faults.c.
STRICT = [('to_inside', 'public', 'loopback'), ('to_name', 'public', 'loopback'), ('named', 'inside', 'loopback'),
          ('rebound', 'rebind', 'loopback')]


def configuration(world, server, hook):
    text = ('max_age: off\nlimits: {job_time: 60s}\nhttp: {listen: "127.0.0.1:%d", token: {file: "%s/token"}}\n'
            'websub: {callback: "http://127.0.0.1:%d/hub/", listen: "127.0.0.1:%d"}\n'
            'defaults: {allow_private: true, backlog: ring, lang: en, every: 1h}\nfeeds:\n' % (
                world.http, world.dir, world.hub, world.hub))
    for n, (name, _) in enumerate(FEEDS):
        text += '  - {name: %s, url: "http://127.0.1.%d:%d/%s.xml"%s}\n' % (
            name, n + 1, server.port, name, ', allow_private: false' if name == 'private' else '')
    for name, host, _ in world.strict:
        text += '  - {name: %s, url: "http://%s.soak.test:%d/%s.xml", allow_private: false}\n' % (name, host, server.port, name)
    return text + '''rules:
  - {name: toll, toll: killed, at: [50], send: [hook, mail]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/in", secret: "%s", allow_private: true}}
  mail: {email: {to: desk@example.org, from: tocsin@example.org, smtp: "smtp://127.0.0.1:%d", plain: true, allow_private: true}}
''' % (hook.port, SECRET, world.mail.port)


def polls(log, name):
    return re.findall(r'^.*event=poll feed=%s .*' % name, log, re.M)


def hostile_servers(world, server, hook):
    check(wait_for(lambda: all(polls(world.log(), f[0]) for f in FEEDS + world.strict), 120), 'every hostile server was asked')
    log = world.log()
    for name, says in FEEDS + [(name, says) for name, _, says in world.strict]:
        lines = polls(log, name)
        check(len(lines) == 1 and says in lines[0], '%s: %s' % (name, ' | '.join(lines)[:240]))
    check('stolen' not in server.asked and 'SECRETWORD' not in log, 'no entity was fetched')
    check(not {'private', 'named', 'rebound'} & set(server.asked), 'an address inside was not asked')
    check(not world.strict or {'to_inside', 'to_name'} <= set(server.asked), 'a public one was, and led inside')
    check(wait_for(lambda: len(hook.seen) >= 2 and len(world.mail.seen) >= 2, 20), 'the stories of the hostile feeds ring')


def injected_headers(world, hook):
    check({rcpt for to, _ in world.mail.seen for rcpt in to} == {'desk@example.org'}, 'no mail goes to somebody else')
    for _, content in world.mail.seen:
        names = {name.lower() for part in message_from_bytes(content).walk() for name in part.keys()}
        check(not names & {'bcc', 'x-evil'}, 'nobody wrote a header of a mail: %s' % ' '.join(sorted(names)))
    check(hook.names and not hook.names & {'bcc', 'x-evil'}, 'nor one of a webhook: %s' % ' '.join(sorted(hook.names)))


class NamedHook(Hook):
    """It remembers the names of headers."""

    def take(self, headers, body):
        self.names.update(name.lower() for name in headers)
        super().take(headers, body)


def push(hub, body, signature):
    rq = urllib.request.Request(hub.callback, body, {'Content-Type': 'application/rss+xml'})
    if signature is not None:
        rq.add_header('X-Hub-Signature', signature)
    with urllib.request.urlopen(rq) as answer:
        return answer.status


def signed(secret, body, method='sha256'):
    return '%s=%s' % (method, hmac.new(secret, body, method).hexdigest())


def pushes(world, hub, hook):
    """A hub that we asked, and others who know the address it got: only what it signed for this body counts."""
    check(wait_for(lambda: hub.secret, 20), 'the hub is asked')
    forged = feed(item('Shells').replace('61 people', '93 people').replace('Idlib', 'Raqqa')).encode()
    genuine = feed(item('Bombs').replace('61 people', '84 people').replace('Idlib', 'Daraa')).encode()
    rang = len(hook.seen)
    for name, signature in (('unsigned', None), ('signed with another secret', signed(b'guessed', forged)),
                            ('signed by no method', 'none=' + '0' * 64), ("with another body's signature",
                                                                           signed(hub.secret, genuine))):
        before = world.log()
        status = push(hub, forged, signature)
        check(wait_for(lambda: world.log()[len(before):].count('event=websub.refused') == 1, 5) and status == 202,
              'a push %s is refused, logged once, and learns nothing: %d' % (name, status))
    push(hub, genuine, signed(hub.secret, genuine))
    check(wait_for(lambda: len(hook.seen) == rang + 1, 20), 'what the hub signed rings')
    before = world.log()
    push(hub, genuine, signed(hub.secret, genuine))
    check(wait_for(lambda: world.log()[len(before):].count('event=websub.repeated') == 1, 5), 'a replay is logged once')
    check('Raqqa' not in json.dumps(hook.seen) and len(hook.seen) == rang + 1, 'neither forgery nor replay rings')


REFUSED = 'event=http.refused listener=http .*status=%d'


# Bytes to a listener; the status they get; what the log has one line of.
def requests(world):
    host = 'Host: 127.0.0.1:%d\r\n' % world.http
    act = 'POST /api/v1/act/drill HTTP/1.1\r\n' + host + 'Content-Type: application/json\r\nContent-Length: 2\r\n'
    return [
        ('climbs', 'GET /../../../../etc/passwd HTTP/1.1\r\n' + host, '400', REFUSED % 400),
        ('climbs, escaped', 'GET /%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n' + host, '400', REFUSED % 400),
        ('climbs below', 'GET /api/v1/incidents/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n' + host, '400', REFUSED % 400),
        ('a NUL', 'GET /metrics%00.html HTTP/1.1\r\n' + host, '400', REFUSED % 400),
        ('a bent name', 'GET /api/v1/status HTTP/1.1\r\nHost: bent.example\r\n', '421', REFUSED % 421),
        ('two names', 'GET / HTTP/1.1\r\n' + host + host, '400', REFUSED % 400),
        ('smuggled', 'POST / HTTP/1.1\r\n' + host + 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '400', REFUSED % 400),
        ('an endless head', 'GET / HTTP/1.1\r\n' + host + ('A: %s\r\n' % ('b' * 999)) * 100, '431', REFUSED % 431),
        ('an endless body', act.replace('Length: 2', 'Length: 999999999'), '413', REFUSED % 413),
        ('no HTTP', '\x16\x03\x01\x02' + 'x' * 100 + '\r\n', '400', REFUSED % 400),
        ('an order without a token', act, '401', 'event=act.refused .*status=401'),
        ('an order from another page', act + 'Authorization: Bearer %s\r\nOrigin: http://bent.example\r\n' % TOKEN, '403',
         'event=act.refused .*status=403'),
        ('a forged line', act.replace('drill', 'x%0a' + urllib.parse.quote(FORGED)), '401', 'event=act.refused .*path="/api/v1/act/x level=error event=forged"'),
    ]


TOKEN = 'a-token-of-more-than-twenty-characters'


def say(port, text):
    with socket.create_connection(('127.0.0.1', port), 5) as s:
        s.settimeout(15)
        try:
            s.sendall(text.encode('latin-1') + b'\r\n' + b'{}')
            return s.recv(65536).decode('latin-1')
        except (BrokenPipeError, ConnectionResetError, socket.timeout):
            return ''


def hostile_clients(world):
    for name, text, status, line in requests(world):
        before = world.log()
        answer = say(world.http, text)
        got = answer.split(' ')[1] if answer.startswith('HTTP/') else ''
        check(re.fullmatch(status, got) is not None and 'root:' not in answer, '%s gets %s' % (name, got or 'nothing'))
        check(wait_for(lambda: len(re.findall(line, world.log()[len(before):])) == 1, 5), '%s is logged once' % name)
    before = world.log()
    push = 'POST /hub/guessed HTTP/1.1\r\nHost: x\r\nX-Hub-Signature: sha256=%s\r\nContent-Length: 2\r\n' % ('0' * 64)
    check(re.match(r'HTTP/1.1 (404|410)', say(world.hub, push)), 'a push to a guessed address is sent away')
    check(world.log()[len(before):].count('event=http.refused listener=websub') == 1, 'and logged once')


def get(world, path):
    return say(world.http, 'GET /%s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n' % (path, world.http))


def stored_script(world, hook):
    for path in ('api/v1/incidents', 'api/v1/alerts', 'api/v1/feeds', 'incidents.csv', 'incidents.geojson', 'alerts.atom'):
        body = get(world, path).partition('\r\n\r\n')[2]
        if not path.startswith('api'):
            check('<script' not in body and '<img' not in body, '%s holds no markup' % path)
        check('javascript:' not in body and 'data:text' not in body, '%s holds no active address' % path)
        if path.endswith('csv'):
            check(not re.search(r'(^|,)"?[=+@]', body, re.M), 'no cell is a formula')
    check('javascript:' not in json.dumps(hook.seen), 'nor does a webhook')


def slow_clients(world):
    """Half a head each, and never the rest: others are answered meanwhile, and they lose their places."""
    before = world.log()
    slow = [socket.create_connection(('127.0.0.1', world.http), 5) for _ in range(100)]
    for s in slow:
        s.sendall(b'GET / HTTP/1.1\r\nX: ')
    check('200' in get(world, 'healthz')[:15], 'a hundred slow clients keep nobody out')
    check(wait_for(lambda: all(closed(s) for s in slow), 30), 'and are dropped')
    lines = world.log()[len(before):].count('status=408')
    check(0 < lines <= 100, 'each is logged, or in such a flood counted: %d lines' % lines)


def closed(s):
    s.setblocking(False)
    try:
        return s.recv(4096) == b''
    except BlockingIOError:
        return False
    except OSError:
        return True


def main():
    world = World()
    hook, hub, world.mail = NamedHook(), Hub(), Mail()
    hook.names = set()
    world.strict = [] if sanitized() else STRICT
    world.http, world.hub = free_port(), free_port()
    with open(world.dir + '/secret', 'w') as f:
        f.write('SECRETWORD')
    with open(world.dir + '/token', 'w') as f:
        os.fchmod(f.fileno(), 0o600)
        f.write(TOKEN)
    server = Server(world.dir + '/secret', hub)
    daemon = world.daemon(world.config(configuration(world, server, hook)), env=faulty())
    hostile_servers(world, server, hook)
    injected_headers(world, hook)
    pushes(world, hub, hook)
    stored_script(world, hook)
    hostile_clients(world)
    slow_clients(world)
    log = world.log()
    check(not re.search(r'^(%s|event=forged)' % FORGED, log, re.M) and not re.search(r'\bevent=forged$', log, re.M),
          'nobody wrote a line of the log')
    check(daemon.poll() is None and not hook.bad, 'the daemon lives, and every signature holds')
    if world.failed:
        print(log[-20000:])
    world.end()


main()
