/* href.c -- see href.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "parser/href.h"

struct parts {
	/* query with its "?", fragment with "#" */
	struct str scheme, authority, path, query;
	struct str fragment;
	bool has_authority;
};

struct str
href_scheme(struct str s)
{
	size_t i = 0;

	while (i < s.n &&
	    (is_alpha(s.p[i]) ||
		(i > 0 &&
		    (is_digit(s.p[i]) || s.p[i] == '+' || s.p[i] == '-' ||
			s.p[i] == '.'))))
		i++;
	if (i == 0 || i >= s.n || s.p[i] != ':')
		return STR_NONE;
	return str_sub(s, 0, i);
}

static const struct str active[] = { STR_INIT("data"), STR_INIT("javascript"),
	STR_INIT("jar"), STR_INIT("livescript"), STR_INIT("mocha"),
	STR_INIT("vbscript") };

bool
href_is_active(struct str s)
{
	struct str scheme = href_scheme(s);

	for (size_t i = 0; i < NELEM(active); i++)
		if (str_eq_ci(scheme, active[i]))
			return true;
	return false;
}

bool
href_is_web(struct str s)
{
	return str_starts_ci(s, STR("http://")) || str_starts_ci(s, STR("https://"));
}

/* Up to the first of the stop characters. */
static struct str
until(struct str *s, const char *stops)
{
	size_t i = 0;
	struct str part;

	while (i < s->n && strchr(stops, s->p[i]) == NULL)
		i++;
	part = str_sub(*s, 0, i);
	*s = str_sub(*s, i, s->n);
	return part;
}

static struct parts
split(struct str s)
{
	struct parts u = { .scheme = href_scheme(s) };

	if (u.scheme.n > 0)
		s = str_sub(s, u.scheme.n + 1, s.n);
	if (str_starts(s, STR("//"))) {
		s = str_sub(s, 2, s.n);
		u.has_authority = true;
		u.authority = until(&s, "/?#");
	}
	u.path = until(&s, "?#");
	u.query = until(&s, "#");
	u.fragment = s;
	return u;
}

/* RFC 3986, 5.2.4: out has room for in. */
static size_t
remove_dots(char *out, struct str in)
{
	size_t n = 0;

	while (in.n > 0) {
		bool dot = str_eq(in, STR("/.")), up = str_eq(in, STR("/.."));

		if (dot || str_starts(in, STR("/./"))) {
			in = dot ? STR("/") : str_sub(in, 2, in.n);
		} else if (up || str_starts(in, STR("/../"))) {
			in = up ? STR("/") : str_sub(in, 3, in.n);
			while (n > 0 && out[--n] != '/')
				;
		} else {
			do {
				out[n++] = in.p[0];
				in = str_sub(in, 1, in.n);
			} while (in.n > 0 && in.p[0] != '/');
		}
	}
	return n;
}

static struct str
merge_paths(struct arena *a, const struct parts *base, struct str ref)
{
	size_t keep = base->path.n;

	while (keep > 0 && base->path.p[keep - 1] != '/')
		keep--;
	if (keep == 0)
		return arena_printf(a, "%s%.*s", base->has_authority ? "/" : "",
		    STR_ARG(ref));
	return arena_printf(a, "%.*s%.*s", (int)keep, base->path.p, STR_ARG(ref));
}

/* Line ends and other controls have no place in an address (WHATWG URL, 4.4). */
static struct str
tidy(struct arena *a, struct str s)
{
	char *out;
	size_t n = 0, i;

	s = str_trim(s);
	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			break;
	if (i == s.n)
		return s;
	out = arena_alloc(a, s.n + 1);
	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7f)
			out[n++] = s.p[i];
	return str_trim((struct str){ out, n });
}

struct str
href_resolve(struct arena *a, struct str base, struct str ref)
{
	struct parts b, r;
	struct str path, scheme;
	char *dots;

	ref = tidy(a, ref);
	if (ref.n > LIMIT_URL)
		return STR_NONE;
	scheme = href_scheme(ref);
	if (base.n == 0 || base.n > LIMIT_URL || scheme.n > 0)
		return ref;
	b = split(base);
	if (b.scheme.n == 0 && !b.has_authority && b.path.n == 0)
		return ref;
	if (b.scheme.n > 0 && !b.has_authority && (b.path.n == 0 || b.path.p[0] != '/'))
		return ref; /* urn:, mailto:, tag: */
	r = split(ref);
	if (r.has_authority) {
		if (b.scheme.n == 0)
			return ref;
		return arena_printf(a, "%.*s:%.*s", STR_ARG(b.scheme), STR_ARG(ref));
	}
	if (r.path.n == 0) {
		path = b.path;
		if (r.query.n == 0)
			r.query = b.query;
	} else {
		path = r.path.p[0] == '/' ? r.path : merge_paths(a, &b, r.path);
		dots = arena_alloc(a, path.n + 1);
		path = (struct str){ dots, remove_dots(dots, path) };
	}
	return arena_printf(a, "%.*s%s%s%.*s%.*s%.*s%.*s", STR_ARG(b.scheme),
	    b.scheme.n > 0 ? ":" : "", b.has_authority ? "//" : "", STR_ARG(b.authority),
	    STR_ARG(path), STR_ARG(r.query), STR_ARG(r.fragment));
}
