/*
 * feed_config.h -- one feed as the configuration states it.  Decoded from the merge of
 * three maps: defaults, the settings of its tags (in the order it names them), and its
 * own keys.
 */
#ifndef FEEDS_FEED_CONFIG_H
#define FEEDS_FEED_CONFIG_H

#include "base/conf.h"
#include "base/secret.h"
#include "net/http.h"

enum feed_backlog { FEED_BACKLOG_QUIET, FEED_BACKLOG_RING };

struct feed_header_list {
	struct http_header *items;
	size_t n;
};

struct feed_config {
	struct conf_pos pos; /* where it stands */
	struct str name, url;
	bool enabled;
	int64_t every_ms; /* 0: by how often it posts */
	struct str lang, country;
	struct str_list tags;
	bool allow_private;
	struct feed_header_list headers;
	struct str user;
	struct secrets *password; /* read by the shell; NULL: none */
	struct str user_agent, proxy, client_cert, client_key, ca_file;
	int http;           /* enum http_version */
	int backlog;        /* enum feed_backlog */
	int64_t max_age_ms; /* -1: off; 0: the configuration's */
	int64_t max_body;   /* bytes */
	int64_t timeout_ms; /* of the whole fetch */
	bool websub;
	int64_t stale_ms;     /* silence that makes it stale; 0: learned */
	struct str_list tell; /* receivers that hear how it is */
};

extern const struct conf_table feed_config_table;

/* what a feed has that says nothing */
void feed_config_init(struct feed_config *out, struct conf_diag *d);
/*
 * map is one item of "feeds:".  defaults and tags ("tags:", a map of maps) may be NULL.
 * out was initialised, or copied from one that was.  Says what is wrong through d; false
 * after an error.
 */
bool feed_config_decode(const struct conf *map, const struct conf *defaults,
    const struct conf *tags, struct feed_config *out, struct conf_diag *d);
/* "defaults", or one of "tags": what is wrong in it, though no feed may have it. */
void feed_config_check_shared(const struct conf *map, struct conf_diag *d);
/* Two feeds of one name are an error; of one address a warning. */
void feed_config_check_all(const struct feed_config *feeds, size_t n,
    struct conf_diag *d);

/* Changes when the request would look different to the server: validators do not outlive
 * it. */
uint64_t feed_config_request_hash(const struct feed_config *f);

#endif
