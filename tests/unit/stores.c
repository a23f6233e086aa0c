/* stores.c -- see stores.h. */
#include "config.h"

#include <criterion/criterion.h>
#include <dirent.h>
#ifdef HAVE_PQ
#include <libpq-fe.h>
#endif
#include <unistd.h>

#include "tests/unit/stores.h"

/* tests/postgres.sh names it. */
static const char *
server(void)
{
	return getenv("TOCSIN_TEST_PG");
}

/* The schema is called as the directory is. */
static const char *
schema(const struct scratch *x)
{
	return strrchr(x->dir, '/') + 1;
}

/* "CREATE" or "DROP" it. */
static void
order(const char *what, const struct scratch *x, const char *more)
{
#ifdef HAVE_PQ
	PGconn *c = PQconnectdb(server());
	char sql[256];
	PGresult *r;

	snprintf(sql, sizeof(sql),
	    "SET client_min_messages = warning; %s SCHEMA \"%s\"%s", what, schema(x),
	    more);
	r = PQexec(c, sql);
	cr_assert_eq(PQresultStatus(r), PGRES_COMMAND_OK, "%s: %s", sql,
	    PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
#endif
}

void
scratch_make(struct scratch *x)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(x->dir, sizeof(x->dir), "%s/tocsin-store-XXXXXX",
	    tmp != NULL ? tmp : "/tmp");
	cr_assert_not_null(mkdtemp(x->dir));
	snprintf(x->path, sizeof(x->path), "%s/t.db", x->dir);
	snprintf(x->address, sizeof(x->address), "%s", x->path);
	if (server() == NULL)
		return;
	order("CREATE", x, "");
	snprintf(x->address, sizeof(x->address), "%s&options=-csearch_path%%3D\"%s\"",
	    server(), schema(x));
}

void
scratch_remove(struct scratch *x)
{
	DIR *d = opendir(x->dir);
	struct dirent *f;
	char name[512];

	if (server() != NULL)
		order("DROP", x, " CASCADE");
	while (d != NULL && (f = readdir(d)) != NULL) {
		snprintf(name, sizeof(name), "%s/%s", x->dir, f->d_name);
		(void)unlink(name);
	}
	if (d != NULL)
		closedir(d);
	(void)rmdir(x->dir);
}

struct store *
scratch_open(const struct scratch *x, bool repair, struct err *e)
{
	struct store_options o = { .address = x->address,
		.mode = STORE_WRITE,
		.repair = repair,
		.node = "test" };

	return store_open(&o, NULL, e);
}

/* more: of the address */
static void
in_scratch(address_test *test, const char *more, const char *backend)
{
	struct scratch x;
	char address[544];

	scratch_make(&x);
	snprintf(address, sizeof(address), "%s%s", x.address, more);
	test(address, backend);
	scratch_remove(&x);
}

void
on_each_server(address_test *test)
{
	if (server() == NULL)
		return;
	in_scratch(test, "", "PostgreSQL");
	/* without SKIP LOCKED */
	in_scratch(test, "&prepare=off", "PostgreSQL, unprepared");
}

void
each_address(address_test *test)
{
	if (server() == NULL)
		in_scratch(test, "", "file");
	on_each_server(test);
}

static store_test *opened_test;

static void
open_and_test(const char *address, const char *backend)
{
	struct store_options o = { .address = address,
		.node = "test",
		.atomic_claim = strstr(address, "prepare=off") != NULL };
	struct err e = { "" };
	struct store *s = store_open(&o, NULL, &e);

	cr_assert_not_null(s, "%s", e.msg);
	opened_test(s, backend);
	store_close(s);
}

void
each_store(store_test *test)
{
	opened_test = test;
	if (server() == NULL)
		open_and_test(":memory:", "memory");
	each_address(open_and_test);
}
