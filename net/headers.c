/* headers.c -- see headers.h. */
#include "config.h"

#include "base/limits.h"
#include "net/headers.h"

void
headers_init(struct headers *h, struct arena *a)
{
	*h = (struct headers){ .arena = a };
}

/* An old-style continuation line belongs to the value before it. */
static void
fold(struct headers *h, struct str line)
{
	struct str *v = &h->list[h->n - 1].value;

	*v = arena_printf(h->arena, "%.*s %.*s", STR_ARG(*v), STR_ARG(str_trim(line)));
}

int
headers_line(struct headers *h, struct str line)
{
	struct str name;
	size_t colon;

	if (str_starts(line, STR("HTTP/"))) {
		h->n = h->bytes = 0;
		h->complete = false;
		return 0;
	}
	h->bytes += line.n;
	if (h->bytes > LIMIT_HEADER)
		return -1;
	if (h->complete)
		return 0;
	if (str_trim(line).n == 0) {
		h->complete = true;
		return 0;
	}
	if ((line.p[0] == ' ' || line.p[0] == '\t') && h->n > 0) {
		fold(h, line);
		return 0;
	}
	colon = str_chr(line, ':');
	name = str_trim(str_sub(line, 0, colon));
	if (colon == STR_NOWHERE || name.n == 0)
		return 0;
	h->list = arena_grow(h->arena, h->list, h->n, &h->cap, sizeof(*h->list));
	h->list[h->n].name = arena_str(h->arena, name);
	h->list[h->n].value = arena_str(h->arena,
	    str_trim(str_sub(line, colon + 1, line.n)));
	h->n++;
	return 0;
}
