/*
 * manual.h -- where the manual says more.  Every section that an error points to is a row
 * of one table; what prints an error for people ends it with manual_see().
 */
#ifndef BASE_MANUAL_H
#define BASE_MANUAL_H

#include "base/str.h"

enum manual {
	MANUAL_NONE,
	MANUAL_YAML,
	MANUAL_KEYS,
	MANUAL_FEEDS,
	MANUAL_ROUTES,
	MANUAL_RECEIVERS,
	MANUAL_SECRETS,
	MANUAL_RULES,
	MANUAL_COMMANDS,
	MANUAL_OPTIONS,
	MANUAL_STORE,
	MANUAL_CONTROL,
	MANUAL_HTTP,
	MANUAL_EVENTS,
	MANUAL_N
};

/* "tocsin.yaml(5), FEEDS"; empty for MANUAL_NONE. */
extern const char *const manual_sections[MANUAL_N];

/* " (see tocsin.yaml(5), FEEDS)"; empty for MANUAL_NONE. */
struct manual_see {
	char text[48];
};
struct manual_see manual_see(enum manual m);

/* The section by its words, as an answer of the daemon has them; MANUAL_NONE: no such
 * one. */
enum manual manual_named(struct str words);
/* Where to read about an event of the log that tells of trouble. */
enum manual manual_of_event(const char *event);

#endif
