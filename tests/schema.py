"""Tell every story to `tocsin extract` and `tocsin replay`; what they print must fit the schemas."""
import glob
import json
import os
import subprocess
import sys

import jsonschema

src, tocsin = sys.argv[1], sys.argv[2]


def schema(name):
    with open(os.path.join(src, "doc", name + ".schema.json"), encoding="utf8") as f:
        s = json.load(f)
    jsonschema.Draft202012Validator.check_schema(s)
    return jsonschema.Draft202012Validator(s)


def lines(command, entries):
    text = "".join(json.dumps(e) + "\n" for e in entries).encode()
    out = subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True, timeout=60)
    return [json.loads(line) for line in out.stdout.decode().splitlines()]


fact, alert, bad, seen = schema("fact"), schema("alert"), 0, 0
for path in sorted(glob.glob(os.path.join(src, "tests/stories/*.json"))):
    with open(path, encoding="utf8") as f:
        entries = json.load(f)["entries"]
    found = [(fact, x) for r in lines([tocsin, "extract", "--jsonl"], entries) for x in r["facts"]]
    found += [(alert, x) for x in lines([tocsin, "replay", "-c", path[:-4] + "yaml"], entries)]
    for validator, item in found:
        seen += 1
        for e in validator.iter_errors(item):
            bad += 1
            print(path, e.json_path, e.message[:200])
for entry, want in (({"id": 1, "title": "Raiders kill nine herders", "text": "The mayor spoke."}, [9]),
                    ({"id": 2, "title": "Raiders kill nine herders"}, [9]),
                    ({"id": 3, "title": "Raid", "html": "<p>Raiders killed <b>nine</b> herders.</p>"}, [9]),
                    ({"id": 4, "title": "Nine", "text": "Nine herders were killed."}, [9])):
    got = [f["count"] for f in lines([tocsin, "extract", "--jsonl"], [{"lang": "en", **entry}])[0]["facts"]]
    if got != want:
        bad += 1
        print("extract --jsonl read", entry, "as", got)
FEED = b"""<rss version="2.0"><channel><title>News</title><item><guid>1</guid><title>Raid</title>
<description>&lt;p&gt;Raiders killed &lt;b&gt;nine&lt;/b&gt; herders.&lt;/p&gt;</description></item>
<item><guid>2</guid><title>Shells kill four clerks</title></item></channel></rss>"""
PAGE = b"<!doctype html><html><body><p>Raiders killed <b>nine</b> herders.</p></body></html>"
for document, want in ((FEED, [("1", [9]), ("2", [4])]), (PAGE, [("-", [9])]),
                       (b"Raiders killed nine herders.", [("-", [9])])):
    out = subprocess.run([tocsin, "extract"], input=document, stdout=subprocess.PIPE, check=True)
    read = [json.loads(line) for line in out.stdout.decode().splitlines()]
    got = [(r["id"], [f["count"] for f in r["facts"]]) for r in read]
    if got != want:
        bad += 1
        print("extract:", got, "not", want)
import yaml

config = subprocess.run([tocsin, "config", "schema"], stdout=subprocess.PIPE, check=True)
config = json.loads(config.stdout)
jsonschema.Draft202012Validator.check_schema(config)
config = jsonschema.Draft202012Validator(config)
defaults = subprocess.run([os.path.join(os.path.dirname(tocsin), "tocsind"), "--print-default-config"],
                          stdout=subprocess.PIPE, check=True)
with open(os.path.join(src, "etc/tocsin.yaml"), encoding="utf8") as f:
    shipped = yaml.safe_load(f)
GOOD = """
feeds: [{name: a, url: "https://example.org/a.xml", every: 15m}]
rules: [{name: b, toll: killed, at: [10, 50], in: Syria, send: [c]}]
receivers: {c: {email: {to: d@example.org, from: e@example.org, smtp: "smtps://mail.example.org"}}}
"""
WRONG = ("fedes: []", "feeds: [{nmae: a}]", "rules: [{name: b, treshold: 5}]", "receivers: {c: {emial: {}}}",
         "log: {level: lound}", "limits: {workers: 4000}", "feeds: {a: b}")
for text in WRONG:
    if config.is_valid(yaml.safe_load(text)):
        bad += 1
        print("the schema of the configuration takes", text)
for good in (shipped, yaml.safe_load(GOOD), yaml.safe_load(defaults.stdout)):
    for e in config.iter_errors(good):
        bad += 1
        print("the schema of the configuration refuses", e.json_path, e.message[:200])
print(seen, "objects,", bad, "wrong")
sys.exit(bad != 0 or seen == 0)
