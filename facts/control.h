/*
 * control.h -- who holds a place, since when, according to whom, and how it came to that.
 * The state is worked out from the notes, in order of their dates, by control_fold(): the
 * order of arrival does not matter.  Keyed by place_key(), never by coordinates.
 */
#ifndef FACTS_CONTROL_H
#define FACTS_CONTROL_H

#include "base/json.h"
#include "facts/claim.h"
#include "facts/side.h"

#define CONTROL_NOTES 64 /* kept; beyond it, the oldest go into .base */

struct control_note { /* one report of one change */
	struct ground ground;
	struct str entry, feed, url, origin, incident;
	int64_t published_ms;
	size_t order;             /* of the clause within its report */
	const struct arena *home; /* all of it lives as long as that; NULL: not known */
	struct str bytes;         /* as the store has it; empty: not written yet */
};

struct control_span {                 /* who held it, from when */
	struct str holder, holder_id; /* empty: nobody known */
	struct day since;             /* empty: unknown */
	int64_t start_ms; /* the same as an instant, for order; TIME_NONE: unknown */
	struct str source, entry;
	bool claimed;             /* only the holder itself says so */
	const struct arena *home; /* its texts live as long as that; NULL: not known */
};

struct control {
	struct str key;
	struct fact_place place;
	const struct control_note **notes; /* in order of their dates; shared by its
					      versions */
	size_t n_notes;
	struct control_span base; /* what the notes let go amounted to */
	uint64_t version;

	/* worked out */
	struct control_span now;
	struct control_span *history; /* the oldest first; the last is now */
	size_t n_history;
	bool partial;   /* somebody holds a part */
	bool contested; /* another side says otherwise, or holds a part */
	struct str contested_by;
	struct day last_seen; /* last confirmed */
	size_t sources;       /* that name the present holder */
	size_t pending; /* 1 + the note of a party's claim that waits for a second voice;
			   0: none */
	bool vacated;   /* somebody left, nobody came */
};

/* Here and below: what sides' names amount to is remembered in sides. */
void control_fold(struct arena *a, struct side_memo *sides, struct control *c);
void control_put(struct buf *b, const struct control *c);
/* folded; NULL: damaged */
struct control *control_get(struct arena *a, struct str bytes);
/* A copy that lives in a, its notes and the texts of its history in parts: what lives
 * there already is shared. */
struct control *control_keep(struct arena *parts, struct arena *a,
    const struct control *c);
size_t control_new_notes(const struct control *c, const struct arena *parts);
/* A copy with the note put in its place by date (or nothing, if it is there already). */
struct control *control_note(struct arena *a, struct side_memo *sides,
    const struct control *c, const struct control_note *note);
struct control *control_forget(struct arena *a, struct side_memo *sides,
    const struct control *c, struct str entry);
/* Did the place change hands between the two?  before NULL: nothing was known. */
bool control_flipped(const struct control *before, const struct control *after);
/* Did it change hands within [from, to)?  The last change is not counted. */
bool control_changed_within(const struct control *c, int64_t from_ms, int64_t to_ms);
void control_json(struct json *j, const struct control *c);
void control_explain(struct buf *out, const struct control *c);

#endif
