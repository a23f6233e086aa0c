/* feed_file.c -- see feed_file.h. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/map.h"
#include "base/utf8.h"
#include "daemon/feed_file.h"
#include "daemon/yaml.h"
#include "net/url.h"

const struct feed_config *
feed_file_known(const struct config *c, struct str url)
{
	for (size_t i = 0; i < c->n_feeds; i++)
		if (str_eq(c->feeds[i].url, url))
			return &c->feeds[i];
	return NULL;
}

/* By its title, or its host; a number behind it where that is taken. */
static struct str
new_name(struct arena *a, struct map *taken, const struct feed_entry_file *f)
{
	struct str name = utf8_line(a, f->title), tried;
	struct url u;

	name = str_sub(name, 0, utf8_floor(name, 60));
	if (name.n == 0 && url_split(f->url, &u))
		name = u.host;
	tried = name;
	for (int i = 2; map_get(taken, tried) != NULL; i++)
		tried = arena_printf(a, "%.*s %d", STR_ARG(name), i);
	map_put(taken, tried, taken);
	return tried;
}

static void
put_feed(struct buf *out, struct str name, const struct feed_entry_file *f)
{
	yaml_quoted(out, "\n  - name: ", name);
	yaml_quoted(out, "\n    url: ", f->url);
	if (f->every.n > 0)
		yaml_quoted(out, "\n    every: ", f->every);
	for (size_t i = 0; i < f->n_tags; i++)
		yaml_quoted(out, i == 0 ? "\n    tags: [" : ", ", f->tags[i]);
	if (f->n_tags > 0)
		buf_byte(out, ']');
	if (f->allow_private)
		buf_cstr(out, "\n    allow_private: true");
	if (f->disabled)
		buf_cstr(out, "\n    enabled: false");
}

size_t
feed_file_text(const struct config *c, struct arena *a,
    const struct feed_entry_file *feeds, size_t n, struct buf *out)
{
	struct map names, urls;
	size_t written = 0;

	map_init(&names, 0);
	map_init(&urls, 0);
	for (size_t i = 0; i < c->n_feeds; i++) {
		map_put(&names, c->feeds[i].name, &names);
		map_put(&urls, c->feeds[i].url, &urls);
	}
	buf_cstr(out, "feeds:");
	for (size_t i = 0; i < n; i++) {
		if (feeds[i].url.n == 0 || map_get(&urls, feeds[i].url) != NULL)
			continue;
		map_put(&urls, feeds[i].url, &urls);
		put_feed(out, new_name(a, &names, &feeds[i]), &feeds[i]);
		written++;
	}
	buf_byte(out, '\n');
	map_clear(&names);
	map_clear(&urls);
	return written;
}

static struct str
slug(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0, at = str_find(s, STR("://"));

	if (at != STR_NOWHERE)
		s = str_sub(s, at + 3, s.n);
	for (size_t i = 0; i < s.n && n < 60; i++) {
		bool plain = is_alpha(s.p[i]) || is_digit(s.p[i]) ||
		    (s.p[i] == '.' && n > 0);

		if (plain || (n > 0 && out[n - 1] != '-'))
			out[n++] = plain ? to_lower(s.p[i]) : '-';
	}
	while (n > 0 && (out[n - 1] == '-' || out[n - 1] == '.'))
		n--;
	return (struct str){ out, n };
}

/* A name that is free; what was written before stays as it is. */
static int
create(struct arena *a, const char *dir, struct str name, const char **path,
    struct err *e)
{
	int fd = -1;

	for (int i = 1; fd == -1 && i < 1000; i++) {
		*path = i == 1
		    ? arena_printf(a, "%s/%.*s.yaml", dir, STR_ARG(name)).p
		    : arena_printf(a, "%s/%.*s-%d.yaml", dir, STR_ARG(name), i).p;
		fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd == -1 && errno != EEXIST)
			break;
	}
	if (fd == -1)
		return err_set(e, "%s: %s", *path, strerror(errno));
	return fd;
}

/* Who reads the file beside it reads this one. */
static void
share(int fd, const char *config_file)
{
	struct stat st;

	if (stat(config_file, &st) != 0 || fchown(fd, (uid_t)-1, st.st_gid) != 0 ||
	    fchmod(fd, st.st_mode & 0664) != 0)
		fchmod(fd, 0600);
}

/* The configuration takes it in, and is as good as before. */
static int
prove(const char *config_file, const char *path, struct err *e)
{
	struct config *c = config_load(config_file);
	bool taken = false;
	struct err why;
	int rc = 0;

	for (size_t i = 0; i < c->n_sources && !taken; i++)
		taken = str_eq(c->sources[i].file, str_of(path));
	if (c->diag.errors > 0) {
		config_first_error(c, &why);
		rc = err_set(e, "not written, as it would be wrong: %s", why.msg);
	} else if (!taken) {
		rc = err_set(e,
		    "not written, as 'include' of %s does not name feeds.d/*.yaml",
		    config_file);
	}
	config_unref(c);
	return rc;
}

int
feed_file_write(const char *config_file, struct arena *a, struct str slug_of,
    struct str text, const char **path, struct err *e)
{
	struct str file = str_of(config_file);
	const char *dir;
	size_t at = file.n;
	int fd, rc = 0;

	while (at > 0 && file.p[at - 1] != '/')
		at--;
	dir = arena_printf(a, "%.*sfeeds.d", (int)at, file.p).p;
	if (mkdir(dir, 0755) != 0 && errno != EEXIST)
		return err_set(e, "%s: %s", dir, strerror(errno));
	if ((fd = create(a, dir, slug(a, slug_of), path, e)) == -1)
		return -1;
	share(fd, config_file);
	if (write(fd, text.p, text.n) != (ssize_t)text.n || fsync(fd) != 0)
		rc = err_set(e, "%s: %s", *path, strerror(errno));
	close(fd);
	if (rc == 0)
		rc = prove(config_file, *path, e);
	if (rc == -1)
		unlink(*path);
	return rc;
}
