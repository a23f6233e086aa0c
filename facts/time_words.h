/*
 * time_words.h -- what a word may do in an expression of time (facts/when.c), bits of
 * word.time. The data files name them with a % in lower case (%since, %year): time.tsv of
 * a language.
 */
#ifndef FACTS_TIME_WORDS_H
#define FACTS_TIME_WORDS_H

#include "facts/lexicon.h"

#define TIME_CLASSES(X)                                                                 \
	X(SINCE, "%since")                                                              \
	X(BETWEEN, "%between")                                                          \
	X(FROM, "%from") /* from D to D */                                              \
	X(OPEN, "%open") /* in the past ..., over the last ... */                       \
	X(THE, "%the")                                                                  \
	X(PAST, "%past") /* the past 24 hours */                                        \
	X(OF, "%of")     /* 27th of November */                                         \
	X(AND, "%and")                                                                  \
	X(TO, "%to")                                                                    \
	X(TODAY, "%today")                                                              \
	X(YESTERDAY, "%yesterday")                                                      \
	X(OVERNIGHT, "%overnight")                                                      \
	X(THIS, "%this")                                                                \
	X(LAST, "%last")       /* last night, last year */                              \
	X(AGO, "%ago")         /* three weeks ago */                                    \
	X(BEFORE, "%before")   /* hace tres semanas */                                  \
	X(DAYTIME, "%daytime") /* this morning */                                       \
	X(NIGHT, "%night")                                                              \
	X(THEN, "%then")       /* since then: since the time told before */             \
	X(VAGUE, "%vague")     /* between a preposition and its date */                 \
	X(UNIT, "%unit")       /* n: its days */                                        \
	X(HOURS, "%hours")     /* a unit of which 24 are a day */                       \
	X(YEAR, "%year")       /* makes a bare number a year */                         \
	X(BEHIND, "%behind")   /* the same behind the number: 2024 року, 2023'te */ \
	X(NAMED, "%named")     /* before a month's name alone */                        \
	X(RECORD, "%record")   /* the deadliest attack since 2019: what was so no more  \
				  since */                                              \
	X(STATED, "%stated")   /* as of 12 March: a figure is of that day, no event */  \
	X(WEEKEND, "%weekend") /* two days; n: the weekday that it begins with */       \
	X(WEEKDAY, "%weekday") /* n: from Sunday, 0 */

enum time_bit {
#define X(id, name) BIT_U_##id,
	TIME_CLASSES(X)
#undef X
	    TIME_CLASS_N
};

#define X(id, name) static const uint32_t U_##id = UINT32_C(1) << BIT_U_##id;
TIME_CLASSES(X)
#undef X

uint32_t time_class(struct str name); /* 0: no such class */
/* Sets what the word, whose classes are known, may be in an expression of time. */
void time_place(struct word *w);

#endif
