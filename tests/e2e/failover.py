#!/usr/bin/python3
"""The primary dies while two daemons write, its synchronous standby is promoted: they write again within two seconds, nothing that
was acknowledged is missing, no alert is lost or doubled; meanwhile the API reads from the standby."""
import collections, re, urllib.request
from postgres import Postgres
from world import *

FEEDS, SECONDS, NODES = 24, 16, 2
TOWNS = ['Mogadishu', 'Maiduguri', 'Goma', 'Idlib', 'Kharkiv', 'Mandalay', 'Kandahar', 'Sanaa', 'Tripoli', 'Bangui', 'Kidal', 'Juba']


def configure(world, address, node, origin):
    os.makedirs('%s/%s' % (world.dir, node))
    port = free_port()
    path = '%s/%s.yaml' % (world.dir, node)
    with open(path, 'w') as f:
        os.fchmod(f.fileno(), 0o600)
        f.write('state_dir: %s/%s\ncontrol: off\nhttp: {listen: "127.0.0.1:%d"}\n' % (world.dir, node, port))
        f.write('store: {address: "%s", takeover: 3s}\nlimits: {host_spacing: 500ms, workers: 1}\n' % address)
        f.write('defaults: {allow_private: true, backlog: ring, lang: en, every: 1s}\nfeeds:\n')
        for i in range(FEEDS):
            f.write('  - {name: f%d, url: "http://127.0.1.%d:%d/f%d"}\n' % (i, i + 1, origin, i))
        f.write('rules:\n  - {name: toll, toll: killed, at: [10, 1000], send: [hook]}\n')
        f.write('receivers:\n  hook: {webhook: {url: "http://127.0.0.1:%d/hook", secret: "%s", allow_private: true}}\n' % (origin, SECRET))
    return path, port


def acknowledged(world):
    """What the daemons say that they stored."""
    new = collections.Counter()
    for i in range(NODES):
        for feed, n in re.findall(r'event=poll feed=(f\d+) .* new=(\d+)', open('%s/n%d.log' % (world.dir, i), errors='replace').read()):
            new[feed] += int(n)
    return new


def stored(pg):
    rows = pg.query('SELECT f.name, count(*) FROM entry e JOIN feed f ON f.id = e.feed GROUP BY f.name')
    return collections.Counter({r.split('|')[0]: int(r.split('|')[1]) for r in rows})


def taken(pg):
    return int(pg.query('SELECT sum(epoch) FROM feed')[0])


def reads(port):
    with urllib.request.urlopen('http://127.0.0.1:%d/api/v1/alerts' % port, timeout=10) as answer:
        return answer.status == 200 and json.load(answer)


def fail_over(world, pg, standby, port):
    pg.kill()
    said = acknowledged(world)
    time.sleep(0.5)
    check(wait_for(lambda: try_to(lambda: reads(port)), 5), 'the API reads from the standby')
    standby.run('pg_ctl', '-D', standby.dir + '/data', '-w', 'promote')
    promoted, before = time.monotonic(), taken(standby)
    check(wait_for(lambda: taken(standby) > before, 10), 'they write again')
    took = time.monotonic() - promoted
    print("     %.2f s after the promotion" % took)
    missing = said - stored(standby)
    check(not missing, 'of %d acknowledged entries none is missing: %s' % (sum(said.values()), dict(missing)))


def try_to(what):
    try:
        return what()
    except OSError:
        return False


def main():
    world = World()
    need(TOCSIND, 'runuser')
    pg = Postgres('-c fsync=off -c synchronous_standby_names=*')
    standby = Postgres('-c fsync=off', base=pg)
    address = 'postgresql:///postgres?user=postgres&host=%s,%s&target_session_attrs=read-write' % (pg.dir, standby.dir)
    log, origin = world.dir + '/origin.log', free_port()
    try:
        check(wait_for(lambda: pg.query('SELECT sync_state FROM pg_stat_replication') == ['sync']), 'the standby is synchronous')
        world.start([sys.executable, os.path.dirname(os.path.abspath(__file__)) + '/origin.py', str(origin), log, str(FEEDS), str(SECONDS),
                     ','.join(TOWNS)], stderr=open(world.dir + '/origin.err', 'w'))
        assert wait_for(lambda: World.answers(origin))
        configs = [configure(world, address, 'n%d' % i, origin) for i in range(NODES)]
        for i, (path, _) in enumerate(configs):
            world.start([TOCSIND, '-f', '-c', path], stderr=open('%s/n%d.log' % (world.dir, i), 'ab'))
        check(wait_for(lambda: sum(acknowledged(world).values()) >= len(TOWNS) + 2, 30), 'they write')
        fail_over(world, pg, standby, configs[0][1])
        check(wait_for(lambda: sum(stored(standby).values()) == 3 * len(TOWNS), 2 * SECONDS), 'all %d entries are there' % (3 * len(TOWNS)))
        alerts = standby.query('SELECT id FROM alert')
        check(len(alerts) == len(set(standby.query("SELECT rule || incident || reason || severity FROM alert"))) == 2 * len(TOWNS),
              '%d alerts, none doubled' % len(alerts))

        def told():
            return [l.split()[1:] for l in open(log) if l.startswith('hook')]
        # What was claimed as the primary died, and its answer lost, comes again when the claim ends, after five minutes.
        check(wait_for(lambda: {a for _, a in told()} == set(alerts), 330), 'each alert arrived')
        check(len({i for i, _ in told()}) == len(alerts), '%d messages, %d of them again under their id' % (len(told()), len(told()) - len(alerts)))
    finally:
        world.kill()
        pg.end()
        standby.end()
    world.end()


main()
