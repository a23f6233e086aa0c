/* acts_client.c -- acts from the command line: through the daemon, or on the store
 * itself. */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "daemon/acts.h"
#include "daemon/client.h"

void
act_client_init(struct act_client *c, int *argc, char **argv)
{
	*c = (struct act_client){ .file = CONFIG_FILE };
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

static bool
ends_with(struct str s, struct str end)
{
	return s.n >= end.n && str_eq(str_sub(s, s.n - end.n, s.n), end);
}

/*
 * Who only asks makes no store: made by whoever asks first, it would be theirs, and the
 * daemon shut out of it.  Receivers can be asked for and tested before there is one.
 */
static struct store *
open_here(struct str name, const char *address, struct err *e)
{
	bool receivers = str_starts(name, STR("receiver/")),
	     asks = receivers || ends_with(name, STR("/list")) ||
	    ends_with(name, STR("/show"));
	struct store_options o = { .address = address,
		.mode = asks ? STORE_READ : STORE_WRITE };
	struct store *s = store_open(&o, NULL, e);

	if (s == NULL && receivers && e->kind == ERR_ABSENT) {
		o = (struct store_options){ .address = ":memory:", .mode = STORE_WRITE };
		s = store_open(&o, NULL, e);
	}
	return s;
}

static int
run_here(struct act_client *c, const char *name, struct str args, struct buf *answer,
    struct err *e)
{
	struct config *conf = config_load(c->file);
	struct act_world w = { .config = conf, .now_ms = delivery_now_ms() };
	int rc = -1;

	if (conf->diag.errors > 0) {
		config_first_error(conf, e);
		err_wrap(e, "no daemon answers, and the configuration does not do");
		err_as(e, ERR_CONFIG);
	} else if ((w.store = open_here(str_of(name), conf->store.address.p, e)) !=
	    NULL) {
		rc = act_run(&w, str_of(name), args, answer, e);
		store_close(w.store);
	} else {
		err_wrap(e, "no daemon answers, and its store does not open");
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
	return status == 200 ? 0 : client_refusal(answer, status, e);
}
