/* starter.c -- see starter.h. */
#include "config.h"

#include "daemon/starter.h"
#include "facts/lexicon_file.h"
#include "net/url.h"

#define PLACES_MAX 16

struct load {
	struct starters *s;
	struct arena *a;
	struct tsv t;
	size_t cap_regions, cap_feeds;
};

static struct str
or_none(struct str s)
{
	return str_eq(s, STR("-")) ? STR_NONE : s;
}

static int
add_region(struct load *l, const struct str *f, size_t n, struct err *e)
{
	struct starter_region *r;
	struct str rest, place;

	if (n != 4)
		return tsv_error(&l->t, e, "want region, id, title, places");
	l->s->regions = arena_grow(l->a, l->s->regions, l->s->n_regions, &l->cap_regions,
	    sizeof(*r));
	r = &l->s->regions[l->s->n_regions++];
	*r = (struct starter_region){ .id = f[1],
		.title = f[2],
		.places.items = ARENA_ARRAY(l->a, struct str, PLACES_MAX) };
	rest = or_none(f[3]);
	while (r->places.n < PLACES_MAX && str_cut(&rest, '|', &place))
		r->places.items[r->places.n++] = place;
	return 0;
}

static int
add_feed(struct load *l, const struct str *f, size_t n, struct err *e)
{
	struct starter_feed *s;
	struct str regions, id;
	struct url u;

	if (n != 7)
		return tsv_error(&l->t, e,
		    "want feed, regions, name, kind, language, country, address");
	if (!url_split(f[6], &u))
		return tsv_error(&l->t, e, "'%.*s' is no http or https address",
		    STR_ARG(f[6]));
	for (regions = f[1]; (id = str_word(&regions)).n > 0;)
		if (starter_region(l->s, id) == NULL)
			return tsv_error(&l->t, e, "no region '%.*s' stands above",
			    STR_ARG(id));
	l->s->feeds = arena_grow(l->a, l->s->feeds, l->s->n_feeds, &l->cap_feeds,
	    sizeof(*s));
	s = &l->s->feeds[l->s->n_feeds++];
	*s = (struct starter_feed){ f[1], f[2], f[3], or_none(f[4]), or_none(f[5]),
		f[6] };
	return 0;
}

int
starters_load(struct starters *s, struct arena *a, const char *path, struct err *e)
{
	struct load l = { .s = s, .a = a };
	struct str f[TSV_FIELDS];
	int rc = tsv_open(&l.t, a, path, e);

	*s = (struct starters){ .n_feeds = 0 };
	if (rc > 0)
		return err_set(e, "%s: there is no such file", path);
	for (size_t n; rc == 0 && (n = tsv_next(&l.t, f)) > 0;)
		if (str_eq(f[0], STR("region")))
			rc = add_region(&l, f, n, e);
		else if (str_eq(f[0], STR("feed")))
			rc = add_feed(&l, f, n, e);
		else
			rc = tsv_error(&l.t, e, "a line begins with region or feed");
	if (rc == 0 && s->n_feeds == 0)
		return err_set(e, "%s: it names no feed", path);
	return rc;
}

static bool
covers(const struct starter_region *r, struct str country)
{
	for (size_t i = 0; i < r->places.n; i++)
		if (str_eq_ci(r->places.items[i], country))
			return true;
	return false;
}

const struct starter_region *
starter_region(const struct starters *s, struct str word)
{
	uint64_t number;

	for (size_t i = 0; i < s->n_regions; i++)
		if (str_eq_ci(s->regions[i].id, word))
			return &s->regions[i];
	if (str_uint(word, &number) && number >= 1 && number <= s->n_regions)
		return &s->regions[number - 1];
	for (size_t i = 0; i < s->n_regions; i++)
		if (covers(&s->regions[i], word))
			return &s->regions[i];
	return NULL;
}

bool
starter_feed_in(const struct starter_feed *f, struct str region)
{
	struct str rest = f->regions, id;

	while ((id = str_word(&rest)).n > 0)
		if (str_eq(id, region))
			return true;
	return false;
}
