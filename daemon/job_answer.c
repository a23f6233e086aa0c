/* job_answer.c -- a document becomes an answer (job.h): what runs in a worker. */
#include "config.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/job.h"
#include "facts/fact_wire.h"
#include "parser/feed_text.h"

/* What stands behind the entries, at most. */
#define FRAME_ROOM (2 * LIMIT_TITLE + 4 * LIMIT_URL + 2 * LIMIT_LANG + 256)

/* Texts of strangers leave the worker as the engine wants to see them. */
static void
put_line(struct buf *b, struct str s, size_t cap)
{
	struct buf clean;

	s = str_sub(s, 0, utf8_floor(s, cap));
	if (utf8_is_line(s)) {
		wire_put_str(b, s);
		return;
	}
	buf_init(&clean, 4 * LIMIT_URL);
	utf8_clean(&clean, s, false);
	s = buf_str(&clean);
	wire_put_str(b, str_sub(s, 0, utf8_floor(s, cap)));
	buf_clear(&clean);
}

static void
put_time(struct buf *b, int64_t ms)
{
	bool sane = ms >= day_start((struct day){ 1, 1, 1 }) &&
	    ms < day_end((struct day){ 9999, 12, 31 });

	wire_put_i64(b, sane ? ms : TIME_NONE);
}

static void
put_feed(struct buf *b, const struct feed_doc *doc)
{
	put_line(b, STR(""), LIMIT_TITLE);
	wire_put_u64(b, doc->format);
	wire_put_bool(b, doc->wellformed);
	put_line(b, doc->encoding, LIMIT_LANG);
	put_line(b, doc->title.value, LIMIT_TITLE);
	put_line(b, doc->link, LIMIT_URL);
	put_line(b, doc->self, LIMIT_URL);
	put_line(b, doc->hub, LIMIT_URL);
	put_line(b, doc->lang, LIMIT_LANG);
	put_time(b, doc->updated);
	wire_put_i64(b, doc->ttl_s > INT32_MAX ? INT32_MAX : doc->ttl_s);
	wire_put_i64(b,
	    doc->update_interval_s > INT32_MAX ? INT32_MAX : doc->update_interval_s);
	wire_put_u64(b, doc->skip_hours);
	wire_put_u64(b, doc->skip_days);
}

/* An answer that says what it is instead of a feed. */
static void
put_error(struct buf *b, const char *error)
{
	const struct feed_doc none = {
		.updated = TIME_NONE, .ttl_s = -1, .update_interval_s = -1
	};

	wire_put_bool(b, false);
	put_line(b, error[0] == '\0' ? STR("not a feed") : str_of(error), LIMIT_TITLE);
	wire_put_u64(b, none.format);
	wire_put_bool(b, false);
	for (int i = 0; i < 6; i++)
		wire_put_str(b, STR(""));
	put_time(b, none.updated);
	wire_put_i64(b, none.ttl_s);
	wire_put_i64(b, none.update_interval_s);
	for (int i = 0; i < 3; i++) /* hours, days, entries that were dropped */
		wire_put_u64(b, 0);
}

static bool
is_known(const struct job *j, struct hash128 content)
{
	for (size_t i = 0; i < j->n_known; i++)
		if (j->known[i] == content.hi)
			return true;
	return false;
}

/* "en-GB" of the entry, the document, or what the configuration says of the feed. */
static struct str
entry_lang(const struct job *j, const struct feed_doc *doc, const struct feed_entry *en)
{
	if (j->lang.n > 0)
		return j->lang;
	return en->lang.n > 0 ? en->lang : doc->lang;
}

static struct str
entry_link(const struct feed_entry *en)
{
	if (en->link.n > 0 || !en->id_is_link)
		return en->link;
	return en->id;
}

/* The title as it begins the text; what is read of it is a headline. */
static struct str
headline(struct str text, struct str title)
{
	return title.n > 0 && str_starts(text, title) ? str_sub(text, 0, title.n)
						      : STR("");
}

static size_t
put_facts(struct buf *b, const struct reader *r, struct arena *a, const struct job *j,
    const struct feed_entry *en, struct str lang, struct str title, struct str text)
{
	struct reading in = { .text = text,
		.title = headline(text, title),
		.lang = lang,
		.country = j->country,
		.published_ms = feed_entry_stated(en) };
	struct fact_list facts = { 0 };

	reader_read(r, a, &in, &facts);
	if (facts.n > LIMIT_FACTS)
		facts.n = LIMIT_FACTS;
	wire_put_str(b, text);
	fact_list_put(b, &facts);
	return facts.n;
}

/* How many facts were written. */
static size_t
put_entry(struct buf *b, const struct reader *r, struct arena *a, const struct job *j,
    const struct feed_doc *doc, const struct feed_entry *en)
{
	struct str text = feed_entry_text(a, en), lang = entry_lang(j, doc, en);
	struct str title = feed_entry_title(a, en);
	struct hash128 content = hash128(text, 0);

	put_line(b, en->id, LIMIT_URL);
	put_line(b, entry_link(en), LIMIT_URL);
	put_line(b, title, LIMIT_TITLE);
	put_line(b, feed_entry_outlet(a, en), LIMIT_TITLE);
	put_line(b, lang, LIMIT_LANG);
	put_time(b, en->published);
	put_time(b, en->updated);
	wire_put_u64(b, content.hi);
	wire_put_u64(b, content.lo);
	wire_put_bool(b, en->withdrawn);
	wire_put_bool(b, is_known(j, content));
	return en->withdrawn || is_known(j, content)
	    ? 0
	    : put_facts(b, r, a, j, en, lang, title, text);
}

/* A document while it is read: its entries are written as they come, none is kept. */
struct answering {
	const struct reader *reader;
	const struct job *job;
	struct buf *out;
	struct arena each;
	size_t facts, dropped;
};

/* An entry stands behind a mark that there is one more; what does not fit is taken back.
 */
static void
on_entry(void *arg, const struct feed_doc *so_far, struct feed_entry *en)
{
	struct answering *w = arg;
	struct buf *out = w->out;
	size_t at = out->n;

	if (w->facts <= LIMIT_JOB_FACTS) {
		wire_put_bool(out, true);
		w->facts += put_entry(out, w->reader, &w->each, w->job, so_far, en);
	}
	if (out->n == at || out->over || out->n + FRAME_ROOM > out->max) {
		w->dropped++;
		out->n = at;
		out->over = false;
	}
	arena_reset(&w->each);
}

/* What a feed says of itself is known at its end. */
static void
put_document(struct answering *w, struct arena *a)
{
	struct feed_parser *p = feed_parser_new(a, &w->job->origin);
	size_t at = w->out->n;
	struct err e = { "" };
	struct feed_doc *doc;

	feed_parser_on_entry(p, on_entry, w);
	feed_parser_push(p, w->job->bytes);
	doc = feed_parser_finish(p, &e);
	if (doc == NULL) {
		w->out->n = at;
		put_error(w->out, e.msg);
		return;
	}
	wire_put_bool(w->out, false);
	put_feed(w->out, doc);
	wire_put_u64(w->out, w->dropped + doc->dropped);
}

void
job_answer(const struct reader *r, const struct job *j, struct buf *out)
{
	struct answering w = { .reader = r, .job = j, .out = out };
	struct arena a;

	arena_init(&a);
	arena_init(&w.each);
	put_document(&w, &a);
	arena_clear(&w.each);
	arena_clear(&a);
}

int
job_run(const struct reader *r, struct arena *a, const struct job *j,
    struct job_result *out)
{
	struct buf b;
	struct str message;

	buf_init(&b, LIMIT_MESSAGE);
	job_answer(r, j, &b);
	message = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return job_result_get(message, a, out);
}
