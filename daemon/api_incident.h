/*
 * api_incident.h -- how the read API shows each thing: one function a resource, values
 * in, JSON out.  The paths and pages are api.c's.
 */
#ifndef DAEMON_API_INCIDENT_H
#define DAEMON_API_INCIDENT_H

#include "daemon/api.h"
#include "feeds/feed_state.h"
#include "store/alert_rows.h"
#include "store/feed_rows.h"
#include "store/incident_rows.h"
#include "store/tally.h"

void api_incident_head(struct json *j, struct arena *a, const struct store_incident *row);
int api_incident_whole(const struct api_world *w, struct json *j, struct arena *a,
    const struct store_incident *row, struct err *e); /* -1: what is stored is damaged */
void api_control(struct json *j, struct arena *a, const struct store_control *row);
/* How many entries came of each feed on each of the last days. */
struct feed_days;
struct feed_days *api_feed_days(const struct api_world *w, struct arena *a,
    struct err *e);
void api_feed(struct json *j, struct arena *a, const struct store_feed *row,
    const struct feed_days *days, int64_t now_ms);
struct api_feeds { /* how many are in each state; how late the latest is */
	int64_t of[FEED_STATE_N], enabled, overdue_s;
};
int api_feed_count(const struct api_world *w, struct arena *a, struct api_feeds *out,
    struct err *e);
/* How often each rule rang, and how often its messages were kept back and why. */
struct rule_tallies {
	struct store_tally *rang, *kept;
	size_t n_rang, n_kept;
};
int api_rule_tallies(const struct api_world *w, struct arena *a, struct rule_tallies *t,
    struct err *e);
void api_rule(struct json *j, struct arena *a, const struct rule *r,
    const struct rule_tallies *t);
int api_receiver(const struct api_world *w, struct json *j, struct arena *a,
    const struct receiver *r, const struct store_tally *t, size_t n, struct err *e);
void api_delivery(struct json *j, const struct store_delivery *row);
/* With each try. */
int api_delivery_whole(struct store *s, struct json *j, struct arena *a,
    const struct store_delivery *row, struct err *e);
void api_silence(struct json *j, const struct store_note *note);
void api_ack(struct json *j, const struct store_note *note);

#endif
