/*
 * labels.h -- an alert as names and values: what matchers, groups and Alertmanager look
 * at. A name may stand several times (place, country, feed, source, severity never): a
 * matcher holds if it holds for one of them.
 */
#ifndef ALERTS_LABELS_H
#define ALERTS_LABELS_H

#include "alerts/alert.h"

struct label {
	struct str name, value;
};

struct labels {
	struct label *items;
	size_t n;
};

/*
 * alertname (the rule), severity, reason, type, incident, outcome, who, step, change, by,
 * against, place, place_id, country, admin1, feed, source.  Values are views into the
 * alert.
 */
void alert_labels(struct labels *out, const struct alert *al, struct arena *a);
/* Is there a label of that name, "rule" among them?  -1: *e says which may have been
 * meant. */
int label_name_check(struct str name, struct err *e);
/* First value of that name; empty if there is none. */
struct str label_get(const struct labels *l, struct str name);

/* Those that stay the same through all changes of one incident: Alertmanager's identity.
 */
void alert_identity(struct labels *out, const struct alert *al, struct arena *a);
/* Prometheus' fingerprint of a label set: FNV-1a over sorted names and values. */
uint64_t labels_fingerprint(const struct labels *sorted);

#endif
