# alerts/: rules, routing, outbox, renderers, receivers.  Uses jansson, libcrypto.

noinst_LIBRARIES += alerts/libalerts.a
alerts_libalerts_a_SOURCES = alerts/alert.h alerts/geo.h alerts/message.h alerts/outbox.c alerts/outbox.h \
	alerts/receiver.h alerts/rule.h alerts/secret.c alerts/secret.h alerts/severity.c alerts/severity.h
