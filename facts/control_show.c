/* control_show.c -- control of a place as bytes, as JSON and as text. */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "facts/control.h"
#include "facts/wire_parts.h"

#define FORMAT 1

static void
put_note(struct buf *b, const struct control_note *n)
{
	if (n->bytes.n > 0) {
		buf_add(b, n->bytes);
		return;
	}
	ground_put(b, &n->ground);
	wire_put_str(b, n->entry);
	wire_put_str(b, n->feed);
	wire_put_str(b, n->url);
	wire_put_str(b, n->origin);
	wire_put_str(b, n->incident);
	wire_put_i64(b, n->published_ms);
	wire_put_u64(b, n->order);
}

static void
put_head(struct buf *b, const struct control *c)
{
	wire_put_u64(b, FORMAT);
	wire_put_str(b, c->key);
	wire_put_u64(b, c->version);
	wire_put_place(b, &c->place);
	wire_put_str(b, c->base.holder);
	wire_put_str(b, c->base.holder_id);
	wire_put_i64(b, c->base.start_ms);
	wire_put_str(b, c->base.source);
	wire_put_str(b, c->base.entry);
	wire_put_bool(b, c->base.claimed);
}

void
control_put(struct buf *b, const struct control *c)
{
	put_head(b, c);
	wire_put_u64(b, c->n_notes);
	for (size_t i = 0; i < c->n_notes; i++)
		put_note(b, c->notes[i]);
}

static const struct control_note *
get_note(struct wire *w, struct arena *a)
{
	struct control_note *n = ARENA_NEW(a, struct control_note);
	struct str from = w->in;

	ground_get(w, &n->ground);
	n->entry = wire_str(w);
	n->feed = wire_str(w);
	n->url = wire_str(w);
	n->origin = wire_str(w);
	n->incident = wire_str(w);
	n->published_ms = wire_i64(w);
	n->order = wire_u64(w);
	n->home = a;
	n->bytes = wire_since(w, from);
	return n;
}

static bool
get_head(struct wire *w, struct control *c)
{
	if (wire_u64(w) != FORMAT)
		return false;
	c->key = wire_str(w);
	c->version = wire_u64(w);
	wire_place(w, &c->place);
	c->base.holder = wire_str(w);
	c->base.holder_id = wire_str(w);
	c->base.start_ms = wire_i64(w);
	c->base.source = wire_str(w);
	c->base.entry = wire_str(w);
	c->base.claimed = wire_bool(w);
	c->base.since = day_of(c->base.start_ms);
	return true;
}

struct control *
control_get(struct arena *a, struct str bytes)
{
	struct side_memo sides;
	struct control *c = ARENA_NEW(a, struct control);
	struct wire w;

	wire_init(&w, bytes);
	if (!get_head(&w, c))
		return NULL;
	c->n_notes = wire_count(&w, CONTROL_NOTES);
	c->notes = ARENA_ARRAY(a, const struct control_note *, c->n_notes);
	for (size_t i = 0; i < c->n_notes; i++)
		c->notes[i] = get_note(&w, a);
	if (!wire_ok(&w))
		return NULL;
	side_memo_init(&sides);
	control_fold(a, &sides, c);
	side_memo_clear(&sides);
	return c;
}

static const struct control_note *
keep_note(struct arena *a, const struct control_note *n, struct buf *b)
{
	struct wire w;

	if (n->home == a)
		return n;
	buf_reset(b);
	put_note(b, n);
	wire_init(&w, arena_str(a, buf_str(b)));
	return get_note(&w, a);
}

size_t
control_new_notes(const struct control *c, const struct arena *parts)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_notes; i++)
		n += c->notes[i]->home != parts;
	return n;
}

static struct control_span
keep_span(struct arena *a, struct control_span s)
{
	struct str *texts[] = { &s.holder, &s.holder_id, &s.source, &s.entry };

	for (size_t i = 0; i < NELEM(texts) && s.home != a; i++)
		*texts[i] = texts[i]->n == 0 ? STR_NONE : arena_str(a, *texts[i]);
	s.home = a;
	return s;
}

/* As control_fold() would have it again. */
static void
keep_folded(struct arena *parts, struct arena *a, struct control *n,
    const struct control *c)
{
	n->history = ARENA_ROOM(a, struct control_span, c->n_history);
	for (n->n_history = 0; n->n_history < c->n_history; n->n_history++)
		n->history[n->n_history] = keep_span(parts, c->history[n->n_history]);
	n->now = c->n_history > 0 ? n->history[c->n_history - 1] : c->now;
	n->partial = c->partial;
	n->contested = c->contested;
	n->contested_by = arena_str(a, c->contested_by);
	n->last_seen = c->last_seen;
	n->sources = c->sources;
	n->pending = c->pending;
	n->vacated = c->vacated;
}

struct control *
control_keep(struct arena *parts, struct arena *a, const struct control *c)
{
	struct control *n = ARENA_NEW(a, struct control);
	struct buf b;
	struct wire w;

	buf_init(&b, LIMIT_MESSAGE);
	put_head(&b, c);
	wire_init(&w, arena_str(a, buf_str(&b)));
	get_head(&w, n);
	n->notes = ARENA_ARRAY(a, const struct control_note *, c->n_notes);
	for (; n->n_notes < c->n_notes; n->n_notes++)
		n->notes[n->n_notes] = keep_note(parts, c->notes[n->n_notes], &b);
	buf_clear(&b);
	keep_folded(parts, a, n, c);
	return n;
}

static void
json_span(struct json *j, const struct control_span *s)
{
	char day[DAY_TEXT];

	json_open(j, '{');
	if (s->holder.n > 0)
		json_kstr(j, "holder", s->holder);
	else
		json_knull(j, "holder");
	json_kopt(j, "holder_id", s->holder_id);
	if (s->since.year != 0)
		json_kstr(j, "since", day_text(day, s->since));
	else
		json_knull(j, "since");
	json_kopt(j, "source", s->source);
	json_kopt(j, "entry", s->entry);
	json_kbool(j, "claimed", s->claimed);
	json_close(j);
}

void
control_json(struct json *j, const struct control *c)
{
	json_open(j, '{');
	json_kstr(j, "key", c->key);
	json_kstr(j, "place",
	    c->place.canonical.n > 0 ? c->place.canonical : c->place.name);
	json_kopt(j, "id", c->place.id);
	json_kopt(j, "country", c->place.country);
	json_kopt(j, "admin1", c->place.admin1);
	if (c->place.lat == c->place.lat && c->place.lon == c->place.lon) {
		json_knum(j, "lat", c->place.lat);
		json_knum(j, "lon", c->place.lon);
	}
	json_key(j, "now");
	json_span(j, &c->now);
	json_kbool(j, "partial", c->partial);
	json_kbool(j, "contested", c->contested);
	json_kopt(j, "contested_by", c->contested_by);
	json_kint(j, "sources", (int64_t)c->sources);
	json_key(j, "history");
	json_open(j, '[');
	for (size_t i = 0; i < c->n_history; i++)
		json_span(j, &c->history[i]);
	json_close(j);
	json_close(j);
}

void
control_explain(struct buf *out, const struct control *c)
{
	char day[DAY_TEXT], at[DATE_TEXT];

	buf_printf(out, "%.*s (%.*s)\n", STR_ARG(c->place.name), STR_ARG(c->key));
	for (size_t i = 0; i < c->n_history; i++) {
		const struct control_span *s = &c->history[i];

		buf_printf(out, "  %s%.*s: %.*s%s%s%.*s\n",
		    s->since.year != 0 ? "since " : "before",
		    STR_ARG(day_text(day, s->since)),
		    STR_ARG(s->holder.n > 0 ? s->holder : STR("holder not known")),
		    s->claimed ? ", as it claims itself" : "",
		    s->source.n > 0 ? ", says " : "", STR_ARG(s->source));
	}
	if (c->contested)
		buf_printf(out, "  contested%s%.*s%s\n",
		    c->contested_by.n > 0 ? " by " : "", STR_ARG(c->contested_by),
		    c->partial ? ", who holds a part" : "");
	buf_cstr(out, "notes\n");
	for (size_t i = 0; i < c->n_notes; i++) {
		const struct control_note *n = c->notes[i];

		buf_printf(out, "  %.*s  %s (%s), %.*s: \"%.*s\"\n",
		    STR_ARG(date_rfc3339(at, n->published_ms)),
		    change_names[n->ground.change], stance_names[n->ground.stance],
		    STR_ARG(n->feed), STR_ARG(n->ground.quote));
	}
}
