/* html.c -- see html.h: text to read. */
#include "config.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/entity.h"
#include "parser/html.h"
#include "parser/html_token.h"

#define PRE_DEPTH 1000
#define POINTER_LEAST 20 /* bytes in links that make a headline of another report */
#define POINTER_LABEL 32 /* bytes beside them: "Also read:" */
/* bytes of text without which the pointers are what there is to read */
#define OWN_LEAST 80

struct pointer { /* bytes of the text */
	size_t from, to;
};

/* Text with its gaps not written yet: a space, a line end, a blank line. */
struct text {
	struct buf *out;
	size_t from; /* out->n at the start */
	unsigned lines;
	bool space;
	unsigned pre;

	size_t block, linked; /* where the block at hand begins; bytes of it in links */
	bool link;
	struct pointer *pointers;
	size_t n_pointers, cap;
};

static void
write_gap(struct text *t)
{
	if (t->out->n > t->from) {
		if (t->lines > 0)
			buf_add(t->out, str_sub(STR("\n\n"), 0, t->lines));
		else if (t->space)
			buf_byte(t->out, ' ');
	}
	t->lines = 0;
	t->space = false;
}

static void
want_lines(struct text *t, unsigned n)
{
	if (t->lines < n)
		t->lines = n;
	t->space = false;
}

/* 0: letters; 1: white space; 2: may be one of the characters that are not shown. */
static int
class_of(unsigned char c)
{
	if (c > 0x20 && c < 0x7f)
		return 0;
	if (c <= 0x20)
		return c == ' ' || (c >= '\t' && c <= '\r') ? 1 : 2;
	return c == 0x7f || c == 0xc2 || c == 0xe2 || c == 0xef ? 2 : 0;
}

static bool
is_invisible(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x200b ||
	    c == 0xfeff || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069);
}

static bool
is_wide_space(uint32_t c)
{
	return c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	    c == 0x202f || c == 0x205f || c == 0x85;
}

static void
add_space(struct text *t, char c)
{
	if (t->pre > 0 && c == '\n')
		want_lines(t, 1);
	else
		t->space = true;
}

/* Valid UTF-8 without references. */
static void
add_plain(struct text *t, struct str s)
{
	size_t i = 0;

	while (i < s.n) {
		size_t from = i;
		struct str rest;
		uint32_t c;
		int class = class_of((unsigned char)s.p[i]);

		if (class == 1) {
			add_space(t, s.p[i++]);
			continue;
		}
		if (class == 2) {
			rest = str_sub(s, i, s.n);
			c = utf8_next(&rest);
			i = s.n - rest.n;
			if (is_wide_space(c))
				t->space = true;
			if (is_wide_space(c) || is_invisible(c))
				continue;
		}
		/* A run of words with single spaces between them is copied at once. */
		i += utf8_words(str_sub(s, i, s.n));
		while (i < s.n &&
		    ((class = class_of((unsigned char)s.p[i])) == 0 ||
			(s.p[i] == ' ' && i + 1 < s.n &&
			    class_of((unsigned char)s.p[i + 1]) == 0)))
			i++;
		write_gap(t);
		buf_add(t->out, str_sub(s, from, i));
		t->linked += t->link ? i - from : 0;
	}
}

static void
add_text(struct text *t, struct str s, bool raw)
{
	while (s.n > 0) {
		size_t amp = raw ? STR_NOWHERE : str_chr(s, '&'), n;
		uint32_t c = 0;
		char enc[4];

		add_plain(t, str_sub(s, 0, amp == STR_NOWHERE ? s.n : amp));
		if (amp == STR_NOWHERE)
			return;
		s = str_sub(s, amp, s.n);
		n = entity_read(s, true, &c);
		if (n == 0)
			add_plain(t, STR("&"));
		else if (c != 0)
			add_plain(t, (struct str){ enc, utf8_put(enc, c) });
		s = str_sub(s, n == 0 ? 1 : n, s.n);
	}
}

/* ---- what is left out ---- */

/* Blocks by which pages tell where readers' comments are. */
static const struct str comment_blocks[] = { STR_INIT("comments"), STR_INIT("respond"),
	STR_INIT("comment-respond"), STR_INIT("comment-form"), STR_INIT("commentform"),
	STR_INIT("comment-list"), STR_INIT("commentlist"), STR_INIT("disqus_thread") };

static bool
names_comments(struct str words)
{
	struct str w;

	while ((w = str_word(&words)).n > 0)
		for (size_t i = 0; i < NELEM(comment_blocks); i++)
			if (str_eq_ci(w, comment_blocks[i]))
				return true;
	return false;
}

static bool
is_apart(const struct html_token *t)
{
	if (t->el == NULL || (t->el->flags & HTML_VOID))
		return false;
	if (t->el->flags & (HTML_APART | HTML_HIDDEN))
		return true;
	if (!(t->el->flags & HTML_LINE) || t->attrs.n < 4)
		return false;
	return names_comments(html_attr_find(t->attrs, STR("id"))) ||
	    names_comments(html_attr_find(t->attrs, STR("class"))) ||
	    str_eq_ci(html_attr_find(t->attrs, STR("role")), STR("navigation"));
}

/*
 * Past the end tag of the element that t opened.  One that is never closed leaves out
 * nothing: better a menu read as text than a report not read.  r is moved only on
 * success.
 */
static bool
skip_element(struct html_reader *r, const struct html_token *t)
{
	struct html_reader ahead = *r;
	struct html_token in;
	size_t depth = 1;

	while (depth > 0) {
		if (!html_next(&ahead, &in))
			return false;
		if (in.el == t->el && in.kind == HTML_OPEN && !in.closed)
			depth++;
		if (in.el == t->el && in.kind == HTML_CLOSE)
			depth--;
	}
	*r = ahead;
	return true;
}

/* ---- what only points at other reports ---- */

/* A block of hardly more than a link is the headline of something else ("Also read: …").
 * A link that is not closed reaches no further. */
static void
end_block(struct text *t)
{
	struct pointer p = { t->block, t->out->n };

	if (t->linked >= POINTER_LEAST && p.to - p.from <= t->linked + POINTER_LABEL) {
		if (t->n_pointers == t->cap) {
			t->cap = t->cap == 0 ? 16 : 2 * t->cap;
			t->pointers = xreallocarray(t->pointers, t->cap,
			    sizeof(*t->pointers));
		}
		t->pointers[t->n_pointers++] = p;
	}
	t->block = t->out->n;
	t->linked = 0;
	t->link = false;
}

static void
keep(struct text *t, struct pointer part)
{
	struct str s = { t->out->p + part.from, part.to - part.from };

	while (t->block == t->from && s.n > 0 && s.p[0] == '\n')
		s = str_sub(s, 1, s.n);
	memmove(t->out->p + t->block, s.p, s.n);
	t->block += s.n;
}

/* Where there is text of its own, too, what points elsewhere is left out. */
static void
drop_pointers(struct text *t)
{
	size_t own = t->out->n - t->from, at = t->from;

	end_block(t);
	for (size_t i = 0; i < t->n_pointers; i++)
		own -= t->pointers[i].to - t->pointers[i].from;
	if (own >= OWN_LEAST && t->n_pointers > 0) {
		t->block = t->from;
		for (size_t i = 0; i < t->n_pointers; i++) {
			keep(t, (struct pointer){ at, t->pointers[i].from });
			at = t->pointers[i].to;
		}
		keep(t, (struct pointer){ at, t->out->n });
		t->out->n = t->block;
	}
	free(t->pointers);
}

static void
tag_gap(struct text *x, const struct html_token *t)
{
	unsigned flags = t->el == NULL ? 0 : t->el->flags;

	if (flags & (HTML_PARAGRAPH | HTML_LINE))
		end_block(x);
	if (flags & HTML_LINK)
		x->link = t->kind == HTML_OPEN && !t->closed;
	if (flags & HTML_BREAK) {
		end_block(x);
		if (x->lines < 2)
			x->lines++;
		x->space = false;
	} else if (flags & HTML_PARAGRAPH) {
		want_lines(x, 2);
	} else if (flags & HTML_LINE) {
		want_lines(x, 1);
	}
	if ((flags & HTML_PRE) && t->kind == HTML_OPEN && x->pre < PRE_DEPTH)
		x->pre++;
	if ((flags & HTML_PRE) && t->kind == HTML_CLOSE && x->pre > 0)
		x->pre--;
}

void
html_text(struct buf *out, struct str html)
{
	struct text x = { .out = out, .from = out->n, .block = out->n };
	struct html_reader r;
	struct html_token t;
	struct buf valid;
	/* Searching for an end tag that is not there is done once a kind of element. */
	const struct html_element *unclosed[64] = { NULL };
	size_t nunclosed = 0;

	buf_init(&valid, html.n * 3 + 1);
	if (!utf8_valid(html)) {
		utf8_clean(&valid, html, true);
		html = buf_str(&valid);
	}
	if (html.n < out->max - out->n)
		buf_room(out, html.n); /* at once: text is no longer than its mark-up */
	html_reader_init(&r, html);
	while (html_next(&r, &t) && !out->over) {
		bool known = false;

		if (t.kind == HTML_TEXT)
			add_text(&x, t.text, t.raw);
		if (t.kind != HTML_OPEN && t.kind != HTML_CLOSE)
			continue;
		tag_gap(&x, &t);
		if (t.kind == HTML_CLOSE || t.closed || !is_apart(&t))
			continue;
		for (size_t i = 0; i < nunclosed; i++)
			known = known || unclosed[i] == t.el;
		if (!known && !skip_element(&r, &t) && nunclosed < NELEM(unclosed))
			unclosed[nunclosed++] = t.el;
	}
	drop_pointers(&x);
	buf_clear(&valid);
}

/* An end tag or a void one, and nothing but elements of HTML; or a reference to a known
 * character. */
bool
html_looks_like(struct str s)
{
	struct html_reader r;
	struct html_token t;
	bool any = false;
	uint32_t c;

	if (str_chr(s, '<') == STR_NOWHERE && str_chr(s, '&') == STR_NOWHERE)
		return false;
	html_reader_init(&r, s);
	while (html_next(&r, &t)) {
		if ((t.kind == HTML_OPEN || t.kind == HTML_CLOSE) && t.el == NULL)
			return false;
		if (t.kind == HTML_CLOSE ||
		    (t.kind == HTML_OPEN && (t.closed || (t.el->flags & HTML_VOID))))
			any = true;
		for (size_t at; t.kind == HTML_TEXT && !any &&
		     (at = str_chr(t.text, '&')) != STR_NOWHERE;) {
			size_t n;

			t.text = str_sub(t.text, at, t.text.n);
			n = entity_read(t.text, false, &c);
			any = n > 0 && t.text.p[n - 1] == ';';
			t.text = str_sub(t.text, 1, t.text.n);
		}
	}
	return any;
}
