/* ledger_wording.c -- how alike two texts, and two titles, are. */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/rng.h"
#include "facts/ledger_piece.h"
#include "facts/plain.h"

#define SHINGLE 3         /* words */
#define PRINT_BYTES 16384 /* of a text, looked at */
#define PLANES 14         /* bits of a count of words in so many bytes */

#define WORD 32 /* bytes of a word that count */

/* A word's letters and digits, in lower case. */
struct wording {
	struct word_start start; /* of a plain one, all of it */
	bool plain;
	char low[WORD]; /* of any other */
	size_t n;
};

/* A plain word with a space behind it, or behind its comma or stop: how long all that is;
 * 0: there is none. */
static inline size_t
after_plain(struct str in, struct wording *out)
{
	struct plain_word w;
	size_t i;

	if (!plain_word(in, &w))
		return 0;
	i = w.n + (w.n < in.n && (in.p[w.n] == ',' || in.p[w.n] == '.'));
	if (i < in.n && !is_space(in.p[i]))
		return 0;
	out->start = w.key;
	out->n = w.n;
	return i;
}

/* The next word: looked at once, for a text has many. */
static inline bool
next_word(struct str *in, struct wording *out)
{
	const char *p = in->p, *end = in->p + in->n;
	size_t after;

	while (p < end && is_space(*p))
		p++;
	if (p == end)
		return false;
	after = after_plain((struct str){ p, (size_t)(end - p) }, out);
	if ((out->plain = after > 0)) {
		*in = (struct str){ p + after, (size_t)(end - p) - after };
		return true;
	}
	for (out->n = 0; p < end && !is_space(*p); p++)
		if (out->n < WORD && ((*p & 0x80) != 0 || is_alpha(*p) || is_digit(*p)))
			out->low[out->n++] = to_lower(*p);
	*in = (struct str){ p, (size_t)(end - p) };
	return true;
}

/* Sixty-four counters side by side: plane k holds bit k of each. */
static void
count_bits(uint64_t planes[PLANES], uint64_t bits)
{
	for (int k = 0; bits != 0 && k < PLANES; k++) {
		uint64_t carry = planes[k] & bits;

		planes[k] ^= bits;
		bits = carry;
	}
}

/* The counters that exceed n, compared from the highest bit down. */
static uint64_t
counts_above(const uint64_t planes[PLANES], size_t n)
{
	uint64_t above = 0, equal = UINT64_MAX;

	for (int k = PLANES - 1; k >= 0; k--) {
		uint64_t limit = (n >> k & 1) != 0 ? UINT64_MAX : 0;

		above |= equal & planes[k] & ~limit;
		equal &= ~(planes[k] ^ limit);
	}
	return above;
}

/* For a print; 0: it has no letters. */
static inline uint64_t
print_word(const struct wording *w)
{
	if (w->plain)
		return hash64_loaded(w->start.lo, w->start.hi, w->n, 7);
	return w->n == 0 ? 0 : hash64((struct str){ w->low, w->n }, 7);
}

uint64_t
text_print(struct str text)
{
	uint64_t last[SHINGLE] = { 0 }, planes[PLANES] = { 0 }, print;
	size_t words = 0, seen = 0;
	struct wording w;

	text = str_sub(text, 0, PRINT_BYTES);
	while (next_word(&text, &w)) {
		uint64_t h = print_word(&w);
		struct rng r;

		if (h == 0)
			continue;
		memmove(last, last + 1, sizeof(last) - sizeof(last[0]));
		last[SHINGLE - 1] = h;
		if (++words < SHINGLE)
			continue;
		r.state = last[0] ^ (last[1] << 21 | last[1] >> 43) ^
		    (last[2] << 42 | last[2] >> 22);
		count_bits(planes, rng_u64(&r));
		seen++;
	}
	if (seen < 12) /* too short to tell two texts apart */
		return 0;
	print = counts_above(planes, seen / 2); /* set in more than half of them */
	return print == 0 ? 1 : print;
}

static size_t
add_sorted(uint32_t *words, size_t n, uint32_t h)
{
	size_t at = n;

	while (at > 0 && words[at - 1] > h)
		at--;
	if (at > 0 && words[at - 1] == h)
		return n;
	memmove(words + at + 1, words + at, (n - at) * sizeof(*words));
	words[at] = h;
	return n + 1;
}

static uint32_t
hash_of_word(const struct wording *w)
{
	uint64_t h = w->n;

	if (w->plain) {
		h = hash_mix(h, w->start.lo);
		h = w->n > 8 ? hash_mix(h, w->start.hi) : h;
	}
	for (size_t i = 0; i < w->n && !w->plain; i += 8)
		h = hash_mix(h, str_load((struct str){ w->low + i, w->n - i }));
	return (uint32_t)(h ^ h >> 16);
}

void
title_heading(struct arena *a, struct str title, struct heading *out)
{
	uint32_t words[HEADING_WORDS];
	struct wording w;

	out->n = 0;
	out->bits = 0;
	while (out->n < HEADING_WORDS && next_word(&title, &w)) {
		uint32_t h;

		if (w.n == 0)
			continue;
		h = hash_of_word(&w);
		out->n = add_sorted(words, out->n, h);
		out->bits |= UINT64_C(1) << (h & 63);
	}
	out->words = ARENA_ROOM(a, uint32_t, out->n);
	if (out->n > 0)
		memcpy(out->words, words, out->n * sizeof(words[0]));
}

static size_t
shared(const struct heading *a, const struct heading *b)
{
	size_t both = 0;

	for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
		uint32_t x = a->words[i], y = b->words[k];

		both += x == y;
		i += x <= y;
		k += y <= x;
	}
	return both;
}

bool
title_alike(const struct heading *a, const struct heading *b)
{
	return title_may_be_alike(a, b) && title_may_be_alike(b, a) &&
	    exceeds_half(shared(a, b), a, b);
}
