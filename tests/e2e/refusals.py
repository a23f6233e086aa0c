#!/usr/bin/python3
"""What `tocsin` says and ends with when it cannot do what it was asked: the codes of sysexits, by what whoever asked can
do about it, and that the manual names each of them and no other.  And what `tocsin status` calls healthy."""
import re, shlex, socket
from email.utils import formatdate
from world import *

USAGE, DATA, ABSENT, GONE, EXISTS, OUTPUT, LATER, DENIED, CONFIG = 64, 65, 66, 69, 73, 74, 75, 77, 78
REFUSED = [  # the words, the code, what is said
    ('nonsense', USAGE, "no command 'nonsense'"),
    ('incident shwo', USAGE, "did you mean 'incident show'"),
    ('incident show', USAGE, 'ID is missing'),
    ('incident list --bogus', USAGE, "what is '--bogus'"),
    ('incident list --since soon', USAGE, "--since takes a time as 2h or 3d, not 'soon'"),
    ('incident list --state shut', USAGE, 'open, merged, retracted or all'),
    ('incident show NOSUCH', ABSENT, 'no incident NOSUCH'),
    ('incident merge NOSUCH OTHER', ABSENT, 'no incident NOSUCH'),
    ('incident merge SAME SAME', USAGE, 'merged with itself'),
    ('alert show NOSUCH', ABSENT, 'no alert NOSUCH'),
    ('alert ack NOSUCH', ABSENT, 'no alert and no alerted incident NOSUCH'),
    ('place show Nowhere', ABSENT, 'tocsin place list'),
    ('silence add rule=x', USAGE, '--comment is missing'),
    ('silence add rule=x --comment y --for ever', USAGE, '--for takes a time'),
    ('silence add plase=Idlib --comment y', USAGE, "did you mean 'place'"),
    ('silence add garbage --comment y', USAGE, 'is followed by ='),
    ('silence add rule=other --comment x --for 0s', USAGE, "a time as 2h or 3d, not '0s'"),
    ("silence add rule=other --comment ''", USAGE, '--comment is empty'),
    ('silence expire x', USAGE, "ID takes a number, not 'x'"),
    ('silence expire 77', ABSENT, 'no silence 77'),
    ('outbox list --state lost', USAGE, 'pending, sent, dead or suppressed'),
    ('outbox list -n 0', USAGE, "-n takes a number from 1, not '0'"),
    ('incident list -n -3', USAGE, 'a number from 1'),
    ('outbox show NOSUCH', ABSENT, 'no delivery NOSUCH'),
    ('outbox drop NOSUCH', ABSENT, 'no delivery NOSUCH'),
    ('outbox retry --receiver nobody', ABSENT, "no receiver 'nobody'; there is refuses, review"),
    ('outbox drop --receiver nobody', ABSENT, "no receiver 'nobody'"),
    ('outbox list --receiver nobody', ABSENT, "no receiver 'nobody'"),
    ("outbox drop ''", USAGE, 'ID is empty'),
    ("outbox retry --receiver ''", USAGE, '--receiver is empty'),
    ("drill ''", USAGE, 'is empty'),
    ('outbox list -n 1 -n 2', USAGE, '-n stands twice'),
    ('outbox retry SAME --receiver refuses', USAGE, 'not both'),
    ('receiver test nobody', ABSENT, "no receiver 'nobody'"),
    ('receiver test refuses', LATER, 'not delivered'),
    ('feed poll nobody', ABSENT, "no feed 'nobody'"),
    ('feed poll a', LATER, 'less than half an hour ago'),
    ('feed why nobody', ABSENT, "no feed 'nobody'"),
    ('feed list -s lost', USAGE, 'new, ok, failing'),
    ('routes test colour=red', USAGE, "no alert has a 'colour'"),
    ('routes test severity', USAGE, 'NAME=VALUE'),
    ('reload now', USAGE, "what is 'now'"),
    ('tail -n many', USAGE, "-n takes a number of lines, not 'many'"),
    ('tail --find', USAGE, '--find needs a text'),
    ('top -d soon', USAGE, "-d takes a number from 1, not 'soon'"),
    ('top -d 0', USAGE, "-d takes a number from 1, not '0'"),
    ('top now', USAGE, "what is 'now'"),
]
ALONE = [  # the same, of what asks no daemon
    ('parse /nowhere', ABSENT, 'No such file'),
    ('extract /nowhere', ABSENT, 'No such file'),
    ('extract /', OUTPUT, '/: Is a directory'),
    ('extract --jsonl /', OUTPUT, '/: Is a directory'),
    ('extract --published soon /dev/null', USAGE, "'soon' is no date"),
    ('extract --jsonl {broken}', DATA, 'line 1: not a JSON object'),
    ('parse {broken}', DATA, ''),
    ('feed add https://a.example/ --tag', USAGE, "what is '--tag', or where is its value?"),
    ('feed add https://a.example/ more', USAGE, "what is 'more'?"),
    ('feed add', USAGE, 'which address?'),
    ('feed import {broken} -c {config}', DATA, ''),
    ('feed import /nowhere -c {config}', ABSENT, 'No such file'),
    ('store check /nowhere', ABSENT, 'is not there'),
    ('store check /', GONE, 'is a directory'),
    ("store check ''", USAGE, 'takes -c FILE or'),
    ('store check -c {broken}', CONFIG, 'error:'),
    ('store backup -c /nowhere copy.db', CONFIG, 'No such file'),
    ('store recover / {broken}.none', GONE, 'unable to open'),
    ('store check {broken}.none', ABSENT, 'is not there'),  # nothing is left of that
    ('lang compile -o /nowhere/lang.bin', EXISTS, 'No such file'),
    ('extract --data /nowhere /dev/null', ABSENT, '/nowhere: there is no such directory'),
    ('extract --lang zz /dev/null', 0, "no language pack is called 'zz'"),
    ('extract --lang', USAGE, '--lang needs a value'),
    ('extract --jsonl -j', USAGE, '-j needs a value'),
    ('extract --jsonl --jobs 0', USAGE, "--jobs takes a number from 1 to 64, not '0'"),
    ('extract --jsonl -j many', USAGE, "not 'many'"),
    ('parse --url', USAGE, '--url needs a value'),
    ('parse --batch x', USAGE, '--batch stands alone'),
    ('store backup -c {config} {config}', EXISTS, 'exists already'),
    ('store backup -c {config} /nowhere/copy.db', EXISTS, 'unable to open'),
    ('incident list -c {config} --country Syrai', USAGE, "no country 'Syrai'"),
    ('store recover /nowhere new.db', ABSENT, 'No such file'),
    ('store recover {broken} {broken}.db', DATA, '0 rows'),
    ('lang check /nowhere', ABSENT, 'No such file'),
    ('config check {broken}', CONFIG, 'error:'),
    ('status -s /nowhere', GONE, 'is tocsind running?'),
    ('help nonsense', USAGE, "no command 'nonsense'"),
]


NOBODY = 65534
ended, daemon_ended = set(), set()


def refused(world, line, code, said, *more):
    done = world.tocsin(*shlex.split(line), *more)
    ended.update({done.returncode} - {0})
    check(done.returncode == code and said in done.stderr + done.stdout,
          'tocsin %s ends with %d and says: %s' % (line, done.returncode, (done.stderr + done.stdout).strip()[:160]))


class Refuses(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers['content-length']))
        self.send_response(400)
        self.end_headers()

    def log_message(self, *args):
        pass


def shut_out(world):
    """Who may not open the socket, and what cannot be written."""
    path = world.dir + '/control.sock'
    other = dict(user=NOBODY, group=NOBODY, extra_groups=[]) if os.getuid() == 0 else {}
    os.chmod(path, 0)
    os.chmod(world.dir, 0o755)
    command = shutil.copy(TOCSIN, world.dir) # where others may run it, whatever folder this was built in
    done = subprocess.run([command, 'status', '-s', path], cwd='/', text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **other)
    os.chmod(path, 0o660)
    ended.add(done.returncode)
    check(done.returncode == DENIED, 'a socket of others ends with %d: %s' % (done.returncode, done.stderr.strip()))
    with open('/dev/full', 'w') as full:
        done = subprocess.run([TOCSIN, 'help'], text=True, stdout=full, stderr=subprocess.PIPE)
    ended.add(done.returncode)
    check(done.returncode == OUTPUT and 'cannot be written' in done.stderr, done.stderr.strip())
    for line in '{0} --version', '{0} --help', '{0} config keys', '{1} --version', '{1} --help', '{1} --print-default-config', \
            '{1} --check-config -c {2}':
        for to in '>/dev/full', '>&-':
            done = subprocess.run(['sh', '-c', line.format(TOCSIN, TOCSIND, TOP + '/etc/tocsin.yaml') + to], text=True, stderr=subprocess.PIPE)
            check(done.returncode == OUTPUT and 'cannot be written' in done.stderr,
                  '%s %s ends with %d: %s' % (line, to, done.returncode, done.stderr.strip()))
            if line.startswith('{1}'):
                daemon_ended.add(done.returncode)


def named_in_manual():
    """The code's table, the sources and the pages agree; every code but those of broken machines was seen."""
    source = {p: open(TOP + '/daemon/' + p).read() for p in os.listdir(TOP + '/daemon') if p.endswith('.c')}
    table = re.findall(r'\{ (EX_\w+), (ERR_\w+)', source.pop('exits.c'))
    used = {x for text in source.values() for x in re.findall(r'\bEX_[A-Z]+\b', text)} - {'EX_OK'}
    by_kind = {code for code, kind in table if kind != 'ERR_FAILED'}
    check(used | by_kind == {code for code, _ in table}, 'the table has each code and no other: %s' % sorted(used ^ {c for c, _ in table}))
    pages = {}
    for page in 'tocsin.1', 'tocsind.8':
        section = open('%s/doc/%s' % (BUILD, page)).read().split('.Sh EXIT STATUS')[1].split('.Sh ')[0]
        pages[page] = set(map(int, re.findall(r'^\.It (\d+)$', section, re.M)))
    broken_machine = {70, 71}
    check(ended | broken_machine == pages['tocsin.1'], 'tocsin(1) names %s' % sorted(pages['tocsin.1']))
    check(daemon_ended | broken_machine == pages['tocsind.8'], 'tocsind(8) names %s' % sorted(pages['tocsind.8']))


def daemon_ends(world):
    """The daemon's, of those that can be had anywhere."""
    taken = socket.create_server(('127.0.0.1', 0))
    apart = 'state_dir: {0}/apart\ncontrol: {0}/apart.sock\n'.format(world.dir)
    os.mkdir(world.dir + '/apart')
    for more, code in ('http: {listen: "127.0.0.1:%d"}' % taken.getsockname()[1], GONE), \
            ('store: {address: "%s/none/b.db"}' % world.dir, EXISTS), ('rules: 7', CONFIG), (None, USAGE):
        path = world.dir + '/apart.yaml'
        with open(path, 'w') as f:
            os.fchmod(f.fileno(), 0o600)
            f.write(apart + (more or '') + '\n')
        done = subprocess.run([TOCSIND, '-f', '-c', path] + ['--bogus'] * (more is None), text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60)
        daemon_ended.add(done.returncode)
        check(done.returncode == code, 'tocsind with %s ends with %d: %s' % (more, done.returncode, done.stderr.strip()[-160:]))
    taken.close()


def status(world, config):
    done = world.tocsin('status', '--json', '-c', config)
    return done.returncode, json.loads(done.stdout)['status']


def health(world, config):
    """A message that was given up needs attention until somebody lets it go; so do feeds, when more than a fifth fail."""
    check(wait_for(lambda: status(world, config)[1]['outbox']['dead'] == 1), 'a message is given up')
    code, now = status(world, config)
    check(code == LATER and now['state'] == 'degraded' and '1 message could not be delivered' in now['reason'], now.get('reason'))
    done = world.tocsin('outbox', 'drop', '--receiver', 'refuses', '--note', 'told by telephone', '-c', config)
    check(done.returncode == 0 and done.stdout == '1 dropped\n', 'it is let go: ' + done.stdout + done.stderr)
    row, = [r for r in json.loads(world.tocsin('outbox', 'list', '--json', '-c', config).stdout) if r['receiver'] == 'refuses']
    check(row['state'] == 'suppressed' and row['error'].endswith(': told by telephone'), 'and kept, with who did and why: ' + row['error'])
    code, now = status(world, config)
    check(code == 0 and now['state'] == 'ok', 'all is well again')
    refused(world, 'outbox drop ' + row['id'], USAGE, 'it was suppressed', '-c', config)
    with open(config) as f:
        text = f.read()
    with open(config, 'w') as f:
        f.write(text.replace('rules:', '  - {name: lost, url: "http://127.0.0.1:%d/lost.xml"}\nrules:' % world.port))
    check(world.tocsin('reload', '-c', config).stdout == 'the new configuration runs\n', 'a feed more')
    check(wait_for(lambda: status(world, config)[1]['state'] == 'degraded'), 'it fails')
    check(status(world, config)[1]['reason'] == '1 of 2 feeds fail', 'one of two is too many')
    with open(config, 'w') as f:
        f.write(text + 'nonsense: 1\n')
    refused(world, 'reload', CONFIG, 'the old configuration is kept', '-c', config, '-s', world.dir + '/control.sock')


def held(world, config):
    """What is held back on purpose is not late, and it is said why it waits."""
    def found():
        rows = json.loads(world.tocsin('status', '--json', '-c', config).stdout)['receivers']
        return [r for r in rows if r['name'] == 'review'][0]
    check(wait_for(lambda: 'held' in found(), 20), 'it is looked at')
    review = found()
    check(review['pending'] >= 1 and 'tocsin alert release' in review['held'] and 'last_error' not in review, 'held for review: %s' % review)
    said = world.tocsin('status', '-c', config).stdout
    check('receivers that wait' in said and 'tocsin alert release' in said, 'tocsin status says what a person is to do')
    check(re.search(r'^known     1 entry, \d+ facts?, 1 incident$', said, re.M), 'and counts one as one')
    check(status(world, config)[1]['outbox']['oldest_s'] == 0, 'it is not late')


def main():
    world = World()
    world.serve()
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Refuses)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    world.put('a.xml', rss('a', [('1', 'Blast in Idlib kills 14', formatdate(), 'A car bomb killed 14 people in Idlib, Syria, officials said.')]))
    config = world.config('''defaults: {allow_private: true, backlog: ring, lang: en, every: 1h}
feeds:
  - {name: a, url: "http://127.0.0.1:%d/a.xml"}
rules:
  - {name: toll, toll: killed, at: [10], send: [refuses, review]}
receivers:
  refuses: {slack: {url: "http://127.0.0.1:%d/", allow_private: true}}
  review: {file: {path: "%s/review.jsonl"}, hold_for_review: 2h}
''' % (world.port, server.server_address[1], world.dir))
    files = {'config': config, 'broken': world.config('rules: 7\n', 'broken.yaml')}
    world.daemon(config)
    check(wait_for(lambda: json.loads(world.tocsin('alert', 'list', '--json', '-c', config).stdout)), 'an alert rang')
    held(world, config)
    for line, code, said in REFUSED:
        refused(world, line, code, said, *([] if line in ('nonsense', 'incident shwo') else ['-c', config]))
    for line, code, said in ALONE:
        refused(world, line.format(**files), code, said)
    health(world, config)
    shut_out(world)
    daemon_ends(world)
    named_in_manual()
    world.end()


if __name__ == '__main__':
    main()
