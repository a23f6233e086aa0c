/* api_incident.c -- see api_incident.h. */
#include "config.h"

#include <math.h>

#include "alerts/mute.h"
#include "base/alloc.h"
#include "daemon/api_incident.h"
#include "daemon/evidence.h"
#include "facts/control.h"
#include "facts/fact_wire.h"
#include "facts/fuse.h"
#include "facts/incident.h"
#include "feeds/poll.h"
#include "net/url.h"
#include "store/alert_rows.h"
#include "store/entry_rows.h"

#define API_ERRORS 100 /* deliveries that are searched for the last error */
#define API_DAYS 14    /* of a feed's entries */

void
api_incident_head(struct json *j, struct arena *a, const struct store_incident *row)
{
	const struct incident *in = incident_get(a, row->bytes);

	json_open(j, '{');
	if (in != NULL) {
		incident_head_json(j, a, in, row->changed_ms);
	} else {
		json_kstr(j, "id", row->id);
		json_kstr(j, "title", row->title);
		json_kstr(j, "state", row->state);
		json_ktime(j, "updated", row->changed_ms);
	}
	json_close(j);
}

/* Who has taken it on, and up to which step of its rules. */
static void
acks(struct json *j, struct str incident, const struct store_note *notes, size_t n)
{
	json_key(j, "acks");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		if (str_eq(notes[i].what, incident))
			api_ack(j, &notes[i]);
	}
	json_close(j);
}

/* Of the sentence that is quoted for a claim, the words that its figure was read from;
 * empty: not known. */
static struct str
words_of(const struct fact_list *facts, struct str text, const struct claim *c)
{
	for (size_t i = 0; i < facts->n; i++) {
		const struct fact *f = &facts->items[i];

		if (f->count == c->best &&
		    str_eq(evidence_sentence(text, f->start, f->end), c->quote))
			return f->quote;
	}
	return STR_NONE;
}

static int
words_of_piece(const struct api_world *w, struct json *j, struct arena *a,
    const struct piece *p, struct err *e)
{
	struct fact_list facts = { .n = 0 };
	struct store_entry en;
	struct wire bytes;
	bool found;

	if (store_entry_named(w->store, a, p->entry, &en, &found, e) == -1)
		return -1;
	if (found && en.text.n > 0) {
		wire_init(&bytes, en.facts);
		fact_list_get(&bytes, a, en.text, &facts);
		if (!wire_ok(&bytes))
			facts.n = 0;
	}
	for (size_t i = 0; i < p->n_claims; i++) {
		struct str words = words_of(&facts, en.text, &p->claims[i]);

		if (words.n > 0)
			json_str(j, words);
		else
			json_nil(j);
	}
	return 0;
}

/* One for each claim, in their order. */
static int
words_of_claims(const struct api_world *w, struct json *j, struct arena *a,
    const struct incident *in, struct err *e)
{
	int rc = 0;

	json_key(j, "words");
	json_open(j, '[');
	for (size_t i = 0; i < in->n_pieces && rc == 0; i++)
		rc = words_of_piece(w, j, a, in->pieces[i], e);
	for (size_t i = 0; i < in->n_former && rc == 0; i++)
		rc = words_of_piece(w, j, a, in->former[i].piece, e);
	json_close(j);
	return rc;
}

int
api_incident_whole(const struct api_world *w, struct json *j, struct arena *a,
    const struct store_incident *row, struct err *e)
{
	const struct incident *in = incident_get(a, row->bytes);
	struct store_note *notes;
	size_t n_notes;

	if (in == NULL)
		return err_set(e,
		    "incident %.*s is damaged in the store: tocsin store check",
		    STR_ARG(row->id));
	if (store_notes(w->store, a, STR("ack"), w->now_ms, &notes, &n_notes, e) == -1)
		return -1;
	json_open(j, '{');
	incident_head_json(j, a, in, row->changed_ms);
	incident_body_json(j, a, in);
	if (words_of_claims(w, j, a, in, e) == -1)
		return -1;
	acks(j, row->id, notes, n_notes);
	json_close(j);
	return 0;
}

/* Of the report that opened a span, the note that names its holder, or any of it; NULL:
 * it is not kept any more. */
static const struct control_note *
note_of(const struct control *c, const struct control_span *span)
{
	const struct control_note *any = NULL;

	for (size_t i = 0; i < c->n_notes; i++) {
		const struct control_note *n = c->notes[i];

		if (span->entry.n == 0 || !str_eq(n->entry, span->entry))
			continue;
		if (str_eq(n->ground.by, span->holder))
			return n;
		if (any == NULL)
			any = n;
	}
	return any;
}

static void
note_members(struct json *j, const struct control_note *n)
{
	json_kopt(j, "quote", n->ground.quote);
	json_kopt(j, "feed", n->feed);
	json_kopt(j, "url", n->url);
	json_kopt(j, "incident", n->incident);
}

/* What was said last, where nothing came of it: who attacked, or is said to have been
 * driven back. */
static void
last_note(struct json *j, const struct control *c)
{
	const struct control_note *n;

	if (c->n_history > 0 || c->n_notes == 0)
		return;
	n = c->notes[c->n_notes - 1];
	json_key(j, "said");
	json_open(j, '{');
	json_kstr(j, "change", str_of(change_names[n->ground.change]));
	json_kstr(j, "stance", str_of(stance_names[n->ground.stance]));
	json_kopt(j, "by", n->ground.by);
	json_kopt(j, "source", n->ground.source);
	note_members(j, n);
	json_close(j);
}

/* One span of a place's history, with the sentence that opened it where that is still
 * known. */
static void
control_span(struct json *j, const struct control *c, const struct control_span *span)
{
	const struct control_note *n = note_of(c, span);

	json_open(j, '{');
	json_kopt(j, "holder", span->holder);
	json_days(j, span->since, (struct day){ 0 });
	json_kopt(j, "source", span->source);
	json_kbool(j, "claimed", span->claimed);
	if (n != NULL)
		note_members(j, n);
	json_close(j);
}

void
api_control(struct json *j, struct arena *a, const struct store_control *row)
{
	const struct control *c = control_get(a, row->blob);

	json_open(j, '{');
	if (c == NULL) {
		json_kstr(j, "key", row->place);
		json_close(j);
		return;
	}
	json_kstr(j, "key", c->key);
	json_key(j, "place");
	incident_place_json(j, &c->place);
	json_kstr(j, "state",
	    c->contested              ? STR("contested")
		: c->now.holder.n > 0 ? STR("held")
				      : STR("unknown"));
	json_kopt(j, "holder", c->now.holder);
	json_days(j, c->now.since, (struct day){ 0 });
	json_kopt(j, "source", c->now.source);
	json_kopt(j, "contested_by", c->contested_by);
	json_kbool(j, "partial", c->partial);
	json_kint(j, "sources", (int64_t)c->sources);
	json_ktime(j, "updated", row->changed_ms);
	json_key(j, "history");
	json_open(j, '[');
	for (size_t i = 0; i < c->n_history; i++)
		control_span(j, c, &c->history[i]);
	json_close(j);
	last_note(j, c);
	json_close(j);
}

/* "killed at 10, 50, 100" or "captured, recaptured" */
static struct str
rule_about(struct arena *a, const struct rule *r)
{
	struct buf b;
	struct str s;

	buf_init(&b, 1024);
	if (r->toll >= 0) {
		buf_cstr(&b, toll_names[r->toll]);
		for (size_t i = 0; i < r->at.n; i++)
			buf_printf(&b, "%s%lld", i == 0 ? " at " : ", ",
			    (long long)r->at.steps[i]);
	} else {
		for (int c = 0; c < CHANGE_N; c++)
			if ((r->territory & 1u << c) != 0)
				buf_printf(&b, "%s%s", b.n > 0 ? ", " : "",
				    change_names[c]);
	}
	for (size_t i = 0; i < r->n_in; i++)
		buf_printf(&b, "%s%.*s", i == 0 ? " in " : " or ",
		    STR_ARG(r->in[i].name));
	s = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return s;
}

int
api_rule_tallies(const struct api_world *w, struct arena *a, struct rule_tallies *t,
    struct err *e)
{
	int64_t week = w->now_ms - 7 * MS_DAY;

	if (store_tally(w->store, a, TALLY_RULES, week, &t->rang, &t->n_rang, e) == -1)
		return -1;
	return store_tally(w->store, a, TALLY_KEPT, week, &t->kept, &t->n_kept, e);
}

static void
kept_back(struct json *j, struct str rule, const struct rule_tallies *t)
{
	int64_t of[CAUSE_N] = { 0 };

	for (size_t i = 0; i < t->n_kept; i++)
		if (str_eq(t->kept[i].name, rule))
			of[mute_cause(t->kept[i].why)] += t->kept[i].n;
	json_key(j, "kept_back");
	json_open(j, '{');
	for (int c = 0; c < CAUSE_N; c++)
		if (of[c] > 0)
			json_kint(j, mute_cause_names[c], of[c]);
	json_close(j);
}

void
api_rule(struct json *j, struct arena *a, const struct rule *r,
    const struct rule_tallies *t)
{
	struct store_tally rang = { .last_ms = TIME_NONE };

	for (size_t i = 0; i < t->n_rang; i++)
		if (str_eq(t->rang[i].name, r->name))
			rang = t->rang[i];
	json_open(j, '{');
	json_kstr(j, "name", r->name);
	json_kstr(j, "about", rule_about(a, r));
	json_kbool(j, "enabled", r->enabled);
	json_kint(j, "alerts", rang.n);
	json_kint(j, "alerts_week", rang.recent);
	json_ktime(j, "last", rang.last_ms);
	kept_back(j, r->name, t);
	json_kstrs(j, "send", r->send.items, r->send.n);
	json_close(j);
}

/* Of those that were tried; or why the others are kept back. */
static struct str
last_error(const struct store_delivery *rows, size_t n, bool tried)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].error.n > 0 && rows[i].state != OUTBOX_SUPPRESSED &&
		    (rows[i].attempt > 0) == tried)
			return rows[i].error;
	return STR_NONE;
}

int
api_receiver(const struct api_world *w, struct json *j, struct arena *a,
    const struct receiver *r, const struct store_tally *t, size_t n, struct err *e)
{
	int64_t of[OUTBOX_N] = { 0 }, last = TIME_NONE;
	struct store_delivery *rows;
	size_t n_rows;

	if (store_outbox_list(w->store, a, OUTBOX_N, r->name, 0, API_ERRORS, &rows,
		&n_rows, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(t[i].name, r->name) || t[i].key < 0 || t[i].key >= OUTBOX_N)
			continue;
		of[t[i].key] = t[i].n;
		if (t[i].key == OUTBOX_SENT)
			last = t[i].last_ms;
	}
	json_open(j, '{');
	json_kstr(j, "name", r->name);
	json_kstr(j, "kind", str_of(receiver_kinds[r->kind].name));
	for (int s = 0; s < OUTBOX_N; s++)
		json_kint(j, outbox_state_names[s], of[s]);
	json_ktime(j, "last_success", last);
	json_kopt(j, "last_error", last_error(rows, n_rows, true));
	json_kopt(j, "held", last_error(rows, n_rows, false));
	json_close(j);
	return 0;
}

static void
delivery_members(struct json *j, const struct store_delivery *row)
{
	json_kstr(j, "id", row->id);
	json_kstr(j, "alert", row->alert);
	json_kstr(j, "receiver", row->receiver);
	json_kopt(j, "target", row->target);
	json_kstr(j, "state", str_of(outbox_state_names[row->state]));
	json_kint(j, "attempts", row->attempt);
	json_ktime(j, "created", row->created_ms);
	json_ktime(j, "next", row->state == OUTBOX_PENDING ? row->next_ms : TIME_NONE);
	json_kopt(j, "error", row->error);
}

void
api_delivery(struct json *j, const struct store_delivery *row)
{
	json_open(j, '{');
	delivery_members(j, row);
	json_close(j);
}

int
api_delivery_whole(struct store *s, struct json *j, struct arena *a,
    const struct store_delivery *row, struct err *e)
{
	struct store_attempt *at;
	size_t n;

	if (store_attempts(s, a, row->id, &at, &n, e) == -1)
		return -1;
	json_open(j, '{');
	delivery_members(j, row);
	json_key(j, "tries");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_ktime(j, "at", at[i].at_ms);
		json_kint(j, "ms", at[i].latency_ms);
		json_kint(j, "status", at[i].status);
		json_kopt(j, "error", at[i].error);
		json_close(j);
	}
	json_close(j);
	json_close(j);
	return 0;
}

void
api_silence(struct json *j, const struct store_note *note)
{
	json_open(j, '{');
	json_kint(j, "id", note->id);
	json_kstr(j, "matchers", note->what);
	json_kstr(j, "author", note->author);
	json_kstr(j, "comment", note->text);
	json_ktime(j, "created", note->created_ms);
	json_ktime(j, "until", note->until_ms);
	json_close(j);
}

void
api_ack(struct json *j, const struct store_note *note)
{
	json_open(j, '{');
	json_kstr(j, "incident", note->what);
	json_kstr(j, "author", note->author);
	json_kstr(j, "note", note->text);
	json_ktime(j, "at", note->created_ms);
	json_close(j);
}

static struct poll_state *
feed_state(struct arena *a, const struct store_feed *row)
{
	struct poll_state *p = ARENA_NEW(a, struct poll_state);

	if (poll_state_get(row->state, p) == -1)
		poll_state_init(p);
	if (!row->enabled)
		p->state = FEED_STATE_DISABLED;
	return p;
}

/* What its last answers told, the oldest first, and how many entries that makes a day. */
static void
feed_pace(struct json *j, const struct poll_state *p, int64_t now_ms)
{
	int64_t span = p->n_posts > 0 ? now_ms - p->posts[p->n_posts - 1] : 0;

	json_key(j, "recent");
	json_open(j, '[');
	for (size_t i = p->n_history; i-- > 0;) {
		json_open(j, '{');
		json_ktime(j, "at", p->history[i].at_ms);
		json_kint(j, "status", p->history[i].status);
		json_kint(j, "new", (int64_t)p->history[i].n_new);
		json_kbool(j, "damaged", p->history[i].parse_failed);
		json_close(j);
	}
	json_close(j);
	json_knum(j, "per_day",
	    (double)p->n_posts * MS_DAY / (double)(span > MS_DAY ? span : MS_DAY));
}

struct feed_days {
	struct store_tally *items; /* by name of the feed */
	size_t n;
};

static int
compare_tallies(const void *a, const void *b)
{
	return str_cmp(((const struct store_tally *)a)->name,
	    ((const struct store_tally *)b)->name);
}

struct feed_days *
api_feed_days(const struct api_world *w, struct arena *a, struct err *e)
{
	struct feed_days *d = ARENA_NEW(a, struct feed_days);

	if (store_tally(w->store, a, TALLY_DAYS, w->now_ms - API_DAYS * MS_DAY, &d->items,
		&d->n, e) == -1)
		return NULL;
	if (d->n > 1)
		qsort(d->items, d->n, sizeof(*d->items), compare_tallies);
	return d;
}

static int
compare_names(const void *key, const void *item)
{
	return str_cmp(*(const struct str *)key,
	    ((const struct store_tally *)item)->name);
}

static void
days_of(struct json *j, struct str name, const struct feed_days *d)
{
	const struct store_tally *t = d->n == 0
	    ? NULL
	    : bsearch(&name, d->items, d->n, sizeof(*t), compare_names),
				 *end = d->items + d->n;
	int64_t of[API_DAYS] = { 0 };

	while (t != NULL && t > d->items && str_eq(t[-1].name, name))
		t--;
	for (; t != NULL && t < end && str_eq(t->name, name); t++)
		if (t->key >= 0 && t->key < API_DAYS)
			of[t->key] = t->n;
	json_key(j, "days");
	json_open(j, '[');
	for (size_t i = 0; i < API_DAYS; i++)
		json_int(j, of[i]);
	json_close(j);
}

/* Of what set the next poll, the first: what follows only shifts it. */
static struct str
why_then(struct arena *a, const struct poll_state *p)
{
	struct str text = STR("it was never asked");
	struct buf b;

	buf_init(&b, 1024);
	if (p->n_rules > 0)
		poll_rule_text(&b, &p->rules[0]);
	if (b.n > 0)
		text = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return text;
}

void
api_feed(struct json *j, struct arena *a, const struct store_feed *row,
    const struct feed_days *days, int64_t now_ms)
{
	const struct poll_state *p = feed_state(a, row);
	struct buf url;

	buf_init(&url, 16384);
	url_redact(&url, row->url);
	json_open(j, '{');
	json_kstr(j, "name", row->name);
	json_kstr(j, "url", buf_str(&url));
	json_kstr(j, "state", str_of(feed_state_names[p->state]));
	json_ktime(j, "last_success", p->ok_ms);
	json_ktime(j, "last_new", p->new_ms);
	json_ktime(j, "next_due", row->enabled ? row->due_ms : TIME_NONE);
	json_kint(j, "interval_s", p->interval_ms / MS_SECOND);
	json_kint(j, "failures", p->failures);
	json_kint(j, "status", p->n_history > 0 ? p->history[0].status : 0);
	json_kopt(j, "error", p->failures > 0 ? p->error : STR_NONE);
	json_kstr(j, "why", why_then(a, p));
	json_kbool(j, "overdue", row->enabled && row->due_ms < now_ms);
	feed_pace(j, p, now_ms);
	days_of(j, row->name, days);
	json_close(j);
	buf_clear(&url);
}

int
api_feed_count(const struct api_world *w, struct arena *a, struct api_feeds *out,
    struct err *e)
{
	int64_t oldest = w->now_ms;
	struct store_feed *feeds;
	size_t n;

	*out = (struct api_feeds){ .overdue_s = 0 };
	if (store_feeds_load(w->store, a, &feeds, &n, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		out->of[feed_state(a, &feeds[i])->state]++;
		if (feeds[i].enabled && feeds[i].due_ms < oldest)
			oldest = feeds[i].due_ms;
		out->enabled += feeds[i].enabled;
	}
	out->overdue_s = (w->now_ms - oldest) / MS_SECOND;
	return 0;
}
