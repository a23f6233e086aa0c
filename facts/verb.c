/* verb.c -- see clause.h: the complex of auxiliaries, adverbs and negations before a
 * verb. */
#include "config.h"

#include "facts/clause_in.h"
#include "facts/lexicon_file.h"
#include "facts/small_words.h"

/* "were attacked with knives and killed": does the verb left of the conjunction at k - 1
 * have a passive auxiliary?  Its position, or SIZE_MAX. */
static size_t
coordinated_verb(const struct clause *c, size_t k)
{
	size_t low = k > c->s->first + 12 ? k - 12 : c->s->first;

	for (size_t j = k - 1; j-- > low;) {
		const struct token *t = tok(c, j);
		const struct group *g = group_of(c->d, c->gs, j);

		if (mark(t, ';') || (t->cls & (C_SUBORD | C_RELATIVE)))
			return SIZE_MAX;
		if (g != NULL && !g->embedded && !g->pronoun)
			return SIZE_MAX;
		if (is_participle(t) && (tok(c, j + 1)->cls & (C_THING | C_FACILITY)) &&
		    (t[-1].cls & (C_PREP | C_DET))) /* from | flooded areas */
			continue;
		if (is_participle(t) && !(t->cls & C_ADJ && tok(c, j + 1)->group != 0))
			return j;
		if ((t->cls & VERBAL) && !(t->cls & C_ADJ) && t->form != 0 && j + 2 < k)
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

/* "were said | to have been killed": the auxiliary of the verb of saying, or SIZE_MAX. */
static size_t
said_to_have(const struct clause *c, size_t to)
{
	size_t k = to;

	while (k > c->s->first &&
	    ((tok(c, k - 1)->cls & (C_ADVERB | C_SPEECH | C_ADJ)) ||
		is_participle(tok(c, k - 1))) &&
	    !(tok(c, k - 1)->cls & C_BE))
		k--;
	return k > c->s->first && k < to && (tok(c, k - 1)->cls & C_BE) ? k - 1
									: SIZE_MAX;
}

/* were [on Friday night] killed: where the time between auxiliary and verb begins. */
static bool
time_before(const struct clause *c, size_t k, size_t *at)
{
	size_t i = k;
	bool any = false;

	while (i > c->s->first && k - i < 9) {
		const struct token *t = tok(c, i - 1);

		if (mark(t, ']') || mark(t, ')')) {
			while (i > c->s->first && !mark(tok(c, i - 1), '[') &&
			    !mark(tok(c, i - 1), '('))
				i--;
			if (i > c->s->first)
				i--;
			continue;
		}
		if (!(t->cls & (C_WEEKDAY | C_TIME | C_MONTH | C_ORDINAL | C_ADVERB)) &&
		    !(t->kind == TOKEN_NUMBER && (t->flags & TOKEN_NO_COUNT)) &&
		    !(any && (t->cls & (C_PREP | C_DET)) && !(t->cls & C_SUBORD)) &&
		    !(any && mark(t, ',')) &&
		    !(any && (t->cls & C_ADJ) && !is_participle(t)))
			break;
		any = any || (t->cls & (C_WEEKDAY | C_TIME | C_MONTH)) != 0;
		i--;
	}
	if (!any || i == c->s->first || !(tok(c, i - 1)->cls & (C_BE | C_HAVE)))
		return false;
	*at = i;
	return true;
}

/* Six were wounded, killed nine: a victim right behind the verb makes it active, and no
 * passive shared over a comma. */
static bool
takes_object(const struct clause *c, size_t at)
{
	const struct group *g = at + 1 < c->s->end ? group_of(c->d, c->gs, at + 1) : NULL;

	return g != NULL && (tok(c, at)->form & FORM_PAST) && g->stated && !g->other;
}

/* the two were | both | killed, would | all | have died */
static bool
floats(const struct clause *c, size_t i)
{
	const struct group *g = group_of(c->d, c->gs, i);

	if (g == NULL || g->noun != NULL || g->first != g->last || i == c->s->first)
		return false;
	return (tok(c, i - 1)->cls & C_MODAL)
	    ? g->both || (g->pronoun && tok(c, i)->word->value == ALL)
	    : g->both && (tok(c, i - 1)->cls & C_BE);
}

#define SHELTER_REACH 5u /* words from in to the shelters that it governs */

/* were still [in nine] evacuation centres, slept [in Red Crescent] tents: where the
 * preposition stands that governs the shelters at token at; at: none does */
static size_t
lodged_from(const struct clause *c, size_t at)
{
	const struct token *t = tok(c, at);

	if (!(t->cls & C_DEAD) || t->word->outcome != OUTCOME_DISPLACED ||
	    (t->word->value != LODGING && (t->flags & TOKEN_FOLDED)))
		return at;
	for (size_t i = at; i > c->s->first + 1 && i + SHELTER_REACH > at; i--) {
		const struct token *p = tok(c, i - 1);

		if (p->cls & (C_PREP | C_TO))
			return (p->cls & (C_OF | C_BY | C_SUBORD)) ||
				(p->word->small & (S_OUT | S_FOR | S_AGAINST))
			    ? at
			    : i - 1;
		if (p->kind == TOKEN_PUNCT ||
		    (p->group != 0 && p->kind != TOKEN_NUMBER) ||
		    (p->cls & (C_BE | C_HAVE | C_AND | C_PRONOUN)) ||
		    ((p->cls & VERBAL) && !is_participle(p)))
			return at;
	}
	return at;
}

/* moved 90 families | to camps: is token i of people whom the verb before it takes? */
static bool
is_object(const struct clause *c, size_t i)
{
	const struct group *g = group_of(c->d, c->gs, i);

	return g != NULL && !g->embedded;
}

#define LODGED_REACH 8u /* words from a verb of lodging to where */

/* remained [in nine] evacuation centres, moved [from Tarn] to camps: where the verb
 * stands of who is lodged so, if there is one before the preposition at token k; k: there
 * is none */
static size_t
lodges(const struct clause *c, const struct verb *v, size_t k)
{
	const struct token *t = tok(c, v->at);

	if (!v->lodged &&
	    !((t->cls & C_DEAD) && t->word->outcome == OUTCOME_DISPLACED &&
		(t->flags & TOKEN_FOLDED)))
		return k;
	for (size_t i = k; i > c->s->first && i + LODGED_REACH > k; i--) {
		const struct token *p = tok(c, i - 1);

		if (p->group == 0 && p->word->value == LODGES && (p->cls & VERBAL))
			return i - 1;
		if (p->kind == TOKEN_PUNCT || is_object(c, i - 1) ||
		    (p->cls & (VERBAL | C_BE | C_HAVE | C_SUBORD | C_RELATIVE | C_AND)))
			break;
	}
	return k;
}

#define DRIVEN 5u /* words from forced to "to evacuate" */

/* The rains forced the police | to evacuate 90: in one word with its "to", is it driven
 * to be done? */
static bool
is_driven(const struct clause *c, size_t at)
{
	for (size_t i = at;
	     i > c->s->first && i + DRIVEN > at && tok(c, i - 1)->kind == TOKEN_WORD; i--)
		if (tok(c, i - 1)->cls & C_BEAT)
			return true;
	return false;
}

/* The words before a verb, looked at from right to left. */
struct before {
	const struct clause *c;
	struct verb *v;
	size_t k; /* the next word is the one before this */
	bool aux; /* an auxiliary was among them */
};

static bool
follows_class(const struct before *b, uint64_t cls)
{
	return b->k >= 2 + b->c->s->first && (tok(b->c, b->k - 2)->cls & cls);
}

/* The word is an auxiliary; the steps below return where to go on, SIZE_MAX: nowhere. */
static size_t
governed(struct before *b)
{
	b->aux = true;
	b->v->start = (uint32_t)b->k - 1;
	return b->k - 1;
}

/* were, has, may: notes what the auxiliary says of the verb. */
static bool
is_auxiliary(struct verb *v, const struct token *t)
{
	if (t->cls & (C_BE | C_HAVE)) {
		v->passive = v->passive || (t->cls & C_BE);
		v->perfect = v->perfect || !(t->cls & C_BE);
		v->singular = v->singular || (t->form & FORM_SINGULAR) != 0;
		v->plural = v->plural || (t->form & FORM_PLURAL) != 0;
		return true;
	}
	if (!(t->cls & C_MODAL) || (t->cls & C_MONTH && t->flags & TOKEN_CAP))
		return false;
	v->modal = true;
	v->never = t->word->value == NEVER;
	v->unreal = v->never || t->word->value == UNREAL;
	return true;
}

/* "to" governs the verb itself, or the auxiliaries that were found. */
static bool
is_infinitive(const struct before *b, const struct token *t)
{
	return (t->cls & C_TO) &&
	    (b->aux ||
		(b->k == b->v->at &&
		    (follows_class(b, C_HAVE) || (tok(b->c, b->k)->cls & VERBAL))));
}

/* were compelled [to] camp along the road: does the "to" before who flees belong to what
 * drove them?  Where its auxiliaries are; SIZE_MAX: no. */
static size_t
before_driven(const struct before *b)
{
	const struct token *to = tok(b->c, b->k - 1);

	if (b->aux || !(tok(b->c, b->v->at)->cls & C_FLEE))
		return SIZE_MAX;
	if (to->form & FORM_PARTICIPLE) /* compelled_to */
		return b->k - 1;
	return b->k >= 2 + b->c->s->first && (to[-1].cls & C_BEAT) &&
		is_participle(to - 1)
	    ? b->k - 2
	    : SIZE_MAX;
}

static size_t
before_infinitive(struct before *b)
{
	size_t said, driven = before_driven(b);

	if (driven != SIZE_MAX)
		return driven;

	if (!b->aux && follows_class(b, C_HAVE)) { /* had to flee */
		b->v->perfect = true;
		return governed(b);
	}
	if (b->aux && follows_class(b, C_HAVE | C_MODAL)) /* had to be */
		return b->k - 1;
	said = b->aux ? said_to_have(b->c, b->k - 1) : SIZE_MAX;
	b->v->infinitive = true;
	b->v->start = (uint32_t)(said != SIZE_MAX ? said : b->k - 1);
	return SIZE_MAX;
}

/* and, or a comma: may the verb share the auxiliaries of another before it? */
static bool
may_share(const struct before *b, const struct token *t)
{
	return !b->aux && ((t->cls & C_AND) || mark(t, ',')) && !b->v->gerund &&
	    (tok(b->c, b->v->at)->form & (FORM_PARTICIPLE | FORM_PAST));
}

static size_t
before_shared(struct before *b, const struct token *t)
{
	const struct clause *c = b->c;
	size_t at = SIZE_MAX;

	if (takes_object(c, b->v->at))
		return SIZE_MAX;
	if (t->cls & C_AND)
		at = coordinated_verb(c, b->k);
	else if (b->k >= 2 + c->s->first && is_participle(tok(c, b->k - 2)))
		at = b->k - 2;
	b->v->coordinated = b->v->coordinated || at != SIZE_MAX;
	return at;
}

static size_t
before_word(struct before *b)
{
	const struct clause *c = b->c;
	const struct token *t = tok(c, b->k - 1);
	size_t at;

	if (floats(c, b->k - 1))
		return b->k - 1;
	if (t->group != 0 && !(t->cls & C_NEG))
		return SIZE_MAX;
	if (is_auxiliary(b->v, t))
		return governed(b);
	/* were found dead, has been feared killed */
	if (mark(t, '"') || mark(t, '\'') ||
	    (is_participle(t) && !b->aux && !b->v->lodged && follows_class(b, C_BE)))
		return b->k - 1;
	/* did | not */
	if ((t->cls & C_NEG) || ((t->cls & C_VERB) && (tok(c, b->k)->cls & C_NEG))) {
		b->v->negated = true;
		return governed(b);
	}
	if (is_infinitive(b, t))
		return before_infinitive(b);
	if (may_share(b, t))
		return before_shared(b, t);
	/* has since died */
	if ((t->cls & C_SUBORD) && (t->cls & C_PREP) && follows_class(b, C_HAVE))
		return b->k - 1;
	if ((c->s->cls & (C_WEEKDAY | C_TIME | C_MONTH)) && time_before(c, b->k, &at))
		return at;
	return (t->cls & C_ADVERB) && !(t->cls & (C_PREP | C_SUBSET | C_SUBORD))
	    ? b->k - 1
	    : SIZE_MAX;
}

void
verb_read(const struct clause *c, size_t at, struct verb *v)
{
	struct before b = { .c = c, .v = v, .k = at };
	const struct token *t = tok(c, at);
	size_t verb;

	*v = (struct verb){ .at = (uint32_t)at, .start = (uint32_t)at };
	v->gerund = (t->form & FORM_GERUND) != 0;
	b.k = lodged_from(c, at);
	v->lodged = b.k < at;
	v->start = (uint32_t)b.k;
	if ((t->cls & C_RESULT) && (t->cls & C_DISPLACE) && t->form == FORM_BASE) {
		v->infinitive = !is_driven(c, at);
		return;
	}
	verb = lodges(c, v, b.k);
	if (verb < b.k) {
		v->lodged = v->passive = true;
		b.k = verb;
		v->start = (uint32_t)verb;
	}
	for (size_t next; b.k > c->s->first; b.k = next)
		if ((next = before_word(&b)) == SIZE_MAX)
			break;
}

/* A verb that would need a subject of its own between here and the group. */
bool
clause_finite(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	if (t->cls & FINITE) /* said to be of the same family */
		return (!(t->cls & C_MONTH) || !(t->flags & TOKEN_CAP)) &&
		    !(i > c->s->first && (t[-1].cls & C_TO) && t->form == 0);
	if (!(t->cls & VERBAL) || t->group != 0)
		return false;
	if (t->form & FORM_GERUND)
		return false;
	if (i + 1 < c->s->end && (t[1].cls & (C_BE | C_HAVE)) &&
	    !(t->cls & C_DIE)) /* the police beat has */
		return false;
	if ((t->form & FORM_PAST) && (t->form & FORM_PARTICIPLE)) {
		const struct token *n = i + 1 < c->s->end ? t + 1 : NULL;

		/* the outlawed Party */
		if (i > c->s->first && (t[-1].cls & (C_DET | C_ONE | C_POSSESSIVE)) &&
		    !(t[-1].cls & C_RELATIVE))
			return false;
		/* "a bus attacked by raiders" is no clause, "raiders attacked a bus" and
		 * "raiders died" are */
		return (t->cls & C_DIE) ||
		    (n != NULL &&
			(n->group != 0 || (n->cls & (C_DET | C_SUBORD)) ||
			    (n->flags & TOKEN_CAP) ||
			    ((t->cls & C_SPEECH) &&
				!(n->cls & (C_OF | C_PREP | C_BY | C_TO | C_DEAD)) &&
				!((n->cls & C_KILL) && (t->cls & C_ADVERB)))));
	}
	if (t->form & FORM_PAST)
		return true;
	if (t->form & FORM_THIRD)
		return !(t->cls & (C_THING | C_CAUSE | C_HARM | C_STRIKE)) &&
		    (t->cls & C_SPEECH);
	return false;
}
