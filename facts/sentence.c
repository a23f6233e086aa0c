/* sentence.c -- see token.h: what the words of one sentence make together. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/lexicon_find.h"
#include "facts/lexicon_file.h"
#include "facts/number.h"
#include "facts/token.h"

/* The longest fold that begins with t, which may go on, of the tokens before end: its
 * last token and word; t if there is none. */
static const struct token *
fold_at(const struct lexicon *lx, const struct token *t, const struct token *end,
    const struct word **found)
{
	const struct token *last = t, *k = t + 1;
	uint32_t node = t->word->fold;

	do {
		node = edge_of(lx, node, k->word->id)->to;
		if (lx->nodes[node].end != 0) {
			*found = word_at(lx, lx->nodes[node].end);
			last = k;
		}
	} while (++k < end && fold_may_go_on(lx, node, k->word));
	return last;
}

/* Token t, a copy of the first, becomes the word of all up to the last. */
static void
fold_token(struct sentence *s, struct token *t, const struct token *first,
    const struct token *last, const struct word *w)
{
	t->end = last->end;
	t->word = w;
	t->cls = w->cls;
	t->form = w->form;
	t->flags |= TOKEN_FOLDED;
	for (const struct token *k = first + 1; k <= last; k++)
		t->flags |= k->flags & TOKEN_DASH;
	s->cls |= w->cls;
	s->ground |= w->ground;
}

/* The last token of the fold that begins with t; t: none does. */
static inline const struct token *
fold_from(const struct lexicon *lx, const struct token *t, const struct token *end,
    const struct word **w)
{
	return fold_may_go_on(lx, t->word->fold, t[1].word) && t + 1 < end
	    ? fold_at(lx, t, end, w)
	    : t;
}

struct fold {
	const struct token *first, *last;
	const struct word *word;
};

/* The first fold of tokens [t, end), its first token end: there is none; *small and *time
 * get what the words before it are. */
static inline struct fold
next_fold(const struct lexicon *lx, const struct token *t, const struct token *end,
    uint32_t *small, uint32_t *time)
{
	struct fold f;

	for (; t < end; t++) {
		if ((f.last = fold_from(lx, t, end, &f.word)) != t)
			break;
		*small |= t->word->small;
		*time |= t->word->time;
	}
	f.first = t;
	return f;
}

/* The classes of the folds that begin with token t or one behind it up to last. */
static uint64_t
folds_from(const struct lexicon *lx, const struct token *t, const struct token *last,
    const struct token *end)
{
	const struct word *w;
	uint64_t cls = 0;

	for (; t <= last; t++)
		if (fold_from(lx, t, end, &w) != t)
			cls |= w->cls;
	return cls;
}

/* Looked for around the word that hints at them, which each has. */
uint64_t
sentence_fold_classes(const struct lexicon *lx, const struct token_list *l,
    const struct sentence *s, uint64_t these)
{
	const struct token *from = &l->tok[s->first], *end = &l->tok[s->end];
	uint64_t cls = 0;

	if (lexicon_has(lx, HABIT_SPLIT_VERBS))
		return s->cls;
	for (const struct token *t = from; t < end; t++) {
		if (!(t->word->hint & these))
			continue;
		if (t - from >= FOLD_LENGTH)
			from = t + 1 - FOLD_LENGTH;
		cls |= folds_from(lx, from, t, end);
		from = t + 1;
	}
	return cls;
}

static void
fold_sentence(const struct lexicon *lx, struct token_list *l, struct sentence *s)
{
	struct token *to = &l->tok[s->first];
	const struct token *t = to, *end = &l->tok[s->end];
	uint32_t small = 0, time = 0;
	struct fold f;

	for (; (f = next_fold(lx, t, end, &small, &time)).first < end;
	     t = f.last + 1, to++) {
		to = tokens_move(to, t, f.first);
		*to = *f.first;
		fold_token(s, to, f.first, f.last, f.word);
		small |= f.word->small;
		time |= f.word->time;
	}
	s->small = small;
	s->time = time;
	s->end = (uint32_t)(tokens_move(to, t, end) - l->tok);
}

#define SPLIT_MAX 30 /* tokens between the parts of a verb */
#define SPLIT_KEY 128
#define SPLIT_TAIL 3 /* words of its second part */

static bool
ends_clause(const struct token *t)
{
	return t->kind == TOKEN_PUNCT ? t->punct != '"' && t->punct != '-'
				      : (t->cls & C_AND) != 0;
}

/* The words of tokens [first, end) behind the verb's first part, as the key of the whole.
 */
static struct str
split_key(const struct lexicon *lx, const struct token_list *l, size_t verb, size_t first,
    size_t end, char key[SPLIT_KEY])
{
	size_t n = 0;

	for (size_t i = verb; i < end; i = i == verb ? first : i + 1) {
		struct str w = lexicon_text(lx, l->tok[i].word->key),
			   gap = i == verb ? STR(SPLIT_GAP) : STR(" ");

		if (w.n == 0 || n + w.n + gap.n > SPLIT_KEY)
			return STR_NONE;
		memcpy(key + n, w.p, w.n);
		n += w.n;
		if (i + 1 < end) {
			memcpy(key + n, gap.p, gap.n);
			n += gap.n;
		}
	}
	return (struct str){ key, n };
}

/* The verb that token i makes with the words that end before end; they are read with it.
 */
static const struct word *
verb_ending_at(const struct lexicon *lx, struct token_list *l, size_t i, size_t end)
{
	char key[SPLIT_KEY];

	for (size_t k = end - 1; k > i && k + SPLIT_TAIL >= end; k--) {
		const struct word *w = lexicon_word(lx, split_key(lx, l, i, k, end, key));

		if (w->id == 0)
			continue;
		for (; k < end; k++)
			l->tok[k].cls = C_ADVERB;
		return w;
	}
	return NULL;
}

/* "nahm 47 Menschen fest": the verb that token i makes with the last words of its clause,
 * or with any. */
static const struct word *
split_verb(const struct lexicon *lx, struct token_list *l, const struct sentence *s,
    size_t i)
{
	const struct word *w = NULL;
	size_t end = i + 1;

	while (end < s->end && end < i + SPLIT_MAX && !ends_clause(&l->tok[end]))
		end++;
	if (!lexicon_has(lx, HABIT_SPLIT_ANYWHERE))
		return verb_ending_at(lx, l, i, end);
	for (size_t k = i + 2; w == NULL && k <= end; k++)
		w = verb_ending_at(lx, l, i, k);
	return w;
}

static void
join_split_verbs(const struct lexicon *lx, struct token_list *l, struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		const struct word *w = NULL;

		if (l->tok[i].word->form & FORM_SPLIT)
			w = split_verb(lx, l, s, i);
		if (w == NULL)
			continue;
		l->tok[i].word = w;
		l->tok[i].cls = w->cls;
		l->tok[i].form = w->form;
		s->cls |= w->cls;
		s->ground |= w->ground;
	}
}

/* IS, IT, WHO: in capitals a function word is a name. */
static void
acronyms(struct token_list *l, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		struct token *t = &l->tok[i];

		if ((t->flags & TOKEN_CAPS) && !(t->word->form & FORM_FOLD) &&
		    (t->cls &
			(C_BE | C_HAVE | C_PRONOUN | C_PREP | C_DET | C_RELATIVE |
			    C_MODAL | C_AND)))
			t->cls = C_ADJ;
		if ((t->flags & TOKEN_CAPS) && (t->cls & C_DEAD) && i > s->first &&
		    (t[-1].cls & C_DET))
			t->cls = C_ADJ; /* the KIA: an army */
	}
}

#define VERBS                                                                     \
	(C_KILL | C_DIE | C_DEAD | C_BEAT | C_DISPLACE | C_FLEE | C_VERB | C_BE | \
	    C_HAVE | C_MODAL)
#define SMALL (C_PREP | C_OF | C_BY | C_TO | C_AND | C_DET)
#define LONG 4      /* letters: shorter words of a title are in small letters */
#define TITLE_MIN 3 /* such words, with which it needs no verb to be one */

/* Has it a verb in small letters, among names? */
static bool
has_small_verb(const struct token_list *l, const struct sentence *s)
{
	for (const struct token *t = &l->tok[s->first], *end = &l->tok[s->end]; t < end;
	     t++)
		if ((t->form & (FORM_PAST | FORM_THIRD)) && !(t->flags & TOKEN_CAP) &&
		    t->kind == TOKEN_WORD && t->end - t->start >= LONG)
			return true;
	return false;
}

/* Five Families Flee; KILLED TWO: are its capitals those of a title, or of all that is
 * written? */
static bool
capitals_say_nothing(const struct token_list *l, const struct sentence *s)
{
	size_t words = 0, capitals = 0;
	bool small = false, verb = false;

	if (has_small_verb(l, s)) /* as nearly all have */
		return false;
	for (size_t i = s->first; i < s->end; i++) {
		const struct token *t = &l->tok[i];
		bool cap = (t->flags & TOKEN_CAP) != 0;

		if (t->kind != TOKEN_WORD)
			continue;
		small = small || !(cap || (t->cls & SMALL));
		verb = verb ||
		    (cap && (t->cls & VERBS) && !(t->flags & (TOKEN_FIRST | TOKEN_CAPS)));
		if (t->end - t->start < LONG)
			continue;
		words++;
		capitals += cap;
	}
	return (words > TITLE_MIN && capitals * 10 > words * 8) || (verb && !small);
}

/* The words of a list get their small letters back (truecasing). */
static void
truecase(struct token_list *l, const struct sentence *s)
{
	unsigned kept = s->all_caps ? 0 : TOKEN_CAPS; /* an IED Facilitator */

	for (size_t i = s->first; i < s->end; i++) {
		struct token *t = &l->tok[i];

		if (t->kind != TOKEN_WORD || t->cls == 0 || !(t->flags & TOKEN_CAP) ||
		    (t->flags & kept) || (t->form & FORM_NAME) ||
		    (t->cls & (C_DEMONYM | C_MONTH | C_WEEKDAY | C_TITLE)) ||
		    (t->word->ground & G_DIRECTION)) /* South Korea */
			continue;
		t->flags &= (uint16_t) ~(TOKEN_CAP | TOKEN_CAPS);
		t->flags |= TOKEN_RECASED;
	}
}

/* ein Anschlag, bei dem | 130 Menschen starben: behind a comma and a preposition an
 * article is none. */
static void
relatives(struct token_list *l, const struct sentence *s)
{
	for (size_t i = s->first + 2u; i < s->end; i++) {
		struct token *t = &l->tok[i];

		if ((t->cls & C_DET) && (t->cls & C_RELATIVE) && (t[-1].cls & C_PREP) &&
		    t[-2].kind == TOKEN_PUNCT && t[-2].punct == ',')
			t->cls &= ~C_DET;
	}
}

#define LABEL 8 /* tokens of a sentence that begins with a label */

/* Última hora: | La ciudad de Tarna …: behind a label a capital says nothing either. */
static void
labels(struct token_list *l, const struct sentence *s)
{
	struct token *t = &l->tok[s->first],
		     *end = t + (s->end - s->first > LABEL ? LABEL : s->end - s->first);

	while (++t < end)
		if (t[-1].punct == ':')
			t->flags |= TOKEN_FIRST;
}

#define LABEL_WORDS 2

static bool
is_label(const struct token *t)
{
	return t->kind == TOKEN_WORD && t->word->value == NEWS_LABEL &&
	    !(t->cls & C_NUMBER);
}

/* #Breaking | Four clerks were killed; EXCLUSIVE: | …: what an entry is labelled is no
 * part of its first sentence. */
static void
cut_label(struct token_list *l, struct sentence *s)
{
	size_t i = s->first;

	if (s != &l->sent[0])
		return;
	while (i + 1 < s->end && i < s->first + LABEL_WORDS && is_label(&l->tok[i]))
		i++;
	if (i == s->first)
		return;
	if (l->tok[i].punct == ':' || l->tok[i].punct == '-')
		i++;
	else if (!(l->tok[i].flags & TOKEN_CAP) && !(l->tok[i].cls & C_NUMBER) &&
	    l->tok[i].kind != TOKEN_NUMBER)
		return;
	if (i == s->end)
		return;
	s->first = (uint32_t)i;
	l->tok[i].flags |= TOKEN_FIRST;
}

void
sentence_join(const struct lexicon *lx, struct token_list *l, struct sentence *s)
{
	s->prepared = true;
	if (s->capitals && !s->all_caps)
		acronyms(l, s);
	cut_label(l, s);
	if (s->colon)
		labels(l, s);
	s->title_case = capitals_say_nothing(l, s);
	if (s->title_case || s->all_caps)
		truecase(l, s);
	if (lexicon_has(lx, HABIT_SPLIT_VERBS))
		join_split_verbs(lx, l, s);
	fold_sentence(lx, l, s);
	if (lexicon_has(lx, HABIT_COMMA_CLAUSE))
		relatives(l, s);
	number_merge(lx, l, s);
}
