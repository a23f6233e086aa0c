/* severity.h -- how loud an alert is; each receiver's own scale is a column of
 * severity.c. */
#ifndef ALERTS_SEVERITY_H
#define ALERTS_SEVERITY_H

enum severity {
	SEVERITY_TEST,
	SEVERITY_INFO,
	SEVERITY_NOTICE,
	SEVERITY_WARNING,
	SEVERITY_CRITICAL,
	SEVERITY_N
};

extern const char *const severity_names[]; /* ends with NULL */

struct severity_scale {
	int syslog;            /* LOG_* */
	int ntfy;              /* 1..5 */
	const char *pagerduty; /* critical error warning info */
};
extern const struct severity_scale severity_scales[SEVERITY_N];

#endif
