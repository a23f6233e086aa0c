/* where_scene.c -- see where_scene.h. */
#include "config.h"

#include <string.h>

#include "base/limits.h"
#include "facts/claim.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"
#include "facts/where_in.h"
#include "facts/where_scene.h"

#define SCENE 2       /* sentences before a figure that may say where it is */
#define NEXT 2        /* sentences behind it that may say where it was */
#define EVENT_WORDS 6 /* the attack on the post | took place */

/* Nine died in Tarn. | Five were hurt: where those told last are. */
static void
same_places(const struct context *c, const struct figure *r, const struct figure *last,
    struct fact *f)
{
	const struct fact *told = attr_same_event(c, r, last);

	if (told == NULL)
		return;
	f->places = told->places;
	f->n_places = told->n_places;
	for (size_t i = 0; i < f->n_places; i++)
		attr_explain(c, r, "place", STR("where those told just before are"),
		    f->places[i].name);
}

/* 30 were killed in Tarn. … Others put the toll | at 37; for each of | the 30 dead: where
 * those are whom it counts. */
static void
counted_places(const struct context *c, const struct figure *r, struct fact *f)
{
	for (const struct figure *e = r; e-- > c->all->items;) {
		const struct fact *told = e->fact >= 0 ? &c->d->facts[e->fact] : NULL;

		if (told == NULL || e->outcome != r->outcome || e->background ||
		    e->subset || told->n_places == 0 ||
		    (!r->total && e->g.count != r->g.count))
			continue;
		f->places = told->places;
		f->n_places = told->n_places;
		return;
	}
}

/* "A bomb exploded in Tarn. It killed nine": where the sentences before set the scene.
 */
static void
places_before(const struct context *c, const struct figure *r, struct fact *f)
{
	struct context before = *c;

	for (size_t i = c->sentence; f->n_places == 0 && i > 0 && c->sentence - i < SCENE;
	     i--) {
		const struct figure *last = attr_last_figure(c, i - 1);

		if (last != NULL) {
			same_places(c, r, last, f);
			break;
		}
		before.s = &c->d->t.sent[i - 1];
		before.names = phrases_of(c->d, i - 1);
		if (before.names->n_names == 0)
			continue;
		groups_know(c->d, i - 1);
		where_set_places(&before, r, f);
	}
}

void
where_scene(const struct context *c, const struct figure *r, struct fact *f)
{
	bool told = r->frame != NULL && r->outcome == OUTCOME_KILLED;

	if (told && r->g.definite && r->g.stated && !r->background)
		counted_places(c, r, f);
	if (f->n_places == 0)
		places_before(c, r, f);
	if (told && r->total && !r->running && f->n_places == 0)
		counted_places(c, r, f);
}

/* The blast | hit; not: the storm then | hit, of another place */
static bool
hits(const struct context *c, size_t i)
{
	return (tok(c, i)->cls & C_DAMAGE) && (tok(c, i)->form & FORM_PAST) &&
	    i > c->s->first && !(tok(c, i - 1)->cls & (C_ADVERB | C_BE));
}

/* The attack (on the post) | took place near Tarn, the blast | hit the town of Tarn: the
 * token of the verb that says of what was told before where it was; the sentence's end:
 * none does. */
static size_t
says_where(const struct context *c)
{
	size_t i = c->s->first,
	       end = i + EVENT_WORDS < c->s->end ? i + EVENT_WORDS : c->s->end;

	while (i < end && !(tok(c, i)->cls & (C_KILL | C_SPEECH | C_RELATIVE)))
		if (tok(c, i)->word->value == HAPPENS || hits(c, i))
			return i;
		else
			i++;
	return c->s->end;
}

/* Is a name told behind the verb before a mark ends its clause? */
static bool
names_where(const struct context *c, size_t verb)
{
	for (size_t i = 0; i < c->names->n_names; i++) {
		const struct place_phrase *p = &c->names->names[i];
		size_t k = verb + 1;

		while (k < p->first && tok(c, k)->kind != TOKEN_PUNCT)
			k++;
		if (k == p->first &&
		    (p->prep == NOWHERE ? p->first == verb + 1 : p->prep > verb))
			return true;
	}
	return false;
}

/* Are all of the places as large as a country or one of its divisions? */
static bool
are_wide(const struct context *c, const struct fact *f, bool *country)
{
	struct gaz_place found;

	*country = true;
	for (size_t i = 0; i < f->n_places; i++) {
		if (!phrase_in_gazetteer(c->d, f->places[i].name, &found) ||
		    (found.kind > GAZ_ADMIN1 && found.kind != GAZ_AREA))
			return false;
		*country = *country && found.kind == GAZ_COUNTRY;
	}
	return true;
}

/* The sentence that tells the next figure, or is too far behind that of r. */
static size_t
told_until(const struct context *c, const struct figure *r)
{
	const struct figure *e = r + 1, *end = figures_end(c->all);
	size_t far = c->sentence + 1 + NEXT;

	if (r->frame == NULL || c->s->headline)
		return 0;
	while (e < end && e->sentence == r->sentence)
		e++;
	if (e < end && e->sentence < far)
		far = e->sentence;
	return far < c->d->t.n_sent ? far : c->d->t.n_sent;
}

/* Puts the places of "there" before those of f, or instead of a country. */
static void
narrow(const struct context *c, struct fact *f, const struct fact *there, bool country)
{
	size_t n = there->n_places, more = country ? 0 : f->n_places;
	struct fact_place *all = arena_room(c->d->arena, (n + more) * sizeof(*all));

	memcpy(all, there->places, n * sizeof(*all));
	while (more > 0 && n < LIMIT_PLACES)
		all[n++] = f->places[f->n_places - more--];
	f->places = all;
	f->n_places = n;
}

/* Takes in what sentence i says of where it was; false: it does not. */
static bool
take_next(const struct context *c, const struct figure *r, struct fact *f, size_t i)
{
	struct context next = *c;
	struct fact there = { 0 };
	bool country, wide;
	size_t verb;

	next.s = &c->d->t.sent[i];
	sentence_prepare(c->d->lx, &c->d->t, &c->d->t.sent[i]);
	verb = says_where(&next);
	if (verb == next.s->end)
		return false;
	next.names = phrases_of(c->d, i);
	groups_know(c->d, i);
	if (!names_where(&next, verb) || !are_wide(c, f, &country))
		return true;
	where_set_places(&next, r, &there);
	if (there.n_places > 0 && !are_wide(c, &there, &wide))
		narrow(c, f, &there, country);
	return true;
}

void
where_next(const struct context *c, const struct figure *r, struct fact *f)
{
	size_t end = told_until(c, r);

	/* where an earthquake struck is not where all died */
	if (cause_marks(&f->cause, 1) & CAUSE_WIDE)
		return;
	for (size_t i = c->sentence + 1; i < end; i++) {
		const struct sentence *s = &c->d->t.sent[i];

		if ((s->cls & C_CAUSE) && (tok(c, s->first)->cls & C_DET) &&
		    take_next(c, r, f, i))
			return;
	}
}

/* The bomb, the worshippers, the bus of the headline: who or what the token tells of that
 * a headline's figure may be of. */
static bool
is_of_headline(const struct context *c, const struct sentence *head, size_t i)
{
	if (tok(c, i)->cls & (C_CAUSE | C_ATTACKER | C_LIFE))
		return true;
	if ((tok(c, i)->cls & C_PERSON) && (tok(c, i)->form & FORM_PLURAL))
		return true;
	for (size_t k = head->first; (tok(c, i)->cls & C_THING) && k < head->end; k++)
		if (tok(c, k)->word == tok(c, i)->word)
			return true;
	return false;
}

/* The bomb | went off, the men had been | shot, the bus | overturned: the verb of what a
 * sentence goes on to tell of the headline's event; its end: it does not. */
static size_t
goes_on(const struct context *c, const struct sentence *head)
{
	const uint64_t acts = C_VERB | C_KILL | C_DIE | C_DAMAGE | C_CAUSE;
	size_t i = c->s->first, end = i + EVENT_WORDS, of = SIZE_MAX;
	bool people, passive = false;

	for (end = end < c->s->end ? end : c->s->end; i < end; i++) {
		const struct token *t = tok(c, i);

		if (of != SIZE_MAX && (t->cls & (C_BE | C_HAVE)))
			break;
		if (of != SIZE_MAX && (t->cls & acts) && (t->form & FORM_PAST))
			break;
		if ((t->cls & (C_SPEECH | C_RELATIVE | C_PREP | C_OF)) ||
		    t->kind == TOKEN_PUNCT)
			return c->s->end;
		if (is_of_headline(c, head, i))
			of = i;
	}
	if (i >= end)
		return c->s->end;
	people = !(tok(c, of)->cls & (C_CAUSE | C_ATTACKER | C_THING));
	for (; i < end && (tok(c, i)->cls & (C_BE | C_HAVE | C_ADVERB)); i++)
		passive = passive || (tok(c, i)->cls & C_BE);
	/* the gunmen were trained in, fled to Tarn */
	if ((tok(c, of)->cls & C_ATTACKER) &&
	    (passive || (i < end && (tok(c, i)->cls & C_FLEE))))
		return c->s->end;
	if (i == end || !(tok(c, i)->cls & acts) || (tok(c, i)->cls & C_SPEECH))
		return c->s->end;
	/* the victims were buried in Tarn */
	if (people && !(tok(c, i)->cls & C_KILL) && !(tok(c, i)->form & FORM_GERUND) &&
	    tok(c, i)->word->value != ATTACKS)
		return c->s->end;
	return i;
}

void
where_lead(const struct context *c, const struct figure *r, struct fact *f)
{
	const struct figure *e = c->all->items, *end = figures_end(c->all);
	struct context next = *c;
	size_t verb;

	if (c->sentence > 0 || c->d->t.n_sent < 2 || r->frame == NULL)
		return;
	while (e < end && e->sentence == 0)
		e++;
	if (e < end && e->sentence == 1)
		return;
	next.sentence = 1;
	next.s = &c->d->t.sent[1];
	sentence_prepare(c->d->lx, &c->d->t, &c->d->t.sent[1]);
	verb = goes_on(&next, c->s);
	if (verb == next.s->end)
		return;
	next.names = phrases_of(c->d, 1);
	groups_know(c->d, 1);
	if (names_where(&next, verb))
		where_set_places(&next, r, f);
}

void
where_counted(const struct context *c, const struct figure *r, struct fact *f)
{
	const struct place_phrase *p = c->names->names;
	size_t verb = r->g.first;
	struct gaz_place found;

	if (r->frame == NULL || r->frame->victim != VICTIM_SELF ||
	    c->names->n_names == 0 || verb <= p->last + 1u ||
	    p->first != attr_after_dateline(c))
		return;
	while (verb > p->last + 1u &&
	    (tok(c, verb - 1)->cls & (C_HAVE | C_VERB | C_SPEECH)))
		verb--;
	if (verb == p->last + 1u && phrase_known_name(c->d, p->first, p->last, &found) &&
	    !found.demonym)
		where_put(c, r, f, doc_words(c->d, p->first, p->last), ROLE_IN,
		    STR("who counts them"));
}
