/* discover.c -- see discover.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "parser/discover.h"
#include "parser/entity.h"
#include "parser/html_token.h"
#include "parser/href.h"

static const struct str feed_types[] = { STR_INIT("application/rss+xml"),
	STR_INIT("application/atom+xml"), STR_INIT("application/feed+json"),
	STR_INIT("application/rdf+xml"), STR_INIT("application/x.atom+xml"),
	STR_INIT("application/x-atom+xml"), STR_INIT("text/rss+xml"),
	STR_INIT("text/atom+xml") };

static struct str
attr_text(struct arena *a, struct str attrs, struct str name)
{
	struct buf b;
	struct str v;

	buf_init(&b, LIMIT_URL);
	entity_decode(&b, html_attr_find(attrs, name), true);
	v = b.over || b.n == 0 ? STR_NONE : arena_str(a, str_trim(buf_str(&b)));
	buf_clear(&b);
	return v;
}

static bool
is_feed_type(struct str type)
{
	type = str_trim(str_sub(type, 0, str_chr(type, ';')));
	for (size_t i = 0; i < NELEM(feed_types); i++)
		if (str_eq_ci(type, feed_types[i]))
			return true;
	return false;
}

static bool
has_word(struct str words, struct str word)
{
	struct str w;

	while ((w = str_word(&words)).n > 0)
		if (str_eq_ci(w, word))
			return true;
	return false;
}

size_t
discover_feeds(struct arena *a, struct str html, struct str url,
    struct discovered out[DISCOVER_MAX])
{
	struct html_reader r;
	struct html_token t;
	size_t n = 0;

	html_reader_init(&r, html);
	while (n < DISCOVER_MAX && html_next(&r, &t)) {
		struct str type, href;

		if (t.kind != HTML_OPEN)
			continue;
		if (str_eq_ci(t.name, STR("base")) &&
		    (href = attr_text(a, t.attrs, STR("href"))).n > 0)
			url = href_resolve(a, url, href);
		if (!str_eq_ci(t.name, STR("link")) ||
		    !(has_word(html_attr_find(t.attrs, STR("rel")), STR("alternate")) ||
			has_word(html_attr_find(t.attrs, STR("rel")), STR("feed"))))
			continue;
		type = attr_text(a, t.attrs, STR("type"));
		href = attr_text(a, t.attrs, STR("href"));
		if (href.n == 0 || !is_feed_type(type))
			continue;
		out[n].url = href_resolve(a, url, href);
		out[n].type = type;
		out[n++].title = attr_text(a, t.attrs, STR("title"));
	}
	return n;
}

struct str
discover_first(struct arena *a, struct str html, struct str url)
{
	struct discovered *list = ARENA_ARRAY(a, struct discovered, DISCOVER_MAX);

	return discover_feeds(a, html, url, list) > 0 ? list[0].url : STR_NONE;
}
