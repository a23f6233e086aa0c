/*
 * cap.h -- an alert as Common Alerting Protocol 1.2 (OASIS).  Severity is always Unknown
 * and urgency Past: we read reports, we do not warn; what we know is in the parameters.
 */
#ifndef ALERTS_CAP_H
#define ALERTS_CAP_H

#include "alerts/alert.h"

struct cap_options {
	struct str sender; /* "tocsin@mon.example.org": no spaces, commas, '<', '&' */
	/* "sender,identifier,sent" of earlier ones, spaces between */
	struct str references;
	struct str web; /* page of the incident; empty: the first source */
};

/* The whole document.  -1: it cannot be said in CAP. */
int cap_xml(struct buf *out, const struct alert *al, const struct cap_options *o,
    struct arena *a, struct err *e);
/* This alert's triple, for the references of later ones. */
struct str cap_reference(const struct alert *al, const struct cap_options *o,
    struct arena *a);

#endif
