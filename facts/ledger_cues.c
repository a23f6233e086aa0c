/*
 * ledger_cues.c -- words of a report that steer fusion, and the fingerprint of its wording.
 * Only the title and the head of the text are looked at: corrections and second attacks are
 * announced, not hidden.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/rng.h"
#include "facts/ledger_piece.h"

#define HEAD_BYTES 1200
#define SHINGLE 3 /* words */

static const struct {
	enum cue cue;
	bool title_only;
	const char *words;
} cues[] = {
	{ CUE_CORRECTION, false, "revised down" },
	{ CUE_CORRECTION, false, "revised its toll" },
	{ CUE_CORRECTION, false, "revised the toll" },
	{ CUE_CORRECTION, false, "revised the death toll" },
	{ CUE_CORRECTION, false, "revises toll" },
	{ CUE_CORRECTION, false, "revises death toll" },
	{ CUE_CORRECTION, false, "revises down" },
	{ CUE_CORRECTION, false, "lowered the toll" },
	{ CUE_CORRECTION, false, "lowered the death toll" },
	{ CUE_CORRECTION, false, "lowered its toll" },
	{ CUE_CORRECTION, false, "toll lowered" },
	{ CUE_CORRECTION, false, "toll revised" },
	{ CUE_CORRECTION, false, "corrected the toll" },
	{ CUE_CORRECTION, false, "corrected its toll" },
	{ CUE_CORRECTION, false, "corrects toll" },
	{ CUE_CORRECTION, false, "corrects death toll" },
	{ CUE_CORRECTION, false, "correction:" },
	{ CUE_CORRECTION, false, "corrected figure" },
	{ CUE_CORRECTION, false, "by mistake" },
	{ CUE_CORRECTION, false, "mistakenly" },
	{ CUE_CORRECTION, false, "counted twice" },
	{ CUE_CORRECTION, false, "typing error" },
	{ CUE_CORRECTION, false, "earlier figure" },
	{ CUE_CORRECTION, false, "earlier toll" },
	{ CUE_CORRECTION, false, "fewer than first" },
	{ CUE_CORRECTION, false, "revisó a la baja" },
	{ CUE_CORRECTION, false, "rebaja la cifra" },
	{ CUE_CORRECTION, false, "corrige la cifra" },
	{ CUE_CORRECTION, false, "revu à la baisse" },
	{ CUE_CORRECTION, false, "nach unten korrigiert" },
	{ CUE_ANOTHER, false, "second attack" },
	{ CUE_ANOTHER, false, "second bomb" },
	{ CUE_ANOTHER, false, "second blast" },
	{ CUE_ANOTHER, false, "second explosion" },
	{ CUE_ANOTHER, false, "second strike" },
	{ CUE_ANOTHER, false, "another attack" },
	{ CUE_ANOTHER, false, "another blast" },
	{ CUE_ANOTHER, false, "another bomb" },
	{ CUE_ANOTHER, false, "another explosion" },
	{ CUE_ANOTHER, false, "another strike" },
	{ CUE_ANOTHER, false, "separate attack" },
	{ CUE_ANOTHER, false, "separate incident" },
	{ CUE_ANOTHER, false, "separate bombing" },
	{ CUE_ANOTHER, false, "segundo ataque" },
	{ CUE_ANOTHER, false, "otro ataque" },
	{ CUE_ANNIVERSARY, true, "anniversary" },
	{ CUE_ANNIVERSARY, true, "years ago" },
	{ CUE_ANNIVERSARY, true, "years after" },
	{ CUE_ANNIVERSARY, true, "years on" },
	{ CUE_ANNIVERSARY, true, "years since" },
	{ CUE_ANNIVERSARY, true, "commemorat" },
	{ CUE_ANNIVERSARY, true, "aniversario" },
	{ CUE_ANNIVERSARY, true, "anniversaire" },
	{ CUE_ANNIVERSARY, true, "jahrestag" },
};

/* Where in a place: two of them are two events. */
static const struct {
	const char *word, *site;
} sites[] = {
	{ "market", "market" }, { "bazaar", "market" }, { "mosque", "mosque" },
	{ "church", "church" }, { "cathedral", "church" }, { "synagogue", "synagogue" },
	{ "temple", "temple" }, { "shrine", "shrine" }, { "school", "school" },
	{ "university", "university" }, { "hospital", "hospital" }, { "clinic", "hospital" },
	{ "hotel", "hotel" }, { "restaurant", "restaurant" }, { "cafe", "restaurant" },
	{ "wedding", "wedding" }, { "funeral", "funeral" }, { "bus station", "bus station" },
	{ "railway station", "railway" }, { "train", "railway" }, { "ferry", "ferry" },
	{ "stadium", "stadium" }, { "nightclub", "nightclub" }, { "prison", "prison" },
	{ "checkpoint", "checkpoint" }, { "police station", "police station" },
	{ "embassy", "embassy" }, { "bank", "bank" }, { "factory", "factory" },
	{ "mine", "mine" }, { "barracks", "barracks" }, { "parliament", "parliament" },
	{ "mercado", "market" }, { "mezquita", "mosque" }, { "iglesia", "church" },
	{ "escuela", "school" }, { "marché", "market" }, { "mosquée", "mosque" },
};

static bool
has_word(struct str text, struct str word)
{
	size_t from = 0;

	for (;;) {
		struct str rest = str_sub(text, from, text.n);
		size_t at = str_find_ci(rest, word), end;

		if (at == STR_NOWHERE)
			return false;
		end = at + word.n;
		if ((at == 0 || !is_alpha(rest.p[at - 1])) &&
		    (end >= rest.n || !is_alpha(rest.p[end]) || rest.p[end] == 's'))
			return true;
		from += at + 1;
	}
}

unsigned
text_cues(struct str title, struct str text)
{
	struct str head = str_sub(text, 0, HEAD_BYTES);
	unsigned found = 0;

	for (size_t i = 0; i < NELEM(cues); i++) {
		struct str w = str_of(cues[i].words);

		if (str_find_ci(title, w) != STR_NOWHERE ||
		    (!cues[i].title_only && str_find_ci(head, w) != STR_NOWHERE))
			found |= cues[i].cue;
	}
	return found;
}

struct str
text_site(struct str s)
{
	struct str found = STR_NONE;

	for (size_t i = 0; i < NELEM(sites); i++) {
		if (!has_word(s, str_of(sites[i].word)))
			continue;
		if (found.n > 0 && !str_eq(found, str_of(sites[i].site)))
			return STR_NONE; /* two of them: neither says which */
		found = str_of(sites[i].site);
	}
	return found;
}

/* ---- the wording ---- */

static uint64_t
word_hash(struct str w)
{
	char low[32];
	size_t n = 0;

	for (size_t i = 0; i < w.n && n < sizeof(low); i++)
		if ((w.p[i] & 0x80) != 0 || is_alpha(w.p[i]) || is_digit(w.p[i]))
			low[n++] = to_lower(w.p[i]);
	return n == 0 ? 0 : hash64((struct str){ low, n }, 7);
}

uint64_t
text_print(struct str text)
{
	uint64_t last[SHINGLE] = { 0 }, print = 0;
	int votes[64] = { 0 };
	size_t words = 0, seen = 0;
	struct str word;

	text = str_sub(text, 0, 16384);
	while ((word = str_word(&text)).n > 0) {
		uint64_t h = word_hash(word), mix;
		struct rng r;

		if (h == 0)
			continue;
		memmove(last, last + 1, sizeof(last) - sizeof(last[0]));
		last[SHINGLE - 1] = h;
		if (++words < SHINGLE)
			continue;
		r.state = last[0] ^ (last[1] << 21 | last[1] >> 43) ^ (last[2] << 42 | last[2] >> 22);
		mix = rng_u64(&r);
		for (int b = 0; b < 64; b++)
			votes[b] += (mix >> b & 1) != 0 ? 1 : -1;
		seen++;
	}
	if (seen < 12) /* too short to tell two texts apart */
		return 0;
	for (int b = 0; b < 64; b++)
		if (votes[b] > 0)
			print |= UINT64_C(1) << b;
	return print == 0 ? 1 : print;
}

bool
text_near(uint64_t a, uint64_t b)
{
	return a != 0 && b != 0 && __builtin_popcountll(a ^ b) <= 10;
}

static size_t
add_sorted(uint32_t *words, size_t n, uint32_t h)
{
	size_t at = n;

	while (at > 0 && words[at - 1] > h)
		at--;
	if (at > 0 && words[at - 1] == h)
		return n;
	memmove(words + at + 1, words + at, (n - at) * sizeof(*words));
	words[at] = h;
	return n + 1;
}

void
title_heading(struct arena *a, struct str title, struct heading *out)
{
	struct str w;

	out->words = ARENA_ARRAY(a, uint32_t, HEADING_WORDS);
	out->n = 0;
	while (out->n < HEADING_WORDS && (w = str_word(&title)).n > 0) {
		uint32_t h = 2166136261u;
		bool any = false;

		for (size_t i = 0; i < w.n && i < HEADING_WORDS; i++) {
			if ((w.p[i] & 0x80) == 0 && !is_alpha(w.p[i]) && !is_digit(w.p[i]))
				continue;
			h = (h ^ (unsigned char)to_lower(w.p[i])) * 16777619u;
			any = true;
		}
		if (any)
			out->n = add_sorted(out->words, out->n, h);
	}
}

double
title_alike(const struct heading *a, const struct heading *b)
{
	size_t both = 0;

	for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
		uint32_t x = a->words[i], y = b->words[k];

		both += x == y;
		i += x <= y;
		k += y <= x;
	}
	return a->n + b->n == 0 ? 0 : (double)both / (double)(a->n + b->n - both);
}
