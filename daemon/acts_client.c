/* acts_client.c -- acts from the command line: through the daemon, or on the store itself. */
#include "config.h"

#include <jansson.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "daemon/acts.h"
#include "daemon/client.h"

void
act_client_init(struct act_client *c, int *argc, char **argv)
{
	*c = (struct act_client){ .file = PKGCONFDIR "/tocsin.yaml" };
	for (int i = 1; i + 1 < *argc; i++)
		if (str_eq(str_of(argv[i]), STR("-c")))
			c->file = argv[i + 1];
	arena_init(&c->arena);
	c->socket = client_socket(argc, argv, &c->arena);
}

void
act_client_clear(struct act_client *c)
{
	arena_clear(&c->arena);
}

/* The sentence of a refusal. */
static int
refused(const struct buf *b, int status, struct err *e)
{
	json_t *answer = json_loadb(b->p == NULL ? "" : b->p, b->n, 0, NULL);
	const char *detail = json_string_value(json_object_get(answer, "detail"));

	if (detail != NULL)
		err_set(e, "%.400s", detail);
	else
		err_set(e, "the daemon answered %d", status);
	json_decref(answer);
	return -1;
}

static int
run_here(struct act_client *c, const char *name, struct str args, struct buf *answer,
    struct err *e)
{
	struct config *conf = config_load(c->file);
	struct act_world w = { .config = conf, .now_ms = delivery_now_ms() };
	struct store_options o = { .mode = STORE_WRITE };
	int rc = -1;

	o.address = conf->store.address.p;
	if (conf->diag.errors > 0) {
		struct str first = config_first_error(conf, &c->arena);

		err_set(e, "no daemon answers, and the configuration does not do: %.*s",
		    (int)(first.n < 300 ? first.n : 300), first.p);
	} else if ((w.store = store_open(&o, NULL, e)) != NULL) {
		rc = act_run(&w, str_of(name), args, answer, e);
		store_close(w.store);
	}
	config_unref(conf);
	return rc;
}

int
act_ask(struct act_client *c, const char *name, struct str args, struct buf *answer,
    struct err *e)
{
	char path[128];
	int status;

	snprintf(path, sizeof(path), "/act/%s", name);
	status = client_ask(c->socket, "POST", path, args, answer, e);
	if (status == -1) {
		buf_reset(answer);
		c->alone = true;
		return run_here(c, name, args, answer, e);
	}
	return status == 200 ? 0 : refused(answer, status, e);
}
