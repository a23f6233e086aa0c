/* privileges.c -- see privileges.h. */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon/privileges.h"

/* Is anything lost? */
static bool
reduce(struct __user_cap_data_struct *c, uint32_t kept)
{
	bool less = (c->permitted & ~kept) != 0 || c->inheritable != 0;

	c->permitted &= kept;
	c->effective &= kept;
	c->inheritable = 0;
	return less;
}

int
privileges_keep(uint64_t capabilities, struct err *e)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct c[_LINUX_CAPABILITY_U32S_3];
	bool less = false;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return err_set(e, "cannot forgo new privileges: %s", strerror(errno));
	if (syscall(SYS_capget, &head, c) == -1)
		return err_set(e, "cannot ask for capabilities: %s", strerror(errno));
	for (size_t i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
		less |= reduce(&c[i], (uint32_t)(capabilities >> 32 * i));
	/* A filter of system calls may forbid what is not needed then. */
	if (less && syscall(SYS_capset, &head, c) == -1)
		return err_set(e, "cannot give up capabilities: %s", strerror(errno));
	return 0;
}
