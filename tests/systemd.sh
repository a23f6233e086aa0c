#!/bin/sh
# The unit file: understood by systemd, exposed no more than 1.5 (systemd-analyze security), and its filter lets
# workers lock themselves in.
command -v systemd-analyze >/dev/null 2>&1 || { echo "skipped: no systemd-analyze"; exit 77; }
unit=$(mktemp -d)/tocsin.service
trap 'rm -rf "${unit%/*}"' EXIT
sed -e 's|@sbindir@|/usr/sbin|; s|@bindir@|/usr/bin|; s|@sysconfdir@|/etc|' \
	"${top_srcdir:-.}/etc/tocsin.service.in" >"$unit"
out=$(systemd-analyze security --offline=true --threshold=15 --no-pager "$unit" 2>&1)
rc=$?
printf '%s\n' "$out" | tail -n 2

allowed=$(sed -n 's/^SystemCallFilter=\([^~]\)/\1/p' "$unit")
for name in $allowed; do
	case $name in
	@*) systemd-analyze syscall-filter --no-pager "$name" >/dev/null 2>&1 ||
		{ echo "this systemd knows no group $name"; rc=1; } ;;
	esac
done
for call in seccomp landlock_create_ruleset landlock_restrict_self; do
	case " $allowed " in
	*" $call "*) ;;
	*) echo "the unit refuses $call, which workers need"; rc=1 ;;
	esac
done

# The catalog is one that journald takes: every entry of it is found again.
catalog=${top_builddir:-.}/doc/tocsin.catalog
root=$(mktemp -d)
mkdir -p "$root/usr/lib/systemd/catalog" "$root/var/lib/systemd/catalog"
cp "$catalog" "$root/usr/lib/systemd/catalog/"
if journalctl --root="$root" --update-catalog >"$root/said" 2>&1; then
	listed=$(journalctl --root="$root" --list-catalog 2>>"$root/said" | wc -l)
	[ "$listed" -eq "$(grep -c '^-- ' "$catalog")" ] ||
		{ echo "journald finds $listed entries of the catalog"; cat "$root/said"; rc=1; }
else
	cat "$root/said"
	rc=1
fi
rm -rf "$root"
exit $rc
