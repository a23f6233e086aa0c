/* desk_tidy.c -- the desk between two reports: what was not of use for longest goes. */
#include "config.h"

#include "daemon/desk_work.h"

#define KEPT_PERCENT 80 /* of its bytes, at most, once the rest was forgotten */
/* before the latest, that a bucket takes along when the desk is cleared up */
#define KEPT_DAYS 60

/* ---- incidents and places ---- */

#define AGES 1920

/* Bytes by how many searches ago they were of use: the first 64 one by one, then 32 steps
 * from one power of two to the next. */
struct desk_ages {
	size_t now, bytes[AGES];
};

static size_t
step_of(uint64_t age)
{
	unsigned shift = age < 64 ? 0 : 58 - (unsigned)__builtin_clzll(age);

	return (size_t)shift * 32 + (size_t)(age >> shift);
}

static size_t
least_age(size_t step)
{
	return step < 64 ? step : (step % 32 + 32) << (step / 32 - 1);
}

static void
age_add(struct desk_ages *ages, size_t used, size_t bytes)
{
	ages->bytes[step_of(ages->now - used)] += bytes;
}

static void
ages_of(const struct desk *d, struct desk_ages *ages)
{
	struct map_slot *slot;

	*ages = (struct desk_ages){ .now = d->search };
	for (size_t at = 0; (slot = map_next(&d->items, &at)) != NULL;) {
		const struct desk_item *it = slot->value;

		age_add(ages, it->whole_used, desk_parts_bytes(&it->room));
		age_add(ages, it->used, desk_version_bytes(&it->room));
	}
	for (size_t at = 0; (slot = map_next(&d->places, &at)) != NULL;) {
		const struct desk_place *p = slot->value;

		age_add(ages, p->used, desk_room_bytes(&p->room));
	}
}

/* What incidents and places may take beside the tables, which grow to a third of it at
 * most. */
static size_t
room_for_things(const struct desk *d)
{
	return d->arena->held < d->bytes / 3 ? d->bytes - d->arena->held
					     : d->bytes / 3 * 2;
}

/* What was used before that search is too much. */
static size_t
too_old(const struct desk *d)
{
	size_t most = room_for_things(d) / 100 * KEPT_PERCENT, bytes = 0, step = 0;
	struct desk_ages ages;

	ages_of(d, &ages);
	while (step < AGES && (bytes += ages.bytes[step]) <= most)
		step++;
	return step == AGES ? 0 : d->search - least_age(step) + 1;
}

/* What the store has not got yet stays. */
static void
item_forget(struct desk *d, struct desk_item *it, size_t since)
{
	if (it->dirty || it->in == NULL || it->whole_used >= since)
		return;
	if (it->used < since) {
		d->held -= desk_room_bytes(&it->room);
		desk_room_free(&it->room);
		it->in = NULL;
	} else if (it->in->pieces != NULL) {
		d->held -= desk_parts_bytes(&it->room);
		desk_parts_free(&it->room);
		it->in->pieces = NULL;
		it->in->former = NULL;
	}
}

static void
place_forget(struct desk *d, struct desk_place *p, size_t since)
{
	if (p->dirty || p->used >= since)
		return;
	d->held -= desk_room_bytes(&p->room);
	desk_room_free(&p->room);
	p->c = NULL;
	p->read = false;
}

static void
forget_before(struct desk *d, size_t since)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(&d->items, &at)) != NULL;)
		item_forget(d, slot->value, since);
	for (size_t at = 0; (slot = map_next(&d->places, &at)) != NULL;)
		place_forget(d, slot->value, since);
}

/* ---- what they are looked up by ---- */

static void
move_room(struct desk *to, struct desk_room *is, struct desk_room *was)
{
	*is = *was;
	*was = (struct desk_room){ .parts = NULL };
	to->held += desk_room_bytes(is);
}

static struct desk_item *
move_item(struct desk *to, const struct desk_item *from)
{
	struct desk_item *it = desk_item_of(to, from->id);

	it->first = from->first;
	it->last = from->last;
	it->open = from->open;
	it->used = from->used;
	it->whole_used = from->whole_used;
	return it;
}

/* The rows that end after the cut: a search that reaches further back asks the store. */
static void
move_bucket(struct desk *to, const struct desk_bucket *old, int64_t cut)
{
	struct desk_bucket *b = desk_bucket_of(to, old->key);

	for (size_t i = 0; i < old->n; i++)
		if (old->rows[i]->last >= cut)
			desk_bucket_add(to, b, move_item(to, old->rows[i]));
	b->read = true;
	b->more = old->more;
	b->from = old->from < cut ? cut : old->from;
	b->newest = old->newest;
	b->used = old->used;
}

static void
move_buckets(struct desk *to, const struct desk *from, size_t since)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(&from->buckets, &at)) != NULL;) {
		const struct desk_bucket *old = slot->value;

		if (old->read && old->used >= since)
			move_bucket(to, old, from->latest - KEPT_DAYS);
	}
}

static void
move_incidents(struct desk *to, const struct desk *from, size_t since)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(&from->items, &at)) != NULL;) {
		struct desk_item *old = slot->value, *it;

		if (old->in == NULL || old->used < since)
			continue;
		it = move_item(to, old);
		it->in = old->in;
		it->parts = old->parts;
		it->number = old->number;
		move_room(to, &it->room, &old->room);
	}
}

static void
move_places(struct desk *to, const struct desk *from, size_t since)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(&from->places, &at)) != NULL;) {
		struct desk_place *old = slot->value, *p;

		if (!old->read || old->used < since)
			continue;
		p = desk_place_of(to, slot->key);
		p->c = old->c;
		p->read = true;
		move_room(to, &p->room, &old->room);
		p->used = old->used;
	}
}

/* What was of use of late moves over, the rest goes. */
static void
clear_up(struct desk *d)
{
	size_t since = d->cleared + (d->search - d->cleared) / 2;
	struct desk old = *d;

	d->arena = d->arena == &d->arenas[0] ? &d->arenas[1] : &d->arenas[0];
	desk_tables_init(d);
	move_buckets(d, &old, since);
	move_incidents(d, &old, since);
	move_places(d, &old, since);
	desk_tables_clear(&old);
	arena_clear(old.arena);
	d->cleared = d->search;
	d->kept = d->arena->used;
}

/* What the store has goes first; of the rest, only what was not of use of late is written
 * for it. */
static int
forget_old(struct desk *d, struct err *e)
{
	size_t since = too_old(d);

	forget_before(d, since);
	if (d->held <= room_for_things(d))
		return 0;
	if (desk_write(d, since, e) < 0)
		return -1;
	forget_before(d, since);
	return 0;
}

int
desk_trim(struct desk *d, struct err *e)
{
	desk_retired_free(&d->retired);
	if (d->held > room_for_things(d) && forget_old(d, e) < 0)
		return -1;
	if (d->arena->used <= 2 * d->kept + d->bytes / 8)
		return 0;
	if (desk_flush(d, e) < 0)
		return -1;
	clear_up(d);
	return 0;
}
