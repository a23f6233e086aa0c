/*
 * toll_where.c -- see toll_in.h: whether a figure is of another town than those before.
 */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"
#include "facts/toll_in.h"

#define LEAD 1 /* sentence: behind the headline */

/* Where the text says of what kind a place is, Tarn | province, the word that does; 0: it
 * does not. */
static size_t
kind_of(const struct doc *d, size_t sentence, struct str name, uint64_t kinds)
{
	size_t end = (size_t)(name.p - d->in->text.p) + name.n;
	const struct sentence *s = &d->t.sent[sentence];

	for (size_t i = s->first; i + 1 < s->end; i++)
		if (d->t.tok[i].end == end)
			return (d->t.tok[i + 1].word->ground & kinds) ? i + 1 : 0;
	return 0;
}

bool
toll_is_settlement(const struct doc *d, size_t sentence, const struct fact_place *p)
{
	unsigned kinds = phrase_kinds(d, p->name);
	bool town = kinds == 0 ||
	    ((kinds & GAZ_BIT(GAZ_TOWN)) && !(kinds & GAZ_BIT(GAZ_COUNTRY)));

	return town && kind_of(d, sentence, p->name, G_REGION) == 0;
}

bool
toll_in_other_town(const struct doc *d, const struct figures *all, size_t i)
{
	const struct figure *f = &all->items[i];
	const struct fact *x = f->fact >= 0 ? &d->facts[f->fact] : NULL;
	bool any = false;

	if (f->front.n == 0 || x == NULL || x->n_places == 0 || !f->g.stated ||
	    !str_eq(x->places[0].name, f->front) ||
	    !toll_is_settlement(d, f->sentence, &x->places[0]))
		return false;
	for (size_t k = 0; k < i; k++) {
		const struct figure *e = &all->items[k];
		const struct fact *y = e->fact >= 0 ? &d->facts[e->fact] : NULL;

		if (e->outcome != f->outcome || left_out(e) || e->subset || e->rival)
			continue;
		if (y == NULL || y->n_places == 0 || e->running || e->total)
			return false;
		/* in Tarn, Hur province */
		if (!toll_is_settlement(d, e->sentence, y->places))
			return false;
		for (size_t n = 0; n < y->n_places; n++)
			if (str_eq(y->places[n].name, f->front))
				return false;
		any = true;
	}
	return any;
}

static bool
share_place(const struct fact *x, const struct fact *y)
{
	for (size_t i = 0; i < x->n_places; i++)
		for (size_t k = 0; k < y->n_places; k++)
			if (str_eq(x->places[i].name, y->places[k].name))
				return true;
	return false;
}

/* Fewer than the sum, and the text says where? */
static bool
is_placed_dead(const struct doc *d, const struct figure *f, int64_t sum)
{
	return f->outcome == OUTCOME_KILLED && f->g.count < sum && f->fact >= 0 &&
	    !f->subset && !left_out(f) && d->facts[f->fact].n_places > 0;
}

/* The dead behind a who make the sum with them, elsewhere. */
static bool
find_other(const struct doc *d, const struct figures *all, const struct figure *a,
    int64_t rest, struct toll_pair *out)
{
	for (const struct figure *b = a + 1; b < figures_end(all); b++)
		if (b->g.count == rest && is_placed_dead(d, b, rest + 1) &&
		    !share_place(&d->facts[a->fact], &d->facts[b->fact])) {
			*out = (struct toll_pair){ &d->facts[a->fact],
				&d->facts[b->fact] };
			return true;
		}
	return false;
}

void
toll_pair_find(const struct doc *d, const struct figures *all, struct toll_pair *out)
{
	const struct figure *end = figures_end(all), *sum = all->items;

	*out = (struct toll_pair){ NULL, NULL };
	while (sum < end && (sum->outcome != OUTCOME_KILLED || left_out(sum)))
		sum++;
	if (sum == end || sum->sentence > LEAD)
		return;
	for (const struct figure *a = sum + 1; a < end; a++)
		if (is_placed_dead(d, a, sum->g.count) &&
		    find_other(d, all, a, sum->g.count - a->g.count, out))
			return;
}

bool
toll_with_other_dead(const struct doc *d, const struct figures *all, size_t i, size_t end,
    const struct toll_pair *dead)
{
	const struct fact *x;
	bool any = false;

	while (i < end && all->items[i].outcome != OUTCOME_INJURED)
		i++;
	x = dead->a != NULL && i < end && all->items[i].fact >= 0
	    ? &d->facts[all->items[i].fact]
	    : NULL;
	if (x == NULL || !(share_place(x, dead->a) || share_place(x, dead->b)))
		return false;
	for (size_t k = 0; k < i; k++) {
		const struct figure *e = &all->items[k];
		const struct fact *y = e->fact >= 0 ? &d->facts[e->fact] : NULL;

		if (e->outcome != OUTCOME_INJURED || left_out(e) || e->subset)
			continue;
		if (y == NULL || share_place(x, y) ||
		    !(share_place(y, dead->a) || share_place(y, dead->b)))
			return false;
		any = true;
	}
	return any;
}

/* Does the text name the place in the figure's own sentence, and no other? */
static bool
has_own_place(const struct doc *d, const struct figure *f, const struct fact *x)
{
	const struct sentence *s = &d->t.sent[f->sentence];
	size_t at = x != NULL && x->n_places == 1
	    ? (size_t)(x->places[0].name.p - d->in->text.p)
	    : s->stop;

	return at >= s->start && at < s->stop && !s->headline &&
	    toll_is_settlement(d, f->sentence, &x->places[0]);
}

/* Two were held in Tarn province. | In Bode province, …: does the sentence of a figure
 * name a division of that kind, and not this one? */
static bool
names_other(const struct doc *d, const struct figure *e, struct str name, size_t kind)
{
	const struct sentence *s = &d->t.sent[e->sentence];
	bool other = false;

	for (size_t i = s->first + 1; i < s->end; i++) {
		if (str_eq(doc_words(d, i, i), name))
			return false;
		other = other ||
		    (d->t.tok[i].word == d->t.tok[kind].word &&
			(d->t.tok[i - 1].flags & TOKEN_CAP));
	}
	return other;
}

/* The place that the sentence opens with; where people are held, the first that it names.
 */
static struct str
own_division(const struct doc *d, const struct figure *f)
{
	const struct sentence *s = &d->t.sent[f->sentence];
	const struct fact *x = f->fact >= 0 ? &d->facts[f->fact] : NULL;
	size_t at;

	if (f->front.n > 0 || f->outcome != OUTCOME_DETAINED || x == NULL ||
	    x->n_places == 0)
		return f->front;
	at = (size_t)(x->places[0].name.p - d->in->text.p);
	return at >= s->start && at < s->stop ? x->places[0].name : STR_NONE;
}

/* The same of divisions: does figure i open with another province than those in which
 * all counted before it were told? */
bool
toll_in_other_division(const struct doc *d, const struct figures *all, size_t i)
{
	const struct figure *f = &all->items[i];
	struct str name = f->g.definite ? STR_NONE : own_division(d, f);
	size_t kind = name.n > 0 ? kind_of(d, f->sentence, name, G_REGION | G_HEAD) : 0;
	bool any = false;

	for (size_t k = 0; kind > 0 && k < i; k++) {
		const struct figure *e = &all->items[k];

		if (e->outcome != f->outcome || left_out(e) || e->subset)
			continue;
		if (e->running || e->total || !names_other(d, e, name, kind))
			return false;
		any = true;
	}
	return any;
}

bool
toll_is_parallel(const struct doc *d, const struct figures *all, size_t i,
    const struct figure *before)
{
	const struct figure *f = &all->items[i];
	const struct fact *x = f->fact >= 0 ? &d->facts[f->fact] : NULL,
			  *y = before != NULL && before->fact >= 0
	    ? &d->facts[before->fact]
	    : NULL;

	return before != NULL && before->sentence + 1u == f->sentence &&
	    before->frame == f->frame && same_figure(before, f) && !f->g.definite &&
	    f->tier == TIER_FIRM && has_own_place(d, before, y) &&
	    has_own_place(d, f, x) && !str_eq(x->places[0].name, y->places[0].name);
}

bool
toll_of_one_town(const struct doc *d, const struct figures *all, const struct figure *f)
{
	const struct fact *x = f->fact >= 0 ? &d->facts[f->fact] : NULL;

	if (x == NULL || x->n_places != 1)
		return false;
	for (const struct figure *e = all->items; e < f; e++) {
		const struct fact *y = e->fact >= 0 ? &d->facts[e->fact] : NULL;

		if (y != NULL && e->outcome == f->outcome && e->g.count > f->g.count &&
		    e->tier == TIER_FIRM && !left_out(e) && !e->subset &&
		    (y->n_places == 0 || !str_eq(y->places[0].name, x->places[0].name)))
			return toll_is_settlement(d, f->sentence, &x->places[0]);
	}
	return false;
}
