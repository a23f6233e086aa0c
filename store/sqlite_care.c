/*
 * sqlite_care.c -- a damaged file, read as far as it goes into a new one.  Each table is
 * read forwards by its key until a page fails, then backwards from the other end; where
 * rows have numbers, the stretch between is tried number by number in growing steps.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/wall.h"
#include "store/db.h"
#include "store/schema.h"
#include "store/sqlite.h"

#define PROBES 4096      /* numbers tried within one damaged stretch */
#define SMALL (16 << 20) /* bytes that are read whole within milliseconds */

struct rescue {
	sqlite3 *from;
	struct store *to;
	int64_t rows, lost; /* stretches that could not be read */
};

static struct db_arg
column(sqlite3_stmt *st, int i)
{
	struct str s;

	switch (sqlite3_column_type(st, i)) {
	case SQLITE_INTEGER:
		return db_int(sqlite3_column_int64(st, i));
	case SQLITE_FLOAT:
		return db_real(sqlite3_column_double(st, i));
	case SQLITE_NULL:
		return db_time(TIME_NONE);
	}
	s.p = sqlite3_column_blob(st, i);
	s.n = (size_t)sqlite3_column_bytes(st, i);
	return sqlite3_column_type(st, i) == SQLITE_TEXT ? db_text(s) : db_blob(s);
}

/* Rows of one statement into the new store; *last: the first column of the last good one.
 */
static int
drain(struct rescue *x, const struct schema_table *t, const char *sql, int64_t *last,
    bool *whole, struct err *e)
{
	struct db_arg values[33];
	sqlite3_stmt *st = NULL;
	int rc, n;

	*whole = false;
	if (sqlite3_prepare_v2(x->from, sql, -1, &st, NULL) != SQLITE_OK)
		return 0;
	n = sqlite3_column_count(st);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		for (int i = 0; i < n && i < 33; i++)
			values[i] = column(st, i);
		*last = values[0].i;
		/* A row that is itself damaged may not fit its table any more: it is let
		 * go. */
		if (db_copy_row(x->to, t, values + 1, e) == 0)
			x->rows++;
		else if (store_fault(x->to) == STORE_FAULT_FULL) {
			sqlite3_finalize(st);
			return -1;
		}
	}
	*whole = rc == SQLITE_DONE;
	sqlite3_finalize(st);
	return 0;
}

static int
rescue_gap(struct rescue *x, const struct schema_table *t, int64_t from, int64_t to,
    struct err *e)
{
	int64_t step = 1, last;
	char sql[640];
	bool whole;

	for (int i = 0; i < PROBES && from < to; i++) {
		int64_t was = x->rows;

		snprintf(sql, sizeof(sql),
		    "SELECT rowid, %s FROM %s WHERE rowid >= %lld AND "
		    "rowid < %lld",
		    t->columns, t->name, (long long)from, (long long)to);
		last = from;
		if (drain(x, t, sql, &last, &whole, e) < 0)
			return -1;
		if (whole)
			return 0;
		step = x->rows > was ? 1 : step * 2;
		from = (x->rows > was ? last : from) + step;
	}
	return 0;
}

static int
rescue_table(struct rescue *x, const struct schema_table *t, struct err *e)
{
	int64_t first = 0, last = INT64_MAX;
	const char *number = t->has_rowid ? "rowid" : "0";
	const char *order = t->has_rowid ? "rowid" : t->order;
	char sql[768], back[128];
	bool whole;

	snprintf(sql, sizeof(sql), "SELECT %s, %s FROM %s ORDER BY %s", number,
	    t->columns, t->name, order);
	if (drain(x, t, sql, &first, &whole, e) < 0)
		return -1;
	if (whole)
		return 0;
	x->lost++;
	/* "a, b" backwards is "a DESC, b DESC". */
	back[0] = '\0';
	for (struct str rest = str_of(order), part; str_cut(&rest, ',', &part);)
		snprintf(back + strlen(back), sizeof(back) - strlen(back), "%s%.*s DESC",
		    back[0] != '\0' ? "," : "", STR_ARG(part));
	snprintf(sql, sizeof(sql), "SELECT %s, %s FROM %s ORDER BY %s", number,
	    t->columns, t->name, back);
	if (drain(x, t, sql, &last, &whole, e) < 0)
		return -1;
	return t->has_rowid && last != INT64_MAX ? rescue_gap(x, t, first + 1, last, e)
						 : 0;
}

int
store_recover(const char *damaged, const char *path, int64_t *rows, int64_t *lost,
    struct err *e)
{
	struct store_options o = { .address = path, .mode = STORE_WRITE, .fast = true };
	struct rescue x = { .rows = 0 };
	int rc = -1;

	if (access(damaged, R_OK) != 0)
		return err_absent(e, "%s: %s", damaged, strerror(errno));
	if (access(path, F_OK) == 0)
		return err_set(e, "%s: exists already", path), err_as(e, ERR_EXISTS);
	if (sqlite3_open_v2(damaged, &x.from, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
		err_set(e, "%s: %s", damaged, sqlite3_errmsg(x.from));
	} else if ((x.to = store_open(&o, NULL, e)) != NULL &&
	    store_begin(x.to, e) == 0) {
		rc = 0;
		for (const struct schema_table *t = schema_tables;
		     t->name != NULL && rc == 0; t++)
			rc = rescue_table(&x, t, e);
		rc = rc == 0 ? store_commit(x.to, e) : -1;
	}
	sqlite3_close(x.from);
	store_close(x.to);
	*rows = x.rows;
	*lost = x.lost;
	return rc;
}

/* ---- in place of the damaged file ---- */

#define NAME_BYTES 1200

/* A longer name than any file's is empty, which no file has. */
static void
beside(char out[NAME_BYTES], const char *path, const char *end)
{
	if (snprintf(out, NAME_BYTES, "%s%s", path, end) >= NAME_BYTES)
		out[0] = '\0';
}

static const char *const tails[] = { "", "-wal", "-shm" };

static void
remove_all(const char *path)
{
	char name[NAME_BYTES];

	for (size_t i = 0; i < NELEM(tails); i++) {
		beside(name, path, tails[i]);
		unlink(name);
	}
	beside(name, path, ".lock");
	unlink(name);
}

/* The log goes first: a new file must never meet the log of the old one. */
static int
move_all(const char *from, const char *to, struct err *e)
{
	char a[NAME_BYTES], b[NAME_BYTES];

	for (size_t i = NELEM(tails); i-- > 0;) {
		beside(a, from, tails[i]);
		beside(b, to, tails[i]);
		if (rename(a, b) != 0 && errno != ENOENT)
			return err_set(e, "%s: cannot be set aside: %s", a,
			    strerror(errno));
	}
	return 0;
}

bool
sqlite_suspect(const char *path)
{
	char log[NAME_BYTES], mark[NAME_BYTES];
	struct stat st;

	beside(log, path, "-wal");
	beside(mark, path, ".suspect");
	if (stat(path, &st) != 0 || st.st_size <= SMALL || access(mark, F_OK) == 0)
		return true;
	return stat(log, &st) == 0 && st.st_size > 0;
}

void
sqlite_set_suspect(const char *path, bool is)
{
	char mark[NAME_BYTES];
	int fd;

	beside(mark, path, ".suspect");
	if (!is)
		unlink(mark);
	else if ((fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) >= 0)
		close(fd);
}

void
sqlite_settle(const char *path)
{
	char built[NAME_BYTES], building[NAME_BYTES];

	beside(building, path, ".rebuilding");
	beside(built, path, ".rebuilt");
	if (access(building, F_OK) == 0)
		remove_all(building);
	if (access(built, F_OK) != 0)
		return;
	if (access(path, F_OK) != 0)
		(void)rename(built, path);
	else
		unlink(built);
}

int
sqlite_rebuild(const char *path, struct buf *said, struct err *e)
{
	char building[NAME_BYTES], built[NAME_BYTES], aside[NAME_BYTES], stamp[DATE_TEXT];
	int64_t rows = 0, lost = 0;

	beside(building, path, ".rebuilding");
	beside(built, path, ".rebuilt");
	snprintf(aside, sizeof(aside), "%s.damaged-%.*s", path,
	    STR_ARG(date_rfc3339(stamp, wall_ms())));
	remove_all(building);
	if (store_recover(path, building, &rows, &lost, e) < 0) {
		remove_all(building);
		return err_wrap(e, "store %s: damaged, and could not be rebuilt", path);
	}
	if (rename(building, built) != 0)
		return err_set(e, "%s: %s", built, strerror(errno));
	remove_all(building);
	if (move_all(path, aside, e) < 0)
		return -1;
	if (rename(built, path) != 0)
		return err_set(e, "%s: %s", path, strerror(errno));
	if (said != NULL)
		buf_printf(said,
		    "store %s: damaged; set aside as %s, rebuilt with %lld rows; %lld "
		    "tables had parts that could not be read\n",
		    path, aside, (long long)rows, (long long)lost);
	return 0;
}
