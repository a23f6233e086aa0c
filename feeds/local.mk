# feeds/: when and what to poll.

noinst_LIBRARIES += feeds/libfeeds.a
feeds_libfeeds_a_SOURCES = \
	feeds/feed_config.c feeds/feed_config.h feeds/feed_state.c feeds/feed_state.h \
	feeds/freshness.c feeds/freshness.h feeds/identity.c feeds/identity.h feeds/poll.c feeds/poll.h feeds/poll_rule.h \
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
EXTRA_DIST += tests/scenarios

FUZZERS += tests/fuzz/fuzz_http_headers tests/fuzz/fuzz_websub
tests_fuzz_fuzz_http_headers_SOURCES = tests/fuzz/fuzz_http_headers.c $(FUZZ_MAIN)
tests_fuzz_fuzz_http_headers_LDADD   = $(FEEDS_LIBS)
tests_fuzz_fuzz_http_headers_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_websub_SOURCES = tests/fuzz/fuzz_websub.c $(FUZZ_MAIN)
tests_fuzz_fuzz_websub_LDADD   = $(FEEDS_LIBS)
tests_fuzz_fuzz_websub_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
