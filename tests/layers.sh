#!/bin/sh
# Fail when a file includes a header of a folder that its own folder may not use (tests/layers).
cd "${top_srcdir:-.}" || exit 99
# shellcheck disable=SC2016 # awk's own dollars
find . \( -path './build*' -o -path './_build' -o -name config.h \) -prune -o -name '*.[ch]' -exec awk '
NR == FNR {
	if ($0 !~ /^#/ && NF) {
		d = $1
		sub(":", "", d)
		for (i = 2; i <= NF; i++)
			ok[d, $i]
	}
	next
}
FNR == 1 { split(FILENAME, a, "/"); from = a[2] }
/^#[ \t]*include "/ {
	split($0, q, "\"")
	if (split(q[2], b, "/") < 2)
		next
	if (b[1] != from && !((from, b[1]) in ok)) {
		print FILENAME ":" FNR ": " from "/ may not use " b[1] "/"
		bad = 1
	}
}
END { exit bad }
' tests/layers {} +
