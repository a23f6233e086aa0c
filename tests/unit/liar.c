/*
 * liar.c -- a worker that was replaced: it says hello as an honest one does, and then
 * whatever a number makes it say, at once or when it is asked: noise, lengths that are
 * not so, answers of an honest worker with bytes changed, halves of them, a flood,
 * nothing.  The number is its process's, so that no two say the same.
 */
#include "config.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/rng.h"
#include "daemon/job.h"
#include "daemon/sandbox.h"
#include "daemon/worker.h"

static void
say(struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = send(SANDBOX_FD, bytes.p, bytes.n, MSG_NOSIGNAL);

		if (n <= 0)
			_exit(0);
		bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
}

static void
hello(void)
{
	struct buf b;

	buf_init(&b, 1024);
	frame_begin(&b);
	hello_put(&b, &(struct hello){ .note = STR_NONE });
	frame_end(&b, 0);
	say(buf_str(&b));
}

static void
noise(struct buf *b, struct rng *rng, size_t n)
{
	while (n-- > 0)
		buf_byte(b, (char)rng_u64(rng));
}

/* What an honest worker says of a document that is no feed, with some bytes changed. */
static void
bent(struct buf *b, struct rng *rng)
{
	const struct job j = {
		.bytes =
		    STR("<rss version='2.0'><channel><item><title>a</title></item>")
	};

	frame_begin(b);
	job_answer(NULL, &j, b);
	frame_end(b, 0);
	for (uint64_t n = rng_u64(rng) % 5; n > 0; n--)
		b->p[FRAME_HEAD + rng_u64(rng) % (b->n - FRAME_HEAD)] = (char)rng_u64(rng);
	if (rng_u64(rng) % 4 == 0)
		b->n = rng_u64(rng) % b->n;
}

static void
lie(struct rng *rng)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	switch (rng_u64(rng) % 5) {
	case 0:
		noise(&b, rng, rng_u64(rng) % 5000);
		break;
	case 1: /* a length, and less than that behind it */
		noise(&b, rng, 3);
		buf_byte(&b, 0);
		noise(&b, rng, 100);
		break;
	case 2:
		noise(&b, rng, 8u << 20);
		break;
	case 3:
		_exit((int)(rng_u64(rng) % 100));
	default:
		bent(&b, rng);
	}
	say(buf_str(&b));
	buf_clear(&b);
}

int
main(int argc, char **argv)
{
	struct rng rng = { (uint64_t)getpid() };
	char question[65536];

	/* the memory that it may have */
	if (argc > 2 && str_eq(str_of(argv[2]), STR("1")))
		say(STR("\xff\xff\xff\xff"));
	if (rng_u64(&rng) % 8 > 0)
		hello();
	else
		lie(&rng);
	while (read(SANDBOX_FD, question, sizeof(question)) > 0)
		lie(&rng);
	return 0;
}
