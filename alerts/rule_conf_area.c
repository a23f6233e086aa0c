/* rule_conf_area.c -- "in": names, boxes, radii, polygons. */
#include "config.h"

#include <math.h>

#include "alerts/rule.h"

struct area_form { /* the map form of an area */
	const struct conf *box, *at, *polygon;
	struct str near;
	double km;
};

static void
keep(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	(void)key;
	(void)d;
	*(const struct conf **)field = node;
}

#define A(m) offsetof(struct area_form, m)
static const struct conf_key area_keys[] = {
	{ "box", CONF_CUSTOM, A(box), .decode = keep, .help = "south, west, north, east",
	    .example = "[35.5, 36.0, 36.5, 37.5]" },
	{ "at", CONF_CUSTOM, A(at), .decode = keep,
	    .help = "latitude and longitude, with km", .example = "[36.2, 37.16]" },
	{ "near", CONF_TEXT, A(near), .help = "a place, with km", .example = "Aleppo" },
	{ "km", CONF_NUMBER, A(km), .min = 0, .max = 20000, .help = "radius" },
	{ "polygon", CONF_CUSTOM, A(polygon), .decode = keep,
	    .help = "corners, each latitude and longitude",
	    .example = "[[35, 36], [37, 36], [36, 38]]" },
	{ .name = NULL },
};
const struct conf_table area_table = { "area", area_keys };

static bool
numbers(const struct conf *node, const char *what, double *out, size_t n,
    struct conf_diag *d)
{
	bool ok = node->kind == CONF_LIST && node->n == n;

	for (size_t i = 0; ok && i < n; i++) {
		double limit = i % 2 == 0 ? 90 : 180;

		ok = node->items[i]->kind == CONF_SCALAR &&
		    str_double(node->items[i]->value, &out[i]) && fabs(out[i]) <= limit;
	}
	if (!ok)
		conf_error(d, node->pos,
		    "%s takes %zu numbers, latitude before longitude", what, n);
	return ok;
}

static bool
polygon(const struct conf *node, struct rule_area *out, struct conf_diag *d)
{
	if (node->kind != CONF_LIST || node->n < 3 || node->n > GEO_POINTS) {
		conf_error(d, node->pos, "a polygon has 3 to %d corners", GEO_POINTS);
		return false;
	}
	out->kind = AREA_POLYGON;
	out->corners = ARENA_ARRAY(d->arena, struct geo_point, node->n);
	for (size_t i = 0; i < node->n; i++) {
		double at[2];

		if (!numbers(node->items[i], "a corner", at, 2, d))
			return false;
		out->corners[out->n_corners++] = (struct geo_point){ at[0], at[1] };
	}
	return true;
}

static bool
named(const struct conf *at, struct str name, enum rule_place as,
    const struct rule_names *names, struct rule_area *out, struct conf_diag *d)
{
	struct fact_place p = { .name = name, .lat = NAN, .lon = NAN };
	char code[3];

	out->name = name;
	out->kind = AREA_PLACE;
	if (names->resolve != NULL && names->resolve(names->ctx, name, as, &p)) {
		out->country = arena_str(d->arena, p.country);
		out->admin1 = arena_str(d->arena,
		    p.admin1.n > 0 ? p.admin1 : p.canonical);
		out->id = arena_str(d->arena, p.id);
		out->at = (struct geo_point){ p.lat, p.lon };
		out->kind = p.precision == PRECISION_COUNTRY ? AREA_COUNTRY
		    : p.precision == PRECISION_ADMIN1        ? AREA_DIVISION
							     : AREA_PLACE;
	} else if (country_of_name(name, code)) {
		out->kind = AREA_COUNTRY;
		out->country = arena_str(d->arena, str_of(code));
	} else {
		conf_warn(d, at->pos,
		    "place '%.*s' is not known; only reports that call it so will "
		    "match",
		    STR_ARG(name));
	}
	out->key = place_key(d->arena, &p);
	return true;
}

static bool
in_map(const struct conf *node, const struct rule_names *names, struct rule_area *out,
    struct conf_diag *d)
{
	struct area_form f = { .km = 0 };
	size_t errors = d->errors;
	double n[4];
	int forms;

	conf_decode(node, &area_table, &f, d);
	forms = (f.box != NULL) + (f.at != NULL) + (f.polygon != NULL) + (f.near.n > 0);
	if (forms != 1) {
		conf_error(d, node->pos,
		    "an area is one of 'box', 'polygon', 'at' with 'km', or 'near' "
		    "with 'km'");
		return false;
	}
	if (f.polygon != NULL)
		return polygon(f.polygon, out, d);
	if (f.box != NULL) {
		if (!numbers(f.box, "box", n, 4, d))
			return false;
		out->kind = AREA_BOX;
		out->box = (struct geo_box){ n[0], n[1], n[2], n[3] };
		if (n[0] >= n[2])
			conf_error(d, f.box->pos,
			    "the south of the box must lie below its north");
		return true;
	}
	if (f.km <= 0) {
		if (conf_get(node, STR("km")) == NULL)
			conf_error(d, node->pos, "a radius needs 'km'");
		else if (d->errors == errors)
			conf_error(d, conf_get(node, STR("km"))->pos,
			    "km must be more than 0");
		return false;
	}
	if (f.at != NULL) {
		if (!numbers(f.at, "at", n, 2, d))
			return false;
		out->at = (struct geo_point){ n[0], n[1] };
	} else {
		named(node, f.near, RULE_PLACE_AROUND, names, out, d);
		if (isnan(out->at.lat)) {
			conf_error(d, node->pos,
			    "'%.*s' has no coordinates; give them with 'at'",
			    STR_ARG(f.near));
			return false;
		}
	}
	out->kind = AREA_RADIUS;
	out->km = f.km;
	return true;
}

void rule_areas(const struct conf *node, const struct rule_names *names, struct rule *r,
    struct conf_diag *d);

void
rule_areas(const struct conf *node, const struct rule_names *names, struct rule *r,
    struct conf_diag *d)
{
	size_t n = node->kind == CONF_LIST ? node->n : 1;

	if (n > RULE_AREAS) {
		conf_error(d, node->pos, "in takes at most %d areas", RULE_AREAS);
		return;
	}
	r->in = ARENA_ARRAY(d->arena, struct rule_area, n);
	for (size_t i = 0; i < n; i++) {
		const struct conf *item = node->kind == CONF_LIST ? node->items[i] : node;
		struct rule_area *area = &r->in[r->n_in];
		bool ok = false;

		*area = (struct rule_area){ .at = { NAN, NAN } };
		if (item->kind == CONF_SCALAR && item->value.n == 0)
			conf_error(d, item->pos, "in names no place");
		else if (item->kind == CONF_SCALAR)
			ok = named(item, arena_str(d->arena, item->value),
			    RULE_PLACE_WITHIN, names, area, d);
		else if (item->kind == CONF_MAP)
			ok = in_map(item, names, area, d);
		else
			conf_error(d, item->pos, "an area is a name or a map");
		r->n_in += ok;
	}
}
