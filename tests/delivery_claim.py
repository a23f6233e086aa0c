#!/usr/bin/python3
"""The store's file is in other hands when a message falls due: it goes out once the file is free, and nobody has to ring for it."""
from delivery_lib import *

address = configure({"out": "{file: {path: %s}}" % json.dumps(path("alerts.jsonl"))})
if address.startswith("postgresql:"):
    skip("a file is what another program can have")
drive("add", 3, "out")
stats = drive("run", 20000, 1000)[0]
expect(stats["sent"] == 3 and 1000 <= stats["ms"] < 10000, stats)
end()
