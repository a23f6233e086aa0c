/* word_classes.h -- what a word may be in a sentence that tells of victims: bits of
 * word.cls (facts/lexicon.h). */
#ifndef FACTS_WORD_CLASSES_H
#define FACTS_WORD_CLASSES_H

#include <stdint.h>

/* Classes, as bits of word.cls; the names are those of the data files (lower case). */
#define WORD_CLASSES(X)                                                                  \
	X(PERSON, "person")         /* may be counted as a victim */                     \
	X(COLLECTIVE, "collective") /* police, staff: never one in the singular */       \
	X(ARMED, "armed")           /* of the armed classes */                           \
	X(ATTACKER, "attacker")     /* gunman, bomber: may be among the dead of its own  \
				       attack */                                         \
	X(GENERIC, "generic") /* people, victims: its figure may be the total of others  \
			       */                                                        \
	X(DEMONYM, "demonym") /* Syrian: a person only when plural or alone */           \
	X(TITLE, "title")     /* before a name: Dr, Colonel */                           \
	X(DET, "det")         /* the, these */                                           \
	X(ONE, "one")         /* determiners that make a singular noun a count of one */ \
	X(POSSESSIVE, "possessive") /* his, their, 's */                                 \
	X(PRONOUN, "pronoun")       /* him, them, himself */                             \
	X(OTHER, "other")           /* others, another, more, further */                 \
	X(NUMBER, "number")         /* number words; value in word.value */              \
	X(BOUND, "bound")           /* at least, more than; word.bound */                \
	X(ORDINAL, "ordinal")                                                            \
	X(BE, "be") /* passive auxiliaries */                                            \
	X(HAVE, "have")                                                                  \
	X(MODAL, "modal") /* will, may, could */                                         \
	X(NEG, "neg")     /* not, no, never */                                           \
	X(PREP, "prep")                                                                  \
	X(OF, "of")             /* the partitive and genitive preposition */             \
	X(BY, "by")             /* the preposition of the agent */                       \
	X(TO, "to")             /* before an infinitive */                               \
	X(SUBORD, "subord")     /* opens a clause: after, when, that */                  \
	X(RELATIVE, "relative") /* who, which */                                         \
	X(AND, "and")           /* joins groups */                                       \
	X(SUBSET, "subset")     /* including, among them */                              \
	X(ADVERB, "adverb")     /* skipped between auxiliary and verb */                 \
	X(ADJ, "adj")           /* modifier of a noun */                                 \
	X(SPEECH, "speech")     /* said, according */                                    \
	X(VERB, "verb")         /* any other verb */                                     \
	X(THING, "thing")       /* counted things that are no people */                  \
	X(TIME, "time")         /* hours, days */                                        \
	X(MONTH, "month")                                                                \
	X(WEEKDAY, "weekday")                                                            \
	X(ORG, "org") /* Brigade, Association: a name ending so is no victim */          \
	X(NUMBERED, "numbered") /* No., Route, Resolution: the number after it counts    \
				   nothing */                                            \
	X(CURRENCY, "currency")                                                          \
	X(ABBR, "abbr")       /* its full stop ends no sentence */                       \
	X(KILL, "kill")       /* verb with a victim as object; word.outcome */           \
	X(DIE, "die")         /* verb with the victim as subject */                      \
	X(DEAD, "dead")       /* adjective: six dead, were dead */                       \
	X(DEATH, "death")     /* noun of an act: the killing of */                       \
	X(COUNTED, "counted") /* noun of a victim: fatality, injury */                   \
	X(TOLL, "toll")       /* death toll */                                           \
	X(LEAVE, "leave")     /* left six dead */                                        \
	X(BEAT, "beat")       /* beat six to death */                                    \
	X(RESULT, "result")   /* to death, hostage: ends a discontinuous verb */         \
	X(SUFFER, "suffer")   /* suffered injuries */                                    \
	X(HARM, "harm")       /* injuries, burns */                                      \
	X(LOSE, "lose")       /* lost six men */                                         \
	X(CLAIM, "claim")     /* claimed six lives */                                    \
	X(LIFE, "life")                                                                  \
	X(DISPLACE, "displace") /* verb with the displaced as object */                  \
	X(FLEE, "flee")         /* verb with the displaced as subject */                 \
	X(EXODUS, "exodus")     /* noun: the evacuation of */                            \
	X(FACILITY, "facility") /* hospital, medical centre */                           \
	X(DAMAGE, "damage")   /* verb whose object or subject is a facility; word.effect \
			       */                                                        \
	X(STRIKE, "strike")   /* air raid, bombing raid */                               \
	X(CAUSE, "cause")     /* word.cause */                                           \
	X(AMONG, "among")     /* among the dead: what follows is a part */               \
	X(SPEAKER, "speaker") /* nouns that are sources: official, witness, monitor */   \
	X(TIE, "tie")         /* allied to, loyal to */                                  \
	X(FACTION, "faction") /* army, regime, rebels: nouns that name a side */

enum word_class_bit {
#define X(id, name) BIT_##id,
	WORD_CLASSES(X)
#undef X
	    WORD_CLASS_N
};

#define X(id, name) static const uint64_t C_##id = UINT64_C(1) << BIT_##id;
WORD_CLASSES(X)
#undef X

#endif
