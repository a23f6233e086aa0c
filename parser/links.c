/* links.c -- what is done with elements: links, categories, images, places, rare fields.
 */
#include "config.h"

#include "base/alloc.h"
#include "parser/fields.h"
#include "parser/href.h"

#define EXTRA_VALUE_MAX 4096

static bool
in_entry(const struct build *b)
{
	return b->entry != NULL && b->head == b->doc;
}

/* ---- links ---- */

static bool
is_page(const struct feed_link *l)
{
	return l->type.n == 0 || str_find_ci(l->type, STR("html")) != STR_NOWHERE;
}

static void
use_entry_link(struct build *b, const struct feed_link *l)
{
	struct feed_entry *en = b->entry;

	if (str_eq_ci(l->rel, STR("alternate")) &&
	    (en->link.n == 0 || (is_page(l) && !b->page_link[in_entry(b)]))) {
		en->link = l->href;
		b->page_link[in_entry(b)] = is_page(l);
	} else if (str_eq_ci(l->rel, STR("enclosure"))) {
		build_enclosure(b, l);
	} else if (str_eq_ci(l->rel, STR("license")) && en->license.n == 0) {
		en->license = l->href;
	} else if (str_eq_ci(l->rel, STR("replies"))) {
		if (str_find_ci(l->type, STR("xml")) != STR_NOWHERE &&
		    en->comments_feed.n == 0)
			en->comments_feed = l->href;
		else if (is_page(l) && en->comments.n == 0)
			en->comments = l->href;
	}
}

static void
use_feed_link(struct build *b, const struct feed_link *l)
{
	struct feed_doc *d = b->head;

	if (str_eq_ci(l->rel, STR("alternate")) &&
	    (d->link.n == 0 || (is_page(l) && !b->page_link[in_entry(b)]))) {
		d->link = l->href;
		b->page_link[in_entry(b)] = is_page(l);
	} else if (str_eq_ci(l->rel, STR("self")) && d->self.n == 0) {
		d->self = l->href;
	} else if (str_eq_ci(l->rel, STR("hub")) && d->hub.n == 0) {
		d->hub = l->href;
	} else if (str_eq_ci(l->rel, STR("license"))) {
		build_extra(b, "license", l->href, FEED_VALUE_TEXT);
	}
}

static void
add_link(struct build *b, const struct feed_link *l)
{
	struct feed_link *to = in_entry(b) ? BUILD_ADD(b, b->entry->links)
					   : BUILD_ADD(b, b->head->links);

	*to = *l;
	if (l->href.n == 0)
		return;
	if (in_entry(b))
		use_entry_link(b, to);
	else
		use_feed_link(b, to);
}

static int64_t
size_of(struct str s)
{
	uint64_t v;

	return str_uint(s, &v) && v < INT64_MAX ? (int64_t)v : -1;
}

static void
link_from(struct build *b, const struct attrs *a, const char *href, struct feed_link *l)
{
	struct str rel = attr_get(a, "rel");

	*l = (struct feed_link){ .rel = rel.n > 0 ? build_keep(b, rel) : STR("alternate"),
		.href = build_url(b, attr_get(a, href)),
		.type = build_keep(b, attr_get(a, "type")),
		.title = build_keep(b, attr_get(a, "title")),
		.hreflang = build_keep(b, attr_get(a, "hreflang")),
		.length = size_of(attr_get(a, "length")) };
}

START(start_link)
{
	struct feed_link l;

	(void)el;
	link_from(b, a, "href", &l);
	/* An empty reference is the base itself (RFC 3986, 4.4). */
	if (!in_entry(b) && attr_exists(a, "href") && attr_get(a, "href").n == 0)
		l.href = build_top(b)->base;
	b->link = l;
	if (l.href.n > 0)
		add_link(b, &l);
}

/* An address as text, as RSS has it; or a link that has none, kept for what it says
 * besides. */
END(end_link)
{
	struct feed_link *l = &b->link;
	struct str *link = in_entry(b) ? &b->entry->link : &b->head->link;

	(void)el;
	if (l->href.n > 0)
		return;
	l->href = build_url(b, text);
	if (l->href.n == 0 && l->type.n == 0 && l->title.n == 0)
		return;
	/* RSS's own link is the link, whatever other vocabularies said before. */
	if (l->href.n > 0 && str_eq(l->rel, STR("alternate")) &&
	    !b->page_link[in_entry(b)])
		*link = STR_NONE;
	add_link(b, l);
	if (!in_entry(b) && b->head == b->doc && b->doc->format < FEED_ATOM03 &&
	    b->site.n == 0 && href_is_web(b->doc->link))
		b->site = b->doc->link;
}

START(start_anchor)
{
	(void)el;
	if (in_entry(b) && b->entry->link.n == 0)
		b->entry->link = build_url(b, attr_get(a, "href"));
	else if (!in_entry(b) && b->head->link.n == 0)
		b->head->link = build_url(b, attr_get(a, "href"));
}

START(start_enclosure)
{
	struct feed_link l;

	(void)el;
	if (!in_entry(b))
		return;
	link_from(b, a, "url", &l);
	if (l.href.n == 0)
		return;
	l.rel = STR("enclosure");
	build_enclosure(b, &l);
}

START(start_media_content)
{
	struct str url = attr_get(a, "url"), type = attr_get(a, "type"),
		   medium = attr_get(a, "medium");
	struct feed_link l;

	(void)el;
	if (url.n == 0 || !in_entry(b))
		return;
	url = build_url(b, url);
	for (size_t i = 0; i < b->entry->enclosures.n; i++)
		if (str_eq(b->entry->enclosures.items[i].href, url))
			return;
	l = (struct feed_link){ .rel = STR("enclosure"),
		.href = url,
		.type = build_keep(b, type.n > 0 ? type : medium),
		.length = size_of(attr_get(a, "fileSize")) };
	build_enclosure(b, &l);
}

static void
add_thumbnail(struct build *b, struct str url)
{
	struct str *to;

	if (url.n == 0 || !in_entry(b))
		return;
	to = BUILD_ADD(b, b->entry->thumbnails);
	*to = build_url(b, url);
}

START(start_thumbnail)
{
	(void)el;
	add_thumbnail(b, attr_get(a, "url"));
}

END(end_thumbnail)
{
	(void)el;
	add_thumbnail(b, text);
}

/* ---- identity ---- */

START(start_guid)
{
	struct str p = attr_get(a, "isPermaLink");

	(void)el;
	if (b->entry != NULL)
		b->entry->id_is_link = !str_eq_ci(p, STR("false"));
}

END(end_guid)
{
	(void)el;
	if (b->entry == NULL || text.n == 0) {
		if (b->entry != NULL)
			b->entry->id_is_link = false;
		return;
	}
	b->entry->id = build_keep(b, text);
}

END(end_id)
{
	struct str *id = in_entry(b) ? &b->entry->id : &b->head->id;

	if (text.n > 0 && !((el->flags & EL_WEAK) && id->n > 0))
		*id = build_keep(b, text);
}

END(end_language)
{
	struct str *lang = in_entry(b) ? &b->entry->lang : &b->head->lang;

	(void)el;
	if (text.n > 0)
		*lang = build_keep(b, text);
}

/* ---- categories ---- */

static void
add_category(struct build *b, struct str term, struct str scheme, struct str label)
{
	struct feed_category *c;

	if (term.n == 0 && label.n == 0)
		return;
	c = in_entry(b) ? BUILD_ADD(b, b->entry->categories)
			: BUILD_ADD(b, b->head->categories);
	*c = (struct feed_category){ build_keep(b, term), build_keep(b, scheme),
		build_keep(b, label) };
}

START(start_category)
{
	struct str term = attr_get(a, "term"), scheme = attr_get(a, "scheme");

	if (scheme.n == 0)
		scheme = attr_get(a, "domain");
	if (scheme.n == 0 && el->word != NULL)
		scheme = str_of(el->word);
	if (el->inside == IN_CATEGORY)
		term = attr_get(a, "text");
	b->scheme = build_keep(b, scheme);
	b->label = build_keep(b, attr_get(a, "label"));
	b->term = term.n > 0;
	if (term.n > 0)
		add_category(b, term, scheme, attr_get(a, "label"));
}

END(end_category)
{
	(void)el;
	if (!b->term)
		add_category(b, text, b->scheme, b->label);
}

END(end_keywords)
{
	struct str word;

	while (str_cut(&text, ',', &word))
		add_category(b, str_trim(word), str_of(el->word), STR_NONE);
}

/* ---- the feed's odds and ends ---- */

START(start_generator)
{
	struct str uri = attr_get(a, "uri");

	(void)el;
	if (uri.n == 0)
		uri = attr_get(a, "url");
	b->head->generator_uri = build_url(b, uri);
	b->head->generator_version = build_keep(b, attr_get(a, "version"));
}

END(end_generator)
{
	(void)el;
	if (text.n > 0)
		b->head->generator = build_keep(b, text);
}

START(start_cloud)
{
	static const struct {
		const char *attr, *name;
	} members[] = { { "domain", "cloud.domain" }, { "port", "cloud.port" },
		{ "path", "cloud.path" },
		{ "registerProcedure", "cloud.registerProcedure" },
		{ "protocol", "cloud.protocol" } };

	(void)el;
	for (size_t i = 0; i < NELEM(members); i++)
		build_extra(b, members[i].name, attr_get(a, members[i].attr),
		    FEED_VALUE_TEXT);
}

#define TTL_MAX (UINT64_C(100) * 366 * 24 * 60)

END(end_ttl)
{
	uint64_t v;

	(void)el;
	if (str_uint(text, &v)) /* who polls caps it; here it only has to fit */
		b->head->ttl_s = (int64_t)(v < TTL_MAX ? v : TTL_MAX) * 60;
}

static const struct {
	struct str name;
	int64_t seconds;
} periods[] = { { STR_INIT("hourly"), 3600 }, { STR_INIT("daily"), 86400 },
	{ STR_INIT("weekly"), 7 * 86400 }, { STR_INIT("monthly"), 30 * 86400 },
	{ STR_INIT("yearly"), 365 * 86400 } };

END(end_period)
{
	(void)el;
	for (size_t i = 0; i < NELEM(periods); i++)
		if (str_eq_ci(text, periods[i].name)) {
			int64_t often = b->frequency > 0 ? b->frequency : 1;

			b->period_s = periods[i].seconds;
			b->doc->update_interval_s = b->period_s / often;
		}
}

END(end_frequency)
{
	uint64_t v;

	(void)el;
	if (!str_uint(text, &v) || v == 0 || v > 100000)
		return;
	b->frequency = (int64_t)v;
	b->doc->update_interval_s = (b->period_s > 0 ? b->period_s : 86400) /
	    b->frequency;
}

END(end_skip_hour)
{
	uint64_t h;

	(void)el;
	if (str_uint(text, &h) && h <= 24)
		b->head->skip_hours |= UINT32_C(1) << (h % 24);
}

END(end_skip_day)
{
	static const char *const days[] = { "sun", "mon", "tue", "wed", "thu", "fri",
		"sat" };

	(void)el;
	for (unsigned i = 0; i < NELEM(days); i++)
		if (str_starts_ci(text, str_of(days[i])))
			b->head->skip_days |= 1u << i;
}

/* ---- images ---- */

static struct feed_image *
image_of(struct build *b)
{
	return in_entry(b) ? &b->entry->image : &b->head->image;
}

START(start_image)
{
	struct str url = attr_any(a, "resource");

	(void)el;
	if (url.n > 0 && image_of(b)->url.n == 0)
		image_of(b)->url = build_url(b, url);
}

END(end_image)
{
	(void)el;
	if (image_of(b)->url.n == 0 && text.n > 0)
		image_of(b)->url = build_url(b, text);
}

END(end_image_url)
{
	(void)el;
	if (text.n > 0)
		image_of(b)->url = build_url(b, text);
}

END(end_image_link)
{
	(void)el;
	image_of(b)->link = build_url(b, text);
}

END(end_image_title)
{
	(void)el;
	image_of(b)->title = build_keep(b, text);
}

END(end_image_width)
{
	(void)el;
	image_of(b)->width = size_of(text);
}

END(end_image_height)
{
	(void)el;
	image_of(b)->height = size_of(text);
}

START(start_itunes_image)
{
	struct str url = attr_get(a, "href");

	(void)el;
	if (url.n == 0)
		url = attr_get(a, "url");
	if (url.n > 0 && image_of(b)->url.n == 0)
		image_of(b)->url = build_url(b, url);
}

/* CDF: <LOGO HREF="…" STYLE="ICON|IMAGE"/>; Atom: an address as text. */
START(start_logo)
{
	struct str url = attr_get(a, "href");
	bool icon = str_eq_ci(attr_get(a, "style"), STR("icon"));

	(void)el;
	if (url.n > 0)
		*(icon ? &b->head->icon : &b->head->logo) = build_url(b, url);
}

/* ---- rare fields ---- */

END(end_extra)
{
	build_extra(b, el->word, text, FEED_VALUE_TEXT);
}

END(end_extra_url)
{
	build_extra(b, el->word, build_url(b, text), FEED_VALUE_TEXT);
}

static bool
is_yes(struct str s)
{
	return str_eq_ci(s, STR("yes")) || str_eq_ci(s, STR("explicit")) ||
	    str_eq_ci(s, STR("true"));
}

/* itunes:block: only "yes" blocks (Apple's specification). */
END(end_extra_bool)
{
	build_extra(b, el->word, str_eq_ci(text, STR("yes")) ? STR("true") : STR("false"),
	    FEED_VALUE_BOOL);
}

END(end_explicit)
{
	build_extra(b, el->word, is_yes(text) ? STR("true") : STR("false"),
	    FEED_VALUE_BOOL);
}

START(start_extra_other)
{
	b->extra_name = b->began;
	(void)el, (void)a;
}

END(end_extra_other)
{
	const struct build_extra_name *n = &b->extra_name;

	(void)el;
	if (n->prefix != NULL && n->local != NULL && text.n > 0 &&
	    text.n <= EXTRA_VALUE_MAX)
		build_extra(b,
		    arena_printf(build_arena(b), "%s:%s", n->prefix, n->local).p, text,
		    FEED_VALUE_TEXT);
	b->extra_name.local = NULL;
}

END(end_license)
{
	struct str *l = in_entry(b) ? &b->entry->license : NULL;

	if (l == NULL)
		build_extra(b, "license", text, FEED_VALUE_TEXT);
	else if (l->n == 0)
		*l = build_url(b, text);
	(void)el;
}

START(start_license)
{
	end_license(b, el, attr_any(a, "resource"));
}
