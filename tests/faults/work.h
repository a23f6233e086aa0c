/* work.h -- a piece of each layer's work, small enough to be done again for each call it
 * makes. */
#ifndef TESTS_FAULTS_WORK_H
#define TESTS_FAULTS_WORK_H

#include "base/buf.h"
#include "base/err.h"

#define WORK_ANSWER (4u << 20)

struct work {
	const char *name;
	uint32_t kinds; /* of faults that can meet it */
	int (*run)(struct buf *answer, struct err *e);
	void (*before)(void);     /* makes the world as it was; may be NULL */
	bool (*after)(bool well); /* is the world whole?  may be NULL */
};
extern const struct work works[]; /* the last one has no name */

int64_t work_many(void); /* calls, from which on every 23rd is enough for every day */
uint32_t work_kinds(const struct work *w); /* those of here and now: on a server its own
					      alone */
void works_start(void);
void works_end(void);

/* What goes out, and what comes in over sockets: work_net.c. */
int work_render(struct buf *answer, struct err *e);
int work_subscribe(struct buf *answer, struct err *e);
int work_fetch(struct buf *answer, struct err *e);
int work_mail(struct buf *answer, struct err *e);
void work_net_start(const char *scratch);
void work_net_end(void);

/* Ends the program when what a work needs cannot be had. */
void work_must(bool well, const char *what);
void work_file(const char *name, struct str bytes); /* in the scratch directory */

#endif
