/* where_scene.h -- where it happened, as far as other sentences than a figure's own say,
 * or only who counts. */
#ifndef FACTS_WHERE_SCENE_H
#define FACTS_WHERE_SCENE_H

#include "facts/attr_in.h"

/* The places that the names of the sentence tell of the figure. */
void where_set_places(const struct context *c, const struct figure *r, struct fact *f);
/* Where that is not said: as those counted before, or as the sentences before set the
 * scene. */
void where_scene(const struct context *c, const struct figure *r, struct fact *f);
/* Nine were killed in Mexico. | The attack took place near Tarn: the place that the next
 * sentences give, before one as large as a region. */
void where_next(const struct context *c, const struct figure *r, struct fact *f);
/* Blast kills nine. | The bomb went off in Tarn: where the sentence behind a headline
 * that names no place goes on to tell of it. */
void where_lead(const struct context *c, const struct figure *r, struct fact *f);
/* Tarn | recorded (saw, has had) nine murders: the town that opens the sentence, of whose
 * count the verb right before the figure tells. */
void where_counted(const struct context *c, const struct figure *r, struct fact *f);

#endif
