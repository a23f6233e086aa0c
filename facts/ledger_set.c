/* ledger_set.c -- see ledger_set.h. */
#include "config.h"

#include "facts/ledger_set.h"

static const struct incident *
holder_of(const struct ledger_set *s, struct str entry)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->items[i].now->n_pieces; k++) {
			const struct piece *p = s->items[i].now->pieces[k];

			if (str_eq(p->entry, entry) && p->n_grounds > 0)
				return s->items[i].now;
		}
	return NULL;
}

static struct ledger_place *
place_of(struct ledger_set *s, struct str key, const struct fact_place *place)
{
	struct ledger_place *at;

	for (size_t i = 0; i < s->n_places; i++)
		if (str_eq(s->places[i].now->key, key))
			return &s->places[i];
	s->places = arena_grow(s->a, s->places, s->n_places, &s->cap_places,
	    sizeof(*s->places));
	at = &s->places[s->n_places++];
	*at = (struct ledger_place){ .before = s->v->control(s->v->ctx, s->a, key) };
	at->now = ARENA_NEW(s->a, struct control);
	if (at->before != NULL) {
		*at->now = *at->before;
	} else {
		*at->now = (struct control){ .key = key, .place = *place };
		control_fold(s->a, s->v->sides, at->now);
	}
	return at;
}

void
ledger_note_ground(struct ledger_set *s, const struct piece *p)
{
	const struct incident *in = p->n_grounds > 0 ? holder_of(s, p->entry) : NULL;

	for (size_t i = 0; i < p->n_grounds; i++) {
		struct ledger_place *at;
		struct control_note *note;

		if (p->grounds[i].key.n == 0)
			continue;
		at = place_of(s, p->grounds[i].key, &p->grounds[i].place);
		note = ARENA_NEW(s->a, struct control_note);
		*note = (struct control_note){ .ground = p->grounds[i],
			.entry = p->entry,
			.feed = p->feed,
			.url = p->url,
			.origin = p->origin,
			.incident = in != NULL ? in->id : STR_NONE,
			.published_ms = p->published_ms,
			.order = i };
		at->now = control_note(s->a, s->v->sides, at->now, note);
		at->note = note;
		at->incident = note->incident;
	}
}

void
ledger_forget_ground(struct ledger_set *s, const struct piece *p)
{
	for (size_t i = 0; i < p->n_grounds; i++) {
		struct ledger_place *at;

		if (p->grounds[i].key.n == 0)
			continue;
		at = place_of(s, p->grounds[i].key, &p->grounds[i].place);
		at->now = control_forget(s->a, s->v->sides, at->now, p->entry);
	}
}

static bool
same(const struct incident *a, const struct incident *b)
{
	if (a->state != b->state || a->n_pieces != b->n_pieces ||
	    !str_eq(a->parent, b->parent) || !str_eq(a->into, b->into) ||
	    a->n_ops != b->n_ops || a->pinned != b->pinned)
		return false;
	for (size_t i = 0; i < a->n_pieces; i++)
		if (piece_cmp(a->pieces[i], b->pieces[i]) != 0 ||
		    a->pieces[i]->updated_ms != b->pieces[i]->updated_ms ||
		    a->pieces[i]->seen_ms != b->pieces[i]->seen_ms)
			return false;
	return true;
}

static const struct incident *
by_id(const struct ledger_set *s, struct str id)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->items[i].now->id, id))
			return s->items[i].now;
	return NULL;
}

void
ledger_set_out(struct ledger_set *s, struct str entry, struct ledger_changes *out)
{
	*out = (struct ledger_changes){ .n_incidents = 0 };
	out->incidents = ARENA_ARRAY(s->a, struct incident_change, s->n);
	out->controls = ARENA_ARRAY(s->a, struct control_change, s->n_places);
	for (size_t i = 0; i < s->n; i++) {
		struct ledger_item *it = &s->items[i];
		struct incident_change *c;

		if (it->before == NULL && it->now->n_pieces == 0)
			continue;
		if (it->before != NULL && same(it->before, it->now))
			continue;
		c = &out->incidents[out->n_incidents++];
		*c = (struct incident_change){ .before = it->before, .after = it->now };
		it->now->version = it->before == NULL ? 1 : it->before->version + 1;
		for (size_t k = 0; k < it->now->n_pieces && entry.n > 0; k++)
			c->reported |= str_eq(it->now->pieces[k]->entry, entry);
	}
	for (size_t i = 0; i < s->n_places; i++) {
		struct ledger_place *p = &s->places[i];

		p->now->version = p->before == NULL ? 1 : p->before->version + 1;
		out->controls[out->n_controls++] = (struct control_change){
			.before = p->before,
			.after = p->now,
			.note = p->note,
			.incident = by_id(s, p->incident)
		};
	}
}
