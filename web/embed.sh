#!/bin/sh
# embed.sh OUT.c NAME=TYPE=FILE ... -- the page's files, plain and gzip'd, as a C table (web/assets.h).
# gzip -n leaves out times, so that a build repeats itself.
set -e
out=$1
shift
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
{
	echo '/* made by web/embed.sh */'
	echo '#include "config.h"'
	echo '#include "base/alloc.h"'
	echo '#include "web/assets.h"'
	i=0
	for spec in "$@"; do
		file=${spec##*=}
		cp "$file" "$tmp/plain_$i"
		gzip -9nc "$file" >"$tmp/gzip_$i"
		for form in plain gzip; do
			echo "static const unsigned char ${form}_$i[] = {"
			od -An -v -tx1 "$tmp/${form}_$i" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
			echo '};'
		done
		i=$((i + 1))
	done
	echo 'const struct web_asset web_assets[] = {'
	i=0
	for spec in "$@"; do
		name=${spec%%=*}
		type=${spec#*=}
		type=${type%=*}
		echo "	{ \"$name\", \"$type\", {"
		for form in plain gzip; do
			tag=$(cksum <"$tmp/${form}_$i" | tr ' ' '-')
			echo "		{ \"\\\"$tag\\\"\", ${form}_$i, sizeof(${form}_$i) },"
		done
		echo '	} },'
		i=$((i + 1))
	done
	echo '	{ .path = NULL },'
	echo '};'
} >"$out.tmp"
mv "$out.tmp" "$out"
