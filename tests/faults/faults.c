/*
 * faults.c -- see faults.h.  Names that end in .soak.test are this machine: a number is
 * an address of the loopback net, "public" has a public address that leads here, "rebind"
 * one that nobody answers at and one inside.
 */
#include "config.h"

/* The functions behind these names are what is defined here. */
#undef malloc
#undef calloc
#undef realloc
#undef free

#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/faults/faults.h"

static struct faults own;
struct faults *faults = &own;

__attribute__((constructor)) static void
share_page(void)
{
	const char *path = getenv("TOCSIN_FAULTS");
	int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
	void *page = fd == -1
	    ? MAP_FAILED
	    : mmap(NULL, sizeof(own), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (page != MAP_FAILED)
		faults = page;
	if (fd != -1)
		close(fd);
}

static int
fails(uint32_t kind, const char *name)
{
	int64_t n;

	if ((faults->down & kind) == 0) {
		if ((faults->kinds & kind) == 0)
			return 0;
		n = __atomic_add_fetch(&faults->seen, 1, __ATOMIC_RELAXED);
		if (n != faults->at)
			return 0;
	}
	faults->failed++;
	snprintf(faults->name, sizeof(faults->name), "%s", name);
	return 1;
}

/* A call of the C library that fails with a number, or is made. */
#define FAILING(type, failed, name, kind, number, parameters, ...)          \
	type name parameters;                                               \
	type name parameters                                                \
	{                                                                   \
		static type(*real) parameters;                              \
		if (fails(kind, #name)) {                                   \
			errno = number;                                     \
			return failed;                                      \
		}                                                           \
		if (real == NULL)                                           \
			real = (type(*) parameters)dlsym(RTLD_NEXT, #name); \
		return real(__VA_ARGS__);                                   \
	}

/* ---- memory: glibc's own are under these names ---- */

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t alignment, size_t n);
void __libc_free(void *p);

static int
no_memory(const char *name)
{
	if (!fails(FAULT_MEMORY, name))
		return 0;
	errno = ENOMEM;
	return 1;
}

static void *
counted(void *p)
{
	if (p != NULL)
		__atomic_add_fetch(&faults->blocks, 1, __ATOMIC_RELAXED);
	return p;
}

void *
malloc(size_t n)
{
	return no_memory("malloc") ? NULL : counted(__libc_malloc(n));
}

void *
calloc(size_t count, size_t n)
{
	return no_memory("calloc") ? NULL : counted(__libc_calloc(count, n));
}

void *
realloc(void *p, size_t n)
{
	if (p == NULL)
		return malloc(n);
	return no_memory("realloc") ? NULL : __libc_realloc(p, n);
}

void *
aligned_alloc(size_t alignment, size_t n)
{
	return no_memory("aligned_alloc") ? NULL : counted(__libc_memalign(alignment, n));
}

int
posix_memalign(void **p, size_t alignment, size_t n)
{
	return no_memory("posix_memalign") ||
		(*p = counted(__libc_memalign(alignment, n))) == NULL
	    ? ENOMEM
	    : 0;
}

void
free(void *p)
{
	if (p != NULL)
		__atomic_sub_fetch(&faults->blocks, 1, __ATOMIC_RELAXED);
	__libc_free(p);
}

/* ---- files ---- */

static int
open_mode(int flags, va_list ap)
{
	return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(ap, int) : 0;
}

#define FAILING_OPEN(name)                                  \
	int name(const char *path, int flags, ...);         \
	int name(const char *path, int flags, ...)          \
	{                                                   \
		va_list ap;                                 \
		int mode;                                   \
		va_start(ap, flags);                        \
		mode = open_mode(flags, ap);                \
		va_end(ap);                                 \
		if (fails(FAULT_OPEN, #name)) {             \
			errno = EMFILE;                     \
			return -1;                          \
		}                                           \
		return openat(AT_FDCWD, path, flags, mode); \
	}
FAILING_OPEN(open)
FAILING_OPEN(open64)
FAILING(FILE *, NULL, fopen, FAULT_OPEN, EMFILE, (const char *path, const char *mode),
    path, mode)
FAILING(FILE *, NULL, fopen64, FAULT_OPEN, EMFILE, (const char *path, const char *mode),
    path, mode)
FAILING(int, -1, mkdir, FAULT_OPEN, EACCES, (const char *path, mode_t mode), path, mode)
FAILING(int, -1, rename, FAULT_OPEN, EIO, (const char *from, const char *to), from, to)
FAILING(int, -1, unlink, FAULT_OPEN, EIO, (const char *path), path)
FAILING(int, -1, fstat, FAULT_OPEN, EIO, (int fd, struct stat *st), fd, st)
FAILING(int, -1, fstat64, FAULT_OPEN, EIO, (int fd, struct stat64 *st), fd, st)
FAILING(int, -1, stat, FAULT_OPEN, EIO, (const char *path, struct stat *st), path, st)
FAILING(int, -1, stat64, FAULT_OPEN, EIO, (const char *path, struct stat64 *st), path, st)
FAILING(int, -1, access, FAULT_OPEN, EACCES, (const char *path, int mode), path, mode)
FAILING(ssize_t, -1, readlink, FAULT_OPEN, EACCES, (const char *path, char *p, size_t n),
    path, p, n)
FAILING(DIR *, NULL, opendir, FAULT_OPEN, EMFILE, (const char *path), path)
FAILING(int, -1, scandir, FAULT_OPEN, EMFILE,
    (const char *path, struct dirent ***found, int (*is)(const struct dirent *),
	int (*cmp)(const struct dirent **, const struct dirent **)),
    path, found, is, cmp)
FAILING(int, GLOB_ABORTED, glob, FAULT_OPEN, EMFILE,
    (const char *pattern, int flags, int (*error)(const char *, int), glob_t *found),
    pattern, flags, error, found)
FAILING(int, -1, flock, FAULT_BUSY, EWOULDBLOCK, (int fd, int what), fd, what)
FAILING(ssize_t, -1, read, FAULT_READ, EIO, (int fd, void *p, size_t n), fd, p, n)
size_t
fread(void *p, size_t size, size_t n, FILE *f)
{
	static size_t (*real)(void *, size_t, size_t, FILE *);

	if (fails(FAULT_READ, "fread")) {
		f->_flags |= 0x20; /* what ferror() looks at */
		errno = EIO;
		return 0;
	}
	if (real == NULL)
		real = (size_t(*)(void *, size_t, size_t, FILE *))dlsym(RTLD_NEXT,
		    "fread");
	return real(p, size, n, f);
}

FAILING(ssize_t, -1, pread, FAULT_PAGE, EIO, (int fd, void *p, size_t n, off_t at), fd, p,
    n, at)
FAILING(ssize_t, -1, pread64, FAULT_PAGE, EIO, (int fd, void *p, size_t n, off64_t at),
    fd, p, n, at)
FAILING(void *, MAP_FAILED, mmap, FAULT_READ, ENOMEM,
    (void *p, size_t n, int prot, int flags, int fd, off_t at), p, n, prot, flags, fd, at)
FAILING(void *, MAP_FAILED, mmap64, FAULT_READ, ENOMEM,
    (void *p, size_t n, int prot, int flags, int fd, off64_t at), p, n, prot, flags, fd,
    at)
FAILING(ssize_t, -1, pwrite, FAULT_WRITE, ENOSPC,
    (int fd, const void *p, size_t n, off_t at), fd, p, n, at)
FAILING(ssize_t, -1, pwrite64, FAULT_WRITE, ENOSPC,
    (int fd, const void *p, size_t n, off64_t at), fd, p, n, at)

/* What wakes a loop (eventfd: of no type that a file has) can always be written to. */
static bool
is_eventfd(int fd)
{
	struct stat st;

	return fstatat(fd, "", &st, AT_EMPTY_PATH) == 0 && (st.st_mode & S_IFMT) == 0;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	static ssize_t (*real)(int, const void *, size_t);

	if (((faults->down | faults->kinds) & FAULT_WRITE) != 0 && !is_eventfd(fd) &&
	    fails(FAULT_WRITE, "write")) {
		errno = ENOSPC;
		return -1;
	}
	if (real == NULL)
		real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
	return real(fd, p, n);
}

FAILING(size_t, 0, fwrite, FAULT_WRITE, ENOSPC,
    (const void *p, size_t size, size_t n, FILE *f), p, size, n, f)
FAILING(int, EOF, fflush, FAULT_WRITE, ENOSPC, (FILE * f), f)

/* What is still to be written is lost; closed it is all the same. */
int
fclose(FILE *f)
{
	static int (*real)(FILE *);
	bool lost = __fwritable(f) && fails(FAULT_WRITE, "fclose");
	int rc;

	if (real == NULL)
		real = (int (*)(FILE *))dlsym(RTLD_NEXT, "fclose");
	rc = real(f);
	if (!lost)
		return rc;
	errno = ENOSPC;
	return EOF;
}

FAILING(int, -1, ftruncate, FAULT_WRITE, EIO, (int fd, off_t n), fd, n)
FAILING(int, -1, ftruncate64, FAULT_WRITE, EIO, (int fd, off64_t n), fd, n)
FAILING(int, -1, fsync, FAULT_SYNC, EIO, (int fd), fd)
FAILING(int, -1, fdatasync, FAULT_SYNC, EIO, (int fd), fd)

/* ---- sockets ---- */

FAILING(int, -1, socket, FAULT_SOCKET, EMFILE, (int family, int type, int protocol),
    family, type, protocol)
FAILING(int, -1, bind, FAULT_SOCKET, EADDRINUSE,
    (int fd, const struct sockaddr *a, socklen_t n), fd, a, n)
FAILING(int, -1, listen, FAULT_SOCKET, EADDRINUSE, (int fd, int n), fd, n)
FAILING(int, -1, accept, FAULT_SOCKET, EMFILE, (int fd, struct sockaddr *a, socklen_t *n),
    fd, a, n)
FAILING(int, -1, accept4, FAULT_SOCKET, EMFILE,
    (int fd, struct sockaddr *a, socklen_t *n, int flags), fd, a, n, flags)
FAILING(int, -1, setsockopt, FAULT_SOCKET, ENOMEM,
    (int fd, int level, int name, const void *v, socklen_t n), fd, level, name, v, n)
FAILING(int, -1, getsockopt, FAULT_SOCKET, ENOMEM,
    (int fd, int level, int name, void *v, socklen_t *n), fd, level, name, v, n)
FAILING(int, -1, getsockname, FAULT_SOCKET, ENOBUFS,
    (int fd, struct sockaddr *a, socklen_t *n), fd, a, n)
/* A connection that was reset is gone for good. */
#define RESETTING(name, parameters, ...)                                       \
	ssize_t name parameters;                                               \
	ssize_t name parameters                                                \
	{                                                                      \
		static ssize_t(*real) parameters;                              \
		if (fails(FAULT_SOCKET, #name)) {                              \
			shutdown(fd, SHUT_RDWR);                               \
			errno = ECONNRESET;                                    \
			return -1;                                             \
		}                                                              \
		if (real == NULL)                                              \
			real = (ssize_t(*) parameters)dlsym(RTLD_NEXT, #name); \
		return real(__VA_ARGS__);                                      \
	}
RESETTING(send, (int fd, const void *p, size_t n, int flags), fd, p, n, flags)
RESETTING(recv, (int fd, void *p, size_t n, int flags), fd, p, n, flags)
RESETTING(sendto,
    (int fd, const void *p, size_t n, int flags, const struct sockaddr *a, socklen_t m),
    fd, p, n, flags, a, m)
RESETTING(sendmsg, (int fd, const struct msghdr *m, int flags), fd, m, flags)
RESETTING(readv, (int fd, const struct iovec *v, int n), fd, v, n)
RESETTING(writev, (int fd, const struct iovec *v, int n), fd, v, n)

/* ---- threads, processes, loops ---- */

FAILING(int, -1, socketpair, FAULT_PROCESS, EMFILE,
    (int family, int type, int protocol, int fd[2]), family, type, protocol, fd)
FAILING(int, -1, pipe, FAULT_PROCESS, EMFILE, (int fd[2]), fd)
FAILING(pid_t, -1, fork, FAULT_PROCESS, EAGAIN, (void))
FAILING(int, -1, dup2, FAULT_PROCESS, EBUSY, (int from, int to), from, to)
FAILING(int, -1, poll, FAULT_PROCESS, ENOMEM, (struct pollfd * p, nfds_t n, int ms), p, n,
    ms)
FAILING(pid_t, -1, waitpid, FAULT_PROCESS, ECHILD, (pid_t pid, int *status, int options),
    pid, status, options)
FAILING(ssize_t, -1, getrandom, FAULT_PROCESS, ENOSYS,
    (void *p, size_t n, unsigned flags), p, n, flags)
FAILING(int, -1, gethostname, FAULT_PROCESS, ENAMETOOLONG, (char *p, size_t n), p, n)

/* A lock of a file, which others hold; one's own can always be given up (0: never fails);
 * anything else asked of a descriptor. */
static uint32_t
fcntl_kind(int what, const void *more)
{
	if (what != F_SETLK)
		return FAULT_PROCESS;
	return ((const struct flock *)more)->l_type == F_UNLCK ? 0 : FAULT_BUSY;
}

#define FAILING_FCNTL(name)                                                     \
	int name(int fd, int what, ...);                                        \
	int name(int fd, int what, ...)                                         \
	{                                                                       \
		static int (*real)(int, int, ...);                              \
		va_list ap;                                                     \
		void *more;                                                     \
		uint32_t kind;                                                  \
		va_start(ap, what);                                             \
		more = va_arg(ap, void *);                                      \
		va_end(ap);                                                     \
		kind = fcntl_kind(what, more);                                  \
		if (fails(kind, #name)) {                                       \
			errno = kind == FAULT_BUSY ? EAGAIN : ENOMEM;           \
			return -1;                                              \
		}                                                               \
		if (real == NULL)                                               \
			real = (int (*)(int, int, ...))dlsym(RTLD_NEXT, #name); \
		return real(fd, what, more);                                    \
	}
FAILING_FCNTL(fcntl)
FAILING_FCNTL(fcntl64)

FAILING(int, -1, pipe2, FAULT_PROCESS, EMFILE, (int fd[2], int flags), fd, flags)
FAILING(int, -1, eventfd, FAULT_PROCESS, EMFILE, (unsigned n, int flags), n, flags)
FAILING(int, -1, epoll_create1, FAULT_PROCESS, EMFILE, (int flags), flags)
FAILING(int, -1, epoll_create, FAULT_PROCESS, EMFILE, (int n), n)
FAILING(int, -1, epoll_ctl, FAULT_PROCESS, ENOSPC,
    (int fd, int what, int of, struct epoll_event *e), fd, what, of, e)
FAILING(int, EAGAIN, pthread_create, FAULT_PROCESS, EAGAIN,
    (pthread_t * t, const pthread_attr_t *a, void *(*f)(void *), void *arg), t, a, f, arg)
FAILING(int, EAGAIN, posix_spawn, FAULT_PROCESS, EAGAIN,
    (pid_t * pid, const char *path, const posix_spawn_file_actions_t *files,
	const posix_spawnattr_t *attr, char *const argv[], char *const env[]),
    pid, path, files, attr, argv, env)

/* ---- what a process gives up ---- */

typedef long syscall_fn(long, ...);

static syscall_fn *
real_syscall(void)
{
	static syscall_fn *real;

	if (real == NULL)
		real = (syscall_fn *)dlsym(RTLD_NEXT, "syscall");
	return real;
}

FAILING(int, -1, setrlimit, FAULT_LOCK, EPERM,
    (__rlimit_resource_t what, const struct rlimit *l), what, l)

int
prctl(int what, ...)
{
	va_list ap;
	unsigned long v[4];

	va_start(ap, what);
	for (int i = 0; i < 4; i++)
		v[i] = va_arg(ap, unsigned long);
	va_end(ap);
	if (fails(FAULT_LOCK, "prctl")) {
		errno = EPERM;
		return -1;
	}
	return (int)real_syscall()(SYS_prctl, what, v[0], v[1], v[2], v[3]);
}

/* Landlock, capabilities, seccomp. */
long
syscall(long n, ...)
{
	va_list ap;
	long v[6];

	va_start(ap, n);
	for (int i = 0; i < 6; i++)
		v[i] = va_arg(ap, long);
	va_end(ap);
	if (fails(FAULT_LOCK, "syscall")) {
		errno = EPERM;
		return -1;
	}
	return real_syscall()(n, v[0], v[1], v[2], v[3], v[4], v[5]);
}

/* ---- the clock ---- */

int
clock_gettime(clockid_t clock, struct timespec *t)
{
	static int (*real)(clockid_t, struct timespec *);
	int rc;

	if (real == NULL)
		real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT,
		    "clock_gettime");
	rc = real(clock, t);
	if (clock == CLOCK_REALTIME && faults->clock_ms != 0)
		t->tv_sec += faults->clock_ms / 1000;
	return rc;
}

/* ---- names and addresses ---- */

#define PUBLIC "11.11.11.11" /* leads to the loopback net */
#define NOBODY "11.11.11.12" /* refuses */
#define MAX_FD 65536

static bool led[MAX_FD]; /* sockets that are connected to PUBLIC, as far as their owner
			    can tell */

typedef int resolve_fn(const char *, const char *, const struct addrinfo *,
    struct addrinfo **);
typedef int connect_fn(int, const struct sockaddr *, socklen_t);
typedef int name_fn(int, struct sockaddr *, socklen_t *);

static int
resolve(const char *host, const char *port, const struct addrinfo *hints,
    struct addrinfo **found)
{
	static resolve_fn *real;

	if (real == NULL)
		real = (resolve_fn *)dlsym(RTLD_NEXT, "getaddrinfo");
	return real(host, port, hints, found);
}

int
getaddrinfo(const char *host, const char *port, const struct addrinfo *hints,
    struct addrinfo **found)
{
	const char *end = host == NULL ? NULL : strstr(host, ".soak.test");
	unsigned n = end == NULL ? 0 : (unsigned)strtoul(host, NULL, 10);
	char address[32];
	int rc;

	if (fails(FAULT_NAMES, "getaddrinfo"))
		return EAI_AGAIN;
	if (end == NULL)
		return resolve(host, port, hints, found);
	if (strncmp(host, "rebind.", 7) == 0) {
		rc = resolve(NOBODY, port, hints, found);
		return rc != 0 ? rc
			       : resolve("127.0.0.1", port, hints, &(*found)->ai_next);
	}
	snprintf(address, sizeof(address), "127.1.%u.%u", n / 250, 1 + n % 250);
	return resolve(strncmp(host, "public.", 7) == 0 ? PUBLIC : address, port, hints,
	    found);
}

static bool
is_address(const struct sockaddr *a, const char *text)
{
	return a->sa_family == AF_INET &&
	    ((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr ==
	    inet_addr(text);
}

int
connect(int fd, const struct sockaddr *a, socklen_t n)
{
	static connect_fn *real;
	struct sockaddr_in here;

	if (real == NULL)
		real = (connect_fn *)dlsym(RTLD_NEXT, "connect");
	if (fails(FAULT_SOCKET, "connect") || is_address(a, NOBODY)) {
		errno = ECONNREFUSED;
		return -1;
	}
	if (!is_address(a, PUBLIC))
		return real(fd, a, n);
	memcpy(&here, a, sizeof(here));
	here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < MAX_FD)
		led[fd] = true;
	return real(fd, (const struct sockaddr *)&here, sizeof(here));
}

int
getpeername(int fd, struct sockaddr *a, socklen_t *n)
{
	static name_fn *real;
	int rc;

	if (real == NULL)
		real = (name_fn *)dlsym(RTLD_NEXT, "getpeername");
	if (fails(FAULT_SOCKET, "getpeername")) {
		errno = ENOTCONN;
		return -1;
	}
	rc = real(fd, a, n);
	if (rc == 0 && fd < MAX_FD && led[fd] && a->sa_family == AF_INET)
		((struct sockaddr_in *)(void *)a)->sin_addr.s_addr = inet_addr(PUBLIC);
	return rc;
}

int
close(int fd)
{
	static int (*real)(int);

	if (real == NULL)
		real = (int (*)(int))dlsym(RTLD_NEXT, "close");
	if (fd >= 0 && fd < MAX_FD)
		led[fd] = false;
	return real(fd);
}
