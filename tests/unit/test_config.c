/* test_config.c -- YAML to trees, trees to configurations, mistakes to sentences. */
#include "config.h"

#include <criterion/criterion.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/limits.h"
#include "daemon/configuration.h"
#include "daemon/secrets.h"
#include "daemon/yaml.h"

/* What config_report() would print, without the file's name. */
static void
mistakes(const struct config *c, struct buf *out)
{
	buf_init(out, 65536);
	conf_diag_print(&c->diag, out);
	buf_add(out, STR(""));
}

Test(yaml, positions_and_kinds)
{
	struct arena a;
	struct conf_diag d;
	struct conf *root;
	const struct conf *feeds, *name;

	arena_init(&a);
	conf_diag_init(&d, &a);
	root = yaml_parse(STR("x.yaml"),
	    STR("# comment\nfeeds:\n  - {name: A, url: \"b\"}\n  - name: no\nx: |\n  "
		"two\n  lines\n"),
	    &d);
	cr_assert(root != NULL && d.errors == 0);
	cr_expect(root->kind == CONF_MAP && root->n == 2);
	feeds = conf_get(root, STR("feeds"));
	cr_assert(feeds != NULL && feeds->kind == CONF_LIST && feeds->n == 2);
	name = conf_get(feeds->items[1], STR("name"));
	cr_assert(name != NULL);
	cr_expect(str_eq(name->value, STR("no")), "a scalar stays the text it was");
	cr_expect(name->pos.line == 4 && name->pos.col == 11);
	cr_expect(str_eq(conf_get(root, STR("x"))->value, STR("two\nlines\n")));
	arena_clear(&a);
}

Test(yaml, a_mark_of_utf8_is_no_text)
{
	struct config *c = config_parse(STR("x"),
	    STR("\xef\xbb\xbfuser_agent: a\r\nmax_age: 2d\r\n"));

	cr_expect(c->diag.errors == 0 && str_eq(c->user_agent, STR("a")));
	config_unref(c);
}

Test(yaml, what_is_refused)
{
	static const struct {
		const char *yaml, *says;
	} rows[] = {
		{ "a: &x 1\n",
		    "1:4: error: anchors (&name) are not used here; write it out" },
		{ "a: *x\n",
		    "1:4: error: aliases (*name) are not used here; write it out" },
		{ "a: !!int 1\n",
		    "1:4: error: tags (!type) are not used here; write it out" },
		{ "a: 1\na: 2\n", "2:1: error: key 'a' stands twice" },
		{ "[a]: 1\n", "1:1: error: a key is a single word, not a list or a map" },
		{ "a: 1\n---\nb: 1\n",
		    "2:1: error: a second document; one file holds one" },
		{ "a:\n  - b\n c\n", "3:2: error: " },
		{ "a: [1, 2\n", "error: " },
		{ "a: \"\\q\"\n", "1:5: error: found unknown escape character" },
		{ "a: b\xff\n", "1:5: error: " },
		{ "a: \x01\n", "1:4: error: control characters are not allowed" },
		{ "\ta: 1\n", "error: " },
		{ "a: \"x\\0y\"\n", "1:4: error: a NUL byte has no place in a value" },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct arena a;
		struct conf_diag d;
		struct buf out;

		arena_init(&a);
		conf_diag_init(&d, &a);
		yaml_parse(STR("x"), str_of(rows[i].yaml), &d);
		buf_init(&out, 65536);
		conf_diag_print(&d, &out);
		cr_expect(d.errors > 0 &&
			str_find(buf_str(&out), str_of(rows[i].says)) != STR_NOWHERE,
		    "%s gave %.*s, not %s", rows[i].yaml, STR_ARG(buf_str(&out)),
		    rows[i].says);
		buf_clear(&out);
		arena_clear(&a);
	}
}

Test(yaml, depth_and_width_are_capped)
{
	static const struct str brackets[] = { STR_INIT("["), STR_INIT("{a: ") };

	for (size_t i = 0; i < NELEM(brackets); i++) {
		struct arena a;
		struct conf_diag d;
		struct buf b;

		arena_init(&a);
		conf_diag_init(&d, &a);
		buf_init(&b, LIMIT_CONFIG);
		for (int n = 0; n < 20000; n++)
			buf_add(&b, brackets[i]);
		yaml_parse(STR("x"), buf_str(&b), &d);
		cr_expect(d.errors > 0);
		buf_clear(&b);
		arena_clear(&a);
	}
}

static void
put_file(const char *dir, const char *name, const char *text)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	cr_assert(f != NULL);
	fputs(text, f);
	fclose(f);
}

static struct config *
load_from(const char *dir, const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return config_load(path);
}

Test(config, blank_is_usable)
{
	struct config *c = config_parse(STR("x"), STR("# nothing yet\n"));

	cr_expect(c->diag.errors == 0);
	cr_expect(c->max_age_ms == 3 * MS_DAY);
	cr_expect(str_starts(c->store.address, STR("/")));
	cr_expect(c->data.n == 1);
	config_unref(c);
}

Test(config, all_mistakes_in_one_run)
{
	static const struct {
		const char *yaml, *says[8];
	} rows[] = {
		{ "max_age: 3\nworkrs: 2\nlimits:\n  wrokers: 2\n  job_time: 1ms\nlog: "
		  "{level: inf}\n"
		  "store: nowhere\n",
		    { "t.yaml:1:10: error: max_age takes a time with its unit",
			"t.yaml:2:1: error: unknown key 'workrs' in the configuration",
			"t.yaml:4:3: error: unknown key 'wrokers' in limits (did you "
			"mean 'workers'?)",
			"t.yaml:5:13: error: job_time must be between",
			"t.yaml:6:14: error: level has no 'inf' (did you mean 'info'?)",
			"t.yaml:7:8: error: store takes a map of keys, not a single "
			"value" } },
		/* What feeds share: once, whoever has it. */
		{ "defaults: {evry: 5m}\ntags:\n  used: {every: 3}\n  unused: {http: "
		  "3}\n  odd: [x]\nfeeds:\n"
		  "  - {name: a, url: \"https://a.example/\", tags: used}\n"
		  "  - {name: b, url: \"https://b.example/\", tags: used}\n",
		    { "t.yaml:1:12: error: unknown key 'evry' in feed (did you mean "
		      "'every'?)",
			"t.yaml:3:17: error: every takes a time with its unit",
			"t.yaml:4:18: error: http ",
			"t.yaml:5:8: error: a tag takes a map of keys" } },
		/* What no table can know: addresses, paths, what stands in one line. */
		{ "http: {listen: localhost, base: \"ftp://x\"}\nwebsub: {callback: x, "
		  "listen: \"1:2:3\"}\n"
		  "store: {address: \"mysql://x\"}\nstate_dir: here\ncontrol: there\n",
		    { "t.yaml:1:16: error: listen: localhost is no address to listen on",
			"t.yaml:1:33: error: base takes an address that begins with",
			"t.yaml:2:20: error: callback takes an address",
			"t.yaml:2:31: error: listen: 1:2:3 is no address",
			"t.yaml:3:18: error: address takes a full path or postgresql://",
			"t.yaml:4:12: error: state_dir takes a full path, not 'here'",
			"t.yaml:5:10: error: control takes a full path" } },
		{ "http: {listen: 127.0.0.1, token: {file: token}}\nuser_agent: "
		  "\"a\\r\\nX: b\"\n"
		  "data: [/, \"\"]\nlog: {to: \"x\\e[31m\"}\n",
		    { "t.yaml:1:16: error: listen: 127.0.0.1 is no address to listen on",
			"t.yaml:1:41: error: token takes the full path of a file",
			"t.yaml:2:13: error: user_agent takes one line without control",
			"t.yaml:3:11: error: data has an empty item",
			"t.yaml:4:11: error: to has no 'x?[31m'; it takes" } },
		{ "feeds:\n"
		  "  - {name: \"\", url: \"https://a.example/\"}\n"
		  "  - {name: b, url: \"https://b.example/\", lang: English, country: "
		  "Syria, headers: {\"a b\": c}, tags: t}\n"
		  "rules:\n"
		  "  - {name: r, toll: killed, at: [1], tags: [t, u], in: {near: Aleppo, "
		  "km: -4}}\n"
		  "receivers:\n  e: {exec: {argv: []}}\n",
		    { "t.yaml:2:5: error: feed needs 'name'",
			"t.yaml:3:48: error: lang takes the code of a language",
			"t.yaml:3:66: error: country takes the code of a country",
			"t.yaml:3:83: error: a header is a name and a value",
			"t.yaml:5:48: error: tags 'u' is not known",
			"t.yaml:5:75: error: km must be between 0 and 20000",
			"t.yaml:7:13: error: exec needs 'argv'" } },
		{ "feeds:\n  - {name: a, url: \"https://a.example/\"}\n"
		  "  - {name: a, url: \"https://b.example/\"}\nrules:\n"
		  "  - {name: r, toll: killed, at: [1], in: \"\"}\n"
		  "  - {name: r, toll: killed, at: [1]}\n  - r\nroute: [desk]\n",
		    { "t.yaml:3:5: error: there is a feed 'a' already, at t.yaml:2",
			"t.yaml:5:42: error: in names no place",
			"t.yaml:6:5: error: rule 'r' stands twice (first at t.yaml:5)",
			"t.yaml:7:5: error: rule takes a map of keys",
			"t.yaml:8:8: error: route takes a map of keys" } },
		{ "defaults: 5m\ntags: [x]\n",
		    { "t.yaml:1:11: error: defaults takes a map",
			"t.yaml:2:7: error: tags takes a map" } },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct config *c = config_parse(STR("t.yaml"), str_of(rows[i].yaml));
		struct buf out;
		size_t n;

		mistakes(c, &out);
		for (n = 0; rows[i].says[n] != NULL; n++)
			cr_expect(str_find(buf_str(&out), str_of(rows[i].says[n])) !=
				STR_NOWHERE,
			    "%s not in\n%.*s", rows[i].says[n], STR_ARG(buf_str(&out)));
		cr_expect(c->diag.errors == n, "%zu mistakes, not %zu:\n%.*s",
		    c->diag.errors, n, STR_ARG(buf_str(&out)));
		buf_clear(&out);
		config_unref(c);
	}
}

/* What keys and schema say is said of each of them. */
Test(config, each_section_has_its_table)
{
	size_t first = offsetof(struct config, nodes), n = 0;

	for (const struct conf_key *k = config_table.keys; k->name != NULL; k++) {
		const struct config_section *s = config_sections;

		if (k->offset < first || k->offset >= first + sizeof(struct config_nodes))
			continue;
		while (s->name != NULL && strcmp(s->name, k->name) != 0)
			s++;
		cr_expect((s->name != NULL) != (strcmp(k->name, "receivers") == 0), "%s",
		    k->name);
		n += s->name != NULL;
	}
	for (const struct config_section *s = config_sections; s->name != NULL; s++)
		n--;
	cr_expect_eq(n, 0, "each is a key of the top level");
}

Test(config, an_address_is_mailed_once)
{
	struct config *c = config_parse(STR("t.yaml"),
	    STR("receivers:\n  m:\n    email:\n      from: d@e.f\n"
		"      smtp: \"smtp://m\"\n"
		"      to: [a@b.c, A@b.c, a@b.c, x@y.z, a@B.C]\n"));
	struct buf out;

	mistakes(c, &out);
	cr_expect(c->diag.errors == 0 && c->diag.n == 2, "%.*s", STR_ARG(buf_str(&out)));
	cr_expect(str_find(buf_str(&out),
		      STR("t.yaml:6:26: warning: 'a@b.c' stands twice, and gets one")) !=
		STR_NOWHERE,
	    "%.*s", STR_ARG(buf_str(&out)));
	cr_expect(str_find(buf_str(&out), STR("t.yaml:6:40: warning: 'a@B.C'")) !=
		STR_NOWHERE,
	    "%.*s", STR_ARG(buf_str(&out)));
	cr_assert_eq(receiver_targets(&c->receivers[0]), 3);
	cr_expect(str_eq(receiver_target(&c->receivers[0], 1), STR("A@b.c")));
	cr_expect(str_eq(receiver_target(&c->receivers[0], 2), STR("x@y.z")));
	buf_clear(&out);
	config_unref(c);
}

/* In order of the file, whatever found them; warnings take no room of errors. */
Test(config, the_first_fifty_of_each)
{
	struct buf yaml, out;
	struct config *c;
	char last[64];

	buf_init(&yaml, 1 << 20);
	buf_cstr(&yaml, "feeds:\n");
	for (int i = 0; i < 2000; i++)
		buf_printf(&yaml, "  - {name: f%d, url: \"https://a.example/\"}\n", i);
	for (int i = 0; i < 60; i++)
		buf_printf(&yaml, "x%d: 1\n", i);
	buf_cstr(&yaml, "max_age: soon\n");
	c = config_parse(STR("t.yaml"), buf_str(&yaml));
	mistakes(c, &out);
	cr_expect_eq(c->diag.errors, 61);
	cr_expect_eq(c->diag.n, 2 * LIMIT_CONFIG_ERRORS);
	cr_expect_eq(c->diag.warnings, 1999);
	snprintf(last, sizeof(last), "t.yaml:%d:1: error: unknown key 'x49'",
	    2001 + LIMIT_CONFIG_ERRORS);
	cr_expect(str_find(buf_str(&out), str_of(last)) != STR_NOWHERE);
	cr_expect(str_find(buf_str(&out), STR("'x50'")) == STR_NOWHERE);
	cr_expect(str_find(buf_str(&out), STR("61 errors in all")) != STR_NOWHERE);
	buf_clear(&yaml);
	buf_clear(&out);
	config_unref(c);
}

/* Files that are named and are not there are told of at once, and may come. */
Test(config, files_that_are_named)
{
	static const char *const says[] = {
		"t.yaml:1:10: warning: ca_file: /nonexistent/ca: No such file",
		"t.yaml:2:7: warning: data: /nonexistent/data: No such file",
		"t.yaml:3:15: warning: the secret in /nonexistent/token: No such file",
		"t.yaml:5:5: warning: client_cert: /nonexistent/c: No such file",
		"t.yaml:5:5: warning: the secret in /nonexistent/pw: No such file",
		"t.yaml:6:20: warning: a password stands in the address",
		"t.yaml:8:3: warning: argv: /nonexistent/siren: No such file",
		"t.yaml:9:3: warning: the folder of path: /nonexistent: No such file",
		"may be read by others; chmod o-r it",
	};
	char dir[] = "/tmp/tocsin-config-XXXXXX", cleanup[64], text[2048];
	struct config *c;
	struct buf out;

	cr_assert(mkdtemp(dir) != NULL);
	put_file(dir, "open", "secret\n");
	snprintf(text, sizeof(text), "%s/open", dir);
	cr_assert(chmod(text, 0644) == 0);
	snprintf(text, sizeof(text),
	    "ca_file: /nonexistent/ca\ndata: /nonexistent/data\n"
	    "http: {token: {file: /nonexistent/token}}\nfeeds:\n"
	    "  - {name: a, url: \"https://a.example/\", client_cert: /nonexistent/c, "
	    "password: {file: /nonexistent/pw}}\n"
	    "  - {name: b, url: \"https://u:p@b.example/\"}\n"
	    "receivers:\n  e: {exec: {argv: [/nonexistent/siren, \"two\\nlines\"]}}\n"
	    "  f: {file: {path: /nonexistent/a.jsonl}}\n"
	    "  h: {webhook: {url: \"https://h.example/\", secret: {file: %s/open}}}\n"
	    "  p: {webhook: {url: \"https://h.example/\", secret: {file: /dev/null}}}\n",
	    dir);
	put_file(dir, "t.yaml", text);
	snprintf(text, sizeof(text), "%s/t.yaml", dir);
	cr_assert(chmod(text, 0600) == 0);
	c = load_from(dir, "t.yaml");
	mistakes(c, &out);
	cr_expect_eq(c->diag.errors, 0, "%.*s", STR_ARG(buf_str(&out)));
	cr_expect_eq(c->diag.warnings, NELEM(says), "%.*s", STR_ARG(buf_str(&out)));
	for (size_t i = 0; i < NELEM(says); i++)
		cr_expect(str_find(buf_str(&out), str_of(says[i])) != STR_NOWHERE,
		    "%s not in\n%.*s", says[i], STR_ARG(buf_str(&out)));
	buf_clear(&out);
	config_unref(c);
	cr_assert(chmod(text, 0644) == 0);
	c = load_from(dir, "t.yaml");
	cr_expect_eq(c->diag.errors, 1, "a password in an address is a secret");
	config_unref(c);
	snprintf(cleanup, sizeof(cleanup), "rm -r %s", dir);
	cr_expect(system(cleanup) == 0);
}

Test(config, a_secret_is_not_waited_for)
{
	char dir[] = "/tmp/tocsin-config-XXXXXX", path[64], cleanup[64];
	struct secrets s = { .n = 1 };
	struct err e;

	cr_assert(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/pipe", dir);
	cr_assert(mkfifo(path, 0600) == 0);
	s.of[0] = (struct secret){ .from = SECRET_FILE, .text = str_of(path) };
	alarm(20);
	cr_expect_eq(secret_check(&s.of[0], &e), 0, "it may be filled when it is needed");
	cr_expect_eq(secret_load(&s, &e), -1);
	cr_expect(strstr(e.msg, "is empty") != NULL, "%s", e.msg);
	snprintf(cleanup, sizeof(cleanup), "rm -r %s", dir);
	cr_expect(system(cleanup) == 0);
}

Test(config, links_have_one_slash)
{
	struct config *c = config_parse(STR("x"),
	    STR("http: {base: \"https://t.example/sub//\"}\n"));

	cr_expect(c->diag.errors == 0 &&
	    str_eq(c->http.base, STR("https://t.example/sub")));
	config_unref(c);
}

Test(config, max_age_may_be_off)
{
	struct config *c = config_parse(STR("x"), STR("max_age: off\n"));

	cr_expect(c->diag.errors == 0 && c->max_age_ms == -1);
	config_unref(c);
}

Test(config, included_files_add_up)
{
	char dir[] = "/tmp/tocsin-config-XXXXXX", sub[64], cleanup[96];
	struct config *c;
	struct buf out;

	cr_assert(mkdtemp(dir) != NULL);
	snprintf(sub, sizeof(sub), "%s/conf.d", dir);
	cr_assert(mkdir(sub, 0700) == 0);
	put_file(dir, "a.yaml", "feeds: []\nmax_age: 2d\n");
	put_file(sub, "b.yaml", "max_age: 1d\n");
	put_file(sub, "c.yaml", "user_agent: tests\n");
	c = load_from(dir, "a.yaml");
	mistakes(c, &out);
	cr_expect(c->diag.errors == 1 &&
		str_find(buf_str(&out),
		    STR("b.yaml:1:1: error: 'max_age' stands already at")) != STR_NOWHERE,
	    "%.*s", STR_ARG(buf_str(&out)));
	cr_expect(str_eq(c->user_agent, STR("tests")) && c->n_sources == 3);
	buf_clear(&out);
	config_unref(c);
	snprintf(cleanup, sizeof(cleanup), "rm -r %s", dir);
	cr_expect(system(cleanup) == 0);
}

Test(config, a_file_that_is_not_there)
{
	struct config *c = config_load("/nonexistent/tocsin.yaml");
	struct err e;

	cr_expect(c->diag.errors == 1);
	config_first_error(c, &e);
	cr_expect_str_eq(e.msg,
	    "/nonexistent/tocsin.yaml:1:1: No such file or directory");
	cr_expect(e.see == MANUAL_YAML);
	config_unref(c);
}

/* The base of the page's map is read with the configuration, beside it. */
Test(config, basemap)
{
	static const struct {
		const char *text, *type, *says;
	} rows[] = {
		{ "{\"type\": \"FeatureCollection\", \"features\": []}",
		    "application/geo+json", "" },
		{ "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
		    "image/svg+xml", "" },
		{ "{\"type\": \"Topology\"}", NULL,
		    "basemap is neither GeoJSON nor SVG" },
		{ NULL, NULL, "No such file" },
	};
	char dir[] = "/tmp/tocsin-config-XXXXXX", cleanup[64];

	cr_assert(mkdtemp(dir) != NULL);
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct config *c;
		struct buf out;

		if (rows[i].text != NULL)
			put_file(dir, "base", rows[i].text);
		put_file(dir, "t.yaml",
		    rows[i].text != NULL ? "web: {basemap: base}\n"
					 : "web: {basemap: none}\n");
		c = load_from(dir, "t.yaml");
		mistakes(c, &out);
		cr_expect((c->diag.errors == 0) == (rows[i].type != NULL), "%s",
		    rows[i].text);
		cr_expect(str_find(buf_str(&out), str_of(rows[i].says)) != STR_NOWHERE,
		    "%.*s", STR_ARG(buf_str(&out)));
		if (rows[i].type != NULL)
			cr_expect_str_eq(c->basemap.type, rows[i].type);
		buf_clear(&out);
		config_unref(c);
	}
	snprintf(cleanup, sizeof(cleanup), "rm -r %s", dir);
	cr_expect(system(cleanup) == 0);
}

/* Each mistake points to the section that has the key. */
Test(config, mistakes_point_to_the_manual)
{
	static const struct {
		const char *yaml;
		enum manual see;
	} rows[] = {
		{ "feeds: [\n", MANUAL_YAML },
		{ "max_age: soon\n", MANUAL_KEYS },
		{ "http: {lissten: x}\n", MANUAL_KEYS },
		{ "feeds: [{name: a, adress: x}]\n", MANUAL_FEEDS },
		{ "feeds: [{name: a, url: 'http://x.example', password: {fil: x}}]\n",
		    MANUAL_SECRETS },
		{ "rules: [{name: a, toll: kiled, at: [1]}]\n", MANUAL_RULES },
		{ "receivers: {a: {emial: {}}}\n", MANUAL_RECEIVERS },
		{ "receivers: {a: {syslog: {to: x, timeoutt: 1s}}}\n", MANUAL_RECEIVERS },
		{ "route: {receiver: nobody}\n", MANUAL_ROUTES },
		{ "time_intervals: [{name: a, weekdays: [funday]}]\n", MANUAL_ROUTES },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct config *c = config_parse(STR("x"), str_of(rows[i].yaml));
		struct err e;

		cr_expect(c->diag.errors > 0, "%s", rows[i].yaml);
		config_first_error(c, &e);
		cr_expect(e.see == rows[i].see, "%s%s points to '%s'", rows[i].yaml,
		    e.msg, manual_sections[e.see]);
		config_unref(c);
	}
}

/* ---- the example of each key, as the manual shows it ---- */

static void
examples_of(const struct conf_table *t, unsigned depth)
{
	for (const struct conf_key *k = t->keys; k->name != NULL; k++) {
		struct arena a;
		struct conf_diag d;
		char yaml[256];
		_Alignas(max_align_t) char field[4096] = "";

		if (k->table != NULL && k->table != t && depth < 4)
			examples_of(k->table, depth + 1);
		if (k->example == NULL)
			continue;
		arena_init(&a);
		conf_diag_init(&d, &a);
		snprintf(yaml, sizeof(yaml), "key: %s\n", k->example);
		conf_decode_value(conf_get(yaml_parse(STR("x"), str_of(yaml), &d),
				      STR("key")),
		    k, field, &d);
		cr_expect(d.errors == 0, "%s of %s: %s", k->name, t->what, k->example);
		/* regular expressions live outside the arena */
		if (str_ends(str_of(k->name), STR("matchers")))
			matchers_clear((void *)field);
		arena_clear(&a);
	}
}

Test(config, examples_of_keys_are_taken)
{
	const struct conf_table *tables[] = { &config_table, &feed_config_table,
		&rule_table, &route_table, &inhibit_table, &interval_table,
		&receiver_common_table };

	for (size_t i = 0; i < NELEM(tables); i++)
		examples_of(tables[i], 0);
	for (size_t i = 0; i < NELEM(receiver_kinds); i++)
		examples_of(receiver_kinds[i].table, 0);
}

/* Keys of a rule are read together, so each example stands in a rule that it fits. */
Test(config, examples_of_rules_are_taken)
{
	static const struct {
		const char *before, *after;
	} fits[] = {
		{ "rules: [{name: a, toll: killed, at: [1], ", "}]\n" },
		{ "rules: [{name: a, territory: [captured], ", "}]\n" },
		{ "rules: [{at: [1], toll: killed, ", "}]\n" },
		{ "rules: [{name: a, at: [1], ", "}]\n" },
		{ "rules: [{name: a, toll: killed, ", "}]\n" },
		{ "rules: [{name: a, ", "}]\n" },
		{ "rules: [{name: a, toll: killed, at: [1], ",
		    "}]\nreceivers: {desk: {syslog: {}}, ops: {syslog: {}}}\n" },
	};

	for (const struct conf_key *k = rule_table.keys; k->name != NULL; k++) {
		bool taken = k->example == NULL;

		for (size_t i = 0; !taken && i < NELEM(fits); i++) {
			char yaml[512];
			struct config *c;

			snprintf(yaml, sizeof(yaml), "%s%s: %s%s", fits[i].before,
			    k->name, k->example, fits[i].after);
			c = config_parse(STR("x"), str_of(yaml));
			taken = c->diag.errors == 0;
			config_unref(c);
		}
		cr_expect(taken, "%s: %s", k->name, k->example);
	}
}
