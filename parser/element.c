/*
 * element.c -- which element means what: the one place that knows names and namespaces.
 * Rows are sorted by name (a test says so); the first row that fits namespace and place
 * counts.
 */
#include "config.h"

#include <stddef.h>

#include "base/alloc.h"
#include "parser/fields.h"

#define B(x) (1u << (x))
#define CORE (B(NS_CORE) | B(NS_ATOM))
#define FEED (B(IN_FEED) | B(IN_SOURCE))
#define ENTRY B(IN_ENTRY)
#define ENTRIES_HERE (B(IN_ROOT) | B(IN_FEED) | B(IN_LOOSE) | B(IN_NOTHING))

/* A text with markup; a date; a person of a list; any other member: of the feed, of the
 * entry. */
#define RICH_F(name, ns, in, fl, m)                                               \
	{                                                                         \
		name, ns, in, CAPTURE_RICH, IN_IGNORED, start_rich, end_rich, fl, \
		    offsetof(struct feed_doc, m), NULL                            \
	}
#define RICH_E(name, ns, in, fl, m)                                           \
	{                                                                     \
		name, ns, in, CAPTURE_RICH, IN_IGNORED, start_rich, end_rich, \
		    (fl) | EL_ENTRY, offsetof(struct feed_entry, m), NULL     \
	}
#define DATE_F(name, ns, fl, m)                                               \
	{                                                                     \
		name, ns, FEED, CAPTURE_TEXT, IN_IGNORED, NULL, end_date, fl, \
		    offsetof(struct feed_doc, m), NULL                        \
	}
#define DATE_E(name, ns, fl, m)                                            \
	{                                                                  \
		name, ns, ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL, end_date, \
		    (fl) | EL_ENTRY, offsetof(struct feed_entry, m), NULL  \
	}
#define PERSON_F(name, ns, fl, m)                                                      \
	{                                                                              \
		name, ns, FEED, CAPTURE_TEXT, IN_PERSON, start_person, end_person, fl, \
		    offsetof(struct feed_doc, m), NULL                                 \
	}
#define PERSON_E(name, ns, fl, m)                                                   \
	{                                                                           \
		name, ns, ENTRY, CAPTURE_TEXT, IN_PERSON, start_person, end_person, \
		    (fl) | EL_ENTRY, offsetof(struct feed_entry, m), NULL           \
	}
#define MEMBER_F(name, ns, start, end, m)                                \
	{                                                                \
		name, ns, FEED, CAPTURE_TEXT, IN_IGNORED, start, end, 0, \
		    offsetof(struct feed_doc, m), NULL                   \
	}
#define MEMBER_E(name, ns, start, end, m)                                        \
	{                                                                        \
		name, ns, ENTRY, CAPTURE_TEXT, IN_IGNORED, start, end, EL_ENTRY, \
		    offsetof(struct feed_entry, m), NULL                         \
	}
/* Text; elements alone; text that goes to what the word names. */
#define TEXT(name, ns, in, inside, start, end, fl)                          \
	{                                                                   \
		name, ns, in, CAPTURE_TEXT, inside, start, end, fl, 0, NULL \
	}
#define NEST(name, ns, in, inside, start, end)                             \
	{                                                                  \
		name, ns, in, CAPTURE_NONE, inside, start, end, 0, 0, NULL \
	}
#define WORD(name, ns, in, capture, inside, start, end, word)         \
	{                                                             \
		name, ns, in, capture, inside, start, end, 0, 0, word \
	}

static const struct element elements[] = {
	NEST("a", CORE, FEED | ENTRY, IN_IGNORED, start_anchor, NULL),
	RICH_F("abstract", CORE, FEED, EL_HTML, subtitle),
	RICH_E("abstract", CORE, ENTRY, EL_HTML, summary),
	PERSON_F("author", CORE, 0, authors),
	PERSON_E("author", CORE, 0, authors),
	PERSON_F("author", B(NS_DC), 0, authors),
	PERSON_E("author", B(NS_DC), 0, authors),
	PERSON_F("author", B(NS_ITUNES), EL_WEAK, authors),
	PERSON_E("author", B(NS_ITUNES), EL_WEAK, authors),
	DATE_F("available", B(NS_DC), EL_WEAK, published),
	DATE_E("available", B(NS_DC), EL_WEAK, published),
	WORD("block", B(NS_ITUNES), FEED | ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_extra_bool, "itunes_block"),
	RICH_E("body", CORE, ENTRY, EL_HTML, contents),
	RICH_E("body", B(NS_XHTML), ENTRY, EL_HTML, contents),
	TEXT("box", B(NS_GEORSS), ENTRY | B(IN_GEO), IN_IGNORED, start_georss, end_geo,
	    0),
	RICH_F("browserfriendly", B(NS_FEEDBURNER), FEED, EL_HTML, info),
	TEXT("category", CORE, FEED | ENTRY, IN_IGNORED, start_category, end_category, 0),
	WORD("category", B(NS_MEDIA), FEED | ENTRY | B(IN_MEDIA), CAPTURE_TEXT,
	    IN_IGNORED, start_category, end_category,
	    "http://search.yahoo.com/mrss/category_schema"),
	WORD("category", B(NS_ITUNES), FEED | ENTRY | B(IN_CATEGORY), CAPTURE_NONE,
	    IN_CATEGORY, start_category, NULL, "http://www.itunes.com/"),
	NEST("channel", CORE, B(IN_ROOT) | B(IN_NOTHING) | B(IN_FEED), IN_FEED,
	    root_channel, NULL),
	NEST("cloud", CORE, FEED, IN_IGNORED, start_cloud, NULL),
	MEMBER_E("comment_rss", B(NS_WFW), NULL, end_url, comments_feed),
	MEMBER_E("commentrss", B(NS_WFW), NULL, end_url, comments_feed),
	MEMBER_E("comments", CORE, NULL, end_url, comments),
	RICH_E("content", CORE, ENTRY, EL_GUESS, contents),
	NEST("content", B(NS_MEDIA), ENTRY | B(IN_MEDIA), IN_MEDIA, start_media_content,
	    NULL),
	PERSON_F("contributor", CORE | B(NS_DC), 0, contributors),
	PERSON_E("contributor", CORE | B(NS_DC), 0, contributors),
	TEXT("coordinates", B(NS_GML), B(IN_GEO), IN_IGNORED, NULL, end_geo, 0),
	RICH_F("copyright", CORE, FEED, EL_GUESS, rights),
	RICH_E("copyright", CORE, ENTRY, EL_GUESS, rights),
	RICH_F("copyright", B(NS_MEDIA), FEED, EL_GUESS | EL_WEAK, rights),
	RICH_E("copyright", B(NS_MEDIA), ENTRY, EL_GUESS | EL_WEAK, rights),
	DATE_F("created", CORE | B(NS_DC), 0, created),
	DATE_E("created", CORE | B(NS_DC), 0, created),
	PERSON_F("creator", B(NS_DC), 0, authors),
	PERSON_E("creator", B(NS_DC), 0, authors),
	DATE_F("date", B(NS_DC), EL_WEAK, updated),
	DATE_E("date", B(NS_DC), EL_WEAK, updated),
	TEXT("day", CORE, B(IN_SKIP), IN_IGNORED, NULL, end_skip_day, 0),
	NEST("deleted-entry", B(NS_TOMBSTONE), ENTRIES_HERE, IN_IGNORED, start_deleted,
	    end_entry),
	RICH_F("description", CORE, FEED, EL_HTML, subtitle),
	RICH_E("description", CORE, ENTRY, EL_HTML, summary),
	RICH_F("description", B(NS_DC), FEED, EL_HTML | EL_WEAK, subtitle),
	RICH_E("description", B(NS_DC), ENTRY, EL_HTML | EL_WEAK, summary),
	RICH_F("description", B(NS_MEDIA), FEED, EL_HTML | EL_WEAK, subtitle),
	RICH_E("description", B(NS_MEDIA), ENTRY | B(IN_MEDIA), EL_HTML | EL_WEAK,
	    summary),
	WORD("description", CORE, B(IN_TEXTINPUT), CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_extra, "textinput.description"),
	RICH_E("div", B(NS_XHTML), ENTRY, EL_HTML, contents),
	MEMBER_F("docs", CORE, NULL, end_url, docs),
	WORD("duration", B(NS_ITUNES), FEED | ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_extra, "itunes_duration"),
	TEXT("email", CORE | B(NS_ITUNES), B(IN_PERSON), IN_IGNORED, NULL,
	    end_person_email, 0),
	NEST("enclosure", CORE, ENTRY, IN_IGNORED, start_enclosure, NULL),
	RICH_E("encoded", B(NS_CONTENT), ENTRY, EL_HTML, contents),
	NEST("entry", CORE, B(IN_NOTHING), IN_ENTRY, root_entry, end_entry),
	NEST("entry", CORE, ENTRIES_HERE, IN_ENTRY, start_entry, end_entry),
	NEST("envelope", B(NS_GML), B(IN_GEO) | ENTRY, IN_GEO, start_gml, NULL),
	WORD("episode", B(NS_ITUNES), FEED | ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_extra, "itunes_episode"),
	WORD("episodetype", B(NS_ITUNES), FEED | ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_extra, "itunes_episode_type"),
	DATE_E("expirationdate", CORE, 0, expired),
	DATE_E("expired", B(NS_DC) | CORE, 0, expired),
	WORD("explicit", B(NS_ITUNES), FEED | ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_explicit, "itunes_explicit"),
	NEST("exterior", B(NS_GML), B(IN_GEO), IN_GEO, NULL, NULL),
	NEST("feed", CORE, B(IN_NOTHING), IN_FEED, root_atom, NULL),
	RICH_E("fullitem", CORE, ENTRY, EL_HTML, contents),
	TEXT("generator", CORE, FEED, IN_IGNORED, start_generator, end_generator, 0),
	MEMBER_F("generatoragent", B(NS_ADMIN), start_resource, NULL, generator),
	NEST("group", B(NS_MEDIA), ENTRY, IN_MEDIA, NULL, NULL),
	TEXT("guid", CORE, ENTRY, IN_IGNORED, start_guid, end_guid, 0),
	TEXT("height", CORE, B(IN_IMAGE), IN_IGNORED, NULL, end_image_height, 0),
	TEXT("homepage", CORE, B(IN_PERSON), IN_IGNORED, NULL, end_person_uri, 0),
	TEXT("hour", CORE, B(IN_SKIP), IN_IGNORED, NULL, end_skip_hour, 0),
	MEMBER_F("icon", CORE, start_logo, end_url, icon),
	TEXT("id", CORE, FEED | ENTRY, IN_IGNORED, NULL, end_id, 0),
	TEXT("identifier", B(NS_DC), FEED | ENTRY, IN_IGNORED, NULL, end_id, EL_WEAK),
	TEXT("image", CORE, B(IN_ROOT) | FEED | ENTRY, IN_IMAGE, start_image, end_image,
	    0),
	TEXT("image", B(NS_ITUNES), FEED | ENTRY, IN_IMAGE, start_itunes_image, end_image,
	    0),
	RICH_F("info", CORE, FEED, 0, info),
	DATE_F("issued", CORE, EL_WEAK, published),
	DATE_E("issued", CORE, EL_WEAK, published),
	DATE_F("issued", B(NS_DC), EL_WEAK, published),
	DATE_E("issued", B(NS_DC), EL_WEAK, published),
	NEST("item", CORE, ENTRIES_HERE, IN_ENTRY, start_entry, end_entry),
	WORD("keywords", B(NS_ITUNES), FEED | ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_keywords, "http://www.itunes.com/"),
	TEXT("keywords", CORE, FEED | ENTRY, IN_IGNORED, start_category, end_category, 0),
	TEXT("keywords", B(NS_MEDIA), FEED | ENTRY | B(IN_MEDIA), IN_IGNORED, NULL,
	    end_keywords, 0),
	TEXT("language", CORE | B(NS_DC), FEED | ENTRY, IN_IGNORED, NULL, end_language,
	    0),
	DATE_F("lastbuilddate", CORE, 0, updated),
	DATE_E("lastbuilddate", CORE, 0, updated),
	TEXT("lat", B(NS_GEO), ENTRY | B(IN_GEO), IN_IGNORED, NULL, end_lat, 0),
	TEXT("license", B(NS_CC) | CORE, FEED | ENTRY, IN_IGNORED, start_license,
	    end_license, 0),
	TEXT("line", B(NS_GEORSS), ENTRY | B(IN_GEO), IN_IGNORED, start_georss, end_geo,
	    0),
	NEST("linearring", B(NS_GML), B(IN_GEO), IN_GEO, NULL, NULL),
	NEST("linestring", B(NS_GML), B(IN_GEO) | ENTRY, IN_GEO, start_gml, NULL),
	TEXT("link", CORE, FEED, IN_IGNORED, start_link, end_link, 0),
	TEXT("link", CORE, ENTRY, IN_IGNORED, start_link, end_link, 0),
	NEST("link", B(NS_ITUNES), FEED | ENTRY, IN_IGNORED, start_itunes_image, NULL),
	TEXT("link", CORE, B(IN_IMAGE), IN_IGNORED, NULL, end_image_link, 0),
	WORD("link", CORE, B(IN_TEXTINPUT), CAPTURE_TEXT, IN_IGNORED, NULL, end_extra_url,
	    "textinput.link"),
	MEMBER_F("logo", CORE, start_logo, end_url, logo),
	TEXT("lon", B(NS_GEO), ENTRY | B(IN_GEO), IN_IGNORED, NULL, end_long, 0),
	TEXT("long", B(NS_GEO), ENTRY | B(IN_GEO), IN_IGNORED, NULL, end_long, 0),
	PERSON_F("managingeditor", CORE, 0, authors),
	DATE_F("modified", CORE, 0, updated),
	DATE_E("modified", CORE, 0, updated),
	DATE_F("modified", B(NS_DC), EL_WEAK, updated),
	DATE_E("modified", B(NS_DC), EL_WEAK, updated),
	TEXT("name", CORE | B(NS_ITUNES), B(IN_PERSON), IN_IGNORED, NULL, end_person_name,
	    0),
	WORD("name", CORE, B(IN_TEXTINPUT), CAPTURE_TEXT, IN_IGNORED, NULL, end_extra,
	    "textinput.name"),
	WORD("new-feed-url", B(NS_ITUNES), FEED, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_extra_url, "new_location"),
	WORD("newlocation", CORE, FEED, CAPTURE_TEXT, IN_IGNORED, NULL, end_extra_url,
	    "new_location"),
	WORD("order", B(NS_ITUNES), FEED | ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_extra, "itunes_order"),
	NEST("outerboundaryis", B(NS_GML), B(IN_GEO), IN_GEO, NULL, NULL),
	WORD("owner", B(NS_ITUNES), FEED, CAPTURE_TEXT, IN_PERSON, start_person,
	    end_person, "publisher"),
	WORD("owner", B(NS_ITUNES), ENTRY, CAPTURE_TEXT, IN_PERSON, start_person,
	    end_person, "publisher"),
	TEXT("point", B(NS_GEORSS), ENTRY | B(IN_GEO), IN_IGNORED, start_georss, end_geo,
	    0),
	NEST("point", B(NS_GML), B(IN_GEO) | ENTRY, IN_GEO, start_gml, NULL),
	NEST("point", B(NS_GEO), ENTRY, IN_GEO, NULL, NULL),
	TEXT("polygon", B(NS_GEORSS), ENTRY | B(IN_GEO), IN_IGNORED, start_georss,
	    end_geo, 0),
	NEST("polygon", B(NS_GML), B(IN_GEO) | ENTRY, IN_GEO, start_gml, NULL),
	TEXT("pos", B(NS_GML), B(IN_GEO), IN_IGNORED, NULL, end_geo, 0),
	TEXT("poslist", B(NS_GML), B(IN_GEO), IN_IGNORED, NULL, end_geo, 0),
	DATE_F("pubdate", CORE, 0, published),
	DATE_E("pubdate", CORE, 0, published),
	DATE_F("published", CORE, 0, published),
	DATE_E("published", CORE, 0, published),
	WORD("publisher", B(NS_DC) | CORE, FEED, CAPTURE_TEXT, IN_PERSON, start_person,
	    end_person, "publisher"),
	WORD("publisher", B(NS_DC) | CORE, ENTRY, CAPTURE_TEXT, IN_PERSON, start_person,
	    end_person, "publisher"),
	WORD("rating", CORE, FEED, CAPTURE_TEXT, IN_IGNORED, NULL, end_extra, "rating"),
	NEST("rdf", B(NS_RDF) | CORE, B(IN_NOTHING), IN_ROOT, root_rdf, NULL),
	NEST("redirect", CORE, B(IN_ROOT), IN_FEED, NULL, NULL),
	RICH_F("rights", CORE, FEED, EL_GUESS, rights),
	RICH_E("rights", CORE, ENTRY, EL_GUESS, rights),
	RICH_F("rights", B(NS_DC), FEED, EL_GUESS | EL_WEAK, rights),
	RICH_E("rights", B(NS_DC), ENTRY, EL_GUESS | EL_WEAK, rights),
	NEST("rss", CORE, B(IN_NOTHING), IN_ROOT, root_rss, NULL),
	WORD("season", B(NS_ITUNES), FEED | ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_extra, "itunes_season"),
	NEST("skipdays", CORE, FEED, IN_SKIP, NULL, NULL),
	NEST("skiphours", CORE, FEED, IN_SKIP, NULL, NULL),
	TEXT("source", CORE, ENTRY, IN_SOURCE, start_source, end_source, 0),
	TEXT("subject", B(NS_DC), FEED | ENTRY, IN_IGNORED, start_category, end_category,
	    0),
	RICH_F("subtitle", CORE, FEED, 0, subtitle),
	RICH_F("subtitle", B(NS_ITUNES), FEED, EL_HTML | EL_WEAK, subtitle),
	RICH_E("subtitle", B(NS_ITUNES), ENTRY, EL_HTML | EL_WEAK, summary),
	RICH_F("summary", B(NS_ITUNES), FEED, EL_HTML | EL_WEAK, subtitle),
	RICH_E("summary", B(NS_ITUNES), ENTRY, EL_HTML | EL_WEAK, summary),
	RICH_E("summary", CORE, ENTRY, EL_GUESS, summary),
	RICH_F("tagline", CORE, FEED, 0, subtitle),
	NEST("textinput", CORE, B(IN_ROOT) | FEED, IN_TEXTINPUT, NULL, NULL),
	TEXT("thumbnail", B(NS_MEDIA), ENTRY | B(IN_MEDIA), IN_IGNORED, start_thumbnail,
	    end_thumbnail, 0),
	RICH_F("title", CORE, FEED, EL_GUESS, title),
	RICH_E("title", CORE, ENTRY, EL_GUESS, title),
	RICH_F("title", B(NS_DC), FEED, EL_GUESS | EL_WEAK, title),
	RICH_E("title", B(NS_DC), ENTRY, EL_GUESS | EL_WEAK, title),
	RICH_F("title", B(NS_MEDIA), FEED, EL_GUESS | EL_WEAK, title),
	RICH_E("title", B(NS_MEDIA), ENTRY | B(IN_MEDIA), EL_GUESS | EL_WEAK, title),
	RICH_E("title", B(NS_ITUNES), ENTRY, EL_GUESS | EL_WEAK, title),
	TEXT("title", CORE, B(IN_IMAGE), IN_IGNORED, NULL, end_image_title, 0),
	WORD("title", CORE, B(IN_TEXTINPUT), CAPTURE_TEXT, IN_IGNORED, NULL, end_extra,
	    "textinput.title"),
	TEXT("ttl", CORE, FEED, IN_IGNORED, NULL, end_ttl, 0),
	WORD("type", B(NS_ITUNES), FEED | ENTRY, CAPTURE_TEXT, IN_IGNORED, NULL,
	    end_extra, "itunes_type"),
	DATE_F("updated", CORE, 0, updated),
	DATE_E("updated", CORE, 0, updated),
	TEXT("updatefrequency", B(NS_SY), FEED, IN_IGNORED, NULL, end_frequency, 0),
	TEXT("updateperiod", B(NS_SY), FEED, IN_IGNORED, NULL, end_period, 0),
	TEXT("uri", CORE, B(IN_PERSON), IN_IGNORED, NULL, end_person_uri, 0),
	TEXT("url", CORE, B(IN_PERSON), IN_IGNORED, NULL, end_person_uri, 0),
	TEXT("url", CORE, B(IN_IMAGE), IN_IGNORED, NULL, end_image_url, 0),
	WORD("webmaster", CORE, FEED, CAPTURE_TEXT, IN_PERSON, start_person, end_person,
	    "publisher"),
	NEST("where", B(NS_GEORSS), ENTRY, IN_GEO, NULL, NULL),
	TEXT("width", CORE, B(IN_IMAGE), IN_IGNORED, NULL, end_image_width, 0),
};

const struct element element_extra = TEXT("", B(NS_OTHER), ENTRY, IN_IGNORED,
    start_extra_other, end_extra_other, 0);

/* ---- namespaces ---- */

/* Addresses are compared without scheme, "www.", case and the slash or hash at their end.
 */
static const struct {
	const char *uri;
	enum ns ns;
} namespaces[] = {
	{ "backend.userland.com/rss", NS_CORE },
	{ "backend.userland.com/rss2", NS_CORE },
	{ "backend.userland.com/rss091", NS_CORE },
	{ "blogs.law.harvard.edu/tech/rss", NS_CORE },
	{ "cyber.law.harvard.edu/rss/rss.html", NS_CORE },
	{ "my.netscape.com/rdf/simple/0.9", NS_CORE },
	{ "channel.netscape.com/rdf/simple/0.9", NS_CORE },
	{ "purl.org/rss/1.0", NS_CORE },
	{ "purl.org/net/rss1.1", NS_CORE },
	{ "my.netscape.com/publish/formats/rss-0.91.dtd", NS_CORE },
	{ "w3.org/2005/atom", NS_ATOM },
	{ "purl.org/atom/ns", NS_ATOM },
	{ "purl.org/atom-blog/ns", NS_ATOM },
	{ "example.com/necho", NS_ATOM },
	{ "purl.org/echo", NS_ATOM },
	{ "uri/of/echo/namespace", NS_ATOM },
	{ "w3.org/1999/02/22-rdf-syntax-ns", NS_RDF },
	{ "purl.org/dc/elements/1.0", NS_DC },
	{ "purl.org/dc/elements/1.1", NS_DC },
	{ "purl.org/dc/terms", NS_DC },
	{ "purl.org/rss/1.0/modules/dcterms", NS_DC },
	{ "purl.org/rss/1.0/modules/content", NS_CONTENT },
	{ "search.yahoo.com/mrss", NS_MEDIA },
	{ "video.search.yahoo.com/mrss", NS_MEDIA },
	{ "itunes.com/dtds/podcast-1.0.dtd", NS_ITUNES },
	{ "example.com/dtds/podcast-1.0.dtd", NS_ITUNES },
	{ "w3.org/2003/01/geo/wgs84_pos", NS_GEO },
	{ "georss.org/georss", NS_GEORSS },
	{ "georss.org/georss/10", NS_GEORSS },
	{ "opengis.net/gml", NS_GML },
	{ "purl.org/rss/1.0/modules/syndication", NS_SY },
	{ "wellformedweb.org/commentapi", NS_WFW },
	{ "backend.userland.com/creativecommonsrssmodule", NS_CC },
	{ "web.resource.org/cc", NS_CC },
	{ "creativecommons.org/ns", NS_CC },
	{ "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", NS_CC },
	{ "webns.net/mvcb", NS_ADMIN },
	{ "w3.org/1999/xhtml", NS_XHTML },
	{ "w3.org/tr/rec-html40", NS_XHTML },
	{ "rssnamespace.org/feedburner/ext/1.0", NS_FEEDBURNER },
	{ "purl.org/atompub/tombstones/1.0", NS_TOMBSTONE },
	{ "podlove.org/simple-chapters", NS_PODLOVE },
	{ "freshmeat.net/rss/fm", NS_OTHER },
};

/* What a prefix means where nothing declares it, or something unknown does. */
static const struct {
	const char *prefix;
	enum ns ns;
} prefixes[] = {
	{ "admin", NS_ADMIN },
	{ "at", NS_TOMBSTONE },
	{ "atom", NS_ATOM },
	{ "atom10", NS_ATOM },
	{ "cc", NS_CC },
	{ "content", NS_CONTENT },
	{ "creativecommons", NS_CC },
	{ "dc", NS_DC },
	{ "dcterms", NS_DC },
	{ "feedburner", NS_FEEDBURNER },
	{ "geo", NS_GEO },
	{ "georss", NS_GEORSS },
	{ "gml", NS_GML },
	{ "itunes", NS_ITUNES },
	{ "media", NS_MEDIA },
	{ "rdf", NS_RDF },
	{ "rss", NS_CORE },
	{ "sy", NS_SY },
	{ "wfw", NS_WFW },
	{ "xhtml", NS_XHTML },
};

static struct str
bare_uri(struct str s)
{
	static const struct str fronts[] = { STR_INIT("http://"), STR_INIT("https://"),
		STR_INIT("www.") };

	s = str_trim(s);
	for (size_t i = 0; i < NELEM(fronts); i++)
		if (str_starts_ci(s, fronts[i]))
			s = str_sub(s, fronts[i].n, s.n);
	while (s.n > 0 && (s.p[s.n - 1] == '/' || s.p[s.n - 1] == '#'))
		s.n--;
	return s;
}

enum ns
element_ns(const char *uri, const char *prefix)
{
	struct str s = bare_uri(str_of(uri));

	for (size_t i = 0; s.n > 0 && i < NELEM(namespaces); i++)
		if (str_eq_ci(s, str_of(namespaces[i].uri)))
			return namespaces[i].ns;
	for (size_t i = 0; prefix != NULL && i < NELEM(prefixes); i++)
		if (str_eq_ci(str_of(prefix), str_of(prefixes[i].prefix)))
			return prefixes[i].ns;
	return prefix == NULL ? NS_CORE : NS_OTHER;
}

/* ---- elements ---- */

static int
compare_lower(const char *lower, const char *name)
{
	for (; *lower != '\0' && *lower == to_lower(*name); lower++, name++)
		;
	return (unsigned char)*lower - (unsigned char)to_lower(*name);
}

bool
element_table_sorted(void)
{
	for (size_t i = 1; i < NELEM(elements); i++)
		if (strcmp(elements[i - 1].name, elements[i].name) > 0)
			return false;
	return true;
}

const struct element *
element_find(enum ns ns, enum scope in, const char *name)
{
	size_t lo = 0, hi = NELEM(elements);

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (compare_lower(elements[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < NELEM(elements) && compare_lower(elements[lo].name, name) == 0; lo++)
		if ((elements[lo].ns & B(ns)) != 0 && (elements[lo].in & B(in)) != 0)
			return &elements[lo];
	return in == IN_ENTRY && ns != NS_CORE && ns != NS_ATOM && ns != NS_XHTML
	    ? &element_extra
	    : NULL;
}
