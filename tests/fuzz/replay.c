/*
 * replay.c -- main() of a fuzz target in an ordinary build: runs every file of the
 * corpora that are named, as libFuzzer would.  The bytes are handed over in a block of
 * their exact size, so that a sanitizer sees an over-read.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

static int
replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b;
	char chunk[8192];
	uint8_t *exact;
	size_t n;

	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return -1;
	}
	buf_init(&b, 64u << 20);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&b, (struct str){ chunk, n });
	fclose(f);
	exact = xmalloc(b.n);
	if (b.n > 0)
		memcpy(exact, b.p, b.n);
	LLVMFuzzerTestOneInput(exact, b.n);
	free(exact);
	buf_clear(&b);
	return 1;
}

static int
replay_dir(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *en;
	int n = 0;

	if (d == NULL)
		return replay_file(path);
	while ((en = readdir(d)) != NULL) {
		char name[4096];

		if (en->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, en->d_name);
		if (replay_file(name) == -1) {
			n = -1;
			break;
		}
		n++;
	}
	closedir(d);
	return n;
}

int
main(int argc, char **argv)
{
	int total = 0;

	if (LLVMFuzzerInitialize != NULL && LLVMFuzzerInitialize(&argc, &argv) != 0)
		return 1;
	for (int i = 1; i < argc; i++) {
		int n = replay_dir(argv[i]);

		if (n < 0)
			return 1;
		total += n;
	}
	printf("%s: %d inputs\n", argv[0], total);
	return total > 0 ? 0 : 1;
}
