/*
 * test_worker.c -- jobs as bytes, answers of honest and of hostile workers, and the pool
 * with real workers: the tocsind of this build, locked in.
 */
#include "config.h"

#include <criterion/criterion.h>
#include <event2/event.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/rng.h"
#include "daemon/worker.h"
#include "daemon/workers.h"
#include "facts/fact_wire.h"

static const struct str feed = STR_INIT(
    "<rss version='2.0'><channel><title>Wire</title><link>http://a.example/</link>"
    "<item><guid>1</guid><title>Market hit</title><link>http://a.example/1</link>"
    "<pubDate>Mon, 02 Dec 2024 10:00:00 GMT</pubDate>"
    "<description>At least 12 people were killed when shells hit a "
    "market.</description></item>"
    "<item><guid>2</guid><title> Quiet\n day</title></item></channel></rss>");

static char data_dir[512];
static const char *
data(void)
{
	const char *top = getenv("top_builddir");

	snprintf(data_dir, sizeof(data_dir), "%s/daemon/share",
	    top == NULL ? BUILDDIR : top);
	return data_dir;
}

/* ---- messages ---- */

Test(job, a_job_comes_back)
{
	static const uint64_t known[] = { 1, UINT64_MAX };
	const struct job j = { .bytes = feed,
		.lang = STR("en"),
		.country = STR("SY"),
		.origin = { .url = STR("http://a.example/f"),
		    .content_type = STR("text/xml") },
		.known = known,
		.n_known = 2 };
	struct arena a;
	struct buf b;
	struct wire w;
	struct job back;

	arena_init(&a);
	buf_init(&b, LIMIT_MESSAGE);
	job_put_head(&b, &j);
	buf_add(&b, j.bytes);
	wire_init(&w, buf_str(&b));
	cr_assert(job_get(&w, &a, &back) == 0);
	cr_expect(str_eq(back.bytes, feed) &&
	    str_eq(back.origin.content_type, STR("text/xml")));
	cr_expect(back.n_known == 2 && back.known[1] == UINT64_MAX);
	for (size_t n = 0; n < b.n; n++) { /* every truncation is refused */
		wire_init(&w, str_sub(buf_str(&b), 0, n));
		cr_expect(job_get(&w, &a, &back) == -1);
	}
	buf_clear(&b);
	arena_clear(&a);
}

static struct reader *
load_reader(void)
{
	const char *dirs[] = { data(), NULL };
	struct err e = { "" };
	struct reader *r = reader_load(dirs, &e);

	cr_assert(r != NULL, "%s", e.msg);
	return r;
}

Test(job, a_feed_is_read)
{
	struct reader *r = load_reader();
	struct job j = { .bytes = feed };
	struct job_result out;
	uint64_t known;
	struct arena a;

	arena_init(&a);
	cr_assert(job_run(r, &a, &j, &out) == 0);
	cr_expect(out.error.n == 0 && out.format == FEED_RSS20 && out.n_entries == 2);
	cr_expect(str_eq(out.title, STR("Wire")));
	cr_expect(str_eq(out.entries[0].id, STR("1")) && !out.entries[0].known);
	cr_expect(str_find(out.entries[0].text, STR("12 people")) != STR_NOWHERE);
	cr_expect(str_eq(out.entries[1].title, STR("Quiet day")), "one line");
	known = out.entries[0].content.hi;
	j.known = &known;
	j.n_known = 1;
	cr_assert(job_run(r, &a, &j, &out) == 0);
	cr_expect(out.entries[0].known && out.entries[0].text.n == 0);
	cr_expect(!out.entries[1].known);
	arena_clear(&a);
	reader_free(r);
}

/* Entries are written as they come; what the feed says behind them is not lost. */
Test(job, a_feed_that_introduces_itself_last)
{
	static const char text[] =
	    "<rss version='2.0'><channel>"
	    "<item><guid>1</guid><title>One</title></item>"
	    "<item><guid>2</guid><title>Two & a half</title></item>"
	    "<item><guid>3</guid><title>Three</title></item>"
	    "<title>Last words</title><ttl>5</ttl></channel></rss>";
	struct reader *r = load_reader();
	const struct job j = { .bytes = STR(text) };
	struct job_result out;
	struct arena a;

	arena_init(&a);
	cr_assert(job_run(r, &a, &j, &out) == 0);
	cr_expect(str_eq(out.title, STR("Last words")) && out.ttl_s == 300 &&
	    !out.wellformed);
	cr_assert(out.n_entries == 3, "each once, though it is broken between them");
	cr_expect(str_eq(out.entries[0].id, STR("1")) &&
	    str_eq(out.entries[1].id, STR("2")));
	cr_expect(str_eq(out.entries[2].title, STR("Three")));
	arena_clear(&a);
	reader_free(r);
}

Test(job, what_is_no_feed_says_so)
{
	struct reader *r = load_reader();
	const struct job j = {
		.bytes = STR("<!DOCTYPE html><html><body>Hello</body></html>")
	};
	struct job_result out;
	struct arena a;

	arena_init(&a);
	cr_assert(job_run(r, &a, &j, &out) == 0);
	cr_expect(out.error.n > 0 && out.n_entries == 0);
	arena_clear(&a);
	reader_free(r);
}

/* A worker that was taken over may send anything: each byte changed, each length cut. */
Test(job, hostile_answers_are_refused_or_harmless)
{
	struct reader *r = load_reader();
	const struct job j = { .bytes = feed };
	struct rng rng = { 42 };
	struct job_result out;
	struct arena a;
	struct buf b;
	size_t refused = 0;

	arena_init(&a);
	buf_init(&b, LIMIT_MESSAGE);
	job_answer(r, &j, &b);
	cr_assert(job_result_get(buf_str(&b), &a, &out) == 0);
	for (size_t n = 0; n < b.n; n++)
		cr_expect(job_result_get(str_sub(buf_str(&b), 0, n), &a, &out) == -1);
	for (int i = 0; i < 20000; i++) {
		size_t at = rng_u64(&rng) % b.n;
		char was = b.p[at];

		b.p[at] = (char)rng_u64(&rng);
		refused += job_result_get(buf_str(&b), &a, &out) == -1;
		b.p[at] = was;
		arena_reset(&a);
	}
	cr_expect(refused > 1000);
	buf_clear(&b);
	arena_clear(&a);
	reader_free(r);
}

/* ---- decisions ---- */

#define KILLED_BY(sig) (sig)
#define EXITED(code) ((code) << 8)

/* What is counted stays in sums, and what is not is said to be unknown. */
Test(job, figures_beyond_counting_are_lies)
{
	static const struct {
		int64_t count, low, high, toll;
		bool holds;
	} rows[] = {
		{ 12, 12, 12, 12, true },
		{ LIMIT_COUNT, 1, -1, LIMIT_FACTS * LIMIT_COUNT, true },
		{ LIMIT_COUNT + 1, 12, 12, 12, false },
		{ -1, 12, 12, 12, false },
		{ 12, INT64_MAX, 12, 12, false },
		{ 12, 12, INT64_MAX, 12, false },
		{ 12, 12, -2, 12, false },
		{ 12, 12, 12, INT64_MAX, false },
		{ 12, 12, 12, -1, false },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct fact f = { .part_of = -1,
			.count = rows[i].count,
			.low = rows[i].low,
			.high = rows[i].high };
		struct fact_list l = { .items = &f, .n = 1 }, got;
		struct arena a;
		struct buf b;
		struct wire w;

		l.toll.of[TOLL_KILLED] = (struct toll_figure){
			.known = true, .best = rows[i].toll, .high = -1
		};
		arena_init(&a);
		buf_init(&b, 1u << 16);
		fact_list_put(&b, &l);
		wire_init(&w, buf_str(&b));
		fact_list_get(&w, &a, STR_NONE, &got);
		cr_expect(w.bad == !rows[i].holds && got.n == rows[i].holds, "%zu", i);
		buf_clear(&b);
		arena_clear(&a);
	}
}

/* The day of a count is told from that of what happened, and no byte more is kept for it.
 */
Test(job, a_day_of_count_stays_one)
{
	static const struct {
		struct day since, until;
		bool as_of;
	} rows[] = {
		{ { 2026, 11, 20 }, { 2026, 11, 20 }, true },
		{ { 2026, 11, 20 }, { 2026, 11, 20 }, false },
		{ { 2026, 11, 20 }, { 0 }, false },
		{ { 0 }, { 0 }, false },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct fact f = { .part_of = -1,
			.since = rows[i].since,
			.until = rows[i].until,
			.as_of = rows[i].as_of };
		struct fact_list l = { .items = &f, .n = 1 }, got;
		struct arena a;
		struct buf b;
		struct wire w;

		arena_init(&a);
		buf_init(&b, 1u << 16);
		fact_list_put(&b, &l);
		wire_init(&w, buf_str(&b));
		fact_list_get(&w, &a, STR_NONE, &got);
		cr_assert(got.n == 1, "%zu", i);
		cr_expect(day_cmp(got.items[0].since, f.since) == 0 &&
			day_cmp(got.items[0].until, f.until) == 0 &&
			got.items[0].as_of == f.as_of,
		    "%zu", i);
		buf_clear(&b);
		arena_clear(&a);
	}
}

Test(workers, whose_fault_it_was)
{
	static const struct {
		int status;
		bool late, lied;
		unsigned tries;
		enum job_fate fate;
		const char *says;
	} rows[] = {
		{ KILLED_BY(SIGKILL), false, false, 1, JOB_RETRY, "signal 9" },
		{ KILLED_BY(SIGTERM), false, false, 1, JOB_RETRY, "signal 15" },
		{ KILLED_BY(SIGKILL), false, false, 2, JOB_BLAMED, "signal 9" },
		{ KILLED_BY(SIGKILL), true, false, 1, JOB_BLAMED, "longer than 20s" },
		{ KILLED_BY(SIGKILL), false, true, 1, JOB_BLAMED, "what no worker says" },
		{ KILLED_BY(SIGSEGV), false, false, 1, JOB_BLAMED, "signal 11" },
		{ KILLED_BY(SIGSYS), false, false, 1, JOB_BLAMED, "signal 31" },
		{ KILLED_BY(SIGXCPU), false, false, 1, JOB_BLAMED, "longer than 20s" },
		{ EXITED(71), false, false, 1, JOB_BLAMED, "more memory" },
		{ EXITED(0), false, false, 1, JOB_BLAMED, "status 0" },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		char why[256];

		cr_expect(job_fate_of(rows[i].status, rows[i].late, rows[i].lied,
			      rows[i].tries) == rows[i].fate,
		    "row %zu", i);
		worker_end_text(rows[i].status, rows[i].late, rows[i].lied, 20000, why,
		    sizeof(why));
		cr_expect(strstr(why, rows[i].says) != NULL, "row %zu: %s", i, why);
	}
	cr_expect(worker_start_delay_ms(0) == 0);
	cr_expect(worker_start_delay_ms(1) == 1000);
	cr_expect(worker_start_delay_ms(3) == 4000);
	cr_expect(worker_start_delay_ms(1000) == 60000);
}

/* ---- real workers ---- */

struct run {
	struct event_base *loop;
	struct workers *workers;
	struct arena arena;
	size_t expected, good, blamed, good_before; /* the first was blamed */
	char why[256];
};

static void
on_done(void *arg, const struct job_result *r, const char *why)
{
	struct run *run = arg;

	if (r != NULL && r->error.n == 0 && r->n_entries == 2)
		run->good++;
	else if (r == NULL && run->blamed++ == 0)
		run->good_before = run->good;
	if (why != NULL)
		str_copy(run->why, sizeof(run->why), str_of(why));
	if (--run->expected == 0)
		event_base_loopbreak(run->loop);
}

static void
run_start_program(struct run *run, const char *program, size_t count, int64_t job_time_ms,
    int64_t start_time_ms)
{
	static char exe[512];
	const char *top = getenv("top_builddir");
	const struct str dir = str_of(data());
	const struct workers_options o = { .exe = exe,
		.data = &dir,
		.n_data = 1,
		.count = count,
		.job_time_ms = job_time_ms,
		.job_memory = INT64_C(256) << 20,
		.start_time_ms = start_time_ms };

	signal(SIGPIPE, SIG_IGN); /* as the engine does */
	log_open(LOG_TO_NONE, "test", LOG_ERR);
	snprintf(exe, sizeof(exe), "%s/%s", top == NULL ? "." : top, program);
	*run = (struct run){ .loop = event_base_new() };
	arena_init(&run->arena);
	run->workers = workers_new(run->loop, &o);
}

static void
run_start(struct run *run, size_t count, int64_t job_time_ms)
{
	run_start_program(run, "daemon/tocsind", count, job_time_ms, 0);
}

static void
run_submit(struct run *run, struct str bytes)
{
	const struct job j = { .bytes = bytes };

	run->expected++;
	workers_submit(run->workers, &j, &run->arena, on_done, run);
}

static void
run_wait(struct run *run)
{
	/* of a test that hangs; a liar that says nothing takes two seconds */
	const struct timeval limit = { 300, 0 };

	event_base_loopexit(run->loop, &limit);
	event_base_dispatch(run->loop);
	cr_assert(run->expected == 0, "workers did not answer in five minutes");
}

static void
run_end(struct run *run)
{
	workers_free(run->workers);
	event_base_free(run->loop);
	arena_clear(&run->arena);
}

Test(workers, many_jobs)
{
	struct workers_stats s;
	struct run run;

	run_start(&run, 2, 20000);
	for (int i = 0; i < 50; i++)
		run_submit(&run, feed);
	run_wait(&run);
	workers_stats(run.workers, &s);
	cr_expect(run.good == 50 && s.answered == 50 && s.started >= 1 &&
	    s.started <= 2 && s.killed == 0);
	run_end(&run);
}

/* Replaced ones may send any bytes: each job ends, blamed or not, and no process is left.
 */
Test(workers, replaced_ones_are_survived)
{
	struct workers_stats s;
	struct run run;

	/* some never say hello */
	run_start_program(&run, "tests/unit/liar", 4, 200, 2000);
	for (int i = 0; i < 40; i++)
		run_submit(&run, feed);
	run_wait(&run);
	workers_stats(run.workers, &s);
	cr_expect(run.good == 0 && run.blamed > 0, "%zu blamed, %s", run.blamed, run.why);
	cr_expect(s.killed == run.blamed && s.started > run.blamed / 2);
	run_end(&run);
	cr_expect(waitpid(-1, NULL, WNOHANG) == -1, "every one of them was ended");
}

#ifdef TEST_HOOKS
/* Each must end its worker, and none may harm the jobs of others. */
Test(workers, hostile_documents_die_alone)
{
	static const struct {
		const char *word, *why;
	} rows[] = {
		/* by signal 11, or as a sanitizer ends it */
		{ "loop", "longer than" },
		{ "crash", "ended its worker" },
		{ "lie", "what no worker says" },
		{ "exit", "status 0" },
#ifndef SANITIZED
		{ "memory", "more memory" },
		{ "code", "signal 31" },
		{ "kill", "signal 31" },
		{ "fork", "signal 31" },
		{ "socket", "signal 31" },
#endif
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		char document[64];
		struct run run;

		snprintf(document, sizeof(document), "<rss>tocsin-test:%s</rss>",
		    rows[i].word);
		/* Only the loop is to meet its time limit, whatever else this machine
		 * does: the others need a hundredth. */
		run_start(&run, 1, strcmp(rows[i].word, "loop") == 0 ? 3000 : 30000);
		run_submit(&run, feed);
		run_submit(&run, str_of(document));
		run_submit(&run, feed);
		run_wait(&run);
		cr_expect(run.good == 2 && run.blamed == 1, "%s: %zu good, %zu blamed",
		    rows[i].word, run.good, run.blamed);
		cr_expect(strstr(run.why, rows[i].why) != NULL, "%s: %s", rows[i].word,
		    run.why);
		run_end(&run);
	}
}

Test(workers, another_is_started_for_who_waits)
{
	struct workers_stats s;
	struct run run;

	run_start(&run, 3, 6000);
	run_submit(&run, STR("<rss>tocsin-test:loop</rss>"));
	run_submit(&run, feed);
	run_submit(&run, feed);
	run_wait(&run);
	workers_stats(run.workers, &s);
	cr_expect(run.good_before == 2 && run.blamed == 1, "%zu were read meanwhile",
	    run.good_before);
	cr_expect(s.killed == 1 && s.started >= 2);
	run_end(&run);
}

/* A worker that only lost its files goes on: it reads nothing and says what it can. */
Test(workers, a_file_cannot_be_opened)
{
	struct run run;

	run_start(&run, 1, 30000);
	run_submit(&run, STR("<rss>tocsin-test:open</rss>"));
	run_wait(&run);
	cr_expect(run.blamed == 0, "%s", run.why);
	run_end(&run);
}
#endif

struct starts { /* of one worker that cannot start */
	struct event_base *loop;
	struct workers *workers;
};

static void
look_at_starts(evutil_socket_t fd, short what, void *arg)
{
	const struct starts *of = arg;
	struct workers_stats s;

	workers_stats(of->workers, &s);
	if (s.started >= 2)
		event_base_loopbreak(of->loop);
}

/* Its failure is said, and another takes its place. */
Test(workers, starts_that_fail)
{
	static const struct {
		const char *program;
		int64_t memory;
		const char *says;
	} rows[] = {
		/* where its packs are not */
		/* a length that no message has */
		{ "daemon/tocsind", INT64_C(256) << 20, "/nonexistent" },
		{ "tests/unit/liar", 1, "what no worker says" },
	};

	log_open(LOG_TO_NONE, "test", LOG_ERR);
	for (size_t i = 0; i < NELEM(rows); i++) {
		const struct timeval often = { 0, 20000 }, limit = { 300, 0 };
		const struct str nowhere = STR("/nonexistent");
		const char *top = getenv("top_builddir");
		struct starts of = { .loop = event_base_new() };
		struct event *look = event_new(of.loop, -1, EV_PERSIST, look_at_starts,
		    &of);
		struct workers_stats s;
		char exe[512];
		const struct workers_options o = { .exe = exe,
			.data = &nowhere,
			.n_data = 1,
			.count = 1,
			.job_time_ms = 1000,
			.job_memory = rows[i].memory };

		snprintf(exe, sizeof(exe), "%s/%s", top == NULL ? "." : top,
		    rows[i].program);
		of.workers = workers_new(of.loop, &o);
		event_add(look, &often);
		event_base_loopexit(of.loop, &limit);
		event_base_dispatch(of.loop);
		workers_stats(of.workers, &s);
		cr_expect(s.started >= 2, "row %zu: no other took its place", i);
		cr_expect(strstr(s.trouble, rows[i].says) != NULL, "row %zu: %s", i,
		    s.trouble);
		event_free(look);
		workers_free(of.workers);
		event_base_free(of.loop);
	}
}
