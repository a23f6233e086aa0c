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

bool
geo_in_polygon(const struct geo_point *corner, size_t n, struct geo_point p)
{
	bool in = false;

	if (n < 3 || !(p.lat >= -90 && p.lat <= 90 && p.lon >= -360 && p.lon <= 360))
		return false;
	for (size_t i = 0, j = n - 1; i < n; j = i++) {
		double yi = corner[i].lat, yj = corner[j].lat;
		double xi = unwrap(corner[i].lon, p.lon);
		double xj = unwrap(corner[j].lon, xi);

		if ((yi > p.lat) != (yj > p.lat) &&
		    p.lon < (xj - xi) * (p.lat - yi) / (yj - yi) + xi)
			in = !in;
	}
	return in;
}
