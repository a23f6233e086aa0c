/* receiver_options.h -- what each kind of receiver is configured with, decoded. */
#ifndef ALERTS_RECEIVER_OPTIONS_H
#define ALERTS_RECEIVER_OPTIONS_H

#include "alerts/outbox.h"
#include "base/secret.h"

enum webhook_format { WEBHOOK_NATIVE, WEBHOOK_CLOUDEVENTS, WEBHOOK_ALERTMANAGER };

/* Every kind that speaks HTTP opens with these. */
#define HTTP_TARGET_HEADERS 8
struct http_target {
	struct secrets url;
	/* sent as Authorization: Bearer; or where the kind puts it */
	struct secrets token;
	struct str user;
	struct secrets password;
	/* fixed ones; a free one ends them */
	struct http_header headers[HTTP_TARGET_HEADERS];
	struct str ca_file, client_cert, client_key, proxy;
	bool allow_private;
};

struct email_options {
	struct str_list to;
	struct str from, name, bounce, reply_to, smtp, user, ca_file;
	struct secrets password;
	bool plain, allow_private;
	struct str list_id, unsubscribe_url, unsubscribe_mail;
	struct secrets unsubscribe_key;
};

struct webhook_options {
	struct http_target http;
	struct secrets secret; /* whsec_… or whsk_…; several while they are rotated */
	int format;            /* enum webhook_format */
};

struct chat_options { /* Slack to Apprise: what they need beyond an address */
	struct http_target http;
	/* Matrix room, Telegram chat, ntfy topic, Mattermost channel */
	struct str channel;
	struct secrets key; /* PagerDuty's routing key */
	int64_t thread;     /* Telegram message_thread_id; 0: none */
};

struct alertmanager_options {
	struct http_target http;
	int64_t hold_ms; /* endsAt lies so far behind startsAt */
};

struct syslog_options {
	struct str to; /* empty: local; udp://host:514, tcp://host:601, tls://host:6514 */
	int facility;
	struct str ca_file;
	struct str structured_id; /* SD-ID: incident@PEN */
};

struct command_options { /* exec and file */
	struct str_list argv;
	struct str path;
};

#endif
