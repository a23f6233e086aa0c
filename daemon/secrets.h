/*
 * secrets.h -- reads what base/secret.h names: files at each use, so that they can be
 * rotated without a restart, and systemd's credentials from $CREDENTIALS_DIRECTORY.
 * Values are wiped as soon as the message is on its way; errors name where a secret
 * should be, never what it is.
 */
#ifndef DAEMON_SECRETS_H
#define DAEMON_SECRETS_H

#include "alerts/receiver.h"

int secret_load(struct secrets *s, struct err *e); /* a feed's password, for one */
/* Whether it is there to be loaded, as far as this process can say. */
int secret_check(const struct secret *s, struct err *e);
void secret_wipe(struct secrets *s);

/* Fills .value of all of a receiver's secrets; -1: none is loaded. */
int secrets_load(struct receiver *r, struct err *e);
void secrets_wipe(struct receiver *r);

#endif
