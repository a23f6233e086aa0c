/* feed_json.c -- see feed_json.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "parser/entity.h"
#include "parser/feed_json.h"
#include "parser/html.h"

#define MEMBER_MAX (4u << 20)

/* ---- clean text ---- */

static bool
is_clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || c == 0xc2 ||
		    c == 0xe2 || c == 0xef)
			return false;
	}
	return utf8_valid(s);
}

static void
put(struct json *j, const char *key, struct str s)
{
	struct buf clean;

	if (s.n == 0)
		return;
	if (key != NULL)
		json_key(j, key);
	if (is_clean(s)) {
		json_str(j, s);
		return;
	}
	buf_init(&clean, MEMBER_MAX);
	utf8_clean(&clean, s, true);
	json_str(j, buf_str(&clean));
	buf_clear(&clean);
}

static void
put_time(struct json *j, const char *key, int64_t ms)
{
	if (ms != TIME_NONE)
		json_ktime(j, key, ms);
}

static void
put_keyed(struct json *j, const char *key, const char *suffix, struct str s)
{
	char full[64];

	snprintf(full, sizeof(full), "%s%s", key, suffix);
	put(j, full, s);
}

static void
put_text(struct json *j, const char *key, const struct feed_text *t)
{
	struct buf safe;

	if (t->value.n > 0 && t->html) {
		buf_init(&safe, MEMBER_MAX);
		html_safe(&safe, t->value, t->base);
		put(j, key, safe.n > 0 ? buf_str(&safe) : STR(" "));
		buf_clear(&safe);
	} else {
		put(j, key, t->value);
	}
	if (t->value.n > 0)
		put_keyed(j, key, "_type",
		    t->type.n > 0 ? t->type
			: t->html ? STR("html")
				  : STR("text"));
	if (t->value.n > 0)
		put_keyed(j, key, "_lang", t->lang);
	put_keyed(j, key, "_src", t->src);
}

/* ---- members ---- */

static void
put_person(struct json *j, const struct feed_person *p)
{
	json_open(j, '{');
	put(j, "name", p->name);
	put(j, "email", p->email);
	put(j, "uri", p->uri);
	json_close(j);
}

static void
put_persons(struct json *j, const char *key, const struct feed_person *p, size_t n)
{
	if (n == 0)
		return;
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		put_person(j, &p[i]);
	json_close(j);
}

static void
put_author(struct json *j, const struct feed_person *p)
{
	if (p->name.n > 0 && p->email.n > 0) {
		struct buf b;

		buf_init(&b, MEMBER_MAX);
		buf_printf(&b, "%.*s (%.*s)", STR_ARG(p->name), STR_ARG(p->email));
		put(j, "author", buf_str(&b));
		buf_clear(&b);
	} else {
		put(j, "author", p->name.n > 0 ? p->name : p->email);
	}
}

static void
put_links(struct json *j, const char *key, const char *address, const struct feed_link *l,
    size_t n)
{
	if (n == 0)
		return;
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		put(j, "rel", l[i].rel);
		put(j, address, l[i].href);
		put(j, "type", l[i].type);
		put(j, "title", l[i].title);
		put(j, "hreflang", l[i].hreflang);
		if (l[i].length >= 0)
			json_kint(j, "length", l[i].length);
		json_close(j);
	}
	json_close(j);
}

static void
put_categories(struct json *j, const struct feed_category *c, size_t n)
{
	if (n == 0)
		return;
	json_key(j, "categories");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		put(j, NULL, c[i].term.n > 0 ? c[i].term : c[i].label);
	json_close(j);
	json_key(j, "category_details");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		put(j, "term", c[i].term);
		put(j, "scheme", c[i].scheme);
		put(j, "label", c[i].label);
		json_close(j);
	}
	json_close(j);
}

static void
put_image(struct json *j, const struct feed_image *im)
{
	if (im->url.n == 0 && im->link.n == 0 && im->title.n == 0)
		return;
	json_key(j, "image");
	json_open(j, '{');
	put(j, "url", im->url);
	put(j, "link", im->link);
	put(j, "title", im->title);
	if (im->width >= 0)
		json_kint(j, "width", im->width);
	if (im->height >= 0)
		json_kint(j, "height", im->height);
	json_close(j);
}

static void
put_value(struct json *j, const struct feed_value *v, const char *key)
{
	double number;

	json_key(j, key);
	if (v->type == FEED_VALUE_BOOL)
		json_bool(j, str_eq(v->value, STR("true")));
	else if (v->type == FEED_VALUE_NUMBER && str_double(v->value, &number))
		json_num(j, number);
	else
		put(j, NULL, v->value);
}

static bool
seen_before(const struct feed_value *v, size_t i, struct str prefix)
{
	for (size_t k = 0; k < i; k++)
		if (prefix.n > 0 ? str_starts(v[k].name, prefix)
				 : str_eq(v[k].name, v[i].name))
			return true;
	return false;
}

/* "cloud.port" is a member of an object, "gdacs:alertlevel" of "extra", the rest are
 * their own. */
static void
put_extras(struct json *j, const struct feed_value *v, size_t n)
{
	bool foreign = false;
	char object[64];

	for (size_t i = 0; i < n; i++) {
		size_t dot = str_chr(v[i].name, '.');
		struct str prefix = str_sub(v[i].name, 0,
		    dot == STR_NOWHERE ? 0 : dot + 1);

		if (str_chr(v[i].name, ':') != STR_NOWHERE) {
			foreign = true;
			continue;
		}
		if (seen_before(v, i, prefix))
			continue;
		if (dot == STR_NOWHERE) {
			put_value(j, &v[i], v[i].name.p);
			continue;
		}
		snprintf(object, sizeof(object), "%.*s", (int)dot, v[i].name.p);
		json_key(j, object);
		json_open(j, '{');
		for (size_t k = i; k < n; k++)
			if (str_starts(v[k].name, prefix))
				put_value(j, &v[k], v[k].name.p + prefix.n);
		json_close(j);
	}
	if (!foreign)
		return;
	json_key(j, "extra");
	json_open(j, '{');
	for (size_t i = 0; i < n; i++)
		if (str_chr(v[i].name, ':') != STR_NOWHERE &&
		    !seen_before(v, i, STR_NONE))
			put_value(j, &v[i], v[i].name.p);
	json_close(j);
}

static void
put_point(struct json *j, const struct feed_geo *g, size_t at)
{
	json_open(j, '[');
	for (size_t i = 0; i < g->dims; i++)
		json_num(j, g->coords.items[at + i]);
	json_close(j);
}

/* Coordinates as GeoJSON nests them; a box is its two corners. */
static void
put_geo(struct json *j, const struct feed_entry *en)
{
	const struct feed_geo *g = &en->geo;
	bool ring = str_eq(g->type, STR("Polygon"));

	if (g->type.n == 0)
		return;
	json_key(j, "geo");
	json_open(j, '{');
	json_kstr(j, "type", g->type);
	json_key(j, "coordinates");
	if (str_eq(g->type, STR("Point"))) {
		put_point(j, g, 0);
	} else {
		json_open(j, '[');
		if (ring)
			json_open(j, '[');
		for (size_t i = 0; i + g->dims <= g->coords.n; i += g->dims)
			put_point(j, g, i);
		if (ring)
			json_close(j);
		json_close(j);
	}
	if (!isnan(en->lat) && !isnan(en->lon)) {
		json_knum(j, "lon", en->lon);
		json_knum(j, "lat", en->lat);
	}
	json_close(j);
}

/* ---- the feed, and what a source has in common with it ---- */

static void
put_generator(struct json *j, const struct feed_doc *d)
{
	if (d->generator.n == 0 && d->generator_uri.n == 0 && d->generator_version.n == 0)
		return;
	put(j, "generator", d->generator);
	json_key(j, "generator_detail");
	json_open(j, '{');
	put(j, "name", d->generator);
	put(j, "uri", d->generator_uri);
	put(j, "version", d->generator_version);
	json_close(j);
}

static void
put_head(struct json *j, const struct feed_doc *d)
{
	put(j, "id", d->id);
	put_text(j, "title", &d->title);
	put_text(j, "subtitle", &d->subtitle);
	put(j, "link", d->link);
	put(j, "self", d->self);
	put(j, "hub", d->hub);
	put_time(j, "updated", d->updated);
	put_time(j, "published", d->published);
	put_time(j, "created", d->created);
	put(j, "language", d->lang);
	if (d->authors.n > 0)
		put_author(j, &d->authors.items[0]);
	put_persons(j, "authors", d->authors.items, d->authors.n);
	put_persons(j, "contributors", d->contributors.items, d->contributors.n);
	put_text(j, "rights", &d->rights);
	put_text(j, "info", &d->info);
	put_generator(j, d);
	put(j, "icon", d->icon);
	put(j, "logo", d->logo);
	put_image(j, &d->image);
	put_categories(j, d->categories.items, d->categories.n);
	put_links(j, "links", "href", d->links.items, d->links.n);
}

static void
put_skips(struct json *j, const struct feed_doc *d)
{
	static const char *const days[] = { "Sunday", "Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday" };

	if (d->skip_hours != 0) {
		json_key(j, "skip_hours");
		json_open(j, '[');
		for (int h = 0; h < 24; h++)
			if (d->skip_hours & UINT32_C(1) << h)
				json_int(j, h);
		json_close(j);
	}
	if (d->skip_days != 0) {
		json_key(j, "skip_days");
		json_open(j, '[');
		for (size_t i = 0; i < NELEM(days); i++)
			if (d->skip_days & 1u << i)
				json_str(j, str_of(days[i]));
		json_close(j);
	}
}

static void
feed_doc_json(struct json *j, const struct feed_doc *d)
{
	json_open(j, '{');
	put(j, "format", str_of(feed_format_names[d->format]));
	put(j, "encoding", d->encoding);
	json_kbool(j, "wellformed", d->wellformed);
	put_head(j, d);
	if (d->ttl_s >= 0)
		json_kint(j, "ttl", d->ttl_s / 60);
	if (d->update_interval_s >= 0)
		json_kint(j, "update_interval", d->update_interval_s);
	put(j, "docs", d->docs);
	put_skips(j, d);
	if (d->publisher.name.n > 0 || d->publisher.email.n > 0) {
		json_key(j, "publisher");
		put_person(j, &d->publisher);
	}
	put_extras(j, d->extra.items, d->extra.n);
	if (d->dropped > 0)
		json_kint(j, "dropped", (int64_t)d->dropped);
	json_key(j, "entries");
	json_open(j, '[');
	for (size_t i = 0; i < d->entries.n; i++)
		feed_entry_json(j, d->entries.items[i]);
	json_close(j);
	json_close(j);
}

static void
put_contents(struct json *j, const struct feed_entry *en)
{
	if (en->contents.n == 0)
		return;
	put_text(j, "content", &en->contents.items[0]);
	json_key(j, "contents");
	json_open(j, '[');
	for (size_t i = 0; i < en->contents.n; i++) {
		json_open(j, '{');
		put_text(j, "value", &en->contents.items[i]);
		json_close(j);
	}
	json_close(j);
}

void
feed_entry_json(struct json *j, const struct feed_entry *en)
{
	json_open(j, '{');
	put(j, "id", en->id);
	if (en->id.n > 0)
		json_kbool(j, "guid_is_link", en->id_is_link);
	if (en->withdrawn)
		json_kbool(j, "withdrawn", true);
	put_text(j, "title", &en->title);
	put(j, "link", en->link);
	put_time(j, "published", en->published);
	put_time(j, "updated", en->updated);
	put_time(j, "created", en->created);
	put_time(j, "expired", en->expired);
	put(j, "language", en->lang);
	if (en->authors.n > 0)
		put_author(j, &en->authors.items[0]);
	put_persons(j, "authors", en->authors.items, en->authors.n);
	put_persons(j, "contributors", en->contributors.items, en->contributors.n);
	put_text(j, "summary", &en->summary);
	put_contents(j, en);
	put_categories(j, en->categories.items, en->categories.n);
	put_links(j, "links", "href", en->links.items, en->links.n);
	put_links(j, "enclosures", "url", en->enclosures.items, en->enclosures.n);
	put(j, "comments", en->comments);
	put(j, "comments_feed", en->comments_feed);
	put_text(j, "rights", &en->rights);
	put(j, "license", en->license);
	put_image(j, &en->image);
	put_geo(j, en);
	if (en->thumbnails.n > 0) {
		json_key(j, "thumbnails");
		json_open(j, '[');
		for (size_t i = 0; i < en->thumbnails.n; i++)
			put(j, NULL, en->thumbnails.items[i]);
		json_close(j);
	}
	if (en->source != NULL) {
		json_key(j, "source");
		json_open(j, '{');
		put_head(j, en->source);
		put(j, "url", en->source->self);
		json_close(j);
	}
	put_extras(j, en->extra.items, en->extra.n);
	json_close(j);
}

void
feed_doc_write(struct buf *out, const struct feed_doc *d)
{
	struct json j;

	json_init(&j, out);
	feed_doc_json(&j, d);
}

void
feed_error_write(struct buf *out, const struct err *e)
{
	struct json j;

	json_init(&j, out);
	json_open(&j, '{');
	json_kstr(&j, "_error", str_of(e->msg));
	json_close(&j);
}
