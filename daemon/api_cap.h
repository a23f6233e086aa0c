/* api_cap.h -- alerts as CAP 1.2 documents (alerts/cap.h). */
#ifndef DAEMON_API_CAP_H
#define DAEMON_API_CAP_H

#include "daemon/api.h"

/* "cap/ID.xml"; what was alerted of the same incident before is referred to. */
api_document_fn api_cap_document;

#endif
