/* log.c -- see log.h.  The only mutable state of the folder: where lines go, and how
 * many. */
#include "config.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/log.h"
#include "base/manual.h"
#include "base/utf8.h"
#include "base/wall.h"

#define LIMIT_LINE 4096

static enum log_target target = LOG_TO_STDERR;
static _Atomic int max_level = LOG_INFO; /* other threads log while it is set */
static log_tap *tap;
static void *tap_arg;
static int tty = -1; /* of standard error; not known yet */

void
log_open(enum log_target to, const char *ident, int level)
{
	target = to;
	max_level = level;
	if (to == LOG_TO_SYSLOG)
		openlog(ident, LOG_PID | LOG_NDELAY, LOG_DAEMON);
}

void
log_set_level(int level)
{
	max_level = level;
}

void
log_set_tap(log_tap *f, void *arg)
{
	tap = f;
	tap_arg = arg;
}

static bool
is_plain(struct str s)
{
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == '"' || s.p[i] == '=' ||
		    s.p[i] == '\\')
			return false;
	return true;
}

static void
add_value(struct buf *out, struct str s)
{
	struct buf clean;

	s = str_sub(s, 0, utf8_floor(s, LIMIT_LINE / 4));
	if (is_plain(s)) {
		buf_add(out, s);
		return;
	}
	buf_init(&clean, LIMIT_LINE);
	utf8_clean(&clean, s, false);
	s = buf_str(&clean);
	buf_byte(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, s.p[i]);
	}
	buf_byte(out, '"');
	buf_clear(&clean);
}

void
log_line(struct buf *out, const char *event, const struct log_field *f)
{
	char number[STR_DECIMAL];

	buf_cstr(out, "event=");
	buf_cstr(out, event);
	for (; f->key != NULL; f++) {
		buf_byte(out, ' ');
		buf_cstr(out, f->key);
		buf_byte(out, '=');
		if (f->number)
			buf_add(out, str_decimal(number, f->value));
		else
			add_value(out, f->text);
	}
}

static void
to_stderr(int level, struct str line)
{
	static const char *const colour[] = { [LOG_EMERG] = "\033[1;31m",
		[LOG_ALERT] = "\033[1;31m",
		[LOG_CRIT] = "\033[1;31m",
		[LOG_ERR] = "\033[31m",
		[LOG_WARNING] = "\033[33m",
		[LOG_NOTICE] = "\033[1m",
		[LOG_INFO] = "",
		[LOG_DEBUG] = "\033[2m" };
	char when[DATE_TEXT];
	struct buf out;

	if (tty < 0)
		tty = isatty(STDERR_FILENO);
	buf_init(&out, LIMIT_LINE + 64);
	buf_cstr(&out, tty > 0 ? colour[level & 7] : "");
	buf_add(&out, date_rfc3339(when, wall_ms()));
	buf_byte(&out, ' ');
	buf_add(&out, line);
	buf_cstr(&out, tty > 0 ? "\033[0m\n" : "\n");
	/* One call, so that lines of several processes do not mix. */
	fwrite(out.p, 1, out.n, stderr);
	buf_clear(&out);
}

/* Trouble says where to read on, unless its fields do. */
static void
point(struct buf *line, const char *event, const struct log_field *f)
{
	while (f->key != NULL && strcmp(f->key, "see") != 0)
		f++;
	if (f->key == NULL)
		buf_printf(line, " see=\"%s\"", manual_sections[manual_of_event(event)]);
}

void
log_event(int level, const char *event, const struct log_field *fields)
{
	struct buf line;

	if (level > max_level && tap == NULL)
		return;
	buf_init(&line, LIMIT_LINE);
	log_line(&line, event, fields);
	if (level <= LOG_WARNING)
		point(&line, event, fields);
	if (level <= max_level && target == LOG_TO_STDERR)
		to_stderr(level, buf_str(&line));
	if (level <= max_level && target == LOG_TO_SYSLOG)
		syslog(level, "%.*s", STR_ARG(buf_str(&line)));
	if (tap != NULL)
		tap(tap_arg, level, buf_str(&line));
	buf_clear(&line);
}
