/* incident_wire.c -- incidents as bytes for the store: the pieces; the rest is worked
 * out. */
#include "config.h"

#include "base/limits.h"
#include "facts/incident.h"
#include "facts/wire_parts.h"

#define FORMAT 2 /* 1: without former */

void
incident_put(struct buf *b, const struct incident *in)
{
	wire_put_u64(b, FORMAT);
	wire_put_str(b, in->id);
	wire_put_str(b, in->parent);
	wire_put_str(b, in->into);
	wire_put_u64(b, in->state);
	wire_put_u64(b, in->version);
	wire_put_bool(b, in->pinned);
	wire_put_u64(b, in->dropped);
	wire_put_day(b, in->floor);
	wire_put_u64(b, in->n_ops);
	for (size_t i = 0; i < in->n_ops; i++) {
		wire_put_i64(b, in->ops[i].at_ms);
		wire_put_str(b, in->ops[i].what);
		wire_put_str(b, in->ops[i].other);
		wire_put_str(b, in->ops[i].note);
	}
	wire_put_u64(b, in->n_pieces);
	for (size_t i = 0; i < in->n_pieces; i++)
		piece_put(b, in->pieces[i]);
	wire_put_u64(b, in->n_former);
	for (size_t i = 0; i < in->n_former; i++) {
		wire_put_i64(b, in->former[i].until_ms);
		piece_put(b, in->former[i].piece);
	}
}

static const struct piece *
get_piece(struct wire *w, struct arena *a, const struct piece_mark *known)
{
	struct piece *p = ARENA_NEW(a, struct piece);

	piece_get(w, a, p, known);
	return p;
}

static void
get_former(struct wire *w, struct arena *a, struct incident *in)
{
	struct former *of;

	in->n_former = wire_count(w, INCIDENT_FORMER);
	in->former = of = ARENA_ARRAY(a, struct former, in->n_former);
	for (size_t i = 0; i < in->n_former; i++) {
		of[i].until_ms = wire_i64(w);
		of[i].piece = get_piece(w, a, NULL);
	}
}

struct incident *
incident_get_pieces(struct arena *a, struct str bytes, const struct incident *known)
{
	struct incident *in = ARENA_NEW(a, struct incident);
	struct wire w;
	uint64_t format;

	wire_init(&w, bytes);
	format = wire_u64(&w);
	if (format < 1 || format > FORMAT)
		return NULL;
	in->id = wire_str(&w);
	in->parent = wire_str(&w);
	in->into = wire_str(&w);
	in->state = wire_enum(&w, INCIDENT_STATE_N);
	in->version = wire_u64(&w);
	in->pinned = wire_bool(&w);
	in->dropped = wire_u64(&w);
	in->floor = wire_day(&w);
	in->n_ops = wire_count(&w, 1000);
	in->ops = ARENA_ARRAY(a, struct incident_op, in->n_ops);
	for (size_t i = 0; i < in->n_ops; i++) {
		in->ops[i].at_ms = wire_i64(&w);
		in->ops[i].what = wire_str(&w);
		in->ops[i].other = wire_str(&w);
		in->ops[i].note = wire_str(&w);
	}
	in->n_pieces = wire_count(&w, 2 * INCIDENT_PIECES);
	in->pieces = ARENA_ARRAY(a, const struct piece *, in->n_pieces);
	for (size_t i = 0; i < in->n_pieces; i++)
		in->pieces[i] = get_piece(&w, a,
		    known != NULL && i < known->n_pieces ? &known->piece_marks[i] : NULL);
	if (format > 1)
		get_former(&w, a, in);
	return wire_ok(&w) ? in : NULL;
}

struct incident *
incident_get(struct arena *a, struct str bytes)
{
	struct incident *in = incident_get_pieces(a, bytes, NULL);

	if (in != NULL)
		incident_fold(a, in);
	return in;
}
