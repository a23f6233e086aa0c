/*
 * ingest.c -- see ingest.h.  A document's entries are told apart first, without writing;
 * then the feed's row is saved under its fence, and the new and edited entries of all
 * documents go through the ledger in the order of their dates.
 */
#include "config.h"

#include "base/limits.h"
#include "base/ulid.h"
#include "daemon/desk.h"
#include "daemon/evidence.h"
#include "daemon/ingest_work.h"
#include "daemon/live_events.h"
#include "facts/fact_wire.h"
#include "facts/story.h"

#define FACTS_MAX (8u << 20)

/* ---- on the loop ---- */

static struct str
hash_text(struct arena *a, struct hash128 h)
{
	char *p = arena_alloc(a, 16);

	memcpy(p, &h.hi, 8);
	memcpy(p + 8, &h.lo, 8);
	return (struct str){ p, 16 };
}

static struct hash128
hash_said(struct arena *a, struct str title, struct str text)
{
	return hash128(arena_join(a, (struct str[]){ title, STR("\n"), text }, 3), 0);
}

static void
prepare_entry(struct arena *a, struct ingest_entry *en, const struct identity_habits *h)
{
	struct str keys[IDENTITY_KEYS];

	en->n_keys = identity_keys(a, &en->ident, h, keys);
	en->keys = ARENA_ARRAY(a, uint64_t, en->n_keys);
	for (size_t i = 0; i < en->n_keys; i++)
		en->keys[i] = hash64(keys[i], 0);
	en->first_key = keys[0];
	if (en->content.hi == 0 && en->content.lo == 0)
		en->content = hash_said(a, en->title, en->text);
}

/* A desk takes a report down by a tombstone, or by the word over it. */
static bool
is_withdrawn(const struct ingest_entry *en)
{
	return en->withdrawn ||
	    (en->facts != NULL && (en->facts->marks & STORY_WITHDRAWN) != 0);
}

void
ingest_prepare(struct arena *a, struct ingest_batch *b)
{
	struct identity_entry *idents = ARENA_ARRAY(a, struct identity_entry,
	    b->n_entries + 1);
	bool *copies = ARENA_ARRAY(a, bool, b->n_entries + 1);

	size_t n = 0;

	for (size_t i = 0; i < b->n_entries; i++) {
		identity_prepare(a, &b->entries[i].ident);
		if (!b->entries[i].withdrawn) /* a tombstone repeats an id as it must */
			idents[n++] = b->entries[i].ident;
	}
	(void)identity_learn(idents, n, b->habits, copies);
	n = 0;
	for (size_t i = 0; i < b->n_entries; i++) {
		struct ingest_entry *en = &b->entries[i];

		en->copy = !en->withdrawn && copies[n++];
		en->withdrawn = is_withdrawn(en);
		prepare_entry(a, en, b->habits);
	}
}

/* ---- telling apart ---- */

struct task { /* an entry that is new, or says something else than it did */
	const struct ingest_entry *en;
	uint64_t key; /* its first */
	size_t at;    /* in the document */
	int64_t id;   /* 0: new */
	int64_t now_ms;
	int64_t seen_ms, when_ms; /* first seen, and the date to order by */
};

struct tasks {
	struct task *items;
	size_t n, n_new;
};

/* By date; what the document has last is the oldest. */
static int
task_cmp(const void *pa, const void *pb)
{
	const struct task *a = pa, *b = pb;

	if (a->when_ms != b->when_ms)
		return a->when_ms < b->when_ms ? -1 : 1;
	return a->at > b->at ? -1 : a->at < b->at;
}

/* Replay lives in each entry's own time. */
static int64_t
clock_for(const struct ingest_work *w, const struct ingest_entry *en)
{
	int64_t own = identity_when(&en->ident, INT64_MAX);

	return w->c->virtual_clock && own != INT64_MAX ? own : w->now_ms;
}

/* What was taken down stays so, unless it is published anew; it may be heard of only
 * then. */
static bool
stays_down(const struct ingest_entry *en, const struct store_entry *had)
{
	const struct identity_entry *id = &en->ident;
	int64_t own = id->updated != TIME_NONE ? id->updated : id->published;

	return had->withdrawn && own != TIME_NONE && own <= had->changed_ms;
}

static bool
says_nothing_new(const struct ingest_entry *en, const struct store_entry *had,
    struct str content)
{
	if (en->withdrawn)
		return had->withdrawn;
	return had->withdrawn ? stays_down(en, had) : str_eq(had->content, content);
}

/* 1: to be done, 0: nothing new in it, -1.  any: has the feed any entries? */
static int
tell_apart(struct ingest_work *w, const struct ingest_batch *b, bool any, struct task *t)
{
	const struct ingest_entry *en = t->en;
	struct store_entry had;
	struct str content = hash_text(w->a, en->content);

	if (any &&
	    store_entry_find(w->s, b->feed.id, en->keys, en->n_keys, &t->id, w->e) < 0)
		return -1;
	t->now_ms = t->seen_ms = clock_for(w, en);
	t->when_ms = identity_when(&en->ident, t->seen_ms);
	if (t->id != 0) {
		if (store_entry_head(w->s, w->a, t->id, &had, w->e) < 0)
			return -1;
		if (says_nothing_new(en, &had, content)) {
			w->r->known++;
			return 0;
		}
		t->seen_ms = had.seen_ms;
		t->when_ms =
		    identity_when(&(struct identity_entry){ .published = had.published_ms,
				      .updated = TIME_NONE },
			had.seen_ms);
	}
	if (en->known && !en->withdrawn) {
		w->r->again = true;
		return 0;
	}
	return 1;
}

/* Keys that stand twice in one document: the first wins, the next document brings the
 * other. */
static bool
shares_key(const struct tasks *ts, uint64_t key)
{
	for (size_t i = 0; i < ts->n; i++)
		if (ts->items[i].key == key && ts->items[i].id == 0)
			return true;
	return false;
}

static int
find_tasks(struct ingest_work *w, const struct ingest_batch *b, struct tasks *ts)
{
	bool any = true; /* one alone is as well looked for */

	*ts = (struct tasks){ .items = ARENA_ARRAY(w->a, struct task, b->n_entries + 1) };
	if (b->n_entries > 1 && store_entry_any(w->s, b->feed.id, &any, w->e) < 0)
		return -1;
	for (size_t i = 0; i < b->n_entries; i++) {
		struct task t = { .en = &b->entries[i], .at = i };
		int rc;

		if (t.en->copy || t.en->n_keys == 0)
			continue;
		t.key = t.en->keys[0];
		if ((rc = tell_apart(w, b, any, &t)) < 0)
			return -1;
		if (rc == 0 || (t.id == 0 && shares_key(ts, t.key)))
			continue;
		ts->n_new += t.id == 0;
		ts->items[ts->n++] = t;
	}
	if (ts->n > 1)
		qsort(ts->items, ts->n, sizeof(*ts->items), task_cmp);
	return 0;
}

/* ---- one entry ---- */

static int64_t
max_age(const struct ingest_context *c, const struct ingest_batch *b)
{
	return b->max_age_ms != 0 ? b->max_age_ms : c->max_age_ms;
}

/* A new entry may be part of a backlog; an edit is news unless its entry is too old. */
static bool
is_quiet(const struct ingest_work *w, const struct ingest_batch *b,
    const struct tasks *ts, const struct task *t)
{
	struct identity_round round = { .first_fetch = b->feed.fetched_ms == TIME_NONE,
		.ring_backlog = b->ring_backlog,
		.address_changed = b->address_changed,
		.n_new = ts->n_new,
		.max_age_ms = max_age(w->c, b),
		.now_ms = w->now_ms };

	if (t->id != 0)
		round.first_fetch = round.address_changed = false;
	return identity_quiet(&round, &t->en->ident) != IDENTITY_RINGS;
}

static struct str
public_name(struct ingest_work *w, const struct ingest_batch *b, const struct task *t)
{
	char *id = arena_alloc(w->scratch, ULID_LEN + 1);

	if (t->en->name.n > 0)
		return t->en->name;
	return ulid_of(id, t->when_ms,
	    arena_join(w->scratch,
		(struct str[]){ b->feed.name, STR("\n"), t->en->first_key }, 3));
}

/* They are written when all entries of all documents are: save_keys(). */
static void
note_keys(struct ingest_work *w, int64_t feed, int64_t id, const struct ingest_entry *en)
{
	struct key_list *l = w->keys;

	for (size_t i = 0; i < en->n_keys; i++) {
		l->items = arena_grow(w->a, l->items, l->n, &l->cap, sizeof(*l->items));
		l->items[l->n++] = (struct store_key){ feed, en->keys[i], id };
	}
}

static int
save_entry(struct ingest_work *w, const struct ingest_batch *b, const struct task *t,
    struct store_entry *row, bool quiet)
{
	static const struct fact_list none;
	const struct ingest_entry *en = t->en;
	const struct fact_list *facts = en->facts != NULL && !en->withdrawn ? en->facts
									    : &none;
	struct buf bytes;
	int rc = -1;

	buf_init(&bytes, FACTS_MAX);
	if (facts->n > 0 && !w->c->unheard)
		fact_list_put(&bytes, facts);
	row->url = en->url.n > 0 ? en->url : en->ident.link;
	row->title = en->title;
	row->text = en->text;
	row->lang = en->lang;
	row->changed_ms = w->now_ms;
	row->content = hash_text(w->scratch, en->content);
	row->facts = buf_str(&bytes);
	row->n_facts = facts->n;
	w->r->facts += facts->n;
	if (buf_ok(&bytes, w->e) < 0) {
		rc = -1;
	} else if (t->id == 0) {
		row->feed = b->feed.id;
		row->published_ms = identity_stated(&en->ident);
		row->seen_ms = t->seen_ms;
		row->quiet = quiet;
		row->name = public_name(w, b, t);
		rc = store_entry_insert(w->s, row, w->e);
		note_keys(w, b->feed.id, row->id, en);
		if (rc == 0 && en->withdrawn)
			rc = store_entry_withdraw(w->s, row->id, w->now_ms, w->e);
		w->r->new_entries++;
	} else if (en->withdrawn) {
		rc = store_entry_withdraw(w->s, t->id, w->now_ms, w->e);
		w->r->edited++;
	} else {
		rc = store_entry_revise(w->s, row, w->e);
		note_keys(w, b->feed.id, t->id, en);
		w->r->edited++;
	}
	buf_clear(&bytes);
	return rc;
}

static int
through_ledger(struct ingest_work *w, const struct ingest_batch *b, const struct task *t,
    const struct store_entry *row, bool quiet)
{
	static const struct fact_list none;
	const struct ingest_entry *en = t->en;
	int64_t age = max_age(w->c, b);
	struct rule_clock clock = {
		.now_ms = w->now_ms, .max_age_ms = age < 0 ? 0 : age, .quiet = quiet
	};
	struct report report = { .entry = row->name,
		.feed = b->feed.name,
		.origin = en->origin,
		.title = en->title,
		.url = row->url,
		.lang = en->lang,
		.text = en->text,
		.tags = b->tags,
		.n_tags = b->n_tags,
		.published_ms = t->when_ms,
		.updated_ms = TIME_NONE,
		.seen_ms = t->seen_ms,
		.withdrawn = en->withdrawn,
		.fresh = t->id == 0,
		.facts = &none };
	struct ledger_changes changes = { 0 };
	struct ring *rings = NULL;
	size_t n;

	if (en->facts != NULL && en->facts->n > 0 && !en->withdrawn)
		report.facts = evidence_sentences(w->scratch, en->text, en->facts);
	if (t->id != 0)
		report.updated_ms = en->ident.updated != TIME_NONE &&
			en->ident.updated < w->now_ms
		    ? en->ident.updated
		    : w->now_ms;
	if (work_lock(w) < 0)
		return -1;
	ledger_apply(&w->view.ledger, w->scratch, &report, &changes);
	if (w->view.failed)
		return -1;
	work_save_changes(w, &changes);
	n = rules_evaluate(w->c->rules, &changes, &report, &clock, &w->view.rules,
	    w->scratch, &rings);
	return w->view.failed ? -1 : work_rings(w, rings, n);
}

static int
do_task(struct ingest_work *w, const struct ingest_batch *b, const struct tasks *ts,
    const struct task *t)
{
	struct store_entry row = { .id = t->id };
	bool found, quiet, said_facts = false;

	arena_reset(w->scratch);
	if (desk_trim(desk_of(w->s), w->e) < 0)
		return -1;
	w->now_ms = t->now_ms;
	quiet = is_quiet(w, b, ts, t);
	if (t->id != 0) {
		struct store_entry had;

		if (store_entry_get(w->s, w->scratch, t->id, &had, &found, w->e) < 0)
			return -1;
		row = had;
		said_facts = had.n_facts > 0;
	}
	if (save_entry(w, b, t, &row, quiet) < 0)
		return -1;
	w->entry = row.id;
	w->r->quiet += quiet;
	if (!said_facts && (t->en->facts == NULL || t->en->facts->n == 0))
		return 0;
	return through_ledger(w, b, t, &row, quiet);
}

/* ---- one document ---- */

static int
save_feed(struct ingest_work *w, const struct ingest_batch *b)
{
	struct store_feed f = b->feed;
	size_t fenced = 0;

	if (b->keep_feed)
		return 0;
	if (f.fetched_ms == TIME_NONE && b->n_entries > 0)
		f.fetched_ms = w->c->now_ms;
	if (store_feeds_save(w->s, &f, 1, &fenced, w->e) < 0)
		return -1;
	w->r->fenced = fenced > 0;
	return 0;
}

/* A document under way. */
struct document {
	struct ingest_work w;
	const struct ingest_batch *b;
	struct tasks tasks;
	struct key_list keys;
};

/* Tells apart, saves the feed's row; what is to be done then lies in .tasks. */
static int
open_document(struct document *d)
{
	struct ingest_work *w = &d->w;
	const struct ingest_batch *b = d->b;

	w->now_ms = b->at_ms != 0 ? b->at_ms : w->c->now_ms;
	if (store_feed_lock(w->s, b->feed.id, w->e) < 0 ||
	    find_tasks(w, b, &d->tasks) < 0)
		return -1;
	if (!w->r->again && save_feed(w, b) < 0)
		return -1;
	if (w->r->again || w->r->fenced) {
		d->tasks.n = 0;
		return 0;
	}
	for (size_t i = 0; i < b->n_notices; i++)
		if (work_alert(w, &b->notices[i]) < 0)
			return -1;
	if (b->changed.n > 0 &&
	    (work_lock(w) < 0 ||
		live_event_add(w->s, LIVE_FEED_CHANGED, b->feed.name, b->changed,
		    w->now_ms, w->e) < 0))
		return -1;
	return 0;
}

void
work_begin(struct ingest_work *w, struct store *s, struct arena *a, struct arena *scratch,
    const struct ingest_context *c, struct ingest_result *r, struct err *e)
{
	*w = (struct ingest_work){ .s = s,
		.a = a,
		.scratch = scratch,
		.c = c,
		.r = r,
		.e = e,
		.now_ms = c->now_ms };
	*r = (struct ingest_result){ .wait_ms = TIME_NONE };
	store_view_init(&w->view, s, e);
}

struct desk_work {
	store_work *work;
	void *arg;
	bool again;
};

static int
work_and_flush(struct store *s, void *arg, struct err *e)
{
	struct desk_work *dw = arg;

	if (dw->again)
		desk_forget(s);
	dw->again = true;
	return dw->work(s, dw->arg, e) < 0 ? -1 : desk_settle(desk_of(s), e);
}

int
work_transact(struct store *s, store_work *work, void *arg, struct err *e)
{
	struct desk_work dw = { .work = work, .arg = arg };
	int rc = store_transact(s, work_and_flush, &dw, e);

	if (rc < 0)
		desk_forget(s);
	return rc;
}

struct documents {
	struct arena *a;
	const struct ingest_context *c;
	const struct ingest_batch *const *b;
	struct ingest_result *r;
	size_t n;
};

/* An entry of one of them. */
struct turn {
	struct document *d;
	const struct task *t;
	size_t n;
};

static int
turn_cmp(const void *pa, const void *pb)
{
	const struct turn *a = pa, *b = pb;

	if (a->t->when_ms != b->t->when_ms)
		return a->t->when_ms < b->t->when_ms ? -1 : 1;
	return a->n < b->n ? -1 : a->n > b->n;
}

/*
 * All entries in the order of their dates, whichever document has them: what the ledger
 * reads for a day it needs once, and who told first comes first.
 */
static int
do_tasks(struct arena *a, struct document *docs, size_t n)
{
	size_t n_turns = 0, most = 1;
	struct turn *turns;
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		most += docs[i].tasks.n;
	turns = ARENA_ARRAY(a, struct turn, most);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < docs[i].tasks.n; k++, n_turns++)
			turns[n_turns] = (struct turn){ &docs[i], &docs[i].tasks.items[k],
				n_turns };
	qsort(turns, n_turns, sizeof(*turns), turn_cmp);
	for (size_t i = 0; i < n_turns && rc == 0; i++)
		rc = do_task(&turns[i].d->w, turns[i].d->b, &turns[i].d->tasks,
		    turns[i].t);
	return rc;
}

/* One feed's documents follow each other, and so does what a replay was given. */
static size_t
at_once(const struct documents *d, size_t from)
{
	size_t n = from + 1;

	while (!d->c->virtual_clock && n < d->n) {
		for (size_t i = from; i < n; i++)
			if (d->b[i]->feed.id == d->b[n]->feed.id)
				return n - from;
		n++;
	}
	return n - from;
}

static int
by_feed(const void *pa, const void *pb)
{
	const struct key_list *a = *(struct key_list *const *)pa,
			      *b = *(struct key_list *const *)pb;
	int64_t x = a->items[0].feed, y = b->items[0].feed;

	return x < y ? -1 : x > y;
}

/* In the order of their index; a document's are of one feed. */
static int
save_keys(struct store *s, struct arena *a, struct document *docs, size_t n,
    struct err *e)
{
	struct key_list **lists = ARENA_ARRAY(a, struct key_list *, n), all = { .n = 0 };
	size_t n_lists = 0;

	for (size_t i = 0; i < n; i++)
		if (docs[i].keys.n > 0) {
			lists[n_lists++] = &docs[i].keys;
			all.cap += docs[i].keys.n;
		}
	if (n_lists == 0)
		return 0;
	qsort(lists, n_lists, sizeof(*lists), by_feed);
	all.items = ARENA_ARRAY(a, struct store_key, all.cap);
	for (size_t i = 0; i < n_lists; i++) {
		struct store_key *to = all.items + all.n;

		memcpy(to, lists[i]->items, lists[i]->n * sizeof(*to));
		store_keys_sort(to, lists[i]->n);
		all.n += lists[i]->n;
	}
	return store_entry_keys_add(s, all.items, all.n, e);
}

static int
some_documents(struct store *s, const struct documents *d, size_t from, size_t n,
    struct err *e)
{
	struct document *docs = ARENA_ARRAY(d->a, struct document, n);
	struct arena scratch;
	int rc = 0;

	arena_init(&scratch);
	for (size_t i = 0; i < n && rc == 0; i++) {
		docs[i].b = d->b[from + i];
		work_begin(&docs[i].w, s, d->a, &scratch, d->c, &d->r[from + i], e);
		docs[i].w.keys = &docs[i].keys;
		rc = open_document(&docs[i]);
	}
	if (rc == 0)
		rc = do_tasks(d->a, docs, n);
	if (rc == 0)
		rc = save_keys(s, d->a, docs, n, e);
	arena_clear(&scratch);
	return rc;
}

static int
all_documents(struct store *s, void *arg, struct err *e)
{
	const struct documents *d = arg;
	int64_t wait_ms = TIME_NONE;
	int rc = 0;

	for (size_t i = 0, n; i < d->n && rc == 0; i += n) {
		n = at_once(d, i);
		rc = some_documents(s, d, i, n, e);
	}
	if (rc == 0)
		rc = store_wait_next(s, &wait_ms, e);
	for (size_t i = 0; i < d->n; i++)
		d->r[i].wait_ms = wait_ms;
	return rc;
}

int
ingest_many(struct store *s, struct arena *a, const struct ingest_context *c,
    const struct ingest_batch *const *b, struct ingest_result *r, size_t n, struct err *e)
{
	struct documents d = { .a = a, .c = c, .b = b, .r = r, .n = n };

	return work_transact(s, all_documents, &d, e);
}

int
ingest(struct store *s, struct arena *a, const struct ingest_context *c,
    const struct ingest_batch *b, struct ingest_result *r, struct err *e)
{
	return ingest_many(s, a, c, &b, r, 1, e);
}

/* ---- what a person does ---- */

static int
obey(struct ingest_work *w, const struct ingest_order *o, struct ledger_changes *ch)
{
	struct str note = arena_printf(w->scratch, "%.*s%s%.*s", STR_ARG(o->author),
	    o->author.n > 0 && o->note.n > 0 ? ": " : "", STR_ARG(o->note));
	const struct ledger_hand h = { &w->view.ledger, w->scratch, note, w->now_ms };

	switch (o->act) {
	case INGEST_MERGE:
		return ledger_merge(&h, o->incident, o->other, ch, w->e);
	case INGEST_SPLIT:
		return ledger_split(&h, o->incident, o->entries, o->n_entries, ch, w->e);
	case INGEST_RETRACT:
		return ledger_retract(&h, o->incident, ch, w->e);
	}
	return -1;
}

struct obeying {
	struct arena *a;
	const struct ingest_context *c;
	const struct ingest_order *order;
	struct ingest_result *r;
};

static int
obey_here(struct ingest_work *w, const struct ingest_order *o)
{
	struct rule_clock clock = { .now_ms = w->c->now_ms };
	struct ledger_changes changes = { 0 };
	struct ring *rings = NULL;
	size_t n;

	if (work_lock(w) < 0 || obey(w, o, &changes) < 0 || w->view.failed)
		return -1;
	work_save_changes(w, &changes);
	n = rules_correct(w->c->rules, &changes, &clock, &w->view.rules, w->scratch,
	    &rings);
	return w->view.failed ? -1 : work_rings(w, rings, n);
}

static int
obey_in(struct store *s, void *arg, struct err *e)
{
	const struct obeying *o = arg;
	struct ingest_work w;
	struct arena scratch;
	int rc;

	arena_init(&scratch);
	work_begin(&w, s, o->a, &scratch, o->c, o->r, e);
	rc = obey_here(&w, o->order);
	arena_clear(&scratch);
	return rc;
}

int
ingest_obey(struct store *s, struct arena *a, const struct ingest_context *c,
    const struct ingest_order *o, struct ingest_result *r, struct err *e)
{
	struct obeying all = { .a = a, .c = c, .order = o, .r = r };

	return work_transact(s, obey_in, &all, e);
}
