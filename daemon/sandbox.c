/* sandbox.c -- see sandbox.h. */
#include "config.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "daemon/privileges.h"
#include "daemon/sandbox.h"

/* ---- rlimits ---- */

static int
limit(int what, const char *name, int64_t value, struct err *e)
{
	struct rlimit rl = { (rlim_t)value, (rlim_t)value };

	if (setrlimit(what, &rl) == -1)
		return err_set(e, "setrlimit %s: %s", name, strerror(errno));
	return 0;
}

static int
set_limits(int64_t address_space, struct err *e)
{
	if (limit(RLIMIT_CORE, "CORE", 0, e) == -1 ||
	    limit(RLIMIT_FSIZE, "FSIZE", 0, e) == -1 ||
	    limit(RLIMIT_NPROC, "NPROC", 0, e) == -1)
		return -1;
#ifndef SANITIZED /* AddressSanitizer reserves terabytes, and reads /proc when it \
		     reports */
	if (limit(RLIMIT_AS, "AS", address_space, e) == -1 ||
	    limit(RLIMIT_NOFILE, "NOFILE", SANDBOX_FD + 1, e) == -1)
		return -1;
#endif
	return 0;
}

/* ---- Landlock: no new file may be opened, whatever the filter below lets through ----
 */

static int
deny_files(struct err *e)
{
	struct landlock_ruleset_attr attr = { 0 };
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	int fd, rc = 0;

	if (abi < 1)
		return 0; /* an older kernel; seccomp says the same */
	attr.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
	fd = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (fd == -1 || syscall(SYS_landlock_restrict_self, fd, 0) == -1)
		rc = err_set(e, "landlock: %s", strerror(errno));
	if (fd != -1)
		close(fd);
	return rc;
}

/* ---- seccomp ---- */

#ifdef SANITIZED
/* The sanitizers' runtime needs calls that change from release to release, so here the
 * list is of what must not be; the allow-list proper is proved by the plain build. */
static const int refused[] = { SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind),
	SCMP_SYS(listen), SCMP_SYS(accept4), SCMP_SYS(execve), SCMP_SYS(execveat),
	SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(kill), SCMP_SYS(unlink),
	SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(mount), SCMP_SYS(setuid),
	SCMP_SYS(bpf) };

static int
add_rules(scmp_filter_ctx f)
{
	for (size_t i = 0; i < NELEM(refused); i++)
		if (seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, refused[i], 0) < 0)
			return -1;
	return 0;
}
#define OTHERWISE SCMP_ACT_ALLOW

#else
static const int allowed[] = { SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap),
	SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(restart_syscall), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(getrandom), SCMP_SYS(sched_yield) };

/* What libraries try and can do without: they get an error, not a signal. */
static const int fruitless[] = { SCMP_SYS(openat), SCMP_SYS(newfstatat), SCMP_SYS(fstat),
	SCMP_SYS(access), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(ioctl),
	SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(getcwd), SCMP_SYS(sysinfo),
	SCMP_SYS(sched_getaffinity) };

static int
add_rules(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	const struct scmp_arg_cmp from_socket = SCMP_A0(SCMP_CMP_EQ, SANDBOX_FD);
	const struct scmp_arg_cmp to_stderr = SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO);

	for (size_t i = 0; i < NELEM(allowed); i++)
		if (seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0) < 0)
			return -1;
	for (size_t i = 0; i < NELEM(fruitless); i++)
		if (seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), fruitless[i], 0) < 0)
			return -1;
	if (seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code) < 0 ||
	    seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code) <
		0 ||
	    seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, &from_socket) <
		0 ||
	    seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &from_socket) <
		0 ||
	    seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &to_stderr) < 0)
		return -1;
	return 0;
}
#define OTHERWISE SCMP_ACT_KILL_PROCESS
#endif

#define FILTER_MAX 1024 /* instructions */

struct filter {
	struct sock_filter code[FILTER_MAX];
	size_t bytes;
};

static int
build_filter(struct filter *out, struct err *e)
{
	scmp_filter_ctx f = seccomp_init(OTHERWISE);
	int fd = memfd_create("filter", MFD_CLOEXEC), rc = 0;
	ssize_t n = -1;

	if (f != NULL && fd != -1 && add_rules(f) == 0 && seccomp_export_bpf(f, fd) == 0)
		n = pread(fd, out->code, sizeof(out->code), 0);
	if (n <= 0 || n == (ssize_t)sizeof(out->code))
		rc = err_set(e, "seccomp: cannot build the filter");
	else
		out->bytes = (size_t)n;
	if (fd != -1)
		close(fd);
	if (f != NULL)
		seccomp_release(f);
	return rc;
}

/* Twice, to the same: where memory ends, libseccomp leaves out instructions and does not
 * say so. */
static int
make_filter(struct filter *out, struct err *e)
{
	struct filter again;

	if (build_filter(out, e) == -1 || build_filter(&again, e) == -1)
		return -1;
	if (out->bytes != again.bytes || memcmp(out->code, again.code, out->bytes) != 0)
		return err_set(e, "seccomp: the filter is not whole");
	return 0;
}

static int
filter_calls(struct filter *f, struct err *e)
{
	const struct sock_fprog program = {
		.len = (unsigned short)(f->bytes / sizeof(*f->code)), .filter = f->code
	};

	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1)
		return err_set(e, "seccomp: %s", strerror(errno));
	return 0;
}

int
sandbox_lock(int64_t memory, struct err *e)
{
	struct filter filter;
	int64_t now;

	if (make_filter(&filter, e) == -1) /* while files can be had */
		return -1;
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
		return err_set(e, "prctl: %s", strerror(errno));
	if ((now = (int64_t)alloc_process_bytes(ALLOC_VIRTUAL)) == 0)
		return err_set(e, "/proc/self/statm cannot be read");
	if (privileges_keep(PRIVILEGES_NONE, e) == -1 || deny_files(e) == -1 ||
	    set_limits(now + memory, e) == -1)
		return -1;
	return filter_calls(&filter, e);
}
