/* configuration.c -- see configuration.h. */
#include "config.h"

#include <errno.h>
#include <glob.h>
#include <syslog.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "daemon/configuration.h"
#include "daemon/data_dir.h"
#include "daemon/yaml.h"
#include "net/httpd.h"
#include "net/url.h"
#include "store/store.h"

/* ---- the table ---- */

static const char *const log_targets[] = { [CONFIG_LOG_AUTO] = "auto",
	[CONFIG_LOG_STDERR] = "stderr",
	[CONFIG_LOG_SYSLOG] = "syslog",
	NULL };
static const char *const log_levels[] = { [LOG_EMERG] = "emerg",
	[LOG_ALERT] = "alert",
	[LOG_CRIT] = "crit",
	[LOG_ERR] = "err",
	[LOG_WARNING] = "warning",
	[LOG_NOTICE] = "notice",
	[LOG_INFO] = "info",
	[LOG_DEBUG] = "debug",
	NULL };

#define AT(member) offsetof(struct config, member)
#define IN(type, member) offsetof(struct config_##type, member)

static void
decode_age(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct conf_key plain = *key;

	plain.type = CONF_DURATION;
	if (node->kind == CONF_SCALAR && str_eq(node->value, STR("off")))
		*(int64_t *)field = -1;
	else
		conf_decode_value(node, &plain, field, d);
}

static void
decode_keep(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct conf_key plain = *key;

	plain.type = CONF_DURATION;
	plain.min = MS_DAY;
	plain.max = 36500 * MS_DAY;
	if (node->kind == CONF_SCALAR && str_eq(node->value, STR("off")))
		*(int64_t *)field = 0;
	else
		conf_decode_value(node, &plain, field, d);
}

static const char *const claims[] = {
	[CONFIG_CLAIM_SKIP_LOCKED] = "skip_locked", [CONFIG_CLAIM_ATOMIC] = "atomic", NULL
};

static const struct conf_key store_keys[] = {
	{ "address", CONF_TEXT, IN(store, address),
	    .help = "Where the memory is; by default tocsin.db in state_dir.",
	    .example = "/var/lib/tocsin/tocsin.db" },
	{ "keep", CONF_CUSTOM, IN(store, keep_ms), .def = "off", .decode = decode_keep,
	    .help = "Texts of entries not seen for so long are forgotten, their ids and "
		    "what they "
		    "told of incidents stay; off: kept for ever.",
	    .example = "365d" },
	{ "keep_events", CONF_INT, IN(store, keep_events), .def = "100000",
	    .min = STORE_EVENTS_LEAST, .max = 1000000000,
	    .help = "Events that the log behind /events keeps, the newest; a client that "
		    "comes back "
		    "is given what it missed, up to 10000 of them." },
	{ "node", CONF_TEXT, IN(store, node),
	    .help = "What this daemon is called among those that share a PostgreSQL, the "
		    "same after "
		    "each start; by default its machine's name and state_dir.",
	    .example = "paris-1" },
	{ "lease", CONF_DURATION, IN(store, lease_ms), .def = "2m", .min = 1000,
	    .max = MS_HOUR,
	    .help =
		"How long, beyond its timeout, a node may hold a feed that it asks." },
	{ "takeover", CONF_DURATION, IN(store, takeover_ms), .def = "30s", .min = 1200,
	    .max = MS_HOUR,
	    .help = "How late a node may be with a feed until others ask it; dead after "
		    "two thirds." },
	{ "claim", CONF_ENUM, IN(store, claim), .def = "skip_locked", .names = claims,
	    .help = "How messages are claimed; atomic: for servers that are not quite "
		    "PostgreSQL." },
	{ .name = NULL },
};
static const struct conf_table store_table = { "store", store_keys };

static const struct conf_key http_keys[] = {
	{ "listen", CONF_TEXT, IN(http, listen),
	    .help = "Address of health, metrics, API and live events; nothing is served "
		    "without it.",
	    .example = "127.0.0.1:8470" },
	{ "base", CONF_TEXT, IN(http, base),
	    .help =
		"Where people reach it, as a reverse proxy has it; for links in alerts.",
	    .example = "https://tocsin.example.org" },
	{ "hosts", CONF_TEXTS, IN(http, hosts),
	    .help = "Names in the Host header that are answered beside loopback's, "
		    "listen's and "
		    "base's; \"*\": any. Others get 421.",
	    .example = "[tocsin.example.org]" },
	{ "token", CONF_CUSTOM, IN(http, token), .decode = secret_decode,
	    .help = "What acting over HTTP (acknowledge, silence, merge, retract) asks "
		    "for as a bearer "
		    "token; without it only tocsin(1) acts.",
	    .example = "{credential: http-token}" },
	{ "max_clients", CONF_INT, IN(http, max_clients), .def = "1100", .min = 1,
	    .max = 100000,
	    .help = "Connections at once, ten of eleven of them for /events; more are "
		    "turned away." },
	{ .name = NULL },
};
static const struct conf_table http_table = { "http", http_keys };

static const struct conf_key web_keys[] = {
	{ "basemap", CONF_TEXT, IN(basemap, path),
	    .help = "A file that lies under the page's map instead of Natural Earth's "
		    "coasts: GeoJSON, or an "
		    "SVG of the whole world in plain degrees (twice as wide as high).",
	    .example = "/etc/tocsin/base.geojson" },
	{ .name = NULL },
};
static const struct conf_table web_table = { "web", web_keys };

static const struct conf_key websub_keys[] = {
	{ "callback", CONF_TEXT, IN(websub, callback),
	    .example = "https://me.example/websub/",
	    .help = "Where hubs reach our listener from outside; without it no hub is "
		    "asked." },
	{ "listen", CONF_TEXT, IN(websub, listen), .def = "127.0.0.1:8471",
	    .help = "Address of the listener that hubs call, usually behind a proxy." },
	{ .name = NULL },
};
static const struct conf_table websub_table = { "websub", websub_keys };

static const struct conf_key log_keys[] = {
	{ "to", CONF_ENUM, IN(log, to), .def = "auto", .names = log_targets,
	    .help =
		"Where lines go; auto: standard error in the foreground, else syslog." },
	{ "level", CONF_ENUM, IN(log, level), .def = "info", .names = log_levels,
	    .help = "The least important lines that are kept." },
	{ .name = NULL },
};
static const struct conf_table log_table = { "log", log_keys };

static const struct conf_key limits_keys[] = {
	{ "workers", CONF_INT, IN(limits, workers), .def = "0", .max = 256,
	    .help = "Processes that read documents, at most; 0: one for each processor. "
		    "Another is started when a document has to wait." },
	{ "job_time", CONF_DURATION, IN(limits, job_time_ms), .def = "20s", .min = 100,
	    .max = MS_HOUR, .help = "Longest that a worker may read one document." },
	{ "job_memory", CONF_SIZE, IN(limits, job_memory), .def = "512MiB",
	    .min = INT64_C(64) << 20, .max = INT64_C(64) << 30,
	    .help = "Memory a worker may take for one document." },
	{ "max_transfers", CONF_INT, IN(limits, max_transfers), .def = "100", .min = 1,
	    .max = 10000, .help = "Downloads at once." },
	{ "host_spacing", CONF_DURATION, IN(limits, host_spacing_ms), .def = "2s",
	    .max = MS_HOUR,
	    .help = "Pause between two requests to one host; below 1s only for hosts of "
		    "your own." },
	{ .name = NULL },
};
static const struct conf_table limits_table = { "limits", limits_keys };

static const struct conf_key metrics_keys[] = {
	{ "per_feed", CONF_BOOL, IN(metrics, per_feed), .def = "no",
	    .help = "Show how each feed is as well: up, failures in a row, last success, "
		    "last news; "
		    "the first 1000 of the configuration." },
	{ .name = NULL },
};
static const struct conf_table metrics_table = { "metrics", metrics_keys };

static void
keep_node(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	*(const struct conf **)field = node;
}

static const struct conf_key config_keys[] = {
	{ "feeds", CONF_CUSTOM, AT(nodes.feeds), .decode = keep_node,
	    .help = "What is watched." },
	{ "defaults", CONF_CUSTOM, AT(nodes.defaults), .decode = keep_node,
	    .help = "Keys that every feed has unless it says otherwise." },
	{ "tags", CONF_CUSTOM, AT(nodes.tags), .decode = keep_node,
	    .help = "Keys that the feeds of a tag have: a map of maps." },
	{ "rules", CONF_CUSTOM, AT(nodes.rules), .decode = keep_node,
	    .help = "What rings, and who hears it." },
	{ "receivers", CONF_CUSTOM, AT(nodes.receivers), .decode = keep_node,
	    .help = "Who hears it, and how." },
	{ "route", CONF_CUSTOM, AT(nodes.route), .decode = keep_node,
	    .help =
		"Who else hears it, when and grouped how: a tree, as in Alertmanager." },
	{ "inhibit_rules", CONF_CUSTOM, AT(nodes.inhibit_rules), .decode = keep_node,
	    .help = "Which alerts make which others superfluous." },
	{ "time_intervals", CONF_CUSTOM, AT(nodes.time_intervals), .decode = keep_node,
	    .help = "Times of day and week that routes name." },
	{ "max_age", CONF_CUSTOM, AT(max_age_ms), .def = "3d", .decode = decode_age,
	    .help = "Entries older than this enter the ledger and ring nothing; off: all "
		    "ring." },
	{ "include", CONF_TEXTS, AT(include),
	    .help =
		"More files, as patterns beside this one; by default conf.d/*.yaml and "
		"feeds.d/*.yaml." },
	{ "state_dir", CONF_TEXT, AT(state_dir),
	    .help =
		"Where the daemon keeps its files; by default what systemd gives it." },
	{ "control", CONF_TEXT, AT(control),
	    .help = "Socket that tocsin talks to the daemon through; off: none." },
	{ "data", CONF_TEXTS, AT(data),
	    .help = "Folders of your own with language packs, actors and gazetteer; they "
		    "add to what is shipped." },
	{ "user_agent", CONF_TEXT, AT(user_agent),
	    .help = "What servers are told who asks; should name you." },
	{ "proxy", CONF_TEXT, AT(proxy), .help = "Proxy for all fetches." },
	{ "ca_file", CONF_TEXT, AT(ca_file),
	    .help = "Certificates to trust; else the system's." },
	{ "store", CONF_TABLE, AT(store), .table = &store_table, .help = "The memory." },
	{ "http", CONF_TABLE, AT(http), .table = &http_table,
	    .help = "The daemon's own server." },
	{ "web", CONF_TABLE, AT(basemap), .table = &web_table, .help = "The page." },
	{ "websub", CONF_TABLE, AT(websub), .table = &websub_table,
	    .help = "Being told of new entries instead of asking." },
	{ "log", CONF_TABLE, AT(log), .table = &log_table, .help = "The log." },
	{ "limits", CONF_TABLE, AT(limits), .table = &limits_table,
	    .help = "How much of what." },
	{ "metrics", CONF_TABLE, AT(metrics), .table = &metrics_table,
	    .help = "What /metrics shows beyond the usual." },
	{ .name = NULL },
};
const struct conf_table config_table = { "the configuration", config_keys };

/* ---- files ---- */

static struct conf_pos
start_of(struct str file)
{
	return (struct conf_pos){ file, 1, 1 };
}

static int
read_file(const char *path, struct buf *out, struct err *e)
{
	FILE *f = fopen(path, "re");
	int rc;

	if (f == NULL)
		return err_set(e, "%s", strerror(errno));
	rc = buf_read(out, f, e);
	fclose(f);
	return rc;
}

static void
add_source(struct config *c, struct str file, struct str bytes)
{
	c->sources = arena_grow(&c->arena, c->sources, c->n_sources, &c->cap_sources,
	    sizeof(*c->sources));
	c->sources[c->n_sources++] = (struct config_source){ file, bytes };
	c->hash = hash64(bytes, c->hash);
}

/* Not the operator's mistake, and may be over in a moment. */
static bool
is_of_machine(int error)
{
	return error == EIO || error == EMFILE || error == ENFILE || error == ENOMEM;
}

static struct conf *
load_tree(struct config *c, const char *path)
{
	struct str file = arena_str(&c->arena, str_of(path)), bytes;
	struct buf b;
	struct err e;

	buf_init(&b, LIMIT_CONFIG);
	errno = 0;
	if (read_file(path, &b, &e) == -1) {
		c->unread = c->unread || is_of_machine(errno);
		conf_error(&c->diag, start_of(file), "%s", e.msg);
		buf_clear(&b);
		return NULL;
	}
	bytes = arena_str(&c->arena, buf_str(&b));
	buf_clear(&b);
	add_source(c, file, bytes);
	return yaml_parse(file, bytes, &c->diag);
}

/* ---- several files, one tree ---- */

static void *
join(struct arena *a, void *left, size_t n_left, void *right, size_t n_right)
{
	void **all = ARENA_ARRAY(a, void *, n_left + n_right);

	if (n_left > 0)
		memcpy(all, left, n_left * sizeof(*all));
	if (n_right > 0)
		memcpy(all + n_left, right, n_right * sizeof(*all));
	return all;
}

static size_t
find_key(const struct conf *map, struct str key)
{
	for (size_t i = 0; i < map->n; i++)
		if (str_eq(map->keys[i]->value, key))
			return i;
	return STR_NOWHERE;
}

static void
add_key(struct config *c, struct conf *to, struct conf *key, struct conf *item)
{
	to->keys = join(&c->tree, to->keys, to->n, &key, 1);
	to->items = join(&c->tree, to->items, to->n, &item, 1);
	to->n++;
}

static bool
is_empty(const struct conf *node)
{
	return node->kind == CONF_SCALAR && node->value.n == 0;
}

static void merge_map(struct config *c, struct conf *to, const struct conf *from,
    bool deep);

/* Lists grow, maps of names grow; anything else may stand in one file only. */
static void
merge_item(struct config *c, struct conf *to, const struct conf *key, struct conf *from)
{
	if (is_empty(from))
		return;
	if (is_empty(to)) {
		*to = *from;
	} else if (to->kind == CONF_LIST && from->kind == CONF_LIST) {
		to->items = join(&c->tree, to->items, to->n, from->items, from->n);
		to->n += from->n;
	} else if (to->kind == CONF_MAP && from->kind == CONF_MAP) {
		merge_map(c, to, from, false);
	} else {
		conf_error(&c->diag, key->pos, "'%.*s' stands already at %.*s:%u",
		    STR_ARG(key->value), STR_ARG(to->pos.file), to->pos.line);
	}
}

static void
merge_map(struct config *c, struct conf *to, const struct conf *from, bool deep)
{
	for (size_t i = 0; i < from->n; i++) {
		size_t at = find_key(to, from->keys[i]->value);

		if (at == STR_NOWHERE)
			add_key(c, to, from->keys[i], from->items[i]);
		else if (deep)
			merge_item(c, to->items[at], from->keys[i], from->items[i]);
		else
			conf_error(&c->diag, from->keys[i]->pos,
			    "'%.*s' stands already at %.*s:%u",
			    STR_ARG(from->keys[i]->value),
			    STR_ARG(to->keys[at]->pos.file), to->keys[at]->pos.line);
	}
}

static void
include_file(struct config *c, struct conf *root, const char *path)
{
	struct conf *tree;
	const struct conf *nested;

	if (c->n_sources >= LIMIT_CONFIG_FILES) {
		conf_error(&c->diag, start_of(arena_str(&c->arena, str_of(path))),
		    "more than %u files", LIMIT_CONFIG_FILES);
		return;
	}
	if ((tree = load_tree(c, path)) == NULL)
		return;
	if (tree->kind != CONF_MAP) {
		conf_error(&c->diag, tree->pos, "the top of a file is a map of keys");
		return;
	}
	if ((nested = conf_get(tree, STR("include"))) != NULL) {
		conf_error(&c->diag, nested->pos, "only the first file includes others");
		return;
	}
	merge_map(c, root, tree, true);
}

static void
include_pattern(struct config *c, struct conf *root, struct str pattern,
    const struct conf_pos *named)
{
	size_t slash = STR_NOWHERE;
	struct str dir = STR("");
	glob_t found;

	for (size_t i = 0; i < c->file.n; i++)
		if (c->file.p[i] == '/')
			slash = i;
	if (slash != STR_NOWHERE && !str_starts(pattern, STR("/")))
		dir = str_sub(c->file, 0, slash + 1);
	pattern = arena_printf(&c->arena, "%.*s%.*s", STR_ARG(dir), STR_ARG(pattern));
	if (glob(pattern.p, 0, NULL, &found) != 0) {
		/* A pattern may match nothing yet; a name must be there. */
		if (named != NULL && str_chr(pattern, '*') == STR_NOWHERE)
			conf_error(&c->diag, *named, "there is no %.*s",
			    STR_ARG(pattern));
		return;
	}
	for (size_t i = 0; i < found.gl_pathc; i++)
		include_file(c, root, found.gl_pathv[i]);
	globfree(&found);
}

static void
include_all(struct config *c, struct conf *root)
{
	static const struct str usual[] = { STR_INIT("conf.d/*.yaml"),
		STR_INIT("feeds.d/*.yaml") };
	const struct conf *said = conf_get(root, STR("include"));

	if (said == NULL)
		for (size_t i = 0; i < NELEM(usual); i++)
			include_pattern(c, root, usual[i], NULL);
	else if (said->kind == CONF_SCALAR)
		include_pattern(c, root, said->value, &said->pos);
	else
		for (size_t i = 0; i < said->n; i++)
			if (said->items[i]->kind == CONF_SCALAR)
				include_pattern(c, root, said->items[i]->value,
				    &said->items[i]->pos);
}

/* ---- what follows from what was said ---- */

static struct str
from_environment(struct config *c, const char *name, const char *fallback,
    const char *file)
{
	const char *dir = getenv(name);

	if (dir == NULL || dir[0] != '/')
		dir = fallback;
	return arena_printf(&c->arena, "%s%s", dir, file);
}

/* What is shipped comes first; what the operator names adds to it. */
static void
with_shipped_data(struct config *c)
{
	struct str shipped = data_dir(&c->arena),
		   *all = ARENA_ARRAY(&c->arena, struct str, c->data.n + 1);
	size_t n = 0;

	all[n++] = shipped;
	for (size_t i = 0; i < c->data.n; i++)
		if (!str_eq(c->data.items[i], shipped))
			all[n++] = c->data.items[i];
	c->data.items = all;
	c->data.n = n;
}

static void
fill_in(struct config *c)
{
	if (c->state_dir.n == 0)
		c->state_dir = from_environment(c, "STATE_DIRECTORY",
		    LOCALSTATEDIR "/lib/tocsin", "");
	if (c->control.n == 0)
		c->control = from_environment(c, "RUNTIME_DIRECTORY",
		    RUNSTATEDIR "/tocsin", "/control.sock");
	else if (str_eq(c->control, STR("off")))
		c->control = STR("");
	if (c->store.address.n == 0)
		c->store.address = arena_printf(&c->arena, "%.*s/tocsin.db",
		    STR_ARG(c->state_dir));
	while (str_ends(c->http.base, STR("/")))
		c->http.base.n--;
	if (c->user_agent.n == 0)
		c->user_agent = STR("tocsin/" PACKAGE_VERSION " (+" PACKAGE_URL ")");
	with_shipped_data(c);
}

/* The value as written, for its place; NULL: it was not said, or not as a value. */
static const struct conf *
said(const struct conf *root, const char *section, const char *key)
{
	const struct conf *node = section == NULL
	    ? conf_get(root, str_of(key))
	    : conf_get(conf_get(root, str_of(section)), str_of(key));

	return node != NULL && node->kind == CONF_SCALAR && node->value.n > 0 ? node
									      : NULL;
}

static void
check_listen(struct config *c, const struct conf *node)
{
	struct err e;

	if (node != NULL && httpd_address(node->value, &e) == -1)
		conf_error(&c->diag, node->pos, "listen: %s", e.msg);
}

static void
check_web_address(struct config *c, const struct conf *node, const char *key)
{
	struct url u;

	if (node != NULL && !url_split(node->value, &u))
		conf_error(&c->diag, node->pos,
		    "%s takes an address that begins with https:// or http://", key);
}

/* A daemon has no folder that it stands in. */
static void
check_full_path(struct config *c, const struct conf *node, const char *key)
{
	if (node != NULL && !str_starts(node->value, STR("/")) &&
	    !str_eq(node->value, STR("off")))
		conf_error(&c->diag, node->pos, "%s takes a full path, not '%.*s'", key,
		    STR_ARG(node->value));
}

static void
check_store(struct config *c, const struct conf *node)
{
	if (node == NULL || str_find(node->value, STR("://")) == STR_NOWHERE)
		check_full_path(c, node, "address");
	else if (!store_is_server(arena_cstr(&c->arena, node->value)))
		conf_error(&c->diag, node->pos,
		    "address takes a full path or postgresql://…");
}

static void
check_values(struct config *c, const struct conf *root)
{
	check_listen(c, said(root, "http", "listen"));
	check_listen(c, said(root, "websub", "listen"));
	check_web_address(c, said(root, "http", "base"), "base");
	check_web_address(c, said(root, "websub", "callback"), "callback");
	check_store(c, said(root, "store", "address"));
	check_full_path(c, said(root, NULL, "state_dir"), "state_dir");
	check_full_path(c, said(root, NULL, "control"), "control");
}

static void
decode(struct config *c, const struct conf *root, bool outside)
{
	c->diag.see = MANUAL_KEYS;
	conf_decode(root, &config_table, c, &c->diag);
	check_values(c, root);
	fill_in(c);
	config_read_basemap(c, root);
	config_decode_sections(c);
	if (outside)
		config_check_files(c, root);
	conf_diag_sort(&c->diag);
	c->nodes = (struct config_nodes){ 0 };
	arena_clear(&c->tree);
}

static struct config *
config_new(const char *path)
{
	struct config *c = xcalloc(1, sizeof(*c));

	arena_init(&c->arena);
	arena_init(&c->tree);
	conf_diag_init(&c->diag, &c->arena);
	c->diag.tree = &c->tree;
	c->diag.see = MANUAL_YAML;
	c->refs = 1;
	c->file = arena_str(&c->arena, str_of(path));
	return c;
}

struct config *
config_load(const char *path)
{
	struct config *c = config_new(path);
	struct conf *root = load_tree(c, path);

	if (root == NULL)
		return c;
	if (root->kind == CONF_MAP)
		include_all(c, root);
	decode(c, root, true);
	return c;
}

struct config *
config_parse(struct str file, struct str bytes)
{
	char *path = str_dup(file);
	struct config *c = config_new(path);
	struct conf *root;

	free(path);
	bytes = arena_str(&c->arena, bytes);
	add_source(c, c->file, bytes);
	if ((root = yaml_parse(c->file, bytes, &c->diag)) != NULL)
		decode(c, root, false);
	return c;
}

struct config *
config_ref(struct config *c)
{
	c->refs++;
	return c;
}

void
config_unref(struct config *c)
{
	if (c == NULL || --c->refs > 0)
		return;
	routing_clear(&c->routing);
	arena_clear(&c->tree);
	arena_clear(&c->arena);
	free(c);
}
