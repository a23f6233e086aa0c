#!/usr/bin/python3
"""tocsin init and feed add: real feeds, a real mail server, answers on standard input."""
import stat, subprocess
from init_world import *


def tocsin(*args, stdin=""):
    done = subprocess.run([TOCSIN, *args], input=stdin.encode(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, env=env)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


world = World(["feed\there\tGazette\tpress\ten\tSY\t/news.xml", "feed\there\tGone\tpress\ten\tSY\t/gone.xml",
               "feed\tworld\tFar\tagency\t-\t-\t/sport.xml"])
at, box, conf, env, mails, smtp_port = world.at, world.box, world.conf, world.env, world.mails, world.smtp_port

# Everything asked for, the outlets and the mail server tried.
rc, out, err = tocsin("init", "-c", conf, "--allow-private", stdin="here\n1 2\n5, 20\nno\n"
                      "desk@example.org\nsmtp://127.0.0.1:%d\n\n%s/hook\nyes\n" % (smtp_port, at))
text = open(conf).read() if rc == 0 else ""
expect(rc == 0, "init", rc, err)
expect("yes  Gazette: 2 entries" in err and "no   Gone: it answers 404" in err, err)
expect('\n  - {name: "Gazette"' in text and '\n  # - {name: "Gone"' in text and "Far" not in text, text)
expect("22 killed in Idlib" in err and "  1 alert\n" in err, "the replay", err)
expect("at: [5, 20]" in text and "territory" not in text and 'in: ["Syria"]' in text, text)
expect("send: [desk, hook, log]" in text, text)
expect(len(mails.got) == 1 and mails.got[0].rcpt_tos == ["desk@example.org"], "a test mail", err)
expect("delivered" in err and "hook" in err, err)
secret = os.path.join(box, "webhook-secret")
expect(stat.S_IMODE(os.stat(secret).st_mode) & 0o007 == 0, "others may read the secret")
expect(open(secret).read().startswith("whsec_") and open(secret).read() not in text + err, "secret")
expect(tocsin("config", "check", conf)[0] == 0, tocsin("config", "check", conf))

# What is in use is left alone.
rc, out, err = tocsin("init", "-c", conf, "--offline")
expect(rc != 0 and "in use" in err and "move it away" in err and open(conf).read() == text, "a second init", rc, err)

# Where nobody answers, the net is out rather than all outlets gone: they are written down to be asked.
lone = os.path.join(box, "lone.yaml")
rc, out, err = tocsin("init", "-c", lone, "--allow-private", "--region", "here", "--outlets", "2")
expect(rc == 0 and "None answers" in err and "it rings with the next news" in err, rc, err)
expect('\n  - {name: "Gone"' in open(lone).read(), open(lone).read())
rc, out, err = tocsin("init", "-c", os.path.join(box, "none.yaml"), "--region", "here", "--outlets", "none")
expect(rc == 0 and "watches nothing yet: tocsin feed add" in err and "Of kind state" not in err, rc, err)

# Wrong answers are told; nothing is written.
for wrong in (["--region", "atlantis"], ["--region", "here", "--at", "50, 10"],
              ["--region", "here", "--outlets", "9"], ["--region", "here", "--mail", "nobody"],
              ["--region", "here", "--ground", "perhaps"], ["--password", "x"]):
    rc, out, err = tocsin("init", "-c", os.path.join(box, "w.yaml"), "--offline", *wrong)
    expect(rc == 64 and not os.path.exists(os.path.join(box, "w.yaml")), wrong, rc, err)

# A page's feeds: which one is asked, and written beside the configuration.
rc, out, err = tocsin("feed", "add", at + "/", "-c", conf, "--allow-private")
expect(rc != 0 and "/news.xml" in err and "/sport.xml" in err and "--pick" in err, err)
rc, out, err = tocsin("feed", "add", at + "/", "-c", conf, "--allow-private", "--pick", "1")
expect(rc != 0 and "there already" in err, err)
rc, out, err = tocsin("feed", "add", at + "/", "-c", conf, "--allow-private", "--pick", "2", "--tag", "x")
expect(rc == 0, err)
added = open(os.path.join(box, "feeds.d", os.listdir(os.path.join(box, "feeds.d"))[0])).read()
expect("/sport.xml" in added and 'tags: ["x"]' in added, added)
expect(tocsin("feed", "add", at + "/nothing", "-c", conf, "--allow-private")[0] == 69, "no such page")

# The shipped list: every region makes a configuration without a mistake or a doubt.
env.pop("TOCSIN_DATA")
listed = [l.split("\t") for l in open(os.path.join(SOURCE, "etc", "starters.tsv"))
          if l.strip() and not l.startswith("#")]
feeds = [l for l in listed if l[0] == "feed"]
expect(len({f[2] for f in feeds}) == len(feeds) == len({f[6] for f in feeds}), "a feed stands twice")
for region in [l[1] for l in listed if l[0] == "region"]:
    mine = os.path.join(box, region + ".yaml")
    rc, out, err = tocsin("init", "-c", mine, "--offline", "--region", region)
    expect(rc == 0 and "warning" not in err, region, rc, err)
    expect(any(region in f[1].split() for f in feeds), region, "has no feed")
world.end()
