#!/usr/bin/python3
"""What people read is true as far as a program can tell: links lead somewhere, commands and options that pages show are
in the tables, words are spelt right, shell scripts are clean, and every page and example is shipped."""
import glob, json, os, re, shutil, subprocess, sys

BUILD, SOURCE = (os.path.abspath(os.environ.get(k, ".")) for k in ("top_builddir", "top_srcdir"))
os.chdir(SOURCE)
PAGES = ["README.md", "NEWS"] + sorted(glob.glob("doc/*.md"))
MANUAL = sorted(glob.glob(os.path.join(BUILD, "doc", "*.[1578]")))
SHELL = ["quickstart"] + sorted(glob.glob(".ci/*") + glob.glob("tests/*.sh") + glob.glob("tests/*/*.sh") +
                                glob.glob("debian/*.postrm") + glob.glob("debian/*.postinst"))
# Words that are right here and wrong elsewhere: a mdoc macro, surnames of formats.
RIGHT = "Nd,nd,eles"
bad = skipped = 0


def expect(ok, *what):
    global bad
    if not ok:
        bad += 1
        print(*what)


def anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def links():
    for page in PAGES:
        text = open(page).read()
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, part = target.partition("#")
            where = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
            expect(os.path.exists(where), page, "links to", target, "which is not there")
            if part and os.path.exists(where):
                heads = {anchor(h) for h in re.findall(r"^#+ (.*)$", open(where).read(), re.M)}
                expect(part in heads, page, "links to", target, "a heading that is not there")


def commands():
    """The names of the table, and every "tocsin …" of a page begins with one of them."""
    out = subprocess.run([os.path.join(BUILD, "daemon", "tocsin"), "help"], stdout=subprocess.PIPE, check=True)
    names = re.findall(r"^  (\S+(?: \S+)?)  ", out.stdout.decode(), re.M)
    expect(len(names) > 30, "tocsin help lists", len(names), "commands")
    first = {n.split()[0] for n in names}
    for page in PAGES + MANUAL:
        text = open(page).read()
        for said in re.findall(r"(?:`|^    |\| )tocsin ([a-z]+(?: [a-z]+)?)", text, re.M):
            words = said.split()
            group = {n for n in names if n.startswith(words[0] + " ")}
            ok = words[0] in names or (words[0] in first and (len(words) == 1 or " ".join(words) in group))
            expect(ok, os.path.relpath(page, SOURCE), "shows 'tocsin %s', which is no command" % said)
    return names


def examples(names):
    """Every command that has an example says so in its help, and the example begins with its name."""
    for name in names:
        out = subprocess.run([os.path.join(BUILD, "daemon", "tocsin"), "help", *name.split()],
                             stdout=subprocess.PIPE, check=True).stdout.decode()
        expect(out.startswith("usage: tocsin " + name) or ("tocsin " + name) in out, "help of", name)


def flags(names):
    """Every flag that a command's source takes is in its help, and every one there is taken."""
    common = {"-c", "-s", "--socket", "--json"}
    for path in sorted(glob.glob("daemon/cmd_*.c")):
        code = re.sub(r"/\*.*?\*/", "", open(path).read(), flags=re.S)
        taken = set(re.findall(r'"(--?[a-z][a-z-]*\d?)"', code)) | {"--" + o for o in re.findall(r'\{ "([a-z-]+\d?)", (?:required|no)_argument', code)}
        for letters in re.findall(r'argc, argv, "([a-zA-Z:+-]+)"', code):
            taken |= {"-" + c for c in letters if c.isalpha()}
        shown = set()
        for name in names:
            if re.search(r"^cmd_%s\(" % name.replace(" ", "_"), code, re.M):
                text = subprocess.run([os.path.join(BUILD, "daemon", "tocsin"), "help", *name.split()], stdout=subprocess.PIPE, text=True).stdout
                text = re.sub(r"^Example:.*$|tocsind --\S+", "", text, flags=re.M)
                shown |= set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*\d?)", text))
        expect(taken - common == shown - common, path, "takes", sorted(taken - shown - common), "and its help has", sorted(shown - taken - common))


def environment():
    """Every variable that is read is in the manual."""
    pages = "".join(open(p).read() for p in ("doc/man/tocsin.1", "doc/man/tocsind.8"))
    for path in glob.glob("*/*.c"):
        if not path.startswith(("tests/", "bench/")):
            for name in re.findall(r'(?:getenv|from_environment)\((?:c, )?"([A-Z_]+)"', open(path).read()):
                expect(".It Ev " + name in pages or " , " + name in pages, path, "reads", name, "which the manual does not have")


def keys():
    """Every key that a table of the source decodes is in the manual, and every key there is in a table. (A story is told by
    a program of the quickstart, which no package has.)"""
    made = set()
    for path in glob.glob("*/*.[ch]"):
        if not path.startswith(("base/", "tests/", "daemon/story.c")):
            made |= set(re.findall(r'\{\s*"([a-z_]+)",\s*CONF_[A-Z]+,', open(path).read()))
    shown = set()
    for page in MANUAL:
        if page.endswith(".5"):
            shown |= set(re.findall(r'^\.It Cm "([a-z_]+)"', open(page).read(), re.M))
    expect(len(made) > 100, "the tables of keys are no longer found")
    expect(made == shown, "keys only in the source:", sorted(made - shown), "only in the manual:", sorted(shown - made))


def members():
    """A fact's members are in tocsin-facts(5), as the schema has them."""
    schema = json.load(open("doc/fact.schema.json"))
    named = set(schema["properties"]) | set(schema["$defs"]["place"]["properties"])
    page = open("doc/man/tocsin-facts.5").read()
    shown = {w for line in re.findall(r"^(?:\.It )?\.?Cm (.*)$|^\.It Cm (.*)$", page, re.M) for l in line for w in re.findall(r"[a-z_0-9]+", l)}
    expect(named <= shown, "members of a fact that tocsin-facts(5) lacks:", sorted(named - shown))
    alert = json.load(open("doc/alert.schema.json"))["properties"]
    for format, wanted in (("doc/facts.md", named), ("doc/alerts.md", set(alert) - {"data"} | set(alert["data"]["properties"]))):
        words = {w for part in re.findall(r"`([^`\n]+)`", open(format).read()) for w in re.findall(r"\w+", part)}
        expect(wanted <= words, format, "lacks", sorted(wanted - words))


def figures():
    """What the README says of accuracy is what doc/accuracy.md has."""
    known = set(re.findall(r"\.\d{3}\b|\b\d\.\d\b", open("doc/accuracy.md").read()))
    said = set(re.findall(r"(?<!\d)\.\d{3}\b", open("README.md").read()))
    expect(len(said) > 3 and said <= known, "README.md says", sorted(said - known), "which doc/accuracy.md does not")


def spelling():
    if not shutil.which("codespell"):
        return "codespell"
    done = subprocess.run(["codespell", "-q", "3", "-L", RIGHT, *PAGES, *glob.glob("doc/man/*")],
                          stdout=subprocess.PIPE)
    expect(done.returncode == 0, done.stdout.decode())


def scripts():
    if not shutil.which("shellcheck"):
        return "shellcheck"
    # SC2154: what automake's test environment sets; SC2317: what a trap calls.
    done = subprocess.run(["shellcheck", "-S", "warning", "-e", "SC2154,SC2317", *[s for s in SHELL if os.path.exists(s)]],
                          stdout=subprocess.PIPE)
    expect(done.returncode == 0, done.stdout.decode())


def shipped():
    made = open(os.path.join(SOURCE, "doc", "local.mk")).read() + open("Makefile.am").read()
    for page in sorted(glob.glob("doc/*.md")):
        expect(page in made, page, "is not in doc/local.mk, so no tarball has it")


links()
names = commands()
examples(names)
flags(names)
environment()
keys()
members()
figures()
shipped()
missing = [m for m in (spelling(), scripts()) if m]
if missing:
    print("skipped in part, not installed:", ", ".join(missing))
sys.exit(bad > 0)
