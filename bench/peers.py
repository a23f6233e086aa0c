"""peers.py -- other programs that watch feeds, each over the same addresses; what is not installed is Missing."""
import os, subprocess

from measure import CACHE, Missing, once, program

FEEDPARSER = '''import json, os, sys, feedparser
addresses, state = open(sys.argv[1]).read().split(), sys.argv[2]
known = json.load(open(state)) if os.path.exists(state) else {}
for a in addresses:
    had = known.get(a, {})
    d = feedparser.parse(a, etag=had.get("etag"), modified=had.get("modified"))
    if d.get("status") == 200:
        known[a] = {"etag": d.get("etag"), "modified": d.get("modified"), "titles": [e.get("title") for e in d.entries]}
json.dump(known, open(state, "w"))
'''


def debian(package):
    out = subprocess.run(['dpkg-query', '-W', '-f', '${Version}', package], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True)
    if out.returncode != 0 or not out.stdout:
        raise Missing(package + ' is not installed')
    return out.stdout


def feedparser(world, addresses):
    debian('python3-feedparser')
    script, state = world.write('poll.py', FEEDPARSER), world.path('feedparser.json')
    return lambda: once(['/usr/bin/python3', script, addresses, state])


def newsboat(world, addresses):
    exe = program('newsboat')
    config = world.write('newsboat.conf', 'reload-threads 1\ndownload-retries 1\nmax-items 0\nauto-reload no\n')
    return lambda: once([exe, '-x', 'reload', '-u', addresses, '-c', world.path('newsboat.db'), '-C', config])


def rss2email(world, addresses):
    exe = program('r2e')
    with open(addresses) as f:
        feeds = ''.join('[feed.f%d]\nurl = %s\n\n' % (n, a.strip()) for n, a in enumerate(f))
    config = world.write('r2e.cfg', '[DEFAULT]\nfrom = bench@localhost\nto = bench@localhost\nverbose = error\n\n' + feeds)
    env = dict(os.environ, HOME=world.dir)
    return lambda: once([exe, '-c', config, '-d', world.path('r2e.json'), 'run', '--no-send'], env=env)


def gofeed(world, addresses):
    go = program('go')
    debian('golang-github-mmcdole-gofeed-dev')
    exe, source = CACHE + '/gofeed', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'gofeed.go')
    os.makedirs(CACHE, exist_ok=True)
    if not os.path.exists(exe):
        env = dict(os.environ, GO111MODULE='off', GOPATH='/usr/share/gocode', GOCACHE=CACHE + '/go')
        subprocess.run([go, 'build', '-o', exe, source], check=True, env=env)
    return lambda: once([exe, addresses, world.path('gofeed.json')])


# Name, package, what makes it forget, how many times its processor time may be of ours at least and as an aim.
PEERS = [
    ('gofeed', 'golang-github-mmcdole-gofeed-dev', gofeed, 'gofeed.json', 2.5, 4),
    ('newsboat', 'newsboat', newsboat, 'newsboat.db', 12, 18),
    ('feedparser', 'python3-feedparser', feedparser, 'feedparser.json', 20, 30),
    ('rss2email', 'rss2email', rss2email, 'r2e.json', 45, 65),
]
