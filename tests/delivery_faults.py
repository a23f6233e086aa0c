#!/usr/bin/python3
"""Each read of the store's file fails in its turn while three messages fall due: a second later they go out all the same, once."""
import mmap, os, sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "e2e"))
from world import Orders, SHIM, sanitized
from delivery_lib import *

if sanitized():
    skip("sanitizers bear no other library before theirs")
for at in range(1, 200):
    address = configure({"out": "{file: {path: %s}}" % json.dumps(path("alerts.jsonl"))})
    if address.startswith("postgresql:"):
        skip("a file is what cannot be read")
    drive("add", 3, "out")
    orders = Orders.on(path("orders"))
    orders.kinds, orders.at = Orders.PAGE, at
    run = subprocess.run([DRIVE, path("drive.yaml"), "run", "3000"], timeout=60, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, env=dict(os.environ, LD_PRELOAD=SHIM, TOCSIN_FAULTS=path("orders")))
    if run.returncode == 0:  # else the store could not be opened
        with open(path("alerts.jsonl"), "a+") as f:
            f.seek(0)
            expect(len(f.readlines()) == 3, "read", at, run.stdout.decode())
            f.truncate(0)
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(path("drive.db" + suffix)):
            os.remove(path("drive.db" + suffix))
    if orders.failed == 0:
        break
else:
    expect(False, "no run without a fault")
expect(at > 10, "only %d reads" % at)
end()
