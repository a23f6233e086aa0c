/* config_rules.c -- the rules of a configuration (configuration.h). */
#include "config.h"

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

static void
decode_list(struct config *c)
{
	struct place_names *places;
	struct rule_names names = { .feeds = names_of_feeds(c),
		.n_feeds = c->n_feeds,
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
