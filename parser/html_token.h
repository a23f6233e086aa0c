/*
 * html_token.h -- HTML as a row of tags and texts, and what each element is.  Private to
 * parser/. The reader never fails and never looks back: what is no tag is text.
 */
#ifndef PARSER_HTML_TOKEN_H
#define PARSER_HTML_TOKEN_H

#include "base/str.h"

enum html_kind {
	HTML_TEXT,
	HTML_OPEN,
	HTML_CLOSE,
	HTML_OTHER /* comment, declaration */
};

struct html_token {
	enum html_kind kind;
	/* of a text, with its references; raw is set where they are none */
	struct str text;
	bool raw;
	struct str name;               /* of a tag, as written */
	struct str attrs;              /* what follows the name */
	bool closed;                   /* <br/> */
	const struct html_element *el; /* NULL: not known */
};

struct html_reader {
	struct str in;
	const struct html_element *last; /* of the latest tag */
	const struct html_element *raw;  /* text until its end tag is no markup */
	bool endless[2]; /* no end of a comment, of a CDATA section is ahead: searched for
			    once */
};

void html_reader_init(struct html_reader *r, struct str html);
bool html_next(struct html_reader *r, struct html_token *t);

struct html_attr {
	struct str name, value; /* value with its references */
};
bool html_attr_next(struct str *attrs, struct html_attr *a);
struct str html_attr_find(struct str attrs, struct str name); /* raw value, or empty */

enum {
	HTML_SAFE = 1,      /* may be shown */
	HTML_VOID = 2,      /* has no end tag */
	HTML_LINE = 4,      /* stands on lines of its own */
	HTML_PARAGRAPH = 8, /* with a blank line around it */
	HTML_RAW = 16,      /* its content is no markup */
	HTML_HIDDEN = 32,   /* its content is nothing to show */
	HTML_APART = 64, /* its content is nothing to read for facts: navigation, forms */
	HTML_PRE = 128,  /* its line ends count */
	HTML_LINK = 256, /* <a> */
	HTML_BREAK = 512 /* <br> */
};

struct html_element {
	const char *name;
	unsigned flags;
};
const struct html_element *html_element(struct str name); /* any case */

#endif
