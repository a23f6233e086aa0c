/* rule_eval.h -- what the parts of evaluation share; the rules' own. */
#ifndef ALERTS_RULE_EVAL_H
#define ALERTS_RULE_EVAL_H

#include "alerts/rule.h"

struct evaluation {
	const struct rules *rules;
	const struct ledger_changes *changes;
	const struct report *report; /* NULL: a person changed the ledger */
	const struct rule_clock *clock;
	const struct rule_view *view;
	struct arena *a;
	struct ring *rings;
	size_t n, cap;
};

/* Any of the places; no area: everywhere. */
bool rule_in(const struct rule *r, const struct fact_place *places, size_t n);
/* Does the list name the actor?  An empty list names everybody. */
bool rule_names_actor(const struct str_list *list, struct str words, struct str id);
bool rule_names_text(const struct str_list *list, struct str s);

/* The incident as the rule sees it: feeds, tags, stances and confidence it does not ask
 * for left out.  NULL: nothing is left, or it lies elsewhere. */
const struct incident *rule_sees(struct arena *a, const struct rule *r,
    const struct incident *in);
struct rule_figure {
	int64_t value; /* -1: none */
	const struct fused *fused;
};
struct rule_figure rule_value(struct arena *a, const struct rule *r,
    const struct incident *seen);

bool rule_rung(struct evaluation *e, struct str key);
/* Rings, unless an alert of the key exists; al->key and what is common are set here. */
void rule_ring(struct evaluation *e, const struct rule *r, struct alert *al);
void rule_about(struct evaluation *e, const struct rule *r, const struct incident *in,
    struct alert *al);

void evaluate_sum(struct evaluation *e, const struct rule *r);
void evaluate_ground(struct evaluation *e, const struct rule *r);
void correct_ground(struct evaluation *e, const struct rule *r);

/* ---- words ---- */
struct str rule_toll_words(struct arena *a, const struct alert *al,
    const struct incident *in);
struct str rule_ground_words(struct arena *a, const struct alert *al);

#endif
