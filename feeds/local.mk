# feeds/: when and what to poll.

noinst_LIBRARIES += feeds/libfeeds.a
feeds_libfeeds_a_SOURCES = feeds/feed_config.c feeds/feed_config.h feeds/feed_state.c \
	feeds/feed_state.h feeds/identity.c feeds/identity.h

UNIT += tests/unit/test_identity
tests_unit_test_identity_SOURCES = tests/unit/test_identity.c
tests_unit_test_identity_LDADD   = $(FEEDS_LIBS) $(CRITERION_LIBS)
