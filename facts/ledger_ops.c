/* ledger_ops.c -- what people do to the ledger: merge, split, retract.  Recorded, and
 * kept. */
#include "config.h"

#include "facts/fuse.h"
#include "facts/ledger_set.h"

static const struct incident *
open_one(struct ledger_set *s, struct str id, struct err *e)
{
	const struct incident *in = s->v->incident(s->v->ctx, s->a, id);

	if (in == NULL) {
		err_absent(e, "there is no incident %.*s", STR_ARG(id));
		return NULL;
	}
	if (in->state != INCIDENT_OPEN) {
		err_asked(e, "incident %.*s is %s", STR_ARG(id),
		    incident_state_names[in->state]);
		return NULL;
	}
	return in;
}

static void
record(const struct ledger_hand *h, struct incident *in, const char *what,
    struct str other)
{
	struct incident_op *ops = ARENA_ARRAY(h->a, struct incident_op, in->n_ops + 1);

	if (in->n_ops > 0)
		memcpy(ops, in->ops, in->n_ops * sizeof(ops[0]));
	ops[in->n_ops] = (struct incident_op){ h->now_ms, str_of(what), other, h->note };
	in->ops = ops;
	in->n_ops++;
	in->pinned = true;
}

static const struct piece *
by_hand(struct arena *a, const struct piece *p)
{
	struct piece *q = piece_draft(a, p);

	q->pinned = true;
	q->why = ARENA_NEW(a, struct reason);
	q->why[0] = (struct reason){ FUSE_BY_HAND, 0 };
	q->n_why = 1;
	return q;
}

int
ledger_merge(const struct ledger_hand *h, struct str into, struct str from,
    struct ledger_changes *out, struct err *e)
{
	struct ledger_set s = { .v = h->view, .a = h->a };
	const struct incident *before, *give;
	struct incident *keep = NULL, *gone;

	if (str_eq(into, from))
		return err_asked(e, "an incident cannot be merged with itself");
	if ((before = open_one(&s, into, e)) == NULL ||
	    (give = open_one(&s, from, e)) == NULL)
		return -1;
	for (size_t i = 0; i < give->n_pieces; i++)
		keep = incident_with(h->a, keep == NULL ? before : keep,
		    by_hand(h->a, give->pieces[i]));
	if (keep == NULL)
		return err_asked(e, "incident %.*s holds nothing", STR_ARG(from));
	for (size_t i = 0; i < give->n_former; i++)
		incident_add_former(h->a, keep, give->former[i].piece,
		    give->former[i].until_ms);
	record(h, keep, "merge", from);
	gone = incident_without(h->a, give, STR_NONE);
	gone->state = INCIDENT_MERGED;
	gone->into = into;
	record(h, gone, "merged into", into);
	ledger_set_put(&s, keep, before);
	ledger_set_put(&s, gone, give);
	ledger_set_out(&s, STR_NONE, out);
	return 0;
}

int
ledger_split(const struct ledger_hand *h, struct str id, const struct str *entries,
    size_t n, struct ledger_changes *out, struct err *e)
{
	struct ledger_set s = { .v = h->view, .a = h->a };
	const struct incident *in;
	struct incident *rest = NULL, *made = NULL;

	if ((in = open_one(&s, id, e)) == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		bool found = false;

		for (size_t k = 0; k < in->n_pieces; k++) {
			const struct piece *q;

			if (!str_eq(in->pieces[k]->entry, entries[i]))
				continue;
			q = by_hand(h->a, in->pieces[k]);
			found = true;
			made = made == NULL ? incident_begin(h->a, q)
					    : incident_with(h->a, made, q);
		}
		if (!found)
			return err_asked(e, "entry %.*s is not part of incident %.*s",
			    STR_ARG(entries[i]), STR_ARG(id));
		rest = incident_without(h->a, rest == NULL ? in : rest, entries[i]);
	}
	if (made == NULL || rest->n_pieces == 0)
		return err_asked(e, "a split must leave something on both sides");
	/* its own founder was taken out before */
	if (h->view->incident(h->view->ctx, h->a, made->id) != NULL) {
		struct incident *again = incident_begin(h->a,
		    &(struct piece){ .entry = arena_printf(h->a, "%.*s/%lld",
					 STR_ARG(entries[0]), (long long)h->now_ms),
			.since = made->since,
			.published_ms = made->first_ms });

		made->id = again->id;
	}
	made->parent = in->parent;
	record(h, rest, "split", made->id);
	record(h, made, "split from", id);
	ledger_set_put(&s, rest, in);
	ledger_set_put(&s, made, NULL);
	ledger_set_out(&s, STR_NONE, out);
	return 0;
}

int
ledger_retract(const struct ledger_hand *h, struct str id, struct ledger_changes *out,
    struct err *e)
{
	struct ledger_set s = { .v = h->view, .a = h->a };
	const struct incident *in;
	struct incident *gone;

	if ((in = open_one(&s, id, e)) == NULL)
		return -1;
	gone = ARENA_NEW(h->a, struct incident);
	*gone = *in;
	gone->state = INCIDENT_RETRACTED;
	record(h, gone, "retract", STR_NONE);
	for (size_t i = 0; i < in->n_pieces; i++)
		ledger_forget_ground(&s, in->pieces[i]);
	ledger_set_put(&s, gone, in);
	ledger_set_out(&s, STR_NONE, out);
	return 0;
}
