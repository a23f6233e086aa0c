/* number_digits.c -- see number.h: numbers that one word is, in digits or in letters. */
#include "config.h"

#include <unicode/uchar.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "facts/number.h"

#define SCALED_DIGITS 7 /* of the figure before k, m, bn */
#define PART_MIN 3      /* bytes of a number word in another */

_Static_assert(NUMBER_MAX + NUMBER_MAX / 10 <= LIMIT_COUNT,
    "about so many is still a count");

size_t
number_native(struct str s, char out[NUMBER_DIGITS], size_t *digits)
{
	struct str rest = s;
	size_t end = 0;

	*digits = 0;
	while (rest.n > 0 && *digits < NUMBER_DIGITS) {
		uint32_t u = utf8_next(&rest);
		int digit = u >= 0x80 ? u_charDigitValue((UChar32)u) : -1;

		if (digit < 0 && (*digits == 0 || (u != 0x66b && u != 0x66c)))
			break;
		if (digit >= 0)
			out[(*digits)++] = (char)('0' + digit);
		else if (u == 0x66b)
			out[(*digits)++] = '.';
		end = s.n - rest.n;
	}
	return end;
}

void
number_bound(struct token *t, enum bound b)
{
	int64_t n = t->value;

	t->bound = (uint8_t)b;
	t->low = n;
	t->high = n;
	switch (b) {
	case BOUND_NONE:
	case BOUND_EXACT:
	case BOUND_N:
		t->bound = BOUND_EXACT;
		break;
	case BOUND_AT_LEAST:
	case BOUND_VAGUE:
		t->high = -1;
		break;
	case BOUND_MORE_THAN:
		t->low = n + 1;
		t->high = -1;
		break;
	case BOUND_ABOUT:
		t->low = n - n / 10;
		t->high = n + n / 10;
		break;
	case BOUND_UP_TO:
		t->low = n > 0 ? 1 : 0;
		break;
	case BOUND_LESS_THAN:
		t->low = n > 1 ? 1 : 0;
		t->high = n > 0 ? n - 1 : 0;
		break;
	}
}

/* How many digits stand at i, of eight bytes. */
static inline size_t
digits_at(struct str text, size_t i)
{
	uint64_t v = str_load(str_sub(text, i, text.n)) ^ EACH_BYTE * '0',
		 others = (v | (v + EACH_BYTE * 0x76)) & HIGH_BITS;

	return others == 0 ? 8 : (size_t)__builtin_ctzll(others) / 8;
}

size_t
number_end(struct str text, size_t i)
{
	for (;;) {
		size_t n = digits_at(text, i);

		i += n;
		if (n == 8)
			continue;
		if (i + 1 >= text.n || (text.p[i] != ',' && text.p[i] != '.') ||
		    !is_digit(text.p[i + 1]))
			return i;
		i++;
	}
}

/* The number that digits alone make, of eight at most; -1: something else is among them.
 * Pairs are joined to fours, and these to one. */
static inline int64_t
plain_number(struct str d)
{
	unsigned room = 64 - 8 * (unsigned)d.n;
	uint64_t digits;

	if (d.n == 0 || d.n > 8)
		return -1;
	digits = (str_load(d) << room) ^ (EACH_BYTE * '0' << room);
	if (((digits | (digits + EACH_BYTE * 0x76)) & HIGH_BITS) != 0)
		return -1;
	digits = digits * 10 + (digits >> 8);
	return (int64_t)(((digits & 0xff000000ff) * (100 + (UINT64_C(1000000) << 32)) +
			     (digits >> 16 & 0xff000000ff) *
				 (1 + (UINT64_C(10000) << 32))) >>
	    32);
}

/* The same with marks among them; *dot is the last decimal one. */
static int64_t
marked_number(struct str d, size_t *dot)
{
	int64_t v = 0;

	for (size_t i = 0; i < d.n; i++) {
		if (d.p[i] == '.')
			*dot = i;
		if (is_digit(d.p[i]) && v < NUMBER_MAX)
			v = v * 10 + (d.p[i] - '0');
	}
	return v;
}

void
number_digits(struct token *t, struct str d)
{
	size_t dot = STR_NOWHERE;
	int64_t v = plain_number(d);

	if (v < 0)
		v = marked_number(d, &dot);
	t->digits = true;
	t->value = v;
	/* 3.5 counts nothing by itself; 10.700 is a thousand of the continent */
	if (dot != STR_NOWHERE && d.n - dot - 1 != 3) {
		double x = 0;

		str_double(d, &x);
		t->value = (int64_t)(x < NUMBER_MAX ? x * 1000 : NUMBER_MAX);
		t->flags |= TOKEN_NO_COUNT | TOKEN_DECIMAL;
		t->high = -2; /* value is in thousandths */
	}
	if (t->high != -2)
		number_bound(t, BOUND_EXACT);
	if (d.n == 4 && dot == STR_NOWHERE && memchr(d.p, ',', d.n) == NULL &&
	    v >= 1900 && v <= 2099)
		t->flags |= TOKEN_NO_COUNT;
	if (d.n > 1 && d.p[0] == '0' && !(d.n == 2 && v > 0)) /* 05 people */
		t->flags |= TOKEN_NO_COUNT;
}

void
number_written(struct token *t, struct str digits, size_t bytes)
{
	number_digits(t, digits);
	if (bytes > digits.n && digits.p[0] != '0' && !(t->flags & TOKEN_DECIMAL))
		t->flags &= (uint16_t)~TOKEN_NO_COUNT;
}

double
number_measure(const struct token *t)
{
	return (t->flags & TOKEN_DECIMAL) && (t->flags & TOKEN_NO_COUNT)
	    ? (double)t->value / 1000
	    : (double)t->value;
}

void
number_suffixed(struct token *t, struct str digits, const struct word *letters)
{
	if (t->word->id != 0)
		return;
	t->cls = letters->id != 0 ? letters->cls : C_THING;
	if (!(t->cls & C_NUMBER) || digits.n > SCALED_DIGITS)
		return;
	t->kind = TOKEN_NUMBER;
	number_digits(t, digits);
	t->value *= letters->value;
	if (t->high == -2)
		t->value /= 1000;
	t->flags &= (uint16_t)~TOKEN_NO_COUNT;
	number_bound(t, BOUND_EXACT);
}

size_t
number_spaced_end(struct str s, size_t from, size_t i)
{
	if (i - from > 3)
		return i;
	for (size_t len; i + 4 <= s.n; i += len + 3) {
		const char *p = s.p + i;

		len = *p == ' '                         ? 1
		    : memcmp(p, "\xc2\xa0", 2) == 0     ? 2
		    : memcmp(p, "\xe2\x80\xaf", 3) == 0 ? 3
							: 0;
		if (len == 0 || i + len + 3 > s.n || !is_digit(p[len]) ||
		    !is_digit(p[len + 1]) || !is_digit(p[len + 2]) ||
		    (i + len + 3 < s.n && is_digit(p[len + 3])))
			break;
	}
	return i;
}

struct str
number_decimal_comma(struct arena *a, struct str d)
{
	char *out = arena_alloc(a, d.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < d.n; i++) {
		size_t k = i + 1;

		while (k < d.n && is_digit(d.p[k]))
			k++;
		if (is_digit(d.p[i]))
			out[n++] = d.p[i];
		else if ((d.p[i] == ',' || d.p[i] == '.') && k - i - 1 != 3)
			out[n++] = '.';
	}
	return (struct str){ out, n };
}

/* The longest number word, and or one that key begins with; its bytes, 0: none. */
static size_t
next_part(const struct lexicon *lx, struct str key, const struct word **part)
{
	for (size_t n = key.n; n >= PART_MIN; n--) {
		*part = lexicon_word(lx, str_sub(key, 0, n));
		if ((*part)->cls & (C_AND | C_ONE) ||
		    (((*part)->cls & C_NUMBER) && (*part)->bound == BOUND_NONE &&
			(*part)->value > 0))
			return n;
	}
	return 0;
}

bool
number_joined(const struct lexicon *lx, struct str key, struct token *t)
{
	const struct word *w = NULL, *first = NULL;
	int64_t total = 0, part = 0;
	bool scaled = false;

	for (size_t n; key.n > 0; key = str_sub(key, n, key.n)) {
		n = next_part(lx, key, &w);
		if (n == 0 || (first == NULL && (w->cls & C_AND)))
			return false;
		first = first != NULL ? first : w;
		if (w->cls & C_AND)
			continue;
		scaled = scaled || w->value >= 100;
		if (w->value >= 1000)
			total += part == 0 ? w->value : part * w->value;
		part = w->value >= 1000           ? 0
		    : w->value == 100 && part > 0 ? part * w->value
						  : part + w->value;
	}
	if (!scaled || (w->cls & C_AND) || total + part > NUMBER_MAX)
		return false;
	t->kind = TOKEN_NUMBER;
	t->cls = C_NUMBER;
	t->word = first;
	t->value = total + part;
	return true;
}
