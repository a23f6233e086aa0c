/*
 * habit.h -- how a language is written: the lines of inflect.tsv that are no rules of
 * bending (doc/lexicon.md), as bits.  Each switches one mechanism of reading.
 */
#ifndef FACTS_HABIT_H
#define FACTS_HABIT_H

enum lexicon_habit {
	/* the comma is the decimal mark: 1.200 and 1 200 are thousands */
	HABIT_COMMA = 1,
	HABIT_UNITS = 2,  /* five and twenty */
	HABIT_SUFFIX = 4, /* what follows an apostrophe is a word of its own: Tarn'da */
	HABIT_NOUNS_CAPITAL = 8, /* all nouns begin with a capital, not names alone */
	HABIT_NO_CAPITALS = 16,
	HABIT_MODIFIERS_AFTER = 32, /* adjectives and the like stand behind their noun */
	HABIT_VERBS_LAST = 64,    /* auxiliaries and governors stand behind a verb, or far
				     before it */
	HABIT_COMMA_CLAUSE = 128, /* a comma stands before that, who, when */
	HABIT_HEAD_FIRST = 256,   /* villagers of a place: the noun stands before its
				     genitives */
	HABIT_COUNTED_SINGULAR = 512, /* a noun behind a number is singular */
	HABIT_OBJECT_FORM = 1024,  /* the form of an object is not that of a genitive */
	HABIT_COMPOUNDS = 2048,    /* nouns are written together: Grenzsoldaten */
	HABIT_SMALL_DAYS = 8192,   /* names of months and weekdays begin small */
	HABIT_ORDINAL_STOP = 4096, /* a full stop makes an ordinal: 4. Oktober */
	HABIT_SPLIT_ANYWHERE = 32768, /* the second part of such a verb need not end its
					 clause */
	HABIT_GAZETTEER = 65536,      /* the gazetteer's own names of places are in it */
	HABIT_NO_ARTICLES = 131072,   /* город: a town, or the one told of */
	HABIT_SPLIT_VERBS = 16384, /* there are verbs in two parts (nahm … fest); set by
				      the first of them */
};

struct lexicon;

/* What begins every struct lexicon, to be asked at once: nearly every rule does. */
struct lexicon_face {
	uint32_t habits; /* enum lexicon_habit */
	uint32_t n_texts;
	const char *texts; /* of all words, without gaps */
};

static inline bool
lexicon_has(const struct lexicon *lx, enum lexicon_habit habit)
{
	return (((const struct lexicon_face *)lx)->habits & (uint32_t)habit) != 0;
}

#endif
