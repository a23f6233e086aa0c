/* lexicon_file.c -- see lexicon_file.h. */
#include "config.h"

#include <errno.h>
#include <stdarg.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/limits.h"
#include "facts/fact.h"
#include "facts/ground_words.h"
#include "facts/inflect.h"
#include "facts/lexicon_build.h"
#include "facts/lexicon_file.h"
#include "facts/small_words.h"
#include "facts/time_words.h"

#define FILE_MAX (8u << 20)
#define VARIANTS_MAX 2000
#define PHRASE_MAX 128

/* ---- lines of fields ---- */

int
tsv_open(struct tsv *t, struct arena *a, const char *path, struct err *e)
{
	FILE *f = fopen(path, "re");
	char *text;
	size_t n;

	*t = (struct tsv){ .path = arena_str(a, str_of(path)) };
	if (f == NULL)
		return errno == ENOENT ? 1 : err_set(e, "%s: %s", path, strerror(errno));
	if (fseek(f, 0, SEEK_END) != 0 || ftell(f) < 0 || ftell(f) > (long)FILE_MAX) {
		fclose(f);
		return err_set(e, "%s: larger than %u bytes", path, FILE_MAX);
	}
	n = (size_t)ftell(f);
	rewind(f);
	text = arena_room(a, n);
	t->text = t->rest = (struct str){ text, fread(text, 1, n, f) };
	fclose(f);
	return t->text.n == n ? 0 : err_set(e, "%s: cannot be read whole", path);
}

size_t
tsv_next(struct tsv *t, struct str field[TSV_FIELDS])
{
	struct str line;

	while (str_cut(&t->rest, '\n', &line)) {
		size_t n = 0;

		t->line++;
		if (str_trim(line).n == 0 || line.p[0] == '#')
			continue;
		while (n < TSV_FIELDS && str_cut(&line, '\t', &field[n])) {
			field[n] = str_trim(field[n]);
			n++;
		}
		for (size_t i = n; i < TSV_FIELDS; i++)
			field[i] = STR_NONE;
		return n;
	}
	return 0;
}

int
tsv_error(const struct tsv *t, struct err *e, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(e, "%.*s:%zu: %s", STR_ARG(t->path), t->line, text);
}

/* ---- names ---- */

static const char *const class_names[] = {
#define X(id, name) [BIT_##id] = name,
	WORD_CLASSES(X)
#undef X
	    NULL
};

static const struct {
	const char *name;
	unsigned form;
} form_names[] = { { "singular", FORM_SINGULAR }, { "plural", FORM_PLURAL },
	{ "base", FORM_BASE }, { "third", FORM_THIRD }, { "gerund", FORM_GERUND },
	{ "past", FORM_PAST }, { "participle", FORM_PARTICIPLE }, { "dual", FORM_DUAL },
	{ "post", FORM_POST }, { "object", FORM_OBJECT }, { "name", FORM_NAME } };

uint64_t
lexicon_class(struct str name)
{
	for (size_t i = 0; class_names[i] != NULL; i++)
		if (str_eq(str_of(class_names[i]), name))
			return UINT64_C(1) << i;
	return 0;
}

unsigned
lexicon_form(struct str name)
{
	for (size_t i = 0; i < sizeof(form_names) / sizeof(form_names[0]); i++)
		if (str_eq(str_of(form_names[i].name), name))
			return form_names[i].form;
	return 0;
}

static int
name_index(const char *const *names, struct str name)
{
	for (int i = 0; names[i] != NULL; i++)
		if (str_eq(str_of(names[i]), name))
			return i;
	return -1;
}

int
lexicon_outcome(struct str name)
{
	if (str_eq(name, STR("displaced")))
		return OUTCOME_DISPLACED;
	return name_index(outcome_names, name);
}

/* ---- inflection ---- */

struct loader {
	struct lexicon *lx;
	struct arena *arena; /* of the files' text, for as long as they are read */
	struct tsv tsv;
	struct inflections bends;
	struct word line; /* classes and attributes of the line */
	bool noun, verb, adj;
	struct named_list {
		struct str name, words; /* "<home>", "home|homes|house" */
	} * lists;
	size_t n_lists, cap_lists;
	struct err *e;
};

static int
load_guess(struct loader *l, struct str f[TSV_FIELDS], size_t n)
{
	unsigned form = 0;
	uint64_t cls = lexicon_class(f[2]);

	for (struct str one; str_cut(&f[3], ',', &one);)
		form |= lexicon_form(one);
	if (n < 3 || cls == 0)
		return tsv_error(&l->tsv, l->e, "want guess, ending, class, forms");
	lexicon_add_guess(l->lx, f[1], cls, form);
	return 0;
}

static enum lexicon_habit
habit_of(const struct str f[TSV_FIELDS])
{
	static const struct {
		struct str name, how;
		enum lexicon_habit habit;
	} habits[] = { { STR_INIT("decimal"), STR_INIT("comma"), HABIT_COMMA },
		{ STR_INIT("numbers"), STR_INIT("units-first"), HABIT_UNITS },
		{ STR_INIT("apostrophe"), STR_INIT("suffix"), HABIT_SUFFIX },
		{ STR_INIT("capitals"), STR_INIT("nouns"), HABIT_NOUNS_CAPITAL },
		{ STR_INIT("capitals"), STR_INIT("none"), HABIT_NO_CAPITALS },
		{ STR_INIT("order"), STR_INIT("modifiers-after"), HABIT_MODIFIERS_AFTER },
		{ STR_INIT("order"), STR_INIT("verbs-last"), HABIT_VERBS_LAST },
		{ STR_INIT("counted"), STR_INIT("singular"), HABIT_COUNTED_SINGULAR },
		{ STR_INIT("objects"), STR_INIT("own-form"), HABIT_OBJECT_FORM },
		{ STR_INIT("clauses"), STR_INIT("comma"), HABIT_COMMA_CLAUSE },
		{ STR_INIT("compounds"), STR_INIT("joined"), HABIT_COMPOUNDS },
		{ STR_INIT("nouns"), STR_INIT("head-first"), HABIT_HEAD_FIRST },
		{ STR_INIT("ordinals"), STR_INIT("stop"), HABIT_ORDINAL_STOP },
		{ STR_INIT("split"), STR_INIT("anywhere"), HABIT_SPLIT_ANYWHERE },
		{ STR_INIT("days"), STR_INIT("small"), HABIT_SMALL_DAYS },
		{ STR_INIT("articles"), STR_INIT("none"), HABIT_NO_ARTICLES },
		{ STR_INIT("gazetteer"), STR_INIT("own-names"), HABIT_GAZETTEER } };

	for (size_t i = 0; i < sizeof(habits) / sizeof(habits[0]); i++)
		if (str_eq(f[0], habits[i].name) && str_eq(f[1], habits[i].how))
			return habits[i].habit;
	return 0;
}

/* How the language is written: lines that are no rules of bending. */
static int
load_habit(struct loader *l, struct str f[TSV_FIELDS], size_t n)
{
	enum lexicon_habit habit;

	if (str_eq(f[0], STR("guess")))
		return load_guess(l, f, n);
	if (str_eq(f[0], STR("clitic")) && n == 2)
		lexicon_add_clitic(l->lx, f[1]);
	else if (str_eq(f[0], STR("glued")) && n == 2 && f[1].n > 1)
		lexicon_add_glued(l->lx, f[1]);
	else if (str_eq(f[0], STR("place")) && n == 3 && f[1].n > 0)
		lexicon_add_place_ending(l->lx, f[1],
		    str_eq(f[2], STR("-")) ? STR_NONE : f[2]);
	else if ((habit = habit_of(f)) != 0)
		lexicon_set(l->lx, habit);
	else
		return tsv_error(&l->tsv, l->e,
		    "'%.*s' is no rule, or one with other fields", STR_ARG(f[0]));
	return 0;
}

static int
load_rules(struct loader *l, const char *path)
{
	struct str f[TSV_FIELDS];
	int rc = tsv_open(&l->tsv, l->arena, path, l->e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	for (size_t n; (n = tsv_next(&l->tsv, f)) > 0;) {
		rc = inflect_line(&l->bends, f, n);
		if (rc < 0)
			return tsv_error(&l->tsv, l->e,
			    "want noun, ending, plurals, singulars or dual, "
			    "ending, forms or verb, ending, thirds, gerunds, pasts, "
			    "participles or "
			    "letter, sign, choices or phrase, last");
		if (rc == 0 && load_habit(l, f, n) != 0)
			return -1;
	}
	return 0;
}

/* ---- one form of one word ---- */

static void
give(struct text_ref *to, struct text_ref from)
{
	if (from.n > 0)
		*to = from;
}

static void
merge(struct word *w, const struct word *line, unsigned form)
{
	w->cls |= line->cls;
	w->ground |= line->ground;
	w->small |= line->small;
	w->time |= line->time;
	w->n = line->time != 0 && line->n != 0 ? line->n : w->n;
	time_place(w);
	w->form |= (uint16_t)(form | line->form);
	if (line->bound != BOUND_NONE)
		w->bound = line->bound;
	if (line->outcome != LEXICON_NO_OUTCOME)
		w->outcome = line->outcome;
	if (line->effect != 0)
		w->effect = line->effect;
	if (line->value != -1)
		w->value = line->value;
	give(&w->who, line->who);
	give(&w->cause, line->cause);
	give(&w->unit, line->unit);
	give(&w->source, line->source);
	give(&w->head, line->head);
}

/* "nahm .. fest": a word of that key, to be looked for from its first word on. */
static struct word *
add_split(struct loader *l, struct str text)
{
	size_t gap = str_find(text, STR(SPLIT_GAP));
	struct str rest = str_sub(text, gap + strlen(SPLIT_GAP), text.n), part;
	struct word *first;

	while ((part = str_word(&rest)).n > 0)
		lexicon_add(l->lx, part); /* known, if only for this */
	first = lexicon_add(l->lx, str_sub(text, 0, gap));
	first->form |= FORM_SPLIT;
	lexicon_set(l->lx, HABIT_SPLIT_VERBS);
	first->hint |= l->line.cls;
	first->ground_hint |= l->line.ground;
	return lexicon_add(l->lx, text);
}

static int
add_plain(struct loader *l, struct str text, unsigned form)
{
	struct word *w;

	if (lexicon_count(l->lx) >= LIMIT_WORDS)
		return err_set(l->e, "more than %u words", LIMIT_WORDS);
	if (str_find(text, STR(SPLIT_GAP)) != STR_NOWHERE)
		w = add_split(l, text);
	else if (memchr(text.p, ' ', text.n) == NULL)
		w = lexicon_add(l->lx, text);
	else if ((w = lexicon_add_fold(l->lx, text, l->e)) == NULL)
		return -1;
	merge(w, &l->line, form);
	return 0;
}

/* Each way of reading a phrase with | alternatives and ? options. */
struct expansion {
	int (*each)(void *arg, struct str phrase);
	void *arg;
	unsigned left;
	char made[PHRASE_MAX];
};

/* Depth is that of the underscores, each taken once. */
static int
expand(struct expansion *x, struct str in, size_t n)
{
	struct str part, alt;

	if (in.n == 0)
		return n == 0 ? 0 : x->each(x->arg, (struct str){ x->made, n });
	if (!str_cut(&in, '_', &part))
		return 0;
	if (part.n > 1 && part.p[part.n - 1] == '?') {
		part.n--;
		if (expand(x, in, n) != 0)
			return -1;
	}
	while (str_cut(&part, '|', &alt)) {
		size_t at = n;

		if (x->left == 0 || n + alt.n + 2 > PHRASE_MAX)
			return -1;
		x->left--;
		if (at > 0)
			x->made[at++] = ' ';
		memcpy(x->made + at, alt.p, alt.n);
		if (expand(x, in, at + alt.n) != 0)
			return -1;
	}
	return 0;
}

int
lexicon_variants(struct str phrase, int (*each)(void *arg, struct str phrase), void *arg)
{
	struct expansion x = { .each = each, .arg = arg, .left = VARIANTS_MAX };

	return expand(&x, phrase, 0);
}

struct plain {
	struct loader *l;
	unsigned form;
};

static int
each_plain(void *arg, struct str phrase)
{
	struct plain *p = arg;

	return add_plain(p->l, phrase, p->form);
}

static int
add_form(struct loader *l, struct str in, unsigned form)
{
	struct plain p = { l, form };

	l->e->msg[0] = '\0';
	if (lexicon_variants(in, each_plain, &p) == 0)
		return 0;
	if (l->e->msg[0] != '\0')
		return err_wrap(l->e, "%.*s:%zu", STR_ARG(l->tsv.path), l->tsv.line);
	return tsv_error(&l->tsv, l->e,
	    "'%.*s' is too long, or has too many ways to read it", STR_ARG(in));
}

/* The word of a verb phrase that bends, as bytes of the phrase. */
static void
bending_part(const struct loader *l, struct str in, size_t *from, size_t *to)
{
	size_t at = l->bends.last ? STR_NOWHERE : str_chr(in, '_');

	*from = 0;
	*to = at == STR_NOWHERE ? in.n : at;
	if (l->bends.last)
		for (size_t i = 0; i < in.n; i++)
			if (in.p[i] == '_')
				*from = i + 1;
}

/* Every ending of a slot of the rule, put to the word. */
static int
add_bent(struct loader *l, struct str in, const struct inflection *r, int slot,
    unsigned form)
{
	struct str endings = r->slot[slot], one;
	size_t from = 0, to = in.n;

	if (r->kind == INFLECT_VERB)
		bending_part(l, in, &from, &to);
	while (str_cut(&endings, ',', &one)) {
		char bent[INFLECT_MAX], text[PHRASE_MAX];

		if (str_eq(one, STR("."))) /* no such form */
			continue;
		struct str b = inflect_bend(&l->bends, r, str_sub(in, from, to), one,
		    bent);
		int n = snprintf(text, sizeof(text), "%.*s%.*s%.*s", (int)from, in.p,
		    STR_ARG(b), (int)(in.n - to), in.p + to);

		if (b.n == 0 || n < 0 || (size_t)n >= sizeof(text))
			return tsv_error(&l->tsv, l->e, "too long a word");
		if (add_form(l, (struct str){ text, (size_t)n }, form) != 0)
			return -1;
	}
	return 0;
}

static const unsigned verb_forms[] = { FORM_BASE, FORM_THIRD, FORM_GERUND, FORM_PAST,
	FORM_PARTICIPLE };

static int
add_listed(struct loader *l, struct str word)
{
	struct str part, last = STR_NONE;
	size_t i = 0;

	while (str_cut(&word, '/', &part)) {
		unsigned form = l->verb ? verb_forms[i < 4 ? i : 4]
		    : i == 0            ? FORM_SINGULAR
					: FORM_PLURAL;

		if (part.n > 0 && add_form(l, part, form) != 0)
			return -1;
		last = part;
		i++;
	}
	if (l->verb && i == 4) /* past and participle alike */
		return add_form(l, last, FORM_PARTICIPLE);
	return 0;
}

/* Two of them in one word, whose form is no other word's; it may be that of several. */
static int
add_dual(struct loader *l, struct str singular)
{
	const struct inflection *r = inflect_rule(&l->bends, INFLECT_DUAL, singular);
	struct str endings = r != NULL ? r->slot[0] : STR_NONE, one;
	int64_t value = l->line.value;

	while (str_cut(&endings, ',', &one)) {
		char bent[INFLECT_MAX];
		struct str b = inflect_bend(&l->bends, r, singular, one, bent);
		const struct word *have = lexicon_word(l->lx, b);
		int rc;

		bool several = (have->cls & l->line.cls) == l->line.cls &&
		    (have->form & FORM_PLURAL);

		if (b.n == 0 || (have->cls != 0 && !several))
			continue;
		l->line.value = several ? value : 2;
		rc = add_form(l, b, FORM_DUAL);
		l->line.value = value;
		if (rc != 0)
			return -1;
	}
	return 0;
}

static int
add_adjective(struct loader *l, struct str word)
{
	const struct inflection *r = inflect_rule(&l->bends, INFLECT_ADJ, word);

	if (r == NULL)
		return tsv_error(&l->tsv, l->e, "no rule bends '%.*s'", STR_ARG(word));
	return add_form(l, word, 0) != 0 ? -1 : add_bent(l, word, r, 0, 0);
}

static int
add_regular(struct loader *l, struct str word)
{
	const struct inflection *r;
	size_t from = 0, to = word.n;

	if (l->verb)
		bending_part(l, word, &from, &to);
	r = inflect_rule(&l->bends, l->verb ? INFLECT_VERB : INFLECT_NOUN,
	    str_sub(word, from, to));
	if (r == NULL)
		return tsv_error(&l->tsv, l->e, "no rule bends '%.*s'", STR_ARG(word));
	if (add_form(l, word, l->verb ? FORM_BASE : FORM_SINGULAR) != 0)
		return -1;
	if (l->noun)
		return add_bent(l, word, r, 0, FORM_PLURAL) != 0
		    ? -1
		    : add_bent(l, word, r, 1, FORM_SINGULAR | FORM_OBJECT);
	for (int i = 0; i < INFLECT_SLOTS; i++)
		if (add_bent(l, word, r, i, verb_forms[i + 1]) != 0)
			return -1;
	return 0;
}

/* ---- lists with a name ---- */

static bool
is_list_name(struct str s)
{
	return s.n > 2 && s.p[0] == '<' && s.p[s.n - 1] == '>';
}

static void
name_list(struct loader *l, struct str name, struct str words)
{
	l->lists = arena_grow(l->arena, l->lists, l->n_lists, &l->cap_lists,
	    sizeof(*l->lists));
	l->lists[l->n_lists++] = (struct named_list){ name, words };
}

static const struct named_list *
list_named(const struct loader *l, struct str name)
{
	for (size_t i = 0; i < l->n_lists; i++)
		if (str_eq(l->lists[i].name, name))
			return &l->lists[i];
	return NULL;
}

/* from_<home>: with the words of the list. */
static int
put_lists(struct loader *l, struct str *word)
{
	size_t from, to;

	while ((from = str_chr(*word, '<')) != STR_NOWHERE) {
		struct str rest = str_sub(*word, from, word->n);
		const struct named_list *list;

		to = str_chr(rest, '>');
		list = to == STR_NOWHERE ? NULL : list_named(l, str_sub(rest, 0, to + 1));
		if (list == NULL)
			return tsv_error(&l->tsv, l->e,
			    "no list '%.*s' stands before this line", STR_ARG(rest));
		*word = arena_printf(l->arena, "%.*s%.*s%.*s", (int)from, word->p,
		    STR_ARG(list->words), STR_ARG(str_sub(rest, to + 1, rest.n)));
	}
	return 0;
}

static int
add_word(struct loader *l, struct str word)
{
	bool listed = memchr(word.p, '/', word.n) != NULL;

	if (l->adj)
		return add_adjective(l, word);
	if (!l->noun && !l->verb)
		return add_form(l, word, 0);
	if ((listed ? add_listed(l, word) : add_regular(l, word)) != 0)
		return -1;
	word = str_sub(word, 0, str_chr(word, '/'));
	return l->noun ? add_dual(l, str_sub(word, 0, str_chr(word, '|'))) : 0;
}

/* ---- the first field ---- */

static struct text_ref
spaced(struct loader *l, struct str s)
{
	char *c = arena_cstr(l->arena, s);

	for (size_t i = 0; i < s.n; i++)
		if (c[i] == '+')
			c[i] = ' ';
	return lexicon_add_text(l->lx, (struct str){ c, s.n });
}

static int
attribute(struct loader *l, struct str name, struct str value)
{
	uint64_t n;
	int64_t v;
	int i;

	if (str_eq(name, STR("who")))
		l->line.who = spaced(l, value);
	else if (str_eq(name, STR("cause")))
		l->line.cause = spaced(l, value);
	else if (str_eq(name, STR("unit")))
		l->line.unit = spaced(l, value);
	else if (str_eq(name, STR("source")))
		l->line.source = spaced(l, value);
	else if (str_eq(name, STR("head")))
		l->line.head = spaced(l, value);
	else if (str_eq(name, STR("value")) && str_int(value, &v) && v >= -LIMIT_COUNT &&
	    v <= LIMIT_COUNT)
		l->line.value = v;
	else if (str_eq(name, STR("n")) && str_uint(value, &n) && n <= INT16_MAX)
		l->line.n = (int16_t)n;
	else if (str_eq(name, STR("form")) && lexicon_form(value) != 0)
		l->line.form |= (uint16_t)lexicon_form(value);
	else if (str_eq(name, STR("bound")) && (i = name_index(bound_names, value)) >= 0)
		l->line.bound = (uint8_t)i;
	else if (str_eq(name, STR("effect")) &&
	    (i = name_index(effect_names, value)) >= 0)
		l->line.effect = (uint8_t)i;
	else if (str_eq(name, STR("outcome")) && (i = lexicon_outcome(value)) >= 0)
		l->line.outcome = (uint8_t)i;
	else
		return tsv_error(&l->tsv, l->e, "%.*s=%.*s means nothing here",
		    STR_ARG(name), STR_ARG(value));
	return 0;
}

static int
read_spec(struct loader *l, struct str spec)
{
	struct str item;

	l->line = (struct word){ .value = -1, .outcome = LEXICON_NO_OUTCOME };
	l->noun = l->verb = l->adj = false;
	while ((item = str_word(&spec)).n > 0) {
		size_t eq = str_chr(item, '=');
		uint64_t c;

		if (eq != STR_NOWHERE) {
			if (attribute(l, str_sub(item, 0, eq),
				str_sub(item, eq + 1, item.n)) != 0)
				return -1;
		} else if (str_eq(item, STR("+noun"))) {
			l->noun = true;
		} else if (str_eq(item, STR("+verb"))) {
			l->verb = true;
		} else if (str_eq(item, STR("+adj"))) {
			l->adj = true;
		} else if ((c = lexicon_class(item)) != 0) {
			l->line.cls |= c;
		} else if ((c = ground_class(item)) != 0) {
			l->line.ground |= c;
		} else if ((c = small_class(item)) != 0) {
			l->line.small |= (uint32_t)c;
		} else if ((c = time_class(item)) != 0) {
			l->line.time |= (uint32_t)c;
		} else {
			return tsv_error(&l->tsv, l->e, "there is no word class '%.*s'",
			    STR_ARG(item));
		}
	}
	return 0;
}

static int
load_words(struct loader *l, const char *path)
{
	struct str f[TSV_FIELDS], word;
	int rc = tsv_open(&l->tsv, l->arena, path, l->e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	for (size_t n; (n = tsv_next(&l->tsv, f)) > 0;) {
		if (n < 2)
			return tsv_error(&l->tsv, l->e, "want classes, a tab, words");
		if (is_list_name(f[0])) {
			name_list(l, f[0], f[1]);
			continue;
		}
		if (read_spec(l, f[0]) != 0)
			return -1;
		while ((word = str_word(&f[1])).n > 0)
			if (put_lists(l, &word) != 0 || add_word(l, word) != 0)
				return -1;
	}
	return 0;
}

/* Words that any sentence has. */
#define SMALL_WORDS                                                                \
	(C_DET | C_ONE | C_PREP | C_OF | C_BY | C_TO | C_PRONOUN | C_BE | C_HAVE | \
	    C_MODAL | C_AND | C_SUBORD | C_RELATIVE | C_POSSESSIVE | C_NEG)

/* How well a word tells of the classes that a phrase with it has: as one of them itself,
 * as a rare one, not at all. */
static int
tells(const struct word *w, uint64_t has, uint64_t classes)
{
	return (classes & ~has) == 0 ? 2 : (w->cls & SMALL_WORDS) == 0;
}

/* The word of a phrase that tells best of its classes, of these or those about ground; of
 * several the longest, the rarest as a rule. */
static struct word *
telling_word(struct lexicon *lx, struct str phrase, uint64_t classes, bool ground)
{
	struct word *best = NULL;
	struct str part;
	int most = -1;
	size_t longest = 0;

	while ((part = str_word(&phrase)).n > 0) {
		struct word *w = lexicon_add(lx, part);
		int now = tells(w, ground ? w->ground : w->cls, classes);

		if (now < most || (now == most && part.n < longest))
			continue;
		best = w;
		most = now;
		longest = part.n;
	}
	return best;
}

/* A sentence is looked at for its words' classes before its folds are made; so one word
 * of each phrase tells what that may become. */
static void
give_hints(struct lexicon *lx)
{
	for (size_t i = 1; i < lexicon_count(lx); i++) {
		const struct word *w = lexicon_nth(lx, i);
		struct str key = lexicon_text(lx, w->key);
		uint64_t cls = w->cls, ground = w->ground;

		if (memchr(key.p, ' ', key.n) == NULL ||
		    str_find(key, STR(SPLIT_GAP)) != STR_NOWHERE)
			continue;
		if (cls != 0)
			telling_word(lx, key, cls, false)->hint |= cls;
		if (ground != 0)
			telling_word(lx, key, ground, true)->ground_hint |= ground;
	}
}

static const char *const word_files[] = { "function.tsv", "numbers.tsv", "people.tsv",
	"verbs.tsv", "triggers.tsv", "things.tsv", "causes.tsv", "sources.tsv",
	"places.tsv", "notground.tsv", "ground.tsv", "stance.tsv", "gate.tsv",
	"time.tsv" };

static int
load_files(struct loader *l, const char *dir)
{
	if (load_rules(l, arena_printf(l->arena, "%s/" RULES_FILE, dir).p) != 0)
		return -1;
	for (size_t i = 0; i < NELEM(word_files); i++)
		if (load_words(l,
			arena_printf(l->arena, "%s/%s", dir, word_files[i]).p) != 0)
			return -1;
	give_hints(l->lx);
	lexicon_list_triggers(l->lx);
	return 0;
}

int
lexicon_load(struct lexicon *lx, const char *dir, struct err *e)
{
	struct arena files;
	struct loader *l;
	int rc;

	arena_init(&files);
	l = ARENA_NEW(&files, struct loader);
	l->lx = lx;
	l->arena = &files;
	l->e = e;
	rc = load_files(l, dir);
	arena_clear(&files);
	return rc;
}

/* ---- what the files say, as a number ---- */

static int
add_file(uint64_t *sum, struct arena *a, const char *dir, const char *name, struct err *e)
{
	struct tsv t;
	int rc = tsv_open(&t, a, arena_printf(a, "%s/%s", dir, name).p, e);

	*sum = hash_bulk(t.text, *sum + (rc == 0));
	arena_reset(a);
	return rc < 0 ? -1 : 0;
}

int
lexicon_files_sum(uint64_t *sum, const char *dir, struct err *e)
{
	struct arena a;
	int rc = 0;

	arena_init(&a);
	rc = add_file(sum, &a, dir, RULES_FILE, e);
	for (size_t i = 0; rc == 0 && i < NELEM(word_files); i++)
		rc = add_file(sum, &a, dir, word_files[i], e);
	if (rc == 0)
		rc = add_file(sum, &a, dir, CUES_FILE, e);
	if (rc == 0)
		rc = add_file(sum, &a, dir, STORY_FILE, e);
	arena_clear(&a);
	return rc;
}
