#!/usr/bin/python3
"""Whatever goes wrong, the sentence ends with the section of the manual to read, and that section is there."""
import re, urllib.error, urllib.request
from world import *

SEE = re.compile(r'(?:\(see|"see":|see=|See:.* or) ?"?([a-z.-]+\([158]\), [A-Z ]+)')
KEYS, FEEDS = 'tocsin.yaml(5), KEYS', 'tocsin.yaml(5), FEEDS'
COMMANDS, CONTROL, STORE = 'tocsin(1), COMMANDS', 'tocsind(8), CONTROL SOCKET', 'tocsind(8), STORE'
RECEIVERS, SECRETS, HTTP = 'tocsin.yaml(5), RECEIVERS', 'tocsin.yaml(5), SECRETS', 'tocsind(8), HTTP'
FILES = {
    'yaml.yaml': 'feeds: [\n', 'keys.yaml': 'max_age: soon\n', 'feeds.yaml': 'feeds: [{name: a, adress: b}]\n',
    'rules.yaml': 'rules: [{name: a, toll: kiled, at: [1]}]\n', 'route.yaml': 'route: {receiver: nobody}\n',
    'receivers.yaml': 'receivers: {a: {email: {to: x}}}\n', 'open.yaml': 'receivers: {a: {slack: {url: "http://x.example", token: x}}}\n'
}
# command line, section
ROWS = (
    ('tocsin config check yaml.yaml', 'tocsin.yaml(5), DESCRIPTION'),
    ('tocsin config check none.yaml', 'tocsin.yaml(5), DESCRIPTION'),
    ('tocsin config check keys.yaml', KEYS),
    ('tocsin config check feeds.yaml', FEEDS),
    ('tocsind --check-config -c rules.yaml', 'tocsin-rules(5), KEYS'),
    ('tocsind --check-config -c route.yaml', 'tocsin.yaml(5), ROUTES'),
    ('tocsind -f -c receivers.yaml', RECEIVERS),
    ('tocsin statsu', COMMANDS),
    ('tocsin status --nonsense', COMMANDS),
    ('tocsin feed list -z', COMMANDS),
    ('tocsin feed poll', COMMANDS),
    ('tocsin replay', COMMANDS),
    ('tocsin extract none.txt', COMMANDS),
    ('tocsin parse none.xml', COMMANDS),
    ('tocsin lang new x', COMMANDS),
    ('tocsin feed import none.opml -c tocsin.yaml', COMMANDS),
    ('tocsin gazetteer build --output x.bin none.tsv', COMMANDS),
    ('tocsind --nonsense', 'tocsind(8), DESCRIPTION'),
    ('tocsin status -s none.sock', CONTROL),
    ('tocsin tail -s none.sock', CONTROL),
    ('tocsin feed poll a -s none.sock', CONTROL),
    ('tocsin feed poll nofeed -c tocsin.yaml', FEEDS),
    ('tocsin feed why nofeed -c tocsin.yaml', FEEDS),
    ('tocsin store check none.db', STORE),
    ('tocsin store backup other.yaml copy.db', STORE),
    ('tocsin outbox list -s none.sock -c other.yaml', STORE),
    ('tocsin incident show 01J00000000000000000000000 -c tocsin.yaml', COMMANDS),
    ('tocsin silence expire 7 -c tocsin.yaml', COMMANDS),
    ('tocsin receiver test nobody -c tocsin.yaml', RECEIVERS),
    ('tocsin receiver test ops -c tocsin.yaml', RECEIVERS),
    ('tocsin receiver test shut -c tocsin.yaml', SECRETS),
    ('tocsin drill nobody -c tocsin.yaml', RECEIVERS),
)


def sections():
    """Every section of the built pages, as errors name them."""
    found = set()
    for name in os.listdir(BUILD + '/doc'):
        page = re.match(r'(.*)\.([1578])$', name)
        if page:
            text = open('%s/doc/%s' % (BUILD, name)).read()
            found |= {'%s(%s), %s' % (*page.groups(), s) for s in re.findall(r'^\.Sh (.*)$', text, re.M)}
    return found


def pointed(text):
    found = SEE.findall(text)
    return found[-1].strip() if found else None


def answer(url, data=None, headers={}):
    try:
        urllib.request.urlopen(urllib.request.Request(url, data, headers))
    except urllib.error.HTTPError as e:
        return e.read().decode()


def main():
    world = World()
    need(TOCSIND, TOCSIN)
    for name, text in FILES.items():
        with open(world.dir + '/' + name, 'w') as f:
            f.write(text)
    with open(world.dir + '/shut', 'w') as f:
        os.fchmod(f.fileno(), 0o644)
        f.write(SECRET)
    port, closed = free_port(), free_port()
    world.config('store: {address: "%s/nowhere/at.db"}\n' % world.dir, 'other.yaml')
    text = ('http: {listen: "127.0.0.1:%d"}\nreceivers:\n  ops: {webhook: {url: "http://127.0.0.1:%d/", allow_private: true}}\n'
            '  shut: {webhook: {url: "http://127.0.0.1:%d/", secret: {file: "%s/shut"}, allow_private: true}}\n')
    path = world.config(text % (port, closed, closed, world.dir))
    world.daemon(path)
    said = world.tocsin('status', '-c', path).stdout
    check('none: it watches nothing yet (tocsin init, tocsin feed add)' in said, 'without feeds: ' + said)
    there = sections()
    for line, section in ROWS:
        done = subprocess.run(['sh', '-c', line], cwd=world.dir, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=60,
                              env=dict(os.environ, PATH=os.path.dirname(TOCSIN) + ':' + os.environ['PATH']), stderr=subprocess.STDOUT, text=True)
        got = pointed(done.stdout)
        check(done.returncode != 0 and got == section and got in there, '%s: %s' % (line, done.stdout.strip()))
    base = 'http://127.0.0.1:%d/' % port
    for said in (answer(base + 'api/v1/nothing'), answer(base + 'api/v1/incidents?limit=x'),
                 answer(base + 'api/v1/act/drill', b'{}', {'Content-Type': 'application/json'})):
        check(pointed(said) == HTTP and HTTP in there, said)
    with open(path, 'a') as f:
        f.write('feeds: [{name: a, adress: b}]\n')
    said = world.tocsin('reload', '-c', path)
    check(said.returncode == 78 and pointed(said.stderr) == FEEDS, said.stderr.strip())
    check(wait_for(lambda: 'event=config.refused' in world.log()), 'the log has it')
    for event in ('config.error', 'config.refused'):
        line = re.search('event=%s .*' % re.escape(event), world.log()).group()
        check(pointed(line) == FEEDS, line)
    blocked = world.config('store: {address: "%s/nowhere/at.db"}\n' % world.dir, 'blocked.yaml')
    taken = world.config('http: {listen: "127.0.0.1:%d"}\ncontrol: "%s/other.sock"\n' % (port, world.dir), 'taken.yaml')
    with open(taken) as f:
        text = re.sub('(?m)^control: .*control.sock\n|^state_dir: .*\n', '', f.read())
    with open(taken, 'w') as f:
        f.write('state_dir: %s/other\n' % world.dir + text)
    for config, section in ((blocked, STORE), (taken, HTTP)):
        done = subprocess.run([TOCSIND, '-f', '-c', config], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        line = re.search('event=start.failed .*', done.stdout)
        check(line and pointed(line.group()) == section and section in there, done.stdout.strip())
    world.end()


main()
