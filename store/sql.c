/*
 * sql.c -- every statement, once.  The texts hold for SQLite and PostgreSQL alike; each
 * names its parameters $1, $2 …, and the rows that it answers are read by position in the
 * row files.
 */
#include "config.h"

#include "store/sql.h"

#define FEED_COLUMNS "id, name, url, enabled, due_ms, epoch, fetched_ms, state, owner"
#define ENTRY_COLUMNS                                                                    \
	"e.id, e.feed, f.name, e.name, e.url, e.title, e.text, e.lang, e.published_ms, " \
	"e.seen_ms, e.changed_ms, e.content, e.revision, e.quiet, e.withdrawn, "         \
	"e.facts, e.n_facts"
/* For db_add(). */
#define NUMBERED(insert, column) insert, insert " RETURNING " column
#define INCIDENT_COLUMNS                                                               \
	"id, version, parent, state, blob, day_from, day_to, title, place, place_id, " \
	"country, "                                                                    \
	"admin1, cause, lat, lon, killed, injured, missing, detained, displaced, "     \
	"created_ms, "                                                                 \
	"changed_ms, sources"
#define INCIDENT_ROW INCIDENT_COLUMNS ", n"
#define CONTROL_COLUMNS \
	"place, name, holder, state, country, lat, lon, since_ms, changed_ms, blob"
#define ALERT_COLUMNS                                                          \
	"seq, id, alert_key, rule, reason, severity, incident, place, entry, " \
	"created_ms, json"
#define OUTBOX_COLUMNS                                                             \
	"n, id, alert, receiver, target, bundle, state, attempt, next_ms, epoch, " \
	"created_ms, "                                                             \
	"error, ref"
#define LATER(a, b) "CASE WHEN " a " < " b " THEN " b " ELSE " a " END"
#define TEN_KEYS                                                                       \
	"INTO entry_key (feed, ident, entry) VALUES ($1, $2, $3), ($4, $5, $6), "      \
	"($7, $8, $9), ($10, $11, $12), ($13, $14, $15), ($16, $17, $18), ($19, $20, " \
	"$21), "                                                                       \
	"($22, $23, $24), ($25, $26, $27), ($28, $29, $30)"
#define TEN_BUCKETS                                                             \
	"INTO incident_key (span, day_to, day_from, incident, bucket) VALUES "  \
	"($1, $2, $3, $4, $5), ($1, $2, $3, $4, $6), ($1, $2, $3, $4, $7), "    \
	"($1, $2, $3, $4, $8), ($1, $2, $3, $4, $9), ($1, $2, $3, $4, $10), "   \
	"($1, $2, $3, $4, $11), ($1, $2, $3, $4, $12), ($1, $2, $3, $4, $13), " \
	"($1, $2, $3, $4, $14)"
#define WAIT_COLUMNS "due_ms, " ALERT_COLUMNS

const struct sql_text sql_texts[SQL_N] = {
	[SQL_META_GET] = { "SELECT value FROM meta WHERE name = $1" },
	[SQL_META_SET] = { "INSERT INTO meta (name, value) VALUES ($1, $2) "
			   "ON CONFLICT (name) DO UPDATE SET value = excluded.value" },
	[SQL_NODES] = { "SELECT name, seen_ms, span_ms, started_ms, version, CASE WHEN "
			"$1 = 1 "
			"THEN (SELECT count(*) FROM feed WHERE owner = node.name) ELSE 0 "
			"END "
			"FROM node ORDER BY name" },
	[SQL_NODE_BEAT] = { "INSERT INTO node (name, seen_ms, span_ms, started_ms, "
			    "version) "
			    "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO UPDATE "
			    "SET "
			    "seen_ms = excluded.seen_ms, span_ms = excluded.span_ms, "
			    "started_ms = excluded.started_ms, version = "
			    "excluded.version" },
	[SQL_NODE_LEAVE] = { "DELETE FROM node WHERE name = $1" },
	[SQL_NODES_FORGET] = { "DELETE FROM node WHERE seen_ms < $1" },
	/* SQLite writes alone anyway; elsewhere this row serialises those who change the
	   ledger. */
	[SQL_LEDGER_LOCK] = { "SELECT value FROM meta WHERE name = 'ledger'",
	    "SELECT value FROM meta WHERE name = 'ledger' FOR UPDATE" },

	[SQL_EVENT_ADD] = { NUMBERED("INSERT INTO event (at_ms, type, subject, json) "
				     "VALUES ($1, $2, $3, $4)",
	    "seq") },
	[SQL_EVENTS_AFTER] = { "SELECT seq, at_ms, type, subject, json FROM event "
			       "WHERE seq > $1 ORDER BY seq LIMIT $2" },
	[SQL_EVENT_LAST] = { "SELECT coalesce(max(seq), 0) FROM event" },
	[SQL_EVENTS_FORGET] = { "DELETE FROM event WHERE seq IN (SELECT seq FROM event "
				"WHERE seq <= (SELECT max(seq) FROM event) - $1 ORDER BY "
				"seq LIMIT $2)" },
	[SQL_STATS] = { "SELECT (SELECT count(*) FROM feed WHERE enabled = 1), "
			"(SELECT count(*) FROM entry), "
			"(SELECT CAST(coalesce(sum(n_facts), 0) AS BIGINT) FROM entry "
			"WHERE n_facts > 0), "
			"(SELECT count(*) FROM incident), (SELECT count(*) FROM alert), "
			"(SELECT count(*) FROM event), "
			/* The second condition names the index that has only these. */
			"(SELECT count(*) FROM incident WHERE state = 'merged' AND state "
			"<> 'open'), "
			"(SELECT count(*) FROM incident WHERE state = 'retracted' AND "
			"state <> 'open')" },
	[SQL_STATS_OUTBOX] = { "SELECT (SELECT count(*) FROM outbox WHERE state = 0), "
			       "(SELECT count(*) FROM outbox WHERE state = 2), "
			       "(SELECT min(CASE WHEN attempt = 0 AND (owner = '' OR "
			       "error <> '') THEN next_ms "
			       "ELSE created_ms END) FROM outbox WHERE state = 0)" },

	[SQL_FEED_ADD] = { "INSERT INTO feed (name, url, enabled, due_ms, epoch, owner, "
			   "state) "
			   "VALUES ($1, $2, 1, $3, 0, '', $4) ON CONFLICT (name) DO "
			   "UPDATE SET enabled = 1 "
			   "RETURNING " FEED_COLUMNS },
	[SQL_FEED_MOVE] = { "UPDATE feed SET url = $2, enabled = 1, due_ms = $3, "
			    "epoch = epoch + 1 WHERE id = $1" },
	[SQL_FEED_ENABLE] = { "UPDATE feed SET enabled = 1 WHERE id = $1 AND enabled = "
			      "0" },
	[SQL_FEEDS_DISABLE] = { "UPDATE feed SET enabled = 0 WHERE id = $1" },
	[SQL_FEEDS_ALL] = { "SELECT " FEED_COLUMNS " FROM feed ORDER BY id" },
	[SQL_FEED_NAMED] = { "SELECT " FEED_COLUMNS " FROM feed WHERE name = $1" },
	/* What a node holds under its own name is left from a life that ended before it
	   was saved. */
	[SQL_FEED_TAKE] = { "UPDATE feed SET epoch = epoch + 1, owner = $4, due_ms = $2 "
			    "+ $3 "
			    "WHERE id = $1 AND enabled = 1 AND (due_ms <= $2 OR owner = "
			    "$4 "
			    "OR ($5 = 1 AND owner = '')) RETURNING " FEED_COLUMNS },
	[SQL_FEED_GIVE_BACK] = { "UPDATE feed SET due_ms = $3, owner = '' "
				 "WHERE id = $1 AND epoch = $2 RETURNING " FEED_COLUMNS },
	[SQL_FEED_GET] = { "SELECT " FEED_COLUMNS " FROM feed WHERE id = $1" },
	[SQL_FEEDS_DUE] = { "SELECT name, due_ms, owner FROM feed WHERE enabled = 1 "
			    "AND id IN (SELECT value FROM json_each('[' || $1 || ']')) "
			    "ORDER BY id",
	    "SELECT name, due_ms, owner FROM feed WHERE enabled = 1 "
	    "AND id = ANY (string_to_array($1, ',')::BIGINT[]) ORDER BY id" },
	[SQL_FEEDS_LATE] = { "SELECT name, due_ms, owner FROM feed WHERE enabled = 1 "
			     "AND due_ms < $1 ORDER BY due_ms LIMIT $2" },
	[SQL_HOST_TAKE] = { "INSERT INTO host (name, free_ms, asked_ms, owner) "
			    "VALUES ($1, $2 + $3, $2, $4) ON CONFLICT (name) DO UPDATE "
			    "SET "
			    "free_ms = excluded.free_ms, asked_ms = excluded.asked_ms, "
			    "owner = excluded.owner "
			    "WHERE host.free_ms <= $2 OR (host.owner = $4 AND " LATER(
				"host.asked_ms", "$6") " + $5 <= $2) "
						       "RETURNING free_ms" },
	[SQL_HOST_GET] = { "SELECT CASE WHEN owner = $2 THEN " LATER("asked_ms",
	    "$4") " + $3 ELSE free_ms END "
		  "FROM host WHERE name = $1" },
	[SQL_HOST_FREE] = { "UPDATE host SET free_ms = $2, owner = '' "
			    "WHERE name = $1 AND owner = $3" },
	[SQL_FEED_LOCK] = { "SELECT epoch FROM feed WHERE id = $1",
	    "SELECT epoch FROM feed WHERE id = $1 FOR UPDATE" },
	[SQL_FEED_SAVE] = { "UPDATE feed SET due_ms = $3, state = $4, fetched_ms = $5, "
			    "owner = '' WHERE id = $1 AND epoch = $2" },

	[SQL_ENTRY_BY_KEY] = { "SELECT entry FROM entry_key WHERE feed = $1 AND ident = "
			       "$2" },
	[SQL_ENTRY_ANY] = { "SELECT entry FROM entry_key WHERE feed = $1 LIMIT 1" },
	[SQL_ENTRY_GET] = { "SELECT " ENTRY_COLUMNS
			    " FROM entry e JOIN feed f ON f.id = e.feed "
			    "WHERE e.id = $1" },
	[SQL_ENTRY_NAMED] = { "SELECT " ENTRY_COLUMNS " FROM entry e "
			      "JOIN feed f ON f.id = e.feed WHERE e.name = $1 ORDER BY "
			      "e.id LIMIT 1" },
	[SQL_ENTRY_HEAD] = { "SELECT content, revision, withdrawn, quiet, published_ms, "
			     "seen_ms, changed_ms FROM entry "
			     "WHERE id = $1" },
	[SQL_ENTRY_ADD] = { NUMBERED(
	    "INSERT INTO entry (feed, name, url, title, text, lang, "
	    "published_ms, seen_ms, changed_ms, content, revision, quiet, withdrawn, "
	    "facts, n_facts) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, 0, $12, $13)",
	    "id") },
	[SQL_ENTRY_KEY_ADD] = { "INSERT INTO entry_key (feed, ident, entry) VALUES ($1, "
				"$2, $3) "
				"ON CONFLICT (feed, ident) DO NOTHING" },
	/* What may fail after its first row makes SQLite copy each page before it is
	   changed. */
	[SQL_ENTRY_KEYS_ADD] = { "INSERT OR IGNORE " TEN_KEYS,
	    "INSERT " TEN_KEYS " ON CONFLICT (feed, ident) DO NOTHING" },
	[SQL_ENTRY_REVISE] = { "UPDATE entry SET url = $2, title = $3, text = $4, lang = "
			       "$5, "
			       "changed_ms = $6, content = $7, revision = revision + 1, "
			       "facts = $8, n_facts = $9, "
			       "withdrawn = 0 WHERE id = $1" },
	[SQL_ENTRY_WITHDRAW] = { "UPDATE entry SET withdrawn = 1, changed_ms = $2 "
				 "WHERE id = $1" },
	[SQL_REVISION_ADD] = { "INSERT INTO revision (entry, revision, until_ms, title, "
			       "text) "
			       "SELECT id, revision, $2, title, text FROM entry WHERE id "
			       "= $1" },
	[SQL_REVISIONS] = { "SELECT revision, until_ms, title, text FROM revision "
			    "WHERE entry = $1 ORDER BY revision" },
	[SQL_ENTRIES_SINCE] = { "SELECT " ENTRY_COLUMNS " FROM entry e "
				"JOIN feed f ON f.id = e.feed WHERE e.id > $1 AND "
				"e.seen_ms >= $2 "
				"AND e.text <> '' AND e.id >= (SELECT coalesce(min(id), "
				"0) FROM entry "
				"WHERE seen_ms >= $2 AND text <> '') "
				"ORDER BY e.id LIMIT $3" },

	[SQL_ENTRIES_OLD] = { "SELECT id FROM entry WHERE seen_ms < $1 AND text <> '' "
			      "ORDER BY seen_ms LIMIT $2" },
	[SQL_ENTRY_FORGET] = { "UPDATE entry SET text = '', facts = $2, n_facts = 0 "
			       "WHERE id = $1" },
	[SQL_REVISIONS_DROP] = { "DELETE FROM revision WHERE entry = $1" },

	[SQL_INCIDENT_GET] = { "SELECT " INCIDENT_ROW " FROM incident WHERE id = $1" },
	[SQL_INCIDENT_BYTES] = { "SELECT n, blob FROM incident WHERE id = $1" },
	[SQL_INCIDENT_PARTS] = { "SELECT n, bytes FROM incident_part "
				 "WHERE n >= $1 AND n <= $2 ORDER BY n" },
	[SQL_INCIDENT_PART_SET] = { "INSERT INTO incident_part (n, bytes) "
				    "VALUES ($1, $2) ON CONFLICT (n) DO UPDATE "
				    "SET bytes = excluded.bytes" },
	[SQL_INCIDENT_PART_DROP] = { "DELETE FROM incident_part WHERE n = $1" },
	[SQL_INCIDENT_ADD] = { NUMBERED("INSERT INTO incident (" INCIDENT_COLUMNS ") "
					"VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, "
					"$10, $11, $12, $13, $14, "
					"$15, $16, $17, $18, $19, $20, $21, $22)",
	    "n") },
	[SQL_INCIDENT_SET] = { "UPDATE incident SET version = version + 1, parent = $2, "
			       "state = $3, blob = $4, day_from = $5, day_to = $6, title "
			       "= $7, place = $8, "
			       "place_id = $9, country = $10, admin1 = $11, cause = $12, "
			       "lat = $13, lon = $14, "
			       "killed = $15, injured = $16, missing = $17, detained = "
			       "$18, displaced = $19, "
			       "created_ms = $20, changed_ms = $21, sources = $22 WHERE "
			       "n = $1" },
	[SQL_INCIDENT_KEY_ADD] = { "INSERT INTO incident_key (span, day_to, day_from, "
				   "incident, "
				   "bucket) VALUES ($1, $2, $3, $4, $5) "
				   "ON CONFLICT (span, bucket, day_to, incident) DO "
				   "NOTHING" },
	[SQL_INCIDENT_KEYS_ADD] = { "INSERT OR IGNORE " TEN_BUCKETS,
	    "INSERT " TEN_BUCKETS " ON CONFLICT (span, bucket, day_to, incident) DO "
	    "NOTHING" },
	[SQL_INCIDENT_KEY_SET] = { "UPDATE incident_key SET day_from = $4 WHERE span = "
				   "$1 "
				   "AND bucket = $2 AND day_to = $3 AND incident = $5" },
	[SQL_INCIDENT_KEY_DROP] = { "DELETE FROM incident_key WHERE span = $1 AND bucket "
				    "= $2 "
				    "AND day_to = $3 AND incident = $4" },
	[SQL_BUCKET] = { "SELECT incident, day_from, day_to FROM incident_key "
			 "WHERE span = $1 AND bucket = $2 AND day_to >= $3 AND day_from "
			 "<= $4 "
			 "ORDER BY day_to DESC, incident DESC LIMIT $5" },
	[SQL_LATEST_SPAN] = { "SELECT span FROM incident_key ORDER BY span DESC LIMIT "
			      "1" },
	[SQL_LEDGER_ANY] = { "SELECT 1 WHERE EXISTS (SELECT 1 FROM incident) OR EXISTS "
			     "(SELECT 1 FROM control)" },
	[SQL_TELLS_ADD] = { "INSERT INTO incident_entry (entry, incident) VALUES ($1, "
			    "$2) "
			    "ON CONFLICT (entry, incident) DO NOTHING" },
	[SQL_TELLS_DROP] = { "DELETE FROM incident_entry WHERE entry = $1 AND incident = "
			     "$2" },
	[SQL_TELLS] = { "SELECT incident FROM incident_entry WHERE entry = $1 "
			"ORDER BY incident LIMIT $2" },
	[SQL_INCIDENTS] = { "SELECT " INCIDENT_ROW
			    " FROM incident WHERE (changed_ms, id) < ($1, $15) "
			    "AND changed_ms >= $2 AND ($3 = '' OR country = $3) "
			    "AND ($4 = '' OR place = $4 OR place_id = $4) AND ($5 = '' "
			    "OR state = $5 "
			    "OR ($5 = 'withdrawn' AND state <> 'open')) "
			    "AND day_to >= $6 AND day_from <= $7 AND CASE $8 WHEN 0 THEN "
			    "killed WHEN 1 THEN injured "
			    "WHEN 2 THEN missing WHEN 3 THEN detained WHEN 4 THEN "
			    "displaced ELSE $9 END >= $9 "
			    "AND ($10 >= $11 OR (lat >= $10 AND lat <= $11 AND lon >= "
			    "$12 AND lon <= $13)) "
			    "ORDER BY changed_ms DESC, id DESC LIMIT $14" },
	[SQL_CONTROL_GET] = { "SELECT " CONTROL_COLUMNS
			      " FROM control WHERE place = $1" },
	[SQL_CONTROL_SET] = { "INSERT INTO control (" CONTROL_COLUMNS ") "
			      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON "
			      "CONFLICT (place) DO UPDATE SET "
			      "name = excluded.name, holder = excluded.holder, state = "
			      "excluded.state, "
			      "country = excluded.country, lat = excluded.lat, lon = "
			      "excluded.lon, "
			      "since_ms = excluded.since_ms, changed_ms = "
			      "excluded.changed_ms, "
			      "blob = excluded.blob" },
	[SQL_CONTROLS] = { "SELECT " CONTROL_COLUMNS
			   " FROM control WHERE (changed_ms, place) < ($1, $4) "
			   "AND ($2 = '' OR country = $2) ORDER BY changed_ms DESC, "
			   "place DESC LIMIT $3" },

	[SQL_ALERT_ADD] = { "INSERT INTO alert (id, alert_key, rule, reason, severity, "
			    "incident, "
			    "place, entry, created_ms, json) VALUES ($1, $2, $3, $4, $5, "
			    "$6, $7, $8, $9, $10) "
			    "ON CONFLICT DO NOTHING" },
	[SQL_ALERT_KNOWN] = { "SELECT seq FROM alert WHERE alert_key = $1" },
	[SQL_ALERT_GET] = { "SELECT " ALERT_COLUMNS " FROM alert WHERE id = $1" },
	[SQL_ALERTS] = { "SELECT " ALERT_COLUMNS " FROM alert WHERE seq < $1 "
			 "AND created_ms >= $2 AND ($3 = '' OR rule = $3) AND ($4 = '' "
			 "OR incident = $4) "
			 "ORDER BY seq DESC LIMIT $5" },
	[SQL_OUTBOX_ADD] = { "INSERT INTO outbox (id, alert, receiver, target, bundle, "
			     "state, "
			     "attempt, next_ms, epoch, owner, created_ms, error, ref, "
			     "incident) "
			     "SELECT $1, $2, $3, $4, $5, 0, 0, $6, 0, '', $7, '', '', "
			     "incident FROM alert "
			     "WHERE id = $2 ON CONFLICT (id) DO NOTHING" },
	[SQL_OUTBOX_CLAIM] = { "UPDATE outbox SET epoch = epoch + 1, owner = $4, next_ms "
			       "= $2 + $3 "
			       "WHERE state = 0 AND next_ms <= $2 AND n IN (SELECT n "
			       "FROM outbox "
			       "WHERE state = 0 AND receiver = $1 AND next_ms <= $2 "
			       "ORDER BY next_ms, n LIMIT $5) "
			       "RETURNING " OUTBOX_COLUMNS,
	    "UPDATE outbox SET epoch = epoch + 1, owner = $4, next_ms = $2 + $3 "
	    "WHERE n IN (SELECT n FROM outbox WHERE state = 0 AND receiver = $1 "
	    "AND next_ms <= $2 ORDER BY next_ms, n LIMIT $5 FOR UPDATE SKIP LOCKED) "
	    "RETURNING " OUTBOX_COLUMNS,
	    "UPDATE outbox SET epoch = epoch + 1, owner = $4, next_ms = $2 + $3 "
	    "WHERE state = 0 AND next_ms <= $2 AND n IN (SELECT n FROM outbox "
	    "WHERE state = 0 AND receiver = $1 AND next_ms <= $2 ORDER BY next_ms, n "
	    "LIMIT $5) "
	    "RETURNING " OUTBOX_COLUMNS },
	[SQL_OUTBOX_JSON] = { "SELECT json FROM alert WHERE id = $1" },
	[SQL_OUTBOX_FINISH] = { "UPDATE outbox SET state = $3, next_ms = $4, error = $5, "
				"ref = CASE WHEN $6 = '' THEN ref ELSE $6 END, attempt = "
				"attempt + $7, owner = '' "
				"WHERE n = $1 AND epoch = $2 AND state = 0 RETURNING "
				"attempt" },
	[SQL_OUTBOX_NEXT] = { "SELECT min(next_ms) FROM outbox WHERE state = 0 "
			      "AND receiver = $1" },
	[SQL_OUTBOX_COUNT] = { "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = "
			       "0 "
			       "AND receiver = $1 LIMIT $2) AS pending" },
	[SQL_OUTBOX_LIST] = { "SELECT " OUTBOX_COLUMNS " FROM outbox WHERE n < $1 "
			      "AND ($2 < 0 OR state = $2) AND ($3 = '' OR receiver = $3) "
			      "ORDER BY n DESC LIMIT $4" },
	[SQL_OUTBOX_GET] = { "SELECT " OUTBOX_COLUMNS ", (SELECT json FROM alert "
			     "WHERE alert.id = outbox.alert) FROM outbox WHERE id = $1" },
	[SQL_OUTBOX_RETRY] = { "UPDATE outbox SET state = 0, next_ms = $2, epoch = epoch "
			       "+ 1 "
			       "WHERE id = $1 AND state IN (0, 2)" },
	[SQL_OUTBOX_RELEASE] = { "UPDATE outbox SET next_ms = $1, epoch = epoch + 1, "
				 "owner = '' "
				 "WHERE state = 0 AND owner <> '' AND ($2 = '' OR owner "
				 "= $2)" },
	[SQL_OUTBOX_REPLAN] = { "UPDATE outbox SET next_ms = CASE WHEN owner = '' THEN "
				"$1 "
				"ELSE $1 + $2 END WHERE state = 0 AND (owner <> '' AND "
				"next_ms > $1 + $2 OR "
				"owner = '' AND next_ms > $1 AND (created_ms > $1 OR "
				"EXISTS (SELECT 1 FROM attempt "
				"WHERE delivery = outbox.n AND at_ms > $1)))" },
	[SQL_OUTBOX_RETRY_DEAD] = { "UPDATE outbox SET state = 0, next_ms = $1, "
				    "epoch = epoch + 1 WHERE state = 2" },
	[SQL_OUTBOX_DROP] = { "UPDATE outbox SET state = 3, error = $2, epoch = epoch + "
			      "1, owner = '' "
			      "WHERE id = $1 AND state IN (0, 2)" },
	[SQL_OUTBOX_REF] = { "SELECT ref FROM outbox WHERE receiver = $1 AND target = $2 "
			     "AND incident = $3 AND ref <> '' ORDER BY n LIMIT 1" },
	[SQL_ATTEMPT_ADD] = { "INSERT INTO attempt (delivery, n, at_ms, latency_ms, "
			      "status, "
			      "error, node) VALUES ($1, $2, $3, $4, $5, $6, $7) "
			      "ON CONFLICT (delivery, n) DO NOTHING" },
	[SQL_ATTEMPTS] = { "SELECT at_ms, latency_ms, status, error, node FROM attempt "
			   "WHERE delivery = (SELECT n FROM outbox WHERE id = $1) ORDER "
			   "BY n" },
	[SQL_WAIT_ADD] = { "INSERT INTO waiting (due_ms, id, alert_key, rule, reason, "
			   "severity, "
			   "incident, place, entry, created_ms, json) "
			   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON "
			   "CONFLICT DO NOTHING" },
	[SQL_WAITS_TAKE] = { "DELETE FROM waiting WHERE seq IN (SELECT seq FROM waiting "
			     "WHERE due_ms <= $1 ORDER BY due_ms, seq LIMIT $2) "
			     "RETURNING " WAIT_COLUMNS },
	[SQL_WAIT_REPLAN] = { "UPDATE waiting SET due_ms = due_ms - (created_ms - $1) "
			      "WHERE created_ms > $1" },
	[SQL_WAIT_NEXT] = { "SELECT min(due_ms) FROM waiting" },
	[SQL_NOTE_ADD] = { NUMBERED(
	    "INSERT INTO note (kind, what, author, text, created_ms, "
	    "until_ms, level) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	    "id") },
	[SQL_NOTE_END] = { "UPDATE note SET until_ms = $2 WHERE id = $1 AND kind = $3 "
			   "AND (until_ms IS NULL OR until_ms > $2)" },
	[SQL_NOTES] = { "SELECT id, kind, what, author, text, created_ms, until_ms, "
			"level "
			"FROM note WHERE kind = $1 AND created_ms <= $2 "
			"AND (until_ms IS NULL OR until_ms > $2) ORDER BY id" },

	[SQL_TALLY_RULES] = { "SELECT rule, '', 0, count(*), "
			      "sum(CASE WHEN created_ms > $1 THEN 1 ELSE 0 END), "
			      "max(created_ms) FROM alert "
			      "GROUP BY rule" },
	[SQL_TALLY_RECEIVERS] = { "SELECT receiver, '', state, count(*), "
				  "sum(CASE WHEN created_ms > $1 THEN 1 ELSE 0 END), "
				  "max(created_ms) FROM outbox "
				  "GROUP BY receiver, state" },
	[SQL_TALLY_KEPT] = { "SELECT alert.rule, substr(outbox.error, 1, 4), 0, "
			     "count(*), "
			     "sum(CASE WHEN outbox.created_ms > $1 THEN 1 ELSE 0 END), "
			     "max(outbox.created_ms) "
			     "FROM outbox JOIN alert ON alert.id = outbox.alert WHERE "
			     "outbox.error <> '' "
			     "AND outbox.attempt = 0 AND outbox.state IN (0, 3) GROUP BY "
			     "1, 2" },
	[SQL_TALLY_DAYS] = { "SELECT feed.name, '', (entry.seen_ms - $1) / 86400000, "
			     "count(*), 0, "
			     "max(entry.seen_ms) FROM entry JOIN feed ON feed.id = "
			     "entry.feed "
			     "WHERE entry.seen_ms > $1 AND entry.text <> '' GROUP BY 1, "
			     "3" },
};
