/*
 * gazetteer_load.h -- the gazetteer of some data directories: DIR/gazetteer.bin where it
 * was built, else the tables *.tsv of DIR/gazetteer compiled in memory.  Before the
 * sandbox closes.
 */
#ifndef FACTS_GAZETTEER_LOAD_H
#define FACTS_GAZETTEER_LOAD_H

#include "facts/gazetteer_build.h"

/* dirs ends with NULL; one without places adds nothing.  NULL: *e names file and line. */
struct gazetteer *gazetteer_load(const char *const *dirs, struct err *e);
/* Adds every table of a directory, in the order of their names; the number of files, or
 * -1. */
int gaz_builder_dir(struct gaz_builder *b, const char *dir, struct err *e);
/* One table file. */
int gaz_builder_file(struct gaz_builder *b, const char *path, struct err *e);

#endif
