/* err.c -- see err.h. */
#include "config.h"

#include <stdarg.h>

#include "base/err.h"
#include "base/utf8.h"

/*
 * A sentence may quote what strangers wrote, and ends on terminals: no control
 * characters, and no half of a character where it was cut off.
 */
static void
clean(struct err *e)
{
	struct str s = str_of(e->msg);
	char *to = e->msg;

	while (s.n > 0) {
		struct str was = s;
		uint32_t c = utf8_next(&s);
		size_t n = was.n - s.n;

		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c == UTF8_BAD && n == 1)) {
			*to++ = c == UTF8_BAD ? '?' : ' ';
			continue;
		}
		memmove(to, was.p, n);
		to += n;
	}
	*to = '\0';
}

__attribute__((format(printf, 3, 0))) static void
set(struct err *e, enum err_kind kind, const char *fmt, va_list ap)
{
	if (e == NULL)
		return;
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	clean(e);
	e->kind = kind;
	e->see = MANUAL_NONE;
}

int
err_set(struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, ERR_FAILED, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_asked(struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, ERR_ASKED, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_absent(struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, ERR_ABSENT, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_as(struct err *e, enum err_kind kind)
{
	if (e != NULL && e->kind == ERR_FAILED)
		e->kind = kind;
	return -1;
}

int
err_see(struct err *e, enum manual see)
{
	if (e != NULL && e->see == MANUAL_NONE)
		e->see = see;
	return -1;
}

int
err_wrap(struct err *e, const char *fmt, ...)
{
	char was[sizeof(e->msg)];
	va_list ap;
	int n;

	if (e == NULL)
		return -1;
	memcpy(was, e->msg, sizeof(was));
	va_start(ap, fmt);
	n = vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof(e->msg) - 2) {
		memcpy(e->msg + n, ": ", 2);
		str_copy(e->msg + n + 2, sizeof(e->msg) - (size_t)n - 2, str_of(was));
	}
	clean(e);
	return -1;
}
