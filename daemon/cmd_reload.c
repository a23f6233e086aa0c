/* cmd_reload.c -- `tocsin reload`: the daemon reads its configuration anew, and says how
 * it went. */
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
	struct str socket;
	struct err e;
	int status, rc = 0;

	arena_init(&a);
	socket = client_socket(&argc, argv, &a);
	if (argc > 1) {
		arena_clear(&a);
		return usage_error("reload", "what is '%s'?", argv[1]);
	}
	buf_init(&b, 1u << 20);
	status = client_ask(socket, "POST", "/control/reload", STR(""), &b, &e);
	if (status != 200 && status != -1)
		client_refusal(&b, status, &e);
	if (status != 200)
		rc = command_error("reload", &e, EX_UNAVAILABLE);
	else
		printf("%s\n",
		    json ? "{\"reloaded\": true}" : "the new configuration runs");
	buf_clear(&b);
	arena_clear(&a);
	return rc;
}
