/*
 * token.h -- a text as sentences of tokens.  Tokens carry byte offsets into the entry's
 * text; folded and merged ones (shot dead, at least twenty-five) cover all their words.
 */
#ifndef FACTS_TOKEN_H
#define FACTS_TOKEN_H

#include "facts/fact.h"
#include "facts/lexicon.h"

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_PUNCT };

enum token_flag {
	TOKEN_CAP = 1,         /* begins with a capital */
	TOKEN_CAPS = 2,        /* all capitals, two or more letters */
	TOKEN_FIRST = 4,       /* first word of its sentence: a capital says nothing */
	TOKEN_FOLDED = 8,      /* of several words */
	TOKEN_TIGHT = 16,      /* no space before it */
	TOKEN_HYPHEN = 32,     /* a compound, known by its last part only */
	TOKEN_QUOTED = 64,     /* within quotation marks */
	TOKEN_NO_COUNT = 128,  /* a year, age, date, route: counts nothing */
	TOKEN_DASH = 256,      /* has a hyphen in it */
	TOKEN_DECIMAL = 512,   /* 3.5: kept in thousandths as long as it counts nothing */
	TOKEN_NO_ACTOR = 1024, /* it was looked up: no actor's name begins here */
	TOKEN_RECASED = 2048,  /* has a capital that says nothing: Families | Flee */
	TOKEN_PARTS = 4096,    /* its parts were looked up … */
	TOKEN_COMPOUND = 8192, /* … and it is known by them: Tarn-held */
};

struct token {
	uint32_t start, end; /* byte offsets in the text */
	uint64_t cls;        /* word->cls, corrected by context */
	const struct word *word;
	uint16_t flags;
	uint16_t form;
	uint8_t kind;
	char punct;     /* TOKEN_PUNCT: , . ; : ( ) " - ? ! ' [ ] / $ %, 0 for another */
	uint16_t group; /* 1 + index of the person group that it is in; 0: none */
	/* TOKEN_NUMBER */
	uint8_t bound; /* enum bound */
	bool digits;   /* written in digits */
	int64_t value, low, high;
};

struct sentence {
	uint32_t first, end;  /* tokens [first, end) */
	uint32_t start, stop; /* bytes */
	uint32_t paragraph;
	bool headline, all_caps;
	bool title_case; /* its capitals say nothing; known once it is prepared */
	bool capitals;   /* has a word all in capitals */
	bool colon;      /* has one */
	bool dash;       /* the same */
	bool prepared;   /* folds and numbers are done */
	bool put_off;    /* its groups are found once somebody asks: groups_know() */
	uint64_t cls;    /* classes that occur */
	uint64_t ground;
	uint32_t small; /* once it is prepared */
	uint32_t time;  /* the same: classes of words about time that it may have */
};

struct word_bytes { /* of the text, as it is written */
	uint32_t start, end;
};

/* Blank tokens before the first and behind the last: who looks at what stands beside a
 * token need not ask whether there is one. */
#define TOKEN_MARGIN 2

static inline bool
is_mark(const struct token *t, char c)
{
	return t->kind == TOKEN_PUNCT && t->punct == c;
}

struct token_list {
	struct token *tok; /* [TOKEN_MARGIN, n), and the margins */
	size_t n, cap;
	struct sentence *sent;
	size_t n_sent, cap_sent;
	bool units_first;         /* numbers are written so (HABIT_UNITS) */
	struct word_bytes *story; /* the words that a phrase of story.tsv may begin with
				     or in, in order: no more than cap */
	size_t n_story;
};

struct guessed;

/* Splits text (title: its leading headline, or empty) into sentences of tokens.  What the
 * lexicon guesses is kept in guessed, if there is one. */
void tokenise(const struct lexicon *lx, struct guessed *guessed, struct arena *a,
    struct str text, size_t title_end, struct token_list *out);
/* Merges folds and numbers of one sentence; its tokens move together, s->end shrinks. */
void sentence_join(const struct lexicon *lx, struct token_list *l, struct sentence *s);

/* Before it is prepared: classes of the folds that its words make, if one of these
 * classes is among them; of all that it may have if verbs are split.  It may make other
 * folds. */
uint64_t sentence_fold_classes(const struct lexicon *lx, const struct token_list *l,
    const struct sentence *s, uint64_t these);

/* The same, once: whoever reads a sentence asks first. */
static inline void
sentence_prepare(const struct lexicon *lx, struct token_list *l, struct sentence *s)
{
	if (!s->prepared)
		sentence_join(lx, l, s);
}

#endif
