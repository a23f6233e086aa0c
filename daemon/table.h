/*
 * table.h -- what a list command prints: rows of cells, each column as wide as what it
 * holds (in columns of a terminal, so that Миколаїв and 大阪 stand straight).  A terminal
 * gets heads, and colour for words of state; a pipe gets the rows alone.
 */
#ifndef DAEMON_TABLE_H
#define DAEMON_TABLE_H

#include <stdio.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"

enum table_tone { TONE_PLAIN, TONE_GOOD, TONE_WARN, TONE_BAD };

struct table_column {
	const char *head;
	bool right; /* numbers */
};

struct table {
	struct arena arena;
	const struct table_column *columns;
	size_t n_columns;
	struct table_cell *cells; /* row after row */
	size_t n, cap;
};

void table_init(struct table *t, const struct table_column *columns, size_t n);
/* The next cell, cleaned; after the last column the next row begins. */
void table_text(struct table *t, struct str text, enum table_tone tone);
void table_cstr(struct table *t, const char *text);
void table_state(struct table *t, const char *word); /* in the tone of what it says */
void table_number(struct table *t, int64_t n);
void table_write(const struct table *t, struct buf *out, bool terminal);
/* Writes it to standard output and forgets it. */
void table_print(struct table *t);

#endif
