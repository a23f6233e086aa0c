/* test_territory.c -- sentences of our own, and the examples of every language's rules.
 */
#include "config.h"

#include <criterion/criterion.h>
#include <jansson.h>

#include "facts/reader_data.h"
#include "facts/territory.h"

static struct reader *
load(void)
{
	static const char *const dirs[] = { BUILDDIR "/daemon/share", NULL };
	struct err e;
	struct reader *r = reader_load(dirs, &e);

	cr_assert(r != NULL, "%s", e.msg);
	return r;
}

static void
check(const struct reader *r, struct str lang, struct str title, struct str text,
    struct str expect)
{
	struct reading in = {
		.title = title, .text = text, .lang = lang, .published_ms = TIME_NONE
	};
	struct fact_list l;
	struct arena a;
	struct buf said;

	arena_init(&a);
	buf_init(&said, 1u << 16);
	reader_read(r, &a, &in, &l);
	territory_say_all(&said, &l);
	cr_expect(str_eq(buf_str(&said), expect), "%.*s\n  said   %.*s\n  wanted %.*s",
	    STR_ARG(text), STR_ARG(buf_str(&said)), STR_ARG(expect));
	for (size_t i = 0; i < l.n; i++)
		cr_expect(l.items[i].end <= text.n && l.items[i].start < l.items[i].end);
	buf_clear(&said);
	arena_clear(&a);
}

/* A "title" is a headline above the text. */
static void
check_row(const struct reader *r, const json_t *j)
{
	struct str title = str_of(json_string_value(json_object_get(j, "title")));
	struct buf all;

	buf_init(&all, 1u << 16);
	buf_printf(&all, "%.*s%s%s", STR_ARG(title), title.n > 0 ? "\n" : "",
	    json_string_value(json_object_get(j, "text")));
	check(r, STR("en"), str_sub(buf_str(&all), 0, title.n), buf_str(&all),
	    str_of(json_string_value(json_object_get(j, "expect"))));
	buf_clear(&all);
}

Test(territory, sentences)
{
	struct reader *r = load();
	FILE *f = fopen(SRCDIR "/tests/cases/territory.jsonl", "r");
	char *line = NULL;
	size_t cap = 0, rows = 0;
	ssize_t n;

	cr_assert(f != NULL);
	for (; (n = getline(&line, &cap, f)) > 0; rows++) {
		json_t *j = json_loadb(line, (size_t)n, 0, NULL);

		cr_assert(j != NULL, "line %zu", rows + 1);
		check_row(r, j);
		json_decref(j);
	}
	free(line);
	fclose(f);
	cr_expect(rows >= 120, "%zu", rows);
	reader_free(r);
}

Test(territory, examples)
{
	struct reader *r = load();

	for (size_t i = 0; i < r->n_languages; i++) {
		const struct territory_example *ex;
		size_t n = territory_examples(r->languages[i].territory, &ex);

		for (size_t k = 0; k < n; k++)
			check(r, lexicon_lang(r->languages[i].lexicon), STR_NONE,
			    ex[k].text, ex[k].expect);
	}
	reader_free(r);
}
