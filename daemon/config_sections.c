/*
 * config_sections.c -- feeds and receivers of a configuration (configuration.h): their
 * own tables decode them; what they say of each other is checked here.
 */
#include "config.h"

#include <sys/stat.h>

#include "base/alloc.h"
#include "daemon/configuration.h"
#include "net/url.h"

const struct config_section config_sections[] = {
	/* defaults may have what is needed */
	{ "feeds", "Each of feeds, defaults, and each of tags", CONFIG_LIST, false,
	    &feed_config_table },
	{ "defaults", NULL, CONFIG_ONE, false, &feed_config_table },
	{ "tags", NULL, CONFIG_MAP, false, &feed_config_table },
	{ "rules", "Each of rules", CONFIG_LIST, true, &rule_table },
	{ "route", "Each of route and its routes", CONFIG_ONE, true, &route_table },
	{ "inhibit_rules", "Each of inhibit_rules", CONFIG_LIST, true, &inhibit_table },
	{ "time_intervals", "Each of time_intervals", CONFIG_LIST, true,
	    &interval_table },
	{ .name = NULL },
};

static bool
is_blank(const struct conf *node)
{
	return node == NULL || (node->kind == CONF_SCALAR && node->value.n == 0);
}

bool
config_is_kind(struct config *c, const struct conf *node, enum conf_kind kind,
    const char *says)
{
	if (is_blank(node))
		return false;
	if (node->kind != kind)
		conf_error(&c->diag, node->pos, "%s", says);
	return node->kind == kind;
}

/* What feeds share is checked for itself: once, and whether a feed has it or not. */
static void
check_shared(struct config *c)
{
	const struct conf *defaults = c->nodes.defaults, *tags = c->nodes.tags;

	if (config_is_kind(c, defaults, CONF_MAP,
		"defaults takes a map of keys that feeds have"))
		feed_config_check_shared(defaults, &c->diag);
	if (!config_is_kind(c, tags, CONF_MAP,
		"tags takes a map, each of them NAME: {KEY: …}"))
		return;
	for (size_t i = 0; i < tags->n; i++)
		if (config_is_kind(c, tags->items[i], CONF_MAP,
			"a tag takes a map of keys that its feeds have"))
			feed_config_check_shared(tags->items[i], &c->diag);
}

static void
decode_feeds(struct config *c)
{
	const struct conf *list = c->nodes.feeds;
	struct feed_config blank;

	check_shared(c);
	if (!config_is_kind(c, list, CONF_LIST,
		"feeds takes a list, each of them {name: …, url: …}"))
		return;
	c->feeds = ARENA_ARRAY(&c->arena, struct feed_config, list->n);
	feed_config_init(&blank, &c->diag);
	for (size_t i = 0; i < list->n; i++) {
		c->feeds[i] = blank;
		feed_config_decode(list->items[i],
		    is_blank(c->nodes.defaults) ? NULL : c->nodes.defaults,
		    is_blank(c->nodes.tags) ? NULL : c->nodes.tags,
		    &c->feeds[c->n_feeds++], &c->diag);
	}
	feed_config_check_all(c->feeds, c->n_feeds, &c->diag);
}

static void
decode_receivers(struct config *c)
{
	const struct conf *map = c->nodes.receivers;

	if (!config_is_kind(c, map, CONF_MAP,
		"receivers takes a map, each of them NAME: {KIND: …}"))
		return;
	c->receivers = ARENA_ARRAY(&c->arena, struct receiver, map->n);
	for (size_t i = 0; i < map->n; i++)
		receiver_decode(&c->receivers[c->n_receivers++], map->keys[i]->value,
		    map->items[i], &c->diag);
}

/* ---- what they say of each other ---- */

static bool
holds_secret(struct receiver *r)
{
	struct secrets *all[16];
	size_t n = receiver_secrets(r, all, NELEM(all));

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all[i]->n; k++)
			if (all[i]->of[k].from == SECRET_INLINE && !all[i]->of[k].address)
				return true;
	return false;
}

static bool
feed_holds_secret(const struct feed_config *f)
{
	struct url u;

	for (size_t k = 0; f->password != NULL && k < f->password->n; k++)
		if (f->password->of[k].from == SECRET_INLINE)
			return true;
	return url_split(f->url, &u) && u.password.n > 0;
}

static bool
is_receiver(const struct config *c, struct str name)
{
	for (size_t i = 0; i < c->n_receivers; i++)
		if (str_eq(c->receivers[i].name, name))
			return true;
	return false;
}

static void
check_tells(struct config *c)
{
	for (size_t i = 0; i < c->n_feeds; i++)
		for (size_t k = 0; k < c->feeds[i].tell.n; k++)
			if (!is_receiver(c, c->feeds[i].tell.items[k]))
				conf_error(&c->diag, c->feeds[i].pos,
				    "feed '%.*s' tells '%.*s', and "
				    "there is no such receiver",
				    STR_ARG(c->feeds[i].name),
				    STR_ARG(c->feeds[i].tell.items[k]));
}

/* A secret in a file that everybody may read is none. */
static void
check_modes(struct config *c)
{
	bool secret = false;

	for (size_t i = 0; i < c->n_receivers; i++)
		secret = secret || holds_secret(&c->receivers[i]);
	for (size_t i = 0; i < c->n_feeds; i++)
		secret = secret || feed_holds_secret(&c->feeds[i]);
	for (size_t k = 0; k < c->http.token.n; k++)
		secret = secret || c->http.token.of[k].from == SECRET_INLINE;
	for (size_t i = 0; secret && i < c->n_sources; i++) {
		struct stat st;

		if (stat(c->sources[i].file.p, &st) == 0 && S_ISREG(st.st_mode) &&
		    (st.st_mode & 07) != 0)
			conf_error(&c->diag,
			    (struct conf_pos){ c->sources[i].file, 1, 1 },
			    "holds a secret, and others may read it (mode %o); chmod 640 "
			    "it",
			    (unsigned)st.st_mode & 0777);
	}
}

void
config_decode_sections(struct config *c)
{
	c->diag.see = MANUAL_FEEDS;
	decode_feeds(c);
	c->diag.see = MANUAL_RECEIVERS;
	decode_receivers(c);
	c->diag.see = MANUAL_FEEDS;
	check_tells(c);
	c->diag.see = MANUAL_ROUTES;
	routing_decode(&c->routing, c->nodes.route, c->nodes.inhibit_rules,
	    c->nodes.time_intervals, c->receivers, c->n_receivers, &c->diag);
	config_decode_rules(c);
	c->diag.see = MANUAL_SECRETS;
	check_modes(c);
}
