/* str.c -- see str.h. */
#include "config.h"

#include <errno.h>

#include "base/alloc.h"
#include "base/str.h"

bool
str_eq_ci(struct str a, struct str b)
{
	return a.n == b.n && str_starts_ci(a, b);
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n == 0 ? 0 : memcmp(a.p, b.p, n);

	if (d != 0)
		return d;
	return (a.n > b.n) - (a.n < b.n);
}

int
str_order(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

bool
str_starts_ci(struct str s, struct str prefix)
{
	if (s.n < prefix.n)
		return false;
	for (size_t i = 0; i < prefix.n; i++)
		if (to_lower(s.p[i]) != to_lower(prefix.p[i]))
			return false;
	return true;
}

int
str_index(const char *const *names, struct str s)
{
	for (int i = 0; names[i] != NULL; i++)
		if (str_eq(s, str_of(names[i])))
			return i;
	return -1;
}

void
str_add_once(struct str *items, size_t *n, size_t max, struct str s)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(items[i], s))
			return;
	if (s.n > 0 && *n < max)
		items[(*n)++] = s;
}

size_t
str_find(struct str s, struct str needle)
{
	const char *at;

	if (needle.n == 0)
		return 0;
	at = s.n == 0 ? NULL : memmem(s.p, s.n, needle.p, needle.n);
	return at == NULL ? STR_NOWHERE : (size_t)(at - s.p);
}

size_t
str_find_ci(struct str s, struct str needle)
{
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (str_starts_ci(str_sub(s, i, s.n), needle))
			return i;
	return STR_NOWHERE;
}

size_t
str_chr(struct str s, char c)
{
	const char *at = s.n == 0 ? NULL : memchr(s.p, c, s.n);

	return at == NULL ? STR_NOWHERE : (size_t)(at - s.p);
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool
str_cut(struct str *in, char sep, struct str *part)
{
	size_t at;

	if (in->p == NULL)
		return false;
	at = str_chr(*in, sep);
	if (at == STR_NOWHERE) {
		*part = *in;
		*in = STR_NONE;
	} else {
		*part = str_sub(*in, 0, at);
		*in = str_sub(*in, at + 1, in->n);
	}
	return true;
}

/* Where its first white space is; its end: nowhere.  Eight bytes a step, to the lowest
 * that is no more than a space; behind the last all are. */
static size_t
word_end(struct str s)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	size_t n = 0;

	while (n < s.n) {
		uint64_t v = str_load((struct str){ s.p + n, s.n - n }),
			 low = (v - each * (' ' + 1)) & ~v & each * 0x80;

		n += low == 0 ? 8 : (size_t)__builtin_ctzll(low) / 8;
		if (low == 0 || n >= s.n)
			continue;
		if (is_space(s.p[n]))
			return n;
		n++;
	}
	return s.n;
}

struct str
str_word(struct str *in)
{
	struct str s = *in, word;
	size_t n;

	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	n = word_end(s);
	word = str_sub(s, 0, n);
	if (n > 0)
		*in = str_sub(s, n, s.n);
	return word;
}

bool
str_uint(struct str s, uint64_t *out)
{
	uint64_t v = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned d = (unsigned)(s.p[i] - '0');

		if (d > 9 || (i >= 19 && v > (UINT64_MAX - d) / 10))
			return false;
		v = v * 10 + d;
	}
	*out = v;
	return true;
}

bool
str_int(struct str s, int64_t *out)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	uint64_t v;

	if (!str_uint(minus ? str_sub(s, 1, s.n) : s, &v) || v > INT64_MAX)
		return false;
	*out = minus ? -(int64_t)v : (int64_t)v;
	return true;
}

bool
str_double(struct str s, double *out)
{
	char tmp[64], *end;
	double v;

	if (s.n == 0 || is_space(s.p[0]) || !str_copy(tmp, sizeof(tmp), s))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && memchr("+-.eE", s.p[i], 5) == NULL)
			return false;
	errno = 0;
	v = strtod(tmp, &end);
	if (*end != '\0' || errno == ERANGE)
		return false;
	*out = v;
	return true;
}

char *
str_put_decimal(char *at, uint64_t u)
{
	uint32_t fours[4], first;
	unsigned n = 0, zeros;

	for (; u >= 10000; u /= 10000)
		fours[n++] = (uint32_t)(u % 10000);
	first = str_four((uint32_t)u);
	zeros = (unsigned)__builtin_ctz(first | 1u << 24) / 8; /* not of 0 itself */
	str_put_digits(at, first >> 8 * zeros);
	at += 4 - zeros;
	while (n-- > 0) {
		str_put_digits(at, str_four(fours[n]));
		at += 4;
	}
	return at;
}

struct str
str_decimal(char tmp[STR_DECIMAL], int64_t v)
{
	char *at = tmp;

	if (v < 0)
		*at++ = '-';
	at = str_put_decimal(at, v < 0 ? -(uint64_t)v : (uint64_t)v);
	return (struct str){ tmp, (size_t)(at - tmp) };
}

char *
str_dup(struct str s)
{
	char *p = xmalloc(s.n + 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

bool
str_copy(char *dst, size_t cap, struct str s)
{
	size_t n = s.n < cap ? s.n : cap - 1;

	if (n > 0)
		memcpy(dst, s.p, n);
	dst[n] = '\0';
	return n == s.n;
}
