/*
 * frame.h -- who is the victim: the patterns of etc/lang/XX/frames.tsv.  A frame ties a
 * trigger (class and form) under a condition on its auxiliary to the slot where its
 * victims stand.
 */
#ifndef FACTS_FRAME_H
#define FACTS_FRAME_H

#include "facts/lexicon.h"

enum frame_aux { AUX_ANY, AUX_BE, AUX_HAVE, AUX_NOT_HAVE, AUX_NONE };

enum frame_victim {
	VICTIM_LEFT,     /* subject: the list left of the verb */
	VICTIM_RIGHT,    /* object: the list right of it */
	VICTIM_ADJACENT, /* the group at its left, at once */
	VICTIM_BETWEEN,  /* the group between it and the word that ends it */
	VICTIM_OF,       /* after "of" */
	VICTIM_SELF,     /* the trigger is the head of the group */
	VICTIM_NUMBER,   /* the number that follows */
	VICTIM_LABEL,    /* the number behind its colon */
	VICTIM_PARTS,    /* the list right of it, parts of what was told */
	VICTIM_NEXT,     /* object of the verb, as the head of "lives" */
	VICTIM_BEFORE,   /* the nearest list before it in its clause, whatever its part
			    there */
	VICTIM_AFTER,    /* the same behind it */
	VICTIM_OBJECT,   /* before it, in a form that can be no subject */
	VICTIM_OWNER,    /* whom the trigger's own "his" or "their" refers back to */
	VICTIM_NAMED,    /* who they are, said of the trigger */
	VICTIM_N
};

struct frame {
	struct str name;
	uint64_t cls;  /* trigger classes */
	unsigned form; /* any of these; 0: all */
	enum frame_aux aux;
	enum frame_victim victim;
	uint64_t partner; /* class of the word that must close it (left … dead) */
	int outcome;      /* -1: that of the trigger */
	double confidence;
	struct str example, expect;
	struct str path;
	size_t line;
};

#define FRAMES_MAX 256 /* of a language */
#define FRAMES_WORD 64

struct frames {
	struct arena *arena;
	struct frame *items;
	size_t n, cap;
	/* those with a trigger of the class, as bits */
	uint64_t of[FRAMES_MAX / FRAMES_WORD][WORD_CLASS_N];
};

struct frames *frames_new(struct arena *a);
int frames_load(struct frames *f, struct lexicon *lx, const char *dir, struct err *e);

/* Which of the FRAMES_WORD frames of that word of bits have a trigger of one of the
 * classes? */
static inline uint64_t
frames_of(const struct frames *f, size_t word, uint64_t cls)
{
	uint64_t found = 0;

	for (; cls != 0; cls &= cls - 1)
		found |= f->of[word][__builtin_ctzll(cls)];
	return found;
}

#endif
