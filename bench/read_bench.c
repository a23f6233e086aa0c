/*
 * read_bench.c -- where reading spends its time, and how fast its scan is beside
 * Hyperscan's on the same words.  Usage: read_bench MODE DATA TEXT [NAMES]; DATA is a
 * data directory, TEXT has an entry a line, NAMES a place name a line.  MODE: words
 * (sentences, tokens, every word of the English pack), places (and every capital looked
 * up in the gazetteer), facts (the whole of reading), json (and facts written), hyperscan
 * (the words of the pack and NAMES as literals that stand alone).  read_bench load DATA:
 * how long loading takes.
 */
#include "config.h"

#include <time.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "facts/fact_json.h"
#include "facts/reader_data.h"
#include "facts/token.h"

#ifdef HAVE_HYPERSCAN
#include <hs.h>
#endif

#define FILE_BYTES (256u << 20)
#define LOADS 25
#define SECONDS 1.0 /* that a measurement takes, at least */

struct bench {
	const struct reader *reader;
	const struct lexicon *lx;
	struct str text;
	const char *names;
	struct arena arena;
	struct buf out;
	size_t found;
};

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
words(struct bench *b, struct str line)
{
	struct token_list t;

	tokenise(b->lx, NULL, &b->arena, line, 0, &t);
	for (size_t i = 0; i < t.n; i++)
		b->found += t.tok[i].word->id != 0;
}

static void
places(struct bench *b, struct str line)
{
	struct token_list t;

	tokenise(b->lx, NULL, &b->arena, line, 0, &t);
	for (size_t i = 0; i < t.n; i++) {
		struct gaz_place place[1];
		char key[FOLD_MAX];

		b->found += t.tok[i].word->id != 0;
		if (t.tok[i].flags & TOKEN_CAP)
			b->found += gazetteer_find(b->reader->gazetteer, FOLD_PLAIN,
			    fold_name(key, str_sub(line, t.tok[i].start, t.tok[i].end),
				FOLD_PLAIN),
			    STR_NONE, place, 1);
	}
}

static void
read_facts(struct bench *b, struct str line, struct fact_list *l)
{
	struct reading in = {
		.text = line, .lang = STR("en"), .published_ms = TIME_NONE
	};

	reader_read(b->reader, &b->arena, &in, l);
	b->found += l->n;
}

static void
facts(struct bench *b, struct str line)
{
	struct fact_list l;

	read_facts(b, line, &l);
}

static void
json(struct bench *b, struct str line)
{
	struct fact_list l;
	struct json j;

	read_facts(b, line, &l);
	buf_reset(&b->out);
	json_init(&j, &b->out);
	fact_list_json(&j, STR("1"), &l);
}

/* Passes over the text until it took long enough; bytes a second. */
static double
measure(struct bench *b, void (*each)(struct bench *, struct str))
{
	double start = cpu_seconds(), took = 0;
	size_t bytes = 0;

	for (; took < SECONDS; took = cpu_seconds() - start) {
		struct str rest = b->text, line;

		b->found = 0;
		while (str_cut(&rest, '\n', &line)) {
			each(b, line);
			arena_reset(&b->arena);
		}
		bytes += b->text.n;
	}
	return (double)bytes / took;
}

/* ---- Hyperscan ---- */

#ifdef HAVE_HYPERSCAN

struct literals {
	const char **items;
	unsigned *flags;
	size_t n, cap;
};

static hs_database_t *database;
static hs_scratch_t *scratch;

static bool
is_literal(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alpha(s.p[i]) && s.p[i] != ' ')
			return false;
	return s.n > 0;
}

static void
add_literal(struct literals *l, struct str s, unsigned flags)
{
	if (!is_literal(s))
		return;
	if (l->n == l->cap) {
		l->cap = l->cap == 0 ? 1024 : l->cap * 2;
		l->items = xreallocarray((void *)l->items, l->cap, sizeof(*l->items));
		l->flags = xreallocarray(l->flags, l->cap, sizeof(*l->flags));
	}
	l->flags[l->n] = flags | HS_FLAG_SOM_LEFTMOST;
	l->items[l->n++] = str_dup(s);
}

static struct str file(const char *path);

static int
prepare(const struct bench *b)
{
	struct literals l = { 0 };
	struct str names = b->names == NULL ? STR_NONE : file(b->names), name;
	hs_compile_error_t *e;

	for (size_t i = 1; i < lexicon_count(b->lx); i++) {
		struct str key = lexicon_text(b->lx, lexicon_nth(b->lx, i)->key);

		if (key.n > 0 && str_chr(key, ' ') == STR_NOWHERE)
			add_literal(&l, key, HS_FLAG_CASELESS);
	}
	while (str_cut(&names, '\n', &name))
		add_literal(&l, name, 0);
	if (hs_compile_multi(l.items, l.flags, NULL, (unsigned)l.n, HS_MODE_BLOCK, NULL,
		&database, &e) != HS_SUCCESS ||
	    hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
		return -1;
	fprintf(stderr, "%zu literals\n", l.n);
	return 0;
}

struct scan {
	struct bench *b;
	struct str line;
};

/* A word is what stands between two that are no letters; Hyperscan finds it anywhere. */
static int
matched(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
    void *arg)
{
	const struct scan *s = arg;

	(void)id;
	(void)flags;
	s->b->found += (from == 0 || !is_alpha(s->line.p[from - 1])) &&
	    (to == s->line.n || !is_alpha(s->line.p[to]));
	return 0;
}

static void
hyperscan(struct bench *b, struct str line)
{
	struct scan s = { b, line };

	hs_scan(database, line.p, (unsigned)line.n, 0, scratch, matched, &s);
}

#else

static int
prepare(const struct bench *b)
{
	(void)b;
	return -1;
}

static void
hyperscan(struct bench *b, struct str line)
{
	(void)b;
	(void)line;
}

#endif

/* ---- the command ---- */

static struct str
file(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *bytes = xmalloc(FILE_BYTES);
	struct str s = { bytes, 0 };

	if (f == NULL) {
		perror(path);
		exit(1);
	}
	s.n = fread(bytes, 1, FILE_BYTES, f);
	fclose(f);
	return s;
}

static const struct {
	const char *name;
	void (*each)(struct bench *, struct str);
} modes[] = { { "words", words }, { "places", places }, { "facts", facts },
	{ "json", json }, { "hyperscan", hyperscan } };

static struct reader *
load(struct bench *b, const char *dir)
{
	const char *const dirs[] = { dir, NULL };
	struct err e;
	struct reader *r = reader_load(dirs, &e);

	if (r == NULL) {
		fprintf(stderr, "%s\n", e.msg);
		return NULL;
	}
	for (size_t i = 0; i < r->n_languages; i++)
		if (str_eq(lexicon_lang(r->languages[i].lexicon), STR("en")))
			b->lx = r->languages[i].lexicon;
	b->reader = r;
	return r;
}

/* How long loading takes: the middle of many times. */
static int
loads(const char *dir)
{
	double ms[LOADS];

	for (size_t i = 0; i < LOADS; i++) {
		struct bench b = { .names = NULL };
		double start = cpu_seconds();
		struct reader *r = load(&b, dir);

		ms[i] = (cpu_seconds() - start) * 1000;
		if (r == NULL)
			return 1;
		reader_free(r);
		for (size_t k = i; k > 0 && ms[k] < ms[k - 1]; k--) {
			double t = ms[k];

			ms[k] = ms[k - 1];
			ms[k - 1] = t;
		}
	}
	printf("load       %7.1f ms, %.1f at best, %.1f at worst\n", ms[LOADS / 2], ms[0],
	    ms[LOADS - 1]);
	return 0;
}

int
main(int argc, char **argv)
{
	struct bench b = { .names = argc > 4 ? argv[4] : NULL };
	size_t mode = 0;
	double rate;

	if (argc == 3 && strcmp(argv[1], "load") == 0)
		return loads(argv[2]);
	while (argc > 3 && mode < NELEM(modes) && strcmp(modes[mode].name, argv[1]) != 0)
		mode++;
	if (argc < 4 || mode == NELEM(modes)) {
		fprintf(stderr, "usage: read_bench MODE DATA TEXT [NAMES] | load DATA\n");
		return 2;
	}
	if (load(&b, argv[2]) == NULL)
		return 1;
	b.text = file(argv[3]);
	buf_init(&b.out, LIMIT_MESSAGE);
	if (modes[mode].each == hyperscan && prepare(&b) != 0) {
		printf("no Hyperscan: libhyperscan-dev was not there\n");
		return 0;
	}
	rate = measure(&b, modes[mode].each);
	printf("%-10s %7.1f MB/s, %zu found\n", argv[1], rate / 1e6, b.found);
	return 0;
}
