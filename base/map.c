/* map.c -- see map.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/map.h"

void
map_init(struct map *m, uint64_t seed)
{
	*m = (struct map){ .seed = seed };
}

void
map_clear(struct map *m)
{
	free(m->slots);
	map_init(m, m->seed);
}

static size_t
find(const struct map *m, struct str key, uint64_t h)
{
	size_t i = h & (m->cap - 1);

	while (m->slots[i].key.p != NULL &&
	    (m->slots[i].hash != h || !str_eq(m->slots[i].key, key)))
		i = (i + 1) & (m->cap - 1);
	return i;
}

void *
map_get(const struct map *m, struct str key)
{
	if (m->cap == 0)
		return NULL;
	return m->slots[find(m, key, hash64(key, m->seed))].value;
}

static void
grow(struct map *m)
{
	struct map old = *m;

	m->cap = old.cap == 0 ? 16 : old.cap * 2;
	m->slots = xcalloc(m->cap, sizeof(*m->slots));
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].key.p != NULL)
			m->slots[find(m, old.slots[i].key, old.slots[i].hash)] =
			    old.slots[i];
	free(old.slots);
}

void *
map_put(struct map *m, struct str key, void *value)
{
	uint64_t h = hash64(key, m->seed);
	struct map_slot *s;
	void *was;

	if ((m->n + 1) * 4 > m->cap * 3)
		grow(m);
	s = &m->slots[find(m, key, h)];
	was = s->value;
	if (s->key.p == NULL) {
		m->n++;
		s->key = key;
		s->hash = h;
	}
	s->value = value;
	return was;
}

/* Backward shift, so that no tombstones are needed (Knuth, 6.4 algorithm R). */
void *
map_remove(struct map *m, struct str key)
{
	size_t hole, i;
	void *was;

	if (m->cap == 0)
		return NULL;
	hole = find(m, key, hash64(key, m->seed));
	if (m->slots[hole].key.p == NULL)
		return NULL;
	was = m->slots[hole].value;
	for (i = (hole + 1) & (m->cap - 1); m->slots[i].key.p != NULL;
	     i = (i + 1) & (m->cap - 1)) {
		size_t home = m->slots[i].hash & (m->cap - 1);

		if (((i - home) & (m->cap - 1)) < ((i - hole) & (m->cap - 1)))
			continue;
		m->slots[hole] = m->slots[i];
		hole = i;
	}
	m->slots[hole] = (struct map_slot){ .key = STR_NONE };
	m->n--;
	return was;
}

struct map_slot *
map_next(const struct map *m, size_t *at)
{
	while (*at < m->cap) {
		struct map_slot *s = &m->slots[(*at)++];

		if (s->key.p != NULL)
			return s;
	}
	return NULL;
}
