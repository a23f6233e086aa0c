/* stores.c -- see stores.h. */
#include "config.h"

#include <criterion/criterion.h>
#include <dirent.h>
#ifdef HAVE_PQ
#include <libpq-fe.h>
#endif
#include <unistd.h>

#include "tests/unit/stores.h"

void
scratch_make(struct scratch *x)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(x->dir, sizeof(x->dir), "%s/tocsin-store-XXXXXX", tmp != NULL ? tmp : "/tmp");
	cr_assert_not_null(mkdtemp(x->dir));
	snprintf(x->path, sizeof(x->path), "%s/t.db", x->dir);
}

void
scratch_remove(struct scratch *x)
{
	DIR *d = opendir(x->dir);
	struct dirent *f;
	char name[512];

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
	struct store_options o = { .address = x->path, .mode = STORE_WRITE, .repair = repair,
		.node = "test" };

	return store_open(&o, NULL, e);
}

static void
in_memory(store_test *test)
{
	struct store_options o = { .address = ":memory:", .node = "test" };
	struct err e = { "" };
	struct store *s = store_open(&o, NULL, &e);

	cr_assert_not_null(s, "%s", e.msg);
	test(s, "memory");
	store_close(s);
}

static void
in_file(store_test *test)
{
	struct scratch x;
	struct err e = { "" };
	struct store *s;

	scratch_make(&x);
	s = scratch_open(&x, true, &e);
	cr_assert_not_null(s, "%s", e.msg);
	test(s, "file");
	store_close(s);
	scratch_remove(&x);
}

/* tests/postgres.sh names a server; each test has a schema of its own there. */
#ifdef HAVE_PQ
static void
order(const char *server, const char *sql)
{
	PGconn *c = PQconnectdb(server);
	PGresult *r = PQexec(c, sql);

	cr_assert_eq(PQresultStatus(r), PGRES_COMMAND_OK, "%s: %s", sql, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
}

static void
on_server(address_test *test, const char *server, const char *more)
{
	char address[512], sql[128];

	snprintf(sql, sizeof(sql), "CREATE SCHEMA t%ld", (long)getpid());
	order(server, sql);
	snprintf(address, sizeof(address), "%s%s&options=-csearch_path%%3Dt%ld", server, more,
	    (long)getpid());
	test(address, more[0] == '\0' ? "PostgreSQL" : "PostgreSQL, unprepared");
	snprintf(sql, sizeof(sql),
	    "SET client_min_messages = warning; DROP SCHEMA t%ld CASCADE", (long)getpid());
	order(server, sql);
}
#endif

static store_test *opened_test;

static void
open_and_test(const char *address, const char *backend)
{
	struct store_options o = { .address = address, .node = "test",
		.atomic_claim = strstr(address, "prepare=off") != NULL };
	struct err e = { "" };
	struct store *s = store_open(&o, NULL, &e);

	cr_assert_not_null(s, "%s", e.msg);
	opened_test(s, backend);
	store_close(s);
}

void
on_each_server(address_test *test)
{
	const char *server = getenv("TOCSIN_TEST_PG");

	if (server == NULL)
		return;
#ifdef HAVE_PQ
	on_server(test, server, "");
	on_server(test, server, "&prepare=off"); /* and claims without SKIP LOCKED */
#endif
}

void
each_store(store_test *test)
{
	const char *server = getenv("TOCSIN_TEST_PG");

	if (server == NULL) {
		in_memory(test);
		in_file(test);
		return;
	}
	opened_test = test;
	on_each_server(open_and_test);
}
