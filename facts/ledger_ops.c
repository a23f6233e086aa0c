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
record(struct arena *a, struct incident *in, const char *what, struct str other,
    struct str note, int64_t now_ms)
{
	struct incident_op *ops = ARENA_ARRAY(a, struct incident_op, in->n_ops + 1);

	if (in->n_ops > 0)
		memcpy(ops, in->ops, in->n_ops * sizeof(ops[0]));
	ops[in->n_ops] = (struct incident_op){ now_ms, str_of(what), other, note };
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
ledger_merge(const struct ledger_view *v, struct arena *a, struct str into,
    struct str from, struct str note, int64_t now_ms, struct ledger_changes *out,
    struct err *e)
{
	struct ledger_set s = { .v = v, .a = a };
	const struct incident *before, *give;
	struct incident *keep = NULL, *gone;

	if (str_eq(into, from))
		return err_asked(e, "an incident cannot be merged with itself");
	if ((before = open_one(&s, into, e)) == NULL ||
	    (give = open_one(&s, from, e)) == NULL)
		return -1;
	for (size_t i = 0; i < give->n_pieces; i++)
		keep = incident_with(a, keep == NULL ? before : keep,
		    by_hand(a, give->pieces[i]));
	if (keep == NULL)
		return err_asked(e, "incident %.*s holds nothing", STR_ARG(from));
	for (size_t i = 0; i < give->n_former; i++)
		incident_add_former(a, keep, give->former[i].piece,
		    give->former[i].until_ms);
	record(a, keep, "merge", from, note, now_ms);
	gone = incident_without(a, give, STR_NONE);
	gone->state = INCIDENT_MERGED;
	gone->into = into;
	record(a, gone, "merged into", into, note, now_ms);
	ledger_set_put(&s, keep, before);
	ledger_set_put(&s, gone, give);
	ledger_set_out(&s, STR_NONE, out);
	return 0;
}

int
ledger_split(const struct ledger_view *v, struct arena *a, struct str id,
    const struct str *entries, size_t n, struct str note, int64_t now_ms,
    struct ledger_changes *out, struct err *e)
{
	struct ledger_set s = { .v = v, .a = a };
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
			q = by_hand(a, in->pieces[k]);
			found = true;
			made = made == NULL ? incident_begin(a, q)
					    : incident_with(a, made, q);
		}
		if (!found)
			return err_asked(e, "entry %.*s is not part of incident %.*s",
			    STR_ARG(entries[i]), STR_ARG(id));
		rest = incident_without(a, rest == NULL ? in : rest, entries[i]);
	}
	if (made == NULL || rest->n_pieces == 0)
		return err_asked(e, "a split must leave something on both sides");
	/* its own founder was taken out before */
	if (v->incident(v->ctx, a, made->id) != NULL) {
		struct incident *again = incident_begin(a,
		    &(struct piece){ .entry = arena_printf(a, "%.*s/%lld",
					 STR_ARG(entries[0]), (long long)now_ms),
			.since = made->since,
			.published_ms = made->first_ms });

		made->id = again->id;
	}
	made->parent = in->parent;
	record(a, rest, "split", made->id, note, now_ms);
	record(a, made, "split from", id, note, now_ms);
	ledger_set_put(&s, rest, in);
	ledger_set_put(&s, made, NULL);
	ledger_set_out(&s, STR_NONE, out);
	return 0;
}

int
ledger_retract(const struct ledger_view *v, struct arena *a, struct str id,
    struct str note, int64_t now_ms, struct ledger_changes *out, struct err *e)
{
	struct ledger_set s = { .v = v, .a = a };
	const struct incident *in;
	struct incident *gone;

	if ((in = open_one(&s, id, e)) == NULL)
		return -1;
	gone = ARENA_NEW(a, struct incident);
	*gone = *in;
	gone->state = INCIDENT_RETRACTED;
	record(a, gone, "retract", STR_NONE, note, now_ms);
	for (size_t i = 0; i < in->n_pieces; i++)
		ledger_forget_ground(&s, in->pieces[i]);
	ledger_set_put(&s, gone, in);
	ledger_set_out(&s, STR_NONE, out);
	return 0;
}
