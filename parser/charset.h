/*
 * charset.h -- bytes in any encoding to UTF-8, in pieces.  Which encoding: the byte order
 * mark, else the HTTP header, else the XML declaration, else UTF-8 if it is that, else
 * what the bytes look like, else windows-1252.  Labels are those of the WHATWG Encoding
 * Standard; what is said and cannot be true (UTF-8 that is none) is not believed.
 */
#ifndef PARSER_CHARSET_H
#define PARSER_CHARSET_H

#include "base/buf.h"

struct charset;
/* content_type: of HTTP, or empty. */
struct charset *charset_new(struct str content_type);
/* True: bytes are whole characters of UTF-8 with nothing before them, to be read where
 * they are. */
bool charset_passes(struct charset *c, struct str bytes);
/* What could be decoded is added to out, in whole characters; the rest waits. */
void charset_push(struct charset *c, struct str bytes, struct buf *out);
void charset_finish(struct charset *c, struct buf *out);
struct str charset_label(const struct charset *c); /* lives as long as c */
bool charset_damaged(const struct charset *c); /* bytes that are none of its characters */
void charset_free(struct charset *c);

#endif
