/*
 * alloc.h -- memory that is there, or the process ends with one sentence (exit 71).
 * Nothing is half done at that point: state lives in transactions, a worker that dies
 * costs one job, and the service manager starts the engine again.  See
 * doc/architecture.md.
 */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>

void *xmalloc(size_t n);
void *xcalloc(size_t count, size_t size); /* zeroed; the product is checked */
void *xrealloc(void *p, size_t n);
void *xreallocarray(void *p, size_t count, size_t size);
/* zeroed, from a cache line's start; n: a multiple of CACHE_LINE */
void *xlines(size_t n);
char *xstrdup(const char *s);

/*
 * For a process that works through many jobs: what it frees stays for the next one.
 * Giving memory back and faulting it in again costs more than parsing a feed does.
 */
void alloc_keep(size_t bytes);
/* Gives back now what only loading needed. */
void alloc_trim(void);
/*
 * Gives back what lies free once the process has grown by so many bytes since it last
 * did; *base is the caller's memory of that, zero at first.  What is given back is
 * faulted in again by the next job, so it should be little and seldom.
 */
void alloc_trim_grown(size_t *base, size_t bytes);

/* Bytes of the process; 0: the system does not say. */
enum alloc_of { ALLOC_VIRTUAL, ALLOC_RESIDENT };
size_t alloc_process_bytes(enum alloc_of of);

#define CACHE_LINE 64
#define NELEM(a) (sizeof(a) / sizeof((a)[0]))

#endif
