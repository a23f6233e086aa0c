/* export.c -- see export.h: GeoJSON, JSON Lines and Atom, and the table of all formats.
 */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/export_parts.h"

#define ATOM_EVIDENCE 10 /* links of an entry */

/* ---- what several formats ask of an incident ---- */

bool
export_is_gone(const struct export_row *r)
{
	return r->incident->state != INCIDENT_OPEN;
}

const struct fact_place *
export_main_place(const struct incident *in)
{
	for (size_t i = 0; i < in->n_places; i++)
		if (!isnan(in->places[i].lat))
			return &in->places[i];
	return in->n_places > 0 ? &in->places[0] : NULL;
}

struct str
export_source_names(struct arena *a, const struct incident *in)
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

struct str
export_first_url(const struct incident *in)
{
	for (size_t i = in->n_pieces; i > 0; i--)
		if (in->pieces[i - 1]->url.n > 0)
			return in->pieces[i - 1]->url;
	return STR_NONE;
}

struct str
export_headline(struct arena *a, const struct incident *in)
{
	const char *glue = ": ";
	struct buf b;
	struct str s;

	buf_init(&b, LIMIT_FIELD);
	buf_add(&b, incident_name(a, in));
	for (int f = 0; f < TOLL_N; f++) {
		const struct fused *t = incident_toll(in, f, STR_NONE, STR_NONE);

		if (t == NULL)
			continue;
		buf_printf(&b, "%s%lld %s", glue, (long long)t->best, toll_names[f]);
		glue = ", ";
		if (t->max < 0)
			buf_printf(&b, " (%lld or more)", (long long)t->min);
		else if (t->min != t->max)
			buf_printf(&b, " (%lld to %lld)", (long long)t->min,
			    (long long)t->max);
	}
	s = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return s;
}

/* ---- GeoJSON and JSON Lines ---- */

static void
feature(struct json *j, struct arena *a, const struct export_row *r)
{
	const struct fact_place *p = export_main_place(r->incident);

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
	json_kstr(j, "geo_precision",
	    p == NULL ? STR("text") : str_of(precision_names[p->precision]));
	json_ktime(j, "updated", r->changed_ms);
	json_kopt(j, "source", export_source_names(a, r->incident));
	json_key(j, "incident");
	json_open(j, '{');
	incident_head_json(j, a, r->incident, r->changed_ms);
	json_close(j);
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
		if (!export_is_gone(&set->rows[i]))
			feature(&j, a, &set->rows[i]);
	json_close(&j);
	json_close(&j);
}

static void
write_jsonl(struct buf *out, struct arena *a, const struct export_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		struct json j;

		json_init(&j, out);
		json_open(&j, '{');
		incident_head_json(&j, a, set->rows[i].incident, set->rows[i].changed_ms);
		incident_body_json(&j, a, set->rows[i].incident);
		json_close(&j);
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
		const char *esc = s.p[i] == '&' ? "&amp;"
		    : s.p[i] == '<'             ? "&lt;"
		    : s.p[i] == '>'             ? "&gt;"
		    : s.p[i] == '"'             ? "&quot;"
						: NULL;

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
	return arena_printf(a, "tag:%.*s,2026:incident:%.*s", STR_ARG(set->host),
	    STR_ARG(id));
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
	const struct fact_place *p = export_main_place(r->incident);
	char when[DATE_TEXT];

	date_rfc3339(when, r->changed_ms);
	if (export_is_gone(r)) {
		buf_cstr(out, "<at:deleted-entry ref=\"");
		xml_text(out, tag_uri(a, set, r->incident->id));
		buf_printf(out, "\" when=\"%s\"/>\n", when);
		return;
	}
	buf_cstr(out, "<entry>");
	xml_element(out, "id", tag_uri(a, set, r->incident->id));
	xml_element(out, "title", export_headline(a, r->incident));
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
	xml_element(out, "summary",
	    arena_printf(a, "%.*s. According to %.*s.",
		STR_ARG(export_headline(a, r->incident)),
		STR_ARG(export_source_names(a, r->incident))));
	buf_cstr(out, "</entry>\n");
}

static void
write_atom(struct buf *out, struct arena *a, const struct export_set *set)
{
	char when[DATE_TEXT];

	date_rfc3339(when, set->n > 0 ? set->rows[0].changed_ms : set->now_ms);
	buf_cstr(out,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
	    "xmlns:georss=\"http://www.georss.org/georss\""
	    " xmlns:at=\"http://purl.org/atompub/tombstones/1.0\">\n");
	xml_element(out, "id",
	    arena_printf(a, "tag:%.*s,2026:incidents", STR_ARG(set->host)));
	xml_element(out, "title", STR("Incidents, read by Tocsin from news feeds"));
	xml_element(out, "updated", str_of(when));
	buf_cstr(out, "<author><name>Tocsin</name></author>\n");
	if (set->base.n > 0)
		atom_link(out, "self",
		    arena_printf(a, "%.*s/incidents.atom", STR_ARG(set->base)));
	if (set->next.n > 0) /* RFC 5005 */
		atom_link(out, "next",
		    arena_printf(a, "%.*s%.*s", STR_ARG(set->base), STR_ARG(set->next)));
	for (size_t i = 0; i < set->n; i++)
		atom_entry(out, a, set, &set->rows[i]);
	buf_cstr(out, "</feed>\n");
}

const struct export_format export_formats[] = {
	{ "incidents.geojson", NULL, "application/geo+json", "points for maps (RFC 7946)",
	    write_geojson },
	{ "incidents.csv", "hxl", "text/csv; charset=utf-8",
	    "a row each, with HXL hashtags", export_hxl },
	{ "incidents.csv", "acled", "text/csv; charset=utf-8",
	    "a row each, in the columns of ACLED's files (not ACLED's data)",
	    export_acled },
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
		    (profile.n == 0 || f->profile == NULL ||
			str_eq(profile, str_of(f->profile))))
			return f;
	return NULL;
}
