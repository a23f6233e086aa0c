#!/usr/bin/python3
"""Alerts to a real prometheus-alertmanager; its own webhook body against what ours looks like."""
import json, shutil, threading, time, urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

from delivery_lib import *

am = shutil.which("prometheus-alertmanager")
if not am:
    skip("prometheus-alertmanager is not installed")

theirs = []


class Hook(BaseHTTPRequestHandler):
    def log_message(self, *a):
        pass

    def do_POST(self):
        theirs.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()


hook = HTTPServer(("127.0.0.1", 0), Hook)
threading.Thread(target=hook.serve_forever, daemon=True).start()
port = free_port()
conf = write("am.yml", """
route: {receiver: h, group_wait: 0s, group_by: [incident]}
receivers: [{name: h, webhook_configs: [{url: "http://127.0.0.1:%d/"}]}]
""" % hook.server_address[1])
p = subprocess.Popen([am, "--config.file=" + conf, "--storage.path=" + path("am"),
                      "--web.listen-address=127.0.0.1:%d" % port, "--cluster.listen-address="],
                     stderr=subprocess.DEVNULL)


def ask(what):
    return json.load(urllib.request.urlopen("http://127.0.0.1:%d/api/v2/%s" % (port, what), timeout=5))


def ready():
    try:
        return ask("status")
    except OSError:
        return None


try:
    until = time.time() + 15
    while time.time() < until and not ready():
        time.sleep(0.05)
    configure({"am": '{alertmanager: {url: "http://127.0.0.1:%d", allow_private: yes}}' % port,
               "bridge": '{webhook: {url: "http://127.0.0.1:%d/", allow_private: yes, '
                         'format: alertmanager}}' % hook.server_address[1]})
    drive("add", 1, "am")
    run()
    expect(rows()[0]["state"] == "sent", rows())
    alerts = ask("alerts")
    expect(len(alerts) == 1, len(alerts))
    expect(alerts[0]["labels"]["alertname"] == "drive" and
           alerts[0]["annotations"]["summary"] == "1 killed in Exampleville", alerts)
    drive("add", 2, "am")
    run()
    expect(len(ask("alerts")) == 1, "one incident stays one alert", len(ask("alerts")))
    until = time.time() + 10
    while time.time() < until and not theirs:
        time.sleep(0.05)
    expect(theirs, "its own notification came")
    n = len(theirs)
    drive("add", 1, "bridge")
    run()
    expect(len(theirs) == n + 1, "ours came")
    if theirs and len(theirs) > n:
        its, ours = theirs[0], theirs[-1]
        expect(set(its) <= set(ours), "members", set(its) - set(ours))
        expect(set(its["alerts"][0]) <= set(ours["alerts"][0]), "alert", set(its["alerts"][0]))
        expect(its["version"] == ours["version"], "version")
        expect(its["alerts"][0]["fingerprint"] == ours["alerts"][0]["fingerprint"], "fingerprint",
               its["alerts"][0], ours["alerts"][0])
finally:
    p.terminate()
    p.wait()
end()
