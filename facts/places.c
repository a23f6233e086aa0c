/* places.c -- see places.h.  The rule of trust and its figures are in doc/places.md. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/places.h"
#include "facts/reader_data.h"

#define COUNTRIES 24  /* of one document */
#define DIVISIONS 48
#define NAME_TOKENS 4 /* of a name that tells of the country */
#define SAME_KM 10.0
#define NEAR_KM 90.0 /* from the middle of a division */

/* What one mention says about the country. */
#define VOTE_HINT 4.0
#define VOTE_COUNTRY 2.0
#define VOTE_DEMONYM 1.0
#define VOTE_ACTOR 1.5
#define VOTE_DIVISION 2.0 /* shared by the countries that have one of the name */
#define VOTE_TOWN 1.5

struct vote {
	struct str country;
	double weight;
};

struct atlas {
	const struct doc *d;
	const struct gazetteer *g;
	struct vote votes[COUNTRIES];
	size_t n_votes;
	struct gaz_place divisions[DIVISIONS]; /* named in the text */
	size_t n_divisions;
	struct str country;
};

static void
vote(struct atlas *a, struct str country, double weight)
{
	for (size_t i = 0; i < a->n_votes; i++)
		if (str_eq(a->votes[i].country, country)) {
			a->votes[i].weight += weight;
			return;
		}
	if (a->n_votes < COUNTRIES && country.n == 2)
		a->votes[a->n_votes++] = (struct vote){ country, weight };
}

static double
votes_of(const struct atlas *a, struct str country)
{
	for (size_t i = 0; i < a->n_votes; i++)
		if (str_eq(a->votes[i].country, country))
			return a->votes[i].weight;
	return 0;
}

static void
note_division(struct atlas *a, const struct gaz_place *p)
{
	for (size_t i = 0; i < a->n_divisions; i++)
		if (str_eq(a->divisions[i].id, p->id))
			return;
	if (a->n_divisions < DIVISIONS)
		a->divisions[a->n_divisions++] = *p;
}

static size_t
find(const struct atlas *a, enum fold_level level, struct str name, struct str country,
    struct gaz_place *out)
{
	char key[FOLD_MAX];

	return gazetteer_find(a->g, level, fold_name(key, name, level), country, out, GAZ_FOUND);
}

/* What a name of the text, by its plain key, says; false if the gazetteer has no such name. */
static bool
vote_name(struct atlas *a, struct str plain)
{
	struct gaz_place found[GAZ_FOUND];
	size_t n = gazetteer_find(a->g, FOLD_PLAIN, plain, STR_NONE, found, GAZ_FOUND);
	double share = n > 0 ? 1.0 / (double)n : 0;

	for (size_t i = 0; i < n; i++)
		if (found[i].kind == GAZ_COUNTRY) {
			vote(a, found[i].country, found[i].demonym ? VOTE_DEMONYM : VOTE_COUNTRY);
			return true;
		}
	for (size_t i = 0; i < n; i++) {
		if (found[i].kind == GAZ_ADMIN1)
			note_division(a, &found[i]);
		vote(a, found[i].country,
		    (found[i].kind == GAZ_ADMIN1 ? VOTE_DIVISION : VOTE_TOWN) * share);
	}
	return n > 0;
}

static bool
may_begin(const struct token *t, struct str text)
{
	return t->kind == TOKEN_WORD && ((t->flags & TOKEN_CAP) || (unsigned char)text.p[t->start] >= 0x80 ||
	    t->word->id == 0);
}

/* The longest name of the gazetteer that begins at token i, before end: its last token; i: none. */
static size_t
vote_longest(struct atlas *a, size_t i, size_t end)
{
	const struct doc *d = a->d;
	char plain[FOLD_MAX];
	size_t ends[NAME_TOKENS], n = 0, at = d->t.tok[i].start;

	for (size_t k = i; k < end; k++) {
		n = ends[k - i] = fold_more(plain, n, str_sub(d->in->text, at, d->t.tok[k].end));
		at = d->t.tok[k].end;
	}
	for (; end > i; end--)
		if (may_begin(&d->t.tok[end - 1], d->in->text) &&
		    vote_name(a, fold_key(plain, ends[end - 1 - i])))
			return end - 1;
	return i;
}

static void
survey_tokens(struct atlas *a)
{
	const struct doc *d = a->d;
	struct actor_context c = { d->in->country, d->day };

	for (size_t s = 0; s < d->t.n_sent; s++)
		for (size_t i = d->t.sent[s].first; i < d->t.sent[s].end; i++) {
			size_t end = i + NAME_TOKENS, last;
			const struct actor *who;

			if (!may_begin(&d->t.tok[i], d->in->text))
				continue;
			/* Arakan in "Arakan Army" is no division; but the actor has a home */
			who = actors_at(d->reader->actors, d->in->text, &d->t, i, d->t.sent[s].end, &c,
			    &last);
			if (who != NULL) {
				vote(a, who->country, VOTE_DEMONYM);
				i = last;
				continue;
			}
			i = vote_longest(a, i, end < d->t.sent[s].end ? end : d->t.sent[s].end);
		}
}

static void
survey_facts(struct atlas *a)
{
	const struct actors *actors = a->d->reader->actors;

	for (size_t i = 0; i < a->d->n_facts; i++) {
		const struct fact *f = &a->d->facts[i];
		const struct str ids[] = { f->by_id, f->against_id, f->side_id };

		for (size_t k = 0; k < NELEM(ids); k++) {
			const struct actor *who = ids[k].n > 0 ? actors_get(actors, ids[k]) : NULL;

			if (who != NULL)
				vote(a, who->country, VOTE_ACTOR);
		}
	}
}

static void
survey(struct atlas *a)
{
	double best = 0;

	vote(a, a->d->in->country, VOTE_HINT);
	survey_tokens(a);
	survey_facts(a);
	for (size_t i = 0; i < a->n_votes; i++)
		if (a->votes[i].weight > best) {
			best = a->votes[i].weight;
			a->country = a->votes[i].country;
		}
}

/* ---- one name ---- */

/* "province of X", "X governorate", "northern X": the division, not its capital. */
static bool
means_division(const struct doc *d, struct str name)
{
	static const char *const after[] = { " province", " governorate", " region", " oblast",
		" state", " countryside", " Province", " Governorate", " Region", " Oblast", " State",
		" county", " County", "'s countryside" };
	static const char *const before[] = { "province of ", "governorate of ", "region of ",
		"countryside of ", "northern ", "southern ", "eastern ", "western ", "northwestern ",
		"northeastern ", "southwestern ", "southeastern ", "rural ", "central ", "areas of ",
		"oblast of ", "state of " };
	size_t start = (size_t)(name.p - d->in->text.p), end = start + name.n;
	struct str left, right = str_sub(d->in->text, end, end + 20);

	if (start > d->in->text.n)
		return false;
	left = str_sub(d->in->text, start > 20 ? start - 20 : 0, start);
	for (size_t i = 0; i < NELEM(after); i++)
		if (str_starts(right, str_of(after[i])))
			return true;
	for (size_t i = 0; i < NELEM(before); i++)
		if (str_ends(left, str_of(before[i])))
			return true;
	return false;
}

static bool
is_named_division(const struct atlas *a, const struct gaz_place *p)
{
	for (size_t i = 0; i < a->n_divisions; i++)
		if (str_eq(a->divisions[i].country, p->country) &&
		    str_eq(a->divisions[i].name, p->admin1))
			return true;
	return false;
}

static bool
country_names_divisions(const struct atlas *a, struct str country)
{
	for (size_t i = 0; i < a->n_divisions; i++)
		if (str_eq(a->divisions[i].country, country))
			return true;
	return false;
}

/* Keeps what the predicate row says; all if it would keep none. */
enum wish { WISH_DIVISION, WISH_PLACE, WISH_IN_NAMED, WISH_SEAT };

static bool
fits(const struct atlas *a, const struct gaz_place *p, enum wish w)
{
	switch (w) {
	case WISH_DIVISION:
		return p->kind == GAZ_ADMIN1 || p->kind == GAZ_COUNTRY;
	case WISH_PLACE:
		return p->kind != GAZ_ADMIN1;
	case WISH_IN_NAMED:
		return p->kind == GAZ_ADMIN1 || is_named_division(a, p);
	case WISH_SEAT: /* the town that its division is called after */
		return str_eq(p->name, p->admin1);
	}
	return false;
}

static size_t
keep(const struct atlas *a, struct gaz_place *found, size_t n, enum wish w)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		kept += fits(a, &found[i], w);
	if (kept == 0)
		return n;
	kept = 0;
	for (size_t i = 0; i < n; i++)
		if (fits(a, &found[i], w))
			found[kept++] = found[i];
	return kept;
}

/* Are the candidates one place, or lie within a few kilometres? */
static bool
is_one(const struct gaz_place *found, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (gaz_distance_km(found[0].lat, found[0].lon, found[i].lat, found[i].lon) > SAME_KM)
			return false;
	return n > 0;
}

/* The largest by far, where populations are known. */
static bool
is_main(struct gaz_place *found, size_t n)
{
	size_t best = 0;

	for (size_t i = 1; i < n; i++)
		if (found[i].population > found[best].population)
			best = i;
	for (size_t i = 0; i < n; i++)
		if (i != best && found[i].population * UINT64_C(10) > found[best].population)
			return false;
	if (found[best].population == 0)
		return false;
	found[0] = found[best];
	return true;
}

/* Leaves one candidate in found[0]; 0: there are several, and nothing tells them apart. */
static size_t
settle(const struct atlas *a, struct gaz_place *found, size_t n, bool division)
{
	n = keep(a, found, n, division ? WISH_DIVISION : WISH_PLACE);
	if (!is_one(found, n))
		n = keep(a, found, n, WISH_IN_NAMED);
	if (!is_one(found, n))
		n = keep(a, found, n, WISH_SEAT);
	return n > 0 && (is_one(found, n) || is_main(found, n)) ? 1 : 0;
}

static enum precision
precision_of(const struct gaz_place *p)
{
	switch (p->kind) {
	case GAZ_COUNTRY:
		return PRECISION_COUNTRY;
	case GAZ_ADMIN1:
		return PRECISION_ADMIN1;
	case GAZ_ADMIN2:
	case GAZ_AREA:
		return PRECISION_ADMIN2;
	case GAZ_TOWN:
	case GAZ_SITE:
	case GAZ_KIND_N:
		break;
	}
	return PRECISION_PLACE;
}

static void
put(struct fact_place *to, const struct gaz_place *p, enum precision precision)
{
	to->canonical = p->name;
	to->id = p->id;
	to->country = p->country;
	to->admin1 = p->kind == GAZ_ADMIN1 ? p->name : p->admin1;
	to->precision = precision;
	if (precision != PRECISION_COUNTRY) {
		to->lat = p->lat;
		to->lon = p->lon;
	}
	if (precision >= PRECISION_FOLDED && to->role == ROLE_NEAR)
		to->precision = PRECISION_NEAR;
}

static size_t
drop_demonyms(struct gaz_place *found, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!found[i].demonym)
			found[kept++] = found[i];
	return kept;
}

/* The text names divisions of the country, and the place lies in none of them. */
static bool
contradicts(const struct atlas *a, const struct gaz_place *p)
{
	return (p->kind == GAZ_TOWN || p->kind == GAZ_SITE) && !is_named_division(a, p) &&
	    !str_eq(p->name, p->admin1) && country_names_divisions(a, p->country);
}

/* Homonyms lie far apart; a neighbour of a division named may well be meant. */
static bool
near_named_division(const struct atlas *a, const struct gaz_place *p)
{
	for (size_t i = 0; i < a->n_divisions; i++)
		if (str_eq(a->divisions[i].country, p->country) &&
		    gaz_distance_km(a->divisions[i].lat, a->divisions[i].lon, p->lat, p->lon) < NEAR_KM)
			return true;
	return false;
}

/* The exact name: in the country, else in another that the text speaks of. */
static bool
resolve_plain(const struct atlas *a, struct fact_place *to, struct str name, bool division)
{
	struct gaz_place found[GAZ_FOUND];
	size_t n = drop_demonyms(found, find(a, FOLD_PLAIN, name, STR_NONE, found)), here = 0;
	double best = 0;
	struct str country = a->country;

	for (size_t i = 0; i < n; i++)
		if (found[i].kind == GAZ_COUNTRY) {
			put(to, &found[i], PRECISION_COUNTRY);
			return true;
		}
	for (size_t i = 0; i < n; i++)
		here += str_eq(found[i].country, country);
	for (size_t i = 0; here == 0 && i < n; i++)
		if (votes_of(a, found[i].country) > best) {
			best = votes_of(a, found[i].country);
			country = found[i].country;
		}
	here = 0;
	for (size_t i = 0; i < n; i++)
		if (str_eq(found[i].country, country))
			found[here++] = found[i];
	if (settle(a, found, here, division) == 0)
		return false;
	if (!contradicts(a, &found[0]))
		put(to, &found[0], precision_of(&found[0]));
	else if (near_named_division(a, &found[0]))
		put(to, &found[0], PRECISION_FOLDED);
	else
		return false;
	return true;
}

/* A looser key, in the country only. */
static bool
resolve_folded(const struct atlas *a, struct fact_place *to, struct str name, bool division,
    enum fold_level level)
{
	struct gaz_place found[GAZ_FOUND];
	size_t n = drop_demonyms(found, find(a, level, name, a->country, found));
	bool named;

	if (a->country.n == 0 || settle(a, found, n, division) == 0)
		return false;
	named = found[0].kind == GAZ_ADMIN1 || is_named_division(a, &found[0]);
	if (!named && (level == FOLD_SKELETON || country_names_divisions(a, found[0].country)))
		return false;
	put(to, &found[0], named && level < FOLD_SKELETON ? precision_of(&found[0]) : PRECISION_FOLDED);
	return true;
}

static bool
resolve_name(const struct atlas *a, struct fact_place *to, struct str name, bool division)
{
	if (resolve_plain(a, to, name, division))
		return true;
	for (int level = FOLD_WORDS; level < FOLD_N; level++)
		if (resolve_folded(a, to, name, division, (enum fold_level)level))
			return true;
	return false;
}

/* "Tarn military airport" where only Tarn is known. */
static struct str
without_site(const struct doc *d, struct str name)
{
	struct str rest = name, word, kept = STR_NONE;

	while ((word = str_word(&rest)).n > 0) {
		char key[64];
		const struct word *w;

		if (word.n >= sizeof(key))
			return STR_NONE;
		for (size_t i = 0; i < word.n; i++)
			key[i] = to_lower(word.p[i]);
		w = lexicon_word(d->lx, (struct str){ key, word.n });
		if (kept.n > 0 && ((w->ground & G_SITE) ||
		    str_eq(w->key, STR("military")) || str_eq(w->key, STR("air"))))
			return kept;
		kept = (struct str){ name.p, (size_t)(word.p + word.n - name.p) };
	}
	return STR_NONE;
}

/* The division that the fact itself, else the text alone, puts an unknown name into. */
static const struct gaz_place *
division_around(const struct atlas *a, const struct fact *f)
{
	for (size_t i = 0; i < f->n_places; i++)
		for (size_t k = 0; k < a->n_divisions; k++)
			if (f->places[i].role != ROLE_OBJECT &&
			    str_eq(f->places[i].admin1, a->divisions[k].name) &&
			    str_eq(f->places[i].country, a->divisions[k].country))
				return &a->divisions[k];
	return a->n_divisions == 1 && str_eq(a->divisions[0].country, a->country) ?
	    &a->divisions[0] : NULL;
}

static void
resolve(const struct atlas *a, struct fact_place *to)
{
	bool division = means_division(a->d, to->name);
	struct str town;

	if (resolve_name(a, to, to->name, division))
		return;
	town = without_site(a->d, to->name);
	if (town.n > 0 && resolve_name(a, to, town, false) && to->precision >= PRECISION_FOLDED)
		to->precision = PRECISION_NEAR;
}

static void
resolve_fact(const struct atlas *a, struct fact *f)
{
	const struct gaz_place *around;

	for (size_t i = 0; i < f->n_places; i++)
		if (f->places[i].canonical.n == 0)
			resolve(a, &f->places[i]);
	around = division_around(a, f);
	for (size_t i = 0; i < f->n_places; i++) {
		struct fact_place *p = &f->places[i];

		if (p->canonical.n > 0)
			continue;
		p->country = a->country;
		if (around == NULL || p->role == ROLE_ANY)
			continue;
		p->admin1 = around->name;
		p->country = around->country;
		p->lat = around->lat;
		p->lon = around->lon;
		p->precision = PRECISION_ADMIN1;
	}
}

struct str
places_country(const struct doc *d)
{
	struct atlas a = { .d = d, .g = d->reader->gazetteer };

	if (a.g == NULL)
		return d->in->country;
	survey(&a);
	return a.country;
}

void
places_resolve(struct doc *d)
{
	struct atlas *a;
	bool any = false;

	for (size_t i = 0; i < d->n_facts; i++)
		any = any || d->facts[i].n_places > 0;
	if (!any || d->reader->gazetteer == NULL || gazetteer_count(d->reader->gazetteer) == 0)
		return;
	a = ARENA_NEW(d->arena, struct atlas);
	a->d = d;
	a->g = d->reader->gazetteer;
	survey(a);
	for (size_t i = 0; i < d->n_facts; i++)
		resolve_fact(a, &d->facts[i]);
}
