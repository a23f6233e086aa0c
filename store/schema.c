/*
 * schema.c -- see schema.h.  Times are milliseconds, days are days since 1970.
 * A step that was committed is never edited; nor is the form of the bytes that a column
 * holds (facts/fact_wire.h, incident.h, control.h) without a step here.
 * tests/unit/test_store.c holds us to it.
 */
#include "config.h"

#include "base/alloc.h"
#include "store/schema.h"

static const char step_2[] =
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT "
    "ROWID;"
    "INSERT INTO meta (name, value) VALUES ('ledger', '');"

    "CREATE TABLE feed (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, url TEXT NOT "
    "NULL, "
    "enabled INTEGER NOT NULL, due_ms INTEGER NOT NULL, epoch INTEGER NOT NULL, "
    "owner TEXT NOT NULL, fetched_ms INTEGER, state BLOB NOT NULL) STRICT;"
    "CREATE INDEX feed_due ON feed (due_ms) WHERE enabled = 1;"

    "CREATE TABLE entry (id INTEGER PRIMARY KEY, feed INTEGER NOT NULL, name TEXT NOT "
    "NULL, "
    "url TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, lang TEXT NOT NULL, "
    "published_ms INTEGER, seen_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL, "
    "content BLOB NOT NULL, revision INTEGER NOT NULL, quiet INTEGER NOT NULL, "
    "withdrawn INTEGER NOT NULL, facts BLOB NOT NULL) STRICT;"
    "CREATE INDEX entry_name ON entry (name);"
    "CREATE INDEX entry_feed ON entry (feed, id, content);"
    "CREATE INDEX entry_seen ON entry (seen_ms) WHERE text <> '';"
    "CREATE TABLE entry_key (feed INTEGER NOT NULL, ident INTEGER NOT NULL, "
    "entry INTEGER NOT NULL, PRIMARY KEY (feed, ident)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE revision (entry INTEGER NOT NULL, revision INTEGER NOT NULL, "
    "until_ms INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, "
    "PRIMARY KEY (entry, revision)) STRICT;"
    "CREATE TABLE fact (entry INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, "
    "place TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (entry, n)) STRICT, WITHOUT "
    "ROWID;"
    "CREATE INDEX fact_place ON fact (place, entry);"

    "CREATE TABLE incident (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
    "version INTEGER NOT NULL, parent TEXT NOT NULL, state TEXT NOT NULL, blob BLOB NOT "
    "NULL, "
    "day_from INTEGER NOT NULL, day_to INTEGER NOT NULL, title TEXT NOT NULL, "
    "place TEXT NOT NULL, place_id TEXT NOT NULL, country TEXT NOT NULL, "
    "admin1 TEXT NOT NULL, cause TEXT NOT NULL, lat REAL, lon REAL, killed INTEGER NOT "
    "NULL, "
    "injured INTEGER NOT NULL, missing INTEGER NOT NULL, detained INTEGER NOT NULL, "
    "displaced INTEGER NOT NULL, created_ms INTEGER NOT NULL, changed_ms INTEGER NOT "
    "NULL, "
    "sources INTEGER NOT NULL) STRICT;"
    "CREATE INDEX incident_changed ON incident (changed_ms);"
    "CREATE TABLE incident_key (span INTEGER NOT NULL, bucket INTEGER NOT NULL, "
    "day_to INTEGER NOT NULL, incident TEXT NOT NULL, day_from INTEGER NOT NULL, "
    "PRIMARY KEY (span, bucket, day_to, incident)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE incident_entry (entry TEXT NOT NULL, incident TEXT NOT NULL, "
    "PRIMARY KEY (entry, incident)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE control (place TEXT PRIMARY KEY, name TEXT NOT NULL, holder TEXT NOT "
    "NULL, "
    "state TEXT NOT NULL, country TEXT NOT NULL, lat REAL, lon REAL, since_ms INTEGER, "
    "changed_ms INTEGER NOT NULL, blob BLOB NOT NULL) STRICT;"
    "CREATE INDEX control_changed ON control (changed_ms);"

    "CREATE TABLE alert (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
    "alert_key TEXT NOT NULL UNIQUE, rule TEXT NOT NULL, reason TEXT NOT NULL, "
    "severity TEXT NOT NULL, incident TEXT NOT NULL, place TEXT NOT NULL, "
    "entry INTEGER NOT NULL, created_ms INTEGER NOT NULL, json TEXT NOT NULL) STRICT;"
    "CREATE INDEX alert_incident ON alert (incident);"
    "CREATE TABLE outbox (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
    "alert TEXT NOT NULL, receiver TEXT NOT NULL, target TEXT NOT NULL, bundle TEXT NOT "
    "NULL, "
    "state INTEGER NOT NULL, attempt INTEGER NOT NULL, next_ms INTEGER NOT NULL, "
    "epoch INTEGER NOT NULL, owner TEXT NOT NULL, created_ms INTEGER NOT NULL, "
    "error TEXT NOT NULL, ref TEXT NOT NULL, incident TEXT NOT NULL) STRICT;"
    "CREATE INDEX outbox_due ON outbox (receiver, next_ms) WHERE state = 0;"
    "CREATE INDEX outbox_dead ON outbox (n) WHERE state = 2;"
    "CREATE INDEX outbox_ref ON outbox (receiver, incident) WHERE ref <> '';"
    "CREATE INDEX outbox_alert ON outbox (alert);"
    "CREATE TABLE attempt (delivery INTEGER NOT NULL, n INTEGER NOT NULL, "
    "at_ms INTEGER NOT NULL, latency_ms INTEGER NOT NULL, status INTEGER NOT NULL, "
    "error TEXT NOT NULL, node TEXT NOT NULL, PRIMARY KEY (delivery, n)) "
    "STRICT, WITHOUT ROWID;"
    "CREATE TABLE waiting (seq INTEGER PRIMARY KEY, due_ms INTEGER NOT NULL, "
    "id TEXT NOT NULL UNIQUE, alert_key TEXT NOT NULL UNIQUE, rule TEXT NOT NULL, "
    "reason TEXT NOT NULL, severity TEXT NOT NULL, incident TEXT NOT NULL, "
    "place TEXT NOT NULL, entry INTEGER NOT NULL, created_ms INTEGER NOT NULL, "
    "json TEXT NOT NULL) STRICT;"
    "CREATE INDEX waiting_due ON waiting (due_ms);"
    "CREATE TABLE note (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, what TEXT NOT NULL, "
    "author TEXT NOT NULL, text TEXT NOT NULL, created_ms INTEGER NOT NULL, "
    "until_ms INTEGER, level INTEGER NOT NULL) STRICT;"
    "CREATE TABLE event (seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, type TEXT NOT "
    "NULL, "
    "subject TEXT NOT NULL, json TEXT NOT NULL) STRICT;";

/* What several nodes share: who they are, and when a host may be asked again. */
static const char step_3[] =
    "CREATE TABLE node (name TEXT PRIMARY KEY, seen_ms INTEGER NOT NULL, "
    "span_ms INTEGER NOT NULL, started_ms INTEGER NOT NULL, version TEXT NOT NULL) "
    "STRICT, WITHOUT ROWID;"
    "DELETE FROM meta WHERE name >= 'node:' AND name < 'node;';"
    "CREATE TABLE host (name TEXT PRIMARY KEY, free_ms INTEGER NOT NULL, "
    "asked_ms INTEGER NOT NULL, owner TEXT NOT NULL) STRICT, WITHOUT ROWID;";

/* What is counted for lists (tally.h). */
static const char step_4[] =
    "DROP INDEX entry_seen;"
    "CREATE INDEX entry_seen ON entry (seen_ms, feed) WHERE text <> '';"
    "CREATE INDEX alert_rule ON alert (rule, created_ms);"
    "CREATE INDEX outbox_state ON outbox (receiver, state, created_ms);"
    "CREATE INDEX outbox_kept ON outbox (alert) WHERE error <> '' AND attempt = 0;";

/* Nobody asked by it. */
static const char step_5[] = "DROP INDEX entry_feed;";

/* They were bytes; now they are text, which every store keeps. */
static const char step_6[] = "DELETE FROM meta WHERE name = 'websub';";

/* Incidents are counted by state; their bytes keep what reports said before they were
 * edited. */
static const char step_7[] =
    "CREATE INDEX incident_withdrawn ON incident (state) WHERE state <> 'open';";

/* Facts were kept a second time, as rows of JSON that nobody asked for; now they are
 * counted. */
static const char step_8[] =
    "ALTER TABLE entry ADD COLUMN n_facts INTEGER NOT NULL DEFAULT 0;"
    "UPDATE entry SET n_facts = (SELECT count(*) FROM fact WHERE fact.entry = entry.id) "
    "WHERE id IN (SELECT entry FROM fact);"
    "DROP TABLE fact;"
    "CREATE INDEX entry_facts ON entry (n_facts) WHERE n_facts > 0;";

/* What happened has the name under which it is told. */
static const char step_9[] = "UPDATE event SET type = type || CASE type WHEN 'alert' "
			     "THEN '.fired' ELSE '.changed' END "
			     "WHERE type IN ('alert', 'incident', 'place', 'feed');";

/* Who has a file alone knows when each feed is due; every poll wrote all over it twice.
 * PostgreSQL's stays (db_pq.c). */
static const char step_10[] = "DROP INDEX feed_due;";

/* The parts of an incident, numbered by it and among each other; what was saved before
 * stands in its blob until it is saved again. */
static const char step_11[] =
    "CREATE TABLE incident_part (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;";

#define SCHEMA_STEPS \
	step_2, step_3, step_4, step_5, step_6, step_7, step_8, step_9, step_10, step_11
const char *const schema_steps[] = { SCHEMA_STEPS };
#define FIRST 2
const unsigned store_schema_floor = 11; /* programs before it write incidents whole */
const unsigned store_schema_first = FIRST,
	       store_schema_version = FIRST + NELEM(schema_steps) - 1;

const struct schema_table schema_tables[] = {
	{ "meta", "name, value", "name", false, NULL, /* the others are the store's own */
	    "name NOT IN ('schema', 'floor', 'ledger')" },
	{ "feed", "id, name, url, enabled, due_ms, epoch, owner, fetched_ms, state", "id",
	    true, "id" },
	{ "entry",
	    "id, feed, name, url, title, text, lang, published_ms, seen_ms, changed_ms, "
	    "content, revision, quiet, withdrawn, facts, n_facts",
	    "id", true, "id" },
	{ "entry_key", "feed, ident, entry", "feed, ident", false, NULL },
	{ "revision", "entry, revision, until_ms, title, text", "entry, revision", true,
	    NULL },
	{ "incident",
	    "n, id, version, parent, state, blob, day_from, day_to, title, place, "
	    "place_id, country, admin1, cause, lat, lon, killed, injured, missing, "
	    "detained, "
	    "displaced, created_ms, changed_ms, sources",
	    "n", true, "n" },
	{ "incident_part", "n, bytes", "n", true, NULL },
	{ "incident_key", "span, bucket, day_to, incident, day_from",
	    "span, bucket, day_to, incident", false, NULL },
	{ "incident_entry", "entry, incident", "entry, incident", false, NULL },
	{ "control",
	    "place, name, holder, state, country, lat, lon, since_ms, changed_ms, blob",
	    "place", true, NULL },
	{ "alert",
	    "seq, id, alert_key, rule, reason, severity, incident, place, entry, "
	    "created_ms, json",
	    "seq", true, "seq" },
	{ "outbox",
	    "n, id, alert, receiver, target, bundle, state, attempt, next_ms, epoch, "
	    "owner, created_ms, error, ref, incident",
	    "n", true, "n" },
	{ "attempt", "delivery, n, at_ms, latency_ms, status, error, node", "delivery, n",
	    false, NULL },
	{ "waiting",
	    "seq, due_ms, id, alert_key, rule, reason, severity, incident, place, entry, "
	    "created_ms, json",
	    "seq", true, "seq" },
	{ "note", "id, kind, what, author, text, created_ms, until_ms, level", "id", true,
	    "id" },
	{ "event", "seq, at_ms, type, subject, json", "seq", true, "seq" },
	{ .name = NULL },
};
