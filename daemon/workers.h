/*
 * workers.h -- the engine's side of the worker processes: a queue of jobs, a few workers,
 * one job each at a time.  A worker that dies, lies, or takes too long is killed and
 * replaced; the job it had is tried once more if the worker's end was not the document's
 * doing, else its feed is blamed.  Nobody else's job is lost.
 */
#ifndef DAEMON_WORKERS_H
#define DAEMON_WORKERS_H

#include "daemon/job.h"

struct event_base;
struct workers;

struct workers_options {
	const char *exe;        /* "/proc/self/exe", or the tests' tocsind */
	const struct str *data; /* folders of packs; copied */
	size_t n_data;
	size_t count;   /* at most; 0: one for each processor.  Another is started when a
			   job waits for long */
	bool on_demand; /* not even the first is started before there is a job for it */
	int64_t job_time_ms, job_memory;
	int64_t start_time_ms; /* until a worker must have loaded its packs and said
				  hello; 0: a minute */
};

struct workers *workers_new(struct event_base *loop, const struct workers_options *o);
void workers_free(struct workers *w); /* waiting jobs end without a callback */

/* New packs or limits: busy workers finish what they have, then new ones take over. */
void workers_renew(struct workers *w, const struct workers_options *o);

/*
 * The job's bytes, and a, in which what r says lies, live until then.  r NULL: the
 * document killed its worker, or no worker can be had; why says it in one sentence.
 * Called exactly once, never from within workers_submit().
 */
typedef void job_done(void *arg, const struct job_result *r, const char *why);
void workers_submit(struct workers *w, const struct job *j, struct arena *a,
    job_done *done, void *arg);

struct workers_stats {
	size_t ready, busy, waiting; /* workers, workers, jobs */
	uint64_t answered, killed, started;
	const char *trouble; /* why no worker can be had; "" when all is well */
};
void workers_stats(const struct workers *w, struct workers_stats *s);

/* ---- decisions, pure ---- */

enum job_fate { JOB_RETRY, JOB_BLAMED };
/* status: of waitpid(); late: the engine killed it for taking too long; tries: so far,
 * from 1. */
enum job_fate job_fate_of(int status, bool late, bool lied, unsigned tries);
/* Why, for people: "killed by signal 11 (Segmentation fault)". */
void worker_end_text(int status, bool late, bool lied, int64_t limit_ms, char *out,
    size_t n);
/* Before the next start after so many that failed in a row. */
int64_t worker_start_delay_ms(unsigned failed);

#endif
