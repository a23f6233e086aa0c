/* receivers.c -- see receivers.h. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "daemon/yaml.h"
#include "tests/unit/receivers.h"

struct conf *
test_yaml(const char *text, struct conf_diag *d)
{
	return yaml_parse(STR("test.yaml"), str_of(text), d);
}

void
test_load_secrets(struct receiver *r)
{
	struct secrets *all[8];
	size_t n = receiver_secrets(r, all, NELEM(all));

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all[i]->n; k++)
			all[i]->of[k].value = all[i]->of[k].from == SECRET_INLINE
			    ? all[i]->of[k].text
			    : STR("loaded");
}

struct str
test_case(const char *file, struct arena *a)
{
	char path[4096], chunk[8192];
	struct str out;
	struct buf b;
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), SRCDIR "/tests/cases/receivers/%s", file);
	if ((f = fopen(path, "rb")) == NULL)
		return STR_NONE;
	buf_init(&b, 16u << 20);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&b, (struct str){ chunk, n });
	fclose(f);
	out = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

const struct alert *
test_alert(const char *name, struct arena *a)
{
	struct str json = test_case(arena_printf(a, "alerts/%s.json", name).p, a);
	struct err e = { "" };
	const struct alert *al = alert_parse(a, json, &e);

	cr_assert(al != NULL, "%s: %s", name, e.msg);
	return al;
}
