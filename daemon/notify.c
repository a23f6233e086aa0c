/* notify.c -- see notify.h. */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/str.h"
#include "daemon/notify.h"

#define LISTEN_FDS_START 3

static void
send_datagram(const char *path, const char *message, size_t n)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	socklen_t len;
	int fd;

	if ((path[0] != '/' && path[0] != '@') ||
	    !str_copy(to.sun_path, sizeof(to.sun_path), str_of(path)))
		return;
	len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	if (path[0] == '@')
		to.sun_path[0] = '\0'; /* the abstract namespace */
	if ((fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) == -1)
		return;
	sendto(fd, message, n, MSG_NOSIGNAL, (struct sockaddr *)&to, len);
	close(fd);
}

void
notify(const char *fmt, ...)
{
	const char *path = getenv("NOTIFY_SOCKET");
	char message[2048];
	va_list ap;
	int n;

	if (path == NULL)
		return;
	va_start(ap, fmt);
	n = vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (n > 0)
		send_datagram(path, message,
		    (size_t)n < sizeof(message) ? (size_t)n : sizeof(message) - 1);
}

/* What systemd says is for one process only, which it names. */
static bool
is_for_us(const char *pid_name)
{
	const char *pid = getenv(pid_name);
	uint64_t v;

	return pid == NULL || (str_uint(str_of(pid), &v) && v == (uint64_t)getpid());
}

int64_t
notify_watchdog_ms(void)
{
	const char *usec = getenv("WATCHDOG_USEC");
	uint64_t v;

	if (usec == NULL || !str_uint(str_of(usec), &v) || !is_for_us("WATCHDOG_PID"))
		return 0;
	return (int64_t)(v / 2000);
}

int
notify_listen_fd(const char *name)
{
	const char *count = getenv("LISTEN_FDS"), *names = getenv("LISTEN_FDNAMES");
	struct str rest = str_of(names), word;
	uint64_t n;

	if (count == NULL || names == NULL || !str_uint(str_of(count), &n) ||
	    getenv("LISTEN_PID") == NULL || !is_for_us("LISTEN_PID"))
		return -1;
	for (uint64_t i = 0; i < n && str_cut(&rest, ':', &word); i++)
		if (str_eq(word, str_of(name)))
			return LISTEN_FDS_START + (int)i;
	return -1;
}
