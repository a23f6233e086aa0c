/* charset.c -- see charset.h. */
#include "config.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/charset.h"
#include "parser/charset_names.h"

#define HEAD 1024 /* where a declaration may stand */
/* what a guess is made of, from the first byte that is no UTF-8 on */
#define SAMPLE 8192
#define UNITS 4096

enum state { DECIDING, UTF8, LATIN, SAMPLING, SINGLE, ICU };

struct charset {
	enum state state;
	struct buf held; /* while deciding or sampling; else the start of a character */
	char label[32];
	const char *header, *declared; /* names for ICU, NULL: not said, or not known */
	char header_label[32], declared_label[32];
	bool certain;   /* a byte order mark said so */
	bool multibyte; /* UTF-8: characters other than ASCII were seen */
	bool bad;
	UConverter *cnv;
	uint32_t surrogate;
	uint32_t table[256]; /* single-byte encodings */
};

/* ---- what is said ---- */

/* charset=…, quoted in any way, of a Content-Type; also where "charset:" was written. */
static struct str
header_charset(struct str type)
{
	size_t at = str_find_ci(type, STR("charset")), i = 0;
	struct str s;

	if (at == STR_NOWHERE)
		return STR_NONE;
	s = str_trim(str_sub(type, at + 7, type.n));
	if (s.n == 0 || (s.p[0] != '=' && s.p[0] != ':'))
		return STR_NONE;
	s = str_trim(str_sub(s, 1, s.n));
	while (s.n > 0 &&
	    (s.p[0] == '"' || s.p[0] == '\'' || is_space(s.p[0]) || s.p[0] == '='))
		s = str_sub(s, 1, s.n);
	while (i < s.n && memchr("\"';, \t", s.p[i], 6) == NULL)
		i++;
	return str_sub(s, 0, i);
}

/* encoding="…" of the XML declaration. */
static struct str
declared_charset(struct str head)
{
	size_t at = str_find(head, STR("<?xml")), end;
	struct str s;

	if (at == STR_NOWHERE)
		return STR_NONE;
	s = str_sub(head, at + 5, head.n);
	s = str_sub(s, 0, str_chr(s, '>'));
	if ((at = str_find_ci(s, STR("encoding"))) == STR_NOWHERE)
		return STR_NONE;
	s = str_trim(str_sub(s, at + 8, s.n));
	if (s.n == 0 || s.p[0] != '=')
		return STR_NONE;
	s = str_trim(str_sub(s, 1, s.n));
	if (s.n < 2 || (s.p[0] != '"' && s.p[0] != '\''))
		return STR_NONE;
	end = str_chr(str_sub(s, 1, s.n), s.p[0]);
	return str_trim(str_sub(s, 1, end == STR_NOWHERE ? s.n : end + 1));
}

static const struct {
	struct str mark;
	const char *icu;
	size_t skip;
} marks[] = {
	{ STR_INIT("\xef\xbb\xbf"), "utf-8", 3 },
	{ STR_INIT("\xff\xfe\0\0"), "utf-32le", 4 },
	{ STR_INIT("\0\0\xfe\xff"), "utf-32be", 4 },
	{ STR_INIT("\xff\xfe"), "utf-16le", 2 },
	{ STR_INIT("\xfe\xff"), "utf-16be", 2 },
	{ STR_INIT("<\0\0\0"), "utf-32le", 0 },
	{ STR_INIT("\0\0\0<"), "utf-32be", 0 },
	{ STR_INIT("<\0?\0"), "utf-16le", 0 },
	{ STR_INIT("\0<\0?"), "utf-16be", 0 },
};

/* "<" and a letter in 16 bits each. */
static const char *
shape_of(struct str s)
{
	if (s.n < 4)
		return NULL;
	if (s.p[0] == '<' && s.p[1] == '\0' && s.p[2] != '\0' && s.p[3] == '\0')
		return "utf-16le";
	if (s.p[0] == '\0' && s.p[1] == '<' && s.p[2] == '\0' && s.p[3] != '\0')
		return "utf-16be";
	return NULL;
}

/* ---- decoders ---- */

static void
put_char(struct buf *out, uint32_t c)
{
	char enc[4];

	buf_add(out, (struct str){ enc, utf8_put(enc, c) });
}

static void
decode_single(struct charset *c, struct str s, struct buf *out)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if (b < 0x80)
			continue;
		buf_add(out, str_sub(s, from, i));
		put_char(out, c->table[b]);
		if (c->table[b] == UTF8_BAD)
			c->bad = true;
		from = i + 1;
	}
	buf_add(out, str_sub(s, from, s.n));
}

static void
put_units(struct charset *c, const UChar *u, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t x = u[i];

		if (c->surrogate != 0 && x >= 0xdc00 && x < 0xe000) {
			put_char(out,
			    0x10000 + ((c->surrogate - 0xd800) << 10) + (x - 0xdc00));
			c->surrogate = 0;
			continue;
		}
		if (c->surrogate != 0)
			put_char(out, UTF8_BAD);
		c->surrogate = x >= 0xd800 && x < 0xdc00 ? x : 0;
		if (x == UTF8_BAD)
			c->bad = true;
		if (c->surrogate == 0)
			put_char(out, x);
	}
}

static void
decode_icu(struct charset *c, struct str s, bool last, struct buf *out)
{
	const char *from = s.p == NULL ? "" : s.p, *end = from + s.n;
	UErrorCode err;

	do {
		UChar units[UNITS], *to = units;

		err = U_ZERO_ERROR;
		ucnv_toUnicode(c->cnv, &to, units + UNITS, &from, end, NULL, last, &err);
		put_units(c, units, (size_t)(to - units), out);
	} while (err == U_BUFFER_OVERFLOW_ERROR);
	if (U_FAILURE(err))
		c->bad = true;
}

/* Each byte's character; false where the encoding needs more than one. */
static bool
fill_table(struct charset *c)
{
	UErrorCode err = U_ZERO_ERROR;

	if (ucnv_getMaxCharSize(c->cnv) != 1)
		return false;
	for (int b = 0; b < 256; b++) {
		char byte = (char)b;
		UChar u[4];
		int32_t n = ucnv_toUChars(c->cnv, u, 4, &byte, 1, &err);

		c->table[b] = U_SUCCESS(err) && n == 1 ? u[0] : UTF8_BAD;
		err = U_ZERO_ERROR;
	}
	return true;
}

static bool
open_named(struct charset *c, const char *icu)
{
	UErrorCode err = U_ZERO_ERROR;

	if (charset_table(icu, c->table)) {
		c->state = SINGLE;
		return true;
	}
	c->cnv = ucnv_open(icu, &err);
	if (U_FAILURE(err)) {
		c->cnv = NULL;
		return false;
	}
	c->state = fill_table(c) ? SINGLE : ICU;
	return true;
}

static void
use(struct charset *c, const char *icu, const char *label)
{
	str_copy(c->label, sizeof(c->label), str_of(label));
	if (strcmp(icu, "utf-8") == 0)
		c->state = UTF8;
	else if (strcmp(icu, "windows-1252") == 0 && !c->multibyte)
		c->state = LATIN;
	else if (!open_named(c, icu))
		c->state = UTF8;
}

/* ---- guesses ---- */

static bool
all_gb2312(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char a = (unsigned char)s.p[i], b;

		if (a < 0x80)
			continue;
		if (++i == s.n)
			return true;
		b = (unsigned char)s.p[i];
		if (a < 0xa1 || a > 0xf7 || b < 0xa1 || b > 0xfe)
			return false;
	}
	return true;
}

/* Thai, which ICU does not guess: its letters alone, in runs that no space breaks. */
static bool
looks_thai(struct str s)
{
	size_t high = 0, runs = 0, marks_seen = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if (b < 0x80)
			continue;
		if (b < 0xa1 || (b > 0xda && b < 0xdf) || b > 0xfb)
			return false;
		high++;
		if (i == 0 || (unsigned char)s.p[i - 1] < 0x80)
			runs++;
		if (b == 0xd1 || (b >= 0xd4 && b <= 0xda) || (b >= 0xe7 && b <= 0xec))
			marks_seen++; /* vowels and tones above and below */
	}
	return high > 8 && high / runs > 8 && marks_seen * 5 > high &&
	    marks_seen * 2 < high;
}

/*
 * What the bytes look like to ICU's detector.  The encodings of East Asia give themselves
 * away; of the others only a confident answer counts, for a wrong one is worse than
 * windows-1252.
 */
static void
guess(struct charset *c)
{
	UErrorCode err = U_ZERO_ERROR;
	UCharsetDetector *d = ucsdet_open(&err);
	const UCharsetMatch *m;
	const char *name = NULL;
	struct str s = str_sub(buf_str(&c->held), 0, SAMPLE);
	int32_t confidence = 0;

	if (U_SUCCESS(err))
		ucsdet_setText(d, s.p, (int32_t)s.n, &err);
	m = U_SUCCESS(err) ? ucsdet_detect(d, &err) : NULL;
	if (m != NULL && U_SUCCESS(err)) {
		name = ucsdet_getName(m, &err);
		confidence = ucsdet_getConfidence(m, &err);
	}
	c->bad = true;
	if (looks_thai(s) && confidence < 60)
		use(c, "windows-874", "tis-620");
	else if (name == NULL || U_FAILURE(err) || confidence < 25 ||
	    (name = charset_icu_name(str_of(name))) == NULL || strcmp(name, "utf-8") == 0)
		use(c, "windows-1252", "windows-1252");
	else
		use(c, name,
		    strcmp(name, "gb18030") == 0 && all_gb2312(s) ? "gb2312" : name);
	if (c->state == LATIN) {
		c->multibyte = true; /* it is not UTF-8, that is how we came here */
		use(c, "windows-1252", "windows-1252");
	}
	ucsdet_close(d);
}

/* ---- UTF-8 and what pretends to be ---- */

/* Not UTF-8: the other encoding that was said, or a guess. */
static void
disbelieve(struct charset *c)
{
	const char *other = c->header, *label = c->header_label;

	c->bad = true;
	c->multibyte = true;
	if (other == NULL || strcmp(other, "utf-8") == 0) {
		other = c->declared;
		label = c->declared_label;
	}
	if (other != NULL && strcmp(other, "utf-8") != 0)
		use(c, other, label);
	else
		c->state = SAMPLING;
}

/* Half of a surrogate pair that was written as a character of UTF-8 (CESU-8): it, or 0.
 */
static uint32_t
surrogate_at(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (s.n < 3 || p[0] != 0xed || p[1] < 0xa0 || p[1] > 0xbf ||
	    (p[2] & 0xc0) != 0x80)
		return 0;
	return 0xd000u + (p[1] & 0x3fu) * 64 + (p[2] & 0x3fu);
}

/* The character that a pair at the start of s means, UTF8_BAD of a half alone; its bytes.
 */
static size_t
surrogates(struct str s, uint32_t *c)
{
	uint32_t high = surrogate_at(s), low = surrogate_at(str_sub(s, 3, s.n));

	*c = UTF8_BAD;
	if (high == 0 || high >= 0xdc00 || low < 0xdc00)
		return high == 0 ? 0 : 3;
	*c = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	return 6;
}

/* Bytes of s without a character at its end that is not whole. */
static size_t
whole_utf8(struct str s)
{
	size_t i = s.n, back = 0;

	while (i > 0 && back < 3 && ((unsigned char)s.p[i - 1] & 0xc0) == 0x80) {
		i--;
		back++;
	}
	if (i > 0 && (unsigned char)s.p[i - 1] >= 0xc2) {
		unsigned char lead = (unsigned char)s.p[i - 1];
		size_t need = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

		if (back + 1 < need)
			return i - 1;
	}
	return s.n;
}

/* And without a half that waits for its other half. */
static size_t
whole_chars(struct str s)
{
	size_t n = whole_utf8(s);
	uint32_t half = n < 3 ? 0 : surrogate_at(str_sub(s, n - 3, n));

	return half != 0 && half < 0xdc00 ? n - 3 : n;
}

static void
note_multibyte(struct charset *c, struct str s)
{
	c->multibyte = c->multibyte || utf8_ascii(s) < s.n;
}

/* Bytes of s that were decoded; less than all if the state changed. */
static size_t
decode_utf8(struct charset *c, struct str s, struct buf *out)
{
	struct str rest = s;

	if (utf8_valid(s)) {
		note_multibyte(c, s);
		buf_add(out, s);
		return s.n;
	}
	while (rest.n > 0) {
		struct str was = rest;
		uint32_t u;
		size_t n = surrogates(rest, &u);

		if (n > 0) {
			c->bad = c->multibyte = true;
			put_char(out, u);
			rest = str_sub(rest, n, rest.n);
			continue;
		}
		u = utf8_next(&rest);
		if (u != UTF8_BAD || was.n - rest.n > 1) {
			c->multibyte = c->multibyte || u >= 0x80;
			buf_add(out, str_sub(was, 0, was.n - rest.n));
			continue;
		}
		if (!c->multibyte && !c->certain) {
			disbelieve(c);
			return s.n - was.n;
		}
		/* A stray byte in what is UTF-8 otherwise was windows-1252 most often. */
		c->bad = true;
		put_char(out, charset_1252((unsigned char)was.p[0]));
	}
	return s.n;
}

/*
 * Called Latin 1, ASCII or windows-1252, as servers call everything.  It is UTF-8 if the
 * first character that tells the difference is UTF-8.
 */
static size_t
decode_latin(struct charset *c, struct str s, bool last, struct buf *out)
{
	size_t i = 0;
	struct str rest;

	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	buf_add(out, str_sub(s, 0, i));
	if (i == s.n)
		return i;
	rest = str_sub(s, i, s.n);
	if (!last && rest.n < 4 && whole_chars(rest) < rest.n)
		return i;
	if (utf8_next(&rest) != UTF8_BAD) {
		str_copy(c->label, sizeof(c->label), STR("utf-8"));
		c->state = UTF8;
	} else {
		open_named(c, "windows-1252");
	}
	return i;
}

/* ---- pieces ---- */

/* UTF-16 of what is no UTF-16: said when the document was, before it was converted. */
static bool
is_wide(struct str label)
{
	return str_starts_ci(label, STR("utf-16")) ||
	    str_starts_ci(label, STR("utf-32")) ||
	    str_starts_ci(label, STR("iso-10646")) || str_starts_ci(label, STR("ucs-"));
}

static void
decide(struct charset *c)
{
	struct str s = str_sub(buf_str(&c->held), 0, HEAD), said;
	const char *shape = NULL;
	size_t skip = 0;

	for (size_t i = 0; i < NELEM(marks) && shape == NULL; i++)
		if (str_starts(s, marks[i].mark)) {
			shape = marks[i].icu;
			skip = marks[i].skip;
		}
	if (shape == NULL)
		shape = shape_of(s);
	said = declared_charset(s);
	c->declared = charset_icu_name(said);
	charset_show(c->declared_label, said);
	if (said.n > 0 && c->declared == NULL && shape == NULL && !is_wide(said))
		c->bad = true;
	if (shape != NULL) {
		c->certain = true;
		use(c, shape, shape);
	} else if (c->header != NULL) {
		use(c, c->header, c->header_label);
	} else if (c->declared != NULL) {
		use(c, c->declared, c->declared_label);
	} else {
		use(c, "utf-8", "utf-8");
	}
	buf_drop(&c->held, skip);
}

static void
drain(struct charset *c, bool last, struct buf *out)
{
	for (;;) {
		struct str s = buf_str(&c->held);
		enum state was = c->state;
		size_t n = s.n;

		switch (c->state) {
		case DECIDING:
			if (s.n < HEAD && !last)
				return;
			decide(c);
			continue;
		case SAMPLING:
			if (s.n < SAMPLE && !last)
				return;
			guess(c);
			continue;
		case UTF8:
			n = decode_utf8(c, str_sub(s, 0, last ? s.n : whole_chars(s)),
			    out);
			break;
		case LATIN:
			n = decode_latin(c, s, last, out);
			break;
		case SINGLE:
			decode_single(c, s, out);
			break;
		case ICU:
			decode_icu(c, s, last, out);
			break;
		}
		buf_drop(&c->held, n);
		if (c->state == was)
			return;
	}
}

struct charset *
charset_new(struct str content_type)
{
	struct charset *c = xcalloc(1, sizeof(*c));
	struct str said = header_charset(content_type);

	buf_init(&c->held, SIZE_MAX / 2);
	c->header = charset_icu_name(said);
	charset_show(c->header_label, said);
	return c;
}

bool
charset_passes(struct charset *c, struct str bytes)
{
	if (c->state != UTF8 || c->held.n > 0 || whole_chars(bytes) != bytes.n ||
	    !utf8_valid(bytes))
		return false;
	note_multibyte(c, bytes);
	return true;
}

void
charset_push(struct charset *c, struct str bytes, struct buf *out)
{
	buf_add(&c->held, bytes);
	drain(c, false, out);
}

void
charset_finish(struct charset *c, struct buf *out)
{
	drain(c, true, out);
}

struct str
charset_label(const struct charset *c)
{
	return str_of(c->label);
}

bool
charset_damaged(const struct charset *c)
{
	return c->bad;
}

void
charset_free(struct charset *c)
{
	if (c == NULL)
		return;
	if (c->cnv != NULL)
		ucnv_close(c->cnv);
	buf_clear(&c->held);
	free(c);
}
