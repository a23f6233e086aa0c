/* territory_data.h -- the rules of territory.c by name, for its two files only. */
#ifndef FACTS_TERRITORY_DATA_H
#define FACTS_TERRITORY_DATA_H

#include "facts/territory.h"

#define TERRITORY_RULES(X)                                                          \
	X(CONTROL_OF, "control-of")     /* took control of X */                     \
	X(CONTROL_BARE, "control-bare") /* X, where Y took control */               \
	X(CONTROL_LOST, "control-lost") /* lost control of X to Y */                \
	X(CONTROLLED, "controlled")     /* controlled X, managed to control X */    \
	X(CONTROLS, "controls")         /* controls X: a state */                   \
	X(VERB, "verb")                 /* captured X */                            \
	X(WEAK, "weak-verb")            /* took the village of X; cleared X of Y */ \
	X(PASSIVE, "passive")           /* X was captured */                        \
	X(TAKE_OVER, "take-over")       /* took over X, took it over */             \
	X(TAKE_BACK, "take-back")       /* took back X */                           \
	X(NOMINAL, "nominal")           /* the capture of X */                      \
	X(EXPEL, "expel")               /* drove Y out of X */                      \
	X(EXPELLED, "expelled")         /* Y was driven out of X */                 \
	X(FALL, "fall")                 /* X fell to Y */                           \
	X(COME, "came-under")           /* X came under the control of Y */         \
	X(LOSE, "lose")                 /* lost X to Y */                           \
	X(PASSED, "passed")             /* control of X passed to Y */              \
	X(CHANGED, "changed-hands")     /* X changed hands */                       \
	X(DECLARED, "declared")         /* declared X liberated */                  \
	X(LEFT, "left-to")              /* leaving X to Y */                        \
	X(WITHDRAW, "withdraw")         /* withdrew from X */                       \
	X(ENTER, "enter")               /* entered X */                             \
	X(VACATED, "vacated")           /* Y withdrew from X; Z then entered it */  \
	X(ADVANCE, "advance")           /* advanced ten kilometres towards X */     \
	X(DISTANCE, "distance")         /* are ten kilometres from X */             \
	X(GATES, "gates")               /* at the gates of X */                     \
	X(BESIEGE, "besiege")           /* besieged X */                            \
	X(REPEL, "repel")               /* tried to take X, beaten back */          \
	X(ATTEMPT, "attempt")           /* tried to take X */                       \
	X(ATTACK, "attack")             /* attacked X */

enum territory_rule_id {
#define X(id, name) RULE_##id,
	TERRITORY_RULES(X)
#undef X
	    RULE_N
};

extern const char *const territory_rule_names[]; /* ends with NULL */

struct territory_rule {
	bool known;
	enum change change;
	double confidence;
};

struct territory_frame;

struct territory_rules {
	struct arena *arena;
	struct territory_rule rules[RULE_N];
	struct territory_frame *frames; /* changes.tsv */
	size_t n_frames, cap_frames;
	uint64_t frame_triggers; /* classes of ground that some frame begins with */
	uint32_t tried[64];  /* by class of ground, the rules of verbs and nouns (a bit
				each) that a word of it is tried against */
	uint64_t any;        /* the classes that have one */
	uint32_t of_control; /* of them, those that need a noun of control */
	struct territory_example *examples;
	size_t n, cap;
};

/* Fills tried. */
void territory_rules_index(struct territory_rules *r);

#endif
