/* export_csv.c -- incidents as CSV (RFC 4180).  Columns are tables: a row for each, with
 * the function that fills it. */
#include "config.h"

#include <math.h>
#include <unicode/uregion.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "daemon/export_parts.h"
#include "facts/control.h"
#include "facts/side.h"

struct csv_cell {
	struct buf *out;
	struct arena *a;
	const struct export_row *row;
};

/* Text of strangers may not become a formula in a spreadsheet. */
static void
csv_text(struct buf *out, struct str s)
{
	struct buf clean;

	buf_init(&clean, 65536);
	utf8_clean(&clean, s, false);
	s = buf_str(&clean);
	buf_byte(out, '"');
	if (s.n > 0 && memchr("=+-@", s.p[0], 4) != NULL)
		buf_byte(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, s.p[i]);
	}
	buf_byte(out, '"');
	buf_clear(&clean);
}

static void
csv_toll(struct csv_cell *c, enum toll_field f, int which)
{
	const struct fused *t = incident_toll(c->row->incident, f, STR_NONE, STR_NONE);

	if (t == NULL || (which > 0 && t->max < 0))
		return;
	buf_printf(c->out, "%lld",
	    (long long)(which < 0 ? t->min
		    : which > 0   ? t->max
				  : t->best));
}

static void
col_id(struct csv_cell *c)
{
	csv_text(c->out, c->row->incident->id);
}

static void
col_since(struct csv_cell *c)
{
	char text[DAY_TEXT];

	buf_add(c->out, day_text(text, c->row->incident->since));
}

static void
col_year(struct csv_cell *c)
{
	if (c->row->incident->since.year != 0)
		buf_printf(c->out, "%d", c->row->incident->since.year);
}

static void
col_reported(struct csv_cell *c)
{
	char text[DATE_TEXT];

	buf_add(c->out, date_rfc3339(text, c->row->incident->first_ms));
}

static void
col_changed(struct csv_cell *c)
{
	char text[DATE_TEXT];

	buf_add(c->out, date_rfc3339(text, c->row->changed_ms));
}

static void
col_timestamp(struct csv_cell *c)
{
	buf_printf(c->out, "%lld", (long long)(c->row->changed_ms / MS_SECOND));
}

static void
col_country(struct csv_cell *c)
{
	csv_text(c->out, c->row->incident->country);
}

static void
col_country_name(struct csv_cell *c)
{
	char name[COUNTRY_NAME];

	csv_text(c->out, country_name(name, c->row->incident->country));
}

/* ISO 3166-1 numeric. */
static void
col_iso(struct csv_cell *c)
{
	const struct incident *in = c->row->incident;
	UErrorCode status = U_ZERO_ERROR;
	char code[4] = "";
	const URegion *r;

	str_copy(code, sizeof(code), in->country);
	r = uregion_getRegionFromCode(code, &status);
	if (in->country.n > 0 && U_SUCCESS(status))
		buf_printf(c->out, "%d", uregion_getNumericCode(r));
}

static void
col_admin1(struct csv_cell *c)
{
	const struct fact_place *p = export_main_place(c->row->incident);

	csv_text(c->out, p == NULL ? STR_NONE : p->admin1);
}

static void
col_place(struct csv_cell *c)
{
	const struct fact_place *p = export_main_place(c->row->incident);

	csv_text(c->out,
	    p == NULL                ? STR_NONE
		: p->canonical.n > 0 ? p->canonical
				     : p->name);
}

static void
col_lat(struct csv_cell *c)
{
	const struct fact_place *p = export_main_place(c->row->incident);

	if (p != NULL && !isnan(p->lat))
		buf_printf(c->out, "%.4f", p->lat);
}

static void
col_lon(struct csv_cell *c)
{
	const struct fact_place *p = export_main_place(c->row->incident);

	if (p != NULL && !isnan(p->lat))
		buf_printf(c->out, "%.4f", p->lon);
}

static void
col_killed(struct csv_cell *c)
{
	csv_toll(c, TOLL_KILLED, 0);
}

static void
col_killed_min(struct csv_cell *c)
{
	csv_toll(c, TOLL_KILLED, -1);
}

static void
col_killed_max(struct csv_cell *c)
{
	csv_toll(c, TOLL_KILLED, 1);
}

static void
col_injured(struct csv_cell *c)
{
	csv_toll(c, TOLL_INJURED, 0);
}

static void
col_missing(struct csv_cell *c)
{
	csv_toll(c, TOLL_MISSING, 0);
}

static bool
is_told(const struct ground *g)
{
	return g->stance == STANCE_ASSERTED || g->stance == STANCE_CLAIMED;
}

/* The latest change of ground; NULL: none is told. */
static const struct ground *
last_ground(const struct incident *in)
{
	for (size_t i = in->n_pieces; i > 0; i--)
		for (size_t k = 0; k < in->pieces[i - 1]->n_grounds; k++) {
			const struct ground *g = &in->pieces[i - 1]->grounds[k];

			if (is_told(g))
				return g;
		}
	return NULL;
}

static void
col_control(struct csv_cell *c)
{
	const struct ground *g = last_ground(c->row->incident);

	csv_text(c->out, g == NULL ? STR_NONE : str_of(change_names[g->change]));
}

static void
col_source(struct csv_cell *c)
{
	csv_text(c->out, export_source_names(c->a, c->row->incident));
}

static void
col_url(struct csv_cell *c)
{
	csv_text(c->out, export_first_url(c->row->incident));
}

static void
col_notes(struct csv_cell *c)
{
	csv_text(c->out, export_headline(c->a, c->row->incident));
}

struct acled_type {
	const char *disorder, *type, *sub_type;
};

#define VIOLENCE "Political violence"
#define CLASH                                      \
	{                                          \
		VIOLENCE, "Battles", "Armed clash" \
	}
#define REMOTE(sub_type)                                         \
	{                                                        \
		VIOLENCE, "Explosions/Remote violence", sub_type \
	}
#define ATTACK                                                   \
	{                                                        \
		VIOLENCE, "Violence against civilians", "Attack" \
	}

/* ACLED's words for our causes; it has none for floods and accidents. */
static const struct {
	const char *cause;
	struct acled_type type;
} by_cause[] = {
	{ "airstrike", REMOTE("Air/drone strike") },
	{ "drone", REMOTE("Air/drone strike") },
	{ "shelling", REMOTE("Shelling/artillery/missile attack") },
	{ "rocket", REMOTE("Shelling/artillery/missile attack") },
	{ "explosion", REMOTE("Remote explosive/landmine/IED") },
	{ "car_bomb", REMOTE("Remote explosive/landmine/IED") },
	{ "ied", REMOTE("Remote explosive/landmine/IED") },
	{ "landmine", REMOTE("Remote explosive/landmine/IED") },
	{ "suicide_bombing", REMOTE("Suicide bomb") },
	{ "execution", ATTACK },
	{ "gunfire", ATTACK },
	{ "massacre", ATTACK },
	{ "sniper", ATTACK },
	{ "stabbing", ATTACK },
	{ "beating", ATTACK },
	{ "torture", ATTACK },
	{ "assassination", ATTACK },
	{ "kidnapping",
	    { VIOLENCE, "Violence against civilians",
		"Abduction/forced disappearance" } },
	{ "clash", CLASH },
	{ "ambush", CLASH },
	{ "raid", CLASH },
};
static const struct acled_type two_sides = CLASH, not_said = { "", "", "" },
			       by_state = { VIOLENCE, "Battles",
				       "Government regains territory" },
			       by_others = { VIOLENCE, "Battles",
				       "Non-state actor overtakes territory" },
			       left_behind = { "Strategic developments",
				       "Strategic developments",
				       "Non-violent transfer of territory" };

/* NULL: it did not change hands. */
static const struct acled_type *
acled_ground(const struct ground *g)
{
	if (g == NULL)
		return NULL;
	if (g->change == CHANGE_WITHDREW)
		return &left_behind;
	if (g->change != CHANGE_CAPTURED && g->change != CHANGE_RECAPTURED)
		return NULL;
	return side_of_state(g->by, g->by_id) ? &by_state : &by_others;
}

/* Who gained the ground, or who lost it, as far as any sentence of its report says. */
static struct str
ground_side(const struct incident *in, const struct ground *g, bool lost)
{
	for (size_t i = in->n_pieces; i > 0; i--)
		for (size_t k = 0; k < in->pieces[i - 1]->n_grounds; k++) {
			const struct ground *o = &in->pieces[i - 1]->grounds[k];
			struct str side = lost ? o->against : o->by;

			if (side.n > 0 && is_told(o) && o->change == g->change &&
			    str_eq(o->key, g->key))
				return side;
		}
	return STR_NONE;
}

static void
col_actor(struct csv_cell *c, size_t i)
{
	const struct incident *in = c->row->incident;
	const struct ground *g = last_ground(in);

	if (acled_ground(g) != NULL)
		csv_text(c->out, ground_side(in, g, i > 0));
	else
		csv_text(c->out, i < in->n_sides ? side_words(in->sides[i]) : STR_NONE);
}

static void
col_actor1(struct csv_cell *c)
{
	col_actor(c, 0);
}

static void
col_actor2(struct csv_cell *c)
{
	col_actor(c, 1);
}

static const struct acled_type *
acled_type(const struct incident *in)
{
	const struct acled_type *ground = acled_ground(last_ground(in));

	if (ground != NULL)
		return ground;
	for (size_t i = 0; in->n_causes > 0 && i < NELEM(by_cause); i++)
		if (str_eq(in->causes[0], str_of(by_cause[i].cause)))
			return &by_cause[i].type;
	return in->n_causes == 0 && in->n_sides >= 2 ? &two_sides : &not_said;
}

static void
col_acled_type(struct csv_cell *c)
{
	csv_text(c->out, str_of(acled_type(c->row->incident)->type));
}

static void
col_acled_sub_type(struct csv_cell *c)
{
	csv_text(c->out, str_of(acled_type(c->row->incident)->sub_type));
}

static void
col_cause(struct csv_cell *c)
{
	const struct incident *in = c->row->incident;

	csv_text(c->out, in->n_causes > 0 ? in->causes[0] : STR_NONE);
}

static void
col_geo_precision(struct csv_cell *c)
{
	const struct fact_place *p = export_main_place(c->row->incident);

	buf_cstr(c->out,
	    p != NULL && p->precision == PRECISION_PLACE      ? "1"
		: p != NULL && p->precision >= PRECISION_NEAR ? "2"
							      : "3");
}

static void
col_time_precision(struct csv_cell *c)
{
	buf_cstr(c->out, c->row->incident->since.day != 0 ? "1" : "3");
}

static void
col_disorder(struct csv_cell *c)
{
	csv_text(c->out, str_of(acled_type(c->row->incident)->disorder));
}

static void
col_civilians(struct csv_cell *c)
{
	const struct incident *in = c->row->incident;
	bool hit = incident_toll(in, TOLL_KILLED, STR("civilians"), STR_NONE) != NULL ||
	    incident_toll(in, TOLL_INJURED, STR("civilians"), STR_NONE) != NULL;

	csv_text(c->out, hit ? STR("Civilian targeting") : STR_NONE);
}

static void
col_empty(struct csv_cell *c)
{
	(void)c;
}

struct csv_column {
	const char *name, *tag; /* tag: HXL; NULL: no row of tags in this profile */
	void (*write)(struct csv_cell *c);
};

static const struct csv_column hxl_columns[] = {
	{ "id", "#event+id", col_id },
	{ "date", "#date+occurred", col_since },
	{ "reported", "#date+reported", col_reported },
	{ "country", "#country+code", col_country },
	{ "country_name", "#country+name", col_country_name },
	{ "admin1", "#adm1+name", col_admin1 },
	{ "place", "#loc+name", col_place },
	{ "lat", "#geo+lat", col_lat },
	{ "lon", "#geo+lon", col_lon },
	{ "type", "#event+type", col_cause },
	{ "killed", "#affected+killed", col_killed },
	{ "killed_min", "#affected+killed+min", col_killed_min },
	{ "killed_max", "#affected+killed+max", col_killed_max },
	{ "injured", "#affected+injured", col_injured },
	{ "missing", "#affected+missing", col_missing },
	{ "control", "#status+control", col_control },
	{ "source", "#meta+source", col_source },
	{ "url", "#meta+url", col_url },
	{ "updated", "#date+updated", col_changed },
};

/* The 31 columns of ACLED's own files, in their order; the data are ours, not ACLED's. */
static const struct csv_column acled_columns[] = {
	{ "event_id_cnty", NULL, col_id },
	{ "event_date", NULL, col_since },
	{ "year", NULL, col_year },
	{ "time_precision", NULL, col_time_precision },
	{ "disorder_type", NULL, col_disorder },
	{ "event_type", NULL, col_acled_type },
	{ "sub_event_type", NULL, col_acled_sub_type },
	{ "actor1", NULL, col_actor1 },
	{ "assoc_actor_1", NULL, col_empty },
	{ "inter1", NULL, col_empty },
	{ "actor2", NULL, col_actor2 },
	{ "assoc_actor_2", NULL, col_empty },
	{ "inter2", NULL, col_empty },
	{ "interaction", NULL, col_empty },
	{ "civilian_targeting", NULL, col_civilians },
	{ "iso", NULL, col_iso },
	{ "region", NULL, col_empty },
	{ "country", NULL, col_country_name },
	{ "admin1", NULL, col_admin1 },
	{ "admin2", NULL, col_empty },
	{ "admin3", NULL, col_empty },
	{ "location", NULL, col_place },
	{ "latitude", NULL, col_lat },
	{ "longitude", NULL, col_lon },
	{ "geo_precision", NULL, col_geo_precision },
	{ "source", NULL, col_source },
	{ "source_scale", NULL, col_empty },
	{ "notes", NULL, col_notes },
	{ "fatalities", NULL, col_killed },
	{ "tags", NULL, col_empty },
	{ "timestamp", NULL, col_timestamp },
};
_Static_assert(NELEM(acled_columns) == 31, "ACLED's files have 31 columns");

static void
csv_heads(struct buf *out, const struct csv_column *columns, size_t n, bool tags)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s", i > 0 ? "," : "",
		    tags ? columns[i].tag : columns[i].name);
	buf_cstr(out, "\r\n");
}

static void
csv(struct buf *out, struct arena *a, const struct export_set *set,
    const struct csv_column *columns, size_t n)
{
	csv_heads(out, columns, n, false);
	if (columns[0].tag != NULL)
		csv_heads(out, columns, n, true);
	for (size_t r = 0; r < set->n; r++) {
		struct csv_cell cell = { out, a, &set->rows[r] };

		if (export_is_gone(&set->rows[r]))
			continue;
		for (size_t i = 0; i < n; i++) {
			if (i > 0)
				buf_byte(out, ',');
			columns[i].write(&cell);
		}
		buf_cstr(out, "\r\n");
	}
}

void
export_hxl(struct buf *out, struct arena *a, const struct export_set *set)
{
	csv(out, a, set, hxl_columns, NELEM(hxl_columns));
}

void
export_acled(struct buf *out, struct arena *a, const struct export_set *set)
{
	csv(out, a, set, acled_columns, NELEM(acled_columns));
}
