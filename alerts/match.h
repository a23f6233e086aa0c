/*
 * match.h -- matchers with Alertmanager's syntax: name="value" != =~ !~, regular
 * expressions anchored at both ends (POSIX extended), and a list of them that must all
 * hold.
 */
#ifndef ALERTS_MATCH_H
#define ALERTS_MATCH_H

#include <regex.h>

#include "alerts/labels.h"

enum match_op { MATCH_EQUAL, MATCH_NOT_EQUAL, MATCH_REGEX, MATCH_NOT_REGEX };

struct matcher {
	struct str name, value;
	enum match_op op;
	regex_t regex;
};

struct matchers {
	struct matcher *items;
	size_t n;
};

/* {a="b", c=~"d|e"}, with or without braces; quotes may be left out of plain values. */
int matchers_parse(struct matchers *out, struct str s, struct arena *a, struct err *e);
void matchers_clear(struct matchers *m); /* regular expressions live outside the arena */
/* A name that stands several times matches by any; a negation holds if none matches. */
bool matchers_hold(const struct matchers *m, const struct labels *l);

#endif
