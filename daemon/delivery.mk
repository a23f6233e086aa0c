# Delivery works the outbox; the commands of receivers and alerts.

daemon_libdaemon_a_SOURCES += \
	daemon/delivery.c daemon/delivery.h daemon/delivery_beat.c daemon/delivery_local.c \
	daemon/delivery_group.c daemon/delivery_send.c daemon/delivery_store.c daemon/delivery_stream.c daemon/delivery_trouble.c \
	daemon/delivery_work.h daemon/secrets.c daemon/secrets.h \
	daemon/acts.c daemon/acts.h daemon/acts_client.c daemon/acts_command.c \
	daemon/acts_ledger.c daemon/acts_node.c daemon/acts_work.h daemon/cmd_node.c daemon/cmd_incident.c \
	daemon/acts_command.h daemon/acts_serve.c daemon/cmd_alert.c daemon/cmd_drill.c \
	daemon/cmd_outbox.c daemon/cmd_receiver.c daemon/cmd_routes.c daemon/cmd_silence.c

# Delivery against real counterparts: Python's servers, rsyslog, Alertmanager.
check_PROGRAMS += tests/delivery_drive
tests_delivery_drive_SOURCES = tests/delivery_drive.c
tests_delivery_drive_LDADD   = $(DAEMON_LIBS)
TESTS      += tests/delivery_http.py tests/delivery_mail.py tests/delivery_log.py \
              tests/delivery_local.py tests/delivery_alertmanager.py tests/delivery_commands.py tests/delivery_chaos.py tests/delivery_burst.py \
              tests/delivery_claim.py tests/delivery_faults.py
EXTRA_DIST += tests/empty_store.py tests/delivery_lib.py tests/delivery_http.py tests/delivery_mail.py \
              tests/delivery_log.py tests/delivery_local.py tests/delivery_alertmanager.py tests/delivery_commands.py tests/delivery_chaos.py tests/delivery_burst.py \
              tests/delivery_claim.py tests/delivery_faults.py

TESTS      += tests/ledger_commands.py tests/http_act.py
EXTRA_DIST += tests/ledger_commands.py tests/http_act.py
