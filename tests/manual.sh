#!/bin/sh
# The manual pages, filled from the code's tables, are clean for mandoc.
command -v mandoc >/dev/null 2>&1 || { echo "skipped: mandoc is missing"; exit 77; }
status=0
for page in "${top_builddir:?}"/doc/*.[1578]; do
	said=$(mandoc -T lint -W warning "$page" 2>&1) || { echo "$said"; status=1; }
	grep -q '@[a-z-]*@' "$page" && { echo "$page: a table was not filled in"; status=1; }
done
exit $status
