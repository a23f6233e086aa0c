/* test_control.c -- who holds a place: notes in, history out, whatever their order. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "facts/actor_classes.h"
#include "tests/unit/ledger_kit.h"

static const struct {
	const char *name;
	const char *notes[10]; /* "day facts" */
	const char *history;   /* holders, the oldest first */
	const char *flags;     /* c contested, p partial, ? only claimed */
} rows[] = {
	{ "taken from nobody known", { "01 ground=captured by=rebels" }, "rebels", "" },
	{ "told again",
	    { "01 ground=captured by=rebels", "02 ground=captured by=rebels" }, "rebels",
	    "" },
	{ "by another name of the side",
	    { "01 ground=captured by=rebels",
		"02 ground=captured by=opposition_factions" },
	    "rebels", "" },
	{ "flipped", { "01 ground=captured by=rebels", "05 ground=captured by=army" },
	    "rebels army", "" },
	{ "flipped in haste",
	    { "01 ground=captured by=rebels", "01T18 ground=captured by=army" },
	    "rebels army", "c" },
	{ "haste confirmed",
	    { "01 ground=captured by=rebels", "01T18 ground=captured by=army",
		"02T06 ground=captured by=army src=monitor" },
	    "rebels army", "" },
	{ "recaptured says who held it",
	    { "01 ground=recaptured by=army against=rebels" }, "army rebels army", "" },
	{ "a part is not the whole",
	    { "01 ground=captured by=army", "05 ground=captured partial by=rebels" },
	    "army", "cp" },
	{ "an attack changes nothing",
	    { "01 ground=captured by=army", "05 ground=attacked by=rebels",
		"06 ground=repelled by=army against=rebels" },
	    "army", "" },
	{ "a party's claim waits",
	    { "01 ground=captured by=army src=monitor",
		"05 ground=captured claimed by=rebels src=rebels" },
	    "army", "c" },
	{ "until another agrees",
	    { "01 ground=captured by=army src=monitor",
		"05 ground=captured claimed by=rebels src=rebels",
		"06 ground=captured claimed by=rebels src=agency" },
	    "army rebels", "?" },
	{ "a claim where nobody is known",
	    { "01 ground=captured claimed by=rebels src=rebels" }, "rebels", "?" },
	{ "a claim denied",
	    { "01 ground=captured claimed by=rebels src=rebels",
		"02 ground=captured denied by=rebels against=army src=army" },
	    "rebels", "c?" },
	{ "left, then entered",
	    { "01 ground=captured by=army", "05 ground=withdrew by=army",
		"06 ground=entered by=rebels" },
	    "army - rebels", "" },
	{ "entered without having been left",
	    { "01 ground=captured by=army", "06 ground=entered by=rebels" }, "army",
	    "c" },
	{ "the captor gets a name",
	    { "01 ground=captured", "02 ground=captured by=rebels" }, "rebels", "" },
	{ "taken again long after, the loss was not told",
	    { "01 ground=captured by=rebels day=2025-01-02",
		"05 ground=captured by=rebels" },
	    "rebels rebels", "" },
	{ "of more sides than are remembered",
	    { "01 ground=captured by=Bravo", "03 ground=captured by=Delta",
		"05 ground=captured by=Foxtrot", "07 ground=captured by=Golf",
		"09 ground=captured by=Kilo", "11 ground=captured by=Lima",
		"13 ground=captured by=Mike", "15 ground=captured by=Oscar",
		"17 ground=captured by=Bravo", "19 ground=captured by=Tango" },
	    "Bravo Delta Foxtrot Golf Kilo Lima Mike Oscar Bravo Tango", "" },
	{ "holds is no change", { "01 ground=controls by=rebels" }, "rebels", "" },
};

static void
tell(struct kit *k, const char *note, size_t i)
{
	struct str rest = str_of(note), day = str_word(&rest), hour = STR("12");
	char at[40], entry[24], facts[160];
	size_t t = str_chr(day, 'T');

	if (t != STR_NOWHERE) {
		hour = str_sub(day, t + 1, day.n);
		day = str_sub(day, 0, t);
	}
	snprintf(at, sizeof(at), "2025-03-%.*sT%.*s:00:00Z", STR_ARG(day), STR_ARG(hour));
	snprintf(entry, sizeof(entry), "n%zu", i);
	snprintf(facts, sizeof(facts), "%.*s obj=Tal_Wardan/SY", STR_ARG(rest));
	kit_tell(k, &(struct kit_report){ at, entry, entry, facts });
}

static struct str
history(struct arena *a, const struct control *c)
{
	struct str s = STR("");

	for (size_t i = 0; c != NULL && i < c->n_history; i++)
		s = arena_printf(a, "%.*s%s%.*s", STR_ARG(s), i == 0 ? "" : " ",
		    STR_ARG(c->history[i].holder.n > 0 ? c->history[i].holder
						       : STR("-")));
	return s;
}

static struct str
shown(struct arena *a, const struct control *c)
{
	struct buf b;
	struct json j;
	struct str s;

	buf_init(&b, 1u << 20);
	json_init(&j, &b);
	control_json(&j, c);
	s = arena_printf(a, "%.*s %zu %d %d", STR_ARG(buf_str(&b)), c->sources,
	    c->partial, c->last_seen.day);
	buf_clear(&b);
	return s;
}

/* What the desk keeps is what the store would give back. */
static void
check_kept(struct kit *k, const struct control *c, const char *name)
{
	struct arena parts, version;
	struct buf bytes;
	struct str kept, read;

	arena_init(&parts);
	arena_init(&version);
	buf_init(&bytes, 1u << 20);
	control_put(&bytes, c);
	kept = shown(&k->work, control_keep(&parts, &version, c));
	read = shown(&k->work, control_get(&k->work, buf_str(&bytes)));
	cr_expect(str_eq(kept, read), "%s: %.*s, read again %.*s", name, STR_ARG(kept),
	    STR_ARG(read));
	buf_clear(&bytes);
	arena_clear(&version);
	arena_clear(&parts);
}

static void
check(struct kit *k, size_t row, const char *order)
{
	struct fact_list l;
	const struct control *c;
	struct str h, flags;

	kit_facts(&k->work, "ground=captured obj=Tal_Wardan/SY", &l);
	c = k->view.control(k->view.ctx, &k->work,
	    place_key(&k->work, &l.items[0].places[0]));
	cr_assert(c != NULL, "%s", rows[row].name);
	check_kept(k, c, rows[row].name);
	h = history(&k->work, c);
	flags = arena_printf(&k->work, "%s%s%s", c->contested ? "c" : "",
	    c->partial ? "p" : "", c->now.claimed ? "?" : "");
	cr_expect(str_eq(h, str_of(rows[row].history)), "%s (%s): %.*s", rows[row].name,
	    order, STR_ARG(h));
	cr_expect(str_eq(flags, str_of(rows[row].flags)), "%s (%s): flags %.*s",
	    rows[row].name, order, STR_ARG(flags));
}

Test(control, actors_have_classes)
{
	for (size_t i = 1; i < actor_classes_n; i++)
		cr_expect_lt(str_cmp(actor_classes[i - 1].id, actor_classes[i].id), 0,
		    "%.*s", STR_ARG(actor_classes[i].id));
	cr_expect(side_of_state(STR("SAF"), STR("saf")));
	cr_expect(side_of_state(STR("Armenian forces"), STR("gov-am")));
	cr_expect_not(side_of_state(STR("HTS"), STR("hts")));
	cr_expect(side_same(STR("rebels"), STR_NONE, STR("Ahrar"), STR("ahrar")));
	cr_expect(side_same(STR("rebels"), STR_NONE, STR("Men of Tarn"),
	    STR("men-of-tarn"))); /* a table of one's own */
	cr_expect_not(side_same(STR("rebels"), STR_NONE, STR("Islamic State"),
	    STR("is")));
	cr_expect_not(side_same(STR("the army"), STR_NONE, STR("SDF"), STR("sdf")));
}

Test(control, rules_of_control)
{
	for (size_t i = 0; i < NELEM(rows); i++)
		for (int backwards = 0; backwards < 2; backwards++) {
			struct kit k;
			size_t n = 0;

			kit_init(&k);
			while (n < NELEM(rows[i].notes) && rows[i].notes[n] != NULL)
				n++;
			for (size_t m = 0; m < n; m++)
				tell(&k, rows[i].notes[backwards ? n - 1 - m : m],
				    backwards ? n - 1 - m : m);
			check(&k, i, backwards ? "backwards" : "forwards");
			kit_clear(&k);
		}
}

Test(control, many_notes_are_let_go)
{
	struct kit k;
	struct fact_list l;
	const struct control *c;

	kit_init(&k);
	for (size_t i = 0; i < 150; i++) {
		char at[80], entry[24];

		snprintf(at, sizeof(at), "2025-%02zu-%02zuT12:00:00Z", 1 + i / 28,
		    1 + i % 28);
		snprintf(entry, sizeof(entry), "n%zu", i);
		kit_tell(&k,
		    &(struct kit_report){ at, entry, "f",
			i % 2 == 0 ? "ground=captured obj=Tal_Wardan/SY by=rebels"
				   : "ground=captured obj=Tal_Wardan/SY by=army" });
	}
	kit_facts(&k.work, "ground=captured obj=Tal_Wardan/SY", &l);
	c = k.view.control(k.view.ctx, &k.work,
	    place_key(&k.work, &l.items[0].places[0]));
	check_kept(&k, c, "many notes");
	cr_expect(c->n_notes <= CONTROL_NOTES, "%zu", c->n_notes);
	cr_expect(str_eq(c->now.holder, STR("army")), "%.*s", STR_ARG(c->now.holder));
	kit_clear(&k);
}

Test(control, sides)
{
	static const struct {
		const char *a, *a_id, *b, *b_id;
		bool same;
	} pairs[] = {
		{ "rebels", "", "HTS and allied rebels", "", true },
		{ "HTS", "hts", "Hayat Tahrir al-Sham", "hts", true },
		{ "HTS", "hts", "rebels", "", true },
		{ "government forces", "gov-sy", "regime troops", "", true },
		{ "HTS", "hts", "SDF", "sdf", false },
		{ "rebels", "", "army", "", false },
		{ "Russian forces", "russia", "rebels", "", false },
		{ "Islamic State", "is", "militants", "", false },
		{ "Tiger Forces", "tiger", "army", "", true },
		{ "", "", "", "", true },
		{ "rebels", "", "", "", false },
	};

	for (size_t i = 0; i < NELEM(pairs); i++)
		cr_expect_eq(side_same(str_of(pairs[i].a), str_of(pairs[i].a_id),
				 str_of(pairs[i].b), str_of(pairs[i].b_id)),
		    pairs[i].same, "%s and %s", pairs[i].a, pairs[i].b);
}
