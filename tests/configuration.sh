#!/bin/sh
# doc/configuration.md ends with what `tocsin config keys` prints; the shipped configuration is good.
keys=$(mktemp) || exit 99
trap 'rm -f "$keys"' EXIT
"$top_builddir/daemon/tocsin" config keys >"$keys" || exit 1
tail -n "$(wc -l <"$keys")" "$top_srcdir/doc/configuration.md" | diff - "$keys" || {
	echo "doc/configuration.md is older than the tables: append tocsin config keys anew"
	exit 1
}
"$top_builddir/daemon/tocsind" --check-config -c "$top_srcdir/etc/tocsin.yaml" || exit 1
# What the machine fails to read may be good: another status than a mistake's, and systemd tries again.
"$top_builddir/daemon/tocsind" --check-config -c /proc/self/mem 2>/dev/null
status=$?
[ $status -eq 71 ] || { echo "a file that cannot be read ends with $status, not 71"; exit 1; }
# What is printed as the defaults is a configuration, and a good one.
defaults=$(mktemp --suffix=.yaml) || exit 99
trap 'rm -f "$keys" "$defaults"' EXIT
"$top_builddir/daemon/tocsind" --print-default-config >"$defaults" || exit 1
"$top_builddir/daemon/tocsind" --check-config -c "$defaults" || exit 1
grep -q '^max_age: "3d"$' "$defaults" || { echo "the defaults do not say max_age"; exit 1; }
