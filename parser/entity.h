/* entity.h -- character references of HTML and XML: &amp; &#8217; &#x2019; &eacute; */
#ifndef PARSER_ENTITY_H
#define PARSER_ENTITY_H

#include "base/buf.h"

/* longest name or number that is looked at: readers in pieces wait for it */
#define ENTITY_MAX 32

uint32_t entity_named(struct str name); /* 0: no such name */

/*
 * The reference at the start of s, which begins with '&': its length with the semicolon,
 * and its character in *c; 0 if none stands there.  A missing semicolon is forgiven after
 * a number and, where loose, after the names that HTML forgives it for (HTML 13.2.5.73).
 * Numbers 128 to 159 mean windows-1252, as browsers have it; what XML and HTML both
 * forbid gives *c 0: nothing.
 */
size_t entity_read(struct str s, bool loose, uint32_t *c);

/* s with its references replaced, once. */
void entity_decode(struct buf *out, struct str s, bool loose);

/* s with & < > and, in attributes, the double quote escaped. */
void entity_escape(struct buf *out, struct str s, bool attribute);

#endif
