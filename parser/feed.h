/*
 * feed.h -- a feed document as a value: what every format (RSS, Atom, RDF, CDF, JSON
 * Feed) is read into.  Members follow the neutral object of `tocsin parse` (doc/feed.md);
 * empty text means absent.  Everything lives in the arena it was parsed into.
 */
#ifndef PARSER_FEED_H
#define PARSER_FEED_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

enum feed_format {
	FEED_UNKNOWN,
	FEED_RSS, /* RSS that does not say which */
	FEED_RSS090,
	FEED_RSS091,
	FEED_RSS092,
	FEED_RSS093,
	FEED_RSS094,
	FEED_RSS20,
	FEED_RSS10,
	FEED_ATOM03,
	FEED_ATOM10,
	FEED_CDF,
	FEED_JSON10,
	FEED_JSON11,
	FEED_FORMAT_N
};
extern const char *const feed_format_names[];

/* Growing arrays in the arena: items, n and the room behind them. */
#define FEED_LIST(type)        \
	struct {               \
		type *items;   \
		size_t n, cap; \
	}

/* As it came: html_safe() and feed_text_plain() make of it what may be shown. */
struct feed_text {
	struct str value;
	bool html;
	struct str lang, src, base; /* base: what relative addresses in value stand
				       against */
	struct str type; /* the MIME type of content that is neither text nor HTML */
};

struct feed_person {
	struct str name, email, uri;
};

struct feed_link {
	struct str rel, href, type, title, hreflang;
	int64_t length; /* -1: not said */
};

struct feed_category {
	struct str term, scheme, label;
};

struct feed_image {
	struct str url, link, title;
	int64_t width, height; /* -1: not said */
};

/*
 * Rare fields, by name: "itunes_duration", "textinput.link", and in entries whatever
 * other structured values came ("gdacs:alertlevel", "georss:featurename").
 */
enum feed_value_type { FEED_VALUE_TEXT, FEED_VALUE_NUMBER, FEED_VALUE_BOOL };
struct feed_value {
	struct str name, value; /* bool: "true" or "false" */
	enum feed_value_type type;
};

struct feed_geo {
	struct str type;          /* Point LineString Polygon Box; empty: none */
	unsigned dims;            /* numbers a point, 2 or 3 */
	FEED_LIST(double) coords; /* lon, lat[, height], one point after the other */
};

struct feed_doc;

struct feed_entry {
	struct str id;
	bool id_is_link; /* guid isPermaLink */
	bool withdrawn;  /* a tombstone (RFC 6721): id, and updated for when, are all it
			    says */
	struct feed_text title, summary;
	FEED_LIST(struct feed_text) contents; /* the best first */
	struct str link, comments, comments_feed;
	int64_t published, updated, created, expired; /* ms, or TIME_NONE */
	struct str lang;                              /* the entry's, or inherited */
	FEED_LIST(struct feed_person)
	authors; /* its own, else the source's, else the feed's */
	FEED_LIST(struct feed_person) contributors;
	FEED_LIST(struct feed_category) categories;
	FEED_LIST(struct feed_link) links;
	FEED_LIST(struct feed_link) enclosures; /* .href the address */
	FEED_LIST(struct str) thumbnails;
	struct feed_text rights;
	struct str license;
	struct feed_geo geo;
	double lat, lon; /* of a single point; NAN: none */
	struct feed_image image;
	struct feed_doc *source; /* atom:source, rss source; NULL: none */
	FEED_LIST(struct feed_value) extra;
};

struct feed_doc {
	enum feed_format format;
	struct str encoding; /* label of what was decoded */
	bool wellformed;
	struct str id, link, self, hub, lang;
	struct feed_text title, subtitle, rights, info;
	int64_t updated, published, created;
	FEED_LIST(struct feed_person) authors;
	FEED_LIST(struct feed_person) contributors;
	FEED_LIST(struct feed_category) categories;
	FEED_LIST(struct feed_link) links;
	FEED_LIST(struct feed_entry *)
	entries; /* stays empty when entries are handed out */
	struct feed_image image;
	struct str icon, logo, generator, generator_uri, generator_version, docs;
	struct feed_person publisher;
	int64_t ttl_s; /* RSS ttl in seconds; -1: not said */
	/* sy:updatePeriod / sy:updateFrequency; -1: not said */
	int64_t update_interval_s;
	uint32_t skip_hours; /* bit h: GMT hour h */
	unsigned skip_days;  /* bit d: Sunday is 0 */
	FEED_LIST(struct feed_value) extra;
	size_t dropped; /* entries over LIMIT_ENTRIES */
};

/* What is known of the bytes besides themselves. */
struct feed_origin {
	struct str url;          /* base for relative addresses; empty: none */
	struct str content_type; /* HTTP headers, as they came */
	struct str content_language;
	struct str content_location;
};

/*
 * The whole document at once.  NULL: it is no feed, and *e says in one sentence what it
 * is
 * ("an HTML page, not a feed; it names the feed https://…").  A damaged feed gives every
 * whole entry and wellformed false.
 */
struct feed_doc *feed_parse(struct arena *a, struct str bytes,
    const struct feed_origin *o, struct err *e);

/*
 * The same in pieces of any size.  With feed_parser_on_entry() each entry is handed out
 * as soon as it is whole, in an arena that is emptied after the call: then memory does
 * not grow with the document.  What stands in a feed after its entries (an author, a
 * language) cannot be inherited by them then.
 */
struct feed_parser;
typedef void feed_entry_fn(void *arg, const struct feed_doc *so_far,
    struct feed_entry *en);
struct feed_parser *feed_parser_new(struct arena *a, const struct feed_origin *o);
void feed_parser_on_entry(struct feed_parser *p, feed_entry_fn *fn, void *arg);
void feed_parser_push(struct feed_parser *p, struct str bytes);
struct feed_doc *feed_parser_finish(struct feed_parser *p, struct err *e); /* frees p */

#endif
