#!/usr/bin/python3
"""Every recipe in doc/recipes: its configuration has no mistake, and over the entries beside it rings what its head
says, neither more nor less: # rings: RULE REASON STEP ENTRY."""
import glob, json, os, re, subprocess, sys

BUILD, SOURCE = (os.environ.get(k, ".") for k in ("top_builddir", "top_srcdir"))
TOCSIN = os.path.join(BUILD, "daemon", "tocsin")
page = open(os.path.join(SOURCE, "doc", "recipes.md")).read()
bad = 0


def run(args, file=None):
    with open(file or os.devnull, "rb") as f:
        done = subprocess.run([TOCSIN, *args], stdin=f, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def ring(line):
    d = json.loads(line)["data"]
    return " ".join(str(x) for x in (d["rule"], d["reason"], "-" if d.get("step") is None else d["step"], d["entry"]))


recipes = sorted(glob.glob(os.path.join(SOURCE, "doc", "recipes", "*.yaml")))
for path in recipes:
    name = os.path.basename(path)
    rc, out, err = run(["config", "check", path])
    if rc or "warning" in err + out:
        print(name, "check:", rc, out, err)
        bad += 1
    rc, out, err = run(["replay", "-c", path], path[:-4] + "jsonl")
    want = re.findall(r"^# rings: (.*)$", open(path).read(), re.M)
    got = [ring(l) for l in out.splitlines()]
    if rc or got != want or not want:
        print("%s: want %s, got %s %s" % (name, want, got, err))
        bad += 1
    if "recipes/" + name not in page:
        print(name, "is not in doc/recipes.md")
        bad += 1
if len(recipes) < 10:
    print("ten recipes at least")
    bad += 1
sys.exit(bad > 0)
