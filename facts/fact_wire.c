/* fact_wire.c -- see fact_wire.h.  Writing and reading stand beside each other, in one
 * order. */
#include "config.h"

#include "base/limits.h"
#include "facts/fact_wire.h"
#include "facts/wire_parts.h"

static void
put_fact(struct buf *b, const struct fact *f)
{
	wire_put_u64(b, f->kind);
	wire_put_u64(b, f->stance);
	wire_put_u64(b, f->start);
	wire_put_u64(b, f->end);
	wire_put_str(b, f->source);
	wire_put_u64(b, f->n_places);
	for (size_t i = 0; i < f->n_places; i++)
		wire_put_place(b, &f->places[i]);
	/* no more than that it was until then */
	wire_put_day(b, f->as_of ? (struct day){ 0 } : f->since);
	wire_put_day(b, f->until);
	wire_put_f64(b, f->confidence);
	wire_put_str(b, f->rule);
	wire_put_str(b, f->site);
	wire_put_u64(b, f->bound);
	wire_put_i64(b, f->count);
	wire_put_i64(b, f->low);
	wire_put_i64(b, f->high);
	wire_put_u64(b, f->outcome);
	wire_put_str(b, f->who);
	wire_put_bool(b, f->armed);
	wire_put_str(b, f->cause);
	wire_put_u64(b, f->scope);
	wire_put_i64(b, f->part_of);
	wire_put_str(b, f->side);
	wire_put_str(b, f->side_id);
	wire_put_str(b, f->by);
	wire_put_str(b, f->by_id);
	wire_put_str(b, f->against);
	wire_put_str(b, f->against_id);
	wire_put_str(b, f->unit);
	wire_put_u64(b, f->effect);
	wire_put_u64(b, f->change);
	wire_put_f64(b, f->km2);
	wire_put_f64(b, f->km);
	wire_put_bool(b, f->partial);
}

static void
get_evidence(struct wire *w, struct str text, struct fact *f)
{
	uint64_t start = wire_u64(w), end = wire_u64(w);

	if (start > end || end > text.n) {
		w->bad = true;
		return;
	}
	f->start = (size_t)start;
	f->end = (size_t)end;
	f->quote = str_sub(text, f->start, f->end);
}

/* Of so many facts a sum, or of one what it counts. */
static bool
counts(int64_t n, int64_t facts)
{
	return n >= 0 && n <= facts * LIMIT_COUNT;
}

static void
get_fact(struct wire *w, struct arena *a, struct str text, struct fact *f)
{
	f->kind = wire_enum(w, FACT_KIND_N);
	f->stance = wire_enum(w, STANCE_N);
	get_evidence(w, text, f);
	f->source = wire_str(w);
	f->n_places = wire_count(w, LIMIT_PLACES);
	f->places = ARENA_ARRAY(a, struct fact_place, f->n_places);
	for (size_t i = 0; i < f->n_places; i++)
		wire_place(w, &f->places[i]);
	f->since = wire_day(w);
	f->until = wire_day(w);
	f->as_of = f->since.year == 0 && f->until.year != 0;
	if (f->as_of)
		f->since = f->until;
	f->confidence = wire_f64(w);
	f->rule = wire_str(w);
	f->site = wire_str(w);
	f->bound = wire_enum(w, BOUND_N);
	f->count = wire_i64(w);
	f->low = wire_i64(w);
	f->high = wire_i64(w);
	f->outcome = wire_enum(w, OUTCOME_N);
	f->who = wire_str(w);
	f->armed = wire_bool(w);
	f->cause = wire_str(w);
	f->scope = wire_enum(w, SCOPE_N);
	f->part_of = (int)wire_i64(w);
	f->side = wire_str(w);
	f->side_id = wire_str(w);
	f->by = wire_str(w);
	f->by_id = wire_str(w);
	f->against = wire_str(w);
	f->against_id = wire_str(w);
	f->unit = wire_str(w);
	f->effect = wire_enum(w, EFFECT_N);
	f->change = wire_enum(w, CHANGE_N);
	f->km2 = wire_f64(w);
	f->km = wire_f64(w);
	f->partial = wire_bool(w);
	if (!(f->confidence >= 0 && f->confidence <= 1) || !counts(f->count, 1) ||
	    !counts(f->low, 1) || (f->high != -1 && !counts(f->high, 1)) ||
	    f->part_of < -1 || f->part_of >= LIMIT_FACTS)
		w->bad = true;
}

void
fact_list_put(struct buf *b, const struct fact_list *l)
{
	if (l->bytes.n > 0) {
		buf_add(b, l->bytes);
		return;
	}
	wire_put_u64(b, l->n);
	for (size_t i = 0; i < l->n; i++)
		put_fact(b, &l->items[i]);
	for (int i = 0; i < TOLL_N; i++) {
		const struct toll_figure *t = &l->toll.of[i];

		wire_put_bool(b, t->known);
		wire_put_i64(b, t->best);
		wire_put_i64(b, t->low);
		wire_put_i64(b, t->high);
		wire_put_i64(b, t->noncombatant);
	}
	wire_put_u64(b, l->marks);
	wire_put_str(b, l->site);
}

void
fact_list_get(struct wire *w, struct arena *a, struct str text, struct fact_list *l)
{
	struct str from = w->in;

	*l = (struct fact_list){ .n = wire_count(w, LIMIT_FACTS) };
	l->items = ARENA_ARRAY(a, struct fact, l->n);
	for (size_t i = 0; i < l->n; i++)
		get_fact(w, a, text, &l->items[i]);
	for (int i = 0; i < TOLL_N; i++) {
		struct toll_figure *t = &l->toll.of[i];

		t->known = wire_bool(w);
		t->best = wire_i64(w);
		t->low = wire_i64(w);
		t->high = wire_i64(w);
		t->noncombatant = wire_i64(w);
		if (!counts(t->best, LIMIT_FACTS) || !counts(t->low, LIMIT_FACTS) ||
		    !counts(t->noncombatant, LIMIT_FACTS) ||
		    (t->high != -1 && !counts(t->high, LIMIT_FACTS)))
			w->bad = true;
	}
	l->marks = (unsigned)wire_u64(w);
	l->site = wire_str(w);
	if (w->bad)
		*l = (struct fact_list){ 0 };
	else
		l->bytes = wire_since(w, from);
}
