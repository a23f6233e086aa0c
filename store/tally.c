/* tally.c -- see tally.h. */
#include "config.h"

#include "store/db.h"
#include "store/tally.h"

static const enum sql statements[] = {
	[TALLY_RULES] = SQL_TALLY_RULES,
	[TALLY_RECEIVERS] = SQL_TALLY_RECEIVERS,
	[TALLY_KEPT] = SQL_TALLY_KEPT,
	[TALLY_DAYS] = SQL_TALLY_DAYS,
};
_Static_assert(NELEM(statements) == TALLY_N, "a statement for each");

static void
tally_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_tally *)item = (struct store_tally){ .name = rows_str(r, a, 0),
		.why = rows_str(r, a, 1),
		.key = rows_int(r, 2),
		.n = rows_int(r, 3),
		.recent = rows_int(r, 4),
		.last_ms = rows_time(r, 5) };
}

int
store_tally(struct store *s, struct arena *a, enum tally what, int64_t since_ms,
    struct store_tally **items, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, statements[what], ARGS(db_int(since_ms)), tally_row,
		sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}
