/* worker_hooks.c -- see worker_hooks.h. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/sandbox.h"
#include "daemon/worker_hooks.h"

static void
loop_for_ever(void)
{
	for (volatile unsigned n = 0;; n++)
		;
}

static void
take_memory(void)
{
	for (;;)
		memset(xmalloc(1 << 20), 1, 1 << 20);
}

static void
crash(void)
{
	*(volatile int *)NULL = 1;
}

/* Each of the next ones must end the worker or fail; coming back alive says so by
 * looping. */
static void
open_file(void)
{
	if (open("/etc/passwd", O_RDONLY) != -1)
		loop_for_ever();
}

static void
open_socket(void)
{
	if (socket(AF_INET, SOCK_STREAM, 0) != -1)
		loop_for_ever();
}

static void
start_process(void)
{
	if (fork() != -1)
		loop_for_ever();
}

static void
make_code(void)
{
	if (mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
		loop_for_ever();
}

static void
signal_others(void)
{
	if (kill(getppid(), 0) == 0)
		loop_for_ever();
}

/* A worker that was taken over sends what it likes. */
static void
lie(void)
{
	static const char huge[] = "\xff\xff\xff\xff",
			  garbage[] = "\x05\x00\x00\x00garba";

	if (write(SANDBOX_FD, garbage, sizeof(garbage) - 1) == -1 ||
	    write(SANDBOX_FD, huge, sizeof(huge) - 1) == -1)
		loop_for_ever();
	loop_for_ever();
}

static void
end_early(void)
{
	_exit(0);
}

static const struct {
	struct str word;
	void (*act)(void);
} hooks[] = {
	{ STR_INIT("loop"), loop_for_ever },
	{ STR_INIT("memory"), take_memory },
	{ STR_INIT("crash"), crash },
	{ STR_INIT("open"), open_file },
	{ STR_INIT("socket"), open_socket },
	{ STR_INIT("fork"), start_process },
	{ STR_INIT("code"), make_code },
	{ STR_INIT("kill"), signal_others },
	{ STR_INIT("lie"), lie },
	{ STR_INIT("exit"), end_early },
};

void
worker_hook(struct str document)
{
	static const struct str mark = STR_INIT("tocsin-test:");
	size_t at = str_find(document, mark);

	if (at == STR_NOWHERE)
		return;
	document = str_sub(document, at + mark.n, document.n);
	for (size_t i = 0; i < NELEM(hooks); i++)
		if (str_starts(document, hooks[i].word))
			hooks[i].act();
}
