/* reader.c -- see reader.h: loads the languages, and reads one entry from end to end. */
#include "config.h"

#include <dirent.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "facts/casualty.h"
#include "facts/cue.h"
#include "facts/doc.h"
#include "facts/frame.h"
#include "facts/gazetteer_load.h"
#include "facts/guessed.h"
#include "facts/lexicon_file.h"
#include "facts/pack_file.h"
#include "facts/places.h"
#include "facts/reader_data.h"
#include "facts/source.h"
#include "facts/territory.h"
#include "facts/unwrap.h"

#define GUESS_BYTES 240 /* enough to tell one language from another */
/* with so many words, of which English knows so many of a hundred, it is English: */
#define SURE_WORDS 12
/* of texts in others it knows half at most, of nine in ten of its own more */
#define SURE_PERCENT 60

#define PATH_BYTES 1024

/* ---- loading ---- */

static struct language *
language_of(struct reader *r, struct str lang)
{
	struct language *l;

	for (size_t i = 0; i < r->n_languages; i++)
		if (str_eq(lexicon_lang(r->languages[i].lexicon), lang))
			return &r->languages[i];
	if (r->n_languages == NELEM(r->languages))
		return NULL;
	l = &r->languages[r->n_languages++];
	l->lexicon = lexicon_new(lang);
	l->frames = frames_new(lexicon_arena(l->lexicon));
	l->territory = territory_rules_new(lexicon_arena(l->lexicon));
	l->story = story_words_new(lexicon_arena(l->lexicon));
	return l;
}

static int
is_name(const struct dirent *ent)
{
	return ent->d_name[0] != '.';
}

/* Every folder of dir/lang is a language. */
static int
list_languages(struct reader *r, const char *dir, struct err *e)
{
	char path[PATH_BYTES];
	struct dirent **found;
	int n, rc = 0;

	snprintf(path, sizeof(path), "%s/lang", dir);
	n = scandir(path, &found, is_name, alphasort);
	for (int i = 0; i < n; i++) {
		if (rc == 0 && language_of(r, str_of(found[i]->d_name)) == NULL)
			rc = err_set(e, "%s: too many languages", path);
		free(found[i]);
	}
	if (n >= 0)
		free(found);
	return rc;
}

/* The compiled packs of a directory; without them, or where they are no good, the text is
 * read. */
static void
open_packs(struct reader *r, const char *dir)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/" PACK_FILE, dir);
	if (r->n_packs == NELEM(r->packs) || access(path, R_OK) != 0)
		return;
	r->packs[r->n_packs] = pack_file_open(path, &r->trouble);
	if (r->packs[r->n_packs] != NULL)
		r->n_packs++;
}

/* The language's folder in dir; NULL: there is none. */
static const char *
folder_of(const struct language *l, const char *dir, char path[PATH_BYTES])
{
	snprintf(path, PATH_BYTES, "%s/lang/%.*s", dir,
	    STR_ARG(lexicon_lang(l->lexicon)));
	return access(path, F_OK) == 0 ? path : NULL;
}

static int
sum_files(struct language *l, const char *const *dirs, struct err *e)
{
	char path[PATH_BYTES];

	for (; *dirs != NULL; dirs++)
		if (folder_of(l, *dirs, path) != NULL &&
		    lexicon_files_sum(&l->sum, path, e) != 0)
			return -1;
	return 0;
}

static void
map_lexicon(struct reader *r, const struct language *l)
{
	for (size_t i = r->n_packs; i-- > 0 && !lexicon_is_mapped(l->lexicon);)
		pack_file_give(r->packs[i], l->lexicon, l->sum, &r->trouble);
}

static int
load_folder(const struct language *l, const char *dir, struct err *e)
{
	if (!lexicon_is_mapped(l->lexicon) && lexicon_load(l->lexicon, dir, e) != 0)
		return -1;
	if (cues_load(l->cues, l->lexicon, dir, e) != 0 ||
	    territory_rules_load(l->territory, dir, e) != 0 ||
	    story_words_load(l->story, l->lexicon, dir, e) != 0)
		return -1;
	return frames_load(l->frames, l->lexicon, dir, e);
}

static uint64_t *
nameless_new(const struct language *l)
{
	return xcalloc(lexicon_count(l->lexicon) / 32 + 1, sizeof(uint64_t));
}

static int
load_language(struct reader *r, struct language *l, const char *const *dirs,
    struct err *e)
{
	char path[PATH_BYTES];

	if (sum_files(l, dirs, e) != 0)
		return -1;
	map_lexicon(r, l);
	l->cues = cues_new(l->lexicon);
	for (; *dirs != NULL; dirs++)
		if (folder_of(l, *dirs, path) != NULL && load_folder(l, path, e) != 0)
			return -1;
	l->nameless = nameless_new(l);
	return 0;
}

/* people: a smaller town is as well a word that nobody has in a list */
#define CITY 20000

static bool
is_large(const struct gaz_place *p)
{
	bool settled = p->kind == GAZ_TOWN || p->kind == GAZ_SITE;

	return !p->demonym && (!settled || p->listed || p->population >= CITY);
}

/* The name of a city, a division or a country?  By its plain letters, in room. */
static bool
names_large(const struct gazetteer *g, struct str name)
{
	struct gaz_place found[GAZ_FOUND];
	char plain[FOLD_MAX];
	size_t n = gazetteer_seek(g, FOLD_PLAIN, fold_name(plain, name, FOLD_PLAIN),
	    STR_NONE, found, GAZ_FOUND);

	while (n > 0 && !is_large(&found[n - 1]))
		n--;
	return n > 0;
}

static bool
is_large_place(const void *gazetteer, struct str word, struct str next)
{
	char both[FOLD_MAX];
	int n;

	if (names_large(gazetteer, word))
		return true;
	n = next.n == 0
	    ? -1
	    : snprintf(both, sizeof(both), "%.*s %.*s", STR_ARG(word), STR_ARG(next));
	return n > 0 && (size_t)n < sizeof(both) &&
	    names_large(gazetteer, (struct str){ both, (size_t)n });
}

static int
load_all(struct reader *r, const char *const *dirs, struct err *e)
{
	for (size_t i = 0; dirs[i] != NULL; i++) {
		open_packs(r, dirs[i]);
		if (list_languages(r, dirs[i], e) != 0 ||
		    actors_load(r->actors, dirs[i], e) < 0)
			return -1;
	}
	for (size_t i = 0; i < r->n_languages; i++)
		if (load_language(r, &r->languages[i], dirs, e) != 0)
			return -1;
	for (size_t i = 0; i < r->n_packs; i++)
		pack_file_leave(r->packs[i]);
	if ((r->gazetteer = gazetteer_load(dirs, e)) == NULL)
		return -1;
	for (size_t i = 0; i < r->n_languages; i++)
		if (lexicon_has(r->languages[i].lexicon, HABIT_NO_CAPITALS))
			lexicon_ask_for_names(r->languages[i].lexicon, is_large_place,
			    r->gazetteer);
	return r->n_languages > 0
	    ? 0
	    : err_set(e, "%s/lang: no language pack", dirs[0] == NULL ? "" : dirs[0]);
}

struct reader *
reader_load(const char *const *dirs, struct err *e)
{
	struct reader *r = xcalloc(1, sizeof(*r));

	r->actors = actors_new();
	r->names = known_names_new();
	r->guessed = xcalloc(1, sizeof(*r->guessed));
	if (load_all(r, dirs, e) == 0)
		return r;
	reader_free(r);
	return NULL;
}

struct reader *
reader_twin(const struct reader *r)
{
	struct reader *twin = xmalloc(sizeof(*twin));

	*twin = *r;
	twin->twin = true;
	twin->names = known_names_new();
	twin->guessed = xcalloc(1, sizeof(*twin->guessed));
	for (size_t i = 0; i < twin->n_languages; i++)
		twin->languages[i].nameless = nameless_new(&twin->languages[i]);
	return twin;
}

static void
free_loaded(struct reader *r)
{
	for (size_t i = 0; i < r->n_languages; i++)
		lexicon_free(r->languages[i].lexicon);
	for (size_t i = 0; i < r->n_packs; i++)
		pack_file_free(r->packs[i]);
	gazetteer_free(r->gazetteer);
	actors_free(r->actors);
}

void
reader_free(struct reader *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n_languages; i++)
		free(r->languages[i].nameless);
	known_names_free(r->names);
	free(r->guessed);
	if (!r->twin)
		free_loaded(r);
	free(r);
}

const char *
reader_trouble(const struct reader *r)
{
	return r->trouble.msg;
}

int
reader_compile(const char *const *dirs, struct buf *out, struct err *e)
{
	struct reader *r = reader_load(dirs, e);
	struct pack_source of[READER_LANGUAGES];

	if (r == NULL)
		return -1;
	for (size_t i = 0; i < r->n_languages; i++)
		of[i] = (struct pack_source){ r->languages[i].lexicon,
			r->languages[i].sum };
	pack_file_write(out, of, r->n_languages);
	reader_free(r);
	return buf_ok(out, e);
}

/* How many of the words the language knows. */
static size_t
vote(const struct language *l, struct arena *a, struct str text, size_t *words)
{
	struct token_list t;
	size_t n = 0;

	tokenise(l->lexicon, NULL, a, text, 0, &t);
	*words = 0;
	for (size_t i = 0; i < t.n; i++) {
		*words += t.tok[i].kind == TOKEN_WORD;
		n += t.tok[i].kind == TOKEN_WORD &&
		    (t.tok[i].word->cls != 0 || t.tok[i].word->ground != 0);
	}
	return n;
}

static const struct language *
language_by_name(const struct reader *r, struct str name)
{
	for (size_t i = 0; i < r->n_languages; i++)
		if (str_eq_ci(lexicon_lang(r->languages[i].lexicon), name))
			return &r->languages[i];
	return NULL;
}

/* The only language in that script; NULL: there are none or several. */
static const struct language *
only_language(const struct reader *r, enum script script)
{
	const struct language *only = NULL;

	for (size_t i = 0; i < r->n_languages; i++) {
		if (lexicon_script(r->languages[i].lexicon) != script)
			continue;
		if (only != NULL)
			return NULL;
		only = &r->languages[i];
	}
	return only;
}

/* The language of a text that declares none: English, unless another in its script knows
 * more of it.  Of no other language's text does English know so many words that the
 * others need not be asked. */
static const struct language *
guess(const struct reader *r, struct arena *a, struct str text)
{
	const struct language *english = language_by_name(r, STR("en")), *best = english,
			      *only;
	struct str head = str_sub(text, 0, utf8_floor(text, GUESS_BYTES));
	enum script script = script_of(head);
	size_t words, most = 0;

	if ((only = only_language(r, script)) != NULL)
		return only;
	if (english != NULL && script == SCRIPT_LATIN) {
		most = vote(english, a, head, &words);
		if (words >= SURE_WORDS && most * 100 >= words * SURE_PERCENT)
			return english;
	}
	for (size_t i = 0; i < r->n_languages; i++) {
		const struct language *l = &r->languages[i];
		size_t n = l == english || lexicon_script(l->lexicon) != script
		    ? 0
		    : vote(l, a, head, &words);

		if (n > most) {
			most = n;
			best = l;
		}
	}
	return best;
}

/* "pt-BR" is read as "pt". */
static struct str
base_of(struct str lang)
{
	return str_sub(lang, 0, str_chr(lang, '-'));
}

bool
reader_knows(const struct reader *r, struct str lang)
{
	return language_by_name(r, base_of(lang)) != NULL;
}

static const struct language *
choose(const struct reader *r, struct arena *a, const struct reading *in)
{
	struct str base = base_of(in->lang);

	return base.n == 0 ? guess(r, a, in->text) : language_by_name(r, base);
}

#define FIRST_FACTS 48 /* room for what a full report tells: they are large to move */

struct fact *
doc_fact(struct doc *d, enum fact_kind kind, size_t first, size_t last)
{
	struct fact *f;

	if (d->n_facts == LIMIT_FACTS)
		return NULL;
	if (d->facts == NULL) {
		d->cap_facts = FIRST_FACTS;
		d->facts = ARENA_ROOM(d->arena, struct fact, d->cap_facts);
	}
	if (d->n_facts == d->cap_facts)
		d->facts = arena_grow(d->arena, d->facts, d->n_facts, &d->cap_facts,
		    sizeof(*f));
	f = &d->facts[d->n_facts++];
	fact_init(f, kind);
	f->start = d->t.tok[first].start;
	f->end = d->t.tok[last].end;
	f->quote = str_sub(d->in->text, f->start, f->end);
	return f;
}

size_t
doc_find(const struct doc *d, size_t from, size_t to, uint64_t cls)
{
	while (from < to && !(d->t.tok[from].cls & cls))
		from++;
	return from;
}

bool
doc_has(const struct doc *d, uint64_t cls)
{
	for (size_t i = 0; i < d->t.n_sent; i++)
		if (d->t.sent[i].cls & cls)
			return true;
	return false;
}

static bool
is_noted(const struct explanation *x, struct str word)
{
	for (size_t i = 0; i < x->n_unknown; i++)
		if (str_eq(x->unknown[i], word))
			return true;
	return false;
}

/* Names have a capital, where there are capitals. */
static void
note_unknown(const struct doc *d, struct explanation *x)
{
	x->unknown = ARENA_ARRAY(d->arena, struct str, d->t.n + 1);
	for (size_t i = 0; i < d->t.n; i++) {
		const struct token *t = &d->t.tok[i];

		if (t->kind == TOKEN_WORD && t->word->cls == 0 && t->word->ground == 0 &&
		    t->word->time == 0 &&
		    (!(t->flags & TOKEN_CAP) || (t->flags & TOKEN_FIRST)) &&
		    !is_noted(x, doc_words(d, i, i)))
			x->unknown[x->n_unknown++] = doc_words(d, i, i);
	}
}

#define HEADLINE_MAX 200 /* bytes */

/* One line without a full stop, and no other text: headlines come alone, too. */
static bool
is_headline_alone(const struct doc *d)
{
	const struct token *last = d->t.n > TOKEN_MARGIN ? &d->t.tok[d->t.n - 1] : NULL;

	return d->in->title.n == 0 && d->t.n_sent == 1 && d->in->text.n <= HEADLINE_MAX &&
	    !(last->kind == TOKEN_PUNCT &&
		(last->punct == '.' || last->punct == '!' || last->punct == '?'));
}

/* What a novel or a columnist tells is no news of its day. */
static void
take_as_tale(struct fact_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		l->items[i].stance = STANCE_BACKGROUND;
	l->toll = (struct toll){ 0 };
}

void
reader_read(const struct reader *r, struct arena *a, const struct reading *in,
    struct fact_list *out)
{
	const struct language *l = choose(r, a, in);
	struct reading cut = *in;
	struct doc d = {
		.reader = r, .in = &cut, .arena = a, .day = day_of(in->published_ms)
	};

	*out = (struct fact_list){ 0 };
	if (l == NULL)
		return;
	cut.text = unwrap(a, str_sub(in->text, 0, utf8_floor(in->text, LIMIT_ENTRY_TEXT)),
	    in->title.n);
	d.lx = l->lexicon;
	d.frames = l->frames;
	d.cues = l->cues;
	d.nameless = l->nameless;
	tokenise(d.lx, r->guessed, a, cut.text, in->title.n, &d.t);
	if (is_headline_alone(&d))
		d.t.sent[0].headline = true;
	if (in->explain != NULL) {
		in->explain->lang = lexicon_lang(d.lx);
		note_unknown(&d, in->explain);
	}
	casualty_read(&d, &out->toll);
	territory_find(&d, l->territory);
	sources_give(&d);
	places_resolve(&d);
	for (size_t i = 0; i < d.n_facts; i++) /* as it was written */
		d.facts[i].quote = str_sub(in->text, d.facts[i].start, d.facts[i].end);
	out->items = d.facts;
	out->n = d.n_facts;
	if (out->n > 0)
		story_read(l->story, a, str_sub(cut.text, 0, in->title.n), cut.text, &d.t,
		    out);
	if (out->marks & STORY_TALE)
		take_as_tale(out);
}
