/* conf.c -- see conf.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/conf.h"
#include "base/date.h"
#include "base/limits.h"

const struct conf *
conf_get(const struct conf *map, struct str key)
{
	for (size_t i = 0; map != NULL && map->kind == CONF_MAP && i < map->n; i++)
		if (str_eq(map->keys[i]->value, key))
			return map->items[i];
	return NULL;
}

/* ---- what is wrong ---- */

void
conf_diag_init(struct conf_diag *d, struct arena *a)
{
	*d = (struct conf_diag){ .arena = a, .tree = a };
}

/* What stands in one place and holds for many is wrong once. */
static bool
was_said(const struct conf_diag *d, const struct conf_msg *m)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct conf_msg *old = &d->msgs[i];

		if (old->pos.line == m->pos.line && old->pos.col == m->pos.col &&
		    str_eq(old->pos.file, m->pos.file) && str_eq(old->text, m->text))
			return true;
	}
	return false;
}

/* What a file holds is shown in a line of a terminal. */
static struct str
one_line(struct str s, struct arena *a)
{
	char *p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = (unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f ? '?' : s.p[i];
	return (struct str){ p, s.n };
}

static void
say(struct conf_diag *d, bool warning, struct conf_pos at, const char *fmt, va_list ap)
{
	struct conf_msg m = { .warning = warning,
		.pos = at,
		.see = d->see,
		.text = one_line(arena_vprintf(d->arena, fmt, ap), d->arena) };

	if (was_said(d, &m))
		return;
	if (!warning)
		d->errors++;
	else
		d->warnings++;
	if ((warning ? d->warnings : d->errors) > LIMIT_CONFIG_MISTAKES)
		return;
	d->msgs = arena_grow(d->arena, d->msgs, d->n, &d->cap, sizeof(*d->msgs));
	d->msgs[d->n++] = m;
}

void
conf_error(struct conf_diag *d, struct conf_pos at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(d, false, at, fmt, ap);
	va_end(ap);
}

void
conf_warn(struct conf_diag *d, struct conf_pos at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(d, true, at, fmt, ap);
	va_end(ap);
}

static int
by_position(const void *va, const void *vb)
{
	const struct conf_msg *a = va, *b = vb;
	int c = str_cmp(a->pos.file, b->pos.file);

	if (c != 0)
		return c;
	if (a->pos.line != b->pos.line)
		return a->pos.line < b->pos.line ? -1 : 1;
	return (a->pos.col > b->pos.col) - (a->pos.col < b->pos.col);
}

void
conf_diag_sort(struct conf_diag *d)
{
	size_t n = 0, kept[2] = { 0, 0 };

	if (d->n > 1)
		qsort(d->msgs, d->n, sizeof(*d->msgs), by_position);
	for (size_t i = 0; i < d->n; i++)
		if (kept[d->msgs[i].warning]++ < LIMIT_CONFIG_ERRORS)
			d->msgs[n++] = d->msgs[i];
	d->n = n;
}

void
conf_diag_print(const struct conf_diag *d, struct buf *out)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct conf_msg *m = &d->msgs[i];

		buf_printf(out, "%.*s:%u:%u: %s: %.*s%s\n", STR_ARG(m->pos.file),
		    m->pos.line, m->pos.col, m->warning ? "warning" : "error",
		    STR_ARG(m->text), manual_see(m->see).text);
	}
	if (d->errors > LIMIT_CONFIG_ERRORS)
		buf_printf(out, "%zu errors in all; the first %d are shown\n", d->errors,
		    LIMIT_CONFIG_ERRORS);
}

/* ---- near words ---- */

#define NEAR_MAX 32

/* Damerau-Levenshtein (optimal string alignment) of two short words. */
static unsigned
distance(struct str a, struct str b)
{
	unsigned d[NEAR_MAX + 1][NEAR_MAX + 1];

	for (unsigned i = 0; i <= a.n; i++)
		d[i][0] = i;
	for (unsigned j = 0; j <= b.n; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= a.n; i++)
		for (size_t j = 1; j <= b.n; j++) {
			unsigned change = d[i - 1][j - 1] +
			    (to_lower(a.p[i - 1]) != to_lower(b.p[j - 1]));
			unsigned best = d[i - 1][j] + 1;

			if (d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (change < best)
				best = change;
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[a.n][b.n];
}

struct str
conf_nearest(struct str word, const struct str *names, size_t n)
{
	struct str best = STR("");
	unsigned least = NEAR_MAX;

	for (size_t i = 0; i < n; i++) {
		size_t longer = word.n > names[i].n ? word.n : names[i].n;
		unsigned d;

		if (longer > NEAR_MAX)
			continue;
		d = distance(word, names[i]);
		if (d < least &&
		    d <= (longer < 4          ? 1
				 : longer < 6 ? 2
					      : 3) &&
		    d < names[i].n) {
			least = d;
			best = names[i];
		}
	}
	return best;
}

/* ---- values ---- */

static const char *const kind_names[] = {
	[CONF_SCALAR] = "a single value", [CONF_LIST] = "a list", [CONF_MAP] = "a map of keys"
};

static bool
is_scalar(const struct conf *node, const struct conf_key *key, struct conf_diag *d)
{
	if (node->kind == CONF_SCALAR)
		return true;
	conf_error(d, node->pos, "%s takes a single value, not %s", key->name,
	    kind_names[node->kind]);
	return false;
}

static bool
decode_bool(struct str s, bool *out)
{
	static const struct str yes[] = { STR_INIT("true"), STR_INIT("yes"),
		STR_INIT("on") };
	static const struct str no[] = { STR_INIT("false"), STR_INIT("no"),
		STR_INIT("off") };

	for (size_t i = 0; i < NELEM(yes); i++)
		if (str_eq(s, yes[i]) || str_eq(s, no[i])) {
			*out = str_eq(s, yes[i]);
			return true;
		}
	return false;
}

static bool
decode_size(struct str s, int64_t *out)
{
	static const struct {
		struct str unit;
		int64_t bytes;
	} units[] = { { STR_INIT("KiB"), INT64_C(1) << 10 },
		{ STR_INIT("MiB"), INT64_C(1) << 20 },
		{ STR_INIT("GiB"), INT64_C(1) << 30 }, { STR_INIT("B"), 1 } };

	for (size_t i = 0; i < NELEM(units); i++) {
		uint64_t v;

		if (!str_ends(s, units[i].unit))
			continue;
		if (!str_uint(str_trim(str_sub(s, 0, s.n - units[i].unit.n)), &v) ||
		    v > (uint64_t)(INT64_MAX / units[i].bytes))
			return false;
		*out = (int64_t)v * units[i].bytes;
		return true;
	}
	return false;
}

static bool
in_range(const struct conf *node, const struct conf_key *key, double v, const char *low,
    const char *high, struct conf_diag *d)
{
	if ((key->min == 0 && key->max == 0) ||
	    (v >= (double)key->min && v <= (double)key->max))
		return true;
	conf_error(d, node->pos, "%s must be between %s and %s, not '%.*s'", key->name,
	    low, high, STR_ARG(node->value));
	return false;
}

static bool
integer_in_range(const struct conf *node, const struct conf_key *key, int64_t v,
    struct conf_diag *d)
{
	char low[DATE_TEXT], high[DATE_TEXT];

	if (key->type == CONF_DURATION) {
		duration_text(low, key->min);
		duration_text(high, key->max);
	} else {
		snprintf(low, sizeof(low), "%lld", (long long)key->min);
		snprintf(high, sizeof(high), "%lld", (long long)key->max);
	}
	return in_range(node, key, (double)v, low, high, d);
}

static bool
decode_integer(const struct conf *node, const struct conf_key *key, int64_t *out,
    struct conf_diag *d)
{
	int64_t v = 0;
	bool good;

	if (key->type == CONF_DURATION)
		good = duration_parse(node->value, &v);
	else if (key->type == CONF_SIZE)
		good = decode_size(node->value, &v);
	else
		good = str_int(node->value, &v);
	if (!good) {
		conf_error(d, node->pos, "%s takes %s, not '%.*s'", key->name,
		    key->type == CONF_DURATION
			? "a time with its unit, as 90s, 5m or 1h30m"
			: key->type == CONF_SIZE
			? "a size with its unit, as 64KiB or 10MiB"
			: "a whole number",
		    STR_ARG(node->value));
		return false;
	}
	if (!integer_in_range(node, key, v, d))
		return false;
	*out = v;
	return true;
}

static bool
decode_number(const struct conf *node, const struct conf_key *key, double *out,
    struct conf_diag *d)
{
	char low[DATE_TEXT], high[DATE_TEXT];
	double v;

	if (!str_double(node->value, &v)) {
		conf_error(d, node->pos, "%s takes a number, not '%.*s'", key->name,
		    STR_ARG(node->value));
		return false;
	}
	snprintf(low, sizeof(low), "%lld", (long long)key->min);
	snprintf(high, sizeof(high), "%lld", (long long)key->max);
	if (!in_range(node, key, v, low, high, d))
		return false;
	*out = v;
	return true;
}

static bool
decode_enum(const struct conf *node, const struct conf_key *key, int *out,
    struct conf_diag *d)
{
	struct str names[64] = { { NULL, 0 } }, near;
	struct buf all;
	size_t n = 0;

	for (; key->names[n] != NULL && n < NELEM(names); n++) {
		names[n] = str_of(key->names[n]);
		if (str_eq(node->value, names[n])) {
			*out = (int)n;
			return true;
		}
	}
	near = conf_nearest(node->value, names, n);
	if (near.n > 0) {
		conf_error(d, node->pos, "%s has no '%.*s' (did you mean '%.*s'?)",
		    key->name, STR_ARG(node->value), STR_ARG(near));
		return false;
	}
	buf_init(&all, 4096);
	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "%s%s",
		    i == 0           ? ""
			: i + 1 == n ? " or "
				     : ", ",
		    key->names[i]);
	conf_error(d, node->pos, "%s has no '%.*s'; it takes %.*s", key->name,
	    STR_ARG(node->value), STR_ARG(buf_str(&all)));
	buf_clear(&all);
	return false;
}

/* Nothing that is named, sent or shown has a line end in it; only arguments may. */
static bool
decode_text(const struct conf *node, const struct conf_key *key, struct str *out,
    struct conf_diag *d)
{
	if (!is_scalar(node, key, d))
		return false;
	for (size_t i = 0; i < node->value.n && !key->lines; i++)
		if ((unsigned char)node->value.p[i] < ' ' || node->value.p[i] == 0x7f) {
			conf_error(d, node->pos,
			    "%s takes one line without control characters", key->name);
			return false;
		}
	*out = arena_str(d->arena, node->value);
	return true;
}

static bool
decode_texts(const struct conf *node, const struct conf_key *key, struct str_list *out,
    struct conf_diag *d)
{
	size_t n = node->kind == CONF_LIST ? node->n : 1;

	if (node->kind == CONF_MAP) {
		conf_error(d, node->pos, "%s takes a value or a list, not a map of keys",
		    key->name);
		return false;
	}
	out->items = ARENA_ARRAY(d->arena, struct str, n);
	out->n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct conf *item = node->kind == CONF_LIST ? node->items[i] : node;

		if (item->kind == CONF_SCALAR && item->value.n == 0) {
			if (node->kind == CONF_LIST)
				conf_error(d, item->pos, "%s has an empty item",
				    key->name);
		} else if (decode_text(item, key, &out->items[out->n], d))
			out->n++;
	}
	return true;
}

bool
conf_decode_value(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	switch (key->type) {
	case CONF_TEXTS:
		return decode_texts(node, key, field, d);
	case CONF_TABLE:
		conf_decode(node, key->table, field, d);
		return true;
	case CONF_CUSTOM:
		key->decode(node, key, field, d);
		return true;
	case CONF_TEXT:
		return decode_text(node, key, field, d);
	case CONF_BOOL:
	case CONF_INT:
	case CONF_NUMBER:
	case CONF_DURATION:
	case CONF_SIZE:
	case CONF_ENUM:
		break;
	}
	if (!is_scalar(node, key, d))
		return false;
	if (key->type == CONF_ENUM)
		return decode_enum(node, key, field, d);
	if (key->type == CONF_NUMBER)
		return decode_number(node, key, field, d);
	if (key->type != CONF_BOOL)
		return decode_integer(node, key, field, d);
	if (decode_bool(node->value, field))
		return true;
	conf_error(d, node->pos, "%s takes true or false, not '%.*s'", key->name,
	    STR_ARG(node->value));
	return false;
}

/* ---- tables ---- */

static const struct conf_key *
find_key(const struct conf_table *t, struct str name)
{
	for (const struct conf_key *k = t->keys; k->name != NULL; k++)
		if (str_eq(str_of(k->name), name))
			return k;
	return NULL;
}

static void
unknown_key(const struct conf *key, const struct conf_table *t, struct conf_diag *d)
{
	struct str names[128] = { { NULL, 0 } }, near;
	size_t n = 0;

	for (const struct conf_key *k = t->keys; k->name != NULL && n < NELEM(names); k++)
		names[n++] = str_of(k->name);
	near = conf_nearest(key->value, names, n);
	if (near.n > 0)
		conf_error(d, key->pos, "unknown key '%.*s' in %s (did you mean '%.*s'?)",
		    STR_ARG(key->value), t->what, STR_ARG(near));
	else
		conf_error(d, key->pos, "unknown key '%.*s' in %s", STR_ARG(key->value),
		    t->what);
}

void
conf_defaults(const struct conf_table *t, void *out, struct conf_diag *d)
{
	for (const struct conf_key *k = t->keys; k->name != NULL; k++) {
		char *field = (char *)out + k->offset;

		if (k->type == CONF_TABLE) {
			conf_defaults(k->table, field, d);
		} else if (k->def != NULL) {
			struct conf node = { .kind = CONF_SCALAR,
				.pos = { STR("(default)"), 1, 1 },
				.value = str_of(k->def) };

			conf_decode_value(&node, k, field, d);
		}
	}
}

static bool
is_repeated(const struct conf *map, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (str_eq(map->keys[j]->value, map->keys[i]->value))
			return true;
	return false;
}

static bool
says_nothing(const struct conf *node)
{
	return node == NULL || (node->kind == CONF_SCALAR && node->value.n == 0) ||
	    (node->kind == CONF_LIST && node->n == 0);
}

void
conf_decode(const struct conf *map, const struct conf_table *t, void *out,
    struct conf_diag *d)
{
	conf_defaults(t, out, d);
	conf_decode_onto(map, t, out, d);
}

void
conf_decode_onto(const struct conf *map, const struct conf_table *t, void *out,
    struct conf_diag *d)
{
	if (map->kind != CONF_MAP) {
		conf_error(d, map->pos, "%s takes a map of keys, not %s", t->what,
		    kind_names[map->kind]);
		return;
	}
	for (size_t i = 0; i < map->n; i++) {
		const struct conf_key *k = find_key(t, map->keys[i]->value);

		if (k == NULL)
			unknown_key(map->keys[i], t, d);
		else if (is_repeated(map, i))
			conf_error(d, map->keys[i]->pos, "%s stands twice in %s", k->name,
			    t->what);
		else
			conf_decode_value(map->items[i], k, (char *)out + k->offset, d);
	}
	for (const struct conf_key *k = t->keys; k->name != NULL; k++)
		if (k->required && says_nothing(conf_get(map, str_of(k->name))))
			conf_error(d, map->pos, "%s needs '%s': %s", t->what, k->name,
			    k->help);
}
