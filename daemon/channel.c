/* channel.c -- see channel.h. */
#include "config.h"

#include <errno.h>
#include <event2/event.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "daemon/channel.h"
#include "daemon/worker.h"

#define READ_BYTES ((64u << 10) - 1) /* at once, at least: most answers are shorter */

struct channel {
	struct event *readable, *writable;
	void (*on_readable)(void *arg);
	void *arg;
	struct str out[2]; /* what was not sent yet */
	struct buf in;
	bool taken; /* what is in .in */
	int fd;
};

static void
on_read_event(evutil_socket_t fd, short what, void *arg)
{
	const struct channel *c = arg;

	c->on_readable(c->arg);
}

static struct iovec
part(struct str s)
{
	return (struct iovec){ .iov_base = (void *)(uintptr_t)s.p, .iov_len = s.n };
}

static void
sent(struct channel *c, size_t n)
{
	size_t first = n < c->out[0].n ? n : c->out[0].n;

	c->out[0] = str_sub(c->out[0], first, c->out[0].n);
	c->out[1] = str_sub(c->out[1], n - first, c->out[1].n);
}

/* What fails otherwise than for room is heard of where the answer is read. */
static void
send_rest(struct channel *c)
{
	ssize_t n = 0;

	while (!channel_sent(c) && n >= 0) {
		struct iovec parts[2] = { part(c->out[0]), part(c->out[1]) };
		struct msghdr m = { .msg_iov = parts, .msg_iovlen = NELEM(parts) };

		n = sendmsg(c->fd, &m, MSG_NOSIGNAL);
		if (n > 0)
			sent(c, (size_t)n);
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		event_add(c->writable, NULL);
}

static void
on_write_event(evutil_socket_t fd, short what, void *arg)
{
	send_rest(arg);
}

struct channel *
channel_new(struct event_base *loop, int fd, void (*on_readable)(void *arg), void *arg)
{
	struct channel *c = xcalloc(1, sizeof(*c));

	c->fd = fd;
	c->on_readable = on_readable;
	c->arg = arg;
	buf_init(&c->in, FRAME_HEAD + LIMIT_MESSAGE + READ_BYTES);
	evutil_make_socket_nonblocking(fd);
	c->readable = event_new(loop, fd, EV_READ | EV_PERSIST, on_read_event, c);
	c->writable = event_new(loop, fd, EV_WRITE, on_write_event, c);
	if (event_add(c->readable, NULL) == 0)
		return c;
	c->fd = -1;
	channel_free(c);
	return NULL;
}

void
channel_free(struct channel *c)
{
	if (c == NULL)
		return;
	event_free(c->readable);
	event_free(c->writable);
	if (c->fd >= 0)
		close(c->fd);
	buf_clear(&c->in);
	free(c);
}

void
channel_send(struct channel *c, struct str first, struct str second)
{
	c->out[0] = first;
	c->out[1] = second;
	send_rest(c);
}

bool
channel_sent(const struct channel *c)
{
	return c->out[0].n + c->out[1].n == 0;
}

static void
forget_taken(struct channel *c)
{
	if (!c->taken)
		return;
	c->taken = false;
	buf_reset(&c->in);
}

/* How long the frame that has begun will be, as far as it is known. */
static size_t
frame_bytes(const struct channel *c)
{
	return c->in.n < FRAME_HEAD ? FRAME_HEAD : FRAME_HEAD + frame_length(c->in.p);
}

/* false: nothing more for now, or ever, as errno says. */
static bool
read_more(struct channel *c, size_t missing)
{
	size_t n = missing > READ_BYTES ? missing : READ_BYTES;
	char *room = buf_room(&c->in, n);
	ssize_t got = read(c->fd, room, n);

	if (got > 0)
		c->in.n += (size_t)got;
	else if (got == 0)
		errno = EPIPE;
	return got > 0;
}

enum channel_taken
channel_take(struct channel *c, struct str *message)
{
	size_t whole;

	forget_taken(c);
	while (c->in.n < (whole = frame_bytes(c))) {
		if (whole > FRAME_HEAD + LIMIT_MESSAGE)
			return CHANNEL_LIE;
		if (!read_more(c, whole - c->in.n))
			return errno == EAGAIN || errno == EINTR ? CHANNEL_NOTHING
								 : CHANNEL_END;
	}
	if (c->in.n > whole)
		return CHANNEL_LIE;
	c->taken = true;
	*message = str_sub(buf_str(&c->in), FRAME_HEAD, whole);
	return CHANNEL_MESSAGE;
}

struct str
channel_keep(struct channel *c, struct arena *a)
{
	struct str all = { xrealloc(c->in.p, c->in.n), c->in.n };

	buf_init(&c->in, c->in.max);
	c->taken = false;
	arena_adopt(a, (void *)(uintptr_t)all.p, all.n);
	return str_sub(all, FRAME_HEAD, all.n);
}
