/* reader.c -- see reader.h: loads the languages, and reads one entry from end to end. */
#include "config.h"

#include <dirent.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "facts/casualty.h"
#include "facts/cue.h"
#include "facts/doc.h"
#include "facts/frame.h"
#include "facts/gazetteer_load.h"
#include "facts/places.h"
#include "facts/reader_data.h"
#include "facts/source.h"
#include "facts/territory.h"

#define GUESS_BYTES 240 /* enough to tell one language from another */

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
	l->cues = cues_new(l->lexicon);
	l->territory = territory_rules_new(lexicon_arena(l->lexicon));
	l->story = story_words_new(lexicon_arena(l->lexicon));
	return l;
}

static int
load_language(struct reader *r, const char *dir, struct str lang, struct err *e)
{
	struct language *l = language_of(r, lang);

	if (l == NULL)
		return err_set(e, "%s: too many languages", dir);
	if (lexicon_load(l->lexicon, dir, e) != 0 || cues_load(l->cues, l->lexicon, dir, e) != 0)
		return -1;
	if (territory_rules_load(l->territory, dir, e) != 0 ||
	    story_words_load(l->story, dir, e) != 0)
		return -1;
	return frames_load(l->frames, l->lexicon, dir, e);
}

static int
load_languages(struct reader *r, const char *dir, struct err *e)
{
	char path[512];
	DIR *d;
	const struct dirent *ent;
	int rc = 0;

	snprintf(path, sizeof(path), "%s/lang", dir);
	d = opendir(path);
	if (d == NULL)
		return 0;
	while (rc == 0 && (ent = readdir(d)) != NULL) {
		char sub[800];

		if (ent->d_name[0] == '.')
			continue;
		snprintf(sub, sizeof(sub), "%s/%s", path, ent->d_name);
		rc = load_language(r, sub, str_of(ent->d_name), e);
	}
	closedir(d);
	return rc;
}

struct reader *
reader_load(const char *const *dirs, struct err *e)
{
	struct reader *r = xcalloc(1, sizeof(*r));

	r->actors = actors_new();
	for (size_t i = 0; dirs[i] != NULL; i++)
		if (load_languages(r, dirs[i], e) != 0 || actors_load(r->actors, dirs[i], e) < 0) {
			reader_free(r);
			return NULL;
		}
	r->gazetteer = gazetteer_load(dirs, e);
	if (r->gazetteer == NULL) {
		reader_free(r);
		return NULL;
	}
	if (r->n_languages == 0) {
		err_set(e, "%s/lang: no language pack", dirs[0] == NULL ? "" : dirs[0]);
		reader_free(r);
		return NULL;
	}
	return r;
}

void
reader_free(struct reader *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n_languages; i++) {
		story_words_clear(r->languages[i].story);
		lexicon_free(r->languages[i].lexicon);
	}
	gazetteer_free(r->gazetteer);
	actors_free(r->actors);
	free(r);
}

/* How many of the first words the language knows. */
static size_t
vote(const struct language *l, struct arena *a, struct str text)
{
	struct token_list t;
	size_t n = 0;

	tokenise(l->lexicon, a, text, 0, &t);
	for (size_t i = 0; i < t.n; i++)
		n += t.tok[i].kind == TOKEN_WORD && t.tok[i].word->cls != 0;
	return n;
}

/* The language of a text that declares none: English, unless another knows more of it. */
static struct str
guess(const struct reader *r, struct arena *a, struct str text)
{
	struct str best = STR("en"), head = str_sub(text, 0, utf8_floor(text, GUESS_BYTES));
	size_t most = 0, english = 0;

	for (size_t i = 0; i < r->n_languages; i++) {
		struct str lang = lexicon_lang(r->languages[i].lexicon);
		size_t n = vote(&r->languages[i], a, head);

		if (str_eq(lang, STR("en")))
			english = n;
		if (n > most) {
			most = n;
			best = lang;
		}
	}
	return most > english ? best : STR("en");
}

/* "pt-BR" is read as "pt". */
static const struct language *
choose(const struct reader *r, struct arena *a, const struct reading *in)
{
	struct str base = str_sub(in->lang, 0, str_chr(in->lang, '-'));

	if (base.n == 0)
		base = guess(r, a, in->text);
	for (size_t i = 0; i < r->n_languages; i++)
		if (str_eq_ci(lexicon_lang(r->languages[i].lexicon), base))
			return &r->languages[i];
	return NULL;
}

struct fact *
doc_fact(struct doc *d, enum fact_kind kind, size_t first, size_t last)
{
	struct fact *f;

	if (d->n_facts == LIMIT_FACTS)
		return NULL;
	if (d->n_facts == d->cap_facts)
		d->facts = arena_grow(d->arena, d->facts, d->n_facts, &d->cap_facts, sizeof(*f));
	f = &d->facts[d->n_facts++];
	fact_init(f, kind);
	f->start = d->t.tok[first].start;
	f->end = d->t.tok[last].end;
	f->quote = str_sub(d->in->text, f->start, f->end);
	return f;
}

struct str
doc_words(const struct doc *d, size_t first, size_t last)
{
	return str_sub(d->in->text, d->t.tok[first].start, d->t.tok[last].end);
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

void
reader_read(const struct reader *r, struct arena *a, const struct reading *in,
    struct fact_list *out)
{
	const struct language *l = choose(r, a, in);
	struct reading cut = *in;
	struct doc d = { .reader = r, .in = &cut, .arena = a,
		.day = day_of(in->published_ms) };

	*out = (struct fact_list){ 0 };
	if (l == NULL)
		return;
	cut.text = str_sub(in->text, 0, utf8_floor(in->text, LIMIT_ENTRY_TEXT));
	d.lx = l->lexicon;
	d.frames = l->frames;
	d.cues = l->cues;
	tokenise(d.lx, a, cut.text, in->title.n, &d.t);
	casualty_read(&d, &out->toll);
	territory_find(&d, l->territory);
	sources_give(&d);
	places_resolve(&d);
	out->items = d.facts;
	out->n = d.n_facts;
	if (out->n > 0)
		story_read(l->story, a, str_sub(cut.text, 0, in->title.n), cut.text, out);
}
