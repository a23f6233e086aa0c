/* territory_say.c -- a fact of ground in one line, as territory.tsv and the tests state
 * it. */
#include "config.h"

#include <math.h>

#include "facts/territory.h"

static void
say_places(struct buf *out, const struct fact *f, enum place_role role, const char *lead)
{
	bool any = false;

	for (size_t i = 0; i < f->n_places; i++) {
		if (f->places[i].role != role)
			continue;
		buf_printf(out, "%s%.*s", any ? ", " : lead, STR_ARG(f->places[i].name));
		any = true;
	}
}

/* A fact in one line: "captured: Tarn; in Rimal; by rebels; against the army; 3 village".
 */
static void
territory_say(struct buf *out, const struct fact *f)
{
	buf_cstr(out, change_names[f->change]);
	if (f->stance != STANCE_ASSERTED)
		buf_printf(out, " %s", stance_names[f->stance]);
	say_places(out, f, ROLE_OBJECT, ": ");
	say_places(out, f, ROLE_IN, "; in ");
	say_places(out, f, ROLE_NEAR, "; near ");
	if (f->by.n > 0)
		buf_printf(out, "; by %.*s", STR_ARG(f->by));
	if (f->against.n > 0)
		buf_printf(out, "; against %.*s", STR_ARG(f->against));
	if (f->bound != BOUND_NONE)
		buf_printf(out, "; %s%s%lld %.*s",
		    f->bound == BOUND_EXACT ? "" : bound_names[f->bound],
		    f->bound == BOUND_EXACT ? "" : " ", (long long)f->count,
		    STR_ARG(f->unit));
	if (!isnan(f->km))
		buf_printf(out, "; km %g", f->km);
	if (!isnan(f->km2))
		buf_printf(out, "; km2 %g", f->km2);
	if (f->partial)
		buf_cstr(out, "; partial");
}

void
territory_say_all(struct buf *out, const struct fact_list *l)
{
	bool any = false;

	for (size_t i = 0; i < l->n; i++) {
		if (l->items[i].kind != FACT_TERRITORY)
			continue;
		if (any)
			buf_cstr(out, " | ");
		territory_say(out, &l->items[i]);
		any = true;
	}
}
