/* mute.c -- see mute.h. */
#include "config.h"

#include "alerts/mute.h"
#include "base/alloc.h"

static void
silenced(struct mute *out, const struct silence *s, int64_t now_ms)
{
	int64_t until = s->until_ms == TIME_NONE ? now_ms + MUTE_ASK_AGAIN_MS
						 : s->until_ms;

	if (out->kind == MUTE_HOLD && out->until_ms >= until)
		return;
	out->kind = MUTE_HOLD;
	out->until_ms = until;
	snprintf(out->why, sizeof(out->why), "silence %lld by %.*s: %.*s",
	    (long long)s->id, STR_ARG(str_sub(s->author, 0, 60)),
	    STR_ARG(str_sub(s->text, 0, 80)));
}

/* It covers what the incident was when a person said "seen": a climb is news again. */
static bool
covered(const struct acknowledgement *k, const struct alert *al)
{
	bool bad_news = al->reason == REASON_TOLL_CROSSED ||
	    al->reason == REASON_TOLL_RAISED || al->reason == REASON_RECORD_HIGH ||
	    al->reason == REASON_NEW_LOCATION || al->reason == REASON_CORROBORATED ||
	    al->reason == REASON_MERGED;

	return al->incident.n > 0 && str_eq(k->incident, al->incident) && bad_news &&
	    al->step <= k->level;
}

void
mute_decide(struct mute *out, const struct mutes *m, const struct alert *al,
    int64_t now_ms, struct arena *a)
{
	struct labels labels;

	*out = (struct mute){ .kind = MUTE_NONE };
	if (al->reason == REASON_DRILL)
		return; /* a drill shows that the way is open */
	for (size_t i = 0; i < m->n_acks; i++)
		if (covered(&m->acks[i], al)) {
			out->kind = MUTE_DROP;
			snprintf(out->why, sizeof(out->why), "acknowledged by %.*s: %.*s",
			    STR_ARG(str_sub(m->acks[i].author, 0, 60)),
			    STR_ARG(str_sub(m->acks[i].text, 0, 80)));
			return;
		}
	if (m->n_silences == 0)
		return;
	alert_labels(&labels, al, a);
	for (size_t i = 0; i < m->n_silences; i++)
		if (matchers_hold(&m->silences[i].matchers, &labels))
			silenced(out, &m->silences[i], now_ms);
}

struct str
mute_released_as(const struct alert *al)
{
	return al->incident.n > 0 ? al->incident : al->id;
}

void
mute_review(struct mute *out, const struct mutes *m, const struct alert *al,
    int64_t rang_ms, int64_t review_ms, int64_t now_ms)
{
	struct str what = mute_released_as(al);
	int64_t until = rang_ms + review_ms;

	*out = (struct mute){ .kind = MUTE_NONE };
	if (al->reason == REASON_DRILL || until <= now_ms)
		return;
	for (size_t i = 0; i < m->n_releases; i++)
		if (str_eq(m->releases[i].what, what) && rang_ms <= m->releases[i].at_ms)
			return;
	out->kind = MUTE_HOLD;
	out->until_ms = until < now_ms + MUTE_ASK_AGAIN_MS ? until
							   : now_ms + MUTE_ASK_AGAIN_MS;
	snprintf(out->why, sizeof(out->why),
	    MUTE_REVIEW "%.*s: tocsin alert release lets it go", STR_ARG(what));
}

bool
mute_overtakes(const struct alert *newer, const struct alert *older)
{
	if (newer->created_ms < older->created_ms || !str_eq(newer->rule, older->rule))
		return false;
	if (older->outcome != newer->outcome || !str_eq(older->who, newer->who))
		return false;
	if (older->change < CHANGE_N || newer->change < CHANGE_N)
		return older->change < CHANGE_N && newer->change < CHANGE_N &&
		    older->n_places == 1 && newer->n_places == 1 &&
		    older->places[0].id.n > 0 &&
		    str_eq(older->places[0].id, newer->places[0].id);
	return older->incident.n > 0 && str_eq(older->incident, newer->incident) &&
	    older->outcome < TOLL_N;
}

const char *const mute_cause_names[] = { [CAUSE_SILENCED] = "silenced",
	[CAUSE_ACKNOWLEDGED] = "acknowledged",
	[CAUSE_INHIBITED] = "inhibited",
	[CAUSE_OVERTAKEN] = "overtaken",
	[CAUSE_MUTED] = "muted",
	[CAUSE_REVIEW] = "review",
	[CAUSE_RATELIMIT] = "ratelimit",
	[CAUSE_OTHER] = "other" };
_Static_assert(NELEM(mute_cause_names) == CAUSE_N, "name every cause");

#define CAUSE_LETTERS 4

enum mute_cause
mute_cause(struct str why)
{
	for (int c = 0; c < CAUSE_OTHER; c++)
		if (str_starts(why,
			str_sub(str_of(mute_cause_names[c]), 0, CAUSE_LETTERS)))
			return (enum mute_cause)c;
	return CAUSE_OTHER;
}
