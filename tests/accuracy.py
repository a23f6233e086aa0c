#!/usr/bin/python3
"""What bench/accuracy.py prints of rows whose answers are known; one of them is coded wrong, so that it can miss."""
import os, subprocess, sys

BUILD, SOURCE = (os.environ.get(k, ".") for k in ("top_builddir", "top_srcdir"))
WANT = """rows: 9 rows
  killed    exact 0.750 of 4     zeros 1.000 of 1
  injured   exact 1.000 of 1     zeros 1.000 of 1
  detained  exact 1.000 of 1     zeros -
  displaced exact 1.000 of 1     zeros -
  ground    precision 1.000 of 1, recall 1.000 of 1, F1 1.000
  quiet     0.0 of 1000 (1 rows)
confidence, all files:
  0.95 to 1.00  right 0.889 of 9
  0.90 to 0.95  right 1.000 of 1
  0.80 to 0.90  right -
  0.70 to 0.80  right -
  0.00 to 0.70  right -
  0.90 to 1.00  right 0.900 of 10
"""
rows = os.path.join(SOURCE, "bench", "accuracy.jsonl")
got = subprocess.run([sys.executable, os.path.join(SOURCE, "bench", "accuracy.py"), os.path.join(BUILD, "daemon", "tocsin"), rows],
                     stdout=subprocess.PIPE, text=True, check=True).stdout.replace(rows, "rows")
if got != WANT:
    sys.exit("want\n%sgot\n%s" % (WANT, got))
