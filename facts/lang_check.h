/*
 * lang_check.h -- does every line of a language pack prove itself?  Each frame and cue
 * has an example and the facts that are to be read from it; `tocsin lang check` and the
 * tests run them.
 *
 * Expected facts are written "killed 9 at_least civilians; injured 3": kind or outcome,
 * number, then any of a bound, a class of victim or unit, a scope, a stance,
 * attribute=value; "-": no fact.
 */
#ifndef FACTS_LANG_CHECK_H
#define FACTS_LANG_CHECK_H

#include "base/buf.h"
#include "facts/reader.h"

struct lang_report {
	size_t checked, failed;
	struct buf *out; /* a line for each failure: "file:line: …" */
};

void lang_check(const struct reader *r, struct lang_report *report);
/* Do the facts, without territory, match what is expected?  If not, why goes into *why.
 */
bool facts_match(const struct fact_list *l, struct str expect, struct buf *why);

#endif
