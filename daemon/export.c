/* export.c -- see export.h.  Columns are tables: a row for each, with the function that fills it. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "daemon/export.h"

#define ATOM_EVIDENCE 10 /* links of an entry */

/* ---- what several formats ask of an incident ---- */

static bool
is_gone(const struct export_row *r)
{
	return r->incident->state != INCIDENT_OPEN;
}

static const struct fact_place *
main_place(const struct incident *in)
{
	for (size_t i = 0; i < in->n_places; i++)
		if (!isnan(in->places[i].lat))
			return &in->places[i];
	return in->n_places > 0 ? &in->places[0] : NULL;
}

static struct str
source_names(struct arena *a, const struct incident *in)
{
	struct buf b;
	struct str s, seen[16];
	size_t n = 0;

	buf_init(&b, 4096);
	for (size_t i = 0; i < in->n_pieces; i++) {
		const struct piece *p = in->pieces[i];
		struct str name = p->origin.n > 0 ? p->origin : p->feed;
		size_t k = 0;

		while (k < n && !str_eq(seen[k], name))
			k++;
		if (k < n || n == NELEM(seen))
			continue;
		seen[n++] = name;
		buf_printf(&b, "%s%.*s", n > 1 ? "; " : "", STR_ARG(name));
	}
	s = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return s;
}

static struct str
first_url(const struct incident *in)
{
	for (size_t i = in->n_pieces; i > 0; i--)
		if (in->pieces[i - 1]->url.n > 0)
			return in->pieces[i - 1]->url;
	return STR_NONE;
}

/* "704 killed (701 or more), 12 injured" */
static struct str
toll_words(struct arena *a, const struct incident *in)
{
	struct buf b;
	struct str s;

	buf_init(&b, 1024);
	for (int f = 0; f < TOLL_N; f++) {
		const struct fused *t = incident_toll(in, f, STR_NONE, STR_NONE);

		if (t == NULL)
			continue;
		buf_printf(&b, "%s%lld %s", b.n > 0 ? ", " : "", (long long)t->best, toll_names[f]);
		if (t->max < 0)
			buf_printf(&b, " (%lld or more)", (long long)t->min);
		else if (t->min != t->max)
			buf_printf(&b, " (%lld to %lld)", (long long)t->min, (long long)t->max);
	}
	s = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return s;
}

/* ---- CSV (RFC 4180) ---- */

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
	buf_printf(c->out, "%lld", (long long)(which < 0 ? t->min : which > 0 ? t->max : t->best));
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
col_admin1(struct csv_cell *c)
{
	const struct fact_place *p = main_place(c->row->incident);

	csv_text(c->out, p == NULL ? STR_NONE : p->admin1);
}

static void
col_place(struct csv_cell *c)
{
	const struct fact_place *p = main_place(c->row->incident);

	csv_text(c->out, p == NULL ? STR_NONE : p->canonical.n > 0 ? p->canonical : p->name);
}

static void
col_lat(struct csv_cell *c)
{
	const struct fact_place *p = main_place(c->row->incident);

	if (p != NULL && !isnan(p->lat))
		buf_printf(c->out, "%.4f", p->lat);
}

static void
col_lon(struct csv_cell *c)
{
	const struct fact_place *p = main_place(c->row->incident);

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

static void
col_control(struct csv_cell *c)
{
	const struct incident *in = c->row->incident;

	for (size_t i = in->n_pieces; i > 0; i--)
		if (in->pieces[i - 1]->n_grounds > 0) {
			csv_text(c->out, str_of(change_names[in->pieces[i - 1]->grounds[0].change]));
			return;
		}
	csv_text(c->out, STR_NONE);
}

static void
col_source(struct csv_cell *c)
{
	csv_text(c->out, source_names(c->a, c->row->incident));
}

static void
col_url(struct csv_cell *c)
{
	csv_text(c->out, first_url(c->row->incident));
}

static void
col_notes(struct csv_cell *c)
{
	csv_text(c->out, arena_printf(c->a, "%.*s: %.*s",
	    STR_ARG(incident_name(c->a, c->row->incident)), STR_ARG(toll_words(c->a, c->row->incident))));
}

static void
col_side(struct csv_cell *c, size_t i)
{
	csv_text(c->out, i < c->row->incident->n_sides ? c->row->incident->sides[i] : STR_NONE);
}

static void
col_actor1(struct csv_cell *c)
{
	col_side(c, 0);
}

static void
col_actor2(struct csv_cell *c)
{
	col_side(c, 1);
}

/* ACLED's words for our causes; the first row is for what has none. */
static const struct {
	const char *cause, *type, *sub_type;
} acled_types[] = {
	{ "", "Battles", "Armed clash" },
	{ "airstrike", "Explosions/Remote violence", "Air/drone strike" },
	{ "drone", "Explosions/Remote violence", "Air/drone strike" },
	{ "shelling", "Explosions/Remote violence", "Shelling/artillery/missile attack" },
	{ "rocket", "Explosions/Remote violence", "Shelling/artillery/missile attack" },
	{ "explosion", "Explosions/Remote violence", "Remote explosive/landmine/IED" },
	{ "suicide_bombing", "Explosions/Remote violence", "Suicide bomb" },
	{ "execution", "Violence against civilians", "Attack" },
	{ "gunfire", "Violence against civilians", "Attack" },
	{ "clash", "Battles", "Armed clash" },
};

static size_t
acled_type(const struct incident *in)
{
	for (size_t i = 1; in->n_causes > 0 && i < NELEM(acled_types); i++)
		if (str_eq(in->causes[0], str_of(acled_types[i].cause)))
			return i;
	return 0;
}

static void
col_acled_type(struct csv_cell *c)
{
	csv_text(c->out, str_of(acled_types[acled_type(c->row->incident)].type));
}

static void
col_acled_sub_type(struct csv_cell *c)
{
	csv_text(c->out, str_of(acled_types[acled_type(c->row->incident)].sub_type));
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
	const struct fact_place *p = main_place(c->row->incident);

	buf_cstr(c->out, p != NULL && p->precision == PRECISION_PLACE ? "1"
	    : p != NULL && p->precision >= PRECISION_NEAR             ? "2"
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
	csv_text(c->out, STR("Political violence"));
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
	{ "event_id_cnty", NULL, col_id }, { "event_date", NULL, col_since },
	{ "year", NULL, col_year }, { "time_precision", NULL, col_time_precision },
	{ "disorder_type", NULL, col_disorder }, { "event_type", NULL, col_acled_type },
	{ "sub_event_type", NULL, col_acled_sub_type }, { "actor1", NULL, col_actor1 },
	{ "assoc_actor_1", NULL, col_empty }, { "inter1", NULL, col_empty },
	{ "actor2", NULL, col_actor2 }, { "assoc_actor_2", NULL, col_empty },
	{ "inter2", NULL, col_empty }, { "interaction", NULL, col_empty },
	{ "civilian_targeting", NULL, col_empty }, { "iso", NULL, col_empty },
	{ "region", NULL, col_empty }, { "country", NULL, col_country },
	{ "admin1", NULL, col_admin1 }, { "admin2", NULL, col_empty },
	{ "admin3", NULL, col_empty }, { "location", NULL, col_place },
	{ "latitude", NULL, col_lat }, { "longitude", NULL, col_lon },
	{ "geo_precision", NULL, col_geo_precision }, { "source", NULL, col_source },
	{ "source_scale", NULL, col_empty }, { "notes", NULL, col_notes },
	{ "fatalities", NULL, col_killed }, { "tags", NULL, col_empty },
	{ "timestamp", NULL, col_timestamp },
};
_Static_assert(NELEM(acled_columns) == 31, "ACLED's files have 31 columns");

static void
csv_heads(struct buf *out, const struct csv_column *columns, size_t n, bool tags)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s", i > 0 ? "," : "", tags ? columns[i].tag : columns[i].name);
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

		if (is_gone(&set->rows[r]))
			continue;
		for (size_t i = 0; i < n; i++) {
			if (i > 0)
				buf_byte(out, ',');
			columns[i].write(&cell);
		}
		buf_cstr(out, "\r\n");
	}
}

static void
write_hxl(struct buf *out, struct arena *a, const struct export_set *set)
{
	csv(out, a, set, hxl_columns, NELEM(hxl_columns));
}

static void
write_acled(struct buf *out, struct arena *a, const struct export_set *set)
{
	csv(out, a, set, acled_columns, NELEM(acled_columns));
}

/* ---- GeoJSON and JSON Lines ---- */

static void
feature(struct json *j, struct arena *a, const struct export_row *r)
{
	const struct fact_place *p = main_place(r->incident);

	json_open(j, '{');
	json_kstr(j, "type", STR("Feature"));
	json_kstr(j, "id", r->incident->id);
	json_key(j, "geometry");
	if (p == NULL || isnan(p->lat)) {
		json_nil(j);
	} else {
		json_open(j, '{');
		json_kstr(j, "type", STR("Point"));
		json_key(j, "coordinates");
		json_open(j, '[');
		json_num(j, p->lon);
		json_num(j, p->lat);
		json_close(j);
		json_close(j);
	}
	json_key(j, "properties");
	json_open(j, '{');
	json_kstr(j, "title", incident_name(a, r->incident));
	json_kstr(j, "geo_precision", p == NULL ? STR("text") : str_of(precision_names[p->precision]));
	json_ktime(j, "updated", r->changed_ms);
	json_kopt(j, "source", source_names(a, r->incident));
	json_key(j, "incident");
	incident_json(j, r->incident, false);
	json_close(j);
	json_close(j);
}

static void
write_geojson(struct buf *out, struct arena *a, const struct export_set *set)
{
	struct json j;

	json_init(&j, out);
	json_open(&j, '{');
	json_kstr(&j, "type", STR("FeatureCollection"));
	json_key(&j, "features");
	json_open(&j, '[');
	for (size_t i = 0; i < set->n; i++)
		if (!is_gone(&set->rows[i]))
			feature(&j, a, &set->rows[i]);
	json_close(&j);
	json_close(&j);
}

static void
write_jsonl(struct buf *out, struct arena *a, const struct export_set *set)
{
	(void)a;
	for (size_t i = 0; i < set->n; i++) {
		struct json j;

		json_init(&j, out);
		incident_json(&j, set->rows[i].incident, true);
		buf_byte(out, '\n');
	}
}

/* ---- Atom ---- */

static void
xml_text(struct buf *out, struct str s)
{
	struct buf clean;

	buf_init(&clean, 65536);
	utf8_clean(&clean, s, false);
	s = buf_str(&clean);
	for (size_t i = 0; i < s.n; i++) {
		const char *esc = s.p[i] == '&' ? "&amp;" : s.p[i] == '<' ? "&lt;"
		    : s.p[i] == '>' ? "&gt;" : s.p[i] == '"' ? "&quot;" : NULL;

		if (esc != NULL)
			buf_cstr(out, esc);
		else
			buf_byte(out, s.p[i]);
	}
	buf_clear(&clean);
}

static void
xml_element(struct buf *out, const char *name, struct str text)
{
	buf_printf(out, "<%s>", name);
	xml_text(out, text);
	buf_printf(out, "</%s>", name);
}

/* RFC 4151: never changes, whatever address we are reached by. */
static struct str
tag_uri(struct arena *a, const struct export_set *set, struct str id)
{
	return arena_printf(a, "tag:%.*s,2026:incident:%.*s", STR_ARG(set->host), STR_ARG(id));
}

static void
atom_link(struct buf *out, const char *rel, struct str url)
{
	buf_printf(out, "<link rel=\"%s\" href=\"", rel);
	xml_text(out, url);
	buf_cstr(out, "\"/>\n");
}

/* The reports that say so, the latest first. */
static void
atom_evidence(struct buf *out, const struct incident *in)
{
	size_t n = 0;

	for (size_t i = in->n_pieces; i-- > 0 && n < ATOM_EVIDENCE;) {
		struct str url = in->pieces[i]->url;

		if (!str_starts(url, STR("https://")) && !str_starts(url, STR("http://")))
			continue;
		atom_link(out, "related", url);
		n++;
	}
}

static void
atom_entry(struct buf *out, struct arena *a, const struct export_set *set,
    const struct export_row *r)
{
	const struct fact_place *p = main_place(r->incident);
	char when[DATE_TEXT];

	date_rfc3339(when, r->changed_ms);
	if (is_gone(r)) {
		buf_cstr(out, "<at:deleted-entry ref=\"");
		xml_text(out, tag_uri(a, set, r->incident->id));
		buf_printf(out, "\" when=\"%s\"/>\n", when);
		return;
	}
	buf_cstr(out, "<entry>");
	xml_element(out, "id", tag_uri(a, set, r->incident->id));
	xml_element(out, "title", arena_printf(a, "%.*s: %.*s",
	    STR_ARG(incident_name(a, r->incident)), STR_ARG(toll_words(a, r->incident))));
	xml_element(out, "updated", str_of(when));
	date_rfc3339(when, r->incident->first_ms);
	xml_element(out, "published", str_of(when));
	if (p != NULL && !isnan(p->lat))
		buf_printf(out, "<georss:point>%.4f %.4f</georss:point>", p->lat, p->lon);
	if (r->incident->n_causes > 0) {
		buf_cstr(out, "<category term=\"");
		xml_text(out, r->incident->causes[0]);
		buf_cstr(out, "\"/>");
	}
	atom_evidence(out, r->incident);
	xml_element(out, "summary", arena_printf(a, "%.*s. According to %.*s.",
	    STR_ARG(toll_words(a, r->incident)), STR_ARG(source_names(a, r->incident))));
	buf_cstr(out, "</entry>\n");
}

static void
write_atom(struct buf *out, struct arena *a, const struct export_set *set)
{
	char when[DATE_TEXT];

	date_rfc3339(when, set->n > 0 ? set->rows[0].changed_ms : set->now_ms);
	buf_cstr(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:georss=\"http://www.georss.org/georss\""
	    " xmlns:at=\"http://purl.org/atompub/tombstones/1.0\">\n");
	xml_element(out, "id", arena_printf(a, "tag:%.*s,2026:incidents", STR_ARG(set->host)));
	xml_element(out, "title", STR("Incidents, read by Tocsin from news feeds"));
	xml_element(out, "updated", str_of(when));
	buf_cstr(out, "<author><name>Tocsin</name></author>\n");
	if (set->base.n > 0)
		atom_link(out, "self", arena_printf(a, "%.*s/incidents.atom", STR_ARG(set->base)));
	if (set->next.n > 0) /* RFC 5005 */
		atom_link(out, "next", arena_printf(a, "%.*s%.*s", STR_ARG(set->base), STR_ARG(set->next)));
	for (size_t i = 0; i < set->n; i++)
		atom_entry(out, a, set, &set->rows[i]);
	buf_cstr(out, "</feed>\n");
}

const struct export_format export_formats[] = {
	{ "incidents.geojson", NULL, "application/geo+json", "points for maps (RFC 7946)",
	    write_geojson },
	{ "incidents.csv", "hxl", "text/csv; charset=utf-8", "a row each, with HXL hashtags",
	    write_hxl },
	{ "incidents.csv", "acled", "text/csv; charset=utf-8",
	    "a row each, in the columns of ACLED's files (not ACLED's data)", write_acled },
	{ "incidents.jsonl", NULL, "application/jsonl", "the whole record, a line each",
	    write_jsonl },
	{ "incidents.atom", NULL, "application/atom+xml",
	    "a feed, with tombstones for what was withdrawn", write_atom },
	{ .path = NULL },
};

const struct export_format *
export_find(struct str path, struct str profile)
{
	for (const struct export_format *f = export_formats; f->path != NULL; f++)
		if (str_eq(path, str_of(f->path)) &&
		    (profile.n == 0 || f->profile == NULL || str_eq(profile, str_of(f->profile))))
			return f;
	return NULL;
}
