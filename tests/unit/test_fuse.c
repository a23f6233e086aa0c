/* test_fuse.c -- what makes fusion quick says the same as what it stands for. */
#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "facts/fuse.h"

static unsigned
pick(struct rng *r, unsigned n)
{
	return (unsigned)(rng_u64(r) % n);
}

static struct str
word(struct arena *a, struct rng *r, const char *kind, unsigned n)
{
	unsigned i = pick(r, n + 1);

	return i == n ? STR_NONE : arena_printf(a, "%s%u", kind, i);
}

static struct fact_place
some_place(struct arena *a, struct rng *r)
{
	static const enum precision of[] = { PRECISION_TEXT, PRECISION_COUNTRY,
		PRECISION_ADMIN1, PRECISION_PLACE, PRECISION_PLACE };
	struct fact_place p = { .name = word(a, r, "town", 300),
		.country = word(a, r, "C", pick(r, 4) == 0 ? 1 : 12),
		.admin1 = word(a, r, "division", 9),
		.precision = of[pick(r, NELEM(of))] };

	if (pick(r, 2) == 0) {
		p.canonical = p.name;
		p.id = word(a, r, "id", 200);
		p.lat = 45 + 12 * rng_unit(r);
		p.lon = 36 + rng_unit(r) / 4;
	} else {
		p.lat = p.lon = (double)NAN;
	}
	return p;
}

static const struct piece *
some_piece(struct arena *a, struct rng *r, int64_t at_ms)
{
	struct piece *p = ARENA_NEW(a, struct piece);

	*p = (struct piece){ .entry = arena_printf(a, "e%lld", (long long)at_ms),
		.published_ms = at_ms,
		.n_places = pick(r, 8),
		.running = pick(r, 3) == 0,
		.since = { 2026, 3, 1 } };
	p->places = ARENA_ARRAY(a, struct fact_place, p->n_places);
	p->keys = ARENA_ARRAY(a, struct str, p->n_places);
	for (size_t i = 0; i < p->n_places; i++) {
		p->places[i] = some_place(a, r);
		p->keys[i] = place_key(a, &p->places[i]);
	}
	piece_work_out(a, p);
	return p;
}

static bool
names_finer(const struct place_mark *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!m[i].wide)
			return true;
	return false;
}

/* Each place beside each. */
static enum fuse_place
nearest(const struct piece *p, const struct incident *in)
{
	bool finer = !p->running && !in->campaign &&
	    names_finer(p->place_marks, p->n_places) &&
	    names_finer(in->place_marks, in->n_places);
	enum fuse_place best = FUSE_PLACE_UNKNOWN;

	for (size_t i = 0; i < p->n_places; i++)
		for (size_t k = 0; k < in->n_places; k++) {
			const struct place_mark *a = &p->place_marks[i],
						*b = &in->place_marks[k];
			enum fuse_place now = finer && (a->wide || b->wide)
			    ? FUSE_PLACE_UNKNOWN
			    : fuse_places(a, b);

			best = now > best ? now : best;
		}
	return best;
}

Test(fuse, nearest_of_all_places)
{
	struct rng r = { 7 };
	size_t seen[FUSE_PLACE_SAME + 1] = { 0 };

	for (int i = 0; i < 20000; i++) {
		struct arena a;
		const struct piece *pieces[4], *p;
		struct incident in = { .pieces = pieces, .n_pieces = 1 + pick(&r, 4) };
		struct side_memo *sides = NULL;
		struct fuse_work w;
		enum fuse_place want;

		arena_init_small(&a, 4096);
		for (size_t k = 0; k < in.n_pieces; k++)
			pieces[k] = some_piece(&a, &r, (int64_t)k);
		incident_fold(&a, &in);
		p = some_piece(&a, &r, 9);
		fuse_begin(&w, sides, p);
		want = nearest(p, &in);
		seen[want]++;
		cr_expect_eq(fuse_nearest(&w, &in), want, "%d", i);
		arena_clear(&a);
	}
	for (size_t i = 0; i < NELEM(seen); i++)
		cr_expect_gt(seen[i], 10, "%zu", i);
}

/* Remembered or not, and after what is remembered was cleared. */
Test(fuse, sides_that_are_remembered)
{
	static const char *const marks[] = { "SAA", "ISIS", "~rebels", "~the rebels",
		"~army", "~regime forces", "~gunmen", "~gunman", "" };
	struct side_memo m;
	struct rng r = { 3 };

	side_memo_init(&m);
	for (int i = 0; i < 2000; i++) {
		struct str a = str_of(marks[pick(&r, NELEM(marks))]),
			   b = str_of(marks[pick(&r, NELEM(marks))]);
		struct str a_id = a.n > 0 && a.p[0] == '~' ? STR_NONE : a,
			   b_id = b.n > 0 && b.p[0] == '~' ? STR_NONE : b;

		cr_expect_eq(side_marks_same(&m, (struct side_mark){ a, text_mark(a) },
				 (struct side_mark){ b, text_mark(b) }),
		    side_same(side_words(a), a_id, side_words(b), b_id), "%.*s, %.*s",
		    STR_ARG(a), STR_ARG(b));
		if (i % 500 == 0)
			side_memo_clear(&m);
	}
	side_memo_clear(&m);
}
