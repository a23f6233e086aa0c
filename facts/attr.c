/* attr.c -- see attr.h. */
#include "config.h"

#include "base/limits.h"
#include "facts/attr.h"
#include "facts/attr_in.h"
#include "facts/claim.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/source.h"

void
attr_explained(const struct context *c, const struct figure *r, const char *what,
    struct str why, struct str words)
{
	struct explanation *x = c->d->in->explain;

	if (x->n == x->cap)
		x->items = arena_grow(c->d->arena, x->items, x->n, &x->cap,
		    sizeof(*x->items));
	x->items[x->n++] = (struct fact_reason){ (size_t)r->fact, what, why, words };
}

/* ---- actors ---- */

static struct str
actor_text(const struct context *c, const struct actor_phrase *a)
{
	size_t first = a->first, last = a->last;

	/* forces loyal to the president, factions allied to … and supported by … */
	if (a->who == NULL && last + 2 < c->s->end && (tok(c, last + 1)->cls & C_TIE))
		for (size_t i = last + 2; i < c->s->end && i < last + 14; i++) {
			if (tok(c, i)->kind == TOKEN_PUNCT ||
			    (tok(c, i)->cls &
				(C_BE | C_HAVE | C_SUBORD | C_SUBSET | C_ADVERB)) ||
			    ((tok(c, i)->cls & C_SPEECH) &&
				(tok(c, i)->form & FORM_THIRD)) ||
			    ((tok(c, i)->form & FORM_PAST) && !(tok(c, i)->cls & C_TIE)))
				break;
			if (tok(c, i)->kind == TOKEN_WORD &&
			    !(tok(c, i)->cls &
				(C_PREP | C_AND | C_BY | C_OF | C_TO | C_TIE)))
				last = i;
		}
	/* Russian fighters: the country says whose */
	while (a->who == NULL && first > c->s->first &&
	    (tok(c, first - 1)->cls & C_DEMONYM))
		first--;
	while (first < a->last && (tok(c, first)->cls & (C_DET | C_ONE)))
		first++;
	return phrase_shown(c->d, c->s->first, first, last);
}

static void
set_actor(const struct context *c, const struct actor_phrase *a, struct str *text,
    struct str *id)
{
	*text = actor_text(c, a);
	*id = a->who != NULL ? a->who->id : STR_NONE;
}

/* The actor whose people the victims are: named in the group, or behind of, from, in. */
static const struct actor_phrase *
victims_side(const struct context *c, const struct figure *r)
{
	size_t after = r->g.last + 1;

	for (size_t i = 0; i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (a->first <= r->g.last && a->last >= r->g.first) {
			/* a former | police officer: what they are, and no side of theirs
			 */
			if (a->who == NULL && a->last >= r->g.head &&
			    (tok(c, r->g.head)->flags & TOKEN_FOLDED) &&
			    str_eq(r->g.who, STR("police")))
				continue;
			if (a->first < r->g.head || a->who != NULL)
				return a;
			continue;
		}
		/* 780 casualties suffered | by the army */
		if (a->prep == after + 1 && (tok(c, a->prep)->cls & C_BY) &&
		    (tok(c, after)->cls & C_SUFFER))
			return a;
		if (a->first >= after && a->first <= after + 3 && a->prep != NOWHERE &&
		    a->prep >= after &&
		    !((tok(c, a->prep)->cls & C_TO) && r->trigger >= after &&
			r->trigger < a->prep) &&
		    !(token_small(c->d, a->prep) & S_UPON) && a->prep <= after + 1 &&
		    !(tok(c, a->prep)->cls & C_BY) &&
		    ((tok(c, a->prep)->cls & C_OF) ||
			((tok(c, a->prep)->cls & C_PREP) &&
			    (token_ground(c->d, a->prep) & (G_IN | G_FROM)))) &&
		    !(tok(c, a->prep)->cls & C_SPEECH) && !agent_owns_cause(c, a) &&
		    !agent_by_of(c, r, a))
			return a;
	}
	return NULL;
}

/* A Russian plane crash, a Turkish earthquake, a Chinese mine blast: nobody's doing. */
static bool
is_mishap(const struct context *c, size_t i)
{
	return (cause_marks_at(c, i) & CAUSE_SLOW) != 0 ||
	    (token_small(c->d, i) & S_MISHAP);
}

/* Air strikes, drones, shells: what only one who makes war has. */
static bool
is_of_war(const struct context *c, size_t i)
{
	unsigned marks = cause_marks_at(c, i);

	return tok(c, i)->word->cause.n == 0 ||
	    ((marks & CAUSE_OF_WAR) && (marks & CAUSE_OUTWARD));
}

/* Is token i told of those whom a figure counts: nine Israeli | soldiers? */
static bool
is_of_victims(const struct context *c, size_t i)
{
	for (const struct figure *e = c->figures; e < c->figures_end; e++)
		if (i >= e->g.first && i <= e->g.last)
			return true;
	return false;
}

/* Israeli, and of weapons US: whose, beside what is done, unless told of the victims. */
static bool
names_country(const struct context *c, size_t i, bool of_war)
{
	struct gaz_place found;

	if (!(tok(c, i)->cls & C_DEMONYM) && !(tok(c, i)->flags & TOKEN_CAP))
		return false;
	if ((tok(c, i)->cls & (C_DET | C_ONE)) || is_of_victims(c, i))
		return false;
	if (tok(c, i)->cls & C_DEMONYM)
		return true;
	return country_named(c->d, i, i, &found) &&
	    (found.demonym || (of_war && (tok(c, i)->flags & TOKEN_CAPS)));
}

/* "Israeli | strikes": a verb but for the adjective before it. */
static bool
is_owned_strike(const struct context *c, size_t i)
{
	return (tok(c, i)->cls & C_DAMAGE) &&
	    (tok(c, i)->form & (FORM_BASE | FORM_THIRD)) && i > c->s->first &&
	    names_country(c, i - 1, true);
}

/* Two were killed and five hurt when | Russian shells fell; but: two were killed, while
 * Russian shells hurt five. */
static size_t
means_beyond(const struct context *c, const struct figure *r)
{
	size_t at = cause_beyond(c, r);

	for (size_t i = r->trigger + 1; at != SIZE_MAX && i < at; i++)
		if ((tok(c, i)->cls & C_SUBORD) && tok(c, i)->word->value == CONTRAST)
			return SIZE_MAX;
	return at;
}

/* What killed, for whose it was: nine were killed and six injured in | Russian shelling;
 * Israeli | strikes killed nine. */
static size_t
means_at(const struct context *c, const struct figure *r)
{
	size_t at = c->cause,
	       end = r->trigger + FAR < c->s->end ? r->trigger + FAR : c->s->end;

	if (!(c->s->cls & (C_CAUSE | C_DAMAGE)))
		return SIZE_MAX;
	for (size_t i = c->s->first;
	     (c->s->cls & C_DAMAGE) && at == SIZE_MAX && i < r->trigger; i++)
		if (is_owned_strike(c, i))
			at = i;
	for (size_t i = r->trigger + 1; at == SIZE_MAX && i < end && !cause_ends(c, i);
	     i++) {
		if ((tok(c, i)->cls & (C_SUBORD | C_RELATIVE)) &&
		    !(tok(c, i)->cls & C_PREP))
			break;
		if (cause_tells(c, r, i) || is_owned_strike(c, i))
			at = i;
	}
	return at == SIZE_MAX && r->verb.passive ? means_beyond(c, r) : at;
}

/* Does what stands before the trigger do what it tells: strikes killed nine, left nine
 * dead? */
static bool
is_active(const struct context *c, const struct figure *r)
{
	return r->frame->victim == VICTIM_RIGHT || r->frame->victim == VICTIM_BETWEEN ||
	    agent_acts(c, r);
}

#define BESIDE_CAUSE 3 /* words between an adjective and its cause */

/* The adjective of a country that belongs to the cause: Russian | aircraft bombings, غارة
 * جوية | إسرائيلية; SIZE_MAX: none does. */
static size_t
country_of_cause(const struct context *c, size_t at, size_t low)
{
	const uint64_t modifiers = C_ADJ | C_DEMONYM | C_DET;
	bool of_war = is_of_war(c, at);

	for (size_t i = at + 1; lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER) &&
	     i <= at + BESIDE_CAUSE && i < c->s->end && (tok(c, i)->cls & modifiers);
	     i++)
		if (names_country(c, i, of_war))
			return i;
	for (size_t i = at; i-- > low && at - i <= BESIDE_CAUSE &&
	     tok(c, i)->kind != TOKEN_PUNCT &&
	     !(tok(c, i)->cls & (C_PREP | C_BY | C_BE | C_HAVE | C_SPEECH | C_ATTACKER));)
		if (names_country(c, i, of_war))
			return i;
	return SIZE_MAX;
}

/* In an | Israeli airstrike nine were killed: is the cause whose adjective stands at
 * token i what it happened in? */
static bool
is_governed(const struct context *c, size_t i)
{
	while (i > c->s->first && (tok(c, i - 1)->cls & (C_ADJ | C_DET | C_ONE)) &&
	    !(tok(c, i - 1)->cls & C_PREP))
		i--;
	return i > c->s->first && (tok(c, i - 1)->cls & C_PREP) &&
	    !(tok(c, i - 1)->cls & (C_BY | C_OF | C_TO));
}

static void
by_country(const struct context *c, const struct figure *r, struct fact *f)
{
	const struct actor_phrase *a;
	size_t at = f->by.n > 0 || agent_of_clause(c, r, &a) ? SIZE_MAX : means_at(c, r);
	size_t low = at == SIZE_MAX || at > r->trigger ? r->trigger : c->s->first,
	       country;

	if (at == SIZE_MAX || attr_is_clash(c, at) || is_mishap(c, at))
		return;
	country = agent_country_of_deed(c, at);
	if (country != SIZE_MAX) {
		f->by = doc_words(c->d, country, country);
		return;
	}
	country = country_of_cause(c, at, low);
	if (country == SIZE_MAX ||
	    (at <= r->trigger && !is_active(c, r) && !is_governed(c, country) &&
		!agent_in_label(c, r, at)))
		return;
	f->by = doc_words(c->d, country, country);
	attr_explain(c, r, "by", STR("whose means it was"), f->by);
}

static bool
state_side(const struct context *c, const struct actor_phrase *a)
{
	for (size_t i = a->first; i <= a->last; i++)
		if (tok(c, i)->cls & (C_FACTION))
			return str_eq(doc_text(c->d, tok(c, i)->word->who),
			    STR("soldiers"));
	return a->who != NULL && str_eq(a->who->side, STR("state"));
}

/* Turkey said | its forces killed: a force without a name is theirs who were named before
 * it. */
static const struct actor_phrase *
whose_force(const struct context *c, const struct actor_phrase *a)
{
	const struct token *t = a == NULL || a->first == c->s->first
	    ? NULL
	    : tok(c, a->first - 1);

	return t != NULL && a->who == NULL && a > c->names->actors &&
		(t->cls & C_POSSESSIVE) && (t->cls & C_DET) && !(t->form & FORM_SINGULAR)
	    ? a - 1
	    : a;
}

static void
set_sides(const struct context *c, const struct figure *r, struct fact *f)
{
	const struct actor_phrase *side = victims_side(c, r),
				  *by = r->charged ? NULL : agent_of(c, r);
	size_t cause = by == NULL ? c->cause : SIZE_MAX;

	if (cause != SIZE_MAX && !attr_is_clash(c, cause) && !is_mishap(c, cause))
		by = agent_of_cause(c, cause);
	by = whose_force(c, by);
	if (r->frame->cls == C_LOSE) { /* the army lost nine men: its own */
		side = side != NULL ? side : by;
		by = NULL;
	}
	if (side != NULL) {
		set_actor(c, side, &f->side, &f->side_id);
		attr_explain(c, r, "side", STR("the actor named with the victims"),
		    f->side);
		/* "49 members of regime forces", "18 from allied factions", "a JNIM
		 * leader" */
		if (r->g.noun == NULL || r->g.noun->value == OF_A_SIDE ||
		    (side->who != NULL && !state_side(c, side) &&
			str_eq(f->who, STR("civilians")))) {
			f->who = state_side(c, side) ? STR("soldiers") : STR("fighters");
			f->armed = true;
		}
	}
	if (by != NULL && by != side) {
		set_actor(c, by, &f->by, &f->by_id);
		attr_explain(c, r, "by", STR("the actor who does it"), f->by);
	}
	by_country(c, r, f);
}

/* ---- time and scope ---- */

/* 12 were killed on Thursday, a day after a mine hurt | a guard: of a sentence that ends
 * with an older day, the figure that is its news. */
static const struct figure *
news_before(const struct context *c, const struct figure *r)
{
	const struct fact *old = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;

	for (const struct figure *e = r; old != NULL && old->since.day > 0 &&
	     e-- > c->all->items && e->sentence == r->sentence;)
		if (!e->planned && e->fact >= 0 && c->d->facts[e->fact].since.day > 0 &&
		    day_cmp(old->since, c->d->facts[e->fact].since) < 0)
			return e;
	return r;
}

const struct figure *
attr_last_figure(const struct context *c, size_t sentence)
{
	const struct figure *r = c->figures != NULL && sentence < c->figures->sentence
	    ? c->figures
	    : figures_end(c->all);

	while (r > c->all->items && (--r)->sentence >= sentence)
		if (r->sentence == sentence && !r->planned)
			return news_before(c, r);
	return NULL;
}

const struct fact *
attr_same_event(const struct context *c, const struct figure *r,
    const struct figure *last)
{
	if (last == NULL || last->fact < 0 || last->background || r->background ||
	    r->apart || r->total || r->running)
		return NULL;
	return &c->d->facts[last->fact];
}

/* The toll rose to 42; raising to | 42 the death toll. */
static bool
rises(const struct context *c, const struct figure *r)
{
	if (r->first > c->s->first && (tok(c, r->first - 1)->cls & C_TO))
		return true;
	for (size_t i = r->first; i <= r->last && i < c->s->end; i++)
		if (tok(c, i)->cls & (C_TO | C_HAVE))
			return true;
	return false;
}

static bool
has_parts(const struct context *c, const struct figure *r)
{
	for (size_t i = 0; i < c->all->n; i++)
		if (c->all->items[i].part_of >= 0 &&
		    &c->all->items[c->all->items[i].part_of] == r)
			return true;
	return false;
}

static void
set_scope(const struct context *c, const struct figure *r, struct fact *f)
{
	if (r->subset)
		f->scope = SCOPE_SUBSET;
	else if (r->running || (r->total && rises(c, r)) ||
	    (r->verb.perfect && r->verb.passive && has_parts(c, r)))
		f->scope = SCOPE_TOTAL;
	else
		f->scope = SCOPE_EVENT;
}

/* ---- the fact ---- */

static struct str
who_of(const struct figure *r)
{
	/* a Taliban leader */
	if ((r->g.cls & C_ARMED) && r->g.noun != NULL && !(r->g.noun->cls & C_ARMED))
		return STR("fighters");
	if (r->g.who.n > 0)
		return r->g.who;
	return (r->g.cls & C_ARMED) ? STR("fighters") : STR("people");
}

static double
confidence_of(const struct figure *r)
{
	double p = r->frame->confidence;

	if (r->tier > TIER_FIRM)
		p *= 0.8;
	if (r->g.unknown)
		p *= 0.85;
	if (r->g.bound == BOUND_VAGUE)
		p *= 0.9;
	if (r->rival)
		p *= 0.8;
	if (r->verb.modal) /* may have killed */
		p *= 0.7;
	return fact_confidence(p);
}

static void
open_cause(struct context *c, const struct figure *r)
{
	struct str cause;

	c->cause = cause_nearest(c, r);
	if (c->cause == SIZE_MAX)
		return;
	cause = cause_code(c, c->cause);
	c->marks = cause_marks(&cause, 1);
}

static void
make_fact(struct context *c, struct figure *r)
{
	const struct source *said = source_at(&c->sources[c->sentence], r->trigger);
	bool displaced = r->outcome == OUTCOME_DISPLACED;
	struct fact *f = doc_fact(c->d, displaced ? FACT_DISPLACEMENT : FACT_CASUALTY,
	    r->first, r->last);

	if (f == NULL)
		return;
	r->fact = (int)c->d->n_facts - 1;
	c->said = said;
	open_cause(c, r);
	f->bound = r->g.bound;
	f->count = r->g.count;
	f->low = r->g.low;
	f->high = r->g.high;
	f->rule = r->frame->name;
	f->stance = r->background ? STANCE_BACKGROUND
	    : r->denied           ? STANCE_DENIED
	    : r->claimed          ? STANCE_CLAIMED
				  : STANCE_ASSERTED;
	f->source = said->name;
	attr_explain(c, r, "victims", r->frame->name, f->quote);
	if (f->source.n > 0)
		attr_explain(c, r, "source",
		    said->carried ? STR("told in a sentence nearby")
				  : STR("who is quoted"),
		    said->words);
	set_scope(c, r, f);
	if (displaced) {
		f->unit = r->g.noun != NULL && r->g.noun->unit.n > 0
		    ? doc_text(c->d, r->g.noun->unit)
		    : STR("people");
	} else {
		f->outcome = (enum outcome)r->outcome;
		f->who = who_of(r);
		f->armed = (r->g.cls & C_ARMED) != 0;
		set_sides(c, r, f);
		r->g.cls |= f->armed ? C_ARMED : 0;
		cause_set(c, r, f);
	}
	where_set(c, r, f);
	attr_set_time(c, r, f);
	r->rival = r->rival || rival_told(c, r, said);
	f->confidence = confidence_of(r);
	if (r->part_of >= 0)
		f->part_of = c->all->items[r->part_of].fact;
}

/* What a part does not say itself it has from its whole. */
static void
inherit(struct doc *d, const struct figures *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct figure *r = &all->items[i];
		struct fact *f, *w;

		if (r->fact < 0 || r->part_of < 0 || all->items[r->part_of].fact < 0)
			continue;
		f = &d->facts[r->fact];
		w = &d->facts[all->items[r->part_of].fact];
		if (f->cause.n == 0)
			f->cause = w->cause;
		if (f->since.year == 0) {
			f->since = w->since;
			f->until = w->until;
			f->as_of = w->as_of;
		}
		if (f->n_places == 0) {
			f->places = w->places;
			f->n_places = w->n_places;
		}
		if (f->source.n == 0)
			f->source = w->source;
	}
}

static void
open_sentence(struct context *c, const struct figure *first)
{
	const struct figure *end = figures_end(c->all);

	attr_open_times(c, first->sentence);
	c->names = phrases_of(c->d, first->sentence);
	c->figures = c->figures_end = first;
	while (c->figures_end < end && c->figures_end->sentence == first->sentence)
		c->figures_end++;
}

#define RESPONSIBLE 4 /* sentences back to what somebody is said to have done */

/* Is it news of victims of whom nobody is told to have done it? */
static bool
wants_agent(const struct context *c, const struct figure *r)
{
	const struct fact *f = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;

	return f != NULL && f->kind == FACT_CASUALTY && f->by.n == 0 &&
	    !(r->g.cls & C_ATTACKER) && f->outcome != OUTCOME_DETAINED &&
	    f->stance <= STANCE_CLAIMED && f->scope != SCOPE_TOTAL;
}

/* 13 protesters killed. … Soldiers killed at least 13: is somebody told to have done it
 * where the same number is told again? */
static bool
others_did(const struct context *c, const struct figure *r)
{
	for (size_t i = 0; i < c->all->n; i++) {
		const struct figure *e = &c->all->items[i];

		if (e != r && e->fact >= 0 && e->outcome == r->outcome &&
		    e->g.count == r->g.count && c->d->facts[e->fact].by.n > 0)
			return true;
	}
	return false;
}

/* Nine were killed in Tarn. | The rebels claimed responsibility: gives them those of the
 * sentences before who have nobody. */
static void
give_responsible(struct context *c, size_t sentence)
{
	const struct actor_phrase *a = agent_responsible(c->d, sentence);

	if (a == NULL)
		return;
	attr_open_times(c, sentence);
	c->names = phrases_of(c->d, sentence);
	for (size_t i = 0; i < c->all->n; i++) {
		const struct figure *r = &c->all->items[i];
		struct fact *f = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;

		if (!wants_agent(c, r) || others_did(c, r) || r->sentence > sentence ||
		    r->sentence + RESPONSIBLE < sentence ||
		    (f->side_id.n > 0 && a->who != NULL &&
			str_eq(f->side_id, a->who->id)))
			continue;
		set_actor(c, a, &f->by, &f->by_id);
		attr_explain(c, r, "by", STR("who is said to be responsible"), f->by);
	}
}

/* The same of all sentences that may say it. */
static void
give_all_responsible(struct context *c, const struct figures *all)
{
	const struct sentence *sent = c->d->t.sent;
	size_t end = all->items[all->n - 1].sentence + RESPONSIBLE + 1u, until = 0, k = 0;

	for (size_t i = all->items[0].sentence; i < c->d->t.n_sent && i < end; i++) {
		if (!(sent[i].cls & C_CLAIM) || !(sent[i].cls & C_SPEECH))
			continue;
		for (; k < all->n && all->items[k].sentence <= i; k++)
			if (wants_agent(c, &all->items[k]))
				until = all->items[k].sentence + RESPONSIBLE + 1u;
		if (i < until)
			give_responsible(c, i);
	}
}

void
attributes_make(struct doc *d, struct figures *all, const struct source *sources)
{
	struct context c = { .d = d,
		.tok = d->t.tok,
		.all = all,
		.sentence = SIZE_MAX,
		.sources = sources,
		.all_times = ARENA_ARRAY(d->arena, const struct times *, d->t.n_sent) };

	c.since = attr_entry_since(&c);
	c.sentence = SIZE_MAX;
	for (size_t i = 0; i < all->n; i++) {
		if (all->items[i].planned)
			continue;
		if (all->items[i].sentence != c.sentence)
			open_sentence(&c, &all->items[i]);
		make_fact(&c, &all->items[i]);
	}
	give_all_responsible(&c, all);
	inherit(d, all);
	history_note(&c, all);
	rivals_note(&c, all);
}
