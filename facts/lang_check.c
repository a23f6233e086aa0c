/* lang_check.c -- see lang_check.h. */
#include "config.h"

#include "base/arena.h"
#include "base/limits.h"
#include "facts/cue.h"
#include "facts/frame.h"
#include "facts/lang_check.h"
#include "facts/reader_data.h"
#include "facts/territory.h"

#define NOTATION_MAX 16384

static int
name_in(const char *const *names, struct str s)
{
	for (int i = 0; names[i] != NULL; i++)
		if (str_eq(str_of(names[i]), s))
			return i;
	return -1;
}

static bool
counts(const struct fact *f)
{
	return f->kind != FACT_TERRITORY;
}

/* A party or source told so or by its id; "-": none. */
static bool
named_as(struct str text, struct str id, struct str value)
{
	if (str_eq(value, STR("-")))
		return text.n == 0 && id.n == 0;
	return str_find(text, value) != STR_NOWHERE || str_eq(id, value);
}

static bool
attribute_is(const struct fact *f, struct str name, struct str value)
{
	char day[DAY_TEXT];

	if (str_eq(name, STR("cause")))
		return str_eq(f->cause, value);
	if (str_eq(name, STR("source")))
		return named_as(f->source, STR_NONE, value);
	if (str_eq(name, STR("by")))
		return named_as(f->by, f->by_id, value);
	if (str_eq(name, STR("side")))
		return named_as(f->side, f->side_id, value);
	if (str_eq(name, STR("since")))
		return str_eq(day_text(day, f->since), value);
	if (str_eq(name, STR("until")))
		return str_eq(day_text(day, f->until), value);
	if (str_eq(name, STR("place")) && str_eq(value, STR("-")))
		return f->n_places == 0;
	for (size_t i = 0; str_eq(name, STR("place")) && i < f->n_places; i++)
		if (str_find(f->places[i].name, value) != STR_NOWHERE)
			return true;
	return false;
}

/* One word of an expected fact after kind and number; stated bounds, scopes and stances
 * are noted, so that what is not said must be the plain one. */
static bool
word_is(const struct fact *f, struct str w, bool *bound, bool *scope, bool *stance)
{
	size_t eq = str_chr(w, '=');
	int i;

	if (eq != STR_NOWHERE)
		return attribute_is(f, str_sub(w, 0, eq), str_sub(w, eq + 1, w.n));
	if ((i = name_in(bound_names, w)) > 0) {
		*bound = true;
		return (int)f->bound == i;
	}
	if ((i = name_in(scope_names, w)) >= 0) {
		*scope = true;
		return (int)f->scope == i;
	}
	if ((i = name_in(stance_names, w)) >= 0) {
		*stance = true;
		return (int)f->stance == i;
	}
	if ((i = name_in(effect_names, w)) >= 0)
		return (int)f->effect == i;
	return str_eq(f->who, w) || str_eq(f->unit, w);
}

static bool
kind_is(const struct fact *f, struct str kind)
{
	if (f->kind == FACT_CASUALTY)
		return str_eq(kind, str_of(outcome_names[f->outcome]));
	if (f->kind == FACT_DISPLACEMENT)
		return str_eq(kind, STR("displaced"));
	return str_eq(kind, str_of(fact_kind_names[f->kind]));
}

static bool
fact_is(const struct fact *f, struct str expect)
{
	struct str word = str_word(&expect);
	bool bound = false, scope = false, stance = false;
	int64_t count;

	if (!kind_is(f, word))
		return false;
	word = str_word(&expect);
	if (!str_int(word, &count) || f->count != count)
		return false;
	while ((word = str_word(&expect)).n > 0)
		if (!word_is(f, word, &bound, &scope, &stance))
			return false;
	/* "subset" and "total" need not be said of a fact, its stance and bound must */
	return (bound || f->bound == BOUND_EXACT || f->bound == BOUND_VAGUE) &&
	    (stance || f->stance == STANCE_ASSERTED);
}

/* The facts in the notation of expected ones. */
static void
facts_notation(const struct fact_list *l, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < l->n; i++) {
		const struct fact *f = &l->items[i];

		if (!counts(f))
			continue;
		buf_printf(out, "%s%s %lld", any ? "; " : "",
		    f->kind == FACT_CASUALTY           ? outcome_names[f->outcome]
			: f->kind == FACT_DISPLACEMENT ? "displaced"
						       : fact_kind_names[f->kind],
		    (long long)f->count);
		if (f->bound != BOUND_EXACT)
			buf_printf(out, " %s", bound_names[f->bound]);
		if (f->who.n > 0 || f->unit.n > 0)
			buf_printf(out, " %.*s",
			    STR_ARG(f->who.n > 0 ? f->who : f->unit));
		if (f->scope != SCOPE_EVENT)
			buf_printf(out, " %s", scope_names[f->scope]);
		if (f->stance != STANCE_ASSERTED)
			buf_printf(out, " %s", stance_names[f->stance]);
		any = true;
	}
	if (!any)
		buf_cstr(out, "-");
}

bool
facts_match(const struct fact_list *l, struct str expect, struct buf *why)
{
	bool used[LIMIT_FACTS] = { false };
	bool ok = true;
	size_t n = 0, wanted = 0;
	struct str rest = expect, one;

	for (size_t i = 0; i < l->n; i++)
		n += counts(&l->items[i]);
	while (!str_eq(expect, STR("-")) && str_cut(&rest, ';', &one)) {
		bool found = false;

		wanted++;
		for (size_t i = 0; i < l->n && !found; i++)
			if (!used[i] && counts(&l->items[i]) &&
			    fact_is(&l->items[i], str_trim(one)))
				found = used[i] = true;
		ok = ok && found;
	}
	ok = ok && n == wanted;
	if (!ok) {
		buf_printf(why, "expected %.*s, got ", STR_ARG(expect));
		facts_notation(l, why);
	}
	return ok;
}

static void
check_one(const struct reader *r, struct str lang, struct str path, size_t line,
    struct str text, struct str expect, struct lang_report *report)
{
	struct arena a;
	struct reading in = { .text = text, .lang = lang, .published_ms = TIME_NONE };
	struct fact_list l;
	struct buf why;

	arena_init(&a);
	buf_init(&why, NOTATION_MAX);
	reader_read(r, &a, &in, &l);
	report->checked++;
	if (!facts_match(&l, expect, &why)) {
		report->failed++;
		buf_printf(report->out, "%.*s:%zu: %.*s: %.*s\n", STR_ARG(path), line,
		    STR_ARG(text), STR_ARG(buf_str(&why)));
	}
	buf_clear(&why);
	arena_clear(&a);
}

/* An example of territory.tsv, in the notation of territory_say(). */
static void
check_ground(const struct reader *r, struct str lang, const struct territory_example *ex,
    struct lang_report *report)
{
	struct reading in = { .text = ex->text, .lang = lang, .published_ms = TIME_NONE };
	struct fact_list l;
	struct arena a;
	struct buf said;

	arena_init(&a);
	buf_init(&said, 1u << 16);
	reader_read(r, &a, &in, &l);
	territory_say_all(&said, &l);
	report->checked++;
	if (!str_eq(buf_str(&said), ex->expect)) {
		report->failed++;
		buf_printf(report->out, "%.*s:%zu: \"%.*s\": %.*s\n", STR_ARG(ex->path),
		    ex->line, STR_ARG(ex->text), STR_ARG(buf_str(&said)));
	}
	buf_clear(&said);
	arena_clear(&a);
}

/* A line of story.tsv: its example is a title. */
static void
check_story(const struct language *of, const struct story_line *l,
    struct lang_report *report)
{
	struct fact_list none = { .n = 0 };
	struct token_list t;
	struct buf said;
	struct arena a;

	arena_init(&a);
	buf_init(&said, NOTATION_MAX);
	tokenise(of->lexicon, NULL, &a, l->example, l->example.n, &t);
	story_read(of->story, &a, l->example, l->example, &t, &none);
	story_say(&said, &none);
	report->checked++;
	if (!str_eq(buf_str(&said), l->expect)) {
		report->failed++;
		buf_printf(report->out, "%.*s:%zu: %.*s: expected %.*s, got %.*s\n",
		    STR_ARG(l->path), l->line, STR_ARG(l->example), STR_ARG(l->expect),
		    STR_ARG(buf_str(&said)));
	}
	buf_clear(&said);
	arena_clear(&a);
}

void
lang_check(const struct reader *r, struct lang_report *report)
{
	for (size_t i = 0; i < r->n_languages; i++) {
		const struct language *l = &r->languages[i];
		struct str lang = lexicon_lang(l->lexicon);
		const struct territory_example *ex;
		const struct story_line *const *story;
		size_t n;

		for (size_t k = 0; k < l->frames->n; k++)
			check_one(r, lang, l->frames->items[k].path,
			    l->frames->items[k].line, l->frames->items[k].example,
			    l->frames->items[k].expect, report);
		for (size_t k = 0; k < l->cues->n; k++)
			check_one(r, lang, l->cues->items[k].path, l->cues->items[k].line,
			    l->cues->items[k].example, l->cues->items[k].expect, report);
		n = territory_examples(l->territory, &ex);
		for (size_t k = 0; k < n; k++)
			check_ground(r, lang, &ex[k], report);
		n = story_words_lines(l->story, &story);
		for (size_t k = 0; k < n; k++)
			check_story(l, story[k], report);
	}
}
