/* geo.h -- is a point in a box, a circle or a polygon?  Degrees, WGS 84, a round Earth.
 */
#ifndef ALERTS_GEO_H
#define ALERTS_GEO_H

#include <stdbool.h>
#include <stddef.h>

#define GEO_POINTS 1000 /* corners of one polygon */

struct geo_point {
	double lat, lon;
};

struct geo_box { /* west > east: it crosses the date line */
	double south, west, north, east;
};

bool geo_in_box(const struct geo_box *b, struct geo_point p);
/* Even-odd rule; edges run the short way round, also over the date line. */
bool geo_in_polygon(const struct geo_point *corner, size_t n, struct geo_point p);

#endif
