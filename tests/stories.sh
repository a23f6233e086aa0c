#!/bin/sh
# Every story under tests/stories, in its own order and in twenty others, from memory, through `tocsin
# replay`, and through a store of its own: a file, or a schema of the server that tests/postgres.sh names.
src=${top_srcdir:-.}
[ -x tests/stories/stories ] || exit 77
TOCSIN_DATA=$(pwd)/daemon/share && export TOCSIN_DATA
TOCSIN=daemon/tocsin
export TOCSIN
box=$(mktemp -d) || exit 99
trap 'rm -rf "$box"' EXIT
set -- "$src"/tests/stories/*.json
STORY_STORE=$box/story
if [ -n "$TOCSIN_TEST_PG" ]; then
	STORY_STORE="$TOCSIN_TEST_PG&options=-csearch_path%3Dstory"
	seq -f 'CREATE SCHEMA story%.0f;' $# | psql -Xq "$TOCSIN_TEST_PG" || exit 99
fi
export STORY_STORE
out=$(tests/stories/stories "$TOCSIN_DATA" "$@")
rc=$?
[ $rc -eq 0 ] || printf '%s\n' "$out"
exit $rc
