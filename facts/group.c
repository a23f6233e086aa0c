/* group.c -- see group.h. */
#include "config.h"

#include "facts/group.h"
#include "facts/number.h"
#include "facts/phrase.h"

#define NOMINAL (C_THING | C_ORG | C_FACILITY | C_STRIKE | C_CAUSE | C_HARM | C_TIME | C_SPEAKER | \
	C_FACTION | C_TITLE | C_DEMONYM | C_CURRENCY | C_NUMBERED | C_ABBR | C_EXODUS | C_ORDINAL)
#define NOMINALS_MAX 12 /* words between number and head */

#define PAIR 2 /* word.value of both, couple */
#define AGE 1  /* word.value of old: five years old */

struct chunk {
	const struct doc *d;
	const struct token *tok;
	size_t first, end;
	size_t at;           /* next token */
	size_t nouns;        /* where the determiners end */
	const struct token *num;
	bool det, one, definite, other, both, possessive;
	size_t head;         /* SIZE_MAX: none */
	uint64_t mods;       /* classes of the modifiers */
	bool irregular;      /* rebel, militia among the modifiers: no soldiers of a state */
	size_t unknown;      /* unknown words among the nominals */
	size_t last;         /* last nominal */
	bool thing;          /* the last nominal is no person */
	bool unit;           /* a thing follows the number at once */
	bool part;           /* so many of them (FORM_POST) */
	size_t state;        /* injured, dead among the modifiers: the token; 0: none */
	size_t age;          /* old, of "a 14 year old"; SIZE_MAX: none */
	bool head_first;     /* HABIT_HEAD_FIRST */
	bool verbs_last;     /* HABIT_VERBS_LAST */
};

static bool
is_mark(const struct token *t, char c)
{
	return t->kind == TOKEN_PUNCT && t->punct == c;
}

static bool
is_name(const struct token *t)
{
	return t->kind == TOKEN_WORD && (t->flags & TOKEN_CAP) != 0 &&
	    !(t->cls & (C_DET | C_PREP | C_SUBORD | C_RELATIVE | C_BE | C_HAVE | C_MODAL | C_AND |
	        C_OF | C_BY | C_WEEKDAY | C_MONTH | C_SUBSET | C_SPEECH | C_PRONOUN | C_ADVERB));
}

/* a second | guard, and a third | was captured; wounded a fourth | before he fled: at the ordinal, before people
 * or without a noun. */
static bool
one_more(const struct chunk *c)
{
	const struct token *next = c->at + 1 < c->end ? &c->tok[c->at + 1] : NULL;

	if (next != NULL && !c->definite && (next->cls & C_PERSON))
		return true;
	if (next != NULL && next->kind == TOKEN_WORD && (next->cls & (C_BE | C_HAVE | C_KILL | C_DIE)))
		return true;
	return c->first > 0 && (c->tok[c->first - 1].cls & C_KILL) && (next == NULL || next->kind == TOKEN_PUNCT ||
	    ((next->cls & (C_PREP | C_SUBORD | C_AND | C_ADVERB)) && !(next->cls & C_OF)));
}

#define OPENS (C_DET | C_OTHER | C_PERSON | C_ADJ | C_COUNTED | C_TITLE | C_VERB | C_KILL)

/* Gunmen | kidnapped nurse Karim; soldiers | captured rebels: a verb behind its subject, no adjective. */
static bool
follows_subject(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return i > s->first && (t->cls & C_KILL) && (t->cls & C_ADJ) && (t->form & FORM_PAST) && t[-1].kind == TOKEN_WORD &&
	    (t[-1].group != 0 || (t[-1].cls & (C_FACTION | C_ORG | C_ARMED | C_COLLECTIVE)));
}

/* May a group begin with the token?  Most words are of a class that none begins with. */
static bool
may_open(const struct token *t)
{
	return (t->cls & OPENS) || t->cls == 0 || t->kind == TOKEN_NUMBER || is_name(t);
}

/* The words before the nouns: the other three, his two, another. */
static void
read_determiners(struct chunk *c)
{
	for (; c->at < c->end; c->at++) {
		const struct token *t = &c->tok[c->at];

		if (t->kind == TOKEN_NUMBER) {
			if (t->flags & TOKEN_HYPHEN) {
				if (c->at + 1 < c->end && (t[1].cls & C_TIME)) /* a 16-year old girl */
					c->at++;
				continue;
			}
			/* a 5 year old child */
			if (c->at + 2 < c->end && (t[1].cls & C_TIME) && (t[2].cls & C_ADJ) && t[2].word->value == AGE) {
				c->age = c->at += 2;
				continue;
			}
			/* a 23 year-old student */
			if (c->at + 1 < c->end && (t[1].cls & C_PERSON) && t[1].word->value == AGE)
				continue;
			if (c->num != NULL || (t->flags & TOKEN_NO_COUNT))
				return;
			c->num = t;
		} else if (t->cls & C_OTHER) {
			c->other = true;
			if (t->cls & C_ONE)
				c->one = true;
		} else if ((t->cls & C_DET)) {
			c->det = true;
			c->one = c->one || (t->cls & C_ONE) != 0;
			c->definite = c->definite || !(t->cls & C_ONE);
			c->possessive = c->possessive || (t->cls & C_POSSESSIVE) != 0;
			c->both = c->both || t->word->value == PAIR;
		} else if (c->num != NULL && c->num == t - 1 && group_part(c->tok, c->at, c->end)) {
			c->at += is_mark(t, '-');
			c->part = true;
		} else if ((t->cls & C_ORDINAL) && c->one && c->num == NULL && one_more(c)) {
			c->other = true;
		} else if ((t->cls & C_ADVERB) && (c->det || c->num != NULL) &&
		    !(t->cls & (C_WEEKDAY | C_BE)) && c->at + 1 < c->end &&
		    ((t[1].cls & (C_ADJ | C_NUMBER | C_PERSON | C_DEMONYM | C_FACTION)) || is_name(&t[1]))) {
			continue;
		} else {
			return;
		}
	}
}

/* Could this verb form be a modifier here (a retired nurse, fire victims)? */
static bool
verbal_modifier(const struct chunk *c, const struct token *t)
{
	if (c->head != SIZE_MAX || c->at + 1 >= c->end)
		return false;
	if (!c->det && c->num == NULL)
		return (t[1].cls & C_PERSON) && (t->form & (FORM_BASE | FORM_GERUND)) && !(t->cls & C_KILL);
	/* men on a motorcycle | killed lawyer Karim */
	if ((t->cls & C_KILL) && (t->form & FORM_PAST) && c->at > c->nouns && (!(t[-1].cls & C_ADJ) || (t[-1].cls & C_THING)))
		return false;
	/* two bomb disposal experts */
	if ((t->cls & (C_THING | C_CAUSE)) && (t->form & FORM_BASE) && t[1].kind == TOKEN_WORD &&
	    (t[1].cls == 0 || (t[1].cls & (C_THING | C_ORG))) && !(t[1].flags & TOKEN_CAP))
		return true;
	return (t[1].cls & (C_PERSON | C_ADJ | C_COUNTED)) != 0;
}

/* wounded, dead: a noun only as "the wounded", with no noun after it. */
static bool
state_word(const struct chunk *c, const struct token *t)
{
	if (!(t->cls & C_COUNTED) || !(t->cls & (C_ADJ | C_DEAD)))
		return false;
	/* "11 muertos": a noun right behind its number, where adjectives do not stand before one */
	if (c->head == SIZE_MAX && c->num == t - 1 && lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER))
		return false;
	return !(c->definite || c->one) || c->head != SIZE_MAX ||
	    (c->at + 1 < c->end && (t[1].cls & (C_PERSON | C_ADJ)));
}

/* The apostrophe of three villagers' bodies: what follows is the head.  Before a head, one quotes. */
static bool
take_genitive(struct chunk *c)
{
	if (c->head == SIZE_MAX)
		return true;
	if (c->at + 1 >= c->end || !(c->tok[c->head].form & FORM_PLURAL) ||
	    !(c->tok[c->at + 1].cls & (C_PERSON | C_COUNTED)))
		return false;
	c->mods |= c->tok[c->head].cls & C_FACTION;
	c->head = SIZE_MAX;
	c->last = c->at;
	return true;
}

/* "un soldado ucraniano": a person, but here said of the one before it. */
static bool
modifies_head(const struct chunk *c, const struct token *t)
{
	return c->head != SIZE_MAX && (t->cls & C_ADJ) && lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER);
}

/* Where nouns bend: is the noun, in a form of its own or counted but not plural as t is, no modifier? */
static bool
case_ends(const struct chunk *c, const struct token *t)
{
	const struct token *h = &c->tok[c->head];

	return c->verbs_last && ((h->form & FORM_OBJECT) ||
	    (c->num != NULL && !(h->form & FORM_PLURAL) && (t->form & FORM_PLURAL) &&
	     lexicon_has(c->d->lx, HABIT_COUNTED_SINGULAR)));
}

/* "cinco niños muertos": what became of them, and no noun, where modifiers stand behind. */
static bool
tells_of_head(const struct chunk *c, const struct token *t)
{
	return c->head != SIZE_MAX && (t->cls & C_COUNTED) &&
	    (t->cls & (C_DEAD | C_KILL | C_DISPLACE)) && lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER);
}

/* rebel, Taliban; but not force, gang */
static bool
is_irregular(const struct chunk *c, const struct token *t)
{
	return (t->cls & C_ARMED) && !((t->cls & C_COLLECTIVE) && (t->form & FORM_SINGULAR)) && str_eq(doc_text(c->d, t->word->who), STR("fighters"));
}

/* Is the token at c->at part of the run of nouns and adjectives?  Notes what it is. */
static bool
take_nominal(struct chunk *c)
{
	const struct token *t = &c->tok[c->at];
	const uint64_t stop = C_PREP | C_OF | C_BY | C_TO | C_BE | C_HAVE | C_MODAL | C_SUBORD |
	    C_RELATIVE | C_SUBSET | C_PRONOUN | C_NEG | C_DET;

	if (t->kind == TOKEN_PUNCT)
		return is_mark(t, '"') || (is_mark(t, '\'') && take_genitive(c)) ||
		    (is_mark(t, '/') && c->head == SIZE_MAX && (c->num != NULL || c->det) &&
		     t[-1].kind == TOKEN_WORD);
	if (t->kind == TOKEN_NUMBER)
		return (t->flags & TOKEN_HYPHEN) != 0;
	if (tells_of_head(c, t))
		return false;
	if ((t->cls & (C_PERSON | C_COUNTED | C_LIFE)) && !state_word(c, t) && !modifies_head(c, t)) {
		if ((t->cls & C_COUNTED) && !(t->cls & C_PERSON) && c->num == NULL && !c->det &&
		    (t->cls & (C_KILL | C_DISPLACE)))
			return false;
		/* took four nurses hostage: a plural noun takes no singular one after it */
		if (c->head != SIZE_MAX && (c->tok[c->head].form & FORM_PLURAL) && !(c->tok[c->head].form & FORM_SINGULAR) &&
		    !(c->tok[c->head].cls & (C_COLLECTIVE | C_DEMONYM)) && !(t->form & FORM_PLURAL))
			return false;
		if (c->head != SIZE_MAX && (c->head_first || case_ends(c, t)))
			return false;
		if (c->head != SIZE_MAX) {
			c->mods |= c->tok[c->head].cls;
			c->irregular = c->irregular || is_irregular(c, &c->tok[c->head]);
		}
		c->head = c->at;
		c->last = c->at;
		c->thing = false;
		return true;
	}
	if ((t->cls & C_POSSESSIVE) && !(t->cls & C_DET)) {
		if (c->head != SIZE_MAX)
			c->mods |= c->tok[c->head].cls & C_FACTION;
		c->head = SIZE_MAX;
		c->last = c->at;
		return true;
	}
	if (t->cls & C_ADJ) {
		/* dos soldados ucranianos */
		if (modifies_head(c, t)) {
			c->mods |= t->cls & (C_FACTION | C_ADJ);
			c->last = c->at;
			return true;
		}
		if (c->head != SIZE_MAX && !(t->flags & TOKEN_CAP) && !(c->tok[c->head].cls & C_DEMONYM))
			return false;
		c->mods |= t->cls & (C_ARMED | C_FACTION | C_ADJ);
		if (t->cls & (C_KILL | C_DEAD))
			c->state = c->at;
		c->last = c->at;
		return true;
	}
	if (t->cls & stop)
		return false;
	if (t->cls & (C_KILL | C_DIE | C_DEAD | C_VERB | C_DISPLACE | C_FLEE | C_SPEECH | C_BEAT |
	    C_LEAVE | C_DAMAGE | C_CLAIM | C_SUFFER | C_LOSE)) {
		if (is_name(t) && !(t->flags & TOKEN_FIRST) && c->head == SIZE_MAX && !c->d->t.sent->all_caps
		    && !(t->cls & (C_KILL | C_DIE | C_DEAD)))
			return c->last = c->at, true;
		if (!verbal_modifier(c, t))
			return false;
		c->last = c->at;
		return true;
	}
	if (t->cls & (C_ADVERB | C_AND | C_TIME | C_WEEKDAY | C_MONTH))
		return false;
	if (c->head != SIZE_MAX && (t->flags & TOKEN_CAP) && !(t->cls & (C_ORG | C_THING)))
		return false; /* a name after the noun: taken apart */
	if (t->cls != 0 && !(t->cls & NOMINAL))
		return false;
	if (c->head != SIZE_MAX && (c->head_first || case_ends(c, t) ||
	    (c->verbs_last && (t->cls == 0 || (t->cls & C_EXODUS)))))
		return false; /* the villagers of a place; three soldiers in-the-hospital died */
	/* the markets of China | a farmer: a name is no modifier of what follows it */
	if (c->head_first && c->head == SIZE_MAX && c->num == NULL && !c->det && !c->other && is_name(t) &&
	    !(t->flags & TOKEN_FIRST))
		return false;
	if (c->unknown == 0 && c->head == SIZE_MAX && c->num == t - 1 && (t->cls & (C_THING | C_TIME)))
		c->unit = true; /* 15 km northwest */
	c->unknown++;
	c->last = c->at;
	if (t->cls & (C_THING | C_ORG | C_FACILITY | C_STRIKE | C_CAUSE | C_HARM | C_TIME)) {
		c->thing = true;
		return true;
	}
	if (c->head != SIZE_MAX && (c->tok[c->head].form & FORM_PLURAL) &&
	    (!(c->tok[c->head].cls & C_COLLECTIVE) || (c->tok[c->head].cls & C_GENERIC)))
		return false;
	c->thing = c->head != SIZE_MAX;
	return true;
}

static bool
opens_bracket(const struct token *t)
{
	return is_mark(t, '(') || is_mark(t, '[');
}

/* Past the short bracket that opens here and a noun that follows it; c->at if there is none.  One
 * that holds a number and more says something of its own: five (5) men, but 79 [later 200] people. */
static size_t
bracket_end(const struct chunk *c)
{
	for (size_t i = c->at + 1; i < c->end && i < c->at + 8; i++)
		if (c->tok[i].kind == TOKEN_NUMBER && (i > c->at + 1 || i + 1 == c->end ||
		    c->tok[i + 1].kind != TOKEN_PUNCT))
			return c->at;
		else if (is_mark(&c->tok[i], ')') || is_mark(&c->tok[i], ']'))
			return i + 1 < c->end && ((c->tok[i + 1].cls & (C_PERSON | C_ADJ | C_ORG)) ||
			    opens_bracket(&c->tok[i + 1])) ? i + 1 : c->at;
	return c->at;
}

/* A name with "of" in it before the noun: a University of Nairobi student. */
static size_t
name_with_of(const struct chunk *c)
{
	size_t i = c->at + 1;

	if (c->head != SIZE_MAX || c->at == c->first || !(c->tok[c->at - 1].cls & (C_ORG | C_FACTION)) ||
	    !(c->tok[c->at - 1].flags & TOKEN_CAP))
		return c->at;
	while (i < c->end && i < c->at + 5 && (c->tok[i].flags & TOKEN_CAP) && !(c->tok[i].cls & C_PERSON))
		i++;
	return i > c->at + 1 && i < c->end && (c->tok[i].cls & C_PERSON) ? i : c->at;
}

/* 14 army and loyalist | and 19 rebel fighters; 207 army and rebel | deaths: two sides under one
 * number, whose noun is still to come.  At the "and". */
static bool
joined_sides(const struct chunk *c)
{
	const uint64_t side = C_ADJ | C_FACTION | C_PERSON;
	const struct token *t = &c->tok[c->at];

	if (c->at + 3 >= c->end || !(t[-1].cls & side) || (t[-1].form & FORM_PLURAL) || !(t[1].cls & side) ||
	    (t[1].form & FORM_PLURAL))
		return false;
	return ((t[2].cls & C_AND) && t[3].kind == TOKEN_NUMBER) ||
	    ((t[2].cls & (C_PERSON | C_COUNTED)) && (t[2].form & FORM_PLURAL));
}

/* a suspected and wanted | militia member: two modifiers of one noun.  At the "and". */
static bool
joined_modifiers(const struct chunk *c)
{
	const struct token *t = &c->tok[c->at];

	return c->head == SIZE_MAX && c->at > c->first && c->at + 2 < c->end && (t[-1].cls & C_ADJ) &&
	    (t[1].cls & C_ADJ) && !(t[1].cls & C_PERSON) && (t[2].cls & (C_PERSON | C_ADJ | C_FACTION));
}

/* 60 Tarn Brigade and 5th Assault Corps | fighters: two names under one number.  At the "and"; where the
 * noun is, or c->at. */
static size_t
joined_names(const struct chunk *c)
{
	size_t i = c->at + 1;

	if (c->num == NULL || c->head != SIZE_MAX || !(c->tok[c->at - 1].flags & TOKEN_CAP))
		return c->at;
	while (i < c->end && i < c->at + 6 && ((c->tok[i].flags & TOKEN_CAP) || (c->tok[i].cls & C_ORDINAL)) &&
	    !(c->tok[i].cls & C_PERSON))
		i++;
	return i > c->at + 1 && i < c->end && (c->tok[i].cls & C_PERSON) && (c->tok[i].form & FORM_PLURAL) &&
	    !(c->tok[i].flags & TOKEN_CAP) ? i : c->at;
}

static void
read_nominals(struct chunk *c)
{
	size_t from = c->at;

	c->head = SIZE_MAX;
	c->last = from == c->first ? from : from - 1;
	while (c->at < c->end && c->at - from < NOMINALS_MAX) {
		const struct token *t = &c->tok[c->at];

		if ((t->cls & C_AND) && c->at > from && joined_modifiers(c)) {
			c->at++;
			continue;
		}
		if ((t->cls & C_AND) && c->at > from && joined_names(c) > c->at) {
			c->at = joined_names(c);
			c->thing = false;
			continue;
		}
		/* three police and army officers; 12 women and children */
		if ((t->cls & C_AND) && c->num != NULL && c->at > from && c->at + 1 < c->end &&
		    !(t->flags & TOKEN_FOLDED)) {
			const struct token *n = t + 1;

			if (joined_sides(c)) {
				c->at++;
				continue;
			}
			if ((n->cls & C_ADJ) && c->at + 2 < c->end)
				n++;
			if ((n->cls & C_PERSON) && (n->form & FORM_PLURAL) &&
			    (c->head == SIZE_MAX || (c->tok[c->head].form & FORM_PLURAL) ||
			     (c->tok[c->head].cls & C_COLLECTIVE))) {
				c->at++;
				continue;
			}
		}
		if ((t->cls & C_OF) && name_with_of(c) > c->at) {
			c->at = name_with_of(c);
			continue;
		}
		/* brackets between number or modifier and head */
		if (opens_bracket(t) && (c->head == SIZE_MAX || c->thing || (c->tok[c->head].cls & C_COLLECTIVE)) &&
		    (c->at > from || c->num != NULL)) {
			size_t end = bracket_end(c);

			if (end > c->at) {
				c->at = end;
				continue;
			}
		}
		if (!take_nominal(c))
			break;
		c->at++;
	}
}

/* Names after the noun: "commander Karim Tarni". */
static size_t
name_end(const struct chunk *c, size_t at)
{
	while (at < c->end && ((is_name(&c->tok[at]) && !(c->tok[at].cls & (C_KILL | C_DIE | C_DEAD))) ||
	    (is_mark(&c->tok[at], '.') && (c->tok[at - 1].cls & C_TITLE) && at + 1 < c->end && is_name(&c->tok[at + 1]))))
		at++;
	return at;
}

struct group *
group_add(struct doc *d, struct groups *g, size_t first, size_t last)
{
	struct group *r;

	if (g->n == g->cap)
		g->items = arena_grow(d->arena, g->items, g->n, &g->cap, sizeof(*r));
	r = &g->items[g->n++];
	*r = (struct group){ .first = (uint32_t)first, .last = (uint32_t)last,
		.head = (uint32_t)last };
	for (size_t i = first; i <= last; i++)
		d->t.tok[i].group = (uint16_t)g->n;
	return r;
}

void
group_number(struct group *g, const struct token *num)
{
	g->count = num->value;
	g->low = num->low;
	g->high = num->high;
	g->bound = (enum bound)num->bound;
	g->stated = true;
	g->plural = num->value != 1;
}

static void
set_count(struct group *g, int64_t n)
{
	g->count = g->low = g->high = n;
	g->bound = BOUND_EXACT;
	g->plural = n != 1;
}

/* May a bare number stand here for people? */
static bool
bare_allowed(const struct chunk *c)
{
	const struct token *t = &c->tok[c->at - 1], *prev, *next;
	size_t i = c->at;

	next = i < c->end ? &c->tok[i] : NULL;
	if (next != NULL && (next->cls & (C_THING | C_TIME | C_CURRENCY | C_MONTH | C_FACILITY | C_STRIKE)))
		return false;
	if (next != NULL && is_mark(next, '%'))
		return false;
	if (c->part || c->first == 0 || c->first == c->d->t.sent->first)
		return true;
	prev = &c->tok[c->first - 1];
	if (c->tok[c->first].flags & TOKEN_FIRST)
		return true;
	if (prev->kind == TOKEN_PUNCT) {
		bool closes = next == NULL || (next->kind == TOKEN_PUNCT && next->punct != '"');

		if (is_mark(prev, '(') && closes)
			return false;
		if (prev->punct == ',' && closes && t->digits && c->first >= 2 && t->bound == BOUND_EXACT &&
		    ((prev[-1].flags & TOKEN_CAP) || (prev[-1].cls & C_PERSON)))
			return false; /* an age */
		return prev->punct != '/' && prev->punct != '#';
	}
	if (prev->cls & (C_NUMBERED | C_CURRENCY | C_MONTH))
		return false;
	if (prev->cls == 0 || ((prev->cls & (C_THING | C_ORG | C_ADJ)) &&
	    !(prev->cls & (C_VERB | C_KILL | C_DISPLACE | C_BEAT | C_ADVERB))))
		return (t->flags & TOKEN_FIRST) != 0 || t->bound != BOUND_EXACT || !t->digits;
	return true;
}

/* family of five, crew of 12 */
static const struct token *
inner_number(const struct chunk *c, size_t at)
{
	if (at + 1 < c->end && (c->tok[at].cls & C_OF) && c->tok[at + 1].kind == TOKEN_NUMBER &&
	    !(c->tok[at + 1].flags & TOKEN_NO_COUNT))
		return &c->tok[at + 1];
	return NULL;
}

static void
describe(struct group *g, const struct chunk *c)
{
	if (c->head != SIZE_MAX) {
		const struct token *h = &c->tok[c->head];

		g->head = (uint32_t)c->head;
		g->noun = h->word;
		g->cls = h->cls | (c->mods & (C_ARMED | C_FACTION)) | (c->head == c->age ? C_PERSON : 0);
		g->who = doc_text(c->d, h->word->who);
		if (c->irregular && str_eq(g->who, STR("soldiers"))) /* a rebel commander */
			g->who = STR("fighters");
		g->plural = (h->form & FORM_PLURAL) && !(h->form & FORM_SINGULAR);
	}
	g->other = c->other;
	g->both = c->both;
	/* hostages: those told of before */
	g->definite = c->definite || (g->plural && c->num == NULL && str_eq(g->who, STR("prisoners")));
	g->det = c->det;
	g->modified = (c->mods & C_ADJ) != 0;
	g->state = (uint32_t)c->state;
	g->unknown = c->head == SIZE_MAX && c->unknown > 0;
	g->subset = c->part && c->head != SIZE_MAX;
	g->of_them = c->part;
}

/* "Palestinian killed"; "kill Palestinian in raid": no adjective where a victim is told. */
static bool
is_victim(const struct chunk *c)
{
	return (c->at < c->end && (c->tok[c->at].cls & (C_KILL | C_DEAD)) && (c->tok[c->at].form & FORM_PARTICIPLE)) ||
	    (!(c->tok[c->first].flags & TOKEN_FIRST) && c->first > 0 && (c->tok[c->first - 1].cls & C_KILL) &&
	     c->tok[c->first - 1].group == 0);
}

static void
count_group(struct group *g, const struct chunk *c)
{
	const struct token *inner = inner_number(c, c->at);

	if (inner != NULL && c->num == NULL && c->head != SIZE_MAX && (g->cls & C_COLLECTIVE)) {
		group_number(g, inner);
		return;
	}
	if (c->num != NULL) {
		bool plural = g->plural;

		group_number(g, c->num);
		g->plural = g->plural || (plural && !(g->count == 1));
	} else if (c->both) {
		set_count(g, 2);
	} else if (c->head != SIZE_MAX && g->noun->value == PAIR && !g->plural) {
		set_count(g, 2);
		g->stated = (c->tok[c->head].form & FORM_DUAL) != 0;
	} else if (c->one && !c->possessive && g->plural && c->head != SIZE_MAX &&
	    !(g->cls & (C_COLLECTIVE | C_COUNTED))) {
		set_count(g, 1); /* a women */
	} else if (!g->plural && c->head != SIZE_MAX && !(g->cls & C_COLLECTIVE) &&
	    (!(g->cls & C_DEMONYM) || c->det || is_victim(c))) {
		set_count(g, 1);
	} else if (c->head == SIZE_MAX && c->other && !g->unknown &&
	    (c->one || (c->definite && !(c->tok[c->last].form & FORM_PLURAL)))) {
		set_count(g, 1);
	}
}

/* thirty people at least: a bound that stands behind the noun. */
static void
bound_after(struct group *g, const struct chunk *c)
{
	struct token num;

	if (c->num == NULL || c->at >= c->end || !(c->tok[c->at].cls & C_BOUND) ||
	    !(c->tok[c->at].form & FORM_POST) || c->num->bound != BOUND_EXACT)
		return;
	num = *c->num;
	number_bound(&num, (enum bound)c->tok[c->at].word->bound);
	group_number(g, &num);
}

/* The group that begins at token i, added to g; gives the next token, or i if there is none. */
static size_t
group_at(struct doc *d, const struct sentence *s, struct groups *gs, size_t i)
{
	struct chunk c = { .d = d, .tok = d->t.tok, .first = i, .end = s->end, .at = i,
		.head = SIZE_MAX, .age = SIZE_MAX,
		.head_first = lexicon_has(d->lx, HABIT_HEAD_FIRST),
		.verbs_last = lexicon_has(d->lx, HABIT_VERBS_LAST) };
	struct group *g;
	size_t last;

	read_determiners(&c);
	c.nouns = c.at;
	if (c.at == i && !may_open(&c.tok[i]))
		return i;
	if (c.at < c.end)
		read_nominals(&c);
	if (c.thing && c.head != SIZE_MAX)
		c.head = SIZE_MAX, c.unknown++;
	if (c.head == SIZE_MAX && c.age != SIZE_MAX && c.unknown == 0) /* a 14 year old was killed */
		c.head = c.last = c.age, c.at = c.age + 1;
	if (c.head == SIZE_MAX) {
		if (c.thing || c.unit || (c.num == NULL && !c.other && !c.both))
			return i;
		if (c.num == NULL && c.unknown > 0)
			return i;
		if (c.num != NULL && c.unknown == 0 && c.mods == 0) {
			c.at = (size_t)(c.num - c.tok) + 1;
			if (c.at < c.end && (c.tok[c.at].cls & C_OTHER))
				c.at++;
			if (!bare_allowed(&c))
				return i;
			c.last = c.at - 1;
		} else if (c.num != NULL && (c.unknown == 0 || c.state > 0)) { /* four wounded: the number alone */
			c.state = 0;
			c.at = (size_t)(c.num - c.tok) + 1;
			if (c.at < c.end && (c.tok[c.at].cls & C_OTHER))
				c.at++;
			c.last = c.at - 1;
		} else if (c.num == NULL && c.state > 0) { /* and another detained */
			c.state = 0;
			c.at = c.nouns;
			c.last = c.at - 1;
		}
	} else {
		size_t end = c.head + 1;

		while (end < c.at && modifies_head(&c, &c.tok[end]))
			end++;
		end = name_end(&c, end);

		if (c.verbs_last && end < c.end && group_oblique(&c.tok[end]))
			end = c.head + 1; /* 12 people from Tarn */
		c.last = end - 1;
		c.at = end;
	}
	last = c.last;
	g = group_add(d, gs, i, last);
	describe(g, &c);
	g->named = c.head != SIZE_MAX && last > c.head;
	if (c.head != SIZE_MAX && !c.det && c.num == NULL && !g->named && (g->cls & C_TITLE) &&
	    !(g->cls & C_PERSON))
		g->unknown = true;
	count_group(g, &c);
	bound_after(g, &c);
	return last + 1;
}

void
groups_find(struct doc *d, const struct sentence *s, struct groups *out)
{
	out->n = 0;
	for (size_t i = s->first; i < s->end;) {
		size_t next = i;
		const struct token *t = &d->t.tok[i];

		d->t.tok[i].group = 0;
		if ((t->cls & C_PRONOUN) && (t->cls & C_DET))
			next = group_at(d, s, out, i); /* her two children */
		if (next == i && (t->cls & C_PRONOUN)) {
			struct group *g = group_add(d, out, i, i);

			g->pronoun = true;
			g->definite = true;
			g->plural = (t->form & FORM_PLURAL) != 0;
			if (!g->plural)
				set_count(g, 1);
			next = i + 1;
		} else if (next == i && t->kind != TOKEN_PUNCT && may_open(t) && !follows_subject(d, s, i)) {
			next = group_at(d, s, out, i);
		}
		i = next > i ? next : i + 1;
	}
	groups_attach(d, s, out);
}

bool
group_headline(const struct group *g)
{
	return g->stated || (g->bound == BOUND_EXACT && !g->det && !g->named && !g->pronoun);
}

struct group *
group_of(const struct doc *d, const struct groups *g, size_t i)
{
	uint16_t n = d->t.tok[i].group;

	return n == 0 || n > g->n ? NULL : &g->items[n - 1];
}

/* Jan, April, May: a man's or woman's name where no day stands beside it. */
static bool
month_name(const struct chunk *c, size_t i)
{
	return (c->tok[i].cls & C_MONTH) && (c->tok[i].flags & TOKEN_CAP) &&
	    (i + 1 == c->end || c->tok[i + 1].kind != TOKEN_NUMBER);
}

/* al-Tarni */
static bool
is_tied_name(const struct chunk *c, size_t i)
{
	return (c->tok[i].flags & TOKEN_DASH) && inner_capital(token_text(c->d, i));
}

/* CARLOS RIF was shot: where all words have capitals, two that no list has. */
static size_t
name_in_capitals(const struct chunk *c)
{
	size_t i = c->at;

	while (i < c->end && c->tok[i].kind == TOKEN_WORD && c->tok[i].word->id == 0 && c->tok[i].cls == 0)
		i++;
	return i > c->at + 1 ? i : c->at;
}

/* Where the name ends that begins at c->at; c->at: there is none. */
static size_t
full_name(const struct chunk *c, const struct sentence *s)
{
	const struct token *t = &c->tok[c->at];

	if (s->all_caps)
		return name_in_capitals(c);
	if (!(is_name(t) || is_tied_name(c, c->at) || month_name(c, c->at)) ||
	    ((t->flags & TOKEN_CAPS) && t->end - t->start > 4))
		return c->at;
	return name_end(c, c->at + 1);
}

struct group *
group_demand(struct doc *d, const struct sentence *s, struct groups *gs, size_t i)
{
	struct chunk c = { .d = d, .tok = d->t.tok, .first = i, .end = s->end, .at = i,
		.age = SIZE_MAX };
	struct group *g;
	size_t end;

	read_determiners(&c);
	if (c.num != NULL)
		return NULL;
	end = c.at == i ? full_name(&c, s) : i;
	if (end > i) {
		if (end < c.end && (c.tok[end].cls & (C_POSSESSIVE | C_THING | C_ORG)))
			return NULL;
		if (c.tok[end - 1].cls & (C_ORG | C_THING | C_FACTION | C_COLLECTIVE))
			return NULL;
		g = group_add(d, gs, i, end - 1);
		g->named = true;
		set_count(g, 1);
		return g;
	}
	if (!c.one || c.at == i || c.at >= c.end)
		return NULL;
	read_nominals(&c);
	if (c.head != SIZE_MAX || c.thing || c.unknown == 0 || c.tok[c.last].cls != 0)
		return NULL;
	g = group_add(d, gs, i, c.last);
	g->unknown = true;
	set_count(g, 1);
	return g;
}
