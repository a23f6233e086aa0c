/*
 * secret.h -- passwords, tokens and keys as the configuration names them.  What they
 * are is read by the shell (daemon/secrets.c) just before use and wiped after it;
 * nothing here is ever logged or shown.  A key may hold several, so that they can be
 * rotated.
 *
 *	password: {credential: smtp-password}  systemd's, in $CREDENTIALS_DIRECTORY
 *	password: {file: /etc/tocsin/smtp}     read at each use
 *	password: letmein                      works, and is warned about
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/conf.h"

enum secret_from { SECRET_INLINE, SECRET_CREDENTIAL, SECRET_FILE };

struct secret {
	enum secret_from from;
	bool address;     /* an address: it may hold a token, and need not */
	struct str text;  /* the secret itself, a credential's name, a path */
	struct str value; /* what it is, while the shell has it loaded; else empty */
};

#define SECRETS_MAX 4
struct secrets {
	struct secret of[SECRETS_MAX];
	size_t n;
};

/* CONF_CUSTOM decoders into a struct secrets. */
conf_decode_fn secret_decode;
/* an address that holds a token: the same, and http(s) */
conf_decode_fn secret_url_decode;
conf_decode_fn secret_file_decode; /* "password_file: PATH" */

/* The first one's value; empty if there is none. */
static inline struct str
secret_value(const struct secrets *s)
{
	return s->n > 0 ? s->of[0].value : STR_NONE;
}

#endif
