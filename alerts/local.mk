# alerts/: rules, routing, outbox, renderers, receivers.

noinst_LIBRARIES += alerts/libalerts.a
alerts_libalerts_a_SOURCES = alerts/severity.c alerts/severity.h
