/*
 * web_act.h -- may a request over HTTP change something?  It needs the token of
 * http.token, comes from this machine (a proxy here, or a person; we speak no TLS), from
 * no other site's page (Origin, Sec-Fetch-Site, a media type that no form can send), and
 * through TLS if a proxy handed it on. The control socket asks none of this: its
 * permissions answer.
 */
#ifndef DAEMON_WEB_ACT_H
#define DAEMON_WEB_ACT_H

#include "base/secret.h"
#include "net/httpd.h"

/* 0: it may; else the status to refuse it with, and *why.  base: http.base, whose origin
 * is ours. */
int web_act_refusal(const struct httpd_request *rq, const struct secrets *token,
    struct str base, const char **why);

#endif
