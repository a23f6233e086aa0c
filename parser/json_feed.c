/*
 * json_feed.c -- see json_feed.h.  Values of a wrong type are read as what they may mean
 * (a number as an id, one author as a list of one) or passed over; nothing of them is an
 * error.
 */
#include "config.h"

#include <jansson.h>

#include "base/utf8.h"
#include "parser/date.h"
#include "parser/href.h"
#include "parser/json_feed.h"
#include "parser/json_mend.h"

static struct str
as_text(struct build *b, const json_t *v)
{
	if (json_is_string(v))
		return build_keep(b,
		    str_trim((struct str){
			json_string_value(v), json_string_length(v) }));
	if (json_is_integer(v))
		return arena_printf(build_arena(b), "%lld",
		    (long long)json_integer_value(v));
	if (json_is_real(v))
		return arena_printf(build_arena(b), "%.15g", json_real_value(v));
	return STR_NONE;
}

static struct str
get_text(struct build *b, const json_t *o, const char *key)
{
	return as_text(b, json_object_get(o, key));
}

static struct str
get_string(struct build *b, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_string(v) ? as_text(b, v) : STR_NONE;
}

static struct str
get_url(struct build *b, const json_t *o, const char *key)
{
	return build_url(b, get_string(b, o, key));
}

static int64_t
get_date(struct build *b, const json_t *o, const char *key)
{
	int64_t ms = TIME_NONE;

	feed_date(get_text(b, o, key), &ms);
	return ms;
}

typedef FEED_LIST(struct feed_person) person_list;

static void
read_person(struct build *b, const json_t *v, void *list)
{
	struct feed_person p = { 0 };
	person_list *to = list;
	struct feed_person *more;

	if (json_is_string(v)) {
		p.name = as_text(b, v);
	} else if (json_is_object(v)) {
		p.name = get_string(b, v, "name");
		p.uri = get_url(b, v, "url");
		p.email = get_string(b, v, "email");
	}
	if (str_starts_ci(p.uri, STR("mailto:"))) {
		p.email = str_sub(p.uri, 7, p.uri.n);
		p.uri = STR_NONE;
	}
	if (p.name.n == 0 && p.uri.n == 0 && p.email.n == 0)
		return;
	more = BUILD_ADD(b, *to);
	*more = p;
}

/* "authors" (1.1), else "author" (1.0); either as a list or as one. */
static void
read_authors(struct build *b, const json_t *o, void *list)
{
	static const char *const keys[] = { "authors", "author" };
	const person_list *to = list;
	const json_t *v;
	size_t i;

	for (size_t k = 0; k < 2 && to->n == 0; k++) {
		const json_t *all = json_object_get(o, keys[k]);

		if (json_is_array(all))
			json_array_foreach((json_t *)(uintptr_t)all, i, v)
			    read_person(b, v, list);
		else
			read_person(b, all, list);
	}
}

static void
read_tags(struct build *b, const json_t *o)
{
	const json_t *tags = json_object_get(o, "tags"), *v;
	size_t i;

	if (json_is_string(tags)) {
		struct feed_category *c = BUILD_ADD(b, b->entry->categories);

		c->term = as_text(b, tags);
	}
	json_array_foreach((json_t *)(uintptr_t)tags, i, v)
	{
		struct str term = as_text(b, v);

		if (term.n > 0) {
			struct feed_category *c = BUILD_ADD(b, b->entry->categories);

			c->term = term;
		}
	}
}

static int64_t
size_of(const json_t *v)
{
	uint64_t n;

	if (json_is_integer(v) && json_integer_value(v) >= 0)
		return json_integer_value(v);
	if (json_is_real(v) && json_real_value(v) >= 0 && json_real_value(v) < 9e15)
		return (int64_t)json_real_value(v);
	if (json_is_string(v) && str_uint(str_of(json_string_value(v)), &n) &&
	    n < INT64_MAX)
		return (int64_t)n;
	return -1;
}

static void
read_attachments(struct build *b, const json_t *o)
{
	const json_t *list = json_object_get(o, "attachments"), *v;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)list, i, v)
	{
		struct str url = get_url(b, v, "url");
		struct feed_link l;

		if (url.n == 0)
			continue;
		l = (struct feed_link){ .rel = STR("enclosure"),
			.href = url,
			.type = get_string(b, v, "mime_type"),
			.title = get_string(b, v, "title"),
			.length = size_of(json_object_get(v, "size_in_bytes")) };
		build_enclosure(b, &l);
	}
}

static void
add_content(struct build *b, const json_t *o, const char *key, bool html)
{
	struct str value = get_string(b, o, key);
	struct feed_text *t;

	if (value.n == 0)
		return;
	t = BUILD_ADD(b, b->entry->contents);
	*t = (struct feed_text){ .value = value,
		.html = html,
		.lang = b->entry->lang,
		.base = build_top(b)->base };
}

static void
add_link(struct build *b, struct str href, const char *rel)
{
	struct feed_link *l;

	if (href.n == 0)
		return;
	l = BUILD_ADD(b, b->entry->links);
	*l = (struct feed_link){ .rel = str_of(rel), .href = href, .length = -1 };
}

static void
read_item(struct build *b, const json_t *o)
{
	struct feed_entry *en = build_entry_begin(b);
	struct str external = get_url(b, o, "external_url"), *thumb;

	en->id = get_text(b, o, "id");
	en->link = get_url(b, o, "url");
	en->lang = get_string(b, o, "language");
	add_link(b, en->link, "alternate");
	add_link(b, external, "related");
	if (en->link.n == 0)
		en->link = external;
	if (en->link.n == 0 && href_is_web(en->id))
		en->link = en->id;
	en->title = (struct feed_text){ .value = get_text(b, o, "title"),
		.lang = en->lang };
	en->summary = (struct feed_text){ .value = get_text(b, o, "summary"),
		.lang = en->lang };
	add_content(b, o, "content_html", true);
	add_content(b, o, "content_text", false);
	en->published = get_date(b, o, "date_published");
	en->updated = get_date(b, o, "date_modified");
	if (en->updated == TIME_NONE)
		en->updated = get_date(b, o, "date_updated");
	en->image.url = get_url(b, o, "image");
	if (en->image.url.n == 0)
		en->image.url = get_url(b, o, "banner_image");
	if (en->image.url.n > 0) {
		thumb = BUILD_ADD(b, en->thumbnails);
		*thumb = en->image.url;
	}
	read_authors(b, o, &en->authors);
	read_tags(b, o);
	read_attachments(b, o);
	build_entry_end(b);
}

static void
read_hubs(struct build *b, const json_t *o)
{
	const json_t *hubs = json_object_get(o, "hubs"), *v;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)hubs, i, v) if (b->doc->hub.n == 0)
	    b->doc->hub = get_url(b, v, "url");
}

static void
read_top(struct build *b, const json_t *o)
{
	struct feed_doc *d = b->doc;
	struct str lang = get_string(b, o, "language");

	d->self = get_url(b, o, "feed_url");
	if (b->stack[0].base.n == 0)
		b->stack[0].base = d->self;
	d->link = get_url(b, o, "home_page_url");
	d->lang = lang.n > 0 ? lang : b->stack[0].lang;
	d->title.value = get_text(b, o, "title");
	d->subtitle.value = get_text(b, o, "description");
	d->logo = get_url(b, o, "icon");
	d->icon = get_url(b, o, "favicon");
	if (d->icon.n == 0)
		d->icon = d->logo;
	if (json_is_true(json_object_get(o, "expired")))
		build_extra(b, "complete", STR("true"), FEED_VALUE_BOOL);
	build_extra(b, "next_url", get_url(b, o, "next_url"), FEED_VALUE_TEXT);
	read_authors(b, o, &d->authors);
	read_hubs(b, o);
}

static json_t *
load(struct str text, json_error_t *why)
{
	return json_loadb(text.p, text.n, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, why);
}

/* What is broken: mended; and if that does not help, up to the last item before the
 * mistake. */
static json_t *
load_broken(struct str text)
{
	json_error_t why;
	struct buf mended;
	json_t *root;
	size_t end;

	buf_init(&mended, 2 * text.n + 2);
	json_mend(&mended, text);
	root = load(buf_str(&mended), &why);
	if (root == NULL && why.position > 0) {
		end = json_whole_items(str_sub(buf_str(&mended), 0, (size_t)why.position),
		    STR("items"));
		mended.n = end;
		buf_cstr(&mended, "]}");
		root = end == 0 ? NULL : load(buf_str(&mended), &why);
	}
	buf_clear(&mended);
	return root;
}

int
json_feed_read(struct build *b, struct str text, bool *whole, struct err *e)
{
	json_error_t why;
	json_t *root, *items, *v;
	struct str version;
	size_t i;

	root = load(text, &why);
	*whole = root != NULL;
	if (root == NULL && (root = load_broken(text)) == NULL)
		return err_set(e, "JSON that is broken in line %d: %s", why.line,
		    why.text);
	version = get_string(b, root, "version");
	items = json_object_get(root, "items");
	if (str_find(version, STR("jsonfeed.org/version/")) == STR_NOWHERE &&
	    !(json_is_array(items) && json_is_string(json_object_get(root, "title")))) {
		json_decref(root);
		return err_set(e, "a JSON document, not a JSON Feed");
	}
	b->doc->format = str_ends(version, STR("/1")) || str_ends(version, STR("/1.0"))
	    ? FEED_JSON10
	    : FEED_JSON11;
	read_top(b, root);
	json_array_foreach(items, i, v) if (json_is_object(v)) read_item(b, v);
	json_decref(root);
	return 0;
}
