/* node_rows.c -- the nodes that share a store (store.h): rows of meta, "node:NAME", with time and version. */
#include "config.h"

#include "base/date.h"
#include "store/db.h"

#define PREFIX "node:"

bool
store_is_shared(const struct store *s)
{
	return s->shared;
}

static struct str
row_name(const struct store *s, struct arena *a)
{
	return arena_printf(a, PREFIX "%s", s->node);
}

static void
node_row(const struct rows *r, struct arena *a, void *item)
{
	struct str rest = rows_str(r, a, 1), part;
	struct store_node *n = item;

	*n = (struct store_node){ .name = rows_str(r, a, 0), .seen_ms = TIME_NONE };
	n->name = str_sub(n->name, strlen(PREFIX), n->name.n);
	if (str_cut(&rest, ' ', &part))
		str_int(part, &n->seen_ms);
	n->version = rest;
}

int
store_nodes(
    struct store *s, struct arena *a, struct store_node **nodes, size_t *n, struct err *e)
{
	struct db_list l;
	int64_t now;

	if (store_now(s, &now, e) < 0 ||
	    db_list(s, a, SQL_NODES, NO_ARGS, node_row, sizeof(**nodes), &l, e) < 0)
		return -1;
	*nodes = l.items;
	*n = l.n;
	for (size_t i = 0; i < l.n; i++) {
		struct store_node *one = &(*nodes)[i];

		one->alive =
		    one->seen_ms != TIME_NONE && now - one->seen_ms < STORE_NODE_SPAN;
		one->me = str_eq(one->name, str_of(s->node));
		if (db_number(s, SQL_FEEDS_HELD, ARGS(db_text(one->name)), &one->feeds,
			NULL, e) < 0)
			return -1;
	}
	return 0;
}

static int
forget_dead(struct store *s, struct arena *a, int64_t now, struct err *e)
{
	struct db_list l;

	if (db_list(
		s, a, SQL_NODES, NO_ARGS, node_row, sizeof(struct store_node), &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		const struct store_node *one = (struct store_node *)l.items + i;

		if ((one->seen_ms == TIME_NONE || now - one->seen_ms > MS_DAY) &&
		    db_run(s, SQL_NODES_FORGET,
			ARGS(db_text(arena_printf(a, PREFIX "%.*s", STR_ARG(one->name)))),
			NULL, e) < 0)
			return -1;
	}
	return 0;
}

int
store_node_beat(struct store *s, const char *version, struct err *e)
{
	struct arena a;
	int64_t now;
	int rc = -1;

	arena_init(&a);
	if (store_now(s, &now, e) == 0 &&
	    store_meta_set(s, row_name(s, &a),
		arena_printf(&a, "%lld %s", (long long)now, version), e) == 0)
		rc = forget_dead(s, &a, now, e);
	arena_clear(&a);
	return rc;
}

int
store_node_leave(struct store *s, struct err *e)
{
	struct arena a;
	int rc;

	arena_init(&a);
	rc = db_run(s, SQL_NODES_FORGET, ARGS(db_text(row_name(s, &a))), NULL, e);
	arena_clear(&a);
	return rc;
}
