/* ledger_set.h -- incidents and ground while one report, or one order of a person, is at
 * work. */
#ifndef FACTS_LEDGER_SET_H
#define FACTS_LEDGER_SET_H

#include "facts/ledger_piece.h"

struct ledger_item {
	const struct incident *before; /* NULL: new */
	struct incident *now;
};

struct ledger_place {
	const struct control *before; /* NULL: new */
	struct control *now;
	const struct control_note *note; /* the last of this report */
	struct str incident;
};

struct ledger_set {
	const struct ledger_view *v;
	struct arena *a;
	struct ledger_item *items;
	size_t n, cap;
	struct ledger_place *places;
	size_t n_places, cap_places;
};

struct ledger_item *ledger_set_put(struct ledger_set *s, struct incident *now,
    const struct incident *before);
void ledger_note_ground(struct ledger_set *s, const struct piece *p);
void ledger_forget_ground(struct ledger_set *s, const struct piece *p);
/* What really changed, versions raised. */
void ledger_set_out(struct ledger_set *s, struct str entry, struct ledger_changes *out);

struct incident *incident_begin(struct arena *a, const struct piece *p);
struct incident *incident_with(struct arena *a, const struct incident *in,
    const struct piece *p);
struct incident *incident_without(struct arena *a, const struct incident *in,
    struct str entry);

#endif
