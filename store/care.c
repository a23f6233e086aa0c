/*
 * care.c -- check, backup, copy.  Copying reads every table in the order of its key and
 * writes it in steps of some thousand rows, so that neither side holds much at once.
 */
#include "config.h"

#include "store/db.h"
#include "store/schema.h"

#define COPY_ROWS 5000 /* in one transaction */

struct reference { /* rows of one table that name a row of another which must exist */
	const char *what, *sql;
};

static const struct reference references[] = {
	{ "entries of no feed",
	    "SELECT count(*) FROM entry WHERE feed NOT IN "
	    "(SELECT id FROM feed)" },
	{ "keys of no entry",
	    "SELECT count(*) FROM entry_key WHERE entry NOT IN "
	    "(SELECT id FROM entry)" },
	{ "revisions of no entry",
	    "SELECT count(*) FROM revision WHERE entry NOT IN "
	    "(SELECT id FROM entry)" },
	{ "parts of no incident",
	    "SELECT count(*) FROM incident_part WHERE n >> 32 NOT IN "
	    "(SELECT n FROM incident)" },
	{ "keys of no incident",
	    "SELECT count(*) FROM incident_key WHERE incident NOT IN "
	    "(SELECT id FROM incident)" },
	{ "reports of no incident",
	    "SELECT count(*) FROM incident_entry WHERE incident NOT IN "
	    "(SELECT id FROM incident)" },
	{ "deliveries of no alert",
	    "SELECT count(*) FROM outbox WHERE alert NOT IN "
	    "(SELECT id FROM alert)" },
	{ "attempts of no delivery",
	    "SELECT count(*) FROM attempt WHERE delivery NOT IN "
	    "(SELECT n FROM outbox)" },
};

int
store_check(struct store *s, struct buf *out, size_t *bad, struct err *e)
{
	*bad = 0;
	if (s->ops->check(s, false, out, bad, e) < 0)
		return -1;
	for (size_t i = 0; i < NELEM(references); i++) {
		struct rows r;
		int rc;

		if (s->ops->adhoc(s, &r, references[i].sql, NO_ARGS, e) < 0)
			return -1;
		rc = rows_next(&r, e);
		if (rc > 0 && rows_int(&r, 0) > 0) {
			(*bad)++;
			buf_printf(out, "%lld %s\n", (long long)rows_int(&r, 0),
			    references[i].what);
		}
		rows_end(&r);
		if (rc < 0)
			return -1;
	}
	return 0;
}

int
store_backup(struct store *s, const char *path, struct err *e)
{
	return s->ops->backup(s, path, e);
}

/* ---- copy ---- */

static int
columns_of(const struct schema_table *t)
{
	int n = 1;

	for (const char *c = t->columns; *c != '\0'; c++)
		n += *c == ',';
	return n;
}

static void
insert_text(struct buf *sql, const struct schema_table *t)
{
	int n = columns_of(t);

	buf_reset(sql);
	buf_printf(sql, "INSERT INTO %s (%s) VALUES (", t->name, t->columns);
	for (int i = 1; i <= n; i++)
		buf_printf(sql, "%s$%d", i > 1 ? ", " : "", i);
	buf_cstr(sql, ") ON CONFLICT DO NOTHING");
}

int
db_copy_row(struct store *to, const struct schema_table *t, const struct db_arg *values,
    struct err *e)
{
	struct rows r;
	struct buf sql;
	int rc;

	buf_init(&sql, 4096);
	insert_text(&sql, t);
	rc = to->ops->adhoc(to, &r, sql.p, values, (size_t)columns_of(t), e);
	if (rc == 0)
		while ((rc = rows_next(&r, e)) > 0)
			;
	rows_end(&r);
	buf_clear(&sql);
	return rc;
}

static int
step_commit(struct store *to, int64_t rows, struct err *e)
{
	if (rows % COPY_ROWS != 0)
		return 0;
	return store_commit(to, e) < 0 || store_begin(to, e) < 0 ? -1 : 0;
}

static int
copy_table(struct store *from, struct store *to, const struct schema_table *t,
    int64_t *rows, struct err *e)
{
	struct db_arg values[32];
	int n = columns_of(t), rc;
	struct rows r;
	char sql[512];

	snprintf(sql, sizeof(sql), "SELECT %s FROM %s WHERE %s ORDER BY %s", t->columns,
	    t->name, t->which != NULL ? t->which : "1 = 1", t->order);
	if (from->ops->adhoc(from, &r, sql, NO_ARGS, e) < 0)
		return -1;
	while ((rc = rows_next(&r, e)) > 0) {
		for (int i = 0; i < n; i++)
			values[i] = from->ops->value(&r, i);
		if (db_copy_row(to, t, values, e) < 0 ||
		    step_commit(to, ++*rows, e) < 0) {
			rows_end(&r);
			return -1;
		}
	}
	return rc;
}

static int
is_empty(struct store *s, struct err *e)
{
	struct rows r;
	int64_t n = 0;
	int rc;

	if (s->ops->adhoc(s, &r,
		"SELECT (SELECT count(*) FROM feed) + "
		"(SELECT count(*) FROM alert) + (SELECT count(*) FROM event)",
		NO_ARGS, e) < 0)
		return -1;
	if ((rc = rows_next(&r, e)) > 0)
		n = rows_int(&r, 0);
	rows_end(&r);
	if (rc < 0)
		return -1;
	return n == 0
	    ? 0
	    : db_fail(s, STORE_FAULT_OTHER, e, "", "not empty: copy into a new one");
}

int
store_copy(struct store *from, struct store *to, int64_t *rows, struct err *e)
{
	*rows = 0;
	if (is_empty(to, e) < 0 || store_begin(from, e) < 0)
		return -1;
	if (store_begin(to, e) < 0) {
		store_rollback(from);
		return -1;
	}
	for (const struct schema_table *t = schema_tables; t->name != NULL; t++)
		if (copy_table(from, to, t, rows, e) < 0 ||
		    (to->ops->renumber != NULL && t->serial != NULL &&
			to->ops->renumber(to, t->name, t->serial, e) < 0)) {
			store_rollback(from);
			store_rollback(to);
			return -1;
		}
	store_rollback(from);
	return store_commit(to, e);
}
