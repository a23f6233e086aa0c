#!/usr/bin/python3
"""Live events of a shared store: while another node has an event under way, nobody's later one gets in before it, so that
who follows the log by number misses none.  The other node is a transaction that psql holds open."""
import http.client, threading
from email.utils import formatdate
from postgres import Postgres
from world import *

NEWS = ('n', 'Blast in Idlib kills 14', formatdate(), 'A car bomb killed at least 14 people in Idlib, Syria, officials said.')
HELD = '''BEGIN; SELECT value FROM meta WHERE name = 'ledger' FOR UPDATE;
INSERT INTO event (at_ms, type, subject, json) VALUES (0, 'incident.changed', 'x', '{"id": "x"}') RETURNING 'seq', seq;
'''
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


class Listener(threading.Thread):
    def __init__(self, port):
        super().__init__(daemon=True)
        self.heard, self.port = [], port
        self.start()

    def run(self):
        c = http.client.HTTPConnection('127.0.0.1', self.port)
        c.request('GET', '/events', headers={'Last-Event-ID': '0'})
        number, r = 0, c.getresponse()
        for line in iter(r.readline, b''):
            key, _, value = line.decode().rstrip('\n').partition(': ')
            number = int(value) if key == 'id' else number
            if key == 'event':
                self.heard.append((number, value))

    def names(self):
        return [name for _, name in self.heard]


def other_node(pg):
    """Its event's number, and how it ends."""
    psql = subprocess.Popen([pg.bin + '/psql', '-XAtq', '-F', ' ', '-h', pg.dir, '-U', 'postgres', 'postgres'], text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    psql.stdin.write(HELD)
    psql.stdin.flush()
    number = next(int(line[4:]) for line in psql.stdout if line.startswith('seq '))
    return number, lambda: psql.communicate('COMMIT;\n')


def in_order(pg, listener, name, command):
    """The event of this name that the command brings about comes after the one that was begun before."""
    number, commit = other_node(pg)
    before = listener.names().count(name)
    doing = command()
    check(wait_for(lambda: pg.query(WAITING) != ['0']), name + ' waits for what is under way')
    commit()
    check(doing.wait(30) == 0 and wait_for(lambda: listener.names().count(name) > before), name + ' is told')
    numbers = [n for n, _ in listener.heard]
    check(number in numbers and numbers == sorted(numbers) and numbers[-1] > number, 'after the other node\'s: %s' % numbers)


def main():
    world, hook = World(), Hook()
    need(TOCSIND, TOCSIN, 'runuser')
    pg, hook.down = Postgres(), True
    try:
        world.serve()
        world.put('a.xml', rss('a', [NEWS]))
        port = free_port()
        config = world.config('''store: {address: "%s"}
http: {listen: "127.0.0.1:%d"}
defaults: {allow_private: true, backlog: ring, lang: en, every: 1h}
feeds:
  - {name: a, url: "http://127.0.0.1:%d/a.xml"}
rules:
  - {name: toll, toll: killed, at: [10], send: [hook]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/", secret: "%s", allow_private: true}}
''' % (pg.address, port, world.port, hook.port, SECRET))
        world.daemon(config)
        wait_for(lambda: world.answers(port))
        listener = Listener(port)
        check(wait_for(lambda: 'delivery.retry' in listener.names()), 'a message cannot be delivered')
        delivery, alert = pg.query('SELECT id FROM outbox')[0], pg.query('SELECT id FROM alert')[0]
        hook.down = False
        for name, words in ('delivery.sent', ['outbox', 'retry', delivery]), ('alert.acknowledged', ['alert', 'ack', alert]):
            in_order(pg, listener, name, lambda: world.start([TOCSIN, *words, '-c', config]))
    finally:
        world.kill(TOCSIND)
        pg.end()
    world.end()


if __name__ == '__main__':
    main()
