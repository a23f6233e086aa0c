/* geo.c -- places that feeds give in numbers: GeoRSS, GML, W3C geo.  Kept as longitude,
 * latitude. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "parser/fields.h"

#define GEO_NUMBERS 20000

static const struct {
	const char *element;
	struct str type;
	size_t least; /* points */
} shapes[] = { { "point", STR_INIT("Point"), 1 }, { "line", STR_INIT("LineString"), 2 },
	{ "linestring", STR_INIT("LineString"), 2 },
	{ "polygon", STR_INIT("Polygon"), 4 }, { "box", STR_INIT("Box"), 2 },
	{ "envelope", STR_INIT("Box"), 2 } };

static void
open_shape(struct build *b, const struct element *el)
{
	for (size_t i = 0; i < NELEM(shapes); i++)
		if (str_eq_ci(str_of(shapes[i].element), str_of(el->name)))
			b->shape.type = shapes[i].type;
}

START(start_georss)
{
	(void)a;
	b->shape.swap = true;
	b->shape.dims = 2;
	open_shape(b, el);
}

/*
 * Geographic reference systems of EPSG (mostly 4000 to 4999) come as latitude, longitude,
 * and so does WGS 84 by default; projected ones as x, y.
 */
START(start_gml)
{
	struct str srs = attr_get(a, "srsName"), dims = attr_get(a, "srsDimension");
	size_t at = str_find(srs, STR("EPSG"));
	uint64_t code;

	b->shape.swap = true;
	b->shape.dims = str_eq(dims, STR("3")) ? 3 : 2;
	if (at != STR_NOWHERE) {
		while (srs.n > 0 && (at = str_chr(srs, ':')) != STR_NOWHERE)
			srs = str_sub(srs, at + 1, srs.n);
		if (str_uint(srs, &code))
			b->shape.swap = code >= 3819 && code < 5000;
	}
	open_shape(b, el);
}

static bool
next_number(struct str *s, double *v)
{
	size_t i = 0;
	struct str word;

	while (s->n > 0 && (is_space(s->p[0]) || s->p[0] == ','))
		*s = str_sub(*s, 1, s->n);
	while (i < s->n && !is_space(s->p[i]) && s->p[i] != ',')
		i++;
	word = str_sub(*s, 0, i);
	*s = str_sub(*s, i, s->n);
	return word.n > 0 && str_double(word, v) && isfinite(*v);
}

static void
set_geo(struct build *b, struct str type, unsigned dims, const double *v, size_t n)
{
	struct feed_geo *g;

	if (b->entry == NULL || b->head != b->doc)
		return;
	g = &b->entry->geo;
	g->type = type;
	g->dims = dims;
	g->coords.n = 0;
	for (size_t i = 0; i < n; i++) {
		double *to = BUILD_ADD(b, g->coords);

		*to = v[i];
	}
	if (str_eq(type, STR("Point"))) {
		b->entry->lon = v[0];
		b->entry->lat = v[1];
	}
}

END(end_geo)
{
	double *v, x;
	size_t n = 0, max = text.n / 2 + 2;
	unsigned dims = b->shape.dims;

	if (b->entry == NULL || text.n == 0 || b->shape.type.n == 0)
		return;
	if (max > GEO_NUMBERS)
		max = GEO_NUMBERS;
	v = arena_alloc(b->entry_arena, max * sizeof(*v));
	while (n < max && next_number(&text, &x))
		v[n++] = x;
	if (text.n > 0 || n % dims != 0)
		return;
	for (size_t i = 0; i < NELEM(shapes); i++)
		if (str_eq(shapes[i].type, b->shape.type) && n / dims < shapes[i].least)
			return;
	for (size_t i = 0; b->shape.swap && i + 1 < n; i += dims) {
		double lat = v[i];

		v[i] = v[i + 1];
		v[i + 1] = lat;
	}
	if (str_eq(b->shape.type, STR("Point")))
		n = dims;
	set_geo(b, b->shape.type, dims, v, n);
	(void)el;
}

static void
half_point(struct build *b, double *half, struct str text)
{
	double v, both[2];

	if (!str_double(text, &v))
		return;
	*half = v;
	both[0] = b->point.lon;
	both[1] = b->point.lat;
	if (!isnan(both[0]) && !isnan(both[1]))
		set_geo(b, STR("Point"), 2, both, 2);
}

END(end_lat)
{
	(void)el;
	half_point(b, &b->point.lat, text);
}

END(end_long)
{
	(void)el;
	half_point(b, &b->point.lon, text);
}
