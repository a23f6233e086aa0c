/*
 * form.h -- the forms of a word, as bits of word.form; the names are those of the data
 * files (form=plural, kill.past).
 */
#ifndef FACTS_FORM_H
#define FACTS_FORM_H

enum word_form {
	FORM_SINGULAR = 1,
	FORM_PLURAL = 2,
	FORM_BASE = 4,
	FORM_THIRD = 8,
	FORM_GERUND = 16,
	FORM_PAST = 32,
	FORM_PARTICIPLE = 64,
	FORM_FOLD = 128,    /* folds begin with this word */
	FORM_DUAL = 512,    /* two in one word */
	FORM_POST = 1024,   /* governs what stands before it */
	FORM_OBJECT = 2048, /* of a number or noun: can be no subject */
	FORM_SPLIT = 4096,  /* split verbs begin with this word: nahm … fest */
	FORM_NAME = 8192,   /* a name in itself: Taliban */
};

#endif
