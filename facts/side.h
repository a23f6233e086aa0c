/*
 * side.h -- do two names mean one side?  By their ids, by how they sound, and by generic
 * words: "rebels" may be any armed opposition.
 */
#ifndef FACTS_SIDE_H
#define FACTS_SIDE_H

#include "base/arena.h"
#include "facts/actor_classes.h"
#include "facts/fold.h"

/* Ids decide where both have one. */
bool side_same(struct str a, struct str a_id, struct str b, struct str b_id);
/* the army of the place, not who fights it */
bool side_of_state(struct str name, struct str id);
/* of a side as incidents keep it, without the '~' */
struct str side_words(struct str mark);

/* What is worked out of a name once, for who compares it with several. */
struct side_known {
	struct str name, id, fold;
	enum side_class class;
	bool loose, classed;
};
/* Views of name, id and fold, which must live as long. */
void side_know(struct side_known *k, char fold[FOLD_MAX], struct str name, struct str id);
bool side_known_same(struct side_known *a, struct side_known *b);

/*
 * The same for sides as incidents keep them, an id or a '~' and words.  What was worked
 * out is remembered from one report to the next: a ledger compares the same few again and
 * again.
 */
#define SIDE_MEMO 256
#define SIDE_PAIRS 4096
struct side_memo {
	struct arena arena;
	struct side_known *slots[SIDE_MEMO];
	/* SIDE_PAIRS hashes of two marks, the lowest bit for what came of them; NULL:
	 * none was asked for */
	uint64_t *pairs;
};
void side_memo_init(struct side_memo *m);
void side_memo_clear(struct side_memo *m);
struct side_mark {
	struct str text;
	uint64_t mark; /* text_mark() of it */
};
bool side_marks_same(struct side_memo *m, struct side_mark a, struct side_mark b);
/* Of a side that has a name and perhaps an id.  It lives until side_memo_tidy(). */
struct side_known *side_memo_know(struct side_memo *m, struct str name, struct str id);
/* It begins anew when it has grown large. */
void side_memo_tidy(struct side_memo *m);

#endif
