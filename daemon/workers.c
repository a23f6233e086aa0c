/* workers.c -- see workers.h. */
#include "config.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/log.h"
#include "daemon/channel.h"
#include "daemon/clock.h"
#include "daemon/sandbox.h"
#include "daemon/worker.h"
#include "daemon/workers.h"

#define START_TIME_MS (60 * MS_SECOND)
#define MAX_TRIES 2
/* for a worker; starting another costs what a few dozen documents do */
#define LONG_WAIT_MS 100
#define LIMIT_FOR_MS MS_SECOND /* jobs that share a limit of processor time begin */

struct task {
	struct task *next;
	struct buf head; /* of the frame and the job, as they travel; then the document */
	struct str bytes;
	struct arena *arena;
	job_done *done;
	void *arg;
	unsigned tries;
	int64_t since_ms; /* it waits */
};

enum worker_state { WORKER_NONE, WORKER_STARTING, WORKER_READY, WORKER_BUSY };

struct worker {
	struct workers *pool;
	enum worker_state state;
	pid_t pid;
	struct channel *channel;
	struct event *timer; /* the deadline; without a process: the next start */
	struct task *task;
	bool late, lied;
	bool retire;        /* was started before workers_renew() */
	int64_t limited_ms; /* when its processor time was last limited */
};

struct workers {
	struct event_base *loop;
	char **argv; /* of a worker; ends with NULL */
	char *exe;
	int64_t job_time_ms, start_time_ms;
	struct worker *of;
	size_t n;
	struct event *more; /* when another may have to be started */
	struct task *first, **last;
	size_t waiting;
	unsigned failed; /* starts in a row */
	uint64_t answered, killed, started;
	char trouble[256];
	char note[512]; /* of the last worker that started */
	bool on_demand, closing;
};

static void worker_start(struct worker *w);
static void worker_end(struct worker *w);
static void dispatch(struct workers *p);

/* ---- decisions ---- */

enum job_fate
job_fate_of(int status, bool late, bool lied, unsigned tries)
{
	/* Somebody else's SIGKILL or SIGTERM (an operator, the kernel short of memory)
	 * says nothing about the document the first time. */
	bool by_others = WIFSIGNALED(status) &&
	    (WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGTERM ||
		WTERMSIG(status) == SIGINT || WTERMSIG(status) == SIGHUP);

	return by_others && !late && !lied && tries < MAX_TRIES ? JOB_RETRY : JOB_BLAMED;
}

void
worker_end_text(int status, bool late, bool lied, int64_t limit_ms, char *out, size_t n)
{
	char limit[DATE_TEXT];

	duration_text(limit, limit_ms);
	if (lied)
		snprintf(out, n,
		    "its worker answered what no worker says and was killed");
	else if (late || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		snprintf(out, n, "reading it took longer than %s; its worker was killed",
		    limit);
	else if (WIFSIGNALED(status))
		snprintf(out, n, "reading it ended its worker by signal %d (%s)",
		    WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) == 71)
		snprintf(out, n, "reading it takes more memory than a worker may have");
	else
		snprintf(out, n, "reading it ended its worker with status %d",
		    WEXITSTATUS(status));
}

int64_t
worker_start_delay_ms(unsigned failed)
{
	int64_t ms = failed == 0 ? 0 : MS_SECOND;

	for (unsigned i = 1; i < failed && ms < MS_MINUTE; i++)
		ms *= 2;
	return ms < MS_MINUTE ? ms : MS_MINUTE;
}

/* ---- tasks ---- */

static void
task_free(struct task *t)
{
	buf_clear(&t->head);
	free(t);
}

static struct task *
task_take(struct workers *p)
{
	struct task *t = p->first;

	if (t == NULL)
		return NULL;
	p->first = t->next;
	if (p->first == NULL)
		p->last = &p->first;
	p->waiting--;
	t->next = NULL;
	return t;
}

static void
task_put_first(struct workers *p, struct task *t)
{
	t->next = p->first;
	if (p->first == NULL)
		p->last = &t->next;
	p->first = t;
	p->waiting++;
}

static void
task_finish(struct task *t, const struct job_result *r, const char *why)
{
	t->done(t->arg, r, why);
	task_free(t);
}

/* ---- starting ---- */

static void
set_timer(struct event *timer, int64_t ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	event_add(timer, &tv);
}

/* Nothing of ours: paths to secrets stand in the environment.  Sanitizers need their
 * options. */
static void
worker_environment(char *env[], size_t n)
{
	extern char **environ;
	size_t used = 0;

	for (char **e = environ; *e != NULL && used + 1 < n; e++)
		if (str_find(str_of(*e), STR("SAN_OPTIONS=")) < 8)
			env[used++] = *e;
	env[used] = NULL;
}

/* The socket first: where nothing was open, it may be one of the standard three. */
static int
give_descriptors(posix_spawn_file_actions_t *files, int fd)
{
	int rc = posix_spawn_file_actions_adddup2(files, fd, SANDBOX_FD);

	if (rc == 0)
		rc = posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null",
		    O_RDWR, 0);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(files, STDIN_FILENO, STDOUT_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_addclosefrom_np(files, SANDBOX_FD + 1);
	return rc;
}

static int
spawn(struct workers *p, int fd, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	char *env[16];
	int rc;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	/* A group of its own: Ctrl-C is for the engine, who lets workers finish. */
	posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	worker_environment(env, NELEM(env));
	if ((rc = give_descriptors(&files, fd)) == 0)
		rc = posix_spawn(pid, p->exe, &files, &attr, p->argv, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

/* Said when it begins and when it changes, not at every try. */
static void
start_failed(struct worker *w, const char *why)
{
	struct workers *p = w->pool;

	p->failed++;
	if (strcmp(p->trouble, why) != 0) {
		str_copy(p->trouble, sizeof(p->trouble), str_of(why));
		LOG(LOG_ERR, "worker.failed", log_cstr("why", why));
	}
	set_timer(w->timer, worker_start_delay_ms(p->failed));
}

/* ---- answers ---- */

/* For a loop that does not turn; else its timer comes first.  What begins within
 * LIMIT_FOR_MS still has its whole time. */
static void
limit_processor(struct worker *w)
{
	int64_t now = clock_mono_ms();
	struct rlimit cpu = { .rlim_max = RLIM_INFINITY };
	clockid_t clock;
	struct timespec used;

	if (now - w->limited_ms < LIMIT_FOR_MS ||
	    clock_getcpuclockid(w->pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
		return;
	cpu.rlim_cur = (rlim_t)(used.tv_sec +
	    (w->pool->job_time_ms + LIMIT_FOR_MS) / 1000 + 1);
	if (prlimit(w->pid, RLIMIT_CPU, &cpu, NULL) == 0)
		w->limited_ms = now;
}

static void
send_task(struct worker *w, struct task *t)
{
	w->task = t;
	w->state = WORKER_BUSY;
	t->tries++;
	limit_processor(w);
	channel_send(w->channel, buf_str(&t->head), t->bytes);
	set_timer(w->timer, w->pool->job_time_ms);
}

static void
dispatch(struct workers *p)
{
	for (size_t i = 0; i < p->n && p->first != NULL; i++)
		if (p->of[i].state == WORKER_READY)
			send_task(&p->of[i], task_take(p));
}

static bool
is_spare(const struct worker *w)
{
	return w->state == WORKER_NONE && !evtimer_pending(w->timer, NULL);
}

/* The first at once; another when a document has waited for long. */
static void
start_more(struct workers *p)
{
	int64_t left = LONG_WAIT_MS;
	struct worker *spare = NULL;
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (is_spare(&p->of[i])) {
			spare = &p->of[i];
			n++;
		}
	if (p->first == NULL || spare == NULL)
		return;
	if (n < p->n)
		left -= clock_mono_ms() - p->first->since_ms;
	if (n == p->n || left <= 0) {
		worker_start(spare);
		left = LONG_WAIT_MS;
	}
	if (!evtimer_pending(p->more, NULL))
		set_timer(p->more, left);
}

static void
on_more(evutil_socket_t fd, short what, void *arg)
{
	start_more(arg);
}

/* Once, however many workers say it. */
static void
say_note(struct workers *p, struct str note)
{
	if (str_eq(note, str_of(p->note)))
		return;
	str_copy(p->note, sizeof(p->note), note);
	if (note.n > 0)
		LOG(LOG_WARNING, "packs.text", log_cstr("why", p->note));
}

static void
end_liar(struct worker *w)
{
	bool starting = w->state == WORKER_STARTING;

	w->lied = true;
	worker_end(w);
	if (starting)
		start_failed(w, "a worker said what no worker says");
}

static void
on_hello(struct worker *w, struct str message)
{
	struct workers *p = w->pool;
	struct hello h = { .note = STR_NONE };
	char why[256];

	if (hello_get(message, &h) == -1)
		h.error = STR("a worker of another version answered");
	if (h.error.n > 0) {
		str_copy(why, sizeof(why), h.error);
		worker_end(w);
		start_failed(w, why);
		return;
	}
	if (p->trouble[0] != '\0')
		LOG(LOG_NOTICE, "worker.recovered", log_int("after", p->failed));
	p->trouble[0] = '\0';
	p->failed = 0;
	say_note(p, h.note);
	event_del(w->timer);
	w->state = WORKER_READY;
}

static void
on_answer(struct worker *w)
{
	struct workers *p = w->pool;
	struct job_result r;
	struct task *t = w->task;

	if (!channel_sent(w->channel) ||
	    job_result_get(channel_keep(w->channel, t->arena), t->arena, &r) == -1) {
		end_liar(w);
		return;
	}
	event_del(w->timer);
	w->task = NULL;
	w->state = WORKER_READY;
	p->answered++;
	if (w->retire)
		worker_end(w);
	task_finish(t, &r, NULL);
}

static void
on_message(struct worker *w, struct str message)
{
	switch (w->state) {
	case WORKER_STARTING:
		on_hello(w, message);
		break;
	case WORKER_BUSY:
		on_answer(w);
		break;
	case WORKER_READY: /* nobody asked */
		end_liar(w);
		break;
	case WORKER_NONE:
		break;
	}
}

static void
on_closed(struct worker *w)
{
	bool starting = w->state == WORKER_STARTING;

	worker_end(w);
	if (starting)
		start_failed(w, "a worker ended before it was ready");
}

/* One message: of what may have come behind it the loop hears again. */
static void
on_readable(void *arg)
{
	struct worker *w = arg;
	struct str message;

	switch (channel_take(w->channel, &message)) {
	case CHANNEL_MESSAGE:
		on_message(w, message);
		break;
	case CHANNEL_LIE:
		end_liar(w);
		break;
	case CHANNEL_END:
		on_closed(w);
		break;
	case CHANNEL_NOTHING:
		break;
	}
	dispatch(w->pool);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;
	struct workers *p = w->pool;
	bool starting = w->state == WORKER_STARTING;

	if (w->state == WORKER_NONE) {
		worker_start(w);
		return;
	}
	w->late = true;
	worker_end(w);
	if (starting)
		start_failed(w, "a worker was not ready in time");
	dispatch(p);
}

/* ---- from start to end ---- */

static void
worker_start(struct worker *w)
{
	struct workers *p = w->pool;
	int fd[2], rc;

	if (p->closing)
		return;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1) {
		start_failed(w, strerror(errno));
		return;
	}
	rc = spawn(p, fd[1], &w->pid);
	close(fd[1]);
	if (rc != 0) {
		close(fd[0]);
		start_failed(w, strerror(rc));
		return;
	}
	w->state = WORKER_STARTING;
	w->late = w->lied = w->retire = false;
	w->limited_ms = -LIMIT_FOR_MS;
	p->started++;
	if ((w->channel = channel_new(p->loop, fd[0], on_readable, w)) == NULL) {
		close(fd[0]);
		worker_end(w);
		start_failed(w, "its socket cannot be watched");
		return;
	}
	set_timer(w->timer, p->start_time_ms);
}

static void
settle_task(struct worker *w, struct task *t, int status)
{
	struct workers *p = w->pool;
	char why[256];

	if (job_fate_of(status, w->late, w->lied, t->tries) == JOB_RETRY) {
		task_put_first(p, t);
		return;
	}
	p->killed++;
	worker_end_text(status, w->late, w->lied, p->job_time_ms, why, sizeof(why));
	task_finish(t, NULL, why);
}

/* The process is gone when this returns; another takes its place, but for one that was
 * starting: start_failed(). */
static void
worker_end(struct worker *w)
{
	bool starting = w->state == WORKER_STARTING;
	struct task *t = w->task;
	int status = 0;

	channel_free(w->channel);
	w->channel = NULL;
	/* One that died of itself keeps its own status; SIGKILL is for the others. */
	if (waitpid(w->pid, &status, WNOHANG) == 0) {
		kill(w->pid, SIGKILL);
		while (waitpid(w->pid, &status, 0) == -1 && errno == EINTR)
			;
	}
	event_del(w->timer);
	w->state = WORKER_NONE;
	w->task = NULL;
	if (!starting)
		set_timer(w->timer, 0);
	if (t != NULL)
		settle_task(w, t, status);
}

/* ---- the pool ---- */

static void
set_options(struct workers *p, const struct workers_options *o)
{
	char memory[32];

	snprintf(memory, sizeof(memory), "%lld", (long long)o->job_memory);
	p->exe = xstrdup(o->exe);
	p->on_demand = o->on_demand;
	p->job_time_ms = o->job_time_ms;
	p->start_time_ms = o->start_time_ms > 0 ? o->start_time_ms : START_TIME_MS;
	p->argv = xcalloc(o->n_data + 4, sizeof(*p->argv));
	p->argv[0] = xstrdup("tocsin-worker");
	p->argv[1] = xstrdup(WORKER_ARGUMENT);
	p->argv[2] = xstrdup(memory);
	for (size_t i = 0; i < o->n_data; i++)
		p->argv[i + 3] = str_dup(o->data[i]);
}

static void
clear_options(struct workers *p)
{
	for (char **a = p->argv; *a != NULL; a++)
		free(*a);
	free(p->argv);
	free(p->exe);
}

static size_t
default_count(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : (size_t)n;
}

struct workers *
workers_new(struct event_base *loop, const struct workers_options *o)
{
	struct workers *p = xcalloc(1, sizeof(*p));

	p->loop = loop;
	p->last = &p->first;
	set_options(p, o);
	p->n = o->count > 0 ? o->count : default_count();
	p->more = evtimer_new(loop, on_more, p);
	p->of = xcalloc(p->n, sizeof(*p->of));
	for (size_t i = 0; i < p->n; i++) {
		p->of[i].pool = p;
		p->of[i].timer = evtimer_new(loop, on_timer, &p->of[i]);
	}
	if (!p->on_demand)
		worker_start(&p->of[0]);
	return p;
}

void
workers_renew(struct workers *p, const struct workers_options *o)
{
	clear_options(p);
	set_options(p, o);
	for (size_t i = 0; i < p->n; i++) {
		struct worker *w = &p->of[i];

		w->retire = true;
		if (w->state == WORKER_READY || w->state == WORKER_STARTING) {
			worker_end(w);
			set_timer(w->timer, 0);
		}
	}
}

void
workers_free(struct workers *p)
{
	struct task *t;

	if (p == NULL)
		return;
	p->closing = true;
	for (size_t i = 0; i < p->n; i++) {
		struct worker *w = &p->of[i];

		t = w->task;
		w->task = NULL;
		if (t != NULL)
			task_free(t);
		if (w->state != WORKER_NONE)
			worker_end(w);
		event_free(w->timer);
	}
	while ((t = task_take(p)) != NULL)
		task_free(t);
	clear_options(p);
	event_free(p->more);
	free(p->of);
	free(p);
}

void
workers_submit(struct workers *p, const struct job *j, struct arena *a, job_done *done,
    void *arg)
{
	struct task *t = xcalloc(1, sizeof(*t));

	buf_init(&t->head, FRAME_HEAD + LIMIT_MESSAGE);
	frame_begin(&t->head);
	job_put_head(&t->head, j);
	frame_end(&t->head, j->bytes.n);
	t->bytes = j->bytes;
	t->arena = a;
	t->done = done;
	t->arg = arg;
	t->since_ms = clock_mono_ms();
	*p->last = t;
	p->last = &t->next;
	p->waiting++;
	dispatch(p);
	start_more(p);
}

void
workers_stats(const struct workers *p, struct workers_stats *s)
{
	*s = (struct workers_stats){ .waiting = p->waiting,
		.answered = p->answered,
		.killed = p->killed,
		.started = p->started,
		.trouble = p->trouble };
	for (size_t i = 0; i < p->n; i++) {
		s->ready += p->of[i].state == WORKER_READY;
		s->busy += p->of[i].state == WORKER_BUSY;
	}
}
