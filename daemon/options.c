/* options.c -- see options.h. */
#include "config.h"

#include <curl/curl.h>
#include <event2/event.h>
#include <getopt.h>
#include <libxml/xmlversion.h>
#include <sqlite3.h>
#include <sysexits.h>
#include <syslog.h>

#include "base/alloc.h"
#include "base/manual.h"
#include "daemon/configuration.h"
#include "daemon/options.h"

enum { OPT_CHECK = 256, OPT_DEFAULTS, OPT_ONCE, OPT_VERSION };

static const struct {
	struct option option;
	const char *value, *help;
} table[] = {
	{ { "config", required_argument, NULL, 'c' }, "FILE",
	    "read this configuration (" PKGCONFDIR "/tocsin.yaml)" },
	{ { "foreground", no_argument, NULL, 'f' }, NULL,
	    "stay in the foreground, log to standard error" },
	{ { "check-config", no_argument, NULL, OPT_CHECK }, NULL,
	    "say every mistake in it as file:line:column, and exit" },
	{ { "print-default-config", no_argument, NULL, OPT_DEFAULTS }, NULL,
	    "print what holds where the configuration says nothing, and exit" },
	{ { "once", no_argument, NULL, OPT_ONCE }, NULL,
	    "ask every feed once, deliver what is due, and exit" },
	{ { "debug", no_argument, NULL, 'd' }, NULL, "log more" },
	{ { "help", no_argument, NULL, 'h' }, NULL, "show this list, and exit" },
	{ { "version", no_argument, NULL, OPT_VERSION }, NULL,
	    "show the versions of tocsind and its libraries, and exit" },
};

bool
options_row(unsigned i, struct option_row *out)
{
	if (i >= NELEM(table))
		return false;
	*out = (struct option_row){ table[i].option.val < 256 ? (char)table[i].option.val
							      : '\0',
		table[i].option.name, table[i].value, table[i].help };
	return true;
}

static void
print_help(void)
{
	struct option_row row;

	printf("usage: tocsind [-f] [-c FILE] [--check-config | --once]\n\n"
	       "Watches news feeds and rings when a toll crosses a line or ground "
	       "changes hands.\n\n");
	for (unsigned i = 0; options_row(i, &row); i++) {
		char letter[8] = "    ";

		if (row.letter != '\0')
			snprintf(letter, sizeof(letter), "-%c, ", row.letter);
		printf("  %s--%-20s %s%s%s\n", letter, row.name,
		    row.value == NULL ? "" : row.value, row.value == NULL ? "" : "  ",
		    row.help);
	}
	printf("\nSee tocsind(8), tocsin.yaml(5).\n");
}

static void
print_version(void)
{
	printf("tocsind %s\nlibcurl %s, libevent %s, libxml2 %s, SQLite %s\n",
	    PACKAGE_VERSION, curl_version_info(CURLVERSION_NOW)->version,
	    event_get_version(), LIBXML_DOTTED_VERSION, sqlite3_libversion());
}

static int
see_help(void)
{
	fprintf(stderr, "See: tocsind --help, or %s\n", manual_sections[MANUAL_OPTIONS]);
	return EX_USAGE;
}

int
options_read(struct options *o, int argc, char **argv)
{
	struct option longs[NELEM(table) + 1] = { { 0 } };
	int c;

	*o = (struct options){ .config = CONFIG_FILE, .log_level = -1 };
	for (size_t i = 0; i < NELEM(table); i++)
		longs[i] = table[i].option;
	while ((c = getopt_long(argc, argv, "c:fdh", longs, NULL)) != -1)
		switch (c) {
		case 'c':
			o->config = optarg;
			break;
		case 'f':
			o->foreground = true;
			break;
		case 'd':
			o->log_level = LOG_DEBUG;
			break;
		case OPT_CHECK:
			o->check = true;
			break;
		case OPT_DEFAULTS:
			config_print_defaults(stdout);
			return 0;
		case OPT_ONCE:
			o->once = o->foreground = true;
			break;
		case 'h':
			print_help();
			return 0;
		case OPT_VERSION:
			print_version();
			return 0;
		default:
			return see_help();
		}
	if (optind < argc) {
		fprintf(stderr, "tocsind: what is '%s'?\n", argv[optind]);
		return see_help();
	}
	return -1;
}
