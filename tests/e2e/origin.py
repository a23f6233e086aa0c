#!/usr/bin/python3
"""origin.py PORT LOG FEEDS SECONDS TOWNS -- many feeds on many hosts of loopback, and a webhook, for tests with several
daemons.  /f7 grows by an entry three times in SECONDS, if it is one of the first: a toll, a higher one, and a word.  LOG gets
a line for each request: when it came, when it was answered, host, path; and for each webhook its id.  While there is
a file LOG.slow, answers come late, and LOG gets a line for each request as soon as it came."""
import asyncio, json, os, resource, sys, time
from email.utils import formatdate

PORT, LOG, FEEDS, SECONDS, TOWNS = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), sys.argv[5].split(',')
DAY = 86400
BEGAN = float(os.environ.get('ORIGIN_BEGAN', time.time()))
SAYS = [('Blast kills {1} in {0}', 'At least {1} people were killed in a blast in {0}, police said.'),
        ('Toll in {0} rises to {2}', 'The blast in {0} killed at least {2} people, police said.'),
        ('Market of {0} opens again', 'The market of {0} has been opened again.')]


def document(i):
    """What has been published by now; the dates are the same in every run of a day."""
    passed, midnight = (time.time() - BEGAN) / SECONDS, time.time() // DAY * DAY
    items, said = '', (TOWNS[i % len(TOWNS)], 11 + i, 1001 + i)
    for k, (title, text) in enumerate(SAYS):
        if i < len(TOWNS) and passed >= (k + i % 97 / 97) * 0.3:
            items += ('<item><guid isPermaLink="false">f%d-%d</guid><title>%s</title><pubDate>%s</pubDate><description>%s</description></item>'
                      % (i, k, title.format(*said), formatdate(midnight + k), text.format(*said)))
    return ('<?xml version="1.0"?><rss version="2.0"><channel><title>f%d</title>%s</channel></rss>' % (i, items)).encode()


async def serve(reader, writer, log):
    try:
        while True:
            head = (await reader.readuntil(b'\r\n\r\n')).decode('latin-1').lower()
            came, path = time.time(), head.split(' ', 2)[1]
            headers = dict(l.split(': ', 1) for l in head.split('\r\n')[1:] if ': ' in l)
            if head.startswith('post'):
                body = json.loads(await reader.readexactly(int(headers['content-length'])))
                log.write('hook %s %s\n' % (headers['webhook-id'], body['data']['alert']))
                writer.write(b'HTTP/1.1 204 No Content\r\n\r\n')
                continue
            if os.path.exists(LOG + '.slow'):
                log.write('came %.4f %s\n' % (came, path))
                await asyncio.sleep(2)
            body = document(int(path[2:]))
            tag = '"%d"' % body.count(b'<item>')
            if headers.get('if-none-match') == tag:
                writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n' % tag.encode())
            else:
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n%s'
                             % (tag.encode(), len(body), body))
            log.write('asked %.4f %.4f %s %s\n' % (came, time.time(), headers['host'], path))
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with open(LOG, 'a', buffering=1) as log:
        server = await asyncio.start_server(lambda r, w: serve(r, w, log), '0.0.0.0', PORT, backlog=4096)
        await server.serve_forever()


asyncio.run(main())
