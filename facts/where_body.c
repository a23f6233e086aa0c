/* where_body.c -- see where_in.h: names behind a preposition that are of somebody, and of
 * no place. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/name_around.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/source.h"
#include "facts/where_in.h"

/* The body | of Karim Tarni, the death of Selma: a person. */
static bool
of_person(const struct context *c, size_t prep)
{
	return prep > c->s->first && (tok(c, prep - 1)->cls & (C_COUNTED | C_DEATH)) &&
	    tok(c, prep + 1)->group != 0;
}

/* ten staff | of Relief International, Karim Tarni | of Al Hur; aboard | a Tarn Air
 * plane: whose name no place has; and according to | the UN mission, the Tarn Institute.
 */
static bool
of_body(const struct context *c, const struct place_phrase *p)
{
	const struct token *t = tok(c, p->prep - 1), *prep = tok(c, p->prep);
	bool named = (t->flags & TOKEN_CAP) && t->group != 0,
	     many = (t->cls & C_COLLECTIVE) || t->word->value == OF_A_SIDE;
	struct gaz_place found;

	if ((prep->cls & C_SPEECH) && p->first < p->last &&
	    !phrase_known_name(c->d, p->first, p->last, &found))
		return true;
	/* the Commission on | Human Rights */
	if ((prep->cls & C_PREP) && (t->cls & C_ORG) && (t->flags & TOKEN_CAP) &&
	    p->first < p->last && tok(c, p->first)->word->id != 0 &&
	    tok(c, p->last)->word->id != 0 &&
	    !phrase_known_name(c->d, p->first, p->last, &found))
		return true;
	if ((prep->cls & C_SPEECH) &&
	    (p->first == p->last ? (tok(c, p->first)->flags & TOKEN_CAPS) != 0
				 : (tok(c, p->last)->cls & C_ORG) != 0))
		return true;
	if ((token_small(c->d, p->prep) & S_FOR) && (t->cls & C_ORG) &&
	    (t->flags & TOKEN_CAP)) /* the Tarn Organization for | Migration */
		return true;
	if (p->first == p->last && (tok(c, p->first)->flags & TOKEN_CAPS) &&
	    (tok(c, p->first)->cls & C_SPEAKER)) /* staff of an | NGO */
		return true;
	return ((prep->word->value == ABOARD && (prep->cls & C_PREP)) ||
		   ((prep->cls & C_OF) &&
		       (named || (p->first < p->last && (t->cls & C_PERSON) && many)))) &&
	    !phrase_known_name(c->d, p->first, p->last, &found);
}

/* Karim Tarni, a resident | of Tarn, believed to be | from Tarn: where somebody is at
 * home. */
static bool
of_home(const struct context *c, const struct place_phrase *p)
{
	const struct token *t = tok(c, p->prep - 1);

	return ((token_ground(c->d, p->prep) & G_FROM) && (t->cls & C_BE)) ||
	    ((tok(c, p->prep)->cls & C_OF) && (t->cls & C_PERSON) &&
		(t[-1].cls & C_ONE) && t[-2].kind == TOKEN_PUNCT && t[-2].punct == ',');
}

/* founder | of Tarn Ambulance, receiving treatment | at the Tarn Medical Centre: what
 * somebody heads, or is cared for in, where no place is known by that name. */
static bool
of_house(const struct context *c, const struct place_phrase *p)
{
	const struct token *t = tok(c, p->prep - 1);
	bool heads = (tok(c, p->prep)->cls & C_OF) && (t->cls & C_PERSON) &&
	    t->word->value != OF_TOWN && t->word->value != OF_DIVISION;
	bool cared;
	struct gaz_place found;

	t -= (t->cls & C_DET) && p->prep > c->s->first + 1u;
	cared = (t->cls & (C_DEAD | C_KILL)) && t->word->outcome == OUTCOME_INJURED;
	return (heads || cared) && !phrase_known_name(c->d, p->first, p->last, &found);
}

/* Does the sentence say in, at or near which place? */
static bool
tells_where(const struct context *c)
{
	for (size_t i = 0; i < c->names->n_names; i++)
		if (c->names->names[i].prep != NOWHERE &&
		    (token_ground(c->d, c->names->names[i].prep) & (G_IN | G_NEAR)))
			return true;
	return false;
}

/* The Communist Party | of Nepal, the Islamic Movement | of Tarn, where a place is told
 * as well: a name that goes on. */
static bool
of_party(const struct context *c, const struct place_phrase *p)
{
	const struct token *t = tok(c, p->prep - 1);
	struct gaz_place found;

	return p->prep > c->s->first + 1u && (t->flags & TOKEN_CAP) &&
	    (t[-1].flags & TOKEN_CAP) && !c->names->title_case &&
	    ((t->cls & (C_ORG | C_COLLECTIVE)) || (t->word->ground & G_FORCE)) &&
	    !(t->word->ground & (G_HEAD | G_SITE)) &&
	    (!phrase_known_name(c->d, p->first, p->last, &found) ||
		found.kind == GAZ_COUNTRY) &&
	    tells_where(c);
}

/* According to | Airwars: who is quoted, and no place that is known?  But: officials in |
 * Tarn */
static bool
is_quoted(const struct context *c, const struct place_phrase *p)
{
	struct str name = token_text(c->d, p->first);
	struct gaz_place found;

	return c->said != NULL && c->said->name.n > 0 && name.p >= c->said->name.p &&
	    name.p < c->said->name.p + c->said->name.n &&
	    (name.p == c->said->name.p ||
		!((tok(c, p->first - 1)->cls & C_OF) ||
		    (token_ground(c->d, p->first - 1) & (G_IN | G_NEAR)))) &&
	    !phrase_known_name(c->d, p->first, p->last, &found);
}

bool
where_names_body(const struct context *c, const struct place_phrase *p)
{
	return is_quoted(c, p) ||
	    ((tok(c, p->prep)->cls & C_OF) &&
		(of_person(c, p->prep) || of_party(c, p))) ||
	    (p->first < p->last && p->prep > c->s->first && of_house(c, p)) ||
	    (p->prep >= c->s->first + 3u && of_home(c, p)) || of_body(c, p);
}

/* Calamba; but Herat, a province as well, into which a village is put without it. */
static bool
names_but_town(const struct context *c, const struct place_phrase *p)
{
	unsigned kinds = phrase_kinds(c->d, doc_words(c->d, p->first, p->last));

	return (kinds & GAZ_BIT(GAZ_TOWN)) &&
	    !(kinds & (GAZ_BIT(GAZ_COUNTRY) | GAZ_BIT(GAZ_ADMIN1)));
}

bool
where_holds_unknown(const struct context *c, const struct place_phrase *p)
{
	const struct token *comma = tok(c, p->first - 1), *next = tok(c, p->last + 1);
	struct gaz_place known;

	if (comma->kind != TOKEN_PUNCT || comma->punct != ',' ||
	    p[-1].last + 2u != p->first || p[-1].prep == NOWHERE)
		return false;
	if (p->last + 1u < c->s->end && next->kind != TOKEN_PUNCT &&
	    !((next->cls & C_PREP) && !(next->cls & C_SUBORD)))
		return false;
	if (phrase_known_name(c->d, p[-1].first, p[-1].last, &known))
		return false;
	if (tok(c, p[-1].last)->kind == TOKEN_NUMBER) /* in District 5, | Kandahar */
		return phrase_known_name(c->d, p->first, p->last, &known) &&
		    known.kind != GAZ_COUNTRY && !known.demonym;
	return names_but_town(c, p);
}
