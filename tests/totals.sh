#!/bin/sh
# totals.sh BUILD_DIR ... -- what make check left there, added up: each Criterion test and each
# script counts one.  Ends with "N passed, N failed, N skipped"; exit 1 if anything failed.
find "$@" -name '*.trs' | sort | while read -r trs; do
	log=${trs%.trs}.log
	result=$(sed -n 's/^:global-test-result: //p' "$trs")
	synthesis=$(grep -a 'Synthesis: Tested:' "$log" | tail -n 1)
	echo "$result|${log}|$synthesis"
done | awk -F'|' '
$3 != "" {
	passing = $4; failing = $5; crashing = $6
	gsub(/[^0-9]/, "", passing); gsub(/[^0-9]/, "", failing); gsub(/[^0-9]/, "", crashing)
	pass += passing
	fail += failing + crashing
	if ($1 != "PASS" && failing + crashing == 0)
		fail++
	next
}
$1 == "PASS" { pass++; next }
$1 == "SKIP" { skip++; print "skipped: " $2; next }
{ fail++; print "failed: " $2 }
END {
	printf "%d passed, %d failed, %d skipped\n", pass, fail, skip
	exit fail > 0
}'
