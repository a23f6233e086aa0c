/* phrase.c -- see phrase.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/name_around.h"
#include "facts/phrase_in.h"
#include "facts/reader_data.h"

#define BEFORE_DASH 21

bool
is_arabic_article(const struct doc *d, size_t i)
{
	return lexicon_has(d->lx, HABIT_NO_CAPITALS) && i + 1 < d->t.n &&
	    (d->t.tok[i].cls & C_DET) && d->t.tok[i].end == d->t.tok[i + 1].start;
}

struct str
phrase_shown(const struct doc *d, size_t from, size_t first, size_t last)
{
	return doc_words(d,
	    first > from && is_arabic_article(d, first - 1) ? first - 1 : first, last);
}

/* Eight bytes, the letters among them in lower case. */
static inline uint64_t
small_letters(uint64_t v)
{
	return v | (~others_of(v) & HIGH_BITS) >> 2;
}

/* What the pack has of a part of a compound; NULL: it is too long. */
static const struct word *
part_word(const struct doc *d, struct str part)
{
	struct word_start start = start_of(part);
	char key[PLAIN_MAX];

	if (part.n > sizeof(key))
		return NULL;
	plain_text(key,
	    (struct word_start){ small_letters(start.lo), small_letters(start.hi) });
	return lexicon_word(d->lx, (struct str){ key, part.n });
}

static bool
has_value(const struct word *w, int64_t value)
{
	return w != NULL && w->value == value;
}

/* Where the last part of the word begins. */
static size_t
last_part(struct str w)
{
	size_t dash = w.n;

	while (dash > 0 && w.p[dash - 1] != '-')
		dash--;
	return dash;
}

bool
phrase_compound_parts(const struct doc *d, size_t i)
{
	struct str w = token_text(d, i);
	bool is = has_value(part_word(d, str_sub(w, last_part(w), w.n)), BEHIND_DASH) ||
	    has_value(part_word(d, str_sub(w, 0, str_chr(w, '-'))), BEFORE_DASH);

	d->t.tok[i].flags |= is ? TOKEN_PARTS | TOKEN_COMPOUND : TOKEN_PARTS;
	return is;
}

struct str
phrase_holder(const struct doc *d, size_t first, size_t i)
{
	struct str w = token_text(d, i), all = doc_words(d, first, i);
	size_t part = last_part(w);
	const struct word *held = part_word(d, str_sub(w, part, w.n));

	return part > 1 && held != NULL && (held->ground & G_HELD)
	    ? str_sub(all, 0, all.n - (w.n - part) - 1)
	    : STR_NONE;
}

/* Has the token a capital, if only inside, or is it of another script, a force, a site, a
 * particle; or a word that begins with no small letter?  All is asked at once: no branch
 * could be foretold. */
static inline bool
may_begin_name(const struct token *t, const char *text)
{
	unsigned letter = (unsigned char)text[t->start] - (unsigned)'a';

	return (((t->flags & (TOKEN_CAP | TOKEN_DASH | TOKEN_RECASED)) |
		    (t->word->ground & (G_FORCE | G_SITE | G_PARTICLE))) != 0) |
	    ((t->kind == TOKEN_WORD) & (letter >= 26));
}

/* Where there are no capitals, a name may begin with anything. */
static void
find_starts(const struct doc *d, struct phrases *p)
{
	const bool any = lexicon_has(d->lx, HABIT_NO_CAPITALS);
	const char *text = d->in->text.p;
	const struct token *tok = d->t.tok;
	const uint32_t end = (uint32_t)p->end;
	uint32_t *at = ARENA_ROOM(d->arena, uint32_t, p->end - p->first);
	size_t n = 0;

	for (uint32_t i = (uint32_t)p->first; i < end; i++) {
		at[n] = i;
		n += any | may_begin_name(&tok[i], text);
	}
	p->starts = at;
	p->n_starts = n;
}

static void *
kept(struct arena *a, const void *items, size_t n, size_t size)
{
	return n == 0 ? NULL : memcpy(arena_room(a, n * size), items, n * size);
}

static uint64_t
tokens_of_actors(const struct phrases *p)
{
	uint64_t bits = 0;

	for (size_t k = 0; k < p->n_actors; k++) {
		size_t words = p->actors[k].last - p->actors[k].first + 1;
		uint64_t span = words < 64 ? (UINT64_C(1) << words) - 1 : UINT64_MAX;

		bits |= span << p->actors[k].first % 64 |
		    span >> 1 >> (63 - p->actors[k].first % 64);
	}
	return bits;
}

static const struct phrases *
find(struct doc *d, const struct sentence *s)
{
	struct actor_phrase actors[PHRASE_ACTORS];
	struct place_phrase names[PHRASE_NAMES];
	struct known_actor known[PHRASE_ACTORS];
	struct phrases *p = ARENA_ROOM(d->arena, struct phrases, 1);

	*p = (struct phrases){ .first = s->first,
		.end = s->end,
		.actors = actors,
		.names = names,
		.known = known,
		.title_case = s->title_case,
		.sites = (s->ground & G_SITE) != 0 };
	find_starts(d, p);
	phrase_find_actors(d, p);
	p->in_actor = tokens_of_actors(p);
	phrase_find_names(d, p);
	p->actors = kept(d->arena, actors, p->n_actors, sizeof(*actors));
	p->names = kept(d->arena, names, p->n_names, sizeof(*names));
	p->known = kept(d->arena, known, p->n_known, sizeof(*known));
	return p;
}

const struct phrases *
phrases_of(struct doc *d, size_t sentence)
{
	if (d->phrases == NULL)
		d->phrases = ARENA_ARRAY(d->arena, const struct phrases *, d->t.n_sent);
	if (d->phrases[sentence] == NULL) {
		sentence_prepare(d->lx, &d->t, &d->t.sent[sentence]);
		d->phrases[sentence] = find(d, &d->t.sent[sentence]);
	}
	return d->phrases[sentence];
}
