/*
 * smtp.h -- one message to one recipient through libcurl's SMTP.  It blocks, and belongs
 * on a thread that may: libcurl itself waits for the server's last word on a message,
 * which may be a minute of scanning, even where a loop drives it. STARTTLS or TLS by the
 * address (smtp://, smtps://); a plain connection must be asked for.
 */
#ifndef NET_SMTP_H
#define NET_SMTP_H

#include <stdatomic.h>

#include "net/http.h"

struct smtp_message {
	struct str url;      /* smtp://host:587 or smtps://host:465 */
	struct str from, to; /* envelope addresses, without brackets */
	struct str data;     /* headers, blank line, body; CRLF */
	struct str user, password;
	struct str ca_file; /* empty: the system's */
	bool plain;         /* no TLS at all: for a relay on this host */
	bool allow_private;
	int64_t total_ms;        /* 0: 60 s */
	const atomic_bool *stop; /* ends it within a second, from another thread; may be
				    NULL */
};

struct smtp_result {
	enum http_error failed; /* HTTP_OK: the server answered; see code whether it took
				   the message */
	const char *error; /* "" when it was taken, else a sentence with the server's own
			      words; good until the next */
	int code;          /* the last SMTP reply: 250, 451, 550 …; 0: none came */
};

struct smtp; /* keeps its connection from one message to the next */
void smtp_send(struct smtp **s, const struct smtp_message *m,
    struct smtp_result *r);     /* *s: NULL at first */
void smtp_free(struct smtp *s); /* at once: a server that hangs gets no good-bye */

#endif
