/* claim_fuse.h -- the figures of an incident's pieces made one; see claim_fuse.c for how. */
#ifndef FACTS_CLAIM_FUSE_H
#define FACTS_CLAIM_FUSE_H

#include "facts/incident.h"

/* Of the reports published up to then; false: nobody said. */
bool claims_fuse(struct arena *a, const struct incident *in, enum toll_field field,
    struct str who, struct str side, int64_t until_ms, struct fused *out);

#endif
