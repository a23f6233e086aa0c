/*
 * notify.h -- telling the service manager how we are (sd_notify(3)'s protocol, one
 * datagram a message, without libsystemd).  Without NOTIFY_SOCKET every call is silent.
 */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include <stdint.h>

/* "READY=1\nSTATUS=…"; failures are nobody's business. */
__attribute__((format(printf, 1, 2))) void notify(const char *fmt, ...);

/* How often WATCHDOG=1 must come, in ms; 0: never asked for. */
int64_t notify_watchdog_ms(void);

/* Sockets handed over by name (LISTEN_FDNAMES); -1: none of that name. */
int notify_listen_fd(const char *name);

#endif
