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

	if (is != FOLD_GENERIC || w->before.hash == GAZ_NO_WORDS)
		all = (struct words_read){ hash, gazetteer_words(w->g, hash) };
	w->with = is == FOLD_FORM ? all : w->before;
	w->over = is == FOLD_FORM && !(w->before.known & GAZ_BEGINNING);
	w->may_name = !w->over && (all.known & GAZ_NAME);
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

void
name_words_read(struct name_words *w, const char key[NAME_WORDS_ROOM], size_t n)
{
	struct str plain = fold_key(key, n), word;
	struct word_start start;
	enum fold_word is;

	if (plain.n == w->end)
		return;
	if (w->end < plain.n && key[w->end] == ' ')
		pass_last(w, w->end + 1);
	w->end = plain.n;
	word = (struct str){ key + w->last, plain.n - w->last };
	start = start_at(word.p, word.n);
	if (word.n > PLAIN_MAX || (spaces_of(start.lo) | spaces_of(start.hi)) != 0) {
		read_rest(w, plain);
		return;
	}
	is = fold_word(&word); /* nearly all are one word, and as they stand */
	if (word.p != key + w->last)
		start = start_of(word);
	put_last(w, is, gaz_filter_start(w->before.hash, start));
}

bool
name_words_known(const struct gazetteer *g, struct str plain)
{
	struct name_words w;

	name_words_begin(&w, g);
	read_rest(&w, plain);
	return w.may_name;
}
