#!/usr/bin/python3
"""`tocsin extract --jsonl` by one thread and by several: the same bytes, errors and exit status, however the lines come;
who waits for an answer gets it; who does not take the answers ends it."""
import glob, json, os, random, signal, subprocess, sys

BUILD, SOURCE = (os.environ.get(k, '.') for k in ('top_builddir', 'top_srcdir'))
READ = [os.path.join(BUILD, 'daemon', 'tocsin'), 'extract', '--jsonl']
DATA, OUTPUT = 65, 74
LINE = b'{"id":1,"lang":"en","text":"Shelling killed 12 people in Idlib."}\n'
failed = False


def expect(ok, what):
    global failed
    if not ok:
        print(what)
        failed = True


def archive(size):
    """Sentences of all languages, alone or many in an entry; some lines are empty, or carry their text as HTML."""
    r = random.Random(1)
    said = [(os.path.basename(f)[-8:-6], json.loads(line)['text']) for f in sorted(glob.glob(SOURCE + '/tests/cases/lang-*.jsonl'))
            for line in open(f, encoding='utf-8')]
    lines, n = [], 0
    while n < size:
        lang, text = r.choice(said)
        text = ' '.join([text] * r.choice((1, 1, 2, 5, 300)))
        entry = {'id': len(lines), 'published': '2026-03-0%dT10:00:00Z' % r.randint(1, 9), 'title': text[:40]}
        entry['html' if r.random() < 0.1 else 'text'] = text
        if r.random() < 0.8:
            entry['lang'] = lang
        lines.append((json.dumps(entry) if r.random() < 0.95 else '').encode())
        n += len(lines[-1]) + 1
    return lines


def read(data, jobs, pieces=False):
    """Output, errors and status; data as a file, or written to a pipe in pieces of all sizes."""
    if not pieces:
        with open('jobs.input', 'wb') as f:
            f.write(data)
        with open('jobs.input', 'rb') as f:
            p = subprocess.run(READ + ['-j', str(jobs)], stdin=f, capture_output=True)
        os.unlink('jobs.input')
        return p.stdout, p.stderr, p.returncode
    with open('jobs.output', 'w+b') as out:
        p = subprocess.Popen(READ + ['-j', str(jobs)], stdin=subprocess.PIPE, stdout=out, stderr=subprocess.PIPE, bufsize=0)
        r, at = random.Random(2), 0
        while at < len(data):
            at += p.stdin.write(data[at:at + int(10 ** r.uniform(0, 5.5))])
        err = p.communicate()[1]
        out.seek(0)
        got = out.read()
    os.unlink('jobs.output')
    return got, err, p.returncode


def same(lines, what, status):
    """By one thread as by several; what they said."""
    data = b'\n'.join(lines)
    one = read(data, 1)
    expect(one[2] == status, '%s: %d, not %d: %s' % (what, one[2], status, one[1]))
    for jobs in (2, 5):
        for pieces in (False, True):
            expect(read(data, jobs, pieces) == one, '%s: not the same by %d%s' % (what, jobs, ' in pieces' if pieces else ''))
    return one


def check_archive():
    lines = archive(3 << 20)
    full = [line for line in lines if line]
    ids = [json.loads(line)['id'] for line in same(lines, 'archive', 0)[0].splitlines()]
    expect(ids == [json.loads(line)['id'] for line in full], 'archive: answers are missing, or out of order')
    broken = lines[:]
    for at in (len(lines) // 2, len(lines) // 2 + 1, len(lines) - 1):
        broken[at] = b'{"id": "x", "text": '
    out, err, _ = same(broken, 'broken lines', DATA)
    expect(err == b'tocsin extract: line %d: not a JSON object\n' % (len(lines) // 2 + 1), 'broken lines: %s' % err)
    expect(out.count(b'\n') == sum(line != b'' for line in broken), 'broken lines: an answer is missing')
    long = lines + [b'{"text": "' + b'x' * (9 << 20) + b'"}'] + lines[:9]
    out, err, _ = read(b'\n'.join(long), 5)
    expect(out.count(b'\n') == len(full) and err.count(b'\n') == 1 and b'a line of more than' in err, 'a long line: %s' % err)
    expect(read(b'\n'.join(long), 1) == (out, err, OUTPUT), 'a long line: not the same by one')
    end = b'\n'.join(lines[:-1] + [lines[-1] or LINE.rstrip()])
    expect(read(end, 5) == read(end + b'\n', 5), 'a last line without its end')


def threads(p):
    return len(os.listdir('/proc/%d/task' % p.pid))


def check_conversation():
    """A line is answered before the next one is there, be it by one thread or by all."""
    p = subprocess.Popen(READ + ['-j', '3'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    out = os.fdopen(os.dup(p.stdout.fileno()), 'rb')
    signal.alarm(60)  # an answer that does not come
    for _ in range(20):
        p.stdin.write(LINE)
        expect(out.readline().startswith(b'{"id":1,"facts":[{'), 'no answer in a conversation')
    alone = threads(p)
    many = LINE * 40000
    if os.fork() == 0:
        while many:
            many = many[p.stdin.write(many):]
        os._exit(0)
    n = sum(out.readline() != b'' for _ in range(40000))
    expect(n == 40000, '%d answers to 40000 lines' % n)
    expect(os.wait()[1] == 0, 'the lines were not taken')
    # ThreadSanitizer begins one of its own
    expect(threads(p) >= alone + 2, 'many lines have %d threads, a few %d' % (threads(p), alone))
    for _ in range(20):
        p.stdin.write(LINE)
        expect(out.readline().startswith(b'{"id":1,"facts":[{'), 'no answer in a conversation after many lines')
    p.stdin.close()
    expect(out.read() == b'' and p.wait() == 0, 'the end of a conversation')
    signal.alarm(0)


def check_troubles():
    """Nobody takes the answers, or there is nothing to read: one sentence, or the signal."""
    with open('jobs.input', 'wb') as f:
        f.write(LINE * 100000)
    for jobs in ('1', '4'):
        with open('/dev/full', 'wb') as full:
            p = subprocess.run(READ + ['-j', jobs, 'jobs.input'], stdout=full, stderr=subprocess.PIPE)
        expect(p.returncode == OUTPUT and p.stderr.count(b'\n') == 1 and b'No space left' in p.stderr, 'full: %s' % p.stderr)
        for ignore in (False, True):
            p = subprocess.Popen(READ + ['-j', jobs, 'jobs.input'], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 restore_signals=False, preexec_fn=lambda: signal.signal(
                                     signal.SIGPIPE, signal.SIG_IGN if ignore else signal.SIG_DFL))
            p.stdout.read(1)
            p.stdout.close()
            err = p.stderr.read()
            want = (OUTPUT, 1) if ignore else (-signal.SIGPIPE, 0)
            expect((p.wait(), err.count(b'\n')) == want, 'a broken pipe: %d %s' % (p.returncode, err))
    os.unlink('jobs.input')
    p = subprocess.run(READ + ['-j', '4', '/'], capture_output=True)
    expect(p.returncode == OUTPUT and p.stderr.count(b'\n') == 1 and p.stdout == b'', 'a directory: %s' % p.stderr)


check_archive()
check_conversation()
check_troubles()
sys.exit(failed)
