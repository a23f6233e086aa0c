/* tocsin.c -- main() of `tocsin`: finds the row of command.c whose name begins the line.
 */
#include "config.h"

#include <locale.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/conf.h"
#include "daemon/command.h"
#include "daemon/memory.h"
#include "daemon/standard.h"

/* The words of name that argv begins with; 0 if it does not. */
static int
words_matched(const char *name, int argc, char **argv)
{
	struct str rest = str_of(name), word;
	int n = 0;

	while ((word = str_word(&rest)).n > 0) {
		if (n >= argc || !str_eq(word, str_of(argv[n])))
			return 0;
		n++;
	}
	return n;
}

/* "incident: list, show, merge": what may follow a word that begins several commands. */
static void
print_family(const char *word)
{
	const char *before = word, *glue = ": ";
	size_t n = strlen(word);

	for (const struct command *c = commands; c->name != NULL; c++)
		if (strncmp(c->name, word, n) == 0 && c->name[n] == ' ') {
			fprintf(stderr, "%s%s%s", before, glue, c->name + n + 1);
			before = "";
			glue = ", ";
		}
	fprintf(stderr, "%s", before == word ? "" : "\n");
}

static int
unknown_command(int argc, char **argv)
{
	struct str names[128] = { { NULL, 0 } }, near;
	char asked[128];
	size_t n = 0;

	snprintf(asked, sizeof(asked), "%s%s%s", argv[1], argc > 2 ? " " : "",
	    argc > 2 ? argv[2] : "");
	for (const struct command *c = commands; c->name != NULL && n < 128; c++)
		names[n++] = str_of(c->name);
	near = conf_nearest(str_of(asked), names, n);
	if (near.n == 0)
		near = conf_nearest(str_of(argv[1]), names, n);
	fprintf(stderr, "tocsin: there is no command '%s'", asked);
	if (near.n > 0)
		fprintf(stderr, " (did you mean '%.*s'?)", STR_ARG(near));
	fprintf(stderr, "\n");
	print_family(argv[1]);
	fprintf(stderr, "See: tocsin help, or %s\n", manual_sections[MANUAL_COMMANDS]);
	return EX_USAGE;
}

int
main(int argc, char **argv)
{
	const struct command *best = NULL;
	int words = 0;

	standard_open();
	memory_or_end();
	setlocale(LC_CTYPE, "C.UTF-8"); /* how wide a character is, whatever the
					   terminal's language */
	opterr = 0;                     /* commands say it themselves */
	if (argc < 2 || str_eq(str_of(argv[1]), STR("--help")) ||
	    str_eq(str_of(argv[1]), STR("-h")))
		return standard_told("tocsin", cmd_help(1, argv));
	if (str_eq(str_of(argv[1]), STR("--version"))) {
		printf("tocsin %s\n", PACKAGE_VERSION);
		return standard_told("tocsin", 0);
	}
	for (const struct command *c = commands; c->name != NULL; c++) {
		int n = words_matched(c->name, argc - 1, argv + 1);

		if (n > words) {
			words = n;
			best = c;
		}
	}
	if (best == NULL)
		return unknown_command(argc, argv);
	if (argc > words + 1 && str_eq(str_of(argv[words + 1]), STR("--help")))
		return standard_told("tocsin", cmd_help(words + 1, argv));
	return standard_told("tocsin", best->run(argc - words, argv + words));
}
