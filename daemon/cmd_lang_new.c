/* cmd_lang_new.c -- `tocsin lang new`: a language's folder, with every file and what
 * belongs in it. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "daemon/command_json.h"
#include "daemon/data_dir.h"

static int
complain(const char *path)
{
	struct err e;

	err_set(&e, "%s: %s", path, strerror(errno));
	return command_error("lang new", &e, EX_CANTCREAT);
}

static int
copy_file(const char *from, const char *to)
{
	char bytes[4096];
	FILE *in = fopen(from, "re"), *out = in == NULL ? NULL : fopen(to, "wxe");
	bool bad = out == NULL;

	for (size_t n; !bad && (n = fread(bytes, 1, sizeof(bytes), in)) > 0;)
		bad = fwrite(bytes, 1, n, out) != n;
	bad = bad || ferror(in);
	if (out != NULL && fclose(out) != 0)
		bad = true;
	if (in != NULL)
		fclose(in);
	return bad ? complain(to) : 0;
}

/* Two or three small letters, as an entry declares its language. */
static bool
is_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'a' || s.p[i] > 'z')
			return false;
	return s.n == 2 || s.n == 3;
}

static int
copy_all(struct arena *a, const char *from, const char *to)
{
	DIR *d = opendir(from);
	const struct dirent *ent;
	int rc = 0;

	if (d == NULL)
		return complain(from);
	while (rc == 0 && (ent = readdir(d)) != NULL)
		if (ent->d_name[0] != '.')
			rc = copy_file(arena_printf(a, "%s/%s", from, ent->d_name).p,
			    arena_printf(a, "%s/%s", to, ent->d_name).p);
	closedir(d);
	return rc;
}

static void
print_made(const char *folder, const char *dir, bool json)
{
	struct answer a;

	if (!json) {
		printf("%s: fill in function.tsv, numbers.tsv, people.tsv, triggers.tsv "
		       "and frames.tsv first, then\n"
		       "tocsin lang check %s\n",
		    folder, dir);
		return;
	}
	answer_open(&a, '{');
	json_kstr(&a.j, "folder", str_of(folder));
	answer_print(&a);
}

int
cmd_lang_new(int argc, char **argv)
{
	bool json = take_json(&argc, argv);
	const char *dir = argc > 2 ? argv[2] : ".", *lang, *to;
	struct arena a;
	int rc;

	if (argc < 2 || argc > 3 || !is_code(str_of(argv[1])))
		return usage_error("lang new",
		    "want the code of a language, as xx, and a directory");
	arena_init(&a);
	lang = arena_printf(&a, "%s/lang", dir).p;
	to = arena_printf(&a, "%s/%s", lang, argv[1]).p;
	if ((mkdir(dir, 0777) != 0 && errno != EEXIST) ||
	    (mkdir(lang, 0777) != 0 && errno != EEXIST) || mkdir(to, 0777) != 0)
		rc = complain(to);
	else
		rc = copy_all(&a,
		    arena_printf(&a, "%.*s/skeleton", STR_ARG(data_dir(&a))).p, to);
	if (rc == 0)
		print_made(to, dir, json);
	arena_clear(&a);
	return rc;
}
