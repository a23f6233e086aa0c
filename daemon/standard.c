/* standard.c -- see standard.h. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemon/standard.h"

/* The wrong way round, so that using it is an error as with one that is closed. */
void
standard_open(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) == -1)
			_exit(EX_OSERR);
}

int
standard_told(const char *program, int rc)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return rc;
	fprintf(stderr, "%s: the output cannot be written: %s\n", program,
	    strerror(errno));
	return rc == 0 ? EX_IOERR : rc;
}
