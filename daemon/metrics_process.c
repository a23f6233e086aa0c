/* metrics_process.c -- what Prometheus' own libraries say of every process. */
#include "config.h"

#include <dirent.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/metrics.h"

static size_t
count_entries(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	size_t n = 0;

	if (d == NULL)
		return 0;
	while ((e = readdir(d)) != NULL)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static double
limit_of(int what)
{
	struct rlimit r;

	return getrlimit(what, &r) == -1 || r.rlim_cur == RLIM_INFINITY
	    ? -1
	    : (double)r.rlim_cur;
}

static double
processor_seconds(void)
{
	struct rusage ru;

	getrusage(RUSAGE_SELF, &ru);
	return (double)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) +
	    (double)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6;
}

/* What was asked for and not given back; the rest of the resident memory is room between
 * it, code and stacks. */
static double
heap_bytes(void)
{
	struct mallinfo2 m = mallinfo2();

	return (double)(m.uordblks + m.hblkhd);
}

void
metrics_process(struct buf *out, int64_t started_ms)
{
	metrics_head(out, "process_cpu_seconds_total", "Processor time of the engine.",
	    "counter");
	buf_printf(out, "process_cpu_seconds_total %.6f\n", processor_seconds());
	metrics_gauge(out, "process_open_fds", "Descriptors that are open.",
	    (double)count_entries("/proc/self/fd") - 1); /* the one that counts them */
	metrics_gauge(out, "process_max_fds",
	    "Descriptors that may be open; -1: no limit.", limit_of(RLIMIT_NOFILE));
	metrics_gauge(out, "process_virtual_memory_bytes", "Address space of the engine.",
	    (double)alloc_process_bytes(ALLOC_VIRTUAL));
	metrics_gauge(out, "process_virtual_memory_max_bytes",
	    "How large it may get; -1: no limit.", limit_of(RLIMIT_AS));
	metrics_gauge(out, "process_resident_memory_bytes", "Memory of the engine.",
	    (double)alloc_process_bytes(ALLOC_RESIDENT));
	metrics_gauge(out, "process_heap_bytes", "Memory of the engine that is in use.",
	    heap_bytes());
	metrics_gauge(out, "process_threads", "Threads of the engine.",
	    (double)count_entries("/proc/self/task"));
	metrics_gauge(out, "process_start_time_seconds", "When it was started.",
	    (double)started_ms / 1000);
}
