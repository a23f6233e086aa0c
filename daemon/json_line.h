/*
 * json_line.h -- one flat JSON object a line, as commands take them: members in order,
 * values as raw JSON.  Faster than a tree for long texts, and no tree is needed: nested
 * values are passed over.
 */
#ifndef DAEMON_JSON_LINE_H
#define DAEMON_JSON_LINE_H

#include "base/arena.h"
#include "base/str.h"

struct json_line {
	struct str rest;
	bool begun;
	bool bad; /* not an object, broken off, or more than one */
};

void json_line_open(struct json_line *l, struct str line);
/* The next member; false at the end, or when the line is bad. */
bool json_line_next(struct json_line *l, struct str *key, struct str *value);
/* The text of a JSON string, with escapes undone in a; STR_NONE for another kind of
 * value. */
struct str json_line_text(struct arena *a, struct str value);

/* As a feed's entry is read: the title on the first line, a blank line, the body; the
 * body alone where it has it. */
struct str json_line_entry(struct arena *a, struct str title, struct str body);

#endif
