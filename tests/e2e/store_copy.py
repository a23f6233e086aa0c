#!/usr/bin/python3
"""tocsin store copy, from a file to PostgreSQL and back: every column of every table is as it was, numbers and all.  The
rows are made up by the types of the columns, so that whatever the schema gains is copied too, or fails here."""
import json, sqlite3
from postgres import Postgres
from world import *

OF_NODES = {'node', 'host'}  # what lives now: not copied
OWN = {'schema', 'floor', 'ledger'}  # of meta: what a store says of itself
ROWS = 7
AWKWARD = ['', 'plain', 'zwei Wörter', '死者 14', "it's \"so\" \\ %s\n\t", '🔔', 'x' * 9000]
NUMBERS = [0, 1, -1, 2**31, -2**31 - 1, 2**53 + 1, 2**63 - 1]
REALS = [0.0, -0.5, 1e-300, 1e300, 35.123456789012345, 1/3, -179.99999999999997]
BLOBS = [b'', b'\x00', bytes(range(256)), b'\xff\xfe\x00', b'a', b'\\x41', b'\n' * 5000]


def value(kind, unique, i):
    """unique: it is a key, or part of one."""
    if kind == 'INTEGER':
        return i + 5 if unique else NUMBERS[i]
    if kind == 'TEXT':
        return '%d %s' % (i, AWKWARD[i]) if unique else AWKWARD[i]
    return REALS[i] if kind == 'REAL' else BLOBS[i]


def tables(db):
    """Columns of each: name, type, may it be null, is it of a key."""
    found = {}
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").fetchall():
        keys = {c for (index,) in db.execute("SELECT name FROM pragma_index_list(?) WHERE \"unique\"", (name,)).fetchall()
                for (c,) in db.execute('SELECT name FROM pragma_index_info(?)', (index,)).fetchall()}
        found[name] = [(c, kind, not must and not pk, pk > 0 or c in keys) for c, kind, must, pk in
                       db.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,)).fetchall()]
    return found


def fill(db):
    for name, columns in tables(db).items():
        for i in range(ROWS):
            row = [None if may_be_null and i == 0 else value(kind, unique, i) for _, kind, may_be_null, unique in columns]
            db.execute('INSERT INTO %s VALUES (%s)' % (name, ', '.join('?' * len(row))), row)
    db.commit()


def of_file(path):
    with sqlite3.connect(path) as db:
        return {name: sorted(db.execute('SELECT %s FROM %s' % (', '.join(c[0] for c in columns), name)).fetchall(), key=repr)
                for name, columns in tables(db).items()}


def of_server(pg, layout):
    """The same, as PostgreSQL says it in JSON."""
    def plain(row, columns):
        return tuple(bytes.fromhex(v[2:]) if kind == 'BLOB' and v is not None else float(v) if kind == 'REAL' and v is not None else v
                     for v, (_, kind, _, _) in zip(row, columns))
    return {name: sorted((plain(json.loads(line), columns) for line in
                          pg.query('SELECT json_build_array(%s) FROM %s' % (', '.join(c[0] for c in columns), name))), key=repr)
            for name, columns in layout.items()}


def same(what, was, now):
    for name in was:
        if name == 'meta':
            was[name], now[name] = ([row for row in rows if row[0] not in OWN] for rows in (was[name], now[name]))
        check(was[name] == now[name] and len(was[name]) > 0, '%s: %d rows of %s' % (what, len(now[name]), name))


def main():
    world = World()
    need(TOCSIN, 'runuser')
    pg = Postgres()
    first, last = world.dir + '/first.db', world.dir + '/last.db'
    try:
        check(world.tocsin('store', 'copy', pg.address, first).returncode != 0, 'there is nothing to copy yet')
        world.once(world.config('store: {address: "%s"}\n' % first))
        with sqlite3.connect(first) as db:
            fill(db)
            layout = {name: columns for name, columns in tables(db).items() if name not in OF_NODES}
        was = {name: rows for name, rows in of_file(first).items() if name in layout}
        out = world.tocsin('store', 'copy', first, pg.address)
        check(out.returncode == 0, 'to PostgreSQL: ' + (out.stdout + out.stderr).strip())
        same('on the server', was, of_server(pg, layout))
        out = world.tocsin('store', 'copy', pg.address, last)
        check(out.returncode == 0, 'and back: ' + (out.stdout + out.stderr).strip())
        same('back in a file', was, of_file(last))
        check(world.tocsin('store', 'copy', first, pg.address).returncode != 0, 'not into one that is not empty')
    finally:
        pg.end()
    world.end()


main()
