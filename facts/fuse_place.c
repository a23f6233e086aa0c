/*
 * fuse_place.c -- how near two places are, and the places of a piece to those of an
 * incident. A piece names a dozen places, an incident two dozen: nearly all pairs share
 * neither name nor neighbourhood, and what else counts (country, division, how precise)
 * is equal for most.
 */
#include "config.h"

#include <math.h>

#include "facts/fuse.h"
#include "facts/gazetteer.h"

#define NEAR_KM 10.0
#define KM_A_DEGREE 111.0 /* of latitude, and a little less */

/* Spelt in two ways: no gazetteer knows both. */
static bool
sounds_same(const struct place_mark *a, const struct place_mark *b)
{
	return (a->id == 0 || b->id == 0) && a->sound == b->sound && a->country != 0 &&
	    a->country == b->country;
}

static bool
same_name(const struct place_mark *a, const struct place_mark *b)
{
	if (a->id != 0 && a->id == b->id)
		return true;
	return a->name != 0 && (a->name == b->name || sounds_same(a, b)) &&
	    (a->division == 0 || b->division == 0 || a->division == b->division);
}

/* a, a country or a division, has b in it; both of one country. */
static bool
holds(const struct place_mark *a, const struct place_mark *b)
{
	return a->within != 0 && place_is_fine(b) && a->within == b->division;
}

static bool
near(const struct place_mark *a, const struct place_mark *b)
{
	return place_is_fine(a) && place_is_fine(b) &&
	    fabs(a->lat - b->lat) * KM_A_DEGREE <= NEAR_KM &&
	    gaz_distance_km(a->lat, a->lon, b->lat, b->lon) <= NEAR_KM;
}

/* apart: it is known that they share no name, and are not near. */
static inline enum fuse_place
relation(const struct place_mark *a, const struct place_mark *b, bool apart)
{
	bool wide_a = a->precision == PRECISION_COUNTRY,
	     wide_b = b->precision == PRECISION_COUNTRY;

	if (a->country != 0 && b->country != 0 && a->country != b->country)
		return FUSE_PLACE_FAR;
	if (wide_a != wide_b)
		return a->country != 0 && b->country != 0 ? FUSE_PLACE_COUNTRY
							  : FUSE_PLACE_UNKNOWN;
	if (!apart && same_name(a, b))
		return wide_a && a->plain ? FUSE_PLACE_COUNTRY : FUSE_PLACE_SAME;
	if (wide_a)
		return FUSE_PLACE_COUNTRY;
	if (holds(a, b) || holds(b, a))
		return FUSE_PLACE_HOLDS;
	if (!apart && near(a, b))
		return FUSE_PLACE_NEAR;
	if (a->division != 0 && a->division == b->division)
		return FUSE_PLACE_DIVISION;
	if (a->precision == PRECISION_TEXT || b->precision == PRECISION_TEXT)
		return FUSE_PLACE_UNKNOWN;
	return FUSE_PLACE_FAR;
}

enum fuse_place
fuse_places(const struct place_mark *a, const struct place_mark *b)
{
	return relation(a, b, false);
}

/* ---- a piece beside many incidents ---- */

enum fuse_seen { FUSE_NAMED = 1, FUSE_NEAR = 2, FUSE_LAND = 4 };

static void
see(struct fuse_work *w, unsigned char byte, enum fuse_seen as)
{
	w->seen[byte] |= (unsigned char)as;
}

static void
see_name(struct fuse_work *w, uint64_t mark)
{
	see(w, glance_mark(mark), FUSE_NAMED);
	w->more[glance_mark(mark)] |= (unsigned char)(1u << glance_more(mark));
}

static void
see_place(struct fuse_work *w, const struct place_mark *m)
{
	const double reach = NEAR_KM / KM_A_DEGREE + 1e-9; /* rather one too many */

	if (m->name != 0)
		see_name(w, m->sound);
	if (m->id != 0)
		see_name(w, m->id);
	if (m->country != 0)
		see(w, glance_country(m->country), FUSE_LAND);
	else
		w->anywhere = true;
	if (place_is_fine(m)) {
		see(w, glance_band(m->lat - reach), FUSE_NEAR);
		see(w, glance_band(m->lat + reach), FUSE_NEAR);
	}
}

static void
add_kind(struct fuse_work *w, const struct place_mark *m)
{
	for (size_t i = 0; i < w->n_kinds; i++)
		if (place_mark_alike(w->kinds[i], m))
			return;
	if (w->n_kinds < FUSE_KINDS)
		w->kinds[w->n_kinds++] = m;
	else
		w->many = true;
}

void
fuse_begin_places(struct fuse_work *w)
{
	for (size_t i = 0; i < w->p->n_places; i++) {
		const struct place_mark *m = &w->p->place_marks[i];

		w->finer |= !m->wide;
		see_place(w, m);
		add_kind(w, m);
	}
	w->seen[0] &= (unsigned char)~FUSE_NEAR; /* where nobody knows is near nothing */
}

/* ---- bits, one for each place of the incident ---- */

static size_t
first_of(unsigned bits)
{
	return (size_t)__builtin_ctz(bits);
}

/* What names one of the piece's may be told by. */
static unsigned
seen_named(const struct fuse_work *w, const struct incident *in)
{
	const struct place_glance *g = &in->glance;
	unsigned bits = 0;

	for (size_t i = 0; i < in->n_places; i++)
		bits |= ((w->seen[g->name[i]] | w->seen[g->id[i]]) & FUSE_NAMED) << i;
	return bits;
}

static bool
seen_more(const struct fuse_work *w, const struct place_glance *g, size_t i)
{
	return (w->more[g->name[i]] >> g->more_name[i] & 1) != 0 ||
	    (w->more[g->id[i]] >> g->more_id[i] & 1) != 0;
}

static unsigned
seen_near(const struct fuse_work *w, const struct incident *in)
{
	unsigned bits = 0;

	for (size_t i = 0; i < in->n_places; i++)
		bits |= (unsigned)(w->seen[in->glance.band[i]] >> 1 & 1) << i;
	return bits;
}

/* Is it a place of the piece?  *named: one of that name is, or was when last asked. */
static bool
has_place(const struct piece *p, const struct place_mark *b, bool finer, bool *named)
{
	for (size_t i = 0; i < p->n_places; i++) {
		const struct place_mark *a = &p->place_marks[i];

		if (!same_name(a, b))
			continue;
		*named = true;
		if (!(finer && a->wide) && relation(a, b, false) == FUSE_PLACE_SAME)
			return true;
	}
	return false;
}

/* Most incidents that are looked at were found by the name of a place.  *named: those of
 * which it is only the name. */
static bool
shares_place(const struct fuse_work *w, const struct incident *in, bool finer,
    unsigned of, unsigned *named)
{
	*named = 0;
	for (unsigned bits = of & seen_named(w, in); bits != 0; bits &= bits - 1) {
		size_t i = first_of(bits);
		bool name = false;

		if (!seen_more(w, &in->glance, i))
			continue;
		if (has_place(w->p, &in->place_marks[i], finer, &name))
			return true;
		*named |= (unsigned)name << i;
	}
	return false;
}

static enum fuse_place
best_of_all(const struct piece *p, const struct place_mark *b, bool finer)
{
	enum fuse_place best = FUSE_PLACE_UNKNOWN;

	for (size_t i = 0; i < p->n_places; i++) {
		const struct place_mark *a = &p->place_marks[i];
		enum fuse_place now = finer && a->wide ? FUSE_PLACE_UNKNOWN
						       : relation(a, b, false);

		best = now > best ? now : best;
	}
	return best;
}

static enum fuse_place
best_of_kinds(const struct fuse_work *w, const struct place_mark *b, bool finer)
{
	enum fuse_place best = FUSE_PLACE_UNKNOWN;

	for (size_t i = 0; i < w->n_kinds; i++) {
		const struct place_mark *a = w->kinds[i];
		enum fuse_place now = finer && a->wide ? FUSE_PLACE_UNKNOWN
						       : relation(a, b, true);

		best = now > best ? now : best;
	}
	return best;
}

/* Those of countries in which the piece names no place, of which nothing else has to be
 * known. */
static unsigned
abroad(const struct fuse_work *w, const struct incident *in, unsigned of)
{
	unsigned out = 0;

	if (w->anywhere || w->p->n_places == 0)
		return 0;
	for (unsigned bits = of; bits != 0; bits &= bits - 1) {
		unsigned char country = in->glance.country[first_of(bits)];

		if (country != 0 && (w->seen[country] & FUSE_LAND) == 0)
			out |= bits & -bits;
	}
	return out;
}

/* Of two events that each name a town, the province around them tells nothing; a campaign
 * is of the province. */
enum fuse_place
fuse_nearest(const struct fuse_work *w, const struct incident *in)
{
	enum fuse_place best = FUSE_PLACE_UNKNOWN, now;
	bool finer = !w->p->running && !in->campaign && w->finer && in->finer;
	unsigned all = (1u << in->n_places) - 1;
	unsigned of = finer ? all & ~in->glance.wide : all, meet, far;

	if (shares_place(w, in, finer, of, &meet))
		return FUSE_PLACE_SAME;
	meet = w->many ? of : of & (meet | seen_near(w, in));
	for (unsigned bits = meet; bits != 0; bits &= bits - 1) {
		now = best_of_all(w->p, &in->place_marks[first_of(bits)], finer);
		best = now > best ? now : best;
	}
	/* the first of its kind says as much as the others, or more */
	of &= in->glance.kinds & ~meet;
	far = abroad(w, in, of);
	best = far != 0 && best < FUSE_PLACE_FAR ? FUSE_PLACE_FAR : best;
	for (unsigned bits = of & ~far; bits != 0; bits &= bits - 1) {
		now = best_of_kinds(w, &in->place_marks[first_of(bits)], finer);
		best = now > best ? now : best;
	}
	return best;
}
