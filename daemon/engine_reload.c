/*
 * engine_reload.c -- a new configuration takes the place of the old between two events,
 * whole or not at all: it is read and checked into an object of its own before anything
 * is touched.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/engine_parts.h"
#include "daemon/notify.h"

static void
say_mistakes(const struct config *c)
{
	for (size_t i = 0; i < c->diag.n; i++) {
		const struct conf_msg *m = &c->diag.msgs[i];

		LOG(m->warning ? LOG_WARNING : LOG_ERR,
		    m->warning ? "config.warning" : "config.error",
		    log_str("file", m->pos.file), log_int("line", m->pos.line),
		    log_int("col", m->pos.col), log_str("text", m->text),
		    log_cstr("see", manual_sections[m->see]));
	}
}

static void
say_waits(const char *key)
{
	LOG(LOG_WARNING, "config.restart", log_cstr("key", key),
	    log_cstr("text", "takes effect when tocsind is started again"));
}

/* What was opened at the start stays as it was until the next one. */
static void
say_what_waits(const struct config *old, const struct config *new)
{
	const struct {
		const char *key;
		int64_t before, after;
	} numbers[] = {
		{ "http.max_clients", old->http.max_clients, new->http.max_clients },
		{ "log.to", old->log.to, new->log.to },
		{ "store.claim", old->store.claim, new->store.claim },
	};
	const struct {
		const char *key;
		struct str before, after;
	} fixed[] = {
		{ "state_dir", old->state_dir, new->state_dir },
		{ "store.address", old->store.address, new->store.address },
		{ "control", old->control, new->control },
		{ "http.listen", old->http.listen, new->http.listen },
		{ "store.node", old->store.node, new->store.node },
		{ "websub.callback", old->websub.callback, new->websub.callback },
		{ "websub.listen", old->websub.listen, new->websub.listen },
		{ "user_agent", old->user_agent, new->user_agent },
		{ "proxy", old->proxy, new->proxy },
		{ "ca_file", old->ca_file, new->ca_file },
	};

	for (size_t i = 0; i < NELEM(fixed); i++)
		if (!str_eq(fixed[i].before, fixed[i].after))
			say_waits(fixed[i].key);
	for (size_t i = 0; i < NELEM(numbers); i++)
		if (numbers[i].before != numbers[i].after)
			say_waits(numbers[i].key);
}

static int
refuse(struct engine *e, struct config *c, struct err *err)
{
	config_first_error(c, err);
	err_wrap(err, "the old configuration is kept");
	e->reload_ok = false;
	str_copy(e->reload_error, sizeof(e->reload_error), str_of(err->msg));
	LOG(LOG_ERR, "config.refused", log_int("mistakes", (int64_t)c->diag.errors),
	    log_cstr("text", err->msg), log_cstr("see", manual_sections[err->see]));
	notify("READY=1\nSTATUS=reload failed: %s", err->msg);
	config_unref(c);
	return -1;
}

int
engine_reload(struct engine *e, struct err *err)
{
	struct config *c, *old = e->config;
	struct workers_options wo;

	notify("RELOADING=1");
	c = config_load(e->o.file);
	say_mistakes(c);
	if (c->diag.errors > 0)
		return refuse(e, c, err);
	say_what_waits(old, c);
	if (c->log.level != old->log.level) /* else what the command line said stays */
		log_set_level(c->log.level);
	e->config = c;
	wo = engine_workers_options(c);
	workers_renew(e->workers, &wo);
	poller_reload(e->poller, c);
	delivery_reload(e->delivery, c);
	if (e->web != NULL)
		web_configure(e->web, c);
	config_unref(old);
	e->reload_ok = true;
	e->reloaded_ms = engine_wall_ms();
	LOG(LOG_NOTICE, "config.loaded", log_str("file", c->file),
	    log_int("feeds", (int64_t)c->n_feeds), log_int("rules", (int64_t)c->rules.n),
	    log_int("receivers", (int64_t)c->n_receivers));
	notify("READY=1\nSTATUS=%zu feeds, %zu rules", c->n_feeds, c->rules.n);
	return 0;
}
