/* territory_where.c -- see territory_where.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "facts/attr.h"
#include "facts/ground_words.h"
#include "facts/small_words.h"
#include "facts/territory_where.h"

#define SCENE 2      /* sentences before in which the scene is told of */
#define ANTECEDENT 4 /* sentences back in which "the town" may have been named */
#define OFFICE 4     /* words of what somebody is */
#define AROUND 9     /* tokens from a place to the name of where it lies */

static void
put_place(const struct scene *c, struct fact *f, size_t first, size_t last,
    enum place_role role)
{
	struct str name = doc_words(c->d, first, last);

	for (size_t i = 0; i < f->n_places; i++)
		if (str_eq(f->places[i].name, name))
			return;
	if (name.n == 1) /* said on X */
		return;
	if (f->n_places < LIMIT_PLACES)
		f->places[f->n_places++] = (struct fact_place){
			.name = name, .role = role, .lat = NAN, .lon = NAN
		};
}

/* from the major city | of Tarn, near the town | of Hur: the preposition of the noun for
 * a place that the name says the name of */
static size_t
governor(const struct scene *c, const struct place_phrase *n)
{
	size_t k = n->prep;

	if (k == NOWHERE || !(tok(c, k)->cls & C_OF) || k == c->s->first ||
	    !(ground(c, k - 1) & G_HEAD))
		return k;
	for (k--; k > c->s->first &&
	     ((tok(c, k - 1)->cls & (C_DET | C_ONE | C_ADJ)) ||
		 (ground(c, k - 1) & G_DIRECTION));
	     k--)
		;
	return k > c->s->first && (tok(c, k - 1)->cls & C_PREP) ? k - 1 : n->prep;
}

/* 80 km | from Tarn, 80 km (50 miles) | from it */
static bool
is_distance(const struct scene *c, size_t prep)
{
	if (!(ground(c, prep) & G_FROM) || prep == c->s->first)
		return false;
	if (tok(c, prep - 1)->punct == ')')
		while (prep > c->s->first + 1 && tok(c, --prep)->punct != '(')
			;
	return prep > c->s->first && (ground(c, prep - 1) & (G_KM | G_LENGTH));
}

static bool
is_container(const struct scene *c, const struct place_phrase *n)
{
	const struct words others = { .cls = C_BY, .ground = G_FROM, .small = S_AGAINST };

	return n->prep == NOWHERE || (tok(c, n->prep)->cls & C_OF) ||
	    !token_of(c->d, n->prep, others) || is_distance(c, n->prep);
}

/* took Tarn, days after talks in Bode: does the place lie in a clause or phrase of
 * another time? */
static bool
of_other_time(const struct scene *c, size_t at, size_t prep)
{
	for (size_t i = at; i < prep; i++)
		if ((tok(c, i)->cls & C_SUBORD) && (tok(c, i)->cls & C_PREP) &&
		    !(ground(c, i) & (G_IN | G_NEAR)))
			return true;
	return false;
}

/* took Tarn and advanced | in Bode, while rebels entered | Hur: does a verb of ground of
 * its own govern the preposition? */
static bool
of_other_verb(const struct scene *c, size_t at, size_t prep)
{
	const uint64_t verbs = G_STRONG | G_WEAK | G_LIGHT | G_CONTROLV | G_BESIEGE |
	    G_ADVANCE | G_ENTER | G_WITHDRAW | G_ATTACKV | G_REPEL;

	for (size_t i = at + 2; i < prep; i++)
		if (((tok(c, i - 1 - ((tok(c, i - 1)->cls & C_HAVE) != 0))->cls & C_AND) ||
			phrase_actor(c->p, i - 1) != NULL) &&
		    (ground(c, i) & verbs) &&
		    (tok(c, i)->form & (FORM_PAST | FORM_PARTICIPLE)))
			return true;
	return false;
}

static enum place_role
role_of(const struct scene *c, const struct place_phrase *n, size_t at)
{
	size_t prep = governor(c, n);

	if (prep == NOWHERE || n->first < at || of_other_time(c, at, prep) ||
	    of_other_verb(c, at, prep))
		return ROLE_ANY;
	/* Tarn, south | of Bode, in Tarn and north | of Bode; but: in the south of Bode
	 */
	if ((tok(c, prep)->cls & C_OF) && (ground(c, prep - 1) & G_DIRECTION) &&
	    (!(tok(c, prep - 2)->cls & (C_DET | C_OF | C_PREP | C_AND)) ||
		((tok(c, prep - 2)->cls & C_AND) &&
		    (tok(c, prep - 3)->flags & TOKEN_CAP))))
		return ROLE_NEAR;
	if ((tok(c, prep)->cls & C_OF) || (ground(c, prep) & G_IN))
		return ROLE_IN;
	if ((ground(c, prep) & G_NEAR) || is_distance(c, prep))
		return ROLE_NEAR;
	return ROLE_ANY;
}

/* Tarn | monitoring group, Tarn observatory: does the word behind the name, or the next,
 * say that it is a body? */
static bool
names_body(const struct scene *c, size_t i)
{
	const uint64_t body = C_SPEAKER | C_ORG;

	return (tok(c, i)->cls & body) || (tok(c, i + 1)->cls & body);
}

/* Karim Tarni, a spokesman, said: is it the name of a person or agency? */
static bool
names_speaker(const struct scene *c, const struct place_phrase *n)
{
	size_t i = n->last + 1;

	if (n->first > c->s->first && tok(c, n->first - 1)->kind == TOKEN_PUNCT &&
	    tok(c, n->first - 1)->punct == '(' &&
	    n->last < attr_dateline_end(c->d, c->index))
		return true; /* Tarn (Reuters) - */
	if ((n->prep == NOWHERE || n->prep + 2 < n->first) &&
	    tok(c, i)->kind == TOKEN_WORD && !(tok(c, i)->flags & TOKEN_CAP) &&
	    names_body(c, i))
		return true;
	if (n->prep != NOWHERE || n->first == n->last ||
	    !(tok(c, i)->kind == TOKEN_PUNCT && tok(c, i)->punct == ','))
		return false;
	for (size_t k = i + 1;
	     k < c->s->end && k <= i + OFFICE && tok(c, k)->kind == TOKEN_WORD; k++)
		if (tok(c, k)->cls & (C_SPEAKER | C_PERSON | C_TITLE))
			return true;
	return false;
}

/* Heavily | armed gangs: does it have its capital but from where it stands? */
static bool
only_opens(const struct scene *c, const struct place_phrase *n)
{
	size_t begin = attr_dateline_end(c->d, c->index);
	const struct token *next = tok(c, n->last + 1);
	struct gaz_place known;

	return n->prep == NOWHERE && n->first == n->last && n->first == begin &&
	    next->kind == TOKEN_WORD && !(next->flags & TOKEN_CAP) &&
	    !phrase_known_name(c->d, n->first, n->last, &known);
}

/* Syrsky|: the army took Tarn; the army took Tarn, Kyiv | denies it: is the name, beside
 * the place that changed hands, but of who says so? */
static bool
only_says(const struct scene *c, const struct fact *f, const struct place_phrase *n)
{
	const struct token *next = tok(c, n->last + 1);
	struct gaz_place known;

	if (f->n_places == 0 || n->prep != NOWHERE)
		return false;
	if (next->kind == TOKEN_PUNCT)
		return next->punct == ':' && n->first == c->s->first &&
		    !phrase_known_name(c->d, n->first, n->last, &known);
	return (next->word->ground & G_DENYV) || (next->word->small & S_DENY);
}

/* The places named besides; where the place that changed hands is named, that of the
 * dateline is only the writer's. */
static void
put_others(struct scene *c, struct fact *f, const struct phrases *p, size_t at)
{
	size_t from = p == c->p && f->n_places > 0 ? attr_dateline_end(c->d, c->index)
						   : p->first;

	for (size_t k = 0; k < p->n_names; k++)
		if (p->names[k].first >= from && is_container(c, &p->names[k]) &&
		    !names_speaker(c, &p->names[k]) &&
		    !(p == c->p &&
			(only_opens(c, &p->names[k]) || only_says(c, f, &p->names[k]))))
			put_place(c, f, p->names[k].first, p->names[k].last,
			    p == c->p ? role_of(c, &p->names[k], at) : ROLE_ANY);
}

/* the Rimal town | of Tarn: is it a town in what is named before? */
static bool
is_town_in(const struct scene *c, const struct place_phrase *before,
    const struct place_phrase *n)
{
	size_t head = before->last + 1;
	struct str unit = doc_text(c->d, tok(c, head)->word->head);

	return head + 1 == n->prep && (tok(c, n->prep)->cls & C_OF) &&
	    (ground(c, head) & G_HEAD) &&
	    (str_eq(unit, STR("town")) || str_eq(unit, STR("city"))) &&
	    !(ground(c, n->last + 1) & G_HEAD);
}

/* Does the name only say where the one before it lies?  Tarn in (the countryside of)
 * Rimal */
static bool
is_around(const struct scene *c, const struct place_phrase *before,
    const struct place_phrase *n)
{
	const struct words lies = { .cls = C_OF, .ground = G_IN | G_NEAR };

	return n->prep != NOWHERE && !is_town_in(c, before, n) &&
	    n->first < before->last + AROUND && n->prep > before->last &&
	    is(c, n->prep, lies) &&
	    clause_start(c->d, before->last, n->prep) == before->last &&
	    !(tok(c, before->last + 1)->cls & C_AND);
}

/* Tarn, northern | Rimal */
static bool
is_apposed(const struct scene *c, const struct place_phrase *before,
    const struct place_phrase *n)
{
	return n->first == before->last + 3u && tok(c, before->last + 1)->punct == ',' &&
	    (ground(c, n->first - 1) & G_DIRECTION);
}

/* in Rimal's | Tarn province: two names of one place, which may lie around another */
static bool
is_owned(const struct scene *c, const struct place_phrase *owner,
    const struct place_phrase *n)
{
	return owner->prep != NOWHERE && n->first == owner->last + 2u &&
	    (tok(c, owner->last + 1)->cls & C_POSSESSIVE);
}

/* a Shilka | tank */
static bool
names_arms(const struct scene *c, const struct phrases *p, size_t k)
{
	return p->names[k].last + 1 < p->end &&
	    (ground(c, p->names[k].last + 1) & G_GOODS) && p->names[k].prep == NOWHERE;
}

/* a resident told | Radio Tarn: whom it was told, and no place */
static bool
is_told(const struct scene *c, const struct place_phrase *n)
{
	return n->prep == NOWHERE && n->first > 0 &&
	    (tok(c, n->first - 1)->cls & C_SPEECH) &&
	    (tok(c, n->first - 1)->form & FORM_PAST);
}

/* The verb of saying at token i, over what helps it. */
static bool
is_saying(const struct scene *c, size_t i)
{
	if (tok(c, i)->cls & C_HAVE)
		i++;
	return (tok(c, i)->cls & C_SPEECH) || (ground(c, i) & (G_CLAIMV | G_DENYV));
}

/* The government in | Kinshasa confirmed it; the spokesman, | Karim Bode, confirmed it:
 * of who says so, and no ground? */
static bool
is_of_speaker(const struct scene *c, const struct place_phrase *n)
{
	const struct token *next = tok(c, n->last + 1);
	struct gaz_place known;

	if (n->prep != NOWHERE)
		return n->prep > c->s->first && (tok(c, n->prep - 1)->cls & C_SPEAKER) &&
		    is_saying(c, n->last + 1);
	return n->first > c->s->first && tok(c, n->first - 1)->punct == ',' &&
	    next->punct == ',' && is_saying(c, n->last + 2) &&
	    !phrase_known_name(c->d, n->first, n->last, &known);
}

static const struct place_phrase *
last_place(const struct scene *c, const struct phrases *p, size_t at)
{
	size_t best = PHRASE_NAMES,
	       from = p == c->p ? attr_dateline_end(c->d, c->index) : p->first;

	for (size_t k = 0; k < p->n_names; k++)
		if (p->names[k].first >= from && p->names[k].last < at &&
		    is_container(c, &p->names[k]) && !names_arms(c, p, k) &&
		    !is_told(c, &p->names[k]) && !is_of_speaker(c, &p->names[k]))
			best = k;
	if (best == PHRASE_NAMES)
		return NULL;
	while (best > 0 &&
	    (is_apposed(c, &p->names[best - 1], &p->names[best]) ||
		is_around(c, &p->names[best - 1], &p->names[best]) ||
		is_owned(c, &p->names[best - 1], &p->names[best])))
		best--;
	return &p->names[best];
}

/* Rebels took Tarn, after talks in Bode. The fall of | the town: the ground that the
 * sentence before tells of; NULL: it tells of none. */
static const struct fact_place *
told_before(const struct scene *c, const struct fact *f)
{
	for (const struct fact *old = f; c->index > 0 && old-- > c->d->facts;)
		for (size_t i = old->n_places; old->kind == FACT_TERRITORY && i-- > 0;)
			if (old->places[i].role == ROLE_OBJECT &&
			    old->start >= c->s[-1].start && old->end <= c->s[-1].stop)
				return &old->places[i];
	return NULL;
}

/* entered Tarn, Rimal countryside, and took it: the ground told of in the sentence that
 * the place only lies around; NULL: there is none */
static const struct fact_place *
told_around(const struct scene *c, const struct fact *f, const struct place_phrase *n)
{
	struct str name = doc_words(c->d, n->first, n->last);

	for (const struct fact *old = f;
	     old-- > c->d->facts && old->start >= c->s->start;)
		for (size_t i = 1; old->kind == FACT_TERRITORY && i < old->n_places; i++)
			if (old->places[0].role == ROLE_OBJECT &&
			    old->places[i].role == ROLE_IN &&
			    str_eq(old->places[i].name, name) &&
			    f->n_places < LIMIT_PLACES)
				return &old->places[0];
	return NULL;
}

/* "the town", "it", or no object at all: the last place named before. */
static void
put_antecedent(struct scene *c, struct fact *f, size_t at)
{
	const struct place_phrase *best = last_place(c, c->p, at);
	const struct phrases *before;
	const struct fact_place *told;

	if (best == NULL && (told = told_before(c, f)) != NULL &&
	    f->n_places < LIMIT_PLACES) {
		f->places[f->n_places++] = *told;
		return;
	}
	if (best == NULL && (before = scene_before(c)) != NULL)
		best = last_place(c, before, before->end);
	/* "withdrew from Tarn; rebels then entered the town" */
	for (size_t k = 0; best == NULL && k < c->p->n_names; k++)
		if (c->p->names[k].last < at &&
		    c->p->names[k].first >= attr_dateline_end(c->d, c->index))
			best = &c->p->names[k];
	for (size_t k = 2; best == NULL && k <= ANTECEDENT && k <= c->index; k++) {
		const struct phrases *p = phrases_of(c->d, c->index - k);

		best = last_place(c, p, p->end);
	}
	if (best != NULL && (told = told_around(c, f, best)) != NULL)
		f->places[f->n_places++] = *told;
	else if (best != NULL)
		put_place(c, f, best->first, best->last, ROLE_OBJECT);
}

/* The places of another fact, as they are there. */
static void
put_same(struct fact *f, const struct fact *other)
{
	for (size_t i = 0; i < other->n_places && f->n_places < LIMIT_PLACES; i++)
		if (other->places[i].role != ROLE_ANY)
			f->places[f->n_places++] = other->places[i];
}

/* A hill, a base, a road: not what the last town or province named could be. */
static bool
is_feature(const struct ground_object *o)
{
	static const char *const units[] = { "hill", "base", "road", "site" };

	for (size_t i = 0; i < NELEM(units); i++)
		if (str_eq(o->unit, str_of(units[i])))
			return true;
	return false;
}

static bool
tells_of_unit(const struct scene *c, const struct fact *f, struct str unit)
{
	for (size_t i = 0; i < c->s->first; i++)
		if (tok(c, i)->start >= f->start && tok(c, i)->end <= f->end &&
		    str_eq(doc_text(c->d, tok(c, i)->word->head), unit))
			return true;
	return false;
}

/* "the hill": that of an earlier change of ground, or none that is known. */
static void
put_feature(struct scene *c, struct fact *f, const struct ground_object *o)
{
	for (const struct fact *old = f; old-- > c->d->facts;)
		if (old->kind == FACT_TERRITORY && old->n_places > 0 &&
		    old->places[0].role == ROLE_OBJECT &&
		    tells_of_unit(c, old, o->unit)) {
			put_same(f, old);
			return;
		}
}

/* Does the gazetteer have one of the names? */
static bool
is_known(const struct scene *c, const struct ground_object *o)
{
	struct gaz_place found;

	for (size_t k = 0; k < o->n; k++)
		if (phrase_known_name(c->d, o->places[k].first, o->places[k].last,
			&found))
			return true;
	return false;
}

/* They clashed near Tarn in Rimal. The army lost two men. Rebels took Umm Hur: where one
 * that nobody knows lies, is told of as the scene, up to two sentences back. */
static void
put_scene(struct scene *c, struct fact *f, const struct ground_object *o, size_t at)
{
	size_t had = f->n_places;

	for (size_t k = 1; k <= SCENE && k <= c->index && f->n_places == had; k++) {
		const struct sentence *s = c->s - k;

		if (s->headline || s->paragraph != c->s->paragraph)
			return;
		if (!(s->ground & G_GATE))
			continue;
		if (is_known(c, o))
			return;
		put_others(c, f, phrases_of(c->d, c->index - k), at);
	}
}

void
ground_places(struct scene *c, struct fact *f, const struct telling *t)
{
	const struct ground_object *o = t->object;
	const struct phrases *before;
	bool unnamed = o != NULL && o->pronoun && !o->named;

	f->places = arena_room(c->d->arena, LIMIT_PLACES * sizeof(*f->places));
	for (size_t k = 0; o != NULL && k < o->n; k++)
		put_place(c, f, o->places[k].first, o->places[k].last, o->places[k].role);
	if (t->rule == RULE_VACATED && (o == NULL || !o->named))
		put_same(f, &c->d->facts[c->left_fact]);
	else if (unnamed && is_feature(o))
		put_feature(c, f, o);
	else if (t->antecedent || unnamed)
		put_antecedent(c, f, t->first);
	put_others(c, f, c->p, t->first);
	if ((o == NULL || !o->named) && (before = scene_before(c)) != NULL)
		put_others(c, f, before, t->first);
	else if (o != NULL && o->named && f->n_places < o->n + 1)
		put_scene(c, f, o, t->first);
}
