/* config_basemap.c -- web.basemap: what lies under the page's map, read with the
 * configuration that names it. */
#include "config.h"

#include <jansson.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/limits.h"
#include "daemon/configuration.h"

static bool
is_svg(struct str bytes)
{
	return str_starts(str_trim(bytes), STR("<")) &&
	    str_find(bytes, STR("<svg")) != STR_NOWHERE;
}

static bool
is_geojson(struct str bytes)
{
	json_t *o = json_loadb(bytes.p, bytes.n, 0, NULL);
	bool is = json_is_string(json_object_get(o, "type")) &&
	    (json_is_array(json_object_get(o, "features")) ||
		json_is_object(json_object_get(o, "geometry")) ||
		json_is_array(json_object_get(o, "coordinates")));

	json_decref(o);
	return is;
}

static void
take(struct config_basemap *m, struct str bytes, struct arena *a)
{
	m->bytes = arena_str(a, bytes);
	m->type = is_svg(bytes) ? "image/svg+xml" : "application/geo+json";
	m->etag = arena_printf(a, "\"%016llx\"", (unsigned long long)hash64(bytes, 0));
}

/* Beside the file that names it, unless it is absolute. */
static const char *
path_of(struct arena *a, struct str file, struct str said)
{
	size_t slash = STR_NOWHERE;

	for (size_t i = 0; i < file.n; i++)
		if (file.p[i] == '/')
			slash = i;
	if (slash == STR_NOWHERE || str_starts(said, STR("/")))
		return arena_cstr(a, said);
	return arena_printf(a, "%.*s/%.*s", STR_ARG(str_sub(file, 0, slash)),
	    STR_ARG(said))
	    .p;
}

void
config_read_basemap(struct config *c, const struct conf *root)
{
	const struct conf *web = conf_get(root, STR("web"));
	const struct conf *node = c->basemap.path.n == 0 ? NULL
							 : conf_get(web, STR("basemap"));
	struct buf bytes;
	struct err e;

	if (node == NULL)
		return;
	buf_init(&bytes, LIMIT_BASEMAP);
	if (buf_read_file(&bytes, path_of(&c->arena, node->pos.file, c->basemap.path),
		&e) == -1)
		conf_error(&c->diag, node->pos, "basemap: %s", e.msg);
	else if (!is_svg(buf_str(&bytes)) && !is_geojson(buf_str(&bytes)))
		conf_error(&c->diag, node->pos, "basemap is neither GeoJSON nor SVG");
	else
		take(&c->basemap, buf_str(&bytes), &c->arena);
	buf_clear(&bytes);
}
