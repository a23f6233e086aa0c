/* fact.c -- see fact.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "facts/fact.h"

const char *const fact_kind_names[] = { [FACT_CASUALTY] = "casualty",
	[FACT_DISPLACEMENT] = "displacement",
	[FACT_TERRITORY] = "territory",
	[FACT_STRIKE] = "strike",
	[FACT_FACILITY] = "facility",
	[FACT_KIND_N] = NULL };

const char *const stance_names[] = { [STANCE_ASSERTED] = "asserted",
	[STANCE_CLAIMED] = "claimed",
	[STANCE_DENIED] = "denied",
	[STANCE_PLANNED] = "planned",
	[STANCE_BACKGROUND] = "background",
	[STANCE_N] = NULL };

const char *const bound_names[] = { [BOUND_NONE] = "",
	[BOUND_EXACT] = "exact",
	[BOUND_AT_LEAST] = "at_least",
	[BOUND_MORE_THAN] = "more_than",
	[BOUND_ABOUT] = "about",
	[BOUND_UP_TO] = "up_to",
	[BOUND_LESS_THAN] = "less_than",
	[BOUND_VAGUE] = "vague",
	[BOUND_N] = NULL };

const char *const outcome_names[] = { [OUTCOME_KILLED] = "killed",
	[OUTCOME_INJURED] = "injured",
	[OUTCOME_MISSING] = "missing",
	[OUTCOME_CAPTURED] = "captured",
	[OUTCOME_ABDUCTED] = "abducted",
	[OUTCOME_DETAINED] = "detained",
	[OUTCOME_N] = NULL };

const char *const scope_names[] = { [SCOPE_EVENT] = "event",
	[SCOPE_TOTAL] = "total",
	[SCOPE_SUBSET] = "subset",
	[SCOPE_N] = NULL };

const char *const change_names[] = { [CHANGE_CAPTURED] = "captured",
	[CHANGE_RECAPTURED] = "recaptured",
	[CHANGE_ADVANCED] = "advanced",
	[CHANGE_ENTERED] = "entered",
	[CHANGE_WITHDREW] = "withdrew",
	[CHANGE_BESIEGED] = "besieged",
	[CHANGE_REPELLED] = "repelled",
	[CHANGE_ATTACKED] = "attacked",
	[CHANGE_CONTESTED] = "contested",
	[CHANGE_CONTROLS] = "controls",
	[CHANGE_N] = NULL };

const char *const effect_names[] = { [EFFECT_HIT] = "hit",
	[EFFECT_SUSPENDED] = "suspended",
	[EFFECT_DESTROYED] = "destroyed",
	[EFFECT_N] = NULL };

const char *const place_role_names[] = { [ROLE_OBJECT] = "object",
	[ROLE_IN] = "in",
	[ROLE_NEAR] = "near",
	[ROLE_ANY] = "any",
	[ROLE_N] = NULL };

const char *const precision_names[] = { [PRECISION_TEXT] = "text",
	[PRECISION_COUNTRY] = "country",
	[PRECISION_ADMIN1] = "admin1",
	[PRECISION_ADMIN2] = "admin2",
	[PRECISION_NEAR] = "near",
	[PRECISION_FOLDED] = "folded",
	[PRECISION_PLACE] = "place",
	[PRECISION_N] = NULL };

const char *const toll_names[] = { [TOLL_KILLED] = "killed",
	[TOLL_INJURED] = "injured",
	[TOLL_MISSING] = "missing",
	[TOLL_DETAINED] = "detained",
	[TOLL_DISPLACED] = "displaced",
	[TOLL_N] = NULL };

double
fact_confidence(double p)
{
	return (double)(int)(p * 100 + 0.5) / 100;
}

void
fact_init(struct fact *f, enum fact_kind kind)
{
	*f = (struct fact){
		.kind = kind, .part_of = -1, .high = -1, .km = NAN, .km2 = NAN
	};
}
