#!/usr/bin/python3
"""million.py [FEEDS] [SECONDS] [EVERY] -- four daemons, one PostgreSQL, FEEDS feeds (1000000), each on a host of its own of
loopback, asked once in EVERY seconds (780); nginx says "not modified" to all.  Everything else is real.  Says for SECONDS (180) how
many polls were committed, how late the latest feed was, and what each part cost."""
import os, sys, time
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../tests/e2e'))
from postgres import Postgres
from world import *

FEEDS, SECONDS, EVERY = [int(a) for a in sys.argv[1:]] + [1000000, 180, 780][len(sys.argv) - 1:]
NODES, IN_A_FILE = 4, 200000
TICK = os.sysconf('SC_CLK_TCK')


def feeds(dir, port):
    for first in range(0, FEEDS, IN_A_FILE):
        with open('%s/feeds-%07d.yaml' % (dir, first), 'w') as f:
            f.write('feeds:\n' + ''.join(feed(i, port) for i in range(first, min(FEEDS, first + IN_A_FILE))))


def feed(i, port):
    return ('  - {name: f%d, url: "http://127.%d.%d.%d:%d/"}\n' % (i, 1 + (i >> 16), i >> 8 & 255, i & 255, port))


def configure(world, pg, node):
    with open('%s/n%d.yaml' % (world.dir, node), 'w') as f:
        f.write('state_dir: %s/n%d\ncontrol: off\ninclude: ["feeds-*.yaml"]\nstore: {address: "%s", node: n%d}\n' % (world.dir, node, pg.address, node))
        f.write('defaults: {allow_private: true, every: %ds, timeout: 30s}\n' % EVERY)
        f.write('limits: {workers: 1}\nlog: {level: notice}\n')
    return f.name


def serve(world):
    port = free_port()
    with open(world.dir + '/nginx.conf', 'w') as f:
        f.write('daemon off; pid %s/nginx.pid; error_log %s/nginx.log; worker_rlimit_nofile 65536;\n' % (world.dir, world.dir))
        f.write('events { worker_connections 16384; }\nhttp { access_log off; keepalive_timeout 0;\n')
        f.write('server { listen 0.0.0.0:%d backlog=8192; location / { add_header ETag "\\"1\\"" always; return 304; } } }\n' % port)
    world.start([shutil.which('nginx') or '/usr/sbin/nginx', '-p', world.dir, '-c', world.dir + '/nginx.conf'])
    assert wait_for(lambda: World.answers(port))
    return port


def cpu(pids):
    """Seconds, of the living."""
    total = 0
    for pid in pids:
        try:
            fields = open('/proc/%d/stat' % pid).read().rsplit(')', 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / TICK
        except OSError:
            pass
    return total


def memory(pid):
    return int([l for l in open('/proc/%d/status' % pid) if l.startswith('VmRSS')][0].split()[1]) / 1024


def committed(pg):
    """Of all feeds: each poll raises an epoch when it is taken and gives the feed up when it is stored."""
    return int(pg.query("SELECT sum(epoch) - count(*) FILTER (WHERE owner <> '') FROM feed")[0])


def progress(pg):
    """What that costs nothing to ask: rows changed (two for a poll), and how late the latest feed is, in ms."""
    return [int(x) for x in pg.query("SELECT (SELECT n_tup_upd / 2 FROM pg_stat_user_tables WHERE relname = 'feed'), "
                                     "greatest(0, extract(epoch FROM now())::bigint * 1000 - (SELECT min(due_ms) FROM feed WHERE enabled = 1))")[0].split('|')]


def main():
    world = World()
    pg = Postgres('-c shared_buffers=512MB -c max_wal_size=4GB -c synchronous_commit=on')
    try:
        port = serve(world)
        feeds(world.dir, port)
        configs = [configure(world, pg, i) for i in range(NODES)]
        seed = subprocess.run([BUILD + '/bench/seed_feeds', configs[0], str(EVERY)], stdout=subprocess.PIPE, text=True, check=True)
        print(seed.stdout.replace('\n', '; '), flush=True)
        pg.query('VACUUM ANALYZE feed')
        began, seeded = time.monotonic(), progress(pg)[0]
        daemons = [world.start([TOCSIND, '-f', '-c', c], stderr=open(c + '.log', 'w')) for c in configs]
        assert wait_for(lambda: progress(pg)[0] > seeded + FEEDS / EVERY * 4, 600)
        print('%d daemons begin to ask after %.0f s' % (NODES, time.monotonic() - began), flush=True)
        nginx = [int(p) for p in subprocess.run(['pgrep', '-f', world.dir + '/nginx.conf|nginx: worker'], stdout=subprocess.PIPE, text=True).stdout.split()]
        parts = {'daemons': [d.pid for d in daemons], 'PostgreSQL': None, 'nginx': nginx}
        first = committed(pg)
        last, at = progress(pg)[0], time.monotonic()
        before = {k: cpu(v or pg.pids()) for k, v in parts.items()}
        then, rates = at, []
        while time.monotonic() < at + SECONDS:
            time.sleep(min(10, SECONDS / 6))
            n, late = progress(pg)
            now = time.monotonic()
            rates.append((n - last) / (now - then))
            print('%6.0f s: %5.0f polls/s, latest %.1f s late' % (now - at, rates[-1], late / 1000), flush=True)
            last, then = n, now
        used = {k: cpu(v or pg.pids()) - before[k] for k, v in parts.items()}
        took, polls = time.monotonic() - at, committed(pg) - first
        print('%d feeds: %.0f polls/s committed over %.0f s (best %.0f); a poll costs %s; %.0f MB a daemon, %s MB of database' % (
            FEEDS, polls / took, took, max(rates), ', '.join('%.2f ms of %s' % (used[k] / polls * 1000, k) for k in used),
            max(memory(d.pid) for d in daemons), int(pg.query('SELECT pg_database_size(current_database())')[0]) >> 20))
    finally:
        world.kill()
        pg.end()
    world.end()


main()
