#!/usr/bin/python3
"""Mail through a real SMTP server: STARTTLS or TLS, login, refusals, a lost answer, one thread."""
import email, email.policy, logging, ssl, sys, warnings

from delivery_lib import *

try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, AuthResult, Envelope
except ImportError:
    skip("python3-aiosmtpd is not installed")

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
pair = certificate()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(*pair)
mails = []     # (from, to, bytes, tls, user)
answers = []   # of DATA in turn; then 250


class Handler:
    async def handle_DATA(self, server, session, envelope):
        mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content,
                      server.transport.get_extra_info("ssl_object") is not None,
                      session.authenticated))
        what = answers.pop(0) if answers else "250 OK"
        if what == "drop":
            server.transport.abort()
        return what

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def auth(server, session, envelope, mechanism, data):
    good = mechanism in ("PLAIN", "LOGIN") and data.login == b"tocsin" and data.password == b"open sesame"
    return AuthResult(success=good)


class Server(Controller):
    def __init__(self, implicit, **kw):
        self.implicit = implicit
        super().__init__(Handler(), hostname="127.0.0.1", port=free_port(),
                         ssl_context=context if implicit else None)

    def factory(self):
        return SMTP(self.handler, tls_context=None if self.implicit else context,
                    require_starttls=not self.implicit, authenticator=auth, auth_required=True,
                    auth_require_tls=not self.implicit, hostname="localhost")


starttls, smtps = Server(False), Server(True)
starttls.start()
smtps.start()
secret = write("password", "open sesame\n")


def desk(url, to="desk@example.org", more="", password=secret):
    return ('{email: {to: %s, from: tocsin@mon.example.org, smtp: "%s", user: tocsin, '
            'password: {file: "%s"}, ca_file: "%s"}%s}' % (to, url, password, pair[0], more))


urls = ("smtp://localhost:%d" % starttls.port, "smtps://localhost:%d" % smtps.port)

for url in urls:
    mails.clear()
    configure({"desk": desk(url, "[desk@example.org, night@example.org]")})
    drive("add", 2, "desk")
    run()
    expect([r["state"] for r in rows()] == ["sent"] * 4, url, rows())
    expect(len(mails) == 4, url, len(mails))
    expect(all(m[3] and m[4] for m in mails), "encrypted and logged in", url)
    roots = set()
    ids = set()
    for sender, to, data, tls, user in mails:
        m = email.message_from_bytes(data, policy=email.policy.strict.clone(linesep="\r\n"))
        expect(not m.defects, m.defects)
        expect(to == [m["To"].addresses[0].addr_spec] and sender == "tocsin@mon.example.org", to, m["To"])
        expect("killed" in m.get_body(("plain",)).get_content(), "text")
        expect("the figure was given" in m.get_body(("html",)).get_content(), "html")
        ids.add(m["Message-ID"])
        roots.add(m["References"])
    expect(len(ids) == 4 and len(roots) == 1, "ids", ids, roots)

# Refused for now, for good; a person who is not there holds nobody up; a lost answer.
mails.clear()
answers[:] = ["451 later", "drop"]
configure({"desk": desk(urls[0])})
drive("add", 1, "desk")
run()
expect(rows()[0]["state"] == "pending" and rows()[0]["attempts"][0]["status"] == 451, "451", rows())
drive("now")
run()
expect(rows()[0]["state"] == "pending", "a lost answer", rows())
drive("now")
run()
expect(rows()[0]["state"] == "sent", "third", rows())
seen = {email.message_from_bytes(m[2])["Message-ID"] for m in mails}
expect(len(mails) == 3 and len(seen) == 1, "the same Message-ID on every try", seen)

mails.clear()
configure({"desk": desk(urls[0], "[nobody@example.org, desk@example.org]")})
drive("add", 1, "desk")
run()
states = {r["target"]: r["state"] for r in rows()}
expect(states == {"nobody@example.org": "dead", "desk@example.org": "sent"}, states)

# A wrong password; no TLS where it is asked for.
wrong = write("wrong", "sesame\n")
configure({"desk": desk(urls[0], password=wrong)})
drive("add", 1, "desk")
run()
expect(rows()[0]["state"] in ("pending", "dead") and "sesame" not in json.dumps(rows()), "login", rows())
configure({"desk": desk(urls[0]).replace(', ca_file: "%s"' % pair[0], "")})
mails.clear()
drive("add", 1, "desk")
run()
expect(rows()[0]["error"].startswith("tls") and not mails, "an unknown certificate", rows())

# A digest: many alerts, one message.
mails.clear()
configure({"desk": desk(urls[1], more=", digest: 1h")})
drive("add", 60, "desk")
run()
expect([r["state"] for r in rows()] == ["sent"] * 60, "digest", {r["state"] for r in rows()})
expect(len(mails) == 1, "one mail", len(mails))
if mails:
    m = email.message_from_bytes(mails[0][2], policy=email.policy.strict.clone(linesep="\r\n"))
    expect(m["Precedence"] == "bulk" and m["X-Tocsin-Alerts"] == "60", m["X-Tocsin-Alerts"])

starttls.stop()
smtps.stop()
end()
