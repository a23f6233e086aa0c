/*
 * cmd_status.c -- `tocsin status`: one screen -- is it healthy, what failed, what rang,
 * what is late; and `tocsin top`, the same again and again.  Everything comes from the
 * read API.
 */
#include "config.h"

#include <jansson.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/utf8.h"
#include "base/wall.h"
#include "daemon/client.h"
#include "daemon/command_json.h"

struct screen {
	struct str socket;
	bool colour;
	unsigned rows; /* of each list */
	json_t *status, *feeds, *alerts, *receivers;
	char trouble[512]; /* "" when ready */
};

/* ---- asking ---- */

static json_t *
ask(const struct screen *s, const char *path, struct err *e)
{
	struct buf b;
	json_t *answer = NULL;

	buf_init(&b, 64u << 20);
	if (client_ask(s->socket, "GET", path, STR(""), &b, e) != -1)
		answer = json_loadb(b.p == NULL ? "" : b.p, b.n, 0, NULL);
	buf_clear(&b);
	return answer;
}

static int
ask_all(struct screen *s, struct err *e)
{
	struct buf b;
	int status;

	buf_init(&b, 65536);
	status = client_ask(s->socket, "GET", "/readyz", STR(""), &b, e);
	s->trouble[0] = '\0';
	if (status != -1 && status != 200)
		str_copy(s->trouble, sizeof(s->trouble), str_trim(buf_str(&b)));
	buf_clear(&b);
	if (status == -1)
		return -1;
	s->status = ask(s, "/api/v1/status", e);
	s->feeds = ask(s, "/api/v1/feeds", e);
	s->alerts = ask(s, "/api/v1/alerts?limit=20", e);
	s->receivers = ask(s, "/api/v1/receivers", e);
	return s->status == NULL ? err_set(e, "the daemon gave no status") : 0;
}

static void
forget(struct screen *s)
{
	json_decref(s->status);
	json_decref(s->feeds);
	json_decref(s->alerts);
	json_decref(s->receivers);
}

/* ---- printing ---- */

static struct str
text(const json_t *o, const char *key)
{
	const char *v = json_string_value(json_object_get(o, key));

	return v == NULL ? STR("") : str_of(v);
}

static long long
number(const json_t *o, const char *key)
{
	return (long long)json_integer_value(json_object_get(o, key));
}

/* Words of strangers: nothing a terminal would obey, cut to a width. */
static void
print_words(struct str s, size_t most)
{
	struct buf b;

	buf_init(&b, 4096);
	utf8_clean(&b, str_sub(s, 0, utf8_floor(s, most)), false);
	printf("%.*s", STR_ARG(buf_str(&b)));
	buf_clear(&b);
}

/* "3m ago", "in 2h", "never" */
static const char *
ago(struct str when, char out[DATE_TEXT + 8])
{
	int64_t ms, d;
	char span[DATE_TEXT];

	if (!date_parse(when, &ms))
		return "never";
	d = wall_ms() - ms;
	duration_text(span, (d < 0 ? -d : d) / MS_SECOND * MS_SECOND);
	snprintf(out, DATE_TEXT + 8, d < 0 ? "in %s" : "%s ago", span);
	return out;
}

static bool
is_well(const struct screen *s)
{
	return str_eq(text(s->status, "state"), STR("ok")) && s->trouble[0] == '\0';
}

#define LATE_S 60 /* a poll that waits its turn is not late */

static void
print_late(const struct screen *s)
{
	int64_t late = number(s->status, "oldest_overdue_s");
	char span[DATE_TEXT];

	if (late < LATE_S)
		printf("late      no feed\n");
	else
		printf("late      a feed by %s\n",
		    duration_text(span, late * MS_SECOND).p);
}

/* How many are in each state. */
static void
print_counts(const json_t *feeds)
{
	const char *state, *before = "feeds     ";
	const json_t *n;

	json_object_foreach((json_t *)(uintptr_t)feeds, state,
	    n) if (json_integer_value(n) > 0)
	{
		printf("%s%lld %s", before, (long long)json_integer_value(n), state);
		before = ", ";
	}
	printf("%s\n",
	    strcmp(before, ", ") == 0 ? ""
				      : "feeds     none: it watches nothing yet (tocsin "
					"init, tocsin feed add)");
}

static void
print_known(const json_t *status)
{
	static const char *const of[][2] = { { "entries", "entry" }, { "facts", "fact" },
		{ "incidents", "incident" } };

	for (size_t i = 0; i < NELEM(of); i++) {
		int64_t n = number(status, of[i][0]);

		printf("%s%lld %s", i == 0 ? "known     " : ", ", (long long)n,
		    of[i][n == 1]);
	}
	printf("\n");
}

static void
print_head(const struct screen *s)
{
	char t[DATE_TEXT + 8];
	bool well = is_well(s);

	printf("%stocsind %.*s: %s%s",
	    s->colour ? (well ? "\033[1;32m" : "\033[1;33m") : "",
	    STR_ARG(text(s->status, "version")), well ? "all is well" : "needs attention",
	    s->colour ? "\033[0m" : "");
	printf(", started %s\n", ago(text(s->status, "started"), t));
	if (s->trouble[0] != '\0')
		printf("  %s\n", s->trouble);
	if (text(s->status, "reason").n > 0)
		printf("  %.*s\n", STR_ARG(text(s->status, "reason")));
	print_counts(json_object_get(s->status, "feeds"));
	print_late(s);
	print_known(s->status);
	printf("outbox    %lld to deliver, %lld given up\n",
	    number(json_object_get(s->status, "outbox"), "pending"),
	    number(json_object_get(s->status, "outbox"), "dead"));
}

static bool
is_troubled(const json_t *feed)
{
	struct str state = text(feed, "state");

	return !str_eq(state, STR("ok")) && !str_eq(state, STR("new")) &&
	    !str_eq(state, STR("disabled"));
}

static void
print_feeds(const struct screen *s)
{
	const json_t *items = json_object_get(s->feeds, "items"), *f;
	unsigned shown = 0, all = 0;
	char t[DATE_TEXT + 8];
	size_t i;

	json_array_foreach(items, i, f)
	{
		if (!is_troubled(f))
			continue;
		if (all++ == 0)
			printf("\nfeeds in trouble\n");
		if (shown++ >= s->rows)
			continue;
		printf("  %-20.*s %-8.*s last good %-12s ", STR_ARG(text(f, "name")),
		    STR_ARG(text(f, "state")), ago(text(f, "last_success"), t));
		print_words(text(f, "error").n > 0 ? text(f, "error") : text(f, "why"),
		    100);
		printf("\n");
	}
	if (all > shown)
		printf("  and %u more: tocsin feed list\n", all - shown);
}

static void
print_receivers(const struct screen *s)
{
	const json_t *items = json_object_get(s->receivers, "items"), *r;
	bool any = false;
	size_t i;

	json_array_foreach(items, i, r)
	{
		if (number(r, "dead") == 0 && number(r, "pending") == 0)
			continue;
		if (!any)
			printf("\nreceivers that wait\n");
		any = true;
		printf("  %-20.*s %lld waiting, %lld given up  ",
		    STR_ARG(text(r, "name")), number(r, "pending"), number(r, "dead"));
		print_words(text(r, "last_error").n > 0 ? text(r, "last_error")
							: text(r, "held"),
		    100);
		printf("\n");
	}
}

static void
print_alerts(const struct screen *s)
{
	const json_t *items = json_object_get(s->alerts, "items"), *al;
	char t[DATE_TEXT + 8];
	size_t i;

	printf("\nlast alerts\n");
	json_array_foreach(items, i, al)
	{
		const json_t *d = json_object_get(al, "data");

		if (i >= s->rows)
			break;
		printf("  %-10s %-9.*s ", ago(text(al, "timestamp"), t),
		    STR_ARG(text(d, "severity")));
		print_words(text(d, "summary"), 160);
		printf("\n");
	}
	if (json_array_size(items) == 0)
		printf("  none yet\n");
}

static void
print_screen(const struct screen *s)
{
	print_head(s);
	print_feeds(s);
	print_receivers(s);
	print_alerts(s);
}

static void
print_json(const struct screen *s)
{
	json_t *all = json_pack("{s:O? s:O? s:O? s:O? s:s}", "status", s->status, "feeds",
	    json_object_get(s->feeds, "items"), "alerts",
	    json_object_get(s->alerts, "items"), "receivers",
	    json_object_get(s->receivers, "items"), "trouble", s->trouble);

	json_dumpf(all, stdout, JSON_SORT_KEYS);
	printf("\n");
	json_decref(all);
}

/* ---- the commands ---- */

int
cmd_status(int argc, char **argv)
{
	struct screen s = { .colour = isatty(STDOUT_FILENO) != 0, .rows = 5 };
	bool json = take_json(&argc, argv), well;
	struct arena a;
	struct err e;

	arena_init(&a);
	s.socket = client_socket(&argc, argv, &a);
	if (argc > 1) {
		arena_clear(&a);
		return usage_error("status", "what is '%s'?", argv[1]);
	}
	if (ask_all(&s, &e) == -1) {
		arena_clear(&a);
		return command_error("status", &e, EX_UNAVAILABLE);
	}
	if (json)
		print_json(&s);
	else
		print_screen(&s);
	well = is_well(&s);
	forget(&s);
	arena_clear(&a);
	return well ? 0 : EX_TEMPFAIL;
}

static volatile sig_atomic_t interrupted;

static void
on_interrupt(int sig)
{
	(void)sig;
	interrupted = 1;
}

static unsigned
terminal_rows(void)
{
	struct winsize w;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == -1 || w.ws_row < 24)
		return 5;
	return (w.ws_row - 14u) / 2;
}

struct pace {
	uint64_t every_s, rounds;
	bool json;
};

static bool
read_number(const char *flag, const char *value, uint64_t *to)
{
	if (value == NULL || !str_uint(str_of(value), to) || *to == 0 ||
	    *to > INT32_MAX) {
		usage_error("top", "%s takes a number from 1, not '%s'", flag,
		    value == NULL ? "" : value);
		return false;
	}
	return true;
}

static bool
read_pace(int argc, char **argv, struct pace *p)
{
	for (int i = 1; i < argc; i += 2) {
		uint64_t *to = strcmp(argv[i], "-d") == 0 ? &p->every_s
		    : strcmp(argv[i], "-n") == 0          ? &p->rounds
							  : NULL;

		if (to == NULL)
			return usage_error("top", "what is '%s'?", argv[i]), false;
		if (!read_number(argv[i], i + 1 < argc ? argv[i + 1] : NULL, to))
			return false;
	}
	return true;
}

/* One picture; -1: the daemon does not answer. */
static int
show(struct screen *s, const struct pace *p, struct err *e)
{
	s->rows = terminal_rows();
	if (ask_all(s, e) == -1)
		return -1;
	printf("%s", s->colour && !p->json ? "\033[H\033[2J" : "");
	if (p->json)
		print_json(s);
	else
		print_screen(s);
	fflush(stdout);
	forget(s);
	return 0;
}

int
cmd_top(int argc, char **argv)
{
	struct screen s = { .colour = isatty(STDOUT_FILENO) != 0 };
	struct pace p = {
		.every_s = 2, .rounds = UINT64_MAX, .json = take_json(&argc, argv)
	};
	struct arena a;
	struct err e;
	int rc = 0;

	arena_init(&a);
	s.socket = client_socket(&argc, argv, &a);
	if (!read_pace(argc, argv, &p))
		rc = EX_USAGE;
	signal(SIGINT, on_interrupt);
	while (rc == 0 && p.rounds-- > 0 && !interrupted && !ferror(stdout)) {
		if (show(&s, &p, &e) == -1)
			rc = command_error("top", &e, EX_UNAVAILABLE);
		else if (p.rounds > 0 && !interrupted && !ferror(stdout))
			sleep((unsigned)p.every_s);
	}
	arena_clear(&a);
	return rc;
}
