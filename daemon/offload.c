/* offload.c -- see offload.h.  The only lock of the daemon is in here. */
#include "config.h"

#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/log.h"
#include "daemon/offload.h"

struct piece {
	struct piece *next;
	offload_fn *work, *done;
	void *arg;
};

struct queue {
	struct piece *first, **last;
};

struct offload {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct queue given, ended; /* under the lock */
	int64_t since_ms;          /* the piece at hand began; 0: none; under the lock */
	bool stop;                 /* under the lock */
	struct event *wake;
	int fd;
	size_t waiting; /* the loop's */
};

static int64_t
monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * MS_SECOND + t.tv_nsec / 1000000;
}

static void
queue_init(struct queue *q)
{
	q->first = NULL;
	q->last = &q->first;
}

static void
queue_put(struct queue *q, struct piece *p)
{
	p->next = NULL;
	*q->last = p;
	q->last = &p->next;
}

static struct piece *
queue_take(struct queue *q)
{
	struct piece *p = q->first;

	if (p != NULL && (q->first = p->next) == NULL)
		q->last = &q->first;
	return p;
}

/* ---- the thread ---- */

static void
wake_loop(struct offload *o)
{
	uint64_t one = 1;
	ssize_t n = write(o->fd, &one, sizeof(one));

	(void)n; /* full means that it is awake already */
}

static void *
thread_main(void *arg)
{
	struct offload *o = arg;
	struct piece *p;

	pthread_mutex_lock(&o->lock);
	for (;;) {
		while ((p = queue_take(&o->given)) == NULL && !o->stop)
			pthread_cond_wait(&o->more, &o->lock);
		if (p == NULL)
			break;
		o->since_ms = monotonic_ms();
		pthread_mutex_unlock(&o->lock);
		p->work(p->arg);
		pthread_mutex_lock(&o->lock);
		o->since_ms = 0;
		queue_put(&o->ended, p);
		wake_loop(o);
	}
	pthread_mutex_unlock(&o->lock);
	return NULL;
}

/* ---- the loop ---- */

static void
tell_ends(struct offload *o)
{
	struct piece *p;

	for (;;) {
		pthread_mutex_lock(&o->lock);
		p = queue_take(&o->ended);
		pthread_mutex_unlock(&o->lock);
		if (p == NULL)
			return;
		o->waiting--;
		if (p->done != NULL)
			p->done(p->arg);
		free(p);
	}
}

static void
on_wake(evutil_socket_t fd, short what, void *arg)
{
	uint64_t n;

	if (read(fd, &n, sizeof(n)) == sizeof(n))
		tell_ends(arg);
}

/* As without memory (base/alloc.h): nothing is half done, and the service manager starts
 * us again. */
static _Noreturn void
cannot(const char *what)
{
	LOG(LOG_CRIT, "thread.failed", log_cstr("why", what));
	_exit(EX_OSERR);
}

struct offload *
offload_new(struct event_base *loop, const char *name)
{
	struct offload *o = xcalloc(1, sizeof(*o));
	sigset_t all, before;

	queue_init(&o->given);
	queue_init(&o->ended);
	pthread_mutex_init(&o->lock, NULL);
	pthread_cond_init(&o->more, NULL);
	o->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	o->wake = event_new(loop, o->fd, EV_READ | EV_PERSIST, on_wake, o);
	if (o->fd == -1 || event_add(o->wake, NULL) == -1)
		cannot("no descriptor to wake the loop by");
	/* Signals are the loop's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&o->thread, NULL, thread_main, o) != 0)
		cannot("the system has no thread left");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_setname_np(o->thread, name);
	return o;
}

void
offload_free(struct offload *o)
{
	if (o == NULL)
		return;
	/* The end of one piece may give another. */
	while (o->waiting > 0) {
		struct timespec nap = { 0, 1000000 };

		tell_ends(o);
		if (o->waiting > 0)
			nanosleep(&nap, NULL);
	}
	pthread_mutex_lock(&o->lock);
	o->stop = true;
	pthread_cond_signal(&o->more);
	pthread_mutex_unlock(&o->lock);
	pthread_join(o->thread, NULL);
	event_free(o->wake);
	close(o->fd);
	pthread_cond_destroy(&o->more);
	pthread_mutex_destroy(&o->lock);
	free(o);
}

void
offload_run(struct offload *o, offload_fn *work, offload_fn *done, void *arg)
{
	struct piece *p = xcalloc(1, sizeof(*p));

	p->work = work;
	p->done = done;
	p->arg = arg;
	o->waiting++;
	pthread_mutex_lock(&o->lock);
	queue_put(&o->given, p);
	pthread_cond_signal(&o->more);
	pthread_mutex_unlock(&o->lock);
}

size_t
offload_waiting(const struct offload *o)
{
	return o->waiting;
}

int64_t
offload_busy_ms(struct offload *o)
{
	int64_t since;

	pthread_mutex_lock(&o->lock);
	since = o->since_ms;
	pthread_mutex_unlock(&o->lock);
	return since == 0 ? 0 : monotonic_ms() - since;
}
