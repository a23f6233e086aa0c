/*
 * written.h -- a word as a text writes it, and the key that it has in a lexicon: in lower
 * case, without Arabic vowel signs, with one alef for all.
 */
#ifndef FACTS_WRITTEN_H
#define FACTS_WRITTEN_H

#include "base/str.h"

#define KEY_MAX 48             /* longer words are in no lexicon */
#define KEY_ROOM (KEY_MAX + 4) /* and a letter that is too much */

struct written {
	char key[KEY_ROOM];
	size_t n;       /* bytes of the key; 0: it is too long */
	uint16_t flags; /* TOKEN_CAP, TOKEN_CAPS, TOKEN_DASH */
	bool capitals;  /* has any */
	bool even;      /* each letter is as long in the key as in the text */
};

void written_read(struct written *w, struct str word);
/* The same for the word that text begins with, if it is one of ASCII letters and letters
 * of two bytes with an end that says nothing more about it, as nearly all are; its bytes,
 * 0: it is another. */
size_t written_letters(struct written *w, struct str text);
/* Takes the first n bytes off the key, and what gives them off the word: how many bytes
 * of that. */
size_t written_cut(struct written *w, struct str word, size_t n);

static inline struct str
written_key(const struct written *w)
{
	return (struct str){ w->key, w->n };
}

#endif
