/* feed_config.c -- see feed_config.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/map.h"
#include "feeds/feed_config.h"
#include "net/url.h"

static const char *const http_versions[] = {
	[HTTP_VERSION_ANY] = "any", [HTTP_VERSION_1_1] = "1.1", [HTTP_VERSION_2] = "2", NULL
};
static const char *const backlogs[] = {
	[FEED_BACKLOG_QUIET] = "quiet", [FEED_BACKLOG_RING] = "ring", NULL
};

static bool
is_header(struct str name, struct str value)
{
	bool good = name.n > 0;

	for (size_t i = 0; good && i < name.n; i++)
		good = is_alpha(name.p[i]) || is_digit(name.p[i]) || name.p[i] == '-' ||
		    name.p[i] == '_';
	for (size_t i = 0; good && i < value.n; i++)
		good = (unsigned char)value.p[i] >= ' ' && value.p[i] != 0x7f;
	return good;
}

/* headers: {X-Key: abc} */
static void
decode_headers(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct feed_header_list *l = field;

	if (node->kind != CONF_MAP) {
		conf_error(d, node->pos, "headers takes a map of names and values");
		return;
	}
	l->items = ARENA_ARRAY(d->arena, struct http_header, node->n);
	l->n = 0;
	for (size_t i = 0; i < node->n; i++) {
		struct str name = node->keys[i]->value, value = node->items[i]->value;

		if (node->items[i]->kind != CONF_SCALAR || !is_header(name, value))
			conf_error(d, node->keys[i]->pos,
			    "a header is a name and a value of one line");
		else
			l->items[l->n++] = (struct http_header){
				arena_str(d->arena, name), arena_str(d->arena, value)
			};
	}
}

static void
decode_age(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct conf_key as = *key;

	as.type = CONF_DURATION;
	if (node->kind == CONF_SCALAR && str_eq(node->value, STR("off")))
		*(int64_t *)field = -1;
	else
		conf_decode_value(node, &as, field, d);
}

static void
decode_every(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct conf_key as = *key;

	as.type = CONF_DURATION;
	if (node->kind == CONF_SCALAR && str_eq(node->value, STR("auto")))
		*(int64_t *)field = 0;
	else
		conf_decode_value(node, &as, field, d);
}

static void
decode_url(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct url u;

	if (node->kind != CONF_SCALAR || !url_split(node->value, &u)) {
		conf_error(d, node->pos,
		    "url takes an address that begins with https:// or http://");
		return;
	}
	if (u.password.n > 0)
		conf_warn(d, node->pos,
		    "a password stands in the address; 'user' and 'password' keep it "
		    "out of lists");
	*(struct str *)field = arena_str(d->arena, node->value);
}

/* "en", "pt-BR" */
static void
decode_lang(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct str tag = node->value, part;
	bool good = node->kind == CONF_SCALAR, first = true;

	while (good && str_cut(&tag, '-', &part)) {
		good = part.n >= (first ? 2 : 1) && part.n <= (first ? 3 : 8);
		for (size_t i = 0; good && i < part.n; i++)
			good = is_alpha(part.p[i]) || (!first && is_digit(part.p[i]));
		first = false;
	}
	if (!good && node->kind == CONF_SCALAR && node->value.n == 0)
		return;
	if (!good)
		conf_error(d, node->pos,
		    "%s takes the code of a language, as en or pt-BR", key->name);
	else
		*(struct str *)field = arena_str(d->arena, node->value);
}

static void
decode_country(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct str s = node->value;
	char *code;

	if (node->kind == CONF_SCALAR && s.n == 0)
		return;
	if (node->kind != CONF_SCALAR || s.n != 2 || !is_alpha(s.p[0]) ||
	    !is_alpha(s.p[1])) {
		conf_error(d, node->pos,
		    "%s takes the code of a country, two letters as in SY", key->name);
		return;
	}
	code = arena_alloc(d->arena, 3);
	for (size_t i = 0; i < 2; i++)
		code[i] = (char)(to_lower(s.p[i]) - 32);
	code[2] = '\0';
	*(struct str *)field = (struct str){ code, 2 };
}

#define AT(member) offsetof(struct feed_config, member)

/* Behind a pointer: few of very many feeds have one. */
static void
decode_password(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct secrets *s = ARENA_NEW(d->arena, struct secrets);

	secret_decode(node, key, s, d);
	*(struct secrets **)field = s;
}

static const struct conf_key keys[] = {
	{ "name", CONF_TEXT, AT(name), .required = true,
	    .help = "What it is called, in lists, alerts and rules.", .example = "SOHR" },
	{ "url", CONF_CUSTOM, AT(url), .required = true, .decode = decode_url,
	    .help = "Where it is.", .example = "https://feeds.example.org/sohr.xml" },
	{ "enabled", CONF_BOOL, AT(enabled), .def = "true",
	    .help = "Whether it is polled." },
	{ "every", CONF_CUSTOM, AT(every_ms), .decode = decode_every, .min = 1000,
	    .max = 30 * MS_DAY, .example = "5m",
	    .help =
		"How often it is asked at most; auto: by how often it posts, 15m to 24h. "
		"What the server asks for (max-age, Retry-After) is kept in any case." },
	{ "lang", CONF_CUSTOM, AT(lang), .decode = decode_lang, .example = "en",
	    .help = "Language of entries that do not say theirs." },
	{ "country", CONF_CUSTOM, AT(country), .decode = decode_country, .example = "SY",
	    .help =
		"Code of the country that a place name means if nothing else tells." },
	{ "tags", CONF_TEXTS, AT(tags),
	    .help = "Groups it belongs to; \"tags:\" gives them keys." },
	{ "allow_private", CONF_BOOL, AT(allow_private), .def = "false",
	    .help = "Whether it may be on this host or in its networks." },
	{ "headers", CONF_CUSTOM, AT(headers), .decode = decode_headers,
	    .help = "More headers to send, to its own origin only." },
	{ "user", CONF_TEXT, AT(user), .help = "User name for HTTP authentication." },
	{ "password", CONF_CUSTOM, AT(password), .decode = decode_password,
	    .help = "Its password: {credential: NAME} or {file: PATH}." },
	{ "user_agent", CONF_TEXT, AT(user_agent),
	    .help = "What to call ourselves there, instead of the truth." },
	{ "proxy", CONF_TEXT, AT(proxy), .example = "socks5h://127.0.0.1:9050",
	    .help = "Proxy for this feed." },
	{ "client_cert", CONF_TEXT, AT(client_cert),
	    .help = "Certificate to show, a PEM file." },
	{ "client_key", CONF_TEXT, AT(client_key),
	    .help = "Its key, if in another file." },
	{ "ca_file", CONF_TEXT, AT(ca_file),
	    .help = "Roots to trust for it, a PEM file." },
	{ "http", CONF_ENUM, AT(http), .def = "any", .names = http_versions,
	    .help = "The version of HTTP to speak." },
	{ "backlog", CONF_ENUM, AT(backlog), .def = "quiet", .names = backlogs,
	    .help = "Whether entries of the first fetch may ring." },
	{ "max_age", CONF_CUSTOM, AT(max_age_ms), .decode = decode_age, .min = MS_MINUTE,
	    .max = 36500 * MS_DAY, .example = "3d",
	    .help = "Entries older than this ring nothing; off: any age may." },
	{ "max_body", CONF_SIZE, AT(max_body), .def = "16MiB", .min = 1024,
	    .max = LIMIT_MESSAGE / 2, .help = "Largest document, decoded." },
	{ "timeout", CONF_DURATION, AT(timeout_ms), .def = "60s", .min = 1000,
	    .max = MS_HOUR, .help = "Longest that a fetch may take." },
	{ "websub", CONF_BOOL, AT(websub), .def = "true",
	    .help = "Whether to subscribe to its hub, if it names one and we can be "
		    "called." },
	{ "stale_after", CONF_DURATION, AT(stale_ms), .min = MS_HOUR,
	    .max = 36500 * MS_DAY, .example = "2d",
	    .help = "Silence that makes it stale; by default three times the longest it "
		    "kept so far." },
	{ "tell", CONF_TEXTS, AT(tell), .example = "[ops]",
	    .help = "Receivers that are told when it fails, is gone or stale, and when "
		    "that ends." },
	{ .name = NULL },
};
const struct conf_table feed_config_table = { "feed", keys };

/* ---- defaults, tags, the feed itself ---- */

static void
merge(struct conf *into, const struct conf *over)
{
	for (size_t i = 0; over != NULL && over->kind == CONF_MAP && i < over->n; i++) {
		size_t at = 0;

		while (at < into->n &&
		    !str_eq(into->keys[at]->value, over->keys[i]->value))
			at++;
		into->keys[at] = over->keys[i];
		into->items[at] = over->items[i];
		if (at == into->n)
			into->n++;
	}
}

static size_t
size_of(const struct conf *c)
{
	return c != NULL && c->kind == CONF_MAP ? c->n : 0;
}

static void
merge_tags(struct conf *into, const struct conf *names, const struct conf *tags)
{
	if (names == NULL || tags == NULL)
		return;
	if (names->kind == CONF_SCALAR)
		merge(into, conf_get(tags, names->value));
	for (size_t i = 0; names->kind == CONF_LIST && i < names->n; i++)
		if (names->items[i]->kind == CONF_SCALAR)
			merge(into, conf_get(tags, names->items[i]->value));
}

void
feed_config_init(struct feed_config *out, struct conf_diag *d)
{
	*out = (struct feed_config){ .enabled = false };
	conf_defaults(&feed_config_table, out, d);
}

bool
feed_config_decode(const struct conf *map, const struct conf *defaults,
    const struct conf *tags, struct feed_config *out, struct conf_diag *d)
{
	struct conf all = { .kind = CONF_MAP, .pos = map->pos };
	size_t room = size_of(map) + size_of(defaults), errors = d->errors;

	out->pos = map->pos;
	if (map->kind != CONF_MAP) {
		conf_decode_onto(map, &feed_config_table, out, d);
		return false;
	}
	for (size_t i = 0; i < size_of(tags); i++)
		room += size_of(tags->items[i]);
	all.keys = ARENA_ARRAY(d->tree, struct conf *, room + 1);
	all.items = ARENA_ARRAY(d->tree, struct conf *, room + 1);
	merge(&all, defaults);
	merge_tags(&all, conf_get(map, STR("tags")), tags);
	for (size_t i = 0; i < map->n; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(map->keys[i]->value, map->keys[k]->value))
				conf_error(d, map->keys[i]->pos,
				    "%.*s stands twice in feed",
				    STR_ARG(map->keys[i]->value));
	merge(&all, map);
	conf_decode_onto(&all, &feed_config_table, out, d);
	if (d->errors == errors && out->name.n == 0)
		conf_error(d, map->pos, "a feed needs a name");
	return d->errors == errors;
}

void
feed_config_check_shared(const struct conf *map, struct conf_diag *d)
{
	struct conf name = { .value = STR("name") }, url = { .value = STR("url") };
	struct conf some = { .value = STR("some") },
		    where = { .value = STR("https://some.example/") };
	struct conf *names[] = { &name, &url }, *items[] = { &some, &where };
	const struct conf feed = { .kind = CONF_MAP,
		.pos = map->pos,
		.keys = names,
		.items = items,
		.n = NELEM(names) };
	struct feed_config f;

	feed_config_init(&f, d);
	feed_config_decode(&feed, map, NULL, &f, d);
}

void
feed_config_check_all(const struct feed_config *feeds, size_t n, struct conf_diag *d)
{
	struct map names, urls;

	map_init(&names, 0);
	map_init(&urls, 0);
	for (size_t i = 0; i < n; i++) {
		const struct feed_config *f = &feeds[i], *other;

		if (f->name.n == 0 || f->url.n == 0)
			continue;
		other = map_put(&names, f->name, (void *)(uintptr_t)f);
		if (other != NULL)
			conf_error(d, f->pos,
			    "there is a feed '%.*s' already, at %.*s:%u",
			    STR_ARG(f->name), STR_ARG(other->pos.file), other->pos.line);
		other = map_put(&urls, f->url, (void *)(uintptr_t)f);
		if (other != NULL)
			conf_warn(d, f->pos,
			    "'%.*s' has the address of '%.*s'; it is fetched once "
			    "for both",
			    STR_ARG(f->name), STR_ARG(other->name));
	}
	map_clear(&names);
	map_clear(&urls);
}

uint64_t
feed_config_request_hash(const struct feed_config *f)
{
	uint64_t h = hash64(f->url, 1);

	h = hash64(f->user, h);
	for (size_t i = 0; f->password != NULL && i < f->password->n; i++) {
		h = hash64(f->password->of[i].text, h);
		h = hash64(f->password->of[i].value, h);
	}
	h = hash64(f->user_agent, h);
	h = hash64(f->client_cert, h);
	for (size_t i = 0; i < f->headers.n; i++) {
		h = hash64(f->headers.items[i].name, h);
		h = hash64(f->headers.items[i].value, h);
	}
	return h;
}
