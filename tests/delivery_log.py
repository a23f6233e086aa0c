#!/usr/bin/python3
"""RFC 5424 to a real rsyslog over UDP and TCP, to a TLS server, and the journal's datagrams."""
import shutil, socket, ssl, threading, time

from delivery_lib import *

N = 50


def wait_for(holds, seconds=10):
    """Polls: rsyslog tells nobody when it has written."""
    until = time.time() + seconds
    while time.time() < until and not holds():
        time.sleep(0.02)
    return holds()


def lines(name):
    try:
        return open(path(name)).read().splitlines()
    except FileNotFoundError:
        return []


def with_rsyslog():
    udp, tcp = free_port(), free_port()
    conf = write("rsyslog.conf", """
module(load="imudp") module(load="imtcp")
template(name="t" type="list") {
  property(name="protocol-version") constant(value="|") property(name="syslogpriority-text")
  constant(value="|") property(name="hostname") constant(value="|") property(name="app-name")
  constant(value="|") property(name="msgid") constant(value="|") property(name="structured-data")
  constant(value="|") property(name="msg") constant(value="\\n") }
input(type="imudp" address="127.0.0.1" port="%d" ruleset="r")
input(type="imtcp" address="127.0.0.1" port="%d" ruleset="r")
ruleset(name="r") { action(type="omfile" file="%s" template="t") }
""" % (udp, tcp, path("out")))
    p = subprocess.Popen(["rsyslogd", "-n", "-f", conf, "-i", path("pid")], stderr=subprocess.DEVNULL)
    try:
        expect(wait_for(lambda: socket.socket().connect_ex(("127.0.0.1", tcp)) == 0), "rsyslog starts")
        for url in ("udp://127.0.0.1:%d" % udp, "tcp://localhost:%d" % tcp):
            before = len(lines("out"))
            configure({"log": '{syslog: {to: "%s", facility: local3}}' % url})
            drive("add", N, "log")
            run()
            expect({r["state"] for r in rows()} == {"sent"}, url, rows()[:2])
            expect(wait_for(lambda: len(lines("out")) == before + N), url, len(lines("out")) - before)
            for l in lines("out")[before:]:
                version, severity, host, app, msgid, data, msg = l.split("|", 6)
                expect((version, severity, host, app, msgid) ==
                       ("1", "warning", "test.example.org", "tocsind", "toll_crossed"), l)
                expect(data.startswith("[incident@32473 uid=") and 'killedBest="' in data, data)
                expect("event=alert.fired severity=warning" in msg, msg)
    finally:
        p.terminate()
        p.wait()


def with_tls():
    cert, key = certificate()
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.load_cert_chain(cert, key)
    got = []
    s = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                conn, _ = s.accept()
                conn = c.wrap_socket(conn, server_side=True)
            except OSError:
                continue
            data = b""
            while True:
                part = conn.recv(65536)
                if not part:
                    break
                data += part
            got.append(data)

    threading.Thread(target=serve, daemon=True).start()
    port = s.getsockname()[1]
    configure({"log": '{syslog: {to: "tls://localhost:%d", ca_file: "%s"}}' % (port, cert)})
    drive("add", N, "log")
    run()
    expect({r["state"] for r in rows()} == {"sent"}, "tls", rows()[:1])
    expect(wait_for(lambda: len(got) == 1), "one connection", len(got))
    data, n = got[0] if got else b"", 0
    while data:
        size, rest = data.split(b" ", 1)
        expect(rest[:int(size)].startswith(b"<28>1 "), rest[:20])
        data, n = rest[int(size):], n + 1
    expect(n == N, "octet counting", n)
    configure({"log": '{syslog: {to: "tls://localhost:%d"}}' % port})
    drive("add", 1, "log")
    run()
    expect(rows()[0]["state"] == "pending" and "ertificate" in rows()[0]["error"], "unknown", rows())


def with_journal():
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind(path("journal"))
    s.settimeout(10)
    configure({"j": '{journal: {socket: "%s"}}' % path("journal")})
    drive("add", 1, "j")
    run()
    fields = dict(l.split("=", 1) for l in s.recv(65536).decode().splitlines())
    expect(fields["PRIORITY"] == "4" and fields["TOCSIN_KILLED_BEST"] == "1", fields)
    expect(len(fields["MESSAGE_ID"]) == 32 and rows()[0]["state"] == "sent", fields)
    s.close()
    os.unlink(path("journal"))
    drive("add", 1, "j")
    run()
    expect(rows()[-1]["state"] == "pending", "no journal: it waits", rows())


with_tls()
with_journal()
if shutil.which("rsyslogd"):
    with_rsyslog()
else:
    print("SKIP: rsyslogd is not installed; UDP and TCP were not tried")
end()
