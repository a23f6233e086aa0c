#!/usr/bin/python3
"""Programs and files: no shell, JSON on standard input, exit codes, time limits, whole lines."""
import json, stat

from delivery_lib import *

siren = write("siren", """#!/bin/sh
cat > "$1.in"
echo "$2" > "$1.arg"
env > "$1.env"
ls -l /proc/self/fd > "$1.fd"
read x < "$1.exit" 2>/dev/null
exit "${x:-0}"
""", 0o755)
out = path("rang")
evil = "$(touch %s); `id` && x" % path("pwned")


def row(exit_code=0, more="", argv=None):
    write("rang.exit", "%d\n" % exit_code)
    configure({"x": "{exec: {argv: %s}%s}" % (json.dumps(argv or [siren, out, evil]), more)})
    drive("add", 1, "x")
    run()
    return rows()[0]


r = row()
expect(r["state"] == "sent", r)
envelope = json.load(open(out + ".in"))
expect(envelope["type"] == "incident.toll_crossed" and envelope["data"]["toll"]["best"] == 1, envelope)
expect(open(out + ".arg").read() == evil + "\n" and not os.path.exists(path("pwned")), "no shell")
env = dict(l.split("=", 1) for l in open(out + ".env").read().splitlines())
expect(env["TOCSIN_DELIVERY_ID"] == r["id"] and env["TOCSIN_ATTEMPT"] == "1", env)
expect("HOME" not in env and "NOTIFY_SOCKET" not in env, "nothing of ours", env)
fds = [l for l in open(out + ".fd").read().splitlines() if "drive.db" in l or "socket:" in l]
expect(not fds, "no descriptor of ours", fds)

r = row(75)
expect(r["state"] == "pending" and r["attempts"][0]["status"] == 75, "EX_TEMPFAIL", r)
r = row(3)
expect(r["state"] == "dead" and r["error"] == "exit 3", r)
r = row(argv=["/nonexistent/siren"])
expect(r["state"] == "pending" and "nonexistent" in r["error"], r)
slow = write("slow", "#!/bin/sh\nsleep 60 & wait\n", 0o755)
r = row(more=", timeout: 1s", argv=[slow])
expect(r["state"] == "pending" and "time limit" in r["error"], r)
deaf = write("deaf", "#!/bin/sh\nexec <&-\nexit 0\n", 0o755)
expect(row(argv=[deaf])["state"] == "sent", "a program that does not read")

configure({"f": "{file: {path: %s}}" % json.dumps(path("alerts.jsonl"))})
drive("add", 200, "f")
run()
lines = open(path("alerts.jsonl")).read().splitlines()
expect(len(lines) == 200 and [json.loads(l)["data"]["toll"]["best"] for l in lines] ==
       list(range(1, 201)), "lines", len(lines))
expect(stat.S_IMODE(os.stat(path("alerts.jsonl")).st_mode) & 0o007 == 0, "mode")
# Reminders: another row with an id of its own, until somebody acknowledges.
os.unlink(path("alerts.jsonl"))
configure({"f": "{file: {path: %s}}" % json.dumps(path("alerts.jsonl"))})
with open(path("drive.yaml"), "a") as f:
    f.write("route: {receiver: f, repeat_interval: 300ms}\n")
drive("add", 1, "f")
run(2500)
n = len(open(path("alerts.jsonl")).read().splitlines())
expect(n >= 2 and len({r["id"] for r in rows()}) == len(rows()) >= n, "reminders", n, rows())

# A pace: of an incident that was told again meanwhile, the latest.
os.unlink(path("alerts.jsonl"))
configure({"f": "{file: {path: %s}, pace: 200ms}" % json.dumps(path("alerts.jsonl"))})
drive("add", 30, "f")
run(5000)
lines = [json.loads(l)["data"]["toll"]["best"] for l in open(path("alerts.jsonl"))]
kept = [r for r in rows() if r["state"] == "suppressed" and r["error"].startswith("ratelimit")]
expect(lines == [30] and len(kept) == 29, "paced", lines, len(kept))

# A journal that hangs neither.
import socket
hung = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
hung.bind(path("journal"))
many = int(open("/proc/sys/net/unix/max_dgram_qlen").read()) + 3
if many < 100:
    configure({"j": "{journal: {socket: %s}}" % json.dumps(path("journal")), "g": "{file: {path: %s}}" % json.dumps(path("g.jsonl"))})
    drive("add", many, "j", "g")
    run()
    states = {(r["receiver"], r["state"]) for r in rows()}
    expect(states == {("g", "sent"), ("j", "sent"), ("j", "pending")}, states)
hung.close()

# A pipe that nobody reads, or nobody any more, holds up none but itself.
os.mkfifo(path("pipe"))
configure({"f": "{file: {path: %s}}" % json.dumps(path("pipe")), "g": "{file: {path: %s}}" % json.dumps(path("g.jsonl"))})
drive("add", 1, "f", "g")
run()
state = {r["receiver"]: r for r in rows()}
expect(state["f"]["state"] == "pending" and "No such device" in state["f"]["error"] and state["g"]["state"] == "sent", state)
reader = os.open(path("pipe"), os.O_RDONLY | os.O_NONBLOCK)
configure({"f": "{file: {path: %s}}" % json.dumps(path("pipe"))})
drive("add", 1, "f")
run()
expect(rows()[0]["state"] == "sent" and json.loads(os.read(reader, 65536)), "a pipe that is read", rows())
os.close(reader)

configure({"f": "{file: {path: /dev/full}}"})
drive("add", 1, "f")
run()
expect(rows()[0]["state"] == "pending" and "No space" in rows()[0]["error"], rows())
end()
