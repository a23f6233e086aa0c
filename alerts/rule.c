/*
 * rule.c -- see rule.h: how a rule sees an incident, what makes an alert, and tolls.
 * A step rings when the figure before the report lay below it and the figure after it
 * does not.
 */
#include "config.h"

#include <math.h>

#include "alerts/rule_eval.h"
#include "base/limits.h"
#include "base/ulid.h"
#include "facts/claim_fuse.h"
#include "facts/ledger_set.h"

#define ALERT_PLACES 12
#define ALERT_CAUSES 4
#define ALERT_QUOTES 3
#define ALERT_SOURCES 12

/* ---- who is meant ---- */

bool
rule_names_text(const struct str_list *list, struct str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq_ci(list->items[i], s))
			return true;
	return list->n == 0;
}

bool
rule_names_actor(const struct str_list *list, struct str words, struct str id)
{
	for (size_t i = 0; i < list->n; i++)
		if ((id.n > 0 && str_eq_ci(list->items[i], id)) ||
		    side_same(list->items[i], STR_NONE, words, id))
			return true;
	return list->n == 0;
}

/* Sides of incidents are ids, or words behind a '~'. */
static bool
names_side(const struct str_list *list, struct str side)
{
	if (side.n > 0 && side.p[0] == '~')
		return rule_names_actor(list, str_sub(side, 1, side.n), STR_NONE);
	return rule_names_actor(list, side, side);
}

static bool
any_side(const struct str_list *list, const struct incident *in)
{
	for (size_t i = 0; i < in->n_sides; i++)
		if (names_side(list, in->sides[i]))
			return true;
	return list->n == 0;
}

static bool
any_cause(const struct str_list *list, const struct incident *in)
{
	for (size_t i = 0; i < in->n_causes; i++)
		if (rule_names_text(list, in->causes[i]))
			return true;
	return list->n == 0;
}

/* ---- what a rule sees ---- */

static bool
any_tag(const struct rule *r, const struct str *tags, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rule_names_text(&r->tags, tags[i]))
			return true;
	return r->tags.n == 0;
}

static bool
filters(const struct rule *r)
{
	return r->feeds.n > 0 || r->tags.n > 0 || r->langs.n > 0 || r->confidence > 0 ||
	    (r->stance & (1u << STANCE_ASSERTED | 1u << STANCE_CLAIMED)) !=
	    (1u << STANCE_ASSERTED | 1u << STANCE_CLAIMED);
}

static const struct piece *
filtered(struct arena *a, const struct rule *r, const struct piece *p)
{
	struct piece *out = piece_draft(a, p);

	out->claims = ARENA_ARRAY(a, struct claim, p->n_claims);
	out->n_claims = 0;
	for (size_t i = 0; i < p->n_claims; i++)
		if ((r->stance >> p->claims[i].stance & 1) != 0 &&
		    p->claims[i].confidence >= r->confidence)
			out->claims[out->n_claims++] = p->claims[i];
	return out;
}

const struct incident *
rule_sees(struct arena *a, const struct rule *r, const struct incident *in)
{
	struct incident *seen;

	if (in == NULL || in->state != INCIDENT_OPEN ||
	    !rule_in(r, in->places, in->n_places) || !any_side(&r->by, in) ||
	    !any_cause(&r->cause, in))
		return NULL;
	if (!filters(r))
		return in;
	seen = ARENA_NEW(a, struct incident);
	*seen = *in;
	seen->pieces = ARENA_ARRAY(a, const struct piece *, in->n_pieces);
	seen->n_pieces = 0;
	for (size_t i = 0; i < in->n_pieces; i++) {
		const struct piece *p = in->pieces[i];

		if (!rule_names_text(&r->feeds, p->feed) ||
		    !rule_names_text(&r->langs, p->lang) ||
		    !any_tag(r, p->tags, p->n_tags))
			continue;
		seen->pieces[seen->n_pieces++] = filtered(a, r, p);
	}
	if (seen->n_pieces == 0)
		return NULL;
	incident_fold(a, seen);
	return seen;
}

static int64_t
one_value(struct arena *a, const struct rule *r, const struct incident *seen,
    const struct fused *t)
{
	int64_t value = t->best;

	if (r->sources > 1)
		value = incident_confirmed(seen, t->field, t->who, t->side,
		    (size_t)r->sources);
	if (r->within > 0 && value > 0) {
		const struct fused *old = incident_toll_at(a, seen, t->field, t->who,
		    t->side, seen->last_ms - r->within);

		if (old != NULL)
			value = value > old->best ? value - old->best : 0;
	}
	return value;
}

static bool
asks_for_class(const struct rule *r, struct str who)
{
	for (size_t i = 0; i < r->who.n; i++)
		if (str_eq(r->who.items[i], who) ||
		    (who.n == 0 && str_eq(r->who.items[i], STR("people"))))
			return true;
	return r->who.n == 0 && who.n == 0;
}

struct rule_figure
rule_value(struct arena *a, const struct rule *r, const struct incident *seen)
{
	struct rule_figure f = { -1, NULL };

	for (size_t i = 0; seen != NULL && i < seen->n_tolls; i++) {
		const struct fused *t = &seen->tolls[i];
		int64_t value;

		if ((int)t->field != r->toll || !asks_for_class(r, t->who) ||
		    (r->side.n == 0) != (t->side.n == 0) ||
		    (r->side.n > 0 && !names_side(&r->side, t->side)))
			continue;
		value = one_value(a, r, seen, t);
		if (value > f.value)
			f = (struct rule_figure){ value, t };
	}
	return f;
}

/* ---- alerts ---- */

bool
rule_rung(struct evaluation *e, struct str key)
{
	for (size_t i = 0; i < e->n; i++)
		if (str_eq(e->rings[i].alert.key, key))
			return true;
	return e->view->rung != NULL && e->view->rung(e->view->ctx, key);
}

/* The next instant within the hours of the rule. */
static int64_t
in_hours(const struct rule_hours *h, int64_t ms)
{
	int64_t midnight = ms - ((ms % MS_DAY) + MS_DAY) % MS_DAY;
	int64_t from = midnight + h->from * MS_MINUTE, to = midnight + h->to * MS_MINUTE;

	if (h->from == h->to)
		return ms;
	if (h->from < h->to) {
		if (ms < from)
			return from;
		return ms < to ? ms : from + MS_DAY;
	}
	return ms < to || ms >= from ? ms : from;
}

static enum severity
severity_of(const struct rule *r, const struct alert *al)
{
	if (r->severity >= 0)
		return (enum severity)r->severity;
	if (al->reason == REASON_TOLL_LOWERED || al->reason == REASON_MERGED ||
	    al->reason == REASON_CORROBORATED)
		return SEVERITY_NOTICE;
	if (al->outcome >= TOLL_N || al->outcome == TOLL_DISPLACED)
		return SEVERITY_WARNING;
	return al->toll.best >= 100 ? SEVERITY_CRITICAL
	    : al->toll.best >= 10   ? SEVERITY_WARNING
				    : SEVERITY_NOTICE;
}

void
rule_ring(struct evaluation *e, const struct rule *r, struct alert *al)
{
	char *id = arena_alloc(e->a, ULID_LEN + 1);

	if (rule_rung(e, al->key))
		return;
	al->id = ulid_of(id, e->clock->now_ms, al->key);
	al->rule = r->name;
	al->created_ms = e->clock->now_ms;
	if (al->entry.n == 0 && e->report != NULL)
		al->entry = e->report->entry;
	al->severity = severity_of(r, al);
	al->send = r->send.items;
	al->n_send = r->send.n;
	e->rings = arena_grow(e->a, e->rings, e->n, &e->cap, sizeof(*e->rings));
	e->rings[e->n++] = (struct ring){ *al,
		in_hours(&r->hours, e->clock->now_ms + r->wait) };
}

static void
add_once(struct str *items, size_t *n, size_t max, struct str s)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq_ci(items[i], s))
			return;
	if (s.n > 0 && *n < max)
		items[(*n)++] = s;
}

static void
quote_piece(struct evaluation *e, const struct rule *r, struct alert *al,
    const struct piece *p)
{
	struct alert_quote *q;

	for (size_t i = 0; i < p->n_claims && al->n_quotes < ALERT_QUOTES; i++) {
		const struct claim *c = &p->claims[i];

		if ((int)c->field != r->toll || !asks_for_class(r, c->who) ||
		    c->quote.n == 0)
			continue;
		q = &al->quotes[al->n_quotes++];
		*q = (struct alert_quote){ str_sub(c->quote, 0, LIMIT_QUOTE), p->url,
			p->feed };
		add_once(al->sources, &al->n_sources, ALERT_SOURCES, claim_source(p, c));
		break;
	}
	add_once(al->feeds, &al->n_feeds, ALERT_SOURCES, p->feed);
	(void)e;
}

/* What is the same for every alert about an incident. */
void
rule_about(struct evaluation *e, const struct rule *r, const struct incident *in,
    struct alert *al)
{
	*al = (struct alert){
		.step = -1, .outcome = TOLL_N, .previous = -1, .change = CHANGE_N
	};
	al->toll.max = -1;
	al->sources = ARENA_ARRAY(e->a, struct str, ALERT_SOURCES);
	al->feeds = ARENA_ARRAY(e->a, struct str, ALERT_SOURCES);
	al->quotes = ARENA_ARRAY(e->a, struct alert_quote, ALERT_QUOTES);
	if (in == NULL)
		return;
	al->incident = in->id;
	al->since = in->since;
	al->causes = in->causes;
	al->n_causes = in->n_causes > ALERT_CAUSES ? ALERT_CAUSES : in->n_causes;
	al->places = in->places;
	al->n_places = in->n_places > ALERT_PLACES ? ALERT_PLACES : in->n_places;
	(void)r;
}

static void
about_toll(struct evaluation *e, const struct rule *r, const struct incident *seen,
    const struct rule_figure *f, struct alert *al)
{
	rule_about(e, r, seen, al);
	al->outcome = (enum toll_field)r->toll;
	if (r->who.n > 0 && f->fused != NULL)
		al->who = f->fused->who;
	if (f->fused != NULL) {
		al->toll = (struct alert_toll){ f->fused->min, f->fused->best,
			f->fused->max };
		al->disagree = incident_disagree(e->a, seen, f->fused);
	}
	for (size_t i = seen->n_pieces; i-- > 0;) /* the report at hand speaks first */
		if (e->report != NULL && str_eq(seen->pieces[i]->entry, e->report->entry))
			quote_piece(e, r, al, seen->pieces[i]);
	for (size_t i = seen->n_pieces; i-- > 0 && al->n_quotes < ALERT_QUOTES;)
		if (e->report == NULL ||
		    !str_eq(seen->pieces[i]->entry, e->report->entry))
			quote_piece(e, r, al, seen->pieces[i]);
	if (e->report == NULL && seen->n_pieces > 0)
		al->entry = seen->pieces[seen->n_pieces - 1]->entry;
}

static struct str
key_of(struct evaluation *e, const struct rule *r, struct str incident, const char *what,
    int64_t n)
{
	if (n < 0)
		return arena_printf(e->a, "%.*s|%.*s|%s", STR_ARG(r->name),
		    STR_ARG(incident), what);
	return arena_printf(e->a, "%.*s|%.*s|%s%lld", STR_ARG(r->name), STR_ARG(incident),
	    what, (long long)n);
}

/* ---- tolls of one incident ---- */

/* Steps of "rise": multiples, or powers of 1 + percent from ten up. */
static int64_t
rise_step(const struct rule_rise *rise, int64_t value)
{
	double ratio = 1 + rise->percent / 100;

	if (rise->by > 0)
		return value / rise->by * rise->by;
	if (value < 10)
		return 0;
	return (int64_t)ceil(10 *
	    pow(ratio, floor(log((double)value / 10) / log(ratio) + 1e-9)));
}

static int64_t
highest_step(const struct rule *r, int64_t above, int64_t value)
{
	int64_t step = -1;

	for (size_t i = 0; i < r->at.n; i++)
		if (r->at.steps[i] > above && r->at.steps[i] <= value)
			step = r->at.steps[i];
	return step;
}

/* What was known before the report: of the incident, and of what has come together in it.
 */
static int64_t
value_before(struct evaluation *e, const struct rule *r, const struct incident_change *c)
{
	int64_t before = rule_value(e->a, r, rule_sees(e->a, r, c->before)).value;
	struct incident *without;

	if (c->before != NULL || e->report == NULL || c->after->n_pieces < 2)
		return before;
	without = incident_without(e->a, c->after, e->report->entry);
	if (without->n_pieces > 0) {
		int64_t rest = rule_value(e->a, r, rule_sees(e->a, r, without)).value;

		before = rest > before ? rest : before;
	}
	return before;
}

static void
ring_step(struct evaluation *e, const struct rule *r, const struct incident *seen,
    const struct rule_figure *now, int64_t before, int64_t step, const char *what)
{
	struct alert al;

	about_toll(e, r, seen, now, &al);
	al.key = key_of(e, r, seen->id, what, step);
	al.reason = before > 0 && what[0] == 'r' ? REASON_TOLL_RAISED
						 : REASON_TOLL_CROSSED;
	al.step = step;
	al.previous = before > 0 ? before : -1;
	al.summary = rule_toll_words(e->a, &al, seen);
	rule_ring(e, r, &al);
}

static bool
alerted(struct evaluation *e, const struct rule *r, struct str incident, int64_t up_to)
{
	for (size_t i = 0; i < r->at.n; i++)
		if (rule_rung(e, key_of(e, r, incident, "", r->at.steps[i])))
			return true;
	for (int64_t v = up_to, n = 0;
	     v > 0 && n < 64 && (r->rise.by > 0 || r->rise.percent > 0); n++) {
		int64_t step = rise_step(&r->rise, v);

		if (step <= 0)
			break;
		if (rule_rung(e, key_of(e, r, incident, "rise", step)))
			return true;
		v = step - 1;
	}
	return false;
}

static void
follow_up(struct evaluation *e, const struct rule *r, const struct incident *seen,
    const struct rule_figure *now, int64_t before, enum alert_reason reason,
    struct str key)
{
	struct alert al;

	about_toll(e, r, seen, now, &al);
	al.key = key;
	al.reason = reason;
	al.previous = before;
	al.summary = rule_toll_words(e->a, &al, seen);
	rule_ring(e, r, &al);
}

static bool
knows_division(const struct incident *in, const struct fact_place *p)
{
	for (size_t i = 0; i < in->n_places; i++)
		if (str_eq(in->places[i].country, p->country) &&
		    str_eq(in->places[i].admin1, p->admin1))
			return true;
	return false;
}

static void
tell_more(struct evaluation *e, const struct rule *r, const struct incident_change *c,
    const struct incident *seen, const struct rule_figure *now, int64_t before)
{
	const struct fused *old;

	if ((r->also & (ALSO_CORROBORATED | ALSO_NEW_LOCATION)) == 0 ||
	    c->before == NULL || now->fused == NULL || !alerted(e, r, seen->id, before))
		return;
	old = incident_toll(c->before, now->fused->field, now->fused->who,
	    now->fused->side);
	if ((r->also & ALSO_CORROBORATED) != 0 && old != NULL && old->sources < 2 &&
	    now->fused->sources >= 2)
		follow_up(e, r, seen, now, before, REASON_CORROBORATED,
		    key_of(e, r, seen->id, "corroborated", -1));
	for (size_t i = 0; (r->also & ALSO_NEW_LOCATION) != 0 && i < seen->n_places;
	     i++) {
		const struct fact_place *p = &seen->places[i];

		if (p->precision < PRECISION_ADMIN1 || p->admin1.n == 0 ||
		    knows_division(c->before, p))
			continue;
		follow_up(e, r, seen, now, before, REASON_NEW_LOCATION,
		    arena_printf(e->a, "%.*s|%.*s|place|%.*s|%.*s", STR_ARG(r->name),
			STR_ARG(seen->id), STR_ARG(p->country), STR_ARG(p->admin1)));
		break;
	}
}

static void
evaluate_change(struct evaluation *e, const struct rule *r,
    const struct incident_change *c)
{
	const struct incident *seen = rule_sees(e->a, r, c->after);
	struct rule_figure now = rule_value(e->a, r, seen);
	int64_t before, step;

	if (now.value < 0 || !c->reported)
		return;
	before = value_before(e, r, c);
	if (before < 0 && seen->long_run)
		return; /* history, when first heard of */
	if ((step = highest_step(r, before, now.value)) > 0)
		ring_step(e, r, seen, &now, before, step, "");
	else if ((step = rise_step(&r->rise, now.value)) > 0 &&
	    (r->rise.by > 0 || r->rise.percent > 0) &&
	    step > rise_step(&r->rise, before > 0 ? before : 0))
		ring_step(e, r, seen, &now, before, step, "rise");
	tell_more(e, r, c, seen, &now, before);
}

/* What one source says where more are asked for: a corrected toll is not gone until
 * another confirms it. */
static struct rule_figure
unconfirmed(struct arena *a, const struct rule *r, const struct incident *seen)
{
	struct rule alone = *r;

	alone.sources = 1;
	return rule_value(a, &alone, seen);
}

static void
correct_toll(struct evaluation *e, const struct rule *r, const struct incident_change *c)
{
	const struct incident *seen;
	struct rule_figure was, now;

	if (c->before == NULL || r->toll < 0)
		return;
	was = rule_value(e->a, r, rule_sees(e->a, r, c->before));
	if (was.value < 0)
		return;
	if (c->after->state != INCIDENT_OPEN) {
		bool merged = c->after->state == INCIDENT_MERGED;

		if ((r->also & (merged ? ALSO_MERGED : ALSO_RETRACTED)) != 0 &&
		    alerted(e, r, c->before->id, was.value))
			follow_up(e, r, c->before, &was, was.value,
			    merged ? REASON_MERGED : REASON_RETRACTED,
			    key_of(e, r, c->before->id, merged ? "merged" : "retracted",
				-1));
		return;
	}
	seen = rule_sees(e->a, r, c->after);
	now = rule_value(e->a, r, seen);
	if (now.value < 0)
		now = unconfirmed(e->a, r, seen);
	if (r->within > 0 || (r->also & ALSO_LOWERED) == 0 || now.value >= was.value ||
	    !alerted(e, r, c->before->id, was.value))
		return;
	if (seen == NULL || now.value < 0)
		follow_up(e, r, c->before, &was, was.value, REASON_RETRACTED,
		    key_of(e, r, c->before->id, "gone", -1));
	else
		follow_up(e, r, seen, &now, was.value, REASON_TOLL_LOWERED,
		    key_of(e, r, seen->id, "lowered", now.value));
}

static void
evaluate_toll(struct evaluation *e, const struct rule *r)
{
	for (size_t i = 0; i < e->changes->n_incidents; i++) {
		evaluate_change(e, r, &e->changes->incidents[i]);
		correct_toll(e, r, &e->changes->incidents[i]);
	}
}

/* ---- all rules ---- */

static bool
too_old(const struct report *r, const struct rule_clock *clock)
{
	int64_t at = r->published_ms != TIME_NONE ? r->published_ms : r->seen_ms;

	at = r->updated_ms != TIME_NONE && r->updated_ms > at ? r->updated_ms : at;
	return clock->quiet ||
	    (clock->max_age_ms > 0 && clock->now_ms - at > clock->max_age_ms);
}

size_t
rules_evaluate(const struct rules *rules, const struct ledger_changes *changes,
    const struct report *report, const struct rule_clock *clock,
    const struct rule_view *view, struct arena *a, struct ring **out)
{
	struct evaluation e = { rules, changes, report, clock, view, a, NULL, 0, 0 };

	for (size_t i = 0; i < rules->n && !too_old(report, clock); i++) {
		const struct rule *r = &rules->items[i];

		if (!r->enabled)
			continue;
		if (r->toll < 0)
			evaluate_ground(&e, r);
		else if (r->per == RULE_PER_AREA || r->record.window > 0)
			evaluate_sum(&e, r);
		else
			evaluate_toll(&e, r);
	}
	*out = e.rings;
	return e.n;
}

size_t
rules_correct(const struct rules *rules, const struct ledger_changes *changes,
    const struct rule_clock *clock, const struct rule_view *view, struct arena *a,
    struct ring **out)
{
	struct evaluation e = { rules, changes, NULL, clock, view, a, NULL, 0, 0 };

	for (size_t i = 0; i < rules->n; i++) {
		if (rules->items[i].enabled && rules->items[i].toll < 0)
			correct_ground(&e, &rules->items[i]);
		for (size_t k = 0; rules->items[i].enabled && k < changes->n_incidents;
		     k++)
			correct_toll(&e, &rules->items[i], &changes->incidents[k]);
	}
	*out = e.rings;
	return e.n;
}

bool
rule_holds(const struct rule *r, const struct alert *al, const struct ledger_view *v,
    struct arena *a, int64_t now_ms)
{
	(void)now_ms;
	if (al->outcome < TOLL_N) {
		const struct incident *in = v->incident(v->ctx, a, al->incident);

		return al->step < 0 || al->incident.n == 0 ||
		    rule_value(a, r, rule_sees(a, r, in)).value >= al->step;
	}
	if (al->reason == REASON_RETRACTED)
		return true;
	for (size_t i = 0; i < al->n_places; i++) {
		const struct control *c = v->control(v->ctx, a,
		    place_key(a, &al->places[i]));

		if (c != NULL &&
		    side_same(c->now.holder, c->now.holder_id, al->by, STR_NONE))
			return true;
	}
	return al->n_places == 0;
}
