/*
 * cmd_init.c -- `tocsin init`: from nothing to a configuration that was tried.  Each
 * question has an option of the same meaning; what no option says is asked, and an empty
 * answer (or the end of the input) takes what stands in brackets.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "alerts/sign.h"
#include "base/alloc.h"
#include "base/limits.h"
#include "daemon/acts_command.h"
#include "daemon/command.h"
#include "daemon/data_dir.h"
#include "daemon/init_replay.h"
#include "daemon/init_text.h"
#include "daemon/probe.h"
#include "parser/feed.h"

#define INIT_ENTRIES (256u << 20) /* bytes of entries for the replay */

enum question_id {
	ASK_REGION,
	ASK_OUTLETS,
	ASK_STEPS,
	ASK_GROUND,
	ASK_MAIL,
	ASK_SMTP,
	ASK_USER,
	ASK_PASSWORD,
	ASK_WEBHOOK,
	ASK_AGAIN, /* only after a test message that did not arrive */
	ASK_REPLAY,
	ASK_N
};

struct init {
	struct arena arena;
	struct starters starters;
	struct init_plan plan;
	const char *file;
	bool offline, again, replay;
	struct buf entries;       /* of the feeds that answered, for the replay */
	const char *given[ASK_N]; /* by options; NULL: to be asked */
	struct err why;           /* what is wrong with the last answer */
};

struct question {
	const char *option, *ask, *def;
	bool secret;
	/* false: x->why says what is wrong with the answer. */
	bool (*take)(struct init *x, struct str answer);
};

/* ---- answers ---- */

static bool
wrong(struct init *x, const char *why)
{
	err_set(&x->why, "%s", why);
	return false;
}

static bool
take_region(struct init *x, struct str answer)
{
	struct init_plan *p = &x->plan;

	p->region = starter_region(&x->starters, answer);
	if (p->region == NULL)
		return wrong(x, "a number of the list, a name of it, or a country in it");
	p->feeds = ARENA_ARRAY(&x->arena, struct init_feed, x->starters.n_feeds);
	for (int world = 0; world < 2; world++)
		for (size_t i = 0; i < x->starters.n_feeds; i++) {
			const struct starter_feed *f = &x->starters.feeds[i];
			bool here = starter_feed_in(f, p->region->id);

			if (world == 0 ? here : !here && starter_feed_in(f, STR("world")))
				p->feeds[p->n_feeds++] = (struct init_feed){ .feed = *f };
		}
	return true;
}

/* "3" and "1-4" of a list of n. */
static bool
range_of(struct str word, size_t n, uint64_t *from, uint64_t *to)
{
	struct str first;

	str_cut(&word, '-', &first);
	if (!str_uint(first, from) || (word.n > 0 && !str_uint(word, to)))
		return false;
	if (word.n == 0)
		*to = *from;
	return *from >= 1 && *from <= *to && *to <= n;
}

static bool
take_outlets(struct init *x, struct str answer)
{
	struct init_plan *p = &x->plan;
	bool all = str_eq_ci(answer, STR("all")), none = str_eq_ci(answer, STR("none"));
	struct str rest = answer, part, word;
	uint64_t from, to;

	for (size_t i = 0; i < p->n_feeds; i++)
		p->feeds[i].wanted = all;
	while (!all && !none && str_cut(&rest, ',', &part))
		while ((word = str_word(&part)).n > 0) {
			if (!range_of(word, p->n_feeds, &from, &to))
				return wrong(x,
				    "numbers of the list, as 1 3-5, or all, or none");
			for (uint64_t i = from; i <= to; i++)
				p->feeds[i - 1].wanted = true;
		}
	return true;
}

static bool
take_steps(struct init *x, struct str answer)
{
	struct str rest = answer, part, word;
	uint64_t n, last = 0;

	x->plan.steps = STR_NONE;
	while (str_cut(&rest, ',', &part))
		while ((word = str_word(&part)).n > 0) {
			if (!str_uint(word, &n) || n <= last)
				return wrong(x, "rising numbers, as 10, 50, 100");
			x->plan.steps = arena_printf(&x->arena, "%.*s%s%.*s",
			    STR_ARG(x->plan.steps), last > 0 ? ", " : "", STR_ARG(word));
			last = n;
		}
	return last > 0 || wrong(x, "at least one number");
}

static bool
take_yes_no(struct init *x, struct str answer, bool *yes)
{
	*yes = str_eq_ci(answer, STR("y")) || str_eq_ci(answer, STR("yes"));
	return *yes || str_eq_ci(answer, STR("n")) || str_eq_ci(answer, STR("no")) ||
	    wrong(x, "yes or no");
}

static bool
take_ground(struct init *x, struct str answer)
{
	return take_yes_no(x, answer, &x->plan.ground);
}

static bool
take_mail(struct init *x, struct str answer)
{
	x->plan.mail = x->plan.from = answer;
	return answer.n == 0 || str_chr(answer, '@') != STR_NOWHERE ||
	    wrong(x, "an address, as desk@example.org, or nothing");
}

static bool
take_smtp(struct init *x, struct str answer)
{
	bool here = str_eq(answer, STR("localhost"));

	if (str_find(answer, STR("://")) == STR_NOWHERE)
		answer = arena_printf(&x->arena, "%s://%.*s", here ? "smtp" : "smtps",
		    STR_ARG(answer));
	x->plan.smtp = answer;
	return str_starts(answer, STR("smtp://")) ||
	    str_starts(answer, STR("smtps://")) ||
	    wrong(x, "a host, smtps://HOST (TLS) or smtp://HOST:PORT (STARTTLS)");
}

static bool
take_user(struct init *x, struct str answer)
{
	x->plan.user = answer;
	return true;
}

static struct str
beside(struct init *x, const char *name)
{
	struct str file = str_of(x->file);

	while (file.n > 0 && file.p[file.n - 1] != '/')
		file.n--;
	return arena_printf(&x->arena, "%.*s%s", STR_ARG(file), name);
}

/* Readable for the service alone: by its group where there is one, else by whoever writes
 * it. */
static bool
write_secret(struct init *x, struct str path, struct str secret)
{
	const struct group *g = geteuid() == 0 ? getgrnam("tocsin") : NULL;
	int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = fd >= 0 && fchmod(fd, g == NULL ? 0600 : 0640) == 0 &&
	    (g == NULL || fchown(fd, (uid_t)-1, g->gr_gid) == 0) &&
	    write(fd, secret.p, secret.n) == (ssize_t)secret.n;

	if (!good)
		err_set(&x->why, "%s: %s", path.p, strerror(errno));
	if (fd >= 0)
		close(fd);
	return good;
}

static bool
take_password(struct init *x, struct str answer)
{
	x->plan.password_file = beside(x, "smtp-password");
	return answer.n > 0 ? write_secret(x, x->plan.password_file, answer)
			    : wrong(x, "a login needs a password");
}

static bool
take_webhook(struct init *x, struct str answer)
{
	unsigned char key[32];

	x->plan.webhook = answer;
	if (answer.n == 0)
		return true;
	if (!str_starts(answer, STR("https://")) && !str_starts(answer, STR("http://")))
		return wrong(x, "an address that begins with https://, or nothing");
	if (getrandom(key, sizeof(key), 0) != (ssize_t)sizeof(key))
		return wrong(x, "the system gives no random bytes");
	x->plan.secret_file = beside(x, "webhook-secret");
	return write_secret(x, x->plan.secret_file,
	    arena_printf(&x->arena, "whsec_%.*s",
		STR_ARG(base64_text(&x->arena,
		    (struct str){ (const char *)key, sizeof(key) }))));
}

static bool
take_replay(struct init *x, struct str answer)
{
	return take_yes_no(x, answer, &x->replay);
}

static bool
take_again(struct init *x, struct str answer)
{
	return take_yes_no(x, answer, &x->again);
}

static const struct question questions[ASK_N] = {
	[ASK_REGION] = { "--region", "Which region", "world", .take = take_region },
	[ASK_OUTLETS] = { "--outlets", "Which of them, as 1 3-5, all or none", "all",
	    .take = take_outlets },
	[ASK_STEPS] = { "--at", "Ring when the dead of an incident reach",
	    "10, 50, 100, 500", .take = take_steps },
	[ASK_GROUND] = { "--ground", "Ring when a town changes hands", "yes",
	    .take = take_ground },
	[ASK_MAIL] = { "--mail", "Mail alerts to (empty: no mail)", "",
	    .take = take_mail },
	[ASK_SMTP] = { "--smtp", "Mail server, as mail.example.org", "localhost",
	    .take = take_smtp },
	[ASK_USER] = { "--user", "Login name there (empty: none needed)", "",
	    .take = take_user },
	[ASK_PASSWORD] = { NULL, "Its password (not shown)", "", .secret = true,
	    .take = take_password },
	[ASK_WEBHOOK] = { "--webhook", "Post alerts to this address (empty: none)", "",
	    .take = take_webhook },
	[ASK_AGAIN] = { NULL, "Answer these questions once more", "no",
	    .take = take_again },
	[ASK_REPLAY] = { "--replay",
	    "Show what would have rung over what the feeds hold now", "yes",
	    .take = take_replay },
};

/* ---- asking ---- */

static struct termios shown; /* how the terminal was before a password */

static void
show_again(int sig)
{
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	if (sig != 0)
		_exit(128 + sig);
}

/* Nobody looks over a shoulder; who gives up here keeps a terminal that shows what is
 * typed. */
static void
hide(void)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &shown) != 0)
		return;
	t = shown;
	t.c_lflag &= ~(tcflag_t)ECHO;
	signal(SIGINT, show_again);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &t);
}

static void
unhide(void)
{
	show_again(0);
	signal(SIGINT, SIG_DFL);
}

/* A line of the input, trimmed; the default where it is empty. */
static struct str
answer_of(struct init *x, const struct question *q)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	struct str s = STR_NONE;

	if (q->secret)
		hide();
	fprintf(stderr, "%s%s%s%s ", q->ask, q->def[0] != '\0' ? " [" : "", q->def,
	    q->def[0] != '\0' ? "]:" : ":");
	n = getline(&line, &cap, stdin);
	if (q->secret) {
		unhide();
		fputc('\n', stderr);
	}
	if (n > 0)
		s = arena_str(&x->arena, str_trim((struct str){ line, (size_t)n }));
	else
		fputc('\n', stderr);
	free(line);
	return s.n > 0 ? s : str_of(q->def);
}

/* An option that is wrong ends it; at a terminal one is asked again. */
static int
ask(struct init *x, enum question_id id)
{
	const struct question *q = &questions[id];
	bool again = isatty(STDIN_FILENO) && x->given[id] == NULL;

	for (;;) {
		struct str s = x->given[id] != NULL ? str_of(x->given[id])
						    : answer_of(x, q);

		if (again && feof(stdin))
			return EX_NOINPUT; /* Ctrl-D gives up; a pipe that ends takes what
					      is offered */
		if (q->take(x, s))
			return 0;
		fprintf(stderr, "  %s wants %s\n",
		    x->given[id] != NULL && q->option != NULL ? q->option
							      : "This question",
		    x->why.msg);
		if (!again)
			return EX_USAGE;
	}
}

static void
show_regions(const struct init *x)
{
	fprintf(stderr,
	    "%s is written when all is answered and tried.  Enter takes what stands in "
	    "brackets; Ctrl-C ends it.\n\n   #  name           region\n",
	    x->file);
	for (size_t i = 0; i < x->starters.n_regions; i++)
		fprintf(stderr, "%4zu  %-14.*s %.*s\n", i + 1,
		    STR_ARG(x->starters.regions[i].id),
		    STR_ARG(x->starters.regions[i].title));
}

static void
show_outlets(const struct init *x)
{
	bool any_state = false;

	fprintf(stderr, "\n   #  %-36s %-8s %s\n", "outlet", "kind", "language");
	for (size_t i = 0; i < x->plan.n_feeds; i++) {
		const struct starter_feed *f = &x->plan.feeds[i].feed;

		fprintf(stderr, "%4zu  %-36.*s %-8.*s %.*s\n", i + 1, STR_ARG(f->name),
		    STR_ARG(f->kind), STR_ARG(f->lang));
		any_state |= str_eq(f->kind, STR("state"));
	}
	if (any_state)
		fprintf(stderr, "Of kind state: media of a party to the war.\n");
}

/* ---- trying what was answered ---- */

struct trial {
	struct init *x;
	struct probe *probes;
	struct init_feed **feeds; /* beside probes */
	size_t n;
};

static void
tried(void *arg, const struct probe *p)
{
	struct trial *t = arg;
	struct init_feed *f = t->feeds[p - t->probes];
	struct feed_origin o = { .url = p->final_url, .content_type = p->content_type };
	struct err e = { "" };
	struct feed_doc *d;

	f->trouble = p->error;
	if (p->error.n == 0) {
		d = feed_parse(&t->x->arena, p->body, &o, &e);
		f->entries = d != NULL ? d->entries.n : 0;
		for (size_t i = 0; i < f->entries; i++)
			init_replay_add(&t->x->entries, &t->x->arena, f->feed.name,
			    f->feed.lang, d->entries.items[i]);
		f->trouble = d != NULL ? STR_NONE
				       : arena_str(&t->x->arena, str_of(e.msg));
	}
	if (f->trouble.n > 0)
		fprintf(stderr, "  no   %.*s: %.*s\n", STR_ARG(f->feed.name),
		    STR_ARG(f->trouble));
	else
		fprintf(stderr, "  yes  %.*s: %zu entries%s%.*s\n", STR_ARG(f->feed.name),
		    f->entries, str_eq(p->final_url, p->url) ? "" : ", by way of ",
		    STR_ARG(str_eq(p->final_url, p->url) ? STR_NONE : p->final_url));
}

/* Where nobody answers, the fault is rather here than with each of them. */
static void
count_answers(struct init_plan *p, size_t asked)
{
	size_t good = init_wanted(p);

	if (good == asked)
		return;
	if (good > 0) {
		fprintf(stderr,
		    "%zu of %zu answer; the others are written down as comments.\n", good,
		    asked);
		return;
	}
	fprintf(stderr,
	    "None answers: is this machine on the net?  All are written down; tocsind "
	    "goes "
	    "on asking them.\n");
	for (size_t i = 0; i < p->n_feeds; i++)
		p->feeds[i].trouble = STR_NONE;
}

static int
try_outlets(struct init *x, struct err *e)
{
	struct config *c = config_parse(STR("init"), STR(""));
	struct trial t = { .x = x,
		.probes = ARENA_ARRAY(&x->arena, struct probe, x->plan.n_feeds + 1),
		.feeds = ARENA_ARRAY(&x->arena, struct init_feed *,
		    x->plan.n_feeds + 1) };
	struct probe_options o = { .config = c,
		.allow_private = x->plan.allow_private,
		.each = tried,
		.arg = &t };
	int rc;

	for (size_t i = 0; i < x->plan.n_feeds; i++)
		if (x->plan.feeds[i].wanted) {
			t.feeds[t.n] = &x->plan.feeds[i];
			t.probes[t.n++].url = x->plan.feeds[i].feed.url;
		}
	if (t.n > 0)
		fprintf(stderr, "\nAsking %zu address%s, half a minute at most:\n", t.n,
		    t.n == 1 ? "" : "es");
	rc = probe_all(&x->arena, &o, t.probes, t.n, e);
	count_answers(&x->plan, t.n);
	config_unref(c);
	return rc;
}

/* Past the outbox.  What fails is told and kept, for it may be mended in the file. */
static bool
try_receiver(struct init *x, struct config *c, const char *name)
{
	struct act_world w = { .config = c, .now_ms = delivery_now_ms() };
	struct str args = arena_printf(&x->arena, "{\"name\": \"%s\"}", name);
	struct buf answer;
	struct err e = { "" };
	bool arrived = false;

	buf_init(&answer, LIMIT_MESSAGE);
	fprintf(stderr, "A test message to %s: ", name);
	if (act_run(&w, STR("receiver/test"), args, &answer, &e) != 0)
		fprintf(stderr, "not delivered: %s%s\n", e.msg, manual_see(e.see).text);
	else
		arrived = receiver_print_test(buf_str(&answer), stderr) == 0;
	buf_clear(&answer);
	return arrived;
}

static bool
try_receivers(struct init *x, struct config *c)
{
	bool arrived = true;

	if (!x->offline && x->plan.mail.n > 0)
		arrived = try_receiver(x, c, "desk");
	if (!x->offline && x->plan.webhook.n > 0)
		arrived = try_receiver(x, c, "hook") && arrived;
	return arrived;
}

/* ---- the file ---- */

/* Said before the questions, not after them. */
static int
may_open(const char *file, const char *path, int mode, struct err *e)
{
	return access(path, mode) == 0
	    ? 0
	    : err_set(e, "%s: %s; use sudo, or -c FILE for one of your own", file,
		  strerror(errno));
}

/* The shipped file, which watches nothing, may be replaced; what a person wrote never is.
 */
static int
may_write(struct init *x, struct err *e)
{
	const char *file = x->file;
	struct config *c;
	bool used;

	if (access(file, F_OK) != 0)
		return may_open(file, beside(x, ".").p, W_OK | X_OK, e);
	c = config_load(file);
	used = c->diag.errors > 0 || c->n_feeds > 0 || c->rules.n > 0 ||
	    c->n_receivers > 0;
	config_unref(c);
	if (used)
		return err_set(e,
		    "%s is in use already; tocsin feed add adds to it, -c FILE names "
		    "another; to "
		    "begin anew, move it away",
		    file);
	return may_open(file, file, W_OK, e);
}

static int
write_file(const char *file, struct str text, struct err *e)
{
	FILE *f = fopen(file, "we");
	bool good = f != NULL && fwrite(text.p, 1, text.n, f) == text.n &&
	    fflush(f) == 0 && fsync(fileno(f)) == 0;

	if (!good)
		err_set(e, "%s: %s", file, strerror(errno));
	if (f != NULL && fclose(f) != 0 && good)
		return err_set(e, "%s: %s", file, strerror(errno));
	return good ? 0 : -1;
}

/* Where the service's own folders are not ours to write, state lives beside the file. */
static int
place_state(struct init *x, struct err *e)
{
	char *real;

	if (geteuid() == 0)
		return 0;
	x->plan.state_dir = beside(x, "tocsin-state");
	if (mkdir(x->plan.state_dir.p, 0700) != 0 && errno != EEXIST)
		return err_set(e, "%s: %s", x->plan.state_dir.p, strerror(errno));
	real = realpath(x->plan.state_dir.p, NULL);
	if (real == NULL)
		return err_set(e, "%s: %s", x->plan.state_dir.p, strerror(errno));
	x->plan.state_dir = arena_str(&x->arena, str_of(real));
	x->plan.control = arena_printf(&x->arena, "%s/control.sock", real);
	free(real);
	return 0;
}

static void
what_next(const struct init *x)
{
	const char *file = x->file;

	fprintf(stderr, "\nWritten to %s.\n", file);
	if (x->plan.webhook.n > 0)
		fprintf(stderr,
		    "Its receiver checks signatures with the secret in %.*s.\n",
		    STR_ARG(x->plan.secret_file));
	if (init_wanted(&x->plan) == 0)
		fprintf(stderr,
		    "It watches nothing yet: tocsin feed add ADDRESS finds the feeds of "
		    "a page.\n");
	else
		fprintf(stderr,
		    "What the feeds hold already counts as known: it rings with the next "
		    "news.\n");
	if (x->plan.state_dir.n == 0 && str_eq(str_of(file), STR(CONFIG_FILE)))
		fprintf(stderr,
		    "Next: systemctl restart tocsin; then tocsin status, and the page at "
		    "http://127.0.0.1:8470/\n");
	else
		fprintf(stderr,
		    "Next: tocsind -f -c %s; then tocsin status -c %s, and the page at "
		    "http://127.0.0.1:8470/\n",
		    file, file);
}

static int
finish(struct init *x, bool *arrived, struct err *e)
{
	struct config *c;
	struct buf out;
	int rc = place_state(x, e) == 0 ? 0 : EX_CANTCREAT;

	buf_init(&out, 1u << 20);
	init_text(&x->plan, &out);
	if (rc == 0 && write_file(x->file, buf_str(&out), e) != 0)
		rc = EX_CANTCREAT;
	buf_clear(&out);
	if (rc != 0)
		return rc;
	c = config_load(x->file);
	config_report(c, stderr);
	rc = c->diag.errors > 0 ? EX_CONFIG : 0;
	*arrived = rc != 0 || try_receivers(x, c);
	config_unref(c);
	return rc;
}

/* What they would have rung: the first look at what one has asked for. */
static int
offer_replay(struct init *x, struct err *e)
{
	int rc;

	if (x->entries.n == 0)
		return 0;
	rc = ask(x, ASK_REPLAY);
	if (rc != 0 || !x->replay)
		return rc;
	return init_replay(x->file, buf_str(&x->entries), stderr, e) == 0 ? 0
									  : EX_SOFTWARE;
}

/* ---- the dialogue ---- */

static int
ask_receivers(struct init *x)
{
	int rc = 0;

	for (enum question_id id = ASK_MAIL; id < ASK_AGAIN && rc == 0; id++) {
		bool mail = x->plan.mail.n > 0, login = mail && x->plan.user.n > 0;

		if ((id == ASK_SMTP || id == ASK_USER) && !mail)
			continue;
		if (id == ASK_PASSWORD && !login)
			continue;
		rc = ask(x, id);
	}
	return rc;
}

/* Asked, written and tried, until the test messages arrive or one has had enough. */
static int
who_hears(struct init *x, struct err *e)
{
	bool arrived = false;
	int rc;

	do {
		rc = ask_receivers(x);
		if (rc == 0)
			rc = finish(x, &arrived, e);
		if (rc != 0 || arrived)
			return rc;
		fprintf(stderr,
		    "It can be mended in %s later; tocsin receiver test NAME -c %s tries "
		    "again.\n",
		    x->file, x->file);
		for (enum question_id id = ASK_MAIL; id < ASK_AGAIN; id++)
			x->given[id] = NULL;
		x->again = false;
		if (isatty(STDIN_FILENO))
			rc = ask(x, ASK_AGAIN);
	} while (rc == 0 && x->again);
	return rc;
}

static int
dialogue(struct init *x, struct err *e)
{
	int rc;

	if (x->given[ASK_REGION] == NULL)
		show_regions(x);
	if ((rc = ask(x, ASK_REGION)) != 0)
		return rc;
	if (x->given[ASK_OUTLETS] == NULL)
		show_outlets(x);
	if ((rc = ask(x, ASK_OUTLETS)) != 0)
		return rc;
	if (!x->offline && try_outlets(x, e) != 0)
		return EX_UNAVAILABLE;
	for (enum question_id id = ASK_STEPS; id < ASK_MAIL && rc == 0; id++)
		rc = ask(x, id);
	if (rc == 0)
		rc = who_hears(x, e);
	if (rc == 0)
		rc = offer_replay(x, e);
	if (rc == 0)
		what_next(x);
	return rc;
}

static bool
read_options(struct init *x, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		enum question_id id = 0;

		while (id < ASK_N &&
		    (questions[id].option == NULL ||
			strcmp(argv[i], questions[id].option) != 0))
			id++;
		if (strcmp(argv[i], "--offline") == 0)
			x->offline = true;
		else if (strcmp(argv[i], "--allow-private") == 0)
			x->plan.allow_private = true;
		else if (i + 1 == argc)
			return false;
		else if (strcmp(argv[i], "-c") == 0)
			x->file = argv[++i];
		else if (id < ASK_N)
			x->given[id] = argv[++i];
		else
			return false;
	}
	return true;
}

static struct str
today(struct arena *a)
{
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	return arena_printf(a, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1,
	    tm.tm_mday);
}

int
cmd_init(int argc, char **argv)
{
	struct init x = { .file = CONFIG_FILE };
	struct err e = { "" };
	struct str data;
	int rc = EX_USAGE;

	if (!read_options(&x, argc, argv))
		return usage_error("init", "what it takes stands in: tocsin help init");
	arena_init(&x.arena);
	buf_init(&x.entries, INIT_ENTRIES);
	data = data_dir(&x.arena);
	x.plan.date = today(&x.arena);
	if (starters_load(&x.starters, &x.arena,
		arena_printf(&x.arena, "%.*s/starters.tsv", STR_ARG(data)).p, &e) != 0)
		rc = EX_DATAERR;
	else if (may_write(&x, &e) != 0)
		rc = EX_CANTCREAT;
	else
		rc = dialogue(&x, &e);
	if (rc == EX_NOINPUT)
		err_set(&e, "given up; nothing is written");
	if (e.msg[0] != '\0')
		rc = command_error("init", &e, rc);
	buf_clear(&x.entries);
	arena_wipe(&x.arena);
	return rc;
}
