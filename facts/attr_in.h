/*
 * attr_in.h -- what attr.c, agent.c, where.c, history.c and rivals.c share: the sentence
 * whose figures become facts, and the expressions of time in it.
 */
#ifndef FACTS_ATTR_IN_H
#define FACTS_ATTR_IN_H

#include "facts/casualty.h"
#include "facts/phrase.h"
#include "facts/source.h"
#include "facts/when.h"

struct times { /* expressions of time of one sentence */
	size_t n;
	struct when found[];
};

struct context { /* the sentence at hand */
	struct doc *d;
	struct token *tok; /* of the document */
	struct figures *all;
	size_t sentence;
	const struct sentence *s;
	const struct phrases *names;
	const struct times *times;
	const struct times **all_times; /* by sentence, each until attr_open_times() */
	const struct source *sources;
	struct day since;                           /* of the entry's running figures */
	const struct figure *figures, *figures_end; /* those of the sentence */
	/* of the figure at hand */
	const struct source *said; /* who tells of it; NULL: not asked for */
	size_t cause;              /* its word of cause; SIZE_MAX: none */
	unsigned marks;            /* of that: cause_marks() */
};

static inline struct token *
tok(const struct context *c, size_t i)
{
	return &c->tok[i];
}

void attr_explained(const struct context *c, const struct figure *r, const char *what,
    struct str why, struct str words);
/* What gave the figure's fact an attribute, for --explain. */
static inline void
attr_explain(const struct context *c, const struct figure *r, const char *what,
    struct str why, struct str words)
{
	if (c->d->in->explain != NULL && r->fact >= 0)
		attr_explained(c, r, what, why, words);
}
/* The last figure that the sentence tells; NULL: none. */
const struct figure *attr_last_figure(const struct context *c, size_t sentence);
/* Nine died in Tarn. | Five were hurt: the fact of those told last, if r is of the same
 * event, as far as is said; NULL: it is not. */
const struct fact *attr_same_event(const struct context *c, const struct figure *r,
    const struct figure *last);
#define FAR 30 /* tokens between a figure and what may belong to it */

/* Of words of cause: "gunmen storm a church" is no weather; does the one at token i tell
 * what befell the figure? */
bool cause_is_deed(const struct context *c, size_t i);
bool cause_befell(const struct context *c, const struct figure *r, size_t i);
static inline bool
attr_is_cause(const struct context *c, size_t i)
{
	return (tok(c, i)->cls & C_CAUSE) && !cause_is_deed(c, i);
}
static inline bool
cause_tells(const struct context *c, const struct figure *r, size_t i)
{
	return attr_is_cause(c, i) && cause_befell(c, r, i);
}
/* The cause word nearest to the trigger, those after it first; SIZE_MAX: none. */
size_t cause_nearest(const struct context *c, const struct figure *r);
/* one behind another trigger */
size_t cause_beyond(const struct context *c, const struct figure *r);
/* a mark that parts a cause from what is told before it */
bool cause_ends(const struct context *c, size_t i);
struct str cause_code(const struct context *c, size_t at);
unsigned cause_marks_at(const struct context *c, size_t at);
void cause_set(const struct context *c, const struct figure *r, struct fact *f);
/* Does the word name a fight, which has two sides and no one who did it? */
static inline bool
attr_is_clash(const struct context *c, size_t i)
{
	return str_eq(doc_text(c->d, tok(c, i)->word->cause), STR("clash"));
}

/* The actor who did it, if the sentence names one; NULL: it does not. */
const struct actor_phrase *agent_of(const struct context *c, const struct figure *r);
/* Murieron en un ataque de | los rebeldes: whose the cause at token at was, where a word
 * says so; NULL: nobody's. */
const struct actor_phrase *agent_of_cause(const struct context *c, size_t at);
/* İsrail'in düzenlediği saldırı: the token of the country whose deed it was; SIZE_MAX:
 * none's. */
size_t agent_country_of_deed(const struct context *c, size_t at);
/* Is the actor the one whose attack is named behind it? */
bool agent_owns_cause(const struct context *c, const struct actor_phrase *a);
/* a man who killed three: does who it was stand before who?  *a: that one, if it is an
 * actor. */
bool agent_of_clause(const struct context *c, const struct figure *r,
    const struct actor_phrase **a);
/* Whose doing it is by the case of the noun behind a participle; NULL: nobody's. */
const struct actor_phrase *agent_by_case(const struct context *c, const struct figure *r);
/* The army entered the prison after a riot | that killed nine: did it come before what
 * the actor did? */
bool agent_after_event(const struct context *c, const struct figure *r,
    const struct actor_phrase *a);
/* An attack by rebels against clerks and | soldiers: is the actor attacked? */
bool agent_is_target(const struct context *c, const struct actor_phrase *a);
bool agent_in_label(const struct context *c, const struct figure *r, size_t at);
/* Is the actor one of those told of as victims; does a new clause begin among tokens
 * [from, to)? */
bool agent_is_victim(const struct context *c, const struct actor_phrase *a);
bool agent_is_parted(const struct context *c, size_t from, size_t to);
/* "The rebels claimed responsibility.", "The army blamed the rebels.": who is said to
 * have done what was told before; NULL: nobody. */
const struct actor_phrase *agent_responsible(struct doc *d, size_t sentence);
/* Does the verb tell what somebody does, where the victims are the nearest list: mataron,
 * han matado, öldürdü; not: fueron asesinados? */
bool agent_acts(const struct context *c, const struct figure *r);
/* wurden | von Rebellen | getötet: is it who did it, behind a word that elsewhere says
 * whose? */
bool agent_by_of(const struct context *c, const struct figure *r,
    const struct actor_phrase *a);
/* Was it only said then: police said late on Tuesday that six had died? */
bool attr_dates_saying(const struct context *c, const struct when *w);
/* which it had taken on 29 May */
bool attr_dates_before(const struct context *c, const struct when *w);
bool attr_dates_main(const struct context *c, const struct figure *r,
    const struct when *w);
/* Killed six on Saturday, two days | after a raid left 21 dead: how many days before w,
 * or before the day of an entry that tells none (NULL), the figure's dead died; 0:
 * nothing says so. */
int attr_days_before(const struct context *c, const struct figure *r,
    const struct when *w);
/* Is it the day of what those held are held for; does the span belong to a running total
 * told behind the figure? */
bool attr_dates_crime(const struct context *c, const struct figure *r,
    const struct when *w);
bool attr_dates_taking(const struct context *c, const struct figure *r,
    const struct when *w);
bool attr_spans_other(const struct context *c, const struct figure *r,
    const struct when *w);
/* The places of the figure's fact. */
void where_set(const struct context *c, const struct figure *r, struct fact *f);
/* Where the text of the sentence begins: behind "Cairo, Dec 4 (EFE) –". */
size_t attr_after_dateline(const struct context *c);
/* When it happened, in f. */
void attr_set_time(struct context *c, const struct figure *r, struct fact *f);
/* The first "since …" that a figure of the entry has, for running totals that name none.
 */
struct day attr_entry_since(struct context *c);
/* Makes sentence i the one at hand, as far as its expressions of time go. */
void attr_open_times(struct context *c, size_t i);
/* Facts that are history beside the entry's news become background. */
void history_note(struct context *c, struct figures *all);

/* Has another source told another number of the same people before? */
bool rival_told(const struct context *c, const struct figure *r,
    const struct source *said);
/* Figures of a party beside those of others become claims. */
void rivals_note(struct context *c, struct figures *all);
/* An army | convoy was hit by a mine, | killing nine: did something befall the actor, or
 * what is its, of which came what the participle behind the comma tells? */
bool agent_was_hit(const struct context *c, const struct figure *r,
    const struct actor_phrase *a);
/* The army attacked a base of the Tarn Front (TF), killing two: only the short name of
 * whom best struck? */
bool agent_is_short(const struct context *c, const struct actor_phrase *best,
    const struct actor_phrase *a);

#endif
