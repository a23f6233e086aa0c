# tests/: what make check runs beside the unit tests that each folder's local.mk names.

TESTS      += tests/layers.sh tests/size.sh tests/format.sh
EXTRA_DIST += tests/layers tests/layers.sh tests/size.sh tests/format.sh tests/run.sh tests/totals.sh

# The same sources are libFuzzer targets (--enable-fuzz, clang) or replayers of their corpora.  A
# target lives in tests/fuzz/fuzz_NAME.c with tests/fuzz/corpus/NAME; its folder's local.mk adds
#	FUZZERS += tests/fuzz/fuzz_NAME
#	tests_fuzz_fuzz_NAME_SOURCES = tests/fuzz/fuzz_NAME.c $(FUZZ_MAIN)
#	tests_fuzz_fuzz_NAME_LDADD   = …
#	tests_fuzz_fuzz_NAME_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
TESTS      += tests/fuzz/replay.sh
EXTRA_DIST += tests/fuzz/replay.sh tests/fuzz/corpus

FUZZ_SECONDS = 60
fuzz: $(FUZZERS) daemon/share
	for f in $(FUZZERS); do \
	  n=$${f##*/fuzz_}; mkdir -p fuzz-out/$$n; \
	  ./$$f -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 fuzz-out/$$n \
	    $(top_srcdir)/tests/fuzz/corpus/$$n || exit 1; \
	done
EXTRA_DIST += tests/coverage.awk

# Stories: what rings, told as news; in twenty orders of arrival each.
check_PROGRAMS += tests/stories/stories
tests_stories_stories_SOURCES = tests/stories/stories.c $(LEDGER_MEM)
tests_stories_stories_LDADD   = daemon/libdaemon.a $(ALL_LIBS)
TESTS      += tests/stories.sh tests/schema.sh tests/rewritten.sh tests/jobs.py
EXTRA_DIST += tests/jobs.py tests/stories.sh tests/stories tests/schema.sh tests/schema.py tests/rewritten.sh tests/rewritten.py

# Calls of the C library that fail when they are told to, to be preloaded.
check_DATA = tests/faults/faults.so
tests/faults/faults.so: tests/faults/faults.c tests/faults/faults.h
	@$(MKDIR_P) tests/faults
	$(AM_V_CCLD)$(CC) -std=c11 $(WARN) $(DEFS) -I. -I$(top_srcdir) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ \
	  $(top_srcdir)/tests/faults/faults.c $(LDFLAGS)
CLEANFILES += tests/faults/faults.so
EXTRA_DIST += tests/faults/faults.c tests/faults/faults.h

TESTS      += tests/sbom.sh
EXTRA_DIST += tests/sbom.sh

# Each call of a piece of work fails in its turn.
check_PROGRAMS += tests/faults/torture
tests_faults_torture_SOURCES = tests/faults/torture.c tests/faults/work.c tests/faults/work_net.c tests/faults/work.h tests/faults/faults.c \
	tests/faults/faults.h tests/unit/news.c tests/unit/news.h
tests_faults_torture_LDADD   = $(DAEMON_LIBS)
TESTS      += tests/faults.sh
EXTRA_DIST += tests/faults.sh

# The whole daemon in a world of real servers (nginx, aiosmtpd, a webhook); skipped where those are missing.
EXTRA_DIST += tests/exports.mjs
WHOLE = tests/configuration.sh \
        tests/systemd.sh \
        tests/e2e/bell.py \
        tests/e2e/hostile.py \
        tests/e2e/attacks.py tests/e2e/full_disk.py tests/e2e/locked.py tests/e2e/hanging.py \
        tests/e2e/metrics.py tests/e2e/soak.py tests/e2e/calls.py \
        tests/e2e/keep.py tests/e2e/room.py \
        tests/e2e/openapi.py \
        tests/e2e/examples.py tests/e2e/refusals.py tests/e2e/manual.py tests/e2e/pointers.py \
        tests/e2e/cluster.py tests/e2e/event_order.py tests/e2e/database_gone.py tests/e2e/chaos.py tests/e2e/frozen.py \
        tests/e2e/failover.py tests/e2e/pgbouncer.py \
        tests/e2e/feed_health.py tests/e2e/feed_commands.py tests/e2e/ways.py \
        tests/e2e/store_copy.py tests/e2e/upgrade.py \
        tests/e2e/rude_servers.py tests/e2e/clock.py \
        tests/e2e/language.py
TESTS      += $(WHOLE)
EXTRA_DIST += $(WHOLE) tests/e2e/world.py tests/e2e/postgres.py tests/e2e/origin.py tests/e2e/faketime.py

# The daemon as its next version, for an upgrade of one node after the other.
check_PROGRAMS += tests/next_tocsind
tests_next_tocsind_SOURCES = daemon/tocsind.c tests/next_schema.c
tests_next_tocsind_LDADD   = $(DAEMON_LIBS)

# How often it errs, of rows whose answers are known.
TESTS      += tests/accuracy.py tests/completion.sh
EXTRA_DIST += tests/accuracy.py tests/completion.sh bench/accuracy.py bench/accuracy.jsonl
