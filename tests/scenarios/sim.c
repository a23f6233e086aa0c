/* sim.c -- see sim.h.  What daemon/poller*.c does with sockets and a store, done with
 * values. */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "parser/feed.h"
#include "parser/feed_text.h"
#include "tests/scenarios/sim.h"

void
sim_init(struct sim *s, uint64_t seed)
{
	*s = (struct sim){ .rng = { seed }, .offset_ms = INT64_C(1732708800123) };
	arena_init(&s->arena);
	s->schedule = schedule_new(SCHEDULE_SPACING, SIM_PARALLEL);
}

void
sim_clear(struct sim *s)
{
	for (size_t i = 0; i < s->n_feeds; i++) {
		schedule_remove(s->schedule, &s->feeds[i].item);
		buf_clear(&s->feeds[i].blob);
		buf_clear(&s->feeds[i].tells);
		buf_clear(&s->feeds[i].reads);
		map_clear(&s->feeds[i].known);
	}
	schedule_free(s->schedule);
	arena_clear(&s->arena);
}

int64_t
sim_wall(const struct sim *s)
{
	return s->mono_ms + s->offset_ms;
}

struct sim_feed *
sim_find(struct sim *s, struct str name)
{
	for (size_t i = 0; i < s->n_feeds; i++)
		if (str_eq(s->feeds[i].config.name, name))
			return &s->feeds[i];
	return NULL;
}

/* Through the store and back, as between any two steps of the real one. */
static void
keep(struct sim *s, struct sim_feed *f)
{
	int64_t late_ms = f->st.late_ms;

	buf_reset(&f->blob);
	poll_state_put(&f->blob, &f->st);
	poll_state_get(arena_str(&s->arena, buf_str(&f->blob)), &f->st);
	f->st.late_ms = late_ms; /* the poll under way is not asked for again */
}

static void
set_due(struct sim *s, struct sim_feed *f, int64_t delay_ms)
{
	schedule_set(s->schedule, &f->item, poll_address(&f->st, &f->config),
	    s->mono_ms + delay_ms);
}

void
sim_add(struct sim *s, struct sim_feed *f)
{
	poll_state_init(&f->st);
	buf_init(&f->blob, 1 << 20);
	buf_init(&f->tells, 1 << 16);
	buf_init(&f->reads, 1 << 16);
	map_init(&f->known, 0);
	f->item.owner = f;
	f->asked_ms = s->mono_ms;
	set_due(s, f,
	    poll_resume(&f->st, &f->config, sim_wall(s), s->mono_ms - s->boot_ms,
		&s->rng));
}

struct sim_feed *
sim_ask(struct sim *s)
{
	int64_t next = schedule_next(s->schedule);
	struct schedule_item *it;
	struct sim_feed *f;

	if (next == INT64_MAX)
		return NULL;
	if (next > s->mono_ms)
		s->mono_ms = next;
	it = schedule_take(s->schedule, s->mono_ms);
	if (it == NULL)
		return NULL;
	f = it->owner;
	poll_begin(&f->st, &f->config, sim_wall(s), &s->rng);
	f->st.set_up_ms = s->mono_ms - s->boot_ms;
	keep(s, f);
	poll_request(&f->st, &f->config, &s->arena, &s->rq);
	s->request_url = s->rq.url;
	f->running = true;
	return f;
}

/* ---- a small ingest: keys and hashes only ---- */

static struct str
remember(struct sim *s, struct sim_feed *f, struct str key, uint64_t content)
{
	uint64_t *kept = ARENA_NEW(&s->arena, uint64_t);

	*kept = content;
	key = arena_str(&s->arena, key);
	map_put(&f->known, key, kept);
	return key;
}

enum novelty { SEEN, EDITED, NEW };

static enum novelty
meet(struct sim *s, struct sim_feed *f, const struct identity_entry *e, uint64_t content)
{
	struct str keys[IDENTITY_KEYS];
	size_t n = identity_keys(&s->arena, e, &f->st.habits, keys);
	uint64_t *old = NULL;
	bool same;

	for (size_t i = 0; i < n && old == NULL; i++)
		old = map_get(&f->known, keys[i]);
	same = old != NULL && *old == content;
	for (size_t i = 0; i < n; i++)
		remember(s, f, keys[i], content);
	return old == NULL ? NEW : same ? SEEN : EDITED;
}

static void
note_reading(struct sim *s, struct sim_feed *f, const struct feed_entry *en)
{
	char date[DATE_TEXT] = "undated";
	struct str title = feed_text_plain(&s->arena, &en->title);

	if (en->published != TIME_NONE)
		date_rfc3339(date, en->published);
	buf_printf(&f->reads, "%.*s, %s\n", STR_ARG(title), date);
}

static void
ingest(struct sim *s, struct sim_feed *f, const struct feed_doc *d, bool address_changed,
    struct poll_parsed *p)
{
	size_t n = d->entries.n;
	struct identity_entry *e = ARENA_ARRAY(&s->arena, struct identity_entry, n + 1);
	bool *copies = ARENA_ARRAY(&s->arena, bool, n + 1);
	enum novelty *is = ARENA_ARRAY(&s->arena, enum novelty, n + 1);
	int64_t *dates = ARENA_ARRAY(&s->arena, int64_t, n + 1);

	f->n_new = f->n_edited = f->n_rings = p->n_dates = 0;
	buf_reset(&f->reads);
	for (size_t i = 0; i < n; i++) {
		const struct feed_entry *en = d->entries.items[i];

		note_reading(s, f, en);
		e[i] = (struct identity_entry){ .id = en->id,
			.link = en->link,
			.title = en->title.value,
			.published = en->published,
			.updated = en->updated };
		identity_prepare(&s->arena, &e[i]);
		if (en->published != TIME_NONE)
			dates[p->n_dates++] = en->published;
	}
	identity_learn(e, n, &f->st.habits, copies);
	for (size_t i = 0; i < n; i++) {
		struct str text = feed_entry_text(&s->arena, d->entries.items[i]);

		is[i] = copies[i] ? SEEN : meet(s, f, &e[i], hash64(text, 0));
		f->n_new += is[i] == NEW;
		f->n_edited += is[i] == EDITED;
	}
	for (size_t i = 0; i < n; i++) {
		struct identity_round r = { .first_fetch = !f->fetched,
			.ring_backlog = f->config.backlog == FEED_BACKLOG_RING,
			.address_changed = address_changed,
			.n_new = f->n_new,
			.max_age_ms = 3 * MS_DAY,
			.now_ms = sim_wall(s) };

		f->n_rings += is[i] != SEEN &&
		    identity_quiet(&r, &e[i]) == IDENTITY_RINGS;
	}
	f->fetched = true;
	p->n_new = f->n_new;
	p->dates = dates;
}

static void
read_document(struct sim *s, struct sim_feed *f, struct str body,
    const struct feed_origin *o, bool address_changed, struct poll_parsed *p)
{
	struct err *e = ARENA_NEW(&s->arena, struct err);
	struct feed_doc *d = feed_parse(&s->arena, body, o, e);

	*p = (struct poll_parsed){ .ttl_s = -1, .sy_s = -1, .error = str_of(e->msg) };
	if (d == NULL)
		return;
	p->ok = true;
	p->ttl_s = d->ttl_s;
	p->sy_s = d->update_interval_s;
	p->skip_hours = d->skip_hours;
	p->skip_days = d->skip_days;
	p->hub = d->hub;
	p->topic = d->self;
	ingest(s, f, d, address_changed, p);
}

void
sim_answer(struct sim *s, struct sim_feed *f, const struct http_response *r)
{
	struct poll_answer a;
	struct poll_parsed p, *parsed = NULL;
	struct poll_verdict v;
	struct str address = poll_address(&f->st, &f->config);
	bool changed = f->st.address_changed;

	poll_answer_of(&s->arena, r, &a);
	f->n_new = f->n_edited = f->n_rings = 0;
	if (poll_wants_body(&f->st, &a)) {
		struct feed_origin o = { .url = r->url,
			.content_type = http_header_get(r, STR("Content-Type")) };

		read_document(s, f, r->body, &o, changed, &p);
		parsed = &p;
	}
	schedule_done(s->schedule, &f->item, s->mono_ms);
	poll_step(&f->st, &f->config, &a, parsed, sim_wall(s), &s->rng, &s->arena, &v);
	if (v.freeze_origin_ms > 0)
		schedule_freeze(s->schedule, address, s->mono_ms + v.freeze_origin_ms);
	if (v.busy_ms > 0 || v.good)
		schedule_busy(s->schedule, address,
		    v.busy_ms > 0 ? s->mono_ms + v.busy_ms : 0);
	buf_reset(&f->tells);
	for (size_t i = 0; i < v.n_tells; i++)
		buf_printf(&f->tells, "%s%s", i > 0 ? " " : "",
		    poll_tell_names[v.tells[i].what]);
	f->st.set_up_ms = s->mono_ms - s->boot_ms;
	keep(s, f);
	f->running = false;
	set_due(s, f, v.delay_ms);
}

void
sim_push(struct sim *s, struct sim_feed *f, struct str body)
{
	struct feed_origin o = { .url = f->config.url };
	struct poll_parsed p;

	read_document(s, f, body, &o, false, &p);
	poll_push(&f->st, &p, sim_wall(s), &s->arena);
	keep(s, f);
}

void
sim_restart(struct sim *s, int64_t down_ms)
{
	struct schedule *old = s->schedule;

	for (size_t i = 0; i < s->n_feeds; i++) {
		schedule_remove(old, &s->feeds[i].item);
		s->feeds[i].item = (struct schedule_item){ .owner = &s->feeds[i] };
		s->feeds[i].running = false;
	}
	schedule_free(old);
	s->schedule = schedule_new(SCHEDULE_SPACING, SIM_PARALLEL);
	s->mono_ms += down_ms;
	for (size_t i = 0; i < s->n_feeds; i++) {
		struct sim_feed *f = &s->feeds[i];
		int64_t now = sim_wall(s),
			delay = poll_resume(&f->st, &f->config, now,
			    s->mono_ms - s->boot_ms, &s->rng);

		if (f->st.hold_origin && f->st.hold_until_ms != TIME_NONE &&
		    f->st.hold_until_ms > now)
			schedule_freeze(s->schedule, poll_address(&f->st, &f->config),
			    s->mono_ms + f->st.hold_until_ms - now);
		set_due(s, f, delay);
	}
}

void
sim_reboot(struct sim *s, int64_t down_ms)
{
	s->boot_ms = s->mono_ms + down_ms;
	sim_restart(s, down_ms);
}

static int64_t
span_of(const struct schedule_item *it, void *arg)
{
	const struct sim_feed *f = it->owner;

	return poll_spread(&f->st, &f->config, *(int64_t *)arg);
}

void
sim_pause(struct sim *s, int64_t ms)
{
	s->mono_ms += ms;
	schedule_spread(s->schedule, s->mono_ms, span_of, &ms, &s->rng);
}
