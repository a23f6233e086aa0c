/* export_parts.h -- what several of the export's formats ask of an incident. */
#ifndef DAEMON_EXPORT_PARTS_H
#define DAEMON_EXPORT_PARTS_H

#include "daemon/export.h"

bool export_is_gone(const struct export_row *r); /* withdrawn: merged or retracted */
const struct fact_place *export_main_place(const struct incident *in); /* NULL: none */
struct str export_source_names(struct arena *a, const struct incident *in); /* "A; B" */
/* of the latest report that has one */
struct str export_first_url(const struct incident *in);
/* "Idlib: 704 killed (701 or more), 12 injured" */
struct str export_headline(struct arena *a, const struct incident *in);

void export_hxl(struct buf *out, struct arena *a, const struct export_set *set);
void export_acled(struct buf *out, struct arena *a, const struct export_set *set);

#endif
