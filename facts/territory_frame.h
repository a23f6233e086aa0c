/*
 * territory_frame.h -- changes of ground told by frames (etc/lang/XX/changes.tsv): a
 * trigger, and the slots where the place, the gaining and the losing side stand.  For
 * every language that has such a file; English is read by the rules of territory.c.
 */
#ifndef FACTS_TERRITORY_FRAME_H
#define FACTS_TERRITORY_FRAME_H

#include "facts/lexicon_file.h"
#include "facts/territory_scene.h"

enum slot_side { SIDE_NONE, SIDE_BEFORE, SIDE_AFTER, SIDE_ANY, SIDE_PRONOUN, SIDE_FIRST };

struct ground_slot {
	enum slot_side side;
	struct str words; /* what must govern it, "|" between: words, -endings; empty:
			     nothing may */
};

#define SLOT_WAYS 6 /* of one slot, tried in order; the last is SIDE_NONE */

enum ground_aux { GROUND_AUX_ANY, GROUND_AUX_BE, GROUND_AUX_HAVE, GROUND_AUX_NONE };

struct territory_frame {
	struct str name;
	enum change change;
	uint64_t cls;  /* classes of its trigger */
	bool both;     /* it has all of them, not one */
	unsigned form; /* any of these; 0: all */
	enum ground_aux aux;
	struct ground_slot object[SLOT_WAYS], by[SLOT_WAYS],
	    against[SLOT_WAYS]; /* up to SIDE_NONE */
	double confidence;
};

/* One line of changes.tsv, of n fields. */
int territory_frame_read(struct territory_frame *out, struct arena *a,
    const struct tsv *t, struct str field[TSV_FIELDS], size_t n, struct err *e);

/* Reads the sentence by the frames of its language. */
void territory_frames_try(struct scene *c, size_t index);

/* What became of the act told by the word at i, in any language (territory_govern.c). */
struct deed_stance governed_stance(const struct doc *d, const struct sentence *s,
    size_t i);

#endif
