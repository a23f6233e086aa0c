/* test_table.c -- what a list command prints, on a terminal and in a pipe. */
#include "config.h"

#include <locale.h>

#include <criterion/criterion.h>

#include "daemon/table.h"

static const struct table_column columns[] = { { "PLACE", false }, { "DEAD", true },
	{ "STATE", false } };

static void
expect(bool terminal, const char *want)
{
	struct table t;
	struct buf b;

	setlocale(LC_CTYPE, "C.UTF-8");
	buf_init(&b, 4096);
	table_init(&t, columns, NELEM(columns));
	table_cstr(&t, "Миколаїв");
	table_number(&t, 5);
	table_state(&t, "contested");
	table_text(&t, STR("Tarn\033[2J\nBode"), TONE_PLAIN);
	table_number(&t, 12);
	table_cstr(&t, "");
	table_write(&t, &b, terminal);
	cr_expect(str_eq(buf_str(&b), str_of(want)), "%.*s", STR_ARG(buf_str(&b)));
	buf_clear(&b);
	arena_clear(&t.arena);
}

Test(table, a_pipe_gets_rows_alone)
{
	expect(false,
	    "Миколаїв       5  contested\n"
	    "Tarn[2J Bode  12\n");
}

Test(table, a_terminal_gets_heads_and_colour)
{
	expect(true,
	    "\033[1mPLACE\033[0m         \033[1mDEAD\033[0m  \033[1mSTATE\033[0m\n"
	    "Миколаїв         5  \033[33mcontested\033[0m\n"
	    "Tarn[2J Bode    12\n");
}
