/* group.c -- see group.h. */
#include "config.h"

#include "facts/chunk.h"
#include "facts/ground_words.h"
#include "facts/number.h"
#include "facts/phrase.h"

/* Gunmen | kidnapped nurse Karim; soldiers | captured rebels; a force in Tarn | captured
 * Mullah Omar: a verb behind its subject, no adjective. */
static bool
follows_subject(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return i > s->first && (t->cls & C_KILL) && (t->cls & C_ADJ) &&
	    (t->form & FORM_PAST) && (t[-1].kind == TOKEN_WORD || is_mark(&t[-1], ',')) &&
	    (t[-1].group != 0 ||
		(t[-1].cls & (C_FACTION | C_ORG | C_ARMED | C_COLLECTIVE)) ||
		((t[1].cls & C_TITLE) && (t[1].flags & TOKEN_CAP)));
}

static const struct group empty;

struct group *
group_add(struct doc *d, struct groups *g, size_t first, size_t last)
{
	struct group *r;

	if (g->n == g->cap)
		g->items = arena_grow(d->arena, g->items, g->n, &g->cap, sizeof(*r));
	r = &g->items[g->n++];
	*r = empty; /* sixteen bytes at a time, and not by the eight that a loop sets */
	r->first = (uint32_t)first;
	r->last = r->head = (uint32_t)last;
	for (size_t i = first; i <= last; i++)
		d->t.tok[i].group = (uint16_t)g->n;
	return r;
}

void
group_number(struct group *g, const struct token *num)
{
	g->count = num->value;
	g->low = num->low;
	g->high = num->high;
	g->bound = (enum bound)num->bound;
	g->stated = true;
	g->plural = num->value != 1;
}

static void
set_count(struct group *g, int64_t n)
{
	g->count = g->low = g->high = n;
	g->bound = BOUND_EXACT;
	g->plural = n != 1;
}

/* were killed (3) | in Tarn: a number in brackets, and at once where. */
static bool
share_in_brackets(const struct chunk *c)
{
	size_t i = c->at;

	return i + 2 < c->end && is_mark(&c->tok[i], ')') &&
	    (c->tok[i + 1].cls & C_PREP) && !(c->tok[i + 1].cls & (C_OF | C_BY | C_TO)) &&
	    is_name(&c->tok[i + 2]);
}

static bool
joined_at(const struct chunk *c, size_t i)
{
	return i > 0 &&
	    ((c->tok[i - 1].cls & C_AND) || is_mark(&c->tok[i - 1], ',') ||
		is_mark(&c->tok[i - 1], ';'));
}

/* In Tarn | 166 died, and in Bode | 90: behind the name of a place that opens its clause.
 */
static bool
behind_fronted(const struct chunk *c)
{
	size_t i = c->first, next = c->at;

	while (i > 0 && (c->tok[i - 1].flags & TOKEN_CAP) &&
	    !(c->tok[i - 1].cls & (C_PREP | C_NUMBERED)))
		i--;
	if (i == c->first || i < 1 || !(c->tok[i - 1].cls & C_PREP))
		return false;
	if (next >= c->end || is_mark(&c->tok[next], '.') ||
	    (c->tok[next].cls & (C_DIE | C_KILL | C_BE | C_HAVE)))
		return (c->tok[i - 1].flags & TOKEN_FIRST) || joined_at(c, i - 1);
	return ((c->tok[next].cls & C_AND) || is_mark(&c->tok[next], ',')) &&
	    joined_at(c, i - 1);
}

#define OF_PLACES 6 /* words of what so many are of */

/* 13 | of the state's 17 townships, three | of the five villages, one | of the poorest
 * countries */
static bool
is_of_places(const struct chunk *c)
{
	size_t k = c->at;

	if (k >= c->end || !(c->tok[k].cls & C_OF))
		return false;
	for (size_t n = 0; ++k < c->end && n < OF_PLACES &&
	     c->tok[k].kind != TOKEN_PUNCT && !(c->tok[k].cls & (C_PERSON | C_PREP));
	     n++)
		if ((c->tok[k].word->ground & G_HEAD) && (c->tok[k].form & FORM_PLURAL))
			return true;
	return false;
}

/* 12 | percent, 12 | hours; but: 12 | on Tuesday */
static bool
counts_no_people(const struct chunk *c)
{
	const struct token *next = &c->tok[c->at];

	if (c->at < c->end &&
	    (next->cls &
		(C_THING | C_TIME | C_CURRENCY | C_MONTH | C_FACILITY | C_STRIKE)) &&
	    !((next->cls & C_TIME) && c->at + 1 < c->end && (next[1].cls & C_WEEKDAY)))
		return true;
	return (c->at < c->end && is_mark(next, '%')) || is_of_places(c);
}

/* Behind a mark: one in brackets is a share, one between commas may be an age. */
static bool
allowed_behind_mark(const struct chunk *c, const struct token *prev)
{
	const struct token *t = &c->tok[c->at - 1], *next = &c->tok[c->at];
	bool closes = c->at >= c->end ||
	    (next->kind == TOKEN_PUNCT && next->punct != '"');

	if (is_mark(prev, '(') && closes)
		return share_in_brackets(c);
	if (prev->punct == ',' && closes && t->digits && c->first >= 2 &&
	    t->bound == BOUND_EXACT &&
	    ((prev[-1].flags & TOKEN_CAP) || (prev[-1].cls & C_PERSON)))
		return false; /* an age */
	return prev->punct != '/' && prev->punct != '#';
}

/* May a bare number stand here for people? */
static bool
bare_allowed(const struct chunk *c)
{
	const struct token *t = &c->tok[c->at - 1], *prev;

	if (counts_no_people(c))
		return false;
	if (c->part || c->first == 0 || c->first == c->d->t.sent->first ||
	    (c->tok[c->first].flags & TOKEN_FIRST))
		return true;
	prev = &c->tok[c->first - 1];
	if (prev->kind == TOKEN_PUNCT)
		return allowed_behind_mark(c, prev);
	if (prev->cls & (C_NUMBERED | C_CURRENCY | C_MONTH))
		return false;
	if (prev->cls == 0 ||
	    ((prev->cls & (C_THING | C_ORG | C_ADJ)) &&
		!(prev->cls & (C_VERB | C_KILL | C_DISPLACE | C_BEAT | C_ADVERB))))
		return behind_fronted(c) || (t->flags & TOKEN_FIRST) != 0 ||
		    t->bound != BOUND_EXACT || !t->digits;
	return true;
}

/* family of five, crew of 12 */
static const struct token *
inner_number(const struct chunk *c, size_t at)
{
	if (at + 1 < c->end && (c->tok[at].cls & C_OF) &&
	    c->tok[at + 1].kind == TOKEN_NUMBER &&
	    !(c->tok[at + 1].flags & TOKEN_NO_COUNT))
		return &c->tok[at + 1];
	return NULL;
}

/* German die Händler: the noun alone does not say how many. */
static bool
is_plural_by_determiner(const struct chunk *c)
{
	for (size_t i = c->first; i < c->nouns && i < c->head; i++)
		if ((c->tok[i].cls & C_DET) && (c->tok[i].form & FORM_PLURAL))
			return true;
	return false;
}

/* zwölf Soldaten und | Helfer: nor there, where many stand before it. */
static bool
joins_plural(const struct chunk *c)
{
	const struct token *t = &c->tok[c->first];

	return c->first > 1 && !c->det && !c->one && (t[-1].cls & C_AND) &&
	    t[-2].group != 0 && (t[-2].form & FORM_PLURAL) &&
	    lexicon_has(c->d->lx, HABIT_NOUNS_CAPITAL);
}

/* 3 polis | yaralı: whose noun stands before that of what befell them, where verbs stand
 * last; NULL: no such noun. */
static const struct token *
counted_noun(const struct chunk *c)
{
	const struct token *h = &c->tok[c->head];

	return c->verbs_last && c->head > c->nouns && (h->cls & C_COUNTED) &&
		(h[-1].cls & C_PERSON) && !(h[-1].form & FORM_PLURAL) &&
		lexicon_has(c->d->lx, HABIT_COUNTED_SINGULAR)
	    ? h - 1
	    : NULL;
}

static void
describe(struct group *g, const struct chunk *c)
{
	if (c->head != SIZE_MAX) {
		const struct token *h = &c->tok[c->head];

		g->head = (uint32_t)c->head;
		g->noun = h->word;
		g->cls = h->cls | (c->mods & (C_ARMED | C_FACTION)) |
		    (c->head == c->age ? C_PERSON : 0);
		g->who = doc_text(c->d, h->word->who);
		/* a rebel commander */
		if (c->irregular && str_eq(g->who, STR("soldiers")))
			g->who = STR("fighters");
		g->plural = (h->form & FORM_PLURAL) &&
		    (!(h->form & FORM_SINGULAR) || is_plural_by_determiner(c) ||
			joins_plural(c));
		if ((h = counted_noun(c)) != NULL) {
			g->noun = h->word;
			g->cls |= h->cls;
			g->who = doc_text(c->d, h->word->who);
		}
	}
	g->other = c->other;
	g->both = c->both;
	/* hostages: those told of before */
	g->definite = c->definite ||
	    (g->plural && c->num == NULL && str_eq(g->who, STR("prisoners")));
	g->det = c->det;
	g->modified = (c->mods & C_ADJ) != 0;
	g->state = (uint32_t)c->state;
	g->unknown = c->head == SIZE_MAX && c->unknown > 0;
	g->subset = c->part && c->head != SIZE_MAX;
	g->of_them = c->part;
}

#define AFTER_NOUN                                                                    \
	(C_PREP | C_OF | C_BY | C_AND | C_SUBORD | C_RELATIVE | C_ADVERB | C_BE |     \
	    C_HAVE | C_MODAL | C_VERB | C_KILL | C_DIE | C_DEAD | C_SPEECH | C_TIME | \
	    C_WEEKDAY)

/* "Palestinian killed"; "Palestinian dies"; "kill Palestinian in raid"; "colombiano es
 * asesinado"; "matan a haitiano": no adjective where a victim is told, as in "capture
 * Palestinian border post". */
static bool
is_victim(const struct chunk *c)
{
	const struct token *next = &c->tok[c->at], *prev;
	bool behind = lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER);

	if (c->at < c->end && next->kind == TOKEN_WORD && !(next->cls & AFTER_NOUN))
		return false;
	next += behind && c->at + 1 < c->end && (next->cls & C_BE);
	if (c->at < c->end &&
	    (((next->cls & (C_KILL | C_DEAD)) && (next->form & FORM_PARTICIPLE)) ||
		(next->cls & C_DIE)))
		return true;
	if (c->first == 0 || (c->tok[c->first].flags & TOKEN_FIRST))
		return false;
	prev = &c->tok[c->first - 1];
	prev -= behind && c->first > 1 && (prev->cls & C_TO);
	return (prev->cls & (C_KILL | C_DIE | C_DEATH)) && prev->group == 0;
}

/* captured the Russian | town */
static bool
names_ground(const struct chunk *c)
{
	return c->at < c->end && (c->tok[c->at].word->ground & (G_HEAD | G_GOODS));
}

/* مقتل | مدنيين: two, or several, where a noun has the same ending for both. */
static bool
is_two_or_more(const struct chunk *c)
{
	unsigned form = c->head != SIZE_MAX ? c->tok[c->head].form : 0;

	return (form & FORM_DUAL) && (form & FORM_PLURAL) && !c->det && !c->possessive &&
	    c->first > 0 && (c->tok[c->first - 1].cls & C_DEATH);
}

/* صحفيين | اثنين: two, as the number behind says. */
static void
set_two_or_more(struct group *g, const struct chunk *c)
{
	bool two = c->at < c->end && c->tok[c->at].kind == TOKEN_NUMBER &&
	    c->tok[c->at].value == 2;

	set_count(g, 2);
	g->bound = two ? BOUND_EXACT : BOUND_AT_LEAST;
	g->high = two ? 2 : -1;
	g->stated = true;
}

/* al menos | un policía: the article is a number, where it is the same word. */
static bool
is_one_at_least(const struct chunk *c)
{
	const struct token *bound = c->tok + c->first - 1;

	return c->one && c->first > 0 && c->tok[c->first].word->value == 1 &&
	    (bound->cls & C_BOUND) && bound->word->bound == BOUND_AT_LEAST &&
	    !(bound->form & FORM_POST);
}

/* الجيش | الإسرائيلي: an adjective of the noun before it, where those stand behind and
 * have its article. */
static bool
describes_before(const struct chunk *c)
{
	const uint64_t apart = C_PREP | C_OF | C_TO | C_AND | C_KILL | C_DIE | C_DEATH |
	    C_VERB | C_SPEECH | C_SUBORD | C_DISPLACE | C_ADVERB;
	const struct token *before = c->tok + c->first - 1;

	return lexicon_has(c->d->lx, HABIT_NO_CAPITALS) && c->first > 0 &&
	    before->kind == TOKEN_WORD && before->end + 1 >= c->tok[c->first].start &&
	    !(before->cls & apart);
}

/* قتل الجيش | فلسطينيا; but: سلاحا | فلسطينيا: no adjective of a word that nobody knows,
 * where an object has a form of its own. */
static bool
is_lone_object(const struct chunk *c)
{
	const struct token *before = c->tok + c->first - 1;

	return (c->tok[c->head].form & FORM_OBJECT) &&
	    lexicon_has(c->d->lx, HABIT_OBJECT_FORM) && c->first > 0 &&
	    before->cls != 0 && !(before->cls & (C_THING | C_CAUSE | C_FACILITY));
}

/* أطفالها | الثلاثة, الجنود | الأربعة: the number that stands behind its noun, with the
 * article; NULL: there is none. */
static const struct token *
number_behind(const struct chunk *c)
{
	const struct token *t = &c->tok[c->at];

	if (c->num != NULL || c->head == SIZE_MAX || c->at + 1 >= c->end ||
	    !(c->tok[c->head].form & FORM_PLURAL) || !(t->cls & C_DET) ||
	    t[1].kind != TOKEN_NUMBER || t[1].start != t->end ||
	    !lexicon_has(c->d->lx, HABIT_NO_CAPITALS))
		return NULL;
	return t[1].value > 2 && !t[1].digits ? t + 1 : NULL;
}

/* both | the driver and his son; both | drivers */
static bool
is_both_of_two(const struct group *g, const struct chunk *c)
{
	return c->head != SIZE_MAX && !g->plural && g->noun->value != PAIR && c->det;
}

/* a couple; his parents */
static bool
is_pair(const struct group *g, const struct chunk *c)
{
	return c->head != SIZE_MAX && g->noun->value == PAIR &&
	    (!g->plural || c->possessive || c->nouns == c->first);
}

/* a farmer, a women, farmer: one, by noun or article. */
static bool
is_singular(const struct group *g, const struct chunk *c)
{
	return c->head != SIZE_MAX && !g->plural && !(g->cls & C_COLLECTIVE) &&
	    (!(g->cls & C_DEMONYM) || lexicon_has(c->d->lx, HABIT_NOUNS_CAPITAL) ||
		(c->det && !names_ground(c)) || is_victim(c) || is_lone_object(c)) &&
	    !((g->cls & C_DEMONYM) && c->det && describes_before(c));
}

static void
count_group(struct group *g, const struct chunk *c)
{
	const struct token *inner = inner_number(c, c->at), *behind = number_behind(c);
	bool headed = c->head != SIZE_MAX, plural = g->plural;

	if (inner != NULL && c->num == NULL && headed && (g->cls & C_COLLECTIVE)) {
		group_number(g, inner);
	} else if (behind != NULL) {
		group_number(g, behind);
	} else if (c->num != NULL) {
		group_number(g, c->num);
		g->plural = g->plural || (plural && g->count != 1);
	} else if (headed && g->noun->value > IN_WORD) {
		set_count(g, g->noun->value - IN_WORD);
		g->cls |= C_GENERIC;
		g->stated = true;
	} else if (c->both) {
		set_count(g, is_both_of_two(g, c) ? 1 : 2);
	} else if (is_pair(g, c)) {
		set_count(g, 2);
		g->stated = (c->tok[c->head].form & FORM_DUAL) != 0;
	} else if (is_two_or_more(c)) {
		set_two_or_more(g, c);
	} else if (c->one && !c->possessive && plural && headed &&
	    !(g->cls & (C_COLLECTIVE | C_COUNTED))) {
		set_count(g, 1); /* a women */
	} else if (is_singular(g, c)) {
		set_count(g, 1);
		if (is_one_at_least(c)) {
			g->bound = BOUND_AT_LEAST;
			g->high = -1;
		}
	} else if (!headed && c->other && !g->unknown &&
	    (c->one || (c->definite && !(c->tok[c->last].form & FORM_PLURAL)))) {
		set_count(g, 1);
	}
}

/* thirty people at least: a bound that stands behind the noun. */
static void
bound_after(struct group *g, const struct chunk *c)
{
	struct token num;

	if (c->num == NULL || c->at >= c->end || !(c->tok[c->at].cls & C_BOUND) ||
	    (c->tok[c->at].cls & C_AND) || !(c->tok[c->at].form & FORM_POST) ||
	    c->num->bound != BOUND_EXACT)
		return;
	num = *c->num;
	number_bound(&num, (enum bound)c->tok[c->at].word->bound);
	group_number(g, &num);
}

#define BEFALLS (C_DIE | C_KILL)

/* один погиб, второй ранен; погиб один; une a été blessée: "one" as a number, where it is
 * no article, beside what befell him. */
static bool
stands_alone(const struct chunk *c)
{
	const struct token *t = &c->tok[c->first], *verb = t + 1;

	if (!c->one || c->nouns != c->first + 1 || t->word->value != 1 ||
	    c->unknown > 0 || c->mods != 0 || c->state > 0)
		return false;
	while (verb < c->tok + c->end &&
	    ((verb->cls & (C_BE | C_HAVE | C_ADVERB)) || is_mark(verb, '-')))
		verb++;
	return ((verb->cls & BEFALLS) && (verb->form & (FORM_PAST | FORM_PARTICIPLE))) ||
	    ((t[-1].cls & BEFALLS) &&
		(c->first + 1 == c->end || t[1].kind == TOKEN_PUNCT ||
		    ((t[1].cls & C_AND) && (t[2].cls & BEFALLS))));
}

/* The group ends with its number, and "others" behind it. */
static void
end_number(struct chunk *c)
{
	c->at = (size_t)(c->num - c->tok) + 1;
	if (c->at < c->end && (c->tok[c->at].cls & C_OTHER))
		c->at++;
	c->last = c->at - 1;
}

/* Where the group ends that has no noun of persons; false: there is none. */
static bool
end_headless(struct chunk *c)
{
	bool dead = c->state > c->nouns && !(c->tok[c->state - 1].cls & C_BE);

	if (c->thing || c->unit ||
	    (c->num == NULL && ((!c->other && !c->both) || c->unknown > 0)))
		return false;
	if (c->num != NULL && c->unknown == 0 && c->mods == 0) {
		end_number(c);
		return bare_allowed(c);
	}
	if (c->num != NULL && dead) { /* 12 guardhands | dead: behind a noun */
		c->at = c->state;
		c->last = c->state - 1;
		c->state = 0;
	} else if (c->num != NULL && (c->unknown == 0 || c->state > 0)) {
		c->state = 0; /* four wounded: the number alone */
		end_number(c);
	} else if (c->num == NULL && c->state > 0) { /* and another detained */
		c->state = 0;
		c->at = c->nouns;
		c->last = c->at - 1;
	}
	return true;
}

/* Behind the noun come what modifies it and who it is by name. */
static void
end_headed(struct chunk *c)
{
	size_t end = c->head + 1;

	while (end < c->at && chunk_modifies_head(c, &c->tok[end]))
		end++;
	end = chunk_name_end(c, end);
	if (c->verbs_last && end < c->end && group_oblique(&c->tok[end]))
		end = c->head + 1; /* 12 people from Tarn */
	c->last = end - 1;
	c->at = end;
}

/* Determiners, nouns and the head among them. */
static void
take_chunk(struct chunk *c)
{
	chunk_determiners(c);
	c->nouns = c->at;
	c->last = c->at - 1; /* injures another, at the end of a headline */
	if (c->at < c->end)
		chunk_nominals(c);
	if (c->thing && c->head != SIZE_MAX) {
		c->head = SIZE_MAX;
		c->unknown++;
	}
	/* a 14 year old was killed */
	if (c->head == SIZE_MAX && c->age != SIZE_MAX && c->unknown == 0) {
		c->head = c->last = c->age;
		c->at = c->age + 1;
	}
}

static bool
is_armed_with(const struct chunk *c)
{
	return c->at < c->end &&
	    (c->tok[c->at].cls & (C_ARMED | C_ADJ | C_PERSON)) == (C_ARMED | C_ADJ) &&
	    (c->tok[c->at].flags & TOKEN_FOLDED);
}

/* The group that begins at token i, added to g; gives the next token, or i if there is
 * none. */
static size_t
group_at(struct doc *d, const struct sentence *s, struct groups *gs, size_t i)
{
	struct chunk c = { .d = d,
		.tok = d->t.tok,
		.first = i,
		.end = s->end,
		.at = i,
		.head = SIZE_MAX,
		.age = SIZE_MAX,
		.head_first = lexicon_has(d->lx, HABIT_HEAD_FIRST),
		.verbs_last = lexicon_has(d->lx, HABIT_VERBS_LAST) };
	struct group *g;
	bool alone;

	take_chunk(&c);
	alone = c.head == SIZE_MAX && stands_alone(&c);
	if (alone) {
		c.last = i;
		c.at = i + 1;
	} else if (c.head != SIZE_MAX) {
		end_headed(&c);
	} else if (!end_headless(&c)) {
		return i;
	}
	g = group_add(d, gs, i, c.last);
	describe(g, &c);
	g->named = c.head != SIZE_MAX && c.last > c.head;
	if (is_armed_with(&c)) /* two men | armed with rifles */
		g->cls |= C_ARMED | C_ATTACKER;
	if (c.head != SIZE_MAX && !c.det && c.num == NULL && !g->named &&
	    (g->cls & C_TITLE) && !(g->cls & C_PERSON))
		g->unknown = true;
	count_group(g, &c);
	if (alone)
		set_count(g, 1);
	bound_after(g, &c);
	return c.last + 1;
}

/* all | were killed; but: were all | killed, all | 12 were killed */
static bool
stands_for_all(const struct token *t)
{
	return t->word->value != ALL ||
	    ((t[1].cls & (C_BE | C_HAVE | C_DIE)) && t[-1].group == 0 &&
		!(t[-1].cls & (C_BE | C_HAVE | C_NEG)));
}

/* her two children; they, all: the group that begins with the pronoun at token i; gives
 * the next token, or i if there is none. */
static size_t
pronoun_at(struct doc *d, const struct sentence *s, struct groups *gs, size_t i)
{
	const struct token *t = &d->t.tok[i];
	size_t next = (t->cls & C_DET) ? group_at(d, s, gs, i) : i;
	struct group *g;

	if (next > i || !stands_for_all(t))
		return next;
	g = group_add(d, gs, i, i);
	g->pronoun = true;
	g->definite = true;
	g->plural = (t->form & FORM_PLURAL) != 0;
	if (!g->plural)
		set_count(g, 1);
	return i + 1;
}

/* The group that begins with the pronoun or other word of the opening; gives the next
 * token, or its own if there is none. */
static size_t
find_at(struct doc *d, const struct sentence *s, struct groups *out, struct opening o)
{
	if (d->t.tok[o.at].cls & C_PRONOUN) {
		size_t next = pronoun_at(d, s, out, o.at);

		if (next > o.at || !o.noun)
			return next;
	}
	return follows_subject(d, s, o.at) ? o.at : group_at(d, s, out, o.at);
}

void
groups_find(struct doc *d, const struct sentence *s, struct groups *out)
{
	struct opening *at = ARENA_ROOM(d->arena, struct opening, s->end - s->first + 1);
	size_t n = chunk_openings(d, s, at), past = s->first;

	out->n = 0;
	while (n-- > 0)
		if (at[n].at >= past)
			past = find_at(d, s, out, at[n]);
	if (out->n > 0)
		groups_join(d, s, out);
}

void
groups_know(struct doc *d, size_t sentence)
{
	struct sentence *s = &d->t.sent[sentence];
	struct groups groups = { 0 };

	if (!s->put_off)
		return;
	s->put_off = false;
	sentence_prepare(d->lx, &d->t, s);
	groups_find(d, s, &groups);
}

/* Jan, April, May: a man's or woman's name where no day stands beside it. */
static bool
month_name(const struct chunk *c, size_t i)
{
	return (c->tok[i].cls & C_MONTH) && (c->tok[i].flags & TOKEN_CAP) &&
	    (i + 1 == c->end || c->tok[i + 1].kind != TOKEN_NUMBER);
}

/* al-Tarni */
static bool
is_tied_name(const struct chunk *c, size_t i)
{
	return (c->tok[i].flags & TOKEN_DASH) && inner_capital(token_text(c->d, i));
}

/* CARLOS RIF was shot: where all words have capitals, two that no list has. */
static size_t
name_in_capitals(const struct chunk *c)
{
	size_t i = c->at;

	while (i < c->end && c->tok[i].kind == TOKEN_WORD && c->tok[i].word->id == 0 &&
	    c->tok[i].cls == 0)
		i++;
	return i > c->at + 1 ? i : c->at;
}

/* Where the name ends that begins at c->at; c->at: there is none. */
static size_t
full_name(const struct chunk *c, const struct sentence *s)
{
	const struct token *t = &c->tok[c->at];

	if (s->all_caps)
		return name_in_capitals(c);
	if (!(is_name(t) || is_tied_name(c, c->at) || month_name(c, c->at)) ||
	    ((t->flags & TOKEN_CAPS) && t->end - t->start > 4))
		return c->at;
	return chunk_name_end(c, c->at + 1);
}

/* a moss-raker | in Tarn; but: a rebel-held | post */
static bool
is_compound(const struct chunk *c)
{
	const struct token *t = &c->tok[c->last];

	return (t->flags & TOKEN_HYPHEN) && t->cls == C_ADJ && !(t->flags & TOKEN_CAP) &&
	    c->tok[c->last - 1].cls & C_ONE &&
	    (c->last + 1 == c->end || t[1].kind == TOKEN_PUNCT ||
		(t[1].cls & (C_PREP | C_BY | C_AND | C_SUBORD | C_RELATIVE)));
}

struct group *
group_demand(struct doc *d, const struct sentence *s, struct groups *gs, size_t i)
{
	struct chunk c = { .d = d,
		.tok = d->t.tok,
		.first = i,
		.end = s->end,
		.at = i,
		.age = SIZE_MAX };
	struct group *g;
	size_t end;

	chunk_determiners(&c);
	if (c.num != NULL)
		return NULL;
	end = c.at == i ? full_name(&c, s) : i;
	if (end > i) {
		if (end < c.end && (c.tok[end].cls & (C_POSSESSIVE | C_THING | C_ORG)))
			return NULL;
		if (c.tok[end - 1].cls & (C_ORG | C_THING | C_FACTION | C_COLLECTIVE))
			return NULL;
		g = group_add(d, gs, i, end - 1);
		g->named = true;
		set_count(g, 1);
		return g;
	}
	if (!c.one || c.at == i || c.at >= c.end)
		return NULL;
	c.nouns = c.at;
	chunk_nominals(&c);
	while (c.last > c.nouns && (c.tok[c.last].cls & C_ADJ) &&
	    !is_compound(&c)) /* a guardhand | accused of it */
		c.last--;
	if (c.head != SIZE_MAX || c.thing ||
	    !((c.unknown > 0 && c.tok[c.last].cls == 0) || is_compound(&c)))
		return NULL;
	g = group_add(d, gs, i, c.last);
	g->unknown = true;
	set_count(g, 1);
	return g;
}
