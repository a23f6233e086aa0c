/* test_base.c -- base/: tables of cases, every row reported. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/conf.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/log.h"
#include "base/map.h"
#include "base/ulid.h"
#include "base/utf8.h"
#include "base/wire.h"

static const struct {
	const char *in;
	bool ok;
	uint64_t out;
} uints[] = {
	{ "0", true, 0 },
	{ "18446744073709551615", true, UINT64_MAX },
	{ "18446744073709551616", false, 0 },
	{ "", false, 0 },
	{ "-1", false, 0 },
	{ " 1", false, 0 },
	{ "12a", false, 0 },
};

Test(str, uint)
{
	for (size_t i = 0; i < NELEM(uints); i++) {
		uint64_t v = 0;

		cr_expect_eq(str_uint(str_of(uints[i].in), &v), uints[i].ok, "%s",
		    uints[i].in);
		cr_expect_eq(v, uints[i].out, "%s", uints[i].in);
	}
}

static const struct {
	const char *rfc3339, *http;
	int64_t ms;
} instants[] = {
	{ "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
	{ "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT",
	    INT64_C(784111777000) },
	{ "2024-02-29T23:59:59Z", "Thu, 29 Feb 2024 23:59:59 GMT",
	    INT64_C(1709251199000) },
	{ "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT", -1000 },
	{ "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT",
	    INT64_C(253402300799000) },
};

Test(date, instants)
{
	for (size_t i = 0; i < NELEM(instants); i++) {
		char text[DATE_TEXT];
		int64_t ms = TIME_NONE;

		cr_expect(str_eq(date_rfc3339(text, instants[i].ms),
		    str_of(instants[i].rfc3339)));
		cr_expect(str_eq(date_http(text, instants[i].ms),
			      str_of(instants[i].http)),
		    "%s", text);
		cr_expect(date_parse(str_of(instants[i].rfc3339), &ms));
		cr_expect_eq(ms, instants[i].ms, "%s", instants[i].rfc3339);
		cr_expect(date_parse_http(str_of(instants[i].http), &ms));
		cr_expect_eq(ms, instants[i].ms, "%s", instants[i].http);
	}
}

static const struct {
	const char *in;
	bool ok;
	int64_t ms;
	const char *out;
} durations[] = {
	{ "0", true, 0, "0s" },
	{ "90s", true, 90000, "1m30s" },
	{ "1h30m", true, 5400000, "1h30m" },
	{ "3d", true, 3 * MS_DAY, "3d" },
	{ "250ms", true, 250, "250ms" },
	{ "5", false, 0, "0s" },
	{ "m5", false, 0, "0s" },
	{ "", false, 0, "0s" },
	{ "99999999999999999999d", false, 0, "0s" },
};

Test(date, durations)
{
	for (size_t i = 0; i < NELEM(durations); i++) {
		char text[DATE_TEXT];
		int64_t ms = 0;

		cr_expect_eq(duration_parse(str_of(durations[i].in), &ms),
		    durations[i].ok, "%s", durations[i].in);
		cr_expect_eq(ms, durations[i].ms, "%s", durations[i].in);
		cr_expect(str_eq(duration_text(text, ms), str_of(durations[i].out)), "%s",
		    text);
	}
}

static const struct {
	const char *in;
	bool valid;
	const char *clean;
} texts[] = {
	{ "plain", true, "plain" },
	{ "d\xc3\xa9j\xc3\xa0", true, "d\xc3\xa9j\xc3\xa0" },
	{ "a\xc0\x80"
	  "b",
	    false,
	    "a\xef\xbf\xbd\xef\xbf\xbd"
	    "b" },
	{ "\xed\xa0\x80", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "  two\r\n lines\x08 ", true, "two lines" },
	{ "x\xe2\x80\xaey", true, "xy" },
	{ "one sentence of eight  times eight bytes", true,
	    "one sentence of eight times eight bytes" },
	{ "seven b  and a space at the seam \x7f.", true,
	    "seven b and a space at the seam ." },
	{ "\xf4\x90\x80\x80", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
};

Test(utf8, clean)
{
	for (size_t i = 0; i < NELEM(texts); i++) {
		struct buf b;

		buf_init(&b, 1000);
		cr_expect_eq(utf8_valid(str_of(texts[i].in)), texts[i].valid, "row %zu",
		    i);
		utf8_clean(&b, str_of(texts[i].in), false);
		cr_expect(str_eq(buf_str(&b), str_of(texts[i].clean)), "row %zu: %.*s", i,
		    STR_ARG(buf_str(&b)));
		cr_expect(!utf8_is_line(str_of(texts[i].in)) ||
			str_eq(buf_str(&b), str_of(texts[i].in)),
		    "row %zu", i);
		buf_clear(&b);
	}
}

/* One space between words stays wherever it stands, of two one goes. */
Test(utf8, spaces_at_every_place)
{
	for (size_t at = 1; at < 30; at++)
		for (size_t more = 0; more < 2; more++) {
			char text[32];
			struct str s = { text, sizeof(text) };
			struct buf b;

			memset(text, 'a', sizeof(text));
			memset(text + at, ' ', 1 + more);
			buf_init(&b, 1000);
			utf8_clean(&b, s, false);
			cr_expect_eq(utf8_is_line(s), more == 0, "%zu", at);
			cr_expect_eq(b.n, s.n - more, "%zu", at);
			buf_clear(&b);
		}
}

/* A character of two bytes at each place, whole and cut: no step of the search may jump
 * over it. */
Test(utf8, every_place)
{
	char text[200];

	for (size_t at = 0; at + 2 <= sizeof(text); at++) {
		struct str s = { text, sizeof(text) };

		memset(text, 'a', sizeof(text));
		cr_expect(utf8_ascii(s) == s.n && utf8_valid(s));
		memcpy(text + at, "\xc3\xa9", 2);
		cr_expect_eq(utf8_ascii(s), at);
		cr_expect(utf8_valid(s), "at %zu", at);
		cr_expect(!utf8_valid(str_sub(s, 0, at + 1)), "cut at %zu", at);
		text[at + 1] = 'a';
		cr_expect(!utf8_valid(s), "broken at %zu", at);
	}
}

Test(log, forgery)
{
	struct buf b;

	buf_init(&b, 1000);
	log_line(&b, "poll",
	    (struct log_field[]){
		log_cstr("title", "x\nevent=alert.fired place=\"Rome\""),
		log_int("n", -3), { .key = NULL } });
	cr_expect(str_eq(buf_str(&b),
		      STR("event=poll title=\"x event=alert.fired place=\\\"Rome\\\"\" "
			  "n=-3")),
	    "%s", b.p);
	buf_clear(&b);
}

Test(map, put_get_remove)
{
	char keys[1000][8];
	struct map m;

	map_init(&m, 42);
	for (size_t i = 0; i < NELEM(keys); i++) {
		snprintf(keys[i], sizeof(keys[i]), "k%zu", i);
		map_put(&m, str_of(keys[i]), keys[i]);
	}
	for (size_t i = 0; i < NELEM(keys); i += 2)
		cr_expect_eq(map_remove(&m, str_of(keys[i])), keys[i]);
	for (size_t i = 0; i < NELEM(keys); i++)
		cr_expect_eq(map_get(&m, str_of(keys[i])), i % 2 == 0 ? NULL : keys[i]);
	cr_expect_eq(m.n, NELEM(keys) / 2);
	map_clear(&m);
}

Test(wire, round_trip_and_truncation)
{
	struct buf b;
	struct wire w;

	buf_init(&b, 1000);
	wire_put_u64(&b, UINT64_MAX);
	wire_put_i64(&b, INT64_MIN);
	wire_put_str(&b, STR("text"));
	wire_put_f64(&b, 0.5);
	wire_put_bool(&b, true);
	wire_init(&w, buf_str(&b));
	cr_expect_eq(wire_u64(&w), UINT64_MAX);
	cr_expect_eq(wire_i64(&w), INT64_MIN);
	cr_expect(str_eq(wire_str(&w), STR("text")));
	cr_expect_eq(wire_f64(&w), 0.5);
	cr_expect(wire_bool(&w));
	cr_expect(wire_ok(&w));
	for (size_t n = 0; n < b.n; n++) {
		wire_init(&w, str_sub(buf_str(&b), 0, n));
		wire_u64(&w);
		wire_i64(&w);
		wire_str(&w);
		wire_f64(&w);
		wire_bool(&w);
		cr_expect_not(wire_ok(&w), "cut at %zu", n);
	}
	buf_clear(&b);
}

Test(json, escapes)
{
	struct buf b;
	struct json j;

	buf_init(&b, 1000);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "a", STR("q\" \\ \n \x01 \xff \xc3\xa9"));
	json_key(&j, "b");
	json_open(&j, '[');
	json_int(&j, 1);
	json_num(&j, 36.2);
	json_nil(&j);
	json_close(&j);
	json_kbool(&j, "c", false);
	json_close(&j);
	cr_expect(str_eq(buf_str(&b),
		      STR("{\"a\":\"q\\\" \\\\ \\n \\u0001 \xef\xbf\xbd "
			  "\xc3\xa9\",\"b\":[1,36.2,null],"
			  "\"c\":false}")),
	    "%s", b.p);
	buf_clear(&b);
}

/* The shortest form that reads back, found the long way. */
static struct str
shortest(char tmp[40], double v)
{
	for (int precision = 6; precision <= 17; precision++) {
		snprintf(tmp, 40, "%.*g", precision, v);
		if (strtod(tmp, NULL) == v)
			break;
	}
	return str_of(tmp);
}

static void
expect_number(struct buf *b, double v)
{
	char tmp[40];
	struct json j;

	buf_reset(b);
	json_init(&j, b);
	json_num(&j, v);
	cr_expect(str_eq(buf_str(b), shortest(tmp, v)), "%s, not %s", b->p, tmp);
}

Test(json, numbers_are_the_shortest_that_read_back)
{
	static const double some[] = { 0, -0.0, 1, -1, 0.5, 36.2, -37.16, 0.744,
		0.1 + 0.2, 1e-4, 0.00012, 0.000123, 99999.99999, 999999, 1e6, 1e8,
		1234567, 1.0 / 3, 1e300, 5e-324 };
	struct buf b;
	uint64_t seed = 1;

	buf_init(&b, 1000);
	for (size_t i = 0; i < NELEM(some); i++)
		expect_number(&b, some[i]);
	for (int i = 0; i < 4000; i++) {
		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
		expect_number(&b,
		    (double)((int64_t)(seed >> 38) - (1 << 25)) / (i % 2 ? 1e5 : 3e4));
	}
	buf_clear(&b);
}

static const struct {
	int64_t v;
	const char *text;
} integers[] = { { 0, "0" }, { 7, "7" }, { -7, "-7" }, { 100, "100" },
	{ 400000, "400000" }, { INT64_MAX, "9223372036854775807" },
	{ INT64_MIN, "-9223372036854775808" } };

Test(json, integers)
{
	struct buf b;
	struct json j;

	buf_init(&b, 1000);
	for (size_t i = 0; i < NELEM(integers); i++) {
		buf_reset(&b);
		json_init(&j, &b);
		json_int(&j, integers[i].v);
		cr_expect(str_eq(buf_str(&b), str_of(integers[i].text)), "%s", b.p);
	}
	buf_clear(&b);
}

/* Identities in the store are made of it: it may never give another. */
Test(hash, is_stable)
{
	static const uint64_t want[] = { 0x344fe09114d06cf7ULL, 0xb94d1cb39226741bULL,
		0x615e5b3df24a1eccULL, 0xd5975e845daab2cfULL, 0xda774407686f0f4cULL,
		0xc8203b53ab3e74a1ULL, 0x85867e8360af6a0dULL, 0x55c3387c778dce66ULL,
		0x13ceccbfeb339236ULL, 0x79ce2a52f3d47db2ULL, 0x8f0f6063a9c9af29ULL,
		0x93a015f74f39a51cULL, 0x3cb40c1bda29f8f2ULL, 0x58c3e03fdd12d71bULL,
		0xb28e485436c5bbb7ULL, 0xa4e6737719c4c8d2ULL, 0xed586a047856d59bULL,
		0xba9cb31c08c1a61bULL };

	for (size_t n = 0; n < NELEM(want); n++) {
		struct str s = { "tocsin bell tower", n };

		cr_expect_eq(hash64(s, 7), want[n], "%zu bytes", n);
		if (n <= 16)
			cr_expect_eq(hash64_loaded(str_load(str_sub(s, 0, 8)),
					 str_load(str_sub(s, 8, n)), n, 7),
			    want[n], "%zu bytes", n);
	}
}

/* Each bit of a long text counts, where it stands, and how long the text is. */
Test(hash, of_many_bytes)
{
	static char text[200];
	uint64_t seen[sizeof(text) * 8 + 2];
	size_t n = 0;

	seen[n++] = hash_bulk((struct str){ text, sizeof(text) }, 1);
	seen[n++] = hash_bulk((struct str){ text, sizeof(text) - 1 }, 1);
	for (size_t bit = 0; bit < sizeof(text) * 8; bit++) {
		text[bit / 8] ^= (char)(1 << bit % 8);
		seen[n++] = hash_bulk((struct str){ text, sizeof(text) }, 1);
		text[bit / 8] ^= (char)(1 << bit % 8);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			cr_assert_neq(seen[i], seen[k], "%zu and %zu", i, k);
	cr_expect_neq(hash_bulk((struct str){ text, sizeof(text) }, 2), seen[0]);
}

Test(ulid, sorts_by_time_and_repeats)
{
	char a[ULID_LEN + 1], b[ULID_LEN + 1], c[ULID_LEN + 1];

	ulid_of(a, 1000, STR("x"));
	ulid_of(b, 1000, STR("x"));
	ulid_of(c, 2000, STR("x"));
	cr_expect_str_eq(a, b);
	cr_expect_lt(strcmp(a, c), 0);
	cr_expect_eq(strlen(a), ULID_LEN);
}

Test(buf, cap)
{
	struct buf b;
	struct err e;

	buf_init(&b, 4);
	cr_expect_eq(buf_add(&b, STR("1234")), 0);
	cr_expect_eq(buf_add(&b, STR("5")), -1);
	cr_expect_eq(buf_ok(&b, &e), -1);
	cr_expect_str_eq(e.msg, "larger than 4 bytes");
	buf_clear(&b);
}

struct sample {
	struct str name;
	int64_t every;
	int mode;
};
static const char *const modes[] = { "fast", "slow", NULL };
static const struct conf_key sample_keys[] = {
	{ .name = "name",
	    .type = CONF_TEXT,
	    .offset = offsetof(struct sample, name),
	    .required = true,
	    .help = "its name" },
	{ .name = "every",
	    .type = CONF_DURATION,
	    .offset = offsetof(struct sample, every),
	    .def = "1h",
	    .min = MS_MINUTE,
	    .max = MS_DAY },
	{ .name = "mode",
	    .type = CONF_ENUM,
	    .offset = offsetof(struct sample, mode),
	    .names = modes },
	{ .name = NULL },
};
static const struct conf_table sample_table = { "sample", sample_keys };

static struct conf *
scalar(struct arena *a, unsigned col, const char *text)
{
	struct conf *c = ARENA_NEW(a, struct conf);

	c->pos = (struct conf_pos){ STR("f.yaml"), 1, col };
	c->value = str_of(text);
	return c;
}

Test(conf, every_mistake_at_once)
{
	struct arena a;
	struct conf_diag d;
	struct sample s;
	struct buf out;
	struct conf map = { .kind = CONF_MAP, .pos = { STR("f.yaml"), 1, 1 }, .n = 3 };

	arena_init(&a);
	conf_diag_init(&d, &a);
	map.keys = (struct conf *[]){ scalar(&a, 1, "evry"), scalar(&a, 5, "every"),
		scalar(&a, 9, "mode") };
	map.items = (struct conf *[]){ scalar(&a, 2, "5m"), scalar(&a, 6, "5"),
		scalar(&a, 10, "fsat") };
	conf_decode(&map, &sample_table, &s, &d);
	conf_diag_sort(&d);
	buf_init(&out, 4096);
	conf_diag_print(&d, &out);
	cr_expect_str_eq(out.p,
	    "f.yaml:1:1: error: unknown key 'evry' in sample (did you mean 'every'?)\n"
	    "f.yaml:1:1: error: sample needs 'name': its name\n"
	    "f.yaml:1:6: error: every takes a time with its unit, as 90s, 5m or 1h30m, "
	    "not '5'\n"
	    "f.yaml:1:10: error: mode has no 'fsat' (did you mean 'fast'?)\n");
	cr_expect_eq(s.every, MS_HOUR);
	buf_clear(&out);
	arena_clear(&a);
}

/* ---- sentences ---- */

Test(err, sentences_are_clean)
{
	struct err e;
	char many[sizeof(e.msg)];

	err_set(&e, "no '%s'",
	    "a\x1b[31m\nb\x7f\xc2\x9b"
	    "c\xff\xef\xbf\xbd");
	cr_expect_str_eq(e.msg, "no 'a [31m b  c?\xef\xbf\xbd'");
	err_wrap(&e, "x\ty");
	cr_expect_str_eq(e.msg, "x y: no 'a [31m b  c?\xef\xbf\xbd'");
	for (size_t i = 0; i + 1 < sizeof(many); i++)
		many[i] = "\xd0\x96"[i % 2];
	many[sizeof(many) - 1] = '\0';
	err_set(&e, "%s", many); /* cut off within a character */
	cr_expect(utf8_valid(str_of(e.msg)) && strlen(e.msg) == sizeof(many) - 1);
}

/* Freed once, by whatever ends the arena; what it made itself is as before. */
Test(arena, gifts)
{
	struct arena a;
	char *own, *gift;

	arena_init_small(&a, 64);
	for (int end = 0; end < 3; end++) {
		own = arena_cstr(&a, STR("own"));
		gift = xmalloc(5000);
		memset(gift, 'g', 5000);
		arena_adopt(&a, gift, 5000);
		arena_adopt(&a, xmalloc(1), 1);
		cr_expect_geq(a.held, 5001);
		cr_expect_str_eq(own, "own");
		cr_expect_eq(gift[4999], 'g');
		if (end == 0)
			arena_reset(&a);
		else if (end == 1)
			arena_wipe(&a);
		else
			arena_clear(&a);
		cr_expect_lt(a.held, 5000);
	}
}
