/*
 * str.h -- text as a view: a pointer and a length, owned by somebody else.
 * Nothing between the parser and the store relies on a terminating NUL.  Readers take a
 * struct str * and advance it only on success.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
#define STR_INIT(literal)                      \
	{                                      \
		(literal), sizeof(literal) - 1 \
	}                            /* in static tables */
#define STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */
#define STR_NOWHERE SIZE_MAX

static inline struct str
str_of(const char *c)
{
	return (struct str){ c, c == NULL ? 0 : strlen(c) };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || (*a.p == *b.p && memcmp(a.p, b.p, a.n) == 0));
}

/* Bytes [from, to) of s, both clamped to it. */
static inline struct str
str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (struct str){ s.p == NULL ? NULL : s.p + from, to - from };
}

static inline bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

static inline bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

/* The first eight bytes as a number, the first of them lowest; zeros where there are
 * fewer. */
static inline uint64_t
str_load(struct str s)
{
	uint64_t v = 0;
	uint32_t low, high;

	if (s.n >= 8) {
		memcpy(&v, s.p, 8);
		return le64toh(v);
	}
	if (s.n >= 4) { /* the first four and the last, which may overlap */
		memcpy(&low, s.p, 4);
		memcpy(&high, s.p + s.n - 4, 4);
		return le32toh(low) | (uint64_t)le32toh(high) << 8 * (s.n - 4);
	}
	if (s.n > 0) /* the first, the middle and the last, which may be the same */
		v = (unsigned char)s.p[0] |
		    (uint64_t)(unsigned char)s.p[s.n / 2] << 8 * (s.n / 2) |
		    (uint64_t)(unsigned char)s.p[s.n - 1] << 8 * (s.n - 1);
	return v;
}

/* ASCII only, whatever the locale says. */
static inline bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static inline bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline char
to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}
/* What a hexadecimal digit says; -1: it is none. */
static inline int
hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	c = to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool str_eq_ci(struct str a, struct str b);  /* ASCII case folded */
int str_cmp(struct str a, struct str b);     /* bytes; a prefix sorts first */
int str_order(const void *a, const void *b); /* the same for qsort() and bsearch(): two
						struct str, or what begins with one */
bool str_starts_ci(struct str s, struct str prefix);
/* of names, which end with NULL; -1 if absent */
int str_index(const char *const *names, struct str s);
/* Appends s to items unless it is empty, there already, or they are max. */
void str_add_once(struct str *items, size_t *n, size_t max, struct str s);
size_t str_find(struct str s, struct str needle); /* STR_NOWHERE if absent */
size_t str_find_ci(struct str s, struct str needle);
size_t str_chr(struct str s, char c);
struct str str_trim(struct str s); /* ASCII white space off both ends */

/* Takes the part before the next sep, and the sep; false when nothing was left. */
bool str_cut(struct str *in, char sep, struct str *part);
/* Takes the next run of non-space; empty when there is none. */
struct str str_word(struct str *in);

/* The whole of s must be the number; false leaves *out alone. */
bool str_uint(struct str s, uint64_t *out);
bool str_int(struct str s, int64_t *out);
bool str_double(struct str s, double *out); /* plain decimal, C locale */

/* The four digits of v, as bytes of a number, the first lowest. */
static inline uint32_t
str_four(uint32_t v)
{
	uint32_t two = v / 100 | (v % 100) << 16, tens = (two * 103 >> 10) & 0xf000f;

	return tens | (two - tens * 10) << 8;
}
/* Such digits, as text. */
static inline void
str_put_digits(char at[8], uint64_t digits)
{
	digits = htole64(digits + UINT64_C(0x3030303030303030));
	memcpy(at, &digits, sizeof(digits));
}

#define STR_DECIMAL 32
/* No NUL; the end.  Room for STR_DECIMAL bytes, of which those behind it are lost. */
char *str_put_decimal(char *at, uint64_t u);
struct str str_decimal(char tmp[STR_DECIMAL], int64_t v);

char *str_dup(struct str s); /* NUL-terminated, from xmalloc() */
/* Copies what fits into dst and terminates it; true if all of it fitted. */
bool str_copy(char *dst, size_t cap, struct str s);

#endif
