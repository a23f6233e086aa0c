/*
 * unwrap.h -- texts that a margin broke into lines, as mail and old wires are:
 * "killed\n12 farmers".  Such a line break is a space.
 */
#ifndef FACTS_UNWRAP_H
#define FACTS_UNWRAP_H

#include "base/arena.h"
#include "base/str.h"

/* The text, of which title bytes are its title, with spaces for the line breaks of
 * wrapped blocks and of the title: as many bytes, each where it was; itself if there are
 * none. */
struct str unwrap(struct arena *a, struct str text, size_t title);

#endif
