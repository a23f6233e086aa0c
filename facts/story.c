/*
 * story.c -- see story.h.
 * Phrases are paths of word hashes.  Only the title and the head of the text are looked at:
 * corrections and second attacks are announced, not hidden.
 */
#include "config.h"

#include <unicode/uchar.h>

#include "base/alloc.h"
#include "base/map.h"
#include "base/utf8.h"
#include "facts/lexicon_file.h"
#include "facts/story.h"

#define HEAD_BYTES 1200
#define AROUND_BYTES 160 /* of a figure: where its site may be named */

static const struct {
	const char *name;
	unsigned bit;
} marks[] = { { "correction", STORY_CORRECTION }, { "another", STORY_ANOTHER },
	{ "anniversary", STORY_ANNIVERSARY }, { "withdrawn", STORY_WITHDRAWN } };

struct node {
	uint64_t step;               /* hash of the path so far; its key */
	const struct story_line *end; /* of the phrase that ends here */
};

#define STRANGER_BITS 8192

struct story_words {
	struct arena *arena;
	struct map nodes;
	uint8_t maybe[STRANGER_BITS / 8]; /* a bit for each node: most words are strangers at once */
	const struct story_line **lines;
	size_t n, cap;
};

struct story_words *
story_words_new(struct arena *a)
{
	struct story_words *w = ARENA_NEW(a, struct story_words);

	w->arena = a;
	map_init(&w->nodes, 0);
	return w;
}

void
story_words_clear(struct story_words *w)
{
	map_clear(&w->nodes);
}

size_t
story_words_lines(const struct story_words *w, const struct story_line *const **out)
{
	*out = w->lines;
	return w->n;
}

/* ---- words ---- */

#define WORD_START UINT64_C(14695981039346656037)

/* The next character in lower case; 0: it is in no word. */
static uint32_t
next_letter(struct str *in)
{
	char c = *in->p;
	UChar32 u;

	if ((unsigned char)c < 0x80) {
		in->p++;
		in->n--;
		return is_alpha(c) || is_digit(c) ? (uint32_t)to_lower(c) : 0;
	}
	u = (UChar32)utf8_next(in);
	return u_isalnum(u) || u_charType(u) == U_NON_SPACING_MARK ? (uint32_t)u_tolower(u) : 0;
}

/* The next word, in lower case, as a hash on top of what went before; false: none is left. */
static bool
next_word(struct str *in, uint64_t *step)
{
	uint64_t h = *step ^ 0xff;
	bool any = false;

	while (in->n > 0) {
		struct str rest = *in;
		uint32_t c = next_letter(&rest);

		if (c == 0) {
			if (any)
				break;
		} else {
			h = (h ^ (uint64_t)c) * UINT64_C(1099511628211);
			any = true;
		}
		*in = rest;
	}
	*step = h;
	return any;
}

static size_t
bit_of(uint64_t step)
{
	return (size_t)(step >> 32) % STRANGER_BITS;
}

static struct node *
node_at(const struct story_words *w, uint64_t step)
{
	if (!(w->maybe[bit_of(step) / 8] & 1u << bit_of(step) % 8))
		return NULL;
	return map_get(&w->nodes, (struct str){ (const char *)&step, sizeof(step) });
}

struct adding {
	struct story_words *words;
	const struct story_line *line;
};

static int
add_phrase(void *arg, struct str phrase)
{
	struct adding *a = arg;
	uint64_t step = WORD_START;
	struct node *n = NULL;

	while (next_word(&phrase, &step)) {
		if ((n = node_at(a->words, step)) != NULL)
			continue;
		n = ARENA_NEW(a->words->arena, struct node);
		n->step = step;
		map_put(&a->words->nodes, (struct str){ (const char *)&n->step, sizeof(step) }, n);
		a->words->maybe[bit_of(step) / 8] |= (uint8_t)(1u << bit_of(step) % 8);
	}
	if (n != NULL)
		n->end = a->line;
	return n == NULL ? -1 : 0;
}

/* ---- the file ---- */

static bool
name_kind(struct story_line *l, struct str kind)
{
	for (size_t i = 0; i < NELEM(marks); i++)
		if (str_eq(kind, str_of(marks[i].name)))
			l->mark = marks[i].bit;
	if (str_starts(kind, STR("site=")))
		l->site = str_sub(kind, 5, kind.n);
	return l->mark != 0 || l->site.n > 0;
}

int
story_words_load(struct story_words *w, const char *dir, struct err *e)
{
	struct str f[TSV_FIELDS], phrase;
	struct tsv tsv;
	size_t n;
	int rc = tsv_open(&tsv, w->arena, arena_printf(w->arena, "%s/story.tsv", dir).p, e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	while ((n = tsv_next(&tsv, f)) > 0) {
		struct story_line *l = ARENA_NEW(w->arena, struct story_line);
		struct adding a = { w, l };

		*l = (struct story_line){ .example = f[2], .expect = f[3], .path = tsv.path,
			.line = tsv.line };
		if (n < 4 || !name_kind(l, f[0]))
			return tsv_error(&tsv, e, "want correction, another, anniversary, withdrawn or site=NAME, "
			    "phrases, example, expected");
		w->lines = arena_grow(w->arena, w->lines, w->n, &w->cap, sizeof(*w->lines));
		w->lines[w->n++] = l;
		while ((phrase = str_word(&f[1])).n > 0)
			if (lexicon_variants(phrase, add_phrase, &a) != 0)
				return tsv_error(&tsv, e, "'%.*s' has too many ways to read it",
				    STR_ARG(phrase));
	}
	return 0;
}

/* ---- reading ---- */

struct seen {
	unsigned marks;
	struct str site;
	bool sites; /* two of them: neither says which */
};

static void
see(struct seen *s, const struct story_line *l)
{
	s->marks |= l->mark & ~(unsigned)STORY_WITHDRAWN; /* is_label() says that */
	if (l->site.n == 0)
		return;
	s->sites |= s->site.n > 0 && !str_eq(s->site, l->site);
	s->site = l->site;
}

static struct seen
look(const struct story_words *w, struct str text)
{
	struct seen s = { 0 };
	uint64_t step = WORD_START;

	for (struct str rest = text; next_word(&rest, &step); step = WORD_START) {
		const struct node *n = node_at(w, step);

		for (struct str more = rest; n != NULL; n = node_at(w, step)) {
			if (n->end != NULL)
				see(&s, n->end);
			if (!next_word(&more, &step))
				break;
		}
	}
	if (s.sites)
		s.site = STR_NONE;
	return s;
}

/* "RETRACTED: Twelve killed", "[Withdrawn] Twelve killed": what stands before the mark. */
static struct str
label_of(struct str title)
{
	static const char *const ends[] = { ":", "]", "|", " - ", "\xe2\x80\x93", "\xe2\x80\x94" };
	size_t n = title.n;

	for (size_t i = 0; i < NELEM(ends); i++) {
		size_t at = str_find(title, str_of(ends[i]));

		n = at < n ? at : n;
	}
	return str_sub(title, 0, n);
}

/* Is a whole phrase, and nothing else, the label of the title, or all of it? */
static bool
is_label(const struct story_words *w, struct str title, unsigned mark)
{
	struct str label = label_of(title);
	uint64_t step = WORD_START;
	const struct node *n = NULL;

	while (next_word(&label, &step))
		if ((n = node_at(w, step)) == NULL)
			return false;
	return n != NULL && n->end != NULL && (n->end->mark & mark) != 0;
}

/* Whole words, and whole characters. */
static struct str
around(struct str text, size_t from, size_t to)
{
	from = from > AROUND_BYTES ? from - AROUND_BYTES : 0;
	while (from > 0 && from < text.n && text.p[from - 1] != ' ' && text.p[from - 1] != '\n')
		from++;
	to += AROUND_BYTES;
	while (to < text.n && text.p[to] != ' ' && text.p[to] != '\n')
		to++;
	return str_sub(text, from, to);
}

void
story_read(const struct story_words *w, struct str title, struct str text,
    struct fact_list *l)
{
	struct seen head = look(w, title);

	l->site = head.site;
	l->marks = (is_label(w, title, STORY_WITHDRAWN) ? (unsigned)STORY_WITHDRAWN : 0) | head.marks | (look(w, around(str_sub(text, title.n, text.n), 0,
	    HEAD_BYTES - AROUND_BYTES)).marks & ~(unsigned)STORY_ANNIVERSARY);
	for (size_t i = 0; i < l->n; i++)
		l->items[i].site = look(w, around(text, l->items[i].start, l->items[i].end)).site;
}

void
story_say(struct buf *out, const struct fact_list *l)
{
	bool any = false;

	for (size_t i = 0; i < NELEM(marks); i++)
		if ((l->marks & marks[i].bit) != 0) {
			buf_printf(out, "%s%s", any ? " " : "", marks[i].name);
			any = true;
		}
	if (l->site.n > 0)
		buf_printf(out, "%ssite=%.*s", any ? " " : "", STR_ARG(l->site));
	else if (!any)
		buf_cstr(out, "-");
}
