#!/bin/sh
# Two hundred feeds on addresses of 127/8 from a real nginx, polled once and again unchanged: each is
# answered 200 once and 304 once, and the validators that came back are nginx's own, to the letter.
set -eu
N=200
nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || { echo "skipped: nginx is not installed"; exit 77; }
command -v curl >/dev/null || { echo "skipped: curl is not installed"; exit 77; }
build=$(cd "${top_builddir:-.}" && pwd)
dir=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-nginx-XXXXXX")
pid=
stop() {
	[ -z "$pid" ] || kill "$pid" 2>/dev/null || true
	rm -rf "$dir"
}
trap stop EXIT
chmod 755 "$dir"
mkdir "$dir/www" && mkdir -m 700 "$dir/state"

fail() {
	echo "FAILED: $*"
	exit 1
}

i=0
port=$((20000 + $$ % 20000))
{
	echo "state_dir: $dir/state"
	echo "control: $dir/state/sock"
	echo "limits: {workers: 1}"
	echo "defaults: {allow_private: true}"
	echo "feeds:"
} >"$dir/tocsin.yaml"
while [ $i -lt $N ]; do
	cat >"$dir/www/$i.xml" <<-X
	<?xml version="1.0"?><rss version="2.0"><channel><title>Feed $i</title><link>http://localhost/$i</link>
	<item><title>Entry $i</title><guid>e$i</guid><description>Nothing happened.</description></item></channel></rss>
	X
	echo "  - {name: f$i, url: \"http://127.0.1.$((i + 1)):$port/$i.xml\"}" >>"$dir/tocsin.yaml"
	echo "listen 127.0.1.$((i + 1)):$port;" >>"$dir/listen.conf"
	i=$((i + 1))
done
cat >"$dir/nginx.conf" <<X
daemon off; master_process off; pid $dir/pid; error_log $dir/error.log;
events { worker_connections 1024; }
http {
	log_format v '\$request_method \$uri \$status|\$http_if_none_match|\$http_if_modified_since|\$sent_http_etag|\$sent_http_last_modified';
	access_log $dir/access.log v; root $dir/www; types { application/rss+xml xml; }
	client_body_temp_path $dir/b; proxy_temp_path $dir/p; fastcgi_temp_path $dir/f; uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
	server { include $dir/listen.conf; location = /ready { access_log off; return 204; } }
}
X
"$nginx" -p "$dir" -c "$dir/nginx.conf" -e "$dir/error.log" 2>/dev/null &
pid=$!
tries=0
until curl -fs "http://127.0.1.1:$port/ready"; do
	tries=$((tries + 1))
	[ $tries -lt 50 ] || fail "nginx does not start: $(cat "$dir/error.log")"
	sleep 0.1
done

poll() {
	: >"$dir/access.log"
	timeout 120 "$build/daemon/tocsind" --once -f -c "$dir/tocsin.yaml" >"$dir/log" 2>&1 || fail "$(tail -5 "$dir/log")"
}

poll
[ "$(grep -c '^GET /[0-9]*\.xml 200|-|-|' "$dir/access.log")" = $N ] || fail "first: $(cut -d'|' -f1 "$dir/access.log" | sort | uniq -c | sort -rn | head -3)"
sed 's/^GET \([^ ]*\) 200|-|-|/\1|/' "$dir/access.log" | sort >"$dir/given"
poll
[ "$(grep -c '^GET /[0-9]*\.xml 304|' "$dir/access.log")" = $N ] || fail "second: $(cut -d'|' -f1 "$dir/access.log" | head -3)"
[ "$(wc -l <"$dir/access.log")" = $N ] || fail "somebody asked twice"
sed 's/^GET \([^ ]*\) 304|\([^|]*\)|\([^|]*\)|.*/\1|\2|\3/' "$dir/access.log" | sort >"$dir/sent"
# nginx's log writes a quote as \x22, in both.
cmp -s "$dir/given" "$dir/sent" || fail "validators: $(diff "$dir/given" "$dir/sent" | head -4)"
echo "ok: $N feeds, 200 once, 304 once, validators verbatim"
