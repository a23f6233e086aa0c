"""push.py -- from a hub's POST to the webhook's arrival: a hub after W3C WebSub, its topic and the webhook in one
process, all on loopback.  Each delivery tells of an incident of its own."""
import glob, hashlib, hmac, http.client, http.server, threading, time
import urllib.parse, urllib.request
from itertools import zip_longest

from measure import TOP, comes, wait_until

CONFIG = '''state_dir: %(dir)s
control: off
defaults: {allow_private: true, lang: en, every: 12h}
websub: {callback: "http://127.0.0.1:%(callback)d/", listen: "127.0.0.1:%(callback)d"}
feeds: [{name: pushed, url: "http://127.0.0.1:%(port)d/topic.xml"}]
rules: [{name: toll, toll: killed, at: [1], send: [hook]}]
receivers: {hook: {webhook: {url: "http://127.0.0.1:%(port)d/hook", allow_private: true}}}
'''


class Hub:
    def __init__(self):
        self.items, self.sent, self.arrived, self.callback = [(2, 'Harbour')], {}, {}, None
        hub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            disable_nagle_algorithm = True

            def answer(self, status, body=b''):
                self.send_response(status)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                self.answer(200, hub.document())

            def do_POST(self):
                now, body = time.monotonic(), self.rfile.read(int(self.headers['Content-Length']))
                self.answer(202)
                if self.path == '/hub':
                    threading.Thread(target=hub.verify, args=(urllib.parse.parse_qs(body.decode()),)).start()
                else:
                    hub.arrived.update((m, now) for m in hub.sent if m.encode() in body and m not in hub.arrived)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def document(self):
        items = ''.join('<item><title>Attack in %s</title><guid isPermaLink="false">%s</guid><pubDate>%s</pubDate><description>'
                        'At least %d people were killed in an attack in the town of %s, officials said.</description></item>'
                        % (m, m, time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime()), k, m)
                        for k, m in self.items[-20:])
        return ('<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>t</title>'
                '<atom:link rel="hub" href="http://127.0.0.1:%d/hub"/><atom:link rel="self" '
                'href="http://127.0.0.1:%d/topic.xml"/>%s</channel></rss>' % (self.port, self.port, items)).encode()

    def verify(self, form):
        callback = form['hub.callback'][0]
        query = urllib.parse.urlencode({'hub.mode': 'subscribe', 'hub.topic': form['hub.topic'][0],
                                        'hub.challenge': 'proof', 'hub.lease_seconds': '86400'})
        with urllib.request.urlopen(callback + ('&' if '?' in callback else '?') + query) as answer:
            if answer.read() == b'proof':
                self.secret = form['hub.secret'][0].encode()
                self.callback = callback

    def push(self, number, marker):
        self.items.append((number, marker))
        body = self.document()
        to = urllib.parse.urlsplit(self.callback)
        signature = 'sha256=' + hmac.new(self.secret, body, hashlib.sha256).hexdigest()
        c = http.client.HTTPConnection(to.hostname, to.port)
        self.sent[marker] = time.monotonic()
        c.request('POST', to.path, body, {'Content-Type': 'application/rss+xml', 'X-Hub-Signature': signature})
        c.getresponse().read()
        c.close()


def towns(n):
    """Far apart, so that no report is taken for one of another incident."""
    found = []
    for path in sorted(glob.glob(TOP + '/etc/gazetteer/??.tsv')):
        with open(path) as f:
            rows = [line.split('\t') for line in f if not line.startswith('#')]
        found.append([row[2] for row in rows if row[1] == 'town' and row[2].isalpha() and len(row[2]) > 5])
    return list(dict.fromkeys(name for turn in zip_longest(*found) for name in turn if name))[:n]


def measure(world, n):
    """Sorted seconds of those of n deliveries that rang; all of them should."""
    from rows import daemon  # rows measures pushes among other things
    hub = Hub()
    with_port = http.server.HTTPServer(('127.0.0.1', 0), None)
    callback = with_port.server_address[1]
    with_port.server_close()
    path = world.write('push.yaml', CONFIG % {'dir': world.fresh('push'), 'port': hub.port, 'callback': callback})
    with daemon(path, world.path('push.log')):
        wait_until(lambda: hub.callback is not None)
        for k, name in enumerate(towns(n)):
            hub.push(11 + k, name)
            comes(lambda: name in hub.arrived, 1)
    hub.server.shutdown()
    return sorted(hub.arrived[m] - hub.sent[m] for m in hub.arrived)
