/*
 * report.h -- the lines of the log that operators tail for: facts with their evidence,
 * alerts. Their events and keys are an interface (tocsin-events(7)): keys are added,
 * never renamed.
 */
#ifndef DAEMON_REPORT_H
#define DAEMON_REPORT_H

#include "daemon/ingest.h"

/* event=fact feed= kind= … quote= url= */
void report_fact(struct str feed, struct str url, const struct fact *f);
/* event=alert.fired severity= rule= incident= … summary= quote= url= */
void report_alert(struct str feed, const struct ingest_alert *al);

#endif
