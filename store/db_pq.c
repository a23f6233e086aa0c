/*
 * db_pq.c -- PostgreSQL behind db.h.  Parameters and answers travel in binary; a statement is
 * prepared when it is first used, or sent unnamed where a pooler hands every transaction to
 * another server ("prepare=off" in the address).  Transactions are READ COMMITTED: what must be
 * alone takes the ledger's row (store_ledger_lock()), everything else is one atomic statement.
 */
#include "config.h"

#include <arpa/inet.h>
#include <libpq-fe.h>

#include "base/utf8.h"
#include "store/db.h"

#define OID_BYTEA 17
#define OID_INT8 20
#define OID_INT2 21
#define OID_INT4 23
#define OID_TEXT 25
#define OID_FLOAT8 701
#define OID_BOOL 16
#define ARGS_MAX 32

struct pq {
	PGconn *c;
	bool prepared[SQL_N];
	bool fast;    /* commits may be lost with the server's power */
	bool unnamed; /* no prepared statements: the pooler would lose them */
};

static struct pq *
pq_of(const struct store *s)
{
	return s->db;
}

/* ---- faults ---- */

static const struct {
	const char *state; /* the beginning of an SQLSTATE */
	enum store_fault fault;
} faults[] = {
	{ "40001", STORE_FAULT_BUSY }, { "40P01", STORE_FAULT_BUSY }, { "55P03", STORE_FAULT_BUSY },
	{ "53100", STORE_FAULT_FULL }, { "53", STORE_FAULT_BUSY }, { "25006", STORE_FAULT_FULL },
	{ "08", STORE_FAULT_GONE }, { "57P", STORE_FAULT_GONE }, { "58", STORE_FAULT_FULL },
	{ "XX001", STORE_FAULT_CORRUPT }, { "XX002", STORE_FAULT_CORRUPT },
};

static enum store_fault
fault_of(const struct pq *q, const PGresult *res)
{
	const char *state = res == NULL ? NULL : PQresultErrorField(res, PG_DIAG_SQLSTATE);

	if (PQstatus(q->c) != CONNECTION_OK)
		return STORE_FAULT_GONE;
	for (size_t i = 0; state != NULL && i < NELEM(faults); i++)
		if (str_starts(str_of(state), str_of(faults[i].state)))
			return faults[i].fault;
	return STORE_FAULT_OTHER;
}

/* The server's own sentence, its first line. */
static int
fail(struct store *s, const PGresult *res, struct err *e, const char *what)
{
	const char *said = res == NULL ? NULL : PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	char line[256];

	str_copy(line, sizeof(line), str_of(said != NULL ? said : PQerrorMessage(pq_of(s)->c)));
	line[strcspn(line, "\n")] = '\0';
	return db_fail(s, fault_of(pq_of(s), res), e, what, line);
}

static int
simple(struct store *s, const char *sql, struct err *e)
{
	PGresult *res = PQexec(pq_of(s)->c, sql);
	ExecStatusType st = PQresultStatus(res);
	int rc = st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK ? 0 : fail(s, res, e, "");

	PQclear(res);
	return rc;
}

/* ---- opening ---- */

/* Our own words in the address, which libpq does not know. */
static char *
take_option(const char *address, const char *option, bool *there)
{
	char *own = xstrdup(address), *at = strstr(own, option);
	size_t n = strlen(option);

	*there = at != NULL && at > own && (at[-1] == '?' || at[-1] == '&');
	if (!*there)
		return own;
	if (at[n] == '&')
		memmove(at, at + n + 1, strlen(at + n + 1) + 1);
	else
		at[-1] = '\0';
	return own;
}

static void
ignore_notice(void *arg, const PGresult *res)
{
	(void)arg;
	(void)res;
}

static int
settle(struct store *s, struct err *e)
{
	if (s->read_only && simple(s, "SET default_transaction_read_only = on", e) < 0)
		return -1;
	return pq_of(s)->fast ? simple(s, "SET synchronous_commit = off", e) : 0;
}

static int
pq_connect(struct store *s, const char *address, struct err *e)
{
	const char *keys[] = { "dbname", "fallback_application_name", "connect_timeout",
		"keepalives_idle", "client_encoding", s->read_only ? NULL : "target_session_attrs",
		NULL };
	const char *values[] = { address, "tocsin", "5", "30", "UTF8", "read-write", NULL };
	struct pq *q = pq_of(s);

	q->c = PQconnectdbParams(keys, values, 1);
	if (PQstatus(q->c) != CONNECTION_OK)
		return fail(s, NULL, e, "no connection");
	PQsetNoticeReceiver(q->c, ignore_notice, NULL);
	return settle(s, e);
}

/* The server may have gone between two transactions: one try to have it back. */
static int
have_it_back(struct store *s, struct err *e)
{
	struct pq *q = pq_of(s);

	if (PQstatus(q->c) == CONNECTION_OK || s->open_tx)
		return 0;
	PQreset(q->c);
	memset(q->prepared, 0, sizeof(q->prepared));
	if (PQstatus(q->c) != CONNECTION_OK)
		return fail(s, NULL, e, "no connection");
	return settle(s, e);
}

static int
pq_open(struct store *s, const struct store_options *o, struct err *e)
{
	struct pq *q = xcalloc(1, sizeof(*q));
	char *address;
	int rc;

	s->db = q;
	address = take_option(o->address, "prepare=off", &q->unnamed);
	q->fast = o->fast;
	rc = pq_connect(s, address, e);
	free(address);
	return rc;
}

static int
pq_prepare(struct store *s, struct err *e)
{
	(void)s;
	(void)e;
	return 0; /* each at its first use */
}

static void
pq_close(struct store *s)
{
	struct pq *q = s->db;

	if (q == NULL)
		return;
	PQfinish(q->c);
	free(q);
	s->db = NULL;
}

/* ---- the schema in PostgreSQL's words ---- */

static const struct {
	const char *sqlite, *pq;
} words[] = {
	{ " STRICT, WITHOUT ROWID", "" },
	{ " STRICT", "" },
	{ "INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" },
	{ "INTEGER", "BIGINT" },
	{ " BLOB", " BYTEA" },
	{ "REAL", "DOUBLE PRECISION" },
};

static int
pq_schema(struct store *s, const char *sql, struct err *e)
{
	struct str rest = str_of(sql);
	struct buf out;
	int rc;

	buf_init(&out, 1u << 20);
	while (rest.n > 0) {
		size_t i;

		for (i = 0; i < NELEM(words); i++)
			if (str_starts(rest, str_of(words[i].sqlite)))
				break;
		if (i < NELEM(words)) {
			buf_cstr(&out, words[i].pq);
			rest = str_sub(rest, strlen(words[i].sqlite), rest.n);
		} else {
			buf_byte(&out, rest.p[0]);
			rest = str_sub(rest, 1, rest.n);
		}
	}
	rc = simple(s, out.p, e);
	buf_clear(&out);
	return rc;
}

static int
pq_version(struct store *s, unsigned *v, struct err *e)
{
	PGresult *res = PQexec(pq_of(s)->c, "SELECT to_regclass('meta') IS NOT NULL");
	uint64_t n = 0;
	int rc = 0;

	*v = 0;
	if (PQresultStatus(res) != PGRES_TUPLES_OK)
		rc = fail(s, res, e, "");
	if (rc == 0 && PQgetvalue(res, 0, 0)[0] == 't') {
		PQclear(res);
		res = PQexec(pq_of(s)->c, "SELECT value FROM meta WHERE name = 'schema'");
		if (PQresultStatus(res) != PGRES_TUPLES_OK)
			rc = fail(s, res, e, "");
		else if (PQntuples(res) == 1 && str_uint(str_of(PQgetvalue(res, 0, 0)), &n))
			*v = (unsigned)n;
	}
	PQclear(res);
	return rc;
}

static int
pq_set_version(struct store *s, unsigned v, struct err *e)
{
	char sql[160];

	snprintf(sql, sizeof(sql), "INSERT INTO meta (name, value) VALUES ('schema', '%u') "
	    "ON CONFLICT (name) DO UPDATE SET value = excluded.value", v);
	return simple(s, sql, e);
}

/* ---- statements ---- */

struct bound {
	int n;
	Oid types[ARGS_MAX];
	const char *values[ARGS_MAX];
	int lengths[ARGS_MAX], formats[ARGS_MAX];
	uint64_t numbers[ARGS_MAX];
	struct buf clean[ARGS_MAX];
};

static uint64_t
big_endian(uint64_t v)
{
	return (uint64_t)htonl((uint32_t)v) << 32 | htonl((uint32_t)(v >> 32));
}

/* A server refuses NUL and what is not UTF-8 in text; SQLite keeps anything. */
static bool
fit_for_text(struct str s)
{
	return (s.n == 0 || memchr(s.p, '\0', s.n) == NULL) && utf8_valid(s);
}

static void
bind_one(struct bound *b, int i, const struct db_arg *v)
{
	static const Oid types[] = { [DB_INT] = OID_INT8, [DB_REAL] = OID_FLOAT8,
		[DB_TEXT] = OID_TEXT, [DB_BLOB] = OID_BYTEA };
	struct str s = v->s;

	b->types[i] = types[v->type];
	b->formats[i] = 1;
	b->values[i] = NULL;
	b->lengths[i] = 0;
	if (v->null)
		return;
	if (v->type == DB_INT || v->type == DB_REAL) {
		uint64_t bits = (uint64_t)v->i;

		if (v->type == DB_REAL)
			memcpy(&bits, &v->r, sizeof(bits));
		b->numbers[i] = big_endian(bits);
		b->values[i] = (const char *)&b->numbers[i];
		b->lengths[i] = 8;
		return;
	}
	if (v->type == DB_TEXT && !fit_for_text(s)) {
		utf8_clean(&b->clean[i], s, true);
		s = buf_str(&b->clean[i]);
	}
	b->values[i] = s.n > 0 ? s.p : "";
	b->lengths[i] = (int)s.n;
}

static int
bind_all(struct bound *b, const struct db_arg *args, size_t n, struct store *s, struct err *e)
{
	if (n > ARGS_MAX)
		return db_fail(s, STORE_FAULT_OTHER, e, "", "too many parameters");
	b->n = (int)n;
	for (int i = 0; i < b->n; i++) {
		buf_init(&b->clean[i], 64u << 20);
		bind_one(b, i, &args[i]);
	}
	return 0;
}

static void
unbind(struct bound *b)
{
	for (int i = 0; i < b->n; i++)
		buf_clear(&b->clean[i]);
}

static int
take_result(struct store *s, struct rows *r, PGresult *res, struct err *e, const char *what)
{
	ExecStatusType st = PQresultStatus(res);

	if (st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK) {
		*r = (struct rows){ .s = s, .impl = res, .at = -1 };
		return 0;
	}
	(void)fail(s, res, e, what);
	PQclear(res);
	return -1;
}

static const char *
text_of(const struct store *s, enum sql id)
{
	const struct sql_text *t = &sql_texts[id];

	if (s->atomic_claim && t->atomic != NULL)
		return t->atomic;
	return t->pq != NULL ? t->pq : t->text;
}

static int
prepare_once(struct store *s, enum sql id, const char *name, const struct bound *b,
    struct err *e)
{
	struct pq *q = pq_of(s);
	PGresult *res;
	int rc = 0;

	if (q->prepared[id])
		return 0;
	res = PQprepare(q->c, name, text_of(s, id), b->n, b->types);
	if (PQresultStatus(res) != PGRES_COMMAND_OK)
		rc = fail(s, res, e, text_of(s, id));
	PQclear(res);
	q->prepared[id] = rc == 0;
	return rc;
}

static int
pq_query(struct store *s, struct rows *r, enum sql id, const struct db_arg *args, size_t n,
    struct err *e)
{
	struct pq *q = pq_of(s);
	struct bound b;
	char name[16];
	int rc;

	if (have_it_back(s, e) < 0 || bind_all(&b, args, n, s, e) < 0)
		return -1;
	snprintf(name, sizeof(name), "s%d", (int)id);
	if (q->unnamed)
		rc = take_result(s, r, PQexecParams(q->c, text_of(s, id), b.n, b.types, b.values,
		    b.lengths, b.formats, 1), e, "");
	else if ((rc = prepare_once(s, id, name, &b, e)) == 0)
		rc = take_result(s, r, PQexecPrepared(q->c, name, b.n, b.values, b.lengths, b.formats,
		    1), e, "");
	unbind(&b);
	return rc;
}

/* Whole tables come through here: an answer of any size, a row at a time. */
static int
pq_adhoc(struct store *s, struct rows *r, const char *sql, const struct db_arg *args, size_t n,
    struct err *e)
{
	struct pq *q = pq_of(s);
	struct bound b;
	int rc;

	if (bind_all(&b, args, n, s, e) < 0)
		return -1;
	rc = PQsendQueryParams(q->c, sql, b.n, b.types, b.values, b.lengths, b.formats, 1) == 1 &&
	    PQsetSingleRowMode(q->c) == 1 ? 0 : fail(s, NULL, e, "");
	unbind(&b);
	*r = (struct rows){ .s = s, .impl = NULL, .at = -1, .first = true };
	if (rc == 0) {
		PGresult *res = PQgetResult(q->c);
		ExecStatusType st = PQresultStatus(res);

		r->impl = res;
		if (st != PGRES_SINGLE_TUPLE && st != PGRES_TUPLES_OK && st != PGRES_COMMAND_OK) {
			rc = fail(s, res, e, "");
			s->ops->end(r);
			r->impl = NULL;
		}
	}
	return rc;
}

/* Single rows: .first says so. */
static int
next_single(struct rows *r, struct err *e)
{
	PGresult *res = r->impl;

	if (r->at >= 0) {
		res = PQgetResult(pq_of(r->s)->c);
		PQclear(r->impl);
		r->impl = res;
	}
	r->at = 0;
	if (PQresultStatus(res) == PGRES_SINGLE_TUPLE)
		return 1;
	if (PQresultStatus(res) == PGRES_TUPLES_OK || PQresultStatus(res) == PGRES_COMMAND_OK)
		return 0;
	return fail(r->s, res, e, "");
}

static int
pq_next(struct rows *r, struct err *e)
{
	if (r->first)
		return next_single(r, e);
	r->at++;
	return r->at < PQntuples(r->impl);
}

static void
pq_end(struct rows *r)
{
	PGresult *more;

	PQclear(r->impl);
	while (r->first && (more = PQgetResult(pq_of(r->s)->c)) != NULL)
		PQclear(more);
}

static bool
pq_null(const struct rows *r, int col)
{
	return PQgetisnull(r->impl, (int)r->at, col) != 0;
}

static struct str
pq_text(const struct rows *r, int col)
{
	return (struct str){ PQgetvalue(r->impl, (int)r->at, col),
		(size_t)PQgetlength(r->impl, (int)r->at, col) };
}

static uint64_t
bits_of(const struct rows *r, int col)
{
	struct str v = pq_text(r, col);
	uint64_t bits = 0;

	for (size_t i = 0; i < v.n && i < 8; i++)
		bits = bits << 8 | (unsigned char)v.p[i];
	return bits;
}

static int64_t
pq_integer(const struct rows *r, int col)
{
	uint64_t bits = bits_of(r, col);

	switch (PQgetlength(r->impl, (int)r->at, col)) {
	case 2:
		return (int16_t)bits;
	case 4:
		return (int32_t)bits;
	}
	return (int64_t)bits;
}

static double
pq_real(const struct rows *r, int col)
{
	uint64_t bits = bits_of(r, col);
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

static struct db_arg
pq_value(const struct rows *r, int col)
{
	Oid type = PQftype(r->impl, col);
	bool null = pq_null(r, col);
	struct db_arg v = { .null = null };

	switch (type) {
	case OID_INT8:
	case OID_INT4:
	case OID_INT2:
	case OID_BOOL:
		v.type = DB_INT;
		v.i = null ? 0 : pq_integer(r, col);
		return v;
	case OID_FLOAT8:
		v.type = DB_REAL;
		v.r = null ? 0 : pq_real(r, col);
		return v;
	}
	v.type = type == OID_BYTEA ? DB_BLOB : DB_TEXT;
	v.s = pq_text(r, col);
	return v;
}

static int64_t
pq_changed(const struct rows *r)
{
	int64_t n = 0;

	(void)str_int(str_of(PQcmdTuples(r->impl)), &n);
	return n;
}

/* ---- transactions ---- */

static int
pq_begin(struct store *s, struct err *e)
{
	if (have_it_back(s, e) < 0)
		return -1;
	if (simple(s, "BEGIN", e) == 0)
		return 0;
	/* It is only now that we hear of it. */
	if (PQstatus(pq_of(s)->c) == CONNECTION_OK || have_it_back(s, e) < 0)
		return -1;
	return simple(s, "BEGIN", e);
}

/* A COMMIT of a transaction that failed answers with ROLLBACK, and is no error to libpq. */
static int
pq_commit(struct store *s, struct err *e)
{
	PGresult *res = PQexec(pq_of(s)->c, "COMMIT");
	int rc = 0;

	if (PQresultStatus(res) != PGRES_COMMAND_OK)
		rc = fail(s, res, e, "");
	else if (!str_eq(str_of(PQcmdStatus(res)), STR("COMMIT")))
		rc = db_fail(s, STORE_FAULT_OTHER, e, "", "the transaction had failed before");
	PQclear(res);
	return rc;
}

static void
pq_rollback(struct store *s)
{
	PGTransactionStatusType st = PQtransactionStatus(pq_of(s)->c);

	if (st == PQTRANS_INTRANS || st == PQTRANS_INERROR)
		PQclear(PQexec(pq_of(s)->c, "ROLLBACK"));
}

static int
one_number(struct store *s, const char *sql, int64_t *v, struct err *e)
{
	PGresult *res = PQexec(pq_of(s)->c, sql);
	int rc = 0;

	if (PQresultStatus(res) != PGRES_TUPLES_OK ||
	    !str_int(str_of(PQgetvalue(res, 0, 0)), v))
		rc = fail(s, res, e, "");
	PQclear(res);
	return rc;
}

static int
pq_now(struct store *s, int64_t *ms, struct err *e)
{
	return one_number(s, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", ms, e);
}

static int64_t
pq_bytes(struct store *s)
{
	struct err e;
	int64_t n = 0;

	return one_number(s, "SELECT pg_database_size(current_database())", &n, &e) == 0 ? n : 0;
}

/* ---- care ---- */

static int
pq_check(struct store *s, bool quick, struct buf *out, size_t *bad, struct err *e)
{
	(void)s;
	(void)quick;
	(void)out;
	(void)bad;
	(void)e;
	return 0; /* pages are the server's own business (data checksums, amcheck) */
}

static int
pq_backup(struct store *s, const char *path, struct err *e)
{
	(void)path;
	return db_fail(s, STORE_FAULT_OTHER, e, "", "a server is backed up by pg_dump or "
	    "pg_basebackup; tocsin store copy makes a file of it");
}

static int
pq_renumber(struct store *s, const char *table, const char *column, struct err *e)
{
	char sql[320];

	snprintf(sql, sizeof(sql), "SELECT setval(pg_get_serial_sequence('%s', '%s'), "
	    "(SELECT coalesce(max(%s), 0) + 1 FROM %s), false)", table, column, column, table);
	return simple(s, sql, e);
}

const struct db_ops db_pq = { .name = "PostgreSQL", .open = pq_open, .prepare = pq_prepare,
	.close = pq_close, .script = simple, .schema = pq_schema, .version = pq_version,
	.set_version = pq_set_version, .query = pq_query, .adhoc = pq_adhoc, .next = pq_next,
	.end = pq_end, .null = pq_null, .integer = pq_integer, .real = pq_real, .text = pq_text,
	.value = pq_value, .changed = pq_changed, .begin = pq_begin, .commit = pq_commit,
	.rollback = pq_rollback, .now = pq_now, .bytes = pq_bytes, .check = pq_check,
	.backup = pq_backup, .renumber = pq_renumber };
