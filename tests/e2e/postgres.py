"""A PostgreSQL server of its own, on a Unix socket in a directory that is thrown away; not as root."""
import contextlib, glob, os, pwd, shutil, signal, subprocess, tempfile
from world import BUILD, skip, wait_for


class Postgres:
    def __init__(self, settings='-c fsync=off', base=None, clock=None):
        """base: the server that it becomes the standby of; clock: what gives it the time (faketime.Clock), of its directory."""
        found = sorted(glob.glob('/usr/lib/postgresql/*/bin'))
        if not found or '#define HAVE_PQ 1' not in open(BUILD + '/config.h').read():
            skip('no PostgreSQL server here, or built without libpq')
        self.bin, self.dir = found[-1], tempfile.mkdtemp(prefix='tocsin-pg-')
        os.chmod(self.dir, 0o755)
        if os.getuid() == 0:
            os.chown(self.dir, pwd.getpwnam('postgres').pw_uid, -1)
        if base is None:
            self.run('initdb', '-D', self.dir + '/data', '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N')
        else:
            self.run('pg_basebackup', '-D', self.dir + '/data', '-U', 'postgres', '-h', base.dir, '-R', '-X', 'stream', '-c', 'fast')
        self.settings = '-c listen_addresses= -c unix_socket_directories=%s %s' % (self.dir, settings)
        self.clock = clock(self.dir) if clock else None
        self.start()
        self.address = 'postgresql:///postgres?user=postgres&host=' + self.dir

    def run(self, program, *args, check=True, env=None):
        argv = [self.bin + '/' + program, *args]
        if os.getuid() == 0:
            argv = ['runuser', '-u', 'postgres', '--', *argv]
        return subprocess.run(argv, cwd=self.dir, check=check, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode

    def start(self):
        """Again while what is left of the one before is still going away."""
        start = ['pg_ctl', '-D', self.dir + '/data', '-w', '-l', self.dir + '/log', '-o', self.settings, 'start']
        if not wait_for(lambda: self.run(*start, check=False, env=self.clock.environment if self.clock else None) == 0, 30):
            raise RuntimeError(open(self.dir + '/log').read())

    def stop(self):
        self.run('pg_ctl', '-D', self.dir + '/data', '-m', 'immediate', 'stop', check=False)

    def query(self, sql):
        """The rows, as psql prints them."""
        done = subprocess.run([self.bin + '/psql', '-XAtq', '-h', self.dir, '-U', 'postgres', '-c', sql, 'postgres'],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.split('\n')[:-1]

    def pids(self):
        """The postmaster first."""
        with open(self.dir + '/data/postmaster.pid') as f:
            first = int(f.readline())
        children = []
        for path in glob.glob('/proc/[0-9]*/stat'):
            try:
                pid, rest = open(path).read().split(' ', 1)
                if int(rest.rsplit(')', 1)[1].split()[1]) == first:
                    children.append(int(pid))
            except OSError:
                pass  # it ended meanwhile
        return [first] + children

    def signal(self, number):
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):  # it ended meanwhile
                os.kill(pid, number)

    def kill(self):
        """As a machine dies: all at once, nothing tidied."""
        self.signal(signal.SIGKILL)
        assert wait_for(lambda: not os.path.exists('/proc/%d' % self.pids()[0]))

    def end(self):
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)
