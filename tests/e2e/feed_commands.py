#!/usr/bin/python3
"""The commands of feeds beside a daemon that runs: a page's feeds are found and added, a list is imported with its
folders as tags, what the tags say is kept, the list comes out again, and why a feed is asked when it is."""
import http.server, xml.etree.ElementTree
from world import *

PAGE = b'''<html><head><title>Harbour Herald</title>
<link rel="alternate" type="application/rss+xml" title="News" href="/news.xml">
<link rel="alternate" type="application/rss+xml" title="Ground" href="/ground.xml"></head><body>The Herald</body></html>'''
LIST = '''<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="slow"><outline type="rss" text="Weekly" xmlUrl="%(at)s/weekly.xml"/>
<outline text="far"><outline type="rss" text="Monthly" xmlUrl="%(at)s/monthly.xml"/></outline></outline>
<outline type="rss" text="Busy" xmlUrl="%(at)s/busy.xml"/>
<outline type="rss" text="Known" xmlUrl="%(at)s/ground.xml"/></body></opml>'''
CONFIG = '''defaults: {every: 1h}
limits: {host_spacing: 10ms}
tags:
  wire: {every: 2h, user_agent: "desk/1"}
  slow: {every: 1d, allow_private: yes, headers: {X-List: mine}}
  far: {user_agent: "far/1"}
feeds:
  - {name: first, url: "%s/first.xml", allow_private: yes}
'''
AGENT = 'tocsin/'
ASKED = [ # feed, address, what the server saw of the agent, and of the list's header
    ('first', '/first.xml', AGENT, None), ('Ground', '/ground.xml', 'desk/1', None),
    ('Weekly', '/weekly.xml', AGENT, 'mine'), ('Monthly', '/monthly.xml', 'far/1', 'mine'),
]
WHY = { # feed, what must be said
    'first': ('state        ok', 'the configuration says every 1h', 'by chance', 'last answers', '200  ', ' bytes, 1 new'),
    'Ground': ('/ground.xml', 'the configuration says every 2h'),
    'Monthly': ('the configuration says every 1d',),
    'Busy': ('the address is inside (loopback)', 'doubled with each failure in a row', 'no answer: refused_address'),
    'first again': ('the server finds us too frequent (429)', 'held until', 'not before 2h (Retry-After)', '429\n'),
}


class Origin(http.server.BaseHTTPRequestHandler):
    seen = {}
    busy = False
    may_answer = threading.Event()

    def do_GET(self):
        Origin.seen[self.path] = self.headers
        Origin.may_answer.wait()
        body = PAGE if self.path == '/' else rss(self.path, [(self.path, 'The bridge is open', 'Wed, 27 Nov 2024 09:00:00 GMT', 'Yes.')]).encode()
        self.send_response(429 if Origin.busy else 200)
        self.send_header('Retry-After', '7200') if Origin.busy else None
        self.send_header('Content-Type', 'text/html' if self.path == '/' else 'application/rss+xml')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def done(world, what, *args, code=0):
    p = world.tocsin(*args)
    check(p.returncode == code, '%s ends with %d: %s' % (what, p.returncode, p.stderr.strip() or 'well'))
    return p


def say_why(world, config, key):
    said = done(world, 'why ' + key, 'feed', 'why', '-c', config, key.split()[0]).stdout
    for part in WHY[key]:
        check(part in said, 'why %s: %s' % (key, part.strip()))


def asked(world):
    for feed, path, agent, header in ASKED:
        check(wait_for(lambda: path in Origin.seen), '%s is asked' % feed)
        sent = Origin.seen.get(path, {})
        check(sent.get('User-Agent', '').startswith(agent) and sent.get('X-List') == header, '%s: as its tags say' % feed)


def ask_twice(world, config):
    """Who asks for a feed that is being asked is no mistake, and with -f it is asked once more."""
    Origin.seen.clear()
    Origin.may_answer.clear()
    polls = world.log().count(' event=poll feed=first ')
    for force in (['-f'], [], ['-f']):
        done(world, 'poll', 'feed', 'poll', '-c', config, *force, 'first')
        check(wait_for(lambda: '/first.xml' in Origin.seen), 'it is being asked')
    Origin.may_answer.set()
    check(wait_for(lambda: world.log().count(' event=poll feed=first ') == polls + 2), 'once more')


def exported(world, config):
    out = done(world, 'export', 'feed', 'export', '-c', config).stdout
    found = {o.get('text'): o.get('xmlUrl') for o in xml.etree.ElementTree.fromstring(out).iter('outline') if o.get('xmlUrl')}
    check(set(found) == {'first', 'Ground', 'Weekly', 'Monthly', 'Busy'}, 'all come out: %s' % sorted(found))
    check('slow' in out and 'far' in out and 'wire' in out, 'with their tags')
    into = world.dir + '/all.opml'
    for _ in range(2):
        check(done(world, 'export to a file', 'feed', 'export', into, '-c', config).stdout == '', 'and says nothing')
        with open(into) as f:
            check(f.read() == out, 'which holds the same')
    listed = json.loads(done(world, 'export to both', 'feed', 'export', '--json', into, '-c', config).stdout)
    check({f['name'] for f in listed} == set(found), 'a program gets the list beside the file')
    check('all.opml' in done(world, 'export to nowhere', 'feed', 'export', world.dir + '/none/all.opml', '-c', config, code=73).stderr,
          'a file that cannot be is told')
    done(world, 'export to two', 'feed', 'export', into, into, '-c', config, code=64)
    with open(into) as f:
        check(f.read() == out, 'and touches none')


ODD = '<opml version="1.0"><body>%s</body></opml>'
OUTLINE = '<outline text="%s" xmlUrl="%s"/>'


def imported_oddly(world):
    """A list never makes a configuration that is refused, and nothing that was written before is lost."""
    main, there = world.dir + '/odd/tocsin.yaml', world.dir + '/odd/feeds.d'
    os.mkdir(world.dir + '/odd')

    def write(path, text, mode=0o640):
        with open(path, 'w') as f:
            f.write(text)
        os.chmod(path, mode)

    def take(what, outlines, code=0):
        write(world.dir + '/odd.opml', ODD % ''.join(OUTLINE % o for o in outlines))
        return done(world, what, 'feed', 'import', '-c', main, world.dir + '/odd.opml', code=code).stderr
    write(main, 'feeds: []\n')
    said = take('an odd list', [('a', 'javascript:alert(1)'), ('b', '/b.xml'), ('c', 'feed://c.example/x'),
                                ('d', 'feed:https://d.example/x'), ('e', 'http://joe:pw@e.example/'), ('f', '')])
    check(said.count('Left out: ') == 2 and 'javascript:alert(1)' in said, 'what is no address is left out: ' + said)
    take('the same list, grown', [('g', 'https://g.example/')])
    files = sorted(os.listdir(there))
    check(len(files) == 2 and all(os.stat(there + '/' + f).st_mode & 0o777 == 0o640 for f in files),
          'a file each, read by who reads the first: %s' % files)
    feeds = json.loads(done(world, 'export', 'feed', 'export', '--json', '-c', main).stdout)
    check({f['url'] for f in feeds} == {'https://g.example/', 'http://c.example/x', 'https://d.example/x', 'http://joe:pw@e.example/'},
          'all are there: %s' % feeds)
    os.chmod(main, 0o644)
    for f in files:
        os.remove(there + '/' + f)
    check('holds a secret' in take('a password for all to read', [('e', 'http://joe:pw@e.example/')], 65) and os.listdir(there) == [],
          'a file that would be refused is not left')
    write(main, 'feeds: []\ninclude: [more/*.yaml]\n')
    check("'include'" in take('past include', [('g', 'https://g.example/')], 65) and os.listdir(there) == [],
          'nor one that nothing takes in')


def kept_disabled(world):
    """Who disabled a feed finds it disabled after a move."""
    os.mkdir(world.dir + '/moved')
    main, moved = world.dir + '/moved/tocsin.yaml', world.dir + '/moved.opml'

    def configure(feeds):
        with open(main, 'w') as f:
            f.write('feeds: [%s]\n' % feeds)
    configure('{name: "off", url: "https://off.example/", enabled: no}, {name: "on", url: "https://on.example/"}')
    done(world, 'export', 'feed', 'export', moved, '-c', main)
    configure('')
    done(world, 'import', 'feed', 'import', '-c', main, moved)
    feeds = json.loads(done(world, 'export', 'feed', 'export', '--json', '-c', main).stdout)
    check({f['url']: f['enabled'] for f in feeds} == {'https://off.example/': False, 'https://on.example/': True},
          'a disabled feed comes back as one: %s' % feeds)


def main():
    world = World()
    need(TOCSIND, TOCSIN)
    Origin.may_answer.set()
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Origin)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = 'http://127.0.0.1:%d' % server.server_address[1]
    config = world.config(CONFIG % at)
    world.daemon(config)
    check('names 2 feeds' in done(world, 'which of two', 'feed', 'add', at + '/', '-c', config, '--allow-private', code=64).stderr,
          'it says that there are two')
    done(world, 'the second', 'feed', 'add', at + '/', '-c', config, '--allow-private', '--pick', '2', '--tag', 'wire')
    with open(world.dir + '/mine.opml', 'w') as f:
        f.write(LIST % {'at': at})
    check('3 of 4' in done(world, 'import', 'feed', 'import', '-c', config, world.dir + '/mine.opml').stderr, 'three are new')
    done(world, 'reload', 'reload', '-c', config)
    asked(world)
    check(wait_for(lambda: world.log().count(' event=poll ') == 5), 'each is polled once')
    check('/busy.xml' not in Origin.seen, 'what may not reach inside does not')
    for key in ('first', 'Ground', 'Monthly', 'Busy'):
        say_why(world, config, key)
    exported(world, config)
    imported_oddly(world)
    kept_disabled(world)
    ask_twice(world, config)
    Origin.busy = True
    done(world, 'poll', 'feed', 'poll', '-c', config, '-f', 'first')
    check(wait_for(lambda: ' event=poll feed=first result=refused status=429' in world.log()), 'it is told to wait')
    say_why(world, config, 'first again')
    check('left alone' in done(world, 'poll', 'feed', 'poll', '-c', config, '-f', 'first', code=75).stderr, 'a hold is a hold')
    if world.failed:
        print(world.log())
    world.end()


main()
