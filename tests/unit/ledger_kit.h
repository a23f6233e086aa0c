/*
 * ledger_kit.h -- reports in a line each, for tests of the ledger and of rules.
 *
 *	facts, divided by ';', are words divided by spaces ('_': a space in a name):
 *	killed injured missing detained displaced ground=CHANGE  what it is about
 *	12  12+  >12  ~12  <12                                   number and bound
 *	total part claimed denied background planned partial     scope and stance
 *	who= side= by= against= cause= src= unit= since= until= day= conf=
 *	in=NAME/CC/ADMIN1@LAT,LON  obj=…  near=…      places; CC alone: the country
 */
#ifndef TESTS_UNIT_LEDGER_KIT_H
#define TESTS_UNIT_LEDGER_KIT_H

#include "alerts/rule.h"
#include "base/map.h"
#include "tests/unit/ledger_mem.h"
#include "facts/story.h"
#include "facts/token.h"

struct kit_report {
	const char *at; /* RFC 3339; NULL ends a table */
	const char *entry, *feed;
	const char *facts, *title, *text;
	const char *updated;
	bool withdrawn;
};

struct kit {
	struct arena keep, work;
	struct lexicon *words_of_story; /* which are all that it knows */
	struct story_words *story;
	struct ledger_mem *mem;
	struct ledger_view view;
	struct rules rules;
	struct conf_diag diag;
	struct map rang;
	struct rule_clock clock;
	struct buf alerts; /* "entry rule reason step best places", a line each */
	struct buf words;  /* summaries */
	size_t n_alerts;
	struct str last_incident;
};

/* rules: YAML-like nodes are made by kit_rules(); NULL: none. */
void kit_init(struct kit *k);
void kit_clear(struct kit *k);
/* One rule a line: "name key=value key=value …"; lists by commas. */
void kit_rules(struct kit *k, const char *lines, const struct rule_names *names);
/* What the wording says, put into the list of its facts. */
void kit_story(struct kit *k, struct str title, struct str text, struct fact_list *l);
void kit_tell(struct kit *k, const struct kit_report *r);
void kit_tell_all(struct kit *k, const struct kit_report *r);
void kit_correct(struct kit *k, const struct ledger_changes *c);
struct str kit_dump(struct kit *k); /* of the ledger */
void kit_facts(struct arena *a, const char *text, struct fact_list *out);
/* Every report of the table in an order that seed decides; edits keep their order. */
void kit_shuffle(const struct kit_report *r, struct kit_report *out, size_t n,
    uint64_t seed);

#endif
