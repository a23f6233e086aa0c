#!/usr/bin/python3
"""kill -9 of daemon and receivers while alerts are on their way: none lost, none with two ids.

Ends a round when the daemon or a receiver was killed, until every alert has arrived; counts what
came twice.  CHAOS_KILLS and CHAOS_ALERTS make it longer (200 and 10000 for a release).
"""
import random, signal, time

from delivery_lib import *

KILLS = int(os.environ.get("CHAOS_KILLS", "20"))
N = int(os.environ.get("CHAOS_ALERTS", "1000"))
TOCSIND = os.path.join(BUILD, "daemon/tocsind")
if not os.access(TOCSIND, os.X_OK):
    skip("daemon/tocsind is not built")
random.seed(4)

# A receiver that notes each message on the disk before it answers, so that it may be killed.
RECEIVER = '''
import os, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
out = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
class R(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *a): pass
    def do_POST(self):
        import json
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        os.write(out, ("%s %s\\n" % (self.headers["webhook-id"], body["data"]["alert"])).encode())
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
class S(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    def handle_error(self, *a): pass
S(("127.0.0.1", int(sys.argv[1])), R).serve_forever()
'''
script = write("receiver.py", RECEIVER)
ports = {"a": free_port(), "b": free_port()}
running = {}


def start_receiver(name):
    running[name] = subprocess.Popen([sys.executable, script, str(ports[name]), path("got." + name)],
                                     stderr=subprocess.DEVNULL)


def start_daemon():
    running["daemon"] = subprocess.Popen([TOCSIND, "-f", "-c", path("drive.yaml")],
                                         stderr=open(path("log"), "ab"))


store = configure({k: '{webhook: {url: "http://127.0.0.1:%d/", allow_private: yes}}' % v
                   for k, v in ports.items()})
with open(path("drive.yaml"), "a") as f:
    f.write("state_dir: %s\ncontrol: off\nlog: {to: stderr, level: info}\n" % json.dumps(dir))
drive("add", N, "a", "b")
for name in ports:
    start_receiver(name)
start_daemon()
kills = {"daemon": 0, "a": 0, "b": 0}


def arrived():
    return sum(os.path.getsize(path("got." + k)) for k in ports if os.path.exists(path("got." + k)))


def pending():
    return int(query(store, "SELECT count(*) FROM outbox WHERE state = 0")[0])


for i in range(KILLS):
    # Not before something was done, however slow the machine; then chance decides whom and when.
    before, until = arrived(), time.time() + 10
    while arrived() == before and pending() and time.time() < until:
        time.sleep(0.005)
    time.sleep(random.uniform(0.02, 0.4))
    victim = random.choice(["daemon", "daemon", "a", "b"])
    running[victim].send_signal(signal.SIGKILL)
    running[victim].wait()
    kills[victim] += 1
    if victim == "daemon":
        start_daemon()
    else:
        start_receiver(victim)
running["daemon"].send_signal(signal.SIGKILL)
running["daemon"].wait()


# What was claimed by the dead waits for its lease; here a person hastens it.
until = time.time() + 120
while pending() and time.time() < until:
    drive("now")
    run()
for name in ports:
    running[name].kill()
    running[name].wait()

for name in ports:
    lines = [l.split() for l in open(path("got." + name)).read().splitlines()]
    ids = {}
    for ident, alert in lines:
        ids.setdefault(alert, set()).add(ident)
    lost = N - len(ids)
    doubled = sum(len(v) > 1 for v in ids.values())
    expect(lost == 0, name, "lost", lost)
    expect(doubled == 0, name, "alerts with a second id", doubled)
    print("%s: %d alerts, %d messages, %d re-sent under the same id" %
          (name, len(ids), len(lines), len(lines) - len(ids)))
print("kill -9:", kills)
log = open(path("log"), errors="replace").read()
expect("event=delivery.sent" in log, "the daemon that was killed had worked")
end()
