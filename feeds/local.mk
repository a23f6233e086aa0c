# feeds/: when and what to poll.

noinst_LIBRARIES += feeds/libfeeds.a
feeds_libfeeds_a_SOURCES = \
	feeds/feed_config.c feeds/feed_config.h feeds/feed_state.c feeds/feed_state.h \
	feeds/freshness.c feeds/freshness.h feeds/identity.c feeds/identity.h feeds/poll.c feeds/poll.h \
	feeds/poll_answer.c feeds/poll_ask.c feeds/poll_state.c feeds/poll_why.c \
	feeds/schedule.c feeds/schedule.h feeds/share.c feeds/share.h feeds/websub.c feeds/websub.h

UNIT += tests/unit/test_identity
tests_unit_test_identity_SOURCES = tests/unit/test_identity.c
tests_unit_test_identity_LDADD   = $(FEEDS_LIBS) $(CRITERION_LIBS)

UNIT += tests/unit/test_share
tests_unit_test_share_SOURCES = tests/unit/test_share.c
tests_unit_test_share_LDADD   = $(FEEDS_LIBS) $(CRITERION_LIBS)

UNIT += tests/unit/test_scenarios
tests_unit_test_scenarios_SOURCES = tests/unit/test_scenarios.c tests/scenarios/sim.c tests/scenarios/sim.h
tests_unit_test_scenarios_LDADD   = $(FEEDS_LIBS) $(CRITERION_LIBS)
EXTRA_DIST += tests/scenarios/README $(SCENARIOS)
SCENARIOS = tests/scenarios/d01-no-latch.scn tests/scenarios/d02-from-the-first-fetch.scn \
	tests/scenarios/d03-never-invent.scn tests/scenarios/d04-only-etag.scn \
	tests/scenarios/d05-retry-after.scn tests/scenarios/d06-scope-of-backoff.scn \
	tests/scenarios/d07-cache-lifetimes.scn tests/scenarios/d08-never-disabled.scn \
	tests/scenarios/d09-no-herd.scn tests/scenarios/d10-own-interval.scn \
	tests/scenarios/d11-moved.scn tests/scenarios/d12-gone.scn \
	tests/scenarios/d13-changing-ids.scn tests/scenarios/d14-repeated-ids.scn \
	tests/scenarios/d15-edits.scn tests/scenarios/d16-bot-walls.scn tests/scenarios/d17-http-version.scn \
	tests/scenarios/d18-undecodable.scn tests/scenarios/d19-charset-lies.scn tests/scenarios/d20-html.scn \
	tests/scenarios/d21-dates.scn tests/scenarios/d23-broken-xml.scn \
	tests/scenarios/d22-dates.scn tests/scenarios/d24-limits.scn \
	tests/scenarios/d25-silent-hub.scn tests/scenarios/d25-tls.scn \
	tests/scenarios/p01-request.scn tests/scenarios/p02-conditional.scn \
	tests/scenarios/p03-in-a-row.scn tests/scenarios/p03-one-at-a-time.scn \
	tests/scenarios/p03-spacing.scn \
	tests/scenarios/p04-validators-replaced.scn tests/scenarios/p05-not-modified.scn \
	tests/scenarios/p06-downgrade.scn tests/scenarios/p06-redirects.scn \
	tests/scenarios/p07-gone-missing-refused.scn tests/scenarios/p07-missing.scn \
	tests/scenarios/p07-refused.scn tests/scenarios/p08-busy-feed.scn \
	tests/scenarios/p08-busy-host.scn tests/scenarios/p08-errors.scn \
	tests/scenarios/p08-no-header.scn tests/scenarios/p08-retry-after.scn \
	tests/scenarios/p09-freshness.scn tests/scenarios/p09-skip.scn \
	tests/scenarios/p10-whole-again.scn tests/scenarios/p11-adaptive.scn \
	tests/scenarios/p11-no-validators.scn tests/scenarios/p12-no-burst.scn \
	tests/scenarios/p12-restart.scn tests/scenarios/p13-clock.scn tests/scenarios/p13-jitter.scn \
	tests/scenarios/p13-stopped.scn tests/scenarios/p14-limits.scn \
	tests/scenarios/p15-websub.scn tests/scenarios/p16-identity.scn \
	tests/scenarios/p17-backlog.scn tests/scenarios/p17-first-fetch.scn \
	tests/scenarios/p18-a-no-is-a-no.scn

FUZZERS += tests/fuzz/fuzz_http_headers tests/fuzz/fuzz_websub
tests_fuzz_fuzz_http_headers_SOURCES = tests/fuzz/fuzz_http_headers.c $(FUZZ_MAIN)
tests_fuzz_fuzz_http_headers_LDADD   = $(FEEDS_LIBS)
tests_fuzz_fuzz_http_headers_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_websub_SOURCES = tests/fuzz/fuzz_websub.c $(FUZZ_MAIN)
tests_fuzz_fuzz_websub_LDADD   = $(FEEDS_LIBS)
tests_fuzz_fuzz_websub_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
