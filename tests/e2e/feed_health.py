#!/usr/bin/python3
"""A feed that fails rings for those whom it tells, once, whatever restarts there are, and once more when it is
well again; a feed of a tag tells those of the tag; one that tells nobody is only logged."""
import http.server, signal, threading
from world import *

FEED = b'''<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>http://a.example/</link>
<item><title>The bridge is open again</title><guid>one</guid><pubDate>%s</pubDate></item></channel></rss>'''


class Origin:
    def __init__(self):
        self.status = 500
        origin = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = FEED % time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime()).encode()
                self.send_response(origin.status)
                self.send_header('content-length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()


world, hook, origin = World(), Hook(), Origin()
config = world.config('''
defaults: {allow_private: true, every: 1h}
limits: {host_spacing: 10ms}
tags: {wire: {tell: hook}}
feeds:
  - {name: own, url: "http://127.0.0.1:%(o)d/own", tell: [hook]}
  - {name: tagged, url: "http://127.0.0.1:%(o)d/tagged", tags: [wire]}
  - {name: quiet, url: "http://127.0.0.1:%(o)d/quiet"}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%(h)d/in", secret: "%(s)s", allow_private: true}}
''' % {'o': origin.port, 'h': hook.port, 's': SECRET})


def told():
    """Each message once: one whose answer the kill lost comes again, under the same id."""
    return sorted((m['data']['feeds'][0], m['type'], m['data']['summary'].split(':')[0]) for m in dict(hook.seen).values())


daemon = world.daemon(config)
check(wait_for(lambda: world.log().count('event=feed-failing') == 3), 'three feeds fail')
check(wait_for(lambda: len(told()) >= 2), 'their failing is told')
daemon.send_signal(signal.SIGKILL)
daemon.wait()
origin.status = 200
daemon = world.daemon(config)
check(wait_for(lambda: world.log().count('event=ready') == 2), 'started again')
for name in ('own', 'tagged', 'quiet'):
    done = world.tocsin('feed', 'poll', '-c', config, '-f', name)
    check(done.returncode == 0, 'poll ' + name + ': ' + done.stderr)
check(wait_for(lambda: world.log().count('event=feed-recovered') == 3), 'they recover')
check(wait_for(lambda: len(told()) >= 4), 'that is told, too')
check(told() == [('own', 'service.feed', 'Feed own fails'), ('own', 'service.feed', 'Feed own is well'),
                 ('tagged', 'service.feed', 'Feed tagged fails'), ('tagged', 'service.feed', 'Feed tagged is well')],
      'each once, to whom it concerns: %s' % told())
check(not hook.bad, 'signed')
bad = world.config('''
feeds: [{name: a, url: "http://a.example/", tell: nobody}]
''', 'bad.yaml')
out = subprocess.run([TOCSIND, '--check-config', '-c', bad], stderr=subprocess.PIPE, text=True)
check(out.returncode == 78 and "no such receiver" in out.stderr, 'telling nobody is a mistake')
world.end()
