#!/bin/sh
# The suites that every store must pass, on PostgreSQL: a server of its own in a temporary
# directory, on a Unix socket, as user postgres when we are root.  What looks for TOCSIN_TEST_PG
# keeps its store there instead of in a file.
build=${top_builddir:-.}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null)" 2>/dev/null)
if [ ! -x "$bin/initdb" ]; then
	echo "SKIPPED: no PostgreSQL server here (Debian: postgresql)"
	exit 77
fi
if ! grep -q '^#define HAVE_PQ 1' "$build/config.h"; then
	echo "SKIPPED: built without libpq (Debian: libpq-dev)"
	exit 77
fi
dir=$(mktemp -d) || exit 99
as() {
	if [ "$(id -u)" = 0 ]; then
		(cd "$dir" && runuser -u postgres -- "$@")
	else
		"$@"
	fi
}
stop() {
	as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 99' INT TERM
[ "$(id -u)" != 0 ] || chown postgres "$dir"
chmod 711 "$dir"
as "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --no-locale -N >"$dir/log" 2>&1 &&
	as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server" \
		-o "-c listen_addresses= -c unix_socket_directories=$dir -c fsync=off" \
		start >>"$dir/log" 2>&1
if [ $? != 0 ]; then
	cat "$dir/log" "$dir/server"
	exit 99
fi
TOCSIN_TEST_PG="postgresql:///postgres?user=postgres&host=$dir"
export TOCSIN_TEST_PG
rc=0
[ $# -gt 0 ] || set -- test_store test_ingest test_events test_api test_websub stories.sh ledger_commands.py \
	faults.sh e2e/bell.py
for t in "$@"; do
	echo "== $t on PostgreSQL"
	case $t in
	faults.sh) sh "$top_srcdir/tests/$t" remember people ;;
	*.py) /usr/bin/python3 "$top_srcdir/tests/$t" ;;
	*.sh) sh "$top_srcdir/tests/$t" ;;
	*) sh "$top_srcdir/tests/run.sh" "$build/tests/unit/$t" ;;
	esac
	got=$?
	[ $got = 77 ] && echo "SKIPPED: $t"
	[ $got = 0 ] || [ $got = 77 ] || rc=1
done
exit $rc
