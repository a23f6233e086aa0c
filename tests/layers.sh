#!/bin/sh
# Fail when a file includes a header of a folder that its own folder may not use (tests/layers).
cd "${top_srcdir:-.}" || exit 99
awk '
NR == FNR {
	if ($0 !~ /^#/ && NF) {
		d = $1
		sub(":", "", d)
		for (i = 2; i <= NF; i++)
			ok[d, $i]
	}
	next
}
FNR == 1 { split(FILENAME, a, "/"); from = a[1] }
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
' tests/layers $(find base net parser facts feeds store alerts daemon tests bench -name '*.[ch]')
