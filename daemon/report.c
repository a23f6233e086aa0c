/* report.c -- see report.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/report.h"

#define FIELDS 24

struct fields {
	struct log_field f[FIELDS + 1]; /* ends with .key NULL */
	size_t n;
};

static void
add_text(struct fields *l, const char *key, struct str s)
{
	if (s.n > 0 && l->n < FIELDS)
		l->f[l->n++] = log_str(key, s);
}

static void
add_number(struct fields *l, const char *key, int64_t v)
{
	if (l->n < FIELDS)
		l->f[l->n++] = log_int(key, v);
}

static struct str
place_name(const struct fact_place *p)
{
	return p->canonical.n > 0 ? p->canonical : p->name;
}

static void
add_count(struct fields *l, const struct fact *f)
{
	if (f->bound == BOUND_NONE)
		return;
	add_number(l, "count", f->count);
	if (f->bound != BOUND_EXACT)
		add_text(l, "bound", str_of(bound_names[f->bound]));
}

static void
add_kind(struct fields *l, const struct fact *f)
{
	switch (f->kind) {
	case FACT_CASUALTY:
		add_text(l, "outcome", str_of(outcome_names[f->outcome]));
		add_count(l, f);
		add_text(l, "who", f->who);
		add_text(l, "side", f->side);
		add_text(l, "cause", f->cause);
		break;
	case FACT_TERRITORY:
		add_text(l, "change", str_of(change_names[f->change]));
		add_text(l, "by", f->by);
		add_text(l, "against", f->against);
		add_count(l, f);
		break;
	case FACT_DISPLACEMENT:
	case FACT_STRIKE:
		add_count(l, f);
		add_text(l, "unit", f->unit);
		break;
	case FACT_FACILITY:
		add_text(l, "effect", str_of(effect_names[f->effect]));
		add_count(l, f);
		add_text(l, "unit", f->unit);
		break;
	case FACT_KIND_N:
		break;
	}
}

void
report_fact(struct str feed, struct str url, const struct fact *f)
{
	struct fields l = { .n = 0 };

	add_text(&l, "feed", feed);
	add_text(&l, "kind", str_of(fact_kind_names[f->kind]));
	add_kind(&l, f);
	if (f->n_places > 0)
		add_text(&l, "place", place_name(&f->places[0]));
	if (f->stance != STANCE_ASSERTED)
		add_text(&l, "stance", str_of(stance_names[f->stance]));
	add_text(&l, "source", f->source);
	add_text(&l, "quote", f->quote);
	add_text(&l, "url", url);
	log_event(LOG_INFO, "fact", l.f);
}

/* "killed", "killed_min", "killed_max" */
static void
add_toll(struct fields *l, struct arena *a, const struct alert *al)
{
	const char *name;

	if (al->outcome == TOLL_N)
		return;
	name = toll_names[al->outcome];
	add_number(l, name, al->toll.best);
	add_number(l, arena_printf(a, "%s_min", name).p, al->toll.min);
	if (al->toll.max >= 0)
		add_number(l, arena_printf(a, "%s_max", name).p, al->toll.max);
	if (al->step >= 0)
		add_number(l, "step", al->step);
	if (al->previous >= 0)
		add_number(l, "previous", al->previous);
}

static void
add_alert(struct fields *l, struct arena *a, const struct alert *al)
{
	add_text(l, "reason", str_of(alert_reason_names[al->reason]));
	add_text(l, "incident", al->incident);
	add_toll(l, a, al);
	if (al->change != CHANGE_N) {
		add_text(l, "change", str_of(change_names[al->change]));
		add_text(l, "by", al->by);
	}
	if (al->n_places > 0)
		add_text(l, "place", place_name(&al->places[0]));
	add_number(l, "sources", (int64_t)al->n_sources);
	if (al->n_quotes > 0) {
		add_text(l, "quote", al->quotes[0].text);
		add_text(l, "url", al->quotes[0].url);
	}
}

void
report_alert(struct str feed, const struct ingest_alert *ring)
{
	struct fields l = { .n = 0 };
	const struct alert *al;
	struct arena a;
	struct err e;

	arena_init(&a);
	add_text(&l, "severity", str_of(severity_names[ring->severity]));
	add_text(&l, "rule", ring->rule);
	add_text(&l, "summary", ring->summary);
	add_text(&l, "alert", ring->id);
	add_text(&l, "feed", feed);
	if ((al = alert_parse(&a, ring->json, &e)) != NULL)
		add_alert(&l, &a, al);
	log_event(LOG_NOTICE, "alert.fired", l.f);
	arena_clear(&a);
}
