/* number.c -- see number.h.  The words come from the language's numbers.tsv. */
#include "config.h"

#include <unicode/uchar.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "facts/number.h"

#define NUMBER_MAX INT64_C(100000000000)
#define RATIO_MAX 10 /* nine in ten */
#define AGE_MAX 110
#define BOTH 2 /* word.value of both */
/* word.value of a preposition that has an article in it: du, dos */
#define WITH_ARTICLE 17
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

void
number_digits(struct token *t, struct str d)
{
	int64_t v = 0;
	size_t dot = STR_NOWHERE;

	for (size_t i = 0; i < d.n; i++) {
		if (d.p[i] == '.')
			dot = i;
		if (is_digit(d.p[i]) && v < NUMBER_MAX)
			v = v * 10 + (d.p[i] - '0');
	}
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

/* ---- numbers written in one word ---- */

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

/* ---- joining ---- */

struct run { /* a cardinal being read */
	int64_t total, part;
	size_t last;
	enum bound bound;
	bool digits, no_count;
	uint16_t decimal; /* TOKEN_DECIMAL, or 0 */
	bool units_first; /* the language says five and twenty */
};

static bool
is_number(const struct token *t)
{
	return (t->cls & C_NUMBER) != 0;
}

static bool
is_punct(const struct token *t, char c)
{
	return t->kind == TOKEN_PUNCT && t->punct == c;
}

static int64_t
clamp(int64_t v)
{
	return v > NUMBER_MAX ? NUMBER_MAX : v;
}

static int64_t
times(int64_t a, int64_t b)
{
	int64_t v;

	return __builtin_mul_overflow(a, b, &v) ? INT64_MAX : v;
}

/* Five and twenty, a hundred and five and twenty, a thousand and two hundred. */
static bool
take_joined(struct run *r, int64_t v)
{
	int64_t units;

	if (r->part >= 1000) {
		r->total += r->part;
		r->part = 0;
	}
	units = r->part % 100;
	if (v >= 1000 ||
	    !((v >= 20 && v < 100 && v % 10 == 0 && units > 0 && units < 10) ||
		(v < 100 && units == 0) || (v >= 100 && r->part == 0 && r->total > 0)))
		return false;
	r->part += v;
	return true;
}

static bool
take_part(struct run *r, const struct token *t, bool first)
{
	bool digits = t->kind == TOKEN_NUMBER && t->digits;
	int64_t v = t->kind == TOKEN_NUMBER ? t->value : t->word->value;
	enum bound b = t->kind == TOKEN_NUMBER ? BOUND_EXACT : (enum bound)t->word->bound;

	if (first) {
		r->bound = b == BOUND_NONE ? BOUND_EXACT : b;
		r->digits = digits;
		r->no_count = (t->flags & TOKEN_NO_COUNT) != 0;
		r->decimal = t->flags & TOKEN_DECIMAL;
		/* a thousand | three hundred */
		if (b == BOUND_NONE && t->kind == TOKEN_WORD && v >= 1000)
			r->total = v;
		else
			r->part = v;
		return true;
	}
	if (digits || v < 0)
		return false;
	/* dos mil | quinientos */
	if (v >= 100 && v < 1000 && r->part == 0 && r->total > 0 && b != BOUND_VAGUE &&
	    r->bound != BOUND_VAGUE && !r->digits) {
		r->part = v;
		return true;
	}
	/* two dozen, three hundred; but a hundred and twelve */
	if (v >= 100 || ((v == 12 || v == 20) && (r->part < 100 || r->part % 100 != 0))) {
		if (v >= 1000 && r->total > 0 && r->part == 0)
			return false;
		if (v < 100 && (r->part > 20 || b == BOUND_VAGUE))
			return false;
		/* a decimal is kept in thousandths */
		if ((r->no_count && r->digits ? r->part / 1000 : r->part) >= v &&
		    r->bound != BOUND_VAGUE)
			return false;
		if (r->no_count && r->digits) /* 2.5 million */
			r->part = clamp(times(r->part, v) / 1000);
		else
			r->part = clamp(times(r->part, v));
		r->no_count = false;
		if (v >= 1000) {
			r->total = clamp(r->total + r->part);
			r->part = 0;
		}
		return true;
	}
	if (r->digits || b == BOUND_VAGUE || r->bound == BOUND_VAGUE)
		return false;
	if (r->part == 0 || (r->part >= 20 && r->part % 10 == 0 && v < 10) ||
	    (r->part >= 100 && r->part % 100 == 0 && v < 100)) {
		r->part += v;
		return true;
	}
	return false;
}

/* two | and a half million, in thousandths as 2.5 is; a million | and a half */
static bool
take_half(struct run *r)
{
	if (r->digits || r->bound != BOUND_EXACT)
		return false;
	if (r->part == 0) {
		r->total = clamp(r->total + r->total / 2);
		return true;
	}
	r->part = clamp(times(r->part, 1000) + 500);
	r->no_count = r->digits = true;
	r->decimal = TOKEN_DECIMAL;
	return true;
}

static bool
is_half(const struct token *t)
{
	return (t->cls & C_BOUND) && t->word->value == NUMBER_HALF;
}

/* The one of thirty-one is also a determiner: a number only behind a ten. */
static bool
is_last_unit(const struct token *t, const struct run *r)
{
	return (t->cls & C_ONE) && t->word->value == 1 && r->part >= 20 &&
	    r->part % 10 == 0 && !r->digits;
}

/* 41 thousand | 500; bin | 500 */
static bool
is_rest(const struct token *t, const struct run *r)
{
	return t->digits && !(t->flags & TOKEN_NO_COUNT) &&
	    (r->digits || r->total == 1000) && !r->no_count && r->bound == BOUND_EXACT &&
	    r->total >= 1000 && r->part == 0 && t->value < 1000;
}

/* Two hundred and five; in some languages five and twenty. */
static bool
may_join(const struct run *r)
{
	return (!r->digits || (r->units_first && r->total > 0)) &&
	    r->bound != BOUND_VAGUE &&
	    (r->units_first || (r->part >= 100 && r->part % 100 == 0) ||
		(r->part == 0 && r->total > 0));
}

/* A cardinal at i; false if there is none. */
static bool
cardinal(const struct token_list *l, size_t i, size_t end, struct run *r)
{
	*r = (struct run){ .last = i, .units_first = l->units_first };
	if (i >= end || !is_number(&l->tok[i]))
		return false;
	take_part(r, &l->tok[i], true);
	for (size_t k = i + 1; k < end; k++) {
		const struct token *t = &l->tok[k];
		size_t at = k;

		if (is_half(t) &&
		    (r->part == 0 ||
			(k + 1 < end && is_number(t + 1) && t[1].word->value >= 1000)) &&
		    take_half(r)) {
			r->last = k;
			continue;
		}
		/* twenty-five; two hundred and five */
		if (is_punct(t, '-') && (t->flags & TOKEN_TIGHT) && !r->digits &&
		    k + 1 < end)
			at = k + 1;
		else if ((t->cls & C_AND) && may_join(r) && k + 1 < end)
			at = k + 1;
		else if ((t->cls & C_OF) && r->bound == BOUND_VAGUE && k + 1 < end &&
		    is_number(&l->tok[k + 1]) && l->tok[k + 1].word->bound == BOUND_VAGUE)
			at = k + 1;
		if (is_rest(&l->tok[at], r)) {
			r->total += l->tok[at].value;
			r->last = at;
			break;
		}
		if (!(is_number(&l->tok[at]) || is_last_unit(&l->tok[at], r)) ||
		    l->tok[at].digits)
			break;
		if (at > k && (t->cls & C_AND) && !r->units_first &&
		    l->tok[at].word->value >= 100 &&
		    !(t->word->value == NUMBER_AND && r->part == 0)) /* mil e trezentos */
			break;
		if (!(at > k && (t->cls & C_AND) && r->units_first
			    ? take_joined(r, l->tok[at].word->value)
			    : take_part(r, &l->tok[at], false)))
			break;
		r->last = at;
		k = at;
	}
	r->total = clamp(r->total + r->part);
	return true;
}

static bool
is_month(const struct token_list *l, size_t i, size_t end)
{
	return i < end && (l->tok[i].cls & C_MONTH) &&
	    ((l->tok[i].flags & TOKEN_CAP) || l->tok[i].word->cls == C_MONTH);
}

/* "10-15", "10 to 15", "ten or 15", "between 10 and 15": the second cardinal, or false.
 */
static bool
range(const struct token_list *l, size_t i, size_t end, bool between, const struct run *a,
    struct run *b)
{
	const struct token *t;

	if (i + 1 >= end)
		return false;
	t = &l->tok[i];
	if (!(is_punct(t, '-') || (t->cls & C_TO) ||
		((t->cls & C_DET) && t->word->value == NUMBER_TO) ||
		((t->cls & C_AND) && (between || t->word->value == NUMBER_OR))))
		return false;
	if (!cardinal(l, i + 1, end, b) || b->total <= a->total ||
	    is_month(l, b->last + 1, end)) /* between 5 and 7 | November */
		return false;
	return !a->no_count && !b->no_count;
}

static void
finish(struct token *t, const struct token *last, const struct run *r)
{
	t->kind = TOKEN_NUMBER;
	t->end = last->end;
	t->flags |= last->flags & TOKEN_HYPHEN;
	t->flags = (uint16_t)((t->flags & ~TOKEN_NO_COUNT) |
	    (r->no_count ? TOKEN_NO_COUNT : 0) | r->decimal);
	t->cls = C_NUMBER;
	t->digits = r->digits;
	t->value = r->total;
	number_bound(t, r->bound);
}

static enum bound
joined(enum bound stated, enum bound word)
{
	return word == BOUND_VAGUE ? BOUND_VAGUE : stated;
}

/* 100'den fazla, ten or so, 120-odd: where a bound behind the number stands, over an
 * ending; SIZE_MAX: none. */
static size_t
bound_behind(const struct token_list *l, size_t i, size_t end)
{
	if (i < end && (l->tok[i].form & FORM_POST) && !(l->tok[i].cls & C_BOUND))
		i++;
	return i < end && (l->tok[i].form & FORM_POST) && (l->tok[i].cls & C_BOUND)
	    ? i
	    : SIZE_MAX;
}

/* 10+ */
static bool
is_plus(const struct token_list *l, size_t i, size_t end)
{
	return i < end && is_punct(&l->tok[i], '+') && (l->tok[i].flags & TOKEN_TIGHT);
}

/* Reads the number at i with the bounds before it; its last token, and t made. */
static size_t
read_number(const struct token_list *l, size_t i, size_t end, struct token *t)
{
	enum bound b = BOUND_NONE;
	size_t at = i;
	bool between = false;
	struct run r, hi;
	size_t last;

	while (at < end && (l->tok[at].cls & C_BOUND)) {
		if (b == BOUND_NONE || b == BOUND_ABOUT)
			b = (enum bound)l->tok[at].word->bound;
		between = between || l->tok[at].word->value == NUMBER_BETWEEN;
		at++;
	}
	/* a dozen, a hundred */
	if (at + 1 < end && (l->tok[at].cls & C_ONE) && is_number(&l->tok[at + 1]) &&
	    l->tok[at + 1].kind == TOKEN_WORD && l->tok[at + 1].word->value >= 2 &&
	    /* said that | nine */
	    !(l->tok[at].cls & (C_POSSESSIVE | C_OTHER | C_SUBORD | C_RELATIVE)))
		at++;
	if (!cardinal(l, at, end, &r))
		return SIZE_MAX;
	last = r.last;
	*t = l->tok[i];
	t->word = l->tok[at].word;
	if (range(l, last + 1, end, between, &r, &hi)) {
		finish(t, &l->tok[hi.last], &r);
		t->high = hi.total;
		return hi.last;
	}
	if (between && (l->tok[i].cls & C_PREP))
		return SIZE_MAX; /* from, but not to */
	finish(t, &l->tok[last], &r);
	if ((at = bound_behind(l, last + 1, end)) != SIZE_MAX) {
		b = b == BOUND_NONE ? (enum bound)l->tok[at].word->bound : b;
		last = at;
		t->flags &= (uint16_t)~TOKEN_HYPHEN;
	} else if (b == BOUND_NONE && is_plus(l, last + 1, end)) {
		b = BOUND_AT_LEAST;
		last++;
	}
	if (b != BOUND_NONE && !between)
		number_bound(t, joined(b, r.bound));
	t->cls |= l->tok[i].cls & l->tok[i].word->cls & C_TO; /* up to, and to: the toll
								 rose to 47 */
	/* dozens of villagers, une vingtaine de maisons */
	if ((t->bound == BOUND_VAGUE || (t->bound == BOUND_ABOUT && !t->digits)) &&
	    last + 1 < end && (l->tok[last + 1].cls & C_OF) && last + 2 < end &&
	    !(l->tok[last + 2].cls & (C_DET | C_POSSESSIVE | C_PRONOUN)))
		last++;
	return last;
}

static bool
near_month(const struct token_list *l, const struct sentence *s, size_t i)
{
	const struct token *t = &l->tok[i];
	size_t next = i + 1;

	if (!t->digits || t->value > 31 || t->bound != BOUND_EXACT)
		return false;
	if (i > s->first && (l->tok[i - 1].cls & C_MONTH))
		return true;
	if (i > s->first + 1 && is_punct(&l->tok[i - 1], '.') &&
	    (l->tok[i - 2].cls & C_MONTH))
		return true;
	if (next < s->end && (l->tok[next].cls & C_OF)) /* el 20 de noviembre */
		next++;
	return is_month(l, next, s->end);
}

/* aged 12, 13 and 14 */
static bool
in_numbered_list(const struct token_list *l, const struct sentence *s, size_t i)
{
	bool more = i + 1 < s->end &&
	    (l->tok[i + 1].cls & C_AND || is_punct(&l->tok[i + 1], ','));

	while (i > s->first + 2 && l->tok[i - 2].kind == TOKEN_NUMBER) {
		if (l->tok[i - 1].cls & C_AND)
			more = true;
		else if (!more || !is_punct(&l->tok[i - 1], ','))
			return false;
		i -= 2;
		if (l->tok[i - 1].cls & C_NUMBERED)
			return true;
	}
	return false;
}

/* Two men, 19 and 22, | a woman, 34, and: does it stand between commas, alone or joined
 * to another, behind a noun? */
static bool
in_ages(const struct token_list *l, const struct sentence *s, size_t i)
{
	const struct token *t = &l->tok[i];
	bool first = i + 2 < s->end && (t[1].cls & C_AND) && t[2].kind == TOKEN_NUMBER &&
	    t[2].digits;
	const struct token *open = first ? t : t - 2, *close = open + 3;

	if (i < s->first + 2 + 2 * !first || !t->digits || t->value > AGE_MAX ||
	    (!first &&
		!((t[-1].cls & C_AND) && t[-2].kind == TOKEN_NUMBER && t[-2].digits)))
		return false;
	return open->value <= AGE_MAX && is_punct(open - 1, ',') &&
	    (open[-2].cls & C_PERSON) &&
	    (open - 2 == &l->tok[s->first] || open[-3].kind == TOKEN_NUMBER) &&
	    (close == &l->tok[s->end] || is_punct(close, ',') || is_punct(close, '.'));
}

/* nine out of | ten; not: six out of | eight clerks, whom somebody counted */
static bool
is_round(int64_t n)
{
	return n <= 5 || n % 10 == 0;
}

/* One in five | patients: is the number at i one of a ratio? */
static bool
in_ratio(const struct token_list *l, const struct sentence *s, size_t i)
{
	size_t first = i >= s->first + 2 && l->tok[i - 2].kind == TOKEN_NUMBER &&
		(l->tok[i - 1].cls & C_PREP)
	    ? i - 2
	    : i;
	const struct token *t = &l->tok[first];

	return first + 3 < s->end && (t[1].cls & C_PREP) &&
	    !(t[1].cls & (C_OF | C_BY | C_TO)) && t[2].kind == TOKEN_NUMBER &&
	    t->value < t[2].value && t->value < RATIO_MAX &&
	    (t->value == 1 || is_round(t[2].value)) &&
	    (t[3].cls & (C_PERSON | C_COUNTED | C_DEATH)) && t->bound == BOUND_EXACT;
}

/* Is the number at i a date, time, price, share, score or name? */
static bool
counts_nothing(const struct token_list *l, const struct sentence *s, size_t i)
{
	const struct token *t = &l->tok[i];
	const struct token *prev = i > s->first ? t - 1 : NULL;
	const struct token *next = i + 1 < s->end ? t + 1 : NULL;

	if (near_month(l, s, i) || (t->flags & TOKEN_HYPHEN))
		return true;
	if (in_numbered_list(l, s, i) || in_ages(l, s, i) || in_ratio(l, s, i))
		return true;
	if (prev != NULL &&
	    ((prev->cls & (C_CURRENCY | C_NUMBERED)) ||
		(prev->kind == TOKEN_PUNCT &&
		    (prev->punct == '$' || prev->punct == '#' ||
			((prev->punct == ':' || prev->punct == '/' ||
			     prev->punct == '-') &&
			    (t->flags & TOKEN_TIGHT) && i > s->first + 1 &&
			    l->tok[i - 2].kind == TOKEN_NUMBER)))))
		return true;
	if (next == NULL)
		return false;
	if (next->cls & C_CURRENCY)
		return true;
	/* a couple, both 81, */
	if (prev != NULL && t->digits && t->value <= AGE_MAX && (prev->cls & C_DET) &&
	    prev->word->value == BOTH && next->kind == TOKEN_PUNCT)
		return true;
	/* 2:1; but "three: two men", "248: 92 farmers" */
	if (next->kind == TOKEN_PUNCT && (next->flags & TOKEN_TIGHT))
		return next->punct == '%' ||
		    (((next->punct == ':' && t->digits && (next[1].flags & TOKEN_TIGHT)) ||
			 next->punct == '/' || next->punct == '-') &&
			i + 2 < s->end && l->tok[i + 2].kind == TOKEN_NUMBER);
	return false;
}

/* about 2000 people, 2000 Menschen where thousands have no mark: no year, although it
 * looks like one */
static bool
like_year(const struct token_list *l, const struct sentence *s, size_t i, bool unmarked)
{
	const struct token *t = &l->tok[i];

	if (!(t->kind == TOKEN_NUMBER && t->digits && (t->flags & TOKEN_NO_COUNT) &&
		t->value >= 1900 && t->value <= 2099))
		return false;
	return t->bound != BOUND_EXACT ||
	    (unmarked &&
		(i == s->first || !(t[-1].cls & (C_PREP | C_OF | C_MONTH | C_TIME))));
}

/* uno | de los soldados, einer | der Toten, uno | murió, um | foi morto: an article that
 * counts, where the language has one word for both */
static bool
is_one(const struct token *t)
{
	if (!(t->cls & C_ONE) || t->word->value != 1 || (t->cls & C_POSSESSIVE))
		return false;
	if (t[1].cls & C_OF)
		return t[1].word->value == WITH_ARTICLE ||
		    (t[2].cls & (C_DET | C_PRONOUN));
	return (t[1].cls & (C_AMONG | C_DIE)) ||
	    ((t[1].cls & (C_BE | C_HAVE)) &&
		(t[2].cls & (C_KILL | C_DIE | C_DEAD | C_BE)));
}

static void
count_articles(struct token_list *l, struct sentence *s)
{
	for (size_t i = s->first; i + 1 < s->end; i++) {
		struct token *t = &l->tok[i];

		if (!is_one(t))
			continue;
		t->kind = TOKEN_NUMBER;
		t->cls = C_NUMBER;
		t->value = 1;
		s->cls |= C_NUMBER;
	}
}

/* murieron | de 15 a 20 personas: does the word at i begin a range, and is no genitive?
 */
static bool
is_from(const struct token_list *l, const struct sentence *s, size_t i)
{
	const struct token *t = &l->tok[i];

	return (t->cls & C_OF) && i + 1 < s->end && is_number(t + 1) &&
	    (i == s->first || t[-1].kind == TOKEN_PUNCT ||
		(t[-1].cls & (C_KILL | C_DIE | C_VERB | C_BE | C_TO | C_CLAIM)));
}

void
number_merge(const struct lexicon *lx, struct token_list *l, struct sentence *s)
{
	size_t to = s->first;
	bool behind;

	l->units_first = lexicon_has(lx, HABIT_UNITS);
	if (lexicon_has(lx, HABIT_MODIFIERS_AFTER | HABIT_COMPOUNDS) && (s->cls & C_ONE))
		count_articles(l, s);
	if (!(s->cls & C_NUMBER))
		return;
	behind = lexicon_has(lx, HABIT_MODIFIERS_AFTER);
	for (size_t i = s->first; i < s->end; i++) {
		struct token number;
		size_t last = SIZE_MAX;

		if (l->tok[i].cls & (C_NUMBER | C_BOUND | C_ONE))
			last = read_number(l, i, s->end, &number);
		else if (behind && is_from(l, s, i) &&
		    (last = read_number(l, i + 1, s->end, &number)) != SIZE_MAX &&
		    number.high <= number.low) /* of 15, not from 15 to 20 */
			last = SIZE_MAX;
		if (last != SIZE_MAX) {
			l->tok[to] = number;
			i = last;
		} else if (to != i) {
			l->tok[to] = l->tok[i];
		}
		to++;
	}
	s->end = (uint32_t)to;
	for (size_t i = s->first; i < s->end; i++)
		if (l->tok[i].kind == TOKEN_NUMBER && counts_nothing(l, s, i))
			l->tok[i].flags |= TOKEN_NO_COUNT;
		else if (i + 1 < s->end && (l->tok[i + 1].cls & C_PERSON) &&
		    like_year(l, s, i, lexicon_has(lx, HABIT_COMMA | HABIT_NO_CAPITALS)))
			l->tok[i].flags &= (uint16_t)~TOKEN_NO_COUNT;
}
