#!/usr/bin/python3
"""doc/openapi.json against a daemon with something to tell: every path is asked, every answer has the shape that it says,
pages join without loss, a wrong parameter is a problem of RFC 9457, an unchanged answer is 304."""
import gzip, http.client, re, socket
from email.utils import formatdate
from world import *

try:
    import jsonschema
except ImportError:
    skip('python3-jsonschema is not installed')

BASE = 'https://bell.example.net'
DOC = json.load(open(TOP + '/doc/openapi.json'))
NEWS = [('Blast in Idlib kills 14', 'A car bomb killed at least 14 people in Idlib, Syria, on %s, officials said.'),
        ('Army captures Saraqib', 'The Syrian army captured the town of Saraqib in Syria from rebels on %s, a monitor said.'),
        ('Shelling kills 31 in Mogadishu', 'Shelling killed 31 people in Mogadishu, Somalia, on %s, police said.')]


def resolved(schema):
    """Its own definitions in place, so that one schema stands alone."""
    text = json.dumps(schema).replace('#/components/schemas/', '#/$defs/')
    return dict(json.loads(text), **{'$defs': json.loads(
        json.dumps(DOC['components']['schemas']).replace('#/components/schemas/', '#/$defs/'))})


def fetch(world, path, headers={}):
    c = http.client.HTTPConnection('127.0.0.1', world.http, timeout=20)
    c.putrequest('GET', path, skip_accept_encoding=True)
    for name, value in headers.items():
        c.putheader(name, value)
    c.endheaders()
    r = c.getresponse()
    return r.status, r.headers, r.read()


def get(world, path, headers={}):
    status, headers, body = fetch(world, path, headers)
    return status, headers, body.decode()


def errors(schema, value):
    found = jsonschema.Draft202012Validator(resolved(schema), format_checker=jsonschema.FormatChecker()).iter_errors(value)
    return ['%s: %s' % ('/'.join(map(str, e.absolute_path)), e.message[:200]) for e in found][:3]


def fill(world, hook):
    world.serve()
    day = formatdate()[:3]
    days = dict(Mon='Monday', Tue='Tuesday', Wed='Wednesday', Thu='Thursday', Fri='Friday', Sat='Saturday', Sun='Sunday')
    world.put('a.xml', rss('a', [('n%d' % i, t, formatdate(), x % days[day]) for i, (t, x) in enumerate(NEWS)]))
    world.http = free_port()
    world.daemon(world.config('''http: {listen: "127.0.0.1:%d", base: "%s"}
defaults: {allow_private: true, backlog: ring, lang: en}
feeds:
  - {name: a, url: "http://127.0.0.1:%d/a.xml"}
  - {name: gone, url: "http://127.0.0.1:%d/none.xml"}
rules:
  - {name: toll, toll: killed, at: [10], send: [hook]}
  - {name: ground, territory: [captured], send: [hook]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/", secret: "%s", allow_private: true}}
''' % (world.http, BASE, world.port, world.port, hook.port, SECRET)))
    check(wait_for(lambda: len(hook.seen) >= 3, 60), 'three alerts arrive')
    def tocsin(*args):
        out = world.tocsin(*args, '-c', world.dir + '/tocsin.yaml')
        check(out.returncode == 0, ' '.join(args) + out.stderr)
        return out.stdout
    tocsin('silence', 'add', 'rule=other', '--comment', 'quiet')
    tocsin('alert', 'ack', json.loads(get(world, '/api/v1/alerts')[2])['items'][0]['data']['alert'], 'seen')
    somalia = [i['id'] for i in json.loads(tocsin('incident', 'list', '--json')) if 'Mogadishu' in json.dumps(i)]
    tocsin('incident', 'retract', somalia[0], 'an exercise')


def events(world, operation):
    """Live events from the first one: each has a name of the one table, and its data the shape that goes with the name."""
    shapes, seen = operation['x-events'], set()
    names = [e['name'] for e in json.loads(get(world, '/api/v1/events')[2])['items']]
    schema = DOC['components']['schemas']['EventName']['properties']['name']['enum']
    prose = open(TOP + '/doc/http.md').read()
    check(names == schema == list(shapes) and all('`%s`' % n in prose for n in names), 'the table of events in all its places')
    c = http.client.HTTPConnection('127.0.0.1', world.http, timeout=20)
    c.request('GET', '/events', headers={'Last-Event-ID': '0'})
    r, name, last = c.getresponse(), '', 0
    check([r.headers[h] for h in ('Content-Type', 'Cache-Control', 'X-Accel-Buffering')] ==
          ['text/event-stream; charset=utf-8', 'no-store', 'no'] and r.readline() == b'retry: 3000\n', '/events is a stream')
    while not seen >= {'alert.fired', 'alert.acknowledged', 'incident.changed', 'place.changed', 'feed.changed', 'delivery.sent'}:
        key, _, value = r.readline().decode().rstrip('\n').partition(': ')
        if key == 'id':
            check(int(value) == last + 1, 'event %s follows' % value)
            last = int(value)
        name = value if key == 'event' else name
        if key == 'data':
            wrong = errors(shapes[name], json.loads(value))
            check(not wrong, '%s has its shape %s' % (name, '; '.join(wrong)))
            seen.add(name)
    c.close()
    check(get(world, '/events?types=alert,nothing')[0] == 400, 'a type that there is not')


def ask(world, path, operation):
    content = operation['responses']['200']['content']
    (kind, want), = content.items()
    if kind == 'text/event-stream':
        events(world, operation)
        return
    names = ['id'] if '{id}' in path else []
    there = path
    if names:
        of = '/api/v1/alerts' if path == '/cap/{id}' else path[:path.index('/{id}')]
        first = json.loads(get(world, of)[2])['items'][0]
        there = path.replace('{id}', first['id'] if 'id' in first else first['data']['alert'])
    status, headers, body = get(world, there)
    check(status == 200 and headers['Content-Type'].split(';')[0] == kind, '%s is %s' % (path, kind))
    if kind.endswith('json'):
        value = json.loads(body)
        wrong = errors(want['schema'], value)
        check(not wrong, path + ' has its shape ' + '; '.join(wrong))
        if 'items' in value:
            check(value['items'] != [], path + ' has something to show')
    if '304' in operation['responses']:
        check(get(world, there, {'If-None-Match': headers['ETag']})[0] == 304 or 'status' in path, path + ' unchanged is 304')
    if '404' in operation['responses']:
        status, headers, body = get(world, path.replace('{id}', 'NOSUCH'))
        check(status == 404 and not errors({'$ref': '#/components/schemas/Problem'}, json.loads(body)), path + ' of none')
    for p in operation.get('parameters', []):
        if p['schema'].get('type') == 'integer' or p['schema'].get('format') == 'date-time' or p['name'] == 'after':
            status, headers, body = get(world, there + '?%s=x.y' % p['name'])
            check(status == 400 and headers['Content-Type'] == 'application/problem+json' and
                  not errors({'$ref': '#/components/schemas/Problem'}, json.loads(body)),
                  '%s?%s=x.y is a problem' % (path, p['name']))


def cap(world):
    """The documents of the feed are such as the standard's grammar has them; what follows refers to what was."""
    feed = get(world, '/alerts.cap.atom')[2]
    links = re.findall('href="%s(/cap/[^"]*)"' % BASE, feed)
    documents = [get(world, l)[2] for l in links]
    check(len(documents) >= 3 and any('<references>' in d for d in documents), '%d CAP documents' % len(documents))
    if not shutil.which('xmllint'):
        print('skipped in part: xmllint is not installed')
        return
    for d in documents + [feed]:
        grammar = [] if d is feed else ['--relaxng', TOP + '/tests/cases/receivers/cap.rng']
        lint = subprocess.run(['xmllint', '--noout', *grammar, '-'], input=d, text=True, stderr=subprocess.PIPE)
        check(lint.returncode == 0, 'xmllint ' + lint.stderr[-200:])


def feeds_of_ours(world):
    """What we publish as Atom, read by the library that most readers of feeds in Python use."""
    try:
        import feedparser
    except ImportError:
        print('skipped in part: python3-feedparser is not installed')
        return
    for path in '/incidents.atom', '/alerts.atom', '/alerts.cap.atom':
        read = feedparser.parse(get(world, path)[2])
        whole = all(e.get('id') and e.get('title') and e.get('updated_parsed') for e in read.entries)
        check(not read.bozo and read.version == 'atom10' and read.entries and whole,
              'feedparser reads %s: %d entries' % (path, len(read.entries)))
    told = {e.id[-26:]: e for e in feedparser.parse(get(world, '/alerts.atom')[2]).entries}
    for a in [item['data'] for item in json.loads(get(world, '/api/v1/alerts')[2])['items']]:
        e = told[a['alert']]
        check(e.title == a['summary'] and e.link == '%s/#/incident/%s' % (BASE, a['incident']) and
              e.content[0].type == 'text/html' and a['quotes'][0]['text'] in e.content[0].value and
              {a['rule'], a['reason'], a['severity']} == {t.term for t in e.tags}, 'the alert as an entry: ' + e.title)


def tables(world):
    """CSV and JSON Lines, read by Miller: each row has as many cells as the head, and an export each incident."""
    if not shutil.which('mlr'):
        print('skipped in part: miller is not installed')
        return
    ids = {i['id'] for i in json.loads(get(world, '/api/v1/incidents')[2])['items']}
    for path, form in ('/incidents.csv?profile=hxl', '--icsv'), ('/incidents.csv?profile=acled', '--icsv'), ('/incidents.jsonl', '--ijsonl'):
        read = subprocess.run(['mlr', form, '--ojson', 'cat'], input=get(world, path)[2], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        rows = [r for r in json.loads(read.stdout or '[]') if r.get('state') != 'retracted']
        tags = rows[:1] if 'hxl' in path else []
        told = {next(iter(ids & set(map(str, r.values()))), None) for r in rows[len(tags):]}
        check(read.returncode == 0 and told == ids and all(str(v).startswith('#') for t in tags for v in t.values() if v),
              'Miller reads %s: %d rows %s' % (path, len(rows), read.stderr[-200:]))


def documents(world):
    """The description and the map before validators from npm."""
    modules = os.environ.get('PAGE_MODULES', '')
    if not shutil.which('node') or not os.path.isdir(modules + '/@placemarkio') or not os.path.isdir(modules + '/@seriousme'):
        print('skipped in part: node, or the validators under PAGE_MODULES, are missing')
        return
    geojson = world.dir + '/incidents.geojson'
    with open(geojson, 'w') as f:
        f.write(get(world, '/incidents.geojson')[2])
    run = subprocess.run(['node', TOP + '/tests/exports.mjs', TOP + '/doc/openapi.json', geojson], text=True, stderr=subprocess.PIPE)
    check(run.returncode == 0, 'validators of OpenAPI and GeoJSON ' + run.stderr[-300:])


def exports(world):
    """Each export gives what changed since: all of it since long ago, nothing since tomorrow."""
    ids = [i['id'] for i in json.loads(get(world, '/api/v1/incidents')[2])['items']]
    rang = [a['data']['alert'] for a in json.loads(get(world, '/api/v1/alerts')[2])['items']]
    tomorrow = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + 86400))
    for path in ('/incidents.geojson', '/incidents.csv?profile=hxl', '/incidents.csv?profile=acled', '/incidents.jsonl', '/incidents.atom',
                 '/alerts.atom', '/alerts.cap.atom'):
        of, glue = rang if 'alerts' in path else ids, '&' if '?' in path else '?'
        whole, since, none = [get(world, path + extra)[2] for extra in ('', glue + 'updated_since=2020-01-01T00:00:00Z',
                                                                        glue + 'updated_since=' + tomorrow)]
        check(of and all(i in whole and i in since and i not in none for i in of), '%s has what changed since a time' % path)
    gone = [i['id'] for i in json.loads(get(world, '/api/v1/incidents/deleted')[2])['items']]
    check(gone and all('deleted-entry' in get(world, '/incidents.atom')[2] and i in get(world, '/incidents.atom')[2] for i in gone),
          'what was withdrawn is listed, and a tombstone in Atom')
    check(not any(i in get(world, '/incidents.geojson')[2] for i in gone), 'and in no other export')


def forms(world):
    """The page's files say what they are, and come packed only to who unpacks."""
    for path, kind in ('/', 'text/html; charset=utf-8'), ('/app.js', 'text/javascript'), ('/style.css', 'text/css'):
        tags, bodies = [], []
        for accepts in {}, {'Accept-Encoding': 'identity'}, {'Accept-Encoding': 'gzip;q=0, br'}, {'Accept-Encoding': 'gzip, br'}:
            status, headers, body = fetch(world, path, accepts)
            packed = headers['Content-Encoding'] == 'gzip'
            check((status, headers['Content-Type'], headers['Vary']) == (200, kind, 'Accept-Encoding') and
                  packed == (accepts.get('Accept-Encoding') == 'gzip, br'), '%s to who takes %s' % (path, accepts))
            check(fetch(world, path, {**accepts, 'If-None-Match': headers['ETag']})[0] == 304, path + ' unchanged is 304')
            tags.append(headers['ETag'])
            bodies.append(gzip.decompress(body) if packed else body)
        check(len(set(bodies)) == 1 and len(set(tags)) == 2, path + ' is one file in two forms, each with a tag of its own')
    check(fetch(world, '/api/v1/alerts', {'If-None-Match': '*'})[0] == 304, 'any tag is a tag')
    status, headers, body = fetch(world, '/incidents.csv?profile=nothing')
    check(status == 400 and b"no profile 'nothing'" in body, 'a profile that there is not')


def pages(world, path):
    whole = json.loads(get(world, path)[2])['items']
    pieces, after = [], None
    while True:
        page = json.loads(get(world, path + '?limit=1' + ('&after=' + after if after else ''))[2])
        pieces += page['items']
        after = page['next']
        if not after or len(pieces) > len(whole) + 1:
            break
    check(pieces == whole, '%s: %d pages of one are the whole of %d' % (path, len(pieces), len(whole)))


def pages_of_exports(world):
    """Each export comes in pages that its Link header joins (RFC 8288), and in Atom a link of the feed (RFC 5005)."""
    for path, of in ('/incidents.jsonl', r'\{"id":"(\w+)'), ('/incidents.csv?profile=acled', r'\n"(\w+)"'), \
            ('/incidents.geojson', r'"Feature","id":"(\w+)'), ('/incidents.atom', r'(?:<id>|ref=")tag:[^<"]*:(\w{26})'), \
            ('/alerts.atom', r'<id>tag:[^<]*:(\w{26})'), ('/alerts.cap.atom', r'<id>tag:[^<]*:(\w{26})'):
        whole, told, there, n = re.findall(of, get(world, path)[2]), [], path + ('&' if '?' in path else '?') + 'limit=1', 0
        while there and n < 20:
            status, headers, body = get(world, there)
            check(status == 200 and len(re.findall(of, body)) <= 1, there)
            link = re.fullmatch('<(/[^>]*)>; rel="next"', headers['Link'] or '')
            check(not path.endswith('atom') or bool(link) == ('<link rel="next" href="%s' % BASE in body), 'the same link in ' + there)
            told, there, n = told + re.findall(of, body), link and link.group(1), n + 1
        check(n > len(whole) > 1 and told == whole, '%s: %d pages of one hold all %d' % (path, n, len(whole)))


def refusals(world):
    """What never reaches a resource is a problem of RFC 9457 too."""
    for method, path, host, status in ('DELETE', '/api/v1/status', None, 405), ('GET', '/', 'elsewhere.example', 421), \
            ('BAD METHOD', '/', None, 400):
        with socket.create_connection(('127.0.0.1', world.http), timeout=20) as s:
            s.sendall(('%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' % (method, path, host or 'localhost')).encode())
            head, body = s.makefile('rb').read().decode().split('\r\n\r\n', 1)
        check(head.startswith('HTTP/1.1 %d ' % status) and 'Content-Type: application/problem+json' in head and
              not errors({'$ref': '#/components/schemas/Problem'}, json.loads(body)), '%s %s is a problem: %d' % (method, path, status))
        check(status != 405 or 'Allow: GET, HEAD\r\n' in head + '\r\n', 'and says what is allowed')


def main():
    world, hook = World(), Hook()
    need(TOCSIND, TOCSIN)
    fill(world, hook)
    for path, operations in DOC['paths'].items():
        if 'get' in operations:
            ask(world, path, operations['get'])
            if path.startswith('/api/') and any(p['name'] == 'limit' for p in operations['get'].get('parameters', [])):
                pages(world, path)
    check(get(world, '/api/v1/nothing')[0] == 404, 'what is not there')
    exports(world)
    pages_of_exports(world)
    refusals(world)
    forms(world)
    cap(world)
    feeds_of_ours(world)
    tables(world)
    documents(world)
    world.end()


main()
