# feeds/: when and what to poll.

noinst_LIBRARIES += feeds/libfeeds.a
feeds_libfeeds_a_SOURCES = feeds/feed_state.c feeds/feed_state.h
