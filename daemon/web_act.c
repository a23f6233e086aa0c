/* web_act.c -- see web_act.h. */
#include "config.h"

#include <openssl/crypto.h>

#include "daemon/web_act.h"
#include "net/url.h"

static bool
is_local(struct str peer)
{
	return str_eq(peer, STR("unix")) || str_starts(peer, STR("127.")) ||
	    str_starts(peer, STR("[::1]")) || str_starts(peer, STR("[::ffff:127."));
}

/* "https://name" and "http://name:8470": whatever port, the name that was asked for is
 * the page's. */
static bool
is_own_origin(struct str origin, struct str host, struct str base)
{
	char ours[URL_ORIGIN], theirs[URL_ORIGIN];
	struct url u;

	if (base.n > 0 && str_eq(url_origin(theirs, origin), url_origin(ours, base)) &&
	    theirs[0] != '\0')
		return true;
	if (!url_split(origin, &u))
		return false;
	return str_ends(origin, host) && origin.n == u.scheme.n + strlen("://") + host.n;
}

static bool
knows_token(struct str given, const struct secrets *token)
{
	bool found = false;

	for (size_t i = 0; i < token->n; i++)
		found |= token->of[i].value.n > 0 && token->of[i].value.n == given.n &&
		    CRYPTO_memcmp(token->of[i].value.p, given.p, given.n) == 0;
	return found;
}

static int
refuse(const char **why, int status, const char *says)
{
	*why = says;
	return status;
}

int
web_act_refusal(const struct httpd_request *rq, const struct secrets *token,
    struct str base, const char **why)
{
	struct str origin = httpd_header(rq, STR("Origin")),
		   site = httpd_header(rq, STR("Sec-Fetch-Site"));
	struct str proto = httpd_header(rq, STR("X-Forwarded-Proto"));
	struct str bearer = httpd_header(rq, STR("Authorization"));

	if (token->n == 0)
		return refuse(why, 403,
		    "acting over HTTP is off: http.token in tocsin.yaml(5) allows it");
	if (!is_local(rq->peer))
		return refuse(why, 403,
		    "acting over plain HTTP from another machine is refused: put a proxy "
		    "with TLS on this one, or use tocsin(1)");
	if (proto.n > 0 && !str_eq_ci(proto, STR("https")))
		return refuse(why, 403, "the proxy was reached without TLS");
	if ((origin.n > 0 &&
		!is_own_origin(origin, httpd_header(rq, STR("Host")), base)) ||
	    (site.n > 0 && !str_eq(site, STR("same-origin")) &&
		!str_eq(site, STR("none"))))
		return refuse(why, 403, "the request comes from another site's page");
	if (!str_starts_ci(httpd_header(rq, STR("Content-Type")),
		STR("application/json")))
		return refuse(why, 415,
		    "the arguments are a JSON object, sent as application/json");
	if (!str_starts_ci(bearer, STR("Bearer ")) ||
	    !knows_token(str_trim(str_sub(bearer, strlen("Bearer "), bearer.n)), token))
		return refuse(why, 401,
		    "Authorization: Bearer TOKEN, with the token of http.token");
	return 0;
}
