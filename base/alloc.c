/* alloc.c -- see alloc.h. */
#include "config.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"

/* Written without stdio: there may be no memory left for its buffer. */
static _Noreturn void
out_of_memory(void)
{
	static const char line[] = "tocsin: out of memory\n";

	if (write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		_exit(EX_OSERR);
	_exit(EX_OSERR);
}

void *
xmalloc(size_t n)
{
	void *p = malloc(n == 0 ? 1 : n);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xcalloc(size_t count, size_t size)
{
	void *p = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xlines(size_t n)
{
	void *p = aligned_alloc(CACHE_LINE, n);

	if (p == NULL)
		out_of_memory();
	return memset(p, 0, n);
}

void *
xrealloc(void *old, size_t n)
{
	void *p = realloc(old, n == 0 ? 1 : n);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xreallocarray(void *old, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		out_of_memory();
	return xrealloc(old, count * size);
}

char *
xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(xmalloc(n), s, n);
}

#define ALLOC_KEEP_MAX (32 << 20) /* more than that glibc refuses */

void
alloc_keep(size_t bytes)
{
	int n = bytes > ALLOC_KEEP_MAX ? ALLOC_KEEP_MAX : (int)bytes;

	mallopt(M_MMAP_THRESHOLD, n);
	mallopt(M_TRIM_THRESHOLD, n);
}

void
alloc_trim(void)
{
	malloc_trim(0);
}

size_t
alloc_process_bytes(enum alloc_of of)
{
	char line[128];
	ssize_t n;
	size_t pages[ALLOC_RESIDENT + 1]; /* as they stand there */
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	n = read(fd, line, sizeof(line) - 1);
	close(fd);
	line[n > 0 ? n : 0] = '\0';
	if (sscanf(line, "%zu %zu", &pages[ALLOC_VIRTUAL], &pages[ALLOC_RESIDENT]) != 2)
		return 0;
	return pages[of] * (size_t)sysconf(_SC_PAGESIZE);
}

void
alloc_trim_grown(size_t *base, size_t bytes)
{
	size_t now = alloc_process_bytes(ALLOC_RESIDENT);

	if (now == 0 || now > *base + bytes) {
		malloc_trim(0);
		*base = alloc_process_bytes(ALLOC_RESIDENT);
	} else if (now < *base) {
		*base = now;
	}
}
