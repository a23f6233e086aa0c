/* stores.c -- see stores.h. */
#include "config.h"

#include <criterion/criterion.h>
#include <dirent.h>
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

void
each_store(store_test *test)
{
	in_memory(test);
	in_file(test);
}
