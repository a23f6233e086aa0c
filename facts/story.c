/*
 * story.c -- see story.h.
 * Phrases are paths of word hashes.  Only the title and the head of the text are looked
 * at: corrections and second attacks are announced, not hidden.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "facts/letter.h"
#include "facts/lexicon_build.h"
#include "facts/lexicon_file.h"
#include "facts/plain.h"
#include "facts/story.h"
#include "facts/token.h"

#define HEAD_BYTES 1200
#define AROUND_BYTES 160 /* of a figure: where its site may be named */

static const struct {
	const char *name;
	unsigned bit;
} marks[] = { { "correction", STORY_CORRECTION }, { "another", STORY_ANOTHER },
	{ "anniversary", STORY_ANNIVERSARY }, { "withdrawn", STORY_WITHDRAWN },
	{ "feature", STORY_FEATURE }, { "several", STORY_SEVERAL },
	{ "tale", STORY_TALE } };

/* a part of the title, and nothing else in it */
#define LABELS ((unsigned)(STORY_WITHDRAWN | STORY_FEATURE))

struct node {
	uint64_t step;                /* hash of the path so far; 0: a free slot */
	uint64_t next;                /* letters that a word behind it may begin with */
	const struct story_line *end; /* of the phrase that ends here */
};

#define NODES_FIRST 256
#define STRANGER_BITS 32768

struct story_words {
	struct arena *arena;
	struct node *nodes; /* a hash table, at most half full */
	size_t n_nodes, cap_nodes;
	uint8_t maybe[STRANGER_BITS / 8]; /* a bit for each node: most words are strangers
					     at once */
	const struct story_line **lines;
	size_t n, cap;
};

struct story_words *
story_words_new(struct arena *a)
{
	struct story_words *w = ARENA_NEW(a, struct story_words);

	w->arena = a;
	w->cap_nodes = NODES_FIRST;
	w->nodes = ARENA_ARRAY(a, struct node, w->cap_nodes);
	return w;
}

size_t
story_words_lines(const struct story_words *w, const struct story_line *const **out)
{
	*out = w->lines;
	return w->n;
}

/* ---- words ---- */

#define WORD_START UINT64_C(14695981039346656037)
#define WORD_BYTES 64 /* of a word that are told apart from another's */

static void
skip_marks(struct str *in)
{
	const char *p = in->p, *end = p + in->n;

	while (p < end) {
		struct str rest = { p, (size_t)(end - p) };

		if (letter_in_word((unsigned char)*p < 0x80 ? (unsigned char)*p
							    : utf8_next(&rest)))
			break;
		p = (unsigned char)*p < 0x80 ? p + 1 : rest.p;
	}
	*in = (struct str){ p, (size_t)(end - p) };
}

static inline void
skip_gap(struct str *in)
{
	size_t gap = in->n > 1 && in->p[0] == ' '; /* nearly all */

	if (in->n > gap && is_alpha(in->p[gap]))
		*in = (struct str){ in->p + gap, in->n - gap };
	else
		skip_marks(in);
}

/* The letters at the start of *in, in lower case, as a hash on top of h. */
static uint64_t
hash_letters(struct str *in, uint64_t h)
{
	char low[WORD_BYTES + 4];
	size_t n = 0;

	while (in->n > 0) {
		bool small = letter_of(&letters_small, in->p, in->n);
		struct str rest = *in;
		uint32_t u = utf8_next(&rest);

		if (!small && !letter_in_word(u))
			break;
		if (u < 0x80 && n < WORD_BYTES)
			low[n++] = to_lower((char)u);
		else if (n < WORD_BYTES)
			n += utf8_put(low + n, small ? u : letter_small(u));
		*in = rest;
	}
	for (size_t i = 0; i < n; i += 8)
		h = hash_mix(h, str_load((struct str){ low + i, n - i < 8 ? n - i : 8 }));
	return h;
}

/* mass-casualty: letters that a mark ends, which is no part of a word here. */
static inline bool
ends_at_mark(const struct plain_word *w)
{
	return w->n > 0 && (unsigned char)w->end < 0x80 && !is_digit(w->end) &&
	    !is_alpha(w->end);
}

/* The word that *in begins with, in lower case, as a hash on top of what went before. */
static inline uint64_t
take_word(struct str *in, uint64_t before)
{
	uint64_t h = before ^ 0xff;
	struct plain_word w;

	if (!plain_word(*in, &w) && !ends_at_mark(&w))
		return hash_letters(in, h);
	*in = (struct str){ in->p + w.n, in->n - w.n };
	h = hash_mix(h, w.key.lo);
	return w.n > 8 ? hash_mix(h, w.key.hi) : h;
}

/* The same of the next word; false: none is left. */
static bool
next_word(struct str *in, uint64_t *step)
{
	skip_gap(in);
	if (in->n == 0)
		return false;
	*step = take_word(in, *step);
	return true;
}

/* A bit for the small letter that in begins with; all for what is no plain letter. */
static inline uint64_t
letter_bit(struct str in)
{
	return in.n > 0 && is_alpha(in.p[0]) ? UINT64_C(1) << (in.p[0] & 0x1f)
					     : UINT64_MAX;
}

static size_t
bit_of(uint64_t step)
{
	return (size_t)(step >> 32) % STRANGER_BITS;
}

/* The node of the step, or the free slot where it goes. */
static struct node *
slot_of(const struct story_words *w, uint64_t step)
{
	size_t i = step & (w->cap_nodes - 1);

	while (w->nodes[i].step != 0 && w->nodes[i].step != step)
		i = (i + 1) & (w->cap_nodes - 1);
	return &w->nodes[i];
}

static inline struct node *
node_at(const struct story_words *w, uint64_t step)
{
	struct node *n;

	if (!(w->maybe[bit_of(step) / 8] & 1u << bit_of(step) % 8))
		return NULL;
	n = slot_of(w, step);
	return n->step == 0 ? NULL : n;
}

static void
grow_nodes(struct story_words *w)
{
	struct node *old = w->nodes;
	size_t cap = w->cap_nodes;

	w->cap_nodes = cap * 2;
	w->nodes = ARENA_ARRAY(w->arena, struct node, w->cap_nodes);
	for (size_t i = 0; i < cap; i++)
		if (old[i].step != 0)
			*slot_of(w, old[i].step) = old[i];
}

static struct node *
add_node(struct story_words *w, uint64_t step)
{
	if (++w->n_nodes * 2 > w->cap_nodes)
		grow_nodes(w);
	w->maybe[bit_of(step) / 8] |= (uint8_t)(1u << bit_of(step) % 8);
	slot_of(w, step)->step = step;
	return slot_of(w, step);
}

struct adding {
	struct story_words *words;
	struct lexicon *lx;
	const struct story_line *line;
};

/* Where a plain word of a text may be the first of the phrase, tokenise() says so; of all
 * others it says where they are. */
static void
mark_first(struct lexicon *lx, struct str phrase)
{
	struct plain_word w;

	if (!lexicon_is_mapped(lx) && plain_word(phrase, &w))
		lexicon_add(lx, str_sub(phrase, 0, w.n))->story = true;
}

static int
add_phrase(void *arg, struct str phrase)
{
	struct adding *a = arg;
	uint64_t step = WORD_START;
	struct node *n = NULL;

	mark_first(a->lx, phrase);
	for (skip_gap(&phrase); phrase.n > 0; skip_gap(&phrase)) {
		if (n != NULL)
			n->next |= letter_bit(phrase);
		step = take_word(&phrase, step);
		if ((n = node_at(a->words, step)) == NULL)
			n = add_node(a->words, step);
	}
	if (n != NULL)
		n->end = a->line;
	return n == NULL ? -1 : 0;
}

/* ---- the file ---- */

/* site=market: the name behind the key */
static bool
take_name(struct str kind, struct str key, struct str *name)
{
	if (!str_starts(kind, key) || kind.n == key.n)
		return false;
	*name = str_sub(kind, key.n, kind.n);
	return true;
}

static bool
name_kind(struct story_line *l, struct str kind)
{
	for (size_t i = 0; i < NELEM(marks); i++)
		if (str_eq(kind, str_of(marks[i].name)))
			l->mark = marks[i].bit;
	if (take_name(kind, STR("site="), &l->site))
		return true;
	l->voice = take_name(kind, STR("voice="), &l->tale);
	if (l->voice || take_name(kind, STR("tale="), &l->tale))
		l->mark = STORY_TALE;
	return l->mark != 0;
}

int
story_words_load(struct story_words *w, struct lexicon *lx, const char *dir,
    struct err *e)
{
	struct str f[TSV_FIELDS], phrase;
	struct tsv tsv;
	size_t n;
	int rc = tsv_open(&tsv, w->arena, arena_printf(w->arena, "%s/" STORY_FILE, dir).p,
	    e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	while ((n = tsv_next(&tsv, f)) > 0) {
		struct story_line *l = ARENA_NEW(w->arena, struct story_line);
		struct adding a = { w, lx, l };

		*l = (struct story_line){ .example = f[2],
			.expect = f[3],
			.path = tsv.path,
			.line = tsv.line };
		if (n < 4 || !name_kind(l, f[0]))
			return tsv_error(&tsv, e,
			    "want correction, another, several, anniversary, withdrawn, "
			    "feature, site=NAME, tale=NAME or voice=NAME, "
			    "phrases, example, expected");
		w->lines = arena_grow(w->arena, w->lines, w->n, &w->cap,
		    sizeof(*w->lines));
		w->lines[w->n++] = l;
		while ((phrase = str_word(&f[1])).n > 0)
			if (lexicon_variants(phrase, add_phrase, &a) != 0)
				return tsv_error(&tsv, e,
				    "'%.*s' has too many ways to read it",
				    STR_ARG(phrase));
	}
	return 0;
}

/* ---- reading ---- */

struct range {
	size_t from, to; /* bytes of the text */
};

struct hit {
	struct range at;
	const struct story_line *line;
};

struct said {
	unsigned marks;
	struct str site;
};

struct hits { /* in order of the text */
	struct hit *items;
	size_t n, cap;
};

/* The node of the word that follows the one of node n; NULL: no phrase goes on so. */
static const struct node *
go_on(const struct story_words *w, const struct node *n, struct str *rest, uint64_t *step)
{
	skip_gap(rest);
	if (rest->n == 0 || !(n->next & letter_bit(*rest)))
		return NULL;
	*step = take_word(rest, *step);
	return node_at(w, *step);
}

/* The phrases of text that begin at from, with the word of node n at the step; rest is
 * what stands behind it. */
static void
add_hits(const struct story_words *w, struct arena *a, struct str text, size_t from,
    struct str rest, uint64_t step, const struct node *n, struct hits *out)
{
	for (; n != NULL; n = go_on(w, n, &rest, &step)) {
		if (n->end == NULL)
			continue;
		if (out->n == out->cap)
			out->items = arena_grow(a, out->items, out->n, &out->cap,
			    sizeof(*out->items));
		out->items[out->n++] = (struct hit){ { from, text.n - rest.n }, n->end };
	}
}

/* The same of those that begin in a word of the text: mass-casualty is two. */
static void
add_hits_in(const struct story_words *w, struct arena *a, struct str text,
    struct word_bytes word, struct hits *out)
{
	struct str rest = str_sub(text, word.start, text.n);

	for (size_t from; text.n - rest.n < word.end;) {
		uint64_t step = WORD_START;
		const struct node *n;

		skip_gap(&rest);
		if ((from = text.n - rest.n) >= word.end)
			return;
		step = take_word(&rest, step);
		if ((n = node_at(w, step)) != NULL)
			add_hits(w, a, text, from, rest, step, n, out);
	}
}

static bool
within(struct range r, const struct hit *h)
{
	return h->at.from >= r.from && h->at.to <= r.to;
}

/* The first phrase that begins at the byte or behind it. */
static size_t
first_hit(const struct hits *h, size_t byte)
{
	size_t from = 0, to = h->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (h->items[middle].at.from < byte)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* What a part of the text says. */
static struct said
said_in(const struct hits *h, struct range r)
{
	struct said s = { 0 };
	bool several = false; /* two sites: neither says which */

	for (size_t from = first_hit(h, r.from);
	     from < h->n && h->items[from].at.from < r.to; from++) {
		const struct story_line *l = h->items[from].line;

		if (!within(r, &h->items[from]))
			continue;
		s.marks |= l->mark & ~(LABELS | STORY_TALE);
		several = several ||
		    (s.site.n > 0 && l->site.n > 0 && !str_eq(s.site, l->site));
		if (l->site.n > 0)
			s.site = l->site;
	}
	if (several)
		s.site = STR_NONE;
	return s;
}

#define QUOTED_BYTES 400 /* of one paragraph's speech */

/* Does the byte stand within quotation marks?  What a witness says is no columnist's. */
static bool
is_quoted(struct str text, size_t at)
{
	bool quoted = false;

	for (size_t i = at; i > 0 && i + QUOTED_BYTES > at && text.p[i - 1] != '\n';
	     i--) {
		struct str rest = str_sub(text, i - 1, at);

		if (str_starts(rest, STR("\xe2\x80\x9c")))
			return true;
		if (str_starts(rest, STR("\xe2\x80\x9d")))
			return false;
		quoted = quoted != (text.p[i - 1] == '"');
	}
	return quoted;
}

/* Two lines of one tale, each of which alone stands in news as well: the film, opening
 * scene.  What has no title may be a speech taken down, with no marks of quotation. */
static bool
tells_tale(const struct hits *h, struct str text, struct range head, struct range r)
{
	for (size_t i = 0; i < h->n && h->items[i].at.from < r.to; i++) {
		const struct story_line *l = h->items[i].line;

		if (l->voice && head.to == 0)
			continue;
		for (size_t k = 0; k < i && l->tale.n > 0; k++)
			if (h->items[k].line != l &&
			    str_eq(h->items[k].line->tale, l->tale) &&
			    !is_quoted(text, h->items[k].at.from) &&
			    !is_quoted(text, h->items[i].at.from))
				return true;
	}
	return false;
}

/* How long the mark at byte i of the title is that may end a label; 0: there is none. */
static size_t
label_mark_at(struct str title, size_t i)
{
	struct str rest = str_sub(title, i, title.n);

	switch (title.p[i]) {
	case ':':
	case ']':
	case '|':
		return 1;
	case ' ':
		return str_starts(rest, STR(" - ")) ? strlen(" - ") : 0;
	case '\xe2':
		return str_starts(rest, STR("\xe2\x80\x93")) ||
			str_starts(rest, STR("\xe2\x80\x94"))
		    ? strlen("\xe2\x80\x93")
		    : 0;
	default:
		return 0;
	}
}

/* FACTBOX-Deadliest stampedes: the length of the capitals before a hyphen; 0: there are
 * none. */
static size_t
slug_length(struct str title)
{
	size_t n = 0;

	while (n < title.n && title.p[n] >= 'A' && title.p[n] <= 'Z')
		n++;
	return n < title.n && title.p[n] == '-' ? n : 0;
}

/* "RETRACTED: Twelve killed", "[Withdrawn] Twelve killed", "The night the factory burned
 * - podcast": what stands before the first mark, and what behind the last. */
static void
find_labels(struct str title, struct str *first, struct str *last)
{
	size_t slug = slug_length(title), before = slug > 0 ? slug : title.n, behind = 0;

	for (size_t i = 0, n; i<title.n; i += n> 0 ? n : 1)
		if ((n = is_alpha(title.p[i]) ? 0 : label_mark_at(title, i)) > 0) {
			before = i < before ? i : before;
			behind = i + n;
		}
	*first = str_sub(title, 0, before);
	*last = str_sub(title, behind, title.n);
}

/* 'The Last Siege' | review: what stands behind the title of a work that opens the label,
 * else all of it. */
static struct str
behind_work(struct str label)
{
	const struct str close[] = { STR("' "), STR("\" "), STR("\xe2\x80\x99 "),
		STR("\xe2\x80\x9d ") };

	if (!str_starts(label, STR("'")) && !str_starts(label, STR("\"")) &&
	    !str_starts(label, STR("\xe2\x80\x98")) &&
	    !str_starts(label, STR("\xe2\x80\x9c")))
		return label;
	for (size_t i = label.n; i-- > 1;)
		for (size_t k = 0; k < NELEM(close); k++) {
			struct str rest = str_sub(label, i, label.n);

			if (str_starts(rest, close[k]))
				return str_sub(rest, close[k].n, rest.n);
		}
	return label;
}

/* The mark of the phrase that the label is, whole and with nothing beside it but the
 * title of a work. */
static unsigned
label_mark(const struct story_words *w, struct str label)
{
	uint64_t step = WORD_START;
	const struct node *n = NULL;

	label = behind_work(label);
	while (label.n > 0 && next_word(&label, &step))
		if ((n = node_at(w, step)) == NULL)
			return 0;
	return n != NULL && n->end != NULL ? n->end->mark & LABELS : 0;
}

/* Whole words, and whole characters. */
static struct range
around(struct str text, size_t from, size_t to)
{
	from = from > AROUND_BYTES ? from - AROUND_BYTES : 0;
	while (from > 0 && from < text.n && text.p[from - 1] != ' ' &&
	    text.p[from - 1] != '\n')
		from++;
	to += AROUND_BYTES;
	while (to < text.n && text.p[to] != ' ' && text.p[to] != '\n')
		to++;
	return (struct range){ from, to < text.n ? to : text.n };
}

/* "Who are the rebels?": a headline that asks and tells nothing itself. */
static bool
asks(struct str title, const struct fact_list *l)
{
	if (!str_ends(str_trim(title), STR("?")))
		return false;
	for (size_t i = 0; i < l->n; i++)
		if (l->items[i].start < title.n &&
		    l->items[i].stance != STANCE_BACKGROUND)
			return false;
	return true;
}

/* The site named around a fact.  Most have none; in a word that goes on over the last
 * byte, one may still begin. */
static struct str
site_of(const struct hits *sites, struct str text, const struct fact *f)
{
	size_t k = first_hit(sites,
		   f->start > AROUND_BYTES ? f->start - AROUND_BYTES : 0),
	       at = k < sites->n ? sites->items[k].at.from : text.n;

	if (k == sites->n || (at > f->end + AROUND_BYTES && text.p[at - 1] == ' '))
		return STR_NONE;
	return said_in(sites, around(text, f->start, f->end)).site;
}

/* Facts are asked for their site only: leaves the phrases that are one. */
static void
keep_sites(struct hits *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		if (h->items[i].line->site.n > 0)
			h->items[n++] = h->items[i];
	h->n = n;
}

void
story_read(const struct story_words *w, struct arena *a, struct str title,
    struct str text, const struct token_list *t, struct fact_list *l)
{
	struct range head = { 0, title.n },
		     first = around(text, title.n, title.n + HEAD_BYTES - AROUND_BYTES);
	struct hits found = { 0 };
	struct str label, end;
	struct said s;

	first.from = title.n;
	for (size_t i = 0; i < t->n_story; i++)
		add_hits_in(w, a, text, t->story[i], &found);
	find_labels(title, &label, &end);
	s = said_in(&found, head);
	l->site = s.site;
	l->marks = s.marks |
	    (said_in(&found, first).marks & ~(unsigned)STORY_ANNIVERSARY) |
	    label_mark(w, label) | label_mark(w, end) |
	    (tells_tale(&found, text, head, first) ? STORY_TALE : 0u) |
	    (asks(title, l) ? STORY_FEATURE : 0u);
	keep_sites(&found);
	for (size_t i = 0; i < l->n && found.n > 0; i++)
		l->items[i].site = site_of(&found, text, &l->items[i]);
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
