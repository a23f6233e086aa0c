/* news.c -- see news.h. */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "base/rng.h"
#include "tests/unit/news.h"

static struct fact_place *
place_of(struct arena *a, struct str name)
{
	struct fact_place *p = ARENA_NEW(a, struct fact_place);
	uint64_t h = hash64(name, 1);

	*p = (struct fact_place){ .name = name,
		.canonical = name,
		.country = STR("SY"),
		.admin1 = arena_printf(a, "Division %u", (unsigned)(h % 14)),
		.role = ROLE_IN,
		.precision = PRECISION_PLACE,
		.lat = 33 + (double)(h % 400) / 100,
		.lon = 36 + (double)(h / 400 % 500) / 100 };
	return p;
}

static void
quote(struct fact *f, struct str text, struct str words)
{
	size_t at = str_find(text, words);

	f->start = at == STR_NOWHERE ? 0 : at;
	f->end = f->start + (at == STR_NOWHERE ? 0 : words.n);
	f->quote = str_sub(text, f->start, f->end);
	f->confidence = 0.9;
	f->rule = STR("test");
}

static void
toll_of(struct fact_list *l, int64_t killed)
{
	l->toll.of[TOLL_KILLED] = (struct toll_figure){
		.known = true, .best = killed, .low = killed, .high = killed
	};
}

struct ingest_entry
news_entry(struct arena *a, const struct news *n)
{
	struct fact_list *l = ARENA_NEW(a, struct fact_list);
	struct str place = str_of(n->place),
		   count = arena_printf(a, "%lld people were killed",
		       (long long)n->killed),
		   taken = arena_printf(a, "captured %s",
		       n->captured == NULL ? "nothing" : n->captured);
	struct ingest_entry en = { .title = arena_printf(a, "News from %s", n->place),
		.lang = STR("en"),
		.facts = l };

	en.text = arena_printf(a, "%.*s\n\n%.*s in %s. Rebels %.*s. %s",
	    STR_ARG(en.title), STR_ARG(count), n->place, STR_ARG(taken),
	    n->note == NULL ? "" : n->note);
	en.ident = (struct identity_entry){ .id = str_of(n->id),
		.title = en.title,
		.link = arena_printf(a, "https://news.example/%s", n->id),
		.published = n->at_ms,
		.updated = TIME_NONE };
	l->items = ARENA_ARRAY(a, struct fact, 2);
	if (n->killed > 0) {
		struct fact *f = &l->items[l->n++];

		fact_init(f, FACT_CASUALTY);
		f->outcome = OUTCOME_KILLED;
		f->who = STR("people");
		f->bound = BOUND_EXACT;
		f->count = f->low = f->high = n->killed;
		f->places = place_of(a, place);
		f->n_places = 1;
		quote(f, en.text, count);
		toll_of(l, n->killed);
	}
	if (n->captured != NULL) {
		struct fact *f = &l->items[l->n++];

		fact_init(f, FACT_TERRITORY);
		f->change = CHANGE_CAPTURED;
		f->by = STR("rebels");
		f->places = place_of(a, str_of(n->captured));
		f->places->role = ROLE_OBJECT;
		f->n_places = 1;
		quote(f, en.text, taken);
	}
	return en;
}

/* Some 1,800 bytes of words that differ from report to report. */
static const char *
prose(struct arena *a, struct rng *rng)
{
	static const char syllables[16][4] = { "ba", "ke", "lo", "mi", "nu", "ra", "se",
		"to", "vi", "du", "fa", "ge", "ho", "ji", "pu", "za" };
	char *p = arena_alloc(a, 2048);
	size_t n = 0;

	while (n < 1800) {
		uint64_t r = rng_u64(rng);

		for (unsigned k = 0; k < 2 + (r & 3) % 3; k++) {
			const char *s = syllables[r >> (4 + 4 * k) & 15];

			p[n++] = s[0];
			p[n++] = s[1];
		}
		p[n++] = (r >> 40) % 11 == 0 ? '.' : ' ';
	}
	return p;
}

struct ingest_entry
news_generated(struct arena *a, uint64_t i, uint64_t places, uint64_t share)
{
	struct rng rng = { i };
	uint64_t where = rng_u64(&rng) % places, day = i / places;
	struct news n = { .id = arena_printf(a, "g%llu", (unsigned long long)i).p,
		.place = arena_printf(a, "Town %llu", (unsigned long long)where).p,
		.killed = rng_unit(&rng) * 100 < (double)share
		    ? 1 + (int64_t)(rng_u64(&rng) % 60)
		    : 0,
		.captured = rng_unit(&rng) * 1750 < (double)share
		    ? arena_printf(a, "Village %llu",
			  (unsigned long long)(rng_u64(&rng) % places))
			  .p
		    : NULL,
		.at_ms = NEWS_START + (int64_t)day * MS_DAY +
		    (int64_t)(i % places) * (MS_DAY / (int64_t)places),
		.note = prose(a, &rng) };

	return news_entry(a, &n);
}

struct ingest_batch
news_batch(struct arena *a, const struct store_feed *feed, struct ingest_entry *entries,
    size_t n)
{
	struct ingest_batch b = { .feed = *feed,
		.entries = entries,
		.n_entries = n,
		.habits = ARENA_NEW(a, struct identity_habits),
		.max_age_ms = -1 };

	ingest_prepare(a, &b);
	return b;
}

struct config *
news_config(const char *yaml)
{
	struct config *c = config_parse(STR("test.yaml"), str_of(yaml));

	if (c->diag.errors > 0)
		config_report(c, stderr);
	return c;
}

struct ingest_context
news_context(const struct config *c, int64_t now_ms)
{
	return (struct ingest_context){ .rules = &c->rules,
		.receivers = c->receivers,
		.n_receivers = c->n_receivers,
		.now_ms = now_ms,
		.max_age_ms = -1 };
}

struct str
news_incident(struct arena *a, const struct store_incident *row)
{
	struct incident *in = incident_get(a, row->bytes);
	struct buf b;
	struct str whole = STR("damaged");

	if (in == NULL)
		return whole;
	buf_init(&b, 1u << 20);
	incident_put(&b, in, NULL);
	whole = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return whole;
}
