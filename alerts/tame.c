/* tame.c -- an alert whose texts cannot hurt a renderer (render.h). */
#include "config.h"

#include "alerts/render.h"
#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"

/* U+2028 and U+2029 end a line for some readers; utf8_clean() knows only ASCII's line
 * ends. */
static void
flatten(char *p, size_t n)
{
	for (size_t i = 0; i + 2 < n; i++)
		if (memcmp(p + i, "\xe2\x80\xa8", 3) == 0 ||
		    memcmp(p + i, "\xe2\x80\xa9", 3) == 0)
			memset(p + i, ' ', 3);
}

struct str
tame_text(struct arena *a, struct str s, size_t characters)
{
	struct buf b;
	struct str out;

	if (s.n == 0)
		return STR_NONE;
	/* Four bytes a character, and as much again for what goes. */
	s = str_sub(s, 0, utf8_floor(s, characters * 8));
	buf_init(&b, characters * 32);
	utf8_clean(&b, s, false);
	if (b.n > 0)
		flatten(b.p, b.n);
	out = message_cut(a, str_trim(buf_str(&b)), characters);
	buf_clear(&b);
	return out;
}

/* Ours are ULIDs; whatever else comes must be able to stand in an address and a message
 * id. */
static struct str
tame_id(struct arena *a, struct str s)
{
	char *p = arena_cstr(a, str_sub(s, 0, 64));

	for (char *c = p; *c != '\0'; c++)
		if (!is_alpha(*c) && !is_digit(*c) && strchr("-_.:", *c) == NULL)
			*c = '-';
	return str_of(p);
}

static struct str *
tame_list(const struct str *items, size_t *n, struct arena *a)
{
	struct str *out;

	if (*n > TAME_ITEMS)
		*n = TAME_ITEMS;
	out = ARENA_ARRAY(a, struct str, *n);
	for (size_t i = 0; i < *n; i++)
		out[i] = tame_text(a, items[i], 200);
	return out;
}

static void
tame_places(struct alert *t, struct arena *a)
{
	const struct fact_place *from = t->places;

	if (t->n_places > TAME_ITEMS)
		t->n_places = TAME_ITEMS;
	t->places = ARENA_ARRAY(a, struct fact_place, t->n_places);
	for (size_t i = 0; i < t->n_places; i++) {
		struct fact_place *p = &t->places[i];

		*p = from[i];
		p->name = tame_text(a, p->name, 120);
		p->canonical = tame_text(a, p->canonical, 120);
		p->id = tame_text(a, p->id, 120);
		p->country = tame_text(a, p->country, 60);
		p->admin1 = tame_text(a, p->admin1, 120);
	}
}

static void
tame_quotes(struct alert *t, struct arena *a)
{
	const struct alert_quote *from = t->quotes;

	if (t->n_quotes > TAME_ITEMS)
		t->n_quotes = TAME_ITEMS;
	t->quotes = ARENA_ARRAY(a, struct alert_quote, t->n_quotes);
	for (size_t i = 0; i < t->n_quotes; i++)
		t->quotes[i] = (struct alert_quote){ .text = tame_text(a, from[i].text,
							 LIMIT_QUOTE),
			.url = message_url(a, from[i].url),
			.feed = tame_text(a, from[i].feed, 200) };
}

const struct alert *
alert_tame(const struct alert *al, struct arena *a)
{
	struct alert *t = ARENA_NEW(a, struct alert);
	struct str *const texts[] = { &t->rule, &t->entry, &t->who, &t->by, &t->against,
		&t->unit };

	*t = *al;
	for (size_t i = 0; i < NELEM(texts); i++)
		*texts[i] = tame_text(a, *texts[i], 200);
	t->id = tame_id(a, al->id);
	t->key = tame_text(a, al->key, 400);
	t->incident = tame_id(a, al->incident);
	t->summary = tame_text(a, al->summary, TAME_TEXT);
	t->disagree = tame_text(a, al->disagree, TAME_TEXT);
	tame_places(t, a);
	t->causes = tame_list(t->causes, &t->n_causes, a);
	t->sources = tame_list(t->sources, &t->n_sources, a);
	t->feeds = tame_list(t->feeds, &t->n_feeds, a);
	t->send = tame_list(t->send, &t->n_send, a);
	tame_quotes(t, a);
	return t;
}

int
render_done(struct buf *b, struct arena *a, struct str *out, struct err *e)
{
	int rc = buf_ok(b, e);

	if (rc == 0)
		*out = arena_str(a, buf_str(b));
	buf_clear(b);
	return rc;
}
