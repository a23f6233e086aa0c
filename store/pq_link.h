/*
 * pq_link.h -- the connection to a PostgreSQL server (pq_link.c), for db_pq.c.  Every
 * wait for the server has an end: after PATIENCE the link is given up and the next
 * transaction makes a new one, to whichever host of the address can be written to.
 */
#ifndef STORE_PQ_LINK_H
#define STORE_PQ_LINK_H

#include <libpq-fe.h>

#include "store/db.h"

/* A node that is stopped amid a transaction keeps its locks, and all others wait for
 * them: the server ends it. */
#define PQ_FROZEN "idle_in_transaction_session_timeout = '10s'"

struct pq {
	PGconn *c; /* NULL: given up */
	char *address;
	bool prepared[SQL_N];
	bool fast;     /* commits may be lost with the server's power */
	bool unnamed;  /* a pooler gives each transaction another session: nothing is kept
			  in one */
	bool for_ever; /* what runs now reads or changes whole tables */
	int64_t patience_ms;
	const char *gave_up; /* why, since the link was given up */
};

static inline struct pq *
pq_of(const struct store *s)
{
	return s->db;
}

/* Makes the link if there is none.  Never within a transaction: what was said in it is
 * gone. */
int pq_link(struct store *s, struct err *e);
bool pq_linked(const struct pq *q);
void pq_give_up(struct pq *q, const char *why);

/* Until the server has said something; false: the link is lost. */
bool pq_await(struct store *s);
/* The last answer to what was sent, or the first that failed; NULL: the link is lost. */
PGresult *pq_answer(struct store *s, int sent);
/* Statements without arguments, that answer nothing. */
int pq_simple(struct store *s, const char *sql, struct err *e);
/* The fault, and the server's own sentence, its first line; -1. */
int pq_fail(struct store *s, const PGresult *res, struct err *e, const char *what);

#endif
