/*
 * api_incident.h -- how the read API shows each thing: one function a resource, values in, JSON
 * out.  The paths and pages are api.c's.
 */
#ifndef DAEMON_API_INCIDENT_H
#define DAEMON_API_INCIDENT_H

#include "daemon/api.h"
#include "store/feed_rows.h"
#include "store/incident_rows.h"

void api_incident_head(struct json *j, struct arena *a, const struct store_incident *row);
int api_incident_whole(const struct api_world *w, struct json *j, struct arena *a,
    const struct store_incident *row, struct err *e); /* -1: what is stored is damaged */
void api_control(struct json *j, struct arena *a, const struct store_control *row);
void api_feed(struct json *j, struct arena *a, const struct store_feed *row, int64_t now_ms);
void api_feed_states(const struct api_world *w, struct arena *a, struct json *j);
int api_rule(const struct api_world *w, struct json *j, struct arena *a, const struct rule *r,
    struct err *e);
int api_receiver(const struct api_world *w, struct json *j, struct arena *a,
    const struct receiver *r, struct err *e);

#endif
