/* test_api.c -- the read API and the exports over a store of its own: paths, shapes,
 * errors. */
#include "config.h"

#include <criterion/criterion.h>
#include <jansson.h>

#include "base/alloc.h"
#include "daemon/api.h"
#include "daemon/export.h"
#include "daemon/health.h"
#include "daemon/web.h"
#include "daemon/web_host.h"
#include "tests/unit/ledger_mem.h"
#include "store/incident_rows.h"
#include "tests/unit/stores.h"

static struct scratch box;
static struct store *store;
static struct arena arena;
static const struct rules no_rules;
static char incident_id[64];

/* "=cmd" begins a place name, as somebody might try. */
static void
tell(struct ledger_mem *m)
{
	static const char text[] =
	    "At least 12 people were killed in the market of Tarn.";
	struct fact_place place = { .name = STR("=Tarn\r\n<b>"),
		.role = ROLE_IN,
		.precision = PRECISION_PLACE,
		.canonical = STR("=Tarn\r\n<b>"),
		.id = STR("x:1"),
		.country = STR("SY"),
		.admin1 = STR("Idlib"),
		.lat = 35.5,
		.lon = 36.5 };
	struct fact f;
	struct fact_list facts = { .items = &f, .n = 1 };
	struct report r = { .entry = STR("1"),
		.feed = STR("desk"),
		.title = STR("Market hit"),
		.url = STR("https://news.example/1"),
		.lang = STR("en"),
		.text = STR(text),
		.published_ms = INT64_C(1732730400000),
		.updated_ms = TIME_NONE,
		.seen_ms = INT64_C(1732730500000),
		.facts = &facts };
	struct ledger_view v = ledger_mem_view(m);
	struct ledger_changes out;

	fact_init(&f, FACT_CASUALTY);
	f.outcome = OUTCOME_KILLED;
	f.bound = BOUND_AT_LEAST;
	f.count = f.low = 12;
	f.who = STR("people");
	f.cause = STR("airstrike");
	f.places = &place;
	f.n_places = 1;
	f.end = sizeof(text) - 1;
	f.quote = STR(text);
	f.confidence = 0.95;
	facts.toll.of[TOLL_KILLED] = (struct toll_figure){ true, 12, 12, -1, 12 };
	ledger_apply(&v, &arena, &r, &out);
	cr_assert_eq(out.n_incidents, 1);
	for (size_t i = 0; i < out.n_incidents; i++) {
		const struct incident *in = out.incidents[i].after;
		struct store_incident row = { .id = in->id,
			.version = 1,
			.state = STR("open"),
			.title = incident_name(&arena, in),
			.country = in->country,
			.day_from = incident_first_day(in),
			.day_to = incident_last_day(in),
			.lat = 35.5,
			.lon = 36.5,
			.created_ms = r.seen_ms,
			.changed_ms = r.seen_ms };
		struct buf blob;
		struct err e;

		for (int t = 0; t < TOLL_N; t++)
			row.toll[t] = t == TOLL_KILLED ? 12 : -1;
		buf_init(&blob, 1u << 20);
		incident_put(&blob, in, NULL);
		row.bytes.head = buf_str(&blob);
		cr_assert_eq(store_incident_save(store, &row, NULL, 0, NULL,
				 &(struct store_index){ 0 }, &e),
		    0, "%s", e.msg);
		buf_clear(&blob);
		str_copy(incident_id, sizeof(incident_id), in->id);
	}
}

static void
setup(void)
{
	struct ledger_mem *m = ledger_mem_new();
	struct err e;

	arena_init(&arena);
	scratch_make(&box);
	store = scratch_open(&box, false, &e);
	cr_assert_not_null(store, "%s", e.msg);
	tell(m);
	ledger_mem_free(m);
}

static void
teardown(void)
{
	store_close(store);
	scratch_remove(&box);
	arena_clear(&arena);
}

static struct api_reply
ask(const char *path, const char *query, const char *etag)
{
	struct api_world w = { .store = store,
		.rules = &no_rules,
		.now_ms = INT64_C(1732740000000),
		.started_ms = INT64_C(1732700000000),
		.version = STR("test"),
		.host = STR("h.example") };
	struct api_request rq = { str_of(path), str_of(query), str_of(etag) };
	struct api_reply rp;

	api_answer(&w, &arena, &rq, &rp);
	return rp;
}

static const struct {
	const char *path, *query;
	int status;
	const char *has; /* in the body */
} rows[] = {
	{ "api/v1/status", "", 200, "\"incidents\":1" },
	{ "api/v1/incidents", "", 200,
	    "\"killed\":{\"min\":12,\"best\":12,\"max\":null" },
	{ "api/v1/incidents", "limit=0", 400, "limit is from 1 to 200" },
	{ "api/v1/incidents", "updated_since=yesterday", 400, "RFC 3339" },
	{ "incidents.csv", "limit=10001", 400, "limit is from 1 to 10000" },
	{ "api/v1/incidents", "updated_since=2030-01-01T00:00:00Z", 200, "\"items\":[]" },
	{ "api/v1/incidents", "country=UA", 200, "\"items\":[]" },
	{ "api/v1/incidents", "country=syria", 200, "\"killed\":{\"min\":12" },
	{ "api/v1/incidents", "country=Syrai", 400, "no country 'Syrai'" },
	{ "api/v1/control", "country=Syrai", 400, "no country 'Syrai'" },
	{ "api/v1/incidents/deleted", "since=2020-01-01T00:00:00Z", 200, "\"items\":[]" },
	{ "api/v1/incidents/nobody", "", 404, "\"status\":404" },
	{ "api/v1/alerts", "", 200, "\"next\":null" },
	{ "api/v1/alerts/nobody", "", 404, "\"type\":\"about:blank\"" },
	{ "api/v1/control", "", 200, "\"items\":[]" },
	{ "api/v1/feeds", "", 200, "\"items\":[]" },
	{ "api/v1/rules", "", 200, "\"items\":[]" },
	{ "api/v1/receivers", "", 200, "\"items\":[]" },
	{ "api/v1/outbox", "after=x", 400, "after takes a number" },
	{ "api/v1/silences", "", 200, "\"items\":[]" },
	{ "api/v1/../../etc/passwd", "", 404, "there is nothing at" },
	{ "", "", 404, "there is nothing at" },
	{ "incidents.geojson", "", 200, "\"coordinates\":[36.5,35.5]" },
	{ "incidents.csv", "profile=hxl", 200, "#affected+killed+min" },
	{ "incidents.csv", "profile=hxl", 200, "\"SY\",\"Syria\"," },
	{ "incidents.csv", "profile=acled", 200, "\"Air/drone strike\"" },
	{ "incidents.csv", "profile=other", 400, "has no profile 'other'" },
	{ "incidents.jsonl", "", 200, "\"state\":\"open\"" },
	{ "incidents.atom", "", 200, "tag:h.example,2026:incident:" },
};

Test(api, paths, .init = setup, .fini = teardown)
{
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct api_reply rp = ask(rows[i].path, rows[i].query, "");

		cr_expect_eq(rp.status, rows[i].status, "%s?%s: %d", rows[i].path,
		    rows[i].query, rp.status);
		cr_expect_neq(str_find(rp.body, str_of(rows[i].has)), STR_NOWHERE,
		    "%s?%s: %.*s", rows[i].path, rows[i].query, STR_ARG(rp.body));
	}
}

Test(api, every_answer_is_json, .init = setup, .fini = teardown)
{
	for (const struct api_route *r = api_routes; r->path != NULL; r++) {
		struct api_reply rp = ask(r->path, "", "");
		json_error_t why;
		json_t *j = json_loadb(rp.body.p, rp.body.n, 0, &why);

		/* what it is, the route says */
		if (r->document != NULL && rp.status == 200)
			cr_expect_str_eq(rp.type, r->type);
		else
			cr_expect_not_null(j, "%s: %s", r->path, why.text);
		json_decref(j);
	}
}

Test(api, one_incident_with_its_evidence, .init = setup, .fini = teardown)
{
	struct api_reply rp =
	    ask(arena_printf(&arena, "api/v1/incidents/%s", incident_id).p, "", "");
	json_t *j = json_loadb(rp.body.p, rp.body.n, 0, NULL);

	cr_assert_not_null(j);
	cr_expect_eq(json_array_size(json_object_get(j, "claims")), 1);
	cr_expect(json_is_null(json_array_get(json_object_get(j, "words"), 0)),
	    "its entry is not in the store");
	cr_expect_eq(json_array_size(json_object_get(j, "history")), 1);
	cr_expect_eq(json_array_size(json_object_get(j, "joined")), 1);
	json_decref(j);
}

Test(api, unchanged_is_304, .init = setup, .fini = teardown)
{
	struct api_reply first = ask("api/v1/incidents", "", "");
	struct api_reply again = ask("api/v1/incidents", "", first.etag);

	cr_expect_eq(first.status, 200);
	cr_expect_eq(again.status, 304);
	cr_expect_eq(again.body.n, 0);
	cr_expect_str_eq(first.etag, again.etag);
}

Test(export, text_of_strangers_stays_text, .init = setup, .fini = teardown)
{
	struct api_reply csv = ask("incidents.csv", "profile=hxl", "");
	struct api_reply atom = ask("incidents.atom", "", "");

	cr_expect_neq(str_find(csv.body, STR("\"'=Tarn <b>\"")), STR_NOWHERE, "%.*s",
	    STR_ARG(csv.body));
	cr_expect_eq(str_find(atom.body, STR("<b>")), STR_NOWHERE);
	cr_expect_neq(str_find(atom.body, STR("&lt;b&gt;")), STR_NOWHERE, "%.*s",
	    STR_ARG(atom.body));
}

/* The line of an incident, as ACLED has it. */
static void
put_acled(struct buf *b, struct incident *in)
{
	struct export_row row = { in, 0 };
	struct export_set set = { .rows = &row, .n = 1 };
	struct arena a;

	arena_init(&a);
	buf_init(b, 65536);
	export_find(STR("incidents.csv"), STR("acled"))->write(b, &a, &set);
	arena_clear(&a);
}

/* What ACLED calls an incident: by its ground, else by its cause, else nothing. */
Test(export, types_of_acled)
{
	static const struct {
		enum change change; /* CHANGE_N: no ground */
		const char *by, *by_id, *cause, *has;
	} types[] = {
		{ CHANGE_CAPTURED, "the army", "", "airstrike",
		    "\"Battles\",\"Government regains territory\"" },
		{ CHANGE_RECAPTURED, "Syrian army", "gov-sy", "",
		    "\"Government regains territory\"" },
		{ CHANGE_CAPTURED, "rebels", "", "",
		    "\"Non-state actor overtakes territory\"" },
		{ CHANGE_WITHDREW, "the army", "", "",
		    "\"Strategic developments\",\"Strategic developments\",\"Non-violent "
		    "transfer of territory\"" },
		{ CHANGE_BESIEGED, "rebels", "", "shelling",
		    "\"Shelling/artillery/missile attack\"" },
		{ CHANGE_N, "", "", "kidnapping", "\"Abduction/forced disappearance\"" },
		{ CHANGE_N, "", "", "flood", "\"\",\"\",\"\",\"\"" },
	};

	for (size_t i = 0; i < NELEM(types); i++) {
		struct ground g = { .change = types[i].change,
			.by = str_of(types[i].by),
			.by_id = str_of(types[i].by_id) };
		struct piece p = { .grounds = &g,
			.n_grounds = types[i].change != CHANGE_N };
		const struct piece *pieces = &p;
		struct str cause = str_of(types[i].cause);
		struct incident in = { .id = STR("i"),
			.country = STR("SY"),
			.pieces = &pieces,
			.n_pieces = 1,
			.causes = &cause,
			.n_causes = cause.n > 0 };
		struct buf b;

		put_acled(&b, &in);
		cr_expect_neq(str_find(buf_str(&b), str_of(types[i].has)), STR_NOWHERE,
		    "%zu: %.*s", i, STR_ARG(buf_str(&b)));
		cr_expect_neq(str_find(buf_str(&b), STR(",760,,\"Syria\",")), STR_NOWHERE,
		    "%.*s", STR_ARG(buf_str(&b)));
		cr_expect_eq(str_find(buf_str(&b), STR(": \"")), STR_NOWHERE,
		    "a toll of nothing: %.*s", STR_ARG(buf_str(&b)));
		buf_clear(&b);
	}
}

/* Ground that changes hands has who gained it and who lost it for actors, whatever order
 * the sides of its incident have; what is denied or planned is none. */
Test(export, actors_of_acled)
{
	struct ground g[] = { { .change = CHANGE_CAPTURED,
				  .stance = STANCE_PLANNED,
				  .by = STR("nobody"),
				  .key = STR("k") },
		{ .change = CHANGE_CAPTURED, .by = STR("rebels"), .key = STR("k") },
		{ .change = CHANGE_CAPTURED,
		    .by = STR("rebel fighters"),
		    .against = STR("government forces"),
		    .key = STR("k") } };
	struct piece p = { .grounds = g, .n_grounds = NELEM(g) };
	const struct piece *pieces = &p;
	struct str sides[] = { STR("rebels"), STR("rebel fighters") };
	struct incident in = { .id = STR("i"),
		.country = STR("SY"),
		.pieces = &pieces,
		.n_pieces = 1,
		.sides = sides,
		.n_sides = NELEM(sides) };
	struct buf b;

	put_acled(&b, &in);
	cr_expect_neq(str_find(buf_str(&b), STR("\"rebels\",,,\"government forces\",,")),
	    STR_NOWHERE, "%.*s", STR_ARG(buf_str(&b)));
	buf_clear(&b);
}

/* ---- who is asked ---- */

Test(web, hosts_that_are_ours)
{
	static struct str listed[] = { STR_INIT("bell.example.net"),
		STR_INIT("Desk.example") };
	static const struct {
		const char *listen, *host;
		bool ours;
	} asked[] = {
		{ "127.0.0.1:8470", "127.0.0.1:8470", true },
		{ "127.0.0.1:8470", "localhost:8470", true },
		{ "127.0.0.1:8470", "LOCALHOST.", true },
		{ "127.0.0.1:8470", "[::1]:8470", true },
		{ "127.0.0.1:8470", "", true },
		{ "127.0.0.1:8470", "tocsin.example.org", true },
		{ "127.0.0.1:8470", "bell.example.net:443", true },
		{ "127.0.0.1:8470", "desk.EXAMPLE", true },
		{ "127.0.0.1:8470", "evil.example", false },
		{ "127.0.0.1:8470", "127.0.0.1.evil.example", false },
		{ "127.0.0.1:8470", "localhost.evil.example:8470", false },
		{ "127.0.0.1:8470", "192.0.2.7:8470", false },
		{ "127.0.0.1:8470", "[2001:db8::7]", false },
		{ "127.0.0.1:8470", "[", false },
		{ "192.0.2.7:8470", "192.0.2.7:8470", true },
		{ ":8470", "192.0.2.7:8470", true },
		{ "0.0.0.0:8470", "[2001:db8::7]:8470", true },
		{ "0.0.0.0:8470", "[evil.example]", false },
		{ ":8470", "evil.example", false },
	};
	const struct str_list hosts = { listed, NELEM(listed) },
			      all = { &(struct str){ "*", 1 }, 1 };
	struct str base = STR("https://tocsin.example.org:8443/bell");

	for (size_t i = 0; i < NELEM(asked); i++)
		cr_expect_eq(web_knows_host(str_of(asked[i].host),
				 str_of(asked[i].listen), base, &hosts),
		    asked[i].ours, "%s on %s", asked[i].host, asked[i].listen);
	cr_expect(web_knows_host(STR("evil.example"), STR("127.0.0.1:1"), STR(""), &all));
}

/* doc/openapi.json has every path of the tables, and no other. */
Test(api, openapi)
{
	json_t *doc = json_load_file(SRCDIR "/doc/openapi.json", 0, NULL);
	json_t *paths = json_object_get(doc, "paths"), *of;
	const char *name;
	char path[200];
	size_t told = 0, there = 0;

	json_object_foreach(paths, name, of) told += json_object_get(of, "get") != NULL;
	for (const struct api_route *r = api_routes; r->path != NULL; r++, there++) {
		snprintf(path, sizeof(path), "/%s%s", r->path,
		    str_ends(str_of(r->path), STR("/")) ? "{id}" : "");
		cr_expect_not_null(json_object_get(paths, path), "%s", path);
	}
	for (const struct export_format *f = export_formats; f->path != NULL; f++) {
		snprintf(path, sizeof(path), "/%s", f->path);
		cr_expect_not_null(json_object_get(paths, path), "%s", path);
		there += f == export_formats || strcmp(f->path, f[-1].path) != 0;
	}
	for (const struct httpd_route *r = web_routes; !str_eq(str_of(r->path), STR("/"));
	     r++, there++)
		cr_expect_not_null(json_object_get(paths, r->path), "%s", r->path);
	cr_expect_eq(told, there);
	json_decref(doc);
}

/* ---- health ---- */

static const struct {
	struct health is;
	const char *reason;
} healths[] = {
	{ { .feeds = 0 }, "" },
	{ { .feeds = 10, .failing = 2, .overdue_s = 900, .outbox_late_s = 1800 }, "" },
	{ { .feeds = 10, .failing = 3 }, "3 of 10 feeds fail" },
	{ { .feeds = 10, .overdue_s = 1000 }, "a feed is late by 16m" },
	{ { .outbox_late_s = 3700 }, "a message has been on its way for 1h1m" },
	{ { .outbox_dead = 1 }, "1 message could not be delivered" },
	{ { .feeds = 1, .failing = 1, .outbox_dead = 2 },
	    "2 messages could not be delivered; 1 of 1 feeds fail" },
};

Test(health, says_what_needs_attention)
{
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < NELEM(healths); i++) {
		struct str said = health_reason(&healths[i].is, &a);

		cr_expect(str_eq(said, str_of(healths[i].reason)), "%zu: %.*s", i,
		    STR_ARG(said));
	}
	arena_clear(&a);
}
