/* progress.c -- see progress.h. */
#include "config.h"

#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/progress.h"

static void
show(struct progress *p, int seconds)
{
	fprintf(stderr, "\r\033[Ktocsin %s: ", p->name);
	if (p->unit != NULL)
		fprintf(stderr, "%lld %s, ", atomic_load(&p->n), p->unit);
	fprintf(stderr, "%d s", seconds);
	fflush(stderr);
}

static void *
tell(void *arg)
{
	struct progress *p = arg;
	struct timespec next;
	int seconds = 0;

	clock_gettime(CLOCK_REALTIME, &next);
	pthread_mutex_lock(&p->lock);
	while (!p->over) {
		next.tv_sec++;
		if (pthread_cond_timedwait(&p->end, &p->lock, &next) != 0)
			show(p, ++seconds);
	}
	pthread_mutex_unlock(&p->lock);
	if (seconds > 0)
		fprintf(stderr, "\r\033[K");
	return NULL;
}

void
progress_begin(struct progress *p, const char *name, const char *unit)
{
	p->name = name;
	p->unit = unit;
	p->over = false;
	atomic_init(&p->n, 0);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->end, NULL);
	p->runs = isatty(STDERR_FILENO) != 0 &&
	    pthread_create(&p->thread, NULL, tell, p) == 0;
}

void
progress_end(struct progress *p)
{
	if (p->runs) {
		pthread_mutex_lock(&p->lock);
		p->over = true;
		pthread_cond_signal(&p->end);
		pthread_mutex_unlock(&p->lock);
		pthread_join(p->thread, NULL);
	}
	p->runs = false;
	pthread_cond_destroy(&p->end);
	pthread_mutex_destroy(&p->lock);
}
