/* attach.c -- groups of a sentence set in relation: partitives, what each hangs on,
 * shared nouns. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/phrase.h"

#define TAKEN_IN UINT32_MAX /* .used of the soldiers in "two of the soldiers" */

#define SPEAKER_WORDS 9u
#define PERCENT_MIN 10 /* word.value of a tenth, half: how many of a hundred */
#define THIRD 33
#define OWNER 6    /* words of whose they are */
#define SURVIVED 5 /* words from survived to what was */

/* one of the 33 people | killed in the strike, of the 14 | dead: is it the 33 whom the
 * word behind them tells of? */
static bool
has_participle(const struct token *tok, const struct group *in, size_t end)
{
	const struct token *t = &tok[in->last + 1];

	return in->stated && in->last + 1 < end &&
	    ((t->cls & C_DEAD) || ((t->cls & C_KILL) && (t->form & FORM_PARTICIPLE))) &&
	    t[1].kind != TOKEN_NUMBER && !(t[1].cls & (C_DET | C_POSSESSIVE | C_PERSON));
}

/* half of | the town's 60 clerks: the "of" before whose they are, or what stands right
 * before token i. */
static size_t
of_before(const struct token *tok, size_t first, size_t i)
{
	size_t k = i;

	if (i <= first + 1 || !(tok[i - 1].cls & C_POSSESSIVE))
		return i;
	while (k > first && i - k < OWNER && tok[k - 1].kind == TOKEN_WORD &&
	    !(tok[k - 1].cls & C_OF))
		k--;
	return k;
}

/* half of, 70 percent of: how many of a hundred, where token of is that "of"; 0: it is
 * none. */
static int64_t
percent_of(const struct token *tok, size_t first, size_t of)
{
	const struct token *t = &tok[of - 1];

	if (of <= first || !(tok[of].cls & C_OF) || t->group != 0)
		return 0;
	if ((t->word->ground & G_PERCENT) || is_mark(t, '%'))
		return of > first + 1 && t[-1].kind == TOKEN_NUMBER &&
			!(t[-1].flags & TOKEN_DECIMAL)
		    ? t[-1].value
		    : 0;
	return (t->word->ground & G_PARTIAL) && t->word->value >= PERCENT_MIN
	    ? t->word->value
	    : 0;
}

/* Of count so many of a hundred; a third is more than 33. */
static int64_t
share_of(int64_t count, int64_t percent)
{
	if (percent == THIRD || percent == 100 - THIRD)
		return (count * (percent == THIRD ? 2 : 4) + 3) / 6;
	return (count * percent + 50) / 100;
}

/* half | of the 60 hostages, two thirds of 90 passengers, 70 percent of the 20,000: so
 * many of them. */
static void
take_fraction(struct doc *d, const struct sentence *s, struct groups *gs, struct group *g)
{
	struct token *tok = d->t.tok;
	size_t i;
	int64_t percent;

	if (g->count < 2 || !(tok[g->first - 1].cls & (C_OF | C_POSSESSIVE)))
		return;
	i = of_before(tok, s->first, g->first);
	percent = i > s->first + 1 ? percent_of(tok, s->first, i - 1) : 0;
	if (percent <= 0 || percent >= 100)
		return;
	g->count = g->low = share_of(g->count, percent);
	g->high = g->high < 0 ? -1 : share_of(g->high, percent);
	g->bound = BOUND_ABOUT;
	g->first = (uint32_t)i - 2;
	if (g->first > s->first && (tok[g->first - 1].cls & C_ONE) &&
	    tok[g->first - 1].group == 0) /* lost | a third */
		g->first--;
	for (size_t k = g->first; k < g->last && tok[k].group == 0; k++)
		tok[k].group = (uint16_t)(g - gs->items + 1);
}

/* all but | three */
static bool
is_left_out(const struct token_list *l, const struct sentence *s, const struct group *g)
{
	const struct token *before = &l->tok[g->first] - 1;

	return before->word->value == ALL_BUT && (before->cls & C_ADVERB) &&
	    g->first > s->first;
}

/* all but three | of the 45 passengers: the others. */
static void
leave_out(const struct token_list *l, const struct sentence *s, struct group *g,
    const struct group *in)
{
	if (!is_left_out(l, s, g))
		return;
	g->all_but = in == NULL;
	if (in == NULL || !in->stated || in->count <= g->count)
		return;
	g->count = g->low = in->count - g->count;
	g->high = in->high < 0 ? -1 : g->count;
	g->bound = in->bound;
	g->of_them = g->subset = false;
}

/* with 45 aboard crashed, killing all but one | of them: those told before; NULL: nobody
 * is. */
static const struct group *
stated_before(const struct groups *gs, const struct group *g)
{
	while (g-- > gs->items)
		if (g->stated && g->count > 1)
			return g;
	return NULL;
}

/* three of the ten clerks | in the house survived: behind the phrase that begins at token
 * i. */
static size_t
behind_phrase(const struct token_list *l, const struct sentence *s, size_t i)
{
	size_t end = i;

	if (i >= s->end || !(l->tok[i].cls & C_PREP) || (l->tok[i].cls & C_SUBORD))
		return i;
	while (end < s->end && end < i + SURVIVED && l->tok[end].kind == TOKEN_WORD &&
	    !(l->tok[end].cls & (C_VERB | C_BE | C_HAVE | C_DIE | C_RELATIVE)))
		end++;
	return end;
}

/* only three of the 22 passengers | survived: the others did not. */
static void
count_the_dead(const struct token_list *l, const struct sentence *s, struct group *g,
    const struct group *in)
{
	size_t i = behind_phrase(l, s, g->last + 1), end;

	while (i < s->end && (l->tok[i].cls & (C_ADVERB | C_BE | C_HAVE)))
		i++;
	if (i >= s->end || !(l->tok[i].cls & C_DIE) ||
	    l->tok[i].word->value != BY_DENIAL || !in->stated || in->count <= g->count)
		return;
	/* the crash, but not: the layoffs */
	for (end = i + 1; end < s->end && end < i + SURVIVED &&
	     l->tok[end].kind == TOKEN_WORD && !(l->tok[end].cls & C_CAUSE);
	     end++)
		continue;
	if (end < s->end && end > i + 1 && !(l->tok[end].cls & C_CAUSE))
		return;
	g->count = g->low = in->count - g->count;
	g->high = in->high < 0 ? -1 : g->count;
	g->bound = in->bound;
	g->others = true;
}

/* Of the 45 on board, only | three survived: those of whom they are a part, told before
 * them; NULL: nobody is. */
static const struct group *
whole_before(const struct doc *d, const struct sentence *s, const struct groups *gs,
    const struct group *g)
{
	const struct group *in = g > gs->items ? g - 1 : NULL;
	size_t i = g->first;

	if (in == NULL || !in->stated || in->first == s->first ||
	    !(d->t.tok[in->first - 1].cls & C_OF))
		return NULL;
	while (i > in->last + 1u && (d->t.tok[i - 1].group == 0) &&
	    !(d->t.tok[i - 1].cls &
		(C_VERB | C_KILL | C_DIE | C_BE | C_SPEECH | C_SUBORD)))
		i--;
	return i == in->last + 1u ? in : NULL;
}

/* drei | der fünf Soldaten: does a group of a stated number begin at token i, behind its
 * article, that a case joins to the number before it? */
static bool
is_genitive(const struct doc *d, const struct groups *gs, size_t i)
{
	const struct group *in = group_of(d, gs, i);

	return lexicon_has(d->lx, HABIT_HEAD_FIRST) && (d->t.tok[i].cls & C_DET) &&
	    in != NULL && in->first == i && in->stated &&
	    (in->cls & (C_PERSON | C_COUNTED)) == C_PERSON;
}

/* six of, six out of; 20 | from the forces: of those of a side whom a headline begins
 * with or a verb of killing takes */
static bool
is_of(const struct doc *d, const struct sentence *s, const struct groups *gs, size_t i)
{
	const struct token *t = &d->t.tok[i];
	const struct group *in;

	if (!(t->cls & C_PREP))
		return (t->cls & C_OF) != 0;
	if ((t->cls & C_OF) || t->word->value == OUT_OF)
		return true;
	if (!(t->word->ground & G_FROM) ||
	    !(i == s->first + 1u || (i > s->first + 1u && (t[-2].cls & C_KILL))))
		return false;
	in = group_of(d, gs, i + 1);
	return in != NULL && in->first == i + 1 && !in->stated && (in->cls & C_ARMED);
}

/* two of the soldiers, four of them: the number takes what follows "of" as its noun. */
void
groups_join(struct doc *d, const struct sentence *s, struct groups *gs)
{
	struct token *tok = d->t.tok;

	for (size_t i = 0; i < gs->n; i++) {
		struct group *g = &gs->items[i], *in;
		const struct group *whole;
		size_t at = g->last + 1;

		if (!g->stated && !g->of_them)
			continue;
		if (g->stated)
			take_fraction(d, s, gs, g);
		if (is_left_out(&d->t, s, g) && (g->of_them || !(tok[at].cls & C_OF)))
			leave_out(&d->t, s, g, stated_before(gs, g));
		if (g->stated && (whole = whole_before(d, s, gs, g)) != NULL)
			count_the_dead(&d->t, s, g, whole);
		if (!g->stated || g->noun != NULL || g->unknown || at + 1 >= s->end)
			continue;
		if (is_genitive(d, gs, at))
			at--;
		else if (!is_of(d, s, gs, at))
			continue;
		in = group_of(d, gs, at + 1);
		if (in == NULL && is_left_out(&d->t, s, g)) /* all but one | of those
							       aboard */
			leave_out(&d->t, s, g, stated_before(gs, g));
		if ((tok[at + 1].cls & C_PRONOUN) && (in == NULL || in->pronoun)) {
			g->partitive = true;
			g->last = (uint32_t)at + 1;
			tok[at].group = tok[at + 1].group = (uint16_t)(i + 1);
			continue;
		}
		if (in == NULL || in->first != at + 1 || has_participle(tok, in, s->end))
			continue;
		leave_out(&d->t, s, g, in);
		g->partitive = true;
		g->noun = in->noun;
		g->cls = in->cls;
		g->who = in->who;
		g->unknown = in->unknown;
		g->last = in->last;
		count_the_dead(&d->t, s, g, in);
		in->used = TAKEN_IN;
		for (size_t k = at; k <= g->last; k++)
			tok[k].group = (uint16_t)(i + 1);
	}
}

static size_t
before(const struct token *tok, size_t first, size_t i)
{
	while (i > first &&
	    ((tok[i - 1].cls & (C_ADVERB | C_BOUND)) || is_mark(&tok[i - 1], '"')) &&
	    !(tok[i - 1].cls & (C_PREP | C_SUBSET | C_SUBORD | C_WEEKDAY)))
		i--;
	return i;
}

/* Is there nothing but phrases of place and the like between the two? */
static bool
linked(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (is_mark(&d->t.tok[i], '"'))
			continue;
		else if (d->t.tok[i].kind == TOKEN_PUNCT ||
		    (d->t.tok[i].cls &
			(C_VERB | C_KILL | C_DIE | C_BE | C_HAVE | C_SPEECH | C_SUBORD |
			    C_RELATIVE | C_AND)))
			return is_mark(&d->t.tok[i], '(') || is_mark(&d->t.tok[i], '[');
	return true;
}

/* the mayor|, Karim Tarni,| said: past the name at token i that commas enclose; i: none
 * is. */
static size_t
past_name_aside(const struct doc *d, size_t end, size_t i)
{
	size_t k = i + 1;

	if (!is_mark(&d->t.tok[i], ','))
		return i;
	while (k < end && d->t.tok[k].kind == TOKEN_WORD &&
	    (d->t.tok[k].flags & TOKEN_CAP))
		k++;
	return k > i + 1 && k < end && is_mark(&d->t.tok[k], ',') ? k + 1 : i;
}

/* …, a local | resistance group and residents said: does it open the name of who says so?
 */
static bool
speaks(const struct doc *d, const struct sentence *s, const struct group *g)
{
	for (size_t i = g->last + 1u;
	     !g->stated && i < s->end && i < g->last + SPEAKER_WORDS; i++) {
		const struct token *t = &d->t.tok[i = past_name_aside(d, s->end, i)];

		if (t->kind != TOKEN_WORD ||
		    (t->cls & (C_SUBORD | C_RELATIVE | C_BE | C_HAVE)))
			return false;
		if ((t->cls & C_SPEECH) &&
		    (t->form & (FORM_PAST | FORM_THIRD | FORM_BASE)) && t->group == 0)
			return true;
	}
	return false;
}

/* Does a verb follow the group at once? */
static bool
begins(const struct doc *d, const struct sentence *s, const struct group *g)
{
	return g->last + 1u < s->end && (d->t.tok[g->last + 1].cls & (C_BE | C_HAVE));
}

/* including four guards, also | a man died of his wounds; в том числе двое детей, ещё |
 * двое ранены */
static bool
dies(const struct doc *d, const struct sentence *s, const struct group *g)
{
	const struct token *next = g->last + 1u < s->end ? &d->t.tok[g->last + 1] : NULL;

	if (next == NULL)
		return false;
	return ((next->cls & C_DIE) && (next->form & FORM_PAST)) ||
	    (g->other && (next->cls & C_KILL) && (next->form & FORM_PARTICIPLE) &&
		lexicon_has(d->lx, HABIT_COMMA_CLAUSE));
}

/* Does a word or ending behind the group make it no subject and no object (by, with,
 * against it)? */
static bool
governed_behind(const struct sentence *s, const struct token *tok, const struct group *g)
{
	return g->last + 1u < s->end && group_oblique(&tok[g->last + 1]);
}

/* Gunmen | attack two clerks, Mob | seizes two: the present in which headlines tell. */
static bool
is_headline_verb(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return s->headline && i > s->first && t[-1].kind == TOKEN_WORD &&
	    !(t->flags & TOKEN_FIRST) &&
	    ((t->form & FORM_THIRD) ||
		((t->form & FORM_BASE) &&
		    ((t[-1].form & FORM_PLURAL) || (t[-1].cls & C_FACTION))));
}

/* Does the verb at token i take what follows it: storming two posts, helping to vaccinate
 * children? */
static bool
governs(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = &d->t.tok[i];

	if (t->group != 0 || (t->cls & (C_SPEECH | C_SUBSET | C_PREP)))
		return false;
	if ((t->cls & C_CAUSE) && i > s->first &&
	    (t[-1].cls & (C_DET | C_ONE))) /* at the end of the fighting | four … */
		return false;
	if ((t->cls & (C_VERB | C_KILL | C_LOSE)) &&
	    ((t->form & (FORM_GERUND | FORM_PAST)) ||
		((t->form & FORM_PARTICIPLE) && i > s->first && (t[-1].cls & C_HAVE)) ||
		is_headline_verb(d, s, i)))
		return true;
	return i > s->first && (t[-1].cls & C_TO) &&
	    ((t->cls & C_VERB) || (t->cls == 0 && t->kind == TOKEN_WORD)) &&
	    !(t->flags & TOKEN_CAP);
}

/* Four officers, including their chief, and seven attackers: more than the whole are no
 * part of it.  Including two clerks, | nine people: nor is the whole behind its parts. */
static bool
outnumbers(const struct groups *gs, size_t i)
{
	size_t k = i;

	while (k > 0 && gs->items[k - 1].subset)
		k--;
	if (k == 0)
		return gs->items[i].stated && gs->items[i].count > gs->items[i - 1].count;
	return gs->items[i].stated && gs->items[k - 1].stated &&
	    gs->items[i].count >= gs->items[k - 1].count;
}

/* 19 fatalities among | the guards, and 13 raiders: whose they are, and no part. */
static bool
is_of_side(const struct token *tok, const struct group *g)
{
	return !g->stated && g->definite && tok[g->prep].word->value == AMONG &&
	    (tok[g->prep].cls & C_SUBSET);
}

/* The group before that one, past what a partitive has taken in; NULL: there is none. */
static struct group *
group_before(const struct groups *gs, size_t i)
{
	if (i > 1 && gs->items[i - 1].used == TAKEN_IN)
		i--;
	return i > 0 ? &gs->items[i - 1] : NULL;
}

/* the guards | of the president: does a genitive say so alone? */
static bool
is_owner(const struct doc *d, const struct group *prev, const struct group *g)
{
	return lexicon_has(d->lx, HABIT_HEAD_FIRST) && prev != NULL &&
	    prev->last + 1 == g->first && !g->stated && !g->pronoun &&
	    !((d->t.tok[g->head].form & FORM_OBJECT) &&
		lexicon_has(d->lx, HABIT_OBJECT_FORM));
}

static void
embed(struct group *g, size_t prep)
{
	g->embedded = true;
	g->prep = (uint32_t)prep;
}

/* Before the "and" or comma that ends at token b, with the marks before it. */
static size_t
before_joint(const struct token *tok, size_t first, size_t b)
{
	size_t k = b - 1;

	while (k > first && is_mark(&tok[k - 1], '"'))
		k--;
	if ((tok[b - 1].cls & C_AND) && k > first && is_mark(&tok[k - 1], ','))
		k--;
	return k;
}

/* …, among them two clerks | and a guard: is what is joined at token k, before b, part of
 * the same whole? */
static bool
shares_whole(struct doc *d, const struct sentence *s, const struct groups *gs, size_t i,
    const struct group *prev, size_t k, size_t b)
{
	const struct group *g = &gs->items[i];
	bool bare = k + 1 == b; /* "and" or a comma, not both */

	return prev->subset && !outnumbers(gs, i) &&
	    !(g->stated && is_of_side(d->t.tok, prev)) && !speaks(d, s, g) &&
	    !(dies(d, s, g) && (!bare || is_mark(&d->t.tok[b - 1], ','))) &&
	    (bare || (!begins(d, s, g) && !(g->cls & C_ATTACKER)));
}

/* What a group that "and" or a comma before token b joins to another shares with it. */
static void
attach_joined(struct doc *d, const struct sentence *s, struct groups *gs, size_t i,
    size_t b)
{
	const struct token *tok = d->t.tok;
	struct group *g = &gs->items[i];
	const struct group *prev = group_before(gs, i);
	size_t k = before_joint(tok, s->first, b);

	if (prev == NULL || !linked(d, prev->last + 1, k))
		return;
	if (shares_whole(d, s, gs, i, prev, k, b)) {
		g->subset = true;
		g->prep = prev->prep;
	} else if (prev->last + 1 == k && prev->embedded && (tok[b - 1].cls & C_AND) &&
	    k + 1 == b && !g->stated &&
	    !(g->pronoun && tok[g->first].word->value == SUBJECT_ONLY)) {
		embed(g, prev->prep);
	}
}

static void
attach_one(struct doc *d, const struct sentence *s, struct groups *gs, size_t i)
{
	const struct token *tok = d->t.tok;
	struct group *g = &gs->items[i];
	const struct group *prev = group_before(gs, i);
	size_t b = before(d->t.tok, s->first, g->first);
	const struct token *t = b > s->first ? &tok[b - 1] : NULL;

	if (governed_behind(s, tok, g)) {
		embed(g, g->last + 1u);
	} else if (is_owner(d, prev, g)) {
		embed(g, prev->last);
	} else if (t == NULL) {
		return;
	} else if (b == g->first && !(tok[b].cls & C_RELATIVE) && governs(d, s, b - 1) &&
	    !((t->cls & C_KILL) && g->noun == NULL)) {
		g->object = true;
	} else if ((t->cls & C_SUBSET) || /* entre eles, | duas mulheres */
	    (is_mark(t, ',') && b > s->first + 1 && (tok[b - 2].cls & C_SUBSET))) {
		g->subset = true;
		g->prep = (uint32_t)b - 1;
	} else if (t->cls & (C_PREP | C_OF | C_BY | C_TO)) {
		embed(g, b - 1);
	} else if ((t->cls & C_AND) || is_mark(t, ',')) {
		attach_joined(d, s, gs, i, b);
	}
}

/* What each group hangs on: a preposition, or a word that opens a part of a whole. */
static void
attach(struct doc *d, const struct sentence *s, struct groups *gs)
{
	for (size_t i = 0; i < gs->n; i++)
		attach_one(d, s, gs, i);
}

bool
group_looks_plural(const struct doc *d, size_t i)
{
	struct str last = token_text(d, i);

	return last.n > 3 && (last.p[last.n - 1] == 's' || last.p[last.n - 1] == 'S') &&
	    last.p[last.n - 2] != 's';
}

/* two rebel and one army fatality; six garrison and nine rebel fighters: one noun for
 * both. */
static void
share_heads(struct doc *d, const struct sentence *s, struct groups *gs)
{
	for (size_t i = 0; i + 1 < gs->n && !lexicon_has(d->lx, HABIT_COUNTED_SINGULAR);
	     i++) {
		struct group *g = &gs->items[i], *next = &gs->items[i + 1];
		size_t at = g->last + 1;

		if (next->first != at + 1 || !g->stated || at + 1 >= s->end ||
		    !(d->t.tok[at].cls & C_AND) || !next->stated || next->noun == NULL)
			continue;
		if (!((g->unknown && !(g->count > 1 && group_looks_plural(d, g->last))) ||
			(g->noun == NULL && g->modified) ||
			(g->noun != NULL && g->count > 1 &&
			    (d->t.tok[g->head].form & FORM_SINGULAR) &&
			    !(d->t.tok[g->head].form & FORM_PLURAL) &&
			    !(g->cls & C_COLLECTIVE))))
			continue;
		g->cls = next->cls | (g->cls & C_ARMED);
		/* a noun in the singular was none of theirs */
		if (g->who.n == 0 || g->noun != NULL)
			g->who = next->who;
		g->noun = next->noun;
		g->unknown = false;
		g->shared = true;
	}
}

void
groups_attach(struct doc *d, const struct sentence *s, struct groups *gs)
{
	attach(d, s, gs);
	share_heads(d, s, gs);
}

/* ---- postpositions ---- */

bool
group_oblique(const struct token *t)
{
	return (t->form & FORM_POST) &&
	    ((t->cls & C_BY) || t->word->value == POST_OBLIQUE);
}

bool
group_part(const struct token *tok, size_t i, size_t end)
{
	if (tok[i].kind == TOKEN_PUNCT && tok[i].punct == '-')
		i++;
	return i < end && (tok[i].form & FORM_POST) && tok[i].word->value == POST_PART;
}
