"""What tests/delivery_*.py share: a configuration, the driver, certificates, expectations."""
import json, os, shutil, socket, subprocess, sys, tempfile

from empty_store import empty_store, query

BUILD = os.environ.get("top_builddir", "build")
DRIVE = os.path.join(BUILD, "tests/delivery_drive")
dir = tempfile.mkdtemp(prefix="tocsin-delivery-")
bad = 0


def skip(why):
    print("SKIP:", why)
    sys.exit(77)


def expect(ok, *what):
    global bad
    if not ok:
        bad += 1
        print("FAIL", *what, flush=True)


def end():
    shutil.rmtree(dir, ignore_errors=True)
    print("ok" if bad == 0 else "%d failures" % bad)
    sys.exit(1 if bad else 0)


def path(name):
    return os.path.join(dir, name)


def write(name, text, mode=0o600):
    with open(path(name), "w") as f:
        f.write(text)
    os.chmod(path(name), mode)
    return path(name)


def configure(receivers):
    """A configuration with these receivers and an empty store of its own, whose address it returns."""
    store = empty_store(path("drive.db"))
    lines = ["store: {address: %s}" % json.dumps(store), "receivers:"]
    lines += ["  %s: %s" % (k, v) for k, v in receivers.items()]
    write("drive.yaml", "\n".join(lines) + "\n")
    return store


def drive(*args, timeout=120):
    out = subprocess.run([DRIVE, path("drive.yaml")] + [str(a) for a in args], timeout=timeout,
                         stdout=subprocess.PIPE)
    expect(out.returncode == 0, "delivery_drive", args, out.returncode)
    return [json.loads(l) for l in out.stdout.decode().splitlines()]


def run(ms=None):
    return drive(*(["run"] if ms is None else ["run", ms]))[0]


def rows():
    """Oldest first."""
    return drive("list")[::-1]


def certificate():
    """A self-signed one for localhost: (cert file, key file)."""
    if not shutil.which("openssl"):
        skip("openssl is not installed")
    cert, key = path("cert.pem"), path("key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                   check=True, stderr=subprocess.DEVNULL)
    return cert, key


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


if not os.access(DRIVE, os.X_OK):
    skip("tests/delivery_drive is not built")
