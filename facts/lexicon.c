/* lexicon.c -- see lexicon.h.  The word table: keys among the texts, one open-addressing
 * index. */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "facts/fact.h"
#include "facts/ground_words.h"
#include "facts/lexicon_build.h"
#include "facts/lexicon_find.h"
#include "facts/lexicon_file.h"

#define KEY_MAX 256
/* of the tables, which are small at first, as most lexicons are mapped */
#define FIRST_WORDS 16
#define FIRST_BITS 5
#define JOINED_FIRST 3 /* bytes of the first part of a compound, at least */
#define JOINED_LAST 4  /* of its last */

_Static_assert(WORD_CLASS_N <= 64, "word classes are bits of 64");
_Static_assert((UINT32_MAX >> TAG_BITS) / 2 >= LIMIT_WORDS - 1,
    "twice the words fit a slot");

static uint32_t
key_hash(struct str key)
{
	uint32_t h = start_hash(start_of(key));

	for (size_t at = PLAIN_MAX; at < key.n; at += 8)
		h = start_hash((struct word_start){
		    h, str_load(str_sub(key, at, key.n)) });
	return h;
}

/* Tables grow by doubling; words begin at a cache line. */
static struct word *
new_word(struct lexicon *lx)
{
	uint32_t i = lx->head.n_words++;

	if (i == lx->cap_words) {
		union cell *old = lx->words;

		lx->cap_words = lx->cap_words == 0 ? FIRST_WORDS : lx->cap_words * 2;
		lx->words = xlines(lx->cap_words * sizeof(union cell));
		if (i > 0)
			memcpy(lx->words, old, i * sizeof(union cell));
		free(old);
	}
	word_at(lx, i)->id = i;
	word_at(lx, i)->value = -1;
	word_at(lx, i)->outcome = LEXICON_NO_OUTCOME;
	return word_at(lx, i);
}

struct text_ref
lexicon_add_text(struct lexicon *lx, struct str s)
{
	struct text_ref t = { lx->head.n_texts, (uint32_t)s.n };

	if (s.n == 0)
		return (struct text_ref){ 0, 0 };
	while (lx->cap_texts - lx->head.n_texts < s.n) {
		lx->cap_texts = lx->cap_texts == 0 ? 16384 : lx->cap_texts * 2;
		lx->texts = xrealloc(lx->texts, lx->cap_texts);
	}
	memcpy(lx->texts + t.at, s.p, s.n);
	lx->head.n_texts += t.n;
	lexicon_show(lx);
	return t;
}

struct lexicon *
lexicon_new(struct str lang)
{
	struct lexicon *lx = xcalloc(1, sizeof(*lx));

	arena_init(&lx->arena);
	lx->lang = arena_str(&lx->arena, lang);
	new_word(lx);
	lx->head.cap_index = 1u << FIRST_BITS;
	lx->head.shift = 32 - FIRST_BITS;
	lx->index = xcalloc(lx->head.cap_index, sizeof(*lx->index));
	lx->head.cap_edges = 1u << FIRST_BITS;
	lx->edges = xcalloc(lx->head.cap_edges, sizeof(*lx->edges));
	lx->marks = xcalloc(lx->head.cap_edges, sizeof(*lx->marks));
	lx->cap_nodes = FIRST_WORDS;
	lx->nodes = xcalloc(lx->cap_nodes, sizeof(*lx->nodes));
	lx->head.n_nodes = 1; /* node 0: nothing begun */
	return lx;
}

void
lexicon_drop(struct lexicon *lx)
{
	if (lx->mapped)
		return;
	free(lx->words);
	free(lx->index);
	free(lx->edges);
	free(lx->marks);
	free(lx->nodes);
	free(lx->triggers);
	free(lx->texts);
}

void
lexicon_free(struct lexicon *lx)
{
	if (lx == NULL)
		return;
	lexicon_drop(lx);
	arena_clear(&lx->arena);
	free(lx);
}

size_t
lexicon_count(const struct lexicon *lx)
{
	return lx->head.n_words;
}

const struct word *
lexicon_nth(const struct lexicon *lx, size_t n)
{
	return word_at(lx, n);
}

struct str
lexicon_lang(const struct lexicon *lx)
{
	return lx->lang;
}

bool
lexicon_is_mapped(const struct lexicon *lx)
{
	return lx->mapped;
}

struct arena *
lexicon_arena(struct lexicon *lx)
{
	return &lx->arena;
}

static struct str
key_at(const struct lexicon *lx, size_t word)
{
	return lexicon_text(lx, word_at(lx, word)->key);
}

static inline uint32_t
slot_for(size_t word, uint32_t hash)
{
	return (uint32_t)word << TAG_BITS | (hash & TAG);
}

/* The slot of key in the index, or the free one where it goes.  The hash's high bits know
 * all of the key; the low ones know its first letters only. */
static uint32_t *
slot_of(const struct lexicon *lx, struct str key, uint32_t hash)
{
	for (size_t i = hash >> lx->head.shift;; i = (i + 1) & (lx->head.cap_index - 1)) {
		uint32_t *at = &lx->index[i];

		if (*at == 0 ||
		    (tag_fits(*at, hash) && str_eq(key_at(lx, *at >> TAG_BITS), key)))
			return at;
	}
}

const struct word *
lexicon_word(const struct lexicon *lx, struct str key)
{
	if (key.n <= PLAIN_MAX)
		return key.n == 0 ? word_at(lx, 0) : lexicon_plain(lx, start_of(key));
	return word_at(lx, *slot_of(lx, key, key_hash(key)) >> TAG_BITS);
}

static void
grow_index(struct lexicon *lx)
{
	free(lx->index);
	lx->head.cap_index *= 2;
	lx->head.shift--;
	lx->index = xcalloc(lx->head.cap_index, sizeof(*lx->index));
	for (size_t i = 1; i < lx->head.n_words; i++) {
		struct str key = key_at(lx, i);
		uint32_t hash = key_hash(key);

		if (key.n > 0)
			*slot_of(lx, key, hash) = slot_for(i, hash);
	}
}

/* Arabic alefs with and without their hamza are one letter (lexicon_letter), of two bytes
 * all. */
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
	const uint32_t *at = slot_of(lx, key, hash);
	struct word *w;

	if (*at != 0)
		return word_at(lx, *at >> TAG_BITS);
	if (lx->head.n_words * 2 > lx->head.cap_index)
		grow_index(lx);
	w = new_word(lx);
	w->key = lexicon_add_text(lx, key);
	w->start = start_of(key);
	w->plain = key.n <= PLAIN_MAX;
	*slot_of(lx, key, hash) = slot_for(w->id, hash);
	lx->head.in_script[script_of(key)]++;
	return w;
}

static enum script
most_of(const uint32_t n[SCRIPT_N])
{
	int most = 0;

	for (int i = 1; i < SCRIPT_N; i++)
		if (n[i] > n[most])
			most = i;
	return (enum script)most;
}

enum script
script_of(struct str text)
{
	uint32_t n[SCRIPT_N] = { 0 };

	while (text.n > 0) {
		uint32_t u = utf8_next(&text);

		if (u < 0x250)
			n[SCRIPT_LATIN] += u >= 0xc0 || is_alpha((char)u);
		else
			n[u >= 0x400 && u < 0x530         ? SCRIPT_CYRILLIC
				: u >= 0x600 && u < 0x780 ? SCRIPT_ARABIC
							  : SCRIPT_OTHER]++;
	}
	return most_of(n);
}

enum script
lexicon_script(const struct lexicon *lx)
{
	return most_of(lx->head.in_script);
}

void
lexicon_add_guess(struct lexicon *lx, struct str ending, uint64_t cls, unsigned form)
{
	if (lx->head.n_guesses == GUESSES_MAX || ending.n == 0)
		return;
	lx->head.guess_by_end[(unsigned char)ending.p[ending.n - 1]] |= UINT32_C(1)
	    << lx->head.n_guesses;
	lx->head.guesses[lx->head.n_guesses++] = (struct guess){
		.cls = cls, .ending = lexicon_add_text(lx, ending), .form = form
	};
}

uint64_t
lexicon_guess(const struct lexicon *lx, struct str key, uint16_t *form)
{
	uint32_t left = key.n == 0
	    ? 0
	    : lx->head.guess_by_end[(unsigned char)key.p[key.n - 1]];

	for (; left != 0; left &= left - 1) {
		const struct guess *g = &lx->head.guesses[__builtin_ctz(left)];

		if (key.n > g->ending.n + 2 &&
		    str_ends(key, lexicon_text(lx, g->ending))) {
			*form = (uint16_t)g->form;
			return g->cls;
		}
	}
	return 0;
}

/* The byte that tells first letters apart: beyond ASCII the second, as the first is the
 * same in all of a script. */
static unsigned char
clitic_start(struct str s)
{
	return s.n == 0 ? 0
			: (unsigned char)s.p[(unsigned char)s.p[0] >= 0x80 && s.n > 1];
}

void
lexicon_add_clitic(struct lexicon *lx, struct str clitic)
{
	if (lx->head.n_clitics == CLITICS_MAX || clitic.n == 0)
		return;
	lx->head.clitic_by_start[clitic_start(clitic)] |= UINT32_C(1)
	    << lx->head.n_clitics;
	lx->head.clitics[lx->head.n_clitics++] = lexicon_add_text(lx, clitic);
	if ((unsigned char)clitic.p[0] < 0x80 && clitic.p[clitic.n - 1] != '\'')
		lx->head.plain_clitics = 1;
}

bool
lexicon_has_plain_clitics(const struct lexicon *lx)
{
	return lx->head.plain_clitics != 0;
}

void
lexicon_ask_for_names(struct lexicon *lx, lexicon_is_name *is_name, const void *of)
{
	lx->is_name = is_name;
	lx->names = of;
}

/* bi-Halab, wa-Halab: is it a name with that before it, and not a name as a whole? */
static bool
parts_name(const struct lexicon *lx, struct str clitic, struct str key, struct str after)
{
	struct str next = str_word(&after);
	uint64_t cls = lexicon_word(lx, clitic)->cls;

	return lx->is_name != NULL &&
	    ((cls & (C_PREP | C_TO)) == C_PREP || (cls & C_AND)) &&
	    lx->is_name(lx->names, str_sub(key, clitic.n, key.n), next) &&
	    !lx->is_name(lx->names, key, next);
}

size_t
lexicon_clitic(const struct lexicon *lx, struct str key, struct str after)
{
	for (uint32_t left = lx->head.clitic_by_start[clitic_start(key)]; left != 0;
	     left &= left - 1) {
		struct str c = lexicon_text(lx, lx->head.clitics[__builtin_ctz(left)]),
			   rest = str_sub(key, c.n, key.n);

		if (c.n == 0 || key.n <= c.n + 1 || !str_starts(key, c))
			continue;
		if (c.p[c.n - 1] == '\'' || lexicon_word(lx, rest)->id != 0 ||
		    is_digit(rest.p[0]) || lexicon_clitic(lx, rest, after) > 0 ||
		    parts_name(lx, c, key, after))
			return c.n;
	}
	return 0;
}

/* ---- words run together ---- */

void
lexicon_add_glued(struct lexicon *lx, struct str glued)
{
	uint32_t bit;

	if (lx->head.n_glued == GLUED_MAX)
		return;
	bit = UINT32_C(1) << lx->head.n_glued;
	if (glued.p[0] == '-')
		lx->head.glued_at_end[(unsigned char)glued.p[glued.n - 1]] |= bit;
	else
		lx->head.glued_at_start[(unsigned char)glued.p[0]] |= bit;
	lx->head.glued[lx->head.n_glued++] = lexicon_add_text(lx, glued);
}

/* Is it a word that matters here: a verb, a person, what is told of them? */
static bool
tells(const struct lexicon *lx, struct str key)
{
	return key.n >= 4 &&
	    (lexicon_word(lx, key)->cls &
		(C_VERB | C_KILL | C_DIE | C_DISPLACE | C_FLEE | C_EXODUS | C_BEAT |
		    C_LEAVE | C_DAMAGE | C_FACILITY | C_BE | C_HAVE | C_PERSON)) != 0;
}

size_t
lexicon_glued(const struct lexicon *lx, struct str key, struct str text)
{
	size_t low = 0;
	uint32_t left;

	if (lx->head.n_glued == 0 || key.n < 2)
		return 0;
	if (memcmp(text.p, key.p, key.n) != 0) { /* few have a capital */
		while (text.p[low] == key.p[low])
			low++;
		if (low > 0 && tells(lx, str_sub(key, 0, low)))
			return low;
	}
	left = lx->head.glued_at_start[(unsigned char)key.p[0]] |
	    lx->head.glued_at_end[(unsigned char)key.p[key.n - 1]];
	for (; left != 0; left &= left - 1) {
		struct str g = lexicon_text(lx, lx->head.glued[__builtin_ctz(left)]);

		/* of the next letter, too, nearly all differ */
		if (g.n > 2 &&
		    (g.p[0] != '-' ? key.p[1] != g.p[1]
				   : key.p[key.n - 2] != g.p[g.n - 2]))
			continue;
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
	lx->head.habits |= (unsigned)habit;
	lexicon_show(lx);
}

const struct word *
lexicon_joined(const struct lexicon *lx, struct str key)
{
	size_t from = lexicon_has(lx, HABIT_COMPOUNDS) ? JOINED_FIRST : key.n;

	for (size_t cut = from; cut + JOINED_LAST <= key.n; cut++) {
		const struct word *w = lexicon_word(lx, str_sub(key, cut, key.n));

		if ((w->cls & (C_PERSON | C_THING | C_CAUSE)) ||
		    (w->ground & (G_HEAD | G_FORCE)))
			return w;
	}
	return lexicon_word(lx, STR_NONE);
}

void
lexicon_add_place_ending(struct lexicon *lx, struct str ending, struct str plain)
{
	if (lx->head.n_place_endings == PLACE_ENDINGS_MAX || ending.n == 0)
		return;
	lx->head.place_by_end[(unsigned char)ending.p[ending.n - 1]] |= UINT64_C(1)
	    << lx->head.n_place_endings;
	lx->head.place_endings[lx->head.n_place_endings++] = (struct place_ending){
		lexicon_add_text(lx, ending), lexicon_add_text(lx, plain)
	};
}

/* ---- slips of the pen ---- */

/* The list of triggers that w is in, by its first letter; -1: none. */
static int
trigger_letter(const struct lexicon *lx, const struct word *w)
{
	struct str key = lexicon_text(lx, w->key);
	bool person = (w->cls & C_PERSON) && (w->cls & (C_GENERIC | C_COLLECTIVE));
	bool verb = (w->cls & (C_KILL | C_DIE | C_DISPLACE | C_FLEE)) != 0 &&
	    (w->form & (FORM_PAST | FORM_PARTICIPLE | FORM_GERUND)) != 0;
	bool ground = (w->ground & (G_STRONG | G_RE | G_CONTROLV | G_CONTROLN)) != 0;

	if (key.n + 1 < SLIP_MIN || key.p[0] < 'a' || key.p[0] > 'z' ||
	    (!person && !verb && !ground))
		return -1;
	return str_chr(key, ' ') == STR_NOWHERE ? key.p[0] - 'a' : -1;
}

/* What a slip of a word of four letters or more is known by. */
static struct trigger
trigger_of(struct str key, uint32_t word)
{
	return (struct trigger){ .word = word,
		.n = (uint32_t)key.n,
		.first = (uint32_t)str_load(str_sub(key, 0, 3)),
		.last = (uint32_t)str_load(str_sub(key, key.n - 3, key.n)) };
}

void
lexicon_list_triggers(struct lexicon *lx)
{
	uint32_t next[LETTERS + 1] = { 0 }, *first = lx->head.first;

	for (uint32_t i = 1; i < lx->head.n_words; i++)
		next[trigger_letter(lx, word_at(lx, i)) + 1]++;
	for (int letter = 0; letter <= LETTERS; letter++)
		first[letter] = letter == 0 ? 0 : first[letter - 1] + next[letter];
	lx->triggers = xreallocarray(lx->triggers, first[LETTERS], sizeof(*lx->triggers));
	memcpy(next, first, sizeof(next));
	for (uint32_t i = 1; i < lx->head.n_words; i++) {
		int letter = trigger_letter(lx, word_at(lx, i));

		if (letter >= 0)
			lx->triggers[next[letter]++] = trigger_of(key_at(lx, i), i);
	}
}

/* One slip leaves three letters at one end of a word as they were: what nearly all words
 * fail, without a branch for each of the ways. */
static inline bool
may_be_slip(const struct trigger *a, const struct trigger *b)
{
	return ((a->first == b->first) | (a->last == b->last)) & (a->n + 1 - b->n <= 2);
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
	return a.n == b.n && i + 1 < a.n && a.p[i] == b.p[i + 1] &&
	    a.p[i + 1] == b.p[i] && memcmp(a.p + i + 2, b.p + i + 2, a.n - i - 2) == 0;
}

const struct word *
lexicon_misspelt(const struct lexicon *lx, struct str key)
{
	struct trigger like;
	unsigned letter;

	if (key.n < SLIP_MIN || lx->triggers == NULL || key.p[0] < 'a' || key.p[0] > 'z')
		return NULL;
	like = trigger_of(key, 0);
	letter = (unsigned)(key.p[0] - 'a');
	for (uint32_t i = lx->head.first[letter]; i < lx->head.first[letter + 1]; i++) {
		const struct trigger *t = &lx->triggers[i];

		if (may_be_slip(t, &like) && is_slip(key, key_at(lx, t->word)))
			return word_at(lx, t->word);
	}
	return NULL;
}

/* ---- folds: a trie in a hash table of edges ---- */

uint32_t
lexicon_fold(const struct lexicon *lx, uint32_t node, const struct word *w,
    const struct word **end)
{
	uint32_t to = fold_may_go_on(lx, node, w) ? edge_of(lx, node, w->id)->to : 0;

	*end = to == 0 || lx->nodes[to].end == 0 ? NULL : word_at(lx, lx->nodes[to].end);
	return to;
}

static void
mark_edge(struct lexicon *lx, uint32_t node, uint32_t word)
{
	uint32_t hash = edge_hash(node, word);

	lx->marks[hash & (lx->head.cap_edges - 1)] |= (uint8_t)(1u << edge_bit(hash));
}

static void
grow_edges(struct lexicon *lx)
{
	struct fold_edge *old = lx->edges;
	size_t n = lx->head.cap_edges;

	lx->head.cap_edges *= 2;
	lx->edges = xcalloc(lx->head.cap_edges, sizeof(*lx->edges));
	free(lx->marks);
	lx->marks = xcalloc(lx->head.cap_edges, sizeof(*lx->marks));
	for (size_t i = 0; i < n; i++) {
		if (old[i].to == 0)
			continue;
		*edge_of(lx, old[i].node, old[i].word) = old[i];
		mark_edge(lx, old[i].node, old[i].word);
	}
	free(old);
}

static uint32_t
new_node(struct lexicon *lx)
{
	if (lx->head.n_nodes == lx->cap_nodes) {
		lx->cap_nodes *= 2;
		lx->nodes = xreallocarray(lx->nodes, lx->cap_nodes, sizeof(*lx->nodes));
	}
	lx->nodes[lx->head.n_nodes] = (struct fold_node){ 0 };
	return lx->head.n_nodes++;
}

static uint32_t
add_edge(struct lexicon *lx, uint32_t node, uint32_t word)
{
	struct fold_edge *e;

	if (lx->head.n_edges * 3 >= lx->head.cap_edges * 2)
		grow_edges(lx);
	e = edge_of(lx, node, word);
	if (e->to != 0)
		return e->to;
	lx->nodes[node].next |= fold_bit(word);
	mark_edge(lx, node, word);
	*e = (struct fold_edge){ node, word, new_node(lx) };
	lx->head.n_edges++;
	return e->to;
}

/* The node after the first word of folds, or of the phrases beside them. */
static uint32_t
first_node(struct lexicon *lx, uint32_t word, bool phrase)
{
	uint32_t node = word_at(lx, word)->fold;

	if (node == 0)
		word_at(lx, word)->fold = node = new_node(lx);
	if (!phrase)
		return node;
	if (lx->nodes[node].phrases == 0) {
		uint32_t other = new_node(lx);

		lx->nodes[node].phrases = other;
	}
	return lx->nodes[node].phrases;
}

/* The node after all words of phrase; *first is the first of them.  0: too long. */
static uint32_t
add_path(struct lexicon *lx, struct str text, bool phrase, uint32_t *first)
{
	uint32_t node = 0;
	struct str part;

	*first = 0;
	for (size_t n = 0; (part = str_word(&text)).n > 0; n++) {
		uint32_t word = lexicon_add(lx, part)->id;

		if (n == FOLD_LENGTH)
			return 0;
		if (n == 0)
			*first = word;
		node = n > 0 ? add_edge(lx, node, word) : first_node(lx, word, phrase);
	}
	return node;
}

uint32_t
lexicon_add_meaning(struct lexicon *lx, int64_t value)
{
	struct word *w = new_word(lx);

	w->value = value;
	return w->id;
}

int
lexicon_add_phrase(struct lexicon *lx, struct str phrase, uint32_t meaning)
{
	uint32_t first, node = add_path(lx, phrase, true, &first);

	if (node == 0)
		return -1;
	word_at(lx, first)->cue = true;
	lx->nodes[node].end = meaning;
	return 0;
}

/* Do all words of the text begin a phrase, or are one? */
static bool
begins_phrase(const struct lexicon *lx, struct str text)
{
	const struct word *end;
	uint32_t node = lx->nodes[lexicon_word(lx, str_word(&text))->fold].phrases;
	struct str part;

	while (node != 0 && (part = str_word(&text)).n > 0)
		node = lexicon_fold(lx, node, lexicon_word(lx, part), &end);
	return node != 0;
}

void
lexicon_mark_phrases(struct lexicon *lx)
{
	for (uint32_t i = 1; i < lx->head.n_words; i++)
		if (str_chr(key_at(lx, i), ' ') != STR_NOWHERE &&
		    begins_phrase(lx, key_at(lx, i)))
			word_at(lx, i)->cue = true;
}

struct word *
lexicon_add_fold(struct lexicon *lx, struct str phrase, struct err *e)
{
	uint32_t first, node = add_path(lx, phrase, false, &first);
	struct word *made;

	if (node == 0) {
		err_set(e, "'%.*s': a phrase of more than %d words", STR_ARG(phrase),
		    FOLD_LENGTH);
		return NULL;
	}
	word_at(lx, first)->form |= FORM_FOLD;
	made = lexicon_add(lx, phrase);
	lx->nodes[node].end = made->id;
	return made;
}
