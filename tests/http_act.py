#!/usr/bin/python3
"""Acting over HTTP: done with the token, refused in every other way, and each refusal logged."""
import http.client, signal, time

from delivery_lib import *

TOCSIND = os.path.join(BUILD, "daemon/tocsind")
if not os.access(TOCSIND, os.X_OK):
    skip("daemon/tocsind is not built")
TOKEN = "correct-horse-battery-staple"
port = free_port()
configure({"good": "{file: {path: %s}}" % json.dumps(path("a.jsonl"))})
with open(path("drive.yaml"), "a") as f:
    f.write("state_dir: %s\ncontrol: off\nlog: {to: stderr}\n" % json.dumps(dir))
    f.write("http: {listen: \"127.0.0.1:%d\", base: \"https://desk.example.org\", hosts: [desk.example.org], "
            "token: {file: %s}}\n" % (port, json.dumps(write("token", TOKEN + "\n"))))
drive("add", 1, "good")

GOOD = {"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"}
OURS = "http://127.0.0.1:%d" % port
REFUSED = [  # what is changed of a good request, the status, a word of the reason
    ("no token", {"Authorization": None}, 401, "Bearer"),
    ("another token", {"Authorization": "Bearer " + TOKEN[:-1] + "x"}, 401, "Bearer"),
    ("a longer token", {"Authorization": "Bearer " + TOKEN + "x"}, 401, "Bearer"),
    ("an empty token", {"Authorization": "Bearer "}, 401, "Bearer"),
    ("Basic", {"Authorization": "Basic " + TOKEN}, 401, "Bearer"),
    ("another site's page", {"Origin": "https://evil.example"}, 403, "another site"),
    ("a page without origin", {"Origin": "null"}, 403, "another site"),
    ("a name that ends like ours", {"Origin": "http://x127.0.0.1:%d" % port}, 403, "another site"),
    ("fetched across sites", {"Sec-Fetch-Site": "cross-site"}, 403, "another site"),
    ("fetched across ports", {"Sec-Fetch-Site": "same-site"}, 403, "another site"),
    ("a form", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "JSON"),
    ("plain text, as a form can send it", {"Content-Type": "text/plain"}, 415, "JSON"),
    ("through a proxy without TLS", {"X-Forwarded-Proto": "http"}, 403, "TLS"),
    ("a rebound name", {"Host": "evil.example"}, 421, "name"),
]
LET = [("from our page", {"Origin": OURS, "Sec-Fetch-Site": "same-origin"}),
       ("through the proxy", {"Origin": "https://desk.example.org", "Host": "desk.example.org",
                              "X-Forwarded-Proto": "https", "Sec-Fetch-Site": "same-origin"}),
       ("from a script", {})]


def post(act, args, changed=()):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {k: v for k, v in {**GOOD, **dict(changed)}.items() if v is not None}
    c.request("POST", "/api/v1/act/" + act, json.dumps(args), headers)
    r = c.getresponse()
    return r.status, r.read().decode()


def get(what):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    c.request("GET", "/api/v1/" + what)
    return json.load(c.getresponse())["items"]


daemon = subprocess.Popen([TOCSIND, "-f", "-c", path("drive.yaml")], stderr=open(path("log"), "wb"))
try:
    until = time.time() + 20
    while time.time() < until and socket.socket().connect_ex(("127.0.0.1", port)) != 0:
        time.sleep(0.05)
    silence = {"matchers": "rule=drill", "comment": "quiet", "author": "desk"}
    for name, changed, status, word in REFUSED:
        got, text = post("silence/add", silence, changed)
        expect(got == status and word in text, name, got, text)
    expect(get("silences") == [], "nothing was done by what was refused")
    log = open(path("log")).read()
    expect(log.count("event=act.refused") == len(REFUSED) - 1, "each is logged once", log)
    expect(TOKEN not in log, "the token is never logged")
    for name, changed in LET:
        got, text = post("silence/add", silence, changed)
        expect(got == 200, name, got, text)
    expect(len(get("silences")) == len(LET), get("silences"))
    got, text = post("silence/end", {"id": get("silences")[0]["id"]})
    expect(got == 200 and len(get("silences")) == len(LET) - 1, got, text)
    alert = get("alerts")[0]["data"]
    got, text = post("alert/ack", {"id": alert["incident"], "note": "on it", "author": "desk"})
    expect(got == 200 and "until" in text or got == 200, got, text)
    expect(post("no/such", {})[0] == 404, post("no/such", {}))
    expect(post("alert/ack", {"id": "NOSUCH"})[0] == 404, "what is not there is said to be missing")
    expect(post("silence/add", {"matchers": "plase=Idlib"})[0] == 422, "what cannot be meant is refused")
    os.chmod(path("token"), 0o644)
    got, text = post("silence/add", silence)
    expect(got == 503 and "others" in text, "a token that others may read is none", got, text)
finally:
    daemon.send_signal(signal.SIGTERM)
    expect(daemon.wait(30) == 0, "the daemon ends", daemon.returncode)
end()
