/* feed_check.h -- what must hold of any document that is read as a feed, in pieces and in
 * one. */
#ifndef TESTS_FUZZ_FEED_CHECK_H
#define TESTS_FUZZ_FEED_CHECK_H

#include "parser/feed.h"
#include "tests/fuzz/check.h"

/* Clean text, caps kept, and pieces of step bytes, handed out or kept, give what the
 * whole gives. */
void feed_check(struct str bytes, size_t step, const struct feed_origin *o);

#endif
