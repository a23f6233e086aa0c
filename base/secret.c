/* secret.c -- see secret.h. */
#include "config.h"

#include "base/secret.h"

static bool
add(struct secrets *s, enum secret_from from, const struct conf *node,
    const struct conf_key *key, struct conf_diag *d)
{
	if (s->n == SECRETS_MAX) {
		conf_error(d, node->pos, "%s takes at most %d at a time", key->name,
		    SECRETS_MAX);
		return false;
	}
	if (node->kind != CONF_SCALAR || node->value.n == 0) {
		conf_error(d, node->pos, "%s needs a name here", key->name);
		return false;
	}
	if (from == SECRET_FILE && node->value.p[0] != '/') {
		conf_error(d, node->pos, "%s takes the full path of a file", key->name);
		return false;
	}
	s->of[s->n++] = (struct secret){ .from = from,
		.text = arena_str(d->arena, node->value) };
	return true;
}

/* {credential: NAME} or {file: PATH} */
static void
add_named(struct secrets *s, const struct conf *map, const struct conf_key *key,
    struct conf_diag *d)
{
	const struct conf *name;

	if (map->n != 1 ||
	    ((name = conf_get(map, STR("credential"))) == NULL &&
		(name = conf_get(map, STR("file"))) == NULL)) {
		conf_error(d, map->pos, "%s takes {credential: NAME} or {file: PATH}",
		    key->name);
		return;
	}
	if (str_eq(map->keys[0]->value, STR("file"))) {
		add(s, SECRET_FILE, name, key, d);
		return;
	}
	if (name->kind == CONF_SCALAR &&
	    (str_chr(name->value, '/') != STR_NOWHERE ||
		str_starts(name->value, STR(".")))) {
		conf_error(d, name->pos, "a credential is a name, not a path");
		return;
	}
	add(s, SECRET_CREDENTIAL, name, key, d);
}

static void
decode(const struct conf *node, const struct conf_key *key, struct secrets *s, bool quiet,
    struct conf_diag *d)
{
	enum manual section = d->see;

	*s = (struct secrets){ .n = 0 };
	d->see = MANUAL_SECRETS;
	for (size_t i = 0; i < (node->kind == CONF_LIST ? node->n : 1); i++) {
		const struct conf *item = node->kind == CONF_LIST ? node->items[i] : node;

		if (item->kind == CONF_MAP) {
			add_named(s, item, key, d);
		} else if (add(s, SECRET_INLINE, item, key, d) && !quiet) {
			conf_warn(d, item->pos,
			    "%s stands in the file itself; {credential: NAME} or {file: "
			    "PATH} "
			    "keeps it out of backups and lists",
			    key->name);
		}
	}
	d->see = section;
}

void
secret_decode(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	decode(node, key, field, false, d);
}

void
secret_url_decode(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct secrets *s = field;

	decode(node, key, s, true, d);
	for (size_t i = 0; i < s->n; i++)
		s->of[i].address = true;
	if (s->n > 0 && s->of[0].from == SECRET_INLINE &&
	    !str_starts(s->of[0].text, STR("https://")) &&
	    !str_starts(s->of[0].text, STR("http://")))
		conf_error(d, node->pos,
		    "%s takes an address that begins with https:// or http://",
		    key->name);
}

void
secret_file_decode(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct secrets *s = field;

	*s = (struct secrets){ .n = 0 };
	add(s, SECRET_FILE, node, key, d);
}
