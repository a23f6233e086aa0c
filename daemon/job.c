/* job.c -- see job.h.  Writing and reading stand beside each other, in one order. */
#include "config.h"

#include "base/bits.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/job.h"
#include "facts/fact_wire.h"

/* ---- jobs ---- */

void
job_put_head(struct buf *b, const struct job *j)
{
	wire_put_str(b, j->origin.url);
	wire_put_str(b, j->origin.content_type);
	wire_put_str(b, j->origin.content_language);
	wire_put_str(b, j->origin.content_location);
	wire_put_str(b, j->lang);
	wire_put_str(b, j->country);
	wire_put_u64(b, j->n_known);
	for (size_t i = 0; i < j->n_known; i++)
		wire_put_u64(b, j->known[i]);
	wire_put_u64(b, j->bytes.n);
}

int
job_get(struct wire *w, struct arena *a, struct job *j)
{
	uint64_t *known;

	*j = (struct job){ 0 };
	j->origin.url = wire_str(w);
	j->origin.content_type = wire_str(w);
	j->origin.content_language = wire_str(w);
	j->origin.content_location = wire_str(w);
	j->lang = wire_str(w);
	j->country = wire_str(w);
	j->n_known = wire_count(w, LIMIT_KNOWN_ENTRIES);
	known = ARENA_ARRAY(a, uint64_t, j->n_known);
	for (size_t i = 0; i < j->n_known; i++)
		known[i] = wire_u64(w);
	j->known = known;
	j->bytes = wire_str(w);
	return wire_ok(w) ? 0 : -1;
}

/* ---- answers: the reader's half; job_answer.c has the writer's ---- */

/* Eight bytes at a time; of a shorter rest what is missing counts as spaces. */
static bool
has_control(struct str s)
{
	while (s.n > 0) {
		uint64_t v = str_load(s), del;

		if (s.n < 8)
			v |= EACH_BYTE * ' ' << 8 * s.n;
		del = v ^ EACH_BYTE * 0x7f;
		if ((((v - EACH_BYTE * ' ') & ~v) | ((del - EACH_BYTE) & ~del)) &
		    HIGH_BITS)
			return true;
		s = str_sub(s, 8, s.n);
	}
	return false;
}

/* One line of honest text: UTF-8 without control characters, within its cap. */
static struct str
get_line(struct wire *w, size_t cap)
{
	struct str s = wire_str(w);

	if (s.n > cap || !utf8_valid(s) || has_control(s))
		w->bad = true;
	return w->bad ? STR("") : s;
}

static struct str
get_text(struct wire *w)
{
	struct str s = wire_str(w);

	if (s.n > LIMIT_ENTRY_TEXT || !utf8_valid(s) ||
	    (s.n > 0 && memchr(s.p, '\0', s.n) != NULL))
		w->bad = true;
	return w->bad ? STR("") : s;
}

static int64_t
get_time(struct wire *w)
{
	int64_t ms = wire_i64(w);

	if (ms != TIME_NONE &&
	    (ms < day_start((struct day){ 1, 1, 1 }) ||
		ms >= day_end((struct day){ 9999, 12, 31 }))) {
		w->bad = true;
		return TIME_NONE;
	}
	return ms;
}

static int64_t
get_seconds(struct wire *w)
{
	int64_t s = wire_i64(w);

	if (s < -1 || s > INT32_MAX) {
		w->bad = true;
		return -1;
	}
	return s;
}

static void
get_entry(struct wire *w, struct arena *a, struct job_entry *en)
{
	en->id = get_line(w, LIMIT_URL);
	en->link = get_line(w, LIMIT_URL);
	en->title = get_line(w, LIMIT_TITLE);
	en->outlet = get_line(w, LIMIT_TITLE);
	en->lang = get_line(w, LIMIT_LANG);
	en->published = get_time(w);
	en->updated = get_time(w);
	en->content.hi = wire_u64(w);
	en->content.lo = wire_u64(w);
	en->withdrawn = wire_bool(w);
	en->known = wire_bool(w);
	if (en->known || en->withdrawn)
		return;
	en->text = get_text(w);
	fact_list_get(w, a, en->text, &en->facts);
}

static void
get_entries(struct wire *w, struct arena *a, struct job_result *r)
{
	size_t cap = 0, facts = 0;

	while (wire_bool(w) && !w->bad) {
		struct job_entry *en;

		if (r->n_entries == LIMIT_ENTRIES || facts > LIMIT_JOB_FACTS) {
			w->bad = true;
			return;
		}
		r->entries = arena_grow(a, r->entries, r->n_entries, &cap,
		    sizeof(*r->entries));
		en = &r->entries[r->n_entries++];
		*en = (struct job_entry){ .withdrawn = false };
		get_entry(w, a, en);
		facts += en->facts.n;
	}
}

int
job_result_get(struct str message, struct arena *a, struct job_result *r)
{
	struct wire w;

	wire_init(&w, message);
	*r = (struct job_result){ 0 };
	get_entries(&w, a, r);
	r->error = get_line(&w, LIMIT_TITLE);
	r->format = wire_enum(&w, FEED_FORMAT_N);
	r->wellformed = wire_bool(&w);
	r->encoding = get_line(&w, LIMIT_LANG);
	r->title = get_line(&w, LIMIT_TITLE);
	r->link = get_line(&w, LIMIT_URL);
	r->self = get_line(&w, LIMIT_URL);
	r->hub = get_line(&w, LIMIT_URL);
	r->lang = get_line(&w, LIMIT_LANG);
	r->updated = get_time(&w);
	r->ttl_s = get_seconds(&w);
	r->update_interval_s = get_seconds(&w);
	r->skip_hours = (uint32_t)wire_u64(&w) & 0xffffff;
	r->skip_days = (unsigned)wire_u64(&w) & 0x7f;
	r->dropped = (size_t)wire_u64(&w);
	if (wire_ok(&w))
		return 0;
	*r = (struct job_result){ 0 };
	return -1;
}
