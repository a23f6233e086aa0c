/*
 * message.h -- what people read, in one place: every renderer takes its words from here.
 * The first line says what, where, how many and since when; a reader at three in the
 * morning needs no second one.  All text of feeds is cleaned (base/utf8.h) and cut on the
 * way in, so that a renderer has only its own format to escape.
 */
#ifndef ALERTS_MESSAGE_H
#define ALERTS_MESSAGE_H

#include "alerts/receiver.h"

struct message_link {
	struct str label, url;
};

struct message_fact { /* "Where": "Idlib, Syria" */
	const char *label;
	struct str value;
};

#define MESSAGE_FACTS 12
#define MESSAGE_QUOTES 8

struct message {
	enum severity severity;
	bool correction, drill;
	struct str subject; /* "[critical] 132 killed …: toll raised from 75" */
	struct str summary; /* one line */
	struct str change;  /* what is new against the message before: one sentence, or
			       empty */
	struct message_fact facts[MESSAGE_FACTS];
	size_t n_facts;
	struct alert_quote quotes[MESSAGE_QUOTES];
	size_t n_quotes;
	struct str more; /* "and 3 more quotes", or empty */
	struct str undelivered;
	struct message_link link; /* the incident's page, or the first source */
	struct str footer;        /* ids, and the command that acknowledges */
};

/* One alert in words. */
void message_of(struct message *m, const struct alert *al, const struct delivery *dl,
    struct arena *a);
/* The subject of a message: of the one alert, or of the digest. */
struct str message_subject(const struct delivery *dl, struct arena *a);
/* The whole of a delivery as plain text, and as HTML of a few plain elements. */
struct str message_text(const struct delivery *dl, struct arena *a);
struct str message_html(const struct delivery *dl, struct arena *a);
/* One message as the middle of a page. */
void message_html_one(struct buf *b, const struct message *m, struct arena *a);

enum severity message_loudest(const struct delivery *dl);
/* What stands for a byte in a format that gives it a meaning: at most so many bytes. */
#define REPLACED_MAX 6
struct replacement {
	char c;
	const char *by;
};
struct str message_replace(struct arena *a, struct str s, const struct replacement *with,
    size_t n);
struct str message_escape(struct arena *a, struct str s); /* & < > " ' */
/* A name of ours as words: "car_bomb". */
struct str message_words(struct arena *a, struct str name);
/* Cut to so many characters, the last one an ellipsis. */
struct str message_cut(struct arena *a, struct str s, size_t characters);
/* The address if it is http(s) and free of what could end it early; else empty. */
struct str message_url(struct arena *a, struct str url);

extern const char *const severity_colours[]; /* "#b91c1c" … */

#endif
