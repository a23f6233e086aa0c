/* ledger_key.c -- see ledger_key.h. */
#include "config.h"

#include <limits.h>
#include <math.h>

#include "facts/ledger_key.h"

#define PRINT_PIECES 16   /* the latest whose wording is a key */
#define PRINT_KEYS 4      /* of each */
#define PLACE_KEYS 5      /* of a place, at most */
#define LONE_KEYS 8       /* areas that a piece names alone, at most */
#define CELL 4.0          /* cells in a degree */
#define REACH_DEGREE 0.09 /* 10 km: how far apart two names may lie and be one place */

static const unsigned weights[KEY_KIND_N] = { [KEY_PLACE] = 6,
	[KEY_DIVISION] = 1,
	[KEY_COUNTRY] = 1,
	[KEY_CAMPAIGN] = 1,
	[KEY_LONE] = 1,
	[KEY_CELL] = 3,
	[KEY_TEXT] = 4 };

struct ledger_key
ledger_key(enum ledger_key_kind kind, uint64_t a, uint64_t b)
{
	uint64_t h = (a + kind) * UINT64_C(0x9e3779b97f4a7c15) ^ (b << 32 | b >> 32);

	h = (h ^ h >> 31) * UINT64_C(0xbf58476d1ce4e5b9);
	return (struct ledger_key){ h ^ h >> 29, weights[kind] };
}

struct keys {
	struct ledger_key *out;
	size_t n, max;
	bool once; /* each is looked for before it is added */
};

static bool
has_key(const struct keys *k, uint64_t key)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->out[i].key == key)
			return true;
	return false;
}

static void
add(struct keys *k, enum ledger_key_kind kind, uint64_t a, uint64_t b)
{
	struct ledger_key key = ledger_key(kind, a, b);

	if (k->n < k->max && !(k->once && has_key(k, key.key)))
		k->out[k->n++] = key;
}

static void
add_print(struct keys *k, uint64_t print)
{
	for (unsigned band = 0; band < PRINT_KEYS && print != 0; band++)
		add(k, KEY_TEXT, print >> (16 * band) & 0xffff, band);
}

static bool
has_point(const struct fact_place *p)
{
	return p->precision > PRECISION_ADMIN1 && p->lat >= -90 && p->lat <= 90 &&
	    p->lon >= -180 && p->lon <= 180;
}

static int64_t
cell(double degrees)
{
	return (int64_t)floor(degrees * CELL);
}

static void
add_cell(struct keys *k, int64_t y, int64_t x)
{
	int64_t around = (int64_t)(360 * CELL);

	add(k, KEY_CELL, (uint64_t)y, (uint64_t)((x + around) % around));
}

/* The cells that what is near the point may lie in. */
static void
add_cells_around(struct keys *k, const struct fact_place *p)
{
	double wide = REACH_DEGREE / fmax(cos(p->lat * 3.14159265 / 180), 0.05);
	int64_t top = cell(p->lat + REACH_DEGREE), right = cell(p->lon + wide);

	for (int64_t y = cell(p->lat - REACH_DEGREE); y <= top; y++)
		for (int64_t x = cell(p->lon - wide); x <= right; x++)
			add_cell(k, y, x);
}

#define SHELVES 64 /* keys are hashes, which spread evenly */

static size_t
shelf_of(uint64_t key)
{
	return (size_t)(key >> 58);
}

/* Rising: by their highest bits first, and then the few that share these. */
static void
put_in_order(struct ledger_key *keys, size_t n)
{
	struct ledger_key was[INCIDENT_KEYS];
	unsigned char next[SHELVES + 1] = { 0 };

	memcpy(was, keys, n * sizeof(was[0]));
	for (size_t i = 0; i < n; i++)
		next[shelf_of(was[i].key) + 1]++;
	for (size_t i = 0; i < SHELVES; i++)
		next[i + 1] += next[i];
	for (size_t i = 0; i < n; i++)
		keys[next[shelf_of(was[i].key)]++] = was[i];
	for (size_t i = 1; i < n; i++) {
		struct ledger_key key = keys[i];
		size_t at = i;

		for (; at > 0 && keys[at - 1].key > key.key; at--)
			keys[at] = keys[at - 1];
		keys[at] = key;
	}
}

static size_t
each_once(struct ledger_key *keys, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (kept == 0 || keys[kept - 1].key != keys[i].key)
			keys[kept++] = keys[i];
	return kept;
}

/* What names the country or the division alone is found by what names a town of it,
 * whichever came first. */
static void
add_lone(struct keys *k, const struct incident *in)
{
	uint64_t last = 0;

	for (size_t i = 0, n = 0; i < in->n_pieces && n < LONE_KEYS; i++) {
		uint64_t lone = in->piece_marks[i].lone;

		if (lone == 0 || lone == last)
			continue;
		add(k, KEY_LONE, lone, 0);
		last = lone;
		n++;
	}
}

_Static_assert(INCIDENT_PLACES *PLACE_KEYS + PRINT_PIECES * PRINT_KEYS + LONE_KEYS <=
	    INCIDENT_KEYS &&
	INCIDENT_KEYS <= UCHAR_MAX,
    "there is room for all keys of an incident");

size_t
incident_keys(const struct incident *in, struct ledger_key out[INCIDENT_KEYS])
{
	struct keys k = { out, 0, INCIDENT_KEYS, .once = false };

	if (in->state != INCIDENT_OPEN)
		return 0;
	for (size_t i = 0; i < in->n_places; i++) {
		const struct place_mark *m = &in->place_marks[i];

		add(&k, KEY_PLACE, m->sound, 0);
		if (m->country != 0)
			add(&k, KEY_COUNTRY, m->country, 0);
		if (m->country != 0 && in->campaign)
			add(&k, KEY_CAMPAIGN, m->country, 0);
		if (m->division != 0)
			add(&k, KEY_DIVISION, m->country, m->division);
		if (has_point(&in->places[i]))
			add_cell(&k, cell(in->places[i].lat), cell(in->places[i].lon));
	}
	for (size_t i = in->n_pieces > PRINT_PIECES ? in->n_pieces - PRINT_PIECES : 0;
	     i < in->n_pieces; i++)
		add_print(&k, in->piece_marks[i].print);
	add_lone(&k, in);
	put_in_order(k.out, k.n);
	return each_once(k.out, k.n);
}

/* Of a place: the areas that another piece may name alone. */
static void
add_areas(struct keys *k, const struct place_mark *m)
{
	if (m->country == 0)
		return;
	add(k, KEY_LONE, lone_mark(m->country, 0), 0);
	if (m->division != 0)
		add(k, KEY_LONE, lone_mark(m->country, m->division), 0);
}

size_t
piece_keys(const struct piece *p, struct ledger_key *out, size_t max)
{
	struct keys k = { out, 0, max, .once = true };
	enum precision finest = PRECISION_TEXT;

	for (size_t i = 0; i < p->n_places; i++) {
		add(&k, KEY_PLACE, p->place_marks[i].sound, 0);
		if (p->place_marks[i].country != 0)
			add(&k, KEY_CAMPAIGN, p->place_marks[i].country, 0);
		if (p->mark.main[TOLL_KILLED] >= 0 &&
		    (p->cause_marks & CAUSE_OF_WAR) == 0)
			add_areas(&k, &p->place_marks[i]);
		finest = p->places[i].precision > finest ? p->places[i].precision
							 : finest;
	}
	for (size_t i = 0; i < p->n_places && i < 3; i++)
		if (has_point(&p->places[i]))
			add_cells_around(&k, &p->places[i]);
	for (size_t i = 0; i < p->n_places; i++) {
		if (finest == PRECISION_COUNTRY || (p->cause_marks & CAUSE_WIDE) != 0)
			add(&k, KEY_COUNTRY, p->place_marks[i].country, 0);
		if (p->places[i].precision == PRECISION_ADMIN1 &&
		    p->place_marks[i].division != 0)
			add(&k, KEY_DIVISION, p->place_marks[i].country,
			    p->place_marks[i].division);
	}
	add_print(&k, p->print);
	return k.n;
}

/* ---- which first ---- */

static unsigned
nearness(const struct ledger_found *f, int64_t day)
{
	int64_t gap = day < f->first ? f->first - day : day > f->last ? day - f->last : 0;

	return gap == 0 ? 4 : gap == 1 ? 2 : gap <= 7 ? 1 : 0;
}

static bool
goes_first(const struct ledger_found *a, const struct ledger_found *b)
{
	if (a->weight != b->weight)
		return a->weight > b->weight;
	if (a->last != b->last)
		return a->last > b->last;
	return str_cmp(a->id, b->id) < 0;
}

static void
sink(struct ledger_found *heap, size_t n, size_t at)
{
	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		struct ledger_found moved = heap[at];

		if (child + 1 < n && goes_first(&heap[child], &heap[child + 1]))
			child++;
		if (!goes_first(&moved, &heap[child]))
			return;
		heap[at] = heap[child];
		heap[child] = moved;
	}
}

/* The first max are a heap with its worst on top, which gives way to each better one. */
size_t
ledger_best_found(struct ledger_found *f, size_t n, const struct ledger_search *q)
{
	int64_t middle = q->from_day + (q->to_day - q->from_day) / 2;
	size_t max = q->max;

	if (n <= max)
		return n;
	for (size_t i = 0; i < n; i++)
		f[i].weight += nearness(&f[i], middle);
	for (size_t i = max / 2; i-- > 0;)
		sink(f, max, i);
	for (size_t i = max; i < n; i++)
		if (goes_first(&f[i], &f[0])) {
			f[0] = f[i];
			sink(f, max, 0);
		}
	return max;
}
