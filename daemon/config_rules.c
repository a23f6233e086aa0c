/* config_rules.c -- the rules of a configuration (configuration.h). */
#include "config.h"

#include "base/map.h"
#include "daemon/configuration.h"
#include "daemon/place_names.h"

static const struct str *
names_of_feeds(struct config *c)
{
	struct str *names = ARENA_ARRAY(&c->arena, struct str, c->n_feeds);

	for (size_t i = 0; i < c->n_feeds; i++)
		names[i] = c->feeds[i].name;
	return names;
}

static const struct str *
names_of_receivers(struct config *c)
{
	struct str *names = ARENA_ARRAY(&c->arena, struct str, c->n_receivers);

	for (size_t i = 0; i < c->n_receivers; i++)
		names[i] = c->receivers[i].name;
	return names;
}

/* Of feeds, and those that "tags:" gives keys before any feed has them. */
static const struct str *
names_of_tags(struct config *c, size_t *n)
{
	const struct conf *map = c->nodes.tags;
	size_t room = map != NULL && map->kind == CONF_MAP ? map->n : 0, given = room;
	struct str *names;
	struct map seen;

	for (size_t i = 0; i < c->n_feeds; i++)
		room += c->feeds[i].tags.n;
	names = ARENA_ARRAY(&c->arena, struct str, room);
	map_init(&seen, 0);
	*n = 0;
	for (size_t i = 0; i < given; i++)
		names[(*n)++] = map->keys[i]->value;
	for (size_t i = 0; i < c->n_feeds; i++)
		for (size_t k = 0; k < c->feeds[i].tags.n; k++) {
			struct str tag = c->feeds[i].tags.items[k];

			if (map_put(&seen, tag, names) == NULL)
				names[(*n)++] = tag;
		}
	map_clear(&seen);
	return names;
}

static void
decode_list(struct config *c)
{
	struct place_names *places;
	size_t n_tags;
	const struct str *tags = names_of_tags(c, &n_tags);
	struct rule_names names = { .feeds = names_of_feeds(c),
		.n_feeds = c->n_feeds,
		.tags = tags,
		.n_tags = n_tags,
		.receivers = names_of_receivers(c),
		.n_receivers = c->n_receivers,
		.routed = c->routing.root != NULL,
		.resolve = place_names_resolve };

	if (!config_is_kind(c, c->nodes.rules, CONF_LIST,
		"rules takes a list, each of them {name: …, …}"))
		return;
	names.ctx = places = place_names_new(c->data.items, c->data.n);
	rules_decode(c->nodes.rules, &names, &c->arena, &c->rules, &c->diag);
	if (place_names_trouble(places) != NULL)
		conf_warn(&c->diag, c->nodes.rules->pos, "places cannot be looked up: %s",
		    place_names_trouble(places));
	place_names_free(places);
}

static bool
is_routed(const struct route *r, struct str receiver)
{
	if (str_eq(r->receiver, receiver))
		return true;
	for (size_t i = 0; i < r->n_routes; i++)
		if (is_routed(&r->routes[i], receiver))
			return true;
	return false;
}

static bool
is_used(const struct config *c, struct str receiver)
{
	if (c->routing.root != NULL && is_routed(c->routing.root, receiver))
		return true;
	for (size_t i = 0; i < c->rules.n; i++)
		for (size_t k = 0; k < c->rules.items[i].send.n; k++)
			if (str_eq(c->rules.items[i].send.items[k], receiver))
				return true;
	for (size_t i = 0; i < c->n_feeds; i++)
		for (size_t k = 0; k < c->feeds[i].tell.n; k++)
			if (str_eq(c->feeds[i].tell.items[k], receiver))
				return true;
	return false;
}

static void
warn_unused(struct config *c)
{
	const struct conf *map = c->nodes.receivers;

	for (size_t i = 0; i < c->n_receivers && c->rules.n > 0; i++)
		if (!is_used(c, c->receivers[i].name) &&
		    c->receivers[i].heartbeat_ms == 0)
			conf_warn(&c->diag, map->keys[i]->pos,
			    "no rule, route or feed sends to '%.*s'",
			    STR_ARG(c->receivers[i].name));
}

void
config_decode_rules(struct config *c)
{
	c->diag.see = MANUAL_RULES;
	decode_list(c);
	c->diag.see = MANUAL_RECEIVERS;
	warn_unused(c);
}
