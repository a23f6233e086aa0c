/* agent_cause.c -- see attr_in.h: whose the attack, the raid, the blast was. */
#include "config.h"

#include "facts/attr_in.h"
#include "facts/country.h"
#include "facts/ground_words.h"

#define BESIDE_DEED 3
/* of düzenlediği: the cause behind it was the deed of those before it */
#define DEED_OF 22

/* The ambush of an army | convoy, a raid on an army | base: does a noun go on behind the
 * actor, so that it is that one's? */
static bool
is_modifier(const struct context *c, const struct actor_phrase *a)
{
	const uint64_t nouns = C_THING | C_PERSON | C_ORG | C_FACILITY | C_COLLECTIVE |
	    C_FACTION;
	const struct token *next = tok(c, a->last + 1);

	return a->last + 1u < c->s->end &&
	    ((next->cls & nouns) || (next->word->ground & (G_HEAD | G_SITE | G_GOODS)));
}

/* Behind a cause, does the word at token i say whose it is: de, of, von; Arabic li- ? */
static bool
says_whose(const struct context *c, size_t i)
{
	const struct token *t = tok(c, i);

	return (t->cls & C_OF) ||
	    (lexicon_has(c->d->lx, HABIT_NO_CAPITALS) && (t->cls & C_TO) &&
		t->end == t[1].start);
}

static const struct actor_phrase *
agent_behind_cause(const struct context *c, size_t at)
{
	bool bare = lexicon_has(c->d->lx, HABIT_HEAD_FIRST); /* атака | боевиков */
	size_t of = at + 1;

	/* asesinato de soldados: theirs who died */
	if (tok(c, at)->cls & (C_DEATH | C_KILL))
		return NULL;
	while (of < c->s->end && (tok(c, of)->cls & (C_ADJ | C_DEMONYM)) &&
	    !(tok(c, of)->cls & C_FACTION))
		of++;
	for (size_t i = 0; of < c->s->end && i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];
		bool owns = says_whose(c, of) ? a->first > of && a->first <= of + 2
					      : bare && a->first > at &&
			a->first <= of + is_arabic_article(c->d, of);

		if (owns && !agent_is_victim(c, a) && !is_modifier(c, a))
			return a;
	}
	return NULL;
}

/* Ordunun … düzenlediği | saldırıda: the token of a word that says that the cause at
 * token at is the deed of those named before; SIZE_MAX: none does. */
static size_t
deed_at(const struct context *c, size_t at)
{
	if (!lexicon_has(c->d->lx, HABIT_VERBS_LAST))
		return SIZE_MAX;
	for (size_t i = at;
	     i-- > c->s->first && i + BESIDE_DEED >= at && tok(c, i)->kind == TOKEN_WORD;)
		if ((tok(c, i)->cls & C_VERB) && tok(c, i)->word->value == DEED_OF)
			return i;
	return SIZE_MAX;
}

static const struct actor_phrase *
agent_of_deed(const struct context *c, size_t deed)
{
	for (size_t i = c->names->n_actors; i-- > 0;) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (a->last < deed)
			return agent_is_parted(c, a->last + 1, deed) ||
				agent_is_victim(c, a)
			    ? NULL
			    : a;
	}
	return NULL;
}

size_t
agent_country_of_deed(const struct context *c, size_t at)
{
	size_t deed = deed_at(c, at);
	struct gaz_place country;

	for (size_t i = deed;
	     deed != SIZE_MAX && i-- > c->s->first && tok(c, i)->kind != TOKEN_PUNCT;)
		if ((tok(c, i)->flags & TOKEN_CAP) && (tok(c, i + 1)->form & FORM_POST) &&
		    country_named(c->d, i, i, &country) && !country.demonym)
			return i;
	return SIZE_MAX;
}

const struct actor_phrase *
agent_of_cause(const struct context *c, size_t at)
{
	size_t deed = deed_at(c, at);

	return deed != SIZE_MAX ? agent_of_deed(c, deed) : agent_behind_cause(c, at);
}
