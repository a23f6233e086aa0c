/* data.c -- see data.h. */
#include "config.h"

#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <unistd.h>

#include "daemon/data.h"

/* Does this program stand in the tree that it was built in? */
static bool
in_build_tree(void)
{
	char exe[PATH_MAX], status[PATH_MAX + 32];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n <= 0)
		return false;
	exe[n] = '\0';
	snprintf(status, sizeof(status), "%s/../config.status", dirname(exe));
	return access(status, F_OK) == 0;
}

void
data_dirs(const char *dirs[DATA_DIRS], const char *extra)
{
	size_t n = 0;

	dirs[n++] = in_build_tree() ? SRCDIR "/etc" : PKGDATADIR "/etc";
	if (extra != NULL)
		dirs[n++] = extra;
	dirs[n] = NULL;
}
