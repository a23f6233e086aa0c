/* lexicon.c -- see lexicon.h.  The word table: keys in an arena, one open-addressing index. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "facts/fact.h"
#include "facts/lexicon.h"
#include "facts/lexicon_file.h"

#define FOLD_WORDS 8
#define KEY_MAX 256

_Static_assert(WORD_CLASS_N <= 64, "word classes are bits of 64");

struct fold_edge {
	uint32_t node, word; /* from; word id */
	uint32_t to;         /* 0: free slot */
};

#define GUESSES_MAX 32
#define CLITICS_MAX 16
#define PLACE_ENDINGS_MAX 64

struct guess {
	struct str ending;
	uint64_t cls;
	uint16_t form;
};

struct slot {
	uint32_t hash, word; /* word number + 1; 0: free */
};

#define SLIP_MIN 7 /* letters of a word that may be a slip: shorter ones are too alike */

struct place_ending {
	struct str ending, plain;
};

struct lexicon {
	const struct word **triggers; /* by first letter, from first[letter] on */
	uint32_t first[27];
	struct guess guesses[GUESSES_MAX];
	size_t n_guesses;
	uint16_t guess_by_end[UCHAR_MAX + 1]; /* those whose ending ends so, as bits */
	struct str clitics[CLITICS_MAX];
	size_t n_clitics;
	struct str glued[CLITICS_MAX]; /* "-to", "new-" */
	size_t n_glued;
	unsigned habits; /* enum lexicon_habit */
	struct place_ending place_endings[PLACE_ENDINGS_MAX];
	size_t n_place_endings;
	struct arena arena;
	struct str lang;
	struct word **words; /* [0] is the unknown word */
	size_t n_words, cap_words;
	struct slot *index;
	size_t cap_index;
	unsigned shift; /* of a hash, to its place in the index */
	struct fold_edge *edges;
	size_t n_edges, cap_edges;
	const struct word **ends; /* by node */
	size_t n_nodes, cap_nodes;
};

/* The table is fixed once loaded and never more than half full, so a stranger's words can at
 * worst meet one of its short runs. */
static inline uint32_t
start_hash(struct word_start k)
{
	uint64_t h = (k.lo ^ (k.hi * UINT64_C(0x9e3779b97f4a7c15) >> 7)) * UINT64_C(0xff51afd7ed558ccd);

	return (uint32_t)(h >> 32);
}

static uint32_t
key_hash(struct str key)
{
	uint32_t h = start_hash(start_of(key));

	for (size_t at = PLAIN_MAX; at < key.n; at += 8)
		h = start_hash((struct word_start){ h, load_word(str_sub(key, at, key.n)) });
	return h;
}

struct lexicon *
lexicon_new(struct str lang)
{
	struct lexicon *lx = xcalloc(1, sizeof(*lx));

	arena_init(&lx->arena);
	lx->lang = arena_str(&lx->arena, lang);
	lx->cap_words = 1024;
	lx->words = xcalloc(lx->cap_words, sizeof(struct word *));
	lx->words[0] = ARENA_NEW(&lx->arena, struct word);
	lx->n_words = 1;
	lx->cap_index = 4096;
	lx->shift = 32 - 12;
	lx->index = xcalloc(lx->cap_index, sizeof(*lx->index));
	lx->cap_edges = 1024;
	lx->edges = xcalloc(lx->cap_edges, sizeof(*lx->edges));
	lx->cap_nodes = 256;
	lx->ends = xcalloc(lx->cap_nodes, sizeof(struct word *));
	lx->n_nodes = 1; /* node 0: nothing begun */
	return lx;
}

void
lexicon_free(struct lexicon *lx)
{
	if (lx == NULL)
		return;
	free(lx->words);
	free(lx->index);
	free(lx->edges);
	free((void *)lx->ends);
	free((void *)lx->triggers);
	arena_clear(&lx->arena);
	free(lx);
}

struct str
lexicon_lang(const struct lexicon *lx)
{
	return lx->lang;
}

struct arena *
lexicon_arena(struct lexicon *lx)
{
	return &lx->arena;
}

/* The slot of key in the index: its word number + 1 there, or 0.  The hash's high bits know all
 * of the key; the low ones know its first letters only. */
static struct slot *
slot_of(const struct lexicon *lx, struct str key, uint32_t hash)
{
	for (size_t i = hash >> lx->shift;; i = (i + 1) & (lx->cap_index - 1)) {
		struct slot *at = &lx->index[i];

		if (at->word == 0 || (at->hash == hash && str_eq(lx->words[at->word - 1]->key, key)))
			return at;
	}
}

const struct word *
lexicon_plain(const struct lexicon *lx, struct word_start key)
{
	uint32_t hash = start_hash(key);

	for (size_t i = hash >> lx->shift;; i = (i + 1) & (lx->cap_index - 1)) {
		const struct slot *at = &lx->index[i];
		const struct word *w;

		if (at->word == 0)
			return lx->words[0];
		if (at->hash != hash)
			continue;
		w = lx->words[at->word - 1];
		if (w->start.lo == key.lo && w->start.hi == key.hi && w->key.n <= PLAIN_MAX)
			return w;
	}
}

const struct word *
lexicon_word(const struct lexicon *lx, struct str key)
{
	uint32_t at;

	if (key.n == 0)
		return lx->words[0];
	if (key.n <= PLAIN_MAX)
		return lexicon_plain(lx, start_of(key));
	at = slot_of(lx, key, key_hash(key))->word;
	return lx->words[at == 0 ? 0 : at - 1];
}

static void
grow_index(struct lexicon *lx)
{
	free(lx->index);
	lx->cap_index *= 2;
	lx->shift--;
	lx->index = xcalloc(lx->cap_index, sizeof(*lx->index));
	for (size_t i = 1; i < lx->n_words; i++) {
		uint32_t hash = key_hash(lx->words[i]->key);

		*slot_of(lx, lx->words[i]->key, hash) = (struct slot){ hash, (uint32_t)i + 1 };
	}
}

/* Arabic alefs with and without their hamza are one letter (lexicon_letter), of two bytes all. */
static struct str
plain_letters(struct str key, char out[KEY_MAX])
{
	if (key.n > KEY_MAX || memchr(key.p, 0xd8, key.n) == NULL)
		return key;
	for (struct str rest = key; rest.n > 0;) {
		size_t at = key.n - rest.n;
		uint32_t u = utf8_next(&rest), plain = lexicon_letter(u);

		if (plain == u)
			memcpy(out + at, key.p + at, key.n - rest.n - at);
		else
			utf8_put(out + at, plain);
	}
	return (struct str){ out, key.n };
}

struct word *
lexicon_add(struct lexicon *lx, struct str given)
{
	char letters[KEY_MAX];
	struct str key = plain_letters(given, letters);
	uint32_t hash = key_hash(key);
	const struct slot *at = slot_of(lx, key, hash);
	struct word *w;

	if (at->word != 0)
		return lx->words[at->word - 1];
	if (lx->n_words == lx->cap_words) {
		lx->cap_words *= 2;
		lx->words = xreallocarray(lx->words, lx->cap_words, sizeof(struct word *));
	}
	if (lx->n_words * 2 > lx->cap_index)
		grow_index(lx);
	/* the key right behind its word: one way to memory for both */
	w = arena_alloc(&lx->arena, sizeof(*w) + key.n + 1);
	memcpy((char *)(w + 1), key.p, key.n);
	w->key = (struct str){ (const char *)(w + 1), key.n };
	w->start = start_of(key);
	w->id = (uint32_t)lx->n_words;
	w->value = -1;
	w->outcome = LEXICON_NO_OUTCOME;
	lx->words[lx->n_words++] = w;
	*slot_of(lx, w->key, hash) = (struct slot){ hash, w->id + 1 };
	return w;
}

void
lexicon_add_guess(struct lexicon *lx, struct str ending, uint64_t cls, unsigned form)
{
	if (lx->n_guesses == GUESSES_MAX || ending.n == 0)
		return;
	lx->guess_by_end[(unsigned char)ending.p[ending.n - 1]] |= (uint16_t)(1u << lx->n_guesses);
	lx->guesses[lx->n_guesses++] = (struct guess){ ending, cls, (uint16_t)form };
}

uint64_t
lexicon_guess(const struct lexicon *lx, struct str key, uint16_t *form)
{
	unsigned left = key.n == 0 ? 0 : lx->guess_by_end[(unsigned char)key.p[key.n - 1]];

	for (; left != 0; left &= left - 1) {
		const struct guess *g = &lx->guesses[__builtin_ctz(left)];

		if (key.n > g->ending.n + 2 && str_ends(key, g->ending)) {
			*form = g->form;
			return g->cls;
		}
	}
	return 0;
}

void
lexicon_add_clitic(struct lexicon *lx, struct str clitic)
{
	if (lx->n_clitics < CLITICS_MAX)
		lx->clitics[lx->n_clitics++] = clitic;
}

bool
lexicon_has_clitics(const struct lexicon *lx)
{
	return lx->n_clitics > 0;
}

size_t
lexicon_clitic(const struct lexicon *lx, struct str key)
{
	for (size_t i = 0; i < lx->n_clitics; i++) {
		struct str c = lx->clitics[i], rest = str_sub(key, c.n, key.n);

		if (key.n <= c.n + 1 || !str_starts(key, c))
			continue;
		if (c.p[c.n - 1] == '\'' || lexicon_word(lx, rest)->id != 0 || is_digit(rest.p[0]) ||
		    lexicon_clitic(lx, rest) > 0)
			return c.n;
	}
	return 0;
}

/* ---- words run together ---- */

void
lexicon_add_glued(struct lexicon *lx, struct str glued)
{
	if (lx->n_glued < CLITICS_MAX)
		lx->glued[lx->n_glued++] = glued;
}

/* Is it a word that matters here: a verb, a person, what is told of them? */
static bool
tells(const struct lexicon *lx, struct str key)
{
	return key.n >= 4 && (lexicon_word(lx, key)->cls & (C_VERB | C_KILL | C_DIE | C_DISPLACE | C_FLEE |
	    C_EXODUS | C_BEAT | C_LEAVE | C_DAMAGE | C_PERSON)) != 0;
}

size_t
lexicon_glued(const struct lexicon *lx, struct str key)
{
	for (size_t i = 0; i < lx->n_glued; i++) {
		struct str g = lx->glued[i];

		if (g.p[0] != '-' && str_starts(key, str_sub(g, 0, g.n - 1)) &&
		    tells(lx, str_sub(key, g.n - 1, key.n)))
			return g.n - 1;
		if (g.p[0] == '-' && str_ends(key, str_sub(g, 1, g.n)) &&
		    tells(lx, str_sub(key, 0, key.n - (g.n - 1))))
			return key.n - (g.n - 1);
	}
	return 0;
}

void
lexicon_set(struct lexicon *lx, enum lexicon_habit habit)
{
	lx->habits |= (unsigned)habit;
}

bool
lexicon_has(const struct lexicon *lx, enum lexicon_habit habit)
{
	return (lx->habits & (unsigned)habit) != 0;
}

void
lexicon_add_place_ending(struct lexicon *lx, struct str ending, struct str plain)
{
	if (lx->n_place_endings < PLACE_ENDINGS_MAX)
		lx->place_endings[lx->n_place_endings++] = (struct place_ending){ ending, plain };
}

bool
lexicon_plain_place(const struct lexicon *lx, struct str name, size_t k, struct str *stem,
    struct str *ending)
{
	for (size_t i = 0; i < lx->n_place_endings; i++) {
		const struct place_ending *p = &lx->place_endings[i];

		if (p->ending.n + 2 > name.n || !str_ends(name, p->ending) || k-- > 0)
			continue;
		*stem = str_sub(name, 0, name.n - p->ending.n);
		*ending = p->plain;
		return true;
	}
	return false;
}

/* ---- slips of the pen ---- */

static bool
is_trigger(const struct word *w, char letter)
{
	if (w->key.n + 1 < SLIP_MIN || w->key.p[0] != letter || str_chr(w->key, ' ') != STR_NOWHERE)
		return false;
	if ((w->cls & (C_PERSON | C_GENERIC)) == (C_PERSON | C_GENERIC))
		return true;
	return (w->cls & (C_KILL | C_DIE | C_DISPLACE | C_FLEE)) != 0 &&
	    (w->form & (FORM_PAST | FORM_PARTICIPLE | FORM_GERUND)) != 0;
}

void
lexicon_list_triggers(struct lexicon *lx)
{
	uint32_t n = 0;

	lx->triggers = xreallocarray((void *)lx->triggers, lx->n_words, sizeof(struct word *));
	for (int letter = 0; letter < 26; letter++) {
		lx->first[letter] = n;
		for (size_t i = 1; i < lx->n_words; i++)
			if (is_trigger(lx->words[i], (char)('a' + letter)))
				lx->triggers[n++] = lx->words[i];
	}
	lx->first[26] = n;
}

/* One slip leaves one end of a word as it was: what nearly all words fail at once. */
static inline bool
may_be_slip(struct str a, struct str b)
{
	return (a.p[1] == b.p[1] || (a.p[a.n - 1] == b.p[b.n - 1] && a.p[a.n - 2] == b.p[b.n - 2])) &&
	    a.n <= b.n + 1 && b.n <= a.n + 1;
}

static bool
is_slip(struct str a, struct str b)
{
	size_t i = 0;

	if (a.n < b.n)
		return is_slip(b, a);
	while (i < b.n && a.p[i] == b.p[i])
		i++;
	if (a.n == b.n + 1)
		return memcmp(a.p + i + 1, b.p + i, b.n - i) == 0;
	return a.n == b.n && i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] &&
	    memcmp(a.p + i + 2, b.p + i + 2, a.n - i - 2) == 0;
}

const struct word *
lexicon_misspelt(const struct lexicon *lx, struct str key)
{
	unsigned letter;

	if (key.n < SLIP_MIN || lx->triggers == NULL || key.p[0] < 'a' || key.p[0] > 'z')
		return NULL;
	letter = (unsigned)(key.p[0] - 'a');
	for (uint32_t i = lx->first[letter]; i < lx->first[letter + 1]; i++)
		if (may_be_slip(key, lx->triggers[i]->key) && is_slip(key, lx->triggers[i]->key))
			return lx->triggers[i];
	return NULL;
}

/* ---- folds: a trie in a hash table of edges ---- */

static struct fold_edge *
edge_of(const struct lexicon *lx, uint32_t node, uint32_t word)
{
	size_t mask = lx->cap_edges - 1;
	uint32_t h = (node * 2654435761u) ^ (word * 2246822519u);

	for (size_t i = (h ^ (h >> 15)) & mask;; i = (i + 1) & mask) {
		struct fold_edge *e = &lx->edges[i];

		if (e->to == 0 || (e->node == node && e->word == word))
			return e;
	}
}

uint32_t
lexicon_fold(const struct lexicon *lx, uint32_t node, const struct word *w,
    const struct word **end)
{
	const struct fold_edge *e = edge_of(lx, node, w->id);

	*end = e->to == 0 ? NULL : lx->ends[e->to];
	return e->to;
}

static void
grow_edges(struct lexicon *lx)
{
	struct fold_edge *old = lx->edges;
	size_t n = lx->cap_edges;

	lx->cap_edges *= 2;
	lx->edges = xcalloc(lx->cap_edges, sizeof(*lx->edges));
	for (size_t i = 0; i < n; i++)
		if (old[i].to != 0)
			*edge_of(lx, old[i].node, old[i].word) = old[i];
	free(old);
}

static uint32_t
add_edge(struct lexicon *lx, uint32_t node, uint32_t word)
{
	struct fold_edge *e;

	if (lx->n_edges * 2 >= lx->cap_edges)
		grow_edges(lx);
	e = edge_of(lx, node, word);
	if (e->to != 0)
		return e->to;
	if (lx->n_nodes == lx->cap_nodes) {
		lx->cap_nodes *= 2;
		lx->ends = xreallocarray((void *)lx->ends, lx->cap_nodes, sizeof(struct word *));
	}
	lx->ends[lx->n_nodes] = NULL;
	*e = (struct fold_edge){ node, word, (uint32_t)lx->n_nodes++ };
	lx->n_edges++;
	return e->to;
}

/* The node after the words of phrase, from node on; *first is the first of them.  0: too long. */
static uint32_t
add_path(struct lexicon *lx, uint32_t node, struct str phrase, struct word **first)
{
	struct str part;
	size_t n = 0;

	*first = NULL;
	while ((part = str_word(&phrase)).n > 0) {
		struct word *w = lexicon_add(lx, part);

		if (*first == NULL)
			*first = w;
		node = add_edge(lx, node, w->id);
		if (++n > FOLD_WORDS)
			return 0;
	}
	return node;
}

uint32_t
lexicon_root(struct lexicon *lx, struct str name)
{
	return add_edge(lx, 0, lexicon_add(lx, name)->id);
}

int
lexicon_add_phrase(struct lexicon *lx, uint32_t root, struct str phrase, struct word *means)
{
	struct word *first;
	uint32_t node = add_path(lx, root, phrase, &first);

	if (node == 0 || first == NULL)
		return -1;
	first->form |= FORM_CUE;
	lx->ends[node] = means;
	return 0;
}

struct word *
lexicon_add_fold(struct lexicon *lx, struct str phrase, struct err *e)
{
	struct word *first, *made;
	uint32_t node = add_path(lx, 0, phrase, &first);

	if (node == 0) {
		err_set(e, "'%.*s': a phrase of more than %d words", STR_ARG(phrase), FOLD_WORDS);
		return NULL;
	}
	first->form |= FORM_FOLD;
	made = lexicon_add(lx, phrase);
	lx->ends[node] = made;
	return made;
}
