/* cue.c -- see cue.h. */
#include "config.h"

#include "facts/cue.h"
#include "facts/lexicon_build.h"
#include "facts/lexicon_find.h"
#include "facts/lexicon_file.h"

const char *const cue_names[] = { [CUE_CHARGED] = "charged",
	[CUE_PAST] = "past",
	[CUE_LATELY] = "lately",
	[CUE_WAR] = "war",
	[CUE_EARLIER] = "earlier",
	[CUE_PLANNED] = "planned",
	[CUE_DENIED] = "denied",
	[CUE_DENIES] = "denies",
	[CUE_CLAIMED] = "claimed",
	[CUE_ADDITION] = "addition",
	[CUE_RIVAL] = "rival",
	[CUE_RUNNING] = "running",
	[CUE_ACTUAL] = "actual",
	[CUE_REPRISAL] = "reprisal",
	[CUE_FREED] = "freed",
	[CUE_CALM] = "calm",
	[CUE_VOTE] = "vote",
	[CUE_SHARED] = "shared",
	[CUE_OPENING] = "opening",
	[CUE_POINTER] = "pointer",
	[CUE_CAPTION] = "caption",
	[CUE_N] = NULL };

struct cue_table *
cues_new(struct lexicon *lx)
{
	struct cue_table *t = ARENA_NEW(lexicon_arena(lx), struct cue_table);

	t->arena = lexicon_arena(lx);
	return t;
}

struct adding {
	struct lexicon *lx;
	uint32_t meaning;
};

static int
add_one(void *arg, struct str phrase)
{
	struct adding *a = arg;

	return lexicon_add_phrase(a->lx, phrase, a->meaning);
}

/* A mapped lexicon has the phrases already. */
static int
add_phrases(const struct cue_table *t, struct lexicon *lx, const struct tsv *tsv,
    struct str phrases, struct err *e)
{
	struct adding a = { .lx = lx };
	struct str phrase;

	if (lexicon_is_mapped(lx))
		return 0;
	a.meaning = lexicon_add_meaning(lx, (int64_t)t->n);
	while ((phrase = str_word(&phrases)).n > 0)
		if (lexicon_variants(phrase, add_one, &a) != 0)
			return tsv_error(tsv, e,
			    "'%.*s' is too long, or has too many ways to read it",
			    STR_ARG(phrase));
	return 0;
}

static int
add_line(struct cue_table *t, struct lexicon *lx, const struct tsv *tsv, struct str f[],
    size_t n, struct err *e)
{
	struct cue_line c = { .kind = CUE_N,
		.phrase = f[1],
		.example = f[2],
		.expect = f[3],
		.path = tsv->path,
		.line = tsv->line };

	for (int i = 0; n >= 4 && i < CUE_N; i++)
		if (str_eq(f[0], str_of(cue_names[i])))
			c.kind = (enum cue_kind)i;
	if (c.kind == CUE_N)
		return tsv_error(tsv, e, "want kind of cue, phrases, example, expected");
	if (add_phrases(t, lx, tsv, f[1], e) != 0)
		return -1;
	if (t->n == t->cap)
		t->items = arena_grow(t->arena, t->items, t->n, &t->cap, sizeof(c));
	t->items[t->n++] = c;
	return 0;
}

int
cues_load(struct cue_table *t, struct lexicon *lx, const char *dir, struct err *e)
{
	struct tsv tsv;
	struct str f[TSV_FIELDS];
	size_t n;
	int rc = tsv_open(&tsv, t->arena, arena_printf(t->arena, "%s/" CUES_FILE, dir).p,
	    e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	while ((n = tsv_next(&tsv, f)) > 0)
		if (add_line(t, lx, &tsv, f, n, e) != 0)
			return -1;
	if (!lexicon_is_mapped(lx))
		lexicon_mark_phrases(lx);
	t->number = lexicon_word(lx, STR("<number>"))->id;
	t->year = lexicon_word(lx, STR("<year>"))->id;
	return 0;
}

#define WHEN (C_WEEKDAY | C_TIME | C_MONTH | C_ADVERB)

/* Is token i such a word, or the preposition before one? */
static inline bool
tells_when(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return ((t->cls & WHEN) != 0) |
	    (((t->cls & C_PREP) != 0) & (i + 1 < s->end) & ((t[1].cls & WHEN) != 0));
}

/* denied late on Sunday that: how many words from token i on only tell when. */
static size_t
when_words(const struct doc *d, const struct sentence *s, size_t i)
{
	size_t k = i;

	while (k < s->end &&
	    (tells_when(d, s, k) ||
		(d->t.tok[k].kind == TOKEN_NUMBER && k > i &&
		    (d->t.tok[k - 1].cls & C_MONTH))))
		k++;
	return k - i;
}

#define PARTS_NOTHING (C_RELATIVE | C_SUBORD)

/* the conflict, which has; since January, when: a comma before such a word parts nothing.
 */
static bool
before_relative(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return is_mark(t, ',') && i + 1 < s->end && (t[1].cls & PARTS_NOTHING);
}

/* The node after the word, which is the first if node is 0; 0: none. */
static inline uint32_t
step_word(const struct lexicon *lx, uint32_t node, const struct word *w)
{
	const struct word *end;

	if (node == 0)
		return lx->nodes[w->fold].phrases;
	return w->id != 0 && fold_may_go_on(lx, node, w) ? lexicon_fold(lx, node, w, &end)
							 : 0;
}

/* The same after each word of a phrase that was read as one. */
static uint32_t
step_folded(const struct doc *d, uint32_t node, const struct word *folded)
{
	struct str rest = doc_text(d, folded->key), part;

	while ((part = str_word(&rest)).n > 0) {
		node = step_word(d->lx, node, lexicon_word(d->lx, part));
		if (node == 0)
			break;
	}
	return node;
}

static uint32_t
step_number(const struct doc *d, uint32_t node, const struct token *t)
{
	bool year = t->digits && t->end - t->start == 4 && t->value >= 1900 &&
	    t->value < 2100;
	uint32_t next = year ? step_word(d->lx, node, word_at(d->lx, d->cues->year)) : 0;

	return next != 0 ? next : step_word(d->lx, node, word_at(d->lx, d->cues->number));
}

static inline uint32_t
step(const struct doc *d, uint32_t node, const struct token *t)
{
	if (t->kind == TOKEN_NUMBER)
		return step_number(d, node, t);
	if (t->flags & TOKEN_FOLDED)
		return step_folded(d, node, t->word);
	return step_word(d->lx, node, t->word);
}

/* What begins a cue: the node behind its first word, and what a number is there. */
struct opener {
	struct fold_node number;
	uint64_t any_number; /* fold_bit() of "<number>" and "<year>" */
};

/* Where the phrases go on that begin with the word. */
static inline const struct fold_node *
behind(const struct lexicon *lx, const struct word *w)
{
	return &lx->nodes[lx->nodes[w->fold].phrases];
}

static struct opener
opener_of(const struct doc *d)
{
	const struct word *number = word_at(d->lx, d->cues->number),
			  *year = word_at(d->lx, d->cues->year);
	struct opener o = { *behind(d->lx, number),
		fold_bit(number->id) | fold_bit(year->id) };

	o.number.next |= behind(d->lx, year)->next;
	o.number.end |= behind(d->lx, year)->end;
	return o;
}

/* May a cue whose first word leads to the node, and is token t, go on with the next token
 * or end?  Nearly none may; all is asked at once, as no branch could be foretold. */
static inline bool
may_go_on(const struct opener *o, const struct fold_node *n, const struct token *t)
{
	const struct token *next = &t[1];
	uint64_t known = -(uint64_t)(next->word->id != 0);
	uint64_t number = -(uint64_t)(next->kind == TOKEN_NUMBER);
	uint64_t words = (fold_bit(next->word->id) & known) | (o->any_number & number);
	uint64_t before_when = -(uint64_t)((next->cls & C_PREP) != 0);
	uint64_t comma = -(uint64_t)(next->punct == ',');
	uint64_t passed = (next->cls & WHEN) |
	    (next[1].cls & ((before_when & WHEN) | (comma & PARTS_NOTHING)));

	return ((n->next & words) | passed | n->end |
		   ((t->flags | next->flags) & TOKEN_FOLDED)) != 0;
}

/* Those of up to 64 tokens that a cue may begin with, as bits. */
static uint64_t
beginnings(const struct doc *d, const struct opener *o, const struct token *t, size_t n)
{
	uint64_t words = 0, numbers = 0, found = 0;

	for (size_t k = 0; k < n; k++) {
		words |= (uint64_t)t[k].word->cue << k;
		numbers |= (uint64_t)(t[k].kind == TOKEN_NUMBER) << k;
	}
	for (words &= ~numbers; words != 0; words &= words - 1) {
		int k = __builtin_ctzll(words);

		found |= (uint64_t)may_go_on(o, behind(d->lx, t[k].word), &t[k]) << k;
	}
	for (; numbers != 0; numbers &= numbers - 1) {
		int k = __builtin_ctzll(numbers);

		found |= (uint64_t)may_go_on(o, &o->number, &t[k]) << k;
	}
	return found;
}

static bool
match(const struct doc *d, const struct sentence *s, size_t i, struct cue *found)
{
	const struct lexicon *lx = d->lx;
	uint32_t node = 0;
	bool any = false;

	for (size_t k = i; k < s->end; k++) {
		uint32_t next = step(d, node, &d->t.tok[k]);
		size_t when;

		if (next == 0 && k > i && before_relative(d, s, k))
			continue;
		if (next == 0 && k > i && (when = when_words(d, s, k)) > 0) {
			k += when - 1;
			continue;
		}
		if (next == 0)
			break;
		node = next;
		if (lx->nodes[node].end != 0) {
			int64_t line = word_at(lx, lx->nodes[node].end)->value;

			if ((uint64_t)line >= d->cues->n)
				continue;
			*found = (struct cue){ .first = (uint32_t)i,
				.last = (uint32_t)k,
				.line = &d->cues->items[line] };
			found->kind = found->line->kind;
			any = true;
		}
	}
	return any;
}

bool
cue_points_elsewhere(const struct doc *d, const struct sentence *s, const struct cue *c)
{
	const struct token *next = &d->t.tok[c->last + 1u];

	bool own = s == &d->t.sent[0];

	return (c->kind == CUE_POINTER || (c->kind == CUE_CAPTION && !own)) &&
	    !(s->headline && d->in->title.n > 0) && c->first == s->first &&
	    c->last + 1u < s->end &&
	    (next->kind == TOKEN_PUNCT || (next->flags & TOKEN_CAP));
}

static bool
opens(const struct doc *d, const struct sentence *s, struct cue *c)
{
	struct opener o = opener_of(d);

	return beginnings(d, &o, &d->t.tok[s->first], s->first < s->end) != 0 &&
	    match(d, s, s->first, c);
}

enum cue_kind
cue_opening(const struct doc *d, const struct sentence *s)
{
	struct cue c;

	return opens(d, s, &c) ? c.kind : CUE_N;
}

bool
cues_point_elsewhere(const struct doc *d, const struct sentence *s)
{
	struct cue c;

	return opens(d, s, &c) && cue_points_elsewhere(d, s, &c);
}

void
cues_find(const struct doc *d, const struct sentence *s, struct cues *out)
{
	struct opener o = opener_of(d);

	out->n = 0;
	out->kinds = 0;
	for (size_t from = s->first, past = from; from < s->end; from += 64) {
		size_t n = s->end - from < 64 ? s->end - from : 64;
		uint64_t bits = beginnings(d, &o, &d->t.tok[from], n);

		for (; bits != 0 && out->n < CUES_MAX; bits &= bits - 1) {
			size_t i = from + (size_t)__builtin_ctzll(bits);
			struct cue *c = &out->items[out->n];

			if (i < past || !match(d, s, i, c))
				continue;
			out->kinds |= 1u << c->kind;
			past = c->last + 1u;
			out->n++;
		}
	}
}
