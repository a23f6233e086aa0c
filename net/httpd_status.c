/* httpd_status.c -- what the numbers of answers mean. */
#include "config.h"

#include "base/alloc.h"
#include "net/httpd_parse.h"

static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{ 100, "Continue" },
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 301, "Moved Permanently" },
	{ 302, "Found" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 307, "Temporary Redirect" },
	{ 308, "Permanent Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 406, "Not Acceptable" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 413, "Content Too Large" },
	{ 415, "Unsupported Media Type" },
	{ 417, "Expectation Failed" },
	{ 421, "Misdirected Request" },
	{ 422, "Unprocessable Content" },
	{ 424, "Failed Dependency" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 502, "Bad Gateway" },
	{ 503, "Service Unavailable" },
	{ 504, "Gateway Timeout" },
	{ 505, "HTTP Version Not Supported" },
};

const char *
httpd_reason(int status)
{
	for (size_t i = 0; i < NELEM(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Unknown";
}

/* Why a request did not get as far as a handler. */
static const struct {
	int status;
	const char *why;
} refusals[] = {
	{ 400, "this is no request of HTTP/1.1" },
	{ 404, "there is nothing at this path" },
	{ 405, "this path is not asked with this method" },
	{ 413, "the body is larger than it may be" },
	{ 417, "nothing but 100-continue can be expected" },
	{ 431, "the head of the request is larger than it may be" },
	{ 501, "bodies come whole or chunked, in no other transfer coding" },
	{ 505, "HTTP/1.1 and 1.0 are spoken here" },
};

const char *
httpd_refusal(int status)
{
	for (size_t i = 0; i < NELEM(refusals); i++)
		if (refusals[i].status == status)
			return refusals[i].why;
	return "the request was refused";
}
