#!/bin/sh
# Facts and alerts of every story fit their schemas (doc/*.schema.json).  Needs python3-jsonschema.
src=${top_srcdir:-.}
python3 -c 'import jsonschema' 2>/dev/null || exit 77
[ -x daemon/tocsin ] || exit 77
exec python3 "$src/tests/schema.py" "$src" daemon/tocsin
