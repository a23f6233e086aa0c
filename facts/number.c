/* number.c -- see number.h.  The words come from the language's numbers.tsv. */
#include "config.h"

#include "facts/number.h"
#include "facts/token_in.h"

#define RATIO_MAX 10 /* nine in ten */
#define AGE_MAX 110

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

static int64_t
value_of(const struct token *t)
{
	return t->kind == TOKEN_NUMBER ? t->value : t->word->value;
}

static enum bound
bound_of(const struct token *t)
{
	return t->kind == TOKEN_NUMBER ? BOUND_EXACT : (enum bound)t->word->bound;
}

static void
take_first(struct run *r, const struct token *t)
{
	enum bound b = bound_of(t);
	int64_t v = value_of(t);

	r->bound = b == BOUND_NONE ? BOUND_EXACT : b;
	r->digits = t->kind == TOKEN_NUMBER && t->digits;
	r->no_count = (t->flags & TOKEN_NO_COUNT) != 0;
	r->decimal = t->flags & TOKEN_DECIMAL;
	/* a thousand | three hundred */
	if (b == BOUND_NONE && t->kind == TOKEN_WORD && v >= 1000)
		r->total = v;
	else
		r->part = v;
}

/* two | dozen, three | hundred, 2.5 | million: times what was read; a decimal is kept in
 * thousandths. */
static bool
take_times(struct run *r, int64_t v, enum bound b)
{
	bool decimal = r->no_count && r->digits;

	if ((v >= 1000 && r->total > 0 && r->part == 0) ||
	    (v < 100 && (r->part > 20 || b == BOUND_VAGUE)) ||
	    ((decimal ? r->part / 1000 : r->part) >= v && r->bound != BOUND_VAGUE))
		return false;
	r->part = clamp(decimal ? times(r->part, v) / 1000 : times(r->part, v));
	r->no_count = false;
	if (v >= 1000) {
		r->total = clamp(r->total + r->part);
		r->part = 0;
	}
	return true;
}

/* The next word of a cardinal: multiplies what was read, or is added to it. */
static bool
take_part(struct run *r, const struct token *t)
{
	int64_t v = value_of(t);
	enum bound b = bound_of(t);

	if ((t->kind == TOKEN_NUMBER && t->digits) || v < 0)
		return false;
	/* dos mil | quinientos */
	if (v >= 100 && v < 1000 && r->part == 0 && r->total > 0 && b != BOUND_VAGUE &&
	    r->bound != BOUND_VAGUE && !r->digits) {
		r->part = v;
		return true;
	}
	/* but a hundred and | twelve */
	if (v >= 100 || ((v == 12 || v == 20) && (r->part < 100 || r->part % 100 != 0)))
		return take_times(r, v, b);
	if (r->digits || b == BOUND_VAGUE || r->bound == BOUND_VAGUE ||
	    !(r->part == 0 || (r->part >= 20 && r->part % 10 == 0 && v < 10) ||
		(r->part >= 100 && r->part % 100 == 0 && v < 100)))
		return false;
	r->part += v;
	return true;
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

/* twenty-five; two hundred | and five; hundreds | of thousands: past what joins token k
 * to what follows. */
static size_t
past_joint(const struct token_list *l, size_t k, size_t end, const struct run *r)
{
	const struct token *t = &l->tok[k];

	if (k + 1 < end &&
	    ((is_mark(t, '-') && (t->flags & TOKEN_TIGHT) && !r->digits) ||
		((t->cls & C_AND) && may_join(r)) ||
		((t->cls & C_OF) && r->bound == BOUND_VAGUE && is_number(t + 1) &&
		    t[1].word->bound == BOUND_VAGUE)))
		return k + 1;
	return k;
}

/* The word at token at, behind "and" where that is not the same token. */
static bool
take_next(struct run *r, const struct token *joint, const struct token *t)
{
	bool conj = t > joint && (joint->cls & C_AND);

	if (!(is_number(t) || is_last_unit(t, r)) || t->digits)
		return false;
	if (conj && r->units_first)
		return take_joined(r, t->word->value);
	if (conj && t->word->value >= 100 &&
	    !(joint->word->value == NUMBER_AND && r->part == 0)) /* mil e trezentos */
		return false;
	return take_part(r, t);
}

static void
read_cardinal(const struct token_list *l, size_t i, size_t end, struct run *r)
{
	*r = (struct run){ .last = i, .units_first = l->units_first };
	take_first(r, &l->tok[i]);
	for (size_t k = i + 1; k < end; k++) {
		const struct token *t = &l->tok[k];
		size_t at;

		if (is_half(t) &&
		    (r->part == 0 ||
			(k + 1 < end && is_number(t + 1) && t[1].word->value >= 1000)) &&
		    take_half(r)) {
			r->last = k;
			continue;
		}
		at = past_joint(l, k, end, r);
		if (is_rest(&l->tok[at], r)) {
			r->total += l->tok[at].value;
			r->last = at;
			break;
		}
		if (!take_next(r, t, &l->tok[at]))
			break;
		r->last = k = at;
	}
	r->total = clamp(r->total + r->part);
}

/* A cardinal at i; false if there is none. */
static inline bool
cardinal(const struct token_list *l, size_t i, size_t end, struct run *r)
{
	if (i >= end || !is_number(&l->tok[i]))
		return false;
	read_cardinal(l, i, end, r);
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
	if (!(is_mark(t, '-') || (t->cls & C_TO) ||
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
	return i < end && is_mark(&l->tok[i], '+') && (l->tok[i].flags & TOKEN_TIGHT);
}

/* seven (7) | guards: past the same number again in brackets; r->last: there is none. */
static size_t
past_again(const struct token_list *l, size_t end, const struct run *r)
{
	size_t i = r->last + 1;
	struct run again;

	return i + 2 < end && is_mark(&l->tok[i], '(') &&
		cardinal(l, i + 1, end, &again) && again.total == r->total &&
		again.last + 1 < end && is_mark(&l->tok[again.last + 1], ')')
	    ? again.last + 1
	    : r->last;
}

/* What stands before a number: nearly, more than, between. */
struct bounds {
	enum bound bound;
	bool between;
};

/* Behind the bounds that begin at i, and the article of a | dozen, a | hundred. */
static size_t
past_bounds(const struct token_list *l, size_t i, size_t end, struct bounds *b)
{
	/* two leaders plus | four guards: no bound before a number */
	for (; i < end && (l->tok[i].cls & C_BOUND) &&
	     !((l->tok[i].cls & C_AND) && (l->tok[i].form & FORM_POST));
	     i++) {
		if (b->bound == BOUND_NONE || b->bound == BOUND_ABOUT)
			b->bound = (enum bound)l->tok[i].word->bound;
		b->between = b->between || l->tok[i].word->value == NUMBER_BETWEEN;
	}
	if (i + 1 < end && (l->tok[i].cls & C_ONE) && is_number(&l->tok[i + 1]) &&
	    l->tok[i + 1].kind == TOKEN_WORD && l->tok[i + 1].word->value >= 2 &&
	    /* said that | nine */
	    !(l->tok[i].cls & (C_POSSESSIVE | C_OTHER | C_SUBORD | C_RELATIVE)))
		i++;
	return i;
}

/* Takes a bound that stands behind the number t, whose last token is last: 10+, ten or
 * so; the last token with it. */
static size_t
take_bound_behind(const struct token_list *l, size_t last, size_t end, struct token *t,
    struct bounds *b)
{
	size_t at = bound_behind(l, last + 1, end);

	if (at != SIZE_MAX) {
		if (b->bound == BOUND_NONE)
			b->bound = (enum bound)l->tok[at].word->bound;
		t->flags &= (uint16_t)~TOKEN_HYPHEN;
		return at;
	}
	if (b->bound == BOUND_NONE && is_plus(l, last + 1, end)) {
		b->bound = BOUND_AT_LEAST;
		return last + 1;
	}
	return last;
}

/* dozens | of villagers, une vingtaine | de maisons; but: dozens | of the villagers */
static bool
has_of_behind(const struct token_list *l, size_t last, size_t end, const struct token *t)
{
	return (t->bound == BOUND_VAGUE || (t->bound == BOUND_ABOUT && !t->digits)) &&
	    last + 2 < end && (l->tok[last + 1].cls & C_OF) &&
	    !(l->tok[last + 2].cls & (C_DET | C_POSSESSIVE | C_PRONOUN));
}

/* Reads the number at i with the bounds before it; its last token, and t made. */
static size_t
read_number(const struct token_list *l, size_t i, size_t end, struct token *t)
{
	struct bounds b = { BOUND_NONE, false };
	size_t at = past_bounds(l, i, end, &b), last;
	struct run r, hi;

	if (!cardinal(l, at, end, &r))
		return SIZE_MAX;
	last = past_again(l, end, &r);
	*t = l->tok[i];
	t->word = l->tok[at].word;
	if (range(l, last + 1, end, b.between, &r, &hi)) {
		finish(t, &l->tok[hi.last], &r);
		t->high = hi.total;
		return hi.last;
	}
	if (b.between && (l->tok[i].cls & C_PREP))
		return SIZE_MAX; /* from, but not to */
	finish(t, &l->tok[last], &r);
	last = take_bound_behind(l, last, end, t, &b);
	if (b.bound != BOUND_NONE && !b.between)
		number_bound(t, joined(b.bound, r.bound));
	/* up to, and to: the toll rose to 47 */
	t->cls |= l->tok[i].cls & l->tok[i].word->cls & C_TO;
	return last + has_of_behind(l, last, end, t);
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
	if (i > s->first + 1 && is_mark(&l->tok[i - 1], '.') &&
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
	    (l->tok[i + 1].cls & C_AND || is_mark(&l->tok[i + 1], ','));

	while (i > s->first + 2 && l->tok[i - 2].kind == TOKEN_NUMBER) {
		if (l->tok[i - 1].cls & C_AND)
			more = true;
		else if (!more || !is_mark(&l->tok[i - 1], ','))
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
	return open->value <= AGE_MAX && is_mark(open - 1, ',') &&
	    (open[-2].cls & C_PERSON) &&
	    (open - 2 == &l->tok[s->first] || open[-3].kind == TOKEN_NUMBER) &&
	    (close == &l->tok[s->end] || is_mark(close, ',') || is_mark(close, '.'));
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
	/* it kills nine in ten; nine in ten died */
	bool alone = first + 3 < s->end && t[2].value <= 100 &&
	    (t[3].kind == TOKEN_PUNCT || (t[3].cls & C_DIE));

	return first + 3 < s->end && (t[1].cls & C_PREP) &&
	    !(t[1].cls & (C_OF | C_BY | C_TO)) && t[2].kind == TOKEN_NUMBER &&
	    t->value < t[2].value && t->value < RATIO_MAX &&
	    (t->value == 1 || is_round(t[2].value)) &&
	    (alone || (t[3].cls & (C_PERSON | C_COUNTED | C_DEATH))) &&
	    t->bound == BOUND_EXACT;
}

/* $12, No. 12, 3:12: does what stands before make it a price, a name, a time? */
static bool
named_before(const struct token_list *l, const struct sentence *s, size_t i)
{
	const struct token *t = &l->tok[i], *prev = t - 1;

	if (i == s->first)
		return false;
	if ((prev->cls & (C_CURRENCY | C_NUMBERED)) || prev->kind != TOKEN_PUNCT)
		return (prev->cls & (C_CURRENCY | C_NUMBERED)) != 0;
	return prev->punct == '$' || prev->punct == '#' ||
	    ((prev->punct == ':' || prev->punct == '/' || prev->punct == '-') &&
		(t->flags & TOKEN_TIGHT) && i > s->first + 1 &&
		prev[-1].kind == TOKEN_NUMBER);
}

/* 12%, 2:1, 12/13; but "three: two men", "248: 92 farmers" */
static bool
shared_behind(const struct token_list *l, const struct sentence *s, size_t i)
{
	const struct token *t = &l->tok[i], *next = t + 1;

	if (next->kind != TOKEN_PUNCT || !(next->flags & TOKEN_TIGHT))
		return false;
	return next->punct == '%' ||
	    (((next->punct == ':' && t->digits && (next[1].flags & TOKEN_TIGHT)) ||
		 next->punct == '/' || next->punct == '-') &&
		i + 2 < s->end && next[1].kind == TOKEN_NUMBER);
}

/* Is the number at i a date, time, price, share, score or name? */
static bool
counts_nothing(const struct token_list *l, const struct sentence *s, size_t i)
{
	const struct token *t = &l->tok[i], *next = t + 1;

	if (near_month(l, s, i) || (t->flags & TOKEN_HYPHEN) ||
	    in_numbered_list(l, s, i) || in_ages(l, s, i) || in_ratio(l, s, i) ||
	    named_before(l, s, i))
		return true;
	if (i + 1 >= s->end)
		return false;
	if (next->cls & C_CURRENCY)
		return true;
	/* a couple, both 81, */
	if (i > s->first && t->digits && t->value <= AGE_MAX && (t[-1].cls & C_DET) &&
	    t[-1].word->value == PAIR && next->kind == TOKEN_PUNCT)
		return true;
	return shared_behind(l, s, i);
}

#define YEAR_FIRST 1900
#define YEAR_LAST 2099

/* 2014, by its looks */
static bool
is_year(const struct token *t)
{
	return t->kind == TOKEN_NUMBER && t->digits && (t->flags & TOKEN_NO_COUNT) &&
	    t->value >= YEAR_FIRST && t->value <= YEAR_LAST;
}

/* a film about | the 1994 massacre, about | 1994 massacre: what bounds a number else is a
 * preposition before a year, unless it counts people. */
static bool
is_before_year(const struct token_list *l, size_t i, size_t last, size_t end,
    const struct token *number)
{
	return last == i + 1 && (l->tok[i].cls & C_BOUND) && (l->tok[i].cls & C_PREP) &&
	    is_year(number) && last + 1 < end &&
	    (l->tok[last + 1].cls & (C_CAUSE | C_STRIKE | C_THING | C_DEATH)) &&
	    !(l->tok[last + 1].form & FORM_PLURAL);
}

/* about 2000 people, 2000 Menschen where thousands have no mark: no year, although it
 * looks like one */
static bool
like_year(const struct token_list *l, const struct sentence *s, size_t i, bool unmarked)
{
	const struct token *t = &l->tok[i];

	if (!is_year(t))
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

#define JOINS (C_NUMBER | C_BOUND | C_ONE | C_AND | C_TO | C_OF | C_DET)

/* May the token behind a number in digits be part of it? */
static inline bool
may_join_digits(const struct token *t)
{
	return t->kind == TOKEN_WORD ? (t->cls & JOINS) || (t->form & FORM_POST)
				     : t->kind == TOKEN_NUMBER || t->punct == '-' ||
		t->punct == '(' || t->punct == '+';
}

/* 31 | civilians, a | hospital: is it a number in digits that nothing behind it joins, or
 * an article before none? Nearly all are, and stay as they are. */
static inline bool
stands_alone(const struct token *t)
{
	if (t->cls != C_NUMBER)
		return !(t->cls & (C_NUMBER | C_BOUND)) && !is_number(t + 1);
	return t->digits && !(t->flags & TOKEN_DECIMAL) && t->value <= NUMBER_MAX &&
	    !may_join_digits(t + 1);
}

/* Reads the number that token i begins: its last token, and the number; SIZE_MAX: it
 * begins none.  from: one may begin with a word behind which others have a genitive. */
static inline size_t
number_at(const struct token_list *l, const struct sentence *s, size_t i, bool from,
    struct token *number)
{
	size_t last;

	if (l->tok[i].cls & (C_NUMBER | C_BOUND | C_ONE)) {
		if (stands_alone(&l->tok[i]))
			return SIZE_MAX;
		last = read_number(l, i, s->end, number);
	} else {
		if (!from || !is_from(l, s, i))
			return SIZE_MAX;
		last = read_number(l, i + 1, s->end, number);
		if (last != SIZE_MAX && number->high <= number->low)
			return SIZE_MAX; /* of 15, not from 15 to 20 */
	}
	return last != SIZE_MAX && is_before_year(l, i, last, s->end, number) ? SIZE_MAX
									      : last;
}

/* 31 | civilians: nothing beside it tells that it counts nothing, as of nearly all. */
static inline bool
stands_among_words(const struct token *t)
{
	uint64_t around = t[-2].cls | t[-1].cls | t[1].cls | t[2].cls;

	return !(around & (C_MONTH | C_NUMBERED | C_CURRENCY | C_NUMBER)) &&
	    t[-1].kind == TOKEN_WORD && t[1].kind == TOKEN_WORD &&
	    !(t->flags & TOKEN_HYPHEN);
}

/* Number i of the sentence may count nothing, or it may count although it looks like a
 * year. */
static void
judge_number(const struct token_list *l, const struct sentence *s, size_t i,
    bool unmarked)
{
	struct token *t = &l->tok[i];

	if (!stands_among_words(t) && counts_nothing(l, s, i))
		t->flags |= TOKEN_NO_COUNT;
	else if (i + 1 < s->end && (t[1].cls & C_PERSON) && like_year(l, s, i, unmarked))
		t->flags &= (uint16_t)~TOKEN_NO_COUNT;
}

/* The first of tokens [i, end) with which a number may begin; end: none.  An article is
 * part of one only right before a number. */
static inline size_t
next_number(const struct token *tok, size_t i, size_t end, uint64_t may)
{
	size_t first = i;

	while (first < end && !(tok[first].cls & may))
		first++;
	return first - (first > i && first < end && (tok[first - 1].cls & C_ONE));
}

/* Joins what makes one number; how many there are then.  from: see number_at(). */
static size_t
join_numbers(struct token_list *l, struct sentence *s, bool from,
    uint32_t numbers[SENTENCE_MAX])
{
	const uint64_t may = C_NUMBER | C_BOUND | (from ? C_OF : 0);
	struct token *tok = l->tok, *to = tok + s->first;
	size_t n = 0;

	for (size_t i = s->first, next; i < s->end; i = next) {
		struct token number;
		size_t first = next_number(tok, i, s->end, may), last;

		to = tokens_move(to, tok + i, tok + first);
		if (first == s->end)
			break;
		last = number_at(l, s, first, from, &number);
		*to = last == SIZE_MAX ? tok[first] : number;
		if (to->kind == TOKEN_NUMBER)
			numbers[n++] = (uint32_t)(to - tok);
		to++;
		next = (last == SIZE_MAX ? first : last) + 1;
	}
	s->end = (uint32_t)(to - tok);
	return n;
}

void
number_merge(const struct lexicon *lx, struct token_list *l, struct sentence *s)
{
	uint32_t numbers[SENTENCE_MAX]; /* where they stand, once they are joined */
	bool unmarked = lexicon_has(lx, HABIT_COMMA | HABIT_NO_CAPITALS);
	size_t n = 0;

	l->units_first = lexicon_has(lx, HABIT_UNITS);
	if (lexicon_has(lx, HABIT_MODIFIERS_AFTER | HABIT_COMPOUNDS) && (s->cls & C_ONE))
		count_articles(l, s);
	if (s->cls & C_NUMBER)
		n = join_numbers(l, s, lexicon_has(lx, HABIT_MODIFIERS_AFTER), numbers);
	for (size_t i = 0; i < n; i++)
		judge_number(l, s, numbers[i], unmarked);
}
