/* worker.c -- see worker.h.  Only plain system calls on the socket: stdio stays outside.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/job.h"
#include "daemon/sandbox.h"
#include "daemon/worker.h"
#ifdef TEST_HOOKS
#include "daemon/worker_hooks.h"
#endif

/* ---- frames ---- */

void
frame_begin(struct buf *empty)
{
	buf_add(empty, (struct str){ "\0\0\0", FRAME_HEAD });
}

void
frame_end(struct buf *b, size_t more)
{
	for (int i = 0; i < FRAME_HEAD; i++)
		b->p[i] = (char)((b->n - FRAME_HEAD + more) >> (8 * i) & 0xff);
}

size_t
frame_length(const char head[FRAME_HEAD])
{
	size_t n = 0;

	for (int i = 0; i < FRAME_HEAD; i++)
		n |= (size_t)(unsigned char)head[i] << (8 * i);
	return n;
}

void
hello_put(struct buf *b, const struct hello *h)
{
	wire_put_str(b, STR(PACKAGE_VERSION));
	wire_put_str(b, h->error);
	wire_put_str(b, h->note);
}

int
hello_get(struct str message, struct hello *h)
{
	struct wire w;
	struct str version;

	wire_init(&w, message);
	version = wire_str(&w);
	h->error = wire_str(&w);
	h->note = wire_str(&w);
	return wire_ok(&w) && str_eq(version, STR(PACKAGE_VERSION)) &&
		utf8_valid(h->error) && utf8_valid(h->note)
	    ? 0
	    : -1;
}

/* ---- the socket ---- */

static bool
write_all(struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(SANDBOX_FD, s.p, s.n);

		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

static bool
read_all(char *p, size_t n)
{
	while (n > 0) {
		ssize_t got = read(SANDBOX_FD, p, n);

		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

static bool
receive_message(struct buf *in)
{
	char head[FRAME_HEAD], *room;
	size_t n;

	buf_reset(in);
	if (!read_all(head, FRAME_HEAD))
		return false;
	n = frame_length(head);
	if ((room = buf_room(in, n)) == NULL || !read_all(room, n))
		return false;
	in->n = n;
	return true;
}

/* ---- the process ---- */

static void
send_hello(const char *error, const char *note)
{
	struct buf b;

	buf_init(&b, LIMIT_HEADER);
	frame_begin(&b);
	hello_put(&b, &(struct hello){ str_of(error), str_of(note) });
	frame_end(&b, 0);
	write_all(buf_str(&b));
	buf_clear(&b);
}

static bool
answer_one(const struct reader *r, struct arena *a, struct buf *in, struct buf *out)
{
	struct wire w;
	struct job j;

	if (!receive_message(in))
		return false;
	wire_init(&w, buf_str(in));
	if (job_get(&w, a, &j) == -1)
		return false;
#ifdef TEST_HOOKS
	worker_hook(j.bytes);
#endif
	buf_reset(out);
	frame_begin(out);
	job_answer(r, &j, out);
	frame_end(out, 0);
	arena_reset(a);
	return write_all(buf_str(out));
}

static void
serve(const struct reader *r)
{
	struct arena a;
	struct buf in, out;

	arena_init(&a);
	buf_init(&in, LIMIT_MESSAGE);
	buf_init(&out, FRAME_HEAD + LIMIT_MESSAGE);
	while (answer_one(r, &a, &in, &out))
		;
}

int
worker_main(int argc, char **argv)
{
	struct reader *r;
	struct err e;
	int64_t memory;

	if (argc < 4 || !str_int(str_of(argv[2]), &memory))
		return EX_USAGE;
	alloc_keep(32u << 20);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "tocsin-worker");
	signal(SIGXFSZ, SIG_IGN); /* standard error may be a file, which no longer may
				     grow */
	if ((r = reader_load((const char *const *)argv + 3, &e)) == NULL ||
	    sandbox_lock(memory, &e) == -1) {
		send_hello(e.msg, "");
		_exit(EX_CONFIG);
	}
	alloc_trim();
	send_hello("", reader_trouble(r));
	serve(r);
	_exit(0); /* what exit() would tidy up needs calls that are no longer allowed */
}
