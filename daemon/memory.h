/*
 * memory.h -- the rule of base/alloc.h for the libraries that we link: memory that is
 * there, or the process ends. Half of them answer less than they should when an
 * allocation fails, without a word.
 */
#ifndef DAEMON_MEMORY_H
#define DAEMON_MEMORY_H

/* Before anything else is done with any of them.  libyaml says so itself; libcurl:
 * net/multi.c. */
void memory_or_end(void);

#endif
