#!/bin/sh
# What is told stays the same however it is written: with signs, labels, links, in capitals, in lines.
src=${top_srcdir:-.}
[ -x daemon/tocsin ] || exit 77
exec python3 "$src/tests/rewritten.py" "$src" daemon/tocsin
