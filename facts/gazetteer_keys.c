/* gazetteer_keys.c -- see gazetteer_keys.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/gazetteer_build.h"
#include "facts/gazetteer_keys.h"

#define FIRST_ROOM 1024

static void *
room_for_one(void *list, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return list;
	*cap = *cap == 0 ? FIRST_ROOM : *cap * 2;
	return xreallocarray(list, *cap, size);
}

void
key_list_add(struct key_list *l, struct place_key key)
{
	l->keys = room_for_one(l->keys, l->n, &l->cap, sizeof(*l->keys));
	l->keys[l->n++] = key;
}

static int
key_cmp(const void *a, const void *b)
{
	const struct place_key *x = a, *y = b;

	if (x->slice != y->slice)
		return x->slice < y->slice ? -1 : 1;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->flags > y->flags) - (x->flags < y->flags);
}

/* Each level of a place's name once, with the lowest flags; the levels of a name that
 * agree in them in one key. */
static void
settle(struct key_list *l)
{
	size_t kept = 0;
	unsigned have = 0; /* levels that this name of this place has so far */

	if (l->n > 0)
		qsort(l->keys, l->n, sizeof(*l->keys), key_cmp);
	for (size_t i = 0; i < l->n; i++) {
		struct place_key key = l->keys[i];
		struct place_key *last = kept == 0 ? NULL : &l->keys[kept - 1];
		bool same = last != NULL && last->hash == key.hash &&
		    last->place == key.place && last->slice == key.slice;

		if (!same)
			have = 0;
		else if (key.levels == 0 || (key.levels & ~have) == 0)
			continue;
		key.levels &= (uint8_t)~have;
		have |= key.levels;
		if (same && last->flags == key.flags)
			last->levels |= key.levels;
		else
			l->keys[kept++] = key;
	}
	l->n = kept;
}

struct packed {
	uint32_t bucket;
	uint64_t bits;
};

static int
packed_cmp(const void *a, const void *b)
{
	const struct packed *x = a, *y = b;

	if (x->bucket != y->bucket)
		return x->bucket < y->bucket ? -1 : 1;
	return (x->bits > y->bits) - (x->bits < y->bits);
}

static void
put_start(struct buf *out, uint32_t start)
{
	buf_add(out, (struct str){ (const char *)&start, sizeof(start) });
}

/* Gives the keys of a slice, from first on, their buckets; where it ends. */
static size_t
fill_slice(const struct key_list *l, size_t first, struct key_pack *out,
    struct packed *packed, enum gaz_table table, unsigned place_bits)
{
	const unsigned low = gaz_low_bits(table);
	size_t end = first;
	uint32_t n;

	while (end < l->n && l->keys[end].slice == l->keys[first].slice)
		end++;
	n = (uint32_t)((end - first + GAZ_BUCKET - 1) / GAZ_BUCKET);
	for (size_t i = first; i < end; i++) {
		const struct place_key *k = &l->keys[i];
		uint64_t hash = k->hash & ((1u << GAZ_HASH_BITS) - 1);

		packed[i] = (struct packed){ out->n_buckets + gaz_bucket(k->hash, n),
			hash << (low + place_bits) | (uint64_t)k->place << low |
			    k->levels | k->flags };
	}
	out->n_buckets += n;
	return end;
}

/* One number behind another, as close as bits lie. */
static void
put_bits(struct buf *out, const struct packed *packed, size_t n, unsigned bits)
{
	uint64_t pending = 0;
	unsigned have = 0;

	for (size_t i = 0; i < n; i++) {
		pending |= packed[i].bits << have;
		for (have += bits; have >= 8; have -= 8, pending >>= 8)
			buf_byte(out, (char)(unsigned char)pending);
	}
	if (have > 0)
		buf_byte(out, (char)(unsigned char)pending);
	for (size_t i = 0; i < sizeof(uint64_t); i++)
		buf_byte(out, '\0');
}

void
key_list_pack(struct key_list *l, enum gaz_table table, uint32_t places,
    struct key_pack *out)
{
	const unsigned place_bits = gaz_place_bits(places);
	struct packed *packed;
	uint32_t bucket = 0;
	size_t at = 0;

	settle(l);
	*out = (struct key_pack){ .n = (uint32_t)l->n };
	buf_init(&out->starts, GAZ_BYTES_MAX / 2);
	buf_init(&out->keys, GAZ_BYTES_MAX / 2);
	packed = xcalloc(l->n + 1, sizeof(*packed));
	for (unsigned slice = 0; slice < GAZ_SLICES; slice++) {
		put_start(&out->starts, out->n_buckets);
		if (at < l->n && l->keys[at].slice == slice)
			at = fill_slice(l, at, out, packed, table, place_bits);
	}
	put_start(&out->starts, out->n_buckets);
	if (l->n > 0)
		qsort(packed, l->n, sizeof(*packed), packed_cmp);
	for (size_t i = 0; bucket <= out->n_buckets; bucket++) {
		while (i < l->n && packed[i].bucket < bucket)
			i++;
		put_start(&out->starts, (uint32_t)i);
	}
	put_bits(&out->keys, packed, l->n,
	    gaz_low_bits(table) + place_bits + GAZ_HASH_BITS);
	free(packed);
	free(l->keys);
	*l = (struct key_list){ NULL, 0, 0 };
}

void
hash_list_add(struct hash_list *l, uint64_t hash)
{
	l->hashes = room_for_one(l->hashes, l->n, &l->cap, sizeof(*l->hashes));
	l->hashes[l->n++] = hash;
}

static int
hash_cmp(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

uint32_t
hash_list_settle(struct hash_list *l)
{
	size_t kept = 0;

	if (l->n > 0)
		qsort(l->hashes, l->n, sizeof(*l->hashes), hash_cmp);
	for (size_t i = 0; i < l->n; i++)
		if (kept == 0 || l->hashes[i] != l->hashes[kept - 1])
			l->hashes[kept++] = l->hashes[i];
	l->n = kept;
	return (uint32_t)kept;
}

static void
mark(uint64_t *filter, unsigned bits, struct hash_list *l, enum gaz_words what)
{
	for (size_t i = 0; i < l->n; i++)
		filter[gaz_filter_word(l->hashes[i], bits)] |=
		    gaz_filter_mark(l->hashes[i], what);
	free(l->hashes);
	*l = (struct hash_list){ NULL, 0, 0 };
}

void
hash_lists_filter(struct hash_list *names, struct hash_list *beginnings, uint32_t n,
    struct buf *out)
{
	unsigned bits = gaz_filter_bits(n);
	uint64_t *filter = xcalloc((size_t)1 << bits, sizeof(*filter));

	mark(filter, bits, names, GAZ_NAME);
	mark(filter, bits, beginnings, GAZ_BEGINNING);
	buf_add(out, (struct str){ (const char *)filter, sizeof(*filter) << bits });
	free(filter);
}
