#!/usr/bin/python3
"""A daemon is stopped amid a transaction, as a machine that is suspended: the locks that it holds are taken from it, the other one
goes on asking all feeds, and it takes its part again when it wakes."""
from chaos import *

THAWED = 30  # seconds until the other goes on: the server waits ten for the one that is stopped


def idle_in_transaction(pg):
    return pg.query("SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND xact_start < clock_timestamp() - interval '0.2 s'")


def freeze(node, pg, rng):
    """Stops it again and again until that is amid a transaction."""
    for i in range(500):
        node.process.send_signal(signal.SIGSTOP)
        if wait_for(lambda: idle_in_transaction(pg), 0.4):
            return True
        node.process.send_signal(signal.SIGCONT)
        time.sleep(rng.random() * 0.2)
    return False


def polls(node):
    with open(node.path + '.log', errors='replace') as f:
        return f.read().count('event=poll ')


def asked_since(run, began):
    return len({l[4] for l in run.lines('asked') if float(l[1]) > began})


def main():
    world, rng, names = World(), random.Random(1), towns()
    need(TOCSIND, 'runuser')
    pg = Postgres()
    try:
        run = Run(world, 'frozen', names)
        store = '{address: "%s", lease: %ds, takeover: %dms}' % (pg.address, LEASE, TAKEOVER * 1000)
        nodes = [run.configure(store, 'n%d' % i) for i in range(2)]
        check(wait_for(run.all_asked, 120), 'two daemons ask all feeds')
        check(freeze(nodes[0], pg, rng), 'one is stopped amid a transaction')
        check(wait_for(lambda: not idle_in_transaction(pg), THAWED), 'its transaction is ended')
        began = time.time()
        check(wait_for(lambda: asked_since(run, began) == FEEDS, THAWED), 'the other asks all feeds')
        before = polls(nodes[0])
        nodes[0].process.send_signal(signal.SIGCONT)
        check(wait_for(lambda: polls(nodes[0]) > before, THAWED), 'the one that was stopped asks again, too')
    finally:
        world.kill()
        pg.end()
    world.end()


main()
