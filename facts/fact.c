/* fact.c -- see fact.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/json_pen.h"
#include "facts/fact.h"

#define WORD(word) ((const char[PEN_WORD]){ word })

const char *const fact_kind_names[] = { [FACT_CASUALTY] = WORD("casualty"),
	[FACT_DISPLACEMENT] = WORD("displacement"),
	[FACT_TERRITORY] = WORD("territory"),
	[FACT_STRIKE] = WORD("strike"),
	[FACT_FACILITY] = WORD("facility"),
	[FACT_KIND_N] = NULL };

const char *const stance_names[] = { [STANCE_ASSERTED] = WORD("asserted"),
	[STANCE_CLAIMED] = WORD("claimed"),
	[STANCE_DENIED] = WORD("denied"),
	[STANCE_PLANNED] = WORD("planned"),
	[STANCE_BACKGROUND] = WORD("background"),
	[STANCE_N] = NULL };

const char *const bound_names[] = { [BOUND_NONE] = WORD(""),
	[BOUND_EXACT] = WORD("exact"),
	[BOUND_AT_LEAST] = WORD("at_least"),
	[BOUND_MORE_THAN] = WORD("more_than"),
	[BOUND_ABOUT] = WORD("about"),
	[BOUND_UP_TO] = WORD("up_to"),
	[BOUND_LESS_THAN] = WORD("less_than"),
	[BOUND_VAGUE] = WORD("vague"),
	[BOUND_N] = NULL };

const char *const outcome_names[] = { [OUTCOME_KILLED] = WORD("killed"),
	[OUTCOME_INJURED] = WORD("injured"),
	[OUTCOME_MISSING] = WORD("missing"),
	[OUTCOME_CAPTURED] = WORD("captured"),
	[OUTCOME_ABDUCTED] = WORD("abducted"),
	[OUTCOME_DETAINED] = WORD("detained"),
	[OUTCOME_N] = NULL };

const char *const scope_names[] = { [SCOPE_EVENT] = WORD("event"),
	[SCOPE_TOTAL] = WORD("total"),
	[SCOPE_SUBSET] = WORD("subset"),
	[SCOPE_N] = NULL };

const char *const change_names[] = { [CHANGE_CAPTURED] = WORD("captured"),
	[CHANGE_RECAPTURED] = WORD("recaptured"),
	[CHANGE_ADVANCED] = WORD("advanced"),
	[CHANGE_ENTERED] = WORD("entered"),
	[CHANGE_WITHDREW] = WORD("withdrew"),
	[CHANGE_BESIEGED] = WORD("besieged"),
	[CHANGE_REPELLED] = WORD("repelled"),
	[CHANGE_ATTACKED] = WORD("attacked"),
	[CHANGE_CONTESTED] = WORD("contested"),
	[CHANGE_CONTROLS] = WORD("controls"),
	[CHANGE_N] = NULL };

const char *const effect_names[] = { [EFFECT_HIT] = WORD("hit"),
	[EFFECT_SUSPENDED] = WORD("suspended"),
	[EFFECT_DESTROYED] = WORD("destroyed"),
	[EFFECT_N] = NULL };

const char *const place_role_names[] = { [ROLE_OBJECT] = WORD("object"),
	[ROLE_IN] = WORD("in"),
	[ROLE_NEAR] = WORD("near"),
	[ROLE_ANY] = WORD("any"),
	[ROLE_N] = NULL };

const char *const precision_names[] = { [PRECISION_TEXT] = WORD("text"),
	[PRECISION_COUNTRY] = WORD("country"),
	[PRECISION_ADMIN1] = WORD("admin1"),
	[PRECISION_ADMIN2] = WORD("admin2"),
	[PRECISION_NEAR] = WORD("near"),
	[PRECISION_FOLDED] = WORD("folded"),
	[PRECISION_PLACE] = WORD("place"),
	[PRECISION_N] = NULL };

const char *const toll_names[] = { [TOLL_KILLED] = WORD("killed"),
	[TOLL_INJURED] = WORD("injured"),
	[TOLL_MISSING] = WORD("missing"),
	[TOLL_DETAINED] = WORD("detained"),
	[TOLL_DISPLACED] = WORD("displaced"),
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

enum toll_field
toll_field_of(unsigned outcome)
{
	static const uint8_t fields[OUTCOME_N + 1] = {
		[OUTCOME_KILLED] = TOLL_KILLED,
		[OUTCOME_INJURED] = TOLL_INJURED,
		[OUTCOME_MISSING] = TOLL_MISSING,
		[OUTCOME_CAPTURED] = TOLL_DETAINED,
		[OUTCOME_ABDUCTED] = TOLL_DETAINED,
		[OUTCOME_DETAINED] = TOLL_DETAINED,
		[OUTCOME_N] = TOLL_DISPLACED,
	};

	return fields[outcome];
}
