/* fold.c -- see fold.h. */
#include "config.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "facts/fold.h"
#include "facts/letter.h"
#include "facts/plain.h"

#define SHORT_WORD 8 /* bytes of a word in the tables below, at most, and a NUL */

/* Letters that no decomposition takes apart. */
static const struct {
	uint32_t c;
	const char *is;
} letters[] = { { 0xdf, "ss" }, { 0xe6, "ae" }, { 0xf0, "d" }, { 0xf8, "o" },
	{ 0xfe, "th" }, { 0x111, "d" }, { 0x127, "h" }, { 0x131, "i" }, { 0x142, "l" },
	{ 0x153, "oe" }, { 0x259, "a" }, { 0x649, "\xd9\x8a" }, { 0x629, "\xd9\x87" },
	{ 0x640, "" }, { 0x6a9, "\xd9\x83" }, { 0x6cc, "\xd9\x8a" } };

/* Quotes, ayn, hamza and soft signs are not written by everybody: they join, not divide.
 */
static bool
silent(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0xb4 || c == 0x621 ||
	    (c >= 0x2018 && c <= 0x201b) || (c >= 0x2b0 && c <= 0x2ff) || c == 0x2032 ||
	    c == 0x44c || c == 0x44a || c == 0xad;
}

static size_t
put(char *out, size_t n, const char *s)
{
	for (; *s != '\0' && n < FOLD_MAX; s++)
		out[n++] = *s;
	return n;
}

static size_t
put_letter(char *out, size_t n, uint32_t c)
{
	char enc[4];
	size_t len;

	if (n + sizeof(enc) <= FOLD_MAX)
		return n + utf8_put(out + n, c);
	len = utf8_put(enc, c);
	if (n + len > FOLD_MAX)
		return n;
	memcpy(out + n, enc, len);
	return n + len;
}

static size_t
put_char(char *out, size_t n, uint32_t c)
{
	for (size_t i = 0; i < NELEM(letters) && c >= 0x80; i++)
		if (letters[i].c == c)
			return put(out, n, letters[i].is);
	return put_letter(out, n, c);
}

static size_t
put_space(char *out, size_t n)
{
	if (n > 0 && n < FOLD_MAX && out[n - 1] != ' ')
		out[n++] = ' ';
	return n;
}

/* What letters are folded to where it is one letter, known without Unicode's tables:
 * those of Latin with marks, Cyrillic and Arabic, of which whole texts are.  A dot: the
 * tables are asked. */
static const char marked_latin[] = /* from U+00C0 on */
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy.."
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
    "aaaaaaccccccccddddeeeeeeeeeegggg"
    "gggghhhhiiiiiiiiii..jjkk.llllll."
    ".llnnnnnn...oooooo..rrrrrrssssss"
    "sstttt..uuuuuuuuuuuuwwyyyzzzzzzs";
static const uint16_t cyrillic[] = { /* from U+0400 on, as small letters */
	0x435, 0x435, 0x452, 0x433, 0x454, 0x455, 0x456, 0x456, 0x458, 0x459, 0x45a,
	0x45b, 0x43a, 0x438, 0x443, 0x45f
};
static const uint16_t arabic[] = { /* from U+0622 on: an alef, waw or ya with a hamza, a
				      final ha or ya */
	0x627, 0x627, 0x648, 0x627, 0x64a, 0x627, 0x628, 0x647, 0x62a, 0x62b, 0x62c,
	0x62d, 0x62e, 0x62f, 0x630, 0x631, 0x632, 0x633, 0x634, 0x635, 0x636, 0x637,
	0x638, 0x639, 0x63a, 0, 0, 0, 0, 0, 0, 0x641, 0x642, 0x643, 0x644, 0x645, 0x646,
	0x647, 0x648, 0x64a, 0x64a
};

/* Those of them that are folded to themselves. */
static const struct letter_set kept = { { [0x10] = 0xfdff000000000000,
    [0x11] = 0x000000008f74ebff,
    [0x18] = 0x07fffd8000000000,
    [0x19] = 0x00000000000005fe } };

/* The letter that c is folded to, if it is one of these; else 0. */
static inline uint32_t
own_letter(uint32_t c)
{
	uint32_t small = c >= 0x410 && c < 0x430 ? c + 0x20 : c;

	if (small >= 0x430 && small < 0x450)
		return small == 0x439 ? 0x438 : silent(small) ? 0 : small;
	if (c >= 0x622 && c <= 0x64a)
		return arabic[c - 0x622];
	if (c >= 0xc0 && c < 0x180)
		return marked_latin[c - 0xc0] == '.' ? 0
						     : (uint32_t)marked_latin[c - 0xc0];
	return c >= 0x400 && c < 0x460 ? cyrillic[c & 15] : 0;
}

/* Such a letter is of one byte or two. */
static inline size_t
put_own(char *out, size_t n, uint32_t c)
{
	if (c < 0x80) {
		out[n] = (char)c;
		return n + 1;
	}
	if (n + 2 > FOLD_MAX)
		return n;
	letter_put(out + n, c);
	return n + 2;
}

static size_t
put_wide(char *out, size_t n, uint32_t c)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	UChar parts[24];
	int32_t len = unorm2_getDecomposition(nfkd, (UChar32)c, parts, NELEM(parts),
	    &status);

	if (len < 0 || U_FAILURE(status)) {
		parts[0] = 0;
		len = 0;
		U16_APPEND_UNSAFE(parts, len, (UChar32)c);
	}
	for (int32_t i = 0; i < len;) {
		UChar32 d;
		int8_t type;

		U16_NEXT(parts, i, len, d);
		type = u_charType(d);
		if (silent((uint32_t)d) || type == U_NON_SPACING_MARK ||
		    type == U_FORMAT_CHAR)
			continue;
		d = u_foldCase(d, U_FOLD_CASE_DEFAULT);
		if (silent((uint32_t)d)) /* a soft sign in capitals */
			continue;
		if (u_isalnum(d) || type == U_COMBINING_SPACING_MARK)
			n = put_char(out, n, (uint32_t)d);
		else
			n = put_space(out, n);
	}
	return n;
}

/* One character: what is left behind it. */
static inline struct str
fold_letter(char out[FOLD_MAX], size_t *n, struct str text)
{
	char c = *text.p;

	if (letter_of(&kept, text.p, text.n)) {
		if (*n + 2 <= FOLD_MAX) {
			memcpy(out + *n, text.p, 2);
			*n += 2;
		}
		return str_sub(text, 2, text.n);
	}
	if ((unsigned char)c >= 0x80) {
		uint32_t wide = utf8_next(&text), own = own_letter(wide);

		*n = own != 0 ? put_own(out, *n, own) : put_wide(out, *n, wide);
		return text;
	}
	if (is_alpha(c) || is_digit(c))
		out[(*n)++] = to_lower(c);
	else if (!silent((uint32_t)c))
		*n = put_space(out, *n);
	return str_sub(text, 1, text.n);
}

static size_t
fold_letters(char out[FOLD_MAX], size_t n, struct str text)
{
	while (text.n > 0 && n < FOLD_MAX)
		text = fold_letter(out, &n, text);
	return n;
}

size_t
fold_more(char out[FOLD_MAX], size_t n, struct str text)
{
	while (text.n > 0 && n + 1 + sizeof(uint64_t) <= FOLD_MAX) {
		size_t space = *text.p == ' ';
		struct plain_part w = plain_part(str_load(str_sub(text, space, text.n)));
		uint64_t key = htole64(w.key);

		if (space + w.n == 0) {
			text = fold_letter(out, &n, text);
			continue;
		}
		out[n] = ' ';
		n += space & (out[n - (n > 0)] != ' ');
		memcpy(out + n, &key, sizeof(key)); /* nearly all */
		n += w.n;
		text = str_sub(text, space + w.n, text.n);
	}
	return fold_letters(out, n, text);
}

size_t
fold_on(char out[FOLD_MAX], size_t n, struct str text, size_t from, size_t to)
{
	size_t space = from < to && text.p[from] == ' ', len = to - from - space;

	if (n + 1 + PLAIN_MAX <= FOLD_MAX && from + 1 + PLAIN_MAX <= text.n) {
		struct word_start w = start_at(text.p + from + space, PLAIN_MAX);

		if (start_is_plain(w, len)) { /* nearly all */
			w.lo |= EACH_BYTE * 0x20;
			w.hi |= EACH_BYTE * 0x20;
			n = space ? put_space(out, n) : n;
			plain_text(out + n, w);
			return n + len;
		}
	}
	if (len == 1 && fold_parts(text.p[from + space]))
		return put_space(out, n);
	return fold_more(out, n, (struct str){ text.p + from, to - from });
}

struct str
fold_key(const char out[FOLD_MAX], size_t n)
{
	while (n > 0 && out[n - 1] == ' ')
		n--;
	return (struct str){ out, n };
}

/* A bit for each of sixteen bytes that is a space. */
static inline unsigned
spaces_of(struct word_start bytes)
{
#ifdef __SSE2__
	__m128i v = _mm_set_epi64x((int64_t)bytes.hi, (int64_t)bytes.lo);

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(' ')));
#else
	unsigned spaces = 0;

	for (size_t i = 0; i < PLAIN_MAX; i++)
		spaces |=
		    (unsigned)(((i < 8 ? bytes.lo : bytes.hi) >> i % 8 * 8 & 0xff) == ' ')
		    << i;
	return spaces;
#endif
}

/* Is it nothing but words of letters, n bytes and at most sixteen, with one space between
 * two of them? */
static inline bool
is_words(struct word_start k, size_t n)
{
	unsigned all = n - 1 < PLAIN_MAX ? (2u << (n - 1)) - 1 : 0,
		 spaces = spaces_of(k) & all;

	return all != 0 && ((plain_bits(k) | spaces) & all) == all &&
	    (spaces & (spaces << 1 | 1 | (all + 1) >> 1)) == 0;
}

static struct str
fold_plain(char *out, struct str name)
{
	struct word_start w = start_of(name);

	if (is_words(w, name.n)) { /* nearly all: a space is small as well */
		w.lo |= EACH_BYTE * 0x20;
		w.hi |= EACH_BYTE * 0x20;
		plain_text(out, w);
		return (struct str){ out, name.n };
	}
	return fold_key(out, fold_more(out, 0, name));
}

/* ---- words ---- */

/* Words that names have more or less of: articles, generic words, and class words, of
 * which each has one form, as every map writes them otherwise. */
enum name_word_kind { ARTICLE, GENERIC, CLASS };

struct name_word {
	char form[PLAIN_MAX]; /* zeros behind it */
	enum name_word_kind kind;
	char is[SHORT_WORD]; /* of CLASS */
};

/* Letters as bits. */
enum letter {
	A = 1 << ('a' - 'a'),
	B = 1 << ('b' - 'a'),
	D = 1 << ('d' - 'a'),
	E = 1 << ('e' - 'a'),
	F = 1 << ('f' - 'a'),
	H = 1 << ('h' - 'a'),
	I = 1 << ('i' - 'a'),
	J = 1 << ('j' - 'a'),
	K = 1 << ('k' - 'a'),
	L = 1 << ('l' - 'a'),
	M = 1 << ('m' - 'a'),
	N = 1 << ('n' - 'a'),
	O = 1 << ('o' - 'a'),
	P = 1 << ('p' - 'a'),
	R = 1 << ('r' - 'a'),
	S = 1 << ('s' - 'a'),
	T = 1 << ('t' - 'a'),
	U = 1 << ('u' - 'a'),
	W = 1 << ('w' - 'a'),
	Y = 1 << ('y' - 'a'),
	Z = 1 << ('z' - 'a'),
};

const struct fold_initial fold_initials[FOLD_LETTERS + 1] = {
	['a' - 'a'] = { B | D | I | L | N | R | S | T | Y | Z,
	    D | H | L | N | O | R | S | T | U | Z, 1 << 2 | 1 << 3 | 1 << 4 | 1 << 7,
	    (const struct name_word[]){ { "al", ARTICLE, "" }, { "ar", ARTICLE, "" },
		{ "as", ARTICLE, "" }, { "ash", ARTICLE, "" }, { "at", ARTICLE, "" },
		{ "ad", ARTICLE, "" }, { "an", ARTICLE, "" }, { "az", ARTICLE, "" },
		{ "ath", ARTICLE, "" }, { "adh", ARTICLE, "" },
		{ "airport", GENERIC, "" }, { "ain", CLASS, "in" },
		{ "ayn", CLASS, "in" }, { "ayen", CLASS, "in" }, { "abou", CLASS, "abu" },
		{ "abo", CLASS, "abu" }, { "aboo", CLASS, "abu" }, { "", CLASS, "" } } },
	['b' - 'a'] = { A | E, T, 1 << 4,
	    (const struct name_word[]){ { "beit", CLASS, "bit" },
		{ "bayt", CLASS, "bit" }, { "bait", CLASS, "bit" },
		{ "beyt", CLASS, "bit" }, { "", CLASS, "" } } },
	['c' - 'a'] = { A | H | I | O, H | P | Y, 1 << 4 | 1 << 6,
	    (const struct name_word[]){ { "city", GENERIC, "" },
		{ "county", GENERIC, "" }, { "camp", GENERIC, "" },
		{ "cheikh", CLASS, "shx" }, { "", CLASS, "" } } },
	['d' - 'a'] = { A | E | I | J, L | N | R | T,
	    1 << 3 | 1 << 4 | 1 << 6 | 1 << 8 | 1 << 10,
	    (const struct name_word[]){ { "district", GENERIC, "" },
		{ "department", GENERIC, "" }, { "division", GENERIC, "" },
		{ "deir", CLASS, "dir" }, { "dayr", CLASS, "dir" },
		{ "der", CLASS, "dir" }, { "dair", CLASS, "dir" },
		{ "djebel", CLASS, "jbl" }, { "", CLASS, "" } } },
	['e' - 'a'] = { D | I | J | L | S | T | Z, D | H | J | L | N | S | T | Z,
	    1 << 2 | 1 << 3,
	    (const struct name_word[]){ { "el", ARTICLE, "" }, { "ed", ARTICLE, "" },
		{ "es", ARTICLE, "" }, { "ej", ARTICLE, "" }, { "ez", ARTICLE, "" },
		{ "et", ARTICLE, "" }, { "eth", ARTICLE, "" }, { "ein", CLASS, "in" },
		{ "", CLASS, "" } } },
	['f' - 'a'] = { O, T, 1 << 4,
	    (const struct name_word[]){ { "fort", CLASS, "ft" }, { "", CLASS, "" } } },
	['g' - 'a'] = { A | O, E | L, 1 << 5 | 1 << 11,
	    (const struct name_word[]){ { "governorate", GENERIC, "" },
		{ "gabal", CLASS, "jbl" }, { "", CLASS, "" } } },
	['h' - 'a'] = { R, A, 1 << 7,
	    (const struct name_word[]){ { "hromada", GENERIC, "" }, { "", CLASS, "" } } },
	['j' - 'a'] = { A | B | E, L, 1 << 4 | 1 << 5,
	    (const struct name_word[]){ { "jabal", CLASS, "jbl" },
		{ "jebel", CLASS, "jbl" }, { "jbel", CLASS, "jbl" },
		{ "jabel", CLASS, "jbl" }, { "", CLASS, "" } } },
	['k' - 'a'] = { A | E | F | H | U, A | N | R | T,
	    1 << 4 | 1 << 5 | 1 << 6 | 1 << 7,
	    (const struct name_word[]){ { "kafr", CLASS, "kfr" },
		{ "kfar", CLASS, "kfr" }, { "kufr", CLASS, "kfr" },
		{ "kefr", CLASS, "kfr" }, { "kafar", CLASS, "kfr" },
		{ "khirbet", CLASS, "xrbt" }, { "kherbet", CLASS, "xrbt" },
		{ "khirbat", CLASS, "xrbt" }, { "kharbet", CLASS, "xrbt" },
		{ "khurbet", CLASS, "xrbt" }, { "khirba", CLASS, "xrbt" },
		{ "khan", CLASS, "xan" }, { "kalaat", CLASS, "qlt" },
		{ "", CLASS, "" } } },
	['l' - 'a'] = { E, E | S, 1 << 2 | 1 << 3,
	    (const struct name_word[]){
		{ "le", ARTICLE, "" }, { "les", ARTICLE, "" }, { "", CLASS, "" } } },
	['m' - 'a'] = { A | I | O | U, T | Y,
	    1 << 5 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 12,
	    (const struct name_word[]){ { "municipality", GENERIC, "" },
		{ "muhafazat", GENERIC, "" }, { "mintaqat", GENERIC, "" },
		{ "maarat", CLASS, "mrt" }, { "maarrat", CLASS, "mrt" },
		{ "maaret", CLASS, "mrt" }, { "marat", CLASS, "mrt" },
		{ "maart", CLASS, "mrt" }, { "maaraat", CLASS, "mrt" },
		{ "mount", CLASS, "jbl" }, { "", CLASS, "" } } },
	['n' - 'a'] = { A, T, 1 << 7,
	    (const struct name_word[]){ { "nahiyat", GENERIC, "" }, { "", CLASS, "" } } },
	['o' - 'a'] = { B | F | M | U, F | I | M | T, 1 << 2 | 1 << 3 | 1 << 5 | 1 << 6,
	    (const struct name_word[]){ { "oblast", GENERIC, "" }, { "of", GENERIC, "" },
		{ "oum", CLASS, "um" }, { "om", CLASS, "um" }, { "ouadi", CLASS, "wadi" },
		{ "", CLASS, "" } } },
	['p' - 'a'] = { R, E, 1 << 8 | 1 << 10,
	    (const struct name_word[]){ { "province", GENERIC, "" },
		{ "prefecture", GENERIC, "" }, { "", CLASS, "" } } },
	['q' - 'a'] = { A, A | T, 1 << 4 | 1 << 5 | 1 << 6,
	    (const struct name_word[]){ { "qalat", CLASS, "qlt" },
		{ "qalaat", CLASS, "qlt" }, { "qala", CLASS, "qlt" },
		{ "", CLASS, "" } } },
	['r' - 'a'] = { A | E, M | N, 1 << 4 | 1 << 5 | 1 << 6,
	    (const struct name_word[]){ { "region", GENERIC, "" },
		{ "raion", GENERIC, "" }, { "rasm", CLASS, "rsm" },
		{ "resm", CLASS, "rsm" }, { "", CLASS, "" } } },
	['s' - 'a'] = { A | H | T | U, E | H | K | T, 1 << 5 | 1 << 6 | 1 << 11,
	    (const struct name_word[]){ { "subdistrict", GENERIC, "" },
		{ "state", GENERIC, "" }, { "sheikh", CLASS, "shx" },
		{ "shaykh", CLASS, "shx" }, { "shaikh", CLASS, "shx" },
		{ "sheik", CLASS, "shx" }, { "sheykh", CLASS, "shx" },
		{ "saint", CLASS, "st" }, { "", CLASS, "" } } },
	['t' - 'a'] = { A | E | H | O, E | L | N | P, 1 << 3 | 1 << 4 | 1 << 8,
	    (const struct name_word[]){ { "the", ARTICLE, "" }, { "town", GENERIC, "" },
		{ "township", GENERIC, "" }, { "tall", CLASS, "tal" },
		{ "tell", CLASS, "tal" }, { "tel", CLASS, "tal" }, { "", CLASS, "" } } },
	['u' - 'a'] = { L | M, L | M, 1 << 2 | 1 << 3,
	    (const struct name_word[]){
		{ "ul", ARTICLE, "" }, { "umm", CLASS, "um" }, { "", CLASS, "" } } },
	['v' - 'a'] = { I, E, 1 << 7,
	    (const struct name_word[]){ { "village", GENERIC, "" }, { "", CLASS, "" } } },
	['w' - 'a'] = { A | I, A | D | T, 1 << 3 | 1 << 6 | 1 << 7,
	    (const struct name_word[]){ { "wilayat", GENERIC, "" },
		{ "wilaya", GENERIC, "" }, { "wad", CLASS, "wadi" }, { "", CLASS, "" } } }
};

/* What a word that may be one of these is; NULL: none. */
static const struct name_word *
name_word(struct str w)
{
	const struct name_word *known = fold_initials[fold_letter_at(w.p[0])].words;
	char form[PLAIN_MAX];

	if (w.n > PLAIN_MAX)
		return NULL;
	plain_text(form, start_of(w));
	while (known->form[0] != '\0' && memcmp(known->form, form, PLAIN_MAX) != 0)
		known++;
	return known->form[0] == '\0' ? NULL : known;
}

/* The Arabic article is a prefix of the word. */
static struct str
drop_arabic_article(struct str w)
{
	static const struct str al = STR_INIT("\xd8\xa7\xd9\x84");

	return str_starts(w, al) && w.n >= al.n + 4 ? str_sub(w, al.n, w.n) : w;
}

enum fold_word
fold_listed(struct str *w)
{
	const struct name_word *known = fold_may_be_listed(*w) ? name_word(*w) : NULL;

	if (known == NULL)
		*w = drop_arabic_article(*w);
	else if (known->kind == CLASS)
		*w = str_of(known->is);
	return known == NULL || known->kind == CLASS ? FOLD_FORM
	    : known->kind == ARTICLE                 ? FOLD_ARTICLE
						     : FOLD_GENERIC;
}

struct str
fold_next_word(struct str *rest)
{
	const char *space = memchr(rest->p, ' ', rest->n);
	struct str word = { rest->p,
		space == NULL ? rest->n : (size_t)(space - rest->p) };

	*rest = space == NULL ? STR_NONE : str_sub(*rest, word.n + 1, rest->n);
	return word;
}

static struct str
change_words(char out[FOLD_MAX], struct str plain)
{
	struct str rest = plain, last = plain, w;
	size_t len = 0;

	while (rest.n > 0) {
		enum fold_word is;
		bool alone;

		w = fold_next_word(&rest);
		alone = w.n == plain.n;
		is = fold_word(&w);
		if (rest.n > 0 && is == FOLD_ARTICLE)
			continue;
		last = w;
		if (!alone && is == FOLD_GENERIC)
			continue;
		if (len > 0 && len < FOLD_MAX)
			out[len++] = ' ';
		if (w.n > FOLD_MAX - len)
			w.n = FOLD_MAX - len;
		memcpy(out + len, w.p, w.n);
		len += w.n;
	}
	if (len == 0 && last.n > 0) {
		memcpy(out, last.p, last.n);
		len = last.n;
	}
	return (struct str){ out, len };
}

struct str
fold_words(char out[FOLD_MAX], struct str plain)
{
	struct str rest = plain;

	while (rest.n > 0) {
		struct str w = fold_next_word(&rest);

		if ((fold_may_be_listed(w) && name_word(w) != NULL) ||
		    (unsigned char)w.p[0] == 0xd8)
			return change_words(out, plain);
	}
	return plain; /* nearly all */
}

/* ---- sound ---- */

/* Cyrillic and Arabic in Latin, so that scripts meet; of Arabic only the skeleton can. */
static const struct {
	uint32_t c;
	const char *is;
} romanised[] = { { 0x430, "a" }, { 0x431, "b" }, { 0x432, "v" }, { 0x433, "g" },
	{ 0x434, "d" }, { 0x435, "e" }, { 0x436, "zh" }, { 0x437, "z" }, { 0x438, "i" },
	{ 0x43a, "k" }, { 0x43b, "l" }, { 0x43c, "m" }, { 0x43d, "n" }, { 0x43e, "o" },
	{ 0x43f, "p" }, { 0x440, "r" }, { 0x441, "s" }, { 0x442, "t" }, { 0x443, "u" },
	{ 0x444, "f" }, { 0x445, "kh" }, { 0x446, "ts" }, { 0x447, "ch" },
	{ 0x448, "sh" }, { 0x449, "shch" }, { 0x44b, "i" }, { 0x44d, "e" },
	{ 0x44e, "iu" }, { 0x44f, "ia" }, { 0x454, "ie" }, { 0x456, "i" }, { 0x45e, "u" },
	{ 0x491, "g" }, { 0x627, "a" }, { 0x628, "b" }, { 0x62a, "t" }, { 0x62b, "th" },
	{ 0x62c, "j" }, { 0x62d, "h" }, { 0x62e, "kh" }, { 0x62f, "d" }, { 0x630, "dh" },
	{ 0x631, "r" }, { 0x632, "z" }, { 0x633, "s" }, { 0x634, "sh" }, { 0x635, "s" },
	{ 0x636, "d" }, { 0x637, "t" }, { 0x638, "z" }, { 0x639, "" }, { 0x63a, "gh" },
	{ 0x641, "f" }, { 0x642, "q" }, { 0x643, "k" }, { 0x644, "l" }, { 0x645, "m" },
	{ 0x646, "n" }, { 0x647, "h" }, { 0x648, "u" }, { 0x64a, "i" } };

static const char *
romanisation(uint32_t c)
{
	size_t from = 0, n = NELEM(romanised);

	while (n > 0) {
		size_t half = n / 2;

		if (romanised[from + half].c == c)
			return romanised[from + half].is;
		if (romanised[from + half].c < c) {
			from += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return NULL;
}

static inline bool
is_ascii(struct str w)
{
	uint64_t all = 0;

	for (size_t at = 0; at < w.n; at += sizeof(all))
		all |= str_load(str_sub(w, at, w.n));
	return (all & HIGH_BITS) == 0;
}

static struct str
romanise(char out[FOLD_MAX], struct str w)
{
	size_t n = 0;

	if (is_ascii(w))
		return w;
	while (w.n > 0) {
		uint32_t c = utf8_next(&w);
		const char *is = c < 0x80 ? NULL : romanisation(c);

		n = is == NULL ? put_char(out, n, c) : put(out, n, is);
	}
	return (struct str){ out, n };
}

/* What a letter sounds like together with the next; 0: as it does alone. */
static const char sound_of_two[FOLD_LETTERS + 1][FOLD_LETTERS + 1] = {
	['a' - 'a'] = { ['i' - 'a'] = 'i',
	    ['u' - 'a'] = 'u',
	    ['w' - 'a'] = 'u',
	    ['y' - 'a'] = 'i' },
	['c' - 'a'] = { ['h' - 'a'] = 's' },
	['d' - 'a'] = { ['h' - 'a'] = 'z', ['j' - 'a'] = 'j' },
	['e' - 'a'] = { ['e' - 'a'] = 'i', ['i' - 'a'] = 'i', ['y' - 'a'] = 'i' },
	['g' - 'a'] = { ['h' - 'a'] = 'g' },
	['i' - 'a'] = { ['e' - 'a'] = 'i' },
	['k' - 'a'] = { ['h' - 'a'] = 'x' },
	['o' - 'a'] = { ['o' - 'a'] = 'u', ['u' - 'a'] = 'u', ['w' - 'a'] = 'u' },
	['p' - 'a'] = { ['h' - 'a'] = 'f' },
	['s' - 'a'] = { ['h' - 'a'] = 's' },
	['t' - 'a'] = { ['h' - 'a'] = 't' }
};
static const char sound_alone[] = "abkdifghijklmnubkrstuwwxiz";

#define END_ROOM 8 /* bytes */

struct ending {
	char text[END_ROOM + 1]; /* it stands last */
	size_t n;                /* bytes of it; 0: of the one behind the last */
};

struct endings {
	uint32_t last; /* letters that they end with */
	struct ending of[12];
};

static const struct endings nisbas = { A | H,
	{ { ".....iya", 3 }, { "....iyah", 4 }, { ".....ieh", 3 }, { "....iyeh", 4 },
	    { "......ia", 2 }, { "....iyya", 4 }, { "...iyyah", 5 }, { "...iyyeh", 5 },
	    { "......ya", 2 }, { ".....yah", 3 }, { ".....yeh", 3 }, { "", 0 } } };
static const struct endings finals = { A | E | H | I | T,
	{ { "......ah", 2 }, { "......eh", 2 }, { "......ih", 2 }, { "......at", 2 },
	    { "......et", 2 }, { ".......a", 1 }, { ".......e", 1 }, { ".......i", 1 },
	    { ".......t", 1 }, { "", 0 } } };

/* Without the first of the endings that it has. */
static struct str
cut_end(struct str w, const struct endings *ends, bool *cut)
{
	/* of a shorter word it stands behind zeros */
	uint64_t tail = w.n < END_ROOM ? str_load(w) << 8 * (END_ROOM - w.n)
				       : str_load(str_sub(w, w.n - END_ROOM, w.n));

	if ((1u << fold_letter_at(w.p[w.n - 1]) & ends->last) == 0)
		return w;
	for (const struct ending *end = ends->of; end->n > 0; end++) {
		uint64_t others = tail ^ str_load((struct str){ end->text, END_ROOM });

		if ((w.n > end->n + 2) & (others >> 8 * (END_ROOM - end->n) == 0)) {
			*cut = true;
			return str_sub(w, 0, w.n - end->n);
		}
	}
	return w;
}

static inline char
sound_at(struct str *w)
{
	size_t letter = fold_letter_at(*w->p),
	       next = fold_letter_at(w->n > 1 ? w->p[1] : '\0');
	char both = sound_of_two[letter][next],
	     alone = letter < FOLD_LETTERS ? sound_alone[letter] : *w->p;

	*w = str_sub(*w, both != 0 ? 2 : 1, w->n);
	return both != 0 ? both : alone;
}

static size_t
sound_word(char *out, size_t n, struct str w)
{
	size_t start = n;
	bool cut = false, nisba = false;
	char latin[FOLD_MAX];

	w = romanise(latin, w);
	if (w.n > 3) {
		w = cut_end(w, &nisbas, &nisba);
		if (!nisba)
			w = cut_end(w, &finals, &cut);
	}
	while (w.n > 0 && n < FOLD_MAX) {
		out[n] = sound_at(&w);
		n += (n == start) | (out[n - (n > start)] != out[n]);
	}
	if (nisba && n < FOLD_MAX && out[n - 1] != 'i')
		out[n++] = 'i';
	if ((cut || nisba) && n < FOLD_MAX)
		out[n++] = 'a';
	return n;
}

static struct str
fold_sound(char *out, struct str words)
{
	size_t n = 0;

	while (words.n > 0)
		n = sound_word(out, n, fold_next_word(&words));
	return (struct str){ out, utf8_floor((struct str){ out, n }, n) };
}

static struct str
fold_skeleton(char *out, struct str sound)
{
	size_t n = 0;

	for (size_t i = 0; i < sound.n; i++) {
		char c = sound.p[i] == 'd' ? 'z' : sound.p[i];
		bool weak = (UINT64_C(1) << fold_letter_at(c) & (A | I | U | W | H)) != 0;

		out[n] = c;
		n += (!(weak & (i > 0))) & ((n == 0) | (out[n - (n > 0)] != c));
	}
	return (struct str){ out, n };
}

static void
fold_looser_to(struct fold_keys *k, enum fold_level level)
{
	k->of[FOLD_WORDS] = fold_words(k->text[FOLD_WORDS], k->of[FOLD_PLAIN]);
	if (level >= FOLD_SOUND)
		k->of[FOLD_SOUND] = fold_sound(k->text[FOLD_SOUND], k->of[FOLD_WORDS]);
	if (level >= FOLD_SKELETON)
		k->of[FOLD_SKELETON] = fold_skeleton(k->text[FOLD_SKELETON],
		    k->of[FOLD_SOUND]);
}

void
fold_keys_plain(struct fold_keys *k, struct str name)
{
	k->of[FOLD_PLAIN] = fold_plain(k->text[FOLD_PLAIN], name);
}

void
fold_keys_looser(struct fold_keys *k)
{
	fold_looser_to(k, FOLD_SKELETON);
}

struct str
fold_name(char out[FOLD_MAX], struct str name, enum fold_level level)
{
	struct fold_keys k;

	if (level == FOLD_PLAIN)
		return fold_plain(out, name);
	fold_keys_plain(&k, name);
	fold_looser_to(&k, level);
	memcpy(out, k.of[level].p, k.of[level].n);
	return (struct str){ out, k.of[level].n };
}

bool
fold_alike(struct str a, struct str b)
{
	char key[FOLD_MAX];
	size_t n = fold_name(key, a, FOLD_SOUND).n, m = fold_name(key, b, FOLD_SOUND).n;

	return n <= m + 1 && m <= n + 1;
}
