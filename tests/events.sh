#!/bin/sh
# Every event= name of the log is in tocsin-events(7), with the priorities and keys that the source gives it,
# and the page names no other.
# A statement that logs under a name from elsewhere gives it at "char *event =", log_lines() or poll_tell_names.
src=${top_srcdir:?}
page=$src/doc/man/tocsin-events.7
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT

# NAME p:PRIORITY … k:KEY …, a line for each pair
find "$src/base" "$src/net" "$src/feeds" "$src/store" "$src/alerts" "$src/daemon" -name '*.c' ! -name log.c \
	-exec cat {} + | awk -v RS=';' '
function words(s, pattern, strip, what,    w) {
	n = 0
	while (match(s, pattern)) {
		w = substr(s, RSTART, RLENGTH)
		s = substr(s, RSTART + RLENGTH)
		gsub(strip, "", w)
		found[++n] = what w
	}
}
{ gsub(/[ \t\n]+/, " ") }
match($0, /(LOG|log_event)\(.*/) {
	all = substr($0, RSTART)
	head = all
	if (match(head, /log_(str|cstr|int)\(/))
		head = substr(head, 1, RSTART - 1)
	words(head, "\"[a-z]+[a-z._-]*\"", "\"", "")
	names = n
	for (i = 1; i <= n; i++)
		name[i] = found[i]
	words(head, "LOG_(ERR|CRIT|[A-Z]+[A-Z])", "LOG_", "p:")
	for (i = 1; i <= names; i++) {
		print name[i]
		for (k = 1; k <= n; k++)
			print name[i], tolower(found[k])
	}
	words(all, "log_(str|cstr|int)\\( ?\"[a-z_]+\"", "log_(str|cstr|int)\\( ?|\"", "k:")
	for (i = 1; i <= names; i++)
		for (k = 1; k <= n; k++)
			print name[i], found[k]
	next
}
match($0, /log_lines\("/) || match($0, /char \*event = .*"/) || match($0, /poll_tell_names\[\] = .*/) {
	words(substr($0, RSTART), "\"[a-z]+[a-z._-]*\"", "\"", "")
	for (i = 1; i <= n; i++)
		print found[i]
}' | sort -u >"$tmp/source"

awk '
/^\.It Cm tocsin_/ { next } # a metric
/^\.It Cm / { name = $3; print name }
/^\.Em / && name { for (i = 2; i <= NF; i++) if ($i ~ /[a-z]/) print name, "p:" $i }
/^\.Va / && name { for (i = 2; i <= NF; i++) if ($i ~ /[a-z]/) print name, "k:" $i }
/^\.El/ { name = "" }' "$page" | sort -u >"$tmp/page"

# Where the source does not say priorities or keys in the statement, the page is believed.
awk 'NR == FNR { if (NF == 1) known[$1] = 1; else says[$1, substr($2, 1, 1)] = 1; next }
	NF == 1 || !($1 in known) || says[$1, substr($2, 1, 1)]' "$tmp/source" "$tmp/page" >"$tmp/stated"

[ "$(grep -vc ' ' "$tmp/source")" -ge 40 ] || { echo "events are no longer found in the sources"; exit 1; }
diff "$tmp/source" "$tmp/stated" >"$tmp/diff" && exit 0
echo "doc/man/tocsin-events.7 and the sources differ (<: only in the sources, >: only in the page):"
grep '^[<>]' "$tmp/diff"
exit 1
