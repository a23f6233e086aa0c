/*
 * build.h -- a feed while it is being read.  build.c keeps the stack of open elements,
 * element.c holds the table of what each means, fields.c what is done with it.  Private
 * to parser/.
 */
#ifndef PARSER_BUILD_H
#define PARSER_BUILD_H

#include "base/limits.h"
#include "parser/feed.h"
#include "parser/xml.h"

/* Namespaces by what they are for; RSS is core, and so is what has no namespace. */
enum ns {
	NS_CORE,
	NS_ATOM,
	NS_RDF,
	NS_DC,
	NS_CONTENT,
	NS_MEDIA,
	NS_ITUNES,
	NS_GEO,
	NS_GEORSS,
	NS_GML,
	NS_SY,
	NS_WFW,
	NS_CC,
	NS_ADMIN,
	NS_XHTML,
	NS_FEEDBURNER,
	NS_PODLOVE,
	NS_TOMBSTONE,
	NS_OTHER,
	NS_N
};

/* Where an element stands. */
enum scope {
	IN_NOTHING,
	IN_ROOT,
	IN_FEED,
	IN_ENTRY,
	IN_SOURCE,
	IN_IMAGE,
	IN_TEXTINPUT,
	IN_PERSON,
	IN_SKIP,
	IN_MEDIA,
	IN_GEO,
	IN_CATEGORY,
	IN_LOOSE,  /* an unknown element of a feed: entries in it count */
	IN_IGNORED /* an unknown element of anything else: nothing in it counts */
};

enum capture {
	CAPTURE_NONE,
	CAPTURE_TEXT, /* text of the element and of what it holds */
	CAPTURE_RICH  /* a feed_text: markup within it is kept */
};

struct build;
struct attrs {
	const struct xml_attr *items;
	size_t n;
};

struct element {
	const char *name; /* lower case */
	unsigned ns, in;  /* bits of enum ns and enum scope */
	enum capture capture;
	enum scope inside;
	void (*start)(struct build *b, const struct element *el, const struct attrs *a);
	void (*end)(struct build *b, const struct element *el, struct str text);
	unsigned flags;
	size_t at;        /* of a member in the feed or the entry */
	const char *word; /* name of an extra field, and such */
};
enum {
	EL_ENTRY = 1, /* a member of the entry, else of the feed or the entry's source */
	EL_WEAK = 2,  /* only where nothing better says it */
	EL_HTML = 4,  /* RSS: HTML unless said otherwise */
	EL_GUESS = 8, /* RSS: plain or HTML, by its looks */
	EL_LAST = 16  /* the last of several wins, else the first */
};

enum rich { RICH_TEXT, RICH_HTML, RICH_XML, RICH_BASE64, RICH_GUESS };

struct frame {
	const struct element *el; /* NULL: not known */
	enum scope scope;         /* for what is in it */
	bool collect;             /* its text is wanted */
	bool based;               /* xml:base was seen */
	size_t text_at;           /* where its text begins in build.text */
	struct str lang, base;
};

#define SETTLED_WORDS 2
struct build {
	struct arena *arena;       /* of the document */
	struct arena *entry_arena; /* of the entry: the same, or emptied after each */
	struct feed_doc *doc;
	struct feed_doc *head;    /* doc, or the source of the entry */
	struct feed_entry *entry; /* NULL outside entries */
	struct feed_person *person;
	struct str site;       /* RSS: what relative addresses stand against */
	struct feed_link link; /* the one that is open */
	bool page_link[2];     /* the link of the feed, the entry is known to be a page */
	struct str scheme, label; /* of the category that is open */
	bool term;                /* which had a term attribute */
	int64_t period_s, frequency;
	struct build_extra_name {
		const char *prefix, *local;
	} extra_name, began; /* of the structured value that is open; of the element that
				begins */
	struct {
		struct str type; /* of the shape that is open */
		bool swap;       /* numbers come as latitude, longitude */
		unsigned dims;
	} shape;
	struct {
		double lat, lon;
	} point; /* geo:lat, geo:long as they come */
	struct {
		size_t depth; /* of the frame that is a feed_text; 0: none is open */
		enum rich kind;
		bool markup; /* elements were seen in it: what is collected is XML */
		struct str type, src;
	} rich;
	uint64_t settled[3][SETTLED_WORDS]; /* members not set by EL_WEAK: doc, entry,
					       source */
	struct buf text;
	size_t depth;
	size_t too_deep; /* open elements beyond that */
	struct str root; /* name of the first element */
	const char *uri; /* namespace of the element that begins */
	struct xml *xml;
	size_t nentries;
	struct arena *kept_arena; /* for entries that are not dropped */
	struct arena scratch;     /* for those that are */
	feed_entry_fn *on_entry;
	void *on_entry_arg;
	/* entries that on_entry has seen: a rewind makes them come again */
	size_t handed;
	struct {
		bool set;
		struct feed_doc doc;
		uint64_t settled[SETTLED_WORDS];
		size_t nentries, depth;
		struct str site;
	} mark;
	struct {
		const char *local, *prefix, *uri;
		enum scope scope;
		const struct element *el;
	} cache[128];
	struct frame stack[LIMIT_FEED_DEPTH + 1]; /* last: not zeroed beyond the first */
};

/* ---- build.c ---- */
struct build *build_new(struct arena *a, const struct feed_origin *o);
void build_free(struct build *b);
struct xml_handler build_handler(struct build *b);
/* After the last byte: what feeds give their entries.  False: there was no feed. */
bool build_finish(struct build *b);

void build_doc_init(struct feed_doc *d);
struct feed_entry *build_entry_begin(struct build *b);
void build_entry_end(struct build *b);
struct frame *build_top(struct build *b);

struct arena *build_arena(struct build *b); /* of the entry if one is open */
struct str build_keep(struct build *b, struct str s);
struct str build_url(struct build *b, struct str ref); /* absolute and kept */
void build_extra(struct build *b, const char *name, struct str value,
    enum feed_value_type t);
/* Appends to a FEED_LIST at list a zeroed item of size bytes. */
void *build_append(struct build *b, void *list, size_t size);
/* up to LIMIT_ENCLOSURES */
void build_enclosure(struct build *b, const struct feed_link *l);
#define BUILD_ADD(b, list) \
	((__typeof__((list).items))build_append((b), &(list), sizeof(*(list).items)))

/* ---- element.c ---- */
const struct element *element_find(enum ns ns, enum scope in, const char *name);
bool element_table_sorted(void); /* for the tests */
enum ns element_ns(const char *uri, const char *prefix);
extern const struct element element_extra; /* a structured value of another namespace */

#endif
