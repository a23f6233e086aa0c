#!/bin/sh
# Replay the corpus of each fuzz target (tests/fuzz/corpus/NAME for fuzz_NAME); a target without a
# corpus is a failure.
status=0
found=0
for f in "$top_builddir"/tests/fuzz/fuzz_*; do
	case $f in *.o | *.log | *.trs | *'*') continue ;; esac
	[ -x "$f" ] || continue
	found=1
	name=${f##*/fuzz_}
	"$f" "$top_srcdir/tests/fuzz/corpus/$name" || status=1
done
[ $found = 1 ] || exit 77
exit $status
