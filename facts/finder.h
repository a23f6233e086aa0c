/*
 * finder.h -- figures while they are found: the sentence at hand, and what all slots need
 * to make figures of groups.  Lives for one sentence; private to casualty.c, victims.c
 * and finder.c.
 */
#ifndef FACTS_FINDER_H
#define FACTS_FINDER_H

#include "facts/casualty.h"

struct finder {
	struct clause c;
	struct figures *out;
	uint32_t sentence;
};

/* A figure of the group, or NULL when there are FIGURES_MAX. */
struct figure *finder_add(struct finder *f, const struct group *g, const struct frame *fr,
    const struct verb *v, int outcome);
void finder_widen(struct figure *r, size_t first, size_t last);
/* Tarn | was captured: do tokens first to last name a town, which is no captive? */
bool finder_names_town(const struct finder *f, size_t first, size_t last);
/* May this group be counted as a victim of this outcome?  strong: even if its noun is
 * unknown. */
bool finder_countable(const struct group *g, int outcome, bool strong);
/* Are those of the subject told of even where no list has their noun?  Many who flee are
 * no robbers. */
bool finder_is_strong(const struct finder *f, const struct slot *s,
    const struct frame *fr, const struct verb *v, int outcome);
/* the driver fled; killed by five men who then fled */
bool finder_is_runaway(const struct finder *f, const struct group *g);
void finder_claim(struct group *g, int outcome);
/* , with six rebels and | two soldiers killed; resulted in six rebels and | two soldiers
 * dead: the group before, in a phrase of its own; NULL: there is none. */
const struct group *finder_absolute(const struct finder *f, const struct group *g,
    bool dead);
/* Figures of a slot; true if there was one. */
bool finder_slot(struct finder *f, const struct slot *s, const struct frame *fr,
    const struct verb *v, int outcome, bool strong);
/* The parts told after "including", from token from on: parts of the last figure. */
void finder_parts(struct finder *f, size_t from, const struct frame *fr,
    const struct verb *v, int outcome);
/* Those told before the figure at whole: three of them children, twelve died. */
void finder_parts_before(struct finder *f, size_t whole, const struct frame *fr,
    const struct verb *v, int outcome);
/* was killed along with four others: the list goes on behind the verb. */
void finder_company(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome);
/* 255 people were killed: 144 fighters and 87 soldiers: parts of the figure whole. */
void finder_breakdown(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome, size_t whole);
/* were killed in Tarn and two in Bode: shares of their own beside the figure whole, or
 * parts of it. */
void finder_shares(struct finder *f, size_t whole, const struct frame *fr,
    const struct verb *v, int outcome);
/* "killed 12 in Tarn and nine in Bode": the figures of a list of objects from first on,
 * each of its place. */
void finder_share_list(struct finder *f, size_t first);
/* The hostages were killed: gives g the number of those taken before. */
void finder_resolve(const struct finder *f, struct group *g, int outcome);
/* "their bodies were found": as many as were taken, in the sentence or shortly before. */
void finder_resolve_owners(const struct finder *f, struct group *g);

/* Fills the frame's slot with figures; true if there was one. */
bool victims_fill(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome);
/* Five guards | shot dead: of the group right beside the participle. */
bool victims_beside(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome);
/* Does figure n belong to a larger one of its sentence? */
bool victims_of_larger(const struct finder *f, size_t n);
/* Its slots number, label, self and next (victims_noun.c). */
bool victims_number(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome);
bool victims_label(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome);
bool victims_self(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome);
bool victims_next(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome);

/* Its slots parts and named (victims_parts.c), and what others need of them: a list that
 * may begin with a name, … */
bool victims_parts(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome);
bool victims_named(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome);
void victims_names(struct finder *f, size_t i, struct slot *s);
/* ten | including two nurses and a guard | killed; a clerk | of the Tarn Front | killed:
 * where the parts, or whose they are, begin that end before token i; i: nothing of that
 * is told; */
size_t victims_before_parts(const struct finder *f, size_t i);
/* captured | Omar Tarni, a rebel commander: no town, as what he is says. */
bool victims_one_by_name(const struct finder *f, size_t i);
/* … figures of a slot that says who those are that were told before, … */
bool victims_tell_who(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome, const struct slot *s);
/* … and what the names are: clerks Karim and Selma. */
void victims_take_kind(struct group *g, const struct group *title);

/* The garrison lost | eight men: are they people that it lost (victims_lose.c)?  *bereft:
 * they are the speaker's own. */
bool victims_lost(const struct finder *f, const struct verb *v, const struct group *g,
    bool *bereft);
/* The rebels lost eight fighters and | the army five: another side, with no verb of its
 * own, and how many; NULL: none. */
struct group *victims_other_side(const struct finder *f, const struct group *last);

/* held, surrendered, which take an object and say what became of their subject, and
 * their phrases */
static inline bool
is_held(const struct token *t)
{
	return t->word->value == IS_HELD || ((t->cls & C_DEAD) && (t->cls & C_BEAT));
}

static inline bool
is_dash(const struct token *t)
{
	return t->kind == TOKEN_PUNCT && (t->punct == '-' || t->punct == ':');
}

#endif
