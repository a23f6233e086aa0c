/* evidence.c -- see evidence.h. */
#include "config.h"

#include <unicode/uchar.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/evidence.h"

#define TITLE_MAX 3 /* letters: Mr, Gen, Col */

static bool
cut_any(struct str *s, const struct str *ends, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_ends(*s, ends[i])) {
			s->n -= ends[i].n;
			return true;
		}
	return false;
}

/* A title or an initial: its full stop is its own. */
static bool
is_shortened(struct str before)
{
	size_t letters = 0;

	while (letters < before.n && is_alpha(before.p[before.n - 1 - letters]))
		letters++;
	return letters > 0 && letters <= TITLE_MAX && before.p[before.n - letters] < 'a';
}

/* Is that the end of a sentence? */
static bool
has_ended(struct str before)
{
	static const struct str closing[] = { STR_INIT("\""), STR_INIT("'"),
		STR_INIT(")"), STR_INIT("]"), STR_INIT("”"), STR_INIT("’"),
		STR_INIT("»") };
	static const struct str stops[] = { STR_INIT("!"), STR_INIT("?"), STR_INIT("…"),
		STR_INIT("؟"), STR_INIT("。"), STR_INIT("।") };
	static const struct str full_stop[] = { STR_INIT(".") };
	bool closed = false;

	while (cut_any(&before, closing, NELEM(closing)))
		closed = true;
	if (cut_any(&before, stops, NELEM(stops)))
		return true;
	return cut_any(&before, full_stop, 1) && (closed || !is_shortened(before));
}

static bool
word_begins_sentence(struct str text, size_t i)
{
	struct str rest = str_sub(text, i, text.n), before = str_sub(text, 0, i - 1);

	if (before.n > 0 && is_alpha(before.p[before.n - 1]))
		return false;
	return !u_islower((UChar32)utf8_next(&rest)) && has_ended(before);
}

/* Does a sentence, or a line, begin at i? */
static inline bool
begins_at(struct str text, size_t i)
{
	return i == 0 || i >= text.n || text.p[i - 1] == '\n' ||
	    (text.p[i - 1] == ' ' && word_begins_sentence(text, i));
}

/* What was looked at last: nothing begins behind from up to start, nor from end on before
 * to. */
struct looked {
	size_t from, start, end, to;
};

/* Nothing begins behind a letter. */
static inline bool
may_begin(struct str text, size_t i)
{
	return i == 0 || (unsigned char)text.p[i - 1] <= ' ';
}

static size_t
begin_of(struct str text, size_t at, const struct looked *l)
{
	size_t known = l->from < l->start && l->start < at ? l->start : 0;

	if (l->from < at && at <= l->start)
		return l->from;
	if (at >= text.n)
		return at;
	for (; at > known; at--)
		if (may_begin(text, at) && begins_at(text, at))
			return at;
	return known > 0 ? l->from : 0;
}

static size_t
end_of(struct str text, size_t at, const struct looked *l)
{
	size_t known = at < l->end && l->end < l->to ? l->end : text.n;

	if (l->end <= at && at < l->to)
		return l->to;
	for (; at < known; at++)
		if (may_begin(text, at) && begins_at(text, at))
			return at;
	return known < text.n ? l->to : at;
}

static struct str
sentence_of(struct str text, size_t start, size_t end, struct looked *l)
{
	*l = (struct looked){ begin_of(text, start, l), start, end,
		end_of(text, end, l) };
	return l->to - l->from <= LIMIT_QUOTE ? str_trim(str_sub(text, l->from, l->to))
					      : str_sub(text, start, end);
}

struct str
evidence_sentence(struct str text, size_t start, size_t end)
{
	return sentence_of(text, start, end, &(struct looked){ 0 });
}

/* Most facts stand in the sentence of the one before. */
const struct fact_list *
evidence_sentences(struct arena *a, struct str text, const struct fact_list *facts)
{
	struct fact_list *out = ARENA_NEW(a, struct fact_list);
	struct looked l = { 0 };

	*out = *facts;
	out->items = ARENA_ROOM(a, struct fact, facts->n);
	for (size_t i = 0; i < facts->n; i++) {
		out->items[i] = facts->items[i];
		out->items[i].quote = sentence_of(text, facts->items[i].start,
		    facts->items[i].end, &l);
	}
	return out;
}
