# store/: the memory.  Uses SQLite, and libpq where it is there.

noinst_LIBRARIES += store/libstore.a
store_libstore_a_SOURCES = \
	store/alert_rows.c store/alert_rows.h store/care.c store/db.c store/db.h store/db_sqlite.c \
	store/entry_rows.c store/entry_rows.h store/feed_rows.c store/feed_rows.h \
	store/incident_rows.c store/incident_rows.h store/schema.c store/schema.h store/sql.c \
	store/node_rows.c store/sql.h store/sqlite.h store/sqlite_care.c store/store.c store/store.h store/tally.c store/tally.h
if HAVE_PQ
store_libstore_a_SOURCES += store/db_pq.c store/pq_link.c store/pq_link.h
endif
EXTRA_DIST += store/db_pq.c store/pq_link.c store/pq_link.h

UNIT += tests/unit/test_store
tests_unit_test_store_SOURCES = tests/unit/test_store.c tests/unit/test_store_alerts.c tests/unit/test_store_incidents.c \
	tests/unit/store_expect.h tests/unit/stores.c tests/unit/stores.h
tests_unit_test_store_LDADD   = $(STORE_LIBS) $(CRITERION_LIBS)
UNIT += tests/unit/test_store_file
tests_unit_test_store_file_SOURCES = tests/unit/test_store_file.c tests/unit/stores.c tests/unit/stores.h
tests_unit_test_store_file_LDADD   = $(STORE_LIBS) $(CRITERION_LIBS)
TESTS      += tests/postgres.sh tests/postgres_delivery.sh
EXTRA_DIST += tests/postgres.sh tests/postgres_delivery.sh
