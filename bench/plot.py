"""plot.py -- doc/img/performance.svg: processor time over feeds, over entries in the store, over facts in an entry,
both scales logarithmic; the broken line is a cost that grows with the work and no faster."""
import math, random, shutil, subprocess

import feeds
import measure
import rows

WIDE, HIGH, LEFT, BELOW = 320, 240, 60, 45
STYLE = ('.grid{stroke:#ccc;fill:none}.tick{fill:#555;font-size:10px}polyline{fill:none}.cost{stroke:#a33;stroke-width:2}'
         '.straight{stroke:#888;stroke-dasharray:4 3}circle{fill:#a33}')
ENTRY_BYTES = 2500  # that an entry takes on disk, with its log
FILES = 10000  # that many feeds have a document of their own; more are the same under other addresses


def over_feeds(world):
    for n in (100, 1000, 10000, 100000):
        world.nginx(rows.folder(min(n, FILES), 0))
        addresses = ['%s?%d' % (measure.address(i % FILES), i) for i in range(n)]
        yield n, rows.tocsin_first(world, addresses)().cpu


def over_entries(world):
    """At most ten thousand entries of a feed, which is what a year or two bring."""
    for n in (10000, 100000, 1000000, 10000000):
        if shutil.disk_usage(world.dir).free < ENTRY_BYTES * n:
            print('skipped: %d entries take %.0f GB in %s' % (n, ENTRY_BYTES * n / 1e9, world.dir))
            continue
        out = subprocess.run([measure.built('bench/bench_ingest'), world.path('plot-%d.db' % n), str(n), '100', '5000', '1',
                              str(max(100, n // 10000))], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[1:]
        yield n, sum(float(line.split()[2]) for line in out) / len(out) * n / 1e6
        world.remove('plot-%d.db' % n)


def over_facts(world):
    """Read, fused and stored, as a replay does it."""
    r, conf = random.Random(3), rows.config(world, [])
    for n in (0, 1, 3, 10, 30, 100, 200):
        texts = [[feeds.sentence(r, feeds.REPORTS[:1] if n > 0 else feeds.EVERYDAY) for _ in range(max(n, 1))]
                 for _ in range(4000 // max(n, 1) + 5)]
        yield n, rows.lines_cost(world, texts, 'replay', '-c', conf) / len(texts)


def scale(values):
    """Powers of ten around the values; one more below for none at all."""
    some = [v for v in values if v > 0]
    low, high = math.floor(math.log10(min(some))), math.ceil(math.log10(max(some)))
    return low - (0 in values), max(high, low + 1)


def power(e, lowest, values):
    return '0' if e == lowest and 0 in values else '10<tspan dy="-5">%d</tspan>' % e


def panel(at, title, below, beside, points):
    across = [p[0] for p in points]
    (first, cost), (last, _) = next(p for p in points if p[0] > 0), points[-1]
    straight = [(first, cost), (last, cost * last / first)]
    (x0, x1), (y0, y1) = scale(across), scale([p[1] for p in points + straight])
    x = lambda v: at + LEFT + ((math.log10(v) if v > 0 else x0) - x0) / (x1 - x0) * (WIDE - LEFT - 20)
    y = lambda v: HIGH - BELOW - (math.log10(v) - y0) / (y1 - y0) * (HIGH - BELOW - 40)
    out = ['<text x="%d" y="20" font-weight="bold">%s</text>' % (at + LEFT, title),
           '<text x="%d" y="%d">%s</text>' % (at + LEFT, HIGH - 8, below),
           '<text transform="translate(%d,%d) rotate(-90)">%s</text>' % (at + 14, HIGH - BELOW, beside)]
    for e in range(x0, x1 + 1):
        out.append('<path class="grid" d="M%.1f 40V%d"/><text class="tick" x="%.1f" y="%d" text-anchor="middle">%s</text>' % (
            x(10.0 ** e), HIGH - BELOW, x(10.0 ** e), HIGH - BELOW + 16, power(e, x0, across)))
    for e in range(y0, y1 + 1):
        out.append('<path class="grid" d="M%d %.1fH%d"/><text class="tick" x="%d" y="%.1f" text-anchor="end">10<tspan '
                   'dy="-5">%d</tspan></text>' % (at + LEFT, y(10.0 ** e), at + WIDE - 20, at + LEFT - 6, y(10.0 ** e) + 4, e))
    for kind, some in ('straight', straight), ('cost', points):
        out.append('<polyline class="%s" points="%s"/>' % (kind, ' '.join('%.1f,%.1f' % (x(a), y(b)) for a, b in some)))
    out += ['<circle cx="%.1f" cy="%.1f" r="3"/>' % (x(a), y(b)) for a, b in points]
    return '\n'.join(out)


def draw():
    with measure.World() as world:
        panels = [('First poll', 'feeds', 'CPU seconds', list(over_feeds(world))),
                  ('Store', 'entries in the store', 'CPU seconds in all', list(over_entries(world))),
                  ('Replay', 'facts in an entry', 'CPU seconds an entry', list(over_facts(world)))]
    for title, _, _, points in panels:
        print(title, ' '.join('%g:%.4g' % p for p in points))
    body = '\n'.join(panel(i * WIDE, *p) for i, p in enumerate(panels))
    with open(measure.TOP + '/doc/img/performance.svg', 'w') as f:
        f.write('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">\n'
                '<style>%s</style>\n<rect width="100%%" height="100%%" fill="#fff"/>\n%s\n</svg>\n'
                % (3 * WIDE, HIGH, STYLE, body))
