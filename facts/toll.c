/*
 * toll.c -- the document procedure: an entry's own toll from its figures.  Figures of one
 * sentence add up; sentences repeat, correct or replace each other unless a cue says that
 * they add.
 */
#include "config.h"

#include "facts/casualty.h"
#include "facts/finder.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"
#include "facts/toll_in.h"

#define ROUND 100        /* displaced: what a headline rounds to … */
#define NEAR 10          /* … at most a tenth off */
#define FEW_THOUSAND 10  /* times as many are no longer those thousands; … */
#define MANY_THOUSAND 50 /* … that the headline has, may yet be */
#define FAR_FEWER 4      /* times fewer than "dozens": not all of them */
#define DOZENS 12        /* what the word means */
#define BY_CHANCE 5      /* below, what is added may make the first number by chance */

struct sum {
	int64_t best, low, high, civilian;
	bool known, firm;
	bool attackers, others; /* which sides it counts */
	bool vague;
	bool claimed;              /* told by a party alone */
	const struct word *noun;   /* of the last */
	const struct figure *only; /* if it is the sum of one */
};

/* Of each whole, those who are told to be armed: 12 people, five of them policemen. */
static void
count_armed(struct figures *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].part_of >= 0 && (all->items[i].g.cls & C_ARMED))
			all->items[all->items[i].part_of].armed += all->items[i].g.count;
}

static void
add(struct sum *s, const struct figure *f)
{
	s->best += f->g.count;
	s->low += f->g.low;
	s->high = s->high < 0 || f->g.high < 0 ? -1 : s->high + f->g.high;
	if (!(f->g.cls & C_ARMED))
		s->civilian += f->g.count - (f->armed < f->g.count ? f->armed : 0);
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
		if (same_figure(&all->items[i], f) && !left_out(&all->items[i]))
			return true;
	return false;
}

/* Is the figure a running total beside which its sentence tells what is new? */
static bool
beside_news(const struct figures *all, const struct figure *f)
{
	for (const struct figure *e = all->items; f->running && e < figures_end(all); e++)
		if (e->sentence == f->sentence &&
		    toll_field_of(e->outcome) == toll_field_of(f->outcome) &&
		    !e->running && !e->subset && !left_out(e) && e->g.count < f->g.count)
			return true;
	return false;
}

/* What a party claims or another source says in the same breath as what was told before:
 * three guards died, but the rebels also claimed 15.  The rebels said that 700 died,
 * while the UN spoke of 10. */
static bool
beside_known(const struct figures *all, const struct figure *f, size_t from)
{
	if (!f->claimed && !f->rival)
		return false;
	for (size_t i = from;
	     f->claimed && i < all->n && all->items[i].sentence == f->sentence; i++)
		if (!all->items[i].claimed && !all->items[i].g.other &&
		    all->items[i].outcome == f->outcome && !left_out(&all->items[i]))
			return true;
	for (size_t i = from; i < all->n && &all->items[i] < f; i++)
		if (!all->items[i].claimed && !all->items[i].rival &&
		    all->items[i].outcome == f->outcome && !left_out(&all->items[i]))
			return true;
	return false;
}

/* three soldiers and several gunmen were wounded: how many they are nobody said, beside
 * those who were counted. */
static bool
beside_exact(const struct figures *all, const struct figure *f, size_t from, size_t to)
{
	if (f->g.bound != BOUND_VAGUE)
		return false;
	for (size_t i = from; i < to; i++) {
		const struct figure *e = &all->items[i];

		if (e->outcome == f->outcome && e->g.stated &&
		    e->g.bound != BOUND_VAGUE && !e->subset && !left_out(e))
			return true;
	}
	return false;
}

/* "Clerk killed, three wounded. | A clerk was killed and three others were wounded":
 * others than those of another fate in their sentence, figures from on to to, which tells
 * anew what was told before. */
static bool
tells_anew(const struct figures *all, const struct figure *f, size_t from, size_t to)
{
	bool beside = false;

	for (size_t i = from; i < to; i++) {
		/* also killed a guard and wounded another */
		if (all->items[i].addition && !all->items[i].g.other)
			return false;
		beside = beside || all->items[i].outcome != f->outcome;
	}
	return f->g.other && beside;
}

/* The sum of one sentence's figures for a field, of the tiers up to this one. */
static struct sum
sentence_sum(const struct doc *d, const struct figures *all, size_t from, size_t to,
    enum toll_field field, int tier, bool *adds, bool *rival)
{
	struct sum s = { 0 };
	bool open = false;

	*adds = *rival = false;
	for (size_t i = from; i < to; i++) {
		const struct figure *f = &all->items[i];
		bool twice = false;

		if (toll_field_of(f->outcome) != field || left_out(f))
			continue;
		if (f->tier > tier || (f->subset && tier < TIER_PART) ||
		    beside_news(all, f) || beside_known(all, f, from))
			continue;
		if (beside_exact(all, f, from, to)) {
			open = true;
			continue;
		}
		for (size_t k = from; k < i; k++)
			twice = twice || figure_repeats(d, &all->items[k], f);
		if (twice || f->restated)
			continue;
		add(&s, f);
		*adds = *adds || (f->addition && !tells_anew(all, f, from, to));
		*rival = *rival || f->rival;
	}
	if (open)
		s.high = -1;
	return s;
}

/* Where the sentence of figure i ends; *told: has it a figure of the field? */
static size_t
sentence_end(const struct figures *all, size_t i, enum toll_field field, bool *told)
{
	size_t k = i;

	*told = false;
	for (; k < all->n && all->items[k].sentence == all->items[i].sentence; k++)
		*told |= toll_field_of(all->items[k].outcome) == field;
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
all_seen(const struct figures *all, size_t from, size_t to, enum toll_field field)
{
	for (size_t i = from; i < to; i++)
		if (toll_field_of(all->items[i].outcome) == field &&
		    !all->items[i].subset && !left_out(&all->items[i]) &&
		    !seen_before(all, &all->items[i], from))
			return false;
	return true;
}

/* Is f told of another day and another place than all figures of its outcome before it?
 */
static bool
elsewhere(const struct doc *d, const struct figures *all, const struct figure *f)
{
	const struct fact *x = f->fact >= 0 ? &d->facts[f->fact] : NULL;
	bool any = false;

	for (const struct figure *e = all->items; x != NULL && e < f; e++) {
		const struct fact *y = e->fact >= 0 ? &d->facts[e->fact] : NULL;

		if (y == NULL || e->outcome != f->outcome || left_out(e) ||
		    y->since.year == 0 || y->n_places == 0)
			continue;
		any = true;
		if (x->since.year == 0 || day_cmp(x->since, y->since) == 0 ||
		    x->n_places == 0)
			return false;
		for (size_t i = 0; i < x->n_places; i++)
			for (size_t k = 0; k < y->n_places; k++)
				if (str_eq(x->places[i].name, y->places[k].name))
					return false;
	}
	return any;
}

/* Are they what one side lost and what the other did?  Only one side takes prisoners; a
 * number alone is of none. */
static bool
two_sides(const struct sum *a, const struct sum *b, enum toll_field field)
{
	return field != TOLL_DETAINED && a->attackers && !a->others && b->others &&
	    !b->attackers && b->noun != NULL && a->best != b->best;
}

static bool
is_man_woman_or_child(const struct group *g)
{
	return str_eq(g->who, STR("people")) || str_eq(g->who, STR("women")) ||
	    str_eq(g->who, STR("children"));
}

/* A man was killed. … | A woman was killed: somebody else, as nouns of a kind say? */
static bool
is_another_one(const struct group *one, const struct group *more)
{
	return !more->stated && more->count == 1 && more->det && !more->definite &&
	    is_man_woman_or_child(one) && is_man_woman_or_child(more) &&
	    !str_eq(one->who, more->who);
}

/* A man was killed. | His brother was killed, too: whose he is, who was told of just
 * before, opens the sentence? */
static bool
is_his_own(const struct doc *d, const struct figure *one, const struct figure *more)
{
	size_t first = more->g.first;

	return more->sentence == one->sentence + 1 && more->g.count == 1 &&
	    !more->g.plural && first == d->t.sent[more->sentence].first &&
	    (d->t.tok[first].cls & C_POSSESSIVE);
}

/* The leader was one of | three suspects who were held: is one of them told of besides?
 */
static bool
holds_one(const struct doc *d, const struct group *g)
{
	return g->first > 1 && (d->t.tok[g->first - 1].cls & C_OF) &&
	    d->t.tok[g->first - 2].kind == TOKEN_NUMBER &&
	    d->t.tok[g->first - 2].value == 1;
}

/* A leader was held. … Two insurgents were held: others than the one, as nouns of their
 * own say. */
static bool
beside_one(const struct doc *d, const struct sum *s, const struct sum *total)
{
	const struct group *one = total->only != NULL ? &total->only->g : NULL,
			   *more = s->only != NULL ? &s->only->g : NULL;

	if (one == NULL || more == NULL || one->count != 1 || one->stated || !one->det ||
	    one->definite || one->noun == NULL || more->noun == NULL ||
	    one->noun == more->noun || ((one->cls | more->cls) & C_GENERIC))
		return false;
	return (more->stated && more->count > 1 && !holds_one(d, more)) ||
	    is_another_one(one, more) || is_his_own(d, total->only, s->only);
}

/* Nine were killed. … Six died in Tarn. … Another three were killed in Bode: parts, as
 * long as they are no more than the whole. */
static bool
goes_on_with_parts(int64_t *parts, const struct sum *s, const struct sum *total)
{
	if (*parts == 0 || s->vague || *parts + s->best > total->best)
		return false;
	*parts += s->best;
	return true;
}

/* Sixteen were killed. … 14 bodies were brought in. | Two more died later: with the
 * bodies they are those told. */
static bool
completes_bodies(const struct figures *all, size_t i, const struct sum *s,
    const struct sum *total)
{
	while (i-- > 0)
		if (all->items[i].tier > TIER_FIRM && !left_out(&all->items[i]) &&
		    all->items[i].g.count + s->best == total->best)
			return true;
	return false;
}

/* In Tarn, …. In Bode, …; "Tarn: …", "Bode: …": does the sentence open with another
 * place, in the same way? */
static bool
is_elsewhere(struct str a, struct str b)
{
	return a.n > 0 && b.n > 0 && !str_eq(a, b) &&
	    str_ends(a, STR(":")) == str_ends(b, STR(":"));
}

/* The gunman died, too. … | The gunman also died: one who is known, told again. */
static bool
is_same_one(const struct figures *all, const struct sum *s, size_t upto)
{
	return s->only != NULL && (s->only->g.cls & C_ATTACKER) && s->only->g.definite &&
	    s->only->g.count == 1 && !s->only->g.other && seen_before(all, s->only, upto);
}

/* Scores were killed in Tarn. … They killed 10 more people in Bode. */
static bool
goes_on(const struct sum *s, const struct sum *total)
{
	return s->only != NULL && s->only->g.other && total->best >= DOZENS &&
	    s->only->outcome != OUTCOME_MISSING;
}

/* Strike kills nine | A strike killed nine. … 4,000 were killed: is the headline's
 * figure, if total is of it, told again by s? No other then takes its place. */
static bool
settles(const struct doc *d, const struct figure *of_total, const struct sum *total,
    const struct sum *s)
{
	return d->t.sent[of_total->sentence].headline && s->best == total->best &&
	    !s->vague && s->best > 0;
}

/* Dozens were hurt. … Seven are | in critical condition: how some of them are. */
static bool
is_state(const struct doc *d, const struct figure *f)
{
	return f->outcome == OUTCOME_INJURED && (f->frame->cls & C_DEAD) &&
	    (d->t.tok[f->trigger].flags & TOKEN_FOLDED);
}

/* The first line, without a mark at its end. */
static bool
is_title(const struct doc *d, size_t sentence)
{
	const struct sentence *s = &d->t.sent[sentence];

	return sentence == 0 && s->end > s->first &&
	    d->t.tok[s->end - 1].kind != TOKEN_PUNCT;
}

/* The toll so far, while the sentences are read in their order. */
struct running {
	const struct doc *d;
	const struct figures *all;
	enum toll_field field;
	struct sum total, first;       /* first: the total before any was added */
	const struct figure *of_total; /* the first of the sentence that it is from */
	bool settled;                  /* the headline's figure was told again */
	int64_t added, parts; /* to it; of it, told since in sentences of their own */
	int times;            /* that something was added */
	struct str here;  /* the place that opened a sentence last, in this paragraph */
	struct str front; /* the same, at the last sentence counted */
	bool elsewhere;   /* of others than the total's, by where they are */
};

/* Are those of the sentence at figure i others than the total's, by where they are? */
static bool
is_of_others(const struct running *r, const struct toll_layout *l, size_t i, size_t end,
    const struct sum *s)
{
	return is_elsewhere(r->front, r->all->items[i].front) ||
	    toll_in_other_town(r->d, r->all, i) ||
	    toll_in_other_division(r->d, r->all, i) ||
	    (r->field == TOLL_INJURED && r->total.known &&
		toll_with_other_dead(r->d, r->all, i, end, &l->dead)) ||
	    toll_is_parallel(r->d, r->all, i, s->only != NULL ? r->of_total : NULL);
}

/* Is it the total again, a rival's figure beside it, or how some of them are? */
static bool
tells_no_more(const struct running *r, size_t i, const struct sum *s, bool adds,
    bool rival)
{
	const struct sum *total = &r->total;

	/* what a party claims beside what is known is a rival figure */
	if (rival || (s->claimed && !total->claimed) ||
	    (s->best == total->best && !beside_one(r->d, s, total) &&
		(!adds || r->all->items[i].also_said ||
		    (s->only == NULL && !r->elsewhere && !r->all->items[i].addition))))
		return true;
	/* dozens were hurt. … Two were in serious condition: some of them */
	return total->vague && !s->vague && !adds && s->best * FAR_FEWER < total->best;
}

enum verdict { PASSES, REPLACES, ADDS };

/* What a sum that is neither the total nor a better word for it makes of the total. */
static enum verdict
beside_total(struct running *r, size_t i, size_t end, const struct sum *s, bool adds)
{
	const struct sum *total = &r->total;

	if ((s->vague && (!adds || total->vague)) ||
	    (adds && completes_bodies(r->all, i, s, total)))
		return PASSES;
	if (adds ? goes_on_with_parts(&r->parts, s, total)
		 : all_seen(r->all, i, end, r->field)) {
		/* "Leader, two guards held" | A leader was held. … Two guards were also
		 * held */
		if (r->parts == 0 && is_title(r->d, r->of_total->sentence))
			r->parts = s->best;
		return PASSES;
	}
	if (adds || beside_one(r->d, s, total) ||
	    ((two_sides(s, total, r->field) || two_sides(total, s, r->field)) &&
		!elsewhere(r->d, r->all, &r->all->items[i])))
		return ADDS;
	if (s->best > total->best) {
		if (r->settled && total->best > 1)
			return PASSES;
		r->parts = total->best;
		return REPLACES;
	}
	/* not: his cousin was killed */
	if (!r->settled || s->only == NULL || s->only->g.stated)
		r->parts = s->best;
	return PASSES;
}

/* Several were killed and several held. … The force also held | two: besides those it
 * killed. */
static bool
counts_several(const struct running *r, size_t i, const struct sum *s)
{
	const struct figure *f = &r->all->items[i];

	return r->field == TOLL_DETAINED && s->best > 1 && !f->apart && !f->g.other;
}

/* What the sum of the sentence at figure i makes of the total. */
static enum verdict
weigh(struct running *r, size_t i, size_t end, struct sum *s, bool adds, bool rival)
{
	const struct sum *total = &r->total;
	bool again = settles(r->d, r->of_total, total, s);

	/* "24 killed, three missing" … Three others are missing */
	if (adds && !r->settled && again && s->only != NULL && s->only->g.other &&
	    !s->only->apart)
		adds = false;
	if (total->vague && is_state(r->d, &r->all->items[i]))
		return PASSES;
	r->settled = r->settled || again;
	/* five dead … three guards and two clerks */
	if (again && s->civilian < total->civilian)
		r->total.civilian = s->civilian;
	if ((total->claimed && !s->claimed && !adds) ||
	    (total->only != NULL && s->only != NULL &&
		retells_title(r->d, total->only, s->only))) {
		s->claimed = s->claimed && total->claimed;
		return REPLACES;
	}
	if (tells_no_more(r, i, s, adds, rival))
		return PASSES;
	if (total->vague && !s->vague &&
	    (!adds || (s->noun == total->noun && !goes_on(s, total)) ||
		counts_several(r, i, s)))
		return REPLACES;
	return beside_total(r, i, end, s, adds);
}

/* Takes in the sum of the sentence whose figures are i to end. */
static void
take_sum(struct running *r, const struct toll_layout *l, size_t i, size_t end,
    struct sum *s, bool adds, bool rival)
{
	const struct figure *f = &r->all->items[i];

	if (adds && is_same_one(r->all, s, i))
		return;
	r->elsewhere = r->total.known && is_of_others(r, l, i, end, s);
	adds = adds || r->elsewhere;
	r->front = r->d->t.sent[f->sentence].headline ? STR_NONE : r->here;
	if (!r->total.known) {
		r->total = *s;
		r->of_total = f;
		return;
	}
	switch (weigh(r, i, end, s, adds, rival)) {
	case REPLACES:
		r->total = *s;
		break;
	case ADDS:
		if (r->times++ == 0)
			r->first = r->total;
		r->added += s->best;
		plus(&r->total, s);
		break;
	case PASSES:
		break;
	}
}

/* In Tarn, troops killed two. | They also held two: goes on to the place that the
 * sentence of figure i opens with, or the one before in its paragraph. */
static void
go_where(struct running *r, size_t i)
{
	const struct figure *f = &r->all->items[i];
	const struct sentence *sent = r->d->t.sent;

	if (f->front.n > 0 || i == 0 ||
	    sent[f[-1].sentence].paragraph != sent[f->sentence].paragraph)
		r->here = f->front;
}

/* The toll of the figures told in those sentences. */
static struct sum
run(const struct doc *d, const struct figures *all, const struct toll_layout *l,
    enum toll_field field, int tier, struct toll_item of)
{
	struct running r = { .d = d, .all = all, .field = field };

	for (size_t i = 0, end; i < all->n; i = end) {
		bool told, adds, rival;
		struct sum s;

		go_where(&r, i);
		end = sentence_end(all, i, field, &told);
		if (!told || all->items[i].sentence < of.first ||
		    all->items[i].sentence >= of.next)
			continue;
		s = sentence_sum(d, all, i, end, field, tier, &adds, &rival);
		if (s.known)
			take_sum(&r, l, i, end, &s, adds, rival);
	}
	/* ten were hurt. … Seven more in Tarn, three more in Bode: what was added makes
	 * the first whole */
	return r.times > 1 && r.added == r.first.best && r.added >= BY_CHANCE ? r.first
									      : r.total;
}

/* The larger of two tolls of the same; a number is better than "dozens". */
static struct sum
larger(struct sum a, struct sum b)
{
	if (!b.known || (a.known && b.best <= a.best && (b.vague || !a.vague)))
		return a;
	return b;
}

/* A digest: what its items tell, each of another place, adds up; what stands before and
 * behind them may say how many they are in all. */
static struct sum
run_items(const struct doc *d, const struct figures *all, const struct toll_layout *l,
    enum toll_field field, int tier)
{
	struct toll_item before = { .next = (uint32_t)d->t.n_sent }, behind = before;
	struct sum sum = { 0 };

	if (l->n == 0)
		return run(d, all, l, field, tier, before);
	for (size_t i = 0; i < l->n; i++) {
		struct sum s = run(d, all, l, field, tier, l->of[i]);

		if (s.known && !s.claimed && l->of[i].apart && sum.known)
			plus(&sum, &s);
		else if (!s.claimed)
			sum = larger(sum, s);
	}
	before.next = l->of[0].first;
	behind.first = l->of[l->n - 1].next;
	return larger(larger(run(d, all, l, field, tier, before),
			  run(d, all, l, field, tier, behind)),
	    sum);
}

/* "Thousands flee" | 30,000 fled, "8,000 flee" | 8,170 fled: does f say how many they are
 * of whom less was told? */
static bool
says_better(const struct doc *d, const struct figure *told, const struct figure *f)
{
	bool title = d->t.sent[told->sentence].headline && f->sentence > told->sentence;
	int64_t more = f->g.count - told->g.count;

	if (f->g.bound == BOUND_VAGUE || f->rival)
		return false;
	if (told->g.bound != BOUND_VAGUE)
		return title && told->g.count % ROUND == 0 && f->g.count % ROUND != 0 &&
		    more < told->g.count / NEAR && more > -told->g.count / NEAR;
	return more >= 0 &&
	    f->g.count / (title ? MANY_THOUSAND : FEW_THOUSAND) < told->g.count &&
	    (title || !f->running);
}

/* 700 fled in Tarn | and 500 in Bode: the shares of the verb that tells of figure i. */
static void
add_shares(struct sum *s, const struct figures *all, size_t i, int tier)
{
	for (size_t k = i + 1;
	     k < all->n && all->items[k].sentence == all->items[i].sentence; k++) {
		const struct figure *f = &all->items[k];

		if (f->share && f->outcome == all->items[i].outcome &&
		    f->trigger == all->items[i].trigger &&
		    f->g.noun == all->items[i].g.noun && !f->subset && f->tier <= tier &&
		    !left_out(f))
			add(s, f);
	}
	s->only = &all->items[i];
}

/* Of the displaced, reports tell one figure, then its parts and history: the first is
 * meant; of thousands, the first that says how many. */
static struct sum
first_of(const struct doc *d, const struct figures *all, enum toll_field field, int tier)
{
	struct sum s = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct figure *f = &all->items[i];

		if (toll_field_of(f->outcome) != field || left_out(f) || f->tier > tier ||
		    (f->subset && tier < TIER_PART))
			continue;
		if (s.known && !says_better(d, s.only, f))
			continue;
		s = (struct sum){ 0 };
		add(&s, f);
		add_shares(&s, all, i, tier);
	}
	return s;
}

/* "Raid kills 49" … the toll stood at six: does the headline count more? */
static bool
below_headline(const struct doc *d, const struct figures *all, const struct figure *f)
{
	for (const struct figure *e = all->items;
	     e < f && d->t.sent[e->sentence].headline; e++)
		if (e->sentence < f->sentence && e->outcome == f->outcome &&
		    e->g.stated && e->g.count > f->g.count && e->g.bound != BOUND_VAGUE &&
		    e->g.bound != BOUND_UP_TO && !e->subset && !left_out(e))
			return true;
	return false;
}

/* A toll, or the coder's closing line, is the answer. */
static const struct figure *
stated_total(const struct doc *d, const struct figures *all, enum toll_field field)
{
	const struct figure *best = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct figure *f = &all->items[i];

		if (!(f->total || f->closing) || toll_field_of(f->outcome) != field ||
		    left_out(f) || f->rival || f->claimed || f->subset ||
		    beside_news(all, f))
			continue;
		if (f->closing && i + 1 == all->n)
			return f;
		if (f->total && below_headline(d, all, f))
			continue;
		if (f->total && (best == NULL || f->g.count > best->g.count) &&
		    !toll_of_one_town(d, all, f))
			best = f;
	}
	return best;
}

/* A bit for each field of which there is a figure; *stated: one that may be all of it. */
static unsigned
fields_told(const struct figures *all, unsigned *stated)
{
	unsigned told = 0;

	*stated = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct figure *f = &all->items[i];
		enum toll_field field = toll_field_of(f->outcome);

		told |= 1u << field;
		*stated |= (unsigned)(f->total | f->closing) << field;
	}
	return told;
}

/* Four bodies were found. … A fifth victim died: the first tier that counts what the
 * first firm figure adds to. */
static int
first_tier(const struct figures *all, enum toll_field field)
{
	int tier = 0;

	if (field == TOLL_KILLED && toll_bodies_of_one_side(all))
		return TIER_BODY;

	for (size_t i = 0; i < all->n; i++) {
		const struct figure *f = &all->items[i];

		if (toll_field_of(f->outcome) != field || left_out(f) || f->subset)
			continue;
		if (f->tier == TIER_FIRM)
			return f->g.other ? tier : 0;
		tier = f->tier > tier ? f->tier : tier;
	}
	return 0;
}

static void
set_figure(struct toll_figure *t, const struct sum *s)
{
	*t = (struct toll_figure){ .known = true,
		.best = s->best,
		.low = s->low,
		.high = s->high,
		.noncombatant = s->civilian };
}

/* The army said it had killed 210 extremists: what a party alone tells of those it
 * fights. */
static bool
claims_enemy(const struct sum *s)
{
	return s->claimed && s->civilian == 0;
}

void
toll_make(const struct doc *d, struct figures *f, struct toll *out)
{
	struct toll_layout layout;
	unsigned totals, told = fields_told(f, &totals);

	count_armed(f);
	toll_items_find(d, f, &layout);
	toll_pair_find(d, f, &layout.dead);
	for (enum toll_field field = 0; field < TOLL_N; field++) {
		const struct figure *stated;
		struct sum s = { 0 };

		if (!(told & 1u << field))
			continue;
		stated = totals & 1u << field ? stated_total(d, f, field) : NULL;
		if (stated != NULL) {
			add(&s, stated);
			s.best = stated->g.count;
		}
		for (int tier = first_tier(f, field);
		     tier < TIER_N && (!s.known || s.vague || claims_enemy(&s)); tier++) {
			struct sum next = field == TOLL_DISPLACED
			    ? first_of(d, f, field, tier)
			    : run_items(d, f, &layout, field, tier);

			/* dozens are feared dead; 30 bodies were found */
			if (!s.known ||
			    (!next.vague && next.best > s.best && !claims_enemy(&s)) ||
			    (claims_enemy(&s) && next.known && !next.claimed))
				s = next;
		}
		if (s.known)
			set_figure(&out->of[field], &s);
	}
}
