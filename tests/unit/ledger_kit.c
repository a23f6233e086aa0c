/* ledger_kit.c -- see ledger_kit.h. */
#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "tests/unit/ledger_kit.h"

/* ---- facts ---- */

static int
named(struct str s, const char *const *names)
{
	for (int i = 0; names[i] != NULL; i++)
		if (str_eq(s, str_of(names[i])))
			return i;
	return -1;
}

static struct str
spaced(struct arena *a, struct str s)
{
	struct str copy = arena_str(a, s);

	for (size_t i = 0; i < copy.n; i++)
		if (copy.p[i] == '_')
			((char *)copy.p)[i] = ' ';
	return copy;
}

static void
add_place(struct arena *a, struct fact *f, struct str s, enum place_role role)
{
	struct fact_place *p;
	struct str name, country, division;

	if (f->places == NULL)
		f->places = ARENA_ARRAY(a, struct fact_place, 16);
	p = &f->places[f->n_places++];
	*p = (struct fact_place){ .role = role, .lat = NAN, .lon = NAN };
	str_cut(&s, '@', &name);
	if (s.n > 0) {
		struct str lat;

		str_cut(&s, ',', &lat);
		str_double(lat, &p->lat);
		str_double(s, &p->lon);
	}
	s = name;
	str_cut(&s, '/', &name);
	country = division = STR_NONE;
	str_cut(&s, '/', &country);
	division = s;
	p->name = p->canonical = spaced(a, name);
	p->country = country;
	p->admin1 = spaced(a, division);
	p->precision = country.n == 0    ? PRECISION_TEXT
	    : str_eq(division, STR("*")) ? PRECISION_COUNTRY
	    : str_eq(p->admin1, p->name) ? PRECISION_ADMIN1
					 : PRECISION_PLACE;
	if (p->precision == PRECISION_COUNTRY)
		p->admin1 = STR_NONE;
	if (p->precision == PRECISION_TEXT)
		p->canonical = STR_NONE;
}

static bool
set_number(struct fact *f, struct str w)
{
	static const struct {
		const char *before;
		enum bound bound;
	} marks[] = { { ">", BOUND_MORE_THAN }, { "~", BOUND_ABOUT },
		{ "<", BOUND_UP_TO } };

	f->bound = BOUND_EXACT;
	for (size_t i = 0; i < NELEM(marks); i++)
		if (str_starts(w, str_of(marks[i].before))) {
			f->bound = marks[i].bound;
			w = str_sub(w, 1, w.n);
		}
	if (str_ends(w, STR("+"))) {
		f->bound = BOUND_AT_LEAST;
		w = str_sub(w, 0, w.n - 1);
	}
	if (!str_int(w, &f->count))
		return false;
	f->low = f->bound == BOUND_UP_TO ? 0 : f->count + (f->bound == BOUND_MORE_THAN);
	f->high = f->bound == BOUND_EXACT || f->bound == BOUND_ABOUT ||
		f->bound == BOUND_UP_TO
	    ? f->count
	    : -1;
	return true;
}

static bool
set_text(struct arena *a, struct fact *f, struct str key, struct str v)
{
	struct {
		const char *key;
		struct str *text;
	} texts[] = { { "who", &f->who }, { "side", &f->side }, { "by", &f->by },
		{ "against", &f->against }, { "cause", &f->cause }, { "src", &f->source },
		{ "unit", &f->unit } };

	for (size_t i = 0; i < NELEM(texts); i++)
		if (str_eq(key, str_of(texts[i].key))) {
			*texts[i].text = spaced(a, v);
			return true;
		}
	if (str_eq(key, STR("since")))
		return day_parse(v, &f->since);
	if (str_eq(key, STR("until")))
		return day_parse(v, &f->until);
	if (str_eq(key, STR("day")))
		return day_parse(v, &f->since) && day_parse(v, &f->until);
	if (str_eq(key, STR("conf")))
		return str_double(v, &f->confidence);
	if (str_eq(key, STR("in")) || str_eq(key, STR("obj")) ||
	    str_eq(key, STR("near"))) {
		add_place(a, f, v,
		    key.p[0] == 'i'       ? ROLE_IN
			: key.p[0] == 'o' ? ROLE_OBJECT
					  : ROLE_NEAR);
		return true;
	}
	return false;
}

static bool
set_word(struct arena *a, struct fact *f, struct str w, int main)
{
	struct str key;
	int i;

	if (str_chr(w, '=') != STR_NOWHERE) {
		str_cut(&w, '=', &key);
		if (str_eq(key, STR("ground"))) {
			f->kind = FACT_TERRITORY;
			f->bound = BOUND_NONE;
			f->change = (enum change)named(w, change_names);
			return (int)f->change >= 0;
		}
		return set_text(a, f, key, w);
	}
	if ((i = named(w, stance_names)) >= 0)
		return f->stance = (enum stance)i, true;
	if (str_eq(w, STR("total")))
		return f->scope = SCOPE_TOTAL, true;
	if (str_eq(w, STR("part")))
		return f->scope = SCOPE_SUBSET, f->part_of = main, true;
	if (str_eq(w, STR("partial")))
		return f->partial = true;
	if (str_eq(w, STR("displaced")))
		return f->kind = FACT_DISPLACEMENT, f->unit = STR("people"), true;
	if ((i = named(w, outcome_names)) >= 0)
		return f->outcome = (enum outcome)i, true;
	return set_number(f, w);
}

static void
make_toll(struct fact_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct fact *f = &l->items[i];
		struct toll_figure *t = &l->toll.of[TOLL_KILLED];
		bool old = f->since.year != 0 && f->until.year == 0 &&
		    f->since.month == 0;

		if (f->kind != FACT_CASUALTY || f->outcome != OUTCOME_KILLED || old ||
		    f->scope == SCOPE_SUBSET || f->stance > STANCE_CLAIMED ||
		    (f->stance == STANCE_CLAIMED && t->known))
			continue;
		if (!t->known || f->scope == SCOPE_TOTAL || f->low > t->best)
			*t = (struct toll_figure){ true, f->low, f->low, f->high, 0 };
		if (f->scope == SCOPE_TOTAL)
			return;
	}
}

void
kit_facts(struct arena *a, const char *text, struct fact_list *out)
{
	struct str all = str_of(text), part, w;
	int main = -1;

	*out = (struct fact_list){ .items = ARENA_ARRAY(a, struct fact, 32) };
	while (str_cut(&all, ';', &part)) {
		struct fact *f = &out->items[out->n];

		fact_init(f, FACT_CASUALTY);
		f->confidence = 0.9;
		f->who = STR("people");
		f->quote = part = str_trim(part);
		while ((w = str_word(&part)).n > 0)
			cr_assert(set_word(a, f, w, main), "'%.*s' in '%s'", STR_ARG(w),
			    text);
		if (f->kind == FACT_TERRITORY && f->count == 0)
			f->bound = BOUND_NONE;
		if (f->scope != SCOPE_SUBSET)
			main = (int)out->n;
		out->n++;
	}
	make_toll(out);
}

/* ---- rules ---- */

static struct conf *
scalar(struct arena *a, struct str s, unsigned line)
{
	struct conf *c = ARENA_NEW(a, struct conf);

	*c = (struct conf){
		.kind = CONF_SCALAR, .pos = { STR("rules"), line, 1 }, .value = s
	};
	return c;
}

static struct conf *
value(struct arena *a, struct str s, unsigned line)
{
	struct conf *list;
	struct str part;

	if (str_chr(s, ',') == STR_NOWHERE)
		return scalar(a, spaced(a, s), line);
	list = ARENA_NEW(a, struct conf);
	*list = (struct conf){ .kind = CONF_LIST,
		.pos = { STR("rules"), line, 1 },
		.items = ARENA_ARRAY(a, struct conf *, 32) };
	while (str_cut(&s, ',', &part))
		list->items[list->n++] = scalar(a, spaced(a, part), line);
	return list;
}

void
kit_rules(struct kit *k, const char *lines, const struct rule_names *names)
{
	static const struct rule_names none = { .n_feeds = 0 };
	struct arena *a = &k->keep;
	struct conf *list = ARENA_NEW(a, struct conf);
	struct str all = str_of(lines), line;
	unsigned at = 0;

	*list = (struct conf){ .kind = CONF_LIST,
		.pos = { STR("rules"), 1, 1 },
		.items = ARENA_ARRAY(a, struct conf *, 64) };
	while (str_cut(&all, '\n', &line)) {
		struct conf *map = ARENA_NEW(a, struct conf);
		struct str w, key;

		at++;
		*map = (struct conf){ .kind = CONF_MAP,
			.pos = { STR("rules"), at, 1 },
			.keys = ARENA_ARRAY(a, struct conf *, 32),
			.items = ARENA_ARRAY(a, struct conf *, 32) };
		while ((w = str_word(&line)).n > 0) {
			if (str_chr(w, '=') == STR_NOWHERE) {
				key = STR("name");
			} else {
				str_cut(&w, '=', &key);
			}
			map->keys[map->n] = scalar(a, key, at);
			map->items[map->n++] = value(a, w, at);
		}
		if (map->n > 0)
			list->items[list->n++] = map;
	}
	rules_decode(list, names != NULL ? names : &none, a, &k->rules, &k->diag);
}

/* ---- telling ---- */

static bool
rang(void *ctx, struct str key)
{
	struct kit *k = ctx;

	return map_get(&k->rang, key) != NULL;
}

static void
keep_rings(struct kit *k, const struct ring *rings, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct alert *al = &rings[i].alert;
		struct str key = arena_str(&k->keep, al->key);

		cr_expect(map_put(&k->rang, key, k) == NULL, "%.*s rang twice",
		    STR_ARG(key));
		buf_printf(&k->alerts, "%.*s %.*s %s %lld %lld", STR_ARG(al->entry),
		    STR_ARG(al->rule), alert_reason_names[al->reason],
		    (long long)al->step, (long long)al->toll.best);
		for (size_t p = 0; al->outcome == TOLL_N && p < al->n_places; p++)
			buf_printf(&k->alerts, " %.*s", STR_ARG(al->places[p].name));
		buf_byte(&k->alerts, '\n');
		buf_printf(&k->words, "%.*s\n", STR_ARG(al->summary));
		k->n_alerts++;
	}
}

void
kit_story(struct kit *k, struct str title, struct str text, struct fact_list *l)
{
	struct token_list t;

	tokenise(k->words_of_story, NULL, &k->work, text, title.n, &t);
	story_read(k->story, &k->work, title, text, &t, l);
}

void
kit_tell(struct kit *k, const struct kit_report *r)
{
	struct rule_view view = { &k->view, k, rang };
	struct report report = { .entry = str_of(r->entry),
		.feed = str_of(r->feed),
		.title = str_of(r->title),
		.text = str_of(r->text),
		.updated_ms = TIME_NONE,
		.withdrawn = r->withdrawn };
	struct ledger_changes changes;
	struct fact_list facts;
	struct ring *rings;
	size_t n;

	cr_assert(date_parse(str_of(r->at), &report.published_ms), "%s", r->at);
	report.seen_ms = report.published_ms;
	if (r->updated != NULL)
		cr_assert(date_parse(str_of(r->updated), &report.updated_ms));
	kit_facts(&k->work, r->facts, &facts);
	kit_story(k, report.title,
	    arena_printf(&k->work, "%.*s\n\n%.*s", STR_ARG(report.title),
		STR_ARG(report.text)),
	    &facts);
	report.facts = &facts;
	ledger_apply(&k->view, &k->work, &report, &changes);
	k->clock.now_ms = report.updated_ms != TIME_NONE ? report.updated_ms
							 : report.published_ms;
	n = rules_evaluate(&k->rules, &changes, &report, &k->clock, &view, &k->work,
	    &rings);
	ledger_mem_save(k->mem, &changes);
	if (changes.n_incidents > 0)
		k->last_incident = arena_str(&k->keep, changes.incidents[0].after->id);
	keep_rings(k, rings, n);
	arena_reset(&k->work);
}

void
kit_tell_all(struct kit *k, const struct kit_report *r)
{
	for (; r->at != NULL; r++)
		kit_tell(k, r);
}

void
kit_correct(struct kit *k, const struct ledger_changes *c)
{
	struct rule_view view = { &k->view, k, rang };
	struct ring *rings;
	size_t n = rules_correct(&k->rules, c, &k->clock, &view, &k->work, &rings);

	ledger_mem_save(k->mem, c);
	keep_rings(k, rings, n);
}

struct str
kit_dump(struct kit *k)
{
	struct buf b;
	struct str out;

	buf_init(&b, 1 << 20);
	ledger_mem_dump(k->mem, &b);
	out = arena_str(&k->keep, buf_str(&b));
	buf_clear(&b);
	return out;
}

void
kit_init(struct kit *k)
{
	struct err e = { "" };

	*k = (struct kit){ .mem = ledger_mem_new() };
	arena_init(&k->keep);
	arena_init(&k->work);
	map_init(&k->rang, 5);
	conf_diag_init(&k->diag, &k->keep);
	buf_init(&k->alerts, 1 << 20);
	buf_init(&k->words, 1 << 20);
	k->view = ledger_mem_view(k->mem);
	k->words_of_story = lexicon_new(STR("en"));
	k->story = story_words_new(&k->keep);
	cr_assert_eq(story_words_load(k->story, k->words_of_story, SRCDIR "/etc/lang/en",
			 &e),
	    0, "%s", e.msg);
}

void
kit_clear(struct kit *k)
{
	ledger_mem_free(k->mem);
	lexicon_free(k->words_of_story);
	map_clear(&k->rang);
	buf_clear(&k->alerts);
	buf_clear(&k->words);
	arena_clear(&k->keep);
	arena_clear(&k->work);
}

void
kit_shuffle(const struct kit_report *r, struct kit_report *out, size_t n, uint64_t seed)
{
	struct rng g = { seed };

	memcpy(out, r, n * sizeof(*r));
	for (size_t i = n; i > 1; i--) {
		size_t k = rng_u64(&g) % i;
		struct kit_report t = out[i - 1];

		out[i - 1] = out[k];
		out[k] = t;
	}
}
