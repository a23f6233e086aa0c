/* http_names.c -- the words of net/http.h. */
#include "config.h"

#include "base/alloc.h"
#include "net/http.h"

const char *const http_error_names[] = { [HTTP_OK] = "ok",
	[HTTP_BAD_URL] = "bad_url",
	[HTTP_REFUSED_ADDRESS] = "refused_address",
	[HTTP_DNS] = "dns",
	[HTTP_CONNECT] = "connect",
	[HTTP_TLS] = "tls",
	[HTTP_TIMEOUT] = "timeout",
	[HTTP_TOO_LARGE] = "too_large",
	[HTTP_REDIRECTS] = "redirects",
	[HTTP_BROKEN] = "broken" };
_Static_assert(NELEM(http_error_names) == HTTP_ERROR_N, "name every error");

struct str
http_header_get(const struct http_response *r, struct str name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (str_eq_ci(r->headers[i].name, name))
			return r->headers[i].value;
	return STR_NONE;
}
