/* written.c -- see written.h. */
#include "config.h"

#include "base/utf8.h"
#include "facts/letter.h"
#include "facts/plain.h"
#include "facts/token.h"
#include "facts/wide_punct.h"
#include "facts/written.h"

/* What is counted while a word is read. */
struct reading_word {
	struct written *w;
	unsigned letters, capitals;
	bool over; /* the key is full */
};

static inline struct reading_word
begin(struct written *w)
{
	w->n = 0;
	w->flags = 0;
	w->even = true;
	return (struct reading_word){ .w = w };
}

static inline void
end(const struct reading_word *r)
{
	r->w->capitals = r->capitals > 0;
	if (r->capitals > 1 && r->capitals == r->letters)
		r->w->flags |= TOKEN_CAPS;
	if (r->over)
		r->w->n = 0;
}

static inline void
take_ascii(struct reading_word *r, char c, bool first)
{
	bool capital = c >= 'A' && c <= 'Z';

	r->capitals += capital;
	r->letters += is_alpha(c);
	if (capital && first)
		r->w->flags |= TOKEN_CAP;
	if (c == '-')
		r->w->flags |= TOKEN_DASH;
	if (r->w->n < KEY_MAX)
		r->w->key[r->w->n++] = to_lower(c);
	else
		r->over = true;
}

/* How many letters of ASCII in begins with are taken at once; 0: the key may have no room
 * for them. */
static inline size_t
take_letters(struct reading_word *r, struct str in, bool first)
{
	struct plain_word w;

	plain_read(in, &w); /* whatever ends it */
	if (r->w->n + PLAIN_MAX > KEY_MAX)
		return 0;
	r->letters += (unsigned)w.n;
	r->capitals += (unsigned)w.n - (unsigned)__builtin_popcount(w.small);
	if (first && plain_has_capital(&w))
		r->w->flags |= TOKEN_CAP;
	plain_text(r->w->key + r->w->n, w.key);
	r->w->n += w.n;
	return w.n;
}

/* The letter u, of so many bytes in the text. */
static inline void
take_letter(struct reading_word *r, uint32_t u, size_t bytes, bool first)
{
	uint32_t small = letter_small(u),
		 low = u == 0x2019 ? '\'' : lexicon_letter(small);
	size_t len = 2;

	if (letter_is_vowel_sign(u)) {
		r->w->even = false;
		return;
	}
	if (low >= 0x80 && low < 0x800)
		letter_put(r->w->key + r->w->n, low);
	else
		len = utf8_put(r->w->key + r->w->n, low);
	r->letters++;
	r->capitals += small != u;
	if (small != u && first)
		r->w->flags |= TOKEN_CAP;
	if (len != bytes)
		r->w->even = false;
	if (r->w->n + len <= KEY_MAX)
		r->w->n += len;
	else
		r->over = true;
}

void
written_read(struct written *w, struct str word)
{
	struct reading_word r = begin(w);

	for (struct str rest = word; rest.n > 0;) {
		const char *at = rest.p;
		size_t n = is_alpha(*at) ? take_letters(&r, rest, at == word.p) : 0;

		if (n > 0) {
			rest = str_sub(rest, n, rest.n);
		} else if ((unsigned char)*at < 0x80) {
			take_ascii(&r, *at, at == word.p);
			rest = str_sub(rest, 1, rest.n);
		} else {
			uint32_t u = utf8_next(&rest);

			take_letter(&r, u, (size_t)(rest.p - at), at == word.p);
		}
	}
	end(&r);
}

/* Is the word over at its n-th byte, whatever comes then? */
static bool
ends_at(struct str text, size_t n)
{
	size_t len;
	char mark;

	if (n == text.n || (unsigned char)text.p[n] < 0x80)
		return plain_end(plain_byte(text, n), n < PLAIN_MAX ? n : PLAIN_MAX);
	mark = wide_punct(str_sub(text, n, n + 4), &len);
	return mark != 0 && mark != '\'';
}

/* Is p what a letter of two bytes begins with?  Arabic has marks among its letters. */
static inline bool
is_letter_of_two(const unsigned char *p, size_t n)
{
	return n > 1 && p[0] >= 0xc3 && p[0] < 0xe0 && (p[1] & 0xc0) == 0x80 &&
	    !(p[0] == 0xd8 && (p[1] == 0x8c || p[1] == 0x9b || p[1] == 0x9f));
}

/* A letter that is the same in the key. */
static inline void
take_small(struct reading_word *r, const char *p)
{
	r->letters++;
	r->over |= r->w->n + 2 > KEY_MAX;
	if (r->over)
		return;
	memcpy(r->w->key + r->w->n, p, 2);
	r->w->n += 2;
}

/* Letters, and then a byte of ASCII behind which the word goes on: as most that are not
 * plain, cease-fire. */
static bool
is_more_than_letters(struct str text)
{
	size_t n = (unsigned)__builtin_ctz(~plain_bits(start_of(text)));
	char end = plain_byte(text, n);

	return n > 0 && n < PLAIN_MAX && (unsigned char)end < 0x80 && !plain_end(end, n);
}

size_t
written_letters(struct written *w, struct str text)
{
	const unsigned char *p = (const unsigned char *)text.p;
	struct reading_word r = begin(w);
	size_t n = 0;

	if (is_more_than_letters(text))
		return 0;
	for (;;) {
		if (n == text.n)
			break;
		if (is_alpha((char)p[n])) {
			take_ascii(&r, (char)p[n], n == 0);
			n++;
		} else if (letter_of(&letters_small, text.p + n, text.n - n)) {
			take_small(&r, text.p + n);
			n += 2;
		} else if (is_letter_of_two(p + n, text.n - n)) {
			take_letter(&r, (p[n] & 0x1fu) << 6 | (p[n + 1] & 0x3fu), 2,
			    n == 0);
			n += 2;
		} else {
			break;
		}
	}
	end(&r);
	return n > 0 && ends_at(text, n) ? n : 0;
}

/* Where in the text the part ends that gives the first n bytes of the key. */
static size_t
key_to_text(struct str word, size_t n)
{
	struct written part = { .n = 0 };
	size_t at = 0;

	while (at < word.n && part.n < n) {
		at++;
		while (at < word.n && ((unsigned char)word.p[at] & 0xc0) == 0x80)
			at++;
		written_read(&part, str_sub(word, 0, at));
	}
	/* vowel signs belong to the letter before them */
	for (struct str rest = str_sub(word, at, word.n); rest.n > 0;
	     at = word.n - rest.n)
		if (!letter_is_vowel_sign(utf8_next(&rest)))
			break;
	return at;
}

size_t
written_cut(struct written *w, struct str word, size_t n)
{
	size_t at = n;

	if (w->even && !w->capitals && !(w->flags & TOKEN_DASH)) {
		memmove(w->key, w->key + n, w->n - n);
		w->n -= n;
	} else {
		at = key_to_text(word, n);
		written_read(w, str_sub(word, at, word.n));
	}
	return at;
}
