#!/bin/sh
# Small functions, one level of abstraction: none over 100 lines, files up to 800, headers up to
# 100 (contracts with many members up to 200).  A test may be long, for its rows; its file may not.
cd "${top_srcdir:-.}" || exit 99
# shellcheck disable=SC2016 # awk's own dollars
find base net parser facts feeds store alerts daemon bench tests -name '*.[ch]' -exec awk '
FNR == 1 { if (file != "" && lines > limit) { print file ": " lines " lines, " limit " at most"; bad = 1 }
	file = FILENAME; start = 0; limit = (file ~ /\.h$/) ? 200 : 800 }
{ lines = FNR }
/^[a-zA-Z_].*\(/ { name = $0 }
/^\{/ { start = FNR }
/^\}/ { if (start && FNR - start > 100 && FILENAME !~ /^tests/) { print FILENAME ":" start ": " FNR - start " lines: " name; bad = 1 }
	start = 0 }
END { exit bad }
' {} +
