/* acts_node.c -- who shares the store. */
#include "config.h"

#include "base/alloc.h"
#include "daemon/acts_work.h"

int
act_node_list(struct call *c, struct err *e)
{
	struct store_node *nodes;
	size_t n;

	if (store_nodes(c->w->store, &c->a, true, &nodes, &n, e) == -1)
		return -1;
	json_open(&c->out, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&c->out, '{');
		json_kstr(&c->out, "name", nodes[i].name);
		json_kstr(&c->out, "version", nodes[i].version);
		json_kbool(&c->out, "alive", nodes[i].alive);
		json_ktime(&c->out, "seen", nodes[i].seen_ms);
		json_kint(&c->out, "feeds", nodes[i].feeds);
		json_close(&c->out);
	}
	json_close(&c->out);
	return 0;
}
