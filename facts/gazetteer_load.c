/* gazetteer_load.c -- see gazetteer_load.h. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#include "facts/gazetteer_load.h"

#define TABLE_MAX (256u << 20)
#define PATH_BYTES 1024

int
gaz_builder_file(struct gaz_builder *b, const char *path, struct err *e)
{
	struct buf text;
	int rc;

	buf_init(&text, TABLE_MAX);
	rc = buf_read_file(&text, path, e);
	if (rc == 0)
		rc = gaz_builder_tsv(b, buf_str(&text), path, e);
	buf_clear(&text);
	return rc;
}

static int
is_table(const struct dirent *ent)
{
	return ent->d_name[0] != '.' && str_ends(str_of(ent->d_name), STR(".tsv"));
}

int
gaz_builder_dir(struct gaz_builder *b, const char *dir, struct err *e)
{
	struct dirent **found;
	int n = scandir(dir, &found, is_table, alphasort), done = 0, rc = 0;

	if (n < 0)
		return errno == ENOENT ? 0 : err_set(e, "%s: %s", dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		char path[PATH_BYTES];

		snprintf(path, sizeof(path), "%s/%s", dir, found[i]->d_name);
		if (rc == 0) {
			rc = gaz_builder_file(b, path, e);
			done++;
		}
		free(found[i]);
	}
	free(found);
	return rc < 0 ? -1 : done;
}

static int
load_tables(struct gazetteer *g, const char *dir, struct err *e)
{
	struct gaz_builder *b = gaz_builder_new();
	struct buf bytes;
	char path[PATH_BYTES];
	int n;

	snprintf(path, sizeof(path), "%s/gazetteer", dir);
	buf_init(&bytes, GAZ_BYTES_MAX);
	n = gaz_builder_dir(b, path, e);
	if (n > 0) {
		gaz_builder_write(b, &bytes);
		if (gazetteer_take(g, buf_str(&bytes), e) < 0)
			n = -1;
	}
	gaz_builder_free(b);
	return n < 0 ? -1 : 0;
}

struct gazetteer *
gazetteer_load(const char *const *dirs, struct err *e)
{
	struct gazetteer *g = gazetteer_new();

	for (; *dirs != NULL; dirs++) {
		char path[PATH_BYTES];
		int rc;

		snprintf(path, sizeof(path), "%s/gazetteer.bin", *dirs);
		rc = access(path, R_OK) == 0 ? gazetteer_map(g, path, e)
					     : load_tables(g, *dirs, e);
		if (rc < 0) {
			gazetteer_free(g);
			return NULL;
		}
	}
	return g;
}
