/* client.c -- see client.h. */
#include "config.h"

#include <curl/curl.h>
#include <errno.h>
#include <jansson.h>
#include <unistd.h>

#include "base/limits.h"
#include "daemon/client.h"
#include "daemon/configuration.h"
#include "net/problem.h"

/* ---- where ---- */

/* Takes "NAME VALUE" out of the arguments; NULL: it is not there. */
static const char *
take_option(int *argc, char **argv, const char *name)
{
	for (int i = 1; i + 1 < *argc; i++)
		if (str_eq(str_of(argv[i]), str_of(name))) {
			const char *value = argv[i + 1];

			memmove(&argv[i], &argv[i + 2],
			    (size_t)(*argc - i - 1) * sizeof(*argv));
			*argc -= 2;
			return value;
		}
	return NULL;
}

static struct str
of_configuration(const char *file, struct arena *a)
{
	struct config *c = config_load(file);
	struct str control = arena_str(a, c->control);

	config_unref(c);
	return control;
}

/* Of the service, whose file not everybody may read. */
#define DEFAULT_SOCKET RUNSTATEDIR "/tocsin/control.sock"

struct str
client_socket(int *argc, char **argv, struct arena *a)
{
	const char *said = take_option(argc, argv, "--socket"), *file;

	if (said == NULL)
		said = take_option(argc, argv, "-s");
	file = take_option(argc, argv, "-c");
	if (said == NULL && file == NULL)
		said = getenv("TOCSIN_SOCKET");
	if (said != NULL)
		return str_of(said);
	if (file == NULL && access(CONFIG_FILE, R_OK) == -1)
		return STR(DEFAULT_SOCKET);
	return of_configuration(file != NULL ? file : CONFIG_FILE, a);
}

/* ---- asking ---- */

struct transfer {
	client_piece *on_piece;
	void *arg;
	bool stopped;
};

static size_t
on_data(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;

	if (!t->on_piece(t->arg, (struct str){ p, size * n })) {
		t->stopped = true;
		return 0;
	}
	return size * n;
}

static int
explain(struct str socket, CURLcode rc, long os_error, struct err *e)
{
	if (socket.n == 0) {
		err_set(e,
		    "the configuration names no control socket, or does not do (tocsin "
		    "config check); "
		    "-s PATH names one");
		err_as(e, ERR_CONFIG);
	} else if (rc != CURLE_COULDNT_CONNECT) {
		err_set(e, "%.*s: %s", STR_ARG(socket), curl_easy_strerror(rc));
	} else if (os_error == EACCES) {
		err_set(e,
		    "%.*s: permission denied; join the socket's group, or use sudo",
		    STR_ARG(socket));
		err_as(e, ERR_DENIED);
	} else {
		err_set(e,
		    "%.*s: nobody answers; is tocsind running? -s PATH names its socket",
		    STR_ARG(socket));
	}
	return err_see(e, MANUAL_CONTROL);
}

static int
perform(struct str socket, const char *method, const char *path, struct str body,
    struct transfer *t, struct err *e)
{
	CURL *curl = curl_easy_init();
	char url[LIMIT_URL], *socket_path = str_dup(socket);
	long status = 0, os_error = 0;
	CURLcode rc;

	snprintf(url, sizeof(url), "http://localhost%s", path);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, socket_path);
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_data);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
	if (body.n > 0 || str_eq(str_of(method), STR("POST"))) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.n > 0 ? body.p : "");
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.n);
	}
	rc = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &os_error);
	curl_easy_cleanup(curl);
	free(socket_path);
	if (rc != CURLE_OK && !t->stopped)
		return explain(socket, rc, os_error, e);
	return (int)status;
}

static bool
keep_piece(void *arg, struct str piece)
{
	return buf_add(arg, piece) == 0;
}

int
client_ask(struct str socket, const char *method, const char *path, struct str body,
    struct buf *out, struct err *e)
{
	struct transfer t = { .on_piece = keep_piece, .arg = out };
	int status = perform(socket, method, path, body, &t, e);

	if (status != -1 && buf_ok(out, e) == -1)
		return -1;
	return status;
}

int
client_refusal(const struct buf *answer, int status, struct err *e)
{
	json_t *o = json_loadb(answer->p == NULL ? "" : answer->p, answer->n, 0, NULL);
	const char *detail = json_string_value(json_object_get(o, "detail"));
	const char *see = json_string_value(json_object_get(o, "see"));

	if (detail != NULL)
		err_set(e, "%s", detail);
	else
		err_set(e, "the daemon answered %d", status);
	err_as(e, problem_kind(status));
	if (see != NULL)
		err_see(e, manual_named(str_of(see)));
	json_decref(o);
	return -1;
}

int
client_stream(struct str socket, const char *path, client_piece *on_piece, void *arg,
    struct err *e)
{
	struct transfer t = { .on_piece = on_piece, .arg = arg };

	return perform(socket, "GET", path, STR(""), &t, e);
}
