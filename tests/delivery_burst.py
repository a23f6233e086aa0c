#!/usr/bin/python3
"""A burst of alerts to five receivers, one of them dead: how fast, in how much memory.

BURST_ALERTS (1000; 10000 for a release).  nginx is the receiver, because it is faster than we are.
"""
import shutil, time

from delivery_lib import *

FLAT_KIB = 36 * 1024  # 16 MiB of them the page cache; 60,000 alerts take no more than 30,000
N = int(os.environ.get("BURST_ALERTS", "1000"))


def own_memory(pid):
    """What the process holds beside mapped files, in KiB; nothing once it has ended."""
    try:
        return [int(l.split()[1]) for l in open("/proc/%d/status" % pid) if l.startswith("RssAnon")]
    except OSError:
        return []


if not shutil.which("nginx"):
    skip("nginx is not installed")
port = free_port()
conf = write("nginx.conf", """
worker_processes 1; daemon off; pid %s; error_log /dev/null;
events { worker_connections 1024; }
http {
  client_body_temp_path %s; proxy_temp_path %s; fastcgi_temp_path %s; uwsgi_temp_path %s; scgi_temp_path %s;
  keepalive_requests 1000000;
  log_format ids '$http_webhook_id $uri';
  access_log %s ids;
  server { listen 127.0.0.1:%d; location / { return 200; } }
}
""" % tuple([path("nginx.pid")] + [path("t%d" % i) for i in range(5)] + [path("access"), port]))
nginx = subprocess.Popen(["nginx", "-c", conf, "-p", dir], stderr=subprocess.DEVNULL)
try:
    until = time.time() + 10
    while time.time() < until and socket.socket().connect_ex(("127.0.0.1", port)) != 0:
        time.sleep(0.02)
    key = write("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
    hook = '{webhook: {url: "http://127.0.0.1:%d/%s", allow_private: yes, secret: {file: "%s"}}}'
    receivers = {"r%d" % i: hook % (port, "r%d" % i, key) for i in range(4)}
    receivers["dead"] = hook % (free_port(), "dead", key)
    configure(receivers)
    drive("add", N, *receivers)
    p = subprocess.Popen([DRIVE, path("drive.yaml"), "run"], stdout=subprocess.PIPE)
    memory = []
    while p.poll() is None:
        memory += own_memory(p.pid)
        time.sleep(0.02)
    stats = json.loads(p.stdout.read())
    done = [a["at_ms"] for r in rows() if r["receiver"] != "dead" for a in r["attempts"]]
    span = max(1, max(done) - min(done)) / 1000
    print("%d messages to four receivers in %.2f s: %.0f a second; own memory at most %d MiB; the dead one: %d tries" %
          (len(done), span, len(done) / span, max(memory) // 1024, stats["retried"]))
    expect(len(done) == 4 * N, "arrived", len(done))
    seen = {}
    for l in open(path("access")):
        ident, uri = l.split()
        seen.setdefault(uri, []).append(ident)
    for i in range(4):
        ids = seen.get("/r%d" % i, [])
        expect(len(ids) == len(set(ids)) == N, "r%d" % i, len(ids), len(set(ids)))
    # It grows while the store's page cache fills, then no more, however many wait.  (A sanitizer
    # keeps what was freed for a while, so memory says nothing there.)
    sanitized = "#define SANITIZED" in open(os.path.join(os.environ["top_builddir"], "config.h")).read()
    expect(sanitized or max(memory) < FLAT_KIB, "memory", max(memory))
finally:
    nginx.terminate()
    nginx.wait()
end()
