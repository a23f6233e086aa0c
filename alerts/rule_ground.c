/*
 * rule_ground.c -- rules about territory: who took which place, and ground that is only
 * counted. The state of control decides (facts/control.h), not the word: a capture told
 * again rings nothing, and several places that one report names share an alert.
 */
#include "config.h"

#include <math.h>

#include "alerts/rule_eval.h"
#include "base/alloc.h"
#include "base/hash.h"
#include "base/limits.h"

#define BATCH 64
#define PAST_MS (7 * MS_DAY)

struct taken { /* one place that rings */
	const struct control_change *c;
	enum change change;
};

/* Did the present holder hold it before? */
static bool
held_before(const struct control *c)
{
	for (size_t i = 0; i + 1 < c->n_history; i++)
		if (c->history[i].holder.n > 0 &&
		    side_same(c->history[i].holder, c->history[i].holder_id,
			c->now.holder, c->now.holder_id))
			return true;
	return false;
}

static bool
is_capture(enum change c)
{
	return c == CHANGE_CAPTURED || c == CHANGE_RECAPTURED;
}

/* Which change this is, if it is one that rings. */
static enum change
change_told(const struct rule *r, const struct control_change *c)
{
	const struct ground *g = &c->note->ground;
	bool mine = str_eq(c->after->now.entry, c->note->entry);
	size_t before = c->before == NULL ? 0 : c->before->sources;

	if (g->change == CHANGE_WITHDREW || is_capture(g->change) ||
	    g->change == CHANGE_ENTERED) {
		bool flipped = control_flipped(c->before, c->after);
		bool confirmed = c->before != NULL && !flipped &&
		    (int64_t)before < r->sources;

		if ((flipped && mine) || (confirmed && r->sources > 1)) {
			if ((int64_t)c->after->sources < r->sources)
				return CHANGE_N;
			if (c->after->now.holder.n == 0 && g->change == CHANGE_WITHDREW)
				return CHANGE_WITHDREW;
			return held_before(c->after) ||
				(g->change == CHANGE_RECAPTURED &&
				    c->after->n_history < 3)
			    ? CHANGE_RECAPTURED
			    : CHANGE_CAPTURED;
		}
		if (is_capture(g->change) || g->change == CHANGE_WITHDREW)
			return CHANGE_N;
	}
	if (g->change == CHANGE_CONTROLS || g->stance == STANCE_DENIED)
		return CHANGE_N;
	return g->change;
}

static bool
asked_for(const struct rule *r, enum change change)
{
	unsigned bits = r->territory;

	/* History, not the word, tells a capture from a recapture: either asks for both.
	 */
	if (is_capture(change))
		return (bits & (1u << CHANGE_CAPTURED | 1u << CHANGE_RECAPTURED)) != 0;
	return change != CHANGE_N && (bits >> change & 1) != 0;
}

static bool
in_area(const struct rule *r, const struct fact_place *place, const struct incident *in)
{
	if (rule_in(r, place, place->name.n > 0 ? 1 : 0))
		return true;
	/* A name that nobody knows lies where the rest of the report does. */
	return in != NULL && (place->name.n == 0 || place->precision == PRECISION_TEXT) &&
	    rule_in(r, in->places, in->n_places);
}

/* "Took control in January", told in July, is history. */
static bool
is_past(const struct report *r, const struct ground *g)
{
	int64_t at = r->published_ms != TIME_NONE ? r->published_ms : r->seen_ms;

	return g->day.year != 0 && at - day_end(g->day) > PAST_MS;
}

/* The latest capture of the place that the incident tells of under another key: one
 * report names the province, the next does not. */
static const struct ground *
told_otherwise(const struct evaluation *e, const struct incident *in, struct str key)
{
	const struct ground *last = NULL;

	for (size_t i = 0; i < in->n_pieces; i++)
		for (size_t k = 0; k < in->pieces[i]->n_grounds &&
		     !str_eq(in->pieces[i]->entry, e->report->entry);
		     k++) {
			const struct ground *g = &in->pieces[i]->grounds[k];

			if (is_capture(g->change) && g->stance != STANCE_DENIED &&
			    !str_eq(g->key, key) && place_key_same(g->key, key))
				last = g;
		}
	return last;
}

/* Is the place only known by this key since now, and its captor known already? */
static bool
is_known(const struct evaluation *e, const struct control_change *c)
{
	const struct ground *told;

	if (c->incident == NULL || (c->before != NULL && c->before->n_history > 0))
		return false;
	told = told_otherwise(e, c->incident, c->after->key);
	return told != NULL &&
	    side_same(told->by, told->by_id, c->after->now.holder,
		c->after->now.holder_id);
}

static bool
wanted(const struct evaluation *e, const struct rule *r, const struct control_change *c,
    enum change change)
{
	const struct ground *g = &c->note->ground;

	if (!asked_for(r, change) || (is_capture(change) && is_known(e, c)) ||
	    is_past(e->report, g) || (r->stance >> g->stance & 1) == 0 ||
	    g->confidence < r->confidence || !in_area(r, &c->after->place, c->incident) ||
	    !rule_names_actor(&r->by, g->by, g->by_id) ||
	    !rule_names_actor(&r->against, g->against, g->against_id))
		return false;
	return r->new_for == 0 || !is_capture(change) ||
	    c->after->now.start_ms == TIME_NONE ||
	    !control_changed_within(c->after, c->after->now.start_ms - r->new_for,
		c->after->now.start_ms);
}

static bool
report_wanted(const struct rule *r, const struct report *p)
{
	bool tag = r->tags.n == 0;

	for (size_t i = 0; i < p->n_tags && !tag; i++)
		tag = rule_names_text(&r->tags, p->tags[i]);
	return tag && rule_names_text(&r->feeds, p->feed) &&
	    rule_names_text(&r->langs, p->lang);
}

/* ---- alerts ---- */

static void
say_ground(struct evaluation *e, const struct rule *r, const struct ground *g,
    const struct incident *in, struct alert *al)
{
	struct str source = g->source.n > 0 ? g->source
	    : e->report->origin.n > 0       ? e->report->origin
					    : e->report->feed;

	rule_about(e, r, in, al);
	al->reason = REASON_CONTROL_CHANGED;
	al->by = g->by;
	al->against = g->against;
	al->since = g->day.year != 0
	    ? g->day
	    : day_of(e->report->published_ms != TIME_NONE ? e->report->published_ms
							  : e->report->seen_ms);
	al->sources[al->n_sources++] = source;
	al->feeds[al->n_feeds++] = e->report->feed;
	al->quotes[al->n_quotes++] = (struct alert_quote){
		str_sub(g->quote, 0, LIMIT_QUOTE), e->report->url, e->report->feed
	};
	al->unit = g->unit;
}

static struct str
ground_key(struct evaluation *e, const struct rule *r, uint64_t places,
    enum change change, struct str by, struct day since)
{
	char day[DAY_TEXT];

	return arena_printf(e->a, "%.*s|ground|%016llx|%s|%.*s|%.*s", STR_ARG(r->name),
	    (unsigned long long)places, change_names[change], STR_ARG(by),
	    STR_ARG(day_text(day, since)));
}

static void
ring_batch(struct evaluation *e, const struct rule *r, struct taken *t, size_t n)
{
	const struct ground *g = &t[0].c->note->ground;
	struct fact_place *places = ARENA_ARRAY(e->a, struct fact_place, n);
	uint64_t all = 0;
	struct alert al;

	say_ground(e, r, g, t[0].c->incident, &al);
	for (size_t i = 0; i < n; i++) {
		places[i] = t[i].c->after->place;
		all += hash64(t[i].c->after->key, 1); /* whatever their order */
	}
	al.change = t[0].change;
	al.places = places;
	al.n_places = n;
	if (al.against.n == 0 && t[0].c->before != NULL)
		al.against = t[0].c->before->now.holder;
	if (t[0].c->after->contested && t[0].c->after->contested_by.n > 0)
		al.disagree = arena_printf(e->a, "contested by %.*s",
		    STR_ARG(t[0].c->after->contested_by));
	al.key = ground_key(e, r, all, al.change, g->by, al.since);
	al.summary = rule_ground_words(e->a, &al);
	if (g->stance == STANCE_CLAIMED)
		al.summary = arena_printf(e->a, "%.*s, a party claims",
		    STR_ARG(al.summary));
	rule_ring(e, r, &al);
}

static void
named_ground(struct evaluation *e, const struct rule *r)
{
	struct taken all[BATCH], batch[BATCH];
	size_t n = 0;

	for (size_t i = 0; i < e->changes->n_controls && n < BATCH; i++) {
		const struct control_change *c = &e->changes->controls[i];
		enum change change = c->note == NULL ? CHANGE_N : change_told(r, c);

		if (change != CHANGE_N && wanted(e, r, c, change))
			all[n++] = (struct taken){ c, change };
	}
	while (n > 0) { /* one alert for each side and kind of change */
		const struct ground *g = &all[0].c->note->ground;
		enum change change = all[0].change;
		size_t m = 0, kept = 0;

		for (size_t i = 0; i < n; i++) {
			const struct ground *o = &all[i].c->note->ground;

			if (all[i].change == change && str_eq(o->by, g->by))
				batch[m++] = all[i];
			else
				all[kept++] = all[i];
		}
		n = kept;
		ring_batch(e, r, batch, m);
	}
}

/* ---- ground without a name ---- */

static int64_t
counted_before(const struct incident *in, const struct gain *g)
{
	int64_t most = 0;

	for (size_t i = 0; in != NULL && i < in->n_gains; i++)
		if (side_same(in->gains[i].by, in->gains[i].by_id, g->by, g->by_id) &&
		    in->gains[i].count > most)
			most = in->gains[i].count;
	return most;
}

static void
ring_counted(struct evaluation *e, const struct rule *r, const struct incident_change *c,
    const struct gain *g)
{
	const struct ground *at = &c->after->pieces[g->piece]->grounds[g->ground];
	struct fact_place *place = ARENA_NEW(e->a, struct fact_place);
	struct alert al;

	say_ground(e, r, at, c->after, &al);
	al.change = at->change;
	al.count = g->count;
	*place = at->place;
	al.places = place;
	al.n_places = at->place.name.n > 0;
	al.key = arena_printf(e->a, "%.*s|%.*s|counted|%.*s|%lld", STR_ARG(r->name),
	    STR_ARG(c->after->id), STR_ARG(g->unit), (long long)g->count);
	al.summary = rule_ground_words(e->a, &al);
	if (place->precision == PRECISION_COUNTRY)
		al.n_places = 0; /* the country was not taken */
	rule_ring(e, r, &al);
}

/* "Some 50 towns": the largest count of the report, if it at least doubles what was told.
 */
static void
counted_ground(struct evaluation *e, const struct rule *r,
    const struct incident_change *c)
{
	const struct gain *most = NULL;

	for (size_t i = 0; i < c->after->n_gains; i++) {
		const struct gain *g = &c->after->gains[i];
		const struct piece *p = c->after->pieces[g->piece];
		const struct ground *at = &p->grounds[g->ground];

		if (!str_eq(p->entry, e->report->entry) || g->count < r->count ||
		    g->count < 2 * counted_before(c->before, g) ||
		    !asked_for(r, at->change) || (r->stance >> at->stance & 1) == 0 ||
		    at->confidence < r->confidence || !in_area(r, &at->place, c->after) ||
		    !rule_names_actor(&r->by, g->by, g->by_id) ||
		    !rule_names_actor(&r->against, at->against, at->against_id))
			continue;
		if (most == NULL || g->count > most->count)
			most = g;
	}
	if (most != NULL)
		ring_counted(e, r, c, most);
}

/* ---- what was told is taken back ---- */

/* The note that made the holder; NULL: it is kept no longer. */
static const struct control_note *
maker(const struct control *c)
{
	for (size_t i = 0; i < c->n_notes; i++)
		if (str_eq(c->notes[i]->entry, c->now.entry) &&
		    (is_capture(c->notes[i]->ground.change) ||
			c->notes[i]->ground.change == CHANGE_ENTERED ||
			c->notes[i]->ground.change == CHANGE_WITHDREW))
			return c->notes[i];
	return NULL;
}

/* Nobody says any more that the place changed hands; a new holder is news of its own. */
static bool
taken_back(const struct control_change *c)
{
	const struct control *was = c->before, *is = c->after;

	if (was == NULL || was->n_history == 0 || was->now.start_ms == TIME_NONE ||
	    maker(was) == NULL ||
	    (c->note != NULL && str_eq(is->now.entry, c->note->entry)))
		return false;
	for (size_t i = 0; i < is->n_notes; i++)
		if (str_eq(is->notes[i]->entry, was->now.entry) &&
		    is->notes[i]->ground.change == maker(was)->ground.change)
			return false;
	return is->n_history == 0 ||
	    !side_same(is->now.holder, is->now.holder_id, was->now.holder,
		was->now.holder_id);
}

/* The report at hand denies it, and nobody had before. */
static bool
denied(const struct control_change *c)
{
	return c->before != NULL && c->note != NULL &&
	    c->note->ground.stance == STANCE_DENIED && maker(c->before) != NULL &&
	    !c->before->contested && c->after->contested;
}

static void
say_denied(struct evaluation *e, const struct control_change *c, struct alert *al)
{
	const struct ground *g = &c->note->ground;

	al->entry = e->report->entry;
	al->feeds[0] = e->report->feed;
	al->quotes[al->n_quotes++] = (struct alert_quote){
		str_sub(g->quote, 0, LIMIT_QUOTE), e->report->url, e->report->feed
	};
	if (c->after->contested_by.n > 0)
		al->disagree = arena_printf(e->a, "contested by %.*s",
		    STR_ARG(c->after->contested_by));
}

/* The key under which the note rang; empty: it did not. */
static struct str
rung_as(struct evaluation *e, const struct rule *r, const struct control_note *n,
    uint64_t places, struct alert *al)
{
	static const enum change told[] = { CHANGE_CAPTURED, CHANGE_RECAPTURED,
		CHANGE_WITHDREW };

	al->by = n->ground.by;
	al->against = n->ground.against;
	al->since = n->ground.day.year != 0 ? n->ground.day : day_of(n->published_ms);
	for (size_t i = 0; i < NELEM(told); i++) {
		struct str key = ground_key(e, r, places, told[i], al->by, al->since);

		if (!rule_rung(e, key))
			continue;
		al->change = told[i];
		return key;
	}
	return STR_NONE;
}

static void
ring_back(struct evaluation *e, const struct rule *r,
    const struct control_change *const *c, size_t n)
{
	const struct control *was = c[0]->before;
	const struct control_note *note = maker(was);
	bool no = denied(c[0]);
	struct str key = STR_NONE;
	struct alert al;
	uint64_t all = 0;

	rule_about(e, r, NULL, &al);
	al.places = ARENA_ARRAY(e->a, struct fact_place, n);
	for (; al.n_places < n; al.n_places++) {
		al.places[al.n_places] = c[al.n_places]->before->place;
		all += hash64(c[al.n_places]->before->key, 1);
	}
	al.reason = REASON_RETRACTED;
	al.incident = note->incident;
	al.entry = note->entry;
	al.feeds[al.n_feeds++] = note->feed;
	if (no)
		say_denied(e, c[0], &al);
	/* its title may call the captor otherwise than its text */
	for (size_t i = 0; i < was->n_notes && key.n == 0; i++)
		if (str_eq(was->notes[i]->entry, note->entry))
			key = rung_as(e, r, was->notes[i], all, &al);
	if (key.n == 0)
		return;
	al.key = arena_printf(e->a, "%.*s|%s", STR_ARG(key), no ? "denied" : "retracted");
	al.summary = arena_printf(e->a, "%s: %.*s", no ? "Denied" : "Withdrawn",
	    STR_ARG(rule_ground_words(e->a, &al)));
	rule_ring(e, r, &al);
}

/* Places that one report told of share their correction, as they shared their alert. */
void
correct_ground(struct evaluation *e, const struct rule *r)
{
	const struct control_change *all[BATCH], *batch[BATCH];
	size_t n = 0;

	for (size_t i = 0;
	     i < e->changes->n_controls && n < BATCH && (r->also & ALSO_RETRACTED) != 0;
	     i++)
		if ((taken_back(&e->changes->controls[i]) ||
			denied(&e->changes->controls[i])) &&
		    in_area(r, &e->changes->controls[i].before->place, NULL))
			all[n++] = &e->changes->controls[i];
	while (n > 0) {
		const struct control_note *first = maker(all[0]->before);
		size_t m = 0, kept = 0;

		for (size_t i = 0; i < n; i++) {
			const struct control_note *o = maker(all[i]->before);

			if (str_eq(o->entry, first->entry) &&
			    str_eq(o->ground.by, first->ground.by) &&
			    denied(all[i]) == denied(all[0]))
				batch[m++] = all[i];
			else
				all[kept++] = all[i];
		}
		n = kept;
		ring_back(e, r, batch, m);
	}
}

void
evaluate_ground(struct evaluation *e, const struct rule *r)
{
	correct_ground(e, r);
	if (e->report == NULL || !report_wanted(r, e->report))
		return;
	named_ground(e, r);
	for (size_t i = 0; r->count > 0 && r->sources == 1 && i < e->changes->n_incidents;
	     i++)
		if (e->changes->incidents[i].reported)
			counted_ground(e, r, &e->changes->incidents[i]);
}
