/* fact_json.c -- see fact_json.h. */
#include "config.h"

#include <math.h>

#include "base/hash.h"
#include "base/json_pen.h"
#include "facts/fact_json.h"

#define SEEN_BITS 6
#define SEEN (1 << SEEN_BITS) /* as many as there are bits */
/* of a fact but for its strings and places: keys, numbers, words of ours, days */
#define FACT_ROOM 1024
#define PLACE_ROOM 320 /* the same of a place */
#define TOLL_ROOM 256  /* of a figure of the toll */

/* What was written of a place of the gazetteer, as bytes of the buffer: an entry names
 * the same ones again. */
struct seen {
	const struct fact_place *of;
	size_t from, to;
};

/* One fact on its way out. */
struct writing {
	const char *start; /* of the buffer */
	struct seen seen[SEEN];
	uint64_t has; /* bits of those that hold something */
};

static char *
kopt(char *at, struct str key, struct str s) /* nothing if s is empty */
{
	return s.n == 0 ? at : pen_str(pen_raw(at, key), s);
}
#define KOPT(at, key, s) kopt((at), STR(",\"" key "\":"), (s))
#define KWORD(at, key, word) pen_word(PEN((at), ",\"" key "\":"), (word))
#define KINT(at, key, v) pen_int(PEN((at), ",\"" key "\":"), (v))
#define KNUM(at, key, v) pen_num(PEN((at), ",\"" key "\":"), (v))

static char *
put_known(char *at, const struct fact_place *p)
{
	at = KOPT(at, "canonical", p->canonical);
	at = KOPT(at, "id", p->id);
	if (!isnan(p->lat)) {
		at = KNUM(at, "lat", p->lat);
		at = KNUM(at, "lon", p->lon);
	}
	at = KOPT(at, "country", p->country);
	return KOPT(at, "admin1", p->admin1);
}

/* Are they told in the same words?  Those of one name have the same addresses. */
static bool
same_known(const struct fact_place *a, const struct fact_place *b)
{
	return a->id.p == b->id.p && a->canonical.p == b->canonical.p &&
	    a->admin1.p == b->admin1.p && a->country.p == b->country.p &&
	    a->lat == b->lat && a->lon == b->lon;
}

static char *
put_place(char *at, struct writing *w, const struct fact_place *p)
{
	size_t slot = hash_place((uintptr_t)p->id.p, SEEN_BITS);
	struct seen *s = &w->seen[slot];

	at = pen_str(PEN(at, "{\"name\":"), p->name);
	at = KWORD(at, "role", place_role_names[p->role]);
	if ((w->has >> slot & 1) && same_known(s->of, p)) {
		at = pen_raw(at, (struct str){ w->start + s->from, s->to - s->from });
	} else {
		size_t from = (size_t)(at - w->start);

		at = put_known(at, p);
		if (p->id.n > 0) {
			*s = (struct seen){ p, from, (size_t)(at - w->start) };
			w->has |= UINT64_C(1) << slot;
		}
	}
	at = KWORD(at, "precision", precision_names[p->precision]);
	return PEN(at, "}");
}

static char *
put_places(char *at, struct writing *w, const struct fact *f)
{
	at = PEN(at, ",\"places\":[");
	for (size_t i = 0; i < f->n_places; i++)
		at = put_place(i == 0 ? at : PEN(at, ","), w, &f->places[i]);
	return PEN(at, "]");
}

static char *
put_count(char *at, const struct fact *f)
{
	if (f->bound == BOUND_NONE)
		return at;
	at = KINT(at, "count", f->count);
	at = KWORD(at, "bound", bound_names[f->bound]);
	at = KINT(at, "low", f->low);
	return f->high < 0 ? PEN(at, ",\"high\":null") : KINT(at, "high", f->high);
}

static char *
put_actors(char *at, const struct fact *f)
{
	at = KOPT(at, "side", f->side);
	at = KOPT(at, "side_id", f->side_id);
	at = KOPT(at, "by", f->by);
	at = KOPT(at, "by_id", f->by_id);
	at = KOPT(at, "against", f->against);
	return KOPT(at, "against_id", f->against_id);
}

static char *
put_casualty(char *at, const struct fact *f)
{
	at = KWORD(at, "outcome", outcome_names[f->outcome]);
	at = KOPT(at, "who", f->who);
	if (f->armed)
		at = PEN(at, ",\"armed\":true");
	return KOPT(at, "cause", f->cause);
}

static char *
put_territory(char *at, const struct fact *f)
{
	at = KWORD(at, "change", change_names[f->change]);
	if (!isnan(f->km2))
		at = KNUM(at, "km2", f->km2);
	if (!isnan(f->km))
		at = KNUM(at, "km", f->km);
	return f->partial ? PEN(at, ",\"partial\":true") : at;
}

/* What only facts of its kind have. */
static char *
put_kind(char *at, const struct fact *f)
{
	at = pen_word(PEN(at, "\"kind\":"), fact_kind_names[f->kind]);
	if (f->kind == FACT_CASUALTY)
		return put_casualty(at, f);
	if (f->kind == FACT_TERRITORY)
		return put_territory(at, f);
	return f->kind == FACT_FACILITY ? KWORD(at, "effect", effect_names[f->effect])
					: at;
}

static char *
put_day(char *at, struct str key, struct day d)
{
	if (d.year <= 0)
		return at;
	at = PEN(pen_raw(at, key), ":\"");
	at += day_text(at, d).n;
	return PEN(at, "\"");
}

/* Of hundredths, as fact_confidence() makes them, two digits at most. */
static char *
put_confidence(char *at, double p)
{
	unsigned n = p > 0 && p < 1 ? (unsigned)(p * 100 + 0.5) : 0;

	at = PEN(at, ",\"confidence\":");
	if (n == 0 || n > 99 || (double)n / 100 != p)
		return pen_num(at, p);
	at = PEN(at, "0.");
	at[0] = (char)('0' + n / 10);
	at[1] = (char)('0' + n % 10);
	return at + (n % 10 == 0 ? 1 : 2);
}

static char *
put_fact(char *at, struct writing *w, const struct fact *f)
{
	at = put_count(put_kind(PEN(at, "{"), f), f);
	at = KOPT(at, "unit", f->unit);
	if (f->kind == FACT_CASUALTY || f->kind == FACT_DISPLACEMENT)
		at = KWORD(at, "scope", scope_names[f->scope]);
	if (f->part_of >= 0)
		at = KINT(at, "part_of", f->part_of);
	at = put_actors(at, f);
	at = KWORD(at, "stance", stance_names[f->stance]);
	at = KOPT(at, "source", f->source);
	at = put_places(at, w, f);
	at = put_day(at, STR(",\"since\""), f->since);
	at = put_day(at, STR(",\"until\""), f->until);
	at = pen_str(PEN(at, ",\"quote\":"), f->quote);
	at = KINT(at, "start", (int64_t)f->start);
	at = KINT(at, "end", (int64_t)f->end);
	at = put_confidence(at, f->confidence);
	at = pen_str(PEN(at, ",\"rule\":"), f->rule);
	return PEN(at, "}");
}

/* Room that it needs at most. */
static size_t
room_of(const struct fact *f)
{
	size_t n = f->unit.n + f->side.n + f->side_id.n + f->by.n + f->by_id.n +
	    f->against.n + f->against_id.n + f->source.n + f->who.n + f->cause.n +
	    f->quote.n + f->rule.n;

	for (size_t i = 0; i < f->n_places; i++) {
		const struct fact_place *p = &f->places[i];

		n += p->name.n + p->canonical.n + p->id.n + p->country.n + p->admin1.n;
	}
	return FACT_ROOM + f->n_places * PLACE_ROOM + PEN_STR(n);
}

static void
write_fact(struct json *j, const struct fact *f, struct writing *w)
{
	char *at = json_room(j, room_of(f));

	w->start = j->out->p;
	if (at != NULL)
		json_wrote(j, put_fact(at, w, f));
}

static char *
put_toll(char *at, const char *name, const struct toll_figure *f)
{
	at = pen_int(PEN(pen_word(at, name), ":{\"best\":"), f->best);
	at = KINT(at, "low", f->low);
	at = f->high < 0 ? PEN(at, ",\"high\":null") : KINT(at, "high", f->high);
	at = KINT(at, "noncombatant", f->noncombatant);
	return PEN(at, "}");
}

static void
toll_json(struct json *j, const struct toll *t)
{
	char *at = json_room(j, TOLL_N * TOLL_ROOM);

	if (at == NULL)
		return;
	at = PEN(at, "{");
	for (int i = 0, n = 0; i < TOLL_N; i++)
		if (t->of[i].known)
			at = put_toll(n++ == 0 ? at : PEN(at, ","), toll_names[i],
			    &t->of[i]);
	json_wrote(j, PEN(at, "}"));
}

void
fact_list_members(struct json *j, const struct fact_list *l)
{
	struct writing w;

	w.has = 0;
	json_key(j, "facts");
	json_open(j, '[');
	for (size_t i = 0; i < l->n; i++)
		write_fact(j, &l->items[i], &w);
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
