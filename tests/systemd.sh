#!/bin/sh
# The unit file: understood by systemd, and exposed no more than 1.5 (systemd-analyze security).
command -v systemd-analyze >/dev/null 2>&1 || { echo "skipped: no systemd-analyze"; exit 77; }
unit=$(mktemp -d)/tocsin.service
trap 'rm -rf "${unit%/*}"' EXIT
sed -e 's|@sbindir@|/usr/sbin|; s|@bindir@|/usr/bin|; s|@sysconfdir@|/etc|' \
	"${top_srcdir:-.}/etc/tocsin.service.in" >"$unit"
out=$(systemd-analyze security --offline=true --threshold=15 --no-pager "$unit" 2>&1)
rc=$?
printf '%s\n' "$out" | tail -n 2
exit $rc
