/* test_identity.c -- feeds/identity.h: what makes two entries one. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "feeds/identity.h"

#define E(i, l, t)                                                          \
	{                                                                   \
		STR_INIT(i), STR_INIT(l), STR_INIT(t), TIME_NONE, TIME_NONE \
	}
#define DAYS(n) ((n)*MS_DAY)

static const struct {
	const char *why;
	struct identity_entry a, b;
	struct identity_habits habits;
	bool same;
} pairs[] = {
	{ "the same id", E("1", "http://x/1", "A"), E("1", "http://x/2", "B"), { 0 },
	    true },
	{ "another id, link and title stay", E("1", "http://x/1", "A"),
	    E("2", "http://x/1", "A"), { 0 }, true },
	{ "another id and title: a live page", E("1", "http://x/1", "A"),
	    E("2", "http://x/1", "B"), { 0 }, false },
	{ "http to https in the id", E("http://x/1", "", "A"),
	    E("https://www.x/1/", "", "B"), { 0 }, true },
	{ "http to https in the link", E("1", "http://www.X/1", "A"),
	    E("2", "https://x/1/", "A"), { 0 }, true },
	{ "no id: the link", E("", "http://x/1", "A"), E("", "https://x/1/", "B"), { 0 },
	    true },
	{ "no id, one link for all", E("", "http://x/", "A"), E("", "http://x/", "B"),
	    { false, true }, false },
	{ "no id, no link: title", E("", "", "A"), E("", "", "A"), { 0 }, true },
	{ "no id, no link: other title", E("", "", "A"), E("", "", "B"), { 0 }, false },
	{ "ids repeat", E("1", "http://x/1", "A"), E("1", "http://x/2", "B"),
	    { true, false }, false },
	{ "ids repeat, the whole is the same", E("1", "http://x/1", "A"),
	    E("1", "http://x/1", "A"), { true, false }, true },
	{ "ids begin to repeat: the alias holds", E("9", "http://x/1", "A"),
	    E("1", "http://x/1", "A"), { true, false }, true },
	{ "white space in a title is nothing", E("1", "http://x/1", "A  b"),
	    E("2", "http://x/1", " A b "), { 0 }, true },
	{ "a line of a title broken elsewhere is nothing",
	    E("1", "http://x/1", "A\nb\tc"), E("2", "http://x/1", "A b c"), { 0 }, true },
	{ "a fragment is nothing", E("1", "http://x/1#c", "A"), E("2", "http://x/1", "A"),
	    { 0 }, true },
	{ "a query is something", E("1", "http://x/?p=1", "A"),
	    E("2", "http://x/?p=2", "A"), { 0 }, false },
	{ "no title: no alias", E("1", "http://x/1", ""), E("2", "http://x/1", ""), { 0 },
	    false },
};

static bool
share_a_key(struct arena *a, const struct identity_entry *x,
    const struct identity_entry *y, const struct identity_habits *h)
{
	struct str kx[IDENTITY_KEYS], ky[IDENTITY_KEYS];
	struct identity_entry ex = *x, ey = *y;
	size_t nx, ny;

	identity_prepare(a, &ex);
	identity_prepare(a, &ey);
	nx = identity_keys(a, &ex, h, kx);
	ny = identity_keys(a, &ey, h, ky);
	for (size_t i = 0; i < nx; i++)
		for (size_t k = 0; k < ny; k++)
			if (str_eq(kx[i], ky[k]))
				return true;
	return false;
}

Test(identity, pairs)
{
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < NELEM(pairs); i++)
		cr_expect_eq(share_a_key(&a, &pairs[i].a, &pairs[i].b, &pairs[i].habits),
		    pairs[i].same, "%s", pairs[i].why);
	arena_clear(&a);
}

static const struct {
	const char *why;
	struct identity_entry e[3];
	bool ids, links;
	int copies;
} documents[] = {
	{ "all differ", { E("1", "l1", "A"), E("2", "l2", "B"), E("3", "l3", "C") },
	    false, false, 0 },
	{ "ids repeat", { E("1", "l1", "A"), E("1", "l2", "B"), E("3", "l3", "C") }, true,
	    false, 0 },
	{ "links repeat", { E("1", "l", "A"), E("2", "l", "B"), E("3", "l", "C") }, false,
	    true, 0 },
	{ "one stands twice", { E("1", "l1", "A"), E("1", "l1", "A"), E("3", "l3", "C") },
	    false, false, 1 },
	{ "nothing is there", { E("", "", ""), E("", "", ""), E("", "", "") }, false,
	    false, 0 },
};

Test(identity, documents)
{
	for (size_t i = 0; i < NELEM(documents); i++) {
		struct identity_habits h = { 0 };
		struct identity_entry e[3];
		struct arena a;
		bool copies[3];

		arena_init(&a);
		memcpy(e, documents[i].e, sizeof(e));
		for (size_t k = 0; k < NELEM(e); k++)
			identity_prepare(&a, &e[k]);
		identity_learn(e, 3, &h, copies);
		cr_expect_eq(h.ids_repeat, documents[i].ids, "%s", documents[i].why);
		cr_expect_eq(h.links_repeat, documents[i].links, "%s", documents[i].why);
		cr_expect_eq(copies[0] + copies[1] + copies[2], documents[i].copies, "%s",
		    documents[i].why);
		/* what was learned stays */
		cr_expect(!identity_learn(e, 3, &h, NULL), "%s", documents[i].why);
		arena_clear(&a);
	}
}

static const struct {
	const char *why;
	struct identity_round r;
	int64_t published, updated;
	enum identity_quiet quiet;
} rounds[] = {
	{ "plain", { .max_age_ms = DAYS(3), .n_new = 50 }, DAYS(99), TIME_NONE,
	    IDENTITY_RINGS },
	{ "first", { .max_age_ms = DAYS(3), .first_fetch = true }, DAYS(99), TIME_NONE,
	    IDENTITY_FIRST_FETCH },
	{ "asked for",
	    { .max_age_ms = DAYS(3), .first_fetch = true, .ring_backlog = true },
	    DAYS(99), TIME_NONE, IDENTITY_RINGS },
	{ "old backlog",
	    { .max_age_ms = DAYS(3), .first_fetch = true, .ring_backlog = true },
	    DAYS(90), TIME_NONE, IDENTITY_TOO_OLD },
	{ "old", { .max_age_ms = DAYS(3) }, DAYS(96), TIME_NONE, IDENTITY_TOO_OLD },
	{ "old, but updated", { .max_age_ms = DAYS(3) }, DAYS(96), DAYS(99),
	    IDENTITY_RINGS },
	{ "any age", { .max_age_ms = -1 }, DAYS(1), TIME_NONE, IDENTITY_RINGS },
	{ "undated", { .max_age_ms = DAYS(3) }, TIME_NONE, TIME_NONE, IDENTITY_RINGS },
	{ "in the future", { .max_age_ms = DAYS(3) }, DAYS(200), TIME_NONE,
	    IDENTITY_RINGS },
	{ "moved, few", { .max_age_ms = -1, .address_changed = true, .n_new = 10 },
	    DAYS(99), TIME_NONE, IDENTITY_RINGS },
	{ "moved, many", { .max_age_ms = -1, .address_changed = true, .n_new = 11 },
	    DAYS(99), TIME_NONE, IDENTITY_FLOOD },
};

Test(identity, quiet)
{
	for (size_t i = 0; i < NELEM(rounds); i++) {
		struct identity_entry e = { .published = rounds[i].published,
			.updated = rounds[i].updated };
		struct identity_round r = rounds[i].r;

		r.now_ms = DAYS(100);
		cr_expect_eq(identity_quiet(&r, &e), rounds[i].quiet, "%s: %s",
		    rounds[i].why, identity_quiet_names[identity_quiet(&r, &e)]);
	}
}

Test(identity, when)
{
	struct identity_entry e = { .published = TIME_NONE, .updated = TIME_NONE };

	cr_expect_eq(identity_when(&e, 5), 5);
	e.updated = 4;
	cr_expect_eq(identity_when(&e, 5), 4);
	e.published = 3;
	cr_expect_eq(identity_when(&e, 5), 3);
	e.published = 9;
	cr_expect_eq(identity_when(&e, 5), 5);
}
