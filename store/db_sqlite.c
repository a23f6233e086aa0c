/*
 * db_sqlite.c -- SQLite behind db.h: one file in WAL mode, one writer, who holds a lock
 * beside the file for as long as it runs.  Every commit reaches the disk (synchronous
 * FULL) unless the store is opened fast.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/wall.h"
#include "store/db.h"
#include "store/sqlite.h"

#define APPLICATION_ID 0x544f4353 /* "TOCS" */
/* of a new file: 4096 hold one entry of 2 to 3 kB, and waste the rest */
#define PAGE_BYTES 8192
#define LOG_BYTES (16 << 20) /* before they go to the file */

struct sqlite {
	sqlite3 *db;
	sqlite3_stmt *stmts[SQL_N];
	sqlite3_stmt *adhoc;
	char *adhoc_text;
	int lock;
};

static sqlite3 *
handle(const struct store *s)
{
	return ((struct sqlite *)s->db)->db;
}

static enum store_fault
sqlite_fault(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STORE_FAULT_BUSY;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
		return STORE_FAULT_FULL;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return STORE_FAULT_CORRUPT;
	}
	return STORE_FAULT_OTHER;
}

static int
fail(struct store *s, struct err *e, const char *what)
{
	enum store_fault f = sqlite_fault(sqlite3_errcode(handle(s)));

	if (f == STORE_FAULT_CORRUPT && !s->read_only)
		sqlite_set_suspect(s->where, true);
	return db_fail(s, f, e, what, sqlite3_errmsg(handle(s)));
}

/* ---- opening ---- */

/* Held until the process ends, however it ends. */
static int
take_lock(struct store *s, const char *path, struct err *e)
{
	struct sqlite *q = s->db;
	char name[1024], pid[32] = "";
	ssize_t n;

	if ((size_t)snprintf(name, sizeof(name), "%s.lock", path) >= sizeof(name))
		return err_set(e, "store: the path is too long");
	q->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (q->lock < 0)
		return db_fail(s, STORE_FAULT_FULL, e, name, strerror(errno));
	if (flock(q->lock, LOCK_EX | LOCK_NB) == 0) {
		n = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
		if (ftruncate(q->lock, 0) != 0 || write(q->lock, pid, (size_t)n) != n)
			return db_fail(s, STORE_FAULT_FULL, e, name, strerror(errno));
		return 0;
	}
	n = read(q->lock, pid, sizeof(pid) - 1);
	pid[n > 0 ? n : 0] = '\0';
	pid[strcspn(pid, "\n")] = '\0';
	s->fault = STORE_FAULT_BUSY;
	return err_set(e, "store %s: another process (%s) is using it", s->where, pid);
}

static int
pragma(struct store *s, const char *sql, struct err *e)
{
	if (sqlite3_exec(handle(s), sql, NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	return fail(s, e, "");
}

/* A number that a pragma answers; -1: it does not. */
static int64_t
pragma_number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = NULL;
	int64_t v = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		v = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return v;
}

static int
settings(struct store *s, const struct store_options *o, struct err *e)
{
	int64_t cache = o->cache_bytes > 0 ? o->cache_bytes : INT64_C(4) << 20;
	bool memory = strcmp(o->address, ":memory:") == 0;
	char sql[256];
	int64_t page;

	snprintf(sql, sizeof(sql),
	    "PRAGMA cache_size = -%lld; PRAGMA temp_store = MEMORY;",
	    (long long)(cache >> 10));
	if (pragma(s, sql, e) < 0)
		return -1;
	if (o->mode == STORE_READ || memory)
		return 0;
	page = pragma_number(handle(s), "PRAGMA page_size");
	snprintf(sql, sizeof(sql),
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = %s; "
	    "PRAGMA wal_autocheckpoint = %lld; PRAGMA journal_size_limit = 67108864;",
	    o->fast ? "NORMAL" : "FULL", (long long)(LOG_BYTES / page));
	if (pragma(s, sql, e) < 0)
		return -1;
	if (o->max_bytes > 0) {
		snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %lld",
		    (long long)(o->max_bytes / page));
		return pragma(s, sql, e);
	}
	return 0;
}

/* Ours, or empty and ours to fill. */
static int
check_owner(struct store *s, const struct store_options *o, struct err *e)
{
	int64_t tables, id;
	char sql[64];

	tables = pragma_number(handle(s), "SELECT count(*) FROM sqlite_master");
	if (tables < 0)
		return fail(s, e, "");
	id = pragma_number(handle(s), "PRAGMA application_id");
	if (tables > 0 && id != APPLICATION_ID)
		return db_fail(s, STORE_FAULT_OTHER, e, "",
		    "a database, but not one of tocsin's");
	if (tables > 0)
		return 0;
	if (o->mode == STORE_READ)
		return db_fail(s, STORE_FAULT_OTHER, e, "",
			   "empty: tocsind has not run yet"),
		       err_as(e, ERR_ABSENT);
	snprintf(sql, sizeof(sql), "PRAGMA page_size = %d; PRAGMA application_id = %d",
	    PAGE_BYTES, APPLICATION_ID);
	return pragma(s, sql, e);
}

/* A copy or a snapshot, or what a broken disk became: nobody writes there, and it has no
 * file for the readers' locks. */
static bool
is_unchanging(const char *path)
{
	struct statvfs disk;
	char wal[1024];

	return statvfs(path, &disk) == 0 && (disk.f_flag & ST_RDONLY) != 0 &&
	    (size_t)snprintf(wal, sizeof(wal), "%s-wal", path) < sizeof(wal) &&
	    access(wal, F_OK) != 0;
}

static int
open_file(const char *path, int flags, sqlite3 **db)
{
	struct buf uri;
	int rc;

	if ((flags & SQLITE_OPEN_READONLY) == 0 || !is_unchanging(path))
		return sqlite3_open_v2(path, db, flags, NULL);
	buf_init(&uri, 8192);
	buf_cstr(&uri, "file:");
	for (const char *p = path; *p != '\0'; p++)
		buf_printf(&uri,
		    is_alpha(*p) || is_digit(*p) || *p == '/' ? "%c" : "%%%02x",
		    (unsigned char)*p);
	buf_cstr(&uri, "?immutable=1");
	buf_byte(&uri, '\0');
	rc = sqlite3_open_v2(uri.p, db, flags | SQLITE_OPEN_URI, NULL);
	buf_clear(&uri);
	return rc;
}

static bool
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int
lite_open(struct store *s, const struct store_options *o, struct err *e)
{
	struct sqlite *q = xcalloc(1, sizeof(*q));
	int flags = SQLITE_OPEN_NOMUTEX, rc;
	bool memory = strcmp(o->address, ":memory:") == 0;

	s->db = q;
	q->lock = -1;
	/* counts under a lock what nobody asks for */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (is_directory(o->address))
		return db_fail(s, STORE_FAULT_OTHER, e, "", "is a directory");
	if (o->mode == STORE_WRITE && !memory && take_lock(s, o->address, e) < 0)
		return -1;
	flags |= o->mode == STORE_READ ? SQLITE_OPEN_READONLY
				       : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	rc = open_file(o->address, flags, &q->db);
	if (rc != SQLITE_OK && o->mode == STORE_READ && access(o->address, F_OK) != 0)
		return db_fail(s, STORE_FAULT_OTHER, e, "",
			   "is not there: tocsind has not run yet"),
		       err_as(e, ERR_ABSENT);
	if (rc != SQLITE_OK)
		return db_fail(s, sqlite_fault(rc), e, "", sqlite3_errstr(rc));
	sqlite3_extended_result_codes(q->db, 1);
	sqlite3_busy_timeout(q->db, o->busy_ms > 0 ? (int)o->busy_ms : 5000);
	if (check_owner(s, o, e) < 0 || settings(s, o, e) < 0)
		return -1;
	return 0;
}

/* "$3" is a name to SQLite, "?3" the third parameter. */
static void
number_parameters(char *sql)
{
	for (; *sql != '\0'; sql++)
		if (*sql == '$' && is_digit(sql[1]))
			*sql = '?';
}

static sqlite3_stmt *
compile(struct store *s, const char *text, unsigned flags, struct err *e)
{
	sqlite3_stmt *st = NULL;
	char *sql = xstrdup(text);
	int rc;

	number_parameters(sql);
	rc = sqlite3_prepare_v3(handle(s), sql, -1, flags, &st, NULL);
	if (rc != SQLITE_OK)
		(void)fail(s, e, sql);
	free(sql);
	return st;
}

/* Most runs ask for few of them: each is compiled when it is first asked for. */
static sqlite3_stmt *
statement(struct store *s, enum sql id, struct err *e)
{
	struct sqlite *q = s->db;

	if (q->stmts[id] == NULL)
		q->stmts[id] = compile(s, sql_texts[id].text, SQLITE_PREPARE_PERSISTENT,
		    e);
	return q->stmts[id];
}

static void
lite_close(struct store *s)
{
	struct sqlite *q = s->db;

	if (q == NULL)
		return;
	for (int i = 0; i < SQL_N; i++)
		sqlite3_finalize(q->stmts[i]);
	sqlite3_finalize(q->adhoc);
	free(q->adhoc_text);
	sqlite3_close(q->db);
	if (q->lock >= 0)
		close(q->lock);
	free(q);
	s->db = NULL;
}

/* ---- statements ---- */

static int
lite_script(struct store *s, const char *sql, struct err *e)
{
	return pragma(s, sql, e);
}

static int
lite_version(struct store *s, unsigned *v, struct err *e)
{
	int64_t n = pragma_number(handle(s), "PRAGMA user_version");

	*v = (unsigned)n;
	return n < 0 ? fail(s, e, "") : 0;
}

static int
lite_set_version(struct store *s, unsigned v, struct err *e)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %u", v);
	return pragma(s, sql, e);
}

static int
bind(sqlite3_stmt *st, int at, const struct db_arg *v)
{
	static const char empty[1] = "";
	const char *p = v->s.n > 0 ? v->s.p : empty;

	if (v->null)
		return sqlite3_bind_null(st, at);
	switch (v->type) {
	case DB_INT:
		return sqlite3_bind_int64(st, at, v->i);
	case DB_REAL:
		return sqlite3_bind_double(st, at, v->r);
	case DB_TEXT:
		return sqlite3_bind_text64(st, at, p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BLOB:
		return sqlite3_bind_blob64(st, at, p, v->s.n, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

/* The bytes of the arguments live until the rows have ended: who asks, reads to the end.
 */
static int
start(struct store *s, struct rows *r, sqlite3_stmt *st, const struct db_arg *args,
    size_t n, struct err *e)
{
	int rc;

	r->impl = st;
	for (size_t i = 0; i < n; i++)
		if (bind(st, (int)i + 1, &args[i]) != SQLITE_OK) {
			(void)fail(s, e, "binding");
			rows_end(r);
			return -1;
		}
	rc = sqlite3_step(st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		(void)fail(s, e, "");
		rows_end(r);
		return -1;
	}
	r->first = rc == SQLITE_ROW;
	r->at = rc == SQLITE_ROW ? 0 : -1;
	return 0;
}

static int
lite_query(struct store *s, struct rows *r, enum sql id, const struct db_arg *args,
    size_t n, struct err *e)
{
	sqlite3_stmt *st = statement(s, id, e);

	return st == NULL ? -1 : start(s, r, st, args, n, e);
}

static int
lite_adhoc(struct store *s, struct rows *r, const char *sql, const struct db_arg *args,
    size_t n, struct err *e)
{
	struct sqlite *q = s->db;

	if (q->adhoc == NULL || strcmp(sql, q->adhoc_text) != 0) {
		sqlite3_finalize(q->adhoc);
		q->adhoc = compile(s, sql, 0, e);
		free(q->adhoc_text);
		q->adhoc_text = xstrdup(sql);
	}
	*r = (struct rows){ .s = s };
	return q->adhoc == NULL ? -1 : start(s, r, q->adhoc, args, n, e);
}

static int
lite_next(struct rows *r, struct err *e)
{
	int rc;

	if (r->at < 0)
		return 0;
	if (r->first) {
		r->first = false;
		return 1;
	}
	rc = sqlite3_step(r->impl);
	if (rc == SQLITE_ROW)
		return 1;
	r->at = -1;
	return rc == SQLITE_DONE ? 0 : fail(r->s, e, "");
}

static void
lite_end(struct rows *r)
{
	sqlite3_reset(r->impl);
	sqlite3_clear_bindings(r->impl);
}

static bool
lite_null(const struct rows *r, int col)
{
	return sqlite3_column_type(r->impl, col) == SQLITE_NULL;
}

static int64_t
lite_integer(const struct rows *r, int col)
{
	return sqlite3_column_int64(r->impl, col);
}

static double
lite_real(const struct rows *r, int col)
{
	return sqlite3_column_double(r->impl, col);
}

static struct str
lite_text(const struct rows *r, int col)
{
	const void *p = sqlite3_column_blob(r->impl, col);

	return (struct str){ p, (size_t)sqlite3_column_bytes(r->impl, col) };
}

static struct db_arg
lite_value(const struct rows *r, int col)
{
	switch (sqlite3_column_type(r->impl, col)) {
	case SQLITE_INTEGER:
		return db_int(lite_integer(r, col));
	case SQLITE_FLOAT:
		return db_real(lite_real(r, col));
	case SQLITE_TEXT:
		return db_text(lite_text(r, col));
	case SQLITE_BLOB:
		return db_blob(lite_text(r, col));
	}
	return db_time(TIME_NONE);
}

static int64_t
lite_changed(const struct rows *r)
{
	return sqlite3_changes(handle(r->s));
}

/* RETURNING costs a table of its own for each statement. */
static int64_t
lite_added(struct store *s)
{
	return sqlite3_last_insert_rowid(handle(s));
}

/* ---- transactions ---- */

static int
lite_begin(struct store *s, struct err *e)
{
	return pragma(s, s->read_only ? "BEGIN" : "BEGIN IMMEDIATE", e);
}

static int
lite_commit(struct store *s, struct err *e)
{
	return pragma(s, "COMMIT", e);
}

static void
lite_rollback(struct store *s)
{
	if (!sqlite3_get_autocommit(handle(s)))
		sqlite3_exec(handle(s), "ROLLBACK", NULL, NULL, NULL);
}

static int
lite_relax(struct store *s, bool relaxed, struct err *e)
{
	return pragma(s,
	    relaxed ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL", e);
}

static int
lite_now(struct store *s, int64_t *ms, struct err *e)
{
	(void)s;
	(void)e;
	*ms = wall_ms();
	return 0;
}

static int64_t
lite_bytes(struct store *s)
{
	return pragma_number(handle(s), "PRAGMA page_count") *
	    pragma_number(handle(s), "PRAGMA page_size");
}

/* ---- care ---- */

static int
lite_check(struct store *s, bool quick, struct buf *out, size_t *bad, struct err *e)
{
	struct rows r;
	int rc;

	if (lite_adhoc(s, &r, quick ? "PRAGMA quick_check(5)" : "PRAGMA integrity_check",
		NO_ARGS, e) < 0)
		return -1;
	while ((rc = rows_next(&r, e)) > 0) {
		struct str line = lite_text(&r, 0);

		if (str_eq(line, STR("ok")))
			continue;
		(*bad)++;
		buf_add(out, line);
		buf_byte(out, '\n');
	}
	return rc;
}

/* A few pages at a time, so that the writer beside us is never kept waiting. */
static int
lite_backup(struct store *s, const char *path, struct err *e)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b;
	int rc;

	if (access(path, F_OK) == 0)
		return db_fail(s, STORE_FAULT_OTHER, e, path, "exists already"),
		       err_as(e, ERR_EXISTS);
	rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	if (rc == SQLITE_OK &&
	    (b = sqlite3_backup_init(to, "main", handle(s), "main")) != NULL) {
		while ((rc = sqlite3_backup_step(b, 256)) == SQLITE_OK ||
		    rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
			sqlite3_sleep(1);
		sqlite3_backup_finish(b);
	}
	rc = rc == SQLITE_DONE ? SQLITE_OK : sqlite3_errcode(to);
	if (rc == SQLITE_OK &&
	    sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) !=
		SQLITE_OK)
		rc = sqlite3_errcode(to);
	sqlite3_close(to);
	if (rc == SQLITE_OK)
		return 0;
	unlink(path);
	db_fail(s, sqlite_fault(rc), e, path, sqlite3_errstr(rc));
	return rc == SQLITE_CANTOPEN ? err_as(e, ERR_EXISTS) : -1;
}

const struct db_ops db_sqlite = { .name = "SQLite",
	.open = lite_open,
	.close = lite_close,
	.script = lite_script,
	.schema = lite_script,
	.version = lite_version,
	.set_version = lite_set_version,
	.query = lite_query,
	.adhoc = lite_adhoc,
	.next = lite_next,
	.end = lite_end,
	.null = lite_null,
	.integer = lite_integer,
	.real = lite_real,
	.text = lite_text,
	.value = lite_value,
	.changed = lite_changed,
	.added = lite_added,
	.begin = lite_begin,
	.commit = lite_commit,
	.rollback = lite_rollback,
	.relax = lite_relax,
	.now = lite_now,
	.bytes = lite_bytes,
	.check = lite_check,
	.backup = lite_backup };
