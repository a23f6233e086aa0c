/*
 * test_cap.c -- alerts/cap.h: the documents, against golden files.  tests/cap_check.sh
 * holds them against the standard's own grammar.
 */
#include "config.h"

#include <criterion/criterion.h>

#include "alerts/cap.h"
#include "base/alloc.h"
#include "tests/unit/receivers.h"

static const struct {
	const char *alert, *references, *golden;
	const char *holds[3];
} cases[] = {
	{ "toll", "", "cap-first.xml",
	    { "<msgType>Alert</msgType>", "<certainty>Likely</certainty>",
		"tocsin:killed_best" } },
	{ "correction", "t@mon.example.org,01A,2024-11-28T17:00:00-00:00",
	    "cap-update.xml",
	    { "<msgType>Update</msgType>", "<severity>Unknown</severity>",
		"<references>t@mon" } },
	{ "ground", "", "cap-ground.xml",
	    { "<certainty>Possible</certainty>", "tocsin:change",
		"<areaDesc>Tell Nowhere</areaDesc>\n</area>" } },
	{ "drill", "", "cap-drill.xml",
	    { "<status>Exercise</status>", "<urgency>Past</urgency>", "-00:00" } },
	{ "hostile", "", "cap-hostile.xml",
	    { "<status>Test</status>", "&lt;script&gt;", "&#39;" } },
};

Test(cap, golden)
{
	const char *mode = getenv("TOCSIN_GOLDEN");
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < NELEM(cases); i++) {
		const struct cap_options o = { .sender = STR("t@mon.example.org"),
			.references = str_of(cases[i].references) };
		struct err e = { "" };
		struct buf b;
		FILE *f;

		buf_init(&b, 1u << 20);
		cr_assert_eq(cap_xml(&b, test_alert(cases[i].alert, &arena), &o, &arena,
				 &e),
		    0, "%s", e.msg);
		for (size_t k = 0; k < 3; k++)
			cr_expect_neq(str_find(buf_str(&b), str_of(cases[i].holds[k])),
			    STR_NOWHERE, "%s: %s", cases[i].alert, cases[i].holds[k]);
		if (mode != NULL) {
			f = fopen(arena_printf(&arena, SRCDIR "/tests/cases/receivers/%s",
				      cases[i].golden)
				      .p,
			    "wb");
			cr_assert(f != NULL);
			fwrite(b.p, 1, b.n, f);
			fclose(f);
		}
		cr_expect(str_eq(buf_str(&b), test_case(cases[i].golden, &arena)), "%s",
		    cases[i].golden);
		buf_clear(&b);
	}
	arena_clear(&arena);
}

Test(cap, sender)
{
	static const char *const senders[] = { "", "a b", "a,b", "a<b", "a&b", "a\nb" };
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < NELEM(senders); i++) {
		const struct cap_options o = { .sender = str_of(senders[i]) };
		struct err e;
		struct buf b;

		buf_init(&b, 1u << 20);
		cr_expect_eq(cap_xml(&b, test_alert("toll", &arena), &o, &arena, &e), -1,
		    "%s", senders[i]);
		buf_clear(&b);
	}
	arena_clear(&arena);
}

Test(cap, reference)
{
	const struct cap_options o = { .sender = STR("t@x") };
	struct arena arena;

	arena_init(&arena);
	cr_expect(str_eq(cap_reference(test_alert("toll", &arena), &o, &arena),
	    STR("t@x,01JDRV0M80R4HPWVFXZ3R3Q1AB,2024-11-28T17:00:00-00:00")));
	arena_clear(&arena);
}
