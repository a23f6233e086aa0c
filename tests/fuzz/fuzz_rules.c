/*
 * fuzz_rules.c -- rules from any YAML, and the ledger's bytes from any store: decoded,
 * evaluated, shown, written again.  The first byte chooses.
 */
#include "config.h"

#include "alerts/rule.h"
#include "daemon/yaml.h"
#include "tests/unit/ledger_mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
try_rules(struct arena *a, struct str yaml)
{
	static const struct str known[] = { STR_INIT("desk"), STR_INIT("ops") };
	struct rule_names names = { .receivers = known, .n_receivers = 2 };
	struct ledger_mem *mem = ledger_mem_new();
	struct ledger_view view = ledger_mem_view(mem);
	struct rule_view rules_view = { &view, NULL, NULL };
	struct rule_clock clock = { .now_ms = 1700000000000 };
	struct fact_place place = { .name = STR("Homs"),
		.country = STR("SY"),
		.precision = PRECISION_PLACE,
		.lat = 34.7,
		.lon = 36.7,
		.role = ROLE_OBJECT };
	struct fact facts[2];
	struct fact_list list = { .items = facts, .n = 2 };
	struct report report = { .entry = STR("e"),
		.feed = STR("f"),
		.facts = &list,
		.published_ms = 1700000000000,
		.updated_ms = TIME_NONE,
		.seen_ms = 1700000000000 };
	struct ledger_changes changes;
	struct conf_diag diag;
	struct rules rules = { .n = 0 };
	struct ring *rings;
	struct conf *root;

	conf_diag_init(&diag, a);
	root = yaml_parse(STR("rules.yaml"), yaml, &diag);
	if (root != NULL && root->kind == CONF_MAP)
		rules_decode(conf_get(root, STR("rules")), &names, a, &rules, &diag);
	fact_init(&facts[0], FACT_CASUALTY);
	fact_init(&facts[1], FACT_TERRITORY);
	facts[0].bound = BOUND_EXACT;
	facts[0].low = facts[0].high = facts[0].count = 60;
	facts[0].places = facts[1].places = &place;
	facts[0].n_places = facts[1].n_places = 1;
	facts[0].confidence = facts[1].confidence = 0.9;
	facts[1].by = STR("rebels");
	ledger_apply(&view, a, &report, &changes);
	rules_evaluate(&rules, &changes, &report, &clock, &rules_view, a, &rings);
	ledger_mem_free(mem);
}

static void
try_incident(struct arena *a, struct str bytes)
{
	struct incident *in = incident_get(a, (struct incident_bytes){ .head = bytes });
	struct ledger_key keys[INCIDENT_KEYS];
	struct buf b;
	struct json j;

	if (in == NULL)
		return;
	buf_init(&b, 1 << 20);
	incident_explain(&b, in);
	buf_reset(&b);
	json_init(&j, &b);
	json_open(&j, '{');
	incident_head_json(&j, a, in, 0);
	incident_body_json(&j, a, in);
	json_close(&j);
	incident_keys(in, keys);
	buf_clear(&b);
}

static void
try_control(struct arena *a, struct str bytes)
{
	struct control *c = control_get(a, bytes);
	struct buf b;
	struct json j;

	if (c == NULL)
		return;
	buf_init(&b, 1 << 20);
	control_explain(&b, c);
	buf_reset(&b);
	json_init(&j, &b);
	control_json(&j, c);
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str rest = { (const char *)data, n };
	struct arena a;

	if (n == 0)
		return 0;
	arena_init(&a);
	rest = str_sub(rest, 1, n);
	if (data[0] == 'i')
		try_incident(&a, rest);
	else if (data[0] == 'c')
		try_control(&a, rest);
	else
		try_rules(&a, (struct str){ (const char *)data, n });
	arena_clear(&a);
	return 0;
}
