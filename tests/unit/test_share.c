/* test_share.c -- feeds/share.h: hosts among nodes; of feeds/schedule.h, what follows on
 * one. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "feeds/schedule.h"
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
		cr_expect(str_eq(nodes[owner_of(i, nodes, 4)],
		    turned[owner_of(i, turned, 4)]));
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

/* A connection is of use while another feed of the host may be asked soon. */
Test(schedule, goes_on)
{
	struct schedule *s = schedule_new(2000, 10);
	struct schedule_item a = { .owner = &a }, b = { .owner = &b },
			     c = { .owner = &c };

	schedule_set(s, &a, STR("http://h.example/a"), 0);
	schedule_set(s, &c, STR("http://other.example/"), 1);
	cr_assert_eq(schedule_take(s, 0), &a);
	cr_expect_not(schedule_goes_on(&a, 60000), "alone on its host");
	schedule_set(s, &b, STR("http://h.example/b"), 90000);
	cr_expect_not(schedule_goes_on(&a, 60000), "the other is due later");
	cr_expect(schedule_goes_on(&a, 90000));
	schedule_freeze(s, STR("http://h.example/"), 100000);
	cr_expect_not(schedule_goes_on(&a, 90000), "the host wants to be left alone");
	schedule_remove(s, &a);
	schedule_remove(s, &b);
	schedule_remove(s, &c);
	schedule_free(s);
}
