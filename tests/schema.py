"""Tell every story to `tocsin extract` and `tocsin replay`; what they print must fit the schemas."""
import glob
import json
import os
import subprocess
import sys

import jsonschema

src, tocsin = sys.argv[1], sys.argv[2]
os.environ["TOCSIN_DATA"] = os.path.abspath(os.path.join(src, "etc"))


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
print(seen, "objects,", bad, "wrong")
sys.exit(bad != 0 or seen == 0)
