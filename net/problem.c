/* problem.c -- see problem.h. */
#include "config.h"

#include "base/json.h"
#include "net/problem.h"

static const int statuses[ERR_KIND_N] = { [ERR_FAILED] = 503,
	[ERR_ASKED] = 422,
	[ERR_ABSENT] = 404,
	[ERR_EXISTS] = 409,
	[ERR_DENIED] = 403,
	[ERR_LATER] = 429,
	[ERR_CONFIG] = 424 };

int
problem_status(const struct err *e)
{
	return statuses[e->kind];
}

enum err_kind
problem_kind(int status)
{
	for (int k = 0; k < ERR_KIND_N; k++)
		if (statuses[k] == status)
			return (enum err_kind)k;
	return ERR_FAILED;
}

void
problem_json(struct buf *out, int status, const struct err *e, enum manual otherwise)
{
	struct json j;

	buf_reset(out);
	json_init(&j, out);
	json_open(&j, '{');
	json_kstr(&j, "type", STR("about:blank"));
	json_kstr(&j, "title", str_of(httpd_reason(status)));
	json_kint(&j, "status", status);
	json_kstr(&j, "detail", str_of(e->msg));
	json_kstr(&j, "see", str_of(manual_sections[err_manual(e, otherwise)]));
	json_close(&j);
}

void
problem_reply(struct httpd_request *rq, int status, const struct err *e,
    enum manual otherwise)
{
	struct buf b;

	buf_init(&b, 8192);
	problem_json(&b, status, e, otherwise);
	httpd_reply_text(rq, status, PROBLEM_TYPE, buf_str(&b));
	buf_clear(&b);
}
