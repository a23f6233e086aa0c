/* chunk.c -- see chunk.h. */
#include "config.h"

#include "facts/chunk.h"
#include "facts/ground_words.h"
#include "facts/phrase_in.h"

#define NOMINAL                                                                     \
	(C_THING | C_ORG | C_FACILITY | C_STRIKE | C_CAUSE | C_HARM | C_TIME |      \
	    C_SPEAKER | C_FACTION | C_TITLE | C_DEMONYM | C_CURRENCY | C_NUMBERED | \
	    C_ABBR | C_EXODUS | C_ORDINAL)
#define NOMINALS_MAX 12 /* words between number and head */

static bool
opens_bracket(const struct token *t)
{
	return is_mark(t, '(') || is_mark(t, '[');
}

/* a second | guard, and a third | was captured; wounded a fourth | before he fled: at the
 * ordinal, before people or without a noun. */
static bool
one_more(const struct chunk *c)
{
	const struct token *next = c->at + 1 < c->end ? &c->tok[c->at + 1] : NULL;

	if (next != NULL && !c->definite && (next->cls & C_PERSON))
		return true;
	if (next != NULL && next->kind == TOKEN_WORD &&
	    (next->cls & (C_BE | C_HAVE | C_KILL | C_DIE)))
		return true;
	return c->first > 0 && (c->tok[c->first - 1].cls & C_KILL) &&
	    (next == NULL || next->kind == TOKEN_PUNCT ||
		((next->cls & (C_PREP | C_SUBORD | C_AND | C_ADVERB)) &&
		    !(next->cls & C_OF)));
}

/* a 12-| member gang, a 12-| man crew */
static bool
is_member(const struct chunk *c, const struct token *t)
{
	size_t i = (size_t)(t - c->tok);

	return i + 1 < c->end && (t->cls & C_PERSON) && (t[1].cls & C_COLLECTIVE);
}

/* Takes the number at c->at, or passes it where it tells an age; false: the determiners
 * end before it. */
static bool
take_number(struct chunk *c)
{
	const struct token *t = &c->tok[c->at];

	/* a 16-year old girl; a 12-member | gang */
	if (t->flags & TOKEN_HYPHEN) {
		if (is_member(c, &t[1]))
			c->num = t;
		if (c->at + 1 < c->end && ((t[1].cls & C_TIME) || c->num == t))
			c->at++;
		return true;
	}
	/* a 5 year old child */
	if (c->at + 2 < c->end && (t[1].cls & C_TIME) && (t[2].cls & C_ADJ) &&
	    t[2].word->value == AGE) {
		c->age = c->at += 2;
		return true;
	}
	/* a 23 year-old student */
	if (c->at + 1 < c->end && (t[1].cls & C_PERSON) && t[1].word->value == AGE)
		return true;
	if (c->num != NULL || (t->flags & TOKEN_NO_COUNT))
		return false;
	c->num = t;
	c->part = c->part || (t->word->cls & C_SUBSET); /* ikisi çocuk */
	return true;
}

/* Takes the article or the like at c->at; false: it begins another phrase. */
static bool
take_article(struct chunk *c)
{
	const struct token *t = &c->tok[c->at];

	/* hirió a 20 | el martes */
	if (c->num != NULL && c->at + 1 < c->end && (t[1].cls & (C_WEEKDAY | C_TIME)))
		return false;
	c->det = true;
	c->one = c->one || (t->cls & C_ONE) != 0;
	c->definite = c->definite || !(t->cls & C_ONE);
	c->possessive = c->possessive || (t->cls & C_POSSESSIVE) != 0;
	c->both = c->both || t->word->value == PAIR;
	return true;
}

/* the mostly | young men, 12 allegedly | armed men */
static bool
is_adverb_within(const struct chunk *c)
{
	const struct token *t = &c->tok[c->at];

	return (t->cls & C_ADVERB) && (c->det || c->num != NULL) &&
	    !(t->cls & (C_WEEKDAY | C_BE)) && c->at + 1 < c->end &&
	    ((t[1].cls & (C_ADJ | C_NUMBER | C_PERSON | C_DEMONYM | C_FACTION)) ||
		is_name(&t[1]));
}

/* Takes what may stand before the nouns at c->at; false: it is none of that. */
static bool
take_determiner(struct chunk *c)
{
	const struct token *t = &c->tok[c->at];

	if (t->kind == TOKEN_NUMBER)
		return take_number(c);
	if (t->cls & C_OTHER) {
		c->other = true;
		c->one = c->one || (t->cls & C_ONE) != 0;
		return true;
	}
	if (t->cls & C_DET)
		return take_article(c);
	if (c->num != NULL && c->num == t - 1 && group_part(c->tok, c->at, c->end)) {
		c->at += is_mark(t, '-');
		c->part = true;
		return true;
	}
	if ((t->cls & C_ORDINAL) && c->one && c->num == NULL && one_more(c)) {
		c->other = true;
		return true;
	}
	return is_adverb_within(c);
}

void
chunk_determiners(struct chunk *c)
{
	while (c->at < c->end && take_determiner(c))
		c->at++;
}

/* four police | guardhands, two | moss-rakers: with a plural that is in no list those are
 * counted, whoever they belong to. */
static bool
is_unlisted(const struct chunk *c, const struct token *t)
{
	return c->num != NULL && c->num->value > 1 &&
	    (t->word->id == 0 || (t->cls == C_ADJ && (t->flags & TOKEN_HYPHEN))) &&
	    !(t->flags & TOKEN_CAP) && group_looks_plural(c->d, (size_t)(t - c->tok));
}

/* Could this verb form be a modifier here (a retired nurse, fire victims)? */
static bool
verbal_modifier(const struct chunk *c, const struct token *t)
{
	/* 300 guardhands | fled northern Tarn */
	if (c->head != SIZE_MAX || c->at + 1 >= c->end ||
	    (c->unknown > 0 && is_unlisted(c, t - 1)))
		return false;
	/* two sources | told reporters; a mine | kills shepherds */
	if (((t->cls & C_SPEECH) && (t->form & FORM_PAST)) ||
	    ((t->cls & C_KILL) && (t->form & FORM_THIRD)))
		return false;
	if (!c->det && c->num == NULL)
		return (t[1].cls & C_PERSON) && (t->form & (FORM_BASE | FORM_GERUND)) &&
		    !(t->cls & (C_KILL | C_BEAT));
	/* men on a motorcycle | killed lawyer Karim */
	if ((t->cls & C_KILL) && (t->form & FORM_PAST) && c->at > c->nouns &&
	    (!(t[-1].cls & C_ADJ) || (t[-1].cls & C_THING)))
		return false;
	/* two bomb disposal experts */
	if ((t->cls & (C_THING | C_CAUSE)) && (t->form & FORM_BASE) &&
	    t[1].kind == TOKEN_WORD &&
	    (t[1].cls == 0 || (t[1].cls & (C_THING | C_ORG))) &&
	    !(t[1].flags & TOKEN_CAP))
		return true;
	return (t[1].cls & (C_PERSON | C_ADJ | C_COUNTED)) != 0;
}

#define HEAD (C_PERSON | C_COUNTED | C_LIFE)
#define MAYBE_VERB                                                                    \
	(C_KILL | C_DIE | C_DEAD | C_VERB | C_DISPLACE | C_FLEE | C_SPEECH | C_BEAT | \
	    C_LEAVE | C_DAMAGE | C_CLAIM | C_SUFFER | C_LOSE)

/* Is the word at c->at the last of its clause, but for phrases? */
static bool
ends_clause(const struct chunk *c)
{
	const struct token *next = &c->tok[c->at + 1];

	return c->at + 1 == c->end || next->kind == TOKEN_PUNCT ||
	    ((next->cls & (C_PREP | C_BY | C_AND | C_SUBORD | C_TIME)) &&
		!(next->cls & C_OF));
}

/* wounded, dead: a noun only as "the wounded", with no noun after it. */
static bool
state_word(const struct chunk *c, const struct token *t)
{
	if (!(t->cls & C_COUNTED) || !(t->cls & (C_ADJ | C_DEAD)))
		return false;
	/* "11 muertos": a noun right behind its number, where adjectives do not stand
	 * before one */
	if (c->head == SIZE_MAX && c->num == t - 1 &&
	    lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER))
		return false;
	/* a drone attack | wounded nine: no noun of several behind "a" */
	if (c->one && !c->other && (t->form & FORM_PLURAL) && !(t->form & FORM_SINGULAR))
		return true;
	/* one was killed and the other | wounded; left two men of the Tarn Brigade | dead
	 */
	if ((c->definite ? c->other || (t[-1].cls & (C_ORG | C_FACTION))
			 : c->other && (t[-1].cls & C_ORDINAL)) &&
	    ends_clause(c))
		return true;
	return !(c->definite || c->one) || c->head != SIZE_MAX ||
	    (c->at + 1 < c->end && (t[1].cls & (C_PERSON | C_ADJ)));
}

/* The apostrophe of three villagers' bodies: what follows is the head.  Before a head,
 * one quotes. */
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

bool
chunk_modifies_head(const struct chunk *c, const struct token *t)
{
	return c->head != SIZE_MAX && (t->cls & C_ADJ) &&
	    lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER);
}

/* Where nouns bend: is the noun, in a form of its own or counted but not plural as t is,
 * no modifier? */
static bool
case_ends(const struct chunk *c, const struct token *t)
{
	const struct token *h = &c->tok[c->head];

	return c->verbs_last &&
	    ((h->form & FORM_OBJECT) ||
		(c->num != NULL && !(h->form & FORM_PLURAL) && (t->form & FORM_PLURAL) &&
		    lexicon_has(c->d->lx, HABIT_COUNTED_SINGULAR)));
}

/* Üç işçi | yangında öldü: a counted noun in the singular makes no compound with what
 * befell it, where verbs stand last. */
static bool
befalls_counted(const struct chunk *c, const struct token *t)
{
	return c->verbs_last && (c->num != NULL || c->one) && c->head != SIZE_MAX &&
	    (t->cls & C_CAUSE) && lexicon_has(c->d->lx, HABIT_COUNTED_SINGULAR);
}

/* "cinco niños muertos": what became of them, and no noun, where modifiers stand behind.
 */
static bool
tells_of_head(const struct chunk *c, const struct token *t)
{
	return c->head != SIZE_MAX && (t->cls & C_COUNTED) &&
	    (t->cls & (C_DEAD | C_KILL | C_DISPLACE)) &&
	    lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER);
}

/* rebel, Taliban; but not force, gang */
static bool
is_irregular(const struct chunk *c, const struct token *t)
{
	return (t->cls & C_ARMED) &&
	    !((t->cls & C_COLLECTIVE) && (t->form & FORM_SINGULAR)) &&
	    str_eq(doc_text(c->d, t->word->who), STR("fighters"));
}

/* eine 67-Jährige, but: eine 67-jährige | Frau */
static bool
modifies_next(const struct chunk *c, const struct token *t)
{
	return c->head_first && (t->cls & C_ADJ) && c->at + 1 < c->end &&
	    (t[1].cls & C_PERSON) && !lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER);
}

/* kills 'scores' | of bandits: does the mark close what was opened before the number? */
static bool
closes_quote(const struct token *t)
{
	return is_mark(t, '\'') && t[-1].kind == TOKEN_NUMBER && is_mark(&t[-2], '\'');
}

/* Floods force | 37,000, storm forces | hundreds: with a number right behind it, the verb
 * that the noun may be too. */
static bool
drives_number(const struct chunk *c, const struct token *t)
{
	return (t->cls & C_BEAT) && c->num == NULL && !c->det && c->at + 1 < c->end &&
	    t[1].kind == TOKEN_NUMBER;
}

/* der Angriff | verletzte drei Bauern: where nouns have capitals, a small word behind one
 * of a thing is its verb. */
static bool
follows_noun(const struct chunk *c, const struct token *t)
{
	return c->at > c->nouns && (t->cls & C_COUNTED) && (t->form & FORM_PAST) &&
	    !(t->flags & TOKEN_CAP) && (t[-1].flags & TOKEN_CAP) &&
	    (t[-1].cls & (C_CAUSE | C_THING)) &&
	    lexicon_has(c->d->lx, HABIT_NOUNS_CAPITAL);
}

/* an Iraqi | PMF | fighter: a name in capitals between a people and the noun */
static bool
is_between(const struct chunk *c, const struct token *t)
{
	return c->head + 1 == c->at && (c->tok[c->head].cls & C_DEMONYM) &&
	    (t->flags & TOKEN_CAPS) && c->at + 1 < c->end && (t[1].cls & C_PERSON) &&
	    !(t[1].flags & TOKEN_CAP);
}

/* Notes a noun that is no person, or in no list; false where it begins another phrase. */
static bool
take_other(struct chunk *c, const struct token *t)
{
	if (c->head != SIZE_MAX && !(c->tok[c->head].form & FORM_PLURAL) &&
	    t->word->id == 0 &&
	    lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER)) /* un prêtre | catholique */
		return false;
	if (c->unknown == 0 && c->head == SIZE_MAX && c->num == t - 1 &&
	    (t->cls & (C_THING | C_TIME)))
		c->unit = true; /* 15 km northwest */
	c->unknown++;
	c->last = c->at;
	if ((t->cls &
		(C_THING | C_ORG | C_FACILITY | C_STRIKE | C_CAUSE | C_HARM | C_TIME)) ||
	    ((t->word->ground & G_HEAD) && !(t->form & FORM_SINGULAR) &&
		!lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER))) {
		c->thing = true;
		return true;
	}
	if (c->head != SIZE_MAX && (c->tok[c->head].form & FORM_PLURAL) &&
	    (!(c->tok[c->head].cls & C_COLLECTIVE) || (c->tok[c->head].cls & C_GENERIC)))
		return false;
	if (is_unlisted(c, t)) { /* also: 12 cattle | guardhands */
		c->head = SIZE_MAX;
		c->unit = false;
	}
	c->thing = c->head != SIZE_MAX;
	return true;
}

/* a Taliban | district | chief: does the adjective stand between a side and one of its
 * people?  Not: a patrol | arrested | Mullah Omar. */
static bool
ranks_next(const struct chunk *c, const struct token *t)
{
	const struct token *h = &c->tok[c->head];
	bool plural = c->num != NULL && c->num->value > 1;

	return (h->cls & C_ARMED) && !(t->cls & C_KILL) &&
	    ((h->cls & C_COLLECTIVE) || !(h->form & FORM_PLURAL)) && (plural || c->one) &&
	    c->at + 1 < c->end && (t[1].cls & C_PERSON) &&
	    (t[1].form & (plural ? FORM_PLURAL : FORM_SINGULAR));
}

/* two held over a trader's | murder; three escape | death */
static bool
is_one_act(const struct chunk *c, const struct token *t)
{
	return c->num != NULL && c->num->value > 1 && t - 1 != c->num &&
	    !lexicon_has(c->d->lx, HABIT_COUNTED_SINGULAR) &&
	    (t->cls & (C_COUNTED | C_PERSON)) == C_COUNTED && !(t->form & FORM_PLURAL) &&
	    !(t[-1].cls & (C_ADJ | C_PERSON | C_DEMONYM));
}

/* إصابة | أربعة; but: 155 إصابة: the act, where no number stands before it. */
static bool
is_act(const struct chunk *c, const struct token *t)
{
	return (t->cls & (C_KILL | C_DISPLACE)) ||
	    ((t->cls & C_DEATH) && lexicon_has(c->d->lx, HABIT_NO_CAPITALS));
}

static bool
take_adjective(struct chunk *c, const struct token *t)
{
	bool behind = chunk_modifies_head(c, t); /* dos soldados ucranianos */

	if (!behind && c->head != SIZE_MAX && !(t->flags & TOKEN_CAP) &&
	    !(c->tok[c->head].cls & C_DEMONYM) && !ranks_next(c, t))
		return false;
	/* a patrol | arrested Mullah Omar */
	if ((t->cls & C_KILL) && c->at > c->nouns && (t[1].cls & C_TITLE) &&
	    (t[1].flags & TOKEN_CAP))
		return false;
	c->mods |= t->cls & ((behind ? 0 : C_ARMED) | C_FACTION | C_ADJ);
	if (!behind && (t->cls & (C_KILL | C_DEAD)))
		c->state = c->at;
	c->last = c->at;
	return true;
}

/* A quotation mark, the apostrophe of a genitive, men/women: goes the run on behind it?
 */
static bool
passes_mark(struct chunk *c, const struct token *t)
{
	return is_mark(t, '"') || closes_quote(t) ||
	    (is_mark(t, '\'') && take_genitive(c)) ||
	    (is_mark(t, '/') && c->head == SIZE_MAX && (c->num != NULL || c->det) &&
		t[-1].kind == TOKEN_WORD);
}

/* took three others, three guardhands, three | prisoner */
static bool
is_result(const struct chunk *c, const struct token *t)
{
	return (t->cls & C_RESULT) && c->num != NULL && c->num->value > 1 &&
	    !(t->form & FORM_PLURAL) && (c->other || c->unknown > 0 || ends_clause(c));
}

/* took four nurses | hostage: a plural noun takes no singular one after it */
static bool
is_plural_before(const struct chunk *c, const struct token *t)
{
	const struct token *h = &c->tok[c->head];

	return (h->form & FORM_PLURAL) && !(h->form & FORM_SINGULAR) &&
	    !(h->cls & (C_COLLECTIVE | C_DEMONYM)) && !(t->form & FORM_PLURAL);
}

/* The noun that may be the head: it is, until another one comes. */
static bool
take_head(struct chunk *c, const struct token *t)
{
	bool modified = c->head != SIZE_MAX;

	if ((t->cls & C_COUNTED) && !(t->cls & C_PERSON) && c->num == NULL && !c->det &&
	    is_act(c, t))
		return false;
	if ((modified && is_plural_before(c, t)) || is_one_act(c, t) ||
	    (modified && (c->head_first || case_ends(c, t))))
		return false;
	if (modified) {
		c->mods |= c->tok[c->head].cls;
		c->irregular = c->irregular || is_irregular(c, &c->tok[c->head]);
	}
	c->head = c->last = c->at;
	c->thing = false;
	return true;
}

/* the rebels' | commander */
static bool
take_owner(struct chunk *c)
{
	if (c->head != SIZE_MAX)
		c->mods |= c->tok[c->head].cls & C_FACTION;
	c->head = SIZE_MAX;
	c->last = c->at;
	return true;
}

/* What may be a verb: part of a name, or a participle that modifies. */
static bool
take_verbal(struct chunk *c, const struct token *t)
{
	bool names = is_name(t) && !(t->flags & TOKEN_FIRST) && c->head == SIZE_MAX &&
	    !c->d->t.sent->all_caps && !(t->cls & (C_KILL | C_DIE | C_DEAD));

	if (!names && !verbal_modifier(c, t))
		return false;
	if (!names && (t->cls & C_DEAD)) /* 800 internally displaced Syrians */
		c->state = c->at;
	c->last = c->at;
	return true;
}

/* What is no noun of persons, no adjective and no verb: does the run end before it? */
static bool
ends_before(const struct chunk *c, const struct token *t)
{
	bool headed = c->head != SIZE_MAX;

	if ((t->cls & (C_ADVERB | C_AND | C_TIME | C_WEEKDAY | C_MONTH)) ||
	    befalls_counted(c, t))
		return true;
	if (headed && (t->flags & TOKEN_CAP) && !(t->cls & (C_ORG | C_THING)) &&
	    !is_between(c, t))
		return true; /* a name after the noun: taken apart */
	if (t->cls != 0 && !(t->cls & NOMINAL))
		return true;
	/* the villagers of a place; three soldiers in-the-hospital died */
	if (headed &&
	    (c->head_first || case_ends(c, t) ||
		(c->verbs_last && (t->cls == 0 || (t->cls & C_EXODUS)))))
		return true;
	/* the markets of China | a farmer: a name is no modifier of what follows it */
	return c->head_first && !headed && c->num == NULL && !c->det && !c->other &&
	    is_name(t) && !(t->flags & TOKEN_FIRST);
}

/* During the operation | Major Omar was killed: a title and a name behind a thing, whose
 * they are not. */
static bool
opens_name(const struct chunk *c, const struct token *t)
{
	return c->thing && (t->cls & C_TITLE) && (t->flags & TOKEN_CAP) &&
	    !(t[-1].flags & TOKEN_CAP) && c->head == SIZE_MAX && c->at + 1 < c->end &&
	    (t[1].flags & TOKEN_CAP);
}

/* Is the token at c->at part of the run of nouns and adjectives?  Notes what it is. */
static bool
take_nominal(struct chunk *c)
{
	const struct token *t = &c->tok[c->at];

	if (t->kind == TOKEN_PUNCT)
		return passes_mark(c, t);
	if (t->kind == TOKEN_NUMBER)
		return (t->flags & TOKEN_HYPHEN) != 0;
	if ((t->cls & (C_COUNTED | C_BEAT | C_RESULT | C_TITLE)) &&
	    (tells_of_head(c, t) || drives_number(c, t) || follows_noun(c, t) ||
		is_result(c, t) || opens_name(c, t)))
		return false;
	if ((t->cls & HEAD) && !state_word(c, t) && !chunk_modifies_head(c, t) &&
	    !modifies_next(c, t))
		return take_head(c, t);
	if ((t->cls & C_POSSESSIVE) && !(t->cls & C_DET))
		return take_owner(c);
	if (t->cls == C_ADJ && is_unlisted(c, t)) {
		c->head = SIZE_MAX;
		c->unknown++;
		c->last = c->at;
		return true;
	}
	if (t->cls & C_ADJ)
		return take_adjective(c, t);
	if (t->cls & CHUNK_STOP)
		return false;
	if (t->cls & MAYBE_VERB)
		return take_verbal(c, t);
	return !ends_before(c, t) && take_other(c, t);
}

/* Past the short bracket that opens here and a noun that follows it; c->at if there is
 * none.  One that holds a number and more says something of its own: five (5) men, but 79
 * [later 200] people. */
static size_t
bracket_end(const struct chunk *c)
{
	for (size_t i = c->at + 1; i < c->end && i < c->at + 8; i++)
		if (c->tok[i].kind == TOKEN_NUMBER &&
		    (i > c->at + 1 || i + 1 == c->end ||
			c->tok[i + 1].kind != TOKEN_PUNCT))
			return c->at;
		else if (is_mark(&c->tok[i], ')') || is_mark(&c->tok[i], ']'))
			return i + 1 < c->end &&
				((c->tok[i + 1].cls & (C_PERSON | C_ADJ | C_ORG)) ||
				    opens_bracket(&c->tok[i + 1]))
			    ? i + 1
			    : c->at;
	return c->at;
}

/* A name with "of" in it before the noun: a University of Nairobi student. */
static size_t
name_with_of(const struct chunk *c)
{
	size_t i = c->at + 1;

	if (c->head != SIZE_MAX || c->at == c->first ||
	    !(c->tok[c->at - 1].cls & (C_ORG | C_FACTION)) ||
	    !(c->tok[c->at - 1].flags & TOKEN_CAP))
		return c->at;
	while (i < c->end && i < c->at + 5 && (c->tok[i].flags & TOKEN_CAP) &&
	    !(c->tok[i].cls & C_PERSON))
		i++;
	return i > c->at + 1 && i < c->end && (c->tok[i].cls & C_PERSON) ? i : c->at;
}

/* 14 army and loyalist | and 19 rebel fighters; 207 army and rebel | deaths: two sides
 * under one number, whose noun is still to come.  At the "and". */
static bool
joined_sides(const struct chunk *c)
{
	const uint64_t side = C_ADJ | C_FACTION | C_PERSON;
	const struct token *t = &c->tok[c->at];

	if (c->at + 3 >= c->end || !(t[-1].cls & side) || (t[-1].form & FORM_PLURAL) ||
	    !(t[1].cls & side) || (t[1].form & FORM_PLURAL))
		return false;
	return ((t[2].cls & C_AND) && t[3].kind == TOKEN_NUMBER) ||
	    ((t[2].cls & (C_PERSON | C_COUNTED)) && (t[2].form & FORM_PLURAL));
}

/* a suspected and wanted | militia member: two modifiers of one noun.  At the "and". */
static bool
joined_modifiers(const struct chunk *c)
{
	const struct token *t = &c->tok[c->at];

	return c->head == SIZE_MAX && c->at > c->first && c->at + 2 < c->end &&
	    (t[-1].cls & C_ADJ) && (t[1].cls & C_ADJ) && !(t[1].cls & C_PERSON) &&
	    (t[2].cls & (C_PERSON | C_ADJ | C_FACTION));
}

/* 60 Tarn Brigade and 5th Assault Corps | fighters: two names under one number.  At the
 * "and"; where the noun is, or c->at. */
static size_t
joined_names(const struct chunk *c)
{
	size_t i = c->at + 1;

	if (c->num == NULL || c->head != SIZE_MAX ||
	    !(c->tok[c->at - 1].flags & TOKEN_CAP))
		return c->at;
	while (i < c->end && i < c->at + 6 &&
	    ((c->tok[i].flags & TOKEN_CAP) || (c->tok[i].cls & C_ORDINAL)) &&
	    !(c->tok[i].cls & C_PERSON))
		i++;
	return i > c->at + 1 && i < c->end && (c->tok[i].cls & C_PERSON) &&
		(c->tok[i].form & FORM_PLURAL) && !(c->tok[i].flags & TOKEN_CAP)
	    ? i
	    : c->at;
}

/* 12 women | and children, 12 women | and young men: do those behind the "and" share the
 * number? */
static bool
joined_people(const struct chunk *c)
{
	const struct token *n = &c->tok[c->at + 1];

	if ((n->cls & C_ADJ) && c->at + 2 < c->end)
		n++;
	return (n->cls & C_PERSON) && (n->form & FORM_PLURAL) &&
	    (c->head == SIZE_MAX || (c->tok[c->head].form & FORM_PLURAL) ||
		(c->tok[c->head].cls & C_COLLECTIVE));
}

/* Behind the "and" that joins nominals at c->at, with a name behind it; c->at: it joins
 * none. */
static size_t
past_and(struct chunk *c)
{
	const struct token *t = &c->tok[c->at];
	size_t end;

	if (joined_modifiers(c))
		return c->at + 1;
	end = joined_names(c);
	if (end > c->at) {
		c->thing = false;
		return end;
	}
	return c->num != NULL && c->at + 1 < c->end && !(t->flags & TOKEN_FOLDED) &&
		(joined_sides(c) || joined_people(c))
	    ? c->at + 1
	    : c->at;
}

/* Behind the bracket at c->at between number or modifier and head; c->at: there is none.
 */
static size_t
past_bracket(const struct chunk *c, size_t from)
{
	return opens_bracket(&c->tok[c->at]) &&
		(c->head == SIZE_MAX || c->thing ||
		    (c->tok[c->head].cls & C_COLLECTIVE)) &&
		(c->at > from || c->num != NULL)
	    ? bracket_end(c)
	    : c->at;
}

/* Behind what stands between nominals at c->at and is none; c->at: nothing does. */
static size_t
past_joint(struct chunk *c, size_t from)
{
	const struct token *t = &c->tok[c->at];
	size_t end = c->at;

	if (t->kind != TOKEN_PUNCT && !(t->cls & (C_AND | C_OF)))
		return c->at;
	if ((t->cls & C_AND) && c->at > from)
		end = past_and(c);
	if (end == c->at && (t->cls & C_OF))
		end = name_with_of(c);
	return end > c->at ? end : past_bracket(c, from);
}

void
chunk_nominals(struct chunk *c)
{
	size_t from = c->at, end;

	c->head = SIZE_MAX;
	c->last = from == c->first ? from : from - 1;
	while (c->at < c->end && c->at - from < NOMINALS_MAX) {
		end = past_joint(c, from);
		if (end > c->at)
			c->at = end;
		else if (take_nominal(c))
			c->at++;
		else
			return;
	}
}

/* Anas | al-Tarni, Omar | bin Hur: does the word at token i, behind a capital, go on with
 * the name? */
static bool
is_tied(const struct chunk *c, size_t i)
{
	const struct token *t = &c->tok[i];

	return (t[-1].flags & TOKEN_CAP) && !(t->flags & TOKEN_CAP) && i > c->first &&
	    t->word->cls == 0 &&
	    ((t->flags & TOKEN_DASH) ? inner_capital(token_text(c->d, i))
				     : phrase_small_article(c->d, i));
}

size_t
chunk_name_end(const struct chunk *c, size_t at)
{
	while (at < c->end &&
	    ((is_name(&c->tok[at]) && !(c->tok[at].cls & (C_KILL | C_DIE | C_DEAD))) ||
		is_tied(c, at) ||
		(is_mark(&c->tok[at], '.') && (c->tok[at - 1].cls & C_TITLE) &&
		    at + 1 < c->end && is_name(&c->tok[at + 1]))))
		at++;
	return at;
}
