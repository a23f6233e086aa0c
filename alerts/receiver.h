/*
 * receiver.h -- who is told, and how: one row of receiver_kinds[] for each way. A
 * struct receiver is decoded from the configuration and lives as long as it.  Rendering
 * is pure: alert and delivery in, the bytes to be sent out, in the arena;
 * daemon/delivery.c moves them.  Adding a kind is a row, an option table, a renderer
 * and a golden file (tests/cases/receivers/).
 *
 *	receivers:
 *	  desk: {email: {to: desk@example.org, smtp: "smtps://mail.example.org", from: …}}
 *	  ops: {webhook: {url: "https://…", secret: {credential: ops-hook}}}
 */
#ifndef ALERTS_RECEIVER_H
#define ALERTS_RECEIVER_H

#include "alerts/alert.h"
#include "alerts/outbox.h"
#include "alerts/receiver_options.h"
#include "base/secret.h"

enum receiver_kind_id {
	RECEIVER_EMAIL,
	RECEIVER_WEBHOOK,
	RECEIVER_SLACK,
	RECEIVER_MATTERMOST,
	RECEIVER_DISCORD,
	RECEIVER_TEAMS,
	RECEIVER_NTFY,
	RECEIVER_MATRIX,
	RECEIVER_TELEGRAM,
	RECEIVER_PAGERDUTY,
	RECEIVER_APPRISE,
	RECEIVER_ALERTMANAGER,
	RECEIVER_SYSLOG,
	RECEIVER_JOURNAL,
	RECEIVER_EXEC,
	RECEIVER_FILE,
	RECEIVER_KIND_N
};

struct receiver {
	struct str name;
	enum receiver_kind_id kind;
	int min_severity; /* enum severity; what is below is not sent here */
	int64_t timeout_ms;
	int64_t in_flight;    /* messages under way at once */
	int64_t pace_ms;      /* least time between two messages */
	int64_t heartbeat_ms; /* 0: none */
	int64_t digest_ms;    /* 0: each alert is its own message */
	int64_t digest_count; /* a digest leaves earlier when it holds so many */
	int64_t review_ms; /* a person releases what goes here, or so much time passes; 0:
			      it goes at once */
	union {
		struct email_options email;
		struct http_target http; /* opens each of those that speak HTTP */
		struct webhook_options webhook;
		struct chat_options chat;
		struct alertmanager_options alertmanager;
		struct syslog_options syslog;
		struct command_options command;
	} u;
};

/* One entry of "receivers:": {KIND: {…}, severity: …, heartbeat: …}. */
extern const struct conf_table receiver_common_table;
void receiver_decode(struct receiver *r, struct str name, const struct conf *node,
    struct conf_diag *d);
/* Whom it writes to: the addresses of an e-mail receiver, a message each; "" for all
 * others. */
size_t receiver_targets(const struct receiver *r);
struct str receiver_target(const struct receiver *r, size_t i);
bool receiver_has_target(const struct receiver *r, struct str target);
/* All of its secrets, for the shell to load and wipe. */
size_t receiver_secrets(struct receiver *r, struct secrets *out[], size_t max);

/* ---- rendering ---- */

#define DELIVERY_ALERTS_MAX 100
struct delivery {
	struct str id;     /* outbox_id() */
	struct str target; /* receiver_target() */
	unsigned attempt;  /* from 1 */
	int64_t now_ms;
	const struct alert *const *alerts; /* one, or a group for kinds that take many */
	size_t n;
	struct str group; /* group key; empty: none */
	struct str host;  /* this machine's name */
	struct str link;  /* where our own pages are; empty: nowhere */
	/* what an earlier verdict of this incident asked to remember */
	struct str thread;
	unsigned reminder; /* which one of an alert that nobody acknowledged; 0: none */
	struct str undelivered; /* in words, for the message; empty: all arrived */
};

/* SYSLOG: syslog(3); STREAM: a remote one; JOURNAL: a datagram; EXEC: standard input of
 * argv. */
enum delivery_by {
	BY_HTTP,
	BY_SMTP,
	BY_SYSLOG,
	BY_STREAM,
	BY_JOURNAL,
	BY_EXEC,
	BY_FILE,
	BY_N
};

struct delivery_request {
	enum delivery_by by;
	struct http_request http;
	struct smtp_message smtp;
	int priority; /* LOG_*, with the facility */
	struct str bytes;
	struct str to; /* where bytes go: address or path */
	const struct str *argv, *env;
	size_t n_argv, n_env;
};

struct receiver_kind {
	const char *name, *help;
	enum delivery_by by;
	bool many; /* one message can carry several alerts */
	/* answers with a name that later messages of an incident refer to */
	bool threads;
	const struct conf_table *table;
	/* What the table cannot say: keys that need each other. */
	void (*check)(struct receiver *r, const struct conf *node, struct conf_diag *d);
	int (*render)(struct delivery_request *out, const struct receiver *r,
	    const struct delivery *dl, struct arena *a, struct err *e);
	/* Reads an HTTP answer in its own way after verdict_http(); NULL: nothing to add.
	 */
	void (*judge)(struct verdict *v, const struct http_response *r);
	const size_t *secrets; /* offsets in struct receiver, ends with 0 */
};
extern const struct receiver_kind receiver_kinds[RECEIVER_KIND_N];

/* -1: the alert cannot be said in this kind's terms, and never will be. */
int receiver_render(const struct receiver *r, const struct delivery *dl, struct arena *a,
    struct delivery_request *out, struct err *e);
/* "I am alive": a webhook that stops when Tocsin does. */
int receiver_heartbeat(const struct receiver *r, int64_t now_ms, struct str host,
    struct arena *a, struct delivery_request *out, struct err *e);
void receiver_judge(const struct receiver *r, const struct http_response *rs,
    struct verdict *v);

#endif
