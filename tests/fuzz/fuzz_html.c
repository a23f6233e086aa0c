/*
 * fuzz_html.c -- any bytes as HTML: valid text, and what may be shown has a narrow
 * grammar of its own, read here without the parser's help, with nothing active in it.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "parser/discover.h"
#include "parser/entity.h"
#include "parser/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct str active[] = { STR_INIT("applet"), STR_INIT("base"),
	STR_INIT("body"), STR_INIT("button"), STR_INIT("embed"), STR_INIT("form"),
	STR_INIT("frame"), STR_INIT("html"), STR_INIT("iframe"), STR_INIT("input"),
	STR_INIT("link"), STR_INIT("math"), STR_INIT("meta"), STR_INIT("noscript"),
	STR_INIT("object"), STR_INIT("plaintext"), STR_INIT("script"), STR_INIT("select"),
	STR_INIT("style"), STR_INIT("svg"), STR_INIT("template"), STR_INIT("textarea"),
	STR_INIT("title"), STR_INIT("xmp") };

static const struct str addresses[] = { STR_INIT("background"), STR_INIT("cite"),
	STR_INIT("href"), STR_INIT("longdesc"), STR_INIT("poster"), STR_INIT("src"),
	STR_INIT("usemap") };

static const struct str runs[] = { STR_INIT("javascript:"), STR_INIT("vbscript:"),
	STR_INIT("data:text"), STR_INIT("data:image/svg"), STR_INIT("data:application") };

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static bool
is_in(const struct str *list, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], s))
			return true;
	return false;
}

static struct str
take_name(struct str *s)
{
	size_t n = 0;
	struct str name;

	while (n < s->n &&
	    ((s->p[n] >= 'a' && s->p[n] <= 'z') ||
		(n > 0 && (is_digit(s->p[n]) || s->p[n] == ':'))))
		n++;
	check(n > 0);
	name = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return name;
}

/* Browsers leave out white space and controls of an address before they read its scheme.
 */
static void
check_address(struct str value)
{
	struct buf plain, bare;

	buf_init(&plain, 16u << 20);
	buf_init(&bare, 16u << 20);
	entity_decode(&plain, value, true);
	for (size_t i = 0; i < plain.n; i++)
		if ((unsigned char)plain.p[i] > ' ')
			buf_byte(&bare, plain.p[i]);
	for (size_t i = 0; i < NELEM(runs); i++)
		check(!str_starts_ci(buf_str(&bare), runs[i]));
	buf_clear(&plain);
	buf_clear(&bare);
}

/* From behind '<' to behind '>': </name>, <name a="b" c="">, <name a="b" />. */
static struct str
check_tag(struct str s)
{
	bool end = str_starts(s, STR("/"));
	struct str name, attr;
	size_t quote;

	s = str_sub(s, end, s.n);
	name = take_name(&s);
	check(!is_in(active, NELEM(active), name));
	while (!end && str_starts(s, STR(" ")) && !str_starts(s, STR(" /"))) {
		s = str_sub(s, 1, s.n);
		attr = take_name(&s);
		check(str_starts(s, STR("=\"")) && !str_starts(attr, STR("on")));
		s = str_sub(s, 2, s.n);
		quote = str_chr(s, '"');
		check(quote != STR_NOWHERE &&
		    str_chr(str_sub(s, 0, quote), '<') == STR_NOWHERE &&
		    str_chr(str_sub(s, 0, quote), '>') == STR_NOWHERE);
		if (is_in(addresses, NELEM(addresses), attr))
			check_address(str_sub(s, 0, quote));
		s = str_sub(s, quote + 1, s.n);
	}
	if (str_starts(s, STR(" /")))
		s = str_sub(s, 2, s.n);
	check(str_starts(s, STR(">")));
	return str_sub(s, 1, s.n);
}

static void
check_chars(struct str s)
{
	check(utf8_valid(s));
	for (size_t i = 0; i < s.n; i++)
		check((unsigned char)s.p[i] >= 0x20 || s.p[i] == '\n' || s.p[i] == '\t');
}

/* Text is not much longer than its HTML, begins and ends with a word, and keeps one blank
 * line at most. */
static void
check_text(struct str s, size_t html)
{
	check_chars(s);
	check(s.n <= 3 * html && str_trim(s).n == s.n);
	check(str_find(s, STR("\n\n\n")) == STR_NOWHERE &&
	    str_find(s, STR(" \n")) == STR_NOWHERE &&
	    str_find(s, STR("\n ")) == STR_NOWHERE &&
	    str_find(s, STR("  ")) == STR_NOWHERE);
}

static void
check_safe(struct str s)
{
	check_chars(s);
	while (s.n > 0) {
		size_t lt = str_chr(s, '<');

		check(str_chr(str_sub(s, 0, lt), '>') == STR_NOWHERE);
		if (lt == STR_NOWHERE)
			return;
		s = check_tag(str_sub(s, lt + 1, s.n));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	struct discovered *found;
	struct buf text, safe, again;
	struct arena a;

	arena_init(&a);
	buf_init(&text, 16u << 20);
	buf_init(&safe, 16u << 20);
	buf_init(&again, 16u << 20);
	html_text(&text, in);
	html_safe(&safe, in, STR("https://fuzz.example/"));
	html_safe(&again, buf_str(&safe), STR("https://fuzz.example/"));
	check_text(buf_str(&text), in.n);
	if (!safe.over)
		check_safe(buf_str(&safe));
	/* What is safe stays as it is. */
	check(safe.over || again.over || str_eq(buf_str(&safe), buf_str(&again)));
	found = ARENA_ARRAY(&a, struct discovered, DISCOVER_MAX);
	discover_feeds(&a, in, STR("https://fuzz.example/"), found);
	html_looks_like(in);
	buf_clear(&text);
	buf_clear(&safe);
	buf_clear(&again);
	arena_clear(&a);
	return 0;
}
