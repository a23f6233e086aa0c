/*
 * export.h -- incidents for other people's tools: GeoJSON (RFC 7946), CSV with HXL tags,
 * CSV with ACLED's columns, JSON Lines, Atom with tombstones (RFC 4287, 6721).  Pure:
 * incidents in, one document out.  A place without coordinates has no geometry; nothing
 * is ever made up.
 */
#ifndef DAEMON_EXPORT_H
#define DAEMON_EXPORT_H

#include "facts/incident.h"

struct export_row {
	struct incident *incident;
	int64_t changed_ms;
};

struct export_set {
	const struct export_row *rows;
	size_t n;
	int64_t now_ms;
	struct str base; /* where our own pages are, without the last slash; empty:
			    unknown */
	struct str host; /* for tag: URIs and the feed's name */
	struct str next; /* where the rows after these are, as "/incidents.atom?…"; empty:
			    these are all */
};

struct export_format {
	const char *path;    /* "incidents.geojson" */
	const char *profile; /* of the query, or NULL */
	const char *type;    /* media type */
	const char *help;
	void (*write)(struct buf *out, struct arena *a, const struct export_set *set);
};
extern const struct export_format export_formats[]; /* ends with .path NULL */

/* NULL: there is none.  An empty profile takes the first of that path. */
const struct export_format *export_find(struct str path, struct str profile);

#endif
