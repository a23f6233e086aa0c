#!/usr/bin/python3
"""bench.py [table] [ROW ...]     every row of doc/performance.md, as Markdown, in one run
bench.py quick [record]        the rows that take under two minutes; fails if a ratio is twice what was recorded
bench.py compare OLD NEW       two commits, built and measured in turns
bench.py plot                  doc/img/performance.svg: cost over feeds, over entries, over facts

BUILD names the folder that was built, BENCH_CACHE the one for generated feeds (/var/tmp/tocsin-bench)."""
import json, os, subprocess, sys

import measure
import plot
import rows

RECORDED = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'ratios.json')
TIMES = 3  # of each commit, in turns


def quick_rows(world):
    yield from rows.poll_rows(world, times=2, kinds=[rows.NEWS])
    yield from rows.parser_rows(world)
    yield from rows.extract_rows(world)


def table(names):
    print('| what | measured | at least | aim | |\n|---|---|---|---|---|')
    with measure.World() as world:
        for make in rows.ALL:
            if names and make.__name__.replace('_rows', '') not in names:
                continue
            with rows.skipping(make.__name__):
                for f in make(world):
                    print('| %s | %s%.3g %s%s | %g | %g | %s |' % (
                        f.what, '**' if f.good(f.aim) else '', f.value, f.unit, '**' if f.good(f.aim) else '',
                        f.least, f.aim, f.note if f.good(f.least) else (f.note + '; short').lstrip('; ')), flush=True)


def costs():
    with measure.World() as world:
        return {f.key: f for f in quick_rows(world)}


def quick(record):
    """Only ratios to something measured in the same run say anything on a machine that is not known."""
    found = {k: round(f.value, 3) for k, f in costs().items() if f.unit == '×'}
    for k, v in found.items():
        print('%-12s %.2f' % (k, v))
    if record:
        with open(RECORDED, 'w') as f:
            f.write(json.dumps(found, indent=1) + '\n')
        return 0
    with open(RECORDED) as f:
        lost = {k: was for k, was in json.load(f).items() if found.get(k, 0) > 2 * was}
    for k, was in lost.items():
        print('%s: %.2f, was %.2f' % (k, found[k], was))
    return 1 if lost else 0


def checkout(commit):
    path = '%s/%s' % (measure.CACHE, subprocess.run(['git', '-C', measure.TOP, 'rev-parse', commit], check=True, text=True,
                                                    stdout=subprocess.PIPE).stdout.strip())
    if not os.path.exists(path + '/build/daemon/tocsind'):
        run = lambda where, *command: subprocess.run(command, cwd=where, check=True, stdout=subprocess.DEVNULL)
        run(measure.CACHE, 'git', 'clone', '-q', measure.TOP, path)
        run(path, 'git', 'checkout', '-q', commit)
        run(path, 'autoreconf', '-fi')
        os.mkdir(path + '/build')
        run(path + '/build', '../configure', '-q')
        run(path + '/build', 'make', '-s', '-j2')
    return path + '/build'


def compare(old, new):
    os.makedirs(measure.CACHE, exist_ok=True)
    builds, found = [checkout(old), checkout(new)], [{}, {}]
    for _ in range(TIMES):
        for build, into in zip(builds, found):
            measure.BUILD = build
            for k, f in costs().items():
                into.setdefault(k, []).append(f.cost)
    for k in found[1]:
        if k in found[0]:
            was, now = (sorted(side[k])[TIMES // 2] for side in found)
            print('%-14s %.3f times the cost' % (k, now / was))


def main():
    what, args = (sys.argv + ['table'])[1], sys.argv[2:]
    if what == 'table':
        return table(args)
    if what == 'quick':
        return quick('record' in args)
    if what == 'compare' and len(args) == 2:
        return compare(*args)
    if what == 'plot':
        return plot.draw()
    print(__doc__, file=sys.stderr)
    return 64


if __name__ == '__main__':
    sys.exit(main())
