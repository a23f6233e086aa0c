#!/usr/bin/python3
"""Three daemons on one PostgreSQL, two of them with wrong clocks: every feed is asked by one of them, every alert rings once,
whoever is killed."""
import collections, re, signal
from email.utils import formatdate
from postgres import Postgres
from world import *

CITIES = [('Mogadishu', 'Somalia'), ('Gao', 'Mali'), ('Maiduguri', 'Nigeria'), ('Goma', 'Democratic Republic of the Congo'),
          ('Idlib', 'Syria'), ('Kharkiv', 'Ukraine'), ('Mandalay', 'Myanmar'), ('Kandahar', 'Afghanistan'), ('Sanaa', 'Yemen')]
NODES = 3
CLOCKS = (0, -3, 5)  # hours that they are wrong


def put_feeds(world, killed):
    for i, (city, country) in enumerate(CITIES):
        items = [('n%d-%d' % (i, k), 'Attack in %s kills %d' % (city, k), formatdate(),
                  'At least %d people were killed in an attack in %s, %s, police said.' % (k, city, country)) for k in killed]
        world.put('f%d.xml' % i, rss('f%d' % i, items))


def configure(world, pg, hook, node, more):
    os.makedirs('%s/%s' % (world.dir, node), exist_ok=True)
    text = 'store: {address: "%s"%s}\ndefaults: {allow_private: true, backlog: ring, lang: en, every: 1h}\nfeeds:\n' % (pg.address, more)
    for i in range(len(CITIES)):
        text += '  - {name: f%d, url: "http://127.0.0.%d:%d/f%d.xml"}\n' % (i, i + 1, world.port, i)
    text += '''rules:
  - {name: toll, toll: killed, at: [10, 100], send: [hook]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/", secret: "%s", allow_private: true}}
''' % (hook.port, SECRET)
    path = '%s/%s.yaml' % (world.dir, node)
    with open(path, 'w') as f:
        os.fchmod(f.fileno(), 0o600)
        f.write('state_dir: %s/%s\ncontrol: %s/%s/sock\n' % (world.dir, node, world.dir, node) + text)
    return path


def off_by(world, node, hours):
    """The environment of a daemon whose clock is wrong."""
    page = '%s/n%d.faults' % (world.dir, node)
    Orders.on(page).clock_ms = hours * 3600000
    return faulty(TOCSIN_FAULTS=page)


def right_times(pg):
    """Of what was written, by the server's clock."""
    return pg.query('SELECT count(*) FROM entry WHERE abs(seen_ms - extract(epoch FROM now()) * 1000) > 600000') == ['0']


def asked(world):
    return collections.Counter(re.findall(r'GET /(f\d+)\.xml', open(world.dir + '/access.log').read()))


def once_each(world, hook, polls, alerts):
    check(wait_for(lambda: sum(asked(world).values()) >= polls * len(CITIES), 60), 'all feeds were asked')
    check(wait_for(lambda: len({i for i, body in hook.seen}) >= alerts, 60), '%d alerts arrive' % alerts)
    check(set(asked(world).values()) == {polls}, 'each feed was asked %d times: %s' % (polls, dict(asked(world))))
    told = [body['data']['alert'] for i, body in hook.seen]
    check(len(told) == len(set(told)) == alerts and not hook.bad, '%d alerts, each once' % len(told))


def main(make_server=Postgres, more=''):
    """more: of the store's configuration"""
    world, hook = World(), Hook()
    need(TOCSIND, TOCSIN, 'runuser')
    pg = make_server()
    try:
        world.serve()
        put_feeds(world, [14])
        configs = [configure(world, pg, hook, 'n%d' % i, more) for i in range(NODES)]
        logs = [open('%s/n%d.log' % (world.dir, i), 'ab') for i in range(NODES)]
        daemons = [world.start([TOCSIND, '-f', '-c', c], stderr=l, env=off_by(world, i, CLOCKS[i]))
                   for i, (c, l) in enumerate(zip(configs, logs))]
        once_each(world, hook, 1, len(CITIES))

        def nodes():
            return json.loads(world.tocsin('node', 'list', '--json', '-c', configs[0]).stdout or '[]')
        check(wait_for(lambda: len([n for n in nodes() if n['alive']]) == NODES), 'three nodes live')

        check(right_times(pg), 'by the right time')

        # One is killed without a word, one leaves; what is new is told by the third, once.
        daemons[1].send_signal(signal.SIGKILL)
        daemons[2].terminate()
        check(daemons[2].wait(30) == 0, 'a node leaves')
        check(wait_for(lambda: len(nodes()) == 2), 'who leaves says so: %s' % nodes())
        put_feeds(world, [14, 120])
        for i in range(len(CITIES)):
            done = world.tocsin('feed', 'poll', '-f', 'f%d' % i, '-s', world.dir + '/n0/sock')
            check(done.returncode == 0, 'poll f%d %s' % (i, done.stderr.strip()))
        once_each(world, hook, 2, 2 * len(CITIES))
        daemons[0].terminate()
        check(daemons[0].wait(30) == 0, 'the last one ends')
    finally:
        world.kill(TOCSIND)
        pg.end()
    world.end()


if __name__ == '__main__':
    main()
