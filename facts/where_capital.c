/* where_capital.c -- in the Somali capital, in Somalia's capital, in the capital of
 * Somalia: the town that is meant where no name says which.  The gazetteer has it as the
 * country's district. */
#include "config.h"

#include "facts/name_around.h"
#include "facts/where_in.h"

/* The capital | of Nigeria; but its commercial | capital: does the noun stand at token i
 * without an adjective? */
static bool
is_bare_capital(const struct context *c, size_t i)
{
	return tok(c, i)->word->value == CAPITAL &&
	    (tok(c, i - 1)->kind != TOKEN_WORD ||
		(tok(c, i - 1)->cls & (C_PREP | C_DET)));
}

/* Is it the capital of the country whose name or adjective is tokens first to last? */
static bool
is_of_capital(const struct context *c, size_t first, size_t last)
{
	size_t head = last + 1;

	head += (tok(c, head)->cls & C_POSSESSIVE) ||
	    ((tok(c, head)->form & FORM_POST) &&
		(tok(c, head)->flags & TOKEN_TIGHT)); /* 's, 'nin */
	if (tok(c, head)->word->value == CAPITAL)
		return true;
	first -= (tok(c, first - 1)->cls & C_DET) != 0;
	first -= (tok(c, first - 1)->cls & C_OF) != 0;
	return is_bare_capital(c, first - 1);
}

static struct str
capital_of(struct gaz_place *country)
{
	gazetteer_texts(country, 1);
	return country->admin2;
}

struct str
where_capital(const struct context *c, size_t first, size_t last,
    struct gaz_place *country)
{
	return is_of_capital(c, first, last) ? capital_of(country) : STR_NONE;
}

void
where_set_capital(const struct context *c, struct fact *f)
{
	struct gaz_place country;

	for (size_t i = 0; f->n_places == 1 && i < c->names->n_names; i++) {
		const struct place_phrase *p = &c->names->names[i];

		if (token_text(c->d, p->first).p != f->places[0].name.p ||
		    !is_of_capital(c, p->first, p->last))
			continue;
		if (phrase_known_name(c->d, p->first, p->last, &country) &&
		    country.kind == GAZ_COUNTRY && capital_of(&country).n > 0)
			f->places[0].name = country.admin2;
	}
}
