/* cmd_tail.c -- `tocsin tail`: what happens, as it happens, from the daemon's log. */
#include "config.h"

#include <sysexits.h>
#include <syslog.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/client.h"
#include "daemon/command_json.h"
#include "daemon/metrics.h"
#include "net/url.h"

struct tail {
	struct buf partial; /* a line that has not ended yet */
	bool json, colour;
};

/* ---- one line ---- */

static bool
is_of(struct str event, const char *family)
{
	struct str f = str_of(family);

	return str_starts(event, f) && (event.n == f.n || event.p[f.n] == '.');
}

static const char *
colour_of(int level, struct str event)
{
	if (is_of(event, "alert"))
		return "\033[1;31m";
	if (level <= LOG_ERR)
		return "\033[31m";
	if (level == LOG_WARNING)
		return "\033[33m";
	return is_of(event, "fact") ? "\033[36m" : "\033[2m";
}

static void
print_json(struct str when, int64_t level, struct str line)
{
	struct str rest = line, key, value;
	struct buf b;
	struct json j;

	buf_init(&b, 65536);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "time", when);
	json_kint(&j, "level", level);
	while (logfmt_next(&rest, &key, &value)) {
		int64_t number;

		json_name(&j, key);
		if (str_int(value, &number))
			json_int(&j, number);
		else
			json_str(&j, value);
	}
	json_close(&j);
	printf("%.*s\n", STR_ARG(buf_str(&b)));
	buf_clear(&b);
}

/* "6 2026-11-22T04:00:00.123Z event=…" */
static void
print_line(struct tail *t, struct str line)
{
	struct str rest = line, level = str_word(&rest), when = str_word(&rest);
	int64_t priority = LOG_INFO;

	rest = str_trim(rest);
	str_int(level, &priority);
	if (t->json)
		print_json(when, priority, rest);
	else if (t->colour)
		printf("\033[2m%.*s\033[0m %s%.*s\033[0m\n",
		    STR_ARG(str_sub(when, 11, 19)),
		    colour_of((int)priority, logfmt_get(rest, STR("event"))),
		    STR_ARG(rest));
	else
		printf("%.*s %.*s\n", STR_ARG(when), STR_ARG(rest));
	fflush(stdout);
}

static bool
on_piece(void *arg, struct str piece)
{
	struct tail *t = arg;
	size_t end;

	while ((end = str_chr(piece, '\n')) != STR_NOWHERE) {
		buf_add(&t->partial, str_sub(piece, 0, end));
		print_line(t, buf_str(&t->partial));
		buf_reset(&t->partial);
		piece = str_sub(piece, end + 1, piece.n);
	}
	buf_add(&t->partial, piece);
	return !ferror(stdout);
}

/* ---- the command ---- */

static const struct {
	struct str name, family; /* of events in the log */
} flags[] = {
	{ STR_INIT("--alerts"), STR_INIT("alert") },
	{ STR_INIT("--facts"), STR_INIT("fact") },
	{ STR_INIT("--polls"), STR_INIT("poll") },
};

static bool
take_flag(struct buf *of, const char *word)
{
	for (size_t i = 0; i < NELEM(flags); i++)
		if (str_eq(str_of(word), flags[i].name)) {
			buf_printf(of, "%s%.*s", of->n > 0 ? "%2C" : "",
			    STR_ARG(flags[i].family));
			return true;
		}
	return false;
}

/* The value of the option at *i, or NULL. */
static const char *
value_of(int argc, char **argv, int *i)
{
	return *i + 1 < argc ? argv[++*i] : NULL;
}

static bool
read_lines(const char *value, uint64_t *lines)
{
	if (value == NULL)
		return usage_error("tail", "-n needs a number of lines") == 0;
	return str_uint(str_of(value), lines) ||
	    usage_error("tail", "-n takes a number of lines, not '%s'", value) == 0;
}

/* What is asked of the daemon; false: a word is none of ours, and was said to be. */
static bool
read_words(int argc, char **argv, struct buf *path)
{
	const char *find = NULL;
	uint64_t lines = 20;
	bool follow = false, good = true;
	struct buf of;

	buf_init(&of, 256);
	for (int i = 1; i < argc && good; i++) {
		if (strcmp(argv[i], "-f") == 0)
			follow = true;
		else if (strcmp(argv[i], "-n") == 0)
			good = read_lines(value_of(argc, argv, &i), &lines);
		else if (strcmp(argv[i], "--find") == 0)
			good = (find = value_of(argc, argv, &i)) != NULL ||
			    usage_error("tail", "--find needs a text") == 0;
		else if (!take_flag(&of, argv[i]))
			good = usage_error("tail", "what is '%s'?", argv[i]) == 0;
	}
	buf_printf(path, "/log?lines=%llu%s%s%.*s", (unsigned long long)lines,
	    follow ? "&follow=1" : "", of.n > 0 ? "&of=" : "", STR_ARG(buf_str(&of)));
	if (find != NULL) {
		buf_cstr(path, "&find=");
		url_escape(path, str_of(find));
	}
	buf_clear(&of);
	return good;
}

int
cmd_tail(int argc, char **argv)
{
	struct tail t = { .colour = isatty(STDOUT_FILENO) != 0,
		.json = take_json(&argc, argv) };
	struct arena a;
	struct str socket;
	struct buf path;
	struct err e;
	int rc = EX_USAGE;

	arena_init(&a);
	buf_init(&path, 4096);
	buf_init(&t.partial, 65536);
	socket = client_socket(&argc, argv, &a);
	if (read_words(argc, argv, &path)) {
		rc = client_stream(socket, arena_cstr(&a, buf_str(&path)), on_piece, &t,
			 &e) == -1
		    ? command_error("tail", &e, EX_UNAVAILABLE)
		    : 0;
	}
	buf_clear(&t.partial);
	buf_clear(&path);
	arena_clear(&a);
	return rc;
}
