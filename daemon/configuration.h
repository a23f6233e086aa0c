/*
 * configuration.h -- tocsin.yaml, read, checked and turned into values: an object that
 * does not change any more.  Whoever keeps parts of it holds a reference; a reload makes
 * a new one beside the old.  (Not called config.h: that name belongs to autoconf.)
 */
#ifndef DAEMON_CONFIGURATION_H
#define DAEMON_CONFIGURATION_H

#include <stdio.h>

#include "alerts/receiver.h"
#include "alerts/route.h"
#include "alerts/rule.h"
#include "base/arena.h"
#include "base/conf.h"
#include "feeds/feed_config.h"

struct config_source {
	struct str file, bytes;
};

struct config_store {
	/* a path or "postgresql://…"; never empty after config_load() */
	struct str address;
	int64_t keep_ms;     /* 0: for ever */
	int64_t keep_events; /* of the event log */
	/* Of a store that several nodes share: */
	/* what this one is called; empty: by its machine and state_dir */
	struct str node;
	int64_t lease_ms, takeover_ms;
	int claim; /* enum config_claim */
};

enum config_claim { CONFIG_CLAIM_SKIP_LOCKED, CONFIG_CLAIM_ATOMIC };

struct config_http {
	struct str listen; /* "127.0.0.1:8470", "[::1]:8470", "unix:/path"; empty: off */
	struct str base;   /* where people reach it, without the last slash; for links in
			      alerts */
	/* names it answers to beside loopback, listen's and base's */
	struct str_list hosts;
	struct secrets token; /* what acting over HTTP asks for; none: it is off */
	int64_t max_clients;
};

struct config_websub {
	struct str callback; /* the public address of listen; empty: hubs are not asked */
	struct str listen;
};

struct config_log {
	int to;    /* enum config_log_to */
	int level; /* LOG_* */
};
enum config_log_to { CONFIG_LOG_AUTO, CONFIG_LOG_STDERR, CONFIG_LOG_SYSLOG };

struct config_basemap { /* bytes empty: the page's own */
	struct str path, bytes, etag;
	const char *type;
};

struct config_metrics {
	bool per_feed;
};

struct config_limits {
	int64_t workers; /* at most; 0: one for each processor */
	/* wall clock of one document in a worker, and its CPU time */
	int64_t job_time_ms;
	int64_t job_memory;      /* bytes of address space beyond what the packs take */
	int64_t max_transfers;   /* at once, all hosts */
	int64_t host_spacing_ms; /* between two requests to one host */
};

struct config_nodes { /* as written; NULL: absent, or decoded */
	const struct conf *feeds, *defaults, *tags, *rules, *receivers;
	const struct conf *route, *inhibit_rules, *time_intervals;
};

/* Of the service; a command takes it where -c names no other. */
#define CONFIG_FILE PKGCONFDIR "/tocsin.yaml"

struct config {
	struct arena arena; /* holds everything below but the nodes */
	struct arena tree;  /* until it is decoded */
	struct conf_diag diag;
	struct config_source *sources; /* every file that was read */
	size_t n_sources, cap_sources;
	unsigned refs;
	bool unread;   /* the machine failed to read a file of it, which may be without
			  mistakes */
	uint64_t hash; /* of all sources: which configuration runs */

	struct str file, state_dir, control, user_agent, proxy, ca_file;
	struct str_list include, data;
	struct config_store store;
	struct config_http http;
	struct config_websub websub;
	struct config_log log;
	struct config_limits limits;
	struct config_metrics metrics;
	struct config_basemap basemap;
	int64_t max_age_ms; /* entries older than this ring nothing; -1: off */
	struct config_nodes nodes;

	struct feed_config *feeds;
	size_t n_feeds;
	struct rules rules;
	struct receiver *receivers;
	size_t n_receivers;
	struct routing routing;
};

/* the top level; doc and help come from it */
extern const struct conf_table config_table;

/* The sections that are decoded by code of their own, and the table of what they hold:
 * for whoever lists keys.  Receivers are not among them: theirs depends on their kind. */
enum config_shape { CONFIG_ONE, CONFIG_LIST, CONFIG_MAP };
struct config_section {
	const char *name;
	const char *title; /* NULL: said with the row before, whose table it shares */
	enum config_shape shape;
	bool whole; /* what is needed stands in each, not in another section */
	const struct conf_table *of;
};
extern const struct config_section config_sections[]; /* ends with .name NULL */

/* Never NULL.  diag.errors says whether it may be used; the caller holds the first
 * reference. */
struct config *config_load(const char *path);
/* The same from bytes, without includes: for tests and fuzzing. */
struct config *config_parse(struct str file, struct str bytes);
struct config *config_ref(struct config *c);
void config_unref(struct config *c); /* NULL is fine */

/* Parts of config_load(): feeds, rules, receivers and what they say of each other. */
void config_decode_sections(struct config *c);
void config_decode_rules(struct config *c);
/* What it names outside itself, as far as it is not there. */
void config_check_files(struct config *c, const struct conf *root);
/* The file that web.basemap names; its mistakes are the configuration's. */
void config_read_basemap(struct config *c, const struct conf *root);
/* false: it is absent, or it is something else, which was said. */
bool config_is_kind(struct config *c, const struct conf *node, enum conf_kind kind,
    const char *says);

/* What is wrong, a line each; on a terminal with the source line and a caret below it. */
void config_report(const struct config *c, FILE *to);
/* Every key of the top level with its default and what it does, as a file that may be
 * read; what has no default is a comment. */
void config_print_defaults(FILE *to);
/* The first error as one line, for STATUS= and the control socket.  Gives -1. */
int config_first_error(const struct config *c, struct err *e);

#endif
