#!/usr/bin/python3
"""How often it errs: the figures of doc/accuracy.md, from rows that people coded.

usage: accuracy.py TOCSIN ROWS.jsonl ...

A row is {"id", "text", "lang", "published", "gold"}; "gold" has what the coders say of "killed", "injured", "detained",
"displaced" (numbers; 0: none), and of "territory" ([{"place"}], empty: no ground changed hands). "noncombatant": true says
that armed victims were not counted; "quiet": true, that nothing at all should be found. Of each file it prints
  exact  the share of rows with a number above 0 whose toll has that number as its best
  zeros  the share of rows with 0 whose toll has none
  ground precision, recall and F1 of "some ground was captured or recaptured"
  quiet  rows with any casualty or change of ground, of a thousand
and of all together how far confidence can be trusted: the facts, asserted or claimed, of what the coders counted; one is right
if its number is theirs or the toll made of it is, ground if some changed hands. "clean": {"killed": false} leaves a figure out."""
import json, subprocess, sys

TOLLS = ("killed", "injured", "detained", "displaced")


def read(tocsin, rows):
    asked = "".join(json.dumps({k: r.get(k) for k in ("id", "text", "lang", "published")}) + "\n" for r in rows)
    out = subprocess.run([tocsin, "extract", "--jsonl"], input=asked.encode(), stdout=subprocess.PIPE, check=True).stdout
    return {a["id"]: a for a in map(json.loads, out.decode().splitlines())}


def share(part, whole):
    return "%.3f of %d" % (part / whole, whole) if whole else "-"


def toll(row, answer, name):
    """The numbers that count as found."""
    t = answer["toll"].get(name) or {}
    return {t.get("best") or 0} | ({t.get("noncombatant") or 0} if row.get("noncombatant") else set())


def tolls(rows, answers):
    for name in TOLLS:
        coded = [r for r in rows if r["gold"].get(name) is not None]
        some = [r for r in coded if r["gold"][name] > 0]
        none = [r for r in coded if r["gold"][name] == 0]
        hit = sum(r["gold"][name] in toll(r, answers[r["id"]], name) for r in some)
        kept = sum(not (answers[r["id"]]["toll"].get(name) or {}).get("best") for r in none)
        if coded:
            print("  %-9s exact %-14s zeros %s" % (name, share(hit, len(some)), share(kept, len(none))))


def gained(answer):
    return any(f["kind"] == "territory" and f["change"] in ("captured", "recaptured") and f["stance"] in ("asserted", "claimed")
               for f in answer["facts"])


def ground(rows, answers):
    coded = [(bool(r["gold"]["territory"]), gained(answers[r["id"]])) for r in rows if "territory" in r["gold"]]
    both = sum(g and f for g, f in coded)
    gold, found = sum(g for g, _ in coded), sum(f for _, f in coded)
    if gold:
        print("  ground    precision %s, recall %s, F1 %.3f" % (share(both, found), share(both, gold), 2 * both / (gold + found)))


def quiet(rows, answers):
    calm = [r for r in rows if r.get("quiet")]
    loud = sum(any(f["kind"] in ("casualty", "territory") for f in answers[r["id"]]["facts"]) for r in calm)
    if calm:
        print("  quiet     %.1f of 1000 (%d rows)" % (1000 * loud / len(calm), len(calm)))


def is_told(fact):
    return fact["stance"] in ("asserted", "claimed")


def judged(row, answer):
    """(confidence, right) of each fact whose kind the coders counted."""
    for f in filter(is_told, answer["facts"]):
        name = "displaced" if f["kind"] == "displacement" else f.get("outcome")
        if f["kind"] == "territory" and f["change"] in ("captured", "recaptured") and "territory" in row["gold"]:
            yield f["confidence"], bool(row["gold"]["territory"])
        elif row["gold"].get(name) is not None and row.get("clean", {}).get(name, True):
            yield f["confidence"], row["gold"][name] in toll(row, answer, name) | {f.get("count")}


BANDS = ((0.95, 2), (0.90, 0.95), (0.80, 0.90), (0.70, 0.80), (0, 0.70), (0.90, 2))


def reliability(facts):
    for low, high in BANDS:
        right = [r for c, r in facts if low <= c < high]
        print("  %.2f to %.2f  right %s" % (low, min(high, 1), share(sum(right), len(right))))


if len(sys.argv) < 3:
    sys.exit(__doc__)
facts = []
for path in sys.argv[2:]:
    with open(path, encoding="utf8") as f:
        coded = [json.loads(line) for line in f]
    found = read(sys.argv[1], coded)
    print("%s: %d rows" % (path, len(coded)))
    for part in (tolls, ground, quiet):
        part(coded, found)
    facts += [j for row in coded for j in judged(row, found[row["id"]])]
print("confidence, all files:")
reliability(facts)
