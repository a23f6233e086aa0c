/*
 * test_receivers.c -- the exact bytes of every kind of receiver, against golden files
 * (tests/cases/receivers/NAME.golden; TOCSIN_GOLDEN=write writes them anew, read the
 * diff), and what a hostile feed may put into them.  tests/receivers_check.py reads the
 * same files with parsers that are not ours.
 */
#include "config.h"

#include <criterion/criterion.h>

#include "alerts/message.h"
#include "alerts/sign.h"
#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "tests/unit/receivers.h"

static struct arena arena;
static struct conf_diag diag;

static struct receiver *
load_all(size_t *n)
{
	struct conf *map;
	struct receiver *r;

	conf_diag_init(&diag, &arena);
	map = test_yaml(test_case("receivers.yaml", &arena).p, &diag);
	cr_assert(map != NULL && map->kind == CONF_MAP);
	r = ARENA_ARRAY(&arena, struct receiver, map->n);
	for (size_t i = 0; i < map->n; i++) {
		receiver_decode(&r[i], map->keys[i]->value, map->items[i], &diag);
		test_load_secrets(&r[i]);
	}
	for (size_t i = 0; i < diag.n; i++)
		cr_assert(diag.msgs[i].warning, "%.*s", STR_ARG(diag.msgs[i].text));
	*n = map->n;
	return r;
}

static const struct {
	const char *name;
	const char *alerts[3];
} cases[] = {
	{ "toll", { "toll" } },
	{ "ground", { "ground" } },
	{ "correction", { "correction" } },
	{ "drill", { "drill" } },
	{ "hostile", { "hostile" } },
	{ "digest", { "toll", "ground", "correction" } },
};

static struct delivery
delivery_of(const struct receiver *r, size_t c, const struct alert **alerts)
{
	struct delivery dl = { .id = STR("01JDRV0M8ZDE11VERYDE11VERY"),
		.target = receiver_target(r, 0),
		.attempt = 2,
		.now_ms = INT64_C(1732813201234),
		.alerts = alerts,
		.host = STR("mon.example.org"),
		.link = STR("https://mon.example.org/"),
		.thread = STR("$root:example.org"),
		.undelivered = STR("2 messages wait for ops since 16:40") };

	for (; dl.n < 3 && cases[c].alerts[dl.n] != NULL; dl.n++)
		alerts[dl.n] = test_alert(cases[c].alerts[dl.n], &arena);
	return dl;
}

static void
counted(struct buf *out, const char *what, struct str s)
{
	buf_printf(out, "%s %zu\n", what, s.n);
	buf_add(out, s);
	buf_cstr(out, "\n");
}

static void
dump(struct buf *out, const struct delivery_request *rq)
{
	static const char *const by[] = { "http", "smtp", "syslog", "stream", "journal",
		"exec", "file" };

	buf_printf(out, "by %s\n", by[rq->by]);
	if (rq->by == BY_HTTP) {
		buf_printf(out, "%s %.*s\n", rq->http.method, STR_ARG(rq->http.url));
		for (size_t i = 0; i < rq->http.n_headers; i++)
			buf_printf(out, "%.*s: %.*s\n", STR_ARG(rq->http.headers[i].name),
			    STR_ARG(rq->http.headers[i].value));
		counted(out, "body", rq->http.body);
	} else if (rq->by == BY_SMTP) {
		buf_printf(out, "url %.*s\nfrom %.*s\nto %.*s\n", STR_ARG(rq->smtp.url),
		    STR_ARG(rq->smtp.from), STR_ARG(rq->smtp.to));
		counted(out, "body", rq->smtp.data);
	} else {
		buf_printf(out, "priority %d\nto %.*s\n", rq->priority, STR_ARG(rq->to));
		for (size_t i = 0; i < rq->n_argv; i++)
			buf_printf(out, "argv %.*s\n", STR_ARG(rq->argv[i]));
		for (size_t i = 0; i < rq->n_env; i++)
			buf_printf(out, "env %.*s\n", STR_ARG(rq->env[i]));
		counted(out, "body", rq->bytes);
	}
}

static void
check_golden(const char *name, struct str got)
{
	const char *file = arena_printf(&arena, "%s.golden", name).p;
	struct str want = test_case(file, &arena);
	const char *mode = getenv("TOCSIN_GOLDEN");

	if (mode != NULL && str_eq(str_of(mode), STR("write"))) {
		FILE *f =
		    fopen(arena_printf(&arena, SRCDIR "/tests/cases/receivers/%s", file).p,
			"wb");

		cr_assert(f != NULL);
		fwrite(got.p, 1, got.n, f);
		fclose(f);
		return;
	}
	cr_expect(str_eq(got, want), "%s differs; TOCSIN_GOLDEN=write shows how", file);
}

Test(receivers, golden)
{
	struct receiver *r;
	size_t n;

	arena_init(&arena);
	r = load_all(&n);
	for (size_t i = 0; i < n; i++) {
		struct buf out;

		buf_init(&out, 64u << 20);
		for (size_t c = 0; c < NELEM(cases); c++) {
			const struct alert *alerts[3];
			struct delivery dl = delivery_of(&r[i], c, alerts);
			struct delivery_request rq;
			struct err e = { "" };

			if (dl.n > 1 && !receiver_kinds[r[i].kind].many)
				continue;
			buf_printf(&out, "=== %s\n", cases[c].name);
			cr_expect_eq(receiver_render(&r[i], &dl, &arena, &rq, &e), 0,
			    "%s", e.msg);
			if (e.msg[0] == '\0')
				dump(&out, &rq);
		}
		check_golden(arena_cstr(&arena, r[i].name), buf_str(&out));
		buf_clear(&out);
	}
	arena_clear(&arena);
}

/* ---- every kind is there, and has its example ---- */

Test(receivers, table)
{
	bool seen[RECEIVER_KIND_N] = { false };
	struct receiver *r;
	size_t n;

	arena_init(&arena);
	r = load_all(&n);
	for (size_t i = 0; i < n; i++)
		seen[r[i].kind] = true;
	for (size_t k = 0; k < RECEIVER_KIND_N; k++) {
		cr_expect(seen[k], "no golden file for %s", receiver_kinds[k].name);
		for (const struct conf_key *key = receiver_kinds[k].table->keys;
		     key->name != NULL; key++)
			cr_expect(key->help != NULL, "%s.%s", receiver_kinds[k].name,
			    key->name);
	}
	arena_clear(&arena);
}

/* ---- what a feed may not do ---- */

static struct str
everything(const struct delivery_request *rq)
{
	return rq->by == BY_HTTP ? rq->http.body
	    : rq->by == BY_SMTP  ? rq->smtp.data
				 : rq->bytes;
}

static void
expect_harmless(const struct receiver *r, const struct delivery_request *rq,
    const char *what)
{
	struct str all = everything(rq);
	int name = (int)r->name.n;

	cr_expect(utf8_valid(all), "%s in %.*s", what, name, r->name.p);
	cr_expect(memchr(all.p, '\0', all.n) == NULL, "%s in %.*s: NUL", what, name,
	    r->name.p);
	cr_expect_eq(str_find(all, STR("\xe2\x80\xae")), STR_NOWHERE,
	    "%s in %.*s: override", what, name, r->name.p);
	cr_expect_eq(str_find(all, STR("user:password@")), STR_NOWHERE, "%s in %.*s",
	    what, name, r->name.p);
	for (size_t i = 0; rq->by == BY_HTTP && i < rq->http.n_headers; i++)
		for (size_t c = 0; c < rq->http.headers[i].value.n; c++)
			cr_expect((unsigned char)rq->http.headers[i].value.p[c] >= ' ');
	if (rq->by == BY_SYSLOG || rq->by == BY_STREAM)
		cr_expect_eq(str_chr(all, '\n'), STR_NOWHERE, "%s in %.*s: a second line",
		    what, name, r->name.p);
	if (rq->by == BY_EXEC || rq->by == BY_FILE)
		cr_expect_eq(str_chr(all, '\n'), all.n - 1, "%s: a second line", what);
	cr_expect_lt(all.n, (size_t)256 << 10, "%s in %.*s: %zu bytes", what, name,
	    r->name.p, all.n);
}

/* Where text is shown as markup, none of a feed's may be left; in JSON and logs it is
 * data. */
static void
expect_no_markup(const struct receiver *r, const struct delivery *dl,
    const struct delivery_request *rq, const char *what)
{
	struct str all = everything(rq);

	if (r->kind == RECEIVER_EMAIL) {
		all = str_sub(all, 0, str_find(all, STR("\r\n\r\n")));
		cr_expect_eq(str_find(all, STR("\nBcc:")), STR_NOWHERE, "%s", what);
		all = message_html(dl, &arena);
	} else {
		cr_expect_eq(str_find(all, STR("\nBcc:")), STR_NOWHERE, "%s", what);
	}
	if (r->kind == RECEIVER_EMAIL || r->kind == RECEIVER_TELEGRAM ||
	    r->kind == RECEIVER_SLACK)
		cr_expect_eq(str_find(all, STR("<script")), STR_NOWHERE, "%s", what);
}

static const char *
long_text(const char *piece, size_t times)
{
	struct buf b;
	char *p;

	buf_init(&b, 4u << 20);
	for (size_t i = 0; i < times; i++)
		buf_cstr(&b, piece);
	p = arena_cstr(&arena, buf_str(&b));
	buf_clear(&b);
	return p;
}

Test(receivers, hostile)
{
	const char *texts[] = { "\r\nBcc: victim@example.org\r\n\r\nbody", "a\nb\nc",
		"\x80\xff\xc0\xaf",
		"\xe2\x80\xae"
		"reversed",
		"<script>alert(1)</script>", "{{7*7}}${7*7}#{7*7}%s%n", "\n.\nQUIT\n",
		"event=alert.fired severity=critical", "\"] [x@1 y=\"z", "@everyone",
		NULL, NULL, NULL };
	struct receiver *r;
	size_t n;

	arena_init(&arena);
	r = load_all(&n);
	texts[10] = long_text("x", 100000);
	texts[11] = long_text("\xd8\xa7\xe2\x80\xae ", 20000);
	texts[12] = long_text("<b>&\"'*_`[](", 10000);
	for (size_t i = 0; i < n; i++)
		for (size_t t = 0; t < NELEM(texts); t++) {
			struct alert al = *test_alert("toll", &arena);
			const struct alert *one = &al;
			struct str s = str_of(texts[t]);
			struct delivery dl = delivery_of(&r[i], 0, &one);
			struct delivery_request rq;
			struct err e = { "" };

			al.summary = al.rule = al.disagree = al.who = s;
			al.places[0].name = al.places[0].canonical = al.places[0].id = s;
			al.sources[0] = al.feeds[0] = s;
			al.quotes[0].text = al.quotes[0].url = al.quotes[0].feed = s;
			al.quotes[1].url =
			    STR("https://user:password@example.org/\"><script>\r\n");
			one = &al;
			dl.alerts = &one;
			cr_expect_eq(receiver_render(&r[i], &dl, &arena, &rq, &e), 0,
			    "%s", e.msg);
			expect_harmless(&r[i], &rq,
			    arena_cstr(&arena, str_sub(s, 0, 20)));
			expect_no_markup(&r[i], &dl, &rq,
			    arena_cstr(&arena, str_sub(s, 0, 20)));
			if (r[i].kind == RECEIVER_WEBHOOK)
				cr_expect_lt(rq.http.body.n, LIMIT_ALERT_JSON + 4096);
		}
	arena_clear(&arena);
}

/* ---- Standard Webhooks' own vector, and keys ---- */

Test(webhook, vector)
{
	struct secrets one = { .n = 1 };
	struct err e = { "" };
	struct str sig;

	arena_init(&arena);
	one.of[0].value = STR("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
	cr_assert_eq(sign_webhook(&sig, &one, STR("msg_p5jXN8AQM9LWM0D4loKWxJek"),
			 1614265330, STR("{\"test\": 2432232314}"), &arena, &e),
	    0, "%s", e.msg);
	cr_expect(str_eq(sig, STR("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")),
	    "%.*s", STR_ARG(sig));
	arena_clear(&arena);
}

Test(webhook, keys)
{
	static const struct {
		const char *key;
		bool good;
	} keys[] = {
		{ "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true },
		{ "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", true },
		{ "whsec_c2hvcnQ=", false },
		{ "whsec_!!!!", false },
		{ "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false },
		{ "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=", true },
		{ "whsk_nWGxne", false },
		{ "", false },
	};

	arena_init(&arena);
	for (size_t i = 0; i < NELEM(keys); i++) {
		struct secrets one = { .n = 1 };
		struct err e = { "" };
		struct str sig;

		one.of[0].value = str_of(keys[i].key);
		cr_expect_eq(sign_webhook(&sig, &one, STR("msg_1"), 1, STR("{}"), &arena,
				 &e),
		    keys[i].good ? 0 : -1, "%s: %s", keys[i].key, e.msg);
		/* What is wrong with a key is said without the key. */
		cr_expect(keys[i].good || keys[i].key[0] == '\0' ||
		    strstr(e.msg, keys[i].key + 6) == NULL);
	}
	arena_clear(&arena);
}

/* ---- configuration ---- */

static const struct {
	const char *yaml, *says;
} mistakes[] = {
	{ "{}", "has no kind" },
	{ "{emial: {to: a@b.c}}", "did you mean 'email'" },
	{ "{webhook: {}}", "needs 'url'" },
	{ "{webhook: {url: \"ftp://x\"}}", "begins with https://" },
	{ "{webhook: {url: \"https://x\", secret: abc}}", "whsec_" },
	{ "{webhook: {url: {credential: ../x}}}", "a name, not a path" },
	{ "{webhook: {url: {cred: x}}}", "{credential: NAME} or {file: PATH}" },
	{ "{webhook: {url: \"https://x\", headers: {\"A B\": c}}}",
	    "header of one line" },
	{ "{email: {to: a@b.c, from: d@e.f, smtp: mail}}", "smtp takes" },
	{ "{email: {to: \"a@b.c\\nBcc: x@y.z\", from: d@e.f, smtp: \"smtp://m\"}}",
	    "to takes one line" },
	{ "{email: {to: [], from: d@e.f, smtp: \"smtp://m\"}}", "email needs 'to'" },
	{ "{email: {to: [\"\"], from: d@e.f, smtp: \"smtp://m\"}}",
	    "to has an empty item" },
	{ "{webhook: {url: \"https://x\", secret: {file: ops}}}",
	    "secret takes the full path" },
	{ "{email: {to: a@b.c, from: d@e.f, smtp: \"smtp://m\", user: x}}",
	    "user needs a password" },
	{ "{email: {to: a@b.c, from: d@e.f, smtp: \"smtp://m\", user: x, password: y, "
	  "plain: yes}}",
	    "show the password" },
	{ "{email: {to: a@b.c, from: d@e.f, smtp: \"smtp://m\", unsubscribe_url: "
	  "\"http://x\"}}",
	    "https:// address" },
	{ "{syslog: {to: \"logs:514\"}}", "udp://" },
	{ "{syslog: {structured_id: \"a b\"}}", "NAME@NUMBER" },
	{ "{exec: {argv: [siren]}}", "full path" },
	{ "{exec: {argv: [/bin/x]}, heartbeat: 5m}", "only a webhook" },
	{ "{exec: {argv: [/bin/x]}, digest: 5m}", "no digest" },
	{ "{syslog: {}, journal: {}}", "one kind" },
	{ "{syslog: {}, timeout: 0s}", "between" },
};

Test(receivers, mistakes)
{
	arena_init(&arena);
	for (size_t i = 0; i < NELEM(mistakes); i++) {
		struct receiver r;
		struct conf *node;
		bool said = false;

		conf_diag_init(&diag, &arena);
		node = test_yaml(mistakes[i].yaml, &diag);
		receiver_decode(&r, STR("x"), node, &diag);
		for (size_t m = 0; m < diag.n; m++)
			said = said ||
			    str_find(diag.msgs[m].text, str_of(mistakes[i].says)) !=
				STR_NOWHERE;
		cr_expect(said, "%s: %.*s", mistakes[i].yaml,
		    diag.n > 0 ? (int)diag.msgs[0].text.n : 0,
		    diag.n > 0 ? diag.msgs[0].text.p : "");
	}
	arena_clear(&arena);
}

/* ---- answers that kinds read in their own way ---- */

static const struct {
	enum receiver_kind_id kind;
	int status;
	const char *body;
	enum verdict_kind want;
	int64_t wait_ms;
	const char *remember;
} answers[] = {
	{ RECEIVER_WEBHOOK, 204, "", VERDICT_DELIVERED, 0, "" },
	{ RECEIVER_WEBHOOK, 400, "", VERDICT_RETRY, 0, "" },
	{ RECEIVER_WEBHOOK, 410, "", VERDICT_GONE, 0, "" },
	{ RECEIVER_WEBHOOK, 302, "", VERDICT_RETRY, 0, "" },
	{ RECEIVER_SLACK, 400, "invalid_payload", VERDICT_REJECTED, 0, "" },
	{ RECEIVER_SLACK, 403, "", VERDICT_RETRY, 0, "" },
	{ RECEIVER_DISCORD, 429, "{\"retry_after\": 1.5}", VERDICT_RETRY, 1500, "" },
	{ RECEIVER_MATRIX, 429, "{\"retry_after_ms\": 2500}", VERDICT_RETRY, 2500, "" },
	{ RECEIVER_MATRIX, 200, "{\"event_id\": \"$e:x\"}", VERDICT_DELIVERED, 0,
	    "$e:x" },
	{ RECEIVER_MATRIX, 200, "[[[", VERDICT_DELIVERED, 0, "" },
	{ RECEIVER_TELEGRAM, 429, "{\"parameters\": {\"retry_after\": 35}}",
	    VERDICT_RETRY, 35000, "" },
	{ RECEIVER_TELEGRAM, 429, "{\"parameters\": {\"retry_after\": 1e300}}",
	    VERDICT_RETRY, MS_DAY, "" },
	{ RECEIVER_PAGERDUTY, 202, "", VERDICT_DELIVERED, 0, "" },
	{ RECEIVER_PAGERDUTY, 400, "", VERDICT_REJECTED, 0, "" },
};

Test(receivers, answers)
{
	for (size_t i = 0; i < NELEM(answers); i++) {
		struct receiver r = { .kind = answers[i].kind };
		struct http_response rs = { .status = answers[i].status,
			.error = "",
			.body = str_of(answers[i].body) };
		struct verdict v;

		receiver_judge(&r, &rs, &v);
		cr_expect_eq(v.kind, answers[i].want, "row %zu", i);
		cr_expect_eq(v.retry_after_ms, answers[i].wait_ms, "row %zu", i);
		cr_expect_str_eq(v.remember, answers[i].remember, "row %zu", i);
	}
}
