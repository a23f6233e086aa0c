/*
 * standard.h -- standard input, output and error of our programs: there from the start,
 * and what was printed has arrived at the end.
 */
#ifndef DAEMON_STANDARD_H
#define DAEMON_STANDARD_H

/* First of all: what whoever started us has closed would be the next file that we open,
 * and get what we print. */
void standard_open(void);

/* rc; or, where what was printed could not be written, which is said, EX_IOERR in place
 * of a success. */
int standard_told(const char *program, int rc);

#endif
