/*
 * ground_words.h -- classes of words about ground, bits of word.ground.  The data files
 * name them with an @ in lower case (@head, @strong): places.tsv, notground.tsv,
 * ground.tsv, stance.tsv and gate.tsv of a language.
 */
#ifndef FACTS_GROUND_WORDS_H
#define FACTS_GROUND_WORDS_H

#include "base/str.h"

#define GROUND_CLASSES(X)                                                                \
	X(HEAD, "@head")           /* village, hill, base: what a place is */            \
	X(SITE, "@site")           /* a head that belongs to the name: Omaria airbase */ \
	X(WEAKSITE, "@weaksite")   /* a head that is ground only with a name */          \
	X(REGION, "@region")       /* province, governorate */                           \
	X(DIRECTION, "@direction") /* northern, upper */                                 \
	X(PARTICLE, "@particle")   /* lower case inside a name: Tarn al Hur */           \
	X(PARTIAL, "@partial")     /* parts of, most of */                               \
	X(QUANT, "@quant")         /* a number of */                                     \
	X(NOTNAME, "@notname")     /* a capital that begins no name */                   \
	X(PERSON, "@person")       /* is captured and is no ground */                    \
	X(GOODS, "@goods")         /* arms, drugs */                                     \
	X(PRIZE, "@prize")         /* medals, votes, attention */                        \
	X(NOTAKE, "@notake")       /* took place, took part */                           \
	X(STRONG, "@strong")       /* any place as object */                             \
	X(RE, "@re")               /* the place was held before */                       \
	X(SEIZE, "@seize") /* a strong verb whose place stands behind a preposition:     \
			      s'emparer de */                                            \
	X(WEAK, "@weak")   /* needs a place head, or from + actor */                     \
	X(VERYWEAK, "@veryweak")   /* secure, clear */                                   \
	X(TAKE, "@take")           /* the verb take */                                   \
	X(LIGHT, "@light")         /* with "control of" */                               \
	X(LOSE, "@lose")           /* lost X to Y */                                     \
	X(CONTROLN, "@controln")   /* the noun control */                                \
	X(CONTROLV, "@controlv")   /* the verb control */                                \
	X(EXPEL, "@expel")         /* drove Y out of X */                                \
	X(FALL, "@fall")           /* X fell to Y */                                     \
	X(COME, "@come")           /* came under the control of */                       \
	X(NOMINAL, "@nominal")     /* the capture of X */                                \
	X(WITHDRAW, "@withdraw")   /* withdrew from X */                                 \
	X(ENTER, "@enter")         /* entered X */                                       \
	X(ADVANCE, "@advance")     /* advanced */                                        \
	X(BESIEGE, "@besiege")     /* besieged X */                                      \
	X(REPEL, "@repel")         /* repelled an attack */                              \
	X(ATTACKV, "@attackv")     /* attacked X */                                      \
	X(OVER, "@over")           /* took over */                                       \
	X(BACK, "@back")           /* took back */                                       \
	X(HANDS, "@hands")         /* into the hands of */                               \
	X(MANAGE, "@manage")       /* managed to */                                      \
	X(ATTEMPT, "@attempt")     /* tried to */                                        \
	X(PREVENT, "@prevent")     /* prevented from */                                  \
	X(PLANNED, "@planned")     /* vowed to */                                        \
	X(CLAIMV, "@claimv")       /* claimed to */                                      \
	X(REPORTED, "@reported")   /* reported */                                        \
	X(MODAL, "@modal")         /* would */                                           \
	X(COND, "@cond")           /* if */                                              \
	X(DENYV, "@denyv")         /* not, denied */                                     \
	X(FAILED, "@failed")       /* failed */                                          \
	X(GATE, "@gate")           /* a document without one tells of no ground */       \
	X(FORCE, "@force")         /* a noun for a side */                               \
	X(KM, "@km")               /* kilometres */                                      \
	X(GATES, "@gates")         /* at the gates of */                                 \
	X(HAVE, "@have")           /* with "control of": a state */                      \
	X(BRING, "@bring")         /* brought X under its control */                     \
	X(NAMECLASS, "@nameclass") /* Tall, Kafr: begins the name of a settlement; with  \
				      @force, of an armed group (Liwa) */                \
	X(LOOSE, "@loose")     /* a head that is little without a name: area, point */   \
	X(IN, "@in")           /* prepositions of where a place lies */                  \
	X(NEAR, "@near")       /* near, around */                                        \
	X(FROM, "@from")       /* from, out of */                                        \
	X(CALLED, "@called")   /* joins a head to its name */                            \
	X(EXAMPLE, "@example") /* such as, including */                                  \
	X(KM2, "@km2")         /* square kilometres */                                   \
	X(LENGTH, "@length")   /* miles, metres */                                       \
	X(PERCENT, "@percent")                                                           \
	X(HELD, "@held")       /* held by, under the control of */                       \
	X(PRONOUN, "@pronoun") /* it, them: a place named before */

enum ground_bit {
#define X(id, name) BIT_G_##id,
	GROUND_CLASSES(X)
#undef X
	    GROUND_CLASS_N
};

#define X(id, name) static const uint64_t G_##id = UINT64_C(1) << BIT_G_##id;
GROUND_CLASSES(X)
#undef X

uint64_t ground_class(struct str name); /* 0: no such class */

#endif
