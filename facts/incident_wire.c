/* incident_wire.c -- incidents as bytes for the store: a head, and the pieces; the rest
 * is worked out. */
#include "config.h"

#include "base/limits.h"
#include "facts/incident.h"
#include "facts/wire_parts.h"

/* 1: without former; WITHIN: the pieces stand in the head; APART: it has their numbers */
enum { FIRST = 1, WITHIN, APART };

static void
put_head(struct buf *b, const struct incident *in)
{
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
}

static void
put_piece(struct buf *b, const struct piece *p, const uint32_t *number)
{
	if (number != NULL)
		wire_put_u64(b, *number);
	else
		piece_put(b, p);
}

void
incident_put(struct buf *b, const struct incident *in, const uint32_t *numbers)
{
	wire_put_u64(b, numbers != NULL ? APART : WITHIN);
	put_head(b, in);
	wire_put_u64(b, in->n_pieces);
	for (size_t i = 0; i < in->n_pieces; i++)
		put_piece(b, in->pieces[i], numbers != NULL ? numbers++ : NULL);
	wire_put_u64(b, in->n_former);
	for (size_t i = 0; i < in->n_former; i++) {
		wire_put_i64(b, in->former[i].until_ms);
		put_piece(b, in->former[i].piece, numbers != NULL ? numbers++ : NULL);
	}
}

struct reading {
	struct wire head;
	struct arena *a;
	uint64_t format;
	const struct incident_bytes *bytes;
	uint32_t *numbers; /* room for all */
	size_t n;
};

static struct str
part_bytes(const struct incident_bytes *b, uint64_t number)
{
	size_t low = 0, high = b->n_parts;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (b->parts[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low < b->n_parts && b->parts[low].number == number ? b->parts[low].bytes
								  : STR_NONE;
}

static const struct piece *
get_piece(struct reading *r, const struct piece_mark *known)
{
	struct piece *p = ARENA_NEW(r->a, struct piece);
	struct wire part, *w = &r->head;
	uint64_t number = 0;

	if (r->format == APART) {
		number = wire_u64(&r->head);
		wire_init(&part, part_bytes(r->bytes, number));
		w = &part;
	}
	piece_get(w, r->a, p, known);
	r->head.bad |= w == &part && !wire_ok(w);
	r->numbers[r->n++] = (uint32_t)number;
	return p;
}

static void
get_head(struct wire *w, struct arena *a, struct incident *in)
{
	in->id = wire_str(w);
	in->parent = wire_str(w);
	in->into = wire_str(w);
	in->state = wire_enum(w, INCIDENT_STATE_N);
	in->version = wire_u64(w);
	in->pinned = wire_bool(w);
	in->dropped = wire_u64(w);
	in->floor = wire_day(w);
	in->n_ops = wire_count(w, 1000);
	in->ops = ARENA_ARRAY(a, struct incident_op, in->n_ops);
	for (size_t i = 0; i < in->n_ops; i++) {
		in->ops[i].at_ms = wire_i64(w);
		in->ops[i].what = wire_str(w);
		in->ops[i].other = wire_str(w);
		in->ops[i].note = wire_str(w);
	}
}

static void
get_former(struct reading *r, struct incident *in)
{
	struct former *of;

	in->n_former = wire_count(&r->head, INCIDENT_FORMER);
	in->former = of = ARENA_ARRAY(r->a, struct former, in->n_former);
	for (size_t i = 0; i < in->n_former; i++) {
		of[i].until_ms = wire_i64(&r->head);
		of[i].piece = get_piece(r, NULL);
	}
}

struct incident *
incident_get_pieces(struct arena *a, struct incident_bytes bytes,
    const struct incident *known, uint32_t **numbers)
{
	struct incident *in = ARENA_NEW(a, struct incident);
	struct reading r = { .a = a, .bytes = &bytes };

	wire_init(&r.head, bytes.head);
	r.format = wire_u64(&r.head);
	if (r.format < FIRST || r.format > APART)
		return NULL;
	get_head(&r.head, a, in);
	in->n_pieces = wire_count(&r.head, 2 * INCIDENT_PIECES);
	in->pieces = ARENA_ARRAY(a, const struct piece *, in->n_pieces);
	r.numbers = ARENA_ROOM(a, uint32_t, in->n_pieces + INCIDENT_FORMER);
	for (size_t i = 0; i < in->n_pieces; i++)
		in->pieces[i] = get_piece(&r,
		    known != NULL && i < known->n_pieces ? &known->piece_marks[i] : NULL);
	if (r.format > FIRST)
		get_former(&r, in);
	*numbers = r.numbers;
	return wire_ok(&r.head) ? in : NULL;
}

struct incident *
incident_get(struct arena *a, struct incident_bytes bytes)
{
	uint32_t *numbers;
	struct incident *in = incident_get_pieces(a, bytes, NULL, &numbers);

	if (in != NULL)
		incident_fold(a, in);
	return in;
}
