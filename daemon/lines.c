/*
 * lines.c -- see lines.h.  There is nobody who hands out work: a thread that has none
 * takes the next lump of whole lines itself, under one lock, and leaves the line that has
 * only begun to who comes next.  Who is done puts the answers down in a row of places; if
 * it is their turn, it writes them and those behind them that are there already.
 */
#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "daemon/command.h"
#include "daemon/lines.h"

#define LUMP (128u << 10)
#define LINE_MAX_BYTES (8u << 20)
#define OUT_MAX (64u << 20)  /* answers to a lump */
#define AHEAD 4              /* lumps a thread that are not written yet, at most */
#define HELD_MAX (64u << 20) /* with answers of so many bytes none is begun */
#define LARGE (4u << 20)     /* such memory is not kept for the next answers */
/* A read that brings so much tells that input waits; so much by such reads alone, that
 * one thread does not keep up. */
#define MUCH (16u << 10)
#define TOO_MUCH (512u << 10)

struct answers { /* to a lump */
	struct buf out;
	size_t lines;
	size_t bad; /* the first line that something is wrong with, from 1; 0: none */
	const char *why;
	bool over; /* there is no room for the last one */
	bool done;
};

struct team {
	const struct lines *of;
	pthread_t threads[LIMIT_JOBS];
	unsigned n; /* threads beside the first one */

	pthread_mutex_t reading; /* what follows belongs to who holds it */
	struct buf rest;         /* a line that has begun */
	size_t waited;           /* bytes that were there already, as far as we know */
	size_t taken;            /* lumps */
	bool ended;
	struct err trouble; /* why the input could not be read to its end */

	pthread_mutex_t lock;
	pthread_cond_t room;
	struct answers *places; /* lump n: at n modulo their number */
	size_t n_places;
	size_t written; /* lumps */
	size_t held;    /* bytes of answers that are not written yet */
	bool failed;    /* to write them */
	bool writing;   /* somebody does; what follows is theirs */
	size_t line;
	bool bad; /* there was a line that something is wrong with */
};

/* ---- input ---- */

/* A place is free, and there is a use for answers. */
static bool
wait_for_room(struct team *t)
{
	bool ok;

	pthread_mutex_lock(&t->lock);
	while (!t->failed && t->taken > t->written &&
	    (t->taken - t->written >= t->n_places || t->held > HELD_MAX))
		pthread_cond_wait(&t->room, &t->lock);
	ok = !t->failed;
	pthread_mutex_unlock(&t->lock);
	return ok;
}

/* The end of the whole lines of text after one more read; 0: there are none yet. */
static size_t
read_some(struct team *t, struct buf *text)
{
	char *room = buf_room(text, LUMP), *nl;
	ssize_t got;

	while ((got = read(t->of->fd, room, LUMP)) == -1 && errno == EINTR)
		;
	if (got < 0)
		err_set(&t->trouble, "%s", strerror(errno));
	t->ended = got <= 0;
	if (t->ended)
		return got == 0 ? text->n : 0;
	t->waited = (size_t)got < MUCH ? 0 : t->waited + (size_t)got;
	text->n += (size_t)got;
	nl = memrchr(room, '\n', (size_t)got);
	if (nl == NULL && text->n > LINE_MAX_BYTES) {
		err_set(&t->trouble, "a line of more than %u bytes", LINE_MAX_BYTES);
		t->ended = true;
	}
	return nl == NULL ? 0 : (size_t)(nl + 1 - text->p);
}

static bool
read_lump(struct team *t, struct buf *text)
{
	size_t whole = 0;

	buf_reset(text);
	buf_add(text, buf_str(&t->rest));
	while (whole == 0 && !t->ended)
		whole = read_some(t, text);
	buf_reset(&t->rest);
	buf_add(&t->rest, str_sub(buf_str(text), whole, text->n));
	text->n = whole;
	return whole > 0;
}

static void *work(void *team);

/* Fewer than wanted will do. */
static void
call_others(struct team *t)
{
	while (t->n + 1 < t->of->jobs &&
	    pthread_create(&t->threads[t->n], NULL, work, t) == 0)
		t->n++;
}

static bool
take(struct team *t, struct buf *text, size_t *turn)
{
	bool got;

	pthread_mutex_lock(&t->reading);
	got = wait_for_room(t) && read_lump(t, text);
	*turn = t->taken;
	if (got)
		t->taken++;
	if (t->waited >= TOO_MUCH && t->n == 0)
		call_others(t);
	pthread_mutex_unlock(&t->reading);
	return got;
}

/* ---- output ---- */

static bool
write_out(const struct team *t, struct str s)
{
	struct err e;

	while (s.n > 0) {
		ssize_t n = write(STDOUT_FILENO, s.p, s.n);

		if (n < 0 && errno != EINTR) {
			err_set(&e, "the output cannot be written: %s", strerror(errno));
			command_error(t->of->command, &e, EX_IOERR);
			return false;
		}
		s = str_sub(s, n < 0 ? 0 : (size_t)n, s.n);
	}
	return true;
}

/* Of the lump whose turn it is.  false: none is to follow. */
static bool
tell(struct team *t, const struct answers *a)
{
	struct err e;

	if (a->bad > 0 && !t->bad) {
		fprintf(stderr, "tocsin %s: line %zu: %s\n", t->of->command,
		    t->line + a->bad, a->why);
		t->bad = true;
	}
	t->line += a->lines;
	if (!write_out(t, buf_str(&a->out)))
		return false;
	if (!a->over)
		return true;
	err_set(&e, "line %zu: the answers here have more than %u bytes", t->line,
	    OUT_MAX);
	command_error(t->of->command, &e, EX_IOERR);
	return false;
}

static struct answers *
due(const struct team *t)
{
	struct answers *a = &t->places[t->written % t->n_places];

	return a->done ? a : NULL;
}

/* Gives the memory of answers that were written in return. */
static void
hand_in(struct team *t, size_t turn, struct answers *a)
{
	struct answers *place = &t->places[turn % t->n_places], old;
	bool ok;

	pthread_mutex_lock(&t->lock);
	old = *place;
	*place = *a;
	*a = old;
	place->done = true;
	t->held += place->out.n;
	while (!t->failed && !t->writing && (place = due(t)) != NULL) {
		t->writing = true;
		pthread_mutex_unlock(&t->lock);
		ok = tell(t, place);
		pthread_mutex_lock(&t->lock);
		t->failed = !ok;
		t->held -= place->out.n;
		if (place->out.cap > LARGE)
			buf_clear(&place->out);
		place->done = t->writing = false;
		t->written++;
		pthread_cond_broadcast(&t->room);
	}
	pthread_mutex_unlock(&t->lock);
}

/* ---- work ---- */

static void
answer_lump(const struct lines *l, void *hand, struct str text, struct answers *a)
{
	struct str line;

	buf_reset(&a->out);
	a->lines = a->bad = 0;
	while (text.n > 0 && !a->out.over && str_cut(&text, '\n', &line)) {
		size_t before = a->out.n;
		const char *wrong = line.n == 0 ? NULL : l->answer(hand, line, &a->out);

		a->lines++;
		if (a->out.over)
			a->out.n = before;
		if (wrong != NULL && a->bad == 0) {
			a->bad = a->lines;
			a->why = wrong;
		}
	}
	a->over = a->out.over;
}

static void *
work(void *team)
{
	struct team *t = team;
	void *hand = t->of->hand_new(t->of->arg);
	struct answers a = { .done = false };
	struct buf text;
	size_t turn;

	buf_init(&text, LINE_MAX_BYTES + 2 * LUMP);
	buf_init(&a.out, OUT_MAX);
	while (take(t, &text, &turn)) {
		answer_lump(t->of, hand, buf_str(&text), &a);
		hand_in(t, turn, &a);
	}
	buf_clear(&a.out);
	buf_clear(&text);
	t->of->hand_free(hand);
	return NULL;
}

static int
status(struct team *t)
{
	if (t->failed)
		return EX_IOERR;
	if (t->trouble.msg[0] != '\0') {
		err_wrap(&t->trouble, "%s", t->of->input);
		return command_error(t->of->command, &t->trouble, EX_IOERR);
	}
	return t->bad ? EX_DATAERR : 0;
}

int
lines_answer(const struct lines *l)
{
	struct team t = { .of = l, .n_places = (size_t)l->jobs * AHEAD };

	pthread_mutex_init(&t.reading, NULL);
	pthread_mutex_init(&t.lock, NULL);
	pthread_cond_init(&t.room, NULL);
	buf_init(&t.rest, LINE_MAX_BYTES + LUMP);
	t.places = xcalloc(t.n_places, sizeof(*t.places));
	for (size_t i = 0; i < t.n_places; i++)
		buf_init(&t.places[i].out, OUT_MAX);
	work(&t);
	for (unsigned i = 0; i < t.n; i++)
		pthread_join(t.threads[i], NULL);
	for (size_t i = 0; i < t.n_places; i++)
		buf_clear(&t.places[i].out);
	free(t.places);
	buf_clear(&t.rest);
	pthread_cond_destroy(&t.room);
	pthread_mutex_destroy(&t.lock);
	pthread_mutex_destroy(&t.reading);
	return status(&t);
}

unsigned
lines_jobs(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	return n > LIMIT_JOBS ? LIMIT_JOBS : (unsigned)n;
}
