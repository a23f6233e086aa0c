/*
 * territory.h -- ground that changes hands: facts of kind territory.  One pass over the
 * sentences that hold a verb of ground, in documents that tell of armed actors at all
 * (doc/places.md).
 */
#ifndef FACTS_TERRITORY_H
#define FACTS_TERRITORY_H

#include "base/buf.h"
#include "base/err.h"
#include "facts/doc.h"

struct territory_rules; /* etc/lang/XX/territory.tsv: name, change, confidence, example,
			   expected */

struct territory_rules *territory_rules_new(struct arena *a);
int territory_rules_load(struct territory_rules *r, const char *dir, struct err *e);

struct territory_example {
	struct str rule, text, expect; /* expect: "captured: Tarn, Hur; by rebels" */
	struct str path;
	size_t line;
};
size_t territory_examples(const struct territory_rules *r,
    const struct territory_example **out);

/* " | " between them */
void territory_say_all(struct buf *out, const struct fact_list *l);

/* Adds the facts of the document. */
void territory_find(struct doc *d, const struct territory_rules *rules);

#endif
