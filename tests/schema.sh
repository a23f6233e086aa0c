#!/bin/sh
# Facts and alerts of every story fit their schemas (doc/*.schema.json), configurations that of tocsin config
# schema.  Needs python3-jsonschema and python3-yaml.
src=${top_srcdir:-.}
python3 -c 'import jsonschema, yaml' 2>/dev/null || exit 77
[ -x daemon/tocsin ] || exit 77
exec python3 "$src/tests/schema.py" "$src" daemon/tocsin
