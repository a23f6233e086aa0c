/* territory_stance.h -- was it done, tried, planned, denied?  What stands left of a verb
 * decides. */
#ifndef FACTS_TERRITORY_STANCE_H
#define FACTS_TERRITORY_STANCE_H

#include "facts/doc.h"

enum deed {
	DEED_DONE,
	DEED_TRIED,    /* an attack */
	DEED_REPELLED, /* tried, and beaten back */
	DEED_NONE,     /* no event: an adjective, a prevented or hypothetical act */
};

struct deed_stance {
	enum deed deed;
	enum stance stance;
};

static inline struct deed_stance
deed_done(enum stance s)
{
	return (struct deed_stance){ DEED_DONE, s };
}

/* Of the verb at token i of a sentence. */
struct deed_stance deed_stance(const struct doc *d, const struct sentence *s, size_t i);
/* The passive: a form of be before it. */
bool is_passive(const struct doc *d, size_t first, size_t i);
/* The "to" before an infinitive at i; NOWHERE. */
size_t infinitive_to(const struct doc *d, size_t first, size_t i);
/* Does an expression of time begin at token i that makes no news of a deed: last week,
 * three months ago? */
bool is_past_period(const struct doc *d, size_t i);
/* took the town | last week: the same behind the verb at i, told of it and nothing else
 */
bool is_past_behind(const struct doc *d, const struct sentence *s, size_t i);
/* took Tarn, Moscow says; Kyiv denies the claim, it, this: what one side says and the
 * other does not */
bool is_disputed(const struct doc *d, const struct sentence *s, size_t i);
/* Is one of tokens [first, end) of these classes of ground? */
bool has_ground(const struct doc *d, size_t first, size_t end, uint64_t ground);
/* … said that they took Tarn. | The army denied this: does the next sentence deny it? */
bool is_denied_next(struct doc *d, size_t sentence);
/* the anniversary of the | liberation of Tarn, the possibility of the capture of it: a
 * noun that tells of no event of today */
bool is_undone(const struct doc *d, const struct sentence *s, size_t i);
/* on Sunday, late on 4 May: words that may stand between a verb and its clause */
bool is_time_word(const struct token *t);
/* Hours earlier | they had captured it, six hours earlier | they had: news. */
bool opens_hours_ago(const struct doc *d, const struct sentence *s);
/* demanded on Sunday that rebels | withdraw, demanded they withdraw: the plain form */
bool is_demanded(const struct doc *d, const struct sentence *s, size_t i);
/* A word that opens a clause; German der, also an article, behind a comma only. */
bool opens_clause(const struct doc *d, size_t i);
/* First token of the clause that i stands in. */
size_t clause_start(const struct doc *d, size_t first, size_t i);

#endif
