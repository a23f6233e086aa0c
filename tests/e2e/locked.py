#!/usr/bin/python3
"""What our processes may still do, as the kernel says it: the engine has given up what it does not need, a worker has
nothing but its socket.  And a worker that cannot lock itself in does not work: each call of its start fails in its turn,
and it says so, or ends with a sentence, or is locked in all the same.  Where memory ends inside libseccomp, that leaves
out instructions (and the worker refuses such a filter), aborts, or runs in a circle, and the engine ends it and starts another (test_worker has such ones)."""
import ctypes, os, random, re, struct, subprocess
from world import *

ENGINE = 1 << 10 | 1 << 1  # CAP_NET_BIND_SERVICE, CAP_DAC_OVERRIDE
MEMORY = 256 << 20
LIMITS = {'Max open files': '4', 'Max processes': '0', 'Max file size': '0', 'Max core file size': '0'}
KINDS = {'lock': Orders.LOCK, 'open': Orders.OPEN, 'read': Orders.READ, 'memory': Orders.MEMORY}
CIRCLES = 'memory'
SOME = 25


def proc(pid, name):
    with open('/proc/%d/%s' % (pid, name)) as f:
        return f.read()


def status(pid, name):
    return re.search(r'^%s:\s+(\S+)$' % name, proc(pid, 'status'), re.M).group(1)


def limits(pid):
    return {name: now for name, now in re.findall(r'^(Max [a-z ]+?)  +(\S+)', proc(pid, 'limits'), re.M)}


def not_locked(pid):
    """What of the lock is missing; a sanitizer's runtime needs some limits open."""
    found = {name: status(pid, name) for name in ('CapPrm', 'CapEff', 'NoNewPrivs', 'Seccomp')}
    want = {'CapPrm': '0' * 16, 'CapEff': '0' * 16, 'NoNewPrivs': '1', 'Seccomp': '2'}
    if not sanitized():
        found.update(limits(pid))
        want.update(LIMITS)
        if int(found['Max address space']) < MEMORY:
            want['Max address space'] = 'more than %d' % MEMORY
    return {name: found.get(name) for name in want if found.get(name) != want[name]}


def instructions(pid):
    """Of the filter that the kernel has for it; -1: may not be asked."""
    ptrace = ctypes.CDLL(None).ptrace
    ptrace.restype, ptrace.argtypes = ctypes.c_long, [ctypes.c_long] * 4
    attach, detach, get_filter = 16, 17, 0x420c
    if ptrace(attach, pid, 0, 0) == -1:
        return -1
    os.waitpid(pid, 0)
    n = ptrace(get_filter, pid, 0, 0)
    ptrace(detach, pid, 0, 0)
    return n


def descriptors(pid):
    return {int(fd): re.sub(r':\[.*', '', os.readlink('/proc/%d/fd/%s' % (pid, fd))) for fd in os.listdir('/proc/%d/fd' % pid)}


def children(pid):
    return [int(p) for p in proc(pid, 'task/%d/children' % pid).split()]


def daemon(world):
    world.serve()
    world.put('herald.xml', rss('herald', []))
    config = world.config('limits: {workers: 1, job_memory: 256MiB}\ndefaults: {allow_private: true}\nfeeds:\n'
                          '  - {name: herald, url: "http://127.0.0.1:%d/herald.xml"}\n' % world.port)
    engine = world.daemon(config, env=dict(os.environ, TOCSIN_PASSWORD='a secret')).pid
    check(wait_for(lambda: 'event=poll feed=herald result=read' in world.log()), 'a worker works')
    check(int(status(engine, 'CapPrm'), 16) & ~ENGINE == 0 and int(status(engine, 'CapEff'), 16) & ~ENGINE == 0,
          'the engine has no capability but two: %s' % status(engine, 'CapPrm'))
    check(status(engine, 'NoNewPrivs') == '1' and limits(engine)['Max core file size'] == '0',
          'nor gets others, nor leaves its memory behind')
    for worker in children(engine):
        check(not not_locked(worker), 'a worker is locked in: %r' % not_locked(worker))
        if os.getuid() == 0:  # it is nobody else's business
            held = descriptors(worker)
            held.pop(2)
            check(held == {0: '/dev/null', 1: '/dev/null', 3: 'socket'} or sanitized(), 'it holds but its socket: %r' % held)
            check('PASSWORD' not in proc(worker, 'environ'), 'and knows no environment')


def text(message):
    """The first text of a message (base/wire.h), and what is behind it."""
    n = at = 0
    while message[at] & 0x80:
        n |= (message[at] & 0x7f) << 7 * at
        at += 1
    n |= message[at] << 7 * at
    return message[at + 1:at + 1 + n], message[at + 1 + n:]


class Worker:
    """One that is started as the engine does it."""

    def __init__(self, world, patience):
        ours, its = socket.socketpair()
        self.process = world.start([TOCSIND, '--worker', str(MEMORY), BUILD + '/daemon/share'], stderr=subprocess.PIPE,
                                   pass_fds=(3,), preexec_fn=lambda: os.dup2(its.fileno(), 3),
                                   env=faulty(TOCSIN_FAULTS=world.page))
        its.close()
        ours.settimeout(patience)
        self.socket = ours

    def hello(self):
        """What it says is wrong, '' when all is well, None when it ends without a word on its socket."""
        head = self.socket.recv(4, socket.MSG_WAITALL)
        if len(head) < 4:
            return None
        message = self.socket.recv(struct.unpack('<I', head)[0], socket.MSG_WAITALL)
        version, rest = text(message)
        return text(rest)[0].decode()

    def kill(self):
        self.process.kill()
        self.end()

    def end(self):
        self.socket.close()
        said = self.process.communicate(timeout=60)[1].decode(errors='replace')
        return self.process.returncode, said


def start(world, circles=False):
    """What is wrong about the start of a worker, or nothing; and whether it works."""
    worker = Worker(world, 3 if circles else 20)
    try:
        error = worker.hello()
    except TimeoutError:
        worker.kill()
        return '' if circles else 'hangs', False
    open_ = not_locked(worker.process.pid) if error == '' else {}
    if error == '' and world.whole not in (None, instructions(worker.process.pid)):
        open_['filter'] = 'in part'
    code, said = worker.end()
    if open_:
        return 'works with %r' % open_, True
    if error != '' and (code == 0 or code > 0 and not error and not said.strip()):
        return 'ends with %d and says %r' % (code, error or said), False
    return '', error == ''


def starts(world):
    world.page = world.dir + '/faults'
    world.orders, rng = Orders.on(world.page), random.Random(5)
    world.whole = None
    honest = Worker(world, 20)
    check(honest.hello() == '', 'a worker starts')
    world.whole = instructions(honest.process.pid)
    check(world.whole != 0, 'its filter has %d instructions' % world.whole)
    honest.end()
    for kind, bit in KINDS.items():
        world.orders.kinds, world.orders.seen, world.orders.at = bit, 0, 0
        check(start(world) == ('', True), '%s: it starts' % kind)
        calls, refused = world.orders.seen, 0
        turns = range(1, calls + 1) if calls <= SOME else rng.sample(range(1, calls + 1), SOME)
        for n in turns:
            world.orders.seen, world.orders.at = 0, n
            wrong, works = start(world, kind == CIRCLES)
            refused += not works
            if wrong:
                check(False, '%s %d, %s, fails: it %s' % (kind, n, world.orders.name.decode(), wrong))
        check(refused > 0, '%s: of %d calls each fails, or some: %d end it' % (kind, calls, refused))
        world.orders.kinds = 0


def main():
    world = World()
    need(TOCSIND)
    daemon(world)
    if not sanitized():  # sanitizers bear no other library
        starts(world)
    world.end()


main()
