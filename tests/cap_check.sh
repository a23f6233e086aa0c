#!/bin/sh
# CAP documents of tests/cases/receivers against the grammar of the standard, by xmllint.
dir="${top_srcdir:-.}/tests/cases/receivers"
if ! command -v xmllint >/dev/null; then
	echo "SKIP: xmllint is not installed (libxml2-utils)"
	exit 77
fi
exec xmllint --noout --relaxng "$dir/cap.rng" "$dir"/cap-*.xml
