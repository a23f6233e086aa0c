/* sim.h -- the poller's pure parts behind a fake network and a virtual clock. */
#ifndef TESTS_SCENARIOS_SIM_H
#define TESTS_SCENARIOS_SIM_H

#include "base/map.h"
#include "feeds/poll.h"
#include "feeds/schedule.h"

#define SIM_FEEDS 16
#define SIM_PARALLEL 100

struct sim_feed {
	struct schedule_item item;
	struct feed_config config;
	struct poll_state st; /* views into blob and arena */
	struct buf blob;
	struct map known;             /* key to hash of what it said */
	int64_t asked_ms;             /* of the last request, or the start */
	bool running, fetched, alone; /* alone: it answers by itself, first a body, then
					 304 */
	size_t n_new, n_edited, n_rings;
	struct buf tells;
	struct buf reads; /* title and date of each entry of the last document */
};

struct sim {
	struct arena arena; /* of the whole scenario */
	struct sim_feed feeds[SIM_FEEDS];
	size_t n_feeds;
	struct schedule *schedule;
	struct rng rng;
	int64_t mono_ms, offset_ms; /* wall = mono + offset */
	int64_t boot_ms;            /* uptime = mono - boot */
	struct http_request rq;     /* the last that went out */
	struct str request_url;
};

void sim_init(struct sim *s, uint64_t seed);
void sim_clear(struct sim *s);
int64_t sim_wall(const struct sim *s);
struct sim_feed *sim_find(struct sim *s, struct str name);
void sim_add(struct sim *s, struct sim_feed *f); /* its config is set */

/* Advances to the next request and sends it; NULL: there will be none. */
struct sim_feed *sim_ask(struct sim *s);
void sim_answer(struct sim *s, struct sim_feed *f, const struct http_response *r);
void sim_push(struct sim *s, struct sim_feed *f, struct str body);
void sim_restart(struct sim *s, int64_t down_ms);
/* the machine, with its clock of uptime */
void sim_reboot(struct sim *s, int64_t down_ms);
void sim_pause(struct sim *s, int64_t ms);

#endif
