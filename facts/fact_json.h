/*
 * fact_json.h -- facts and tolls as JSON (doc/fact.schema.json): the one form of `tocsin
 * extract`, the API, webhooks and the store.
 */
#ifndef FACTS_FACT_JSON_H
#define FACTS_FACT_JSON_H

#include "base/json.h"
#include "facts/fact.h"

/* "facts" and "toll", within an open object. */
void fact_list_members(struct json *j, const struct fact_list *l);
/* {"id": …, "facts": […], "toll": {…}} */
void fact_list_json(struct json *j, struct str id, const struct fact_list *l);

#endif
