/*
 * place_glance.h -- the places of an incident at a glance: a few bits of each name, id,
 * band of latitude and country.  Where a piece has none of these, the two share no place,
 * and none is near another; where it has, they may.
 */
#ifndef FACTS_PLACE_GLANCE_H
#define FACTS_PLACE_GLANCE_H

#include "facts/claim.h"

#define INCIDENT_PLACES 24

struct place_glance {
	unsigned char name[INCIDENT_PLACES], id[INCIDENT_PLACES];
	/* three more of each */
	unsigned char more_name[INCIDENT_PLACES], more_id[INCIDENT_PLACES];
	unsigned char band[INCIDENT_PLACES], country[INCIDENT_PLACES]; /* 0: not known */
	/* a bit for each place that is the first of its kind, by place_mark_alike() */
	unsigned kinds;
	unsigned wide; /* for each that is a country or a division */
};

static inline unsigned char
glance_mark(uint64_t mark)
{
	return (unsigned char)mark;
}

static inline unsigned char
glance_more(uint64_t mark)
{
	return mark >> 8 & 7;
}

static inline unsigned char
glance_country(uint64_t mark)
{
	return mark == 0 ? 0 : (unsigned char)(1 + mark % 255);
}

#define BANDS 5.0 /* of latitude in a degree: what is near lies in two at most */

/* The band in which that latitude lies; 0: it is not known. */
static inline unsigned char
glance_band(double lat)
{
	if (!(lat > -100 && lat < 100))
		return 0;
	return (unsigned char)(1 + (unsigned)((lat + 100) * BANDS) % 255);
}

/* It is finer than a division, and may be near another. */
static inline bool
place_is_fine(const struct place_mark *m)
{
	return m->precision > PRECISION_ADMIN1;
}

#endif
