/* lexicon_image.c -- see lexicon_image.h. */
#include "config.h"

#include "base/limits.h"
#include "facts/fact.h"
#include "facts/lexicon_data.h"
#include "facts/lexicon_file.h"
#include "facts/lexicon_image.h"

/* The head, with nothing behind it up to the next cache line, where the words begin. */
union head_lines {
	struct lexicon_head head;
	char lines[(sizeof(struct lexicon_head) + CACHE_LINE - 1) / CACHE_LINE *
	    CACHE_LINE];
};

enum part { WORDS, INDEX, EDGES, NODES, TRIGGERS, MARKS, TEXTS, PARTS };

/* Bytes of each table; they lie in this order. */
static void
sizes_of(const struct lexicon_head *h, uint64_t size[PARTS])
{
	size[WORDS] = (uint64_t)h->n_words * sizeof(union cell);
	size[INDEX] = (uint64_t)h->cap_index * sizeof(uint32_t);
	size[EDGES] = (uint64_t)h->cap_edges * sizeof(struct fold_edge);
	size[NODES] = (uint64_t)h->n_nodes * sizeof(struct fold_node);
	size[TRIGGERS] = (uint64_t)h->first[LETTERS] * sizeof(struct trigger);
	size[MARKS] = h->cap_edges;
	size[TEXTS] = h->n_texts;
}

void
lexicon_write(const struct lexicon *lx, struct buf *out)
{
	const void *const parts[PARTS] = { lx->words, lx->index, lx->edges, lx->nodes,
		lx->triggers, lx->marks, lx->texts };
	union head_lines first = { .lines = "" };
	uint64_t size[PARTS];

	first.head = lx->head;
	buf_add(out, (struct str){ first.lines, sizeof(first) });
	sizes_of(&lx->head, size);
	for (int i = 0; i < PARTS; i++)
		buf_add(out, (struct str){ parts[i], size[i] });
}

/* ---- what reading relies on ---- */

static bool
is_power_of_2(uint32_t n)
{
	return n > 1 && (n & (n - 1)) == 0;
}

/* Bits of the n there are, and of no other. */
static bool
bits_hold(uint64_t bits, uint32_t n)
{
	return n == 64 || bits >> n == 0;
}

static bool
ends_hold(const struct lexicon_head *h)
{
	for (int i = 0; i <= UINT8_MAX; i++)
		if (!bits_hold(h->guess_by_end[i], h->n_guesses) ||
		    !bits_hold(h->glued_at_end[i], h->n_glued) ||
		    !bits_hold(h->clitic_by_start[i], h->n_clitics) ||
		    !bits_hold(h->glued_at_start[i], h->n_glued) ||
		    !bits_hold(h->place_by_end[i], h->n_place_endings))
			return false;
	return true;
}

static bool
head_holds(const struct lexicon_head *h)
{
	for (int i = 0; i <= LETTERS; i++)
		if (h->first[i] < (i == 0 ? 0 : h->first[i - 1]))
			return false;
	return h->n_words > 0 && h->n_words <= LIMIT_WORDS && h->n_nodes > 0 &&
	    is_power_of_2(h->cap_index) &&
	    h->shift == 32u - (unsigned)__builtin_ctz(h->cap_index) &&
	    is_power_of_2(h->cap_edges) && h->n_guesses <= GUESSES_MAX &&
	    h->n_clitics <= CLITICS_MAX && h->n_glued <= GLUED_MAX &&
	    h->n_place_endings <= PLACE_ENDINGS_MAX && ends_hold(h);
}

/* A text that is not there is an empty one where it is used; of these letters are asked
 * for. */
static bool
texts_hold(const struct lexicon *lx)
{
	const struct lexicon_head *h = &lx->head;

	for (uint32_t i = 0; i < h->n_clitics; i++)
		if (lexicon_text(lx, h->clitics[i]).n < 1)
			return false;
	for (uint32_t i = 0; i < h->n_glued; i++)
		if (lexicon_text(lx, h->glued[i]).n < 2)
			return false;
	for (uint32_t i = 0; i < h->first[LETTERS]; i++)
		if (lx->triggers[i].word >= h->n_words ||
		    lexicon_text(lx, word_at(lx, lx->triggers[i].word)->key).n <
			SLIP_MIN - 1)
			return false;
	return true;
}

static bool
words_hold(const struct lexicon *lx)
{
	for (uint32_t i = 0; i < lx->head.n_words; i++) {
		const struct word *w = word_at(lx, i);

		if (w->id != i || w->fold >= lx->head.n_nodes || w->bound >= BOUND_N ||
		    (w->outcome > OUTCOME_DISPLACED &&
			w->outcome != LEXICON_NO_OUTCOME) ||
		    w->effect >= EFFECT_N || w->n < 0 || w->value > LIMIT_COUNT ||
		    w->value < -LIMIT_COUNT)
			return false;
	}
	return true;
}

/* Both hash tables have a free slot, where a search ends, and point to what there is.
 * Nothing ends a loop early, so that the compiler takes several slots at once. */
static bool
tables_hold(const struct lexicon *lx)
{
	const uint32_t n_words = lx->head.n_words, n_nodes = lx->head.n_nodes;
	uint32_t words = 0, edges = 0, wild = 0;

	for (uint32_t i = 0; i < lx->head.cap_index; i++) {
		wild |= lx->index[i] >> TAG_BITS >= n_words;
		words += lx->index[i] != 0;
	}
	for (uint32_t i = 0; i < lx->head.cap_edges; i++) {
		wild |= lx->edges[i].to >= n_nodes;
		edges += lx->edges[i].to != 0;
	}
	for (uint32_t i = 0; i < n_nodes; i++) {
		wild |= lx->nodes[i].end >= n_words;
		wild |= lx->nodes[i].phrases >= n_nodes;
	}
	return wild == 0 && words < lx->head.cap_index && edges < lx->head.cap_edges;
}

/* Points the tables into bytes that begin with the words. */
static void
place_tables(struct lexicon *lx, const char *at, const uint64_t size[PARTS])
{
	void *table[PARTS];

	for (int i = 0; i < PARTS; i++) {
		table[i] = (void *)(uintptr_t)at;
		at += size[i];
	}
	lx->words = table[WORDS];
	lx->index = table[INDEX];
	lx->edges = table[EDGES];
	lx->nodes = table[NODES];
	lx->triggers = table[TRIGGERS];
	lx->marks = table[MARKS];
	lx->texts = table[TEXTS];
}

int
lexicon_map(struct lexicon *lx, struct str bytes, struct err *e)
{
	struct lexicon new = { .mapped = true };
	uint64_t size[PARTS], need = sizeof(union head_lines);

	if (bytes.n < need || (uintptr_t)bytes.p % CACHE_LINE != 0)
		return err_set(e, "too short, or not at a cache line");
	memcpy(&new.head, bytes.p, sizeof(new.head));
	sizes_of(&new.head, size);
	for (int i = 0; i < PARTS; i++)
		need += size[i];
	if (!head_holds(&new.head) || need != bytes.n)
		return err_set(e, "its counts and its size do not fit");
	place_tables(&new, bytes.p + sizeof(union head_lines), size);
	lexicon_show(&new);
	if (!words_hold(&new) || !tables_hold(&new) || !texts_hold(&new))
		return err_set(e, "a table points to what is not there");
	lexicon_drop(lx);
	new.arena = lx->arena;
	new.lang = lx->lang;
	*lx = new;
	return 0;
}
