#!/usr/bin/python3
"""Webhooks against a receiver over HTTPS that answers, fails, throttles, leaves, hangs, closes."""
import base64, hashlib, hmac, json, socket, ssl, struct, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from delivery_lib import *

SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
got = {}        # path -> [(id, timestamp, body)]
lock = threading.Lock()
release = threading.Event()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script = {}  # path -> answers in turn; the last one stays

    def log_message(self, *a):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        h = self.headers
        signed = b"%s.%s.%s" % (h["webhook-id"].encode(), h["webhook-timestamp"].encode(), body)
        want = "v1," + base64.b64encode(
            hmac.new(base64.b64decode(SECRET), signed, hashlib.sha256).digest()).decode()
        with lock:
            seen = got.setdefault(self.path, [])
            seen.append((h["webhook-id"], h["webhook-timestamp"], body))
            expect(want in h["webhook-signature"].split(" "), self.path, "signature")
            expect(abs(int(h["webhook-timestamp"]) - time.time()) < 300, self.path, "timestamp")
            json.loads(body)
            turns = self.script.get(self.path, [200])
            what = turns[min(len(seen), len(turns)) - 1]
        self.answer(what)

    def answer(self, what):
        extra = {}
        if isinstance(what, tuple):
            what, extra = what
        if what == "hang":
            release.wait(60)
            self.close_connection = True
        elif what == "drop":  # took it, and the answer is lost: a reset
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
        elif what == "half":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            self.close_connection = True
        else:
            self.send_response(what)
            for k, v in extra.items():
                self.send_header(k, v)
            self.send_header("Content-Length", "0")
            self.end_headers()


def serve(tls):
    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *a):
            pass
    s = Quiet(("127.0.0.1", 0), Receiver)
    if tls:
        c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        c.load_cert_chain(*tls)
        s.socket = c.wrap_socket(s.socket, server_side=True)
    threading.Thread(target=s.serve_forever, daemon=True).start()
    return s.server_address[1]


pair = certificate()
tls, plain = serve(pair), serve(None)
secret = write("secret", "whsec_" + SECRET + "\n")


def hook(name, port=tls, scheme="https", more=""):
    return ('{webhook: {url: "%s://localhost:%d/%s", ca_file: "%s", allow_private: yes, '
            'secret: {file: "%s"}}%s}' % (scheme, port, name, pair[0], secret, more))


def one(name, *script, more=""):
    """An alert to one receiver that answers so; its row after all that was due was tried."""
    got.pop("/" + name, None)
    Receiver.script["/" + name] = list(script)
    configure({"x": hook(name, more=more)})
    drive("add", 1, "x")
    run()
    return rows()[0]


def again():
    drive("now")
    run()
    return rows()[0]


def same_id(name, n):
    seen = got["/" + name]
    expect(len(seen) == n, name, "came", len(seen), "times, not", n)
    expect(len({s[0] for s in seen}) == 1, name, "one id for all tries", seen)
    expect(len({s[2] for s in seen}) == 1, name, "one body for all tries")


r = one("ok", 200)
expect(r["state"] == "sent" and [a["status"] for a in r["attempts"]] == [200], "ok", r)

r = one("e500", 500, 500, 204)
expect(r["state"] == "pending" and r["attempts"][0]["status"] == 500, "500", r)
wait = r["next_ms"] - r["attempts"][0]["at_ms"]
expect(4000 <= wait <= 6500, "the second try is due in 5 s", wait)
again()
r = again()
expect(r["state"] == "sent" and [a["status"] for a in r["attempts"]] == [500, 500, 204], "500", r)
same_id("e500", 3)

r = one("e429", (429, {"Retry-After": "120"}), 200)
wait = r["next_ms"] - r["attempts"][0]["at_ms"]
expect(119000 <= wait <= 125000, "Retry-After is honoured", wait)
same_id("e429", 1)

r = one("e410", 410)
expect(r["state"] == "dead", "410", r)
drive("add", 1, "x")
run()
expect([x["state"] for x in rows()] == ["dead", "dead"], "410 disables", rows())
expect("left" in rows()[1]["error"], "and says so", rows()[1])
same_id("e410", 1)

r = one("moved", (302, {"Location": "/ok"}))
expect(r["state"] == "pending" and "redirect" in r["error"], "3xx is a failure", r)

r = one("drop", "drop", 200)
expect(r["state"] == "pending" and r["attempts"][0]["status"] == 0, "drop", r)
r = again()
expect(r["state"] == "sent", "drop", r)
same_id("drop", 2)

r = one("half", "half", 200)
expect(r["state"] == "pending", "an answer cut short is none", r)
r = again()
expect(r["state"] == "sent", "half", r)
same_id("half", 2)

r = one("hang", "hang", 200, more=", timeout: 1s")
expect(r["state"] == "pending" and "timeout" in r["error"], "hang", r)
r = again()
expect(r["state"] == "sent", "hang", r)
same_id("hang", 2)
release.set()
release.clear()

# Nobody listens; a certificate that nobody vouches for; an address inside that is not allowed.
configure({"x": hook("x", port=free_port())})
drive("add", 1, "x")
run()
expect(rows()[0]["error"].startswith("connect"), "connect", rows()[0])
configure({"x": hook("x").replace('ca_file: "%s", ' % pair[0], "")})
drive("add", 1, "x")
run()
expect(rows()[0]["error"].startswith("tls"), "tls", rows()[0])
configure({"x": hook("x").replace("allow_private: yes", "allow_private: no")})
drive("add", 1, "x")
run()
expect(rows()[0]["error"].startswith("refused_address"), "inside", rows()[0])
expect("/x" not in got, "nothing arrived there")

# A secret that cannot be read is a failed try, not a message without a signature.
configure({"x": hook("nosecret").replace(secret, path("nosuch"))})
drive("add", 1, "x")
run()
expect("nosuch" in rows()[0]["error"] and "/nosecret" not in got, "no secret", rows()[0])

# A silence holds; when it ends, each incident's latest goes out and the rest is suppressed.
got.clear()
configure({"x": hook("quiet")})
drive("silence", 'rule="drive"', 3000)
drive("add", 3, "x")
run()
expect(len(got) == 0 and all(x["state"] == "pending" for x in rows()), "silenced", rows())
run(20000)
states = sorted(x["state"] for x in rows())
expect(states == ["sent", "suppressed", "suppressed"], "after the silence", rows())
expect(len(got["/quiet"]) == 1 and b'"best":3' in got["/quiet"][0][2], "the latest", got.get("/quiet"))

# Ten receivers, one dead and one that hangs: nobody else waits for them.
got.clear()
Receiver.script["/never"] = ["hang"]
all = {"r%d" % i: hook("r%d" % i, plain, "http") for i in range(3)}
all["dead"] = hook("dead", free_port(), "http")
all["never"] = hook("never", plain, "http", ", timeout: 2s")
configure(all)
N = 1000
drive("add", N, *all)
stats = run(15000)
for i in range(3):
    ids = [s[0] for s in got.get("/r%d" % i, [])]
    expect(len(ids) == N and len(set(ids)) == N, "r%d" % i, len(ids), len(set(ids)))
done = [a["at_ms"] for x in rows() if x["receiver"].startswith("r") for a in x["attempts"]]
span = (max(done) - min(done)) / 1000 if done else 0
print("%d messages to three receivers in %.2f s, with one dead and one that hangs" % (3 * N, span))
expect(span < 12, "the others are slow", span)
release.set()
end()
