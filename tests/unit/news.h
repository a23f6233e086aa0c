/*
 * news.h -- made-up reports for tests of the pipeline: facts as the reader would give
 * them, without reading; the world behind them is a function of a number.
 */
#ifndef TESTS_UNIT_NEWS_H
#define TESTS_UNIT_NEWS_H

#include "daemon/configuration.h"
#include "daemon/ingest.h"
#include "store/incident_rows.h"

#define NEWS_START INT64_C(1732665600000) /* 2024-11-27 */

struct news { /* one report: so many killed in that place */
	const char *id, *place;
	int64_t killed;       /* 0: none said */
	const char *captured; /* ground that changes hands; NULL: none */
	int64_t at_ms;
	const char *note; /* makes the text another one; NULL: none */
};

struct ingest_entry news_entry(struct arena *a, const struct news *n);
/* Report i of a world with so many places; share of 100 reports tell of deaths. */
struct ingest_entry news_generated(struct arena *a, uint64_t i, uint64_t places,
    uint64_t share);
/* Feeds and batch for them; the batch lives in a. */
struct ingest_batch news_batch(struct arena *a, const struct store_feed *feed,
    struct ingest_entry *entries, size_t n);
struct config *news_config(const char *yaml);
struct ingest_context news_context(const struct config *c, int64_t now_ms);
/* The whole of an incident, wherever the store has its parts. */
struct str news_incident(struct arena *a, const struct store_incident *row);

#endif
