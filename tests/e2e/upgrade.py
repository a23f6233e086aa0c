#!/usr/bin/python3
"""An upgrade of one node after the other: two versions, each with its schema, on one PostgreSQL.  The later one brings the store to
its own while the earlier works; then both work, and both start again, until the store says that a version is too old."""
import os
from cluster import CITIES, Hook, World, check, configure, need, once_each, put_feeds, wait_for
from postgres import Postgres
from world import BUILD, TOCSIN, TOCSIND

NEXT = BUILD + '/tests/next_tocsind'


def start(world, program, config, name):
    log = '%s/%s.log' % (world.dir, name)
    begun = said(log).count('event=ready')
    daemon = world.start([program, '-f', '-c', config], stderr=open(log, 'ab'), env=dict(os.environ, TOCSIN_DATA=BUILD + '/daemon/share'))
    check(wait_for(lambda: said(log).count('event=ready') > begun), '%s starts' % name)
    return daemon


def said(log):
    try:
        with open(log, errors='replace') as f:
            return f.read()
    except FileNotFoundError:
        return ''


def stop(daemon):
    daemon.terminate()
    check(daemon.wait(30) == 0, 'it ends in order')


def poll_all(world, node):
    """Whoever's feeds they are: a person asks."""
    for i in range(len(CITIES)):
        done = world.tocsin('feed', 'poll', '-f', 'f%d' % i, '-s', '%s/%s/sock' % (world.dir, node))
        check(done.returncode == 0, '%s polls f%d %s' % (node, i, done.stderr.strip()))


def main():
    world, hook = World(), Hook()
    need(TOCSIND, TOCSIN, NEXT, 'runuser')
    pg = Postgres()

    def value(name):
        return int(pg.query("SELECT value FROM meta WHERE name = '%s'" % name)[0])
    try:
        world.serve()
        put_feeds(world, [14])
        old, new = (configure(world, pg, hook, n, '') for n in ('old', 'new'))
        before = start(world, TOCSIND, old, 'old')
        once_each(world, hook, 1, len(CITIES))
        version = value('schema')

        after = start(world, NEXT, new, 'new')
        check(value('schema') == version + 1 and value('floor') <= version, 'the store is of the later version, and the earlier may go on')
        put_feeds(world, [14, 120])
        poll_all(world, 'old')
        once_each(world, hook, 2, 2 * len(CITIES))
        stop(before)
        before = start(world, TOCSIND, old, 'old')
        put_feeds(world, [14, 120, 1300])
        poll_all(world, 'new')
        once_each(world, hook, 3, 2 * len(CITIES))
        entries = [str(3 * len(CITIES))]
        check(wait_for(lambda: pg.query('SELECT count(*) FROM entry') == entries), 'each entry is there once')
        check(pg.query('SELECT DISTINCT next FROM entry') == ['7'], 'what the earlier one wrote has what the later one added')

        stop(before)
        pg.query("UPDATE meta SET value = '%d' WHERE name = 'floor'" % (version + 1))
        before = world.start([TOCSIND, '-f', '-c', old], stderr=open(world.dir + '/refused.log', 'w'))
        check(before.wait(30) != 0 and 'written by a later tocsin' in said(world.dir + '/refused.log'), 'at last the earlier one is refused')
        stop(after)
    finally:
        world.kill()
        pg.end()
    world.end()


main()
