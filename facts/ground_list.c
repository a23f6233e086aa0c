/* ground_list.c -- see ground_in.h: names with what stands around them, and the items of
 * a list. */
#include "config.h"

#include "facts/ground_in.h"
#include "facts/name_around.h"
#include "facts/small_words.h"

/* Sefra (Rimal), Sefra, Rimal, | on Friday: does the name stand for a division or a
 * country, and the last of the object for none?  But: Odesa (Odessa). */
static bool
is_division_of(const struct reader_state *r, size_t first, size_t last)
{
	const unsigned divisions = GAZ_BIT(GAZ_ADMIN1) | GAZ_BIT(GAZ_COUNTRY);
	const struct ground_place *of;

	if (r->o->n == 0)
		return false;
	of = &r->o->places[r->o->n - 1];
	return (phrase_kinds(r->d, doc_words(r->d, first, last)) & divisions) &&
	    !(phrase_kinds(r->d, doc_words(r->d, of->first, of->last)) & divisions);
}

void
take_alias(struct reader_state *r)
{
	bool apart = r->i > 0 && (ground(r, r->i - 1) & G_HEAD) &&
	    !(r->d->t.tok[r->i - 1].flags & TOKEN_CAP); /* Tarn town (Rimal) */
	size_t name;

	/* Tarn/Terne, Tarn (Terne), Tarn [also known as Terne] */
	if (punct(r, r->i) == '/' && (name = name_at(r, r->i + 1)) != NOWHERE) {
		add_place(r, r->i + 1, name, false, false);
		r->i = name + 1;
		return;
	}
	if (punct(r, r->i) != '(' && punct(r, r->i) != '[')
		return;
	for (size_t k = r->i + 1, n = 0; k < r->end && k < r->i + 16; k++) {
		enum place_role role = r->role;
		/* three villages (Tarn, Hur and Sefra) */
		bool listed = r->o->number != NULL && r->o->n == n;

		if (punct(r, k) == ')' || punct(r, k) == ']') {
			r->i = k + 1;
			return;
		}
		name = name_at(r, k);
		if (name == NOWHERE)
			continue;
		/* one name alone is an alias; with a comma it is where the place lies */
		r->role = (ground(r, k - 1) & G_NEAR) ||
			((cls(r, k - 1) & C_OF) && (ground(r, k - 2) & G_DIRECTION))
		    ? ROLE_NEAR
		    : listed ||
			(n == 0 && !apart &&
			    (punct(r, name + 1) == ')' || punct(r, name + 1) == ']') &&
			    !is_division_of(r, k, name))
		    ? role
		    : ROLE_IN;
		add_place(r, k, name, false, false);
		r->role = role;
		k = name;
		n++;
	}
}

static void
take_heads_after(struct reader_state *r, bool *settlement, bool *region)
{
	while (ground(r, r->i) & G_HEAD) {
		take_head(r, r->i);
		*settlement = true;
		*region = *region || (ground(r, r->i) & G_REGION) != 0;
		r->i++;
		if ((cls(r, r->i) & C_AND) && (ground(r, r->i + 1) & G_HEAD) &&
		    name_at(r, r->i + 1) == NOWHERE && !(cls(r, r->i + 2) & C_OF) &&
		    !(ground(r, r->i + 2) & G_IN))
			r->i++;
	}
}

/* the village of Tarn, Hur | district, Hur | countryside: does the noun before r->i say
 * where the village lies, the only place before? */
static bool
is_district_of(const struct reader_state *r, size_t at)
{
	return at == 1 && (ground(r, r->i - 1) & G_HEAD) &&
	    (tok(r, r->i - 1)->word->value == OF_DIVISION ||
		str_eq(doc_text(r->d, tok(r, r->i - 1)->word->head), STR("district"))) &&
	    (str_eq(r->o->unit, STR("village")) || str_eq(r->o->unit, STR("town")));
}

/* A name that is read. */
struct named {
	size_t first, last; /* tokens */
	size_t before;      /* places of the object before it */
	bool settlement, region;
	bool by_class; /* Abu: of places and of persons */
};

/* the Congo | town of Walikale; the Tarn | border, but: the Tarn border | town: takes the
 * name, if it only says where something lies. */
static bool
take_setting(struct reader_state *r, const struct named *n)
{
	bool port = holds_port(r, n->first, n->last);

	if (port || holds_place(r, n->first, n->last))
		r->i -= port;
	else if ((token_small(r->d, n->last + 1) & S_BORDER) &&
	    !(ground(r, n->last + 2) & G_HEAD))
		r->i++;
	else
		return false;
	add_container(r, n->first, n->last, false, false);
	return true;
}

/* Tarn, the Rimal | capital */
static bool
is_of_capital(const struct reader_state *r, const struct named *n)
{
	return n->before > 0 && (cls(r, n->first - 1) & C_DET) &&
	    punct(r, n->first - 2) == ',' && tok(r, r->i - 1)->word->value == CAPITAL;
}

/* Tarn, | Rimal province; Tarn, | Syria */
static bool
is_address(const struct reader_state *r, const struct named *n)
{
	return n->before > 0 &&
	    (((n->region || is_district_of(r, n->before)) &&
		 punct(r, n->first - 1) == ',') ||
		is_side_of(r, n->first, n->last)) &&
	    !(cls(r, r->i) & C_AND) && !(tok(r, r->i - 1)->form & FORM_PLURAL);
}

/* took Sefra, | Rimal, on Friday: one town and where it lies, and no list of two */
static bool
is_apposed(const struct reader_state *r, const struct named *n)
{
	return n->before == 1 && punct(r, n->first - 1) == ',' && punct(r, r->i) == ',' &&
	    !(cls(r, r->i + 1) & C_AND) && name_at(r, r->i + 1) == NOWHERE &&
	    is_division_of(r, n->first, n->last);
}

/* Takes the heads beside the name; false: with them it only says where another lies. */
static bool
take_heads_of(struct reader_state *r, struct named *n)
{
	struct str unit;

	n->by_class = !n->settlement && (ground(r, n->first) & G_NAMECLASS);
	n->settlement = n->settlement || n->by_class;
	if ((ground(r, n->last) & G_HEAD) || (ground(r, n->first) & G_SITE))
		take_head(r, (ground(r, n->last) & G_HEAD) ? n->last : n->first);
	/* Shan State */
	n->region = n->region || (n->last > n->first && (ground(r, n->last) & G_REGION));
	unit = r->o->unit;
	take_heads_after(r, &n->settlement, &n->region);
	n->by_class = n->by_class && r->i == n->last + 1;
	if ((cls(r, r->i) & C_POSSESSIVE) && (tok(r, r->i)->flags & TOKEN_TIGHT)) {
		add_container(r, n->first, n->last, n->settlement, n->region);
		r->i++;
		return false;
	}
	if (is_of_capital(r, n) || is_apposed(r, n)) {
		add_container(r, n->first, n->last, false, false);
		return false;
	}
	if (is_address(r, n)) {
		take_address(r, n->before);
		add_container(r, n->first, n->last, n->settlement, n->region);
		r->o->unit = unit;
		return false;
	}
	return true;
}

/* the Tarn | barracks, the Tarn | military college: the last token of the name with what
 * stands there, which alone is taken; what is read goes on behind it. */
static size_t
with_site(struct reader_state *r, size_t name)
{
	size_t k = name + 1;

	while (k < r->end && !(tok(r, k)->flags & TOKEN_CAP) &&
	    !(ground(r, k) & G_SITE) &&
	    ((token_small(r->d, k) & S_KIND) || (ground(r, k) & G_HEAD)))
		k++;
	if (k >= r->end || !(ground(r, k) & G_SITE) || (tok(r, k)->flags & TOKEN_CAP))
		return name;
	if (ground(r, k - 1) & G_HEAD) /* the Tarn governorate | building */
		r->o->unit = doc_text(r->d, tok(r, k)->word->head);
	while (k + 1 < r->i && (ground(r, k + 1) & G_SITE))
		k++;
	r->i = r->i > k ? r->i : k + 1;
	return k;
}

/* the Tarn | suburbs, Tarn | villages: does the noun behind the name say that the town
 * itself is not meant?  But: Hur and Sefra villages; the first of several: of one name
 * there are no villages. */
static bool
is_around(const struct reader_state *r, size_t name, bool first)
{
	const struct token *t = tok(r, name + 1);

	return name + 1 < r->i && (ground(r, name + 1) & G_HEAD) &&
	    (t->word->value == AROUND_TOWN || t->word->value == OF_DIVISION ||
		(first && is_settlement(r, name + 1) && (t->form & FORM_PLURAL)));
}

/* the UN | peacekeeping mission: an article, and lower case behind the name that r->i is
 * behind */
static bool
is_of_body(const struct reader_state *r, size_t first)
{
	return (cls(r, first - 1) & C_DET) && r->i < r->end &&
	    tok(r, r->i)->kind == TOKEN_WORD && !(tok(r, r->i)->flags & TOKEN_CAP) &&
	    !(cls(r, r->i) & (C_PREP | C_OF | C_AND)) && !(ground(r, r->i - 1) & G_HEAD);
}

void
take_name(struct reader_state *r, size_t name, bool settlement, bool region)
{
	struct named n = { .first = r->i,
		.last = name,
		.before = r->o->n,
		.settlement = settlement,
		.region = region };

	r->i = name + 1;
	if (take_setting(r, &n) || !take_heads_of(r, &n))
		return;
	if (n.before == 0)
		name = with_site(r, name);
	if (is_around(r, n.last, n.before == 0)) {
		add_container(r, n.first, name, n.settlement, n.region);
		r->o->named = true;
		return;
	}
	add_place(r, n.first, name, n.settlement, n.region);
	take_alias(r);
	if (n.before > 0 && r->o->n > n.before &&
	    is_speaker(r, n.first < name, is_of_body(r, n.first))) {
		r->o->n = n.before;
		r->i = r->end;
		return;
	}
	if (r->o->n > n.before && r->role == ROLE_OBJECT &&
	    (is_modifier_of_person(r, r->i) ||
		((!n.settlement || n.by_class) && is_person_around(r, n.first, name))))
		r->o->excluded = true;
}

/* Modifiers between items: "the southern", "both", "parts of the". */
size_t
skip_modifiers(const struct reader_state *r, size_t i)
{
	size_t n = 0;

	while (i < r->end && n++ < 6) {
		uint64_t c = cls(r, i), g = ground(r, i);

		if (r->d->t.tok[i].kind == TOKEN_PUNCT && r->d->t.tok[i].punct != '"')
			break;
		if (name_at(r, i) != NOWHERE || (g & G_HEAD))
			break;
		if (is_part(r, i)) {
			i += 2;
			continue;
		}
		if (!(c & (C_DET | C_ONE | C_ADJ | C_ADVERB | C_NUMBER | C_OTHER)) &&
		    !(g & (G_DIRECTION | G_QUANT)) &&
		    !(r->d->t.tok[i].flags & TOKEN_HYPHEN) && punct(r, i) != '"')
			break;
		i++;
	}
	return i;
}

/* Tarn and the | rare earth | hub of Hur: nouns before a head */
static size_t
skip_nouns(const struct reader_state *r, size_t i)
{
	size_t k = i;

	while (k < i + 2 && is_lower_noun(r, k) &&
	    !(ground(r, k) & (G_PERSON | G_GOODS | G_PRIZE)) && name_at(r, k) == NOWHERE)
		k++;
	return (ground(r, k) & G_HEAD) ? k : i;
}

static bool
finite_verb_after(const struct reader_state *r, size_t i)
{
	const struct token *t = &r->d->t.tok[i];

	if (i < r->end && ((t->word->ground & G_PRONOUN) || (t->word->small & S_ALONE)))
		t = &r->d->t.tok[++i];
	/* says it has taken Tarn, Kyiv | says it has not: it ends what is read */
	if (i >= r->end)
		return i < r->d->t.n && (t->cls & C_SPEECH) &&
		    (t->form & (FORM_PAST | FORM_THIRD));
	if (t->kind != TOKEN_WORD)
		return false;
	/* says it has taken Tarn, Kyiv | denies */
	if ((t->cls & (C_BE | C_HAVE | C_MODAL)) || (t->word->ground & G_DENYV) ||
	    (t->word->small & S_DENY))
		return true;
	return (t->cls &
		   (C_VERB | C_KILL | C_DIE | C_DAMAGE | C_FLEE | C_DISPLACE |
		       C_SPEECH)) &&
	    (t->form & (FORM_PAST | FORM_THIRD)) && !(t->cls & (C_PREP | C_SUBORD)) &&
	    !(t->word->ground & G_HEAD);
}

size_t
skip_after_head(const struct reader_state *r, size_t i)
{
	size_t at = i;
	struct gaz_place known;

	if (!modifiers_after(r))
		return i;
	while (at < r->end && at < i + 3 && r->d->t.tok[at].kind == TOKEN_WORD &&
	    !(r->d->t.tok[at].flags & TOKEN_CAP) &&
	    !(ground(r, at) & (G_PERSON | G_GOODS | G_IN)) &&
	    !(cls(r, at) &
		(C_OF | C_PREP | C_AND | C_VERB | C_BE | C_HAVE | C_SUBORD |
		    C_RELATIVE)) &&
	    ((cls(r, at) & (C_ADJ | C_DEMONYM)) || r->d->t.tok[at].word->id == 0 ||
		(ground(r, at) & G_DIRECTION)) &&
	    !(lexicon_has(r->d->lx, HABIT_NO_CAPITALS) &&
		phrase_known_name(r->d, at, at, &known)))
		at++;
	return is_called(r, at) || name_at(r, at) != NOWHERE ? at : i;
}

/* An item of a list at i: [modifiers] head of name | [modifiers] name [head] | head;
 * taken, or left. */
bool
take_item(struct reader_state *r, size_t i)
{
	size_t at = skip_nouns(r, skip_modifiers(r, i)), name;
	bool settlement = false, region = false;

	if (phrase_actor(r->p, at) != NULL &&
	    !(phrase_actor(r->p, at)->last + 1 < r->end &&
		(ground(r, phrase_actor(r->p, at)->last + 1) & G_HEAD)))
		return false;
	if (phrase_actor(r->p, at) != NULL)
		at = phrase_actor(r->p, at)->last + 1;
	name = name_at(r, at);
	if (name == NOWHERE && (ground(r, at) & G_HEAD)) {
		size_t head = at;

		while (ground(r, at + 1) & G_HEAD)
			at++;
		if (is_modifier_of_person(r, at + 1))
			return false;
		settlement = true;
		region = (ground(r, at) & G_REGION) != 0;
		at = skip_after_head(r, at + 1);
		if (is_called(r, at))
			at = skip_modifiers(r, at + 1);
		if (punct(r, at) == '"')
			at++;
		name = name_at(r, at);
		if (name == NOWHERE) {
			if (finite_verb_after(r, at))
				return false;
			take_head(r, head);
			r->i = at;
			return true;
		}
		take_head(r, head);
	}
	if (name == NOWHERE || finite_verb_after(r, name + 1))
		return false;
	r->i = at;
	take_name(r, name, settlement, region);
	/* and Rimal's | Hur district */
	if ((cls(r, r->i - 1) & C_POSSESSIVE) && (name = name_at(r, r->i)) != NOWHERE)
		take_name(r, name, false, false);
	return true;
}

/* Tarn|, the capital of Rimal province, a suburb of Hur, the main town in Sefra: where
 * the place before the comma lies. */
static bool
take_capital_of(struct reader_state *r)
{
	size_t at = skip_modifiers(r, r->i + 1);
	enum place_role was = r->role;
	bool done;

	if (r->o->n == 0 || punct(r, r->i) != ',' || at + 1 >= r->end ||
	    !((cls(r, at + 1) & C_OF) || (ground(r, at + 1) & G_IN)))
		return false;
	if (tok(r, at)->word->value != CAPITAL && !is_apposed_head(r, at))
		return false;
	r->role = was == ROLE_OBJECT ? ROLE_IN : was;
	done = take_item(r, (cls(r, at + 1) & C_OF) ? r->i + 1 : at + 2);
	r->role = was;
	return done;
}

/* liberated Hur, | the enemy occupied Sefra: does a side that takes something else begin
 * at token i, of whose clause that is the subject? */
static bool
begins_taking(const struct reader_state *r, size_t i)
{
	const struct actor_phrase *a = phrase_actor(r->p, i + ((cls(r, i) & C_DET) != 0));
	size_t verb = a == NULL ? 0 : a->last + 1;

	return a != NULL && verb < r->end && (ground(r, verb) & (G_STRONG | G_WEAK)) &&
	    (tok(r, verb)->form & (FORM_PAST | FORM_THIRD)) &&
	    name_at(r, verb + 1) != NOWHERE;
}

bool
list_goes_on(struct reader_state *r)
{
	size_t i = r->i;

	if (take_capital_of(r))
		return true;
	if (punct(r, i) == ',' || punct(r, i) == ';') {
		i++;
		if (begins_taking(r, i))
			return false;
		if (cls(r, i) & C_AND)
			i++;
	} else if ((cls(r, i) & C_AND) || punct(r, i) == '&' || punct(r, i) == '/')
		i++;
	else
		return false;
	if (ground(r, i) & G_EXAMPLE)
		return false;
	/* the villages of Hur and of Sefra */
	if (modifiers_after(r) && (cls(r, i) & C_OF) && r->o->n > 0)
		i++;
	return take_item(r, i);
}
