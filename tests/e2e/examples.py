#!/usr/bin/python3
"""The example of every command, as its help shows it, run by a shell beside a daemon with something to tell; then again
with --json, whose output is read. Names and files of the examples are those of this world; an address of the net becomes one
of ours, an id one that there is."""
import pty, re, shlex
from email.utils import formatdate
from world import *

NEWS = [('Blast in Idlib kills 14', 'A car bomb killed at least 14 people in Idlib, Syria, officials said.'),
        ('Army captures Saraqib', 'The Syrian army captured the town of Saraqib in Syria from rebels, a monitor said.'),
        ('Shelling kills 31 in Mogadishu', 'Shelling killed 31 people in Mogadishu, Somalia, police said.'),
        ('Mogadishu: 31 dead in shelling', 'At least 31 people were killed by shelling in Mogadishu, Somalia, medics said.'),
        ('Ambush in Gao kills 22', 'An ambush killed 22 people near Gao, Mali, the army said.')]
RULES = '''rules:
  - {name: mass-casualty, toll: killed, at: [10, 50], send: [desk, ops]}
  - {name: new-ground, territory: [captured], send: [desk]}
receivers:
  desk: {file: {path: "%s/desk.jsonl"}}
  ops: {file: {path: "%s/ops.jsonl"}}
'''
NEEDS_CONFIG = re.compile(r'tocsin (feed|status|top|tail|reload|receiver|outbox|routes|silence|alert|incident|place|rule list|node|drill)')
ULID = r'01J[0-9A-Z]{23}'
# What an example makes, and what is done once: with --json.
MADE = {'store backup': ['copy.db'], 'store recover': ['new.db'], 'store copy': ['other.db'], 'lang new': ['data'],
        'feed add': ['feeds.d'], 'feed import': ['feeds.d']}
ONCE = {'silence expire', 'incident merge', 'incident split', 'incident retract'}
ENDS = {'top': 'timeout 2 ', 'tail': 'timeout 2 '}  # these go on until they are told to stop
TALKS = {'init'}     # with a person: the one that takes no --json
EXIT = {'top': 124, 'tail': 124, 'status': (0, 75)}


def examples():
    """From the help of each command, in the order of the table; those that change the ledger come last."""
    helps = subprocess.run([TOCSIN, 'help'], stdout=subprocess.PIPE, text=True).stdout
    names = re.findall(r'^  (\S+(?: \S+)?)  ', helps, re.M)
    for name in sorted(names, key=lambda n: (n in ('incident merge', 'incident split', 'incident retract'), n == 'incident retract')):
        text = subprocess.run([TOCSIN, 'help', *name.split()], stdout=subprocess.PIPE, text=True).stdout
        asked = subprocess.run([TOCSIN, *name.split(), '--help'], stdout=subprocess.PIPE, text=True)
        check(asked.returncode == 0 and asked.stdout == text, name + ' --help is the same')
        found = re.search(r'^usage: tocsin %s\b.*?^Example: (.*)$' % name, text, re.M | re.S)
        check(found, name + ' has an example')
        check(('[--json]' in text.splitlines()[0]) == (name not in TALKS), name + ' takes --json, or talks with a person')
        if found:
            yield name, found.group(1).strip()


def ours(world, name, line):
    """The line as this world must have it."""
    for old, new in (('https://news.example.org/feed.xml', world.url + '/feed.xml'),
                     ('https://news.example.org/', world.url + '/page.html'),
                     ("'postgresql://db.example.org/tocsin'", 'other.db'),
                     ('/run/tocsin/control.sock', world.dir + '/control.sock'), ('/etc/tocsin/data', 'data')):
        line = line.replace(old, new)
    if name == 'feed add' or name == 'init':
        line += ' --allow-private'
    if name == 'init':
        line = line.replace('my.yaml', 'first.yaml') + ' --offline'
    if name == 'parse':
        line = line.replace('feed.xml', 'www/feed.xml').replace(world.url + '/www', world.url)
    ids = iter(world.ids(name))
    line = re.sub(ULID, lambda m: next(ids), line)
    if name == 'incident split':
        line = line.replace(' 17 ', ' %s ' % world.entry)
    if NEEDS_CONFIG.match(line) and ' -s ' + world.dir not in line and ' -c ' not in line:
        head, *redirect = line.split(' > ')
        command = 'tocsin ' + name
        line = head.replace(command, command + ' -c tocsin.yaml', 1) + ''.join(' > ' + r for r in redirect)
    return ENDS.get(name, '') + line


class There(World):
    def json(self, *args):
        return json.loads(self.tocsin(*args, '--json', '-c', self.dir + '/tocsin.yaml').stdout or '[]')

    def ids(self, name):
        if name.startswith('outbox'):
            return [r['id'] for r in self.json('outbox', 'list')]
        if name == 'alert show':
            return [a['data']['alert'] for a in self.json('alert', 'list')]
        incidents = [i for i in self.json('incident', 'list', '--min', '1')]
        if name == 'incident split':
            many = [i for i in incidents if i['reports'] > 1][0]
            self.entry = self.json('incident', 'show', many['id'])['incident']['joined'][-1]['entry']
            return [many['id']]
        if name == 'incident retract':
            return [incidents[-1]['id']]
        return [i['id'] for i in sorted(incidents, key=lambda i: i['reports'])]


def furnish(world):
    world.serve()
    world.url = 'http://127.0.0.1:%d' % world.port
    feed = rss('Agency', [('n%d' % i, t, formatdate(), x) for i, (t, x) in enumerate(NEWS)])
    world.put('feed.xml', feed)
    world.put('a.xml', feed)
    world.put('page.html', '<!doctype html><title>x</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">')
    rules = RULES % (world.dir, world.dir)
    world.config(rules, 'my.yaml')
    world.config(rules + 'store: {address: "%s/copy.db"}\n' % world.dir, 'new.yaml')
    for name, text in (('places.tsv', 'SY\ttown\tTarn\t35.1\t36.2\n'),
                       ('subscriptions.opml', '<opml version="2.0"><body><outline type="rss" text="Far" '
                        'xmlUrl="http://far.example/rss"/></body></opml>'),
                       ('archive.jsonl', json.dumps({'id': '1', 'feed': 'agency', 'title': NEWS[0][0], 'text': NEWS[0][1],
                                                     'published': '2025-01-01T00:00:00Z', 'lang': 'en'}) + '\n')):
        with open(world.dir + '/' + name, 'w') as f:
            f.write(text)
    world.daemon(world.config('defaults: {allow_private: true, backlog: ring, lang: en, every: 1h}\n'
                              'store: {address: "%s/tocsin.db"}\nfeeds:\n  - {name: agency, url: "%s/a.xml"}\n' % (world.dir, world.url) + rules))
    check(wait_for(lambda: len(world.json('alert', 'list')) >= 4), 'alerts rang')
    subprocess.run([TOCSIN, 'store', 'backup', 'tocsin.db', 'damaged.db'], cwd=world.dir, stdout=subprocess.DEVNULL)


def run(world, name, example, line):
    """What it printed; the files that it is to make are not there yet."""
    for made in MADE.get(name, ()):
        there = os.path.join(world.dir, made)
        shutil.rmtree(there) if os.path.isdir(there) else os.path.exists(there) and os.remove(there)
    path = os.path.dirname(TOCSIN) + ':' + os.environ['PATH']
    done = subprocess.run(['sh', '-c', line], cwd=world.dir, env=dict(os.environ, PATH=path), timeout=120, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    want = EXIT.get(name, 0)
    good = done.returncode in want if isinstance(want, tuple) else done.returncode == want
    check(good, '%s (%d)%s' % (example, done.returncode, '' if good else ' as %s: %s' % (line, (done.stdout + done.stderr)[-400:])))
    return done.stdout


def values(text):
    """One JSON value, or one a line; None: it is neither, or nothing."""
    try:
        return [json.loads(text)]
    except ValueError:
        pass
    try:
        return [json.loads(l) for l in text.splitlines()] or None
    except ValueError:
        return None


def reads_as_json(world, name, example):
    """The same line with --json behind the command's name; what a file would take is printed."""
    line = re.sub(r'tocsin %s\b' % name, 'tocsin %s --json' % name, re.sub(r' > \S+$', '', ours(world, name, example)), 1)
    said = run(world, name, example + ' --json', line)
    check(values(said) is not None, '%s --json is JSON: %s' % (name, said[:200]))


def tail_is_filtered(world):
    def tail(*args):
        return world.tocsin('tail', *args, '-c', world.dir + '/tocsin.yaml').stdout.splitlines()
    check(len(tail('-n', '3')) == 3, 'tail shows the last lines')
    alerts = tail('--alerts', '-n', '2')
    check(len(alerts) == 2 and all('event=alert.' in l for l in alerts), 'tail --alerts: as many alerts as were asked for')
    both = tail('--facts', '--polls', '-n', '100')
    check({re.search(r'event=(\w+)', l).group(1) for l in both} == {'fact', 'poll'}, 'tail --facts --polls')
    check([l for l in tail('--find', 'mass-casualty', '-n', '1') if 'mass-casualty' in l], 'tail --find')


def progress_is_told(world):
    """On a terminal, and while it takes long: an archive that is slow to come."""
    ours, its = pty.openpty()
    replay = subprocess.Popen([TOCSIN, 'replay', '-c', 'my.yaml'], cwd=world.dir, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=its)
    with open(world.dir + '/archive.jsonl', 'rb') as f:
        replay.stdin.write(f.read())
    replay.stdin.flush()
    said = b''
    while b' s' not in said:
        said += os.read(ours, 4096)
    replay.stdin.close()
    check(re.search(rb'tocsin replay: 1 entries, \d+ s', said) and replay.wait(60) == 0, 'progress on a terminal: %r' % said)


def main():
    world = There()
    need(TOCSIND, TOCSIN, 'curl')
    furnish(world)
    tail_is_filtered(world)
    progress_is_told(world)
    for name, example in examples():
        if name not in ONCE:
            run(world, name, example, ours(world, name, example))
        if name not in TALKS:
            reads_as_json(world, name, example)
    world.end()


main()
