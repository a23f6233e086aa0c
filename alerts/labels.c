/* labels.c -- see labels.h. */
#include "config.h"

#include "alerts/labels.h"
#include "base/alloc.h"
#include "base/conf.h"

#define FNV_OFFSET 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u
#define LABEL_SEPARATOR 0xff

static void
add(struct labels *l, const char *name, struct str value)
{
	if (value.n > 0)
		l->items[l->n++] = (struct label){ str_of(name), value };
}

static struct str
main_place(const struct alert *al)
{
	if (al->n_places == 0)
		return STR_NONE;
	return al->places[0].canonical.n > 0 ? al->places[0].canonical
					     : al->places[0].name;
}

void
alert_labels(struct labels *out, const struct alert *al, struct arena *a)
{
	*out = (struct labels){ .n = 0 };
	out->items = ARENA_ARRAY(a, struct label,
	    12 + 5 * al->n_places + al->n_causes + al->n_feeds + al->n_sources);
	add(out, "alertname", al->rule);
	add(out, "severity", str_of(severity_names[al->severity]));
	add(out, "reason", str_of(alert_reason_names[al->reason]));
	add(out, "type", str_of(alert_type(al)));
	add(out, "incident", al->incident);
	if (al->outcome < TOLL_N)
		add(out, "outcome", str_of(toll_names[al->outcome]));
	add(out, "who", al->who);
	if (al->step >= 0)
		add(out, "step", arena_printf(a, "%lld", (long long)al->step));
	if (al->change < CHANGE_N)
		add(out, "change", str_of(change_names[al->change]));
	add(out, "by", al->by);
	add(out, "against", al->against);
	for (size_t i = 0; i < al->n_places; i++) {
		const struct fact_place *p = &al->places[i];

		add(out, "place", p->canonical.n > 0 ? p->canonical : p->name);
		if (p->canonical.n > 0 && !str_eq(p->canonical, p->name))
			add(out, "place", p->name);
		add(out, "place_id", p->id);
		add(out, "country", p->country);
		add(out, "admin1", p->admin1);
	}
	for (size_t i = 0; i < al->n_causes; i++)
		add(out, "cause", al->causes[i]);
	for (size_t i = 0; i < al->n_feeds; i++)
		add(out, "feed", al->feeds[i]);
	for (size_t i = 0; i < al->n_sources; i++)
		add(out, "source", al->sources[i]);
}

static const struct str names[] = { STR_INIT("rule"), STR_INIT("alertname"),
	STR_INIT("severity"), STR_INIT("reason"), STR_INIT("type"), STR_INIT("incident"),
	STR_INIT("outcome"), STR_INIT("who"), STR_INIT("step"), STR_INIT("change"),
	STR_INIT("by"), STR_INIT("against"), STR_INIT("place"), STR_INIT("place_id"),
	STR_INIT("country"), STR_INIT("admin1"), STR_INIT("cause"), STR_INIT("feed"),
	STR_INIT("source") };

int
label_name_check(struct str name, struct err *e)
{
	struct str near;

	for (size_t i = 0; i < NELEM(names); i++)
		if (str_eq(name, names[i]))
			return 0;
	near = conf_nearest(name, names, NELEM(names));
	if (near.n > 0)
		return err_asked(e, "no alert has a '%.*s' (did you mean '%.*s'?)",
		    STR_ARG(name), STR_ARG(near));
	return err_asked(e, "no alert has a '%.*s'", STR_ARG(name));
}

struct str
label_get(const struct labels *l, struct str name)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->items[i].name, name))
			return l->items[i].value;
	return STR_NONE;
}

void
alert_identity(struct labels *out, const struct alert *al, struct arena *a)
{
	/* In the order of the names: the fingerprint relies on it. */
	*out = (struct labels){ .items = ARENA_ARRAY(a, struct label, 8) };
	add(out, "alertname", al->rule);
	if (al->change < CHANGE_N)
		add(out, "change", str_of(change_names[al->change]));
	if (al->n_places > 0)
		add(out, "country", al->places[0].country);
	add(out, "incident", al->incident);
	if (al->outcome < TOLL_N)
		add(out, "outcome", str_of(toll_names[al->outcome]));
	add(out, "place", main_place(al));
	add(out, "severity", str_of(severity_names[al->severity]));
	add(out, "who", al->who);
}

static uint64_t
fnv(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * FNV_PRIME;
	return (h ^ LABEL_SEPARATOR) * FNV_PRIME;
}

uint64_t
labels_fingerprint(const struct labels *l)
{
	uint64_t h = FNV_OFFSET;

	for (size_t i = 0; i < l->n; i++)
		h = fnv(fnv(h, l->items[i].name), l->items[i].value);
	return h;
}
