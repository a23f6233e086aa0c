/* test_share.c -- feeds/share.h: hosts among nodes. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "feeds/share.h"

#define HOSTS 3000

static const struct str nodes[] = { STR_INIT("a:1"), STR_INIT("b:2"), STR_INIT("c:3"),
	STR_INIT("d:4") };

static size_t
owner_of(int host, const struct str *among, size_t n)
{
	char url[64];

	snprintf(url, sizeof(url), "https://h%d.example/feed", host);
	return share_owner(str_of(url), among, n);
}

Test(share, is_fair)
{
	size_t of[NELEM(nodes)] = { 0 };

	for (int i = 0; i < HOSTS; i++)
		of[owner_of(i, nodes, NELEM(nodes))]++;
	for (size_t k = 0; k < NELEM(nodes); k++)
		cr_expect(of[k] > HOSTS / 4 * 85 / 100 && of[k] < HOSTS / 4 * 115 / 100,
		    "%zu: %zu", k, of[k]);
}

Test(share, a_host_has_one_node_whatever_the_address_and_the_order)
{
	static const struct str turned[] = { STR_INIT("d:4"), STR_INIT("c:3"),
		STR_INIT("b:2"), STR_INIT("a:1") };

	cr_expect_eq(share_owner(STR("https://h.example/a"), nodes, 4),
	    share_owner(STR("http://h.example:8080/b?c"), nodes, 4));
	for (int i = 0; i < HOSTS; i++)
		cr_expect(
		    str_eq(nodes[owner_of(i, nodes, 4)], turned[owner_of(i, turned, 4)]));
}

/* Who goes gives up its own hosts; no other host moves. */
Test(share, only_what_a_dead_node_had_moves)
{
	for (int i = 0; i < HOSTS; i++) {
		size_t before = owner_of(i, nodes, 4);

		if (before < 3)
			cr_expect_eq(owner_of(i, nodes, 3), before);
	}
}
