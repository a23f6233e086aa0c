/* phrase.c -- see phrase.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/name_around.h"
#include "facts/phrase_in.h"

bool
is_arabic_article(const struct doc *d, size_t i)
{
	return lexicon_has(d->lx, HABIT_NO_CAPITALS) && i + 1 < d->t.n && (d->t.tok[i].cls & C_DET) &&
	    d->t.tok[i].end == d->t.tok[i + 1].start;
}

/* "Tarn-held", "anti-regime": known by its parts, never a name. */
bool
phrase_compound(const struct doc *d, size_t i)
{
	static const struct str tails[] = {
		STR_INIT("-held"), STR_INIT("-controlled"), STR_INIT("-backed"), STR_INIT("-led"),
		STR_INIT("-occupied"), STR_INIT("-aligned"), STR_INIT("-affiliated"),
		STR_INIT("-linked"), STR_INIT("-allied"), STR_INIT("-supported"),
		STR_INIT("-based"), STR_INIT("-dominated"), STR_INIT("-run"),
		STR_INIT("-majority"), STR_INIT("-administered") };
	struct str w;

	if (!(d->t.tok[i].flags & TOKEN_DASH))
		return false;
	w = token_text(d, i);
	for (size_t k = 0; k < sizeof(tails) / sizeof(tails[0]); k++)
		if (str_ends(w, tails[k]))
			return true;
	return str_starts_ci(w, STR("pro-")) || str_starts_ci(w, STR("anti-"));
}

static void *
kept(struct arena *a, const void *items, size_t n, size_t size)
{
	return n == 0 ? NULL : memcpy(arena_room(a, n * size), items, n * size);
}

static const struct phrases *
find(struct doc *d, const struct sentence *s)
{
	struct actor_phrase actors[PHRASE_ACTORS];
	struct place_phrase names[PHRASE_NAMES];
	struct phrases *p = ARENA_NEW(d->arena, struct phrases);

	*p = (struct phrases){ .first = s->first, .end = s->end, .actors = actors, .names = names };
	p->title_case = name_capitals_say_nothing(d, s->first, s->end);
	phrase_find_actors(d, p);
	phrase_find_names(d, p);
	p->actors = kept(d->arena, actors, p->n_actors, sizeof(*actors));
	p->names = kept(d->arena, names, p->n_names, sizeof(*names));
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
