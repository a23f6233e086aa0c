/*
 * log.h -- one line an event, in logfmt: event=poll feed=sohr status=200 new=3.  Event
 * names and keys are an interface that operators tail (tocsin-events(7)).  Values are
 * escaped here and nowhere else, so that no text of a feed can forge a line.
 *
 *	LOG(LOG_INFO, "poll", log_str("feed", name), log_int("status", 200));
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <syslog.h>

#include "base/buf.h"
#include "base/str.h"

struct log_field {
	const char *key; /* NULL ends the list */
	bool number;
	struct str text;
	int64_t value;
};

static inline struct log_field
log_str(const char *key, struct str s)
{
	return (struct log_field){ .key = key, .text = s };
}
static inline struct log_field
log_cstr(const char *key, const char *s)
{
	return (struct log_field){ .key = key, .text = str_of(s) };
}
static inline struct log_field
log_int(const char *key, int64_t v)
{
	return (struct log_field){ .key = key, .number = true, .value = v };
}

#define LOG(level, event, ...) \
	log_event((level), (event), (struct log_field[]){ __VA_ARGS__, { .key = NULL } })

enum log_target { LOG_TO_STDERR, LOG_TO_SYSLOG, LOG_TO_NONE };

/* Once, at start.  The terminal gets colour, a pipe plain lines, syslog(3) its own
 * priority. */
void log_open(enum log_target to, const char *ident, int max_level);
void log_set_level(int max_level);
void log_event(int level, const char *event, const struct log_field *fields);

/* The line as it is logged, without its end; the pure half, for tests and the journal. */
void log_line(struct buf *out, const char *event, const struct log_field *fields);

/* Called with each line after it was logged; for `tocsin tail`.  NULL: nobody. */
typedef void log_tap(void *arg, int level, struct str line);
void log_set_tap(log_tap *tap, void *arg);

#endif
