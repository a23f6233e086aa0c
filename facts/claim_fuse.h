/* claim_fuse.h -- the figures of an incident's pieces made one; see claim_fuse.c for how.
 */
#ifndef FACTS_CLAIM_FUSE_H
#define FACTS_CLAIM_FUSE_H

#include "facts/incident.h"

/* Of the reports published up to then; false: nobody said. */
bool claims_fuse(const struct incident *in, enum toll_field field, struct str who,
    struct str side, int64_t until_ms, struct fused *out);
/* The same of claims of one topic, at least one, in order of their pieces. */
struct claim_at {
	size_t piece, claim;
};
void claims_fuse_of(const struct incident *in, const struct claim_at *at, size_t n,
    struct fused *out);
/* Of all its claims of that topic, at least one. */
void claims_fuse_topic(const struct incident *in, uint64_t topic, struct fused *out);

#endif
