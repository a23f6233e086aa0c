/* charset_names.h -- labels of the WHATWG Encoding Standard, and what ICU calls them. */
#ifndef PARSER_CHARSET_NAMES_H
#define PARSER_CHARSET_NAMES_H

#include "base/str.h"

/* NULL: no such label, or one (UTF-16 of a text that is ASCII) that cannot be true. */
const char *charset_icu_name(struct str label);
/* The label as it is shown: lower case; GB2312 is read as its superset and called that.
 */
void charset_show(char out[32], struct str label);
/* The characters of a single-byte encoding that ICU lacks; false: it is none of these. */
bool charset_table(const char *icu, uint32_t table[256]);
uint32_t charset_1252(unsigned char byte);

#endif
