/*
 * config_files.c -- what a configuration names outside itself (configuration.h): files
 * that are not there, or may not be read, are told of before they are needed.  Warnings,
 * because they may come, and because who checks need not be who runs.
 */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/configuration.h"
#include "daemon/secrets.h"

static void
check_file(struct config *c, struct conf_pos at, const char *what, struct str path,
    int mode)
{
	if (path.n > 0 && access(arena_cstr(&c->arena, path), mode) == -1)
		conf_warn(&c->diag, at, "%s: %.*s: %s", what, STR_ARG(path),
		    strerror(errno));
}

static void
check_secrets(struct config *c, struct conf_pos at, const struct secrets *all)
{
	struct err e;

	for (size_t i = 0; i < all->n; i++)
		if (secret_check(&all->of[i], &e) == -1)
			conf_warn(&c->diag, at, "%s", e.msg);
}

/* What defaults or a tag say, they say of many feeds. */
static bool
is_as_before(const struct feed_config *f, const struct feed_config *before)
{
	return before != NULL && str_eq(f->ca_file, before->ca_file) &&
	    str_eq(f->client_cert, before->client_cert) &&
	    str_eq(f->client_key, before->client_key) && f->password == NULL;
}

static void
check_feeds(struct config *c)
{
	for (size_t i = 0; i < c->n_feeds; i++) {
		const struct feed_config *f = &c->feeds[i];

		if (is_as_before(f, i > 0 ? f - 1 : NULL))
			continue;
		check_file(c, f->pos, "ca_file", f->ca_file, R_OK);
		check_file(c, f->pos, "client_cert", f->client_cert, R_OK);
		check_file(c, f->pos, "client_key", f->client_key, R_OK);
		if (f->password != NULL)
			check_secrets(c, f->pos, f->password);
	}
}

static void
check_folder(struct config *c, struct conf_pos at, struct str path)
{
	size_t slash = 0;

	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '/')
			slash = i;
	if (slash > 0)
		check_file(c, at, "the folder of path", str_sub(path, 0, slash), X_OK);
}

static void
check_receiver(struct config *c, struct conf_pos at, struct receiver *r)
{
	struct secrets *all[8];
	size_t n = receiver_secrets(r, all, NELEM(all));

	for (size_t i = 0; i < n; i++)
		check_secrets(c, at, all[i]);
	switch (receiver_kinds[r->kind].by) {
	case BY_HTTP:
		check_file(c, at, "ca_file", r->u.http.ca_file, R_OK);
		check_file(c, at, "client_cert", r->u.http.client_cert, R_OK);
		check_file(c, at, "client_key", r->u.http.client_key, R_OK);
		break;
	case BY_SMTP:
		check_file(c, at, "ca_file", r->u.email.ca_file, R_OK);
		break;
	case BY_SYSLOG:
	case BY_STREAM:
		check_file(c, at, "ca_file", r->u.syslog.ca_file, R_OK);
		break;
	case BY_EXEC:
		if (r->u.command.argv.n > 0)
			check_file(c, at, "argv", r->u.command.argv.items[0], X_OK);
		break;
	case BY_FILE:
		check_folder(c, at, r->u.command.path);
		break;
	case BY_JOURNAL:
	case BY_N:
		break;
	}
}

void
config_check_files(struct config *c, const struct conf *root)
{
	const struct conf *ca = conf_get(root, STR("ca_file")),
			  *data = conf_get(root, STR("data")),
			  *token = conf_get(conf_get(root, STR("http")), STR("token"));

	c->diag.see = MANUAL_KEYS;
	if (ca != NULL)
		check_file(c, ca->pos, "ca_file", c->ca_file, R_OK);
	for (size_t i = 1; data != NULL && i < c->data.n; i++) /* after what is shipped */
		check_file(c, data->pos, "data", c->data.items[i], R_OK | X_OK);
	c->diag.see = MANUAL_SECRETS;
	if (token != NULL)
		check_secrets(c, token->pos, &c->http.token);
	c->diag.see = MANUAL_FEEDS;
	check_feeds(c);
	c->diag.see = MANUAL_RECEIVERS;
	for (size_t i = 0; i < c->n_receivers; i++)
		check_receiver(c, c->nodes.receivers->keys[i]->pos, &c->receivers[i]);
}
