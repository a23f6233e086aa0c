/*
 * where.c -- see attr_in.h: where it happened, as far as names of the sentence say, and
 * of those before it.
 */
#include "config.h"

#include <math.h>

#include "base/limits.h"
#include "facts/claim.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/name_around.h"
#include "facts/number.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/source.h"
#include "facts/time_words.h"
#include "facts/where.h"
#include "facts/where_in.h"
#include "facts/where_scene.h"

#define ADJECTIVES 4 /* words from a country's adjective to the noun for a place */
#define GLUED_AND "\xd9\x88" /* Arabic wa- */
#define GLUED_SIZE 50000     /* people */

/* from; but not Spanish de, which is of as well, unless cases tell the two apart */
static bool
is_from(const struct context *c, size_t prep)
{
	bool cases = lexicon_has(c->d->lx, HABIT_HEAD_FIRST) &&
	    !lexicon_has(c->d->lx, HABIT_NOUNS_CAPITAL | HABIT_NO_CAPITALS);

	return (token_ground(c->d, prep) & G_FROM) &&
	    (cases || !(tok(c, prep)->cls & C_OF));
}

/* to (but French à is in), from, for: where somebody comes from or is bound for, if the
 * sentence says where it happened too. */
static bool
is_route(const struct context *c, const struct place_phrase *p)
{
	if (p->prep == NOWHERE) /* from Hur | and Tarn */
		return p > c->names->names && where_joins(c, p) && is_route(c, p - 1);
	return (((tok(c, p->prep)->cls & C_TO) &&
		    !(token_ground(c->d, p->prep) & G_IN)) ||
	    is_from(c, p->prep) || (token_small(c->d, p->prep) & S_FOR));
}

/* withdrew to, retreated | towards (the town of) */
static bool
is_retreat(const struct context *c, size_t prep)
{
	if ((tok(c, prep)->cls & C_OF) && prep > c->s->first + 3u &&
	    (token_ground(c->d, prep - 1) & G_HEAD) && (tok(c, prep - 2)->cls & C_DET))
		prep -= 3;
	return (token_ground(c->d, prep - 1) & G_WITHDRAW) &&
	    (tok(c, prep - 1)->form & FORM_PAST) &&
	    ((tok(c, prep)->cls & C_TO) ||
		((token_ground(c->d, prep) & G_NEAR) &&
		    !(token_ground(c->d, prep) & G_FROM)));
}

/* on its way to, bound for: where nobody has come yet */
static bool
is_bound(const struct context *c, const struct place_phrase *p)
{
	if ((p->prep != NOWHERE && p->prep > c->s->first && is_retreat(c, p->prep)) ||
	    ((tok(c, p->first)->flags & TOKEN_HYPHEN) &&
		str_ends(token_text(c->d, p->first), STR("-bound"))))
		return true;
	if (p->prep == NOWHERE || p->prep == c->s->first ||
	    ((token_ground(c->d, p->prep) & G_IN) && !(tok(c, p->prep)->cls & C_TO)))
		return false;
	if (is_from(c, p->prep) && attr_is_cause(c, p->prep - 1)) /* a rocket from Tarn */
		return true;
	return token_of(c->d, p->prep, (struct words){ .cls = C_TO, .small = S_FOR }) &&
	    (token_small(c->d, p->prep - 1) & S_BOUND);
}

/* wounded and evacuated | to Tarn, were flown | to Tarn and Bode: where they are brought
 */
static bool
is_brought(const struct context *c, const struct figure *r, const struct place_phrase *p)
{
	const struct token *moved = tok(c, p->prep == NOWHERE ? p->first : p->prep - 1u);

	if (p->prep == NOWHERE)
		return p > c->names->names && where_joins(c, p) &&
		    is_brought(c, r, p - 1);
	return r->outcome != OUTCOME_DISPLACED && p->prep > r->trigger + 1u &&
	    (tok(c, p->prep)->cls & C_TO) && !(token_ground(c->d, p->prep) & G_IN) &&
	    ((moved->cls & C_DISPLACE) ||
		((moved->form & FORM_PARTICIPLE) && (moved[-1].cls & C_BE)));
}

/* nine members | of the Tarni family */
static bool
is_of_family(const struct context *c, const struct place_phrase *p)
{
	const struct token *next = tok(c, p->last + 1u);

	return p->prep != NOWHERE && (tok(c, p->prep)->cls & C_OF) &&
	    (next->cls & C_PERSON) && (next->cls & C_COLLECTIVE) &&
	    !(next->form & FORM_PLURAL) && p->last + 1u < c->s->end;
}

/* spying | for Tarn, leaving | for Tarn */
static bool
is_served(const struct context *c, const struct place_phrase *p)
{
	return p->prep != NOWHERE && p->prep > c->s->first &&
	    (token_small(c->d, p->prep) & S_FOR) &&
	    (tok(c, p->prep - 1)->form & FORM_GERUND);
}

static bool
tells_scene(const struct context *c)
{
	for (size_t i = 0; i < c->names->n_names; i++) {
		const struct place_phrase *p = &c->names->names[i];

		if (p->prep == NOWHERE && p->first > c->s->first && where_is_said(c, p))
			return true; /* a bomb hit Tarn */
		if (p->prep != NOWHERE && !is_route(c, p) &&
		    !(tok(c, p->prep)->cls & C_BY) &&
		    (!(tok(c, p->prep)->cls & C_OF) ||
			(p->prep > c->s->first &&
			    (token_ground(c->d, p->prep - 1) & G_HEAD))))
			return true; /* in the city of Tarn, not the mayor of Tarn */
	}
	return false;
}

/* Ukraine's second city | of Kharkiv: does the name behind the noun for a place at "of"
 * lie in p? */
static bool
names_city(const struct context *c, const struct place_phrase *p)
{
	const struct place_phrase *city = p + 1;

	return city->prep != NOWHERE && (tok(c, city->prep)->cls & C_OF) &&
	    (token_ground(c->d, city->prep - 1) & G_HEAD) && city->prep <= p->last + 6;
}

/* "in Nigeria's north-western Zamfara state": a country that says where the name behind
 * it lies. */
static bool
is_owner(const struct context *c, const struct place_phrase *p)
{
	struct gaz_place found;

	return p + 1 < c->names->names + c->names->n_names && p->prep != NOWHERE &&
	    (tok(c, p->last + 1)->cls & C_POSSESSIVE) &&
	    (p[1].prep == p->prep || names_city(c, p)) &&
	    phrase_known_name(c->d, p->first, p->last, &found) &&
	    found.kind == GAZ_COUNTRY;
}

/* Nine died in Bode, a dit un porte-parole | à Tarn: does a verb of speech stand before
 * its subject, behind what it tells? */
static bool
is_told_behind(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	size_t verb = c->s->cls & C_SPEECH ? r->trigger + 1 : p->first;

	while (verb < p->first && !(tok(c, verb)->cls & C_SPEECH))
		verb++;
	for (size_t i = verb; i < p->first; i++)
		if (tok(c, i)->cls & C_SUBORD)
			return false;
	for (size_t i = verb; verb < p->first && i > r->trigger &&
	     !(tok(c, i)->kind == TOKEN_PUNCT && tok(c, i)->punct == ',');
	     i--)
		if (i < verb && !(tok(c, i)->cls & C_HAVE))
			return false;
	return verb < p->first;
}

/* قالت الأمم المتحدة | في جنيف إن: does the place stand between a verb of speech and what
 * is said? */
static bool
is_told_before(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	const struct token *said = tok(c, p->last + 1u);
	bool that = (said->cls & C_SUBORD) && !(said->cls & C_PREP);
	bool figure = lexicon_has(c->d->lx, HABIT_NO_CAPITALS) &&
	    (p->last + 1u == r->first || p->last + 1u == r->trigger);
	size_t i = p->prep;

	if (!(token_ground(c->d, i) & G_IN) || !(that || figure))
		return false;
	while (i > c->s->first && tok(c, i - 1)->kind == TOKEN_WORD &&
	    !(tok(c, i - 1)->cls & (C_SPEECH | C_SUBORD)))
		i--;
	return i > c->s->first && (tok(c, i - 1)->cls & C_SPEECH);
}

/* said | in Tarn; but: an attack on a post | in Tarn */
static bool
says(const struct token *t)
{
	return (t->cls & C_SPEECH) && (!(t->cls & C_THING) || (t->form & FORM_PAST));
}

/* Is who tells of the figure named in its own sentence? */
static bool
speaks_here(const struct context *c)
{
	return c->said != NULL && !c->said->carried && c->said->words.n > 0;
}

/* Tarn Aid, one of many groups | in Hur, said; according to the monitor, based | in Hur,
 * nine died: does the place stand in the aside behind who speaks? */
static bool
in_speaker_aside(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	const char *end = c->said->words.p + c->said->words.n;
	size_t i = c->said->from, comma;

	while (i < p->first && token_text(c->d, i).p < end)
		i++;
	for (comma = i; i < p->first && comma < p->first && tok(c, i)->punct == ',' &&
	     tok(c, comma + 1)->punct != ',';
	     comma++)
		continue;
	if (i >= p->first || tok(c, i)->punct != ',' || comma < p->first)
		return false;
	for (comma = p->last + 1u; comma < c->s->end && tok(c, comma)->kind == TOKEN_WORD;
	     comma++)
		continue;
	return comma + 1 < c->s->end && tok(c, comma)->punct == ',' &&
	    ((tok(c, comma + 1)->cls & C_SPEECH) ||
		(comma < r->first && p->prep != NOWHERE &&
		    (tok(c, p->prep - 1)->form & FORM_PARTICIPLE)));
}

/* The UN office | in Tarn said: of a body that is known by its name the place is where it
 * has its seat. */
static bool
is_seat(const struct context *c, const struct place_phrase *p)
{
	const struct source *said = c->said;
	struct str name = token_text(c->d, p->first), text = c->d->in->text;

	return p->prep != NOWHERE && name.p >= said->words.p &&
	    name.p < said->words.p + said->words.n &&
	    (said->name.p < text.p || said->name.p >= text.p + text.n);
}

/* Officials | in Tarn said that, said | in Tarn that: where somebody speaks. */
static bool
is_of_speaker(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	const struct source *said = c->said;
	struct str name = token_text(c->d, p->first);

	return is_told_behind(c, r, p) || is_told_before(c, r, p) ||
	    (p->prep != NOWHERE && p->prep > c->s->first && says(tok(c, p->prep - 1)) &&
		(token_ground(c->d, p->prep) & G_IN)) ||
	    (said != NULL && said->words.n > 0 && name.p >= said->words.p &&
		name.p < said->words.p + said->words.n);
}

/* In Tarn, a spokesman said that nine had died in Bode: does the place stand before a
 * verb of speech, q and the figure behind it? */
static bool
speech_parts(const struct context *c, const struct figure *r,
    const struct place_phrase *p, const struct place_phrase *q)
{
	size_t i = p->last + 1;

	while (i < q->first &&
	    (!(tok(c, i)->cls & C_SPEECH) || (token_ground(c->d, i) & G_HEAD)))
		i++;
	return i < q->first && i < r->trigger;
}

/* Where somebody speaks is not where it happened if the sentence names that, as a place
 * that is known: anywhere, where the speaker is told to be; else abroad. */
static bool
is_elsewhere(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	struct gaz_place own, found;
	bool speaker;

	if (p->prep == NOWHERE || !((c->s->cls & C_SPEECH) || speaks_here(c)))
		return false;
	speaker = is_of_speaker(c, r, p);
	for (size_t i = 0; i < c->names->n_names; i++) {
		const struct place_phrase *q = &c->names->names[i];

		if (q == p || (q->prep == NOWHERE && !where_is_said(c, q)) ||
		    !(speaker || speech_parts(c, r, p, q)) || is_of_speaker(c, r, q) ||
		    where_is_apart(c, r, q) ||
		    !phrase_known_name(c->d, q->first, q->last, &found))
			continue;
		if (speaker ||
		    (phrase_known_name(c->d, p->first, p->last, &own) &&
			!str_eq(own.country, found.country)))
			return true;
	}
	return false;
}

/* the war with Israel; but the border with it, an attack against Tarn, which the
 * gazetteer knows */
static bool
is_enemy(const struct context *c, const struct place_phrase *p)
{
	struct gaz_place found;
	size_t i = p->prep;

	if (i == NOWHERE || !(token_small(c->d, i) & S_AGAINST) ||
	    (token_small(c->d, i - 1) & S_BORDER))
		return false;
	while (i > c->s->first && (tok(c, i - 1)->cls & (C_ADJ | C_DEMONYM)))
		i--;
	return i == c->s->first || !where_strikes_others(c, i - 1) ||
	    !phrase_known_name(c->d, p->first, p->last, &found);
}

/* Killed two, the first since the attack | on Israel: where something else happened
 * before. */
static bool
is_of_former(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	size_t i = r->trigger + 1, end = p->prep == NOWHERE ? p->first : p->prep;

	if (end == c->s->first || !attr_is_cause(c, end - 1))
		return false;
	while (i < end && !(tok(c, i)->word->time & U_SINCE))
		i++;
	return i + 1 < end;
}

/* TARN: | Gunmen killed nine in Bode: where the report is from. */
static bool
is_label(const struct context *c, const struct place_phrase *p)
{
	return p->first == c->s->first && (tok(c, p->first)->flags & TOKEN_CAPS) &&
	    !c->s->all_caps && tok(c, p->last + 1u)->punct == ':';
}

static void
put_place(struct fact *f, struct str name, enum place_role role)
{
	for (size_t i = 0; i < f->n_places; i++)
		if (str_eq(f->places[i].name, name) &&
		    (role == ROLE_ANY || f->places[i].role == role))
			return;
	f->places[f->n_places++] = (struct fact_place){ .name = name,
		.role = role,
		.precision = PRECISION_TEXT,
		.lat = NAN,
		.lon = NAN };
}

void
where_put(const struct context *c, const struct figure *r, struct fact *f,
    struct str name, enum place_role role, struct str why)
{
	put_place(f, name, role);
	attr_explain(c, r, "place", why, name);
}

static void
put_name(const struct context *c, const struct figure *r, struct fact *f, struct str name,
    enum place_role role)
{
	if (name.n == 1) /* said on X */
		return;
	where_put(c, r, f, name, role, STR("a name behind a preposition"));
}

/* كابول | وقندهار: the last token of what is written as one with "and" behind a place, at
 * token i, and is a place that many know; i - 1: there is none. */
static size_t
glued_end(const struct context *c, size_t i)
{
	struct gaz_place found;

	if (i >= c->s->end || tok(c, i)->kind != TOKEN_WORD || tok(c, i)->word->id != 0 ||
	    !str_starts(token_text(c->d, i), STR(GLUED_AND)))
		return i - 1;
	for (size_t last = i + 1 < c->s->end && tok(c, i + 1)->kind == TOKEN_WORD ? i + 1
										  : i;
	     last >= i; last--) {
		struct str name = doc_words(c->d, i, last);

		if (phrase_in_gazetteer(c->d,
			str_sub(name, sizeof(GLUED_AND) - 1, name.n), &found) &&
		    !found.demonym && (found.listed || found.population >= GLUED_SIZE))
			return last;
	}
	return i - 1;
}

static void
add_glued(const struct context *c, const struct figure *r, struct fact *f, size_t i,
    enum place_role role)
{
	for (size_t last; f->n_places < LIMIT_PLACES && (last = glued_end(c, i)) >= i;
	     i = last + 1) {
		struct str name = doc_words(c->d, i, last);

		put_name(c, r, f, str_sub(name, sizeof(GLUED_AND) - 1, name.n), role);
	}
}

/* How readily a name says where it was; strikers: of a strike whose place is not said
 * otherwise, "killed in Tarnian airstrikes". */
enum readiness { PLAIN, OF_STRIKER, OF_HOME, OF_SPEAKER };

/* a clerk | from Tarn: where somebody is at home; but: fighters | from Tarn */
static bool
is_home(const struct context *c, const struct place_phrase *p)
{
	const struct token *who = tok(c, p->prep == NOWHERE ? c->s->first : p->prep) - 1;

	return p->prep != NOWHERE && p->prep > c->s->first && who->group != 0 &&
	    (who->cls & C_PERSON) &&
	    !(who->cls & (C_ARMED | C_ATTACKER | C_COLLECTIVE)) && is_from(c, p->prep);
}

/* told reporters | in Tarn, told a news conference | in Tarn */
static bool
is_before_press(const struct context *c, const struct place_phrase *p)
{
	size_t i = p->prep;

	if (i == NOWHERE || i < c->s->first + 2u ||
	    tok(c, i - 1)->word->value != HELPER || !(token_ground(c->d, i) & G_IN))
		return false;
	for (i -= 2; i > c->s->first && (tok(c, i)->cls & (C_DET | C_ADJ)); i--)
		continue;
	return says(tok(c, i));
}

/* Tarn's foreign ministry said that …: a place only because it speaks. */
static enum readiness
readiness_of(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	struct gaz_place found;

	if (where_is_striker(c, p))
		return OF_STRIKER;
	if (is_home(c, p))
		return OF_HOME;
	return is_before_press(c, p) ||
		(p->prep == NOWHERE && (tok(c, p->last + 1)->cls & C_POSSESSIVE) &&
		    is_of_speaker(c, r, p) &&
		    phrase_known_name(c->d, p->first, p->last, &found))
	    ? OF_SPEAKER
	    : PLAIN;
}

/* in Tarn, where 13 were killed: is the place governed from before the figure and within
 * it, or by nothing? */
static bool
is_ungoverned(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	if (p->prep == NOWHERE)
		return !where_stands(c, p) && !where_joins(c, p);
	return p->first <= r->last && p->last >= r->first && p->prep < r->first;
}

/* Stands it behind "in" or the like, which says nothing else? */
static bool
is_plainly_in(const struct context *c, const struct place_phrase *p)
{
	const struct token *prep = tok(c, p->prep == NOWHERE ? p->first : p->prep);

	return p->prep != NOWHERE &&
	    (prep->word->ground & (G_IN | G_FROM | G_NEAR)) == G_IN &&
	    !(prep->cls & (C_TO | C_OF)) && !(prep->word->small & (S_FOR | S_AGAINST)) &&
	    !(tok(c, p->first)->flags & TOKEN_HYPHEN);
}

/* Is the place, by the word before it, one that somebody comes from, goes to, fights? */
static bool
is_gone_to(const struct context *c, const struct figure *r, const struct place_phrase *p)
{
	return !is_plainly_in(c, p) &&
	    ((is_route(c, p) && tells_scene(c)) || is_enemy(c, p) || is_bound(c, p) ||
		is_served(c, p) || is_of_family(c, p) || is_brought(c, r, p));
}

/* Is the place told of for another reason than that it happened there? */
static bool
is_beside(const struct context *c, const struct figure *r, const struct place_phrase *p)
{
	return is_gone_to(c, r, p) || (is_label(c, p) && tells_scene(c)) ||
	    is_owner(c, p) || is_of_former(c, r, p) || where_of_part(c, r, p) ||
	    (speaks_here(c) && (in_speaker_aside(c, r, p) || is_seat(c, p))) ||
	    is_elsewhere(c, r, p);
}

static void
add_places(const struct context *c, const struct figure *r, struct fact *f,
    enum readiness ready)
{
	for (size_t i = 0; i < c->names->n_names && f->n_places < LIMIT_PLACES; i++) {
		const struct place_phrase *p = &c->names->names[i];
		enum place_role role;

		if (is_ungoverned(c, r, p) ||
		    (p->prep != NOWHERE &&
			((tok(c, p->prep)->cls & C_BY) || where_names_body(c, p))) ||
		    where_of_other(c, r, p) || is_beside(c, r, p) ||
		    readiness_of(c, r, p) != ready)
			continue;
		role = where_role(c, p);
		put_name(c, r, f, doc_words(c->d, p->first, p->last), role);
		if (lexicon_has(c->d->lx, HABIT_NO_CAPITALS))
			add_glued(c, r, f, p->last + 1u, role);
	}
}

/* Kabul-Kandahar | highway: the towns that it joins, if the gazetteer knows both */
static bool
joined_by_road(const struct context *c, const struct place_phrase *p, struct str ends[2])
{
	struct str road = token_text(c->d, p->first);
	size_t dash = str_chr(road, '-');
	struct gaz_place found;

	if (dash == STR_NOWHERE ||
	    !str_eq(doc_text(c->d, tok(c, p->last)->word->head), STR("road")))
		return false;
	ends[0] = str_sub(road, 0, dash);
	ends[1] = str_sub(road, dash + 1, road.n);
	for (size_t i = 0; i < 2; i++)
		if (!phrase_in_gazetteer(c->d, ends[i], &found) || found.demonym ||
		    found.kind == GAZ_COUNTRY)
			return false;
	return true;
}

/* on the Kabul-Kandahar highway, and no more is told: near the one or the other */
static void
split_road(const struct context *c, const struct figure *r, struct fact *f)
{
	struct str ends[2];

	for (size_t i = 0; f->n_places == 1 && i < c->names->n_names; i++) {
		const struct place_phrase *p = &c->names->names[i];

		if (p->first == p->last || !(tok(c, p->first)->flags & TOKEN_HYPHEN) ||
		    !str_eq(doc_words(c->d, p->first, p->last), f->places[0].name) ||
		    !joined_by_road(c, p, ends))
			continue;
		f->n_places = 0;
		put_name(c, r, f, ends[0], ROLE_NEAR);
		put_name(c, r, f, ends[1], ROLE_NEAR);
	}
}

void
where_set_places(const struct context *c, const struct figure *r, struct fact *f)
{
	size_t most = lexicon_has(c->d->lx, HABIT_NO_CAPITALS) ? LIMIT_PLACES
							       : c->names->n_names + 1;

	f->places = arena_room(c->d->arena, most * sizeof(*f->places));
	add_places(c, r, f, PLAIN);
	if (f->n_places == 0 && c->names->n_names > 0)
		add_places(c, r, f, OF_STRIKER);
	split_road(c, r, f);
}

static void
put_country(const struct context *c, const struct figure *r, struct fact *f,
    struct gaz_place *country, size_t i, struct str why)
{
	struct str capital = where_capital(c, i, i, country);

	gazetteer_texts(country, 1);
	put_place(f, capital.n > 0 ? capital : country->name, ROLE_IN);
	attr_explain(c, r, "place", why, token_text(c->d, i));
}

/* "Kenyan bus crash", "Philippine floods": the country in which a disaster is told to be,
 * where no name says more. */
static void
disaster_place(const struct context *c, const struct figure *r, struct fact *f)
{
	struct gaz_place found;

	for (size_t i = c->s->first; i < c->s->end; i++) {
		const struct place_phrase p = { i, i, NOWHERE };
		size_t event = tok(c, i)->flags & TOKEN_CAP ? where_event(c, &p)
							    : SIZE_MAX;
		struct str cause;

		/* Israeli fire */
		if (event == SIZE_MAX ||
		    (event == i + 1 && (token_small(c->d, event) & S_GUNS)))
			continue;
		cause = doc_text(c->d, tok(c, event)->word->cause);
		if (!(cause_marks(&cause, 1) & CAUSE_SLOW) ||
		    !country_named(c->d, i, i, &found) || !found.demonym)
			continue;
		put_country(c, r, f, &found, i, STR("whose disaster it is"));
		return;
	}
}

/* "Rain hampers Afghan quake rescue" | a quake that killed 900: the disaster of the
 * headline, of which the text tells without a place */
static void
headline_disaster(const struct context *c, const struct figure *r, struct fact *f)
{
	struct context head = *c;

	if (c->sentence == 0 || !c->d->t.sent[0].headline ||
	    !(cause_marks(&f->cause, 1) & CAUSE_SLOW))
		return;
	head.s = &c->d->t.sent[0];
	head.sentence = 0;
	disaster_place(&head, r, f);
}

/* in the | Sudanese capital, at a | Syrian army post: is the country's adjective at token
 * i that of a noun for a place behind a preposition of place? */
static bool
is_of_place(const struct context *c, size_t i)
{
	size_t head = i + 1, prep = i;

	while (head < c->s->end && head < i + ADJECTIVES &&
	    (tok(c, head)->cls & (C_ADJ | C_THING | C_ORG)) &&
	    !(token_ground(c->d, head) & G_HEAD))
		head++;
	while (prep > c->s->first &&
	    ((tok(c, prep - 1)->cls & (C_DET | C_ADJ | C_ONE)) ||
		(token_ground(c->d, prep - 1) & G_DIRECTION)))
		prep--;
	return head < c->s->end && (token_ground(c->d, head) & G_HEAD) &&
	    prep > c->s->first && (token_ground(c->d, prep - 1) & (G_IN | G_NEAR)) &&
	    !(tok(c, prep - 1)->cls & C_BY);
}

/* في العاصمة | السورية, en la capital | siria: the same of an adjective behind its noun;
 * a base of theirs may stand abroad. */
static bool
is_of_place_before(const struct context *c, size_t i)
{
	size_t head = i - 1, prep;
	bool arabic = lexicon_has(c->d->lx, HABIT_NO_CAPITALS);

	head -= is_arabic_article(c->d, head);
	prep = head - 1 - is_arabic_article(c->d, head - 1);
	while (!arabic && prep > c->s->first && (tok(c, prep)->cls & (C_DET | C_ONE)) &&
	    !(tok(c, prep)->cls & C_PREP))
		prep--;
	return prep >= c->s->first && (!arabic || prep + 1 < head) &&
	    (token_ground(c->d, head) & G_HEAD) &&
	    (arabic || !(token_ground(c->d, head) & G_SITE)) &&
	    (token_ground(c->d, prep) & (G_IN | G_NEAR));
}

/* "in the Sudanese capital", where no name says more: the country. */
static void
adjective_place(const struct context *c, const struct figure *r, struct fact *f)
{
	bool small = lexicon_has(c->d->lx, HABIT_HEAD_FIRST | HABIT_MODIFIERS_AFTER);
	bool before = lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER);
	struct gaz_place found;

	for (size_t i = c->s->first; (c->s->ground & G_HEAD) && i < c->s->end; i++)
		if ((small || (tok(c, i)->flags & TOKEN_CAP)) &&
		    (before ? is_of_place_before(c, i) : is_of_place(c, i)) &&
		    phrase_known_name(c->d, i, i, &found) &&
		    ((found.kind == GAZ_COUNTRY &&
			 (found.demonym || (before && !(tok(c, i)->flags & TOKEN_CAP)))) ||
			(!name_ends_before_region(c->d, i) &&
			    country_of_people(c->d, i, &found)))) { /* la capital siria */
			put_country(c, r, f, &found, i, STR("whose town it is"));
			return;
		}
}

void
where_set(const struct context *c, const struct figure *r, struct fact *f)
{
	where_set_places(c, r, f);
	if (f->n_places == 0)
		where_scene(c, r, f);
	where_set_capital(c, f);
	if (f->n_places == 0)
		where_counted(c, r, f);
	if (f->n_places == 0 && c->all->items == r)
		add_places(c, r, f, OF_HOME);
	if (f->n_places == 0)
		where_office(c, r, f);
	if (f->n_places == 0)
		disaster_place(c, r, f);
	if (f->n_places == 0)
		headline_disaster(c, r, f);
	if (f->n_places == 0)
		adjective_place(c, r, f);
	if (f->n_places == 0)
		add_places(c, r, f, OF_SPEAKER);
	if (f->n_places == 0 && !r->background)
		where_lead(c, r, f);
	if (!r->background)
		where_next(c, r, f);
}

void
where_told(struct doc *d, size_t sentence, size_t first, size_t last, struct fact *f)
{
	struct figures none = { 0 };
	const struct context c = { .d = d,
		.tok = d->t.tok,
		.all = &none,
		.sentence = sentence,
		.s = &d->t.sent[sentence],
		.names = phrases_of(d, sentence) };
	const struct figure r = { .first = first,
		.last = last,
		.trigger = first,
		.fact = (int)(f - d->facts) };

	groups_know(d, sentence);
	where_set(&c, &r, f);
}
