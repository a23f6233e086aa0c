/*
 * fuzz_charset.c -- bytes in an encoding that a header, a declaration, both or neither
 * name.  The first line is the Content-Type; then one byte chooses the pieces.  Out comes
 * valid UTF-8, the same in pieces, no more than a few times as long, and UTF-8 as it was.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/charset.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As feed.c does it: what passes is read where it lies. */
static struct charset *
decode(struct str type, struct str bytes, size_t step, struct buf *out)
{
	struct charset *c = charset_new(type);

	buf_init(out, SIZE_MAX / 2);
	for (size_t at = 0; at < bytes.n; at += step) {
		struct str piece = str_sub(bytes, at, at + step);

		if (charset_passes(c, piece))
			buf_add(out, piece);
		else
			charset_push(c, piece, out);
	}
	charset_finish(c, out);
	return c;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size }, type;
	struct charset *whole, *pieces;
	struct buf one, two;
	size_t step;

	if (!str_cut(&bytes, '\n', &type))
		return 0;
	step = bytes.n == 0 ? 1 : 1 + (unsigned char)bytes.p[0] % 61;
	bytes = str_sub(bytes, 1, bytes.n);
	whole = decode(type, bytes, bytes.n + 1, &one);
	pieces = decode(type, bytes, step, &two);
	fuzz_check(utf8_valid(buf_str(&one)) && one.n <= 4 * bytes.n + 4);
	fuzz_check(str_eq(buf_str(&one), buf_str(&two)));
	fuzz_check(str_eq(charset_label(whole), charset_label(pieces)) &&
	    charset_label(whole).n > 0);
	fuzz_check(charset_damaged(whole) == charset_damaged(pieces));
	if (str_eq(charset_label(whole), STR("utf-8")) &&
	    !str_starts(bytes, STR("\xef\xbb\xbf")) && utf8_valid(bytes))
		fuzz_check(str_eq(buf_str(&one), bytes));
	charset_free(whole);
	charset_free(pieces);
	buf_clear(&one);
	buf_clear(&two);
	return 0;
}
