/*
 * test_store_file.c -- what only a file can suffer: a second process, a full disk,
 * damage, death in the middle of a commit, a program that is older or newer than it.
 */
#include "config.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "store/alert_rows.h"
#include "store/entry_rows.h"
#include "store/feed_rows.h"
#include "store/schema.h"
#include "store/sql.h"
#include "tests/unit/stores.h"

#define OK(call) cr_assert_eq((call), 0, "%s: %s", #call, e.msg)

/* n alerts with two deliveries and an entry each, one transaction. */
static int
put(struct store *s, int64_t feed, size_t from, size_t n, struct err *e)
{
	struct arena a;
	int rc = store_begin(s, e);

	arena_init(&a);
	for (size_t i = from; rc == 0 && i < from + n; i++) {
		struct str key = arena_printf(&a, "key-%06zu", i);
		struct store_entry en = { .feed = feed,
			.name = key,
			.title = STR("a title"),
			.text = arena_printf(&a, "%zu %0500d", i, 7),
			.published_ms = TIME_NONE,
			.content = key };
		struct store_alert al = {
			.id = key, .key = key, .rule = STR("r"), .json = STR("{}")
		};
		struct store_delivery d = {
			.id = key, .alert = key, .receiver = STR("desk"), .next_ms = 1
		};
		bool rang = false;

		if (store_entry_insert(s, &en, e) < 0 ||
		    store_entry_keys_add(s, &(struct store_key){ feed, i, en.id }, 1, e) <
			0 ||
		    store_alert_insert(s, &al, &rang, e) < 0 ||
		    store_outbox_add(s, &d, e) < 0)
			rc = -1;
		if (rc == 0 && !rang)
			rc = err_set(e, "%s rang before", key.p);
	}
	arena_clear(&a);
	if (rc == 0)
		return store_commit(s, e);
	store_rollback(s);
	return -1;
}

static int64_t
add_feed(struct store *s)
{
	struct store_feed f = { .name = STR("one"), .url = STR("http://a.example/") };
	struct err e = { "" };
	struct arena a;

	arena_init(&a);
	OK(store_feed_add(s, &a, &f, &e));
	arena_clear(&a);
	return f.id;
}

static void
open_and_fill(const struct scratch *x, size_t n)
{
	struct err e = { "" };
	struct store *s = scratch_open(x, true, &e);

	cr_assert_not_null(s, "%s", e.msg);
	OK(put(s, add_feed(s), 0, n, &e));
	store_close(s);
}

Test(store_file, second_process)
{
	struct scratch x;
	struct err e = { "" };
	struct store_options read = { .mode = STORE_READ };
	struct store *s, *other;
	struct store_stats st;
	char pid[32];

	scratch_make(&x);
	read.address = x.path;
	cr_expect_null(store_open(&read, NULL, &e), "there is nothing to read yet");
	s = scratch_open(&x, true, &e);
	cr_assert_not_null(s);
	cr_expect_null(scratch_open(&x, true, &e));
	snprintf(pid, sizeof(pid), "another process (%ld)", (long)getpid());
	cr_expect_not_null(strstr(e.msg, pid), "%s", e.msg);

	/* Who only reads sees what was committed, and cannot write. */
	other = store_open(&read, NULL, &e);
	cr_assert_not_null(other, "%s", e.msg);
	OK(put(s, add_feed(s), 0, 3, &e));
	OK(store_stats(other, &st, &e));
	cr_expect_eq(st.alerts, 3);
	cr_expect_eq(put(other, 1, 10, 1, &e), -1);
	store_close(other);
	store_close(s);
	s = scratch_open(&x, true, &e);
	cr_expect_not_null(s, "the lock went with its holder: %s", e.msg);
	store_close(s);
	scratch_remove(&x);
}

static void
raw_sql(const struct scratch *x, const char *sql)
{
	sqlite3 *db;

	cr_assert_eq(sqlite3_open(x->path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static const struct {
	const char *name, *sql, *says;
} refusals[] = {
	{ "a later version",
	    "PRAGMA user_version = 999; "
	    "UPDATE meta SET value = 998 WHERE name = 'floor'",
	    "written by a later tocsin" },
	{ "before the first", "PRAGMA user_version = 1",
	    "written before the first release" },
	{ "not ours", "PRAGMA application_id = 1", "not one of tocsin's" },
};

Test(store_file, refused)
{
	for (size_t i = 0; i < NELEM(refusals); i++) {
		struct scratch x;
		struct err e = { "" };

		scratch_make(&x);
		open_and_fill(&x, 1);
		raw_sql(&x, refusals[i].sql);
		cr_expect_null(scratch_open(&x, true, &e), "%s", refusals[i].name);
		cr_expect_not_null(strstr(e.msg, refusals[i].says), "%s: %s",
		    refusals[i].name, e.msg);
		scratch_remove(&x);
	}
}

/* The store compiles each when it is first asked for; here none is left out. */
static void
compiles(const struct scratch *x)
{
	sqlite3 *db = NULL;

	cr_assert_eq(sqlite3_open(x->path, &db), SQLITE_OK);
	for (int i = 0; i < SQL_N; i++) {
		sqlite3_stmt *st = NULL;

		cr_expect_eq(sqlite3_prepare_v2(db, sql_texts[i].text, -1, &st, NULL),
		    SQLITE_OK, "%s: %s", sql_texts[i].text, sqlite3_errmsg(db));
		sqlite3_finalize(st);
	}
	sqlite3_close(db);
}

/* A file of each earlier shape that was ever released is brought to ours, with what is in
 * it. */
Test(store_file, brought_forward)
{
	static const struct str named[] = { STR_INIT("alert.fired"),
		STR_INIT("place.changed"), STR_INIT("delivery.sent") };

	for (unsigned from = store_schema_first; from < store_schema_version; from++) {
		struct store_options o = { .mode = STORE_WRITE };
		struct err e = { "" };
		struct scratch x;
		struct buf said;
		struct str kept;
		struct store_event *told;
		struct store *s;
		struct arena a;
		size_t n;

		arena_init(&a);
		buf_init(&said, 1024);
		scratch_make(&x);
		for (unsigned v = store_schema_first; v <= from; v++)
			raw_sql(&x, schema_steps[v - store_schema_first]);
		raw_sql(&x,
		    "PRAGMA application_id = 0x544f4353;"
		    "INSERT INTO meta (name, value) VALUES ('kept', 'yes');"
		    "INSERT INTO event (at_ms, type, subject, json) VALUES (1, 'alert', "
		    "'', '{}'), "
		    "(1, 'place', '', '{}'), (1, 'delivery.sent', '', '{}')");
		raw_sql(&x, arena_printf(&a, "PRAGMA user_version = %u", from).p);
		o.address = x.path;
		s = store_open(&o, &said, &e);
		cr_assert_not_null(s, "%s", e.msg);
		cr_expect_not_null(strstr(said.p,
				       arena_printf(&a, "from schema %u to %u", from,
					   store_schema_version)
					   .p),
		    "%s", said.p);
		OK(store_meta_get(s, &a, STR("kept"), &kept, &e));
		cr_expect(str_eq(kept, STR("yes")));
		OK(store_events_after(s, &a, 0, NELEM(named), &told, &n, &e));
		cr_expect_eq(n, NELEM(named));
		for (size_t i = 0; i < n && from < 9; i++)
			cr_expect(str_eq(told[i].type, named[i]), "%u: %.*s", from,
			    STR_ARG(told[i].type));
		OK(put(s, add_feed(s), 0, 3, &e));
		store_close(s);
		compiles(&x);
		scratch_remove(&x);
		buf_clear(&said);
		arena_clear(&a);
	}
}

/* A later tocsin has added what this one leaves alone, and says that it may go on. */
Test(store_file, beside_a_later_one)
{
	struct scratch x;
	struct err e = { "" };
	struct store *s;

	scratch_make(&x);
	open_and_fill(&x, 1);
	raw_sql(&x,
	    "PRAGMA user_version = 999; UPDATE meta SET value = 3 WHERE name = 'floor'; "
	    "ALTER TABLE feed ADD COLUMN later TEXT NOT NULL DEFAULT ''; CREATE TABLE "
	    "more (a)");
	s = scratch_open(&x, true, &e);
	cr_assert_not_null(s, "%s", e.msg);
	OK(put(s, add_feed(s), 1, 2, &e));
	store_close(s);
	scratch_remove(&x);
}

/* The disk fills up in the middle of a transaction: nothing of it stays, and when there
 * is room again everything goes on. */
Test(store_file, full)
{
	struct scratch x;
	struct store_options o = { .mode = STORE_WRITE, .max_bytes = 800 << 10 };
	struct err e = { "" };
	struct store_stats st;
	struct store *s;
	size_t done = 0;
	int64_t feed;

	scratch_make(&x);
	o.address = x.path;
	s = store_open(&o, NULL, &e);
	cr_assert_not_null(s, "%s", e.msg);
	feed = add_feed(s);
	while (done < 10000 && put(s, feed, done, 10, &e) == 0)
		done += 10;
	cr_expect_gt(done, 0);
	cr_expect_lt(done, 10000);
	cr_expect_eq(store_fault(s), STORE_FAULT_FULL, "%s", e.msg);
	OK(store_stats(s, &st, &e));
	cr_expect_eq((size_t)st.alerts, done, "half a transaction stayed");
	cr_expect_eq((size_t)st.entries, done);
	store_close(s);

	o.max_bytes = 0;
	s = store_open(&o, NULL, &e);
	cr_assert_not_null(s, "%s", e.msg);
	OK(put(s, feed, done, 10, &e));
	store_close(s);
	scratch_remove(&x);
}

Test(store_file, busy)
{
	struct store_options o = { .mode = STORE_WRITE, .busy_ms = 1 };
	struct scratch x;
	struct err e = { "" };
	struct store *s;
	sqlite3 *db;
	int64_t feed;

	scratch_make(&x);
	open_and_fill(&x, 1);
	o.address = x.path;
	s = store_open(&o, NULL, &e);
	cr_assert_not_null(s, "%s", e.msg);
	feed = add_feed(s);
	cr_assert_eq(sqlite3_open(x.path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	cr_expect_eq(put(s, feed, 5, 1, &e), -1);
	cr_expect_eq(store_fault(s), STORE_FAULT_BUSY, "%s", e.msg);
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	OK(put(s, feed, 5, 1, &e));
	sqlite3_close(db);
	store_close(s);
	scratch_remove(&x);
}

/* ---- damage ---- */

static void
overwrite(const struct scratch *x, off_t at, size_t n)
{
	int fd = open(x->path, O_RDWR | O_CLOEXEC);
	char junk[4096];

	memset(junk, 0xa5, sizeof(junk));
	cr_assert(fd >= 0);
	for (; n > 0; n -= n > sizeof(junk) ? sizeof(junk) : n, at += sizeof(junk))
		cr_assert(pwrite(fd, junk, n > sizeof(junk) ? sizeof(junk) : n, at) > 0);
	close(fd);
}

static const struct {
	const char *name;
	int part; /* damage begins at so many hundredths of the file */
	size_t bytes;
	int64_t least; /* alerts of 2000 that must be there afterwards */
} damages[] = {
	{ "a page in the middle", 50, 4096, 1500 },
	{ "a stretch of it", 40, 1 << 16, 1000 },
	{ "near the end", 95, 8192, 1500 },
	{ "the first page", 0, 4096, 0 },
};

static void
damaged(size_t i)
{
	struct store_options o = { .mode = STORE_WRITE, .repair = true };
	struct err e = { "" };
	struct store_stats st;
	struct buf said, problems;
	struct scratch x;
	struct store *s;
	struct stat size;
	size_t bad;

	scratch_make(&x);
	open_and_fill(&x, 2000);
	cr_assert_eq(stat(x.path, &size), 0);
	overwrite(&x, size.st_size / 4096 * damages[i].part / 100 * 4096,
	    damages[i].bytes);
	o.address = x.path;
	buf_init(&said, 4096);
	buf_init(&problems, 4096);
	s = store_open(&o, &said, &e);
	cr_assert_not_null(s, "%s: %s", damages[i].name, e.msg);
	cr_expect_neq(str_find(buf_str(&said), STR("set aside as")), STR_NOWHERE,
	    "%s: %.*s", damages[i].name, STR_ARG(buf_str(&said)));
	OK(store_stats(s, &st, &e));
	cr_expect_geq(st.alerts, damages[i].least, "%s: %lld alerts", damages[i].name,
	    (long long)st.alerts);
	OK(store_check(s, &problems, &bad, &e));
	cr_expect_eq(str_find(buf_str(&problems), STR("malformed")), STR_NOWHERE);
	OK(put(s, add_feed(s), 100000, 5, &e));
	store_close(s);
	buf_reset(&said);
	s = store_open(&o, &said, &e);
	cr_expect_not_null(s);
	cr_expect_eq(said.n, 0, "%s: rebuilt once", damages[i].name);
	store_close(s);
	buf_clear(&said);
	buf_clear(&problems);
	scratch_remove(&x);
}

Test(store_file, damage)
{
	for (size_t i = 0; i < NELEM(damages); i++)
		damaged(i);
}

static void
fill_large(const struct scratch *x)
{
	static char text[1 << 20];
	struct err e = { "" };
	struct store *s = scratch_open(x, true, &e);
	int64_t feed = add_feed(s);

	memset(text, 'a', sizeof(text));
	OK(store_begin(s, &e));
	for (char key[] = "a"; key[0] <= 'z'; key[0]++) {
		struct store_entry en = { .feed = feed,
			.name = str_of(key),
			.title = STR("a title"),
			.text = { text, sizeof(text) },
			.published_ms = TIME_NONE,
			.content = str_of(key) };

		OK(store_entry_insert(s, &en, &e));
	}
	OK(store_commit(s, &e));
	store_close(s);
}

/* A large file that was closed properly is not read whole at the start: its damage shows
 * when it is met, and is repaired at the next. */
Test(store_file, damage_met_later)
{
	struct store_options o = { .mode = STORE_WRITE, .repair = true };
	struct store_entry *entries;
	struct scratch x;
	struct err e = { "" };
	struct buf said;
	struct arena a;
	struct stat size;
	struct store *s;
	size_t n;

	scratch_make(&x);
	fill_large(&x);
	cr_assert_eq(stat(x.path, &size), 0);
	cr_assert_gt(size.st_size, 16 << 20);
	overwrite(&x, size.st_size / 8192 * 4096, 1 << 16);
	o.address = x.path;
	buf_init(&said, 4096);
	arena_init(&a);
	s = store_open(&o, &said, &e);
	cr_assert_not_null(s, "%s", e.msg);
	cr_expect_eq(said.n, 0, "%.*s", STR_ARG(buf_str(&said)));
	cr_expect_eq(store_entries_since(s, &a, 0, INT64_MIN + 1, 100000, &entries, &n,
			 &e),
	    -1);
	cr_expect_eq(store_fault(s), STORE_FAULT_CORRUPT, "%s", e.msg);
	store_close(s);
	s = store_open(&o, &said, &e);
	cr_assert_not_null(s, "%s", e.msg);
	cr_expect_neq(str_find(buf_str(&said), STR("set aside as")), STR_NOWHERE);
	cr_expect_eq(store_entries_since(s, &a, 0, INT64_MIN + 1, 100000, &entries, &n,
			 &e),
	    0);
	store_close(s);
	arena_clear(&a);
	buf_clear(&said);
	scratch_remove(&x);
}

Test(store_file, backup)
{
	struct scratch x;
	struct err e = { "" };
	struct store_options read = { .mode = STORE_READ };
	struct store_stats st;
	struct store *s, *reader, *copy;
	struct buf out;
	char path[160];
	size_t bad;

	scratch_make(&x);
	open_and_fill(&x, 500);
	snprintf(path, sizeof(path), "%s/copy.db", x.dir);
	s = scratch_open(&x, false, &e);
	read.address = x.path;
	reader = store_open(&read, NULL, &e);
	cr_assert_not_null(reader, "%s", e.msg);
	OK(store_backup(reader, path, &e));
	cr_expect_eq(store_backup(reader, path, &e), -1, "it is there already");
	store_close(reader);
	store_close(s);
	read.address = path;
	copy = store_open(&read, NULL, &e);
	cr_assert_not_null(copy, "%s", e.msg);
	OK(store_stats(copy, &st, &e));
	cr_expect_eq(st.entries, 500);
	buf_init(&out, 4096);
	OK(store_check(copy, &out, &bad, &e));
	cr_expect_eq(bad, 0);
	buf_clear(&out);
	store_close(copy);
	scratch_remove(&x);
}

/* ---- killed at any moment ---- */

#define KILLS 40
#define LOT 5

/* Goes on where the store says it stopped; a line down the pipe for each commit. */
static void
writer(const struct scratch *x, int said)
{
	struct err e = { "" };
	struct store *s = scratch_open(x, true, &e);
	struct store_stats st;

	if (s == NULL || store_stats(s, &st, &e) < 0)
		_exit(1);
	for (size_t at = (size_t)st.alerts;; at += LOT) {
		size_t end = at + LOT;

		if (put(s, 1, at, LOT, &e) < 0)
			_exit(2);
		if (write(said, &end, sizeof(end)) != sizeof(end))
			_exit(3);
	}
}

/* What was committed and said is there; a lot is there whole or not at all. */
static void
expect_whole(const struct scratch *x, size_t said)
{
	struct err e = { "" };
	struct store *s = scratch_open(x, true, &e);
	struct store_stats st;

	cr_assert_not_null(s, "%s", e.msg);
	OK(store_stats(s, &st, &e));
	cr_expect_geq((size_t)st.alerts, said, "said %zu, kept %lld", said,
	    (long long)st.alerts);
	cr_expect_eq(st.alerts % LOT, 0);
	cr_expect_eq(st.alerts, st.entries);
	cr_expect_eq(st.alerts, st.outbox_pending);
	store_close(s);
}

Test(store_file, killed)
{
	struct rng rng = { 7 };
	struct scratch x;

	scratch_make(&x);
	open_and_fill(&x, LOT);
	for (int i = 0; i < KILLS; i++) {
		int fd[2], status;
		size_t said = 0, n;
		struct timespec life = { 0, (long)(rng_u64(&rng) % 8000000) };
		pid_t pid;

		cr_assert_eq(pipe(fd), 0);
		pid = fork();
		if (pid == 0)
			writer(&x, fd[1]);
		close(fd[1]);
		while (said == 0 && read(fd[0], &n, sizeof(n)) == sizeof(n))
			said = n;
		nanosleep(&life, NULL);
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		cr_assert(WIFSIGNALED(status), "the writer ended by itself: %d", status);
		while (read(fd[0], &n, sizeof(n)) == sizeof(n))
			said = n;
		close(fd[0]);
		expect_whole(&x, said);
	}
	scratch_remove(&x);
}

/* SQLite's, counted. */
static unsigned syncs;
int
fdatasync(int fd)
{
	syncs++;
	return fsync(fd);
}

/* A claim that the power takes is free again anyway; what was written is not to be lost.
 */
Test(store_file, a_claim_does_not_wait_for_the_disk)
{
	struct err e = { "" };
	struct scratch x;
	struct store *s;
	struct store_delivery *d;
	struct arena a;
	size_t n;

	arena_init(&a);
	scratch_make(&x);
	s = scratch_open(&x, true, &e);
	cr_assert(s != NULL, "%s", e.msg);
	OK(put(s, add_feed(s), 0, 3, &e));
	syncs = 0;
	OK(store_outbox_claim(s, &a, STR("desk"), 3600000, 9, &d, &n, &e));
	cr_expect_eq(n, 3);
	cr_expect_eq(syncs, 0);
	OK(put(s, add_feed(s), 3, 1, &e));
	cr_expect_gt(syncs, 0);
	store_close(s);
	arena_clear(&a);
	scratch_remove(&x);
}

/* A process that dies in the middle of a delivery leaves its claim; the next one takes it
 * at once. */
Test(store_file, leases_of_the_dead_are_free)
{
	char dir[] = "/tmp/tocsin-lease-XXXXXX", path[64], cleanup[96];
	struct store_options o = { .address = path, .mode = STORE_WRITE };
	struct store_delivery *d;
	struct err e = { "" };
	struct arena a;
	struct store *s;
	size_t n;

	arena_init(&a);
	cr_assert(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/t.db", dir);
	s = store_open(&o, NULL, &e);
	cr_assert(s != NULL, "%s", e.msg);
	OK(put(s, add_feed(s), 0, 3, &e));
	OK(store_outbox_claim(s, &a, STR("desk"), 3600000, 9, &d, &n, &e));
	cr_expect_eq(n, 3);
	store_close(s); /* without a word of how it went */
	s = store_open(&o, NULL, &e);
	cr_assert(s != NULL, "%s", e.msg);
	OK(store_outbox_claim(s, &a, STR("desk"), 3600000, 9, &d, &n, &e));
	cr_expect_eq(n, 3);
	store_close(s);
	arena_clear(&a);
	snprintf(cleanup, sizeof(cleanup), "rm -r %s", dir);
	cr_expect(system(cleanup) == 0);
}
