/* source.c -- see source.h. */
#include "config.h"

#include "facts/country.h"
#include "facts/cue.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/name_around.h"
#include "facts/phrase.h"
#include "facts/source_in.h"

#define NAME_WORDS 14
#define ASIDE_WORDS 16
#define TELLS (C_KILL | C_DIE | C_DEATH | C_FLEE | C_DISPLACE | C_AMONG | C_LOSE)

/* the Doctors|' Network */
static bool
is_plural_owner(const struct token *t)
{
	return (t->flags & TOKEN_TIGHT) && !(t[1].flags & TOKEN_TIGHT) &&
	    (t[-1].flags & t[1].flags & TOKEN_CAP);
}

/* May the token be inside the name of a source? */
static bool
nominal(const struct doc *d, size_t i)
{
	const struct token *t = tok(d, i);

	if (t->kind == TOKEN_PUNCT)
		return t->punct == '(' || t->punct == ')' ||
		    (t->punct == '\'' && i > 0 && is_plural_owner(t)) ||
		    ((t->punct == '-' || t->punct == '/') && (t->flags & TOKEN_TIGHT) &&
			(t[1].flags & TOKEN_TIGHT));
	/* ein Sprecher | der | Armee: an article where a clause of that word has its
	 * comma */
	if ((t->cls & C_RELATIVE) && (t->cls & C_DET) &&
	    lexicon_has(d->lx, HABIT_COMMA_CLAUSE) && t[-1].kind != TOKEN_PUNCT)
		return true;
	if (t->cls &
	    (C_BE | C_HAVE | C_MODAL | C_SUBORD | C_RELATIVE | C_NEG | C_WEEKDAY))
		return false;
	if ((t->cls & (C_VERB | C_KILL | C_DIE)) && !(t->flags & TOKEN_CAP) &&
	    !(t->cls & (C_SPEAKER | C_ADJ | C_PERSON)))
		return (t->form & FORM_PARTICIPLE) != 0 && (t->form & FORM_PAST) == 0;
	return true;
}

/* Karim Tarni|, 42|, spokesman for the garrison, said: the comma before an age, if one
 * stands before that at token i. */
static size_t
before_age(const struct doc *d, const struct sentence *s, size_t i)
{
	return i >= s->first + 3 && tok(d, i - 1)->kind == TOKEN_NUMBER &&
		mark(d, i - 2, ',')
	    ? i - 2
	    : i;
}

/* Tarn, | the mayor was shot, said: is the aside from token i on no aside, but what was
 * said? */
static bool
has_verb(const struct doc *d, size_t i)
{
	while (!mark(d, i, ',') && !(tok(d, i)->cls & (C_BE | C_HAVE)))
		i++;
	return !mark(d, i, ',');
}

/* Karim Tarni, | spokesman for the garrison, said: does the aside from token i on say who
 * the one before it is? */
static bool
is_office(const struct doc *d, const struct sentence *s, size_t i)
{
	if (!(tok(d, before_age(d, s, i - 1) - 1)->flags & TOKEN_CAP) || has_verb(d, i))
		return false;
	if ((tok(d, i)->cls & (C_ONE | C_NUMBER)) &&
	    (tok(d, i + 1)->cls & C_OF)) /* Tarn Aid, | one of many groups, said */
		return true;
	for (; !mark(d, i, ',') && !(tok(d, i)->cls & (C_PREP | C_OF)); i++)
		if (tok(d, i)->cls & (C_SPEAKER | C_PERSON | C_TITLE | C_ORG))
			return true;
	return false;
}

/* the spokesman, | Karim Tarni, said: is the aside from token i on a name? */
static bool
is_name_aside(const struct doc *d, size_t i)
{
	while (((tok(d, i)->flags & TOKEN_CAP) &&
		   !(tok(d, i)->cls & (C_WEEKDAY | C_MONTH))) ||
	    (mark(d, i, '.') && (tok(d, i - 1)->cls & C_TITLE)))
		i++;
	return mark(d, i, ',');
}

/* the governor of Tarn province|, Karl Sund, said: is the one before the comma at token i
 * somebody who speaks? */
static bool
is_somebody(const struct doc *d, const struct sentence *s, size_t i)
{
	const uint64_t somebody = C_SPEAKER | C_PERSON | C_FACTION | C_ORG;
	size_t k = i - 1;

	if (tok(d, k)->cls & somebody)
		return true;
	while (k > s->first + 1u && k + NAME_WORDS > i &&
	    ((tok(d, k)->flags & TOKEN_CAP) || (token_ground(d, k) & G_HEAD)))
		k--;
	return (tok(d, k)->cls & C_OF) && k > s->first &&
	    (tok(d, k - 1)->cls & (C_SPEAKER | C_PERSON));
}

/* A nurse at the clinic, | speaking on condition of anonymity, told; the band, | through
 * its radio, said: does the aside from token i on say how one speaks, and tell of
 * nobody's fate? */
static bool
is_manner(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = tok(d, i);
	bool how = (t->cls & C_VERB) && !(t->flags & TOKEN_CAP) &&
	    (t->form & (FORM_GERUND | FORM_PARTICIPLE)) && !(t->cls & C_KILL);

	how = how ||
	    ((t->cls & C_PREP) && (tok(d, i + 1)->cls & C_POSSESSIVE) &&
		is_somebody(d, s, i - 1));
	for (; how && !mark(d, i, ','); i++)
		if ((tok(d, i)->cls & TELLS) || tok(d, i)->kind == TOKEN_NUMBER)
			return false;
	return how;
}

/* The mayor, who was there, | said: where the aside before the comma begins; v if there
 * is none. */
static size_t
before_aside(const struct doc *d, const struct sentence *s, size_t v)
{
	if (v < s->first + 2 || !mark(d, v - 1, ','))
		return v;
	for (size_t i = v - 2; i > s->first && i + ASIDE_WORDS > v; i--)
		if (mark(d, i, ',')) {
			if (!s->all_caps && is_somebody(d, s, i) &&
			    is_name_aside(d, i + 1))
				return v - 1;
			return (tok(d, i + 1)->cls & C_RELATIVE) || is_manner(d, s, i + 1)
			    ? i
			    : is_office(d, s, i + 1) ? before_age(d, s, i)
						     : v;
		}
	return v;
}

/* "the state of Sinaloa", "Borno state", "Lebanon's state agency", "a member of State
 * Security": the place, no verb. */
static bool
is_state(const struct doc *d, size_t i)
{
	return (token_ground(d, i) & G_HEAD) &&
	    ((tok(d, i)->flags & tok(d, i + 1)->flags & TOKEN_CAP) ||
		(i > 0 &&
		    ((tok(d, i - 1)->flags & TOKEN_CAP) ||
			(tok(d, i - 1)->cls & (C_POSSESSIVE | C_DET)))) ||
		(i + 1 < d->t.n && (tok(d, i + 1)->cls & C_OF)));
}

/* The army on 3 March | said: where the date before token v begins; v if there is none.
 */
static size_t
before_date(const struct doc *d, const struct sentence *s, size_t v)
{
	size_t i = v;

	while (i > s->first &&
	    (tok(d, i - 1)->kind == TOKEN_NUMBER ||
		(tok(d, i - 1)->cls & (C_MONTH | C_WEEKDAY))))
		i--;
	return i < v && i > s->first && (tok(d, i - 1)->cls & C_PREP) ? i - 1 : v;
}

/* Başbakan Tarn'da | yaptığı açıklamada: where the adverbs begin before token v, and a
 * place with its ending, which is no part of who speaks; but AFAD'a | göre. */
static size_t
before_adverbs(const struct doc *d, const struct sentence *s, size_t v)
{
	bool verb = !(tok(d, v)->form & FORM_POST);

	while (v > s->first && (tok(d, v - 1)->cls & C_ADVERB) &&
	    !(tok(d, v - 1)->flags & TOKEN_CAP)) {
		v--;
		v -= verb && v > s->first && group_oblique(tok(d, v)) &&
		    (tok(d, v)->flags & TOKEN_TIGHT) &&
		    (tok(d, v - 1)->flags & TOKEN_CAP);
	}
	return v;
}

/* The raid hurt civilians and | Karim Tarni said: where a name begins behind what is told
 * before it, between i and v. */
static size_t
behind_other(const struct doc *d, size_t i, size_t v)
{
	const uint64_t whose = C_SPEAKER | C_ORG | C_FACTION | C_TITLE;

	for (size_t k = i + 1; k + 1 < v; k++) {
		bool name = (tok(d, k + 1)->flags & TOKEN_CAP) &&
		    !(tok(d, k + 1)->cls & (whose | C_DEMONYM));

		if ((tok(d, k)->cls & C_AND) && name &&
		    !(tok(d, k - 1)->flags & TOKEN_CAP) && !(tok(d, k - 1)->cls & whose))
			i = k + 1;
	}
	return i;
}

/* a | report seen by the agency said: the noun, no verb */
static bool
is_document(const struct doc *d, size_t i)
{
	return i + 2 < d->t.n && (tok(d, i + 1)->cls & C_VERB) &&
	    tok(d, i + 1)->word->value == IS_SEEN && (tok(d, i + 2)->cls & C_BY);
}

/* The words left of the verb of saying at v. */
static struct span
left_of(const struct doc *d, const struct sentence *s, size_t v)
{
	size_t i = before_adverbs(d, s, v);

	if (i > s->first && (tok(d, i - 1)->cls & C_HAVE))
		i--;
	if (i > s->first + 2 && mark(d, i - 1, ',') && mark(d, i - 3, ',') &&
	    (tok(d, i - 2)->cls & C_ADVERB)) /* Karim Tarni, however, | put */
		i -= 2;
	v = i = before_date(d, s, before_aside(d, s, i));
	while (i > s->first && v - i < NAME_WORDS && nominal(d, i - 1) &&
	    !(tok(d, i - 1)->cls & C_PRONOUN) &&
	    (!(tok(d, i - 1)->cls & C_SPEECH) || is_state(d, i - 1) ||
		is_document(d, i - 1)))
		i--;
	i = behind_other(d, i, v);
	if (i + 1 < v && tok(d, i)->kind == TOKEN_NUMBER &&
	    /* 10:42 - the ministry */
	    mark(d, i + 1, '-'))
		i += 2;
	if (i < v && i > s->first && tok(d, i)->kind == TOKEN_NUMBER &&
	    mark(d, i - 1, ':')) /* 10:42 The ministry */
		i++;
	if (i + 2 < v && tok(d, i)->kind == TOKEN_NUMBER &&
	    (tok(d, i + 1)->cls & C_AND)) /* was put at 12 and | the police */
		i += 2;
	while (i < v && (tok(d, i)->cls & (C_AND | C_PREP | C_BY | C_OF | C_ADVERB)))
		i++;
	return (struct span){ i, v == 0 ? 0 : v - 1, i < v };
}

bool
source_in_group(const struct heard *h, size_t i)
{
	if (h->s->put_off && !group_may_hold(h->doc, h->s, i))
		return false;
	groups_know(h->doc, (size_t)(h->s - h->doc->t.sent));
	return tok(h->doc, i)->group != 0;
}

/* Where verbs stand last: the ministry in Tarn, | … | announced; the army | nine
 * soldiers' death | announced.  What opens the sentence, up to its comma or to whom is
 * told of, if it ends with who may say something. */
static struct span
opening(const struct doc *d, const struct heard *h, size_t v)
{
	const struct sentence *s = h->s;
	size_t i = s->first;
	bool speaks;

	while (i < v && i - s->first < NAME_WORDS && nominal(d, i) &&
	    tok(d, i)->kind == TOKEN_WORD && !source_in_group(h, i) &&
	    !(tok(d, i)->cls & (C_SPEECH | C_CAUSE)))
		i++;
	speaks = i > s->first &&
	    ((tok(d, i - 1)->cls & (C_SPEAKER | C_ORG | C_FACTION)) ||
		(tok(d, i - 1)->flags & TOKEN_CAP));
	return (struct span){ s->first, i == 0 ? 0 : i - 1,
		speaks && (mark(d, i, ',') || source_in_group(h, i)) };
}

/* Is the verb at v the last word of its sentence, in a language where the subject then
 * opens it? */
static bool
ends_sentence(const struct doc *d, const struct sentence *s, size_t v)
{
	return lexicon_has(d->lx, HABIT_VERBS_LAST) &&
	    !lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) &&
	    (v + 1 >= s->end || tok(d, v + 1)->kind == TOKEN_PUNCT);
}

/* A noun for what is told of: أعلن الجيش | سيطرته على, مقتل ثلاثة. */
static bool
begins_matter(const struct doc *d, size_t i)
{
	const struct token *t = tok(d, i);

	return !(t->flags & TOKEN_CAP) &&
	    ((t->cls & C_DEATH) || (t->word->ground & G_NOMINAL) ||
		((t->cls & C_CAUSE) && lexicon_has(d->lx, HABIT_NO_CAPITALS)));
}

/* said | two witnesses, according to | three security sources: do so many speak, up to
 * the end of the clause? */
static bool
so_many_speak(const struct doc *d, const struct sentence *s, size_t i)
{
	size_t k = i + 1;

	while (k < s->end && k < i + NAME_WORDS && nominal(d, k) &&
	    !(tok(d, k)->cls & C_SPEECH))
		k++;
	return k > i + 1 && (tok(d, k - 1)->cls & C_SPEAKER) &&
	    (k == s->end || tok(d, k)->kind == TOKEN_PUNCT);
}

/* said Brig|.| Gen.| Karim Tarni: the stop at token i belongs to a title cut short. */
static bool
ends_title(const struct doc *d, size_t i)
{
	return mark(d, i, '.') && (tok(d, i - 1)->cls & (C_TITLE | C_ABBR)) &&
	    (tok(d, i + 1)->flags & TOKEN_CAP);
}

/* The words right of "according to", or of a verb of saying that ends its clause. */
static struct span
right_of(const struct doc *d, const struct heard *h, size_t v)
{
	const struct sentence *s = h->s;
	size_t i = v + 1, from = i;

	if (i < s->end && tok(d, i)->kind == TOKEN_NUMBER &&
	    !so_many_speak(d, s, i)) /* said | seven were killed */
		return (struct span){ i, i, false };
	while (i < s->end && i - from < NAME_WORDS &&
	    (nominal(d, i) || (i > from && ends_title(d, i))) &&
	    !(tok(d, i)->cls & C_SPEECH) && !(i > from && begins_matter(d, i)) &&
	    !(i > from && tok(d, i)->kind == TOKEN_NUMBER && source_in_group(h, i)))
		i++;
	return (struct span){ from, i - 1, i > from };
}

/* claimed at least 60 lives; but: claimed 60 lives were lost */
static bool
claims_lives(const struct doc *d, size_t i)
{
	size_t k = i + 1;

	if (!(tok(d, i)->cls & C_CLAIM))
		return false;
	while (tok(d, k)->kind == TOKEN_NUMBER || (tok(d, k)->cls & (C_BOUND | C_NUMBER)))
		k++;
	return (tok(d, k)->cls & C_LIFE) &&
	    !(tok(d, k + 1)->cls & (C_BE | C_HAVE | C_MODAL));
}

/* three clerks reported | injured; but: an attack that two clerks said | killed nine */
static bool
of_the_group(const struct doc *d, const struct heard *h, size_t i)
{
	const struct token *t = tok(d, i), *before = t - 1;

	if (!(t->form & t[1].form & FORM_PARTICIPLE) || !(t[1].cls & C_KILL) ||
	    i == h->s->first || !source_in_group(h, i - 1))
		return false;
	while (before->group == t[-1].group && !(before->cls & (C_RELATIVE | C_SUBORD)))
		before--;
	return !(before->cls & (C_RELATIVE | C_SUBORD));
}

/* Does the verb at i say something?  "reports of" do not. */
static bool
saying(const struct doc *d, const struct heard *h, size_t i)
{
	const struct token *t = tok(d, i);

	return (t->cls & C_SPEECH) && !(t->form & FORM_GERUND) && !is_state(d, i) &&
	    !claims_lives(d, i) &&
	    !((t->form & FORM_PARTICIPLE) && (t[1].cls & C_DEAD)) &&
	    !((t->form & FORM_PARTICIPLE) && !(t->cls & C_CLAIM) && (t[1].cls & C_TO) &&
		(t[2].cls & (C_BE | C_HAVE))) && /* men believed | to be */
	    /* unofficial reports | put the toll */
	    !((t->form & FORM_THIRD) && (t[1].cls & C_TOLL)) &&
	    !((t->cls & C_CLAIM) && (t->cls & C_VERB) &&
		(t[1].cls & C_PREP)) && /* heat blamed | for nine deaths */
	    /* berichtete | von */
	    !((t[1].cls & C_OF) &&
		(t->form & (FORM_PAST | FORM_PARTICIPLE)) != FORM_PAST &&
		!(t[2].cls & (C_SUBORD | C_RELATIVE))) && /* informó | de que */
	    !of_the_group(d, h, i) &&
	    !source_in_group(h, i); /* with 12 reported | missing */
}

/* The verb of "put the toll", "gave a death toll", before the toll at i. */
static size_t
toll_verb(const struct doc *d, size_t i)
{
	return tok(d, i - 1)->cls & (C_DET | C_ONE) ? i - 2 : i - 1;
}

/* Residents put the toll at 14; the mayor gave a toll of nine: they say so. */
static bool
puts_toll(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *v;

	if (!(tok(d, i)->cls & C_TOLL) || i < s->first + 3 || i + 2 >= s->end)
		return false;
	v = tok(d, toll_verb(d, i));
	return (v->cls & C_VERB) && (v->form & (FORM_PAST | FORM_THIRD)) &&
	    (tok(d, i + 1)->cls & (C_PREP | C_OF));
}

#define LABEL 4 /* words */

/* "Police: nine dead", "General Staff: …": who stands before the colon that opens the
 * sentence, if it is one who speaks. */
static struct span
label(const struct doc *d, const struct sentence *s)
{
	struct span n = { .first = s->first };
	size_t i = s->first;

	if (!s->colon)
		return n;
	while (i < s->end && i < s->first + LABEL && tok(d, i)->kind == TOKEN_WORD &&
	    !(tok(d, i)->cls & (C_PREP | C_OF | C_BY | C_TO | C_CAUSE | C_AND)))
		i++;
	if (i == s->first || i >= s->end || !mark(d, i, ':'))
		return n;
	n.last = i - 1;
	n.found = (tok(d, n.last)->cls & (C_SPEAKER | C_FACTION)) ||
	    tok(d, n.last)->word->source.n > 0;
	return n;
}

/* "…", said the mayor; …, | a indiqué le maire: behind a comma the verb stands before who
 * says it. */
static bool
is_inverted(const struct doc *d, const struct sentence *s, size_t v)
{
	return mark(d, v - 1, ',') ||
	    (v > s->first + 1 && (tok(d, v - 1)->cls & C_HAVE) && mark(d, v - 2, ','));
}

/* killed nine children, who slept, said | a witness.: is he who says it named behind the
 * verb at v, and no more told there? */
static bool
ends_with_speaker(const struct doc *d, const struct sentence *s, size_t v)
{
	size_t i = v + 1;

	if (!is_inverted(d, s, v) || before_aside(d, s, v) + 1 == v || i >= s->end ||
	    !(tok(d, i)->cls & (C_ONE | C_DET)))
		return false;
	while (++i < s->end && tok(d, i)->kind == TOKEN_WORD &&
	    !(tok(d, i)->cls & C_SPEAKER))
		if (tok(d, i)->cls &
		    (C_BE | C_HAVE | C_VERB | C_PREP | C_KILL | C_SUBORD))
			return false;
	return i < s->end && (tok(d, i)->cls & C_SPEAKER) &&
	    (i + 1 >= s->end || tok(d, i + 1)->kind == TOKEN_PUNCT);
}

/* О двоих погибших в Тарнове | сообщил губернатор, von zwei Toten | sprach die Polizei:
 * does what is told of open the sentence, and nothing else stand before the verb at v? */
static bool
tells_of(const struct doc *d, const struct heard *h, size_t v)
{
	const struct sentence *s = h->s;
	size_t i = s->first + 1;

	if (!(tok(d, s->first)->cls & C_PREP) || i >= v)
		return false;
	while (i < v && tok(d, i)->kind != TOKEN_PUNCT &&
	    !(tok(d, i)->cls & (C_SPEAKER | C_ORG | C_SUBORD)))
		i++;
	return i == v &&
	    (source_tells(d, s->first + 1u) || source_in_group(h, s->first + 1u));
}

/* Makes out of the word of saying or toll at token i the source that it names. */
static void
source_by(const struct doc *d, struct heard *h, size_t i, struct source *out)
{
	const struct sentence *s = h->s;
	const struct token *t = tok(d, i);

	if (puts_toll(d, s, i)) {
		source_take(d, left_of(d, s, toll_verb(d, i)), out, h);
		return;
	}
	if (!(t->cls & C_SPEECH))
		return;
	if (t->form == 0) { /* according to */
		source_take(d, right_of(d, h, i), out, h);
		return;
	}
	if (t->form & FORM_POST) { /* the same behind its name */
		source_take(d, left_of(d, s, i), out, h);
		return;
	}
	if (!saying(d, h, i) || (i > s->first && (t[-1].cls & (C_BE | C_MODAL))))
		return;
	if (tells_of(d, h, i)) {
		source_take(d, right_of(d, h, i), out, h);
		return;
	}
	if (ends_with_speaker(d, s, i))
		source_take(d, right_of(d, h, i), out, h);
	if (out->name.n == 0 && ends_sentence(d, s, i))
		source_take(d, opening(d, h, i), out, h);
	if (out->name.n == 0)
		source_take(d, left_of(d, s, i), out, h);
	if (out->name.n == 0 &&
	    (i + 1 >= s->end || i < s->first + 1 || is_inverted(d, s, i)))
		source_take(d, right_of(d, h, i), out, h);
}

/* The next word of saying or toll from token i on; the sentence's end: none. */
static size_t
next_word(const struct doc *d, const struct sentence *s, size_t i)
{
	return doc_find(d, i, s->end, C_SPEECH | C_TOLL);
}

/* The first source by the words from token i on; gives the token behind it. */
static size_t
next_source(const struct doc *d, struct heard *h, size_t i, struct source *out)
{
	while (out->name.n == 0 && (i = next_word(d, h->s, i)) < h->s->end)
		source_by(d, h, i++, out);
	return i;
}

/* The same of the whole sentence, which who speaks may open. */
static size_t
first_source(const struct doc *d, struct heard *h, struct source *out)
{
	struct span n = label(d, h->s);

	if (!n.found)
		return next_source(d, h, h->s->first, out);
	source_take(d, n, out, h);
	return next_source(d, h, n.last + 1, out);
}

/* Nine were killed after | the court upheld the vote, police said: does who speaks do so
 * in the clause that only says when it was? */
static bool
dates_event(const struct doc *d, const struct sentence *s, const struct source *said)
{
	size_t i = said->from;

	while (i > s->first && (tok(d, i - 1)->cls & (C_DET | C_POSSESSIVE | C_ADJ)))
		i--;
	return said->name.n > 0 && i > s->first && (tok(d, i - 1)->cls & C_PREP) &&
	    (tok(d, i - 1)->word->value == AFTERWARDS ||
		tok(d, i - 1)->word->value == UNTIL);
}

/* The first source of the sentence, but one that only dates what another tells. */
static size_t
first_speaker(const struct doc *d, struct heard *h, struct source *out)
{
	size_t i = first_source(d, h, out), k;
	struct source other = { 0 };

	if (!dates_event(d, h->s, out))
		return i;
	k = next_source(d, h, i, &other);
	if (other.name.n == 0)
		return i;
	*out = other;
	return k;
}

/* Does another clause begin between the two?  "The mayor said in a statement" is one. */
static bool
parted(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if ((tok(d, i)->cls & C_AND) || mark(d, i, ';') ||
		    ((tok(d, i)->cls & C_SUBORD) && tok(d, i)->word->value == CONTRAST))
			return true;
	return false;
}

/* The police said that two died, while residents said …, hours after residents said …:
 * another source speaks from its own name on. */
static void
of_sentence(const struct doc *d, struct heard *h, struct source *out)
{
	size_t i = first_speaker(d, h, out), from = i;
	size_t open = out->name.n > 0 ? source_apart(d, h->s, out->from) : 0;

	out->apart = open > 0;
	out->from = open > 0 ? (uint32_t)open : out->from;
	while ((i = next_word(d, h->s, i)) < h->s->end) {
		struct source more = { 0 };

		i = next_source(d, h, i, &more);
		if (more.name.n > 0 &&
		    (parted(d, from, more.from) || dates_event(d, h->s, &more))) {
			out = out->next = ARENA_NEW(d->arena, struct source);
			*out = more;
		}
		from = i;
	}
}

const struct source *
source_at(const struct source *first, size_t token)
{
	static const struct source nobody;
	const struct source *best = first;

	if (first->apart && token < first->from)
		return &nobody;
	for (const struct source *s = first; s != NULL; s = s->next)
		if (s->from <= token)
			best = s;
	return best;
}

#define BARE_WORDS 14

/* "The mayor reported this on Wednesday.": is the saying all that the sentence tells? */
static bool
only_says(const struct doc *d, const struct sentence *s)
{
	if (s->end - s->first >= BARE_WORDS)
		return false;
	for (size_t i = s->first; i < s->end; i++)
		if ((tok(d, i)->cls &
			(C_BE | C_HAVE | C_MODAL | C_LOSE | C_AMONG | C_CLAIM)) ||
		    ((tok(d, i)->cls & C_VERB) &&
			((tok(d, i)->form & FORM_GERUND) ||
			    (!(tok(d, i)->cls & (C_SPEECH | C_ADJ)) &&
				(tok(d, i)->form & FORM_PAST)))))
			return false;
	return true;
}

/* "On Sunday, a mine killed four.", "Last week, …", "Separately, …": does the sentence
 * turn to something else in a paragraph of its own, of which who spoke before does not
 * tell? */
static bool
turns_away(const struct doc *d, size_t i)
{
	const struct sentence *s = &d->t.sent[i];
	const struct token *t = tok(d, s->first);
	const unsigned away = 1u << CUE_ADDITION | 1u << CUE_POINTER | 1u << CUE_CAPTION |
	    1u << CUE_LATELY | 1u << CUE_PAST;

	if (s->paragraph == d->t.sent[i - 1].paragraph || s->first + 2 >= s->end)
		return false;
	return ((t->cls & C_PREP) && (t[1].cls & (C_WEEKDAY | C_MONTH))) ||
	    (away & 1u << cue_opening(d, s));
}

struct source *
sources_find(struct doc *d)
{
	static const struct source nobody;
	struct heard heard = { .doc = d, .last = &nobody, .upto = d->t.sent };
	struct source *out;

	if (d->sources != NULL)
		return d->sources;
	out = d->sources = ARENA_ARRAY(d->arena, struct source, d->t.n_sent + 1);
	for (size_t i = 0; i < d->t.n_sent; i++)
		if (d->t.sent[i].put_off || (d->t.sent[i].cls & (C_SPEECH | C_TOLL)))
			sentence_prepare(d->lx, &d->t, &d->t.sent[i]);
	for (size_t i = 0; i < d->t.n_sent; i++) {
		struct sentence *s = &d->t.sent[i];

		if (!(s->cls & (C_SPEECH | C_TOLL)) &&
		    !(s->prepared && label(d, s).found))
			continue;
		heard.s = s;
		of_sentence(d, &heard, &out[i]);
		if (out[i].name.n > 0)
			heard.last = &out[i];
	}
	/* backwards within a paragraph first ("X reported this Wednesday."), then on from
	 * before */
	for (size_t i = d->t.n_sent; i-- > 1;)
		if (out[i].name.n > 0 && !out[i].carried && out[i - 1].name.n == 0 &&
		    d->t.sent[i].paragraph == d->t.sent[i - 1].paragraph &&
		    only_says(d, &d->t.sent[i])) {
			out[i - 1] = out[i];
			out[i - 1].carried = true;
			out[i - 1].apart = false;
			out[i - 1].next = NULL;
		}
	for (size_t i = 1; i < d->t.n_sent; i++)
		if (out[i].name.n == 0 && out[i - 1].name.n > 0 &&
		    !d->t.sent[i - 1].headline && !turns_away(d, i)) {
			out[i] = out[i - 1];
			out[i].carried = true;
			out[i].apart = false;
			out[i].next = NULL;
		}
	return out;
}

/* Rebels took Tarn, said Karim Bode: the name of who says so is no place. */
static void
drop_speaker(struct fact *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_places; i++) {
		if (f->places[i].role != ROLE_ANY || f->places[i].name.p != f->source.p ||
		    !str_eq(f->places[i].name, f->source))
			f->places[n++] = f->places[i];
	}
	f->n_places = n;
}

/* The sentence that the byte stands in, or the last before it; near: that of the fact
 * before. */
static size_t
sentence_of(const struct doc *d, size_t byte, size_t near)
{
	size_t low = 0, high = d->t.n_sent;

	if (d->t.sent[near].start <= byte) {
		low = near;
		if (near + 2 < high && d->t.sent[near + 2].start > byte)
			high = near + 2;
	}
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (d->t.sent[middle].start <= byte)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The last token of the sentence that begins by the byte. */
static size_t
token_at(const struct doc *d, const struct sentence *s, size_t byte)
{
	size_t i = s->first;

	while (i + 1 < s->end && tok(d, i + 1)->start <= byte)
		i++;
	return i;
}

void
sources_give(struct doc *d)
{
	const struct source *sources = d->n_facts > 0 ? sources_find(d) : NULL;
	size_t at = 0;

	for (size_t i = 0; i < d->n_facts; i++) {
		struct fact *f = &d->facts[i];

		if (f->source.n > 0)
			continue;
		at = sentence_of(d, f->start, at);
		f->source =
		    source_at(&sources[at], token_at(d, &d->t.sent[at], f->start))->name;
		if (f->source.n > 0)
			drop_speaker(f);
	}
}
