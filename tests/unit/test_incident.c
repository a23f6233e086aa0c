/* test_incident.c -- what one more piece changes comes to what all pieces say anew; bytes
 * and back. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "facts/ledger_set.h"
#include "tests/unit/ledger_kit.h"

#define PIECES 80 /* more than an incident keeps */

static const char *
any(struct rng *g, const char *const *of, size_t n)
{
	return of[rng_u64(g) % n];
}
#define ANY(g, of) any((g), (of), NELEM(of))

/* A report of few or many towns, classes and sides, so that much of it was told before.
 */
static const struct piece *
made_up(struct arena *a, struct rng *g, unsigned n)
{
	static const char *const who[] = { "", "who=civilians", "who=children",
		"side=rebels", "side=army who=soldiers", "claimed src=army" };
	static const char *const in[] = { "in", "near" };
	static const char *const by[] = { "rebels", "the_army", "insurgents", "Order" };
	struct fact_list *facts = ARENA_NEW(a, struct fact_list);
	struct report r = { .entry = arena_printf(a, "e%u", n),
		.feed = arena_printf(a, "f%u", (unsigned)(rng_u64(g) % 9)),
		.title = STR("A title"),
		.published_ms = INT64_C(1736503200000) +
		    (int64_t)(rng_u64(g) % 40) * MS_HOUR,
		.updated_ms = TIME_NONE,
		.facts = facts };
	struct str text = STR(""), words = STR("");
	struct piece *out;

	for (unsigned i = 0; i < 1 + rng_u64(g) % 5; i++) {
		unsigned town = (unsigned)(rng_u64(g) % 30);

		text = arena_printf(a, "%.*s%s %u %s %s=T%u/NG/D%u@%u.0,8.5;",
		    STR_ARG(text), rng_u64(g) % 3 == 0 ? "injured" : "killed",
		    (unsigned)(1 + rng_u64(g) % 40), ANY(g, who), ANY(g, in), town,
		    town % 4, 5 + town % 8);
	}
	if (rng_u64(g) % 2 == 0)
		text = arena_printf(a, "%.*sground=captured %u unit=town by=%s in=NG",
		    STR_ARG(text), (unsigned)(1 + rng_u64(g) % 20), ANY(g, by));
	for (unsigned i = 0; i < 40; i++) /* some tell a text again */
		words = arena_printf(a, "%.*sword%u ", STR_ARG(words),
		    i * (unsigned)(n % 7 == 0 ? 1 : n));
	r.text = words;
	kit_facts(a, text.p, facts);
	cr_assert(report_pieces(a, &r, &out) > 0, "%.*s", STR_ARG(text));
	return &out[0];
}

static bool
same_places(const struct incident *a, const struct incident *b)
{
	bool same = a->n_places == b->n_places && str_eq(a->country, b->country) &&
	    a->glance.kinds == b->glance.kinds && a->glance.wide == b->glance.wide;

	for (size_t i = 0; same && i < a->n_places; i++)
		same = str_eq(a->keys[i], b->keys[i]) &&
		    str_eq(a->places[i].name, b->places[i].name) &&
		    a->places[i].role == b->places[i].role &&
		    a->place_marks[i].name == b->place_marks[i].name &&
		    a->votes[i].n == b->votes[i].n &&
		    a->votes[i].told == b->votes[i].told &&
		    a->glance.name[i] == b->glance.name[i];
	return same;
}

static bool
same_texts(const struct str *a, size_t n, const struct str *b, size_t n_b)
{
	bool same = n == n_b;

	for (size_t i = 0; same && i < n; i++)
		same = str_eq(a[i], b[i]);
	return same;
}

static bool
same_tolls(const struct incident *a, const struct incident *b)
{
	bool same = a->n_tolls == b->n_tolls &&
	    memcmp(a->best, b->best, sizeof(a->best)) == 0;

	for (size_t i = 0; same && i < a->n_tolls; i++) {
		const struct fused *x = &a->tolls[i], *y = &b->tolls[i];

		same = x->field == y->field && x->topic == y->topic &&
		    str_eq(x->who, y->who) && str_eq(x->side, y->side) &&
		    x->min == y->min && x->best == y->best && x->max == y->max &&
		    x->at_ms == y->at_ms && x->piece == y->piece &&
		    x->claim == y->claim && x->sources == y->sources &&
		    x->confidence == y->confidence && x->stance == y->stance;
	}
	return same;
}

static bool
same_gains(const struct incident *a, const struct incident *b)
{
	bool same = a->n_gains == b->n_gains;

	for (size_t i = 0; same && i < a->n_gains; i++)
		same = str_eq(a->gains[i].by, b->gains[i].by) &&
		    a->gains[i].count == b->gains[i].count &&
		    a->gains[i].piece == b->gains[i].piece &&
		    a->gains[i].ground == b->gains[i].ground;
	return same;
}

static bool
same_pieces(const struct incident *a, const struct incident *b)
{
	bool same = a->sources == b->sources && a->feeds == b->feeds &&
	    a->own_words == b->own_words && a->first_day == b->first_day &&
	    a->last_day == b->last_day && a->campaign == b->campaign;

	for (size_t i = 0; same && i < a->n_pieces; i++)
		same = piece_mark_cmp(&a->piece_marks[i], &b->piece_marks[i]) == 0 &&
		    a->piece_marks[i].print == b->piece_marks[i].print;
	return same;
}

/* In order of time, with some that come late. */
static void
let_come(const struct piece **pieces, struct rng *g)
{
	for (size_t i = 1; i < PIECES; i++)
		for (size_t k = i; k > 0 && piece_cmp(pieces[k], pieces[k - 1]) < 0;
		     k--) {
			const struct piece *p = pieces[k];

			pieces[k] = pieces[k - 1];
			pieces[k - 1] = p;
		}
	for (size_t i = 0; i < PIECES / 8; i++) {
		size_t from = rng_u64(g) % PIECES, to = rng_u64(g) % PIECES;
		const struct piece *p = pieces[from];

		pieces[from] = pieces[to];
		pieces[to] = p;
	}
}

Test(incident, one_more_piece)
{
	for (uint64_t seed = 1; seed <= 12; seed++) {
		const struct piece *pieces[PIECES];
		struct rng g = { seed };
		struct incident *in;
		struct arena a;

		arena_init(&a);
		for (unsigned i = 0; i < PIECES; i++)
			pieces[i] = made_up(&a, &g, i + 1);
		let_come(pieces, &g);
		in = incident_begin(&a, pieces[0]);
		for (size_t i = 1; i < PIECES; i++) {
			struct incident anew;

			in = incident_with(&a, in, pieces[i]);
			anew = *in;
			incident_fold(&a, &anew);
			cr_assert(same_places(in, &anew), "%d: places", (int)i);
			cr_assert(same_tolls(in, &anew), "%d: tolls", (int)i);
			cr_assert(same_gains(in, &anew), "%d: gains", (int)i);
			cr_assert(same_pieces(in, &anew), "%d: pieces", (int)i);
			cr_assert(same_texts(in->sides, in->n_sides, anew.sides,
				      anew.n_sides) &&
				same_texts(in->causes, in->n_causes, anew.causes,
				    anew.n_causes),
			    "%d: sides, causes", (int)i);
		}
		cr_assert(in->dropped > 0 && in->n_places == INCIDENT_PLACES &&
			in->n_gains > 1 && in->n_tolls > TOLL_N,
		    "%zu %zu %zu %zu", in->dropped, in->n_places, in->n_gains,
		    in->n_tolls);
		arena_clear(&a);
	}
}

Test(incident, bytes_and_back)
{
	static const struct kit_report told = { "2025-01-10T10:00:00Z", "a", "f",
		"killed 40 src=police in=Kano/NG/K@12.0,8.5;ground=captured "
		"obj=Baga/NG/B by=rebels",
		"A title", "A text" };
	static const struct kit_report edited = { "2025-01-10T10:00:00Z", "a", "f",
		"killed 14 src=police in=Kano/NG/K@12.0,8.5", "A title", "A text",
		"2025-01-10T12:00:00Z" };
	struct kit k;
	const struct incident *in, *back;
	struct incident_part parts[] = { { 4, STR_NONE }, { 7, STR_NONE } };
	struct incident_bytes apart = { STR_NONE, parts, NELEM(parts) };
	struct buf one, two;
	uint32_t *numbers;

	kit_init(&k);
	kit_tell(&k, &told);
	kit_tell(&k, &edited);
	in = k.view.incident(k.view.ctx, &k.work, k.last_incident);
	buf_init(&one, 1 << 20);
	buf_init(&two, 1 << 20);
	incident_put(&one, in, NULL);
	back = incident_get(&k.work, (struct incident_bytes){ .head = buf_str(&one) });
	cr_assert(back != NULL);
	cr_expect_eq(back->n_former, 1);
	incident_put(&two, back, NULL);
	cr_expect(str_eq(buf_str(&one), buf_str(&two)));
	for (size_t n = 0; n < one.n; n++)
		cr_expect(incident_get(&k.work,
			      (struct incident_bytes){
				  .head = str_sub(buf_str(&one), 0, n) }) == NULL,
		    "%zu bytes", n);
	/* Apart, whichever number each piece has. */
	cr_assert_eq(in->n_pieces, 1);
	buf_reset(&two);
	piece_put(&two, in->former[0].piece);
	parts[0].bytes = arena_str(&k.work, buf_str(&two));
	buf_reset(&two);
	piece_put(&two, in->pieces[0]);
	parts[1].bytes = arena_str(&k.work, buf_str(&two));
	buf_reset(&two);
	incident_put(&two, in, (const uint32_t[]){ 7, 4 });
	apart.head = arena_str(&k.work, buf_str(&two));
	back = incident_get_pieces(&k.work, apart, NULL, &numbers);
	cr_assert(back != NULL && numbers[0] == 7 && numbers[1] == 4);
	buf_reset(&two);
	incident_put(&two, back, NULL);
	cr_expect(str_eq(buf_str(&one), buf_str(&two)));
	apart.n_parts = 1;
	cr_expect_null(incident_get(&k.work, apart), "a part is missing");
	buf_clear(&one);
	buf_clear(&two);
	kit_clear(&k);
}
