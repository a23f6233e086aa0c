/* scratch.c -- see scratch.h. */
#include "config.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>

#include "tests/fuzz/check.h"
#include "tests/fuzz/scratch.h"

#define OPEN_AT_ONCE 8

static char dir[64];

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	return remove(path);
}

static void
remove_all(void)
{
	nftw(dir, remove_one, OPEN_AT_ONCE, FTW_DEPTH | FTW_PHYS);
}

const char *
scratch_dir(void)
{
	char path[SCRATCH_PATH];

	if (dir[0] != '\0')
		return dir;
	snprintf(dir, sizeof(dir), "/tmp/tocsin-fuzz.XXXXXX");
	fuzz_check(mkdtemp(dir) != NULL);
	atexit(remove_all);
	scratch_path(path, "lang");
	fuzz_check(mkdir(path, 0700) == 0);
	return dir;
}

void
scratch_path(char path[SCRATCH_PATH], const char *name)
{
	snprintf(path, SCRATCH_PATH, "%s/%s", scratch_dir(), name);
}
