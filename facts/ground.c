/* ground.c -- see ground.h.  One pass to the right, in three steps: what stands before
 * the head or name, the head or name itself, and lists and prepositions after it. */
#include "config.h"

#include <math.h>

#include "facts/ground_in.h"
#include "facts/name_around.h"
#include "facts/number.h"
#include "facts/small_words.h"
#include "facts/time_words.h"

#define START_MAX 14 /* tokens before the head */

/* what joins a head to its name: the village of, called */
static bool
is_called(const struct reader_state *r, size_t i)
{
	if ((cls(r, i) & C_OF) || (ground(r, i) & G_CALLED))
		return true;
	/* die Basis der Stadt Tarn: the genitive's article */
	return lexicon_has(r->d->lx, HABIT_HEAD_FIRST) && i > 0 && (cls(r, i) & C_DET) &&
	    (ground(r, i - 1) & G_HEAD) && (ground(r, i + 1) & G_HEAD);
}

static bool
modifiers_after(const struct reader_state *r)
{
	return lexicon_has(r->d->lx, HABIT_MODIFIERS_AFTER);
}

bool
is_area(const struct reader_state *r, size_t i, size_t *last)
{
	*last = i;
	if (!(ground(r, i) & G_KM2))
		return false;
	/* sq km, sq. km */
	if (punct(r, i + 1) == '.' && (ground(r, i + 2) & G_KM))
		*last = i + 2;
	else if (ground(r, i + 1) & G_KM)
		*last = i + 1;
	return true;
}

static void
add_place(struct reader_state *r, size_t first, size_t last, bool settlement, bool region)
{
	struct ground_object *o = r->o;

	for (size_t k = 0; k < o->n; k++)
		if (o->places[k].first == first)
			return;
	if (o->n == GROUND_PLACES)
		return;
	o->places[o->n++] = (struct ground_place){ first, last, r->role, settlement,
		region };
	if (r->role == ROLE_OBJECT)
		o->named = true;
	if (last > o->last)
		o->last = last;
}

/* Taliban | posts, Afghan | posts, but: a police | post */
static bool
is_held(const struct reader_state *r, const struct token *head)
{
	const struct actor_phrase *a = r->o->holder;

	if (a == NULL && head > tok(r, r->o->first) && (head->form & FORM_PLURAL) &&
	    (head[-1].cls & C_DEMONYM) &&
	    str_eq(doc_text(r->d, head->word->head), STR("base")))
		return true;
	return a != NULL &&
	    !(a->who == NULL && a->first == a->last &&
		(token_small(r->d, a->first) & S_KIND)) &&
	    str_eq(doc_text(r->d, head->word->head), STR("base"));
}

static void
take_head(struct reader_state *r, size_t i)
{
	const struct token *t = &r->d->t.tok[i];
	struct ground_object *o = r->o;

	if (r->role != ROLE_OBJECT)
		return;
	if (o->unit.n == 0)
		o->unit = doc_text(r->d, t->word->head);
	o->weak = (!o->head || o->weak) && (t->word->ground & G_WEAKSITE) &&
	    !is_held(r, t);
	o->firm = o->firm || !(t->word->ground & (G_WEAKSITE | G_LOOSE));
	o->head = true;
	if (i > o->last)
		o->last = i;
}

/* ---- before the head ---- */

enum step { STEP_SKIP, STEP_HEAD, STEP_NAME, STEP_STOP };

/* Where the object lies: "Tarn's" industrial zone. */
static void
add_container(struct reader_state *r, size_t first, size_t last, bool settlement,
    bool region)
{
	enum place_role role = r->role;

	r->role = role == ROLE_OBJECT ? ROLE_IN : role;
	add_place(r, first, last, settlement, region);
	r->role = role;
}

/* 13 | of the state's 17 | townships, 14 | of Rakhine's 17 | townships: what the number
 * is a part of, as far as its own */
static void
skip_whole(struct reader_state *r)
{
	size_t first = r->i + 2 + ((cls(r, r->i + 2) & C_DET) != 0), k = first, name;

	if (!(cls(r, r->i + 1) & C_OF))
		return;
	name = phrase_name(r->d, r->p, k, r->end);
	k = name != NOWHERE
	    ? name + 1
	    : k + ((ground(r, k) & G_HEAD) || (cls(r, k + 1) & C_POSSESSIVE));
	k += (cls(r, k) & C_POSSESSIVE) != 0;
	if (tok(r, k + 1) == NULL || tok(r, k)->kind != TOKEN_NUMBER ||
	    !(ground(r, k + 1 + ((cls(r, k + 1) & C_ADJ) != 0)) & G_HEAD)) {
		r->i += (cls(r, r->i + 2) & C_DET) &&
		    !(cls(r, r->i + 2) & C_ONE); /* three of | the villages */
		return;
	}
	if (name != NOWHERE)
		add_container(r, first, name, false, false);
	r->i = k;
}

static bool
skip_number(struct reader_state *r)
{
	struct ground_object *o = r->o;
	const struct token *t = tok(r, r->i);
	size_t last;

	if (t->kind != TOKEN_NUMBER)
		return false;
	if (is_area(r, r->i + 1, &last)) {
		o->km2 = number_measure(t);
		o->head = o->firm = true;
		if (o->unit.n == 0)
			o->unit = STR("area");
		o->last = last;
		r->i = last;
	} else if ((ground(r, r->i + 1) & G_PERCENT) || punct(r, r->i + 1) == '%') {
		o->partial = true;
		r->i += 1 + ((cls(r, r->i + 2) & C_OF) != 0);
	} else if (o->number == NULL && !(t->flags & TOKEN_NO_COUNT)) {
		o->number = t;
		skip_whole(r);
	}
	return true;
}

/* parts | of, the north | of: does the word at i say that a part of what follows is
 * meant?
 */
static bool
is_part(const struct reader_state *r, size_t i)
{
	if (!(cls(r, i + 1) & C_OF))
		return false;
	return (ground(r, i) & G_PARTIAL) ||
	    ((ground(r, i) & G_DIRECTION) && i > 0 && (cls(r, i - 1) & C_DET));
}

/* No. | 5 battalion base: passes the number, which counts nothing */
static bool
skip_ordinal(struct reader_state *r)
{
	size_t i = r->i + 1 + (punct(r, r->i + 1) == '.');

	if (tok(r, i) == NULL || tok(r, i)->kind != TOKEN_NUMBER)
		return false;
	r->i = i;
	return true;
}

static bool
skip_before(struct reader_state *r)
{
	const struct token *t = tok(r, r->i);
	uint64_t g = ground(r, r->i), c = cls(r, r->i);
	const struct actor_phrase *actor;

	if (t->kind == TOKEN_PUNCT)
		return t->punct == '"' || t->punct == '\'' ||
		    (t->punct == ',' && (cls(r, r->i + 1) & C_ADJ) && r->i > r->o->first);
	if (skip_number(r))
		return true;
	if (is_part(r, r->i) || ((g & G_QUANT) && (cls(r, r->i + 1) & C_OF))) {
		r->o->partial = r->o->partial || !(g & G_QUANT);
		r->i++;
		return true;
	}
	if ((c & C_AND) && r->i > r->o->first && (ground(r, r->i - 1) & G_DIRECTION) &&
	    (ground(r, r->i + 1) & G_DIRECTION))
		return true;
	/* large areas of */
	if ((g & G_PARTIAL) && (ground(r, r->i + 1) & (G_LOOSE | G_PARTIAL)) &&
	    (cls(r, r->i + 2) & C_OF))
		r->o->partial = true;
	actor = phrase_actor(r->p, r->i);
	/* a head, unless of a name: Estado Islámico */
	if ((g & G_HEAD) && !(c & C_DET) && !(actor != NULL && actor->who != NULL))
		return false;
	if (actor != NULL) {
		r->o->holder = actor;
		r->i = actor->last -
		    (actor->who == NULL && r->i < actor->last &&
			(ground(r, actor->last) & G_HEAD)); /* the junta | battalion */
		return true;
	}
	if ((c & C_ONE) && !(c & C_POSSESSIVE))
		r->o->indefinite = true;
	if ((c & C_NEG) && (t->flags & TOKEN_CAP))
		return skip_ordinal(r);
	if ((c & C_NEG) && (cls(r, r->i + 1) & C_ADVERB)) { /* not only | Tarn */
		r->i++;
		return true;
	}
	if ((t->flags & TOKEN_CAP) &&
	    !(r->p->title_case && !(t->flags & TOKEN_CAPS) &&
		((c & C_ADJ) || (g & G_DIRECTION)))) /* Strategic | Town of */
		/* the Yazidi town of */
		return ((c & C_DEMONYM) ||
			   ((g & G_NOTNAME) && (ground(r, r->i + 1) & G_HEAD))) &&
		    phrase_name(r->d, r->p, r->i, r->end) == NOWHERE;
	if ((t->form & FORM_PARTICIPLE) && (ground(r, r->i + 1) & G_HEAD) &&
	    (r->i == r->o->first || (cls(r, r->i - 1) & (C_DET | C_ADVERB | C_ADJ))))
		return true; /* the largely destroyed | city */
	/* 12 tanques | cerca de Hur, but: cerca de 12 aldeas */
	if ((c & C_BOUND) && (c & C_PREP) && (g & G_NEAR) && r->i > r->o->first &&
	    tok(r, r->i + 1) != NULL && tok(r, r->i + 1)->kind != TOKEN_NUMBER)
		return false;
	return (g & (G_QUANT | G_DIRECTION | G_BACK)) != 0 ||
	    (c &
		(C_DET | C_ONE | C_POSSESSIVE | C_OTHER | C_ORDINAL | C_BOUND |
		    C_NUMBER)) != 0 ||
	    ((c & (C_ADJ | C_ADVERB | C_DEMONYM)) != 0 &&
		!(c & (C_PREP | C_SUBORD | C_SPEECH))) ||
	    (t->flags & TOKEN_HYPHEN) ||
	    ((g & G_STRONG) && (t->form & FORM_PARTICIPLE) &&
		(cls(r, r->i - 1) & (C_DET | C_ADVERB)));
}

/* AK-47, T-72, BMP-1: a hyphen and a number, and no site that is called so */
static bool
is_arms(const struct reader_state *r, size_t first, size_t last)
{
	struct str w = token_text(r->d, first);
	size_t dash = str_chr(w, '-');

	return first == last && dash != STR_NOWHERE && dash + 1 < w.n &&
	    is_digit(w.p[dash + 1]) && !(ground(r, last + 1) & G_HEAD);
}

#define COMPOUND 3 /* words of a side whose name a compound ends */

/* IS-held | Tarn, Boko Haram-controlled | villages: passes what says whose it is */
static bool
skip_compound(struct reader_state *r)
{
	for (size_t k = r->i; k < r->end && k < r->i + COMPOUND; k++) {
		if ((tok(r, k)->flags & TOKEN_DASH) && phrase_compound(r->d, k)) {
			if (r->o->held_by.n == 0)
				r->o->held_by = phrase_holder(r->d, r->i, k);
			r->i = k;
			return true;
		}
		if (!(tok(r, k)->flags & TOKEN_CAP))
			return false;
	}
	return false;
}

static enum step
next_before(struct reader_state *r, unsigned *nouns, bool *lately_excluded)
{
	const struct token *t = tok(r, r->i);
	size_t name;

	if (t == NULL)
		return STEP_STOP;
	if (skip_compound(r))
		return STEP_SKIP;
	name = phrase_name(r->d, r->p, r->i, r->end);
	if (name != NOWHERE)
		return is_arms(r, r->i, name) ? STEP_STOP : STEP_NAME;
	/* a determiner behind a noun or a side begins another phrase */
	if ((*nouns > 0 || r->o->holder != NULL) && (t->cls & C_DET))
		return STEP_STOP;
	if (skip_before(r))
		return STEP_SKIP;
	if (t->kind != TOKEN_WORD)
		return STEP_STOP;
	if (ground(r, r->i) & G_HEAD)
		return STEP_HEAD;
	if (is_lower_noun(r, r->i) && ++*nouns <= (modifiers_after(r) ? 1 : NOUNS_MAX)) {
		*lately_excluded = (ground(r, r->i) & (G_PERSON | G_GOODS | G_PRIZE)) !=
		    0;
		return STEP_SKIP;
	}
	return STEP_STOP;
}

/* ---- names and lists ---- */

void
take_alias(struct reader_state *r)
{
	bool apart = r->i > 0 && (ground(r, r->i - 1) & G_HEAD) &&
	    !(r->d->t.tok[r->i - 1].flags & TOKEN_CAP); /* Tarn town (Rimal) */
	size_t name;

	/* Tarn/Terne, Tarn (Terne), Tarn [also known as Terne] */
	if (punct(r, r->i) == '/' &&
	    (name = phrase_name(r->d, r->p, r->i + 1, r->end)) != NOWHERE) {
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
		name = phrase_name(r->d, r->p, k, r->end);
		if (name == NOWHERE)
			continue;
		/* one name alone is an alias; with a comma it is where the place lies */
		r->role = (ground(r, k - 1) & G_NEAR) ||
			((cls(r, k - 1) & C_OF) && (ground(r, k - 2) & G_DIRECTION))
		    ? ROLE_NEAR
		    : listed ||
			(n == 0 && !apart &&
			    (punct(r, name + 1) == ')' || punct(r, name + 1) == ']'))
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
		    phrase_name(r->d, r->p, r->i + 1, r->end) == NOWHERE &&
		    !(cls(r, r->i + 2) & C_OF) && !(ground(r, r->i + 2) & G_IN))
			r->i++;
	}
}

/* A name with what stands around it; r->i is then after it. */
static void
take_name(struct reader_state *r, size_t name, bool settlement, bool region)
{
	size_t first = r->i, at = r->o->n;
	bool by_class; /* Abu: of places and of persons */
	struct str unit;

	r->i = name + 1;
	if (holds_place(r, first, name)) {
		add_container(r, first, name, false, false);
		return;
	}
	by_class = !settlement && (ground(r, first) & G_NAMECLASS);
	settlement = settlement || by_class;
	if ((ground(r, name) & G_HEAD) || (ground(r, first) & G_SITE))
		take_head(r, (ground(r, name) & G_HEAD) ? name : first);
	/* Shan State */
	region = region || (name > first && (ground(r, name) & G_REGION));
	unit = r->o->unit;
	take_heads_after(r, &settlement, &region);
	by_class = by_class && r->i == name + 1;
	if ((cls(r, r->i) & C_POSSESSIVE) && (tok(r, r->i)->flags & TOKEN_TIGHT)) {
		add_container(r, first, name, settlement, region);
		r->i++;
		return;
	}
	/* Tarn, Rimal province; Tarn, Syria */
	if (at > 0 &&
	    ((region && punct(r, first - 1) == ',') || is_side_of(r, first, name)) &&
	    !(cls(r, r->i) & C_AND) && !(tok(r, r->i - 1)->form & FORM_PLURAL)) {
		take_address(r, at);
		add_container(r, first, name, settlement, region);
		r->o->unit = unit;
		return;
	}
	add_place(r, first, name, settlement, region);
	take_alias(r);
	if (at > 0 && r->o->n > at && is_speaker(r, first < name)) {
		r->o->n = at;
		r->i = r->end;
		return;
	}
	if (r->o->n > at && r->role == ROLE_OBJECT &&
	    (is_modifier_of_person(r, r->i) ||
		((!settlement || by_class) && is_person_around(r, first, name))))
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
		if (phrase_name(r->d, r->p, i, r->end) != NOWHERE || (g & G_HEAD))
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
	    !(ground(r, k) & (G_PERSON | G_GOODS | G_PRIZE)) &&
	    phrase_name(r->d, r->p, k, r->end) == NOWHERE)
		k++;
	return (ground(r, k) & G_HEAD) ? k : i;
}

static bool
finite_verb_after(const struct reader_state *r, size_t i)
{
	const struct token *t = tok(r, i);

	if (t == NULL || t->kind != TOKEN_WORD)
		return false;
	if (t->cls & (C_BE | C_HAVE | C_MODAL))
		return true;
	return (t->cls &
		   (C_VERB | C_KILL | C_DIE | C_DAMAGE | C_FLEE | C_DISPLACE |
		       C_SPEECH)) &&
	    (t->form & (FORM_PAST | FORM_THIRD)) && !(t->cls & (C_PREP | C_SUBORD)) &&
	    !(t->word->ground & G_HEAD);
}

/* "localidad fronteriza de", "base militar de": behind the head, where modifiers stand
 * there. */
static size_t
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
	return is_called(r, at) || phrase_name(r->d, r->p, at, r->end) != NOWHERE ? at
										  : i;
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
	name = phrase_name(r->d, r->p, at, r->end);
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
		name = phrase_name(r->d, r->p, at, r->end);
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
	return true;
}

/* Tarn|, the capital of Rimal province, a suburb of Hur: where the place before the comma
 * lies. */
static bool
take_capital_of(struct reader_state *r)
{
	size_t at = skip_modifiers(r, r->i + 1);
	enum place_role was = r->role;
	bool done;

	if (r->o->n == 0 || punct(r, r->i) != ',' || at + 1 >= r->end ||
	    !(cls(r, at + 1) & C_OF))
		return false;
	if (tok(r, at)->word->value != CAPITAL && !is_apposed_head(r, at))
		return false;
	r->role = was == ROLE_OBJECT ? ROLE_IN : was;
	done = take_item(r, r->i + 1);
	r->role = was;
	return done;
}

bool
list_goes_on(struct reader_state *r)
{
	size_t i = r->i;

	if (take_capital_of(r))
		return true;

	if (punct(r, i) == ',' || punct(r, i) == ';') {
		i++;
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

/* ---- prepositions ---- */

static bool
read_pronoun(struct reader_state *r)
{
	/* Spanish la: "it" before a verb, an article before a noun */
	if (!(ground(r, r->i) & G_PRONOUN) || (cls(r, r->i) & C_DET))
		return false;
	r->o->pronoun = true;
	r->o->last = r->i++;
	return true;
}

#define WITH_ARTICLE 17

/* the | town, da | cidade, город: the one that was told of, as its article says or, where
 * there are none, as nothing before it does not. */
static bool
is_definite(const struct reader_state *r, size_t head)
{
	if (head == 0 || r->o->number != NULL)
		return false;
	return ((cls(r, head - 1) & C_DET) && !(cls(r, head - 1) & C_ONE)) ||
	    ((cls(r, head - 1) & (C_PREP | C_OF)) &&
		tok(r, head - 1)->word->value == WITH_ARTICLE) ||
	    (head == r->o->first && lexicon_has(r->d->lx, HABIT_NO_ARTICLES));
}

/* The head that was met at r->i, with its name. */
static void
read_head(struct reader_state *r)
{
	size_t head = r->i, name;
	bool region = (ground(r, head) & G_REGION) != 0, definite;

	definite = is_definite(r, head);
	take_head(r, r->i++);
	while ((ground(r, r->i) & G_HEAD) &&
	    phrase_name(r->d, r->p, r->i, r->end) == NOWHERE) {
		if (is_settlement(r, r->i)) /* a port | town */
			r->o->unit = STR_NONE;
		take_head(r, r->i++);
	}
	r->i = skip_after_head(r, r->i);
	if (is_modifier_of_person(r, r->i) ||
	    (region && is_lower_noun(r, r->i))) { /* state | television */
		r->o->excluded = true;
		return;
	}
	while ((punct(r, r->i) == ',' || (cls(r, r->i) & C_AND)) &&
	    (ground(r, r->i + 1) & G_HEAD) &&
	    phrase_name(r->d, r->p, r->i + 1, r->end) == NOWHERE) {
		take_head(r, r->i + 1);
		r->i += 2;
	}
	if (is_called(r, r->i) || (ground(r, r->i) & G_IN) || punct(r, r->i) == '"' ||
	    punct(r, r->i) == ':' || phrase_name(r->d, r->p, r->i, r->end) != NOWHERE) {
		bool in = (ground(r, r->i) & G_IN) != 0;
		size_t at = r->i;

		if (!in) {
			if (is_called(r, r->i) || punct(r, r->i) != 0)
				r->i++;
			if (punct(r, r->i) == '"')
				r->i++;
			at = skip_modifiers(r, r->i);
			name = phrase_name(r->d, r->p, at, r->end);
			if (name != NOWHERE) {
				r->i = at;
				take_name(r, name, true, region);
				/* the town of Tarn's mayor */
				r->o->excluded = r->o->excluded ||
				    (!r->o->named && (cls(r, r->i - 1) & C_POSSESSIVE) &&
					is_lower_noun(r, r->i));
				return;
			}
			/* three villages of the region of Hur: where they lie */
			if (!region && (ground(r, at) & G_REGION))
				r->role = ROLE_IN;
			if (take_item(r, r->i))
				return;
			r->role = ROLE_OBJECT;
			r->i = head + 1;
		}
	}
	if (definite && !r->o->named && !(tok(r, head)->form & FORM_PLURAL))
		r->o->pronoun = true;
}

/* captured the commander | Karim Tarni: what the name at r->i is that of, and no place */
static bool
is_titled(const struct reader_state *r)
{
	return r->i > r->o->first && (ground(r, r->i - 1) & (G_PERSON | G_GOODS)) &&
	    is_lower_noun(r, r->i - 1) && !(tok(r, r->i - 1)->form & FORM_PLURAL) &&
	    phrase_actor(r->p, r->i - 1) == NULL;
}

bool
ground_object_read(const struct doc *d, const struct phrases *p, size_t i, size_t end,
    struct ground_object *out)
{
	struct reader_state r = {
		.d = d, .p = p, .o = out, .i = i, .end = end, .role = ROLE_OBJECT
	};
	unsigned nouns = 0;
	bool excluded = false;
	enum step step;

	*out = (struct ground_object){ .first = i, .last = i, .km2 = NAN };
	if (read_pronoun(&r))
		return true;
	while ((step = next_before(&r, &nouns, &excluded)) == STEP_SKIP &&
	    r.i < i + START_MAX)
		r.i++;
	if (step == STEP_SKIP)
		step = STEP_STOP;
	if (step == STEP_STOP) {
		out->excluded = excluded;
		return !isnan(out->km2) && !excluded;
	}
	if (step == STEP_HEAD) {
		/* "weapons depot" is a head; "commander of the base" was stopped before
		 */
		read_head(&r);
	} else {
		size_t name = phrase_name(d, p, r.i, end);

		out->excluded = is_titled(&r);
		take_name(&r, name, false, false);
		/* Tarn's industrial zone */
		if (!out->named && !out->excluded) {
			nouns = 0;
			while ((step = next_before(&r, &nouns, &excluded)) == STEP_SKIP &&
			    r.i < i + START_MAX)
				r.i++;
			if (step == STEP_HEAD)
				read_head(&r);
			else if (step == STEP_NAME)
				take_name(&r, phrase_name(d, p, r.i, end), false, false);
			else
				out->excluded = true;
		}
	}
	if (out->excluded)
		return false;
	read_after_items(&r);
	return out->head || out->named || out->pronoun;
}
