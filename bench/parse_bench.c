/*
 * parse_bench.c -- how fast bytes become entries, beside libxml2's own push parser with
 * empty handlers.  Usage: parse_bench MODE DIR [PASSES]; every .xml file of DIR is read
 * beforehand. MODE: raw (libxml2 alone), parse (feed_parse), stream (entries handed out
 * one by one), text (parse, and each entry as text), memory (one document, grown: peak
 * memory).
 */
#include "config.h"

#include <dirent.h>
#include <libxml/parser.h>
#include <sys/resource.h>

#include "base/alloc.h"
#include "parser/feed.h"
#include "parser/feed_text.h"

#define MAX_FILES 20000
#define PIECE 16384

static struct str files[MAX_FILES];
static size_t nfiles, total;
static size_t entries, bytes_out, events;

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
load(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	char path[4096];

	if (d == NULL) {
		perror(dir);
		exit(1);
	}
	while ((e = readdir(d)) != NULL && nfiles < MAX_FILES) {
		struct buf b;
		FILE *f;
		char piece[65536];
		size_t n;

		if (!str_ends(str_of(e->d_name), STR(".xml")))
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if ((f = fopen(path, "rb")) == NULL)
			continue;
		buf_init(&b, 64u << 20);
		while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
			buf_add(&b, (struct str){ piece, n });
		fclose(f);
		files[nfiles++] = buf_str(&b);
		total += b.n;
	}
	closedir(d);
}

static void
count_start(void *arg, const xmlChar *l, const xmlChar *p, const xmlChar *u, int nn,
    const xmlChar **ns, int na, int nd, const xmlChar **at)
{
	(void)arg, (void)l, (void)p, (void)u, (void)nn, (void)ns, (void)na, (void)nd,
	    (void)at;
	events++;
}

static void
count_end(void *arg, const xmlChar *l, const xmlChar *p, const xmlChar *u)
{
	(void)arg, (void)l, (void)p, (void)u;
	events++;
}

static void
count_text(void *arg, const xmlChar *s, int n)
{
	(void)arg, (void)s;
	bytes_out += (size_t)n;
}

static void
no_error(void *arg, xmlErrorPtr e)
{
	(void)arg, (void)e;
}

static void
run_raw(struct str s)
{
	xmlSAXHandler h = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = count_start,
		.endElementNs = count_end,
		.characters = count_text,
		.cdataBlock = count_text,
		.ignorableWhitespace = count_text,
		.serror = no_error };
	xmlParserCtxtPtr x = xmlCreatePushParserCtxt(&h, NULL, NULL, 0, NULL);

	xmlCtxtUseOptions(x, XML_PARSE_NONET);
	for (size_t at = 0; at < s.n; at += PIECE)
		xmlParseChunk(x, s.p + at, (int)str_sub(s, at, at + PIECE).n, 0);
	xmlParseChunk(x, NULL, 0, 1);
	xmlFreeParserCtxt(x);
}

static void
run_parse(struct str s, bool text)
{
	struct feed_origin o = { .url = STR("https://example.org/feed.xml") };
	struct arena a;
	struct err e;
	struct feed_doc *d;

	arena_init(&a);
	if ((d = feed_parse(&a, s, &o, &e)) != NULL) {
		entries += d->entries.n;
		for (size_t i = 0; text && i < d->entries.n; i++)
			bytes_out += feed_entry_text(&a, d->entries.items[i]).n;
	}
	arena_clear(&a);
}

static void
take_entry(void *arg, const struct feed_doc *d, struct feed_entry *en)
{
	(void)arg, (void)d;
	entries++;
	bytes_out += en->title.value.n;
}

static struct feed_parser *
stream_new(struct arena *a)
{
	struct feed_origin o = { .url = STR("https://example.org/feed.xml") };
	struct feed_parser *p = feed_parser_new(a, &o);

	feed_parser_on_entry(p, take_entry, NULL);
	return p;
}

static void
run_stream(struct str s)
{
	struct arena a;
	struct err e;
	struct feed_parser *p;

	arena_init(&a);
	p = stream_new(&a);
	feed_parser_push(p, s);
	feed_parser_finish(p, &e);
	arena_clear(&a);
}

#define MEMORY_ITEMS 1500 /* below the cap on entries */

static void
push_counted(struct feed_parser *p, struct str s)
{
	feed_parser_push(p, s);
	total += s.n;
}

/* One feed of n megabytes, made while it is pushed. */
static void
run_memory(int megabytes)
{
	static const char head[] = "<rss version=\"2.0\"><channel><title>t</title>";
	static const char item[] =
	    "<item><title>An item with a title</title><link>https://example."
	    "org/1</link><description>";
	static const char text[] =
	    "Some text of it, &lt;b&gt;bold&lt;/b&gt;, and a few words more. ";
	struct arena a;
	struct err e;
	struct feed_parser *p;

	arena_init(&a);
	p = stream_new(&a);
	push_counted(p, str_of(head));
	for (size_t i = 1; i <= MEMORY_ITEMS; i++) {
		push_counted(p, str_of(item));
		while (total < ((size_t)megabytes << 20) * i / MEMORY_ITEMS)
			push_counted(p, str_of(text));
		push_counted(p, STR("</description></item>"));
	}
	push_counted(p, STR("</channel></rss>"));
	feed_parser_finish(p, &e);
	arena_clear(&a);
}

int
main(int argc, char **argv)
{
	struct str mode = str_of(argc > 1 ? argv[1] : "");
	uint64_t passes = 1;
	struct rusage ru;
	double begun, took;

	if (argc < 3 || (argc > 3 && !str_uint(str_of(argv[3]), &passes))) {
		fprintf(stderr,
		    "usage: parse_bench raw|parse|stream|text DIR [PASSES]\n"
		    "       parse_bench memory - MEGABYTES\n");
		return 2;
	}
	if (!str_eq(mode, STR("memory")))
		load(argv[2]);
	alloc_keep(32u << 20); /* as a worker does */
	begun = cpu_seconds();
	if (str_eq(mode, STR("memory")))
		run_memory((int)passes);
	for (uint64_t k = 0; k < passes; k++)
		for (size_t i = 0; i < nfiles; i++) {
			if (str_eq(mode, STR("raw")))
				run_raw(files[i]);
			else if (str_eq(mode, STR("stream")))
				run_stream(files[i]);
			else
				run_parse(files[i], str_eq(mode, STR("text")));
		}
	took = cpu_seconds() - begun;
	getrusage(RUSAGE_SELF, &ru);
	if (str_eq(mode, STR("memory")))
		passes = 1;
	printf("%-7s %8.1f MB/s  %zu files, %zu bytes, %llu passes, %.3f s, %zu entries, "
	       "peak %ld KiB\n",
	    argv[1], (double)total * (double)passes / 1e6 / took, nfiles, total,
	    (unsigned long long)passes, took, entries, ru.ru_maxrss);
	return 0;
}
