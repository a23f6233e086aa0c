/* sentence.c -- see token.h: what the words of one sentence make together. */
#include "config.h"

#include "facts/number.h"
#include "facts/token.h"

/* The longest fold that begins at token i: its last token and word; i and NULL if none. */
static size_t
fold_at(const struct lexicon *lx, const struct token_list *l, const struct sentence *s, size_t i,
    const struct word **found)
{
	size_t last = i;
	uint32_t node = 0;

	*found = NULL;
	for (size_t k = i; k < s->end && l->tok[k].word->id != 0; k++) {
		const struct word *end = NULL;

		node = lexicon_fold(lx, node, l->tok[k].word, &end);
		if (node == 0)
			break;
		if (end != NULL) {
			*found = end;
			last = k;
		}
	}
	return last;
}

static void
fold_sentence(const struct lexicon *lx, struct token_list *l, struct sentence *s)
{
	size_t to = s->first;

	for (size_t i = s->first; i < s->end; i++) {
		const struct word *found = NULL;
		size_t last = i;

		if (l->tok[i].word->form & FORM_FOLD)
			last = fold_at(lx, l, s, i, &found);
		l->tok[to] = l->tok[i];
		if (found != NULL) {
			struct token *t = &l->tok[to];

			t->end = l->tok[last].end;
			t->word = found;
			t->cls = found->cls;
			t->form = found->form;
			t->flags |= TOKEN_FOLDED;
			for (size_t k = i + 1; k <= last; k++)
				t->flags |= l->tok[k].flags & TOKEN_DASH;
			s->cls |= found->cls;
			s->ground |= found->ground;
			i = last;
		}
		to++;
	}
	s->end = (uint32_t)to;
}

/* IS, IT, WHO: in capitals a function word is a name. */
static void
acronyms(struct token_list *l, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		struct token *t = &l->tok[i];

		if ((t->flags & TOKEN_CAPS) && !(t->word->form & FORM_FOLD) &&
		    (t->cls & (C_BE | C_HAVE | C_PRONOUN | C_PREP | C_DET | C_RELATIVE | C_MODAL | C_AND)))
			t->cls = C_ADJ;
		if ((t->flags & TOKEN_CAPS) && (t->cls & C_DEAD) && i > s->first && (t[-1].cls & C_DET))
			t->cls = C_ADJ; /* the KIA: an army */
	}
}

void
sentence_prepare(const struct lexicon *lx, struct token_list *l, struct sentence *s)
{
	if (s->prepared)
		return;
	s->prepared = true;
	if (!s->all_caps)
		acronyms(l, s);
	fold_sentence(lx, l, s);
	number_merge(lx, l, s);
}
