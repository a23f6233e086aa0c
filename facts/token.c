/* token.c -- see token.h.  One pass over the bytes; a word is hashed while it is scanned.
 */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/guessed.h"
#include "facts/lexicon_find.h"
#include "facts/number.h"
#include "facts/token_in.h"
#include "facts/wide_punct.h"
#include "facts/written.h"

#define CLITICS_MOST 3 /* before one word */

static void
set_full(struct scanner *s)
{
	s->full = s->cur.first + SENTENCE_MAX < s->out->cap ? s->cur.first + SENTENCE_MAX
							    : s->out->cap;
}

static void
end_sentence(struct scanner *s)
{
	struct token_list *l = s->out;

	if (l->n > s->cur.first) {
		if (l->n_sent == l->cap_sent)
			l->sent = arena_grow(s->a, l->sent, l->n_sent, &l->cap_sent,
			    sizeof(*l->sent));
		s->cur.end = (uint32_t)l->n;
		s->cur.start = l->tok[s->cur.first].start;
		s->cur.stop = l->tok[l->n - 1].end;
		s->cur.paragraph = s->paragraph;
		s->cur.headline = s->cur.start < s->title_end;
		s->cur.capitals = s->capitals > 0;
		s->cur.all_caps = s->letters > 3 && s->capitals * 10 >= s->letters * 8;
		l->sent[l->n_sent++] = s->cur;
	}
	s->cur = (struct sentence){ .first = (uint32_t)l->n };
	s->letters = s->capitals = 0;
	s->flags = (uint16_t)((s->flags & ~TOKEN_QUOTED) | TOKEN_FIRST);
	set_full(s);
}

static void
blank_margin(const struct scanner *s, struct token *t)
{
	for (size_t i = 0; i < TOKEN_MARGIN; i++)
		t[i] = (struct token){ .word = s->unknown };
}

/* For cap tokens and the margin behind them, each of which may be of a story's word. */
static void
make_room(struct scanner *s, size_t cap)
{
	struct token_list *l = s->out;
	struct token *room = arena_room(s->a, (cap + TOKEN_MARGIN) * sizeof(*room));
	struct word_bytes *story = arena_room(s->a, cap * sizeof(*story));

	if (l->n > 0) {
		memcpy(room, l->tok, l->n * sizeof(*room));
		memcpy(story, l->story, l->n_story * sizeof(*story));
	}
	l->tok = room;
	l->story = story;
	l->cap = cap;
}

/* For one token more, in another sentence if this one has too many. */
static void
make_place(struct scanner *s)
{
	if (s->out->n - s->cur.first >= SENTENCE_MAX)
		end_sentence(s);
	if (s->out->n == s->out->cap)
		make_room(s, 2 * s->out->cap);
	set_full(s);
}

/* A token that is no word, or not the first of its sentence. */
static inline struct token *
add_token(struct scanner *s, enum token_kind kind, size_t start, size_t end)
{
	struct token_list *l = s->out;
	struct token *t;

	if (l->n >= s->full)
		make_place(s);
	t = &l->tok[l->n++];
	*t = (struct token){ .start = (uint32_t)start,
		.end = (uint32_t)end,
		.kind = (uint8_t)kind,
		.word = s->unknown,
		.flags = (uint16_t)(s->flags & ~TOKEN_FIRST) };
	s->flags |= TOKEN_TIGHT;
	return t;
}

/* Behind the first word of a sentence, or a number. */
static inline void
begin_sentence(struct scanner *s)
{
	s->flags &= (uint16_t)~TOKEN_FIRST;
}

/* Is it a word that story.c has to look at?  There are no more of them than tokens. */
static inline void
note_story(struct scanner *s, size_t from, size_t to, bool is)
{
	struct token_list *l = s->out;

	l->story[l->n_story] = (struct word_bytes){ (uint32_t)from, (uint32_t)to };
	l->n_story += is;
}

static void
become(struct token *t, const struct word *w)
{
	t->word = w;
	t->cls = w->cls;
	t->form = w->form;
}

/* A compound that is not in the lexicon is known by its last part. */
static void
by_last_part(struct scanner *s, struct token *t, struct str key)
{
	size_t cut = key.n;
	const struct word *w;

	while (cut > 0 && key.p[cut - 1] != '-')
		cut--;
	if (cut < 2)
		return;
	if ((w = token_broken(s, key, cut)) != NULL) {
		become(t, w);
		return;
	}
	w = lexicon_word(s->lx, str_sub(key, cut, key.n));
	if ((w->cls & C_NUMBER) && w->value > 0 && w->value < 10) { /* twenty-five */
		const struct word *tens = lexicon_word(s->lx, str_sub(key, 0, cut - 1));

		if ((tens->cls & C_NUMBER) && tens->value >= 20 && tens->value < 100) {
			t->kind = TOKEN_NUMBER;
			t->cls = C_NUMBER;
			t->word = tens;
			t->value = tens->value + w->value;
			return;
		}
	}
	t->flags |= TOKEN_HYPHEN;
	t->cls = C_ADJ;
	/* M23-Miliz: where nouns are written together, one for a side stays one */
	if ((w->cls & C_PERSON) ||
	    ((w->ground & G_FORCE) && lexicon_has(s->lx, HABIT_COMPOUNDS))) {
		t->word = w;
		t->cls = w->cls &
		    (C_PERSON | C_ARMED | C_ATTACKER | C_COLLECTIVE | C_FACTION);
		t->form = w->form;
	}
}

static void scan_number(struct scanner *s);

/* A word, which may be the first of its sentence. */
static struct token *
add_first(struct scanner *s, size_t from, size_t to)
{
	struct token *t = add_token(s, TOKEN_WORD, from, to);

	t->flags |= s->flags & TOKEN_FIRST;
	begin_sentence(s);
	return t;
}

/* The first n bytes of the word's key as a word of their own; where the rest begins. */
static size_t
cut_clitic(struct scanner *s, size_t from, size_t to, struct written *w, size_t n)
{
	const struct word *clitic = lexicon_word(s->lx, str_sub(written_key(w), 0, n));
	size_t rest = from + written_cut(w, str_sub(s->text, from, to), n);

	become(add_first(s, from, rest), clitic);
	s->cur.cls |= clitic->cls;
	return rest;
}

static void
set_word(struct scanner *s, struct token *t, const struct word *w)
{
	become(t, w);
	s->cur.cls |= w->cls | w->hint;
}

/* forcedmore, fledTarn: cuts the token where the space is missing.  The tokens may move.
 */
static void
cut_glued(struct scanner *s, struct token *t, struct str key)
{
	struct str text = str_sub(s->text, t->start, t->end);
	size_t cut = text.n == key.n ? lexicon_glued(s->lx, key, text) : 0;
	size_t from = t->start + cut, to = t->end;
	struct token *rest;

	if (cut == 0)
		return;
	t->end = (uint32_t)from;
	set_word(s, t, lexicon_word(s->lx, str_sub(key, 0, cut)));
	rest = add_token(s, TOKEN_WORD, from, to);
	rest->flags |= text.p[cut] == key.p[cut] ? 0 : TOKEN_CAP;
	set_word(s, rest, lexicon_word(s->lx, str_sub(key, cut, key.n)));
}

/* An unknown word: a slip of a trigger, or what its ending says. */
static void
by_likeness(const struct scanner *s, struct token *t, struct str key)
{
	const struct word *w = lexicon_misspelt(s->lx, key);

	if (w != NULL)
		become(t, w);
	else
		t->cls = lexicon_guess(s->lx, key, &t->form);
}

/* What a word without a class is by its parts, its likeness or its ending. */
static void
guess_class(struct scanner *s, struct token *t, const struct word *w, struct str key)
{
	if (t->flags & TOKEN_DASH)
		by_last_part(s, t, key);
	else if (w->id == 0 && lexicon_has(s->lx, HABIT_COMPOUNDS) &&
	    number_joined(s->lx, key, t))
		return;
	else if ((t->flags & TOKEN_CAP) && w->id == 0 &&
	    lexicon_has(s->lx, HABIT_COMPOUNDS))
		become(t, lexicon_joined(s->lx, key));
	else if (!(t->flags & TOKEN_CAP) && w->id == 0)
		by_likeness(s, t, key);
	else if (!(t->flags & TOKEN_CAP))
		t->cls = lexicon_guess(s->lx, key, &t->form);
}

static inline void
note_classes(struct scanner *s, const struct token *t)
{
	s->cur.cls |= t->cls | t->word->hint;
	s->cur.ground |= t->word->ground | t->word->ground_hint;
}

static inline bool
has_class(const struct word *w)
{
	return (w->cls | w->ground) != 0;
}

static void
give_class(struct scanner *s, struct token *t, const struct word *w, struct str key)
{
	become(t, w);
	if (!has_class(w))
		guess_class(s, t, w, key);
	note_classes(s, t);
	if (t->word->id == 0 && !(t->flags & (TOKEN_CAP | TOKEN_DASH)))
		cut_glued(s, t, key); /* last: tokens move */
}

/* Clitics are words of their own, and so is the number behind them. */
static void
add_written(struct scanner *s, size_t from, size_t to, struct written *w)
{
	const struct word *word = lexicon_word(s->lx, written_key(w));
	struct token *t;

	note_story(s, from, to, true);
	/* a word stretched with thousands of signs is no word */
	for (size_t i = 0; i < CLITICS_MOST && word->id == 0 && to - from <= 4u * KEY_MAX;
	     i++) {
		size_t n = lexicon_clitic(s->lx, written_key(w),
		    str_sub(s->text, to, s->text.n));

		if (n == 0)
			break;
		from = cut_clitic(s, from, to, w, n);
		if (from == to) /* what is left were signs without letters */
			return;
		if (is_digit(s->text.p[from])) {
			s->at = from;
			scan_number(s);
			return;
		}
		word = lexicon_word(s->lx, written_key(w));
	}
	t = add_first(s, from, to);
	t->flags |= w->flags;
	s->letters++;
	s->capitals += (w->flags & TOKEN_CAPS) != 0;
	if (w->n > 0)
		give_class(s, t, word, written_key(w));
}

static void
add_word(struct scanner *s, size_t from, size_t to)
{
	struct written w;

	written_read(&w, str_sub(s->text, from, to));
	add_written(s, from, to, &w);
}

/* add_word() for the word of letters alone that stands here, if one does. */
static bool
scan_letters(struct scanner *s)
{
	struct written w;
	size_t from = s->at, n = written_letters(&w, str_sub(s->text, from, s->text.n));

	s->at += n;
	if (n > 0)
		add_written(s, from, from + n, &w);
	return n > 0;
}

/* Does something stand right behind the space at i? */
static inline bool
is_single(struct str text, size_t i)
{
	return i + 1 < text.n && (unsigned char)text.p[i + 1] > ' ';
}

/* U.S., http://…, EE. UU.: is the word more than its letters, or begins it more than a
 * word? */
static inline bool
goes_on(const struct scanner *s, size_t at, const struct plain_word *w)
{
	return !plain_end(w->end, w->n) ||
	    (w->end == ':' && token_address_end(s->text, at) > at) ||
	    (w->end == '.' && w->n == 2 && token_doubled_end(s, at) > at);
}

/* Plain words, one behind the other. */
struct plain_run {
	struct token *t; /* of the next */
	struct word_bytes *story;
	size_t at;
	uint64_t cls, ground; /* of all so far */
	unsigned capitals;
	uint16_t flags; /* of the next token */
};

/* The scanner stands behind the run. */
static inline void
end_plain(struct scanner *s, const struct plain_run *r)
{
	struct token_list *l = s->out;
	size_t n = (size_t)(r->t - l->tok);

	s->letters += (unsigned)(n - l->n);
	s->capitals += r->capitals;
	s->cur.cls |= r->cls;
	s->cur.ground |= r->ground;
	s->flags = r->flags;
	s->at = r->at;
	l->n = n;
	l->n_story = (size_t)(r->story - l->story);
}

/* Adds the word to the run. */
static inline void
add_plain(struct plain_run *r, const struct plain_word *w, const struct word *word)
{
	struct word_bytes bytes = { (uint32_t)r->at, (uint32_t)(r->at + w->n) };
	unsigned flags = r->flags | (plain_has_capital(w) ? TOKEN_CAP : 0);

	if (plain_in_capitals(w)) {
		flags |= TOKEN_CAPS;
		r->capitals++;
	}
	*r->t++ = (struct token){ .start = bytes.start,
		.end = bytes.end,
		.kind = TOKEN_WORD,
		.cls = word->cls,
		.word = word,
		.form = word->form,
		.flags = (uint16_t)flags };
	r->cls |= word->cls | word->hint;
	r->ground |= word->ground | word->ground_hint;
	r->flags = (uint16_t)((r->flags & TOKEN_QUOTED) | TOKEN_TIGHT);
	*r->story = bytes;
	r->story += word->story;
	r->at += w->n;
}

/* give_class() for the last word of a run, of which the lexicon has none. */
static void
give_plain_class(struct scanner *s, const struct plain_word *w)
{
	size_t n = s->out->n;
	struct token *t = &s->out->tok[n - 1];
	const struct word *word = t->word;
	char key[PLAIN_MAX];

	plain_text(key, w->key);
	give_class(s, t, word, (struct str){ key, w->n });
	if (s->guessed != NULL && plain_is_small(w) && s->out->n == n &&
	    t->word == word && t->kind == TOKEN_WORD)
		*guessed_at(s->guessed, w->key) = (struct guessed_word){ w->key, s->lx,
			t->cls, t->form };
}

/* The same for what was guessed before; false: it was not. */
static inline bool
guess_again(const struct scanner *s, struct plain_run *r, const struct plain_word *w)
{
	const struct guessed_word *g;

	if (s->guessed == NULL || !plain_is_small(w))
		return false;
	g = guessed_at(s->guessed, w->key);
	if (g->key.lo != w->key.lo || g->key.hi != w->key.hi || g->lx != s->lx)
		return false;
	r->t[-1].cls = g->cls;
	r->t[-1].form = g->form;
	r->cls |= g->cls;
	return true;
}

/* Where nouns are no compounds nothing is guessed of a name. */
static inline bool
is_plain_name(const struct scanner *s, const struct token *t)
{
	return t->word->id == 0 && (t->flags & TOKEN_CAP) &&
	    !lexicon_has(s->lx, HABIT_COMPOUNDS);
}

static inline void
pass_space(struct scanner *s)
{
	s->flags &= (uint16_t)~TOKEN_TIGHT;
	s->at++;
}

/* add_word() for the plain words that stand here, one space behind each but the last;
 * false: there is none. */
static bool
scan_plain_words(struct scanner *s)
{
	struct plain_run r = { .t = &s->out->tok[s->out->n],
		.story = &s->out->story[s->out->n_story],
		.at = s->at,
		.flags = s->flags };
	const struct token *first = r.t, *full = &s->out->tok[s->full];
	struct plain_word w;

	while (r.t < full) {
		const struct word *word;

		plain_read((struct str){ s->text.p + r.at, s->text.n - r.at }, &w);
		if (w.n == 0 || (w.end != ' ' && goes_on(s, r.at, &w)))
			break;
		word = lexicon_plain(s->lx, w.key);
		add_plain(&r, &w, word);
		if (!has_class(word) && !is_plain_name(s, r.t - 1) &&
		    !guess_again(s, &r, &w)) {
			end_plain(s, &r);
			give_plain_class(s, &w);
			if (w.end == ' ' && is_single(s->text, s->at))
				pass_space(s);
			return true;
		}
		if (w.end != ' ' || !is_single(s->text, r.at))
			break;
		r.flags &= (uint16_t)~TOKEN_TIGHT;
		r.at++;
	}
	end_plain(s, &r);
	return r.t > first;
}

/* On May 12 300 people: what follows a month is a day, the rest of no number. */
static bool
after_date(const struct scanner *s)
{
	return s->out->n > s->cur.first &&
	    (s->out->tok[s->out->n - 1].cls & (C_MONTH | C_NUMBERED));
}

/* Digits of another script: read as if written in ours. */
static bool
scan_native_number(struct scanner *s)
{
	char out[NUMBER_DIGITS];
	size_t n,
	    end = s->at + number_native(str_sub(s->text, s->at, s->text.n), out, &n);
	struct token *t;

	if (n == 0)
		return false;
	t = add_token(s, TOKEN_NUMBER, s->at, end);
	begin_sentence(s);
	number_digits(t, (struct str){ out, n });
	t->cls = C_NUMBER;
	s->cur.cls |= C_NUMBER;
	s->at = end;
	return true;
}

/* What the pack makes of letters right behind digits: #th, #k; the unknown word: nothing;
 * NULL: they are a unit of length, a word of its own (80|km). */
static const struct word *
behind_digits(const struct scanner *s, size_t from, size_t to)
{
	char key[KEY_ROOM + 1] = "#";
	struct written w;

	written_read(&w, str_sub(s->text, from, to));
	memcpy(key + 1, w.key, w.n);
	if (lexicon_word(s->lx, (struct str){ key + 1, w.n })->ground &
	    (G_KM | G_KM2 | G_LENGTH))
		return NULL;
	return lexicon_word(s->lx, (struct str){ key, w.n + 1 });
}

/* A number as the language writes it. */
static struct str
read_digits(const struct scanner *s, size_t from, size_t to)
{
	struct str digits = str_sub(s->text, from, to);

	return lexicon_has(s->lx, HABIT_COMMA) ? number_decimal_comma(s->a, digits)
					       : digits;
}

/* 14,000  3.5  1990s  93rd  10km */
static void
scan_number(struct scanner *s)
{
	const char *p = s->text.p;
	size_t from = s->at, i = number_end(s->text, from), n = s->text.n, wide;
	struct token *t;
	struct str digits;

	if (!after_date(s))
		i = number_spaced_end(s->text, from, i);
	digits = read_digits(s, from, i);
	if (i < n && is_alpha(p[i])) {
		const struct word *letters;
		size_t e = i;

		while (e < n && is_word_byte((unsigned char)p[e]))
			e++;
		if ((letters = behind_digits(s, i, e)) != NULL) {
			add_word(s, from, s->at = e);
			t = &s->out->tok[s->out->n - 1];
			number_suffixed(t, digits, letters);
			s->cur.cls |= t->cls;
			return;
		}
	}
	t = add_token(s, TOKEN_NUMBER, from, i);
	begin_sentence(s);
	number_written(t, digits, i - from);
	t->cls = C_NUMBER;
	s->cur.cls |= C_NUMBER;
	s->at = i;
	/* 12-year-old: the number of a compound counts nothing */
	if (i + 1 < n && p[i] == '-' &&
	    (is_alpha(p[i + 1]) ||
		((unsigned char)p[i + 1] >= 0x80 &&
		    wide_punct(str_sub(s->text, i + 1, i + 5), &wide) == 0))) {
		t->flags |= TOKEN_HYPHEN;
		s->at = i + 1;
	}
}

/* guards & clerks: a word, between spaces, where the language has it; false: it is none.
 */
static bool
add_sign(struct scanner *s, size_t from, size_t to)
{
	const struct word *word = lexicon_word(s->lx, str_sub(s->text, from, to));
	struct token *t;

	if (word->id == 0 || from == 0 || s->text.p[from - 1] != ' ' || to >= s->text.n ||
	    s->text.p[to] != ' ')
		return false;
	t = add_token(s, TOKEN_WORD, from, to);
	t->word = word;
	t->cls = word->cls;
	s->cur.cls |= t->cls;
	return true;
}

static void
add_punct(struct scanner *s, char c, size_t from, size_t to)
{
	struct token *t;

	if (c == '&' && add_sign(s, from, to))
		return;
	t = add_token(s, TOKEN_PUNCT, from, to);
	t->punct = c;
	s->cur.colon |= c == ':';
	s->cur.dash |= c == '-';
	if (c == '"')
		s->flags ^= TOKEN_QUOTED;
}

static void
scan_word(struct scanner *s)
{
	size_t from = s->at, end = token_before_number(s, from, token_word_end(s, from)),
	       cut = end;
	const char *p = s->text.p;

	if (end == from) { /* a lone continuation byte */
		s->at = from + 1;
		return;
	}
	/* 's apart */
	if (end > from + 2 && to_lower(p[end - 1]) == 's') {
		if (p[end - 2] == '\'')
			cut = end - 2;
		else if (end > from + 4 && memcmp(p + end - 4, "\xe2\x80\x99", 3) == 0)
			cut = end - 4;
	}
	s->at = end;
	add_word(s, from, cut);
	if (cut < end) {
		struct token *t = add_token(s, TOKEN_WORD, cut, end);

		t->word = lexicon_word(s->lx, STR("'s"));
		t->cls = C_POSSESSIVE;
	}
}

static void
scan_suffix(struct scanner *s, size_t mark)
{
	size_t from = s->at;

	s->at = token_word_end(s, from + mark);
	add_word(s, from, s->at);
}

static void
scan_space(struct scanner *s)
{
	const char *p = s->text.p;
	size_t lines = 0, at = s->at;

	if (p[at] == ' ' && is_single(s->text, at)) {
		pass_space(s);
		return;
	}
	s->flags &= (uint16_t)~TOKEN_TIGHT;
	while (at < s->text.n && is_space(p[at]))
		lines += p[at++] == '\n';
	if (lines > 0 && (lines > 1 || s->at <= s->title_end || token_line_ends(s, at))) {
		end_sentence(s);
		s->paragraph++;
	}
	s->at = at;
}

/* With the space behind it, which nearly all have. */
static inline void
scan_comma(struct scanner *s)
{
	size_t end = s->at + 1;

	add_token(s, TOKEN_PUNCT, s->at, end)->punct = ',';
	s->at = end;
	if (end < s->text.n && s->text.p[end] == ' ' && is_single(s->text, end))
		pass_space(s);
}

/* Most full stops: behind a word that takes none, before a space and a capital. */
static bool
scan_stop(struct scanner *s)
{
	const struct token *last = &s->out->tok[s->out->n] - 1;
	const char *p = s->text.p + s->at;

	if (s->text.n - s->at < 3 || p[1] != ' ' || p[2] < 'A' || p[2] > 'Z' ||
	    s->out->n == s->cur.first || last->end != s->at ||
	    last->end - last->start == 1 || (last->cls & (C_NUMBER | C_SUBSET | C_ABBR)))
		return false;
	add_token(s, TOKEN_PUNCT, s->at, s->at + 1)->punct = '.';
	end_sentence(s);
	s->at++;
	pass_space(s);
	return true;
}

static void
scan_punct(struct scanner *s)
{
	const char *p = s->text.p;
	size_t i = s->at;
	char c = p[i];
	size_t len = c == '<' || c == '&' || c == '#' ? token_markup(s->text, i) : 0;

	if (len > 0) {
		s->flags &= (uint16_t)~TOKEN_TIGHT;
		s->at = i + len;
		return;
	}
	len = 1;
	if ((unsigned char)c >= 0x80)
		c = wide_punct(str_sub(s->text, i, i + 4), &len);
	if (c == '|') /* Live | Nine killed in Tarn | Reuters */
		c = ':';
	/* a bullet, a coloured dot before the sentence: no part of it */
	if (c == ' ' || (c == '*' && s->out->n == s->cur.first)) {
		s->flags &= (uint16_t)~TOKEN_TIGHT;
		s->at = i + len;
		return;
	}
	s->at = i + len;
	if (c == '.' && token_owns_stop(s, i))
		return;
	add_punct(s, c, i, i + len);
	if (c == '!' || c == '?' || (c == '.' && token_stop_ends(s, i))) {
		/* closing marks stay with their sentence */
		while (s->at < s->text.n && (p[s->at] == '"' || p[s->at] == ')'))
			add_punct(s, p[s->at], s->at, s->at + 1), s->at++;
		if (s->text.n - s->at >= 3 && memcmp(p + s->at, "\xe2\x80\x9d", 3) == 0)
			add_punct(s, '"', s->at, s->at + 3), s->at += 3;
		end_sentence(s);
	}
}

void
tokenise(const struct lexicon *lx, struct guessed *guessed, struct arena *a,
    struct str text, size_t title_end, struct token_list *out)
{
	struct scanner s = { .lx = lx,
		.guessed = guessed,
		.a = a,
		.text = text,
		.out = out,
		.flags = TOKEN_FIRST,
		.title_end = title_end,
		.unknown = lexicon_word(lx, STR_NONE),
		.plain = !lexicon_has_plain_clitics(lx) };

	*out = (struct token_list){ 0 };
	make_room(&s, text.n / 5 + 32);
	blank_margin(&s, out->tok);
	out->n = s.cur.first = TOKEN_MARGIN;
	set_full(&s);
	while (s.at < text.n) {
		unsigned char c = (unsigned char)text.p[s.at];
		size_t len, mark;

		if (s.plain && is_alpha((char)c) && scan_plain_words(&s))
			continue;
		else if (is_space((char)c))
			scan_space(&s);
		else if (is_digit((char)c))
			scan_number(&s);
		else if (c == ',')
			scan_comma(&s);
		else if (c == '.' && scan_stop(&s))
			continue;
		else if (c < 0x80 && c != '\'' && !is_alpha((char)c))
			scan_punct(&s);
		else if (c == 'h' && (len = token_address_end(text, s.at)) > s.at)
			s.at = len;
		else if (c <= 'Z' && s.at + 1 < text.n && text.p[s.at + 1] == (char)c &&
		    (len = token_doubled_end(&s, s.at)) > s.at) {
			add_word(&s, s.at, len);
			s.at = len;
		} else if (c >= 0xd9 && scan_native_number(&s))
			continue;
		else if ((is_alpha((char)c) || c >= 0xc3) && scan_letters(&s))
			continue;
		else if ((mark = token_suffix_mark(&s, s.at)) > 0)
			scan_suffix(&s, mark);
		else if (is_alpha((char)c) ||
		    (c >= 0x80 && wide_punct(str_sub(text, s.at, s.at + 4), &len) == 0))
			scan_word(&s);
		else
			scan_punct(&s);
	}
	end_sentence(&s);
	blank_margin(&s, out->tok + out->n);
}
