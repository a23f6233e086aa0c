/* memory.c -- see memory.h. */
#include "config.h"

#include <event2/event.h>
#include <jansson.h>
#include <libxml/xmlmemory.h>
#include <openssl/crypto.h>
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

void
memory_or_end(void)
{
	UErrorCode status = U_ZERO_ERROR;

	event_set_mem_functions(xmalloc, xrealloc, free);
	json_set_alloc_funcs(xmalloc, free);
	xmlMemSetup(free, xmalloc, xrealloc, xstrdup);
	u_setMemoryFunctions(NULL, icu_malloc, icu_realloc, icu_free, &status);
	CRYPTO_set_mem_functions(crypto_malloc, crypto_realloc, crypto_free);
}
