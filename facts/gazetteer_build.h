/*
 * gazetteer_build.h -- rows of places to the bytes of a gazetteer file (see gazetteer.h).
 * Rows that come first win: a later row of the same name and country within 10 km (of one
 * of its other names: 5 km) only adds what the first did not know, and its spellings; two
 * rows with ids of their own are two places.  First-level divisions that no row names are
 * made, at the middle of their places.
 */
#ifndef FACTS_GAZETTEER_BUILD_H
#define FACTS_GAZETTEER_BUILD_H

#include "base/buf.h"
#include "facts/gazetteer.h"

#define GAZ_BYTES_MAX (1u << 30)

struct gaz_row {
	struct str name, id, country, admin1, admin2;
	struct str aliases, demonyms; /* separated by '|' */
	double lat, lon;
	enum gaz_kind kind;
	uint32_t population;
	bool listed; /* written into a table by hand, because news names it */
};

struct gaz_builder;

struct gaz_builder *gaz_builder_new(void);
void gaz_builder_free(struct gaz_builder *b);
/* copies its texts */
void gaz_builder_add(struct gaz_builder *b, const struct gaz_row *row);
/* A whole table as etc/gazetteer has it; file is for messages.  -1: a line is wrong. */
int gaz_builder_tsv(struct gaz_builder *b, struct str text, const char *file,
    struct err *e);
/* A line of a GeoNames dump (allCountries.txt, SY.txt, cities500.txt); 1 taken, 0 left
 * out. */
int gaz_builder_geonames(struct gaz_builder *b, struct str line);
/* A line of GeoNames' admin1CodesASCII.txt; names the codes of lines that follow. */
void gaz_builder_admin1(struct gaz_builder *b, struct str line);
size_t gaz_builder_count(const struct gaz_builder *b);
void gaz_builder_write(struct gaz_builder *b, struct buf *out);

#endif
