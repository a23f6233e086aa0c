/*
 * toll.c -- the document procedure: an entry's own toll from its figures.  Figures of one sentence
 * add up; sentences repeat, correct or replace each other unless a cue says that they add.
 */
#include "config.h"

#include "facts/casualty.h"
#include "facts/source.h"
#include "facts/when.h"

/* ---- within a sentence ---- */

#define WAR_TOLL 1000 /* no single event of a war */
#define CHARGE_REACH 8 /* words: in response to | an overnight army strike that killed */

/* Does what a charge is about end here: at a clause of its own, at an aside? */
static bool
ends_charge(const struct token *t)
{
	if (t->kind == TOKEN_PUNCT)
		return t->punct == ',' || (t->punct == '-' && !(t->flags & TOKEN_TIGHT));
	return (t->cls & C_SUBORD) && !(t->cls & (C_PREP | C_RELATIVE));
}

/* Does the comma stand only because a clause that belongs to what is before it begins there? */
static bool
opens_clause(const struct doc *d, size_t comma, size_t end)
{
	size_t i = comma + 1;

	if (!lexicon_has(d->lx, HABIT_COMMA_CLAUSE))
		return false;
	if (i < end && (d->t.tok[i].cls & C_PREP) && !(d->t.tok[i].cls & C_SUBORD))
		i++; /* in which */
	return i < end && (d->t.tok[i].cls & (C_SUBORD | C_RELATIVE));
}

static bool
before_in_clause(const struct doc *d, const struct cue *c, const struct figure *f)
{
	if (c->last >= f->trigger)
		return false;
	for (size_t i = c->last + 1; i < f->trigger; i++)
		if ((d->t.tok[i].kind == TOKEN_PUNCT && (d->t.tok[i].punct == ';' ||
		    (d->t.tok[i].punct == ',' && !opens_clause(d, i, f->trigger)))) ||
		    (c->kind == CUE_CHARGED && ends_charge(&d->t.tok[i])))
			return false;
	return true;
}

/* Where verbs stand last: that six were killed (it) denied. */
static bool
governs_behind(const struct doc *d, const struct cue *c, const struct figure *f)
{
	if (!lexicon_has(d->lx, HABIT_VERBS_LAST) || c->first <= f->trigger ||
	    c->first > f->trigger + CHARGE_REACH)
		return false;
	for (size_t i = f->trigger + 1u; i < c->first; i++)
		if ((d->t.tok[i].cls & C_AND) || (d->t.tok[i].kind == TOKEN_PUNCT && d->t.tok[i].punct != '"'))
			return false;
	return true;
}

/* Words from a plan to what is planned: where nouns stand first, the subject is between the two;
 * where verbs stand last, all that the infinitive has. */
static uint32_t
plan_reach(const struct doc *d, const struct figure *f)
{
	if (lexicon_has(d->lx, HABIT_VERBS_LAST) && (d->t.tok[f->trigger].form & FORM_BASE))
		return CHARGE_REACH;
	return lexicon_has(d->lx, HABIT_HEAD_FIRST) ? 4 : 2;
}

/* who were kidnapped last week | were found dead; a mine, previously planted: the cue belongs to a verb
 * of a clause of its own. */
static bool
of_inner_clause(const struct doc *d, const struct cue *c, const struct figure *f)
{
	const struct token *next = &d->t.tok[c->last + 1];

	if (c->last + 1u < d->t.sent[f->sentence].end && c->first > f->trigger && (next->form & FORM_PARTICIPLE))
		return true;
	if (c->first <= f->g.last || c->last >= f->verb.start)
		return false;
	if (next->cls & C_DET) /* a judge and previously a driver, was killed */
		return true;
	for (size_t i = f->g.last + 1; i < c->first; i++)
		if (d->t.tok[i].cls & C_RELATIVE)
			return true;
	return false;
}

/* Karim, a judge and previously | a driver, was killed: what one was. */
static bool
of_noun(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return c->last + 1u == f->g.first && c->first > d->t.sent[f->sentence].first &&
	    (d->t.tok[c->first - 1].cls & C_AND);
}

/* earlier four were reported, | now there are six */
static bool
parted(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		if (d->t.tok[i].kind == TOKEN_PUNCT && d->t.tok[i].punct == ',')
			return true;
	return false;
}

/* the massacre, the Tarn shooting: a noun */
static bool
names_event(const struct token *t)
{
	return (t->cls & (C_DEATH | C_CAUSE)) && (t->form & (FORM_BASE | FORM_GERUND)) && !(t[-1].cls & (C_BY | C_SUBORD)) &&
	    (!(t[-1].cls & C_PREP) || (t[-1].cls & C_OF));
}

/* Does the cue stand with another verb: those kidnapped last year were found dead? */
static bool
of_another(const struct doc *d, const struct cue *c, const struct figure *f)
{
	size_t from = c->last < f->first ? c->last : f->last, to = c->last < f->first ? f->first : c->first;
	size_t low = c->last < f->first ? c->first : 0;

	if (of_inner_clause(d, c, f) || of_noun(d, c, f))
		return true;
	for (size_t i = from + 1; i < to; i++)
		if ((d->t.tok[i].cls & C_KILL) && d->t.tok[i].group == 0 && !names_event(&d->t.tok[i]))
			return true;
	/* the cue just behind a participle before the figure */
	return low > 0 && low > d->t.sent[f->sentence].first &&
	    (d->t.tok[low - 1].cls & (C_KILL | C_DISPLACE)) && d->t.tok[low - 1].group == 0;
}

/* those who were kidnapped last week; two clerks kidnapped last week were found: the figure stands in a
 * clause of its own beside the news. */
static bool
in_passing(const struct doc *d, const struct cue *c, const struct figure *f)
{
	const struct sentence *s = &d->t.sent[f->sentence];
	const struct token *next = &d->t.tok[c->last + 1];

	for (size_t i = f->trigger + 1; i < c->first; i++)
		if (d->t.tok[i].cls & C_RELATIVE) /* the body of a clerk | who was abducted last week was found */
			return false;
	if (f->verb.start > s->first && (d->t.tok[f->verb.start - 1].cls & C_RELATIVE))
		return true;
	return c->first > f->trigger && c->last + 1u < s->end && next->group == 0 &&
	    (next->cls & (C_BE | C_HAVE | C_MODAL | C_DIE | C_FLEE));
}

/* Early reports spoke of 20 dead, but | 13 had died. */
static bool
contrasted(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (((d->t.tok[i].cls & C_SUBORD) && d->t.tok[i].word->value == CONTRAST) ||
		    (d->t.tok[i].kind == TOKEN_PUNCT && d->t.tok[i].punct == ';'))
			return true;
	return false;
}

/* the army, who had | three soldiers killed: no charge, but what befell them. */
static bool
suffers(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return (d->t.tok[c->last].cls & C_HAVE) && f->g.first == c->last + 1;
}

static void
judge(const struct doc *d, const struct cue *c, struct figure *f)
{
	switch (c->kind) {
	case CUE_CHARGED:
	case CUE_REPRISAL:
		if (suffers(d, c, f))
			break;
		if ((c->last < f->first && before_in_clause(d, c, f) && f->trigger <= c->last + CHARGE_REACH) ||
		    governs_behind(d, c, f) || (c->last >= f->trigger && c->first <= f->trigger))
			f->background = true;
		break;
	case CUE_PAST:
		if (c->first <= f->last + 7 && !of_another(d, c, f) && !(c->first < f->first && f->frame->victim == VICTIM_NUMBER))
			f->background = true;
		break;
	case CUE_LATELY:
		f->background = f->background || in_passing(d, c, f);
		break;
	case CUE_WAR:
		f->background = f->background || (c->first <= f->last + 7 && (f->verb.perfect || f->g.count >= WAR_TOLL));
		break;
	case CUE_EARLIER:
		f->background = f->background || (c->last < f->last && !contrasted(d, c->last, f->first) && !parted(d, c->last, f->first));
		break;
	case CUE_PLANNED:
		if ((before_in_clause(d, c, f) && f->trigger <= c->last + plan_reach(d, f)) || governs_behind(d, c, f))
			f->planned = true;
		break;
	case CUE_DENIED:
		if (before_in_clause(d, c, f) || governs_behind(d, c, f))
			f->denied = true;
		break;
	case CUE_CLAIMED:
		if ((c->first < f->trigger && !contrasted(d, c->last, f->first)) || governs_behind(d, c, f))
			f->claimed = true;
		break;
	case CUE_ADDITION:
		if (c->first <= f->trigger || (d->t.tok[c->first].cls & C_PREP)) /* died in a separate incident */
			f->addition = true;
		break;
	case CUE_RIVAL:
		f->rival = true;
		break;
	case CUE_POINTER:
		f->background = f->background || cue_points_elsewhere(d, &d->t.sent[f->sentence], c);
		break;
	case CUE_RUNNING:
	case CUE_ACTUAL:
	case CUE_CALM:
	case CUE_VOTE:
	case CUE_N:
		break;
	}
}

/* An infinitive is a plan unless something says that it came true. */
static bool
unfulfilled(const struct cues *cues, const struct figure *f)
{
	if (!f->verb.infinitive || f->verb.perfect || f->frame->cls == C_FLEE ||
	    f->frame->cls == C_DEATH)
		return false;
	for (size_t k = 0; k < cues->n; k++) {
		const struct cue *c = &cues->items[k];

		if ((c->kind == CUE_ACTUAL || c->kind == CUE_CLAIMED) && c->last < f->trigger &&
		    (c->last + 3 >= f->trigger || c->last >= f->verb.start))
			return false;
	}
	return true;
}

/* A guard and one additional rebel: more than the guard, not more than was told before. */
static bool
first_of_outcome(const struct figure *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (f[k].outcome == f[i].outcome)
			return false;
	return true;
}

/* 34 died, which raises the toll to 66 since March: only the last figure before the cue is running. */
static bool
is_running(const struct doc *d, const struct cues *cues, const struct figure *f, size_t i, size_t n)
{
	for (size_t c = 0; c < cues->n; c++) {
		bool nearest = cues->items[c].kind == CUE_RUNNING &&
		    !when_is_record(d->t.tok, d->t.sent[f[i].sentence].first, cues->items[c].first);

		for (size_t k = 0; k < n && nearest; k++)
			nearest = !(f[k].trigger > f[i].trigger && f[k].trigger < cues->items[c].first &&
			    f[k].outcome == f[i].outcome && !f[k].subset);
		if (nearest)
			return true;
	}
	return false;
}

/* killed 15 and wounded 47; 15 were killed and 47 wounded: is the second verb only joined to the first? */
static bool
joined_to(const struct doc *d, const struct figure *f, const struct figure *next)
{
	size_t i = (f->g.last > f->trigger ? f->g.last : f->trigger) + 1;

	if (next->trigger <= i || next->g.first < f->g.last)
		return false;
	for (; i < next->trigger; i++)
		if (!(d->t.tok[i].cls & (C_AND | C_ADVERB)) && !(i >= next->g.first && i <= next->g.last))
			return false;
	return true;
}

void
figures_judge(const struct doc *d, const struct cues *cues, struct figure *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < cues->n; k++)
			judge(d, &cues->items[k], &f[i]);
		f[i].running = is_running(d, cues, f, i, n);
		if ((f[i].g.other && first_of_outcome(f, i)) || f[i].g.taken)
			f[i].addition = true;
		if (unfulfilled(cues, &f[i]))
			f[i].planned = true;
		if (i > 0 && f[i - 1].background && joined_to(d, &f[i - 1], &f[i]))
			f[i].background = true;
	}
	figures_restated(d, f, n);
}

static bool
same_figure(const struct figure *a, const struct figure *b)
{
	return a->outcome == b->outcome && a->g.count == b->g.count && a->g.noun == b->g.noun;
}

/* 704 people have died since … [later] 110 civilians have also died: a kind of victim told in the
 * perfect is a part of the running total told before. */
static void
part_of_total(struct figures *f, size_t i)
{
	struct figure *a = &f->items[i];

	if (a->subset || a->whole || !a->verb.perfect || a->g.noun == NULL || (a->g.cls & C_GENERIC &&
	    !str_eq(a->g.who, STR("civilians"))) || str_eq(a->g.who, STR("people")) || a->background)
		return;
	for (size_t k = i; k-- > 0;) {
		const struct figure *t = &f->items[k];

		if (t->running && !t->subset && !t->background && t->outcome == a->outcome &&
		    t->g.count > a->g.count && t->sentence < a->sentence &&
		    (t->g.noun == NULL || str_eq(t->g.who, STR("people")))) {
			a->subset = true;
			a->part_of = (int)k;
			return;
		}
	}
}

/* 30 were held, 12 of them …: a part of a larger figure of the same kind in the sentence. */
static void
part_of_them(struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];

	for (size_t k = from; k < i && a->g.of_them && !a->subset; k++)
		if (f->items[k].outcome == a->outcome && !f->items[k].subset &&
		    f->items[k].g.count > a->g.count) {
			a->subset = true;
			a->part_of = (int)k;
		}
}

/* Two were shot, one of them fatally: of those of whom no more is told, the part alone is dead. */
static bool
died_of_shots(struct figures *f, size_t from, size_t i)
{
	bool any = false;

	for (size_t k = from; k < i; k++) {
		struct figure *a = &f->items[k];

		if (a->weak != 1 || f->items[i].weak != 0 || a->outcome != f->items[i].outcome || !(a->frame->cls & C_KILL))
			continue;
		any = a->planned = true;
		f->items[i].subset = false;
		f->items[i].part_of = -1;
	}
	return any;
}

void
figures_parts(const struct doc *d, struct figures *f, size_t from)
{
	(void)d;
	for (size_t i = from; i < f->n; i++) {
		struct figure *a = &f->items[i];
		int64_t sum = 0;
		size_t parts = 0;

		/* a generic figure that equals the sum of the others is their total */
		if (a->subset || a->whole || !(a->g.noun == NULL || (a->g.cls & C_GENERIC)) || a->g.count < 2 ||
		    a->g.other)
			continue;
		for (size_t k = from; k < f->n; k++) {
			const struct figure *b = &f->items[k];

			if (k != i && b->outcome == a->outcome && !b->subset && !b->share) {
				sum += b->g.count;
				parts++;
			}
		}
		if (parts < 2 || sum != a->g.count)
			continue;
		a->whole = true;
		for (size_t k = from; k < f->n; k++)
			if (k != i && f->items[k].outcome == a->outcome && !f->items[k].subset) {
				f->items[k].subset = true;
				f->items[k].part_of = (int)i;
			}
	}
	for (size_t i = from; i < f->n; i++)
		part_of_them(f, from, i);
	for (size_t i = from; i < f->n; i++) {
		part_of_total(f, i);
		/* shot, and wounded by it, or held */
		for (size_t k = from; f->items[i].weak == 1 && k < f->n; k++)
			if ((f->items[k].outcome == OUTCOME_INJURED || f->items[k].outcome == OUTCOME_DETAINED) && f->items[k].g.first == f->items[i].g.first &&
			    f->items[i].outcome == OUTCOME_KILLED)
				f->items[i].planned = true;
	}
	for (size_t i = from; i < f->n; i++)
		if (f->items[i].subset && !died_of_shots(f, from, i) && f->items[i].part_of < 0)
			for (size_t k = i; k-- > from;)
				if (!f->items[k].subset && f->items[k].outcome == f->items[i].outcome) {
					f->items[i].part_of = (int)k;
					break;
				}
}

/* ---- across sentences ---- */

struct sum {
	int64_t best, low, high, civilian;
	bool known, firm;
	bool attackers, others; /* which sides it counts */
	bool vague;
	bool claimed;            /* told by a party alone */
	const struct word *noun; /* of the last */
	const struct figure *only; /* if it is the sum of one */
};

static int
field_of(int outcome)
{
	switch (outcome) {
	case OUTCOME_KILLED:
		return TOLL_KILLED;
	case OUTCOME_INJURED:
		return TOLL_INJURED;
	case OUTCOME_MISSING:
		return TOLL_MISSING;
	case OUTCOME_DISPLACED:
		return TOLL_DISPLACED;
	default:
		return TOLL_DETAINED;
	}
}

static bool
left_out(const struct figure *f)
{
	return f->background || f->denied || f->planned;
}

/* Of the whole, those who are told to be armed: 12 people, five of them policemen. */
static int64_t
armed_parts(const struct figures *all, const struct figure *whole)
{
	int64_t armed = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].part_of == whole - all->items && (all->items[i].g.cls & C_ARMED))
			armed += all->items[i].g.count;
	return armed < whole->g.count ? armed : 0;
}

static void
add(struct sum *s, const struct figures *all, const struct figure *f)
{
	s->best += f->g.count;
	s->low += f->g.low;
	s->high = s->high < 0 || f->g.high < 0 ? -1 : s->high + f->g.high;
	if (!(f->g.cls & C_ARMED))
		s->civilian += f->g.count - armed_parts(all, f);
	s->noun = f->g.noun;
	s->only = s->known ? NULL : f;
	s->claimed = f->claimed && (s->claimed || !s->known);
	s->known = true;
	if (f->g.cls & C_ATTACKER)
		s->attackers = true;
	else
		s->others = true;
	s->vague = s->vague || f->g.bound == BOUND_VAGUE;
}

static bool
seen_before(const struct figures *all, const struct figure *f, size_t upto)
{
	for (size_t i = 0; i < upto; i++)
		if (!left_out(&all->items[i]) && same_figure(&all->items[i], f) &&
		    field_of(all->items[i].outcome) == field_of(f->outcome))
			return true;
	return false;
}

/* Is the figure a running total beside which its sentence tells what is new? */
static bool
beside_news(const struct figures *all, const struct figure *f)
{
	for (size_t i = 0; f->running && i < all->n; i++) {
		const struct figure *e = &all->items[i];

		if (e->sentence == f->sentence && e->outcome == f->outcome && !e->running && !e->subset &&
		    !left_out(e) && e->g.count < f->g.count)
			return true;
	}
	return false;
}

/* What a party claims or another source says in the same breath as what was told before: three guards died,
 * but the rebels also claimed 15.  The rebels said that 700 died, while the UN spoke of 10. */
static bool
beside_known(const struct figures *all, const struct figure *f, size_t from)
{
	if (!f->claimed && !f->rival)
		return false;
	for (size_t i = from; f->claimed && i < all->n && all->items[i].sentence == f->sentence; i++)
		if (!all->items[i].claimed && !all->items[i].g.other && all->items[i].outcome == f->outcome && !left_out(&all->items[i]))
			return true;
	for (size_t i = from; i < all->n && &all->items[i] < f; i++)
		if (!all->items[i].claimed && !all->items[i].rival && all->items[i].outcome == f->outcome && !left_out(&all->items[i]))
			return true;
	return false;
}

/* three soldiers and several gunmen were wounded: how many they are nobody said, beside those who were counted. */
static bool
beside_exact(const struct figures *all, const struct figure *f, size_t from, size_t to)
{
	if (f->g.bound != BOUND_VAGUE)
		return false;
	for (size_t i = from; i < to; i++) {
		const struct figure *e = &all->items[i];

		if (e->outcome == f->outcome && e->g.stated && e->g.bound != BOUND_VAGUE && !e->subset && !left_out(e))
			return true;
	}
	return false;
}

/* Told again in the same sentence: … were killed when troops opened fire, killing both men. */
static bool
is_repeat(const struct figure *a, const struct figure *f)
{
	if (a->subset || left_out(a) || f->g.other || f->g.first - a->g.last <= 3)
		return false;
	return (f->g.stated && same_figure(a, f)) ||
	    (f->g.both && a->outcome == f->outcome && a->g.count == f->g.count);
}

/* "Clerk killed, three wounded. | A clerk was killed and three others were wounded": others than those of another fate
 * in their sentence, figures from on to to, which tells anew what was told before. */
static bool
tells_anew(const struct figures *all, const struct figure *f, size_t from, size_t to)
{
	bool beside = false, before = false;

	for (size_t i = from; i < to; i++) {
		if (all->items[i].addition && !all->items[i].g.other) /* also killed a guard and wounded another */
			return false;
		beside = beside || all->items[i].outcome != f->outcome;
	}
	for (size_t i = 0; i < from; i++)
		before = before || (all->items[i].outcome == f->outcome && all->items[i].g.count == f->g.count && !left_out(&all->items[i]));
	return f->g.other && beside && before;
}

/* The sum of one sentence's figures for a field; firm ones only, or also weak ones and parts. */
static struct sum
sentence_sum(const struct figures *all, size_t from, size_t to, int field, int tier, bool *adds,
    bool *rival)
{
	struct sum s = { 0 };
	bool open = false;

	*adds = *rival = false;
	for (size_t i = from; i < to; i++) {
		const struct figure *f = &all->items[i];
		bool twice = false;

		if (field_of(f->outcome) != field || left_out(f))
			continue;
		if (f->weak > tier || (f->subset && tier < 3) || beside_news(all, f) || beside_known(all, f, from))
			continue;
		if (beside_exact(all, f, from, to)) {
			open = true;
			continue;
		}
		for (size_t k = from; k < i; k++)
			twice = twice || is_repeat(&all->items[k], f);
		if (twice || f->restated)
			continue;
		add(&s, all, f);
		*adds = *adds || (f->addition && !tells_anew(all, f, from, to));
		*rival = *rival || f->rival;
	}
	if (open)
		s.high = -1;
	return s;
}

static size_t
sentence_end(const struct figures *all, size_t i)
{
	size_t k = i;

	while (k < all->n && all->items[k].sentence == all->items[i].sentence)
		k++;
	return k;
}

static void
plus(struct sum *a, const struct sum *b)
{
	a->best += b->best;
	a->low += b->low;
	a->high = a->high < 0 || b->high < 0 ? -1 : a->high + b->high;
	a->civilian += b->civilian;
	a->attackers = a->attackers || b->attackers;
	a->others = a->others || b->others;
}

static bool
all_seen(const struct figures *all, size_t from, size_t to, int field)
{
	for (size_t i = from; i < to; i++)
		if (field_of(all->items[i].outcome) == field && !all->items[i].subset &&
		    !left_out(&all->items[i]) && !seen_before(all, &all->items[i], from))
			return false;
	return true;
}

/* Is f told of another day and another place than all figures of its outcome before it? */
static bool
elsewhere(const struct doc *d, const struct figures *all, const struct figure *f)
{
	const struct fact *x = f->fact >= 0 ? &d->facts[f->fact] : NULL;
	bool any = false;

	for (const struct figure *e = all->items; x != NULL && e < f; e++) {
		const struct fact *y = e->fact >= 0 ? &d->facts[e->fact] : NULL;

		if (y == NULL || e->outcome != f->outcome || left_out(e) || y->since.year == 0 || y->n_places == 0)
			continue;
		any = true;
		if (x->since.year == 0 || day_cmp(x->since, y->since) == 0 || x->n_places == 0)
			return false;
		for (size_t i = 0; i < x->n_places; i++)
			for (size_t k = 0; k < y->n_places; k++)
				if (str_eq(x->places[i].name, y->places[k].name))
					return false;
	}
	return any;
}

/* Are they what one side lost and what the other did?  Only one side takes prisoners. */
static bool
two_sides(const struct sum *a, const struct sum *b, int field)
{
	return field != TOLL_DETAINED && a->attackers && !a->others && b->others && !b->attackers;
}

/* A leader was held. … Two insurgents were held: others than the one, as nouns of their own say. */
static bool
beside_one(const struct sum *s, const struct sum *total)
{
	const struct group *one = total->only != NULL ? &total->only->g : NULL, *more = s->only != NULL ? &s->only->g : NULL;

	return one != NULL && more != NULL && one->count == 1 && !one->stated && one->det && !one->definite && more->stated && more->count > 1 &&
	    one->noun != NULL && more->noun != NULL && one->noun != more->noun && !((one->cls | more->cls) & C_GENERIC);
}

/* Nine were killed. … Six died in Tarn. … Another three were killed in Bode: parts, as long as they are
 * no more than the whole. */
static bool
goes_on_with_parts(int64_t *parts, const struct sum *s, const struct sum *total)
{
	if (*parts == 0 || s->vague || *parts + s->best > total->best)
		return false;
	*parts += s->best;
	return true;
}

static struct sum
run(const struct doc *d, const struct figures *all, int field, int tier)
{
	struct sum total = { 0 };
	int64_t parts = 0; /* of the total, told since in sentences of their own */
	struct str front = STR_NONE; /* the place that opened the last sentence counted */

	for (size_t i = 0, end; i < all->n; i = end) {
		bool adds, rival;
		struct sum s;

		end = sentence_end(all, i);
		s = sentence_sum(all, i, end, field, tier, &adds, &rival);
		if (!s.known)
			continue;
		adds = adds || (front.n > 0 && all->items[i].front.n > 0 && !str_eq(front, all->items[i].front));
		front = all->items[i].front;
		if (!total.known) {
			total = s;
			continue;
		}
		if (total.claimed && !s.claimed && !adds) {
			total = s;
			continue;
		}
		/* what a party claims beside what is known is a rival figure */
		if (rival || (s.claimed && !total.claimed) || (s.best == total.best && !adds))
			continue;
		if (total.vague && !s.vague && (!adds || s.noun == total.noun)) {
			total = s;
			continue;
		}
		if (s.vague && (!adds || total.vague))
			continue;
		if (!adds && all_seen(all, i, end, field))
			continue;
		if (adds && goes_on_with_parts(&parts, &s, &total))
			continue;
		if (adds || beside_one(&s, &total) || ((two_sides(&s, &total, field) || two_sides(&total, &s, field)) && !elsewhere(d, all, &all->items[i])))
			plus(&total, &s);
		else if (s.best > total.best)
			total = s;
		else
			parts = s.best;
	}
	return total;
}

/* Of the displaced, reports tell one figure, then its parts and history: the first is meant. */
static struct sum
first_of(const struct figures *all, int field, int tier)
{
	struct sum s = { 0 };

	for (size_t i = 0; i < all->n && !s.known; i++) {
		const struct figure *f = &all->items[i];

		if (field_of(f->outcome) == field && !left_out(f) && f->weak <= tier &&
		    (!f->subset || tier >= 3))
			add(&s, all, f);
	}
	return s;
}

/* A toll, or the coder's closing line, is the answer. */
static const struct figure *
stated_total(const struct figures *all, int field)
{
	const struct figure *best = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct figure *f = &all->items[i];

		if (field_of(f->outcome) != field || left_out(f) || f->rival || f->claimed || f->subset || beside_news(all, f))
			continue;
		if (f->closing && i + 1 == all->n)
			return f;
		if (f->total && (best == NULL || f->g.count > best->g.count))
			best = f;
	}
	return best;
}

static bool
is_told(const struct figures *all, int field)
{
	for (size_t i = 0; i < all->n; i++)
		if (field_of(all->items[i].outcome) == field)
			return true;
	return false;
}

static void
set_figure(struct toll_figure *t, const struct sum *s)
{
	*t = (struct toll_figure){ .known = true, .best = s->best, .low = s->low, .high = s->high,
		.noncombatant = s->civilian };
}

void
toll_make(const struct doc *d, struct figures *f, struct toll *out)
{
	for (int field = 0; field < TOLL_N; field++) {
		const struct figure *stated = stated_total(f, field);
		struct sum s = { 0 };

		if (!is_told(f, field))
			continue;
		if (stated != NULL) {
			add(&s, f, stated);
			s.best = stated->g.count;
		}
		for (int tier = 0; tier < 4 && (!s.known || s.vague); tier++) {
			struct sum next = field == TOLL_DISPLACED ? first_of(f, field, tier) : run(d, f, field, tier);

			/* dozens are feared dead; 30 bodies were found */
			if (!s.known || (!next.vague && next.best > s.best))
				s = next;
		}
		if (s.known)
			set_figure(&out->of[field], &s);
	}
}
