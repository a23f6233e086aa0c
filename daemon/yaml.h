/*
 * yaml.h -- YAML (libyaml's events) as a tree with positions (base/conf.h).  The part of
 * YAML that people write by hand: maps, lists, scalars.  Anchors, aliases, tags, keys
 * that stand twice and a second document are mistakes, said with file, line and column.
 * Scalars stay text: the tables of those who decode give the type.
 */
#ifndef DAEMON_YAML_H
#define DAEMON_YAML_H

#include "base/buf.h"
#include "base/conf.h"

/* For those who write it: a key (or whatever stands before) and one line of text, quoted.
 */
void yaml_quoted(struct buf *out, const char *before, struct str s);

/*
 * One document.  The tree and its texts, which are copies, live in d->tree.  Mistakes go
 * to d; what could be read of a damaged document comes back all the same, so that the
 * rest of it is checked too.  NULL: nothing could be read.  An empty document is an empty
 * map.
 */
struct conf *yaml_parse(struct str file, struct str bytes, struct conf_diag *d);

#endif
