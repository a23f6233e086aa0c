/*
 * cmd_store.c -- `tocsin store check|backup|recover|copy`: the care of the memory,
 * without the daemon or beside it.
 */
#include "config.h"

#include <sysexits.h>
#include <unistd.h>

#include "daemon/command_json.h"
#include "daemon/configuration.h"
#include "daemon/progress.h"
#include "store/store.h"

#define PROBLEMS_MAX (1u << 20)

static int
trouble(const char *name, const struct err *e)
{
	return command_error(name, e, EX_UNAVAILABLE);
}

static int
of_configuration(const char *file, char address[1024])
{
	struct config *c = config_load(file);
	int rc = 0;

	if (c->diag.errors > 0) {
		config_report(c, stderr);
		rc = EX_CONFIG;
	} else if (!str_copy(address, 1024, c->store.address)) {
		rc = EX_USAGE;
	}
	config_unref(c);
	return rc;
}

/* The store that the arguments name: -c FILE, or its address.  Left over: *rest.  0, or
 * an exit code. */
static int
which_store(int argc, char **argv, char address[1024], int *rest)
{
	const char *file = NULL;
	int opt;

	optind = 1;
	while ((opt = getopt(argc, argv, "+c:")) != -1) {
		if (opt != 'c')
			return EX_USAGE;
		file = optarg;
	}
	*rest = optind;
	if (file != NULL)
		return of_configuration(file, address);
	if (optind >= argc || argv[optind][0] == '\0')
		return EX_USAGE;
	*rest = optind + 1;
	return str_copy(address, 1024, str_of(argv[optind])) ? 0 : EX_USAGE;
}

static struct store *
open_address(const char *address, enum store_mode mode, struct err *e)
{
	struct store_options o = { .address = address, .mode = mode };

	return store_open(&o, NULL, e);
}

static void
print_checked(const char *address, struct str problems, size_t bad, bool json)
{
	struct answer a;

	if (!json) {
		if (bad == 0)
			printf("%s: whole\n", address);
		else
			printf("%.*s%s: %zu problems; see tocsin help store recover\n",
			    STR_ARG(problems), address, bad);
		return;
	}
	answer_open(&a, '{');
	json_kstr(&a.j, "store", str_of(address));
	json_kint(&a.j, "bad", (int64_t)bad);
	json_lines(&a.j, "problems", problems);
	answer_print(&a);
}

/* How many rows went where; tables: of a damaged store, those with parts that were lost.
 */
static void
print_rows(const char *to, int64_t rows, int64_t tables)
{
	struct answer a;

	answer_open(&a, '{');
	json_kstr(&a.j, "store", str_of(to));
	if (rows >= 0)
		json_kint(&a.j, "rows", rows);
	if (tables >= 0)
		json_kint(&a.j, "damaged_tables", tables);
	answer_print(&a);
}

int
cmd_store_check(int argc, char **argv)
{
	bool json = take_json(&argc, argv);
	char address[1024];
	struct err e = { "" };
	struct progress p;
	struct store *s;
	struct buf out;
	size_t bad = 0;
	int rest, rc;

	rc = which_store(argc, argv, address, &rest);
	if (rc == EX_CONFIG)
		return rc;
	if (rc != 0 || rest != argc)
		return usage_error("store check", "it takes -c FILE or the store's path");
	if ((s = open_address(address, STORE_READ, &e)) == NULL)
		return trouble("store check", &e);
	buf_init(&out, PROBLEMS_MAX);
	progress_begin(&p, "store check", NULL);
	rc = store_check(s, &out, &bad, &e);
	progress_end(&p);
	store_close(s);
	if (rc == 0)
		print_checked(address, buf_str(&out), bad, json);
	buf_clear(&out);
	return rc < 0 ? trouble("store check", &e) : bad == 0 ? 0 : EX_DATAERR;
}

int
cmd_store_backup(int argc, char **argv)
{
	bool json = take_json(&argc, argv);
	char address[1024];
	struct err e = { "" };
	struct progress p;
	struct store *s;
	int rest, rc;

	rc = which_store(argc, argv, address, &rest);
	if (rc == EX_CONFIG)
		return rc;
	if (rc != 0 || rest != argc - 1)
		return usage_error("store backup",
		    "it takes -c FILE or the store's path, and the "
		    "path of the copy");
	if ((s = open_address(address, STORE_READ, &e)) == NULL)
		return trouble("store backup", &e);
	progress_begin(&p, "store backup", NULL);
	rc = store_backup(s, argv[rest], &e);
	progress_end(&p);
	store_close(s);
	if (rc == 0 && json)
		print_rows(argv[rest], -1, -1);
	return rc < 0 ? trouble("store backup", &e) : 0;
}

int
cmd_store_recover(int argc, char **argv)
{
	bool json = take_json(&argc, argv);
	struct err e = { "" };
	struct progress p;
	int64_t rows, lost;
	int rc;

	if (argc != 3)
		return usage_error("store recover",
		    "it takes the damaged file and a new path");
	progress_begin(&p, "store recover", NULL);
	rc = store_recover(argv[1], argv[2], &rows, &lost, &e);
	progress_end(&p);
	if (rc < 0)
		return trouble("store recover", &e);
	if (json)
		print_rows(argv[2], rows, lost);
	else
		printf("%s: %lld rows; %lld tables had parts that could not be read\n",
		    argv[2], (long long)rows, (long long)lost);
	return rows == 0 && lost > 0 ? EX_DATAERR : 0;
}

static int
copy_watched(struct store *from, struct store *to, int64_t *rows, struct err *e)
{
	struct progress p;
	int rc;

	progress_begin(&p, "store copy", NULL);
	rc = store_copy(from, to, rows, e);
	progress_end(&p);
	return rc;
}

int
cmd_store_copy(int argc, char **argv)
{
	bool json = take_json(&argc, argv);
	struct err e = { "" };
	struct store *from, *to;
	int64_t rows = 0;
	int rc = -1;

	if (argc != 3)
		return usage_error("store copy",
		    "it takes the address of a store and of a new one");
	if ((from = open_address(argv[1], STORE_READ, &e)) == NULL)
		return trouble("store copy", &e);
	if ((to = open_address(argv[2], STORE_WRITE, &e)) != NULL)
		rc = copy_watched(from, to, &rows, &e);
	store_close(from);
	store_close(to);
	if (rc < 0)
		return trouble("store copy", &e);
	if (json)
		print_rows(argv[2], rows, -1);
	else
		printf("%lld rows copied\n", (long long)rows);
	return 0;
}
