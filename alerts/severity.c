/* severity.c -- see severity.h.  The one table of severities (doc/receivers.md). */
#include "config.h"

#include <syslog.h>

#include "alerts/severity.h"

const char *const severity_names[] = { [SEVERITY_TEST] = "test",
	[SEVERITY_INFO] = "info",
	[SEVERITY_NOTICE] = "notice",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_CRITICAL] = "critical",
	[SEVERITY_N] = NULL };

const struct severity_scale severity_scales[SEVERITY_N] = {
	[SEVERITY_TEST] = { LOG_INFO, 1, "info" },
	[SEVERITY_INFO] = { LOG_INFO, 2, "info" },
	[SEVERITY_NOTICE] = { LOG_NOTICE, 3, "info" },
	[SEVERITY_WARNING] = { LOG_WARNING, 4, "warning" },
	[SEVERITY_CRITICAL] = { LOG_CRIT, 5, "critical" },
};
