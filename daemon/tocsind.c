/* tocsind.c -- main() of the daemon: command line, configuration, and over to the engine.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/configuration.h"
#include "daemon/engine.h"
#include "daemon/memory.h"
#include "daemon/options.h"
#include "daemon/standard.h"
#include "daemon/worker.h"

/* To the background.  The parent stays until the engine is ready, and ends with its
 * answer. */
static int
detach(void)
{
	int ready[2], status = 0, null;
	char byte;
	pid_t pid;

	if (pipe(ready) == -1 || (pid = fork()) == -1)
		return -1;
	if (pid != 0) {
		close(ready[1]);
		if (read(ready[0], &byte, 1) == 1)
			_exit(0);
		waitpid(pid, &status, 0);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : EX_SOFTWARE);
	}
	close(ready[0]);
	fcntl(ready[1], F_SETFD, FD_CLOEXEC);
	setsid();
	if (chdir("/") == -1 || (null = open("/dev/null", O_RDWR)) == -1)
		return -1;
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	if (null > STDERR_FILENO)
		close(null);
	return ready[1];
}

static void
open_log(const struct config *c, const struct options *o)
{
	bool to_stderr = c->log.to == CONFIG_LOG_STDERR ||
	    (c->log.to == CONFIG_LOG_AUTO && o->foreground);

	log_open(to_stderr ? LOG_TO_STDERR : LOG_TO_SYSLOG, "tocsind",
	    o->log_level != -1 ? o->log_level : c->log.level);
}

/*
 * Blocks of 1 MiB and more are mapped one by one, for good (glibc raises that limit with
 * use), and two heaps serve our few threads.  What documents leave is the next ones'
 * room; more of it than that goes back to the system (TRIM_BYTES).
 */
static void
keep_small(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 8 << 20);
	mallopt(M_ARENA_MAX, 2);
#endif
}

static int
run(struct config *c, const struct options *o)
{
	struct engine_options eo = {
		.config = c, .file = o->config, .once = o->once, .ready_fd = -1
	};
	struct rlimit no_core = { 0, 0 };

	setrlimit(RLIMIT_CORE, &no_core);
	keep_small();
	umask(077);
	if (!o->foreground && getenv("NOTIFY_SOCKET") == NULL &&
	    (eo.ready_fd = detach()) == -1) {
		fprintf(stderr, "tocsind: cannot go to the background: %s\n",
		    strerror(errno));
		return EX_OSERR;
	}
	open_log(c, o);
	return engine_run(&eo);
}

int
main(int argc, char **argv)
{
	struct options o;
	struct config *c;
	int rc;

	memory_or_end();
	if (argc > 1 && strcmp(argv[1], WORKER_ARGUMENT) == 0)
		return worker_main(argc, argv);
	standard_open();
	setlocale(LC_CTYPE, "C.UTF-8");
	if ((rc = options_read(&o, argc, argv)) != -1)
		return standard_told("tocsind", rc);
	c = config_load(o.config);
	config_report(c, stderr);
	if (c->diag.errors > 0)
		rc = c->unread ? EX_OSERR : EX_CONFIG; /* systemd tries the first again */
	else if (o.check)
		rc = 0;
	else
		return run(c, &o); /* the engine owns it now */
	if (rc == 0)
		printf("%s: no mistakes\n", o.config);
	config_unref(c);
	return standard_told("tocsind", rc);
}
