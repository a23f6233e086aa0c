#!/bin/sh
# The bill of materials is SPDX, names every library that configure looks for, and is the same when it is made again.
set -eu
src=${top_srcdir:-.}
table=$src/etc/sbom.tsv
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
rc=0

# Of several modules of one library the first stands for all; what only tests or benchmarks need is no part of it.
sed -n 's/.*PKG_CHECK_MODULES(\[[A-Z]*\], \[\([^] ]*\).*/\1/p' "$src/configure.ac" | grep -v -e criterion -e libhs >"$out/asked"
[ "$(wc -l <"$out/asked")" -ge 10 ] || { echo "the libraries are no longer found in configure.ac"; rc=1; }
while read -r module; do
	grep -q "^$module	" "$table" || { echo "etc/sbom.tsv does not name $module"; rc=1; }
done <"$out/asked"

sh "$src/etc/sbom.sh" "$table" 0 >"$out/one"
sh "$src/etc/sbom.sh" "$table" 0 >"$out/two"
cmp "$out/one" "$out/two" || rc=1
command -v python3 >/dev/null || exit $rc
python3 - "$out/one" "$table" <<'END' || rc=1
import json, re, sys
doc = json.load(open(sys.argv[1]))
rows = [l.split('\t') for l in open(sys.argv[2]) if not l.startswith('#')]
ids = [p['SPDXID'] for p in doc['packages']]
assert doc['spdxVersion'] == 'SPDX-2.3' and all(re.fullmatch(r'SPDXRef-[A-Za-z0-9.-]+', i) for i in ids), ids
assert len(set(ids)) == len(ids) > len([r for r in rows if r[0].startswith('embedded:')])
assert all(p['versionInfo'] and p['licenseDeclared'] for p in doc['packages'])
assert {r['relatedSpdxElement'] for r in doc['relationships']} == set(ids)
END
exit $rc
