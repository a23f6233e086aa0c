#!/usr/bin/python3
"""tocsin init as a stranger meets it: on a terminal, with wrong answers before right ones, outlets that are gone or have
moved, a mail server that is not there at first. And what ends it: Ctrl-D, Ctrl-C, a folder that is another's."""
import pty, re, select, signal, subprocess, termios, time
from init_world import *

PATIENCE = 30
CTRL_D = None
OUTLETS = ["feed\there\tGazette\tpress\ten\tSY\t/news.xml", "feed\there\tMoved Post\tpress\ten\tSY\t/old.xml",
           "feed\there\tGone Daily\tpress\ten\tSY\t/gone.xml", "feed\there\tLanding\tstate\tar\tSY\t/",
           "feed\there\tNowhere\tpress\ten\tSY\thttp://nowhere.invalid/x", "feed\tworld\tFar\tagency\t-\t-\t/sport.xml"]


def read(fd, text, until):
    """What is shown up to a prompt that ends with until; all of it at the end."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and (until is None or not re.search(until + r"[^\n]*: $", text[-400:])):
        if select.select([fd], [], [], 0.1)[0]:
            try:
                piece = os.read(fd, 65536)
            except OSError:
                break
            if not piece:
                break
            text += piece.decode()
    expect(time.monotonic() < end, "waited for", until, "after", text[-600:])
    return text


def start(world, *args):
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(TOCSIN, [TOCSIN, "init", *args], world.env)
    return pid, fd


def talk(world, answers, *args):
    """answers: (part of the question, what is typed). Gives the exit code and all that was shown."""
    pid, fd = start(world, *args)
    text = ""
    for question, typed in answers:
        text = read(fd, text, question)
        os.write(fd, b"\x04" if typed == CTRL_D else typed.encode() + b"\n")
        text += "\n"
    text = read(fd, text, None)
    os.close(fd)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), text.replace("\r\n", "\n")


def stranger(world):
    mail = "smtp://127.0.0.1:%d" % world.smtp_port
    rc, text = talk(world, [
        ("Which region", "atlantis"), ("Which region", "Syria"),
        ("Which of them", "7"), ("Which of them", "1-3, 4 5"),
        ("dead of an incident", "50 10"), ("dead of an incident", "5 20"),
        ("changes hands", "perhaps"), ("changes hands", "y"),
        ("Mail alerts", "desk"), ("Mail alerts", "desk@example.org"),
        ("Mail server", "ftp://x"), ("Mail server", "smtp://127.0.0.1:9"), ("Login", ""),
        ("Post alerts", "hook"), ("Post alerts", world.at + "/broken"),
        ("once more", "yes"),
        ("Mail alerts", "desk@example.org"), ("Mail server", mail), ("Login", ""), ("Post alerts", world.at + "/hook"),
        ("would have rung", "")], "-c", world.conf, "--allow-private")
    print(text)
    expect(rc == 0, rc)
    for said in ("wants a number of the list", "wants numbers of the list", "wants rising numbers", "wants yes or no",
                 "wants an address, as desk@", "wants a host, smtps://", "wants an address that begins",
                 "yes  Gazette: 2 entries\n", "yes  Moved Post: 2 entries, by way of %s/news.xml" % world.at,
                 "no   Gone Daily: it answers 404", "no   Landing: ", "no   Nowhere: ", "2 of 5 answer",
                 "not delivered: connect: ", "not delivered: HTTP 500", "(see tocsin.yaml(5), RECEIVERS)",
                 "delivered: SMTP 250", "delivered: HTTP 204", "22 killed in Idlib", "Next: tocsind -f -c"):
        expect(said in text, "never said:", said)
    written = open(world.conf).read()
    expect("at: [5, 20]" in written and "broken" not in written and mail in written, written)
    expect(len(re.findall(r"^  - \{name", written, re.M)) == 2 and len(re.findall("left out on", written)) == 3, written)
    expect(len(world.mails.got) == 1, "a test mail")


def echoes(fd):
    return bool(termios.tcgetattr(fd)[3] & termios.ECHO)


def given_up(world):
    """Ctrl-D writes nothing; Ctrl-C at the password leaves a terminal that shows what is typed."""
    rc, text = talk(world, [("Which region", "here"), ("Which of them", CTRL_D)], "-c", world.box + "/d.yaml", "--offline")
    expect(rc == 66 and "nothing is written" in text and not os.path.exists(world.box + "/d.yaml"), rc, text)
    pid, fd = start(world, "-c", world.box + "/p.yaml", "--offline", "--region", "here", "--outlets", "none", "--at", "5",
                    "--ground", "no", "--mail", "a@example.org", "--smtp", "mail.example.org", "--user", "u")
    read(fd, "", "password")
    expect(not echoes(fd), "the password is shown")
    os.write(fd, b"\x03")
    rc = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    expect(rc == 128 + signal.SIGINT and echoes(fd), "Ctrl-C at the password", rc, echoes(fd))
    os.close(fd)


def not_ours(world):
    """Said before the first question."""
    if os.geteuid() == 0:
        for path in (world.box, os.path.join(world.box, "data")):
            os.chmod(path, 0o755)
        user = ["setpriv", "--reuid=65534", "--clear-groups"]
        if not shutil.which("setpriv"):
            return
    else:
        os.mkdir(world.box + "/shut", 0o500)
        user = []
    where = world.box if user else world.box + "/shut"
    done = subprocess.run([*user, TOCSIN, "init", "-c", where + "/n.yaml"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, env=world.env, timeout=PATIENCE)
    expect(done.returncode == 73 and "use sudo, or -c FILE" in done.stdout and "Which" not in done.stdout, done)


world = World(OUTLETS)
stranger(world)
given_up(world)
not_ours(world)
world.end()
