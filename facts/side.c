/* side.c -- see side.h. */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "facts/side.h"

#define MEMO_FIRST 1024
#define MEMO_BYTES (256u << 10) /* then it begins anew */
#define PAIR_SAME UINT64_C(1)

static const struct {
	const char *word;
	enum side_class class;
} generic[] = {
	{ "rebel", SIDE_AGAINST_STATE },
	{ "insurgent", SIDE_AGAINST_STATE },
	{ "opposition", SIDE_AGAINST_STATE },
	{ "militant", SIDE_AGAINST_STATE },
	{ "faction", SIDE_AGAINST_STATE },
	{ "gunmen", SIDE_AGAINST_STATE },
	{ "jihadist", SIDE_AGAINST_STATE },
	{ "guerrilla", SIDE_AGAINST_STATE },
	{ "army", SIDE_STATE },
	{ "government", SIDE_STATE },
	{ "regime", SIDE_STATE },
	{ "troops", SIDE_STATE },
	{ "military", SIDE_STATE },
	{ "state forces", SIDE_STATE },
	{ "security forces", SIDE_STATE },
	{ "loyalist", SIDE_STATE },
};

/* One that the table does not have is armed, and no army of a state's: it would be known.
 */
static enum side_class
class_of_actor(struct str id)
{
	const struct actor_class *c = bsearch(&id, actor_classes, actor_classes_n,
	    sizeof(actor_classes[0]), str_order);

	return c == NULL ? SIDE_AGAINST_STATE : c->class;
}

static enum side_class
class_of(struct str name, struct str id)
{
	if (id.n > 0)
		return class_of_actor(id);
	for (size_t i = 0; i < NELEM(generic); i++)
		if (str_find_ci(name, str_of(generic[i].word)) != STR_NOWHERE)
			return generic[i].class;
	return SIDE_UNKNOWN;
}

void
side_know(struct side_known *k, char fold[FOLD_MAX], struct str name, struct str id)
{
	k->name = name;
	k->id = id;
	k->fold = fold_name(fold, name, FOLD_SOUND);
	k->loose = id.n == 0;
	k->classed = false;
}

/* Looked for when it is asked for: names and ids decide most. */
static enum side_class
known_class(struct side_known *k)
{
	if (!k->classed)
		k->class = class_of(k->name, k->id);
	k->classed = true;
	return k->class;
}

/* Troops, of no one: may they be of b, a state's army, here or abroad? */
static bool
may_be_of(const struct side_known *a, struct side_known *b)
{
	static const char *const bare[] = { "troops", "soldiers", "forces" };

	for (size_t i = 0; a->loose && i < NELEM(bare); i++)
		if (str_eq_ci(a->name, str_of(bare[i])))
			return known_class(b) == SIDE_STATE ||
			    (b->id.n > 0 && known_class(b) == SIDE_UNKNOWN);
	return false;
}

bool
side_known_same(struct side_known *a, struct side_known *b)
{
	if (a->id.n > 0 && b->id.n > 0 && str_eq(a->id, b->id))
		return true;
	if (a->fold.n == 0 || b->fold.n == 0)
		return a->fold.n == b->fold.n && a->id.n == b->id.n;
	if (str_eq(a->fold, b->fold) ||
	    (a->fold.n > 3 && str_find(b->fold, a->fold) != STR_NOWHERE) ||
	    (b->fold.n > 3 && str_find(a->fold, b->fold) != STR_NOWHERE))
		return true;
	if (!a->loose && !b->loose)
		return false;
	return (known_class(a) != SIDE_UNKNOWN && known_class(a) == known_class(b)) ||
	    may_be_of(a, b) || may_be_of(b, a);
}

bool
side_same(struct str a, struct str a_id, struct str b, struct str b_id)
{
	char x[FOLD_MAX], y[FOLD_MAX];
	struct side_known known_a, known_b;

	if (str_eq(a_id, b_id) && (a_id.n > 0 || str_eq(a, b)))
		return true;
	side_know(&known_a, x, a, a_id);
	side_know(&known_b, y, b, b_id);
	return side_known_same(&known_a, &known_b);
}

bool
side_of_state(struct str name, struct str id)
{
	return class_of(name, id) == SIDE_STATE;
}

struct str
side_words(struct str mark)
{
	return mark.n > 0 && mark.p[0] == '~' ? str_sub(mark, 1, mark.n) : mark;
}

/* ---- remembered ---- */

void
side_memo_init(struct side_memo *m)
{
	*m = (struct side_memo){ .slots = { NULL } };
	arena_init_small(&m->arena, MEMO_FIRST);
}

void
side_memo_clear(struct side_memo *m)
{
	arena_clear(&m->arena);
	side_memo_init(m);
}

void
side_memo_tidy(struct side_memo *m)
{
	if (m->arena.used > MEMO_BYTES)
		side_memo_clear(m);
}

struct side_known *
side_memo_know(struct side_memo *m, struct str name, struct str id)
{
	uint64_t seed = id.n > 0 ? hash64(id, 0) : 0;
	struct side_known **slot = &m->slots[hash64(name, seed) % SIDE_MEMO];
	char *fold;

	if (*slot != NULL && str_eq((*slot)->name, name) && str_eq((*slot)->id, id))
		return *slot;
	fold = arena_alloc(&m->arena, FOLD_MAX);
	*slot = ARENA_NEW(&m->arena, struct side_known);
	side_know(*slot, fold, arena_str(&m->arena, name), arena_str(&m->arena, id));
	return *slot;
}

static struct side_known *
of_mark(struct side_memo *m, struct str mark)
{
	return side_memo_know(m, side_words(mark),
	    str_starts(mark, STR("~")) ? STR_NONE : mark);
}

static uint64_t *
pair_of(struct side_memo *m, uint64_t pair)
{
	if (m->pairs == NULL)
		m->pairs = ARENA_ARRAY(&m->arena, uint64_t, SIDE_PAIRS);
	return &m->pairs[(pair >> 32) % SIDE_PAIRS];
}

bool
side_marks_same(struct side_memo *m, struct side_mark a, struct side_mark b)
{
	uint64_t pair = hash_mix(a.mark * 3, b.mark) & ~PAIR_SAME, *known;

	if (a.mark == b.mark)
		return true;
	known = pair_of(m, pair);
	if ((*known & ~PAIR_SAME) != pair) {
		side_memo_tidy(m);
		known = pair_of(m, pair);
		*known = pair | side_known_same(of_mark(m, a.text), of_mark(m, b.text));
	}
	return (*known & PAIR_SAME) != 0;
}
