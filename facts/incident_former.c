/*
 * incident_former.c -- what was known of an incident at a moment: reports as they stood
 * then.  A figure that an outlet takes back by editing its article was known until it
 * did.
 */
#include "config.h"

#include "facts/claim_fuse.h"

/* ---- what was said ---- */

static const struct piece *
figures_of(struct arena *a, const struct piece *p)
{
	struct piece *q = ARENA_NEW(a, struct piece);

	*q = (struct piece){ .entry = p->entry,
		.part = p->part,
		.feed = p->feed,
		.origin = p->origin,
		.url = p->url,
		.published_ms = p->published_ms,
		.updated_ms = p->updated_ms,
		.seen_ms = p->seen_ms,
		.print = p->print,
		.marks = p->marks,
		.since = p->since,
		.until = p->until,
		.claims = p->claims,
		.n_claims = p->n_claims };
	return q;
}

static bool
same_figures(const struct piece *a, const struct piece *b)
{
	if (a->n_claims != b->n_claims || a->part != b->part ||
	    !str_eq(a->entry, b->entry))
		return false;
	for (size_t i = 0; i < a->n_claims; i++) {
		const struct claim *x = &a->claims[i], *y = &b->claims[i];

		if (x->topic != y->topic || x->best != y->best || x->low != y->low ||
		    x->high != y->high)
			return false;
	}
	return true;
}

/* An edit that left the figures alone: it was said for longer. */
static bool
said_for_longer(struct former *of, size_t n, const struct piece *p, int64_t until_ms)
{
	for (size_t i = n; i-- > 0;)
		if (of[i].until_ms == piece_said_ms(p) && same_figures(of[i].piece, p)) {
			struct former longer = { of[i].piece, until_ms };

			memmove(of + i, of + i + 1, (n - i - 1) * sizeof(*of));
			of[n - 1] = longer;
			return true;
		}
	return false;
}

void
incident_add_former(struct arena *a, struct incident *in, const struct piece *p,
    int64_t until_ms)
{
	size_t over = in->n_former == INCIDENT_FORMER, n = in->n_former - over;
	struct former *of;

	if (p->n_claims == 0 || until_ms <= piece_said_ms(p))
		return;
	of = ARENA_ARRAY(a, struct former, n + 1);
	if (n > 0)
		memcpy(of, in->former + over, n * sizeof(*of));
	if (!said_for_longer(of, n, p, until_ms))
		of[n++] = (struct former){ figures_of(a, p), until_ms };
	in->former = of;
	in->n_former = n;
}

/* ---- what was known ---- */

static void
put_in_order(const struct piece **to, size_t *n, const struct piece *p)
{
	size_t at = (*n)++;

	for (; at > 0 && piece_cmp(to[at - 1], p) > 0; at--)
		to[at] = to[at - 1];
	to[at] = p;
}

const struct fused *
incident_toll_known(struct arena *a, const struct incident *in, enum toll_field f,
    int64_t at_ms, struct str *source)
{
	struct incident then = { .n_pieces = 0 };
	const struct fused *t;

	then.pieces = ARENA_ARRAY(a, const struct piece *, in->n_pieces + in->n_former);
	for (size_t i = 0; i < in->n_pieces; i++)
		if (piece_said_ms(in->pieces[i]) <= at_ms)
			put_in_order(then.pieces, &then.n_pieces, in->pieces[i]);
	for (size_t i = 0; i < in->n_former; i++)
		if (piece_said_ms(in->former[i].piece) <= at_ms &&
		    at_ms < in->former[i].until_ms)
			put_in_order(then.pieces, &then.n_pieces, in->former[i].piece);
	t = incident_toll_at(a, &then, f, STR_NONE, STR_NONE, INT64_MAX);
	if (t != NULL)
		*source = claim_source(then.pieces[t->piece],
		    &then.pieces[t->piece]->claims[t->claim]);
	return t;
}

static int
compare_times(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

size_t
incident_moments(struct arena *a, const struct incident *in, int64_t **moments)
{
	int64_t *at = ARENA_ARRAY(a, int64_t, in->n_pieces + 2 * in->n_former + 1);
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < in->n_pieces; i++)
		at[n++] = piece_said_ms(in->pieces[i]);
	for (size_t i = 0; i < in->n_former; i++) {
		at[n++] = piece_said_ms(in->former[i].piece);
		at[n++] = in->former[i].until_ms;
	}
	if (n > 1)
		qsort(at, n, sizeof(*at), compare_times);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || at[kept - 1] != at[i])
			at[kept++] = at[i];
	*moments = at;
	return kept;
}
