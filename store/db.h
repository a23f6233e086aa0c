/*
 * db.h -- what the row files see of a database: a table of prepared statements (sql.h),
 * typed arguments, rows.  A backend is a struct db_ops; the statements are the same for
 * all of them but where sql.c gives one its own text.  Inside store/ only.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <math.h>

#include "base/alloc.h"
#include "store/sql.h"
#include "store/store.h"

enum db_type { DB_INT, DB_REAL, DB_TEXT, DB_BLOB };

struct db_arg {
	enum db_type type;
	bool null;
	int64_t i;
	double r;
	struct str s;
};

static inline struct db_arg
db_int(int64_t v)
{
	return (struct db_arg){ .type = DB_INT, .i = v };
}
static inline struct db_arg
db_time(int64_t ms) /* TIME_NONE is null */
{
	return (struct db_arg){ .type = DB_INT, .null = ms == TIME_NONE, .i = ms };
}
static inline struct db_arg
db_real(double v) /* NAN is null */
{
	return (struct db_arg){ .type = DB_REAL, .null = isnan(v), .r = v };
}
static inline struct db_arg
db_text(struct str v)
{
	return (struct db_arg){ .type = DB_TEXT, .s = v };
}
static inline struct db_arg
db_blob(struct str v)
{
	return (struct db_arg){ .type = DB_BLOB, .s = v };
}

/* "ARGS(db_int(1), db_text(x))" stands for the two parameters args and n_args. */
#define ARGS(...)                         \
	(struct db_arg[]){ __VA_ARGS__ }, \
	    sizeof((struct db_arg[]){ __VA_ARGS__ }) / sizeof(struct db_arg)
#define NO_ARGS NULL, 0

/* An open answer.  Ends by itself after its last row or an error. */
struct rows {
	struct store *s;
	void *impl;
	int64_t at;
	bool first; /* the backend already stands on the first row */
};

/* The answer to the i-th, to be read by rows_next() or rows_changed(). */
typedef int db_each_fn(void *arg, size_t i, struct rows *r, struct err *e);

struct db_ops {
	const char *name;
	int (*open)(struct store *s, const struct store_options *o, struct err *e);
	void (*close)(struct store *s);
	/* Statements separated by ';', no arguments, no answer. */
	int (*script)(struct store *s, const char *sql, struct err *e);
	/* As script, in the words of SQLite: CREATE TABLE and the like. */
	int (*schema)(struct store *s, const char *sql, struct err *e);
	/* of the schema; 0: none */
	int (*version)(struct store *s, unsigned *v, struct err *e);
	int (*set_version)(struct store *s, unsigned v, struct err *e);
	int (*query)(struct store *s, struct rows *r, enum sql id,
	    const struct db_arg *args, size_t n_args, struct err *e);
	/* As db_each(); NULL: one after the other. */
	int (*each)(struct store *s, enum sql id, const struct db_arg *args,
	    size_t n_args, size_t n, db_each_fn *got, void *arg, struct err *e);
	/* The same with any text, kept until the next other one; for care. */
	int (*adhoc)(struct store *s, struct rows *r, const char *sql,
	    const struct db_arg *args, size_t n_args, struct err *e);
	int (*next)(struct rows *r, struct err *e); /* 1: a row, 0: none left, -1 */
	void (*end)(struct rows *r);
	bool (*null)(const struct rows *r, int col);
	int64_t (*integer)(const struct rows *r, int col);
	double (*real)(const struct rows *r, int col);
	struct str (*text)(const struct rows *r, int col);     /* until the next row */
	struct db_arg (*value)(const struct rows *r, int col); /* whatever it is */
	int64_t (*changed)(const struct rows *r); /* rows that the statement changed */
	int64_t (*added)(struct store *s); /* the number of the last new row; NULL: it is
					      answered */
	int (*begin)(struct store *s, struct err *e);
	int (*commit)(struct store *s, struct err *e);
	void (*rollback)(struct store *s);
	/* Outside a transaction: commits need not reach the disk until it is taken back;
	 * NULL: no difference worth a round trip. */
	int (*relax)(struct store *s, bool relaxed, struct err *e);
	int (*now)(struct store *s, int64_t *ms, struct err *e);
	int64_t (*bytes)(struct store *s);
	/* quick: what a start can afford. */
	int (*check)(struct store *s, bool quick, struct buf *out, size_t *bad,
	    struct err *e);
	int (*backup)(struct store *s, const char *path, struct err *e);
	/* After rows came with their numbers; NULL: nothing to be done. */
	int (*renumber)(struct store *s, const char *table, const char *column,
	    struct err *e);
};
extern const struct db_ops db_sqlite, db_pq;

struct store {
	const struct db_ops *ops;
	void *db; /* the backend's */
	enum store_fault fault;
	bool open_tx, read_only, atomic_claim, shared;
	bool durable; /* commits reach the disk */
	const atomic_bool *hurry;
	char node[256];
	char where[256]; /* what messages call it: no passwords */
	unsigned schema;
	double began; /* the open transaction, in seconds of the monotonic clock */
	struct store_timing transactions;
	void *kept;
	void (*release)(void *kept);
};

/* Outside a transaction, until it is taken back: commits reach the disk with the next
 * one. */
int db_relax(struct store *s, bool relaxed, struct err *e);
/* One statement that answers nothing; *changed may be NULL. */
int db_run(struct store *s, enum sql id, const struct db_arg *args, size_t n_args,
    int64_t *changed, struct err *e);
/*
 * The same statement n times, args in rows of n_args; in one round trip where the store
 * is far. got sees each answer; after an error it is told nothing more.
 */
int db_each(struct store *s, enum sql id, const struct db_arg *args, size_t n_args,
    size_t n, db_each_fn *got, void *arg, struct err *e);
/* A new row of a table that numbers its rows, and its number. */
int db_add(struct store *s, enum sql id, const struct db_arg *args, size_t n_args,
    int64_t *number, struct err *e);
/* One that answers one number; *found false: no row. */
int db_number(struct store *s, enum sql id, const struct db_arg *args, size_t n_args,
    int64_t *value, bool *found, struct err *e);

int rows_open(struct store *s, struct rows *r, enum sql id, const struct db_arg *args,
    size_t n_args, struct err *e);
int rows_next(struct rows *r, struct err *e);
void rows_end(struct rows *r);
/* Past whatever is left of it: how many rows the statement changed. */
int rows_changed(struct rows *r, int64_t *n, struct err *e);
int64_t rows_int(const struct rows *r, int col);
int64_t rows_time(const struct rows *r, int col); /* null is TIME_NONE */
double rows_real(const struct rows *r, int col);  /* null is NAN */
struct str rows_str(const struct rows *r, struct arena *a, int col);

/* All rows as an array of structs in a, each filled by fill. */
typedef void row_fn(const struct rows *r, struct arena *a, void *item);
struct db_list {
	void *items;
	size_t n;
};
int db_list(struct store *s, struct arena *a, enum sql id, const struct db_arg *args,
    size_t n_args, row_fn *fill, size_t size, struct db_list *l, struct err *e);
/* The first row only. */
int db_one(struct store *s, struct arena *a, enum sql id, const struct db_arg *args,
    size_t n_args, row_fn *fill, void *item, bool *found, struct err *e);

/* Sets the fault, and the sentence with the store's name in front; -1. */
int db_fail(struct store *s, enum store_fault f, struct err *e, const char *what,
    const char *why);

/* One row of a table of the schema, with its numbers; nothing if it is there already. */
struct schema_table;
int db_copy_row(struct store *to, const struct schema_table *t,
    const struct db_arg *values, struct err *e);

#endif
