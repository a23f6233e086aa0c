/*
 * err.h -- one sentence for people, in a struct the caller owns.
 * Fallible functions return 0 or -1 (or a pointer) and take a struct err * last.  The
 * callee writes the sentence, callers may put their own context in front; nobody parses
 * it.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/manual.h"

/* What whoever asked can do about it; told to programs as a status of HTTP or an exit
 * code. */
enum err_kind {
	ERR_FAILED, /* nothing: it is not their doing */
	ERR_ASKED,  /* ask otherwise */
	ERR_ABSENT, /* name another: this one is not there */
	ERR_EXISTS, /* name another: this one is there already */
	ERR_DENIED, /* ask as somebody else */
	ERR_LATER,  /* ask again */
	ERR_CONFIG, /* mend the configuration */
	ERR_KIND_N
};

struct err {
	char msg[512];
	enum err_kind kind;
	enum manual see; /* where the manual says more; MANUAL_NONE: whoever prints it
			    knows */
};

/* All return -1, so that a failing function can end with "return err_set(...)". */
__attribute__((format(printf, 2, 3))) int err_set(struct err *e, const char *fmt, ...);
__attribute__((format(printf, 2, 3))) int err_asked(struct err *e, const char *fmt, ...);
__attribute__((format(printf, 2, 3))) int err_absent(struct err *e, const char *fmt, ...);
/* "context: what it said before" */
__attribute__((format(printf, 2, 3))) int err_wrap(struct err *e, const char *fmt, ...);
static inline enum manual
err_manual(const struct err *e, enum manual otherwise)
{
	return e->see != MANUAL_NONE ? e->see : otherwise;
}

/* Of that kind, unless who was nearer to the cause knew. */
int err_as(struct err *e, enum err_kind kind);
/* Points to a section, unless who was nearer to the cause did. */
int err_see(struct err *e, enum manual see);

#endif
