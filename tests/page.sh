#!/bin/sh
# The page in Chromium (page.mjs).  Needs Debian's chromium and, under PAGE_MODULES, the npm packages
# playwright-core and axe-core; .ci/run installs both, else this is skipped aloud.
CHROMIUM=$(command -v chromium) || { echo "skipped: chromium is missing"; exit 77; }
command -v node >/dev/null 2>&1 || { echo "skipped: node is missing"; exit 77; }
[ -d "${PAGE_MODULES:-/nowhere}/playwright-core" ] || {
	echo "skipped: PAGE_MODULES names no folder with playwright-core and axe-core"
	exit 77
}
grep -q '#define SANITIZED' "${top_builddir:?}/config.h" && {
	echo "skipped: the page is no other under a sanitizer, only slower"
	exit 77
}
export CHROMIUM
exec node "${top_srcdir:?}/tests/page.mjs"
