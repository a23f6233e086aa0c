/*
 * render.h -- what the renderers share; private to alerts/.
 * Every alert that reaches a renderer is tame: texts of feeds are valid UTF-8 of one line
 * without controls and bidi overrides, cut to a bounded length, and there are few enough
 * of them.  So a renderer has only its own format to escape.
 */
#ifndef ALERTS_RENDER_H
#define ALERTS_RENDER_H

#include "alerts/message.h"
#include "alerts/receiver.h"

#define TAME_TEXT 1000 /* characters of a summary, source, place … */
#define TAME_ITEMS 16  /* places, sources, feeds, quotes */
#define HTTP_ANSWER_MAX (64u << 10)

const struct alert *alert_tame(const struct alert *al, struct arena *a);
struct str tame_text(struct arena *a, struct str s, size_t characters);

/* Room for a rendering that is certain to be enough, unless it was fed what is not tame.
 */
#define RENDER_MAX (4u << 20)
/* The buffer's text in the arena; the buffer is cleared.  -1: it went over. */
int render_done(struct buf *b, struct arena *a, struct str *out, struct err *e);

typedef int render_fn(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e);
render_fn mail_render, webhook_render, slack_render, mattermost_render, discord_render,
    teams_render, ntfy_render, matrix_render, telegram_render, pagerduty_render,
    apprise_render, alertmanager_render, syslog_render, journal_render, exec_render,
    file_render;

typedef void check_fn(struct receiver *r, const struct conf *node, struct conf_diag *d);
check_fn mail_check, webhook_check, syslog_check, exec_check, file_check;

typedef void judge_fn(struct verdict *v, const struct http_response *r);
judge_fn discord_judge, matrix_judge, telegram_judge;

/* A request with the receiver's fixed headers, and room for six more. */
void http_prepare(struct delivery_request *out, const struct receiver *r,
    const char *method, struct str url, const char *type, struct str body,
    struct arena *a);
void http_add_header(struct delivery_request *out, const char *name, struct str value);
void http_add_bearer(struct delivery_request *out, const struct receiver *r,
    struct arena *a);
/* The receiver's address with a path behind it, one slash between. */
struct str http_path(const struct receiver *r, struct arena *a, const char *path);

extern const int facility_codes[];

/* Alertmanager's words (API v2 and webhook v4): labels, annotations, fingerprint. */
void alertmanager_body(struct buf *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a);

#endif
