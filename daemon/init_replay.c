/* init_replay.c -- see init_replay.h. */
#include "config.h"

#include <errno.h>
#include <jansson.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/json.h"
#include "daemon/init_replay.h"
#include "parser/feed_text.h"

void
init_replay_add(struct buf *lines, struct arena *a, struct str feed, struct str lang,
    const struct feed_entry *en)
{
	int64_t when = feed_entry_stated(en);
	struct json j;

	if (when == TIME_NONE)
		return;
	json_init(&j, lines);
	json_open(&j, '{');
	json_kstr(&j, "id", en->id.n > 0 ? en->id : en->link);
	json_kstr(&j, "feed", feed);
	json_kstr(&j, "title", en->title.value);
	json_kstr(&j, "text", feed_entry_text(a, en));
	json_kopt(&j, "url", en->link);
	json_kopt(&j, "lang", en->lang.n > 0 ? en->lang : lang);
	json_ktime(&j, "published", when);
	json_close(&j);
	buf_byte(lines, '\n');
}

static FILE *
in_a_file(struct str lines)
{
	FILE *f = tmpfile();

	if (f != NULL && (fwrite(lines.p, 1, lines.n, f) != lines.n || fflush(f) != 0)) {
		fclose(f);
		return NULL;
	}
	if (f != NULL)
		rewind(f);
	return f;
}

static void
print_alert(const char *line, size_t n, FILE *to)
{
	json_t *o = json_loadb(line, n, 0, NULL);
	const char *when = json_string_value(json_object_get(o, "timestamp"));
	const char *says = json_string_value(json_object_get(json_object_get(o, "data"),
	    "summary"));

	fprintf(to, "  %.16s  %s\n", when == NULL ? "" : when, says == NULL ? "" : says);
	json_decref(o);
}

/* In the child: the program that we are, over in, into out. */
static void
become_replay(const char *file, int in, int out)
{
	if (dup2(in, STDIN_FILENO) != -1 && dup2(out, STDOUT_FILENO) != -1)
		execl("/proc/self/exe", "tocsin", "replay", "-c", file, (char *)NULL);
	_exit(127);
}

static int
read_alerts(int fd, FILE *to)
{
	FILE *from = fdopen(fd, "r");
	char *line = NULL;
	size_t cap = 0, rang = 0;
	ssize_t n;

	if (from == NULL)
		return -1;
	while ((n = getline(&line, &cap, from)) > 0) {
		print_alert(line, (size_t)n, to);
		rang++;
	}
	free(line);
	fclose(from);
	fprintf(to, "  %zu %s\n", rang, rang == 1 ? "alert" : "alerts");
	return 0;
}

int
init_replay(const char *file, struct str lines, FILE *to, struct err *e)
{
	FILE *in = in_a_file(lines);
	int ends[2], status = 0;
	pid_t child;

	if (in == NULL)
		return err_set(e, "a temporary file: %s", strerror(errno));
	if (pipe(ends) != 0 || (child = fork()) == -1) {
		fclose(in);
		return err_set(e, "a process of its own: %s", strerror(errno));
	}
	if (child == 0)
		become_replay(file, fileno(in), ends[1]);
	close(ends[1]);
	fclose(in);
	if (read_alerts(ends[0], to) != 0)
		err_set(e, "%s", strerror(errno));
	waitpid(child, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0
	    ? 0
	    : err_set(e, "tocsin replay failed");
}
