/* rows.h -- tables of cases, a row a line; '#' begins a comment. */
#ifndef TESTS_UNIT_ROWS_H
#define TESTS_UNIT_ROWS_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

/* How many rows were given to row(). */
static inline size_t
each_row(const char *path, void (*row)(void *arg, struct str line), void *arg)
{
	FILE *f = fopen(path, "r");
	size_t rows = 0, cap = 0;
	char *line = NULL;
	ssize_t n;

	cr_assert(f != NULL, "%s", path);
	while ((n = getline(&line, &cap, f)) > 0)
		if (line[0] != '#') {
			row(arg, str_trim((struct str){ line, (size_t)n }));
			rows++;
		}
	free(line);
	fclose(f);
	return rows;
}

#endif
