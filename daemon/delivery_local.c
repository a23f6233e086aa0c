/* delivery_local.c -- receivers of this machine, on the lane's thread: they may block. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "base/date.h"
#include "daemon/delivery_work.h"

static void
failed(struct verdict *v, const char *what)
{
	*v = (struct verdict){ .kind = VERDICT_RETRY };
	snprintf(v->text, sizeof(v->text), "%s: %s", what, strerror(errno));
}

static void
delivered(struct verdict *v, const char *how)
{
	*v = (struct verdict){ .kind = VERDICT_DELIVERED };
	snprintf(v->text, sizeof(v->text), "%s", how);
}

#define PIPE_MS 1000 /* for who reads a pipe or a socket to make room */

/* ---- the journal: one datagram ---- */

static void
send_journal(const struct delivery_request *rq, struct verdict *v)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct timeval patience = { .tv_sec = PIPE_MS / 1000 };

	/* A journal that hangs takes no more than a few, and then none. */
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (fd == -1 || !str_copy(to.sun_path, sizeof(to.sun_path), rq->to)) {
		failed(v, "socket");
	} else if (sendto(fd, rq->bytes.p, rq->bytes.n, MSG_NOSIGNAL,
		       (struct sockaddr *)&to, sizeof(to)) == -1) {
		failed(v, "the journal");
	} else {
		delivered(v, "written");
	}
	if (fd != -1)
		close(fd);
}

/* ---- a file: whole lines, on the disk before we say so ---- */

/* Whether who reads a pipe makes room in time. */
static bool
drains(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, PIPE_MS) == 1 && (p.revents & POLLOUT) != 0;
}

static int
append(int fd, struct str s)
{
	off_t start = lseek(fd, 0, SEEK_END);
	size_t n = 0;

	while (n < s.n) {
		ssize_t put = write(fd, s.p + n, s.n - n);

		if (put == -1 && (errno == EINTR || (errno == EAGAIN && drains(fd))))
			continue;
		if (put == -1) {
			int saved = errno;

			/* Half a line would spoil the next one. */
			if (n > 0 && start >= 0 && ftruncate(fd, start) == -1)
				errno = saved;
			errno = saved;
			return -1;
		}
		n += (size_t)put;
	}
	return fdatasync(fd) == -1 && errno != EINVAL ? -1 : 0;
}

static void
send_file(const struct delivery_request *rq, struct verdict *v)
{
	char *path = str_dup(rq->to);
	/* A pipe that nobody reads is a failure, and no wait of all deliveries. */
	int fd = open(path,
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0640);

	if (fd == -1 || append(fd, rq->bytes) == -1)
		failed(v, path);
	else
		delivered(v, "written");
	if (fd != -1)
		close(fd);
	free(path);
}

/* ---- a program: fixed arguments, JSON on its standard input, nothing of ours inherited
 * ---- */

#define ENV_MAX 16

static char **
strings(const struct str *s, size_t n, const char *const *more, size_t n_more)
{
	char **out = xcalloc(n + n_more + 1, sizeof(*out));

	for (size_t i = 0; i < n; i++)
		out[i] = str_dup(s[i]);
	for (size_t i = 0; i < n_more; i++)
		out[n + i] = xstrdup(more[i]);
	return out;
}

static void
free_strings(char **s)
{
	for (char **p = s; *p != NULL; p++)
		free(*p);
	free(s);
}

/* Between fork and exec: only what is safe there. */
static void
become(int in, char **argv, char **env)
{
	int nul = open("/dev/null", O_WRONLY);
	sigset_t none;

	setpgid(0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (nul == -1 || dup2(in, 0) == -1 || dup2(nul, 1) == -1 || dup2(nul, 2) == -1)
		_exit(127);
	syscall(SYS_close_range, 3, ~0u, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	execve(argv[0], argv, env);
	_exit(127);
}

/* Feeds standard input while the program lives; false: its time was over. */
static bool
feed_and_wait(int fd, int in, struct str s, int64_t until_ms)
{
	size_t n = 0;

	for (;;) {
		int64_t left = until_ms - delivery_mono_ms();
		struct pollfd p[2] = { { .fd = fd, .events = POLLIN },
			{ .fd = in, .events = POLLOUT } };

		if (left <= 0)
			return false;
		if (in == -1)
			p[1].fd = -1;
		if (poll(p, 2, (int)left) == -1 && errno != EINTR)
			return false;
		if (p[0].revents != 0) {
			if (in != -1)
				close(in);
			return true;
		}
		if (in != -1 && p[1].revents != 0) {
			ssize_t put = write(in, s.p + n, s.n - n);

			if (put > 0)
				n += (size_t)put;
			if ((put == -1 && errno != EAGAIN && errno != EINTR) ||
			    n == s.n) {
				close(in); /* read all, or does not want to */
				in = -1;
			}
		}
	}
}

static void
await(pid_t pid, int in, const struct parcel *p, struct verdict *v)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	bool in_time = fd != -1 &&
	    feed_and_wait(fd, in, p->rq.bytes, delivery_mono_ms() + p->timeout_ms);
	int status = 0;

	if (!in_time)
		kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	verdict_exec(v, WIFEXITED(status) ? WEXITSTATUS(status) : 0,
	    WIFSIGNALED(status) ? WTERMSIG(status) : 0, !in_time);
	if (fd != -1)
		close(fd);
}

static void
send_exec(const struct parcel *p, struct verdict *v)
{
	static const char *const usual[] = { "PATH=/usr/local/bin:/usr/bin:/bin",
		"LANG=C.UTF-8" };
	const struct delivery_request *rq = &p->rq;
	char **argv = strings(rq->argv, rq->n_argv, NULL, 0);
	char **env = strings(rq->env, rq->n_env, usual, NELEM(usual));
	int in[2];
	pid_t pid;

	if (access(argv[0], X_OK) == -1) {
		failed(v, argv[0]);
	} else if (pipe2(in, O_CLOEXEC) == -1) {
		failed(v, "pipe");
	} else if ((pid = fork()) == -1) {
		failed(v, "fork");
		close(in[0]);
		close(in[1]);
	} else if (pid == 0) {
		become(in[0], argv, env);
	} else {
		close(in[0]);
		fcntl(in[1], F_SETFL, O_NONBLOCK);
		await(pid, in[1], p, v);
	}
	free_strings(argv);
	free_strings(env);
}

static void
send_mail(struct parcel *p)
{
	struct smtp_message m = p->rq.smtp;
	struct smtp_result r;

	if (m.ca_file.n == 0 && p->config != NULL)
		m.ca_file = p->config->ca_file;
	m.stop = p->hurry;
	smtp_send(p->mail, &m, &r);
	verdict_smtp(&p->verdict, &r);
}

void
local_send(struct parcel *p)
{
	switch (p->rq.by) {
	case BY_SYSLOG:
		syslog(p->rq.priority, "%.*s", STR_ARG(p->rq.bytes));
		delivered(&p->verdict, "logged");
		break;
	case BY_JOURNAL:
		send_journal(&p->rq, &p->verdict);
		break;
	case BY_FILE:
		send_file(&p->rq, &p->verdict);
		break;
	case BY_EXEC:
		send_exec(p, &p->verdict);
		break;
	case BY_STREAM:
		stream_send(p->stream, &p->rq, p->rq.http.ca_file, p->timeout_ms,
		    &p->verdict);
		break;
	case BY_SMTP:
		send_mail(p);
		break;
	case BY_HTTP:
	case BY_N:
		break;
	}
}
