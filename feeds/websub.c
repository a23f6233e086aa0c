/* websub.c -- see websub.h. */
#include "config.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/wire.h"
#include "feeds/websub.h"
#include "net/httpd.h"
#include "net/url.h"

#define CHALLENGE_MAX 4096
#define FORMAT 1
#define FAR (INT64_MAX / 4) /* no time of ours; sums of two that are nearer fit */

const char *const websub_phase_names[] = { [WEBSUB_NONE] = "none",
	[WEBSUB_ASKED] = "asked",
	[WEBSUB_ACTIVE] = "active",
	[WEBSUB_DENIED] = "denied" };
_Static_assert(NELEM(websub_phase_names) == WEBSUB_PHASE_N, "name every phase");

/* ---- discovery: <https://hub.example/>; rel="hub", … ---- */

/* Up to the next sep that is neither quoted nor between angle brackets. */
static size_t
end_of(struct str s, char sep)
{
	bool quoted = false, angle = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '"' && !angle)
			quoted = !quoted;
		else if (c == '<' && !quoted)
			angle = true;
		else if (c == '>')
			angle = false;
		else if (c == sep && !quoted && !angle)
			return i;
	}
	return s.n;
}

static bool
has_rel(struct str params, struct str want)
{
	struct str param;

	while (params.n > 0) {
		size_t end = end_of(params, ';'), eq;
		struct str value, word;

		param = str_sub(params, 0, end);
		params = str_sub(params, end + 1, params.n);
		eq = str_chr(param, '=');

		if (eq == STR_NOWHERE ||
		    !str_eq_ci(str_trim(str_sub(param, 0, eq)), STR("rel")))
			continue;
		value = str_trim(str_sub(param, eq + 1, param.n));
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = str_sub(value, 1, value.n - 1);
		while ((word = str_word(&value)).n > 0)
			if (str_eq_ci(word, want))
				return true;
		return false; /* only the first rel of a link counts */
	}
	return false;
}

static void
take_link(struct arena *a, struct str base, struct str target, struct str *out)
{
	struct buf b;
	struct err e;

	if (out->n > 0)
		return;
	buf_init(&b, LIMIT_URL);
	if (url_resolve(base, target, &b, &e) == 0)
		*out = arena_str(a, buf_str(&b));
	buf_clear(&b);
}

void
websub_links_of(struct arena *a, const struct http_response *r, struct websub_links *out)
{
	*out = (struct websub_links){ .hub = STR_NONE };
	for (size_t i = 0; i < r->n_headers; i++) {
		struct str list = r->headers[i].value;

		if (!str_eq_ci(r->headers[i].name, STR("Link")))
			continue;
		while (list.n > 0) {
			size_t end = end_of(list, ','), close;
			struct str one = str_trim(str_sub(list, 0, end));

			list = str_sub(list, end + 1, list.n);
			close = str_chr(one, '>');
			if (one.n == 0 || one.p[0] != '<' || close == STR_NOWHERE)
				continue;
			if (has_rel(str_sub(one, close + 1, one.n), STR("hub")))
				take_link(a, r->url, str_sub(one, 1, close), &out->hub);
			if (has_rel(str_sub(one, close + 1, one.n), STR("self")))
				take_link(a, r->url, str_sub(one, 1, close), &out->self);
		}
	}
}

/* ---- the state as bytes ---- */

void
websub_state_init(struct websub_state *w)
{
	*w = (struct websub_state){ .asked_ms = TIME_NONE,
		.lease_end_ms = TIME_NONE,
		.renew_ms = TIME_NONE,
		.delivered_ms = TIME_NONE };
}

static void
put_instant(struct buf *b, int64_t ms)
{
	wire_put_i64(b, ms == TIME_NONE ? 0 : ms + 1);
}

static int64_t
get_instant(struct wire *w)
{
	int64_t ms = wire_i64(w);

	if (ms > FAR || ms < -FAR)
		w->bad = true;
	return ms == 0 || w->bad ? TIME_NONE : ms - 1;
}

void
websub_state_put(struct buf *b, const struct websub_state *w)
{
	wire_put_u64(b, FORMAT);
	wire_put_u64(b, w->phase);
	wire_put_str(b, w->hub);
	wire_put_str(b, w->topic);
	wire_put_str(b, str_of(w->path));
	wire_put_str(b, str_of(w->secret));
	put_instant(b, w->asked_ms);
	put_instant(b, w->lease_end_ms);
	put_instant(b, w->renew_ms);
	put_instant(b, w->delivered_ms);
	wire_put_u64(b, w->refused);
	wire_put_bool(b, w->pending);
	wire_put_bool(b, w->leaving);
}

int
websub_state_get(struct str blob, struct websub_state *w)
{
	struct wire in;
	bool fits;

	websub_state_init(w);
	if (blob.n == 0)
		return 0;
	wire_init(&in, blob);
	if (wire_u64(&in) != FORMAT)
		return -1;
	w->phase = (enum websub_phase)wire_enum(&in, WEBSUB_PHASE_N);
	w->hub = wire_str(&in);
	w->topic = wire_str(&in);
	fits = str_copy(w->path, sizeof(w->path), wire_str(&in));
	fits = str_copy(w->secret, sizeof(w->secret), wire_str(&in)) && fits;
	w->asked_ms = get_instant(&in);
	w->lease_end_ms = get_instant(&in);
	w->renew_ms = get_instant(&in);
	w->delivered_ms = get_instant(&in);
	w->refused = (unsigned)wire_u64(&in);
	w->pending = wire_bool(&in);
	w->leaving = wire_bool(&in);
	if (fits && wire_ok(&in))
		return 0;
	websub_state_init(w);
	return -1;
}

/* ---- what to do ---- */

static void
hex_text(char *out, const unsigned char *bytes)
{
	for (size_t i = 0; i < WEBSUB_KEY; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static enum websub_ask
ask_hub(struct websub_state *w, int64_t now_ms)
{
	w->pending = true;
	w->asked_ms = now_ms;
	return WEBSUB_ASK_SUBSCRIBE;
}

static enum websub_ask
leave(struct websub_state *w)
{
	if (w->phase != WEBSUB_ACTIVE || w->leaving)
		return WEBSUB_ASK_NOTHING;
	w->leaving = true;
	return WEBSUB_ASK_UNSUBSCRIBE;
}

enum websub_ask
websub_want(struct websub_state *w, struct str hub, struct str topic, bool wanted,
    const unsigned char *key, int64_t now_ms)
{
	if (!wanted || hub.n == 0 || topic.n == 0)
		return leave(w);
	if (w->phase == WEBSUB_ACTIVE && now_ms >= w->lease_end_ms)
		w->phase = WEBSUB_NONE; /* it ran out unrenewed */
	if (w->phase == WEBSUB_NONE || !str_eq(hub, w->hub) || !str_eq(topic, w->topic)) {
		websub_state_init(w);
		w->phase = WEBSUB_ASKED;
		w->hub = hub;
		w->topic = topic;
		hex_text(w->path, key);
		hex_text(w->secret, key + WEBSUB_KEY);
		return ask_hub(w, now_ms);
	}
	if (now_ms < websub_next_ms(w))
		return WEBSUB_ASK_NOTHING;
	if (w->phase == WEBSUB_ACTIVE) {
		/* No answer: again when half of what is left is over. */
		w->renew_ms = now_ms + (w->lease_end_ms - now_ms) / 2 + MS_MINUTE;
	} else {
		w->phase = WEBSUB_ASKED;
	}
	return ask_hub(w, now_ms);
}

int64_t
websub_next_ms(const struct websub_state *w)
{
	switch (w->phase) {
	case WEBSUB_NONE:
		break;
	case WEBSUB_ASKED:
		return w->asked_ms + WEBSUB_ASK_AGAIN;
	case WEBSUB_DENIED:
		return w->asked_ms + 7 * MS_DAY;
	case WEBSUB_ACTIVE:
		return w->renew_ms < w->lease_end_ms ? w->renew_ms : w->lease_end_ms;
	case WEBSUB_PHASE_N:
		break;
	}
	return TIME_NONE;
}

static void
add_form(struct buf *out, const char *key, struct str value)
{
	buf_printf(out, "%s%s=", out->n > 0 ? "&" : "", key);
	url_escape(out, value);
}

void
websub_request(const struct websub_state *w, enum websub_ask ask,
    struct str callback_base, struct buf *out)
{
	struct buf callback;

	buf_init(&callback, LIMIT_URL);
	buf_printf(&callback, "%.*s%s%s", STR_ARG(callback_base),
	    str_ends(callback_base, STR("/")) ? "" : "/", w->path);
	add_form(out, "hub.callback", buf_str(&callback));
	add_form(out, "hub.mode",
	    ask == WEBSUB_ASK_UNSUBSCRIBE ? STR("unsubscribe") : STR("subscribe"));
	add_form(out, "hub.topic", w->topic);
	if (ask == WEBSUB_ASK_SUBSCRIBE) {
		add_form(out, "hub.secret", str_of(w->secret));
		buf_printf(out, "&hub.lease_seconds=%lld",
		    (long long)(WEBSUB_LEASE_CAP / 1000));
	}
	buf_clear(&callback);
}

void
websub_asked(struct websub_state *w, enum websub_ask ask, const struct http_response *r,
    int64_t now_ms)
{
	if (r->failed == HTTP_OK && r->status >= 200 && r->status < 300)
		return;
	if (ask == WEBSUB_ASK_UNSUBSCRIBE) {
		w->phase = WEBSUB_NONE;
		w->leaving = false;
		return;
	}
	w->pending = false;
}

/* ---- what the hub says ---- */

static bool
query_is(struct str query, const char *key, struct str want)
{
	struct buf b;
	bool same;

	buf_init(&b, LIMIT_URL);
	same = httpd_query(query, str_of(key), &b) && str_eq(buf_str(&b), want);
	buf_clear(&b);
	return same;
}

static int64_t
lease_ms(struct str query)
{
	struct buf b;
	uint64_t s = 0;

	buf_init(&b, 32);
	if (!httpd_query(query, STR("hub.lease_seconds"), &b) ||
	    !str_uint(buf_str(&b), &s))
		s = 0;
	buf_clear(&b);
	return s > WEBSUB_LEASE_CAP / 1000 ? WEBSUB_LEASE_CAP : (int64_t)s * 1000;
}

static int
confirm(struct websub_state *w, struct str query, int64_t now_ms, struct buf *out)
{
	int64_t lease = lease_ms(query);

	if (!w->pending || lease < MS_MINUTE ||
	    !httpd_query(query, STR("hub.challenge"), out) || out->n == 0 ||
	    out->n > CHALLENGE_MAX)
		return 404;
	w->pending = false;
	w->phase = WEBSUB_ACTIVE;
	w->lease_end_ms = now_ms + lease;
	w->renew_ms = now_ms + lease / 10 * 9;
	return 200;
}

int
websub_verify(struct websub_state *w, struct str query, int64_t now_ms, struct buf *out)
{
	if (!query_is(query, "hub.topic", w->topic))
		return 404;
	if (query_is(query, "hub.mode", STR("subscribe")))
		return confirm(w, query, now_ms, out);
	if (query_is(query, "hub.mode", STR("unsubscribe"))) {
		if (!w->leaving || !httpd_query(query, STR("hub.challenge"), out) ||
		    out->n == 0)
			return 404;
		w->phase = WEBSUB_NONE;
		w->leaving = false;
		return 200;
	}
	if (query_is(query, "hub.mode", STR("denied"))) {
		w->phase = WEBSUB_DENIED;
		w->pending = false;
		w->asked_ms = now_ms;
		return 200;
	}
	return 404;
}

static bool
hex_bytes(struct str hex, unsigned char *out, size_t n)
{
	if (hex.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int hi = hex_digit(hex.p[2 * i]), lo = hex_digit(hex.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		out[i] = (unsigned char)(hi << 4 | lo);
	}
	return true;
}

bool
websub_signed(const struct websub_state *w, struct str signature, struct str body)
{
	static const char *const methods[] = { "sha1", "sha256", "sha384", "sha512" };
	unsigned char want[EVP_MAX_MD_SIZE], got[EVP_MAX_MD_SIZE];
	size_t eq = str_chr(signature, '=');
	unsigned n = 0;

	for (size_t i = 0; i < NELEM(methods) && eq != STR_NOWHERE; i++) {
		if (!str_eq_ci(str_sub(signature, 0, eq), str_of(methods[i])))
			continue;
		if (HMAC(EVP_get_digestbyname(methods[i]), w->secret,
			(int)strlen(w->secret), (const unsigned char *)body.p, body.n,
			want, &n) == NULL)
			return false;
		return hex_bytes(str_trim(str_sub(signature, eq + 1, signature.n)), got,
			   n) &&
		    CRYPTO_memcmp(want, got, n) == 0;
	}
	return false;
}
