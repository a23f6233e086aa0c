/*
 * clause.h -- verbs and what stands in their slots: the complex of auxiliaries, the list
 * of groups that is the subject, the list that is the object.
 */
#ifndef FACTS_CLAUSE_H
#define FACTS_CLAUSE_H

#include "facts/frame.h"
#include "facts/group.h"

struct verb {
	uint32_t at, start; /* the verb; its first auxiliary, or itself */
	bool lodged; /* in so many evacuation centres, or behind a verb of lodging */
	bool passive, singular, plural, negated, modal, unreal, never, perfect,
	    infinitive, coordinated;
	bool gerund;
};

#define SLOT_MAX 16

struct slot {
	uint16_t group[SLOT_MAX]; /* indices, in order of the text */
	size_t n;
	bool whole;     /* the first is the total of the others */
	bool agreement; /* no group, but one unknown person (the verb says so), or several
			   by name */
	size_t names;   /* then: how many names */
	uint16_t title; /* then: index and one of the group whose noun says what they are;
			   0: none does */
	uint32_t first, last; /* then: its tokens */
};

struct clause { /* the sentence at hand */
	struct doc *d;
	const struct sentence *s;
	struct groups *gs;
};

void verb_read(const struct clause *c, size_t at, struct verb *v);
void slot_subject(const struct clause *c, const struct verb *v, struct slot *out);
void slot_object(const struct clause *c, size_t from, bool names, struct slot *out);
/* Who is meant by the whom before the verb's subject: two officers, whom they later
 * executed. */
void slot_whom(const struct clause *c, const struct verb *v, struct slot *out);
/* The list that begins with the group at token i; empty if there is none. */
void slot_list(const struct clause *c, size_t i, struct slot *out);
/* Is the group the subject of a verb that follows it? */
bool clause_begins(const struct clause *c, const struct group *g);
/* A verb that needs a subject of its own. */
bool clause_finite(const struct clause *c, size_t i);
/* Past adverbs and bounds. */
size_t clause_skip(const struct clause *c, size_t i);
/* четверо погибли в Тарне, в Боде | — двое: the dash that stands for the verb, behind
 * where, before a number. */
bool clause_dash_is_verb(const struct clause *c, size_t i);

#endif
