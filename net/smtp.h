/*
 * smtp.h -- one message to one recipient through libcurl's SMTP, on the same event loop as
 * net/http.h.  STARTTLS or TLS by the address (smtp://, smtps://); a plain connection must be
 * asked for.
 */
#ifndef NET_SMTP_H
#define NET_SMTP_H

#include "net/http.h"

struct smtp_message {
	struct str url;  /* smtp://host:587 or smtps://host:465 */
	struct str from, to; /* envelope addresses, without brackets */
	struct str data; /* headers, blank line, body; CRLF; copied */
	struct str user, password;
	struct str ca_file; /* empty: the client's */
	bool plain;         /* no TLS at all: for a relay on this host */
	bool allow_private;
	int64_t total_ms;   /* 0: 60 s */
};

struct smtp_result {
	enum http_error failed; /* HTTP_OK: the server answered; see code whether it took the message */
	const char *error; /* "" when it was taken, else a sentence with the server's own words */
	int code; /* the last SMTP reply: 250, 451, 550 …; 0: none came */
};

typedef void smtp_done(void *arg, const struct smtp_result *r);
struct http_job *smtp_start(struct http *h, const struct smtp_message *m, smtp_done *done,
    void *arg);

#endif
