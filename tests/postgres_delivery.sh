#!/bin/sh
# Delivery on PostgreSQL: for most of its time it waits, so that it runs beside tests/postgres.sh.
exec sh "$top_srcdir/tests/postgres.sh" http_act.py delivery_http.py delivery_mail.py delivery_log.py delivery_local.py \
	delivery_alertmanager.py delivery_commands.py delivery_chaos.py delivery_burst.py
