"""Every sentence of tests/cases is told again as channels, agencies and mail write it: what changes in the
writing must change nothing in what is told.  A few of a hundred may: a lead's full stop says something, too."""
import json
import os
import re
import subprocess
import sys
import textwrap

src, tocsin = sys.argv[1], sys.argv[2]
LABEL = {"en": "BREAKING: ", "es": "ÚLTIMA HORA: ", "fr": "URGENT: ", "pt": "URGENTE: ", "de": "EILMELDUNG: ",
         "ru": "Срочно: ", "uk": "Терміново: ", "tr": "SON DAKİKA: ", "ar": "عاجل: "}
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
SMALL = set("a an the of in on at by for from to and or as with near after over amid into".split())


def twice(text, _):
    """five guards -> five (5) guards"""
    return re.sub(r"(?<![\w-])(" + "|".join(NUMBERS[2:]) + r")(?= [a-z])",
                  lambda m: "%s (%d)" % (m[0], NUMBERS.index(m[0].lower())), text, flags=re.I)


def title(text, _):
    words = text.rstrip(".").split(" ")
    return " ".join(w if i and w.lower() in SMALL else w[:1].upper() + w[1:] for i, w in enumerate(words))


def wrapped(text, _):
    """Behind two lines of other news, so that there is a margin to see."""
    return textwrap.fill("The council met for two hours and spoke of the roads, of a new school and of "
                         "the price of bread. " + text, 60)


def unwrapped(text, _):
    return wrapped(text, _).replace("\n", " ")


# name: languages, what is written, what it is compared with, of a hundred that may differ
WAYS = {
    "a coloured dot before it": ("", lambda t, l: "\U0001F534 " + t, None, 0.5),
    "a bullet before it": ("", lambda t, l: "\u2022 " + t, None, 0.5),
    "a label before it": ("", lambda t, l: LABEL[l] + t, None, 1.0),
    "a link behind it": ("", lambda t, l: t + " https://example.org/x?y=1", None, 0.5),
    "an agency behind a bar": ("", lambda t, l: t.rstrip(".") + " | Reuters", None, 1.0),
    "no full stop": ("", lambda t, l: t.rstrip("."), None, 0.5),
    "spaces that do not break": ("", lambda t, l: t.replace(" ", "\u00a0"), None, 0.5),
    "a line for each sentence": ("", lambda t, l: t.replace(". ", ".\n"), None, 0.5),
    "numbers twice": ("en", twice, None, 1.5),
    "the capitals of a title": ("en", title, None, 2.5),
    "all capitals": ("en", lambda t, l: t.upper(), None, 4.0),
    "lines broken by a margin": ("en", wrapped, unwrapped, 0.5),
}


def told(texts, lang):
    lines = "".join(json.dumps({"id": str(i), "text": t, "lang": lang, "published": "2026-11-20T10:00:00Z"}) + "\n"
                    for i, t in enumerate(texts))
    out = subprocess.run([tocsin, "extract", "--jsonl"], input=lines.encode(), stdout=subprocess.PIPE, check=True,
                         timeout=120)
    return [sorted((f.get("outcome") or f.get("change") or f["kind"], f.get("count") or 0, f["stance"])
                   for f in json.loads(line)["facts"]) for line in out.stdout.decode().splitlines()]


bad = 0
for lang in LABEL:
    name = "english" if lang == "en" else "lang-" + lang
    with open(os.path.join(src, "tests/cases", name + ".jsonl"), encoding="utf8") as f:
        texts = [json.loads(line)["text"] for line in f]
    texts = [t for t in texts if "\n" not in t]
    plain = told(texts, lang)
    for way, (only, write, beside, most) in WAYS.items():
        if only and lang != only:
            continue
        want = plain if beside is None else told([beside(t, lang) for t in texts], lang)
        got = told([write(t, lang) for t in texts], lang)
        differ = [(t, w, g) for t, w, g in zip(texts, want, got) if w != g]
        share = 100 * len(differ) / len(texts)
        if share > most:
            bad += 1
            print("%s, %s: %.1f of 100 differ, %.1f at most" % (lang, way, share, most))
            for t, w, g in differ[:5]:
                print("  %s -> %s: %s" % (w, g, t))
sys.exit(bad != 0)
