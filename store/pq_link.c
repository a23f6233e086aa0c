/* pq_link.c -- see pq_link.h: libpq's asynchronous side, on the thread that has the
 * store. */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

#include "base/alloc.h"
#include "base/date.h"
#include "store/pq_link.h"

#define PATIENCE (30 * MS_SECOND)
#define SLICE 100 /* ms; how soon a hurry is noticed */

/* ---- faults ---- */

static const struct {
	const char *state; /* the beginning of an SQLSTATE */
	enum store_fault fault;
} faults[] = {
	{ "40001", STORE_FAULT_BUSY },
	{ "40P01", STORE_FAULT_BUSY },
	{ "55P03", STORE_FAULT_BUSY },
	{ "53100", STORE_FAULT_FULL },
	{ "53", STORE_FAULT_BUSY },
	{ "25006", STORE_FAULT_GONE },
	{ "08", STORE_FAULT_GONE },
	{ "57P", STORE_FAULT_GONE },
	{ "58", STORE_FAULT_FULL },
	{ "XX001", STORE_FAULT_CORRUPT },
	{ "XX002", STORE_FAULT_CORRUPT },
};

static enum store_fault
fault_of(const struct pq *q, const PGresult *res)
{
	const char *state = res == NULL ? NULL
					: PQresultErrorField(res, PG_DIAG_SQLSTATE);

	if (!pq_linked(q))
		return STORE_FAULT_GONE;
	for (size_t i = 0; state != NULL && i < NELEM(faults); i++)
		if (str_starts(str_of(state), str_of(faults[i].state)))
			return faults[i].fault;
	return STORE_FAULT_OTHER;
}

int
pq_fail(struct store *s, const PGresult *res, struct err *e, const char *what)
{
	const char *said = res == NULL ? NULL
				       : PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	struct pq *q = pq_of(s);
	enum store_fault fault = fault_of(q, res);
	char line[256];

	if (said == NULL)
		said = q->c == NULL ? q->gave_up : PQerrorMessage(q->c);
	str_copy(line, sizeof(line), str_of(said));
	line[strcspn(line, "\n")] = '\0';
	/* A server that became a standby says so: another one may be written to. */
	if (fault == STORE_FAULT_GONE)
		pq_give_up(q, "the server was left");
	return db_fail(s, fault, e, what, line);
}

/* ---- the link ---- */

static bool
in_hurry(const struct store *s)
{
	return s->hurry != NULL && *s->hurry;
}

bool
pq_linked(const struct pq *q)
{
	return q->c != NULL && PQstatus(q->c) == CONNECTION_OK;
}

void
pq_give_up(struct pq *q, const char *why)
{
	PQfinish(q->c);
	q->c = NULL;
	q->gave_up = why;
	memset(q->prepared, 0, sizeof(q->prepared));
}

static void
ignore_notice(void *arg, const PGresult *res)
{
	(void)arg;
	(void)res;
}

/* What is set lasts as long as the session, so it is for those who have one of their own.
 */
static int
settle(struct store *s, struct err *e)
{
	const struct pq *q = pq_of(s);

	if (q->unnamed)
		return 0;
	if (pq_simple(s,
		s->read_only ? "SET default_transaction_read_only = on"
			     : "SET " PQ_FROZEN,
		e) < 0)
		return -1;
	return q->fast ? pq_simple(s, "SET synchronous_commit = off", e) : 0;
}

/* Who only reads takes a standby as well, whatever the address says for those who write.
 */
int
pq_link(struct store *s, struct err *e)
{
	struct pq *q = pq_of(s);
	const char *before[] = { "fallback_application_name", "connect_timeout",
		"keepalives_idle", "tcp_user_timeout", "client_encoding",
		"target_session_attrs", "dbname", NULL };
	const char *keys[NELEM(before) + 1] = { NULL },
					 *values[NELEM(before) + 1] = { "tocsin", "5",
						 "30", "30000", "UTF8", "read-write",
						 q->address, NULL };

	memcpy(keys, before, sizeof(before));
	if (s->read_only) {
		keys[NELEM(before) - 1] = "target_session_attrs";
		values[NELEM(before) - 1] = "any";
	}
	if (pq_linked(q))
		return 0;
	pq_give_up(q, "told to stop");
	if (in_hurry(s))
		return pq_fail(s, NULL, e, "no connection");
	q->c = PQconnectdbParams(keys, values, 1);
	if (!pq_linked(q) || PQsetnonblocking(q->c, 1) != 0)
		return pq_fail(s, NULL, e, "no connection");
	PQsetNoticeReceiver(q->c, ignore_notice, NULL);
	return settle(s, e);
}

/* ---- waiting ---- */

static int64_t
mono_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * MS_SECOND + t.tv_nsec / 1000000;
}

/* 1: it moved, 0: nothing yet, -1: the link is lost. */
static int
step(struct pq *q)
{
	int unsent = PQflush(q->c);
	struct pollfd fd = { PQsocket(q->c), (short)(POLLIN | (unsent > 0 ? POLLOUT : 0)),
		0 };
	int n;

	if (unsent < 0)
		return -1;
	n = poll(&fd, 1, SLICE);
	if (n < 0)
		return errno == EINTR ? 0 : -1;
	if ((fd.revents & ~POLLOUT) != 0 && PQconsumeInput(q->c) == 0)
		return -1;
	return n > 0;
}

bool
pq_await(struct store *s)
{
	struct pq *q = pq_of(s);
	int64_t end = mono_ms() + (q->patience_ms > 0 ? q->patience_ms : PATIENCE);

	while (q->c != NULL && (PQflush(q->c) > 0 || PQisBusy(q->c))) {
		int rc = step(q);

		if (rc < 0)
			break; /* PQgetResult() says what it was */
		if (rc == 0 && in_hurry(s))
			pq_give_up(q, "told to stop");
		else if (rc == 0 && !q->for_ever && mono_ms() > end)
			pq_give_up(q, "the server does not answer");
	}
	return q->c != NULL;
}

static bool
is_good(const PGresult *res)
{
	ExecStatusType st = PQresultStatus(res);

	return st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK;
}

PGresult *
pq_answer(struct store *s, int sent)
{
	PGresult *last = NULL, *res;

	while (sent == 1 && pq_await(s) && (res = PQgetResult(pq_of(s)->c)) != NULL) {
		bool keep = last == NULL || is_good(last);

		PQclear(keep ? last : res);
		if (keep)
			last = res;
	}
	if (pq_of(s)->c != NULL)
		return last;
	PQclear(last);
	return NULL;
}

int
pq_simple(struct store *s, const char *sql, struct err *e)
{
	PGresult *res = pq_answer(s, PQsendQuery(pq_of(s)->c, sql));
	int rc = is_good(res) ? 0 : pq_fail(s, res, e, "");

	PQclear(res);
	return rc;
}
