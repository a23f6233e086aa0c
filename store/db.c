/* db.c -- see db.h. */
#include "config.h"

#include "store/db.h"

int
db_fail(struct store *s, enum store_fault f, struct err *e, const char *what,
    const char *why)
{
	s->fault = f;
	err_set(e, "store %s: %s%s%s", s->where, what, what[0] != '\0' ? ": " : "", why);
	return err_see(e, MANUAL_STORE);
}

int
db_relax(struct store *s, bool relaxed, struct err *e)
{
	return s->ops->relax == NULL || !s->durable || s->open_tx
	    ? 0
	    : s->ops->relax(s, relaxed, e);
}

int
rows_open(struct store *s, struct rows *r, enum sql id, const struct db_arg *args,
    size_t n_args, struct err *e)
{
	*r = (struct rows){ .s = s };
	return s->ops->query(s, r, id, args, n_args, e);
}

int
rows_next(struct rows *r, struct err *e)
{
	int rc;

	if (r->impl == NULL)
		return 0;
	rc = r->s->ops->next(r, e);
	if (rc <= 0)
		rows_end(r);
	return rc;
}

void
rows_end(struct rows *r)
{
	if (r->impl != NULL)
		r->s->ops->end(r);
	r->impl = NULL;
}

int
rows_changed(struct rows *r, int64_t *n, struct err *e)
{
	int rc;

	while ((rc = r->s->ops->next(r, e)) > 0)
		;
	*n = rc == 0 ? r->s->ops->changed(r) : 0;
	rows_end(r);
	return rc;
}

int64_t
rows_int(const struct rows *r, int col)
{
	return r->s->ops->integer(r, col);
}

int64_t
rows_time(const struct rows *r, int col)
{
	return r->s->ops->null(r, col) ? TIME_NONE : r->s->ops->integer(r, col);
}

double
rows_real(const struct rows *r, int col)
{
	return r->s->ops->null(r, col) ? (double)NAN : r->s->ops->real(r, col);
}

struct str
rows_str(const struct rows *r, struct arena *a, int col)
{
	return arena_str(a, r->s->ops->text(r, col));
}

int
db_run(struct store *s, enum sql id, const struct db_arg *args, size_t n_args,
    int64_t *changed, struct err *e)
{
	struct rows r;
	int64_t n;

	if (rows_open(s, &r, id, args, n_args, e) < 0)
		return -1;
	return rows_changed(&r, changed != NULL ? changed : &n, e);
}

/*
 * The rest of an answer of which one row was wanted.  INSERT … RETURNING gives its row
 * before it is stored: only the end of the answer says that it is.
 */
static int
to_the_end(struct rows *r, struct err *e)
{
	int rc;

	while ((rc = rows_next(r, e)) > 0)
		;
	return rc;
}

int
db_each(struct store *s, enum sql id, const struct db_arg *args, size_t n_args, size_t n,
    db_each_fn *got, void *arg, struct err *e)
{
	struct rows r;
	int rc = 0;

	if (s->ops->each != NULL)
		return s->ops->each(s, id, args, n_args, n, got, arg, e);
	for (size_t i = 0; i < n && rc == 0; i++) {
		if (rows_open(s, &r, id, &args[i * n_args], n_args, e) < 0)
			return -1;
		if (got(arg, i, &r, e) < 0 || to_the_end(&r, e) < 0)
			rc = -1;
		rows_end(&r);
	}
	return rc;
}

int
db_number(struct store *s, enum sql id, const struct db_arg *args, size_t n_args,
    int64_t *value, bool *found, struct err *e)
{
	struct rows r;
	int rc;

	if (rows_open(s, &r, id, args, n_args, e) < 0)
		return -1;
	rc = rows_next(&r, e);
	if (rc > 0)
		*value = rows_time(&r, 0);
	if (found != NULL)
		*found = rc > 0;
	return rc > 0 ? to_the_end(&r, e) : rc;
}

int
db_add(struct store *s, enum sql id, const struct db_arg *args, size_t n_args,
    int64_t *number, struct err *e)
{
	if (s->ops->added == NULL)
		return db_number(s, id, args, n_args, number, NULL, e);
	if (db_run(s, id, args, n_args, NULL, e) < 0)
		return -1;
	*number = s->ops->added(s);
	return 0;
}

int
db_list(struct store *s, struct arena *a, enum sql id, const struct db_arg *args,
    size_t n_args, row_fn *fill, size_t size, struct db_list *l, struct err *e)
{
	struct rows r;
	size_t cap = 0;
	int rc;

	*l = (struct db_list){ NULL, 0 };
	if (rows_open(s, &r, id, args, n_args, e) < 0)
		return -1;
	while ((rc = rows_next(&r, e)) > 0) {
		l->items = arena_grow(a, l->items, l->n, &cap, size);
		memset((char *)l->items + l->n * size, 0, size);
		fill(&r, a, (char *)l->items + l->n * size);
		l->n++;
	}
	return rc;
}

int
db_one(struct store *s, struct arena *a, enum sql id, const struct db_arg *args,
    size_t n_args, row_fn *fill, void *item, bool *found, struct err *e)
{
	struct rows r;
	int rc;

	if (rows_open(s, &r, id, args, n_args, e) < 0)
		return -1;
	rc = rows_next(&r, e);
	if (rc > 0)
		fill(&r, a, item);
	*found = rc > 0;
	return rc > 0 ? to_the_end(&r, e) : rc;
}
