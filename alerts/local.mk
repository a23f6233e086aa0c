# alerts/: rules, routing, outbox, renderers, receivers.  Uses jansson, libcrypto.

noinst_LIBRARIES += alerts/libalerts.a
alerts_libalerts_a_SOURCES = alerts/alert.c alerts/alert.h alerts/alertmanager.c alerts/cap.c alerts/cap.h \
	alerts/chat.c alerts/geo.h alerts/labels.c alerts/labels.h alerts/lines.c alerts/mail.c \
	alerts/message.c alerts/message.h alerts/outbox.c alerts/outbox.h alerts/push.c \
	alerts/receiver.c alerts/receiver.h alerts/render.h alerts/rule.h \
	alerts/severity.c alerts/severity.h alerts/sign.c alerts/sign.h \
	alerts/tame.c alerts/webhook.c
