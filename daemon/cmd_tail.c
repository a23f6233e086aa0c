/* cmd_tail.c -- `tocsin tail`: what happens, as it happens, from the daemon's log. */
#include "config.h"

#include <sysexits.h>
#include <syslog.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/json.h"
#include "daemon/client.h"
#include "daemon/command.h"
#include "daemon/metrics.h"

struct tail {
	struct buf partial; /* a line that has not ended yet */
	bool json, colour;
	bool any; /* of the ones below was asked for */
	bool alerts, facts, polls;
	struct str find;
};

/* ---- one line ---- */

static bool
is_of(struct str event, const char *family)
{
	struct str f = str_of(family);

	return str_starts(event, f) && (event.n == f.n || event.p[f.n] == '.');
}

static bool
is_wanted(const struct tail *t, struct str line)
{
	struct str event = logfmt_get(line, STR("event"));

	if (t->find.n > 0 && str_find(line, t->find) == STR_NOWHERE)
		return false;
	return !t->any || (t->alerts && is_of(event, "alert")) || (t->facts && is_of(event, "fact")) ||
	    (t->polls && is_of(event, "poll"));
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
	if (!is_wanted(t, rest))
		return;
	if (t->json)
		print_json(when, priority, rest);
	else if (t->colour)
		printf("\033[2m%.*s\033[0m %s%.*s\033[0m\n", STR_ARG(str_sub(when, 11, 19)),
		    colour_of((int)priority, logfmt_get(rest, STR("event"))), STR_ARG(rest));
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
	const char *name;
	size_t flag;
} flags[] = {
	{ "--alerts", offsetof(struct tail, alerts) },
	{ "--facts", offsetof(struct tail, facts) },
	{ "--polls", offsetof(struct tail, polls) },
};

static bool
take_flag(struct tail *t, const char *word)
{
	for (size_t i = 0; i < NELEM(flags); i++)
		if (strcmp(word, flags[i].name) == 0) {
			*(bool *)((char *)t + flags[i].flag) = true;
			t->any = true;
			return true;
		}
	return false;
}

int
cmd_tail(int argc, char **argv)
{
	struct tail t = { .colour = isatty(STDOUT_FILENO) != 0 };
	uint64_t lines = 20;
	bool follow = false;
	struct arena a;
	struct str socket;
	char path[64];
	struct err e;
	int status;

	arena_init(&a);
	socket = client_socket(&argc, argv, &a);
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-f") == 0)
			follow = true;
		else if (strcmp(argv[i], "--json") == 0)
			t.json = true;
		else if (strcmp(argv[i], "-n") == 0 && i + 1 < argc && str_uint(str_of(argv[i + 1]), &lines))
			i++;
		else if (strcmp(argv[i], "--find") == 0 && i + 1 < argc)
			t.find = str_of(argv[++i]);
		else if (!take_flag(&t, argv[i])) {
			arena_clear(&a);
			return usage_error("tail", "what is '%s'?", argv[i]);
		}
	}
	snprintf(path, sizeof(path), "/log?lines=%llu%s", (unsigned long long)lines,
	    follow ? "&follow=1" : "");
	buf_init(&t.partial, 65536);
	status = client_stream(socket, path, on_piece, &t, &e);
	if (status == -1)
		command_error("tail", &e);
	buf_clear(&t.partial);
	arena_clear(&a);
	return status == -1 ? EX_UNAVAILABLE : 0;
}
