/* fuzz_html.c -- any bytes as HTML: valid text, nothing active in what may be shown. */
#include "config.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "parser/discover.h"
#include "parser/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
	if (!utf8_valid(buf_str(&text)) || !utf8_valid(buf_str(&safe)) ||
	    str_find_ci(buf_str(&safe), STR("<script")) != STR_NOWHERE ||
	    str_find_ci(buf_str(&safe), STR("\"javascript:")) != STR_NOWHERE)
		abort();
	/* What is safe stays as it is. */
	if (!safe.over && !again.over && !str_eq(buf_str(&safe), buf_str(&again)))
		abort();
	found = ARENA_ARRAY(&a, struct discovered, DISCOVER_MAX);
	discover_feeds(&a, in, STR("https://fuzz.example/"), found);
	html_looks_like(in);
	buf_clear(&text);
	buf_clear(&safe);
	buf_clear(&again);
	arena_clear(&a);
	return 0;
}
