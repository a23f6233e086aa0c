/* notice.h -- alerts about the service itself: a feed's health, a receiver's. */
#ifndef DAEMON_NOTICE_H
#define DAEMON_NOTICE_H

#include "alerts/alert.h"

/* Everything lives in a; key is unique for each change that is told.  Who hears it:
 * .send. */
struct alert notice_make(struct arena *a, struct str key, enum severity severity,
    int64_t now_ms, struct str summary);

#endif
