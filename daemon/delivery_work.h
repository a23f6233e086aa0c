/*
 * delivery_work.h -- the parts of delivery (daemon/delivery*.c), private to them.
 *
 *	lane   one receiver: its queue, what is under way, when it goes on
 *	batch  what one claim gave: rows, alerts, in one arena
 *	parcel one message on its way: one row, or a group of them
 *	finish the end of one row's try, until it is in the store
 */
#ifndef DAEMON_DELIVERY_WORK_H
#define DAEMON_DELIVERY_WORK_H

#include <event2/event.h>

#include "alerts/mute.h"
#include "base/alloc.h"
#include "daemon/delivery.h"

struct batch_row {
	struct store_delivery d;
	struct alert *alert; /* NULL: *error says why it cannot be read */
	struct str thread;   /* what an earlier message of the incident is called there */
	struct mute mute;
	int64_t interval_ms, repeat_ms; /* of its route; 0: none */
	bool disabled; /* its target said that it wants nothing any more */
	char error[200];
};

struct batch {
	struct arena arena;
	struct batch_row *rows;
	size_t n, next; /* rows before next are under way or done */
	size_t refs;    /* parcels, and the lane while next < n */
	int64_t lease_end_ms;
};

struct lane;
struct parcel;
typedef void parcel_done_fn(struct parcel *p);

struct parcel {
	struct parcel *next, *prev; /* in lane->out */
	struct lane *lane;          /* NULL: a test */
	struct batch *batch;
	struct batch_row **rows;
	size_t n;
	struct arena arena; /* of the rendering; wiped, because secrets were in it */
	enum receiver_kind_id kind;
	struct delivery_request rq;
	int64_t timeout_ms, started_ms;
	struct config *config; /* keeps what rq points at */
	struct http_job *job;
	struct stream **stream;   /* the lane's connection to a remote syslog */
	struct smtp **mail;       /* or to a mail server */
	const atomic_bool *hurry; /* the lane's; NULL: a test */
	struct verdict verdict;
	parcel_done_fn *done;
	void *arg;
};

struct finish {
	struct finish *next;
	int64_t n, epoch, next_ms;
	enum outbox_state state;
	bool tried, leaves;          /* leaves: disable the target */
	int64_t repeat_ms, alert_ms; /* a reminder is due so long after; when it rang */
	unsigned repeat;             /* which reminder this was; 0: the message itself */
	char alert[ULID_LEN + 1];
	struct store_attempt at;
	char error[256], ref[128], receiver[72], target[260];
};

/* Results that may wait for the store: beyond, no lane claims more. */
#define FINISHED_MAX 2048
/* Beyond, "or more" will do: a count costs what it counts. */
#define WAITING_MAX 1000

#define LANE_GROUPS 256
struct lane_group { /* when a group was last told; the oldest is forgotten */
	uint64_t hash;
	int64_t at_ms;
};

struct lane {
	struct delivery_lanes *d;
	struct receiver *r; /* NULL: left the configuration */
	char name[72];
	struct batch *batch; /* the queue: its rows from next on */
	struct parcel *out;
	size_t in_flight;
	bool claiming, again;
	int64_t due_ms;    /* when a row of the store is due; TIME_NONE: none known */
	int64_t paused_ms; /* nothing before */
	size_t waiting; /* rows pending in the store at the last claim, to WAITING_MAX */
	unsigned fails; /* tries in a row without an arrival */
	int64_t failing_since_ms;
	double each_ms;         /* how long a message takes, smoothed */
	struct offload *thread; /* for what blocks: mail, files, programs, logs */
	struct stream *stream;
	struct smtp *mail;
	atomic_bool hurry; /* it ends: nobody waits for a mail server any more */
	struct event *heartbeat;
	struct http_job *beat;
	bool beat_failed;
	struct lane_group groups[LANE_GROUPS];
	size_t n_groups;
	struct delivery_stats stats;
};

struct delivery_lanes {
	struct delivery_options o;
	struct config *config;
	char host[256], link[1024];
	struct lane **lanes;
	size_t n_lanes;
	struct rng rng;
	struct event *timer;
	struct finish *finished, **last; /* not in the store yet */
	size_t n_finished;
	struct trouble *untold; /* not in the store yet, either */
	bool flushing, stopping, freed;
	size_t jobs; /* on the store's thread */
	int64_t store_retry_ms;
	int64_t ahead_ms; /* the wall clock before the monotonic one */
	bool replan; /* by the next claim: rows may have been planned by another clock */
};

/* delivery.c, for the others */
void delivery_tick(struct delivery_lanes *d);
int64_t delivery_mono_ms(void);
void delivery_job_ended(struct delivery_lanes *d);
void lane_take(struct lane *l, struct batch *b); /* what a claim gave */
void batch_unref(struct batch *b);

/* delivery_store.c */
void delivery_claim(struct lane *l, size_t max);
void delivery_flush(struct delivery_lanes *d);
/* delivery_trouble.c: an alert to all other receivers, once for each key */
void delivery_trouble(struct lane *l, const char *key, const char *text);
void delivery_trouble_again(struct delivery_lanes *d); /* what the store did not take */
void delivery_trouble_free(struct delivery_lanes *d);

/* delivery_send.c: renders and sends; done is called later, never from within. */
int parcel_render(struct parcel *p, struct receiver *r, const struct delivery *dl,
    struct err *e);
void parcel_send(struct parcel *p, struct http *http, struct offload *thread);
void parcel_free(struct parcel *p);

/* delivery_local.c, on a thread: fills p->verdict */
void local_send(struct parcel *p);
/* delivery_stream.c: a connection that is kept between messages */
void stream_send(struct stream **s, const struct delivery_request *rq, struct str ca_file,
    int64_t timeout_ms, struct verdict *v);
void stream_free(struct stream *s);

/* delivery_group.c */

/* which one of its alert; 0: it is none */
unsigned row_reminder(const struct batch_row *row);
void lane_group_told(struct lane *l, const struct batch_row *row, int64_t now_ms);
/* When the row's group may be told again; now_ms if it may now. */
int64_t lane_group_opens(const struct lane *l, const struct batch_row *row,
    int64_t now_ms);

/* delivery_beat.c */
void lane_heartbeat(struct lane *l); /* starts, changes or ends it as the receiver says */

#endif
