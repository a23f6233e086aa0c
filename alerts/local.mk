# alerts/: rules, routing, outbox, renderers, receivers.  Uses jansson, libcrypto.

noinst_LIBRARIES += alerts/libalerts.a
alerts_libalerts_a_SOURCES = alerts/alert.c alerts/alert.h alerts/alertmanager.c alerts/cap.c alerts/cap.h \
	alerts/chat.c alerts/geo.c alerts/geo.h alerts/labels.c alerts/labels.h alerts/lines.c alerts/mail.c \
	alerts/message.c alerts/message.h alerts/outbox.c alerts/outbox.h alerts/push.c \
	alerts/receiver.c alerts/receiver.h alerts/receiver_options.h alerts/render.h alerts/rule.c alerts/rule.h alerts/rule_area.c \
	alerts/rule_conf.c alerts/rule_conf_area.c alerts/rule_eval.h alerts/rule_ground.c alerts/rule_sum.c \
	alerts/rule_text.c \
	alerts/severity.c alerts/severity.h alerts/sign.c alerts/sign.h \
	alerts/tame.c alerts/webhook.c
alerts_libalerts_a_SOURCES += alerts/match.c alerts/match.h alerts/mute.c alerts/mute.h
alerts_libalerts_a_SOURCES += alerts/route.c alerts/route.h alerts/route_conf.c

# Receivers in tests are written as in a configuration; the tree is the only thing of daemon/ used.
ALERTS_TEST_LIBS = daemon/libdaemon.a $(ALERTS_LIBS) $(YAML_LIBS) $(CRITERION_LIBS)
UNIT += tests/unit/test_receivers tests/unit/test_outbox tests/unit/test_cap tests/unit/test_routing
tests_unit_test_routing_SOURCES = tests/unit/test_routing.c tests/unit/receivers.c tests/unit/receivers.h
tests_unit_test_routing_LDADD   = $(ALERTS_TEST_LIBS)
tests_unit_test_receivers_SOURCES = tests/unit/test_receivers.c tests/unit/receivers.c tests/unit/receivers.h
tests_unit_test_receivers_LDADD   = $(ALERTS_TEST_LIBS)
tests_unit_test_outbox_SOURCES = tests/unit/test_outbox.c
tests_unit_test_outbox_LDADD   = $(ALERTS_LIBS) $(CRITERION_LIBS)
EXTRA_DIST += tests/cases/receivers
tests_unit_test_cap_SOURCES = tests/unit/test_cap.c tests/unit/receivers.c tests/unit/receivers.h
tests_unit_test_cap_LDADD   = $(ALERTS_TEST_LIBS)

# Python's and libxml2's parsers, and services of this machine, judge what we send.
TESTS      += tests/receivers_check.py tests/cap_check.sh
EXTRA_DIST += tests/receivers_check.py tests/cap_check.sh

# Rules.
UNIT += tests/unit/test_rules
tests_unit_test_rules_SOURCES = tests/unit/test_rules.c $(LEDGER_KIT)
tests_unit_test_rules_LDADD   = $(ALERTS_LIBS) $(CRITERION_LIBS)
FUZZERS += tests/fuzz/fuzz_rules
tests_fuzz_fuzz_rules_SOURCES = tests/fuzz/fuzz_rules.c $(LEDGER_MEM) $(FUZZ_MAIN)
tests_fuzz_fuzz_rules_LDADD   = daemon/libdaemon.a $(ALL_LIBS)
tests_fuzz_fuzz_rules_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZERS += tests/fuzz/fuzz_alert
tests_fuzz_fuzz_alert_SOURCES = tests/fuzz/fuzz_alert.c $(FUZZ_MAIN)
tests_fuzz_fuzz_alert_LDADD   = $(ALERTS_LIBS)
tests_fuzz_fuzz_alert_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
