/* memory.c -- see memory.h. */
#include "config.h"

#include <event2/event.h>
#include <jansson.h>
#include <libxml/xmlmemory.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <unicode/uclean.h>

#include "base/alloc.h"
#include "daemon/memory.h"

static void *
icu_malloc(const void *context, size_t n)
{
	return xmalloc(n);
}

static void *
icu_realloc(const void *context, void *p, size_t n)
{
	return xrealloc(p, n);
}

static void
icu_free(const void *context, void *p)
{
	free(p);
}

static void *
crypto_malloc(size_t n, const char *file, int line)
{
	return xmalloc(n);
}

static void *
crypto_realloc(void *p, size_t n, const char *file, int line)
{
	return xrealloc(p, n);
}

static void
crypto_free(void *p, const char *file, int line)
{
	free(p);
}

/* SQLite never asks for nothing, nor frees it. */
static void *
lite_malloc(int n)
{
	return xmalloc((size_t)n);
}

static void *
lite_realloc(void *p, int n)
{
	return xrealloc(p, (size_t)n);
}

static int
lite_size(void *p)
{
	return p == NULL ? 0 : (int)malloc_usable_size(p);
}

static int
lite_roundup(int n)
{
	return (n + 7) & ~7;
}

static int
lite_init(void *arg)
{
	return SQLITE_OK;
}

static void
lite_shutdown(void *arg)
{
}

static const sqlite3_mem_methods lite = { lite_malloc, free, lite_realloc, lite_size,
	lite_roundup, lite_init, lite_shutdown, NULL };

void
memory_or_end(void)
{
	UErrorCode status = U_ZERO_ERROR;

	sqlite3_config(SQLITE_CONFIG_MALLOC, &lite);
	/* counts that nobody reads, behind a lock */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	event_set_mem_functions(xmalloc, xrealloc, free);
	json_set_alloc_funcs(xmalloc, free);
	xmlMemSetup(free, xmalloc, xrealloc, xstrdup);
	u_setMemoryFunctions(NULL, icu_malloc, icu_realloc, icu_free, &status);
	CRYPTO_set_mem_functions(crypto_malloc, crypto_realloc, crypto_free);
}
