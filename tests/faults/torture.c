/*
 * torture.c -- every allocation and every call of the C library that a piece of work
 * makes is made to fail, each in its turn, until the work is done without a failure.
 * Each time the outcome is the same as without, or an error with a sentence, or the end
 * with the words of alloc.h: never a crash, another answer, or memory that nobody
 * frees.
 *
 *	torture [NAME…]		FAULTS_ALL=1: each one of thousands, not every 23rd
 */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/faults/faults.h"
#include "tests/faults/work.h"

enum outcome { SAME, SAID, ENDED, DONE, WRONG, SILENT, LEAKED, CRASHED, HANGS, OUTCOMES };
static const char *const outcome_names[] = { "the same", "an error", "the end", "done",
	"ANOTHER ANSWER", "AN ERROR WITHOUT A WORD", "A LEAK", "A CRASH", "NO END" };

#define HANGS_S 20
#define STEP 23

static struct buf expected;

/* In the child: the work with its n-th call failing. */
static enum outcome
suffer(const struct work *w, uint32_t kinds, int64_t n)
{
	struct err e = { "" };
	struct buf answer;
	int64_t blocks;
	bool same;
	int rc;

	alarm(HANGS_S);
	blocks = faults->blocks;
	faults->seen = faults->failed = 0;
	faults->at = n;
	faults->kinds = kinds;
	buf_init(&answer, WORK_ANSWER);
	rc = w->run(&answer, &e);
	faults->kinds = 0;
	same = rc == 0 && str_eq(buf_str(&answer), buf_str(&expected));
	if (rc == 0 && !same)
		fprintf(stderr, "%.300s", answer.n > 0 ? answer.p : "nothing");
	buf_clear(&answer);
	if (faults->failed == 0)
		return same ? DONE : WRONG;
	if (w->after != NULL && !w->after(rc == 0))
		return WRONG;
	if (faults->blocks > blocks)
		return LEAKED;
	return rc != 0 ? (e.msg[0] != '\0' ? SAID : SILENT) : same ? SAME : WRONG;
}

static enum outcome
outcome_of(int status, struct str said)
{
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGALRM ? HANGS : CRASHED;
	if (WEXITSTATUS(status) == EX_OSERR)
		return str_find(said, STR("out of memory")) != STR_NOWHERE ? ENDED
									   : SILENT;
	return WEXITSTATUS(status) < OUTCOMES ? (enum outcome)WEXITSTATUS(status)
					      : CRASHED;
}

/* What the child wrote to its standard error. */
static void
hear(int fd, char *said, size_t cap)
{
	size_t n = 0;
	ssize_t got;
	char rest[512];

	while ((got = read(fd, n + 1 < cap ? said + n : rest,
		    n + 1 < cap ? cap - n - 1 : sizeof(rest))) > 0)
		if (n + 1 < cap)
			n += (size_t)got;
	said[n] = '\0';
	close(fd);
}

static enum outcome
try(const struct work *w, uint32_t kinds, int64_t n, char said[512])
{
	int end[2], status;
	pid_t pid;

	fflush(stdout); /* or the child would write it too */
	if (pipe(end) != 0 || (pid = fork()) == -1)
		exit(99);
	if (pid == 0) {
		dup2(end[1], STDERR_FILENO);
		close(end[0]);
		close(end[1]);
		exit((int)suffer(w, kinds, n)); /* coverage is written there */
	}
	close(end[1]);
	hear(end[0], said, 512);
	waitpid(pid, &status, 0);
	return outcome_of(status, str_of(said));
}

static size_t
torture(const struct work *w, const char *kind, uint32_t kinds)
{
	bool all = getenv("FAULTS_ALL") != NULL;
	size_t of[OUTCOMES] = { 0 }, bad = 0;
	enum outcome o = SAME;
	char said[512];

	for (int64_t n = 1; o != DONE && bad < 20;
	     n += n < work_many() || all ? 1 : STEP) {
		o = try(w, kinds, n, said);
		of[o]++;
		if (o > DONE) {
			printf("%s: %s %lld: %s %s\n", w->name, kind, (long long)n,
			    outcome_names[o], said);
			bad++;
		}
		if (w->before != NULL)
			w->before();
	}
	printf("%s: %s:", w->name, kind);
	for (size_t i = 0; i < OUTCOMES; i++)
		if (of[i] > 0 && i != DONE)
			printf(" %s %zu", outcome_names[i], of[i]);
	printf("\n");
	fflush(stdout);
	return bad;
}

static const struct {
	const char *name;
	uint32_t kind;
} kinds[] = {
	{ "memory", FAULT_MEMORY },
	{ "open", FAULT_OPEN },
	{ "read", FAULT_READ },
	{ "page", FAULT_PAGE },
	{ "write", FAULT_WRITE },
	{ "sync", FAULT_SYNC },
	{ "socket", FAULT_SOCKET },
	{ "process", FAULT_PROCESS },
	{ "busy", FAULT_BUSY },
};

static size_t
torture_all(const struct work *w)
{
	struct err e = { "" };
	struct buf again;
	size_t bad = 0;

	if (w->before != NULL)
		w->before();
	buf_init(&expected, WORK_ANSWER);
	buf_init(&again, WORK_ANSWER);
	/* Twice: what libraries keep for good they have then. */
	if (w->run(&again, &e) != 0 || (w->before != NULL && (w->before(), false)) ||
	    w->run(&expected, &e) != 0) {
		printf("%s: %s\n", w->name, e.msg);
		return 1;
	}
	if (w->before != NULL)
		w->before();
	for (size_t i = 0; i < NELEM(kinds); i++)
		if ((work_kinds(w) & kinds[i].kind) != 0)
			bad += torture(w, kinds[i].name, kinds[i].kind);
	buf_clear(&again);
	buf_clear(&expected);
	return bad;
}

static bool
chosen(const char *name, int argc, char **argv)
{
	bool found = argc < 2;

	for (int i = 1; i < argc; i++)
		found = found || strcmp(name, argv[i]) == 0;
	return found;
}

int
main(int argc, char **argv)
{
	size_t bad = 0;

	works_start();
	for (const struct work *w = works; w->name != NULL; w++)
		if (chosen(w->name, argc, argv))
			bad += torture_all(w);
	works_end();
	return bad > 0;
}
