#!/bin/sh
# What watches Tocsin asks for metrics that there are, and every metric is in doc/http.md and in tocsin-events(7), and
# the other way round.
src=${top_srcdir:?}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
status=0

grep -oh '"tocsin_[a-z_]*' "$src"/daemon/*.c | tr -d '"' | sort -u >"$tmp/there"
[ "$(wc -l <"$tmp/there")" -ge 20 ] || { echo "metrics are no longer found in the sources"; exit 1; }
grep -oh 'tocsin_[a-z_]*' "$src"/etc/monitoring/* | sed 's/_bucket$//' | sort -u >"$tmp/asked"
if comm -13 "$tmp/there" "$tmp/asked" | grep .; then
	echo "etc/monitoring asks for these, and they are not there"
	status=1
fi
told() {
	if ! diff "$tmp/there" "$tmp/told"; then
		echo "$1 and the sources differ (<: only in the sources, >: only in the page)"
		status=1
	fi
}
grep -oh '`tocsin_[a-z_]*' "$src/doc/http.md" | tr -d '`' | sort -u >"$tmp/told"
told doc/http.md
sed -n 's/^\.It Cm \(tocsin_[a-z_]*\).*/\1/p' "$src/doc/man/tocsin-events.7" | sort -u >"$tmp/told"
told "tocsin-events(7)"
python3 -m json.tool "$src/etc/monitoring/grafana.json" >/dev/null || status=1
if command -v promtool >/dev/null 2>&1; then
	promtool check rules "$src/etc/monitoring/tocsin.rules.yml" >"$tmp/said" 2>&1 || { cat "$tmp/said"; status=1; }
else
	echo "skipped in part: promtool is missing"
fi
exit $status
