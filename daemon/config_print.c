/* config_print.c -- the mistakes of a configuration, for people (configuration.h). */
#include "config.h"

#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/configuration.h"

static struct str
source_line(const struct config *c, const struct conf_pos *at)
{
	struct str rest = STR(""), line = STR("");

	for (size_t i = 0; i < c->n_sources; i++)
		if (str_eq(c->sources[i].file, at->file))
			rest = c->sources[i].bytes;
	for (unsigned n = 0; n < at->line; n++)
		if (!str_cut(&rest, '\n', &line))
			return STR("");
	return line;
}

/* The line as it stands, without what a terminal would obey. */
static void
print_source(FILE *to, struct str line, unsigned col)
{
	struct buf clean;

	buf_init(&clean, 4096);
	for (size_t i = 0; i < line.n && i < 200; i++)
		buf_byte(&clean, line.p[i] == '\t' ? ' ' : line.p[i]);
	line = buf_str(&clean);
	fputs("    ", to);
	while (line.n > 0) {
		char out[4];
		uint32_t ch = utf8_next(&line);

		if (ch >= 0x20 && (ch < 0x7f || ch > 0x9f))
			fwrite(out, 1, utf8_put(out, ch), to);
	}
	fprintf(to, "\n    %*s^\n", (int)(col > 200 ? 200 : col) - 1, "");
	buf_clear(&clean);
}

void
config_report(const struct config *c, FILE *to)
{
	bool tty = isatty(fileno(to)) != 0;

	for (size_t i = 0; i < c->diag.n; i++) {
		struct conf_msg *m = &c->diag.msgs[i];
		const struct conf_diag one = { .msgs = m, .n = 1 };
		struct buf out;

		buf_init(&out, 16384);
		conf_diag_print(&one, &out);
		fwrite(out.p, 1, out.n, to);
		buf_clear(&out);
		if (tty && source_line(c, &m->pos).n > 0)
			print_source(to, source_line(c, &m->pos), m->pos.col);
	}
	if (c->diag.errors > LIMIT_CONFIG_ERRORS)
		fprintf(to, "%zu errors in all; the first %d are shown\n", c->diag.errors,
		    LIMIT_CONFIG_ERRORS);
}

int
config_first_error(const struct config *c, struct err *e)
{
	for (size_t i = 0; i < c->diag.n; i++) {
		const struct conf_msg *m = &c->diag.msgs[i];

		if (!m->warning) {
			err_set(e, "%.*s:%u:%u: %.*s", STR_ARG(m->pos.file), m->pos.line,
			    m->pos.col, STR_ARG(m->text));
			return err_see(e, m->see);
		}
	}
	return err_set(e, "no mistakes");
}

static bool
has_default(const struct conf_table *t)
{
	for (const struct conf_key *k = t->keys; k->name != NULL; k++)
		if (k->def != NULL && k->type != CONF_TABLE)
			return true;
	return false;
}

/* Would YAML take it for what it is, unquoted: no text, no word as "off"? */
static bool
is_plain(const struct conf_key *k)
{
	return k->type == CONF_INT || k->type == CONF_NUMBER || k->type == CONF_BOOL;
}

/* aside: within what is a comment as a whole. */
static void
print_defaults(FILE *to, const struct conf_table *t, int depth, bool aside)
{
	for (const struct conf_key *k = t->keys; k->name != NULL; k++) {
		bool map = k->type == CONF_TABLE,
		     out = aside || !(map ? has_default(k->table) : k->def != NULL);

		fprintf(to, "%*s# %s\n%*s%s%s:", depth, "", k->help, depth, "",
		    out ? "# " : "", k->name);
		if (!map && k->def != NULL)
			fprintf(to, is_plain(k) ? " %s" : " \"%s\"", k->def);
		fputc('\n', to);
		if (map)
			print_defaults(to, k->table, depth + 2, out);
		if (depth == 0)
			fputc('\n', to);
	}
}

void
config_print_defaults(FILE *to)
{
	fputs("# What holds where tocsin.yaml says nothing.  Keys of feeds, rules, "
	      "routes and\n"
	      "# receivers, and all of these: tocsin.yaml(5), tocsin config keys.\n\n",
	    to);
	print_defaults(to, &config_table, 0, false);
}
