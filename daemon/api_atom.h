/*
 * api_atom.h -- alerts as Atom (RFC 4287), the newest first: for readers of feeds, in the
 * words of a mail; and with a link to its CAP document each, as the OASIS note on CAP
 * feeds has it.
 */
#ifndef DAEMON_API_ATOM_H
#define DAEMON_API_ATOM_H

#include "daemon/api.h"

api_document_fn api_alert_feed; /* "alerts.atom" */
api_document_fn api_cap_feed;   /* "alerts.cap.atom" */

#endif
