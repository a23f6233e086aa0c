/* exits.c -- see exits.h. */
#include "config.h"

#include <sysexits.h>

#include "daemon/exits.h"

const struct exit_row exit_rows[] = {
	{ EX_USAGE, ERR_ASKED, "the command line cannot be meant like that",
	    "the command line cannot be meant like that" },
	{ EX_DATAERR, ERR_FAILED,
	    "the input is no good: a document, an archive, an example that is wrong",
	    NULL },
	{ EX_NOINPUT, ERR_ABSENT, "what was named is not there: a file, an alert, a feed",
	    NULL },
	{ EX_UNAVAILABLE, ERR_FAILED, "the daemon or the store does not answer",
	    "an address cannot be listened on, or no worker starts" },
	{ EX_SOFTWARE, ERR_FAILED,
	    "a step failed in a way that is no doing of whoever asked",
	    "it died before it was ready" },
	{ EX_OSERR, ERR_FAILED, "the system gives no memory",
	    "a system call fails, as when the configuration cannot be read for now" },
	{ EX_CANTCREAT, ERR_EXISTS, "what is to be made cannot be, or is there already",
	    "the store cannot be opened, as when another process holds it" },
	{ EX_IOERR, ERR_FAILED, "the output cannot be written, or the input not be read",
	    "what it was to print cannot be written" },
	{ EX_TEMPFAIL, ERR_LATER,
	    "not now: something needs attention, or did not arrive, or was asked too "
	    "soon",
	    NULL },
	{ EX_NOPERM, ERR_DENIED, "the control socket is not for whoever asks", NULL },
	{ EX_CONFIG, ERR_CONFIG, "the configuration has a mistake",
	    "the configuration has a mistake" },
	{ .code = 0 },
};

int
exit_of(const struct err *e, int failed)
{
	for (const struct exit_row *r = exit_rows; r->code != 0; r++)
		if (r->kind == e->kind && r->kind != ERR_FAILED)
			return r->code;
	return failed;
}
