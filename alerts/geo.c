/* geo.c -- see geo.h. */
#include "config.h"

#include "alerts/geo.h"

bool
geo_in_box(const struct geo_box *b, struct geo_point p)
{
	if (!(p.lat >= b->south && p.lat <= b->north))
		return false;
	if (b->west <= b->east)
		return p.lon >= b->west && p.lon <= b->east;
	return p.lon >= b->west || p.lon <= b->east;
}

/* The longitude of x as seen from the meridian at: within half a turn of it. */
static double
unwrap(double x, double at)
{
	while (x - at > 180)
		x -= 360;
	while (x - at < -180)
		x += 360;
	return x;
}

static bool
crosses(struct geo_point a, struct geo_point b, double lat, double lon)
{
	return (a.lat > lat) != (b.lat > lat) &&
	    lon < (b.lon - a.lon) * (lat - a.lat) / (b.lat - a.lat) + a.lon;
}

bool
geo_in_polygon(const struct geo_point *corner, size_t n, struct geo_point p)
{
	bool in[3] = { false, false, false };
	struct geo_point a;

	if (n < 3 || !(p.lat >= -90 && p.lat <= 90 && p.lon >= -360 && p.lon <= 360))
		return false;
	a = corner[0];
	for (size_t i = 1; i <= n; i++) { /* the ring unrolled; the point on each turn of
					     it */
		struct geo_point b = corner[i % n];

		b.lon = unwrap(b.lon, a.lon);
		for (int turn = 0; turn < 3; turn++)
			in[turn] ^= crosses(a, b, p.lat, p.lon + (turn - 1) * 360);
		a = b;
	}
	return in[0] || in[1] || in[2];
}
