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
#define BANDS 5.0         /* of latitude in a degree: what is near lies in two at most */

static bool
same_name(const struct place_mark *a, const struct place_mark *b)
{
	if (a->id != 0 && a->id == b->id)
		return true;
	return a->name != 0 && a->name == b->name &&
	    (a->division == 0 || b->division == 0 || a->division == b->division);
}

static bool
is_fine(const struct place_mark *m)
{
	return m->precision > PRECISION_ADMIN1;
}

/* a, a country or a division, has b in it; both of one country. */
static bool
holds(const struct place_mark *a, const struct place_mark *b)
{
	return a->within != 0 && is_fine(b) && a->within == b->division;
}

static bool
near(const struct place_mark *a, const struct place_mark *b)
{
	return is_fine(a) && is_fine(b) &&
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

static void
bloom_add(uint64_t bits[FUSE_BLOOM], uint64_t mark)
{
	if (mark != 0)
		bits[mark / 64 % FUSE_BLOOM] |= UINT64_C(1) << mark % 64;
}

/* 0 may seem to be there as any other may. */
static bool
bloom_may_have(const uint64_t bits[FUSE_BLOOM], uint64_t mark)
{
	return (bits[mark / 64 % FUSE_BLOOM] >> mark % 64 & 1) != 0;
}

/* The band in which that latitude lies; 0: it is not known. */
static uint64_t
band(double lat)
{
	return lat > -100 && lat < 100 ? 1 + (uint64_t)((lat + 100) * BANDS) : 0;
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
	const double reach = NEAR_KM / KM_A_DEGREE + 1e-9; /* rather one too many */

	for (size_t i = 0; i < w->p->n_places; i++) {
		const struct place_mark *m = &w->p->place_marks[i];

		w->finer |= !m->wide;
		bloom_add(w->marks, m->name);
		bloom_add(w->marks, m->id);
		if (is_fine(m)) {
			bloom_add(w->bands, band(m->lat - reach));
			bloom_add(w->bands, band(m->lat + reach));
		}
		add_kind(w, m);
	}
}

/* One of the piece's places may have its name. */
static bool
may_share_name(const struct fuse_work *w, const struct place_mark *b)
{
	return bloom_may_have(w->marks, b->name) || bloom_may_have(w->marks, b->id);
}

/* One of the piece's places may be the same, or near. */
static bool
may_meet(const struct fuse_work *w, const struct place_mark *b)
{
	return w->many || may_share_name(w, b) ||
	    (is_fine(b) && bloom_may_have(w->bands, band(b->lat)));
}

static bool
has_place(const struct piece *p, const struct place_mark *b, bool finer)
{
	for (size_t i = 0; i < p->n_places; i++) {
		const struct place_mark *a = &p->place_marks[i];

		if (same_name(a, b) && !(finer && a->wide) &&
		    relation(a, b, false) == FUSE_PLACE_SAME)
			return true;
	}
	return false;
}

/* Most incidents that are looked at were found by the name of a place. */
static bool
shares_place(const struct fuse_work *w, const struct incident *in, bool finer)
{
	for (size_t i = 0; i < in->n_places; i++) {
		const struct place_mark *b = &in->place_marks[i];

		if (may_share_name(w, b) && !(finer && b->wide) &&
		    has_place(w->p, b, finer))
			return true;
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

/* Of two events that each name a town, the province around them tells nothing; a campaign
 * is of the province. */
enum fuse_place
fuse_nearest(const struct fuse_work *w, const struct incident *in)
{
	enum fuse_place best = FUSE_PLACE_UNKNOWN;
	bool finer = !w->p->running && !in->campaign && w->finer && in->finer;

	if (shares_place(w, in, finer))
		return FUSE_PLACE_SAME;
	for (size_t i = 0; i < in->n_places; i++) {
		const struct place_mark *b = &in->place_marks[i];
		enum fuse_place now;

		if (finer && b->wide)
			continue;
		if (may_meet(w, b))
			now = best_of_all(w->p, b, finer);
		else if ((in->kinds >> i & 1) != 0)
			now = best_of_kinds(w, b, finer);
		else
			continue; /* the first of its kind said as much, or more */
		best = now > best ? now : best;
	}
	return best;
}
