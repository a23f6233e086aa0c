#!/usr/bin/python3
"""Read the golden files of tests/cases/receivers with parsers that are not ours.

Mail by Python's email package under its strict policy, JSON by json, RFC 5424 by its grammar,
signatures by hmac (and cryptography, where it is there); and the limits of each service.
"""
import base64, email, email.policy, hashlib, hmac, json, os, re, sys

DIR = os.path.join(os.environ.get("top_srcdir", "."), "tests/cases/receivers")
bad = 0


def expect(ok, *what):
    global bad
    if not ok:
        bad += 1
        print("FAIL", *what)


def cases(name):
    """(case, [head lines], body bytes) of a golden file."""
    data = open(os.path.join(DIR, name + ".golden"), "rb").read()
    at = 0
    while at < len(data):
        head = []
        while True:
            end = data.index(b"\n", at)
            line = data[at:end].decode()
            at = end + 1
            if line.startswith("body "):
                break
            head.append(line)
        n = int(line[5:])
        yield head[0][4:], head[1:], data[at:at + n]
        at += n + 1


def headers(head):
    return dict(l.split(": ", 1) for l in head if ": " in l)


def check_mail():
    roots = set()
    for case, head, body in cases("email"):
        text = body.decode("ascii")
        expect("\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", ""),
               case, "bare line end")
        expect(max(map(len, text.split("\r\n"))) <= 78, case, "long line")
        m = email.message_from_bytes(body, policy=email.policy.strict)
        expect(not m.defects, case, m.defects)
        for k in m.keys():
            expect(not m[k].defects, case, k, m[k].defects)
            expect(len(m.get_all(k)) == 1, case, k, "twice")
        for k in ("Bcc", "Cc"):
            expect(k not in m, case, k)
        for k in ("From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe",
                  "List-Unsubscribe-Post", "Auto-Submitted", "X-Auto-Response-Suppress"):
            expect(m[k], case, k, "missing")
        expect(m["To"].addresses[0].addr_spec == "desk@example.org", case, m["To"])
        expect(len(m["To"].addresses) == 1 and len(m["From"].addresses) == 1, case)
        parts = [p for p in m.walk() if not p.is_multipart()]
        expect([p.get_content_type() for p in parts] == ["text/plain", "text/html"], case)
        for p in parts:
            expect(p["Content-Transfer-Encoding"] == "quoted-printable", case)
            expect(not p.defects, case, p.defects)
            shown = p.get_content()
            expect("\u202e" not in shown and "\0" not in shown, case, "controls")
        expect("<script" not in parts[1].get_content(), case, "markup")
        expect("src=" not in parts[1].get_content(), case, "remote content")
        if case in ("toll", "correction"):
            roots.add((m["In-Reply-To"], m["References"]))
            expect(m["X-Tocsin-Incident"], case)
        expect(("Precedence" in m) == (case == "digest"), case, "Precedence")
    expect(len(roots) == 1, "one thread an incident", roots)


def check_webhook():
    secrets = ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD"]
    seed = base64.b64decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    vector = hmac.new(base64.b64decode(secrets[0]),
                      b'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}', hashlib.sha256)
    expect(base64.b64encode(vector.digest()) == b"g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
           "the vector of Standard Webhooks")
    for name in ("webhook", "cloudevents", "bridge"):
        for case, head, body in cases(name):
            h = headers(head)
            signed = b"%s.%s.%s" % (h["webhook-id"].encode(), h["webhook-timestamp"].encode(), body)
            want = ["v1," + base64.b64encode(
                hmac.new(base64.b64decode(s), signed, hashlib.sha256).digest()).decode()
                for s in (secrets if name == "webhook" else secrets[:1])]
            got = h["webhook-signature"].split(" ")
            expect(got[:len(want)] == want, name, case, "signature")
            expect("." not in h["webhook-id"], name, case)
            expect(len(body) < 20480, name, case, "size")
            if name == "webhook":
                check_ed25519(seed, got[2], signed, case)
            check_envelope(name, case, json.loads(body), h)


def check_ed25519(seed, got, signed, case):
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        print("SKIP ed25519: python3-cryptography is not installed")
        return
    want = base64.b64encode(Ed25519PrivateKey.from_private_bytes(seed).sign(signed)).decode()
    expect(got == "v1a," + want, case, "ed25519")


def valid(o, case):
    """The envelope against doc/alert.schema.json."""
    try:
        import jsonschema
    except ImportError:
        print("SKIP schema: python3-jsonschema is not installed")
        return
    schema = json.load(open(os.path.join(DIR, "../../../doc/alert.schema.json")))
    for e in jsonschema.Draft7Validator(schema).iter_errors(o):
        expect(False, case, "/".join(map(str, e.path)), e.message[:300])


def check_envelope(name, case, o, h):
    if name == "webhook":
        if case != "hostile":  # ids and countries of its kind never leave the gazetteer
            valid(o, case)
        expect(list(o) == ["type", "timestamp", "data"], case, list(o))
        expect(re.fullmatch(r"[a-zA-Z0-9_.]+", o["type"]), case, o["type"])
        expect(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", o["timestamp"]), case)
    elif name == "cloudevents":
        expect(h["Content-Type"] == "application/cloudevents+json", case)
        expect(o["specversion"] == "1.0" and o["id"] and o["source"] and o["type"], case)
        expect(all(re.fullmatch("[a-z0-9]{1,20}", k) for k in o), case, list(o))
        expect("alert" in o["data"], case)
    else:
        expect(o["version"] == "4" and o["status"] in ("firing", "resolved"), case)
        for k in ("groupKey", "truncatedAlerts", "receiver", "groupLabels", "commonLabels",
                  "commonAnnotations", "externalURL", "notification_reason"):
            expect(k in o, case, k)
        for a in o["alerts"]:
            expect(set(a) == {"status", "labels", "annotations", "startsAt", "endsAt",
                              "generatorURL", "fingerprint"}, case, set(a))
            expect(a["fingerprint"] == fingerprint(a["labels"]), case, "fingerprint")


def fingerprint(labels):
    h = 0xcbf29ce484222325
    for k in sorted(labels):
        for b in k.encode() + b"\xff" + labels[k].encode() + b"\xff":
            h = (h ^ b) * 0x100000001b3 & (1 << 64) - 1
    return "%016x" % h


def check_services():
    limits = {
        "slack": lambda o: all(len(a["title"]) <= 1024 for a in o["attachments"]) and "text" in o,
        "mattermost": lambda o: len(o["text"]) <= 16383 and o["priority"]["priority"] in
        ("urgent", "important", "standard"),
        "discord": lambda o: len(o["content"]) <= 2000 and o["allowed_mentions"] == {"parse": []} and
        len(o["embeds"]) <= 10 and all(len(e["title"]) <= 256 and len(e["description"]) <= 4096
                                       and isinstance(e["color"], int) for e in o["embeds"]),
        "teams": lambda o: o["type"] == "message" and o["attachments"][0]["contentUrl"] is None and
        o["attachments"][0]["content"]["type"] == "AdaptiveCard",
        "ntfy": lambda o: 1 <= o["priority"] <= 5 and len(o["message"].encode()) <= 4096 and
        o["topic"] == "desk",
        "matrix": lambda o: o["msgtype"] == "m.text" and o["m.relates_to"]["rel_type"] == "m.thread",
        "telegram": lambda o: len(o["text"]) <= 4096 and o["parse_mode"] == "HTML" and tags_close(o["text"]),
        "pagerduty": lambda o: len(o["dedup_key"]) <= 255 and len(o["payload"]["summary"]) <= 1024 and
        o["payload"]["severity"] in ("critical", "error", "warning", "info") and
        o["event_action"] in ("trigger", "resolve"),
        "apprise": lambda o: o["type"] in ("info", "success", "warning", "failure"),
        "alertmanager": lambda o: all(a["labels"]["alertname"] and a["startsAt"] <= a["endsAt"] for a in o),
    }
    for name, holds in limits.items():
        for case, head, body in cases(name):
            expect(len(body) < 28000 or name == "matrix", name, case, len(body))
            expect(holds(json.loads(body)), name, case)
    for name in ("exec", "file"):
        for case, head, body in cases(name):
            expect(body.count(b"\n") == 1 and json.loads(body), name, case)


def tags_close(text):
    """Telegram's few tags, each closed by its own."""
    open_tags = []
    for slash, tag in re.findall(r"<(/?)(b|i|a)(?: [^<>]*)?>", text):
        if not slash:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            return False
    return not open_tags and not re.search(r"<(?!/?(?:b|i|a)\b)", text)


def check_syslog():
    param = r' [!#-<>-\\^-~]{1,32}="(?:[^"\\\]]|\\["\\\]])*"'
    line = re.compile(r"<(\d{1,3})>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z ([!-~]{1,255}) "
                      r"([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) \[[!#-<>-\\^-~]{1,32}(?:" + param +
                      r")*\] \ufeff(.*)")
    for name in ("syslog-udp", "syslog-tls"):
        for case, head, body in cases(name):
            text = body.decode("utf-8")
            if name == "syslog-tls":
                n, text = text.split(" ", 1)
                expect(int(n) == len(text.encode()), case, "octet count")
            else:
                expect(len(body) <= 2048, case, "datagram")
            m = line.fullmatch(text)
            expect(m, name, case, text[:200])
            expect(m and m.group(6).count("event=alert.fired severity=") >= 1, name, case)
            expect("\n" not in text, name, case, "two lines")
    for case, head, body in cases("syslog"):
        expect(body.startswith(b"event=alert.fired severity=") and b"\n" not in body, case)
    for case, head, body in cases("journal"):
        for l in body.decode().splitlines():
            expect(re.match(r"[A-Z][A-Z0-9_]*=", l), case, l)


for check in (check_mail, check_webhook, check_services, check_syslog):
    check()
sys.exit(1 if bad else 0)
