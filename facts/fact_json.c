/* fact_json.c -- see fact_json.h. */
#include "config.h"

#include <math.h>

#include "facts/fact_json.h"

#define SEEN 64

/* What was written of a place of the gazetteer, as bytes of the buffer: an entry names the same ones again. */
struct seen {
	const struct fact_place *of;
	size_t from, to;
};

static void
known_json(struct json *j, const struct fact_place *p)
{
	json_kopt(j, "canonical", p->canonical);
	json_kopt(j, "id", p->id);
	if (!isnan(p->lat)) {
		json_knum(j, "lat", p->lat);
		json_knum(j, "lon", p->lon);
	}
	json_kopt(j, "country", p->country);
	json_kopt(j, "admin1", p->admin1);
}

/* Are they told in the same words?  The gazetteer's have the same addresses. */
static bool
same_known(const struct fact_place *a, const struct fact_place *b)
{
	return a->id.p == b->id.p && a->canonical.p == b->canonical.p && a->admin1.p == b->admin1.p &&
	    a->country.p == b->country.p && a->lat == b->lat && a->lon == b->lon;
}

static void
place_json(struct json *j, const struct fact_place *p, struct seen seen[SEEN])
{
	struct seen *s = &seen[(uintptr_t)p->id.p % SEEN];

	json_open(j, '{');
	json_kstr(j, "name", p->name);
	json_kword(j, "role", place_role_names[p->role]);
	if (s->of != NULL && same_known(s->of, p)) {
		json_again(j, s->from, s->to);
	} else {
		size_t comma = j->out->n;

		known_json(j, p);
		if (p->id.n > 0)
			*s = (struct seen){ p, comma + 1, j->out->n };
	}
	json_kword(j, "precision", precision_names[p->precision]);
	json_close(j);
}

static void
day_json(struct json *j, const char *key, struct day d)
{
	char text[DAY_TEXT];

	json_kopt(j, key, day_text(text, d));
}

static void
count_json(struct json *j, const struct fact *f)
{
	if (f->bound == BOUND_NONE)
		return;
	json_kint(j, "count", f->count);
	json_kword(j, "bound", bound_names[f->bound]);
	json_kint(j, "low", f->low);
	if (f->high < 0)
		json_knull(j, "high");
	else
		json_kint(j, "high", f->high);
}

static void
actors_json(struct json *j, const struct fact *f)
{
	json_kopt(j, "side", f->side);
	json_kopt(j, "side_id", f->side_id);
	json_kopt(j, "by", f->by);
	json_kopt(j, "by_id", f->by_id);
	json_kopt(j, "against", f->against);
	json_kopt(j, "against_id", f->against_id);
}

static void
casualty_json(struct json *j, const struct fact *f)
{
	json_kword(j, "outcome", outcome_names[f->outcome]);
	json_kopt(j, "who", f->who);
	if (f->armed)
		json_kbool(j, "armed", true);
	json_kopt(j, "cause", f->cause);
}

static void
territory_json(struct json *j, const struct fact *f)
{
	json_kword(j, "change", change_names[f->change]);
	if (!isnan(f->km2))
		json_knum(j, "km2", f->km2);
	if (!isnan(f->km))
		json_knum(j, "km", f->km);
	if (f->partial)
		json_kbool(j, "partial", true);
}

static void
write_fact(struct json *j, const struct fact *f, struct seen seen[SEEN])
{
	json_open(j, '{');
	json_kword(j, "kind", fact_kind_names[f->kind]);
	if (f->kind == FACT_CASUALTY)
		casualty_json(j, f);
	if (f->kind == FACT_TERRITORY)
		territory_json(j, f);
	if (f->kind == FACT_FACILITY)
		json_kword(j, "effect", effect_names[f->effect]);
	count_json(j, f);
	json_kopt(j, "unit", f->unit);
	if (f->kind == FACT_CASUALTY || f->kind == FACT_DISPLACEMENT)
		json_kword(j, "scope", scope_names[f->scope]);
	if (f->part_of >= 0)
		json_kint(j, "part_of", f->part_of);
	actors_json(j, f);
	json_kword(j, "stance", stance_names[f->stance]);
	json_kopt(j, "source", f->source);
	json_key(j, "places");
	json_open(j, '[');
	for (size_t i = 0; i < f->n_places; i++)
		place_json(j, &f->places[i], seen);
	json_close(j);
	day_json(j, "since", f->since);
	day_json(j, "until", f->until);
	json_kstr(j, "quote", f->quote);
	json_kint(j, "start", (int64_t)f->start);
	json_kint(j, "end", (int64_t)f->end);
	json_knum(j, "confidence", f->confidence);
	json_kstr(j, "rule", f->rule);
	json_close(j);
}

void
fact_json(struct json *j, const struct fact *f)
{
	struct seen seen[SEEN] = { { 0 } };

	write_fact(j, f, seen);
}

void
toll_json(struct json *j, const struct toll *t)
{
	json_open(j, '{');
	for (int i = 0; i < TOLL_N; i++) {
		const struct toll_figure *f = &t->of[i];

		if (!f->known)
			continue;
		json_key(j, toll_names[i]);
		json_open(j, '{');
		json_kint(j, "best", f->best);
		json_kint(j, "low", f->low);
		if (f->high < 0)
			json_knull(j, "high");
		else
			json_kint(j, "high", f->high);
		json_kint(j, "noncombatant", f->noncombatant);
		json_close(j);
	}
	json_close(j);
}

void
fact_list_members(struct json *j, const struct fact_list *l)
{
	struct seen seen[SEEN] = { { 0 } };

	json_key(j, "facts");
	json_open(j, '[');
	for (size_t i = 0; i < l->n; i++)
		write_fact(j, &l->items[i], seen);
	json_close(j);
	json_key(j, "toll");
	toll_json(j, &l->toll);
}

void
fact_list_json(struct json *j, struct str id, const struct fact_list *l)
{
	json_open(j, '{');
	json_kstr(j, "id", id);
	fact_list_members(j, l);
	json_close(j);
}
