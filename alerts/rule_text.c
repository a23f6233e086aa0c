/* rule_text.c -- the one line of an alert: who, where, how many, since when, says who. */
#include "config.h"

#include "alerts/rule_eval.h"

static const char *const months[] = { "", "January", "February", "March", "April", "May",
	"June", "July", "August", "September", "October", "November", "December" };

static struct str
date_words(struct arena *a, struct day d)
{
	if (d.month < 1 || d.month > 12)
		return arena_printf(a, "%d", d.year);
	if (d.day == 0)
		return arena_printf(a, "%s %d", months[d.month], d.year);
	return arena_printf(a, "%d %s %d", d.day, months[d.month], d.year);
}

static struct str
place_words(const struct fact_place *p)
{
	return p->canonical.n > 0 && p->precision > PRECISION_COUNTRY ? p->canonical
								      : p->name;
}

static struct str
rule_places_words(struct arena *a, const struct fact_place *p, size_t n)
{
	struct str s = n > 0 ? place_words(&p[0]) : STR_NONE;

	for (size_t i = 1; i < n && i < 5; i++)
		s = arena_printf(a, "%.*s%s%.*s", STR_ARG(s), i + 1 == n ? " and " : ", ",
		    STR_ARG(place_words(&p[i])));
	return n > 5 ? arena_printf(a, "%.*s and %zu more", STR_ARG(s), n - 5) : s;
}

static struct str
says(struct arena *a, const struct alert *al)
{
	if (al->n_sources == 0)
		return STR_NONE;
	if (al->n_sources == 1)
		return arena_printf(a, " (%.*s)", STR_ARG(al->sources[0]));
	return arena_printf(a, " (%.*s and %zu more)", STR_ARG(al->sources[0]),
	    al->n_sources - 1);
}

/* How the claim from which the toll is bounds it, and its own number: "more than 180",
 * which counts as 181. */
static const char *
about_words(const struct incident *in, const struct fused *t, int64_t *best)
{
	const struct claim *c = t != NULL && t->piece < in->n_pieces &&
		t->claim < in->pieces[t->piece]->n_claims
	    ? &in->pieces[t->piece]->claims[t->claim]
	    : NULL;

	if (c == NULL)
		return "";
	if (c->bound == BOUND_MORE_THAN) {
		*best -= *best == c->low;
		return "more than ";
	}
	return c->bound == BOUND_AT_LEAST || c->bound == BOUND_VAGUE ? "at least "
	    : c->bound == BOUND_ABOUT                                ? "about "
								     : "";
}

struct str
rule_toll_words(struct arena *a, const struct alert *al, const struct incident *in)
{
	const char *outcome = toll_names[al->outcome];
	const struct fused *t = incident_toll(in, al->outcome, al->who, STR_NONE);
	int64_t best = al->toll.best;
	const char *about = about_words(in, t, &best);
	bool near = in->n_places > 0 && in->places[0].role == ROLE_NEAR;
	struct str who = al->who, head, tail = STR_NONE;

	head = arena_printf(a, "%s%lld%s%.*s %s %s %.*s %s %.*s", about, (long long)best,
	    who.n > 0 ? " " : "", STR_ARG(who), outcome, near ? "near" : "in",
	    STR_ARG(incident_name(a, in)),
	    in->campaign || day_cmp(in->since, in->until) != 0 ? "since" : "on",
	    STR_ARG(date_words(a, al->since)));
	switch (al->reason) {
	case REASON_TOLL_LOWERED:
		tail = arena_printf(a, ", lowered from %lld", (long long)al->previous);
		break;
	case REASON_CORROBORATED:
		tail = STR(", now from two independent sources");
		break;
	case REASON_RETRACTED:
		tail = STR(": retracted");
		break;
	case REASON_MERGED:
		tail = STR(": part of another incident");
		break;
	case REASON_NEW_LOCATION:
		tail = STR(", spread to another place");
		break;
	case REASON_TOLL_CROSSED:
	case REASON_TOLL_RAISED:
		if (al->previous > 0)
			tail = arena_printf(a, ", up from %lld", (long long)al->previous);
		break;
	case REASON_CONTROL_CHANGED:
	case REASON_RECORD_HIGH:
	case REASON_FEED:
	case REASON_DRILL:
	case REASON_N:
		break;
	}
	return arena_printf(a, "%.*s%.*s%.*s", STR_ARG(head), STR_ARG(tail),
	    STR_ARG(says(a, al)));
}

struct str
rule_ground_words(struct arena *a, const struct alert *al)
{
	static const char *const verbs[CHANGE_N] = { [CHANGE_CAPTURED] = "captured",
		[CHANGE_RECAPTURED] = "recaptured",
		[CHANGE_ADVANCED] = "approached",
		[CHANGE_ENTERED] = "entered",
		[CHANGE_WITHDREW] = "left",
		[CHANGE_BESIEGED] = "besieged",
		[CHANGE_REPELLED] = "held against an attack",
		[CHANGE_ATTACKED] = "attacked",
		[CHANGE_CONTESTED] = "contested",
		[CHANGE_CONTROLS] = "held" };
	struct str where = rule_places_words(a, al->places, al->n_places), what = where;
	struct str by = al->by, from = al->against;

	if (al->count > 0)
		what = arena_printf(a, "%lld %.*s%s%s%.*s", (long long)al->count,
		    STR_ARG(al->unit.n > 0 ? al->unit : STR("place")),
		    al->count == 1 || str_ends(al->unit, STR("s")) ? "" : "s",
		    where.n > 0 ? " in " : "", STR_ARG(where));
	if (al->change == CHANGE_WITHDREW && from.n == 0)
		from = by, by = STR_NONE;
	return arena_printf(a, "%.*s %s%s%.*s%s%.*s%.*s", STR_ARG(what),
	    verbs[al->change], by.n > 0 && al->change != CHANGE_WITHDREW ? " by " : "",
	    STR_ARG(al->change == CHANGE_WITHDREW ? STR_NONE : by),
	    from.n == 0                         ? ""
		: al->change == CHANGE_WITHDREW ? " by "
						: " from ",
	    STR_ARG(from), STR_ARG(says(a, al)));
}
