"""What tocsin init and feed add meet in their tests: feeds, a webhook and a mail server on this machine, a list of outlets."""
import http.server, os, shutil, socket, sys, tempfile, threading

BUILD = os.path.abspath(os.environ.get("top_builddir", "."))
SOURCE = os.environ.get("top_srcdir", ".")
TOCSIN = os.path.join(BUILD, "daemon", "tocsin")
try:
    from aiosmtpd.controller import Controller
except ImportError:
    print("SKIP: needs python3-aiosmtpd")
    sys.exit(77)

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>
<item><title>Bridge opens</title><guid>1</guid></item>
<item><title>Car bomb kills 22 in Idlib</title><guid>2</guid><pubDate>Sat, 01 Mar 2025 10:00:00 GMT</pubDate>
<description>At least 22 people were killed when a car bomb exploded in Idlib, Syria, medics said.</description></item>
</channel></rss>"""
PAGE = b"""<!doctype html><title>Gazette</title>
<link rel="alternate" type="application/rss+xml" title="News" href="/news.xml">
<link rel="alternate" type="application/rss+xml" title="Sport" href="/sport.xml">"""
PAGES = {"/news.xml": ("application/rss+xml", FEED), "/sport.xml": ("application/rss+xml", FEED),
         "/": ("text/html", PAGE)}


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/old.xml":
            self.send_response(301)
            self.send_header("Location", "/news.xml")
            self.end_headers()
            return
        kind, body = PAGES.get(self.path, ("text/plain", None))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body or b"no")

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(204 if self.path == "/hook" else 500)
        self.end_headers()

    def log_message(self, *args):
        pass


class Mails:
    def __init__(self):
        self.got = []

    async def handle_DATA(self, server, session, envelope):
        self.got.append(envelope)
        return "250 OK"


def expect(ok, *what):
    if not ok:
        print("not so:", *what)
        sys.exit(1)


class World:
    def __init__(self, outlets):
        """outlets: lines of the list, each address a path of the site"""
        self.site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        threading.Thread(target=self.site.serve_forever, daemon=True).start()
        self.at = "http://127.0.0.1:%d" % self.site.server_port
        self.mails = Mails()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.smtp_port = free.getsockname()[1]
        self.smtp = Controller(self.mails, hostname="127.0.0.1", port=self.smtp_port)
        self.smtp.start()
        self.box = tempfile.mkdtemp(prefix="tocsin-init-")
        self.conf = os.path.join(self.box, "c.yaml")
        data, share = os.path.join(self.box, "data"), os.path.join(BUILD, "daemon", "share")
        os.mkdir(data)
        for name in os.listdir(share):
            if name != "starters.tsv":
                os.symlink(os.path.join(share, name), os.path.join(data, name))
        with open(os.path.join(data, "starters.tsv"), "w") as f:
            f.write("region\tworld\tEverywhere\t-\nregion\there\tHere\tSyria\n")
            f.writelines(line + "\n" if "://" in line else line.replace("\t/", "\t%s/" % self.at) + "\n" for line in outlets)
        self.env = dict(os.environ, TOCSIN_DATA=data)

    def end(self):
        self.smtp.stop()
        shutil.rmtree(self.box)
