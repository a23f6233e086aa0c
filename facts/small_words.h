/*
 * small_words.h -- classes that one or two rules ask for, bits of word.small.  The data
 * files name them with an & in lower case (&drill, &almost): stance.tsv and places.tsv of
 * a language, for the most part.
 */
#ifndef FACTS_SMALL_WORDS_H
#define FACTS_SMALL_WORDS_H

#include "base/str.h"

#define SMALL_CLASSES(X)                                                                 \
	X(DRILL, "&drill")   /* an exercise, or of computers alone: what its sentence    \
				tells befell neither ground nor walls */                 \
	X(ALMOST, "&almost") /* almost captured, close to capturing */                   \
	X(ONCE, "&once")     /* previously, formerly */                                  \
	X(NEWLY, "&newly")   /* the newly captured town */                               \
	X(UNDONE, "&undone") /* accused of, on the verge of capturing */                 \
	X(AIM, "&aim")       /* at, towards: joins an attempt to what is attempted */    \
	X(DENY, "&deny")     /* denies, disputes: behind what another says */            \
	X(SAYING, "&saying") /* the claim, the report that is denied */                  \
	X(ALONE, "&alone")   /* a determiner that stands alone: this, both */            \
	X(LIKE, "&like")     /* as, than: a clause that leaves the one around it open */ \
	X(SUBJECT, "&subject") /* they, who: goes on with the side told of before */     \
	X(BAND, "&band") /* forces, groups: behind an article those told of before */    \
	X(KIND, "&kind") /* military, state: what kind of base, not whose */             \
	X(AGAINST, "&against") /* against, with */                                       \
	X(FOR, "&for")         /* for: where somebody is bound */                        \
	X(BOUND, "&bound")     /* bound for, on the way to */                            \
	X(BORDER, "&border")   /* the border with */                                     \
	X(GUNS, "&guns")       /* fire: of guns where it is a country's */               \
	X(MISHAP, "&mishap")   /* explosion: may be nobody's doing */                    \
	X(UPON, "&upon")       /* on: control on Tarn, as of it */                       \
	X(INTO, "&into") /* into; of a verb: it enters only with that: push, march */    \
	X(OVER, "&over") /* of a verb: it loses only with over: hand */                  \
	X(OUT, "&out")   /* driven out, away from; of a verb: that is in it, driven_from \
			  */                                                             \
	X(FURTHER, "&further") /* deeper into */                                         \
	X(WHOLLY, "&wholly")   /* fully secured: ground */                               \
	X(HOLDS, "&holds")     /* occupies, holds: in the present what is so */          \
	X(NOW, "&now")         /* now, still */                                          \
	X(LEADS, "&leads")     /* led to, giving control */                              \
	X(STAYS, "&stays")     /* remains in the hands of */                             \
	X(QUITS, "&quits")     /* abandoned, without from */                             \
	X(BEGINS, "&begins")   /* began, completed a withdrawal */                       \
	X(ATTACK, "&attack")   /* attack, advance: what is repelled */

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
