/*
 * place_names.h -- names of places for the configuration and the command: which one
 * "Syria" or "Idlib" is when nothing but the name is known.  The facts layer has better
 * means, from the text.
 */
#ifndef DAEMON_PLACE_NAMES_H
#define DAEMON_PLACE_NAMES_H

#include "base/err.h"
#include "alerts/rule.h"

struct place_names;

/* The gazetteers of data folders, which stay the caller's; loaded when the first name is
 * asked for. */
struct place_names *place_names_new(const struct str *data, size_t n);
void place_names_free(struct place_names *p);
/* why no name is known; NULL: none */
const char *place_names_trouble(const struct place_names *p);
/*
 * A rule_resolve_fn: the larger before the smaller.  Within: the country before the
 * division of that name, and that before the town; around: the town first, for a division
 * has no middle that anybody means.
 */
bool place_names_resolve(void *names, struct str name, enum rule_place as,
    struct fact_place *out);

#endif
