/* ground_name.c -- what stands behind a name in an object of ground, see ground_in.h. */
#include "config.h"

#include "facts/ground_in.h"
#include "facts/name_around.h"

#define LARGE_TOWN 200000 /* people; no village */
#define OFFICE_SHORT 4    /* without an article */
#define OFFICE_WORDS 10   /* of what somebody is, up to its comma */

bool
is_lower_noun(const struct reader_state *r, size_t i)
{
	const struct token *t = tok(r, i);

	if (t == NULL || t->kind != TOKEN_WORD || (t->flags & TOKEN_CAP))
		return false;
	if (t->word->ground & (G_PERSON | G_GOODS | G_PRIZE))
		return true;
	return !(t->word->cls &
		   ~(C_PERSON | C_COLLECTIVE | C_ARMED | C_ATTACKER | C_THING |
		       C_GENERIC | C_FACILITY | C_STRIKE | C_ORG | C_CAUSE | C_FACTION |
		       C_SPEAKER | C_ADJ | C_DEMONYM)) &&
	    !(t->word->ground & (G_HEAD | G_OVER | G_BACK));
}

bool
is_modifier_of_person(const struct reader_state *r, size_t i)
{
	for (size_t k = i; k < i + 3 && k < r->end; k++) {
		const struct token *t = tok(r, k);

		if (t->kind != TOKEN_WORD || (t->flags & TOKEN_CAP) ||
		    phrase_actor(r->p, k) != NULL)
			return false;
		if (t->word->ground & (G_PERSON | G_GOODS | G_PRIZE))
			return !(cls(r, k) & (C_PREP | C_VERB)) &&
			    !(ground(r, k + 1) & G_SITE); /* the Tarn grain | silo */
		if (!is_lower_noun(r, k) || (t->word->cls & C_ADJ))
			return false;
	}
	return false;
}

/* Karim Tarni, top | militant: what somebody is, without an article, up to its comma or
 * the end */
static bool
is_office_behind(const struct reader_state *r, size_t i)
{
	size_t k = i;

	while (k < r->end && k < i + OFFICE_SHORT && is_lower_noun(r, k) &&
	    !(tok(r, k)->form & (FORM_GERUND | FORM_PAST)))
		k++;
	return k > i && (k >= r->end || punct(r, k) == ',' || punct(r, k) == '.') &&
	    (ground(r, k - 1) & G_PERSON) && !(tok(r, k - 1)->form & FORM_PLURAL);
}

static bool
speaks(const struct reader_state *r, size_t i)
{
	return (cls(r, i) & C_SPEECH) && (tok(r, i)->form & (FORM_PAST | FORM_THIRD));
}

/* took Tarn, the | mayor of Hur said; took Tarn, the | governor of Rimal, Karim Bode,
 * said */
static bool
says_so(const struct reader_state *r, size_t i)
{
	size_t end = i + OFFICE_WORDS < r->end ? i + OFFICE_WORDS : r->end;

	while (i < end && punct(r, i) == 0 && !speaks(r, i))
		if (cls(r, i++) & (C_RELATIVE | C_SUBORD))
			return false;
	if (i < end && punct(r, i) == ',')
		for (i++; i < end && (tok(r, i)->flags & TOKEN_CAP); i++)
			;
	i += punct(r, i) == ',';
	return i < end && speaks(r, i);
}

static bool
is_person_by_apposition(const struct reader_state *r)
{
	if (punct(r, r->i) != ',')
		return false;
	if (!(cls(r, r->i + 1) & (C_DET | C_ONE)))
		return is_office_behind(r, r->i + 1);
	if (says_so(r, r->i + 2))
		return false;
	for (size_t k = r->i + 2; k < r->end && k < r->i + 8; k++) {
		if (punct(r, k) != 0 || (cls(r, k) & (C_PREP | C_RELATIVE | C_BE)))
			return (ground(r, k - 1) & G_PERSON) != 0;
		if (ground(r, k) & G_HEAD)
			return false;
		/* a commander | responsible for */
		if ((ground(r, k) & G_PERSON) && (cls(r, k + 1) & C_ADJ))
			return true;
	}
	return false;
}

/* He, she, his */
static bool
is_of_person(const struct token *t)
{
	return (t->form & FORM_SINGULAR) &&
	    (((t->cls & C_PRONOUN) && t->word->value == SUBJECT_ONLY) ||
		((t->cls & C_DET) && (t->cls & C_POSSESSIVE)));
}

static bool
is_person_by_pronoun(const struct reader_state *r, size_t first, size_t name)
{
	const struct token_list *t = &r->d->t;
	struct gaz_place known;
	size_t i = 0;

	while (i + 1 < t->n_sent && t->sent[i].end <= name)
		i++;
	/* a speaker is a person, too */
	return i + 1 < t->n_sent && is_of_person(&t->tok[t->sent[i + 1].first]) &&
	    !(t->sent[i].cls & C_SPEECH) &&
	    !(phrase_known_name(r->d, first, name, &known) && known.kind == GAZ_TOWN);
}

/* "Troops capture Karim Tarni" | Troops captured Karim Tarni, a commander: what the text
 * says of whom the headline names. */
static bool
is_person_below(const struct reader_state *r, size_t first, size_t name)
{
	const struct token_list *t = &r->d->t;
	struct str words = doc_words(r->d, first, name);
	size_t more = name - first;

	if (!t->sent[0].headline || name >= t->sent[0].end)
		return false;
	for (size_t i = 1; i < t->n_sent; i++)
		for (size_t k = t->sent[i].first; k + more < t->sent[i].end; k++)
			if (str_eq(doc_words(r->d, k, k + more), words)) {
				struct reader_state at = *r;

				at.i = k + more + 1;
				at.end = t->sent[i].end;
				return is_person_by_apposition(&at) ||
				    is_person_by_pronoun(r, k, k + more);
			}
	return false;
}

bool
is_person_around(const struct reader_state *r, size_t first, size_t name)
{
	return is_person_by_apposition(r) ||
	    (name > first &&
		(is_person_by_pronoun(r, first, name) ||
		    is_person_below(r, first, name)));
}

bool
is_speaker(const struct reader_state *r, bool full_name, bool office)
{
	bool aside = punct(r, r->i) == ',';

	for (size_t k = r->i + aside;
	     (full_name || !aside) && k < r->end && k < r->i + OFFICE_WORDS; k++) {
		if (punct(r, k) != 0 ||
		    (!aside && !office && (cls(r, k) & (C_PREP | C_OF)) == C_PREP))
			return aside && office && punct(r, k) == ',';
		if ((cls(r, k) & (C_SPEECH | C_VERB | C_BE | C_HAVE)) &&
		    !(tok(r, k)->form & FORM_GERUND))
			return !aside && office && (cls(r, k) & C_SPEECH);
		office = office ||
		    ((cls(r, k) & (C_SPEAKER | C_ORG | C_PERSON | C_TITLE)) &&
			!(aside && (tok(r, k)->form & FORM_PLURAL)));
	}
	return false;
}

bool
is_settlement(const struct reader_state *r, size_t i)
{
	struct str unit = ground(r, i) & G_HEAD ? doc_text(r->d, tok(r, i)->word->head)
						: STR_NONE;

	return str_eq(unit, STR("village")) || str_eq(unit, STR("town")) ||
	    str_eq(unit, STR("city"));
}

/* the Aleppo | neighbourhoods of Hur and Sefra, the Aleppo | suburb of Hur: more than the
 * one name before them, or a part of what it names */
static bool
are_quarters(const struct reader_state *r, size_t i)
{
	const struct word *w;

	if (!(ground(r, i) & G_HEAD) || !(cls(r, i + 1) & C_OF))
		return false;
	w = tok(r, i)->word;
	return w->value == AROUND_TOWN || w->value == PART_OF_TOWN ||
	    ((tok(r, i)->form & FORM_PLURAL) &&
		str_eq(doc_text(r->d, w->head), STR("district")));
}

/* "the Congo | town of Walikale": what stands behind the name is a settlement in it. */
static bool
holds_settlement(const struct reader_state *r, size_t i)
{
	size_t at = i + 1 + ((cls(r, i + 1) & C_OF) != 0), name;
	struct gaz_place known;

	if (!(is_settlement(r, i) || are_quarters(r, i)) ||
	    (name = name_at(r, at)) == NOWHERE ||
	    (ground(r, name + 1) & G_HEAD)) /* Tarn village of Hur district */
		return false;
	/* but the Aleppo city of Syria */
	return !phrase_known_name(r->d, at, name, &known) ||
	    (known.kind != GAZ_COUNTRY && known.kind != GAZ_ADMIN1);
}

/* Donetsk | village: is what the name names larger than a village? */
static bool
is_too_large(const struct reader_state *r, const struct gaz_place *p, size_t head)
{
	return str_eq(doc_text(r->d, tok(r, head)->word->head), STR("village")) &&
	    !(tok(r, head)->form & FORM_PLURAL) &&
	    (p->kind == GAZ_ADMIN1 ||
		(p->kind == GAZ_TOWN && p->population > LARGE_TOWN));
}

/* "the Congo | border town": is the name a country's, and what stands behind it a place
 * in it? */
static bool
holds_head(const struct reader_state *r, size_t first, size_t name)
{
	struct gaz_place known;
	size_t k = name + 1;

	while (k < r->end && k < name + NOUNS_MAX && !(ground(r, k) & G_HEAD) &&
	    phrase_actor(r->p, k) == NULL &&
	    (is_lower_noun(r, k) || (tok(r, k)->flags & TOKEN_HYPHEN)))
		k++;
	/* Northern | Mali town */
	first += first < name && (ground(r, first) & G_DIRECTION);
	if (!(ground(r, k) & G_HEAD) || (ground(r, k) & (G_REGION | G_LOOSE)) ||
	    !phrase_known_name(r->d, first, name, &known) || known.demonym)
		return false;
	return known.kind == GAZ_COUNTRY || is_too_large(r, &known, k);
}

bool
holds_place(const struct reader_state *r, size_t first, size_t name)
{
	return holds_settlement(r, name + 1) || holds_head(r, first, name);
}

bool
holds_port(const struct reader_state *r, size_t first, size_t name)
{
	size_t of;

	if (name == first || !(ground(r, name) & G_SITE) ||
	    (tok(r, name)->flags & TOKEN_CAP))
		return false;
	of = name + 1 + is_settlement(r, name + 1);
	return (cls(r, of) & C_OF) && name_at(r, of + 1) != NOWHERE;
}

bool
is_apposed_head(const struct reader_state *r, size_t at)
{
	if ((ground(r, at + 1) & G_IN) && is_settlement(r, at) &&
	    !(tok(r, at)->form & FORM_PLURAL) && (cls(r, r->i + 1) & C_DET))
		return true;
	return (ground(r, at) & G_HEAD) && !(tok(r, at)->form & FORM_PLURAL) &&
	    (cls(r, r->i + 1) & C_ONE) && !(cls(r, r->i + 1) & C_POSSESSIVE) &&
	    !(cls(r, r->i + 1) & C_OTHER);
}

size_t
side_behind(const struct reader_state *r, size_t i)
{
	return (ground(r, i) & G_IN) && (cls(r, i + 1) & C_DET) &&
		(ground(r, i + 2) & G_DIRECTION) && !(ground(r, i + 3) & G_HEAD) &&
		!(cls(r, i + 3) & C_OF)
	    ? 3
	    : 0;
}

/* the last town in Rimal province|, Tarn|, fell: one without a name, where it lies, and
 * its name between commas, which is no division's */
static bool
is_named_behind(const struct reader_state *r)
{
	const struct ground_object *o = r->o;
	struct gaz_place known = { .kind = GAZ_TOWN };

	if (o->n != 2 || o->named || o->number != NULL || o->places[1].settlement ||
	    !(str_eq(o->unit, STR("town")) || str_eq(o->unit, STR("village")) ||
		str_eq(o->unit, STR("city"))) ||
	    punct(r, o->places[1].first - 1) != ',' ||
	    !(r->i >= r->end || punct(r, r->i)))
		return false;
	phrase_known_name(r->d, o->places[1].first, o->places[1].last, &known);
	return known.kind == GAZ_TOWN;
}

void
take_counted(struct reader_state *r)
{
	struct ground_object *o = r->o;

	if (is_named_behind(r)) {
		o->places[1].role = ROLE_OBJECT;
		o->named = true;
		return;
	}
	if (o->number == NULL || o->named || o->number->bound > BOUND_EXACT ||
	    (uint64_t)o->number->value + 1 != o->n ||
	    punct(r, o->places[1].first - 1) != ',')
		return;
	for (size_t k = 1; k < o->n; k++)
		o->places[k].role = ROLE_OBJECT;
	o->named = true;
}

size_t
day_behind(const struct reader_state *r, size_t i)
{
	return (ground(r, i) & G_IN) && (cls(r, i + 1) & C_WEEKDAY) ? 2 : 0;
}

bool
is_side_of(const struct reader_state *r, size_t first, size_t name)
{
	struct gaz_place known;

	if (first > r->o->first + 1 && (ground(r, first - 1) & G_DIRECTION) &&
	    r->d->t.tok[first - 1].word->value == OF_DIVISION)
		return punct(r, first - 2) == ',';
	return punct(r, first - 1) == ',' &&
	    phrase_known_name(r->d, first, name, &known) && known.kind == GAZ_COUNTRY &&
	    !known.demonym;
}

void
take_address(struct reader_state *r, size_t n)
{
	for (size_t k = 1; k < n; k++)
		if (punct(r, r->o->places[k].first - 1) != ',')
			return;
	for (size_t k = 1; k < n; k++)
		if (r->o->places[k].role == ROLE_OBJECT)
			r->o->places[k].role = ROLE_IN;
}
