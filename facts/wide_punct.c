/* wide_punct.c -- see wide_punct.h. */
#include "config.h"

#include "facts/wide_punct.h"

char
wide_punct(struct str s, size_t *len)
{
	const unsigned char *p = (const unsigned char *)s.p;

	*len = 0;
	if (s.n >= 2 && p[0] == 0xc2) {
		*len = 2;
		if (p[1] == 0xa0)
			return ' ';
		if (p[1] == 0xab || p[1] == 0xbb)
			return '"';
		if (p[1] < 0xc0 && p[1] != 0xaa && p[1] != 0xb5 && p[1] != 0xba)
			return '*';
		return 0;
	}
	if (s.n >= 2 && p[0] == 0xd8 && (p[1] == 0x8c || p[1] == 0x9b || p[1] == 0x9f)) {
		*len = 2;
		return p[1] == 0x8c ? ',' : p[1] == 0x9b ? ';' : '?';
	}
	if (s.n >= 3 && p[0] == 0xe2 && p[1] == 0x80) {
		*len = 3;
		if (p[2] >= 0x80 && p[2] <= 0x8d)
			return ' ';
		if (p[2] >= 0x90 && p[2] <= 0x95)
			return '-';
		if (p[2] == 0x98 || p[2] == 0x99)
			return '\'';
		if (p[2] >= 0x9a && p[2] <= 0x9f)
			return '"';
		if (p[2] == 0xa6)
			return ';'; /* …: what follows is another clause */
		if (p[2] == 0xaf)
			return ' ';
		return '*';
	}
	if (s.n >= 3 && p[0] == 0xe3 && p[1] == 0x80 && p[2] <= 0x82) {
		*len = 3;
		return p[2] == 0x80 ? ' ' : p[2] == 0x82 ? '.' : ',';
	}
	if (s.n >= 3 && p[0] == 0xef && p[1] == 0xbc && p[2] == 0x8c) {
		*len = 3;
		return ',';
	}
	return 0;
}
