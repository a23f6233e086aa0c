/* cmd_reload.c -- `tocsin reload`: the daemon reads its configuration anew, and says how it went. */
#include "config.h"

#include <sysexits.h>

#include "daemon/client.h"
#include "daemon/command_json.h"

int
cmd_reload(int argc, char **argv)
{
	bool json = take_json(&argc, argv);
	struct arena a;
	struct buf b;
	struct err e;
	int status;

	arena_init(&a);
	buf_init(&b, 1u << 20);
	status = client_ask(client_socket(&argc, argv, &a), "POST", "/control/reload", STR(""), &b, &e);
	if (status != 200 && status != -1)
		client_refusal(&b, status, &e);
	if (status != 200)
		command_error("reload", &e);
	else if (json)
		printf("{\"reloaded\": true}\n");
	buf_clear(&b);
	arena_clear(&a);
	return status == 200 ? 0 : status == -1 ? EX_UNAVAILABLE : EX_CONFIG;
}
