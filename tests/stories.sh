#!/bin/sh
# Every story under tests/stories, in its own order and in twenty others, from memory and through
# `tocsin replay` from its store.
src=${top_srcdir:-.}
[ -x tests/stories/stories ] || exit 77
TOCSIN_DATA=$(pwd)/daemon/share && export TOCSIN_DATA
TOCSIN=daemon/tocsin
export TOCSIN
out=$(tests/stories/stories "$TOCSIN_DATA" "$src"/tests/stories/*.json)
rc=$?
[ $rc -eq 0 ] || printf '%s\n' "$out"
exit $rc
