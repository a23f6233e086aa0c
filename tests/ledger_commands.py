#!/usr/bin/python3
"""tocsin incident, place, rule: on a store that a daemon filled, with it and without it."""
import http.server, json, os, signal, subprocess, sys, tempfile, threading, time
from email.utils import formatdate

from empty_store import empty_store

BUILD = os.environ.get("top_builddir", ".")
TOCSIN, TOCSIND = (os.path.join(BUILD, "daemon", p) for p in ("tocsin", "tocsind"))
if not os.access(TOCSIN, os.X_OK) or not os.access(TOCSIND, os.X_OK):
    print("SKIP: daemon/tocsin and daemon/tocsind are not built")
    sys.exit(77)

ITEM = """<item><title>%s</title><link>http://desk.example/%d</link><guid>g%d</guid>
<pubDate>%s</pubDate><description>%s</description></item>"""
NEWS = [("Library opens", "A new library opened its doors to readers."),
        ("Car bomb kills 14 in Idlib", "At least 14 people were killed when a car bomb exploded in "
         "Idlib, Syria, officials said."),
        ("Idlib bomb toll rises to 19", "The death toll from a car bomb in Idlib, Syria, rose to 19, "
         "officials said."),
        ("Army captures Saraqib", "Government forces captured the town of Saraqib in Syria from "
         "rebels, a war monitor said."),
        ("Ferry sinks off Tartus", "At least 22 people drowned when a ferry sank off Tartus, Syria, "
         "officials said."),
        ("Hotel fire in Homs", "A fire in a hotel killed 31 people in Homs, Syria, officials said.")]
TOMBSTONE = '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="g%d"/>'
shown = 1
gone = []


class Feed(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        now = time.time()
        items = "".join(ITEM % (t, i, i, formatdate(now - 3600 + 600 * i), d)
                        for i, (t, d) in enumerate(NEWS[:shown]) if i not in gone)
        items += "".join(TOMBSTONE % i for i in gone)
        body = ('<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>'
                "<link>http://desk.example/</link>%s</channel></rss>" % items).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def expect(ok, *what):
    if not ok:
        print("not so:", *what)
        sys.exit(1)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
threading.Thread(target=server.serve_forever, daemon=True).start()
box = tempfile.TemporaryDirectory()
conf = os.path.join(box.name, "c.yaml")
told = os.path.join(box.name, "told.jsonl")
with open(conf, "w") as f:
    f.write("""state_dir: %s
store: {address: "%s"}
control: %s/control
log: {level: warning}
defaults: {allow_private: true}
feeds:
  - {name: desk, url: "http://127.0.0.1:%d/f.xml"}
receivers:
  desk: {file: {path: %s}}
rules:
  - {name: mass, toll: killed, at: [10], send: [desk]}
  - {name: ground, territory: [captured, recaptured], send: [desk]}
""" % (box.name, empty_store(box.name + "/ledger.db"), box.name, server.server_port, told))


def tocsin(*args, code=0):
    out = subprocess.run([TOCSIN] + list(args) + ["-c", conf], timeout=60, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT)
    text = out.stdout.decode()
    expect(out.returncode == code, args, out.returncode, text)
    return text


def incidents(*args):
    return json.loads(tocsin("incident", "list", "--json", *args))


def daemon(*args):
    return subprocess.Popen([TOCSIND, "-c", conf] + list(args))


def alerts(text):
    """What rang, whenever it did: key, reason, figures."""
    data = [a["data"] for a in text]
    return sorted((a["key"], a["reason"], str(a["step"]), str(a["toll"]), str(a["places"])) for a in data)


def rung():
    return [json.loads(a) if isinstance(a, str) else a for a in json.loads(tocsin("alert", "list", "--json"))]


def wait_for(what, text):
    until = time.time() + 30
    while time.time() < until:
        if what():
            return
        time.sleep(0.05)
    expect(False, text)


def poll():
    """Where the store is a server, the daemon knows its feeds a moment after it can be asked."""
    ask = [TOCSIN, "feed", "poll", "-f", "desk", "-c", conf]
    wait_for(lambda: subprocess.run(ask, capture_output=True).returncode == 0, "the feed is asked")


# What a first poll finds rings for nobody; what comes later is news.
expect(daemon("--once").wait(60) == 0, "a first poll")
expect(incidents() == [], "nothing yet")
shown = 4
d = daemon("-f")
try:
    wait_for(lambda: os.path.exists(os.path.join(box.name, "control")), "the daemon starts")
    poll()
    wait_for(lambda: len(incidents()) == 2, "two incidents")
    # Time travel: the store, told again, rings the very same.
    told_again = [json.loads(l) for l in tocsin("rule", "test", "--replay", "2d").splitlines()]
    expect(len(told_again) == 2 and alerts(told_again) == alerts(rung()), told_again, rung())
    # What the desk takes down, by a tombstone or a word over the title, no longer counts.
    shown = 6
    poll()
    wait_for(lambda: len(incidents("--min", "20")) == 2, "ferry and fire")
    gone.append(4)
    NEWS[5] = ("RETRACTED: " + NEWS[5][0], NEWS[5][1])
    poll()
    wait_for(lambda: incidents("--min", "20") == [], "both taken down")
    told_of = [a["data"]["summary"] for a in rung() if a["data"]["reason"] == "retracted"]
    expect(len(told_of) == 2 and any("Tartus" in t for t in told_of), told_of)
    poll()
    expect(incidents("--min", "20") == [], "they stay down")
    bomb = [i for i in incidents() if "killed" in i["toll"]][0]
    expect(bomb["toll"]["killed"]["best"] == 19 and bomb["reports"] == 2, bomb)
    expect("same place" in tocsin("incident", "show", bomb["id"]), "why it joined")
    pieces = json.loads(tocsin("incident", "show", bomb["id"], "--json"))["incident"]["joined"]
    text = tocsin("incident", "split", bomb["id"], pieces[1]["entry"], "another bomb")
    expect("2 incidents changed" in text, text)
    expect(sorted(i["toll"]["killed"]["best"] for i in incidents("--min", "1")) == [14, 19], "split")
    expect("Saraqib" in tocsin("place", "list", "--country", "SY"), "places")
    expect("Saraqib" in tocsin("place", "list", "--country", "syria"), "a country by its name")
    expect([i["id"] for i in incidents("--country", "Syria")] == [i["id"] for i in incidents("--country", "sy")] != [],
           "incidents of a country")
    expect("no country 'Syrai'" in tocsin("incident", "list", "--country", "Syrai", code=64), "a country that is none")
    tocsin("place", "list", "--country", "Syrai", code=64)
    expect("captured" in tocsin("place", "show", "Saraqib"), "a place by its name")
    tocsin("place", "show", "Nowhere", code=66)
    tocsin("incident", "show", "NOSUCH", code=66)
finally:
    d.send_signal(signal.SIGTERM)
    expect(d.wait(30) == 0, "the daemon ends")

# Without a daemon, the same on the store itself.
other = [i for i in incidents("--min", "1") if i["id"] != bomb["id"]][0]
tocsin("incident", "merge", bomb["id"], other["id"], "one bomb after all")
expect([i["reports"] for i in incidents("--min", "1")] == [2], "merged")
text = tocsin("incident", "retract", bomb["id"], "it was an exercise")
expect("1 correction sent" in text, text)
expect("it was an exercise" in tocsin("incident", "show", bomb["id"]), "the note stays")
expect(incidents("--min", "1") == [], "retracted")
expect(any(a["data"]["reason"] == "retracted" for a in json.loads(tocsin("alert", "list", "--json"))),
       "who was alerted is told")
expect("mass" in tocsin("rule", "list") and "killed at 10" in tocsin("rule", "list"), "rules")
with open(conf, "a") as f:
    f.write("  - {name: lower, toll: killed, at: [5], send: [desk]}\n")
rang = [json.loads(l)["data"]["rule"] for l in tocsin("rule", "test", "--replay", "2d").splitlines()]
expect(sorted(set(rang)) == ["ground", "lower", "mass"], rang)
tocsin("rule", "test", "--replay", "soon", code=64)
