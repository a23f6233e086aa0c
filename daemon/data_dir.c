/* data_dir.c -- see data_dir.h. */
#include "config.h"

#include <limits.h>
#include <unistd.h>

#include "daemon/data_dir.h"

struct str
data_dir(struct arena *a)
{
	const char *said = getenv("TOCSIN_DATA");
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe));
	struct str beside;

	if (said != NULL && said[0] != '\0')
		return arena_str(a, str_of(said));
	while (n > 0 && exe[n - 1] != '/')
		n--;
	if (n > 0) {
		beside = arena_printf(a, "%.*sshare", (int)n, exe);
		if (access(arena_printf(a, "%.*s/lang", STR_ARG(beside)).p, R_OK) == 0)
			return beside;
	}
	return STR(PKGDATADIR "/etc");
}
