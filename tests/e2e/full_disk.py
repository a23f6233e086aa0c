#!/usr/bin/python3
"""The disk is full: said once and counted, the polls wait, and when there is room again everything is stored
and rung once.  The disk is read-only: said, and what is there can be read."""
import re, subprocess, urllib.error, urllib.request
from world import *

MIB = 1 << 20
STORY = [('f%d' % n, 'Shelling of %s' % place, 'Wed, %02d Nov 2024 19:00:00 GMT' % (6 + n),
          'At least %d people were killed when shells hit a market in %s on Wednesday, medics said.' % (60 + n, place))
         for n, place in enumerate(('Idlib', 'Raqqa', 'Homs', 'Daraa', 'Aleppo'))]


def small_disk(world):
    """A file system of its own, for root; elsewhere there is no disk that a test may fill."""
    disk = world.dir + '/state'
    os.mkdir(disk, 0o700)
    made = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=8m,mode=0700', 'none', disk],
                          stderr=subprocess.PIPE, text=True)
    if made.returncode != 0:
        shutil.rmtree(world.dir)
        skip('no file system can be mounted here: ' + made.stderr.strip())
    return disk


def fill(disk):
    with open(disk + '/ballast', 'wb', buffering=0) as f:
        for size in (65536, 4096, 1):
            try:
                while True:
                    f.write(b'x' * size)
            except OSError:
                pass


def metric(world, name):
    text = urllib.request.urlopen('http://127.0.0.1:%d/metrics' % world.http).read().decode()
    return float(re.search(r'^%s (\S+)$' % name, text, re.M).group(1))


def ready(world):
    try:
        return urllib.request.urlopen('http://127.0.0.1:%d/readyz' % world.http).status
    except urllib.error.HTTPError as e:
        return e.code


def configuration(world, hook):
    return '''max_age: off
http: {listen: "127.0.0.1:%d"}
defaults: {allow_private: true, backlog: ring, lang: en, every: 1s}
feeds:
  - {name: herald, url: "http://127.0.0.1:%d/herald.xml"}
  - {name: courier, url: "http://127.0.0.2:%d/courier.xml"}
rules:
  - {name: toll, toll: killed, at: [50], send: [hook]}
receivers:
  hook: {webhook: {url: "http://127.0.0.1:%d/in", secret: "%s", allow_private: true}}
''' % (world.http, world.port, world.port, hook.port, SECRET)


def requests(world):
    with open(world.dir + '/access.log') as f:
        return len(f.readlines())


def heard(hook):
    return sorted(b['data']['toll']['best'] for _, b in hook.seen)


def full(world, hook, disk):
    fill(disk)
    world.put('herald.xml', rss('herald', STORY[:2]))
    world.put('courier.xml', rss('courier', STORY[2:3]))
    check(wait_for(lambda: 'event=store.failed' in world.log(), 20), 'a full disk is said')
    check(wait_for(lambda: metric(world, 'tocsin_store_failures_total') >= 4, 20), 'each failure is counted')
    check(world.log().count('event=store.failed') == 1, 'and said once: %d lines' % world.log().count('event=store.failed'))
    check(ready(world) == 503, 'readyz says it')
    before = requests(world)
    check(not wait_for(lambda: requests(world) > before + 2, 3), 'nobody is asked for what cannot be stored')
    check(len(hook.seen) <= 1, 'nothing rings that is not stored')


def room_again(world, hook, disk):
    os.unlink(disk + '/ballast')
    check(wait_for(lambda: 'event=store.recovered' in world.log(), 20), 'the recovery is said')
    check(ready(world) == 200, 'and by readyz')
    check(wait_for(lambda: len(hook.seen) == 4, 40), 'all is stored and rung: %r' % heard(hook))
    world.put('courier.xml', rss('courier', STORY[2:4]))
    check(wait_for(lambda: len(hook.seen) == 5, 40), 'the polls go on: %r' % heard(hook))
    check(len({i for i, _ in hook.seen}) == 5, 'each once')


def read_only(world, hook, disk, config):
    """What a file system becomes whose disk fails: the daemon says why it does not start; what is there can be saved."""
    subprocess.run(['mount', '-o', 'remount,ro', disk], check=True)
    code, said = world.once(config)
    check(code == 73 and 'Read-only file system' in said, 'read-only is said, exit %d' % code)
    whole = world.tocsin('store', 'check', '-c', config)
    check(whole.returncode == 0, 'the store is whole: ' + (whole.stdout + whole.stderr).strip())
    saved = world.tocsin('store', 'backup', '-c', config, world.dir + '/saved.db')
    check(saved.returncode == 0 and os.path.getsize(world.dir + '/saved.db') > 0, 'it can be saved: ' + saved.stderr.strip())
    subprocess.run(['mount', '-o', 'remount,rw', disk], check=True)
    world.put('courier.xml', rss('courier', STORY[2:5]))
    code, said = world.once(config)
    check(code == 0 and len(hook.seen) == 6, 'writable again it goes on: %r' % heard(hook))


def main():
    world = World()
    need(TOCSIND, TOCSIN, 'mount')
    if os.getuid() != 0:
        skip('only root may mount a small file system')
    hook, world.http = Hook(), free_port()
    world.serve()
    disk = small_disk(world)
    try:
        world.put('herald.xml', rss('herald', []))
        world.put('courier.xml', rss('courier', [('c0', 'Bombing of station', 'Tue, 05 Nov 2024 19:00:00 GMT',
                  'At least 133 people were killed in a bombing of a railway station in Aleppo on Tuesday, police said.')]))
        config = world.config(configuration(world, hook))
        daemon = world.daemon(config)
        check(wait_for(lambda: len(hook.seen) == 1, 20), 'before that all is well')
        full(world, hook, disk)
        room_again(world, hook, disk)
        check(daemon.poll() is None, 'the daemon lives')
        daemon.terminate()
        daemon.wait(10)
        read_only(world, hook, disk, config)
    finally:
        subprocess.run(['umount', '-l', disk])
    if world.failed:
        print(world.log())
    world.end()


main()
