/*
 * incident_keep.c -- incidents that outlive their report.  What was worked out is copied,
 * not worked out again: the pieces of the copy say the same.
 */
#include "config.h"

#include "facts/incident.h"

size_t
incident_parts(const struct incident *in, const struct arena *parts, size_t *new_parts)
{
	*new_parts = 0;
	for (size_t i = 0; i < in->n_pieces; i++)
		*new_parts += in->pieces[i]->home != parts;
	for (size_t i = 0; i < in->n_former; i++)
		*new_parts += in->former[i].piece->home != parts;
	return in->n_pieces + in->n_former;
}

static void *
keep_items(struct arena *a, const void *items, size_t n, size_t size)
{
	return n == 0 ? NULL : memcpy(arena_room(a, n * size), items, n * size);
}

static void
keep_text(struct arena *a, struct str *s)
{
	*s = s->n == 0 ? STR_NONE : arena_str(a, *s);
}

static struct str *
keep_texts(struct arena *a, const struct str *items, size_t n)
{
	struct str *kept = keep_items(a, items, n, sizeof(*items));

	for (size_t i = 0; i < n; i++)
		keep_text(a, &kept[i]);
	return kept;
}

static void
keep_pieces(struct arena *parts, struct arena *a, struct incident *to,
    const struct incident *in)
{
	struct former *of = ARENA_ARRAY(a, struct former, in->n_former);

	to->former = of;
	to->pieces = ARENA_ARRAY(a, const struct piece *, in->n_pieces);
	for (size_t i = 0; i < in->n_pieces; i++)
		to->pieces[i] = piece_keep(parts, in->pieces[i]);
	for (size_t i = 0; i < in->n_former; i++)
		of[i] = (struct former){ piece_keep(parts, in->former[i].piece),
			in->former[i].until_ms };
}

static void
keep_marks(struct arena *a, struct incident *to)
{
	to->piece_marks = keep_items(a, to->piece_marks, to->n_pieces,
	    sizeof(*to->piece_marks));
	for (size_t i = 0; i < to->n_pieces; i++) {
		struct heading *h = &to->piece_marks[i].heading;

		keep_text(a, &to->piece_marks[i].entry);
		h->words = keep_items(a, h->words, h->n, sizeof(*h->words));
	}
}

static void
keep_ops(struct arena *a, struct incident *to)
{
	to->ops = keep_items(a, to->ops, to->n_ops, sizeof(*to->ops));
	for (size_t i = 0; i < to->n_ops; i++) {
		keep_text(a, &to->ops[i].what);
		keep_text(a, &to->ops[i].other);
		keep_text(a, &to->ops[i].note);
	}
}

static void
keep_places(struct arena *a, struct incident *to)
{
	to->places = keep_items(a, to->places, to->n_places, sizeof(*to->places));
	for (size_t i = 0; i < to->n_places; i++) {
		struct fact_place *p = &to->places[i];

		keep_text(a, &p->name);
		keep_text(a, &p->canonical);
		keep_text(a, &p->id);
		keep_text(a, &p->country);
		keep_text(a, &p->admin1);
	}
	to->keys = keep_texts(a, to->keys, to->n_places);
	to->place_marks = keep_items(a, to->place_marks, to->n_places,
	    sizeof(*to->place_marks));
	keep_text(a, &to->country);
}

static void
keep_figures(struct arena *a, struct incident *to)
{
	to->tolls = keep_items(a, to->tolls, to->n_tolls, sizeof(*to->tolls));
	for (size_t i = 0; i < to->n_tolls; i++) {
		keep_text(a, &to->tolls[i].who);
		keep_text(a, &to->tolls[i].side);
	}
	to->gains = keep_items(a, to->gains, to->n_gains, sizeof(*to->gains));
	for (size_t i = 0; i < to->n_gains; i++) {
		keep_text(a, &to->gains[i].by);
		keep_text(a, &to->gains[i].by_id);
		keep_text(a, &to->gains[i].unit);
	}
}

struct incident *
incident_keep(struct arena *parts, struct arena *a, const struct incident *in)
{
	struct incident *n = ARENA_NEW(a, struct incident);

	*n = *in;
	keep_text(a, &n->id);
	keep_text(a, &n->parent);
	keep_text(a, &n->into);
	n->pieces = NULL;
	n->former = NULL;
	if (parts != NULL)
		keep_pieces(parts, a, n, in);
	keep_marks(a, n);
	keep_ops(a, n);
	keep_places(a, n);
	n->sides = keep_texts(a, n->sides, n->n_sides);
	n->side_marks = keep_items(a, n->side_marks, n->n_sides, sizeof(*n->side_marks));
	n->causes = keep_texts(a, n->causes, n->n_causes);
	keep_figures(a, n);
	return n;
}
