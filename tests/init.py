#!/usr/bin/python3
"""tocsin init and feed add: real feeds, a real mail server, answers on standard input."""
import http.server, os, shutil, socket, stat, subprocess, sys, tempfile, threading

BUILD = os.environ.get("top_builddir", ".")
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
        kind, body = PAGES.get(self.path, ("text/plain", None))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body or b"no")

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


def tocsin(*args, stdin=""):
    done = subprocess.run([TOCSIN, *args], input=stdin.encode(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, env=env)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=site.serve_forever, daemon=True).start()
at = "http://127.0.0.1:%d" % site.server_port
mails = Mails()
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    smtp_port = free.getsockname()[1]
smtp = Controller(mails, hostname="127.0.0.1", port=smtp_port)
smtp.start()
box = tempfile.mkdtemp(prefix="tocsin-init-")
data = os.path.join(box, "data")
os.mkdir(data)
share = os.path.join(os.environ.get("top_builddir", "."), "daemon", "share")
for name in os.listdir(share):
    if name != "starters.tsv":
        os.symlink(os.path.join(os.path.abspath(share), name), os.path.join(data, name))
with open(os.path.join(data, "starters.tsv"), "w") as f:
    f.write("region\tworld\tEverywhere\t-\nregion\there\tHere\tSyria\n"
            "feed\there\tGazette\tpress\ten\tSY\t%s/news.xml\n"
            "feed\there\tGone\tpress\ten\tSY\t%s/gone.xml\n"
            "feed\tworld\tFar\tagency\t-\t-\t%s/sport.xml\n" % (at, at, at))
env = dict(os.environ, TOCSIN_DATA=data)
conf = os.path.join(box, "c.yaml")

# Everything asked for, the outlets and the mail server tried.
rc, out, err = tocsin("init", "-c", conf, "--allow-private", stdin="here\n1 2\n5, 20\nno\n"
                      "desk@example.org\nsmtp://127.0.0.1:%d\n\n%s/hook\nyes\n" % (smtp_port, at))
text = open(conf).read() if rc == 0 else ""
expect(rc == 0, "init", rc, err)
expect("yes  Gazette: 2 entries" in err and "no   Gone: it answers 404" in err, err)
expect('\n  - {name: "Gazette"' in text and '\n  # - {name: "Gone"' in text and "Far" not in text, text)
expect("22 killed in Idlib" in err and "  1 alert\n" in err, "the replay", err)
expect("at: [5, 20]" in text and "territory" not in text and 'in: ["Syria"]' in text, text)
expect("send: [desk, hook, log]" in text, text)
expect(len(mails.got) == 1 and mails.got[0].rcpt_tos == ["desk@example.org"], "a test mail", err)
expect("delivered" in err and "hook" in err, err)
secret = os.path.join(box, "webhook-secret")
expect(stat.S_IMODE(os.stat(secret).st_mode) & 0o007 == 0, "others may read the secret")
expect(open(secret).read().startswith("whsec_") and open(secret).read() not in text + err, "secret")
expect(tocsin("config", "check", conf)[0] == 0, tocsin("config", "check", conf))

# What is in use is left alone.
rc, out, err = tocsin("init", "-c", conf, "--offline")
expect(rc != 0 and "in use" in err and open(conf).read() == text, "a second init", rc, err)

# Wrong answers are told; nothing is written.
for wrong in (["--region", "atlantis"], ["--region", "here", "--at", "50, 10"],
              ["--region", "here", "--outlets", "9"], ["--region", "here", "--mail", "nobody"],
              ["--region", "here", "--ground", "perhaps"], ["--password", "x"]):
    rc, out, err = tocsin("init", "-c", os.path.join(box, "w.yaml"), "--offline", *wrong)
    expect(rc == 64 and not os.path.exists(os.path.join(box, "w.yaml")), wrong, rc, err)

# A page's feeds: which one is asked, and written beside the configuration.
rc, out, err = tocsin("feed", "add", at + "/", "-c", conf, "--allow-private")
expect(rc != 0 and "/news.xml" in err and "/sport.xml" in err and "--pick" in err, err)
rc, out, err = tocsin("feed", "add", at + "/", "-c", conf, "--allow-private", "--pick", "1")
expect(rc != 0 and "there already" in err, err)
rc, out, err = tocsin("feed", "add", at + "/", "-c", conf, "--allow-private", "--pick", "2", "--tag", "x")
expect(rc == 0, err)
added = open(os.path.join(box, "feeds.d", os.listdir(os.path.join(box, "feeds.d"))[0])).read()
expect("/sport.xml" in added and 'tags: ["x"]' in added, added)
expect(tocsin("feed", "add", at + "/nothing", "-c", conf, "--allow-private")[0] == 69, "no such page")

# The shipped list: every region makes a configuration without a mistake or a doubt.
env.pop("TOCSIN_DATA")
listed = [l.split("\t") for l in open(os.path.join(SOURCE, "etc", "starters.tsv"))
          if l.strip() and not l.startswith("#")]
feeds = [l for l in listed if l[0] == "feed"]
expect(len({f[2] for f in feeds}) == len(feeds) == len({f[6] for f in feeds}), "a feed stands twice")
for region in [l[1] for l in listed if l[0] == "region"]:
    mine = os.path.join(box, region + ".yaml")
    rc, out, err = tocsin("init", "-c", mine, "--offline", "--region", region)
    expect(rc == 0 and "warning" not in err, region, rc, err)
    expect(any(region in f[1].split() for f in feeds), region, "has no feed")
smtp.stop()
shutil.rmtree(box)
