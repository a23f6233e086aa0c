"""measure.py -- what a command costs: processor time and peak memory of its whole tree, and a world to run it in."""
import contextlib, glob, os, shutil, statistics, subprocess, tempfile, threading, time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(os.environ.get('BUILD', TOP + '/build'))
CACHE = os.environ.get('BENCH_CACHE', '/var/tmp/tocsin-bench')
PORTS = 1000  # origins: 19000 and on, over TLS 20000 and on


class Missing(Exception):
    """What is not installed; its rows are skipped aloud."""


def program(name, *fallback):
    for path in (shutil.which(name),) + fallback:
        if path and os.path.exists(path):
            return path
    raise Missing(name + ' is not installed')


def built(name):
    path = BUILD + '/' + name
    if not os.path.exists(path):
        subprocess.run(['make', '-s', '-C', BUILD, name], check=True, stdout=subprocess.DEVNULL)
    return path


def children(pid):
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError):
            for task in os.listdir('/proc/%d/task' % parent):
                with open('/proc/%d/task/%s/children' % (parent, task)) as f:
                    found += map(int, f.read().split())
    return found


def memory(pid):
    """MiB of all its processes; a page that several share counts once."""
    total = 0
    for p in children(pid):
        with contextlib.suppress(OSError):
            with open('/proc/%d/smaps_rollup' % p) as f:
                total += sum(int(line.split()[1]) for line in f if line.startswith('Pss:'))
    return total / 1024


def cpu_of(pid):
    """Seconds of processor time of it and its processes until now."""
    ticks = 0
    for p in children(pid):
        with contextlib.suppress(OSError):
            with open('/proc/%d/stat' % p) as f:
                ticks += sum(map(int, f.read().rsplit(')', 1)[1].split()[11:13]))
    return ticks / os.sysconf('SC_CLK_TCK')


class Cost:
    def __init__(self, cpu, wall, peak):
        self.cpu, self.wall, self.peak = cpu, wall, peak


def once(command, peak=False, **kw):
    """Runs it to its end.  Watching memory costs time, so it is only done when asked for."""
    kw.setdefault('stdout', subprocess.DEVNULL)
    kw.setdefault('stderr', subprocess.DEVNULL)
    most, over = [0.0], threading.Event()
    begun = time.monotonic()
    p = subprocess.Popen(command, stdin=kw.pop('stdin', subprocess.DEVNULL), **kw)

    def watch():
        while not over.wait(0.1):
            most[0] = max(most[0], memory(p.pid))

    if peak:
        threading.Thread(target=watch, daemon=True).start()
    _, status, used = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    over.set()
    if p.returncode != 0:
        raise RuntimeError('%s ended with %d' % (command[0], p.returncode))
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - begun, most[0])


def median(runs, key):
    return statistics.median(getattr(r, key) for r in runs)


def alternate(times, *steps):
    """Each step in turn, so that what else the machine does falls on all alike; their median processor times."""
    runs = [[step() for step in steps] for _ in range(times)]
    return [median(column, 'cpu') for column in zip(*runs)]


class World:
    """A folder that goes away, and nginx over folders of feeds."""

    def __enter__(self):
        self.dir = tempfile.mkdtemp(prefix='tocsin-bench-')
        self.servers = []
        return self

    def __exit__(self, *exc):
        for p in self.servers:
            p.terminate()
            p.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.dir, name)

    def fresh(self, name):
        shutil.rmtree(self.path(name), ignore_errors=True)
        os.mkdir(self.path(name))
        return self.path(name)

    def remove(self, name):
        """A database, with what lies beside it."""
        for path in glob.glob(self.path(name) + '*'):
            os.remove(path)

    def write(self, name, text):
        with open(self.path(name), 'w') as f:
            os.fchmod(f.fileno(), 0o600)
            f.write(text)
        return self.path(name)

    def nginx(self, folder):
        exe = program('nginx', '/usr/sbin/nginx')
        for p in self.servers:
            p.terminate()
            p.wait()
        certificate = self.certificate()
        temp = ' '.join('%s_temp_path %s/nginx-%s;' % (k, self.dir, k)
                        for k in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        conf = self.write('nginx.conf', '''daemon off; pid %(d)s/nginx.pid; error_log %(d)s/nginx.log; %(user)s
worker_rlimit_nofile 8192; events { worker_connections 4096; multi_accept on; }
http { types { application/rss+xml xml; } access_log off; sendfile on; tcp_nodelay on; gzip_static on; %(temp)s
server { listen 127.0.0.1:18080 backlog=4096; listen 127.0.0.1:19000-19999; root %(www)s; }
server { listen 127.0.0.1:20000-20999 ssl; root %(www)s; ssl_certificate %(cert)s; ssl_certificate_key %(cert)s;
ssl_session_cache off; ssl_session_tickets off; } }''' % {
            'd': self.dir, 'www': os.path.abspath(folder), 'temp': temp, 'cert': certificate,
            'user': 'user root;' if os.getuid() == 0 else ''})
        self.servers = [subprocess.Popen([exe, '-p', self.dir, '-c', conf], stderr=subprocess.DEVNULL)]
        wait_until(lambda: os.path.exists(self.path('nginx.pid')))

    def certificate(self):
        path = self.path('origin.pem')
        if not os.path.exists(path):
            subprocess.run([program('openssl'), 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                            'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', path, '-out', path + '.crt', '-days',
                            '30', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], check=True,
                           stderr=subprocess.DEVNULL)
            with open(path, 'a') as f, open(path + '.crt') as crt:
                f.write(crt.read())
        return path


def comes(what, seconds):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def wait_until(what, seconds=60):
    if not comes(what, seconds):
        raise RuntimeError('waited in vain')


def address(n, kind='http'):
    return '%s://127.0.0.1:%d/f%d.xml' % (kind, (20000 if kind == 'https' else 19000) + n % PORTS, n)
