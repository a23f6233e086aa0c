/* node_rows.c -- the nodes that share a store (store.h). */
#include "config.h"

#include "base/date.h"
#include "store/db.h"

bool
store_is_shared(const struct store *s)
{
	return s->shared;
}

struct str
store_node_name(const struct store *s)
{
	return str_of(s->node);
}

static void
node_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_node *)item = (struct store_node){ .name = rows_str(r, a, 0),
		.seen_ms = rows_int(r, 1),
		.span_ms = rows_int(r, 2),
		.started_ms = rows_int(r, 3),
		.version = rows_str(r, a, 4),
		.feeds = rows_int(r, 5) };
}

int
store_nodes(struct store *s, struct arena *a, bool held, struct store_node **nodes,
    size_t *n, struct err *e)
{
	struct db_list l;
	int64_t now;

	if (store_now(s, &now, e) < 0 ||
	    db_list(s, a, SQL_NODES, ARGS(db_int(held)), node_row, sizeof(**nodes), &l,
		e) < 0)
		return -1;
	*nodes = l.items;
	*n = l.n;
	for (size_t i = 0; i < l.n; i++) {
		struct store_node *one = &(*nodes)[i];

		one->alive = now - one->seen_ms < one->span_ms;
		one->me = str_eq(one->name, str_of(s->node));
	}
	return 0;
}

int
store_node_beat(struct store *s, const struct store_node *me, int64_t *now_ms,
    struct err *e)
{
	if (store_now(s, now_ms, e) < 0 ||
	    db_run(s, SQL_NODE_BEAT,
		ARGS(db_text(str_of(s->node)), db_int(*now_ms), db_int(me->span_ms),
		    db_int(me->started_ms), db_text(me->version)),
		NULL, e) < 0)
		return -1;
	return db_run(s, SQL_NODES_FORGET, ARGS(db_int(*now_ms - MS_DAY)), NULL, e);
}

int
store_node_leave(struct store *s, struct err *e)
{
	return db_run(s, SQL_NODE_LEAVE, ARGS(db_text(str_of(s->node))), NULL, e);
}
