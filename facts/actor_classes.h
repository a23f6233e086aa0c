/*
 * actor_classes.h -- what etc/actors.tsv says of its actors that the ledger has to know,
 * which reads no files: with the state, against it, or neither.  actor_classes.c is made
 * of that table.
 */
#ifndef FACTS_ACTOR_CLASSES_H
#define FACTS_ACTOR_CLASSES_H

#include "base/str.h"

enum side_class { SIDE_UNKNOWN, SIDE_STATE, SIDE_AGAINST_STATE };

struct actor_class {
	struct str id; /* first */
	enum side_class class;
};

extern const struct actor_class actor_classes[]; /* in order of their ids */
extern const size_t actor_classes_n;

#endif
