/*
 * place_names.h -- names of places for the configuration and the command: which one "Syria" or "Idlib"
 * is when nothing but the name is known.  The facts layer has better means, from the text.
 */
#ifndef DAEMON_PLACE_NAMES_H
#define DAEMON_PLACE_NAMES_H

#include "base/err.h"
#include "facts/fact.h"

struct place_names;

/* The gazetteers of data folders.  NULL: none of them has one. */
struct place_names *place_names_load(const struct str *data, size_t n, struct err *e);
void place_names_free(struct place_names *p);
/* A rule_resolve_fn: the country before the division, the larger before the smaller. */
bool place_names_resolve(void *names, struct str name, struct fact_place *out);

#endif
