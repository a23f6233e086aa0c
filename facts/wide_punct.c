/* wide_punct.c -- see wide_punct.h. */
#include "config.h"

#include "facts/wide_punct.h"

/* U+2000 to U+206F: spaces, dashes, quotation marks. */
static char
general_punct(unsigned char last)
{
	if (last <= 0x8d || last == 0xaf)
		return ' ';
	if (last >= 0x90 && last <= 0x95)
		return '-';
	if (last == 0x98 || last == 0x99)
		return '\'';
	if (last >= 0x9a && last <= 0x9f)
		return '"';
	return last == 0xa6 ? ';' : '*'; /* …: what follows is another clause */
}

static char
latin_punct(unsigned char last)
{
	if (last == 0xa0)
		return ' ';
	if (last == 0xab || last == 0xbb)
		return '"';
	return last < 0xc0 && last != 0xaa && last != 0xb5 && last != 0xba ? '*' : 0;
}

static char
arabic_punct(unsigned char last)
{
	return last == 0x8c ? ',' : last == 0x9b ? ';' : last == 0x9f ? '?' : 0;
}

/* Of three bytes. */
static char
three_punct(const unsigned char *p)
{
	if (p[0] == 0xe2)
		return p[1] == 0x80                ? general_punct(p[2])
		    : p[1] >= 0x86 && p[1] <= 0xaf ? '*'
						   : 0; /* arrows, bullets, signs */
	if (p[0] == 0xe3)
		return p[1] != 0x80 || p[2] > 0x82 ? 0
		    : p[2] == 0x80                 ? ' '
		    : p[2] == 0x82                 ? '.'
						   : ',';
	/* how the sign before is drawn */
	if (p[0] == 0xef && p[1] == 0xb8)
		return p[2] >= 0x80 && p[2] <= 0x8f ? ' ' : 0;
	return p[0] == 0xef && p[1] == 0xbc && p[2] == 0x8c ? ',' : 0;
}

char
wide_punct(struct str s, size_t *len)
{
	const unsigned char *p = (const unsigned char *)s.p;

	*len = 0;
	if (s.n < 2)
		return 0;
	*len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (s.n < *len)
		return 0;
	switch (p[0]) {
	case 0xc2:
		return latin_punct(p[1]);
	case 0xd8:
		return arabic_punct(p[1]);
	case 0xe2:
	case 0xe3:
	case 0xef:
		return three_punct(p);
	case 0xf0:
		return p[1] == 0x9f ? '*' : 0; /* pictures */
	default:
		return 0;
	}
}

size_t
owner_end(struct str s, size_t i)
{
	size_t mark = i;

	if (i < s.n && s.p[i] == '\'')
		mark = i + 1;
	else if (s.n - i > 3 && memcmp(s.p + i, "\xe2\x80\x99", 3) == 0)
		mark = i + 3;
	return mark > i && mark < s.n && s.p[mark] == 's' &&
		(mark + 1 == s.n || s.p[mark + 1] == ' ')
	    ? mark + 1
	    : i;
}
