# feeds/: when and what to poll.

noinst_LIBRARIES += feeds/libfeeds.a
feeds_libfeeds_a_SOURCES = \
	feeds/feed_config.c feeds/feed_config.h feeds/feed_state.c feeds/feed_state.h \
	feeds/freshness.c feeds/freshness.h feeds/identity.c feeds/identity.h feeds/poll.c feeds/poll.h \
	feeds/poll_answer.c feeds/poll_ask.c feeds/poll_state.c feeds/poll_why.c \
	feeds/schedule.c feeds/schedule.h feeds/websub.c feeds/websub.h

UNIT += tests/unit/test_identity
tests_unit_test_identity_SOURCES = tests/unit/test_identity.c
tests_unit_test_identity_LDADD   = $(FEEDS_LIBS) $(CRITERION_LIBS)
