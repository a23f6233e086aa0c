/*
 * stories.c -- `stories DATA_DIR STORY.json…`: tells each story to the reader, the ledger
 * and the rules and compares what rings with what should, as the story's file says.  Then
 * in twenty shuffled orders of arrival: the ledger must end the same, and no step may
 * ring twice.  With TOCSIN set, `$TOCSIN replay` must ring the same alerts from its
 * store; with STORY_STORE set, so must the transaction of the daemon on the empty store
 * at that address and the story's number.
 *
 * A story: {"why", "entries": [{"id", "feed", "title", "text", "published"}], "expect":
 * [{"after", "rule", "step", "best", "place"}], "allow", "never", "same_incident"};
 * beside it, the rules, in a file of the same name that ends in .yaml.
 */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "alerts/rule.h"
#include "base/alloc.h"
#include "base/map.h"
#include "base/rng.h"
#include "daemon/ingest.h"
#include "daemon/place_names.h"
#include "daemon/yaml.h"
#include "facts/fold.h"
#include "tests/unit/ledger_mem.h"
#include "facts/reader.h"

#define ORDERS 20
#define ENTRIES 64

struct rang { /* one alert */
	struct str key, entry, rule, places, incident, summary;
	int64_t step, best;
};

struct telling { /* one run of a story */
	struct arena a;
	struct ledger_mem *mem;
	struct ledger_view view;
	struct rule_view rules;
	struct rang *rang;
	size_t n, cap;
};

struct tale {
	const char *path;
	unsigned number;
	struct arena a;
	json_t *json;
	struct rules rules;
	size_t n;
};

static struct reader *reader;
static struct place_names *names;
static unsigned wrong;

/* ---- telling ---- */

static bool
has_rung(void *ctx, struct str key)
{
	const struct telling *t = ctx;

	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->rang[i].key, key))
			return true;
	return false;
}

static struct str
text_of(json_t *o, const char *key)
{
	return str_of(json_string_value(json_object_get(o, key)));
}

static void
keep(struct telling *t, const struct alert *al)
{
	struct str places = STR("");

	for (size_t i = 0; i < al->n_places; i++)
		places = arena_printf(&t->a, "%.*s|%.*s", STR_ARG(places),
		    STR_ARG(al->places[i].name));
	t->rang = arena_grow(&t->a, t->rang, t->n, &t->cap, sizeof(*t->rang));
	t->rang[t->n++] = (struct rang){ .key = arena_str(&t->a, al->key),
		.entry = arena_str(&t->a, al->entry),
		.rule = al->rule,
		.places = places,
		.incident = arena_str(&t->a, al->incident),
		.summary = arena_str(&t->a, al->summary),
		.step = al->step,
		.best = al->outcome < TOLL_N ? al->toll.best : 0 };
}

/* What the daemon takes for an entry's text, and what the reader finds in it; when it was
 * published. */
static int64_t
read_entry(struct arena *a, json_t *o, struct str *text, struct fact_list *facts)
{
	struct str title = text_of(o, "title");
	struct reading in = { .lang = text_of(o, "lang") };

	*text = arena_printf(a, "%.*s\n\n%.*s", STR_ARG(title),
	    STR_ARG(text_of(o, "text")));
	if (!date_parse(text_of(o, "published"), &in.published_ms))
		in.published_ms = 0;
	in.text = *text;
	in.title = str_sub(*text, 0, title.n);
	reader_read(reader, a, &in, facts);
	return in.published_ms;
}

static void
tell(struct telling *t, const struct tale *tale, json_t *o)
{
	struct arena work;
	struct report r = { .entry = text_of(o, "id"),
		.feed = text_of(o, "feed"),
		.title = text_of(o, "title"),
		.lang = text_of(o, "lang"),
		.updated_ms = TIME_NONE,
		.withdrawn = json_is_true(json_object_get(o, "withdrawn")) };
	struct rule_clock clock = { .now_ms = 0 };
	struct ledger_changes changes;
	struct fact_list facts = { 0 };
	struct ring *rings;
	size_t n;

	arena_init(&work);
	r.published_ms = read_entry(&work, o, &r.text, &facts);
	r.seen_ms = clock.now_ms = r.published_ms;
	r.facts = &facts;
	ledger_apply(&t->view, &work, &r, &changes);
	n = rules_evaluate(&tale->rules, &changes, &r, &clock, &t->rules, &work, &rings);
	ledger_mem_save(t->mem, &changes);
	for (size_t i = 0; i < n; i++)
		keep(t, &rings[i].alert);
	arena_clear(&work);
}

static void
begin(struct telling *t)
{
	*t = (struct telling){ .mem = ledger_mem_new() };
	arena_init(&t->a);
	t->view = ledger_mem_view(t->mem);
	t->rules = (struct rule_view){ &t->view, t, has_rung };
}

static void
end(struct telling *t)
{
	ledger_mem_free(t->mem);
	arena_clear(&t->a);
}

static struct str
dump(struct telling *t)
{
	struct buf b;
	struct str s;

	buf_init(&b, 1 << 22);
	ledger_mem_dump(t->mem, &b);
	s = arena_str(&t->a, buf_str(&b));
	buf_clear(&b);
	return s;
}

/* ---- what should ring ---- */

static bool
in_places(const struct rang *r, json_t *want)
{
	char x[FOLD_MAX], y[FOLD_MAX];
	struct str all = r->places, one;

	if (json_is_null(want))
		return r->places.n == 0;
	while (str_cut(&all, '|', &one))
		if (one.n > 0 &&
		    str_find(fold_name(x, one, FOLD_PLAIN),
			fold_name(y, str_of(json_string_value(want)), FOLD_PLAIN)) !=
			STR_NOWHERE)
			return true;
	return false;
}

static bool
fits(json_t *want, const struct rang *r)
{
	json_t *v, *item;
	size_t i;
	bool any = false;

	if ((v = json_object_get(want, "after")) != NULL &&
	    !str_eq(str_of(json_string_value(v)), r->entry))
		return false;
	if ((v = json_object_get(want, "rule")) != NULL &&
	    !str_eq(str_of(json_string_value(v)), r->rule))
		return false;
	if ((v = json_object_get(want, "step")) != NULL &&
	    r->step != (json_is_null(v) ? -1 : json_integer_value(v)))
		return false;
	if ((v = json_object_get(want, "best")) != NULL) {
		json_array_foreach(v, i, item) any |= json_integer_value(item) == r->best;
		if (!any)
			return false;
	}
	if ((v = json_object_get(want, "best_over")) != NULL &&
	    r->best <= json_integer_value(v))
		return false;
	v = json_object_get(want, "place");
	return v == NULL || in_places(r, v);
}

static bool
fits_any(json_t *list, const struct rang *r)
{
	json_t *want;
	size_t i;

	json_array_foreach(list, i, want) if (fits(want, r)) return true;
	return false;
}

static void
say(const struct tale *t, const char *what, const char *text)
{
	printf("%s: %s %s\n", t->path, what, text);
	wrong++;
}

static void
say_alert(const struct tale *t, const char *what, const struct rang *r)
{
	printf("%s: %s %.*s %.*s step %lld: %.*s\n", t->path, what, STR_ARG(r->entry),
	    STR_ARG(r->rule), (long long)r->step, STR_ARG(r->summary));
	wrong++;
}

/* The incident that rang for "ENTRY:STEP". */
static struct str
incident_for(const struct telling *t, struct str want)
{
	struct str entry;

	str_cut(&want, ':', &entry);
	for (size_t i = 0; i < t->n; i++) {
		int64_t step = -1;

		str_int(want, &step);
		if (str_eq(t->rang[i].entry, entry) && t->rang[i].step == step)
			return t->rang[i].incident;
	}
	return STR_NONE;
}

static void
check(const struct tale *tale, const struct telling *t)
{
	json_t *expect = json_object_get(tale->json, "expect"), *want, *group;
	json_t *allow = json_object_get(tale->json, "allow");
	bool used[ENTRIES * 4] = { false };
	size_t i, k;

	json_array_foreach(expect, i, want)
	{
		for (k = 0; k < t->n &&
		     !((json_object_get(want, "place") != NULL || !used[k]) &&
			 fits(want, &t->rang[k]));
		     k++)
			;
		if (k == t->n)
			say(tale, "SILENT", json_dumps(want, JSON_COMPACT));
		else
			used[k] = true;
	}
	for (k = 0; k < t->n; k++) {
		if (fits_any(json_object_get(tale->json, "never"), &t->rang[k]))
			say_alert(tale, "FORBIDDEN", &t->rang[k]);
		else if (!used[k] && fits_any(expect, &t->rang[k]))
			say_alert(tale, "TWICE", &t->rang[k]);
		else if (!used[k] && !fits_any(allow, &t->rang[k]))
			say_alert(tale, "UNASKED", &t->rang[k]);
	}
	json_array_foreach(json_object_get(tale->json, "same_incident"), i, group)
	{
		struct str first = incident_for(t,
		    str_of(json_string_value(json_array_get(group, 0))));

		for (k = 1; k < json_array_size(group); k++)
			if (!str_eq(first,
				incident_for(t,
				    str_of(json_string_value(json_array_get(group, k))))))
				say(tale, "SPLIT",
				    json_string_value(json_array_get(group, k)));
	}
}

/* ---- in other orders ---- */

static int
by_date(const void *x, const void *y)
{
	return str_cmp(text_of(*(json_t *const *)x, "published"),
	    text_of(*(json_t *const *)y, "published"));
}

static void
shuffle(json_t **e, size_t n, uint64_t seed)
{
	struct rng g = { seed };

	for (size_t i = n; i > 1; i--) {
		size_t k = rng_u64(&g) % i;
		json_t *t = e[i - 1];

		e[i - 1] = e[k];
		e[k] = t;
	}
}

static struct str
final_incident(struct telling *t, struct str entry)
{
	const struct incident *in[8];
	size_t n = t->view.told(t->view.ctx, &t->a, entry, in, 8);

	return n == 1 ? in[0]->id : STR_NONE; /* of several, nobody can say which rang */
}

static void
check_steps(const struct tale *tale, struct telling *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < i; k++) {
			struct str a = final_incident(t, t->rang[i].entry);

			if (t->rang[i].step >= 0 && t->rang[i].step == t->rang[k].step &&
			    a.n > 0 && str_eq(t->rang[i].rule, t->rang[k].rule) &&
			    str_find(t->rang[i].key, STR("|area|")) == STR_NOWHERE &&
			    str_eq(a, final_incident(t, t->rang[k].entry)))
				say_alert(tale,
				    "a step rang twice, in another order:", &t->rang[i]);
		}
}

static void
other_orders(const struct tale *tale)
{
	json_t *entries = json_object_get(tale->json, "entries"), *e[ENTRIES];
	struct telling base, t;
	size_t n = json_array_size(entries);

	for (size_t i = 0; i < n; i++)
		e[i] = json_array_get(entries, i);
	qsort(e, n, sizeof(e[0]), by_date);
	begin(&base);
	for (size_t i = 0; i < n; i++)
		tell(&base, tale, e[i]);
	for (uint64_t seed = 1; seed <= ORDERS; seed++) {
		shuffle(e, n, seed);
		begin(&t);
		for (size_t i = 0; i < n; i++)
			tell(&t, tale, e[i]);
		if (!str_eq(dump(&base), dump(&t))) {
			printf("%s: another ledger, in order", tale->path);
			for (size_t i = 0; i < n; i++)
				printf(" %.*s", STR_ARG(text_of(e[i], "id")));
			printf(":\n%.*snot\n%.*s", STR_ARG(dump(&t)),
			    STR_ARG(dump(&base)));
			wrong++;
		}
		check_steps(tale, &t);
		end(&t);
	}
	end(&base);
}

/* ---- from a store ---- */

/* An alert as a webhook would carry it; its texts live as long as kept. */
static void
hear(struct telling *t, json_t *kept, const char *bytes, size_t n)
{
	json_t *o = json_loadb(bytes, n, 0, NULL), *d = json_object_get(o, "data"),
	       *place;
	struct rang r = { .places = STR(""),
		.entry = text_of(d, "entry"),
		.rule = text_of(d, "rule"),
		.incident = text_of(d, "incident"),
		.summary = text_of(d, "summary") };
	size_t i;

	json_array_foreach(json_object_get(d, "places"), i, place)
	    r.places = arena_printf(&t->a, "%.*s|%.*s", STR_ARG(r.places),
	    STR_ARG(text_of(place, "name")));
	r.step = json_is_integer(json_object_get(d, "step"))
	    ? json_integer_value(json_object_get(d, "step"))
	    : -1;
	r.best = json_integer_value(json_object_get(json_object_get(d, "toll"), "best"));
	t->rang = arena_grow(&t->a, t->rang, t->n, &t->cap, sizeof(r));
	t->rang[t->n++] = r;
	json_array_append_new(kept, o);
}

static void
replay(const struct tale *tale, const char *tocsin)
{
	char in[] = "/tmp/storyXXXXXX";
	struct telling t = { .n = 0 };
	struct str yaml = str_of(tale->path);
	int fd = mkstemp(in);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w"), *p;
	json_t *e, *kept;
	char *line = NULL;
	size_t i, cap = 0;
	ssize_t n;

	if (f == NULL)
		return say(tale, "cannot write", in);
	arena_init(&t.a);
	kept = json_array();
	json_array_foreach(json_object_get(tale->json, "entries"), i, e)
	{
		json_dumpf(e, f, JSON_COMPACT);
		fputc('\n', f);
	}
	fclose(f);
	p = popen(arena_printf(&t.a, "%s replay -c '%.*s.yaml' < %s", tocsin,
		      (int)yaml.n - 5, yaml.p, in)
		      .p,
	    "r");
	while (p != NULL && (n = getline(&line, &cap, p)) > 0)
		hear(&t, kept, line, (size_t)n);
	if (p == NULL || pclose(p) != 0)
		say(tale, "replay failed:", tocsin);
	check(tale, &t);
	json_decref(kept);
	unlink(in);
	free(line);
	arena_clear(&t.a);
}

static int
store_entry(struct store *s, struct arena *a, const struct tale *tale, json_t *o,
    struct ingest_result *r, struct err *e)
{
	struct store_feed feed = { .name = text_of(o, "feed"),
		.url = STR("http://a.example/") };
	struct identity_habits habits = { 0 };
	struct fact_list facts = { 0 };
	struct ingest_entry en = { .name = text_of(o, "id"),
		.title = text_of(o, "title"),
		.lang = text_of(o, "lang"),
		.withdrawn = json_is_true(json_object_get(o, "withdrawn")),
		.facts = &facts,
		.ident = { .id = text_of(o, "id"), .updated = TIME_NONE } };
	struct ingest_context c = {
		.rules = &tale->rules, .max_age_ms = -1, .virtual_clock = true
	};
	struct ingest_batch b = { .habits = &habits,
		.ring_backlog = true,
		.max_age_ms = -1,
		.keep_feed = true,
		.entries = &en,
		.n_entries = 1 };

	c.now_ms = en.ident.published = read_entry(a, o, &en.text, &facts);
	if (store_feed_add(s, a, &feed, e) < 0)
		return -1;
	b.feed = feed;
	ingest_prepare(a, &b);
	return ingest(s, a, &c, &b, r, e);
}

static void
through_store(const struct tale *tale, const char *prefix)
{
	struct telling t = { .n = 0 };
	struct store_options opt = { .node = "stories" };
	struct ingest_result r;
	struct err err = { "" };
	struct store *s;
	json_t *e, *kept = json_array();
	size_t i;

	arena_init(&t.a);
	opt.address = arena_printf(&t.a, "%s%u", prefix, tale->number).p;
	s = store_open(&opt, NULL, &err);
	json_array_foreach(json_object_get(tale->json, "entries"), i, e)
	{
		if (s == NULL || store_entry(s, &t.a, tale, e, &r, &err) < 0) {
			say(tale, "not stored:", err.msg);
			break;
		}
		for (size_t k = 0; k < r.n_alerts; k++)
			hear(&t, kept, r.alerts[k].json.p, r.alerts[k].json.n);
	}
	check(tale, &t);
	store_close(s);
	json_decref(kept);
	arena_clear(&t.a);
}

/* ---- files ---- */

static bool
load_rules(struct tale *t)
{
	struct rule_names n = { .resolve = place_names_resolve, .ctx = names };
	struct str path = str_of(t->path);
	struct conf_diag d;
	struct conf *root;
	struct buf b;
	char bytes[16384];
	FILE *f = fopen(arena_printf(&t->a, "%.*s.yaml", (int)path.n - 5, path.p).p, "r");
	size_t got = f == NULL ? 0 : fread(bytes, 1, sizeof(bytes), f);

	if (f != NULL)
		fclose(f);
	conf_diag_init(&d, &t->a);
	root = yaml_parse(path, arena_str(&t->a, (struct str){ bytes, got }), &d);
	if (root != NULL)
		rules_decode(conf_get(root, STR("rules")), &n, &t->a, &t->rules, &d);
	buf_init(&b, 1 << 16);
	conf_diag_print(&d, &b);
	if (d.errors > 0)
		printf("%.*s", STR_ARG(buf_str(&b)));
	buf_clear(&b);
	return root != NULL && d.errors == 0 && t->rules.n > 0;
}

static void
story(const char *path, unsigned number)
{
	const char *tocsin = getenv("TOCSIN"), *store = getenv("STORY_STORE");
	struct tale t = { .path = path, .number = number };
	struct telling in_order;
	json_error_t je;
	unsigned before = wrong;
	json_t *e;
	size_t i;

	arena_init(&t.a);
	t.json = json_load_file(path, 0, &je);
	if (t.json == NULL || !load_rules(&t) ||
	    json_array_size(json_object_get(t.json, "entries")) > ENTRIES) {
		say(&t, "cannot be read", t.json == NULL ? je.text : "");
	} else {
		begin(&in_order);
		json_array_foreach(json_object_get(t.json, "entries"), i, e)
		    tell(&in_order, &t, e);
		check(&t, &in_order);
		end(&in_order);
		other_orders(&t);
		if (tocsin != NULL)
			replay(&t, tocsin);
		if (store != NULL)
			through_store(&t, store);
	}
	printf("%s: %s\n", path, wrong == before ? "ok" : "WRONG");
	json_decref(t.json);
	arena_clear(&t.a);
}

int
main(int argc, char **argv)
{
	struct err e = { "" };
	const char *dirs[2] = { argc > 2 ? argv[1] : NULL, NULL };
	struct str dir = str_of(dirs[0]);

	if (argc < 3) {
		fprintf(stderr, "usage: stories DATA_DIR STORY.json ...\n");
		return 64;
	}
	if ((reader = reader_load(dirs, &e)) == NULL) {
		fprintf(stderr, "%s\n", e.msg);
		return 65;
	}
	names = place_names_new(&dir, 1);
	for (int i = 2; i < argc; i++)
		story(argv[i], (unsigned)i - 1);
	printf("%d stories, %u wrong\n", argc - 2, wrong);
	reader_free(reader);
	place_names_free(names);
	return wrong == 0 ? 0 : 1;
}
