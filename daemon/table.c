/* table.c -- see table.h. */
#include "config.h"

#include <unistd.h>
#include <wchar.h>

#include "base/utf8.h"
#include "daemon/table.h"

#define GAP 2
#define COLUMNS_MAX 16
#define OUTPUT_MAX (64u << 20)

struct table_cell {
	struct str text;
	size_t width; /* columns of a terminal */
	enum table_tone tone;
};

static const char *const colours[] = {
	[TONE_PLAIN] = "", [TONE_GOOD] = "\033[32m", [TONE_WARN] = "\033[33m", [TONE_BAD] = "\033[1;31m"
};

static size_t
width_of(struct str s)
{
	size_t width = 0;

	while (s.n > 0) {
		int w = wcwidth((wchar_t)utf8_next(&s));

		width += w > 0 ? (size_t)w : 0;
	}
	return width;
}

void
table_init(struct table *t, const struct table_column *columns, size_t n)
{
	*t = (struct table){ .columns = columns,
		.n_columns = n < COLUMNS_MAX ? n : COLUMNS_MAX };
	arena_init(&t->arena);
}

void
table_text(struct table *t, struct str text, enum table_tone tone)
{
	struct str line = utf8_line(&t->arena, text);

	if (t->n == t->cap)
		t->cells = arena_grow(&t->arena, t->cells, t->n, &t->cap,
		    sizeof(*t->cells));
	t->cells[t->n++] = (struct table_cell){ line, width_of(line), tone };
}

void
table_cstr(struct table *t, const char *text)
{
	table_text(t, str_of(text), TONE_PLAIN);
}

/* Of a state of a feed, message, place or node, or of a severity. */
static enum table_tone
tone_of(const char *word)
{
	static const struct {
		const char *word;
		enum table_tone tone;
	} tones[] = { { "ok", TONE_GOOD }, { "sent", TONE_GOOD }, { "alive", TONE_GOOD },
		{ "stale", TONE_WARN }, { "suppressed", TONE_WARN },
		{ "contested", TONE_WARN }, { "warning", TONE_WARN },
		{ "failing", TONE_BAD }, { "gone", TONE_BAD }, { "dead", TONE_BAD },
		{ "critical", TONE_BAD } };

	for (size_t i = 0; i < NELEM(tones); i++)
		if (strcmp(word, tones[i].word) == 0)
			return tones[i].tone;
	return TONE_PLAIN;
}

void
table_state(struct table *t, const char *word)
{
	table_text(t, str_of(word), tone_of(word));
}

void
table_number(struct table *t, int64_t n)
{
	table_text(t, arena_printf(&t->arena, "%lld", (long long)n), TONE_PLAIN);
}

static void
pad(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_byte(out, ' ');
}

/* One cell in its column; nothing behind the last one. */
static void
put_cell(const struct table *t, struct buf *out, size_t column, size_t width,
    const struct table_cell *c, const char *colour)
{
	bool right = t->columns[column].right;

	if (right)
		pad(out, width - c->width);
	buf_cstr(out, colour);
	buf_add(out, c->text);
	buf_cstr(out, colour[0] != '\0' ? "\033[0m" : "");
	if (column + 1 == t->n_columns) {
		while (out->n > 0 && out->p[out->n - 1] == ' ')
			out->n--;
		buf_byte(out, '\n');
		return;
	}
	if (!right)
		pad(out, width - c->width);
	pad(out, GAP);
}

void
table_write(const struct table *t, struct buf *out, bool terminal)
{
	size_t widths[COLUMNS_MAX] = { 0 };

	for (size_t i = 0; i < t->n_columns; i++)
		widths[i] = terminal ? width_of(str_of(t->columns[i].head)) : 0;
	for (size_t i = 0; i < t->n; i++)
		if (t->cells[i].width > widths[i % t->n_columns])
			widths[i % t->n_columns] = t->cells[i].width;
	for (size_t i = 0; terminal && i < t->n_columns; i++) {
		struct str head = str_of(t->columns[i].head);

		put_cell(t, out, i, widths[i],
		    &(struct table_cell){ head, width_of(head), TONE_PLAIN }, "\033[1m");
	}
	for (size_t i = 0; i < t->n; i++)
		put_cell(t, out, i % t->n_columns, widths[i % t->n_columns], &t->cells[i],
		    terminal ? colours[t->cells[i].tone] : "");
}

void
table_print(struct table *t)
{
	struct buf b;

	buf_init(&b, OUTPUT_MAX);
	table_write(t, &b, isatty(STDOUT_FILENO) != 0);
	if (b.n > 0)
		fwrite(b.p, 1, b.n, stdout);
	buf_clear(&b);
	arena_clear(&t->arena);
}
