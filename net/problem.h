/* problem.h -- what went wrong, as RFC 9457 says it: application/problem+json. */
#ifndef NET_PROBLEM_H
#define NET_PROBLEM_H

#include "net/httpd.h"

#define PROBLEM_TYPE "application/problem+json"

/* The status of an error, and the kind of a status. */
int problem_status(const struct err *e);
enum err_kind problem_kind(int status);

/* In place of whatever out held.  Where the error points to no section, otherwise stands
 * in. */
void problem_json(struct buf *out, int status, const struct err *e,
    enum manual otherwise);
void problem_reply(struct httpd_request *rq, int status, const struct err *e,
    enum manual otherwise);

#endif
