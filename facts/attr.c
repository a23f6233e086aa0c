/* attr.c -- see attr.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "facts/attr.h"
#include "facts/attr_in.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"
#include "facts/source.h"

#define OF_A_SIDE 0 /* word.value of member */
#define FAR 30 /* tokens between a figure and what may belong to it */
#define TELLS (C_VERB | C_KILL | C_DIE | C_DEAD | C_DEATH | C_TOLL | C_SPEECH | C_LEAVE) /* no dateline has such a word */
#define SCENE 2 /* sentences before a figure that may say where it is */

static void
explain(const struct context *c, const struct figure *r, const char *what, struct str why,
    struct str words)
{
	struct explanation *x = c->d->in->explain;

	if (x == NULL || r->fact < 0)
		return;
	if (x->n == x->cap)
		x->items = arena_grow(c->d->arena, x->items, x->n, &x->cap, sizeof(*x->items));
	x->items[x->n++] = (struct fact_reason){ (size_t)r->fact, what, why, words };
}

/* ---- cause ---- */

static bool
clause_mark(const struct context *c, size_t i)
{
	const struct token *t = tok(c, i);

	return t->kind == TOKEN_PUNCT && (t->punct == ';' || t->punct == ':');
}

/* A word of cause; but "gunmen storm a church" is no weather. */
static bool
is_cause(const struct context *c, size_t i)
{
	return (tok(c, i)->cls & C_CAUSE) &&
	    !((token_ground(c->d, i) & G_ENTER) && (tok(c, i)[-1].cls & C_PERSON));
}

/* The cause word nearest to the trigger, those after it first; SIZE_MAX: none. */
static size_t
cause_at(const struct context *c, const struct figure *r)
{
	size_t end = r->trigger + FAR < c->s->end ? r->trigger + FAR : c->s->end;
	size_t start = c->s->first + FAR < r->trigger ? r->trigger - FAR : c->s->first;

	if (tok(c, r->trigger)->cls & C_CAUSE)
		return r->trigger;
	if (r->frame->victim == VICTIM_RIGHT)
		for (size_t i = r->trigger; i-- > start && !clause_mark(c, i);)
			if (is_cause(c, i) && tok(c, i)->group == 0)
				return i;
	for (size_t i = r->trigger + 1; i < end && !clause_mark(c, i); i++) {
		if (is_cause(c, i) && tok(c, i)->group == 0)
			return i;
		if ((tok(c, i)->cls & (C_KILL | C_DIE)) && tok(c, i)->group == 0)
			break;
	}
	for (size_t i = r->trigger; i-- > start && !clause_mark(c, i);)
		if (is_cause(c, i) && tok(c, i)->group == 0)
			return i;
	return SIZE_MAX;
}

static bool
general_cause(const struct context *c, size_t i)
{
	struct str cause = doc_text(c->d, tok(c, i)->word->cause);

	return str_eq(cause, STR("attack")) || str_eq(cause, STR("raid")) ||
	    str_eq(cause, STR("explosion"));
}

static void
set_cause(const struct context *c, const struct figure *r, struct fact *f)
{
	size_t at = cause_at(c, r);

	/* "shelling attack", "suicide bombing attack": the more special word beside it */
	if (at != SIZE_MAX && general_cause(c, at))
		for (size_t i = c->s->first; i < c->s->end; i++)
			if (is_cause(c, i) && !general_cause(c, i) &&
			    (i + 12 > at && at + 12 > i))
				at = i;
	if (at == SIZE_MAX && r->outcome == OUTCOME_KILLED && c->sentence > 0) {
		const struct sentence *p = &c->d->t.sent[c->sentence - 1];

		for (size_t i = p->end; i-- > p->first && p->prepared;)
			if (is_cause(c, i)) {
				at = i;
				break;
			}
	}
	if (at == SIZE_MAX)
		return;
	f->cause = doc_text(c->d, tok(c, at)->word->cause);
	explain(c, r, "cause", STR("the nearest word of cause"), doc_words(c->d, at, at));
}

/* ---- actors ---- */

static struct str
actor_text(const struct context *c, const struct actor_phrase *a)
{
	size_t first = a->first, last = a->last;

	/* forces loyal to the president, factions allied to … and supported by … */
	if (a->who == NULL && last + 2 < c->s->end && (tok(c, last + 1)->cls & C_TIE))
		for (size_t i = last + 2; i < c->s->end && i < last + 14; i++) {
			if (tok(c, i)->kind == TOKEN_PUNCT || (tok(c, i)->cls & (C_BE | C_HAVE | C_SUBORD | C_SUBSET | C_ADVERB)))
				break;
			if (tok(c, i)->kind == TOKEN_WORD && !(tok(c, i)->cls & (C_PREP | C_AND | C_BY | C_OF | C_TO | C_TIE)))
				last = i;
		}
	/* Russian fighters: the country says whose */
	while (a->who == NULL && first > c->s->first && (tok(c, first - 1)->cls & C_DEMONYM))
		first--;
	while (first < a->last && (tok(c, first)->cls & (C_DET | C_ONE)))
		first++;
	return doc_words(c->d, first, last);
}

static void
set_actor(const struct context *c, const struct actor_phrase *a, struct str *text, struct str *id)
{
	*text = actor_text(c, a);
	*id = a->who != NULL ? a->who->id : STR_NONE;
}

/* "rebel attack", "Russian army rocket strike": is the actor the one who did it? */
static bool
owns_cause(const struct context *c, const struct actor_phrase *a)
{
	size_t k = a->last + 1;

	return k < c->s->end && ((tok(c, k)->cls & C_CAUSE) || (k + 1 < c->s->end && (tok(c, k + 1)->cls & C_CAUSE)));
}

/* The actor whose people the victims are: named in the group, or behind of, from, in. */
static const struct actor_phrase *
victims_side(const struct context *c, const struct figure *r)
{
	size_t after = r->g.last + 1;

	for (size_t i = 0; i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (a->first <= r->g.last && a->last >= r->g.first) {
			if (a->first < r->g.head || a->who != NULL)
				return a;
			continue;
		}
		if (a->first >= after && a->first <= after + 3 && a->prep != NOWHERE && a->prep >= after &&
		    a->prep <= after + 1 && !(tok(c, a->prep)->cls & C_BY) &&
		    (tok(c, a->prep)->cls & (C_PREP | C_OF)) && !owns_cause(c, a))
			return a;
	}
	return NULL;
}

/* Does another trigger stand between? */
static bool
told_between(const struct context *c, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if ((tok(c, i)->cls & (C_KILL | C_DIE)) && tok(c, i)->group == 0)
			return true;
	return false;
}

/* The country whose adjective stands before the cause: Russian aircraft bombings. */
static void
by_country(const struct context *c, const struct figure *r, struct fact *f)
{
	size_t at = cause_at(c, r);
	size_t low = at == SIZE_MAX || at > r->trigger ? r->trigger : c->s->first;

	if (at == SIZE_MAX || f->by.n > 0 || (at < r->trigger && r->frame->victim != VICTIM_RIGHT))
		return;
	for (size_t i = at; i-- > low && at - i < 4;)
		if ((tok(c, i)->cls & C_DEMONYM) && tok(c, i)->group == 0) {
			f->by = doc_words(c->d, i, i);
			explain(c, r, "by", STR("whose means it was"), f->by);
			return;
		}
}

/* The perpetrator: by-phrase of a passive, subject of an active, owner of the cause. */
static const struct actor_phrase *
perpetrator(const struct context *c, const struct figure *r)
{
	const struct actor_phrase *best = NULL;

	for (size_t i = 0; i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (a->first <= r->g.last && a->last >= r->g.first)
			continue;
		if (a->prep != NOWHERE && (tok(c, a->prep)->cls & C_BY) && a->prep > r->trigger)
			return a;
		if (r->frame->victim == VICTIM_RIGHT && a->last < r->trigger &&
		    (a->prep == NOWHERE || (tok(c, a->prep)->cls & C_BY) || (a->last + 1 < c->s->end && (tok(c, a->last + 1)->cls & C_CAUSE))))
			best = a;
	}
	if (best != NULL)
		return best;
	for (size_t i = 0; i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (told_between(c, r->trigger + 1, a->first))
			break;

		/* Russian aircraft bombings, rebel rockets */
		if (a->first <= r->g.last && a->last >= r->g.first)
			continue;
		if (a->first > r->trigger && owns_cause(c, a))
			return a;
	}
	return NULL;
}

static bool
state_side(const struct context *c, const struct actor_phrase *a)
{
	for (size_t i = a->first; i <= a->last; i++)
		if (tok(c, i)->cls & (C_FACTION))
			return str_eq(doc_text(c->d, tok(c, i)->word->who), STR("soldiers"));
	return a->who != NULL && str_eq(a->who->side, STR("state"));
}

static void
set_sides(const struct context *c, const struct figure *r, struct fact *f)
{
	const struct actor_phrase *side = victims_side(c, r), *by = perpetrator(c, r);

	if (side != NULL) {
		set_actor(c, side, &f->side, &f->side_id);
		explain(c, r, "side", STR("the actor named with the victims"), f->side);
		/* "49 members of regime forces", "18 from allied factions" */
		if (r->g.noun == NULL || r->g.noun->value == OF_A_SIDE) {
			f->who = state_side(c, side) ? STR("soldiers") : STR("fighters");
			f->armed = true;
		}
	}
	if (by != NULL && by != side) {
		set_actor(c, by, &f->by, &f->by_id);
		explain(c, r, "by", STR("the actor who does it"), f->by);
	}
	by_country(c, r, f);
}

/* ---- places ---- */

/* in Hur and Tarn; in Hur, Tarn and Bode: is the place joined to the one before it, by "and" or in a list that
 * ends so? */
static bool
joins_place(const struct context *c, const struct place_phrase *p)
{
	const struct place_phrase *before = p - 1, *next = p + 1;
	size_t i = before->last + 1;
	struct gaz_place found;

	if (p == c->names->names || i >= p->first || (before->prep == NOWHERE && !joins_place(c, before)))
		return false;
	i += tok(c, i)->kind == TOKEN_PUNCT && tok(c, i)->punct == ',' && i + 1 < p->first;
	if (i + 1 != p->first || !phrase_known_name(c->d, p->first, p->last, &found) || found.demonym)
		return false;
	if (tok(c, i)->cls & C_AND)
		return p->last + 1u >= c->s->end || (token_ground(c->d, p->last + 1) & G_HEAD) ||
		    !(tok(c, p->last + 1)->cls & (C_SPEECH | C_BE | C_HAVE | C_MODAL | C_KILL | C_VERB));
	return tok(c, i)->kind == TOKEN_PUNCT && tok(c, i)->punct == ',' && next < c->names->names + c->names->n_names &&
	    p->last + 2u == next->first && (tok(c, p->last + 1)->cls & C_AND);
}

/* "Tarn death toll", "Tarn school fire", "Tarn floods": the token of what happened, a few nouns behind the name at p;
 * SIZE_MAX: none. */
static size_t
event_behind(const struct context *c, const struct place_phrase *p)
{
	for (size_t i = p->last + 1; i < c->s->end && i <= p->last + 3; i++) {
		const struct token *t = tok(c, i);

		if ((t->cls & (C_TOLL | C_STRIKE)) || is_cause(c, i) || ((t->cls & C_DAMAGE) && (t->form & FORM_BASE)))
			return i;
		if (t->kind != TOKEN_WORD || (t->cls & (C_PREP | C_OF | C_BY | C_AND | C_BE | C_HAVE | C_MODAL | C_SPEECH | C_KILL | C_DIE)))
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

/* Is it what a country does to others: a raid, airstrikes? */
static bool
strikes_others(const struct context *c, size_t event)
{
	static const char *const outward[] = { "airstrike", "attack", "drone", "missile", "raid", "rocket", "shelling" };
	struct str cause = doc_text(c->d, tok(c, event)->word->cause);

	for (size_t i = 0; i < NELEM(outward); i++)
		if (str_eq(cause, str_of(outward[i])))
			return true;
	return (tok(c, event)->cls & (C_STRIKE | C_DAMAGE)) != 0;
}

/* "killed in Tarnian airstrikes on Bode": a country that strikes is none where it happened. */
static bool
is_striker(const struct context *c, const struct place_phrase *p)
{
	size_t event = event_behind(c, p);
	struct gaz_place found;

	return event != SIZE_MAX && strikes_others(c, event) && phrase_known_name(c->d, p->first, p->last, &found) &&
	    found.kind == GAZ_COUNTRY;
}

/* Missiles hit | Tarn, a blast rocked Bode: is what stands at token i a verb of hitting? */
static bool
is_hit(const struct context *c, size_t i)
{
	return tok(c, i)->form != 0 && ((tok(c, i)->cls & C_DAMAGE) || (token_ground(c->d, i) & G_ATTACKV));
}

/* Without a preposition, and yet where it happened: "Tarn: nine dead", "Tarn death toll", "missiles hit Tarn". */
static bool
says_where(const struct context *c, const struct place_phrase *p)
{
	const struct token *next = tok(c, p->last + 1);
	struct gaz_place found;

	if (event_behind(c, p) == SIZE_MAX && !is_hit(c, p->first - 1) &&
	    !(p->first == c->s->first && next->kind == TOKEN_PUNCT && next->punct == ':'))
		return false;
	return (phrase_known_name(c->d, p->first, p->last, &found) || /* Tarn prison riot */
	    (p->last > p->first && phrase_known_name(c->d, p->first, p->last - 1, &found))) &&
	    !found.demonym && !is_striker(c, p);
}

static enum place_role
role_of(const struct context *c, const struct place_phrase *p)
{
	struct str k;

	while (p->prep == NOWHERE && joins_place(c, p))
		p--;
	if (p->prep == NOWHERE)
		return says_where(c, p) ? ROLE_IN : ROLE_ANY;
	k = doc_text(c->d, tok(c, p->prep)->word->key);
	return str_eq(k, STR("near")) || str_eq(k, STR("outside")) || str_eq(k, STR("around")) ?
	    ROLE_NEAR : ROLE_IN;
}

/* обстрел Харькова, Zentrum Charkiws: does the name say whose noun stands before it? */
static bool
is_genitive_place(const struct context *c, const struct place_phrase *p)
{
	struct gaz_place found;
	const struct token *before = p->first > c->s->first ? tok(c, p->first - 1) : NULL;

	return before != NULL && lexicon_has(c->d->lx, HABIT_HEAD_FIRST) &&
	    ((before->cls & (C_CAUSE | C_STRIKE | C_DAMAGE)) ||
	     (token_ground(c->d, p->first - 1) & (G_HEAD | G_DIRECTION | G_NEAR))) &&
	    phrase_known_name(c->d, p->first, p->last, &found) && !found.demonym;
}

/* "Hama kentinde", "Suriye'nin Hama": is the noun for the place behind its name, or what belongs to it? */
static bool
is_place_of_noun(const struct context *c, const struct place_phrase *p)
{
	size_t i = p->last + 1;
	const struct token *t = tok(c, i);

	if (i >= c->s->end || !lexicon_has(c->d->lx, HABIT_SUFFIX))
		return false;
	if ((t->form & FORM_POST) && !(t->cls & C_BY) && t->word->value == 0 && i + 1 < c->s->end)
		return (tok(c, i + 1)->flags & TOKEN_CAP) || (token_ground(c->d, i + 1) & (G_HEAD | G_DIRECTION));
	return (token_ground(c->d, i) & G_HEAD) != 0;
}

/* Without a preposition: "attacks targeting Tarn", "Tarn's war"; but "killing Karim", "Karim's son". */
static bool
place_stands(const struct context *c, const struct place_phrase *p)
{
	size_t i = p->last + 1;

	if (is_genitive_place(c, p) || is_place_of_noun(c, p) || says_where(c, p))
		return true;
	if (p->first > c->s->first && (tok(c, p->first - 1)->form & FORM_GERUND))
		return !(tok(c, p->first - 1)->cls & (C_KILL | C_DISPLACE | C_BEAT));
	return i < c->s->end && (tok(c, i)->cls & C_POSSESSIVE) && tok(c, i)->word->id != 0 &&
	    !(i + 1 < c->s->end && (tok(c, i + 1)->cls & C_PERSON));
}

/* Three were killed in Tarn, two in Bode: does the place at token i belong to another share? */
static bool
of_other_share(const struct figure *r, size_t i)
{
	return (r->before > 0 && i >= r->before) || (r->share && i < r->g.first);
}

/* 188 died in Tarn; five more | in Bode: does a semicolon part the place from the figure, on whose side of it is
 * another place? */
static bool
of_other_clause(const struct context *c, const struct figure *r, const struct place_phrase *p)
{
	size_t at = p->first < r->trigger ? p->last : r->trigger, end = p->first < r->trigger ? r->trigger : p->first;
	const struct place_phrase *names = c->names->names;

	for (; at < end && !(tok(c, at)->kind == TOKEN_PUNCT && tok(c, at)->punct == ';'); at++)
		continue;
	for (size_t i = 0; at < end && i < c->names->n_names; i++)
		if (names[i].prep != NOWHERE && (names[i].first < at) == (r->trigger < at))
			return true;
	return false;
}

/* The body of Karim Tarni, the death of Selma: a person. */
static bool
of_person(const struct context *c, size_t prep)
{
	return prep > c->s->first && (tok(c, prep)->cls & C_OF) && (tok(c, prep - 1)->cls & (C_COUNTED | C_DEATH)) &&
	    tok(c, prep + 1)->group != 0;
}

/* to, from, for: where somebody comes from or is bound for, if the sentence says where it happened too. */
static bool
is_route(const struct context *c, const struct place_phrase *p)
{
	return p->prep != NOWHERE && ((tok(c, p->prep)->cls & C_TO) || token_is(c->d, p->prep, "from for"));
}

static bool
tells_scene(const struct context *c)
{
	for (size_t i = 0; i < c->names->n_names; i++) {
		const struct place_phrase *p = &c->names->names[i];

		if (p->prep != NOWHERE && !is_route(c, p) && !(tok(c, p->prep)->cls & C_BY) &&
		    (!(tok(c, p->prep)->cls & C_OF) || (p->prep > c->s->first && (token_ground(c->d, p->prep - 1) & G_HEAD))))
			return true; /* in the city of Tarn, not the mayor of Tarn */
	}
	return false;
}

/* "in Nigeria's north-western Zamfara state": a country that says where the name behind it lies. */
static bool
is_owner(const struct context *c, size_t i)
{
	const struct place_phrase *p = &c->names->names[i];
	struct gaz_place found;

	return i + 1 < c->names->n_names && p->prep != NOWHERE && p[1].prep == p->prep &&
	    (tok(c, p->last + 1)->cls & C_POSSESSIVE) && phrase_known_name(c->d, p->first, p->last, &found) &&
	    found.kind == GAZ_COUNTRY;
}

/* the war with Israel, but the border with it */
static bool
is_enemy(const struct context *c, const struct place_phrase *p)
{
	return p->prep != NOWHERE && token_is(c->d, p->prep, "with against") &&
	    !token_is(c->d, p->prep - 1, "border borders frontier boundary");
}

/* Those that say where it happened; strikers: that of a strike whose place is not said otherwise, "killed in Tarnian
 * airstrikes". */
static void
add_places(const struct context *c, const struct figure *r, struct fact *f, bool strikers)
{
	bool scene = tells_scene(c);

	for (size_t i = 0; i < c->names->n_names && f->n_places < LIMIT_PLACES; i++) {
		const struct place_phrase *p = &c->names->names[i];
		struct fact_place *to;

		if ((p->prep == NOWHERE && !place_stands(c, p) && !joins_place(c, p)) || (p->prep != NOWHERE && p->first <= r->last && p->last >= r->first && p->prep < r->first))
			continue;
		if ((p->prep != NOWHERE && ((tok(c, p->prep)->cls & C_BY) || of_person(c, p->prep))) ||
		    of_other_share(r, p->first) || of_other_clause(c, r, p) || (scene && is_route(c, p)) || is_owner(c, i) ||
		    is_enemy(c, p) || is_striker(c, p) != strikers)
			continue;
		to = &f->places[f->n_places++];
		*to = (struct fact_place){ .name = doc_words(c->d, p->first, p->last),
			.role = role_of(c, p), .precision = PRECISION_TEXT, .lat = NAN, .lon = NAN };
		explain(c, r, "place", STR("a name behind a preposition"), to->name);
	}
}

static void
set_places(const struct context *c, const struct figure *r, struct fact *f)
{
	f->places = ARENA_ARRAY(c->d->arena, struct fact_place, c->names->n_names + 1);
	add_places(c, r, f, false);
	if (f->n_places == 0)
		add_places(c, r, f, true);
}

static bool
tells_figures(const struct context *c, size_t sentence)
{
	for (size_t i = 0; i < c->all->n; i++)
		if (c->all->items[i].sentence == sentence)
			return true;
	return false;
}

/* "A bomb exploded in Tarn. It killed nine": where the sentences before set the scene. */
static void
scene_places(const struct context *c, const struct figure *r, struct fact *f)
{
	struct context before = *c;

	for (size_t i = c->sentence; f->n_places == 0 && i > 0 && c->sentence - i < SCENE; i--) {
		if (tells_figures(c, i - 1))
			return;
		before.s = &c->d->t.sent[i - 1];
		before.names = phrases_of(c->d, i - 1);
		set_places(&before, r, f);
	}
}

/* ---- time and scope ---- */

static bool
long_ago(const struct context *c, struct day since, bool span)
{
	struct day now = c->d->day;

	if (since.year == 0)
		return false;
	if (now.year == 0)
		return span && since.month == 0; /* since 2011 */
	return day_start(now) - day_start(since) > 300 * MS_DAY;
}

static void
set_time(struct context *c, const struct figure *r, struct fact *f)
{
	struct when w;

	if (when_for(c->times->found, c->times->n, r->share ? r->last : r->trigger, &w)) {
		f->since = w.since;
		f->until = r->running && !w.span ? (struct day){ 0 } : w.until;
		if (w.span && w.until.year == 0 && f->scope == SCOPE_EVENT)
			f->scope = SCOPE_TOTAL;
		if (long_ago(c, w.since, w.span))
			f->stance = STANCE_BACKGROUND;
		explain(c, r, "time", STR("the nearest expression of time"),
		    doc_words(c->d, w.first, w.last));
	} else if (c->since.year != 0 && f->scope != SCOPE_EVENT) {
		f->since = c->since;
		explain(c, r, "time", STR("that of the running total before"), STR_NONE);
	}
}

static bool
rises(const struct context *c, const struct figure *r)
{
	for (size_t i = r->first; i <= r->last && i < c->s->end; i++)
		if (tok(c, i)->cls & (C_TO | C_HAVE))
			return true;
	return false;
}

static bool
has_parts(const struct context *c, const struct figure *r)
{
	for (size_t i = 0; i < c->all->n; i++)
		if (c->all->items[i].part_of >= 0 && &c->all->items[c->all->items[i].part_of] == r)
			return true;
	return false;
}

static void
set_scope(const struct context *c, const struct figure *r, struct fact *f)
{
	if (r->subset)
		f->scope = SCOPE_SUBSET;
	else if (r->running || (r->total && rises(c, r)) || (r->verb.perfect && r->verb.passive && has_parts(c, r)))
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

	if (r->weak > 0)
		p *= 0.8;
	if (r->g.unknown)
		p *= 0.85;
	if (r->g.bound == BOUND_VAGUE)
		p *= 0.9;
	if (r->rival)
		p *= 0.8;
	if (r->verb.modal) /* may have killed */
		p *= 0.7;
	return p;
}

static void
make_fact(struct context *c, struct figure *r)
{
	const struct source *said = source_at(&c->sources[c->sentence], r->trigger);
	bool displaced = r->outcome == OUTCOME_DISPLACED;
	struct fact *f = doc_fact(c->d, displaced ? FACT_DISPLACEMENT : FACT_CASUALTY, r->first, r->last);

	if (f == NULL)
		return;
	r->fact = (int)c->d->n_facts - 1;
	r->rival = r->rival || rival_told(c, r, said);
	f->bound = r->g.bound;
	f->count = r->g.count;
	f->low = r->g.low;
	f->high = r->g.high;
	f->rule = r->frame->name;
	f->confidence = confidence_of(r);
	f->stance = r->background ? STANCE_BACKGROUND : r->denied ? STANCE_DENIED :
	    r->claimed ? STANCE_CLAIMED : STANCE_ASSERTED;
	f->source = said->name;
	explain(c, r, "victims", r->frame->name, f->quote);
	if (f->source.n > 0)
		explain(c, r, "source", said->carried ?
		    STR("told in a sentence nearby") : STR("who is quoted"), said->words);
	set_scope(c, r, f);
	if (displaced) {
		f->unit = r->g.noun != NULL && r->g.noun->unit.n > 0 ? doc_text(c->d, r->g.noun->unit) : STR("people");
	} else {
		f->outcome = (enum outcome)r->outcome;
		f->who = who_of(r);
		f->armed = (r->g.cls & C_ARMED) != 0;
		set_sides(c, r, f);
		set_cause(c, r, f);
	}
	set_places(c, r, f);
	scene_places(c, r, f);
	set_time(c, r, f);
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
		}
		if (f->n_places == 0) {
			f->places = w->places;
			f->n_places = w->n_places;
		}
		if (f->source.n == 0)
			f->source = w->source;
	}
}

/* "Cairo, Dec 4 (EFE) –": the day of a dateline is not the day of what happened. */
size_t
attr_after_dateline(const struct context *c)
{
	if (c->sentence > 2)
		return c->s->first;
	for (size_t i = c->s->first; i < c->s->end && i < c->s->first + 12 && !(tok(c, i)->cls & TELLS); i++)
		if (tok(c, i)->kind == TOKEN_PUNCT && tok(c, i)->punct == '-' &&
		    !(tok(c, i)->flags & TOKEN_TIGHT && i + 1 < c->s->end && tok(c, i + 1)->flags & TOKEN_TIGHT))
			return i + 1;
	return c->s->first;
}

static const struct times *
times_of(const struct context *c)
{
	struct when found[WHEN_MAX];
	size_t n = when_scan(c->d->lx, c->d->in->text, &c->d->t, attr_after_dateline(c), c->s->end,
	    c->d->day, found);
	struct times *t = arena_room(c->d->arena, sizeof(*t) + n * sizeof(found[0]));

	t->n = n;
	memcpy(t->found, found, n * sizeof(found[0]));
	return t;
}

void
attr_open_times(struct context *c, size_t i)
{
	c->sentence = i;
	c->s = &c->d->t.sent[i];
	if (c->all_times[i] == NULL)
		c->all_times[i] = times_of(c);
	c->times = c->all_times[i];
}

static void
open_sentence(struct context *c, size_t i)
{
	attr_open_times(c, i);
	c->names = phrases_of(c->d, i);
}

/* The first "since …" that a figure of this entry has, for the running totals that name none. */
static struct day
entry_since(struct context *c)
{
	struct day none = { 0 };

	for (size_t i = 0; i < c->all->n; i++) {
		struct when w;

		if (i == 0 || c->all->items[i].sentence != c->all->items[i - 1].sentence)
			attr_open_times(c, c->all->items[i].sentence);
		if (when_for(c->times->found, c->times->n, c->all->items[i].trigger, &w) &&
		    ((w.span && w.until.year == 0) || c->all->items[i].running) && !long_ago(c, w.since, w.span))
			return w.since;
	}
	return none;
}

void
attributes_make(struct doc *d, struct figures *all, const struct source *sources)
{
	struct context c = { .d = d, .all = all, .sentence = SIZE_MAX, .sources = sources,
		.all_times = ARENA_ARRAY(d->arena, const struct times *, d->t.n_sent) };

	c.since = entry_since(&c);
	c.sentence = SIZE_MAX;
	for (size_t i = 0; i < all->n; i++) {
		if (all->items[i].planned)
			continue;
		if (all->items[i].sentence != c.sentence)
			open_sentence(&c, all->items[i].sentence);
		make_fact(&c, &all->items[i]);
	}
	inherit(d, all);
	history_note(&c, all);
	rivals_note(&c, all);
}
