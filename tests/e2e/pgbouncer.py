#!/usr/bin/python3
"""The same as cluster.py behind pgbouncer in transaction mode, two sessions for three daemons, and claims without SKIP LOCKED."""
import cluster
from postgres import Postgres
from world import *


class Pooled(Postgres):
    def __init__(self):
        super().__init__()
        need('pgbouncer')
        with open(self.dir + '/pool.ini', 'w') as f:
            f.write('[databases]\npostgres = host=%s dbname=postgres user=postgres\n[pgbouncer]\nlisten_addr =\nlisten_port = 6432\n'
                    'unix_socket_dir = %s\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 2\n' % (self.dir, self.dir))
        argv = ['pgbouncer', self.dir + '/pool.ini']
        if os.getuid() == 0:
            argv = ['runuser', '-u', 'postgres', '--', *argv]
        self.pool = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert wait_for(lambda: os.path.exists(self.dir + '/.s.PGSQL.6432'))
        self.address += '&port=6432&prepare=off'

    def end(self):
        self.pool.terminate()
        self.pool.wait()
        super().end()


cluster.main(Pooled, ', claim: atomic')
