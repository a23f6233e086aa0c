/* cmd_reload.c -- `tocsin reload`: the daemon reads its configuration anew, and says how it went. */
#include "config.h"

#include <jansson.h>
#include <sysexits.h>

#include "daemon/client.h"
#include "daemon/command.h"

static void
print_detail(const struct buf *b)
{
	json_t *answer = json_loadb(b->p == NULL ? "" : b->p, b->n, 0, NULL);
	const char *detail = json_string_value(json_object_get(answer, "detail"));

	fprintf(stderr, "tocsin reload: %s\n", detail != NULL ? detail : "refused");
	json_decref(answer);
}

int
cmd_reload(int argc, char **argv)
{
	struct arena a;
	struct buf b;
	struct err e;
	int status;

	arena_init(&a);
	buf_init(&b, 1u << 20);
	status = client_ask(client_socket(&argc, argv, &a), "POST", "/control/reload", STR(""), &b, &e);
	if (status == -1)
		fprintf(stderr, "tocsin reload: %s\n", e.msg);
	else if (status != 200)
		print_detail(&b);
	buf_clear(&b);
	arena_clear(&a);
	return status == 200 ? 0 : status == -1 ? EX_UNAVAILABLE : EX_CONFIG;
}
