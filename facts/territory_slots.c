/* territory_slots.c -- what stands in the slots of a frame; see territory_frame.h. */
#include "config.h"

#include <math.h>

#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/number.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/territory_frame.h"

#define CLAUSE_MAX 40 /* tokens on either side of a trigger */
#define AUX_NEAR 4    /* how far an auxiliary stands, where it does not stand apart */
#define CARRIED 2     /* sentences over which a subject is carried on */
#define NATION 3      /* tokens from a trigger of hands to the country */
/* tokens behind the clause of a noun in which it is told that it began */
#define BEGUN 3
#define AGAIN 4 /* tokens behind a trigger in which "again" is looked for */

struct span { /* tokens [first, end) */
	size_t first, end;
};

/* "a"; but not "Al" of Al Bab */
static bool
is_prep(const struct token *t)
{
	bool name = (t->flags & TOKEN_CAP) && !(t->flags & TOKEN_FIRST);

	return t->kind == TOKEN_WORD && !name &&
	    (t->cls & (C_PREP | C_OF | C_BY | C_TO)) != 0;
}

/* لتوغل, في توغل: what a preposition is written onto or stands before is no past of a
 * verb. */
static bool
has_clitic(const struct scene *c, size_t i)
{
	return lexicon_has(c->d->lx, HABIT_NO_CAPITALS) && i > c->s->first &&
	    (tok(c, i - 1)->cls & C_PREP) &&
	    (tok(c, i - 1)->end == tok(c, i)->start ||
		(ground(c, i - 1) & (G_IN | G_FROM))) &&
	    (tok(c, i)->form & FORM_PAST);
}

/* "une attaque": a noun that could be a verb. */
static bool
is_noun(const struct scene *c, size_t i)
{
	if (has_clitic(c, i))
		return true;
	return i > c->s->first && (tok(c, i - 1)->cls & (C_DET | C_POSSESSIVE)) &&
	    tok(c, i - 1)->kind == TOKEN_WORD && !(tok(c, i - 1)->cls & C_RELATIVE);
}

/* A finite verb of its own: what stands behind it is no slot of the trigger. */
static bool
is_other_verb(const struct scene *c, size_t i)
{
	const struct token *t = tok(c, i);

	return t->kind == TOKEN_WORD && (t->form & (FORM_PAST | FORM_THIRD)) != 0 &&
	    !is_noun(c, i) &&
	    ((t->cls & (C_VERB | C_SPEECH | C_KILL | C_DIE)) != 0 ||
		(t->word->ground & c->rules->frame_triggers) != 0);
}

/* Have advanced on Tarn and | taken Hur: a participle that shares the auxiliary of one
 * before it. */
static bool
is_joined_participle(const struct scene *c, size_t i)
{
	return i > c->s->first + 1 && (tok(c, i - 1)->cls & C_AND) &&
	    (tok(c, i)->form & FORM_PARTICIPLE) &&
	    (ground(c, i) & c->rules->frame_triggers);
}

static struct span
clause_of(const struct scene *c, size_t i)
{
	struct span s = { clause_start(c->d, c->s->first, i), i + 1 };

	while (s.end < c->s->end && s.end < i + CLAUSE_MAX) {
		const struct token *t = tok(c, s.end);

		if (opens_clause(c->d, s.end) || is_other_verb(c, s.end) ||
		    is_joined_participle(c, s.end) ||
		    (t->kind == TOKEN_PUNCT && (t->punct == ';' || t->punct == ':')))
			break;
		s.end++;
	}
	return s;
}

/* ---- auxiliaries ---- */

/* The nearest auxiliary: C_BE, C_HAVE; 0: none. */
static uint64_t
auxiliary(const struct scene *c, size_t i, struct span clause)
{
	bool apart = lexicon_has(c->d->lx, HABIT_VERBS_LAST);
	size_t from = apart || i < clause.first + AUX_NEAR ? clause.first : i - AUX_NEAR;
	const uint64_t both = C_BE | C_HAVE;

	if (apart && i + 1 < clause.end && (tok(c, i + 1)->cls & both))
		return tok(c, i + 1)->cls & both;
	if (!apart && is_joined_participle(c, i))
		for (size_t k = i - 2; k > clause.first; k--)
			if ((tok(c, k)->form & FORM_PARTICIPLE) && !is_prep(tok(c, k)))
				return auxiliary(c, k, clause);
	while (i-- > from) {
		const struct token *t = tok(c, i);

		if (t->cls & both)
			return t->cls & both;
		if (!apart && t->kind != TOKEN_NUMBER &&
		    !(t->cls & (C_ADVERB | C_NEG | C_PRONOUN | C_BOUND | C_TO | C_DET)))
			break;
	}
	return 0;
}

static bool
aux_fits(const struct scene *c, const struct territory_frame *f, size_t i,
    struct span clause)
{
	uint64_t have = f->aux == GROUND_AUX_ANY ? 0 : auxiliary(c, i, clause);

	switch (f->aux) {
	case GROUND_AUX_ANY:
		return true;
	case GROUND_AUX_BE:
		return (have & C_BE) != 0;
	case GROUND_AUX_HAVE:
		return have == C_HAVE;
	case GROUND_AUX_NONE:
		return have == 0;
	}
	return false;
}

/* ---- what governs a phrase ---- */

static bool
listed(struct str words, struct str key)
{
	struct str one;

	while (key.n > 0 && str_cut(&words, '|', &one))
		if (str_eq(one, key))
			return true;
	return false;
}

/* Where apostrophes part names from their endings, one without has none: Sudan. */
static bool
is_bare_name(const struct scene *c, size_t first, size_t last)
{
	return first == last && lexicon_has(c->d->lx, HABIT_SUFFIX) &&
	    (tok(c, first)->flags & TOKEN_CAP) && tok(c, first)->word->id == 0;
}

/* -'dan, -ом: the phrase ends so. */
static bool
ends_so(struct str words, struct str phrase)
{
	struct str one;

	while (str_cut(&words, '|', &one))
		if (one.n > 1 && one.p[0] == '-' &&
		    str_ends(phrase, str_sub(one, 1, one.n)))
			return true;
	return false;
}

/* Does what the slot wants govern the tokens first to last?  prep: the preposition, or
 * NOWHERE */
static bool
is_governed(const struct scene *c, struct str words, size_t prep, size_t first,
    size_t last)
{
	if (words.n == 0)
		return prep == NOWHERE;
	if (words.p[0] == '!')
		return prep == NOWHERE &&
		    !is_governed(c, str_sub(words, 1, words.n), prep, first, last);
	return (prep != NOWHERE &&
		   listed(words, doc_text(c->d, tok(c, prep)->word->key))) ||
	    (last + 1 < c->s->end && (prep == NOWHERE || !is_prep(tok(c, last + 1))) &&
		listed(words, doc_text(c->d, tok(c, last + 1)->word->key))) ||
	    (!is_bare_name(c, first, last) &&
		ends_so(words, doc_words(c->d, first, last)));
}

/* ---- places ---- */

struct place_np {
	struct ground_object o;
	size_t prep, first;
};

/* The preposition of the phrase that begins at i, over its article; NOWHERE: none. */
static size_t
prep_before(const struct scene *c, size_t i)
{
	while (i > c->s->first && (tok(c, i - 1)->cls & C_DET) && !is_prep(tok(c, i - 1)))
		i--;
	return i > c->s->first && is_prep(tok(c, i - 1)) ? i - 1 : NOWHERE;
}

/* Does a slot of the frame want this preposition? */
static bool
is_wanted(const struct scene *c, const struct territory_frame *f, size_t prep)
{
	for (const struct ground_slot *s = f->object; s->side != SIDE_NONE; s++)
		if (listed(s->words, doc_text(c->d, tok(c, prep)->word->key)))
			return true;
	return false;
}

/* The noun phrase of ground at or after *i; false: there is none before end.  An object
 * that is no ground ends the search: what stands behind it is no object, but of who
 * repelled an attack. The object of a verb before it may have a preposition: that of the
 * slot (control of the seats of Tarn), or of persons (Spanish: capturaron a 30 soldados).
 */
static bool
next_np(const struct scene *c, const struct territory_frame *f, size_t *i, size_t end,
    struct place_np *out)
{
	size_t from = *i;

	for (; *i < end; ++*i) {
		const struct actor_phrase *a = phrase_actor(c->p, *i);

		if (a != NULL) {
			*i = a->last;
			continue;
		}
		if ((tok(c, *i)->cls & C_DET) && phrase_actor(c->p, *i + 1) != NULL)
			continue; /* its article */
		if (tok(c, *i)->kind == TOKEN_PUNCT || is_prep(tok(c, *i)))
			continue;
		out->prep = prep_before(c, *i);
		out->first = *i;
		if (ground_object_read(c->d, c->p, *i, end, &out->o) &&
		    out->o.last < end) {
			/* Tarn village: its noun stands behind the name */
			while (out->o.named && out->o.last + 1 < end &&
			    (ground(c, out->o.last + 1) & G_HEAD))
				out->o.last++;
			*i = out->o.last + 1;
			return true;
		}
		if (out->o.excluded && f->change != CHANGE_REPELLED &&
		    (out->prep == NOWHERE || is_wanted(c, f, out->prep) ||
			(out->prep == from && (tok(c, from)->cls & C_TO))))
			return false;
	}
	return false;
}

/* Ground for this trigger?  A weak verb ("took") needs a noun for a place, or a name that
 * is known. */
static bool
suits(const struct scene *c, const struct territory_frame *f, size_t trigger,
    const struct ground_object *o)
{
	if (!is_ground(o))
		return false;
	return !(ground(c, trigger) & f->cls & G_WEAK) || has_settlement(o) ||
	    (o->firm && o->head) || is_known_name(c, o);
}

/* Does a slot of this side take the phrase? */
static bool
is_slotted(const struct scene *c, const struct ground_slot *slots, enum slot_side side,
    const struct place_np *np)
{
	for (const struct ground_slot *s = slots; s->side != SIDE_NONE; s++)
		if ((s->side == side || s->side == SIDE_ANY) &&
		    is_governed(c, s->words, np->prep, np->first, np->o.last))
			return true;
	return false;
}

/* в Минобороны РФ: a country before the verb is whose something is, and not what is
 * taken. */
static bool
is_country(const struct scene *c, const struct ground_object *o)
{
	struct gaz_place found;

	return !o->head && o->n == 1 && !lexicon_has(c->d->lx, HABIT_VERBS_LAST) &&
	    phrase_known_name(c->d, o->places[0].first, o->places[0].last, &found) &&
	    found.kind == GAZ_COUNTRY;
}

/* liberaron al alcalde | de Tarna: a town that only says whose people are taken, by a
 * verb that takes towns as well. */
static bool
is_of_people(const struct scene *c, const struct territory_frame *f,
    const struct place_np *np)
{
	return f->change == CHANGE_CAPTURED && f->object->words.n == 0 &&
	    np->prep != NOWHERE && np->prep > c->s->first &&
	    (tok(c, np->prep)->cls & C_OF) && (tok(c, np->prep - 1)->cls & C_PERSON) &&
	    !(ground(c, np->prep - 1) & G_HEAD);
}

/* The phrase nearest to the trigger on this side that fits. */
static bool
object_in(const struct scene *c, const struct territory_frame *f, enum slot_side side,
    size_t trigger, struct span in, struct ground_object *out)
{
	struct place_np np;
	bool any = false;

	for (size_t i = in.first;
	     next_np(c, f, &i, in.end, &np) && !(any && side == SIDE_AFTER);)
		if (is_slotted(c, f->object, side, &np) &&
		    !(side == SIDE_AFTER && is_of_people(c, f, &np)) &&
		    suits(c, f, trigger, &np.o) &&
		    !(side == SIDE_BEFORE && is_country(c, &np.o))) {
			*out = np.o;
			any = true;
		}
	return any;
}

static bool
pronoun_beside(const struct scene *c, size_t i, struct ground_object *out)
{
	size_t at = i > c->s->first && (ground(c, i - 1) & G_PRONOUN) ? i - 1 : i + 1;

	if (!(ground(c, at) & G_PRONOUN))
		return false;
	*out = (struct ground_object){
		.first = at, .last = at, .km2 = NAN, .pronoun = true
	};
	return true;
}

static bool
fill_object(const struct scene *c, const struct territory_frame *f, size_t i,
    struct span clause, struct ground_object *out)
{
	struct span left = { clause.first, i }, right = { i + 1, clause.end };

	for (const struct ground_slot *s = f->object; s->side != SIDE_NONE; s++)
		if (s->side == SIDE_PRONOUN
			? pronoun_beside(c, i, out)
			: (s->side != SIDE_AFTER &&
			      object_in(c, f, SIDE_BEFORE, i, left, out)) ||
			    (s->side != SIDE_BEFORE &&
				object_in(c, f, SIDE_AFTER, i, right, out)))
			return true;
	return false;
}

/* ---- sides ---- */

/* ist nicht gefallen, | sagt Kiew */
static bool
is_sayer(const struct scene *c, const struct actor_phrase *a)
{
	return lexicon_has(c->d->lx, HABIT_NOUNS_CAPITAL) && a->first > c->s->first &&
	    (tok(c, a->first - 1)->cls & C_SPEECH);
}

static const struct actor_phrase *
actor_in(const struct scene *c, const struct ground_slot *s, struct span in,
    bool nearest_last)
{
	const struct actor_phrase *best = NULL;

	for (size_t k = 0; k < c->p->n_actors; k++) {
		const struct actor_phrase *a = &c->p->actors[k];

		if (a->first < in.first || a->last >= in.end ||
		    (s->words.n == 0 && is_sayer(c, a)) ||
		    !is_governed(c, s->words, a->prep, a->first, a->last))
			continue;
		best = a;
		if (!nearest_last)
			break;
	}
	return best;
}

/* the loss, the fall of Tarn, admitted_the_loss_of Tarn */
static bool
is_loss(const struct scene *c, size_t i)
{
	return (ground(c, i) & G_NOMINAL) && (ground(c, i) & (G_LOSE | G_FALL));
}

/* the fall | of the city; but the fall of shells on it, سقوط قتلى في: of the dead */
static bool
loses_at_once(const struct scene *c, size_t i, size_t place)
{
	while (++i < place && (tok(c, i)->cls & (C_OF | C_PREP | C_DET)))
		;
	return i == place;
}

/* desmiente la | toma de Hur: does a word of the classes stand before the noun in its
 * clause? */
static bool
is_told_by(const struct scene *c, size_t i, struct span clause, uint64_t classes)
{
	if (!(ground(c, i) & G_NOMINAL) ||
	    ((tok(c, i)->form & (FORM_PAST | FORM_THIRD)) && !is_noun(c, i)))
		return false;
	for (size_t k = clause.first; k < i; k++)
		if (ground(c, k) & classes)
			return true;
	return false;
}

static struct party
fill_party(const struct scene *c, const struct ground_slot *slots, size_t i,
    struct span clause)
{
	for (const struct ground_slot *s = slots; s->side != SIDE_NONE; s++) {
		if (s->words.n == 0 &&
		    ((is_loss(c, i) && !(tok(c, i)->form & (FORM_PAST | FORM_THIRD))) ||
			is_told_by(c, i, clause, G_DENYV)))
			continue; /* who confirms it may have lost it, or taken it; who
				     denies it has not */

		struct span left = { s->words.n == 0 ? clause.first : c->s->first, i },
			    right = { i + 1, clause.end };
		const struct actor_phrase *a = NULL;
		size_t first = i;

		if (s->side == SIDE_FIRST)
			a = actor_in(c, s, left, false);
		else if (s->side != SIDE_AFTER && s->words.n == 0)
			a = subject_left(c, i, &first);
		else if (s->side != SIDE_AFTER)
			a = actor_in(c, s, left, true);
		if (a != NULL)
			return list_party(c, a, first < i ? first : a->first, i);
		if ((s->side == SIDE_AFTER || s->side == SIDE_ANY) &&
		    (a = actor_in(c, s, right, false)) != NULL)
			return list_party(c, a, a->first, clause.end);
	}
	return NOBODY;
}

/* cayó en manos | de Rusia, en manos | rusas: a country or people that is no side of the
 * table, behind a trigger of hands and control */
static struct party
nation_behind(const struct scene *c, size_t i, struct span clause)
{
	size_t k = i + 1;
	struct gaz_place found;
	const struct actor *state = NULL;

	while (k < clause.end && k < i + NATION &&
	    (tok(c, k)->cls & (C_OF | C_PREP | C_DET)))
		k++;
	if (k == clause.end)
		return NOBODY;
	if (phrase_known_name(c->d, k, k, &found) && found.kind == GAZ_COUNTRY) {
		gazetteer_texts(&found, 1);
		state = actors_of_state(c->d->reader->actors, found.country, c->d->day);
	} else if (!(tok(c, k)->cls & C_DEMONYM)) {
		return NOBODY;
	}
	return (struct party){ doc_words(c->d, k, k),
		state != NULL ? state->id : STR_NONE };
}

bool
holds_next(const struct scene *c, const struct actor_phrase *a)
{
	size_t i = a->last + 1;

	if (i < c->s->end && (tok(c, i)->form & FORM_POST))
		i++;
	return lexicon_has(c->d->lx, HABIT_VERBS_LAST) && i < c->s->end &&
	    (ground(c, i) & G_HELD) && (tok(c, i)->form & FORM_PARTICIPLE);
}

/* Who is said to have held the place until then. */
static struct party
holder_of(const struct scene *c, const struct ground_object *o, struct span clause)
{
	const struct actor_phrase *a = o->holder;

	for (size_t k = 0; k < c->p->n_actors && a == NULL; k++)
		if (c->p->actors[k].first >= clause.first &&
		    c->p->actors[k].last < o->first && holds_next(c, &c->p->actors[k]))
			a = &c->p->actors[k];
	return a == NULL ? NOBODY : party_of(c, a);
}

/* Moscú | tomó Hur: does a name that is no side stand before the verb as its subject? */
static bool
has_own_subject(const struct scene *c, size_t i, struct span clause)
{
	if (lexicon_has(c->d->lx, HABIT_VERBS_LAST | HABIT_NO_CAPITALS))
		return false;
	while (i > clause.first && (tok(c, i - 1)->cls & (C_ADVERB | C_HAVE)))
		i--;
	if (i == clause.first)
		return false;
	for (size_t k = 0; k < c->p->n_names; k++)
		if (c->p->names[k].last + 1 == i && c->p->names[k].prep == NOWHERE &&
		    c->p->names[k].first >= clause.first)
			return true;
	return false;
}

/* A subject that is not said is that of the change before. */
static struct party
carried(const struct scene *c, const struct territory_frame *f, size_t i,
    struct span clause)
{
	bool subject = false;

	if (has_own_subject(c, i, clause))
		return NOBODY;
	for (const struct ground_slot *s = f->by; s->side != SIDE_NONE; s++)
		subject = subject || s->words.n == 0;
	if (subject && c->last_by.text.n > 0 && c->index - c->last_by_sentence <= CARRIED)
		return c->last_by;
	return NOBODY;
}

/* ---- one trigger ---- */

static double
kilometres(const struct scene *c, size_t i, struct span clause)
{
	if ((ground(c, i) & G_KM) || lexicon_has(c->d->lx, HABIT_VERBS_LAST))
		i = clause.first;
	for (; i + 1 < clause.end; i++)
		if (tok(c, i)->kind == TOKEN_NUMBER && (ground(c, i + 1) & G_KM))
			return number_measure(tok(c, i));
	return NAN;
}

static bool
is_again(const struct scene *c, size_t i, struct span clause)
{
	bool again = (ground(c, i) & G_RE) != 0;
	size_t from = i > clause.first + 2 ? i - 2 : clause.first;

	for (size_t k = from; k < clause.end && k < i + AGAIN; k++)
		again = again || (ground(c, k) & G_BACK);
	return again;
}

/* la | toma de Hur: a noun serves no frame of verbs.  Those of a withdrawal, an entry, of
 * driving out have frames of their own. */
static bool
triggers(const struct scene *c, const struct territory_frame *f, size_t i)
{
	const uint64_t own = G_WITHDRAW | G_ENTER | G_EXPEL;
	uint64_t g = ground(c, i);
	unsigned form = tok(c, i)->form;
	bool verb = (form & FORM_PAST) && lexicon_has(c->d->lx, HABIT_NO_CAPITALS) &&
	    !is_noun(c, i); /* طرد, not من طرد */

	if (f->both)
		return (g & f->cls) == f->cls && !verb;
	if (!(g & f->cls) || (f->form != 0 && !(form & f->form)) ||
	    ((g & G_NOMINAL) && (g & own) && !verb))
		return false;
	return f->form == 0 || !(g & G_NOMINAL) || !is_noun(c, i);
}

/* la retirada … | se completó, tras | la retirada de las tropas: a withdrawal that is
 * told of as begun or done, and not asked for or agreed on. */
static bool
is_begun(const struct scene *c, size_t i, struct span clause)
{
	size_t end = clause.end + BEGUN < c->s->end ? clause.end + BEGUN : c->s->end;

	for (size_t k = clause.first, near = i; k < end; k++) {
		if (!(small(c, k) & S_BEGINS))
			continue;
		if (k > i || !(tok(c, k)->cls & (C_PREP | C_SUBORD)))
			return true;
		while (near > k + 1 &&
		    (tok(c, near - 1)->cls & (C_DET | C_POSSESSIVE | C_ADJ)))
			near--;
		if (near == k + 1)
			return true;
	}
	return false;
}

/* Sefra befreit, | meldete das Verteidigungsministerium; Роботине звільнено — | Генштаб;
 * Goma ist gefallen: | Rebellen: is it told of in a sentence of armed men, behind what
 * was done? */
static bool
is_war_news(const struct scene *c, size_t i)
{
	if (!(ground(c, i) & G_FALL) &&
	    !((ground(c, i) & G_STRONG) && (tok(c, i)->form & FORM_PARTICIPLE)))
		return false;
	while (++i < c->s->end)
		if (ground(c, i) & G_GATE)
			return true;
	return false;
}

/* 950 asker | kaybetti: men are lost, no ground */
static bool
loses_men(const struct scene *c, const struct territory_frame *f, size_t i)
{
	if (!(f->cls & G_LOSE) || i <= c->s->first + 1 ||
	    tok(c, i - 2)->kind != TOKEN_NUMBER)
		return false;
	groups_know(c->d, c->index);
	return tok(c, i - 1)->group != 0;
}

/* Does the frame, which the word at i begins, tell of a change, and of which object? */
static bool
fits(const struct scene *c, const struct territory_frame *f, size_t i, struct span clause,
    struct ground_object *o)
{
	return triggers(c, f, i) && aux_fits(c, f, i, clause) &&
	    fill_object(c, f, i, clause, o) &&
	    (!is_loss(c, i) || loses_at_once(c, i, o->first)) && !loses_men(c, f, i) &&
	    (!f->both || !(f->cls & G_WITHDRAW) || is_begun(c, i, clause));
}

static bool
is_nobody(struct party p)
{
	return p.text.n == 0;
}

/* Who gains and who loses: as the frame says, else who is named beside or was before. */
static void
fill_sides(const struct scene *c, const struct territory_frame *f, struct span clause,
    struct telling *t)
{
	struct party holder;
	size_t i = t->verb;

	t->by = fill_party(c, f->by, i, clause);
	t->against = fill_party(c, f->against, i, clause);
	/* Rebellen aus Tarn | vertrieben */
	if ((f->cls & G_EXPEL) && (tok(c, i)->form & FORM_PARTICIPLE) &&
	    is_nobody(t->against)) {
		t->against = t->by;
		t->by = NOBODY;
	}
	if (is_nobody(t->by) && (f->cls & (G_FALL | G_HELD | G_HANDS)))
		t->by = nation_behind(c, i, clause);
	if (is_nobody(t->by) && !is_loss(c, i))
		t->by = carried(c, f, i, clause);
	if (same_party(t->by, t->against))
		t->against = NOBODY;
	holder = holder_of(c, t->object, clause);
	if (is_nobody(t->against) && !same_party(holder, t->by))
		t->against = holder;
}

/* A bare name that nobody takes may be anything; what is besieged, defended or lost, or
 * the taking of what is told, is a place, or people whom no map knows. */
static bool
may_be_anything(const struct scene *c, const struct territory_frame *f,
    struct span clause, const struct telling *t)
{
	size_t i = t->verb;

	if (t->object->head || !is_nobody(t->by) || !is_nobody(t->against) || t->re)
		return false;
	return !((f->change == CHANGE_BESIEGED || f->change == CHANGE_REPELLED ||
		     is_loss(c, i) ||
		     is_told_by(c, i, clause, G_CLAIMV | G_DENYV | G_MANAGE) ||
		     is_war_news(c, i)) &&
	    is_known_name(c, t->object));
}

/* "is fallen into the hands of": two frames tell it once */
static bool
is_told(const struct scene *c, const struct territory_frame *f,
    const struct ground_object *o)
{
	return c->n_taken > 0 && c->taken[0] == o->first && c->told == f->change;
}

static bool
try_frame(struct scene *c, const struct territory_frame *f, size_t i)
{
	struct change_kind kind = { f->name, f->change, f->confidence };
	struct span clause = clause_of(c, i);
	struct ground_object o;
	struct telling t = { .verb = i,
		.object = &o,
		.km = NAN,
		.repelled = f->change == CHANGE_REPELLED };

	if (!fits(c, f, i, clause, &o) || is_told(c, f, &o))
		return false;
	fill_sides(c, f, clause, &t);
	t.re = is_again(c, i, clause);
	if (may_be_anything(c, f, clause, &t))
		return false;
	t.antecedent = o.pronoun && !o.head;
	t.first = o.first < i ? o.first : i;
	t.last = o.last > i ? o.last : i;
	if (f->change == CHANGE_ADVANCED)
		t.km = kilometres(c, i, clause);
	if (!tell_as(c, &t, kind, governed_stance(c->d, c->s, i)))
		return false;
	c->taken[0] = o.first;
	c->n_taken = 1;
	c->told = f->change;
	return true;
}

/* A word in capitals amid a sentence is a name, where capitals tell names. */
static bool
is_name(const struct scene *c, size_t i)
{
	const struct token *t = tok(c, i);

	return (t->flags & TOKEN_CAP) && !(t->flags & TOKEN_FIRST) && !c->p->title_case &&
	    !c->s->headline && !lexicon_has(c->d->lx, HABIT_NOUNS_CAPITAL);
}

void
territory_frames_try(struct scene *c, size_t index)
{
	const struct territory_rules *r = c->rules;
	struct sentence *s = &c->d->t.sent[index];

	sentence_prepare(c->d->lx, &c->d->t, s);
	for (size_t i = s->first; i < s->end; i++) {
		if (!(token_ground(c->d, i) & r->frame_triggers))
			continue;
		if (c->index != index)
			scene_enter(c, index);
		if (is_name(c, i) || phrase_actor(c->p, i) != NULL ||
		    ((tok(c, i)->form & (FORM_THIRD | FORM_PAST)) && is_noun(c, i) &&
			!(ground(c, i) & G_NOMINAL)))
			continue;
		for (size_t k = 0; k < r->n_frames && !try_frame(c, &r->frames[k], i);
		     k++)
			;
	}
}
