/*
 * toll_items.c -- see toll_in.h: the items of a digest: lines with a bullet, a time of
 * day or a town in capitals before them, each of which tells of an event of its own.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "facts/attr.h"
#include "facts/reader_data.h"
#include "facts/toll_in.h"

#define LABEL_REACH 6 /* words of a town before its colon */

static bool
is_bullet(struct str line)
{
	static const uint32_t marks[] = { '-', '*', 0xb7, 0x2013, 0x2014, 0x2022, 0x2023,
		0x25a0, 0x25aa, 0x25b6, 0x25ba, 0x25cf };
	uint32_t mark = utf8_next(&line);

	if (line.n == 0 || line.p[0] != ' ')
		return false;
	for (size_t i = 0; i < NELEM(marks); i++)
		if (marks[i] == mark)
			return true;
	return false;
}

/* 9:40, 09.40, 21h40 */
static bool
is_clock(struct str line)
{
	size_t n = 0;

	while (n < 2 && n < line.n && is_digit(line.p[n]))
		n++;
	return n > 0 && n + 2 < line.n &&
	    (line.p[n] == ':' || line.p[n] == '.' || line.p[n] == 'h') &&
	    is_digit(line.p[n + 1]) && is_digit(line.p[n + 2]);
}

/* TARN: Nine were killed; TARN, Hur (AP) - Nine were killed */
static bool
is_dateline(const struct doc *d, size_t sentence)
{
	const struct sentence *s = &d->t.sent[sentence];
	size_t i = s->first;

	if (!(d->t.tok[i].flags & TOKEN_CAPS) || s->all_caps)
		return false;
	while (i < s->end && i < s->first + LABEL_REACH && d->t.tok[i].kind == TOKEN_WORD)
		i++;
	return (i < s->end && d->t.tok[i].punct == ':') ||
	    attr_dateline_end(d, sentence) > s->first;
}

enum item { ITEM_NONE, ITEM_LISTED, ITEM_REPORT };

/* What does the sentence begin? */
static enum item
item_of(const struct doc *d, size_t sentence)
{
	const struct sentence *s = &d->t.sent[sentence];
	struct str line;

	if (s->headline || (sentence > 0 && s[-1].paragraph == s->paragraph))
		return ITEM_NONE;
	line = str_sub(d->in->text, sentence > 0 ? s[-1].stop : 0, s->stop);
	while (line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\n' || line.p[0] == '\r'))
		line = str_sub(line, 1, line.n);
	if (is_bullet(line))
		return ITEM_LISTED;
	return is_clock(line) || is_dateline(d, sentence) ? ITEM_REPORT : ITEM_NONE;
}

/* Is the place named in the text from the item's begin on? */
static bool
is_own(const struct doc *d, const struct fact_place *p, size_t first, size_t last)
{
	return p->name.p >= d->in->text.p + d->t.sent[first].start &&
	    p->name.p < d->in->text.p + d->t.sent[last].stop;
}

/* The fact of a figure that says where an event was in sentences from first on, before
 * next; NULL: it does not. */
static const struct fact *
placed(const struct doc *d, const struct figure *f, size_t first, size_t next)
{
	const struct fact *x = f->fact >= 0 ? &d->facts[f->fact] : NULL;

	if (x == NULL || f->sentence < first || f->sentence >= next || f->subset ||
	    f->outcome > OUTCOME_INJURED || left_out(f) || x->n_places == 0 ||
	    !is_own(d, x->places, first, next - 1))
		return NULL;
	return x;
}

static bool
names(const struct fact *f, struct str place)
{
	for (size_t i = 0; i < f->n_places; i++)
		if (str_eq_ci(f->places[i].name, place))
			return true;
	return false;
}

/* Do the sentences from begin on, before first, name the place? */
static bool
is_known(const struct doc *d, const struct figures *all, size_t begin, size_t first,
    const struct fact *x)
{
	for (const struct figure *e = all->items; e < figures_end(all); e++) {
		const struct fact *y = placed(d, e, begin, first);

		if (y != NULL &&
		    (names(x, y->places[0].name) || names(y, x->places[0].name)))
			return true;
	}
	return false;
}

/* Does all that the item tells happen where nothing told in the items before it did? */
static bool
is_apart(const struct doc *d, const struct figures *all, const struct toll_layout *it,
    size_t first, size_t next)
{
	size_t begin = it->n > 0 ? it->of[0].first : first;
	bool any = false;

	for (const struct figure *f = all->items; f < figures_end(all); f++) {
		const struct fact *x = placed(d, f, first, next);

		if (x != NULL && is_known(d, all, begin, first, x))
			return false;
		any = any || x != NULL;
	}
	return any;
}

static void
add_item(const struct doc *d, const struct figures *all, struct toll_layout *it,
    size_t first, size_t next)
{
	bool apart = is_apart(d, all, it, first, next);

	it->of[it->n++] = (struct toll_item){ (uint32_t)first, (uint32_t)next, apart };
	it->apart += apart;
}

/* Where the item that begins there ends: with its line if it is one of a list, else
 * before the next. */
static size_t
item_end(const struct doc *d, size_t first)
{
	const struct sentence *s = d->t.sent;
	size_t i = first + 1;

	while (i < d->t.n_sent && item_of(d, i) == ITEM_NONE &&
	    (item_of(d, first) != ITEM_LISTED || s[i].paragraph == s[first].paragraph))
		i++;
	return i;
}

void
toll_items_find(const struct doc *d, const struct figures *all, struct toll_layout *it)
{
	it->n = it->apart = 0;
	if (all->n < 2 ||
	    d->t.sent[all->items[0].sentence].paragraph ==
		d->t.sent[all->items[all->n - 1].sentence].paragraph)
		return;
	for (size_t i = 0, end; i < d->t.n_sent && it->n < TOLL_ITEMS; i = end) {
		end = i + 1;
		if (item_of(d, i) == ITEM_NONE)
			continue;
		end = item_end(d, i);
		add_item(d, all, it, i, end);
	}
	if (it->apart < 2)
		it->n = 0;
}
