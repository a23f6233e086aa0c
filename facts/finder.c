/* finder.c -- see finder.h. */
#include "config.h"

#include "facts/calm.h"
#include "facts/finder_in.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"

#define PREV_PHRASE 6 /* words that say whose people they are */
#define CROWD 30      /* so many who flee */
#define TAKEN (1u << OUTCOME_CAPTURED | 1u << OUTCOME_ABDUCTED | 1u << OUTCOME_DETAINED)
#define NO_PEOPLE 10000000 /* a bare number as large is one of money */

static int
outcome_of(const struct token *t)
{
	if (!(t->word->cls & (C_KILL | C_DIE | C_DEAD | C_COUNTED)) ||
	    t->word->value == OF_VIOLENCE) /* lynched and burned three: one figure */
		return LEXICON_NO_OUTCOME;
	return t->word->outcome == LEXICON_NO_OUTCOME ? OUTCOME_KILLED : t->word->outcome;
}

/* Six found their death | and eleven were wounded: has the verb at at people of its own?
 */
static bool
has_others(const struct finder *f, const struct group *g, size_t at)
{
	for (size_t i = f->out->n; i-- > 0 && f->out->items[i].sentence == f->sentence;)
		if (f->out->items[i].trigger == at &&
		    f->out->items[i].g.first != g->first)
			return true;
	return false;
}

/* 20 casualties and | injuries: has the second noun no number of its own?  A number of
 * deaths and injuries tells nothing. */
static bool
shares_number(const struct finder *f, const struct group *g, size_t at)
{
	const struct group *next = at + 2 < f->c.s->end
	    ? group_of(f->c.d, f->c.gs, at + 2)
	    : NULL;

	return g->bound != BOUND_VAGUE && at + 2 < f->c.s->end &&
	    (tok(f, at + 2)->cls & C_COUNTED) &&
	    (next == NULL || next->bound == BOUND_NONE);
}

/* "40 were killed or wounded", "left 40 dead and injured": one figure for two outcomes?
 */
static bool
is_joint(const struct finder *f, const struct group *g, size_t at)
{
	const struct sentence *s = f->c.s;
	int own = outcome_of(tok(f, at)), other = LEXICON_NO_OUTCOME;

	if ((tok(f, at)->cls & (C_COUNTED | C_KILL)) == C_COUNTED &&
	    !shares_number(f, g, at))
		return false;

	if (at + 2 < s->end && (tok(f, at + 1)->cls & C_AND) &&
	    !(g->last < at && at + 3 < s->end && tok(f, at + 3)->kind == TOKEN_NUMBER))
		other = outcome_of(tok(f, at + 2));
	else if (at >= s->first + 2 && (tok(f, at - 1)->cls & C_AND) &&
	    g->first != at - 1 && !has_others(f, g, at - 2))
		other = outcome_of(tok(f, at - 2));
	return (own == OUTCOME_KILLED && other == OUTCOME_INJURED) ||
	    (own == OUTCOME_INJURED && other == OUTCOME_KILLED);
}

/* The bodies | of 17 guards who went missing: no more missing? */
static bool
is_of_bodies(const struct finder *f, const struct group *g)
{
	const struct token *of = tok(f, g->prep);

	return g->prep > f->c.s->first && (of->cls & C_OF) && (of[-1].cls & C_COUNTED) &&
	    of[-1].word->outcome == OUTCOME_KILLED;
}

/* two killed on | each side, three of | each clan were killed: as many again, behind the
 * word at token i? */
static bool
is_on_each_side(const struct finder *f, size_t i)
{
	const struct token *t = tok(f, i + 1);

	return (t->cls & (C_PREP | C_OF)) && (t[1].cls & C_ADVERB) &&
	    i + 2 < f->c.s->end && t[1].word->value == EACH_SIDE;
}

struct figure *
finder_add(struct finder *f, const struct group *g, const struct frame *fr,
    const struct verb *v, int outcome)
{
	struct figures *l = f->out;
	struct figure *r;

	if (l->n == FIGURES_MAX || (outcome == OUTCOME_MISSING && is_of_bodies(f, g)))
		return NULL;
	if (l->n == l->cap)
		l->items = arena_grow(f->c.d->arena, l->items, l->n, &l->cap, sizeof(*r));
	r = &l->items[l->n++];
	*r = (struct figure){ .sentence = f->sentence,
		.trigger = v->at,
		.frame = fr,
		.outcome = (uint8_t)outcome,
		.part_of = -1,
		.fact = -1,
		.first = g->first,
		.last = g->last,
		.subset = g->subset };
	r->g = *g; /* whole, not member by member */
	r->verb = *v;
	if (g->stated && g->count > 1 && is_joint(f, g, v->at)) {
		r->g.bound = BOUND_UP_TO;
		r->g.low = 1;
		r->tier = g->bound == BOUND_VAGUE ? TIER_HINT : TIER_FIRM;
	}
	if (is_on_each_side(f, v->at) || is_on_each_side(f, g->last)) {
		r->g.count *= 2;
		r->g.low *= 2;
		r->g.high *= r->g.high > 0 ? 2 : 1;
	}
	return r;
}

void
finder_widen(struct figure *r, size_t first, size_t last)
{
	if (first < r->first)
		r->first = (uint32_t)first;
	if (last > r->last)
		r->last = (uint32_t)last;
}

/* May this group be counted as a victim of this outcome? */
bool
finder_countable(const struct group *g, int outcome, bool strong)
{
	if (g->bound == BOUND_NONE || g->count <= 0)
		return false;
	if ((g->used & (1u << outcome)) ||
	    (outcome >= OUTCOME_CAPTURED && outcome != OUTCOME_DISPLACED &&
		(g->used & TAKEN))) /* captured and held */
		return false;
	if (outcome == OUTCOME_DISPLACED &&
	    ((g->cls & C_ARMED) || (g->used & (1u << OUTCOME_KILLED)) ||
		(g->noun == NULL && (g->used & (1u << OUTCOME_CAPTURED)))))
		return false; /* gunmen who flee; five killed while sheltering under a
				 tree */
	if (g->noun == NULL && g->count >= NO_PEOPLE)
		return false;
	/* casualties are no victims; but two of the wounded died, and 49 displaced were
	 * killed */
	if (g->noun != NULL && (g->cls & C_COUNTED) && !(g->cls & C_PERSON) &&
	    !((g->partitive || g->noun->outcome == OUTCOME_DISPLACED) &&
		g->noun->outcome != outcome))
		return false;
	if (g->unknown &&
	    /* captured three | howitzers */
	    (!strong || (outcome == OUTCOME_CAPTURED && g->stated)))
		return false;
	return true;
}

bool
finder_is_strong(const struct finder *f, const struct slot *s, const struct frame *fr,
    const struct verb *v, int outcome)
{
	const struct group *g = s->n > 0 ? &f->c.gs->items[s->group[0]] : NULL;

	if (v->passive || v->perfect)
		return (fr->cls & (C_KILL | C_DIE)) ||
		    (v->passive && (fr->cls & C_DISPLACE));
	if ((fr->cls & C_DIE) && s->n > 1)
		return outcome == OUTCOME_KILLED;
	return g != NULL && g->stated && g->count > 1 &&
	    (((fr->cls & C_DIE) && outcome == OUTCOME_KILLED && is_violent(f->c.d)) ||
		((fr->cls & (C_FLEE | C_DEAD)) && outcome == OUTCOME_DISPLACED &&
		    g->count >= CROWD));
}

bool
finder_is_runaway(const struct finder *f, const struct group *g)
{
	return (!g->stated && g->count == 1) ||
	    (g->embedded && (tok(f, g->prep)->cls & C_BY));
}

void
finder_claim(struct group *g, int outcome)
{
	g->used |= 1u << outcome;
}

/* no women or children; none of the two guards */
static bool
denied_group(const struct finder *f, const struct group *g)
{
	return g->first > f->c.s->first &&
	    ((tok(f, g->first - 1)->cls & C_NEG) ||
		((tok(f, g->first - 1)->cls & C_OF) && g->first > f->c.s->first + 1 &&
		    (tok(f, g->first - 2)->cls & C_NEG)));
}

/* May the verb tell of it: were killed, did not survive, none of whom survived? */
static bool
is_affirmed(const struct finder *f, const struct group *g, const struct verb *v,
    bool denied)
{
	bool survive = (tok(f, v->at)->cls & C_DIE) &&
	    tok(f, v->at)->word->value == BY_DENIAL;

	return survive ? v->negated || denied || g->others : !denied;
}

/* 30 of those killed, two of the dead */
static bool
of_the_dead(const struct finder *f, const struct group *g)
{
	size_t i = g->last + 1;

	return g->stated && i + 2 < f->c.s->end && (tok(f, i)->cls & C_OF) &&
	    (tok(f, i + 1)->cls & C_DET) &&
	    (tok(f, i + 2)->cls & (C_KILL | C_DEAD | C_COUNTED));
}

/* Karim and Selma, both nurses: told before. */
static bool
apposed(const struct finder *f, const struct group *g)
{
	return g->first > f->c.s->first && tok(f, g->first - 1)->kind == TOKEN_PUNCT;
}

/* 42 | presumed dead: a bare number before a phrase that says so. */
static bool
presumed(const struct finder *f, const struct group *g, const struct frame *fr,
    const struct verb *v)
{
	return fr->victim == VICTIM_ADJACENT && g->stated && g->noun == NULL &&
	    !g->unknown && g->last + 1 == v->at && (tok(f, v->at)->flags & TOKEN_FOLDED);
}

/* Lynched two thieves and set | their bodies on fire: what became of those told before.
 */
static bool
is_body_of_told(const struct finder *f, const struct group *g)
{
	const struct figure *r = f->out->n > 0 ? &f->out->items[f->out->n - 1] : NULL;

	return r != NULL && r->sentence == f->sentence && r->outcome == OUTCOME_KILLED &&
	    !g->stated && (tok(f, g->first)->cls & C_POSSESSIVE) && g->noun != NULL &&
	    str_eq(doc_text(f->c.d, g->noun->who), STR("body"));
}

bool
finder_names_town(const struct finder *f, size_t first, size_t last)
{
	struct gaz_place found;

	return (tok(f, first)->word->ground & G_NAMECLASS) ||
	    (f->c.d->reader->gazetteer != NULL &&
		phrase_known_name(f->c.d, first, last, &found) && !found.demonym);
}

/* captured another | town, captured nine | communities: a number of places */
static bool
counts_places(const struct finder *f, const struct group *g)
{
	if (g->noun != NULL && (tok(f, g->head)->cls & C_TITLE) &&
	    g->last + 2u < f->c.s->end) /* the capture of a major | air base */
		return ((tok(f, g->last + 1)->word->ground |
			    tok(f, g->last + 2)->word->ground) &
			   G_HEAD) != 0 &&
		    !(tok(f, g->last + 1)->flags & TOKEN_CAP);
	if (g->noun != NULL)
		return (tok(f, g->head)->word->ground & G_HEAD) != 0;
	return g->last + 1u < f->c.s->end &&
	    (tok(f, g->last)->word->ground & (G_HEAD | G_GOODS | G_PRIZE)) &&
	    !(tok(f, g->last)->cls & C_PERSON);
}

/* included 15 dead and 12 | wounded: does the next word tell that something else befell
 * them? */
static bool
told_otherwise(const struct finder *f, const struct group *g, int outcome)
{
	int own = g->noun == NULL && g->last + 1u < f->c.s->end &&
		(tok(f, g->last + 1)->form & FORM_PARTICIPLE)
	    ? outcome_of(tok(f, g->last + 1))
	    : LEXICON_NO_OUTCOME;

	return own != LEXICON_NO_OUTCOME && own != outcome;
}

/* A group told as a part of the figure at whole; false when there is no room for more. */
static bool
add_part(struct finder *f, struct group *g, size_t whole, const struct frame *fr,
    const struct verb *v, int outcome)
{
	struct figure *r;

	if (!finder_countable(g, outcome, false) || (!g->stated && g->count != 1) ||
	    told_otherwise(f, g, outcome))
		return true;
	r = finder_add(f, g, fr, v, outcome);
	if (r == NULL)
		return false;
	finder_claim(g, outcome);
	r->subset = true;
	r->part_of = (int)whole;
	r->tier = f->out->items[whole].tier;
	return true;
}

/* Five people | (three women and two children) were killed: the list in brackets behind
 * the group of the last figure, told as its parts. */
static void
finder_brackets(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome)
{
	size_t whole = f->out->n - 1, i = f->out->items[whole].g.last + 1;
	int64_t left = f->out->items[whole].g.count;

	if (i + 1 >= f->c.s->end || tok(f, i)->kind != TOKEN_PUNCT ||
	    tok(f, i)->punct != '(')
		return;
	for (i++; i < f->c.s->end && left > 0 &&
	     !(tok(f, i)->kind == TOKEN_PUNCT && tok(f, i)->punct == ')');
	     i++) {
		struct group *g = group_of(f->c.d, f->c.gs, i);

		if (g == NULL || g->first != i)
			continue;
		left -= g->count;
		if (!g->stated || !(g->cls & C_PERSON) || left < 0 ||
		    !add_part(f, g, whole, fr, v, outcome))
			return;
		i = g->last;
	}
}

/* dos hermanos desaparecidos | aparecen muertos: where what they were stands behind them,
 * it is no state of now. */
static bool
were_missing(const struct finder *f, int outcome)
{
	return outcome == OUTCOME_MISSING &&
	    lexicon_has(f->c.d->lx, HABIT_MODIFIERS_AFTER);
}

/* Eight clerks | fleeing Tarn were killed: they are no longer displaced. */
static void
drop_former(struct finder *f, const struct group *g)
{
	for (size_t i = f->out->n; i-- > 0 && f->out->items[i].sentence == f->sentence;) {
		struct figure *r = &f->out->items[i];

		if (r->g.first == g->first &&
		    (were_missing(f, r->outcome) ||
			(r->outcome == OUTCOME_DISPLACED && r->verb.gerund)))
			r->planned = true;
	}
}

/* The group before that one, joined to it, over a phrase that says whose people they are;
 * NULL: there is none. */
static const struct group *
joined_before(const struct finder *f, const struct group *g)
{
	size_t i = g->first - 1;

	if (g->first < f->c.s->first + 3u || !(tok(f, i)->cls & C_AND))
		return NULL;
	while (i > f->c.s->first && i + PREV_PHRASE > g->first &&
	    tok(f, i - 1)->kind == TOKEN_WORD && tok(f, i - 1)->group == 0 &&
	    !(tok(f, i - 1)->cls & (C_VERB | C_KILL | C_DIE | C_DEAD | C_BE | C_SUBORD)))
		i--;
	return group_of(f->c.d, f->c.gs, i - 1);
}

const struct group *
finder_absolute(const struct finder *f, const struct group *g, bool dead)
{
	const struct group *prev = joined_before(f, g);

	if (prev == NULL || prev->bound == BOUND_NONE || !prev->embedded ||
	    prev->prep + 1 != prev->first || prev->prep == f->c.s->first)
		return NULL;
	return tok(f, prev->prep - 1)->punct == ',' ||
		(dead && (tok(f, prev->prep - 1)->cls & C_VERB))
	    ? prev
	    : NULL;
}

static bool
is_taken(int outcome)
{
	return outcome < OUTCOME_N && (TAKEN & (1u << outcome));
}

/* Does the figure's word only say where those are now: in hospital, in custody, held? */
static bool
says_where_now(const struct finder *f, const struct figure *r)
{
	const struct token *t = tok(f, r->trigger);

	return t->word->value == HOSPITAL || (is_taken(r->outcome) && (t->cls & C_DEAD));
}

/* 20 were hurt and | 12 taken to hospital; 30 were arrested and | 12 are held: some of
 * more whom the sentence tells of before, and no others? */
static bool
is_part_of_told(const struct finder *f, struct figure *r)
{
	if (!(r->outcome == OUTCOME_INJURED || is_taken(r->outcome)) ||
	    !says_where_now(f, r) || r->g.other ||
	    (r->g.noun != NULL && !(r->g.cls & C_GENERIC)))
		return false;
	for (size_t i = f->out->n - 1;
	     i-- > 0 && f->out->items[i].sentence == r->sentence;) {
		const struct figure *e = &f->out->items[i];

		if ((e->outcome == r->outcome ||
			(is_taken(e->outcome) && is_taken(r->outcome))) &&
		    !e->subset && e->g.count >= r->g.count && !says_where_now(f, e)) {
			r->part_of = (int)i;
			return true;
		}
	}
	return false;
}

/* killing nine before | he was shot dead: is it he who did what the sentence told? */
static bool
is_killer(const struct finder *f, const struct group *g)
{
	const struct token *before = tok(f, g->first) - 1;

	if (!g->pronoun || g->plural || g->first == f->c.s->first ||
	    !(before->cls & C_SUBORD) || before->word->value != UNTIL)
		return false;
	for (size_t i = f->out->n; i-- > 0 && f->out->items[i].sentence == f->sentence;)
		if (f->out->items[i].frame->victim == VICTIM_RIGHT &&
		    f->out->items[i].outcome <= OUTCOME_INJURED &&
		    f->out->items[i].trigger < g->first)
			return true;
	return false;
}

/* A man was shot and | died: he who was only shot before has died of it; false: he was
 * not. */
static bool
firm_up(const struct finder *f, const struct group *g, const struct frame *fr,
    const struct verb *v, int outcome)
{
	if (outcome != OUTCOME_KILLED || tok(f, v->at)->word->value == BY_DENIAL ||
	    !(fr->cls & (C_DIE | C_DEAD)) || !(g->used & (1u << OUTCOME_KILLED)))
		return false;
	for (size_t i = f->out->n; i-- > 0 && f->out->items[i].sentence == f->sentence;) {
		struct figure *r = &f->out->items[i];

		if (r->g.first == g->first && r->tier == TIER_HINT &&
		    r->outcome == OUTCOME_KILLED && (r->frame->cls & C_KILL)) {
			r->tier = TIER_FIRM;
			return true;
		}
	}
	return false;
}

/* A deed as finder_slot() has it from its caller. */
struct deed {
	const struct frame *fr;
	const struct verb *v;
	int outcome;
	bool weak; /* shot, stabbed: dead or not; marooned */
};

static struct deed
deed_of(const struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	return (struct deed){ fr, v, outcome,
		tok(f, v->at)->word->value == WEAK_TRIGGER &&
		    ((fr->cls & (C_KILL | C_DIE)) || outcome == OUTCOME_DISPLACED) };
}

/* No people at all: shot a 65, a town, a body told of before. */
static bool
is_nobody(const struct finder *f, const struct group *g, const struct deed *of)
{
	if (of->weak && !(g->cls & C_PERSON) && !(g->of_them || g->partitive) &&
	    !(g->pronoun && (of->v->passive || (of->fr->cls & C_DIE))) &&
	    !presumed(f, g, of->fr, of->v))
		return true;
	return is_body_of_told(f, g) ||
	    (g->noun == NULL && !g->stated && !g->pronoun &&
		((tok(f, of->v->at)->word->ground & G_NOMINAL) ||
		    is_held(tok(f, of->v->at))) &&
		finder_names_town(f, g->first, g->last)) ||
	    (of->outcome >= OUTCOME_CAPTURED && counts_places(f, g));
}

/* Passengers | stranded at an airport, rescuers | camped along the road: has what is told
 * of them to do with why they came? */
static bool
is_there_for(const struct finder *f, const struct group *g, const struct deed *of)
{
	if (g->noun->value != HELPER)
		return g->noun->value == TRAVELLER && of->weak;
	return (of->fr->cls & C_DEAD) || (tok(f, of->v->at)->flags & TOKEN_FOLDED);
}

/* People whom the deed did not befall, or to whom more is told to have happened. */
static bool
is_left_out(const struct finder *f, const struct group *g, const struct deed *of,
    bool first, bool strong)
{
	bool killed = (g->used & (1u << OUTCOME_KILLED)) != 0;

	return !finder_countable(g, of->outcome, strong) ||
	    !is_affirmed(f, g, of->v, first && denied_group(f, g)) ||
	    (!first && g->both && apposed(f, g)) ||
	    (of->outcome == OUTCOME_DISPLACED && g->noun != NULL &&
		is_there_for(f, g, of)) ||
	    (killed && were_missing(f, of->outcome)) ||
	    /* lynched and burned three men */
	    (killed && of->outcome == OUTCOME_INJURED &&
		tok(f, of->v->at)->word->value == OF_VIOLENCE);
}

/* Eleven more | are feared dead: more than those who are known to be. */
static bool
feared_too(const struct finder *f, const struct group *g, const struct deed *of)
{
	if (!g->other || of->outcome != OUTCOME_KILLED || (of->fr->cls & C_KILL))
		return false;
	for (size_t i = of->v->start; i < of->v->at; i++)
		if ((tok(f, i)->cls & C_ADVERB) && tok(f, i)->word->value == FEARED)
			return true;
	return false;
}

/* What the i-th of a slot is to the others, and how sure. */
static void
relate(struct finder *f, const struct slot *s, size_t i, struct figure *r,
    const struct deed *of)
{
	const struct group *g = &f->c.gs->items[s->group[i]];

	/* two of the wounded | died later */
	r->addition = of->outcome == OUTCOME_KILLED && g->partitive && g->noun != NULL &&
	    g->noun->outcome == OUTCOME_INJURED;
	r->whole = s->whole && i == 0;
	r->subset = r->subset || (s->whole && i > 0) || of_the_dead(f, g) ||
	    is_part_of_told(f, r);
	if (r->tier != TIER_FIRM ||
	    (g->pronoun && s->n == 1 && tok(f, g->first)->word->value != REFLEXIVE &&
		!is_killer(f, g)))
		r->tier = TIER_HINT;
	r->g.cls |= is_killer(f, g) ? C_ARMED | C_ATTACKER : 0;
	if (feared_too(f, g, of))
		r->tier = TIER_HINT;
	/* who blew himself up is told of with others, or their bodies */
	if (of->weak && of->outcome != OUTCOME_ABDUCTED)
		r->tier = of->fr->cls & C_DIE ? TIER_BODY : TIER_HINT;
}

bool
finder_slot(struct finder *f, const struct slot *s, const struct frame *fr,
    const struct verb *v, int outcome, bool strong)
{
	const struct deed of = deed_of(f, fr, v, outcome);
	bool any = false;

	for (size_t i = 0; i < s->n; i++) {
		struct group *g = &f->c.gs->items[s->group[i]];
		struct figure *r;

		if (is_nobody(f, g, &of))
			continue;
		if (firm_up(f, g, fr, v, outcome)) {
			any = true;
			continue;
		}
		if (is_left_out(f, g, &of, i == 0, strong))
			continue;
		if ((r = finder_add(f, g, fr, v, outcome)) == NULL)
			return any;
		if (outcome == OUTCOME_KILLED &&
		    (g->used & (1u << OUTCOME_DISPLACED | 1u << OUTCOME_MISSING)))
			drop_former(f, g);
		finder_claim(g, outcome);
		relate(f, s, i, r, &of);
		if (i == 0)
			finder_widen(r, v->start < g->first ? v->start : g->first, v->at);
		if (s->n == 1) /* last: figures move */
			finder_brackets(f, fr, v, outcome);
		any = true;
	}
	return any;
}

/* öldü, | 3'ü polis | 5 kişi yaralandı: a part that stands before its whole. */
static bool
is_part_of_next(const struct finder *f, const struct group *g)
{
	const struct group *next = g->of_them && g->last + 1u < f->c.s->end
	    ? group_of(f->c.d, f->c.gs, g->last + 1)
	    : NULL;

	return next != NULL && next->stated;
}

void
finder_parts(struct finder *f, size_t from, const struct frame *fr, const struct verb *v,
    int outcome)
{
	size_t whole = f->out->n - 1;

	for (size_t i = from; i < f->c.s->end; i++) {
		struct group *g = group_of(f->c.d, f->c.gs, i);

		if (g == NULL || g->first != i)
			continue;
		if (!g->subset || g->used != 0 || is_part_of_next(f, g) ||
		    !add_part(f, g, whole, fr, v, outcome))
			return;
		i = g->last;
	}
}

void
finder_parts_before(struct finder *f, size_t whole, const struct frame *fr,
    const struct verb *v, int outcome)
{
	for (size_t i = f->out->items[whole].g.first; i-- > f->c.s->first;) {
		struct group *g = group_of(f->c.d, f->c.gs, i);

		if (g == NULL)
			continue;
		if (!g->subset || g->used != 0 || !add_part(f, g, whole, fr, v, outcome))
			return;
		i = g->first;
	}
}

/* as well as one man | and one child were wounded: does a verb of its own follow the list
 * that ends with g?  Not: along with a clerk | and five guards wounded. */
static bool
is_told_next(const struct finder *f, const struct group *g)
{
	const struct group *next = g->last + 2u < f->c.s->end &&
		(tok(f, g->last + 1)->cls & C_AND) &&
		!(tok(f, g->last + 1)->flags & TOKEN_FOLDED)
	    ? group_of(f->c.d, f->c.gs, g->last + 2)
	    : NULL;

	return clause_begins(&f->c, g) ||
	    (next != NULL && next->last + 1u < f->c.s->end &&
		(tok(f, next->last + 1)->cls & (C_BE | C_HAVE)) &&
		clause_begins(&f->c, next));
}

#define WHERE_WORDS 10 /* from the verb to what goes on behind where and when */

/* was killed | in Tarn on Monday | along with two guards: past where and when, from token
 * i. */
static size_t
past_scene(const struct finder *f, size_t i)
{
	const uint64_t scene = C_PREP | C_OF | C_DET | C_TIME | C_WEEKDAY | C_MONTH |
	    C_CAUSE | C_ADJ;

	for (size_t last = i + WHERE_WORDS; i < f->c.s->end && i < last; i++) {
		const struct token *t = tok(f, i);

		if (t->kind == TOKEN_PUNCT || t->group != 0 ||
		    (t->cls & (C_AND | C_SUBORD | C_RELATIVE | C_BE | C_HAVE | C_BY)) ||
		    !((t->cls & scene) || (t->flags & TOKEN_CAP) ||
			(token_ground(f->c.d, i) & (G_HEAD | G_DIRECTION))))
			break;
	}
	return i;
}

/* was killed with | his driver, in Tarn with | two of his sons, with | two guards, was
 * held with | two others; but: in a clash with his rivals, held with two children: do
 * those at token i share what the verb before it tells? */
static bool
is_with_own(const struct finder *f, const struct verb *v, size_t i, int outcome)
{
	const struct group *g = i < f->c.s->end ? group_of(f->c.d, f->c.gs, i) : NULL;
	bool next = i == v->at + 2u;

	return g != NULL && g->first == i &&
	    ((g->cls & C_PERSON) || (g->other && g->noun == NULL)) &&
	    ((tok(f, i)->cls & C_POSSESSIVE) ||
		(g->partitive && (tok(f, g->head + 2u)->cls & C_POSSESSIVE)) ||
		(next && g->stated &&
		    (g->other || (g->cls & C_ARMED) || outcome == OUTCOME_KILLED))) &&
	    (token_small(f->c.d, i - 1) & S_AGAINST) &&
	    (next || (tok(f, i - 2)->flags & TOKEN_CAP));
}

/* Four guards were killed, | and three rebels.: does the sentence end with those at the
 * conjunction at i? */
static bool
ends_with(const struct finder *f, size_t i)
{
	const struct group *g = group_of(f->c.d, f->c.gs, clause_skip(&f->c, i + 1));

	return g != NULL && g->stated && g->noun != NULL && (g->cls & C_PERSON) &&
	    !(g->cls & C_COUNTED) && g->used == 0 && !g->subset &&
	    (g->last + 1u == f->c.s->end ||
		(g->last + 2u == f->c.s->end &&
		    tok(f, g->last + 1)->kind == TOKEN_PUNCT));
}

/* was killed | alongside his wife and two sons; not: alongside 14 rebels, with whom he
 * fought */
static bool
is_alongside(const struct finder *f, size_t i)
{
	return (tok(f, i)->cls & C_PREP) && (tok(f, i + 1)->cls & C_POSSESSIVE);
}

void
finder_company(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome)
{
	size_t i = past_scene(f, clause_skip(&f->c, v->at + 1));
	struct slot s = { .n = 0 };

	if (i < f->c.s->end && tok(f, i)->kind == TOKEN_PUNCT && tok(f, i)->punct == ',')
		i++;
	if (is_with_own(f, v, i, outcome))
		i--;
	else if (i + 1 >= f->c.s->end || !(tok(f, i)->cls & C_AND) ||
	    !((tok(f, i)->flags & TOKEN_FOLDED) || is_alongside(f, i) || ends_with(f, i)))
		return;
	slot_list(&f->c, clause_skip(&f->c, i + 1), &s);
	/* along with three guards and | 11 people injured */
	if (s.n > 0 && is_told_next(f, &f->c.gs->items[s.group[s.n - 1]]))
		s.n--;
	finder_slot(f, &s, fr, v, outcome, true);
}

#define BREAKDOWN_FAR 14 /* words */

/* were killed| :, were killed in clashes in Tarn| : the colon or dash behind a verb and
 * its phrases; the sentence's end: none is. */
static size_t
breakdown_at(const struct finder *f, size_t i)
{
	for (size_t from = i; i < f->c.s->end && i < from + BREAKDOWN_FAR; i++)
		if (tok(f, i)->kind == TOKEN_PUNCT)
			return tok(f, i)->punct == ':' ||
				(tok(f, i)->punct == '-' && i == from)
			    ? i
			    : f->c.s->end;
		else if (tok(f, i)->kind == TOKEN_NUMBER ||
		    (tok(f, i)->cls &
			(C_KILL | C_BE | C_HAVE | C_SUBORD | C_RELATIVE | C_AND)) ||
		    ((tok(f, i)->cls & C_VERB) &&
			!(tok(f, i)->cls & (C_CAUSE | C_STRIKE | C_THING))))
			break;
	return f->c.s->end;
}

/* "at least 255 people were killed: 144 fighters and 87 soldiers, in addition to 26
 * civilians" */
void
finder_breakdown(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome, size_t whole)
{
	size_t i = breakdown_at(f, v->at + 1), n = f->out->n;
	int64_t sum = 0;
	struct slot s = { .n = 0 };

	if (i >= f->c.s->end)
		return;
	slot_list(&f->c, clause_skip(&f->c, i + 1), &s);
	for (size_t k = 0; k < s.n; k++)
		sum += f->c.gs->items[s.group[k]].count;
	if (s.n < 2 || sum > f->out->items[whole].g.count * 11 / 10 ||
	    (i > v->at + 1 && sum != f->out->items[whole].g.count))
		return;
	finder_slot(f, &s, fr, v, outcome, true);
	for (size_t k = n; k < f->out->n; k++) {
		f->out->items[k].subset = true;
		f->out->items[k].part_of = (int)whole;
		f->out->items[k].first = f->out->items[k].g.first;
		f->out->items[k].last = f->out->items[k].g.last;
	}
}
