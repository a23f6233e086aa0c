/*
 * websub.h -- W3C WebSub (https://www.w3.org/TR/websub/), the subscriber's decisions as
 * pure functions: finding hub and topic, asking for a subscription, confirming the hub's
 * question, checking a delivery's signature, renewing.  A subscription is asked for only
 * when the daemon can be called back (callback_base); its secret and its path on our
 * server are random.
 */
#ifndef FEEDS_WEBSUB_H
#define FEEDS_WEBSUB_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/rng.h"
#include "net/http.h"

struct websub_links {
	struct str hub, self;
};
/* rel=hub and rel=self of Link headers (RFC 8288), absolute. */
void websub_links_of(struct arena *a, const struct http_response *r,
    struct websub_links *out);

#define WEBSUB_LEASE_CAP (14 * MS_DAY)
#define WEBSUB_ASK_AGAIN (23 * MS_HOUR) /* after a failure or a denial */
#define WEBSUB_KEY 32                   /* bytes of a path and of a secret */

enum websub_phase {
	WEBSUB_NONE,  /* no hub, or it is not wanted */
	WEBSUB_ASKED, /* the hub was asked and has to confirm */
	WEBSUB_ACTIVE,
	WEBSUB_DENIED,
	WEBSUB_PHASE_N
};
extern const char *const websub_phase_names[];

struct websub_state {
	enum websub_phase phase;
	struct str hub, topic;
	char path[WEBSUB_KEY * 2 + 1]; /* below callback_base; also what stops guessers */
	char secret[WEBSUB_KEY * 2 + 1];
	int64_t asked_ms, lease_end_ms, renew_ms, delivered_ms; /* TIME_NONE: never */
	unsigned refused; /* deliveries with a wrong signature */
	bool pending;     /* the hub was asked and has not confirmed yet */
	bool leaving;     /* an unsubscription was asked for */
};

void websub_state_init(struct websub_state *w);
void websub_state_put(struct buf *b, const struct websub_state *w);
int websub_state_get(struct str blob, struct websub_state *w); /* views into blob */

/*
 * Given what the feed names now: does the hub have to be asked?  key: fresh random bytes
 * for a new subscription, 2 * WEBSUB_KEY of them.
 */
enum websub_ask { WEBSUB_ASK_NOTHING, WEBSUB_ASK_SUBSCRIBE, WEBSUB_ASK_UNSUBSCRIBE };
enum websub_ask websub_want(struct websub_state *w, struct str hub, struct str topic,
    bool wanted, const unsigned char *key, int64_t now_ms);
/* when to ask websub_want() again */
int64_t websub_next_ms(const struct websub_state *w);

/* The form to POST to w->hub. */
void websub_request(const struct websub_state *w, enum websub_ask ask,
    struct str callback_base, struct buf *out);
/* What the hub said to it: 202 is right, anything else waits a day. */
void websub_asked(struct websub_state *w, enum websub_ask ask,
    const struct http_response *r, int64_t now_ms);

/*
 * The hub's GET: the query of verification or denial.  The status to answer with, and for
 * 200 the challenge in out.
 */
int websub_verify(struct websub_state *w, struct str query, int64_t now_ms,
    struct buf *out);

/* X-Hub-Signature over the body: sha1, sha256, sha384 or sha512. */
bool websub_signed(const struct websub_state *w, struct str signature, struct str body);

#endif
