#!/usr/bin/python3
"""tocsin receiver, outbox, silence, alert, drill: with a daemon and without one."""
import json, signal, time

from delivery_lib import *

TOCSIN = os.path.join(BUILD, "daemon/tocsin")
TOCSIND = os.path.join(BUILD, "daemon/tocsind")
if not os.access(TOCSIN, os.X_OK) or not os.access(TOCSIND, os.X_OK):
    skip("daemon/tocsin and daemon/tocsind are not built")


def tocsin(*args, code=0):
    out = subprocess.run([TOCSIN] + list(args) + ["-c", path("drive.yaml")], timeout=60,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = out.stdout.decode()
    expect(out.returncode == code, args, out.returncode, text)
    return text


def configure_daemon(receivers):
    configure(receivers)
    with open(path("drive.yaml"), "a") as f:
        f.write("state_dir: %s\ncontrol: %s\n" % (json.dumps(dir), json.dumps(path("control"))))


def rang(name):
    try:
        return [json.loads(l) for l in open(path(name))]
    except FileNotFoundError:
        return []


def round():
    listed = tocsin("receiver", "list")
    expect("file" in listed and "broken" in listed, listed)
    text = tocsin("receiver", "test", "good")
    expect("delivered" in text and rang("a.jsonl")[-1]["type"] == "service.drill", text)
    tocsin("receiver", "test", "broken", code=75)
    tocsin("receiver", "test", "nobody", code=66)
    tocsin("receiver", "test", code=64)


receivers = {"good": "{file: {path: %s}}" % json.dumps(path("a.jsonl")),
             "broken": "{file: {path: %s}}" % json.dumps(path("no/such/folder"))}

# Without a daemon: the command works on the store itself.
configure_daemon(receivers)
round()
expect("tocsind has not run yet" in tocsin("outbox", "list", code=66), "no store, which is no empty one")
tocsin("incident", "show", "NOSUCH", code=66)
expect(not [f for f in os.listdir(path("")) if ".db" in f], "who only asks makes no store", os.listdir(path("")))
text = tocsin("drill", "good", code=75)
expect("wait in the outbox" in text and "pending" in text, text)
row = json.loads(tocsin("outbox", "list", "--json"))[0]
expect(row["receiver"] == "good" and row["state"] == "pending", row)
ident = tocsin("silence", "add", 'place="Nowhere"', "--for", "2h", "--comment", "known").strip()
expect("Nowhere" in tocsin("silence", "list"), ident)
tocsin("silence", "expire", ident)
expect(tocsin("silence", "list") == "", "expired")
tocsin("silence", "expire", "99", code=66)
tocsin("silence", "add", "place=~(", "--comment", "x", code=64)
tocsin("silence", "add", "{}", "--comment", "everything", code=64)

# With one.
configure_daemon(receivers)
daemon = subprocess.Popen([TOCSIND, "-f", "-c", path("drive.yaml")], stderr=open(path("log"), "w"))
try:
    until = time.time() + 20
    while time.time() < until and not os.path.exists(path("control")):
        time.sleep(0.02)
    expect(os.path.exists(path("control")), "the daemon starts", open(path("log")).read()[-2000:])
    round()
    before = len(rang("a.jsonl"))
    text = tocsin("drill", "good")
    expect("arrived" in text and len(rang("a.jsonl")) == before + 1, text)
    drill = rang("a.jsonl")[-1]
    expect(drill["data"]["reason"] == "drill" and drill["data"]["severity"] == "test", drill)
    text = tocsin("drill", code=75)
    expect("arrived" in text and "broken" in text, text)
    shown = tocsin("alert", "show", drill["data"]["alert"])
    expect("to good" in shown and "sent" in shown, shown)
    expect(drill["data"]["alert"] in tocsin("alert", "list", "--since", "1h"), "list")
    tocsin("alert", "ack", drill["data"]["alert"], "seen", code=64)  # of no incident
    tocsin("alert", "show", "NOSUCH", code=66)
    waits = json.loads(tocsin("outbox", "list", "--receiver", "broken", "--json"))
    expect(waits and waits[0]["state"] == "pending" and waits[0]["attempts"] >= 1, waits)
    expect("No such file" in tocsin("outbox", "show", waits[0]["id"]), "tries")
    os.mkdir(path("no"))
    os.mkdir(path("no/such"))
    tocsin("outbox", "retry", waits[0]["id"])
    until = time.time() + 60
    while time.time() < until and not rang("no/such/folder"):
        time.sleep(0.05)
    expect(len(rang("no/such/folder")) == 1, "sent again by hand", rang("no/such/folder"),
           tocsin("outbox", "show", waits[0]["id"]))
    expect(open(path("log")).read().count("event=delivery.sent") >= 2, "the log tells each try")
finally:
    daemon.send_signal(signal.SIGTERM)
    expect(daemon.wait(30) == 0, "the daemon ends", daemon.returncode)

# What waits for review goes when a person lets it: what rang so far, the latest of each incident.
configure_daemon({"public": "{hold_for_review: 1h, file: {path: %s}}" % json.dumps(path("public.jsonl"))})
drive("add", 3, "public")
run()
held = json.loads(tocsin("outbox", "list", "--json"))
first = json.loads(tocsin("alert", "list", "--json"))[0]["data"]
expect(len(held) == 3 and all(h["state"] == "pending" and "review of " + first["incident"] in h["error"] for h in held), held)
tocsin("alert", "release", "NOSUCH", code=66)
expect("3 messages" in tocsin("alert", "release", first["alert"], "confirmed"), first)
expect("nothing of" in tocsin("alert", "release", first["incident"]), "they wait no more")
run()
expect([a["data"]["step"] for a in rang("public.jsonl")] == [3], rang("public.jsonl"))
drive("add", 4, "public")
run()
expect(len(rang("public.jsonl")) == 1, "what rings later waits anew", rang("public.jsonl"))

# An acknowledgement quiets an incident up to its step; a higher one rings.
configure_daemon(receivers)
drive("add", 5, "good")  # steps 1 to 5 of one incident
first = json.loads(tocsin("alert", "list", "--json"))[0]["data"]
expect("until it climbs over 5" in tocsin("alert", "ack", first["incident"], "on", "it"), first)
before = len(rang("a.jsonl"))
drive("add", 7, "good")
run()
came = [a["data"]["step"] for a in rang("a.jsonl")[before:]]
expect(sorted(came) == [6, 7], "only what climbs", came)
gone = json.loads(tocsin("outbox", "list", "--state", "suppressed", "--json"))
expect(len(gone) == 10 and "acknowledged by" in gone[0]["error"], gone[:1])

# Routes: shown as they were understood, and asked.
with open(path("drive.yaml"), "a") as f:
    f.write("""rules:
  - {name: toll, toll: killed, at: [10], send: [good]}
route:
  receiver: good
  routes:
    - {matchers: ['severity="critical"', 'country=~"SY|LB"'], receiver: broken, continue: yes}
    - {matchers: ['feed="wire"'], receiver: broken, mute_time_intervals: [always]}
time_intervals:
  - {name: always, times: [{start: "00:00", end: "00:00"}]}
""")
text = tocsin("routes", "show")
expect("rule toll sends to good" in text and '  broken  severity="critical", country=~"SY|LB"' in text, text)
expect("warning" not in text, "a receiver that a route names is used", text)
text = tocsin("routes", "test", "rule=toll", "severity=critical", "country=LB")
expect([l.split()[0] for l in text.splitlines()] == ["good", "broken"] and "by its rule" in text, text)
text = tocsin("routes", "test", "country=LB", "severity=warning")
expect([l.split()[0] for l in text.splitlines()] == ["good"] and "by a route" in text, text)
expect("muted until" in tocsin("routes", "test", "feed=wire", "feed=other"), "a muted route")
tocsin("routes", "test", "severity=loud", code=64)
tocsin("routes", "test", "loud", code=64)
tocsin("routes", "test", code=64)
end()
