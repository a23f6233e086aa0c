/* identity.c -- see identity.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/map.h"
#include "feeds/identity.h"

const char *const identity_quiet_names[] = { [IDENTITY_RINGS] = "rings",
	[IDENTITY_FIRST_FETCH] = "first_fetch",
	[IDENTITY_FLOOD] = "flood",
	[IDENTITY_TOO_OLD] = "too_old" };
_Static_assert(NELEM(identity_quiet_names) == IDENTITY_QUIET_N, "name every reason");

/* ---- addresses and titles as keys ---- */

static bool
drop_prefix(struct str *s, struct str prefix)
{
	if (!str_starts_ci(*s, prefix))
		return false;
	*s = str_sub(*s, prefix.n, s->n);
	return true;
}

static bool
is_address(struct str s)
{
	return str_starts_ci(s, STR("http://")) || str_starts_ci(s, STR("https://"));
}

/* An address as an alias: "example.org/a" for "http://www.Example.org/a/#x". */
static struct str
identity_address(struct arena *a, struct str url)
{
	size_t host;
	char *out;

	url = str_trim(url);
	if (!drop_prefix(&url, STR("https://")) && !drop_prefix(&url, STR("http://")))
		return arena_str(a, url);
	drop_prefix(&url, STR("www."));
	url = str_sub(url, 0, str_chr(url, '#'));
	while (url.n > 0 && url.p[url.n - 1] == '/')
		url.n--;
	out = arena_cstr(a, url);
	host = str_chr(url, '/');
	for (size_t i = 0; i < (host == STR_NOWHERE ? url.n : host); i++)
		out[i] = to_lower(out[i]);
	return (struct str){ out, url.n };
}

static bool
is_flat(struct str s)
{
	/* trimmed: a word follows */
	for (size_t i = 0; i < s.n; i++)
		if (is_space(s.p[i]) && (s.p[i] != ' ' || s.p[i + 1] == ' '))
			return false;
	return true;
}

/* Words with one space between them: what a feed that re-wraps its titles leaves alone.
 */
static struct str
flat_title(struct arena *a, struct str title)
{
	struct str word;
	size_t n = 0;
	char *out;

	title = str_trim(title);
	if (is_flat(title))
		return title;
	out = arena_room(a, title.n);
	while ((word = str_word(&title)).n > 0) {
		if (n > 0)
			out[n++] = ' ';
		memcpy(out + n, word.p, word.n);
		n += word.n;
	}
	return (struct str){ out, n };
}

void
identity_prepare(struct arena *a, struct identity_entry *e)
{
	e->address = identity_address(a, e->link);
	e->flat = flat_title(a, e->title);
}

static struct hash128
hash_of(struct arena *a, struct str first, struct str second, struct str third)
{
	return hash128(arena_join(a,
			   (struct str[]){ first, STR("\n"), second, STR("\n"), third },
			   5),
	    0);
}

static void
put_hex(char *at, uint64_t v)
{
	for (int i = 15; i >= 0; i--, v >>= 4)
		at[i] = "0123456789abcdef"[v & 15];
}

static struct str
hashed(struct arena *a, char kind, struct str first, struct str second, struct str third)
{
	struct hash128 h = hash_of(a, first, second, third);
	char *out = arena_room(a, 34);

	out[0] = kind;
	out[1] = ':';
	put_hex(out + 2, h.hi);
	put_hex(out + 18, h.lo);
	return (struct str){ out, 34 };
}

#define KEY_MAX 500 /* bytes; what is longer is hashed */

static struct str
plain(struct arena *a, char kind, struct str text)
{
	if (text.n > KEY_MAX)
		return hashed(a, kind, text, STR_NONE, STR_NONE);
	return arena_join(a, (struct str[]){ { &kind, 1 }, STR(":"), text }, 3);
}

/* ---- the keys ---- */

static struct str
name_key(struct arena *a, const struct identity_entry *e, const struct identity_habits *h)
{
	struct str id = str_trim(e->id), link = e->address, title = e->flat;
	char day[DAY_TEXT];

	if (id.n > 0 && !h->ids_repeat)
		return plain(a, 'i', id);
	if (id.n > 0)
		return hashed(a, 'x', id, link, title);
	if (link.n > 0 && !h->links_repeat)
		return plain(a, 'l', link);
	return hashed(a, 'h', link, title, day_text(day, day_of(e->published)));
}

size_t
identity_keys(struct arena *a, const struct identity_entry *e,
    const struct identity_habits *h, struct str keys[IDENTITY_KEYS])
{
	size_t n = 0;

	keys[n++] = name_key(a, e, h);
	if (is_address(str_trim(e->id)) && !h->ids_repeat)
		keys[n++] = plain(a, 'n', identity_address(a, e->id));
	if (e->address.n > 0 && e->flat.n > 0)
		keys[n++] = hashed(a, 'a', e->address, e->flat, STR_NONE);
	return n;
}

/* ---- what a whole document teaches ---- */

struct learning {
	struct arena a;
	struct map ids, links, whole; /* to the alias of the entry that had it first */
};

/* true: the key was there before, under another alias. */
static bool
repeats(struct map *m, struct str key, struct hash128 *alias)
{
	const struct hash128 *old = key.n > 0 ? map_put(m, key, alias) : NULL;

	return old != NULL && !hash128_eq(*old, *alias);
}

/* true: it stands in the document before. */
static bool
learn_entry(struct learning *l, const struct identity_entry *e, struct identity_habits *h)
{
	struct str id = str_trim(e->id), link = e->address;
	struct hash128 *alias = arena_room(&l->a, sizeof(*alias));

	*alias = hash_of(&l->a, id, link, e->flat);
	h->ids_repeat |= repeats(&l->ids, id, alias);
	h->links_repeat |= repeats(&l->links, link, alias);
	return map_put(&l->whole, (struct str){ (const char *)alias, sizeof(*alias) },
		   alias) != NULL &&
	    e->title.n > 0;
}

bool
identity_learn(const struct identity_entry *e, size_t n, struct identity_habits *h,
    bool *copies)
{
	struct identity_habits before = *h;
	struct learning l;

	arena_init(&l.a);
	map_init(&l.ids, 0);
	map_init(&l.links, 0);
	map_init(&l.whole, 0);
	for (size_t i = 0; i < n; i++) {
		bool copy = learn_entry(&l, &e[i], h);

		if (copies != NULL)
			copies[i] = copy;
	}
	map_clear(&l.ids);
	map_clear(&l.links);
	map_clear(&l.whole);
	arena_clear(&l.a);
	return before.ids_repeat != h->ids_repeat ||
	    before.links_repeat != h->links_repeat;
}

/* ---- may it ring? ---- */

static int64_t
newest_stated(const struct identity_entry *e)
{
	if (e->published == TIME_NONE)
		return e->updated;
	return e->updated != TIME_NONE && e->updated > e->published ? e->updated
								    : e->published;
}

enum identity_quiet
identity_quiet(const struct identity_round *r, const struct identity_entry *e)
{
	int64_t stated = newest_stated(e);

	if (r->first_fetch && !r->ring_backlog)
		return IDENTITY_FIRST_FETCH;
	if (r->address_changed && r->n_new > IDENTITY_FLOOD_AT)
		return IDENTITY_FLOOD;
	if (r->max_age_ms >= 0 && stated != TIME_NONE &&
	    stated < r->now_ms - r->max_age_ms)
		return IDENTITY_TOO_OLD;
	return IDENTITY_RINGS;
}

int64_t
identity_stated(const struct identity_entry *e)
{
	return e->published != TIME_NONE ? e->published : e->updated;
}

int64_t
identity_when(const struct identity_entry *e, int64_t first_seen_ms)
{
	int64_t stated = identity_stated(e);

	return stated == TIME_NONE || stated > first_seen_ms ? first_seen_ms : stated;
}
