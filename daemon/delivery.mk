# Delivery works the outbox; the commands of receivers and alerts.

daemon_libdaemon_a_SOURCES += \
	daemon/delivery.c daemon/delivery.h daemon/delivery_beat.c daemon/delivery_local.c \
	daemon/delivery_send.c daemon/delivery_store.c daemon/delivery_stream.c \
	daemon/delivery_work.h daemon/secrets.c daemon/secrets.h

# Delivery against real counterparts: Python's servers, rsyslog, Alertmanager.
check_PROGRAMS += tests/delivery_drive
tests_delivery_drive_SOURCES = tests/delivery_drive.c
tests_delivery_drive_LDADD   = $(DAEMON_LIBS)
TESTS      += tests/delivery_http.py tests/delivery_mail.py tests/delivery_log.py \
              tests/delivery_local.py tests/delivery_alertmanager.py
EXTRA_DIST += tests/delivery_lib.py tests/delivery_http.py tests/delivery_mail.py \
              tests/delivery_log.py tests/delivery_local.py tests/delivery_alertmanager.py
