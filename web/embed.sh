#!/bin/sh
# embed.sh OUT.c NAME=TYPE=FILE ... -- the page's files, gzip'd, as a C table (web/assets.h).
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
		gzip -9nc "$file" >"$tmp/$i"
		echo "static const unsigned char data_$i[] = {"
		od -An -v -tx1 "$tmp/$i" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
		echo '};'
		i=$((i + 1))
	done
	echo 'const struct web_asset web_assets[] = {'
	i=0
	for spec in "$@"; do
		name=${spec%%=*}
		type=${spec#*=}
		type=${type%%=*}
		tag=$(cksum <"$tmp/$i" | tr ' ' '-')
		echo "	{ \"$name\", \"$type\", \"\\\"$tag\\\"\", data_$i, sizeof(data_$i) },"
		i=$((i + 1))
	done
	echo '	{ NULL, NULL, NULL, NULL, 0 },'
	echo '};'
} >"$out.tmp"
mv "$out.tmp" "$out"
