#!/usr/bin/python3
"""A language that nobody has: its folder is made by `tocsin lang new`, filled in, checked, dropped into the
directory of the configuration, and read after a reload, without a restart."""
from world import *

PACK = {
    'function.tsv': 'be\testis\nprep\tapud\nadverb\tzen\n',
    'numbers.tsv': 'number value=10\tdek\nnumber value=60\tsesdek\n',
    'people.tsv': 'person who=civilians form=plural\tfarmuloj\n',
    'triggers.tsv': 'kill outcome=killed form=participle\tmortpafitaj\n',
    'frames.tsv': 'passive\tkill.participle\tany\tbefore\t-\t0.9\tZen dek farmuloj mortpafitaj estis.\tkilled 10 civilians\n',
}
ENTRY = [('e1', 'Novaĵo', 'Wed, 27 Nov 2024 19:00:00 GMT', 'Zen sesdek farmuloj mortpafitaj estis apud Tarno.')]

ENGLISH = [('e2', 'Blast in Hama', 'Thu, 28 Nov 2024 19:00:00 GMT', 'A blast killed 70 villagers in Hama, Syria.')]


def fill(data):
    for name, lines in PACK.items():
        with open(data + '/lang/xq/' + name, 'a') as f:
            f.write(lines)


def main():
    world = World()
    need(TOCSIND)
    hook = Hook()
    data = world.dir + '/data'
    os.mkdir(data)
    world.serve()
    world.put('gazeto.xml', rss('gazeto', []))
    world.put('gazette.xml', rss('gazette', []))
    config = world.config('''data: "%s"
max_age: off
defaults: {allow_private: true, backlog: ring, lang: xq, every: 1h}
limits: {host_spacing: 10ms}
feeds:
  - {name: gazeto, url: "http://127.0.0.1:%d/gazeto.xml"}
  - {name: gazette, lang: en, url: "http://127.0.0.1:%d/gazette.xml"}
rules:
  - {name: toll, toll: killed, at: [50], send: [hook]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/in", secret: "%s", allow_private: true}}
''' % (data, world.port, world.port, hook.port, SECRET))
    daemon = world.daemon(config)
    check(wait_for(lambda: world.log().count('event=poll ') == 2), 'the daemon runs without the language')
    done = world.tocsin('lang', 'new', 'xq', data)
    check(done.returncode == 0 and os.path.exists(data + '/lang/xq/frames.tsv'), 'a skeleton: ' + done.stderr)
    check(world.tocsin('lang', 'new', 'xq', data).returncode != 0, 'nothing is written over')
    check(world.tocsin('lang', 'check', data).returncode == 0, 'the skeleton breaks nothing')
    fill(data)
    done = world.tocsin('lang', 'check', data)
    check(done.returncode == 0, 'the new lines prove themselves: ' + done.stdout)
    check(world.tocsin('reload', '-c', config).returncode == 0, 'reload')
    world.put('gazeto.xml', rss('gazeto', ENTRY))
    check(wait_for(lambda: world.tocsin('feed', 'poll', '-c', config, '-f', 'gazeto').returncode == 0), 'poll')
    check(wait_for(lambda: len(hook.seen) == 1), 'sixty dead ring in it')
    world.put('gazette.xml', rss('gazette', ENGLISH))
    check(world.tocsin('feed', 'poll', '-c', config, '-f', 'gazette').returncode == 0, 'poll')
    check(wait_for(lambda: len(hook.seen) == 2), 'what is shipped is still read beside it')
    check(daemon.poll() is None and world.log().count('event=ready') == 1, 'by the same process')
    world.end()


main()
