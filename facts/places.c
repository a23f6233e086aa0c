/* places.c -- see places.h.  The rule of trust and its figures are in doc/places.md. */
#include "config.h"

#include <math.h>

#include "base/hash.h"
#include "base/limits.h"
#include "facts/claim.h"
#include "facts/name_around.h"
#include "facts/phrase.h"
#include "facts/places.h"
#include "facts/places_in.h"
#include "facts/places_near.h"
#include "facts/places_unknown.h"
#include "facts/reader_data.h"

#define LATELY 32
#define ANSWERS 64      /* names of a document that are resolved once */
#define CHAIN_BITS 6    /* they hang on 2 to this power of chains */
#define COUNTRY_WORDS 3 /* of a country that a source begins with */

struct answers { /* of one document */
	const struct atlas *a;
	struct answer of[ANSWERS + 1]; /* the last is for one that there is no room to
					  keep */
	size_t n;
	uint8_t first[1 << CHAIN_BITS], next[ANSWERS]; /* 1 + where it is; 0: none */
	/* of the names at these places of the text, the same: the facts of a sentence
	 * share its names */
	uint8_t lately[LATELY];
	struct str asked[LATELY];
	/* what the headline says, as a country or finer, once it has been asked for */
	const struct answer *headline[2];
	bool heard[2];
};

static void
give(struct fact_place *to, const struct answer *from)
{
	const struct gaz_place *p = &from->place;

	to->canonical = p->name;
	to->id = from->id;
	to->country = p->country;
	to->admin1 = p->kind == GAZ_ADMIN1 ? p->name : p->admin1;
	to->precision = from->precision;
	if (to->precision != PRECISION_COUNTRY) {
		to->lat = p->lat;
		to->lon = p->lon;
	}
	if (to->precision >= PRECISION_FOLDED && to->role == ROLE_NEAR)
		to->precision = PRECISION_NEAR;
}

static inline uint8_t *
chain_of(struct answers *all, struct str name)
{
	return &all->first[hash_place(str_load(name) + name.n, CHAIN_BITS)];
}

/* Room for one more; where there is none, the last. */
static struct answer *
new_answer(struct answers *all, uint8_t *chain)
{
	if (all->n == ANSWERS)
		return &all->of[ANSWERS];
	all->next[all->n] = *chain;
	*chain = (uint8_t)(all->n + 1);
	return &all->of[all->n++];
}

/* The same name means the same place throughout a document. */
static struct answer *
answer_anywhere(struct answers *all, struct str name)
{
	bool division = name_means_division(all->a->d, name);
	uint8_t *chain = chain_of(all, name);
	static const struct answer nothing;
	struct answer *made;

	for (size_t at = *chain; at > 0; at = all->next[at - 1])
		if (all->of[at - 1].division == division &&
		    str_eq(all->of[at - 1].name, name))
			return &all->of[at - 1];
	made = new_answer(all, chain);
	*made = nothing;
	made->name = name;
	made->division = division;
	place_answer(all->a, made);
	made->division = division;
	return made;
}

/* Good until the next is asked for. */
static struct answer *
answer(struct answers *all, struct str name)
{
	size_t at = (uintptr_t)name.p % LATELY;
	struct answer *is;

	if (all->lately[at] != 0 && all->asked[at].p == name.p &&
	    all->asked[at].n == name.n)
		return &all->of[all->lately[at] - 1];
	is = answer_anywhere(all, name);
	if (is == &all->of[ANSWERS])
		return is;
	all->asked[at] = name;
	all->lately[at] = (uint8_t)(is - all->of + 1);
	return is;
}

/* A name that hangs on nothing and that no gazetteer knows is as well somebody's; ground
 * is told of many small places that none has. */
static void
drop_strays(struct fact *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_places; i++) {
		if (f->places[i].canonical.n == 0 && f->places[i].role == ROLE_ANY)
			continue;
		if (n < i)
			f->places[n] = f->places[i];
		n++;
	}
	f->n_places = n;
}

/* A name that says where: behind a preposition, or before a noun ("Nepal protest toll"),
 * not who does it. */
static bool
frames(const struct doc *d, const struct place_phrase *p, size_t end)
{
	const struct token *next = p->last + 1 < end ? &d->t.tok[p->last + 1] : NULL;

	return p->prep != NOWHERE ||
	    (p->first > 0 && (d->t.tok[p->first - 1].cls & C_DAMAGE)) || /* quake hits */
	    (next != NULL && next->kind == TOKEN_WORD &&
		!(next->form & (FORM_THIRD | FORM_PAST)) &&
		((next->flags & TOKEN_CAP) ||
		    (next->cls &
			(C_THING | C_CAUSE | C_PERSON | C_TOLL | C_DEATH | C_TITLE))));
}

static const struct answer *
read_headline(struct answers *all, struct doc *d, enum precision least)
{
	const struct sentence *s = &d->t.sent[0];
	const struct phrases *names = phrases_of(d, 0);

	for (size_t i = 0; i < names->n_names; i++) {
		const struct place_phrase *p = &names->names[i];
		const struct answer *found = answer(all, doc_words(d, p->first, p->last));
		/* Nepal PM */
		bool inner = found->place.name.n == 0 && p->last > p->first;

		if (inner)
			found = answer(all, doc_words(d, p->first, p->first));
		if (found->place.name.n > 0 && found->precision >= least &&
		    (least > PRECISION_COUNTRY || inner || frames(d, p, s->end)))
			return found;
	}
	return NULL;
}

/* What the headline says of where it happened; NULL: nothing. */
static const struct answer *
headline_place(struct answers *all, struct doc *d, enum precision least)
{
	bool fine = least > PRECISION_COUNTRY;

	if (!all->heard[fine]) {
		all->headline[fine] = read_headline(all, d, least);
		all->heard[fine] = all->headline[fine] != &all->of[ANSWERS];
	}
	return all->headline[fine];
}

/* Does a country that speaks of them speak of its own?  Of those that it fights it does
 * not. */
static bool
is_own(const struct fact *f)
{
	return !f->armed && (f->cause.n == 0 || (cause_marks(&f->cause, 1) & CAUSE_SLOW));
}

/* "Sri Lanka confirms 45 deaths": the country that the headline's verb of speech belongs
 * to; NULL: none. */
static const struct answer *
speaking_country(struct answers *all, struct doc *d)
{
	const struct sentence *s = &d->t.sent[0];

	for (size_t verb = s->first + 1; verb < s->end; verb++)
		for (size_t words = 3; (d->t.tok[verb].cls & C_SPEECH) && words > 0;
		     words--) {
			const struct answer *said = NULL;

			if (verb >= s->first + words &&
			    (d->t.tok[verb - words].flags & TOKEN_CAP) &&
			    str_find(doc_words(d, verb - words, verb - 1), STR(",")) ==
				STR_NOWHERE)
				said = answer(all, doc_words(d, verb - words, verb - 1));
			if (said != NULL && said->place.name.n > 0 &&
			    said->place.kind == GAZ_COUNTRY)
				return said;
		}
	return NULL;
}

/* Where the name ends without the ending of whose it is. */
static size_t
own_end(struct str name)
{
	return str_ends(name, STR("'s"))           ? name.n - 2
	    : str_ends(name, STR("\xe2\x80\x99s")) ? name.n - 4
						   : name.n;
}

/* "Pakistani police", "Sri Lanka's health ministry": the country of those who say so;
 * NULL: none. */
static const struct answer *
source_country(struct answers *all, struct str source)
{
	struct answer *to = &all->of[ANSWERS];
	struct str rest = source, word;
	char key[FOLD_MAX];

	*to = (struct answer){ .name = STR_NONE };
	for (size_t words = 0; words < COUNTRY_WORDS && (word = str_word(&rest)).n > 0;
	     words++) {
		struct gaz_place found[GAZ_FOUND];
		struct str name = { source.p, (size_t)(word.p + word.n - source.p) };
		size_t n = atlas_find(all->a,
		    fold_name(key, str_sub(name, 0, own_end(name)), FOLD_PLAIN), found);

		for (size_t i = 0; i < n; i++)
			if (found[i].kind == GAZ_COUNTRY &&
			    (n == 1 || !found[i].alias || found[i].demonym)) {
				place_put(all->a, to, &found[i], PRECISION_COUNTRY);
				to->name = to->place.name;
			}
	}
	return to->name.n > 0 ? to : NULL;
}

/* "Captain of sunken Tanzanian ferry held", "toll of Nigerian school raid": the country
 * whose thing or building the headline names; NULL: none.  Whose people or guns it names
 * says nothing of where. */
static const struct answer *
headline_owner(struct answers *all, const struct doc *d)
{
	const struct sentence *s = &d->t.sent[0];

	for (size_t i = s->first; i + 1 < s->end; i++) {
		const struct token *t = &d->t.tok[i];
		const struct answer *found;

		if (!(t->cls & C_DEMONYM) || !(t->flags & TOKEN_CAP) ||
		    !(t[1].cls & (C_THING | C_FACILITY)) ||
		    (t[1].cls & (C_STRIKE | C_ARMED | C_FACTION | C_PERSON)))
			continue;
		found = source_country(all, token_text(d, i));
		if (found != NULL)
			return found;
	}
	return NULL;
}

static void
add_found(struct doc *d, struct fact *f, const struct answer *found)
{
	struct fact_place *places = ARENA_ARRAY(d->arena, struct fact_place,
	    f->n_places + 1);

	if (f->n_places > 0)
		memcpy(places, f->places, f->n_places * sizeof(*places));
	places[f->n_places] = (struct fact_place){
		.name = found->name, .role = ROLE_IN, .lat = NAN, .lon = NAN
	};
	give(&places[f->n_places++], found);
	f->places = places;
}

/* "Omdurman toll reaches 54", of a strike on the Sabreen market: a name that no gazetteer
 * knows lies in the town of the headline, and what has no place at all happened in its
 * country. */
static void
take_headline(struct answers *all, struct doc *d, struct fact *f)
{
	const struct answer *found = NULL;

	for (size_t i = 0; i < f->n_places; i++)
		if (f->places[i].canonical.n > 0)
			return;
	if (f->n_places == LIMIT_PLACES)
		return;
	if (d->t.n_sent > 1 && d->t.sent[0].headline) {
		found = headline_place(all, d,
		    f->n_places > 0 ? PRECISION_FOLDED : PRECISION_COUNTRY);
		if (found == NULL && is_own(f))
			found = speaking_country(all, d);
		if (found == NULL && f->n_places == 0 && is_own(f))
			found = headline_owner(all, d);
	}
	if (found == NULL && f->n_places == 0 && is_own(f))
		found = source_country(all, f->source);
	if (found == NULL)
		return;
	add_found(d, f, found);
}

/* "Protesters storm parliament in Nairobi" | Five died at Kenya's parliament: the town of
 * the headline, where the text says no more than whose it is. */
static void
narrow_country(struct answers *all, struct doc *d, struct fact *f)
{
	const struct answer *found;

	if (f->n_places != 1 || f->places[0].role != ROLE_ANY ||
	    f->places[0].precision != PRECISION_COUNTRY || d->t.n_sent < 2 ||
	    !d->t.sent[0].headline)
		return;
	found = headline_place(all, d, PRECISION_FOLDED);
	if (found != NULL && str_eq(found->place.country, f->places[0].country))
		add_found(d, f, found);
}

/* Does the one place of the fact say where the other is? */
static bool
tells_where(const struct fact_place *town, const struct fact_place *p)
{
	return (town->role == ROLE_NEAR &&
		   (p->role == ROLE_OBJECT || p->role == ROLE_IN)) ||
	    (town->role == ROLE_IN && p->role == ROLE_OBJECT);
}

/* Novoselivka near Lyman: by the towns that stand beside a name of the fact. */
static void
heed_neighbours(struct answers *all, const struct fact *f)
{
	for (size_t i = 0; i < f->n_places; i++) {
		enum place_role role = f->places[i].role;
		struct gaz_place town;

		if (role != ROLE_NEAR && (role != ROLE_IN || f->kind != FACT_TERRITORY))
			continue;
		town = answer(all, f->places[i].name)->place;
		if (town.name.n == 0 || town.kind != GAZ_TOWN)
			continue;
		for (size_t k = 0; k < f->n_places; k++)
			if (tells_where(&f->places[i], &f->places[k])) {
				place_beside(all->a, answer(all, f->places[k].name),
				    &town, role == ROLE_NEAR);
				all->heard[0] = all->heard[1] = false;
			}
	}
}

/* Has it places, all of them known? */
static bool
resolve_names(struct answers *all, struct fact *f)
{
	bool known = f->n_places > 0;

	for (size_t i = 0; i < f->n_places; i++) {
		const struct answer *is;

		if (f->places[i].canonical.n > 0)
			continue;
		is = answer(all, f->places[i].name);
		if (is->place.name.n > 0)
			give(&f->places[i], is);
		else
			known = false;
	}
	return known;
}

/* Pakistan: … in Peshawar: the one place in a country is told before the country, for
 * lists and alerts name the first; of two neither is. */
static void
put_finer_first(struct fact *f)
{
	struct fact_place country = f->places[0];
	size_t finer = 0;

	for (size_t i = 1; i < f->n_places; i++) {
		const struct fact_place *p = &f->places[i];

		if (p->precision <= PRECISION_COUNTRY || p->role == ROLE_ANY ||
		    !str_eq(p->country, country.country))
			continue;
		if (finer > 0)
			return;
		finer = i;
	}
	if (finer == 0)
		return;
	f->places[0] = f->places[finer];
	f->places[finer] = country;
}

/* Does it put a name that is not known into a division? */
static bool
resolve_fact(struct answers *all, struct doc *d, struct fact *f)
{
	if (f->n_places > 1)
		heed_neighbours(all, f);
	if (resolve_names(all, f)) {
		if (f->kind != FACT_TERRITORY)
			narrow_country(all, d, f);
		return false;
	}
	if (f->kind != FACT_TERRITORY) {
		drop_strays(f);
		take_headline(all, d, f);
	}
	return places_put_unknown(all->a, f);
}

void
places_resolve(struct doc *d)
{
	struct atlas *a;
	struct answers *all;
	bool any = false, put = false;

	for (size_t i = 0; i < d->n_facts; i++)
		any = any || d->facts[i].n_places > 0 ||
		    (d->facts[i].kind != FACT_TERRITORY &&
			(d->t.sent[0].headline || d->facts[i].source.n > 0));
	if (!any || d->reader->gazetteer == NULL ||
	    gazetteer_count(d->reader->gazetteer) == 0)
		return;
	a = arena_room(d->arena, sizeof(*a));
	atlas_survey(a, d);
	all = arena_room(d->arena, sizeof(*all));
	all->a = a;
	all->n = 0;
	memset(all->first, 0, sizeof(all->first));
	memset(all->lately, 0, sizeof(all->lately));
	memset(all->heard, 0, sizeof(all->heard));
	for (size_t i = 0; i < d->n_facts; i++)
		put = resolve_fact(all, d, &d->facts[i]) || put;
	if (put)
		places_share_divisions(a, d);
	for (size_t i = 0; i < d->n_facts; i++)
		if (d->facts[i].n_places > 1 && d->facts[i].kind != FACT_TERRITORY &&
		    d->facts[i].places[0].precision == PRECISION_COUNTRY)
			put_finer_first(&d->facts[i]);
}
