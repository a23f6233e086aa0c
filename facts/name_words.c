/* name_words.c -- see name_words.h. */
#include "config.h"

#include "facts/gazetteer_file.h"
#include "facts/name_words.h"

#define SPACES (EACH_BYTE * ' ')

static const struct words_read no_words = { GAZ_NO_WORDS, GAZ_BEGINNING };

void
name_words_begin(struct name_words *w, const struct gazetteer *g)
{
	*w = (struct name_words){ .g = g, .before = no_words, .with = no_words };
}

/* The last word is of that kind; hash: of it and those before it. */
static void
put_last(struct name_words *w, enum fold_word is, uint64_t hash)
{
	struct words_read all = w->before;

	w->over = is == FOLD_FORM && !(w->before.known & GAZ_BEGINNING);
	if (w->over) {
		w->with.known = 0;
		w->may_name = false;
		return;
	}
	if (is != FOLD_GENERIC || w->before.hash == GAZ_NO_WORDS)
		all = (struct words_read){ hash, gazetteer_words(w->g, hash) };
	w->with = is == FOLD_FORM ? all : w->before;
	w->may_name = all.known & GAZ_NAME;
}

static void
read_last(struct name_words *w, struct str word)
{
	enum fold_word is = fold_word(&word);

	put_last(w, is, gaz_filter_hash(w->before.hash, word));
}

/* Another word follows the last. */
static void
pass_last(struct name_words *w, size_t next)
{
	w->before = w->with;
	w->last = next;
}

/* What remains of the key, word by word. */
static void
read_rest(struct name_words *w, struct str plain)
{
	while (w->last < plain.n && !w->over) {
		struct str rest = str_sub(plain, w->last, plain.n), word;

		str_cut(&rest, ' ', &word);
		read_last(w, word);
		if (rest.n == 0)
			return;
		pass_last(w, (size_t)(rest.p - plain.p));
	}
}

/* The high bit of a byte that is a space, and of some behind it. */
static inline uint64_t
spaces_of(uint64_t v)
{
	v ^= SPACES;
	return (v - EACH_BYTE) & ~v & HIGH_BITS;
}

/* The last word is the one of at most sixteen bytes that starts so. */
static void
read_short(struct name_words *w, struct str word, struct word_start start)
{
	const char *p = word.p;
	enum fold_word is = fold_word(&word);

	put_last(w, is,
	    gaz_filter_start(w->before.hash, word.p == p ? start : start_of(word)));
}

void
name_words_read(struct name_words *w, const char key[NAME_WORDS_ROOM], size_t n)
{
	struct str plain = fold_key(key, n), word;
	struct word_start start;

	if (plain.n == w->end)
		return;
	if (w->end < plain.n && key[w->end] == ' ')
		pass_last(w, w->end + 1);
	w->end = plain.n;
	word = (struct str){ key + w->last, plain.n - w->last };
	start = start_at(word.p, word.n);
	if (word.n > PLAIN_MAX || (spaces_of(start.lo) | spaces_of(start.hi)) != 0)
		read_rest(w, plain);
	else
		read_short(w, word, start);
}

/* The letters that a text has at p, sixteen at most, in small letters, if nothing but a
 * mark or to, where they may end, stands behind them; 0: others do. */
static inline size_t
letters_at(const char *p, const char *to, struct word_start *small)
{
	struct word_start start = start_at(p, PLAIN_MAX), mask;
	size_t n = (size_t)__builtin_ctz(~plain_bits(start)), all = (size_t)(to - p);

	n = n < all ? n : all;
	mask = plain_mask(n);
	small->lo = (start.lo | EACH_BYTE * 0x20) & mask.lo;
	small->hi = (start.hi | EACH_BYTE * 0x20) & mask.hi;
	return n == all || fold_parts(p[n]) ? n : 0;
}

/* Nearly all is words of letters with marks between them. */
size_t
name_words_add(struct name_words *w, char key[NAME_WORDS_ROOM], size_t n, struct str text,
    size_t from, size_t to)
{
	while (from < to && n + 1 + PLAIN_MAX <= FOLD_MAX &&
	    from + 1 + PLAIN_MAX <= text.n) {
		size_t mark = fold_parts(text.p[from]), len;
		struct word_start small;

		len = letters_at(text.p + from + mark, text.p + to, &small);
		if (len == 0 || !(mark | (n == 0 || key[n - 1] == ' ')))
			break;
		if (n > 0) {
			key[n] = ' ';
			n += key[n - 1] != ' ';
			pass_last(w, n);
		}
		plain_text(key + n, small);
		from += mark + len;
		w->end = n + len;
		read_short(w, (struct str){ key + n, len }, small);
		n += len;
		if (w->over)
			break;
	}
	if (from == to)
		return n;
	n = fold_on(key, n, text, from, to);
	if (w->over)
		w->end = fold_key(key, n).n;
	else
		name_words_read(w, key, n);
	return n;
}

size_t
name_words_first(struct name_words *w, const struct gazetteer *g,
    struct first_word known[1 << FIRST_WORD_BITS], char key[NAME_WORDS_ROOM],
    struct str text, size_t from, size_t to)
{
	struct word_start small;
	struct first_word *f;
	size_t n = from + PLAIN_MAX <= text.n
	    ? letters_at(text.p + from, text.p + to, &small)
	    : 0;

	name_words_begin(w, g);
	if (n != to - from)
		return name_words_add(w, key, 0, text, from, to);
	f = &known[hash_place(start_mix(small), FIRST_WORD_BITS)];
	plain_text(key, small);
	w->end = n;
	if (f->small.lo == small.lo && f->small.hi == small.hi) {
		w->with = (struct words_read){ f->hash, f->known };
		w->may_name = f->may_name;
		return n;
	}
	read_short(w, (struct str){ key, n }, small);
	*f = (struct first_word){ small, w->with.hash, w->with.known, w->may_name };
	return n;
}

bool
name_words_known(const struct gazetteer *g, struct str plain)
{
	struct name_words w;

	name_words_begin(&w, g);
	read_rest(&w, plain);
	return w.may_name;
}
