/* cmd_extract.c -- `tocsin extract`: text, HTML or a feed to facts, or JSON Lines; for
 * people or programs. */
#include "config.h"

#include <errno.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/limits.h"
#include "daemon/command_json.h"
#include "daemon/data_dir.h"
#include "daemon/json_line.h"
#include "daemon/lines.h"
#include "facts/fact_json.h"
#include "facts/reader.h"
#include "parser/feed.h"
#include "parser/feed_text.h"
#include "parser/html.h"

#define OUT_MAX (64u << 20)

struct options {
	const char *file, *data;
	struct str lang;
	int64_t published_ms;
	bool jsonl, explain, json;
	unsigned jobs;
};

static void
write_out(struct buf *b)
{
	if (b->n > 0)
		fwrite(b->p, 1, b->n, stdout);
	buf_reset(b);
}

static const char *
input_name(const struct options *o)
{
	return o->file == NULL ? "standard input" : o->file;
}

static int
take_jobs(struct str s, unsigned *jobs)
{
	uint64_t n;

	if (!str_uint(s, &n) || n == 0 || n > LIMIT_JOBS)
		return usage_error("extract",
		    "--jobs takes a number from 1 to %d, not '%.*s'", LIMIT_JOBS,
		    STR_ARG(s));
	*jobs = (unsigned)n;
	return 0;
}

/* ---- JSON Lines ---- */

static int64_t
published_of(struct str text, int64_t otherwise)
{
	int64_t ms;

	return text.n > 0 && date_parse(text, &ms) ? ms : otherwise;
}

static struct str
text_of_html(struct arena *a, struct str html)
{
	struct buf out;
	struct str text;

	buf_init(&out, LIMIT_FIELD);
	html_text(&out, html);
	text = arena_str(a, buf_str(&out));
	buf_clear(&out);
	return text;
}

struct hand { /* what a thread reads with */
	const struct options *o;
	struct reader *r;
	struct arena a;
};

struct hands {
	const struct reader *r;
	const struct options *o;
};

static void *
hand_new(const void *arg)
{
	const struct hands *all = arg;
	struct hand *h = xmalloc(sizeof(*h));

	*h = (struct hand){ .o = all->o, .r = reader_twin(all->r) };
	arena_init(&h->a);
	return h;
}

static void
hand_free(void *hand)
{
	struct hand *h = hand;

	arena_clear(&h->a);
	reader_free(h->r);
	free(h);
}

/* A line that is no object is answered all the same, as the others count on it. */
static const char *
answer_line(void *hand, struct str line, struct buf *out)
{
	struct hand *h = hand;
	const struct options *o = h->o;
	struct arena *a = &h->a;
	struct json_line in;
	struct str key, value, id = STR("null"), html = STR_NONE;
	struct reading what = { .lang = o->lang, .published_ms = o->published_ms };
	struct fact_list facts;
	struct json j;

	for (json_line_open(&in, line); json_line_next(&in, &key, &value);) {
		if (str_eq(key, STR("id")))
			id = value;
		else if (str_eq(key, STR("title")))
			what.title = json_line_text(a, value);
		else if (str_eq(key, STR("text")))
			what.text = json_line_text(a, value);
		else if (str_eq(key, STR("html")))
			html = json_line_text(a, value);
		else if (str_eq(key, STR("lang")) && o->lang.n == 0)
			what.lang = json_line_text(a, value);
		else if (str_eq(key, STR("country")))
			what.country = json_line_text(a, value);
		else if (str_eq(key, STR("published")))
			what.published_ms = published_of(json_line_text(a, value),
			    o->published_ms);
	}
	if (what.text.n == 0 && html.n > 0)
		what.text = text_of_html(a, html);
	what.text = json_line_entry(a, what.title, what.text);
	reader_read(h->r, a, &what, &facts);
	json_init(&j, out);
	json_open(&j, '{');
	json_key(&j, "id");
	json_raw(&j, id);
	fact_list_members(&j, &facts);
	json_close(&j);
	buf_byte(out, '\n');
	arena_reset(a);
	return in.bad ? "not a JSON object" : NULL;
}

static int
extract_lines(const struct reader *r, const struct options *o, FILE *in)
{
	const struct hands hands = { r, o };

	return lines_answer(&(struct lines){ .command = "extract",
	    .input = input_name(o),
	    .fd = fileno(in),
	    .jobs = o->jobs,
	    .arg = &hands,
	    .hand_new = hand_new,
	    .hand_free = hand_free,
	    .answer = answer_line });
}

/* ---- for people ---- */

static const char *const colours[FACT_KIND_N] = { [FACT_CASUALTY] = "\033[1;31m",
	[FACT_DISPLACEMENT] = "\033[1;33m",
	[FACT_TERRITORY] = "\033[1;32m",
	[FACT_STRIKE] = "\033[1;35m",
	[FACT_FACILITY] = "\033[1;36m" };

/* The text with its evidence coloured and numbered; where facts overlap the first to
 * begin wins. */
static void
show_text(struct str text, const struct fact_list *l, bool colour)
{
	size_t at = 0;

	while (at < text.n) {
		size_t next = text.n, which = l->n;

		for (size_t i = 0; i < l->n; i++)
			if (l->items[i].start >= at && l->items[i].start < next) {
				next = l->items[i].start;
				which = i;
			}
		fwrite(text.p + at, 1, next - at, stdout);
		if (which == l->n)
			return;
		printf("%s%.*s%s[%zu]", colour ? colours[l->items[which].kind] : "",
		    STR_ARG(l->items[which].quote), colour ? "\033[0m" : "", which + 1);
		at = l->items[which].end > next ? l->items[which].end : next + 1;
	}
}

static void
show_count(const struct fact *f)
{
	if (f->bound == BOUND_NONE)
		return;
	printf(" %lld", (long long)f->count);
	if (f->bound != BOUND_EXACT)
		printf(" (%s)", bound_names[f->bound]);
}

static void
show_attribute(const char *name, struct str value)
{
	if (value.n > 0)
		printf("  %s: %.*s", name, STR_ARG(value));
}

static void
show_fact(const struct fact *f, size_t n)
{
	char since[DAY_TEXT], until[DAY_TEXT];

	printf("%3zu  %s", n + 1,
	    f->kind == FACT_CASUALTY        ? outcome_names[f->outcome]
		: f->kind == FACT_TERRITORY ? change_names[f->change]
					    : fact_kind_names[f->kind]);
	show_count(f);
	if (f->kind == FACT_CASUALTY)
		printf(" %.*s", STR_ARG(f->who));
	else if (f->unit.n > 0)
		printf(" %.*s", STR_ARG(f->unit));
	show_attribute("side", f->side);
	show_attribute("by", f->by);
	show_attribute("against", f->against);
	show_attribute("cause", f->cause);
	for (size_t i = 0; i < f->n_places; i++)
		show_attribute(place_role_names[f->places[i].role], f->places[i].name);
	show_attribute("since", day_text(since, f->since));
	show_attribute("until", day_text(until, f->until));
	show_attribute("source", f->source);
	if (f->stance != STANCE_ASSERTED)
		show_attribute("stance", str_of(stance_names[f->stance]));
	if (f->scope != SCOPE_EVENT)
		show_attribute("scope", str_of(scope_names[f->scope]));
	if (f->part_of >= 0)
		printf("  part of: %d", f->part_of + 1);
	printf("  (%.2f, %.*s)\n", f->confidence, STR_ARG(f->rule));
}

static void
show_why(const struct explanation *x, size_t n)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->items[i].fact == n)
			printf("       %s: %.*s%s%.*s\n", x->items[i].what,
			    STR_ARG(x->items[i].why), x->items[i].words.n > 0 ? ": " : "",
			    STR_ARG(x->items[i].words));
}

static void
show_toll(const struct toll *t)
{
	for (int i = 0; i < TOLL_N; i++)
		if (t->of[i].known)
			printf("toll: %lld %s\n", (long long)t->of[i].best,
			    toll_names[i]);
}

/* What a pack is to be taught next. */
static void
show_reading(const struct explanation *x)
{
	if (x->lang.n == 0) {
		printf("read as: no language (there is no pack of that name; the data "
		       "directory is named by --data)\n");
		return;
	}
	printf("read as: %.*s\n", STR_ARG(x->lang));
	for (size_t i = 0; i < x->n_unknown; i++)
		printf("%s%.*s%s", i == 0 ? "words that no file has: " : ", ",
		    STR_ARG(x->unknown[i]), i + 1 == x->n_unknown ? "\n" : "");
}

static void
show(struct str text, const struct fact_list *l, const struct explanation *why,
    bool explain)
{
	show_text(text, l, isatty(STDOUT_FILENO));
	printf("\n");
	for (size_t i = 0; i < l->n; i++) {
		show_fact(&l->items[i], i);
		show_why(why, i);
	}
	show_toll(&l->toll);
	if (explain)
		show_reading(why);
}

static void
print_facts(struct str id, const struct fact_list *l)
{
	struct buf out;
	struct json j;

	buf_init(&out, OUT_MAX);
	json_init(&j, &out);
	fact_list_json(&j, id, l);
	buf_byte(&out, '\n');
	write_out(&out);
	buf_clear(&out);
}

static void
extract_one(const struct reader *r, const struct options *o, struct arena *a,
    struct str id, struct reading *what)
{
	struct fact_list l;
	struct explanation why = { 0 };

	what->explain = o->explain ? &why : NULL;
	reader_read(r, a, what, &l);
	if (!o->json && (isatty(STDOUT_FILENO) || o->explain))
		show(what->text, &l, &why, o->explain);
	else
		print_facts(id, &l);
}

/* Each entry as the daemon would read it. */
static void
extract_feed(const struct reader *r, const struct options *o, const struct feed_doc *feed)
{
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < feed->entries.n; i++) {
		const struct feed_entry *en = feed->entries.items[i];
		struct reading what = { .text = feed_entry_text(&a, en),
			.lang = o->lang.n > 0 ? o->lang : en->lang,
			.published_ms = o->published_ms != TIME_NONE
			    ? o->published_ms
			    : feed_entry_stated(en) };

		extract_one(r, o, &a, en->id.n > 0 ? en->id : en->link, &what);
		arena_reset(&a);
	}
	arena_clear(&a);
}

static void
extract_bytes(const struct reader *r, const struct options *o, struct arena *a,
    struct str bytes)
{
	struct str id = str_of(o->file == NULL ? "-" : o->file), start = str_trim(bytes);
	struct reading what = {
		.text = bytes, .lang = o->lang, .published_ms = o->published_ms
	};
	struct feed_origin origin = { 0 };
	const struct feed_doc *feed = NULL;
	struct buf text;
	struct err e;

	buf_init(&text, LIMIT_FEED_BODY);
	if (start.n > 0 &&
	    (start.p[0] == '<' || start.p[0] == '{' || (unsigned char)start.p[0] >= 0x80))
		feed = feed_parse(a, bytes, &origin, &e);
	if (feed != NULL) {
		extract_feed(r, o, feed);
	} else {
		if (start.n > 0 && (start.p[0] == '<' || html_looks_like(start))) {
			html_text(&text, bytes);
			what.text = buf_str(&text);
		}
		extract_one(r, o, a, id, &what);
	}
	buf_clear(&text);
}

static int
extract_text(const struct reader *r, const struct options *o, FILE *in)
{
	struct arena a;
	struct buf bytes;
	struct err e;
	int rc;

	arena_init(&a);
	buf_init(&bytes, LIMIT_FEED_BODY);
	rc = buf_read(&bytes, in, &e);
	if (rc == 0) {
		extract_bytes(r, o, &a, buf_str(&bytes));
	} else {
		err_wrap(&e, "%s", input_name(o));
		command_error("extract", &e, EX_IOERR);
	}
	buf_clear(&bytes);
	arena_clear(&a);
	return rc == 0 && fflush(stdout) == 0 ? 0 : EX_IOERR;
}

static int
read_options(int argc, char **argv, struct options *o)
{
	*o = (struct options){ .published_ms = TIME_NONE,
		.json = take_json(&argc, argv),
		.jobs = lines_jobs() };
	for (int i = 1; i < argc; i++) {
		struct str s = str_of(argv[i]);
		bool more = i + 1 < argc;

		if (!more &&
		    (str_eq(s, STR("--lang")) || str_eq(s, STR("--data")) ||
			str_eq(s, STR("--published")) || str_eq(s, STR("-j")) ||
			str_eq(s, STR("--jobs"))))
			return usage_error("extract", "%s needs a value", argv[i]);

		if (str_eq(s, STR("--jsonl")))
			o->jsonl = true;
		else if (str_eq(s, STR("--explain")))
			o->explain = true;
		else if (str_eq(s, STR("--lang")))
			o->lang = str_of(argv[++i]);
		else if (str_eq(s, STR("--data")))
			o->data = argv[++i];
		else if (str_eq(s, STR("--published"))) {
			if (!date_parse(str_of(argv[++i]), &o->published_ms))
				return usage_error("extract", "'%s' is no date", argv[i]);
		} else if (str_eq(s, STR("-j")) || str_eq(s, STR("--jobs"))) {
			if (take_jobs(str_of(argv[++i]), &o->jobs) != 0)
				return EX_USAGE;
		} else if (o->file == NULL && (s.n == 1 || s.p[0] != '-'))
			o->file = argv[i];
		else
			return usage_error("extract", "what is '%s'?", argv[i]);
	}
	return 0;
}

int
cmd_extract(int argc, char **argv)
{
	struct options o;
	const char *dirs[3] = { NULL, NULL, NULL };
	struct arena a;
	struct reader *r;
	struct err e;
	FILE *in = stdin;
	int rc = read_options(argc, argv, &o);

	if (rc != 0)
		return rc;
	if (command_data(o.data, &e) == -1)
		return command_error("extract", &e, EX_NOINPUT);
	if (o.file != NULL && !str_eq(str_of(o.file), STR("-")) &&
	    (in = fopen(o.file, "re")) == NULL) {
		err_absent(&e, "%s: %s", o.file, strerror(errno));
		return command_error("extract", &e, EX_NOINPUT);
	}
	arena_init(&a);
	dirs[0] = arena_cstr(&a, data_dir(&a));
	dirs[1] = o.data;
	r = command_reader("extract", dirs, &e);
	arena_clear(&a);
	if (r == NULL)
		return command_error("extract", &e, EX_CONFIG);
	if (o.lang.n > 0 && !reader_knows(r, o.lang))
		fprintf(stderr,
		    "tocsin extract: no language pack is called '%.*s': nothing is read "
		    "in it\n",
		    STR_ARG(o.lang));
	rc = o.jsonl ? extract_lines(r, &o, in) : extract_text(r, &o, in);
	reader_free(r);
	if (in != stdin)
		fclose(in);
	return rc;
}
