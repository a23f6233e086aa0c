/* mapping.c -- see mapping.h. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mapping.h"

#define PATH_BYTES 1024
#define PIECE 16384

int
mapping_open(struct str *out, const char *path, struct err *e)
{
	struct stat st;
	void *p;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_absent(e, "%s: %s", path, strerror(errno));
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size <= 0) {
		close(fd);
		return err_set(e, "%s: empty, or not a file", path);
	}
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return err_set(e, "%s: %s", path, strerror(errno));
	*out = (struct str){ p, (size_t)st.st_size };
	return 0;
}

void
mapping_close(struct str bytes)
{
	munmap((void *)(uintptr_t)bytes.p, bytes.n);
}

void
mapping_leave(struct str bytes)
{
	madvise((void *)(uintptr_t)bytes.p, bytes.n, MADV_DONTNEED);
}

/* Written at once, a file lies in the page cache in runs of up to 2 MiB, and who maps it
 * and looks at one byte of a run has all of it as its memory. */
static bool
write_pieces(struct str bytes, FILE *f)
{
	for (size_t at = 0; at < bytes.n; at += PIECE) {
		struct str piece = str_sub(bytes, at, at + PIECE);

		if (fwrite(piece.p, 1, piece.n, f) != piece.n || fflush(f) != 0)
			return false;
	}
	return true;
}

int
mapping_write(const char *path, struct str bytes, struct err *e)
{
	char temporary[PATH_BYTES];
	bool written;
	FILE *f;

	snprintf(temporary, sizeof(temporary), "%s.new", path);
	f = fopen(temporary, "wbe");
	if (f == NULL)
		return err_set(e, "%s: %s", temporary, strerror(errno));
	written = write_pieces(bytes, f);
	if (fclose(f) == 0 && written && rename(temporary, path) == 0)
		return 0;
	err_set(e, "%s: %s", path, strerror(errno));
	unlink(temporary);
	return -1;
}
