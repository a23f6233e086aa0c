/* url.c -- see url.h. */
#include "config.h"

#include <curl/curl.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "net/url.h"

static bool
clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '\\')
			return false;
	return true;
}

static size_t
find_any(struct str s, const char *set)
{
	size_t at;

	for (; *set != '\0'; set++)
		if ((at = str_chr(s, *set)) != STR_NOWHERE)
			s.n = at;
	return s.n;
}

static bool
split_port(struct str port, struct url *u)
{
	uint64_t v;

	if (port.n == 0)
		return true;
	if (!str_uint(port, &v) || v == 0 || v > 65535)
		return false;
	u->port = (unsigned)v;
	return true;
}

static bool
split_host(struct str auth, struct url *u)
{
	size_t end;

	if (auth.n > 0 && auth.p[0] == '[') {
		end = str_chr(auth, ']');
		if (end == STR_NOWHERE)
			return false;
		u->host = str_sub(auth, 1, end);
		u->ipv6 = true;
		auth = str_sub(auth, end + 1, auth.n);
		return u->host.n > 0 &&
		    (auth.n == 0 ||
			(auth.p[0] == ':' && split_port(str_sub(auth, 1, auth.n), u)));
	}
	end = find_any(auth, ":");
	u->host = str_sub(auth, 0, end);
	return u->host.n > 0 && split_port(str_sub(auth, end + 1, auth.n), u);
}

static void
split_user(struct str *auth, struct url *u)
{
	size_t at = auth->n, colon;

	if (str_chr(*auth, '@') == STR_NOWHERE)
		return;
	while (auth->p[at - 1] != '@')
		at--;
	u->user = str_sub(*auth, 0, at - 1);
	*auth = str_sub(*auth, at, auth->n);
	colon = str_chr(u->user, ':');
	if (colon != STR_NOWHERE) {
		u->password = str_sub(u->user, colon + 1, u->user.n);
		u->user = str_sub(u->user, 0, colon);
	}
}

bool
url_split(struct str s, struct url *u)
{
	struct str auth;
	size_t query;

	*u = (struct url){ .port = 80 };
	if (s.n > LIMIT_URL || !clean(s))
		return false;
	if (str_starts_ci(s, STR("https://")))
		u->port = 443;
	else if (!str_starts_ci(s, STR("http://")))
		return false;
	u->scheme = str_sub(s, 0, u->port == 443 ? 5 : 4);
	s = str_sub(s, u->scheme.n + 3, s.n);
	auth = str_sub(s, 0, find_any(s, "/?#"));
	u->rest = str_sub(s, auth.n, s.n);
	split_user(&auth, u);
	u->path = str_sub(u->rest, 0, find_any(u->rest, "?#"));
	query = str_chr(u->rest, '?');
	if (query == u->path.n)
		u->query = str_sub(u->rest, query + 1, find_any(u->rest, "#"));
	return split_host(auth, u);
}

struct str
url_origin(char out[URL_ORIGIN], struct str s)
{
	struct url u;
	int n;

	out[0] = '\0';
	if (!url_split(s, &u) || u.host.n > 255)
		return STR_NONE;
	n = snprintf(out, URL_ORIGIN, u.ipv6 ? "%.*s://[%.*s]:%u" : "%.*s://%.*s:%u",
	    STR_ARG(u.scheme), STR_ARG(u.host), u.port);
	for (int i = 0; i < n; i++)
		out[i] = to_lower(out[i]);
	return (struct str){ out, (size_t)n };
}

bool
url_same_origin(struct str a, struct str b)
{
	struct url x, y;

	if (str_eq(a, b))
		return url_split(a, &x);
	return url_split(a, &x) && url_split(b, &y) && str_eq_ci(x.scheme, y.scheme) &&
	    str_eq_ci(x.host, y.host) && x.ipv6 == y.ipv6 && x.port == y.port;
}

bool
url_is_https(struct str s)
{
	return str_starts_ci(s, STR("https://"));
}

static int
get_part(CURLU *u, CURLUPart part, struct buf *out)
{
	char *text = NULL;
	int rc = curl_url_get(u, part, &text, 0) == CURLUE_OK ? buf_cstr(out, text) : -1;

	curl_free(text);
	return rc;
}

int
url_resolve(struct str base, struct str ref, struct buf *out, struct err *e)
{
	CURLU *u = curl_url();
	char *b = str_dup(base), *r = str_dup(str_trim(ref));
	struct url parts;
	CURLUcode rc;
	int done = -1;

	if (u == NULL) {
		err_set(e, "no memory");
		goto out;
	}
	rc = curl_url_set(u, CURLUPART_URL, b, 0);
	if (rc == CURLUE_OK)
		rc = curl_url_set(u, CURLUPART_URL, r, CURLU_URLENCODE);
	if (rc != CURLUE_OK) {
		err_set(e, "the address does not parse: %s", curl_url_strerror(rc));
		goto out;
	}
	curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
	curl_url_set(u, CURLUPART_USER, NULL, 0);
	curl_url_set(u, CURLUPART_PASSWORD, NULL, 0);
	done = get_part(u, CURLUPART_URL, out);
	if (done != 0 || out->n > LIMIT_URL)
		done = err_set(e, "the address is longer than %u bytes", LIMIT_URL);
	else if (!url_split(buf_str(out), &parts))
		done = err_set(e, "it is no http or https address");
out:
	curl_url_cleanup(u);
	free(b);
	free(r);
	return done;
}

static const char *const secret_keys[] = { "token", "key", "apikey", "api_key",
	"access_token", "auth", "password", "passwd", "pass", "secret", "sig",
	"signature", "hmac", "session", "sid", "code", "hub.secret" };

static bool
is_secret(struct str key)
{
	for (size_t i = 0; i < NELEM(secret_keys); i++) {
		struct str k = str_of(secret_keys[i]);

		if (str_eq_ci(key, k))
			return true;
		/* x-amz-signature, X-Goog-Signature, my_token */
		if (key.n > k.n + 1 && str_eq_ci(str_sub(key, key.n - k.n, key.n), k) &&
		    !is_alpha(key.p[key.n - k.n - 1]))
			return true;
	}
	return false;
}

void
url_escape(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_alpha(s.p[i]) || is_digit(s.p[i]) ||
		    (s.p[i] != '\0' && strchr("-._~", s.p[i]) != NULL))
			buf_byte(out, s.p[i]);
		else
			buf_printf(out, "%%%02X", (unsigned char)s.p[i]);
}

void
url_redact(struct buf *out, struct str s)
{
	struct url u;
	struct str query, pair;
	bool first = true;

	if (!url_split(s, &u)) {
		buf_add(out, str_sub(s, 0, find_any(s, "?@")));
		return;
	}
	buf_printf(out, "%.*s://", STR_ARG(u.scheme));
	buf_printf(out, u.ipv6 ? "[%.*s]" : "%.*s", STR_ARG(u.host));
	if (u.port != (url_is_https(s) ? 443 : 80))
		buf_printf(out, ":%u", u.port);
	buf_add(out, u.path);
	query = u.query;
	while (str_cut(&query, '&', &pair)) {
		size_t eq = str_chr(pair, '=');

		buf_byte(out, first ? '?' : '&');
		first = false;
		if (eq != STR_NOWHERE && is_secret(str_sub(pair, 0, eq)))
			buf_printf(out, "%.*s=***", (int)eq, pair.p);
		else
			buf_add(out, pair);
	}
}
