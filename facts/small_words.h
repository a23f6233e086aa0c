/*
 * small_words.h -- classes that one or two rules ask for, bits of word.small.  The data files name
 * them with an & in lower case (&drill, &almost): stance.tsv and places.tsv of a language, for the most part.
 */
#ifndef FACTS_SMALL_WORDS_H
#define FACTS_SMALL_WORDS_H

#include "base/str.h"

#define SMALL_CLASSES(X) \
	X(DRILL, "&drill") /* an exercise: nothing of what its sentence tells came to be */ \
	X(ALMOST, "&almost") /* almost captured, close to capturing */ \
	X(ONCE, "&once") /* previously, formerly */ \
	X(NEWLY, "&newly") /* the newly captured town */ \
	X(UNDONE, "&undone") /* accused of, on the verge of capturing */ \
	X(AIM, "&aim") /* at, towards: joins an attempt to what is attempted */ \
	X(DENY, "&deny") /* denies, disputes: behind what another says */ \
	X(SAYING, "&saying") /* the claim, the report that is denied */ \
	X(ALONE, "&alone") /* a determiner that stands alone: this, both */ \
	X(LIKE, "&like") /* as, than: a clause that leaves the one around it open */

enum small_bit {
#define X(id, name) BIT_S_##id,
	SMALL_CLASSES(X)
#undef X
	SMALL_CLASS_N
};

#define X(id, name) static const uint32_t S_##id = UINT32_C(1) << BIT_S_##id;
SMALL_CLASSES(X)
#undef X

uint32_t small_class(struct str name); /* 0: no such class */

#endif
