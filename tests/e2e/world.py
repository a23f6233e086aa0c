"""The world around a daemon under test: feeds served by nginx, a webhook that checks signatures with
Python's own hmac, a real SMTP server (aiosmtpd), a syslog over UDP; and the daemon itself."""
import asyncio, base64, ctypes, hashlib, hmac, http.server, json, mmap, os, shutil, socket, subprocess, sys
import tempfile, threading, time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from empty_store import SERVER, empty_store

TOP = os.path.abspath(os.environ.get('top_srcdir', '.'))
BUILD = os.path.abspath(os.environ.get('top_builddir', '.'))
TOCSIND, TOCSIN = BUILD + '/daemon/tocsind', BUILD + '/daemon/tocsin'
SHIM = BUILD + '/tests/faults/faults.so'
SECRET = 'whsec_' + base64.b64encode(b'a secret of twenty-four b').decode()


def skip(why):
    print('skipped:', why)
    sys.exit(77)


def need(*programs):
    for p in programs:
        if not (shutil.which(p) or os.path.exists('/usr/sbin/' + p)):
            skip(p + ' is not installed')


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def sanitized():
    with open(BUILD + '/config.h') as f:
        return '#define SANITIZED 1' in f.read()


def faulty(**more):
    """The environment of a program whose calls may be made to fail (tests/faults); sanitizers bear no other library."""
    return dict(os.environ, **more) if sanitized() else dict(os.environ, LD_PRELOAD=SHIM, **more)


class Orders(ctypes.Structure):
    """struct faults of tests/faults/faults.h: what a program that runs with faulty(TOCSIN_FAULTS=PAGE) suffers."""
    _fields_ = [('clock_ms', ctypes.c_int64), ('down', ctypes.c_uint32), ('kinds', ctypes.c_uint32),
                ('at', ctypes.c_int64), ('seen', ctypes.c_int64), ('failed', ctypes.c_int64), ('blocks', ctypes.c_int64),
                ('name', ctypes.c_char * 32)]
    MEMORY, OPEN, READ, WRITE, SYNC, SOCKET, PROCESS, NAMES, PAGE, LOCK, BUSY = (1 << n for n in range(11))

    @classmethod
    def on(cls, page):
        with open(page, 'wb') as f:
            f.write(bytes(4096))
        with open(page, 'r+b') as f:
            return cls.from_buffer(mmap.mmap(f.fileno(), 4096))


def check(good, what):
    print('ok  ' if good else 'FAIL', what, flush=True)
    if not good:
        World.current.failed += 1


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


class Hook:
    """Standard Webhooks, as its specification says; .down answers 503."""

    def __init__(self):
        self.seen, self.bad, self.down, self.slow = [], [], False, 0
        self.patience = 300  # seconds that a timestamp may be wrong
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers['content-length']))
                time.sleep(hook.slow)
                if hook.down:
                    self.send_response(503)
                    self.send_header('content-length', '0')
                    self.end_headers()
                    return
                hook.take(self.headers, body)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, headers, body):
        signed = b'%s.%s.%s' % (headers['webhook-id'].encode(), headers['webhook-timestamp'].encode(), body)
        key = base64.b64decode(SECRET[6:])
        want = 'v1,' + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        fresh = abs(time.time() - int(headers['webhook-timestamp'])) < self.patience
        if want not in headers['webhook-signature'].split() or not fresh:
            self.bad.append(headers['webhook-id'])
        self.seen.append((headers['webhook-id'], json.loads(body)))


class Mail:
    def __init__(self):
        try:
            from aiosmtpd.controller import Controller
        except ImportError:
            skip('python3-aiosmtpd is not installed')
        self.seen, self.down, self.slow = [], False, 0
        mail = self

        class Handler:
            async def handle_DATA(self, server, session, envelope):
                await asyncio.sleep(mail.slow)
                if mail.down:
                    return '451 later'
                mail.seen.append((envelope.rcpt_tos, envelope.content))
                return '250 taken'

        self.port = free_port()
        self.server = Controller(Handler(), hostname='127.0.0.1', port=self.port)
        self.server.start()


class Syslog:
    def __init__(self):
        self.seen = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            self.seen.append(self.socket.recv(65536).decode())


class World:
    current = None

    def __init__(self):
        World.current = self
        self.dir = tempfile.mkdtemp(prefix='tocsin-e2e-')
        self.www = self.dir + '/www'
        os.mkdir(self.www)
        self.failed, self.processes, self.nginx = 0, [], None
        self.store = ''
        self.begin_anew()

    def end(self):
        for p in self.processes:
            if p.poll() is None:
                p.terminate()
            try:
                p.wait(10)
            except subprocess.TimeoutExpired:
                p.kill()
        if self.failed == 0:
            shutil.rmtree(self.dir, ignore_errors=True)
        sys.exit(1 if self.failed else 0)

    def kill(self, program=None):
        """Who still runs, all or those of a program: before the database under them ends."""
        for p in self.processes:
            if p.poll() is None and program in (None, p.args[0]):
                p.kill()
                p.wait()

    def begin_anew(self):
        """With an empty store: in the state directory, or of the server that tests/postgres.sh names."""
        shutil.rmtree(self.dir + '/state', ignore_errors=True)
        if SERVER:
            self.store = 'store: {address: "%s", lease: 3s}\n' % empty_store(None)

    # -- feeds --

    def serve(self):
        need('nginx')
        self.port = free_port()
        conf = self.dir + '/nginx.conf'
        with open(conf, 'w') as f:
            f.write('daemon off; pid %s/nginx.pid; error_log %s/nginx.log; %s\n' % (
                self.dir, self.dir, 'user root;' if os.getuid() == 0 else ''))
            f.write('events {} http { access_log %s/access.log; default_type application/xml;\n' % self.dir)
            for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'):
                f.write('%s_temp_path %s/tmp_%s;\n' % (kind, self.dir, kind))
            f.write(''.join('server { listen 127.0.0.%d:%d; root %s; }\n' % (n, self.port, self.www) for n in range(1, 10)) + '}\n')
        exe = shutil.which('nginx') or '/usr/sbin/nginx'
        self.start([exe, '-p', self.dir, '-c', conf])
        assert wait_for(lambda: self.answers(self.port)), open(self.dir + '/nginx.log').read()

    @staticmethod
    def answers(port):
        with socket.socket() as s:
            return s.connect_ex(('127.0.0.1', port)) == 0

    def put(self, name, text):
        with open(self.www + '/' + name, 'wb') as f:
            f.write(text if isinstance(text, bytes) else text.encode())

    # -- processes --

    def start(self, argv, **kw):
        kw.setdefault('stdout', subprocess.DEVNULL)
        kw.setdefault('stderr', subprocess.DEVNULL)
        p = subprocess.Popen(argv, **kw)
        self.processes.append(p)
        return p

    def config(self, text, name='tocsin.yaml'):
        path = self.dir + '/' + name
        with open(path, 'w') as f:
            os.fchmod(f.fileno(), 0o600)
            f.write('state_dir: %s/state\ncontrol: %s/control.sock\n%s' % (self.dir, self.dir, self.store) + text)
        return path

    def once(self, config, timeout=60):
        """One round: its exit code and its log."""
        p = subprocess.run([TOCSIND, '--once', '-c', config], stderr=subprocess.PIPE, timeout=timeout)
        return p.returncode, p.stderr.decode(errors='replace')

    def daemon(self, config, **kw):
        log = open(self.dir + '/daemon.log', 'ab')
        begun = self.log().count('event=ready')
        p = self.start([TOCSIND, '-f', '-c', config], stderr=log, **kw)
        assert wait_for(lambda: self.log().count('event=ready') > begun), self.log()
        return p

    def log(self):
        with open(self.dir + '/daemon.log', errors='replace') as f:
            return f.read()

    def tocsin(self, *args, **kw):
        return subprocess.run([TOCSIN, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=60, **kw)


def escape(s):
    return s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


def paragraphs(text):
    return ''.join('<p>%s</p>' % p for p in text.split('\n\n'))


def rss(title, entries):
    """entries: (id, title, RFC 822 date, text)"""
    items = ''.join('<item><title>%s</title><link>http://news.example/%s</link><guid isPermaLink="false">%s</guid>'
                    '<pubDate>%s</pubDate><description>%s</description></item>' % (
                        escape(t), i, i, d, escape(paragraphs(x))) for i, t, d, x in entries)
    return '<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title><link>http://news.example/</link>%s</channel></rss>' % (title, items)


def atom(title, entries):
    """entries: (id, title, RFC 3339 date, text)"""
    items = ''.join('<entry><title>%s</title><link href="http://news.example/%s"/><id>urn:e2e:%s</id><updated>%s</updated>'
                    '<content type="html">%s</content></entry>' % (
                        escape(t), i, i, d, escape(paragraphs(x))) for i, t, d, x in entries)
    return '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>%s</title><id>urn:e2e:%s</id><updated>2024-01-01T00:00:00Z</updated>%s</feed>' % (title, title, items)
