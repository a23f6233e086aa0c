/* desk_parts.c -- see desk_parts.h. */
#include "config.h"

#include <stdlib.h>

#include "base/limits.h"
#include "daemon/desk_parts.h"

static size_t
parts_of(const struct incident *in)
{
	return in == NULL || in->pieces == NULL ? 0 : in->n_pieces + in->n_former;
}

static const struct piece *
part_at(const struct incident *in, size_t i)
{
	return i < in->n_pieces ? in->pieces[i] : in->former[i - in->n_pieces].piece;
}

/* Most stand in the order in which they stood. */
static uint32_t
number_of(const struct incident *was, uint32_t *numbers, size_t *at,
    const struct piece *piece)
{
	size_t n = parts_of(was);

	for (size_t k = 0; k < n; k++) {
		size_t i = (*at + k) % n;
		uint32_t number = numbers[i];

		if (part_at(was, i) != piece)
			continue;
		numbers[i] = 0;
		*at = i + 1;
		return number;
	}
	return 0;
}

void
desk_parts_turn(struct desk_parts *p, struct arena *a, const struct incident *was,
    const struct incident *is)
{
	size_t n_was = parts_of(was), n = parts_of(is), at = 0, n_gone = 0;
	uint32_t *numbers = ARENA_ROOM(a, uint32_t, n + p->n_gone + n_was);
	uint32_t *gone = numbers + n;

	for (size_t i = 0; i < n; i++)
		numbers[i] = number_of(was, p->numbers, &at, part_at(is, i));
	for (size_t i = 0; i < p->n_gone; i++)
		gone[n_gone++] = p->gone[i];
	for (size_t i = 0; i < n_was; i++)
		if (p->numbers[i] != 0)
			gone[n_gone++] = p->numbers[i];
	*p = (struct desk_parts){ numbers, gone, n_gone };
}

static struct str
part_bytes(struct arena *a, const struct piece *p)
{
	struct str bytes;
	struct buf b;

	buf_init(&b, LIMIT_MESSAGE);
	piece_put(&b, p);
	bytes = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return bytes;
}

static int
part_order(const void *pa, const void *pb)
{
	const struct incident_part *a = pa, *b = pb;

	return a->number < b->number ? -1 : a->number > b->number;
}

size_t
desk_parts_new(struct desk_parts *p, struct arena *a, const struct incident *in,
    struct incident_part **out)
{
	struct incident_part *parts = ARENA_ROOM(a, struct incident_part, parts_of(in));
	size_t n = 0;
	uint32_t last = 0;

	for (size_t i = 0; i < parts_of(in); i++)
		last = p->numbers[i] > last ? p->numbers[i] : last;
	for (size_t i = 0; i < p->n_gone; i++)
		last = p->gone[i] > last ? p->gone[i] : last;
	for (size_t i = 0; i < parts_of(in); i++) {
		if (p->numbers[i] != 0)
			continue;
		p->numbers[i] = p->n_gone > 0 ? p->gone[--p->n_gone] : ++last;
		parts[n++] = (struct incident_part){ p->numbers[i],
			part_bytes(a, part_at(in, i)) };
	}
	if (n > 1)
		qsort(parts, n, sizeof(*parts), part_order);
	*out = parts;
	return n;
}
