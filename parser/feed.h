/*
 * feed.h -- a feed document as a value: what every format (RSS, Atom, RDF, CDF, JSON Feed) is
 * read into.  Members follow the neutral object of `tocsin parse` (doc/feed.md); empty text
 * means absent.  Everything lives in the arena it was parsed into.
 */
#ifndef PARSER_FEED_H
#define PARSER_FEED_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"

enum feed_format {
	FEED_UNKNOWN,
	FEED_RSS090, FEED_RSS091, FEED_RSS092, FEED_RSS093, FEED_RSS094, FEED_RSS20,
	FEED_RSS10, FEED_ATOM03, FEED_ATOM10, FEED_CDF, FEED_JSON10, FEED_JSON11,
	FEED_FORMAT_N
};
extern const char *const feed_format_names[];

struct feed_text {
	struct str value; /* html: made safe, addresses absolute */
	bool html;
	struct str lang, src;
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

/* Growing arrays in the arena: items, n and the room behind them. */
#define FEED_LIST(type) \
	struct { \
		type *items; \
		size_t n, cap; \
	}

struct feed_image {
	struct str url, link, title;
	int64_t width, height; /* -1: not said */
};

struct feed_entry {
	struct str id;
	bool id_is_link; /* guid isPermaLink */
	struct feed_text title, summary;
	FEED_LIST(struct feed_text) contents; /* the best first */
	struct str link, comments, comments_feed;
	int64_t published, updated, created, expired; /* ms, or TIME_NONE */
	struct str lang; /* the entry's, or inherited */
	FEED_LIST(struct feed_person) authors;
	FEED_LIST(struct feed_person) contributors;
	FEED_LIST(struct feed_category) categories;
	FEED_LIST(struct feed_link) links;
	FEED_LIST(struct feed_link) enclosures; /* .href the address */
	FEED_LIST(struct str) thumbnails;
	struct str rights, license;
	struct str geo_type; /* "point" …; empty: none */
	double lat, lon;     /* NAN: none */
	struct feed_source *source; /* atom:source, rss source; NULL: none */
	struct feed_extra *extra;   /* itunes and other rare fields; parser's own */
};

struct feed_doc {
	enum feed_format format;
	struct str encoding; /* WHATWG label of what was decoded */
	bool wellformed;
	struct str id, link, self, hub, lang;
	struct feed_text title, subtitle, rights, info;
	int64_t updated, published;
	FEED_LIST(struct feed_person) authors;
	FEED_LIST(struct feed_person) contributors;
	FEED_LIST(struct feed_category) categories;
	FEED_LIST(struct feed_link) links;
	FEED_LIST(struct feed_entry *) entries;
	struct feed_image image;
	struct str icon, logo, generator, generator_uri, generator_version, docs, publisher;
	int64_t ttl_s;                 /* RSS ttl in seconds; -1: not said */
	int64_t update_interval_s;     /* sy:updatePeriod / sy:updateFrequency; -1: not said */
	uint32_t skip_hours;           /* bit h: GMT hour h */
	unsigned skip_days;            /* bit d: Sunday is 0 */
	struct feed_extra *extra;
	size_t dropped;                /* entries over LIMIT_ENTRIES */
};

/* What is known of the bytes besides themselves. */
struct feed_origin {
	struct str url;              /* base for relative addresses; empty: none */
	struct str content_type;     /* HTTP headers, as they came */
	struct str content_language;
	struct str content_location;
};

/*
 * The whole document at once.  NULL: it is no feed, and *e says in one sentence what it is
 * ("an HTML page, not a feed; it names the feed https://…").  A damaged feed gives every whole
 * entry and wellformed false.
 */
struct feed_doc *feed_parse(struct arena *a, struct str bytes, const struct feed_origin *o,
    struct err *e);

/* The same in pieces of any size; memory does not grow with what was pushed and used up. */
struct feed_parser;
struct feed_parser *feed_parser_new(struct arena *a, const struct feed_origin *o);
void feed_parser_push(struct feed_parser *p, struct str bytes);
struct feed_doc *feed_parser_finish(struct feed_parser *p, struct err *e); /* frees p */

/*
 * What the facts layer reads: the title on the first line, a blank line, then the content (or
 * the summary) as text; a body that begins with the title again does not get it twice.
 * At most LIMIT_ENTRY_TEXT bytes, cut at a paragraph or a character.
 */
struct str feed_entry_text(struct arena *a, const struct feed_entry *en);

#endif
