/* acts_work.h -- one act while it runs; shared by the files that hold acts. */
#ifndef DAEMON_ACTS_WORK_H
#define DAEMON_ACTS_WORK_H

#include <jansson.h>

#include "base/json.h"
#include "daemon/acts.h"

struct call {
	struct act_world *w;
	struct arena a;
	const json_t *args;
	struct json out;
};

struct str act_arg_text(struct call *c, const char *key); /* empty: not given */
int64_t act_arg_number(struct call *c, const char *key, int64_t absent);
size_t act_arg_limit(struct call *c);

/* acts_ledger.c */
int act_incident_list(struct call *c, struct err *e);
int act_incident_show(struct call *c, struct err *e);
int act_incident_merge(struct call *c, struct err *e);
int act_incident_split(struct call *c, struct err *e);
int act_incident_retract(struct call *c, struct err *e);
int act_place_list(struct call *c, struct err *e);
int act_place_show(struct call *c, struct err *e);
int act_rule_list(struct call *c, struct err *e);
int act_rule_test(struct call *c, struct err *e);
int act_node_list(struct call *c, struct err *e);

#endif
