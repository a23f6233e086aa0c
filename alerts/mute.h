/*
 * mute.h -- may this message go out now?  Asked at the moment of sending, so that a
 * silence that was just set holds and one that just ended does not: then the latest state
 * of each incident goes out at once, and what it overtook is suppressed with that reason.
 * Pure.
 */
#ifndef ALERTS_MUTE_H
#define ALERTS_MUTE_H

#include "alerts/match.h"

struct silence {
	int64_t id, until_ms; /* TIME_NONE: until it is ended by hand */
	struct matchers matchers;
	struct str author, text;
};

struct acknowledgement {
	struct str incident, author, text;
	int64_t level; /* the step it covers; a higher one rings again; -1: all without a
			  step */
};

struct release {         /* a person's word that what waits for review may go */
	struct str what; /* an incident; or an alert that has none */
	int64_t at_ms;   /* for what rang until then */
};

struct mutes {
	struct silence *silences;
	size_t n_silences;
	struct acknowledgement *acks;
	size_t n_acks;
	struct release *releases;
	size_t n_releases;
};

enum mute_kind {
	MUTE_NONE, /* send it */
	MUTE_HOLD, /* not before until_ms */
	MUTE_DROP, /* never; why says the reason */
};

struct mute {
	enum mute_kind kind;
	int64_t until_ms;
	char why[200];
};

/* Of the reason of a message that was kept back, here or where it is sent from: its first
 * letters tell. */
enum mute_cause {
	CAUSE_SILENCED,
	CAUSE_ACKNOWLEDGED,
	CAUSE_INHIBITED,
	CAUSE_OVERTAKEN,
	CAUSE_MUTED,
	CAUSE_REVIEW,
	CAUSE_RATELIMIT,
	CAUSE_OTHER,
	CAUSE_N
};
extern const char *const mute_cause_names[];
enum mute_cause mute_cause(struct str why);

/* What has no end of its own holds for so long, then is asked again. */
#define MUTE_ASK_AGAIN_MS (5 * MS_MINUTE)

void mute_decide(struct mute *out, const struct mutes *m, const struct alert *al,
    int64_t now_ms, struct arena *a);
/*
 * What a person is to see before it goes to this receiver: held until it was released, at
 * most review_ms from rang_ms on, so that nothing is lost when nobody looks.
 */
#define MUTE_REVIEW "review of " /* opens why, before what a release names */
void mute_review(struct mute *out, const struct mutes *m, const struct alert *al,
    int64_t rang_ms, int64_t review_ms, int64_t now_ms);
/* What a release of this alert names: its incident, or itself. */
struct str mute_released_as(const struct alert *al);
#define MUTE_REVIEW_MAX_MS (30 * MS_DAY)
/* Is older overtaken by newer: the same incident and rule, or the same place, told again?
 */
bool mute_overtakes(const struct alert *newer, const struct alert *older);

#endif
