"""plot.py -- doc/img/performance.svg: processor time over feeds, over entries in the store, over facts in an entry,
both scales logarithmic, so that a straight line at 45 degrees is a cost that grows with the work and no faster."""
import math, random, subprocess

import feeds
import measure
import rows

WIDE, HIGH, LEFT, BELOW = 320, 240, 60, 45


def over_feeds(world):
    for n in (100, 300, 1000, 3000, 10000):
        world.nginx(rows.folder(n, 0))
        yield n, rows.tocsin_first(world, [measure.address(i) for i in range(n)])().cpu


def over_entries(world, n=1000000):
    out = subprocess.run([measure.built('bench/bench_ingest'), world.path('plot.db'), str(n), '100', '5000', '1'],
                         stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[1:]
    done = total = 0.0
    for line in out:
        entries, _, us = line.split()[:3]
        total += (float(entries) - done) * float(us) / 1e6
        done = float(entries)
        yield done, total


def over_facts(world):
    r = random.Random(3)
    for n in (1, 3, 10, 30, 100, 200):
        texts = [[feeds.sentence(r, feeds.REPORTS[:1]) for _ in range(n)] for _ in range(2000 // n + 5)]
        yield n, rows.extract_cost(world, texts) / len(texts)


def scale(values):
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def panel(at, title, below, beside, points):
    (x0, x1), (y0, y1) = scale([p[0] for p in points]), scale([p[1] for p in points])
    x = lambda v: at + LEFT + (math.log10(v) - x0) / (x1 - x0) * (WIDE - LEFT - 20)
    y = lambda v: HIGH - BELOW - (math.log10(v) - y0) / (y1 - y0) * (HIGH - BELOW - 40)
    out = ['<text x="%d" y="20" font-weight="bold">%s</text>' % (at + LEFT, title),
           '<text x="%d" y="%d">%s</text>' % (at + LEFT, HIGH - 8, below),
           '<text transform="translate(%d,%d) rotate(-90)">%s</text>' % (at + 14, HIGH - BELOW, beside)]
    for e in range(x0, x1 + 1):
        out.append('<path class="grid" d="M%.1f 40V%d"/><text class="tick" x="%.1f" y="%d" text-anchor="middle">10<tspan '
                   'dy="-5">%d</tspan></text>' % (x(10 ** e), HIGH - BELOW, x(10 ** e), HIGH - BELOW + 16, e))
    for e in range(y0, y1 + 1):
        out.append('<path class="grid" d="M%d %.1fH%d"/><text class="tick" x="%d" y="%.1f" text-anchor="end">10<tspan '
                   'dy="-5">%d</tspan></text>' % (at + LEFT, y(10 ** e), at + WIDE - 20, at + LEFT - 6, y(10 ** e) + 4, e))
    out.append('<polyline points="%s"/>' % ' '.join('%.1f,%.1f' % (x(a), y(b)) for a, b in points))
    out += ['<circle cx="%.1f" cy="%.1f" r="3"/>' % (x(a), y(b)) for a, b in points]
    return '\n'.join(out)


def draw():
    with measure.World() as world:
        panels = [('First poll', 'feeds', 'CPU seconds', list(over_feeds(world))),
                  ('Store', 'entries in the store', 'CPU seconds in all', list(over_entries(world))),
                  ('Reading', 'facts in an entry', 'CPU seconds an entry', list(over_facts(world)))]
    for title, _, _, points in panels:
        print(title, ' '.join('%g:%.4g' % p for p in points))
    body = '\n'.join(panel(i * WIDE, *p) for i, p in enumerate(panels))
    with open(measure.TOP + '/doc/img/performance.svg', 'w') as f:
        f.write('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">\n'
                '<style>.grid{stroke:#ccc;fill:none}.tick{fill:#555;font-size:10px}polyline{fill:none;stroke:#a33;'
                'stroke-width:2}circle{fill:#a33}</style>\n<rect width="100%%" height="100%%" fill="#fff"/>\n%s\n</svg>\n'
                % (3 * WIDE, HIGH, body))
