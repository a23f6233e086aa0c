/* source_name.c -- see source_in.h: whom words beside a verb of saying name, and as what
 * he is shown. */
#include "config.h"

#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/name_around.h"
#include "facts/phrase.h"
#include "facts/source_in.h"

/* "Hamas said", "Russia said": a name that begins the sentence has its capital in any
 * case, but is no word, or that of a group or country; "Hundreds said" names nobody. */
static bool
is_name_alone(const struct doc *d, struct span n)
{
	const struct token *t = tok(d, n.first);
	struct gaz_place country;

	if (n.first != n.last || !(t->flags & TOKEN_CAP) || !(t->flags & TOKEN_FIRST))
		return false;
	if (country_named(d, n.first, n.first, &country))
		return !country.demonym;
	return (t->word->id == 0 || (t->cls & (C_ADJ | C_FACTION))) &&
	    !(t->cls & (C_DEMONYM | C_SPEAKER | C_OTHER));
}

/* What the words are: most that is asked of them none of them is. */
struct span_words {
	uint64_t cls;
	bool name;   /* one with a capital of its own */
	bool source; /* a body, or a noun for one */
};

static struct span_words
words_of(const struct doc *d, struct span n)
{
	struct span_words all = { 0 };

	for (size_t i = n.first; i <= n.last; i++) {
		const struct token *t = tok(d, i);

		all.cls |= t->cls;
		all.name |= ((t->flags & (TOKEN_CAP | TOKEN_FIRST)) == TOKEN_CAP) &
		    ((t->cls & (C_DEMONYM | C_SPEAKER)) == 0);
		all.source |= t->word->source.n > 0;
	}
	return all;
}

/* the monitor, the NGO: a body that was named, or will be */
static bool
anaphor(const struct doc *d, size_t i)
{
	return str_eq(doc_text(d, tok(d, i)->word->source), STR("-"));
}

/* The body that the word names; only those who speak name one. */
static inline struct str
body_at(const struct doc *d, size_t i)
{
	const struct word *w = tok(d, i)->word;

	return !(w->cls & C_SPEAKER) || w->source.n == 0 || anaphor(d, i)
	    ? STR_NONE
	    : doc_text(d, w->source);
}

/* The last body that tokens [first, end) name; empty: none. */
static struct str
body_last(const struct doc *d, size_t first, size_t end)
{
	while (end-- > first)
		if (body_at(d, end).n > 0)
			return body_at(d, end);
	return STR_NONE;
}

/* The first body that is named from token at of the sentence on; empty: none. */
static struct str
body_ahead(const struct doc *d, const struct sentence *s, size_t at)
{
	for (; s < d->t.sent + d->t.n_sent; s++)
		for (size_t i = s->first > at ? s->first : at;
		     (s->cls & C_SPEAKER) && i < s->end; i++)
			if (body_at(d, i).n > 0)
				return body_at(d, i);
	return STR_NONE;
}

/* The body that "the monitor" stands for: the last one named, or the first to come. */
static struct str
body_meant(const struct doc *d, struct heard *h, size_t at)
{
	struct str own = body_last(d, h->s->first, at), told;

	if (own.n > 0)
		return own;
	for (; h->upto < h->s; h->upto++)
		if ((h->upto->cls & C_SPEAKER) &&
		    (told = body_last(d, h->upto->first, h->upto->end)).n > 0)
			h->body = told;
	if (h->body.n > 0)
		return h->body;
	if (!h->ahead)
		h->first = body_ahead(d, h->s, at);
	h->ahead = true;
	return h->first;
}

/* the UN's | Organization for Tarn: does a name of its own follow whose it is? */
static bool
owns_named(const struct doc *d, size_t i, size_t last)
{
	return i + 2 <= last && (tok(d, i + 1)->cls & C_POSSESSIVE) &&
	    (tok(d, i + 2)->flags & TOKEN_CAP);
}

/* A body that the lexicon knows by its full name, if one of the words is it. */
static struct str
known(const struct doc *d, struct span n, const struct span_words *all)
{
	struct str best = STR_NONE;

	for (size_t i = n.first; all->source && i <= n.last; i++)
		if (body_at(d, i).n > 0 && !owns_named(d, i, n.last))
			best = body_at(d, i);
	return best;
}

static bool
speaks(const struct span_words *all)
{
	return all->source || (all->cls & (C_SPEAKER | C_FACTION | C_ORG | C_PERSON));
}

/* "AA", which was brought in as "Anadolu Agency (AA)" */
static bool
is_short_for(const struct doc *d, struct span n, struct str last)
{
	struct str word = doc_words(d, n.first, n.last);
	size_t at = str_chr(last, '(') == STR_NOWHERE ? STR_NOWHERE
						      : str_find(last, word);

	return at != STR_NOWHERE && at > 0 && at + word.n < last.n &&
	    last.p[at - 1] == '(' && last.p[at + word.n] == ')';
}

static bool
leads(const struct doc *d, size_t i)
{
	return (tok(d, i)->cls & (C_DET | C_ONE | C_ADVERB | C_AND | C_PREP)) &&
	    !is_arabic_article(d, i);
}

/* A mark, or what leads on to another phrase: министерство обороны | в четверг, teilte
 * das Ministerium | mit. */
static bool
trails(const struct doc *d, size_t i)
{
	const struct token *t = tok(d, i);

	return t->kind == TOKEN_PUNCT ? !mark(d, i, ')')
				      : !(t->flags & TOKEN_CAP) &&
		((t->cls & (C_PREP | C_OF | C_TO | C_AND | C_DET)) ||
		    lexicon_has(d->lx, HABIT_NOUNS_CAPITAL));
}

/* The name as it is shown. */
static struct str
shown(const struct doc *d, struct span n)
{
	while (n.first < n.last && leads(d, n.first))
		n.first++;
	while (n.first < n.last && trails(d, n.last))
		n.last--;
	return doc_words(d, n.first, n.last);
}

/* [he who confessed to] the killing of eight people | said; three nurses are among the
 * dead, said: what befell whom, with their number, is what was said, and names nobody who
 * says it. */
static bool
is_matter(const struct doc *d, const struct heard *h, struct span n,
    const struct span_words *all)
{
	size_t before = n.first - ((tok(d, n.first - 1)->cls & (C_TO | C_PREP)) ? 2 : 1);
	bool tells;

	if (!(all->cls & C_NUMBER))
		return false;
	tells = source_tells(d, before);
	for (size_t i = n.first; i <= n.last && !tells; i++)
		tells = source_tells(d, i);
	for (size_t i = n.first; i <= n.last && tells; i++)
		if ((tok(d, i)->cls & C_NUMBER) && source_in_group(h, i))
			return true;
	return false;
}

/* fatalities (incl. three children) | reported in Tarn: a bracket that was opened before
 */
static bool
ends_aside(const struct doc *d, struct span n)
{
	for (size_t i = n.first; mark(d, n.last, ')') && i <= n.last; i++)
		if (mark(d, i, '('))
			return false;
	return mark(d, n.last, ')');
}

/* the governor, the mayor: one of his own, whoever spoke before */
static bool
holds_office(const struct doc *d, struct span n)
{
	return (tok(d, n.last)->cls & C_TITLE) ||
	    tok(d, n.last)->word->value == OF_TOWN ||
	    tok(d, n.last)->word->value == OF_DIVISION;
}

/* What the words say of who speaks, but his name. */
static void
take_sides(const struct doc *d, struct span n, const struct span_words *all,
    struct source *out)
{
	out->words = doc_words(d, n.first, n.last);
	out->from = (uint32_t)n.first;
	out->party = out->party || (all->cls & (C_FACTION | C_ARMED));
	for (size_t i = n.first; out->party && i <= n.last; i++)
		out->fights = out->fights ||
		    ((tok(d, i)->cls & (C_FACTION | C_ARMED)) &&
			!str_eq(doc_text(d, tok(d, i)->word->who), STR("police")));
}

void
source_take(const struct doc *d, struct span n, struct source *out, struct heard *h)
{
	const struct source *last = h->last;
	struct span_words all;
	struct str full;

	if (!n.found)
		return;
	all = words_of(d, n);
	/* no group said */
	if (is_matter(d, h, n, &all) || ends_aside(d, n) ||
	    (n.first > h->s->first && (tok(d, n.first - 1)->cls & C_NEG)))
		return;
	out->named = all.name || is_name_alone(d, n);
	if (!out->named && !speaks(&all))
		return;
	take_sides(d, n, &all, out);
	full = known(d, n, &all);
	for (size_t i = n.first; all.source && i <= n.last && full.n == 0 && !out->named;
	     i++)
		if (anaphor(d, i))
			full = body_meant(d, h, i);
	out->named = out->named || full.n > 0;
	if (full.n > 0)
		out->name = full;
	else if (is_short_for(d, n, last->name) ||
	    (!holds_office(d, n) && (tok(d, n.first)->cls & C_DET) &&
		!(tok(d, n.first)->cls & C_ONE) && !out->named && !out->party &&
		last->named && n.last - n.first <= 2))
		*out = (struct source){ .name = last->name,
			.words = out->words,
			.from = out->from,
			.party = last->party,
			.fights = last->fights,
			.named = true }; /* the monitor, the NGO */
	else
		out->name = shown(d, n);
}
