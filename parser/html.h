/*
 * html.h -- HTML from feeds, made text to read and HTML that is safe to show.  No tree is
 * built.
 */
#ifndef PARSER_HTML_H
#define PARSER_HTML_H

#include "base/buf.h"

/*
 * Text of a fragment or a page: blocks, list items and table cells on lines of their own,
 * a blank line between paragraphs, entities decoded once, white space folded; scripts,
 * styles, navigation and comment forms dropped, and blocks that are no more than a link
 * to another report ("Also read: …"), if there is text beside them; no control
 * characters; valid UTF-8 whatever came in.
 */
void html_text(struct buf *out, struct str html);

/* Allowed elements and attributes only (a table), addresses absolute against base, no
 * script, no style, no event handler, no form; every element closed. */
void html_safe(struct buf *out, struct str html, struct str base);

/* Whether a string that may be either is HTML: known elements or character references
 * alone. */
bool html_looks_like(struct str s);

#endif
