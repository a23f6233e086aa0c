/* secrets.c -- see secrets.h. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/secrets.h"

#define SECRET_BYTES 65536

static int
read_secret(const char *path, struct str *out, struct err *e)
{
	/* A pipe without a writer is empty, and no wait of everything. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	char *p;
	size_t n = 0;
	ssize_t got;

	if (fd == -1)
		return err_set(e, "the secret in %s: %s", path, strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & S_IROTH) != 0) {
		close(fd);
		return err_set(e, "the secret in %s may be read by others; chmod o-r it",
		    path);
	}
	p = xmalloc(SECRET_BYTES + 1);
	while (n < SECRET_BYTES && (got = read(fd, p + n, SECRET_BYTES - n)) > 0)
		n += (size_t)got;
	close(fd);
	while (n > 0 && (p[n - 1] == '\n' || p[n - 1] == '\r'))
		n--;
	if (n == 0) {
		free(p);
		return err_set(e, "the secret in %s is empty", path);
	}
	*out = (struct str){ p, n };
	return 0;
}

static void
path_of(const struct secret *s, const char *credentials, char *path, size_t n)
{
	if (s->from == SECRET_CREDENTIAL)
		snprintf(path, n, "%s/%.*s", credentials, STR_ARG(s->text));
	else
		snprintf(path, n, "%.*s", STR_ARG(s->text));
}

static int
load_one(struct secret *s, struct err *e)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	char path[4096];

	if (s->from == SECRET_INLINE) {
		s->value = s->text;
		return 0;
	}
	if (s->from == SECRET_CREDENTIAL && dir == NULL)
		return err_set(e,
		    "there is no credential %.*s: LoadCredential= in the unit file "
		    "gives it",
		    STR_ARG(s->text));
	path_of(s, dir, path, sizeof(path));
	return read_secret(path, &s->value, e);
}

/* A pipe is not asked: it would be empty when it is needed. */
int
secret_check(const struct secret *s, struct err *e)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	struct secrets one = { .of = { *s }, .n = 1 };
	struct stat st;
	char path[4096];

	if (s->from == SECRET_INLINE || (s->from == SECRET_CREDENTIAL && dir == NULL))
		return 0;
	path_of(s, dir, path, sizeof(path));
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return 0;
	if (secret_load(&one, e) == -1)
		return -1;
	secret_wipe(&one);
	return 0;
}

void
secret_wipe(struct secrets *all)
{
	for (size_t k = 0; k < all->n; k++) {
		struct secret *s = &all->of[k];

		if (s->value.p != NULL && s->from != SECRET_INLINE) {
			explicit_bzero((void *)(uintptr_t)s->value.p, s->value.n);
			free((void *)(uintptr_t)s->value.p);
		}
		s->value = STR_NONE;
	}
}

int
secret_load(struct secrets *all, struct err *e)
{
	for (size_t k = 0; k < all->n; k++)
		if (load_one(&all->of[k], e) == -1) {
			secret_wipe(all);
			return err_see(e, MANUAL_SECRETS);
		}
	return 0;
}

int
secrets_load(struct receiver *r, struct err *e)
{
	struct secrets *all[8];
	size_t n = receiver_secrets(r, all, NELEM(all));

	for (size_t i = 0; i < n; i++)
		if (secret_load(all[i], e) == -1) {
			secrets_wipe(r);
			return -1;
		}
	return 0;
}

void
secrets_wipe(struct receiver *r)
{
	struct secrets *all[8];
	size_t n = receiver_secrets(r, all, NELEM(all));

	for (size_t i = 0; i < n; i++)
		secret_wipe(all[i]);
}
