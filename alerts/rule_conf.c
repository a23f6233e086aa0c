/*
 * rule_conf.c -- rules from the configuration.  The table below is the only place that
 * knows a key; what needs the names of places, feeds and receivers is looked at in a
 * second pass, so that every mistake of a rule is said with its position and, where one
 * is near, the right word.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "alerts/rule.h"
#include "base/alloc.h"

struct rule_form { /* a rule, and the nodes that the second pass reads */
	struct rule rule;
	const struct conf *toll, *at, *rise, *territory, *in, *stance, *also, *hours,
	    *record, *severity, *who, *new_for, *count;
};

static void
keep(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	(void)key;
	(void)d;
	*(const struct conf **)field = node;
}

#define R(m) offsetof(struct rule_form, rule.m)
#define F(m) offsetof(struct rule_form, m)

static const char *const per_names[] = { "incident", "area", NULL };

static const struct conf_key record_keys[] = {
	{ "window", CONF_DURATION, offsetof(struct rule_record, window), .required = true,
	    .min = MS_DAY, .max = 366 * MS_DAY, .help = "what is summed",
	    .example = "30d" },
	{ "lookback", CONF_DURATION, offsetof(struct rule_record, lookback),
	    .required = true, .min = MS_DAY, .max = 3 * 366 * MS_DAY,
	    .help = "what it is compared with", .example = "365d" },
	{ "min", CONF_INT, offsetof(struct rule_record, min), .def = "100", .min = 1,
	    .max = 1000000000, .help = "least sum that rings" },
	{ .name = NULL },
};
static const struct conf_table record_table = { "record_high", record_keys };

static const struct conf_key rule_keys[] = {
	{ "name", CONF_TEXT, R(name), .required = true,
	    .help = "what alerts call it; unique", .example = "mass-casualty" },
	{ "toll", CONF_CUSTOM, F(toll), .decode = keep,
	    .help = "ring for a toll: killed, injured, missing, detained or displaced",
	    .example = "killed" },
	{ "at", CONF_CUSTOM, F(at), .decode = keep,
	    .help = "a ladder of figures; each step rings once per incident",
	    .example = "[10, 50, 100]" },
	{ "rise", CONF_CUSTOM, F(rise), .decode = keep,
	    .help = "ring again each time the toll has risen by so many, or by so many "
		    "per cent",
	    .example = "25%" },
	{ "record_high", CONF_CUSTOM, F(record), .decode = keep, .table = &record_table,
	    .help =
		"ring when the sum over a window is at least min and the highest of the "
		"look-back",
	    .example = "{window: 30d, lookback: 365d, min: 100}" },
	{ "territory", CONF_CUSTOM, F(territory), .decode = keep,
	    .help = "ring for these changes of ground",
	    .example = "[captured, recaptured]" },
	{ "new_for", CONF_CUSTOM, F(new_for), .decode = keep,
	    .help = "only for a place that has not changed hands for so long",
	    .example = "30d" },
	{ "count", CONF_CUSTOM, F(count), .decode = keep,
	    .help = "ring for unnamed places if at least so many are counted; 0: never",
	    .example = "3" },
	{ "in", CONF_CUSTOM, F(in), .decode = keep, .table = &area_table,
	    .help =
		"a place and all within, a box, a radius, a polygon, or a list of them",
	    .example = "Syria" },
	{ "near", CONF_BOOL, R(near_counts), .def = "true",
	    .help = "count places that the text only calls near" },
	{ "within", CONF_DURATION, R(within), .min = 0,
	    .help = "only what was added in this time, of one incident or of the area",
	    .example = "24h" },
	{ "per", CONF_ENUM, R(per), .def = "incident", .names = per_names,
	    .help =
		"whether one incident must reach a step, or all in the area together" },
	{ "who", CONF_CUSTOM, F(who), .decode = keep,
	    .help = "classes of victims that count", .example = "[civilians, children]" },
	{ "side", CONF_TEXTS, R(side), .help = "sides whose victims count" },
	{ "by", CONF_TEXTS, R(by), .help = "who did it, or who gained the ground" },
	{ "against", CONF_TEXTS, R(against), .help = "who lost the ground" },
	{ "cause", CONF_TEXTS, R(cause), .help = "causes that count",
	    .example = "[airstrike]" },
	{ "feeds", CONF_TEXTS, R(feeds), .help = "only reports of these feeds" },
	{ "tags", CONF_TEXTS, R(tags),
	    .help = "only reports of feeds with one of these tags" },
	{ "lang", CONF_TEXTS, R(langs), .help = "only reports in these languages" },
	{ "sources", CONF_INT, R(sources), .def = "1", .min = 1, .max = 50,
	    .help = "independent sources that must say so" },
	{ "confidence", CONF_NUMBER, R(confidence), .def = "0", .min = 0, .max = 1,
	    .help = "least confidence of the reading, 0 to 1" },
	{ "stance", CONF_CUSTOM, F(stance), .decode = keep,
	    .help = "asserted, claimed or both (the default)", .example = "[asserted]" },
	{ "hours", CONF_CUSTOM, F(hours), .decode = keep,
	    .help = "hours of the day, UTC, in which it rings; what falls outside waits",
	    .example = "06:00-22:00" },
	{ "for", CONF_DURATION, R(wait), .min = 0,
	    .help = "ring only if it still holds after so long", .example = "15m" },
	{ "severity", CONF_CUSTOM, F(severity), .decode = keep,
	    .help =
		"info, notice, warning or critical; else it follows from the figure" },
	{ "also", CONF_CUSTOM, F(also), .decode = keep,
	    .help = "what else to tell those who were alerted: lowered, retracted, "
		    "merged (the "
		    "default), corroborated, new_location" },
	{ "send", CONF_TEXTS, R(send), .help = "receivers", .example = "[desk, ops]" },
	{ "enabled", CONF_BOOL, R(enabled), .def = "true",
	    .help = "false switches it off" },
	{ .name = NULL },
};
const struct conf_table rule_table = { "rule", rule_keys };

/* ---- words ---- */

struct word_bit {
	const char *word;
	unsigned bit;
};

static const struct word_bit stance_bits[] = { { "asserted", 1u << STANCE_ASSERTED },
	{ "claimed", 1u << STANCE_CLAIMED } };
static const struct word_bit also_bits[] = { { "lowered", ALSO_LOWERED },
	{ "corroborated", ALSO_CORROBORATED }, { "new_location", ALSO_NEW_LOCATION },
	{ "retracted", ALSO_RETRACTED }, { "merged", ALSO_MERGED } };
static const struct word_bit change_bits[] = { { "captured", 1u << CHANGE_CAPTURED },
	{ "recaptured", 1u << CHANGE_RECAPTURED }, { "advanced", 1u << CHANGE_ADVANCED },
	{ "entered", 1u << CHANGE_ENTERED }, { "withdrew", 1u << CHANGE_WITHDREW },
	{ "besieged", 1u << CHANGE_BESIEGED }, { "repelled", 1u << CHANGE_REPELLED },
	{ "attacked", 1u << CHANGE_ATTACKED }, { "contested", 1u << CHANGE_CONTESTED } };
static const struct word_bit toll_bits[] = { { "killed", TOLL_KILLED },
	{ "injured", TOLL_INJURED }, { "missing", TOLL_MISSING },
	{ "detained", TOLL_DETAINED }, { "displaced", TOLL_DISPLACED } };
static const struct word_bit severity_bits[] = { { "info", SEVERITY_INFO },
	{ "notice", SEVERITY_NOTICE }, { "warning", SEVERITY_WARNING },
	{ "critical", SEVERITY_CRITICAL } };

static void
unknown(struct conf_diag *d, const struct conf *at, const char *what,
    const struct str *names, size_t n, bool warning)
{
	struct str near = conf_nearest(at->value, names, n);
	char hint[160] = "";

	if (near.n > 0)
		snprintf(hint, sizeof(hint), " (did you mean '%.*s'?)", STR_ARG(near));
	if (warning)
		conf_warn(d, at->pos, "%s '%.*s' is not known%s", what,
		    STR_ARG(at->value), hint);
	else
		conf_error(d, at->pos, "%s '%.*s' is not known%s", what,
		    STR_ARG(at->value), hint);
}

static bool
one_word(const struct conf *node, const char *what, const struct word_bit *bits, size_t n,
    unsigned *out, struct conf_diag *d)
{
	struct str names[16];

	if (node->kind != CONF_SCALAR) {
		conf_error(d, node->pos, "%s takes a word", what);
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		names[i] = str_of(bits[i].word);
		if (str_eq(node->value, names[i])) {
			*out = bits[i].bit;
			return true;
		}
	}
	unknown(d, node, what, names, n, false);
	return false;
}

static unsigned
words(const struct conf *node, const char *what, const struct word_bit *bits, size_t n,
    unsigned absent, struct conf_diag *d)
{
	unsigned all = 0, bit;

	if (node == NULL)
		return absent;
	if (node->kind == CONF_SCALAR)
		return one_word(node, what, bits, n, &bit, d) ? bit : absent;
	for (size_t i = 0; node->kind == CONF_LIST && i < node->n; i++)
		if (one_word(node->items[i], what, bits, n, &bit, d))
			all |= bit;
	if (node->kind == CONF_MAP)
		conf_error(d, node->pos, "%s takes a word or a list of words", what);
	return all;
}

/* ---- figures ---- */

static int
rising(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return a < b ? -1 : a > b;
}

static void
decode_ladder(const struct conf *node, struct rule_ladder *out, struct conf_diag *d)
{
	size_t n = node->kind == CONF_LIST ? node->n : 1;

	out->steps = ARENA_ARRAY(d->arena, int64_t, n);
	if (node->kind == CONF_MAP || n > RULE_STEPS || n == 0) {
		conf_error(d, node->pos, "at takes one to %d numbers", RULE_STEPS);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct conf *item = node->kind == CONF_LIST ? node->items[i] : node;
		int64_t step;

		if (item->kind != CONF_SCALAR || !str_int(item->value, &step) ||
		    step < 1) {
			conf_error(d, item->pos,
			    "a step is a whole number of at least 1");
			continue;
		}
		for (size_t k = 0; k < out->n; k++)
			if (out->steps[k] == step)
				conf_warn(d, item->pos, "step %lld stands twice",
				    (long long)step);
		out->steps[out->n++] = step;
	}
	qsort(out->steps, out->n, sizeof(out->steps[0]), rising);
}

static void
decode_rise(const struct conf *node, struct rule_rise *out, struct conf_diag *d)
{
	struct str s = node->value;

	if (node->kind == CONF_SCALAR && str_ends(s, STR("%")) &&
	    str_double(str_trim(str_sub(s, 0, s.n - 1)), &out->percent) &&
	    out->percent >= 1 && out->percent <= 10000)
		return;
	out->percent = 0;
	if (node->kind != CONF_SCALAR || !str_int(s, &out->by) || out->by < 1)
		conf_error(d, node->pos,
		    "rise takes a number of at least 1, or a percentage such as "
		    "25%%");
}

static void
decode_record(const struct conf *node, struct rule_record *out, struct conf_diag *d)
{
	conf_decode(node, &record_table, out, d);
	if (out->window > 0 && out->lookback < 2 * out->window)
		conf_error(d, node->pos, "lookback must be at least twice the window");
}

static bool
clock_time(struct str s, int *minutes)
{
	struct str hour;
	uint64_t h, m;

	if (!str_cut(&s, ':', &hour) || !str_uint(hour, &h) || !str_uint(s, &m) ||
	    h > 24 || m > 59)
		return false;
	*minutes = (int)(h * 60 + m);
	return *minutes <= 24 * 60;
}

static void
decode_hours(const struct conf *node, struct rule_hours *out, struct conf_diag *d)
{
	struct str s = node->value, from;

	if (node->kind != CONF_SCALAR || !str_cut(&s, '-', &from) ||
	    !clock_time(str_trim(from), &out->from) ||
	    !clock_time(str_trim(s), &out->to)) {
		conf_error(d, node->pos, "hours are written as 06:00-22:00");
		*out = (struct rule_hours){ 0, 0 };
	} else if (out->from == out->to) {
		conf_warn(d, node->pos,
		    "hours from a time to the same time are the whole day");
	}
}

static int64_t
decode_number(const struct conf *node, const char *what, bool duration, int64_t absent,
    struct conf_diag *d)
{
	int64_t v;

	if (node == NULL)
		return absent;
	if (node->kind == CONF_SCALAR &&
	    (duration ? duration_parse(node->value, &v) : str_int(node->value, &v)) &&
	    v >= 0)
		return v;
	conf_error(d, node->pos,
	    duration ? "%s takes a duration such as 30d" : "%s takes a number", what);
	return absent;
}

/* ---- all of a rule ---- */

static void
check_names(const struct conf *map, const char *key, const struct str *names, size_t n,
    bool checked, struct conf_diag *d)
{
	const struct conf *node = conf_get(map, str_of(key));
	size_t items = node == NULL ? 0 : node->kind == CONF_LIST ? node->n : 1;

	for (size_t i = 0; i < items && checked; i++) {
		const struct conf *item = node->kind == CONF_LIST ? node->items[i] : node;
		bool found = false;

		for (size_t k = 0; k < n && !found; k++)
			found = str_eq(item->value, names[k]);
		if (!found && item->kind == CONF_SCALAR)
			unknown(d, item, key, names, n, false);
	}
}

static void
decode_who(const struct conf *node, struct rule *r, struct conf_diag *d)
{
	static const struct str classes[] = { STR_INIT("people"), STR_INIT("civilians"),
		STR_INIT("children"), STR_INIT("women"), STR_INIT("students"),
		STR_INIT("medics"), STR_INIT("journalists"), STR_INIT("aid_workers"),
		STR_INIT("prisoners"), STR_INIT("fighters"), STR_INIT("soldiers"),
		STR_INIT("police"), STR_INIT("men"), STR_INIT("families"),
		STR_INIT("officials"), STR_INIT("workers") };
	static const struct conf_key who = { "who", CONF_TEXTS, 0, .help = "" };

	conf_decode_value(node, &who, &r->who, d);
	for (size_t i = 0; i < r->who.n; i++) {
		struct conf at = { .kind = CONF_SCALAR,
			.pos = node->kind == CONF_LIST ? node->items[i]->pos : node->pos,
			.value = r->who.items[i] };
		bool known = false;

		for (size_t k = 0; k < NELEM(classes) && !known; k++)
			known = str_eq(classes[k], r->who.items[i]);
		if (!known) /* a language pack may have more classes than these */
			unknown(d, &at, "class of victims", classes, NELEM(classes),
			    true);
	}
}

static void
check_kind(const struct rule_form *f, struct conf_diag *d)
{
	const struct rule *r = &f->rule;

	if (f->toll == NULL && f->territory == NULL)
		conf_error(d, r->pos, "a rule needs 'toll' or 'territory'");
	if (f->toll != NULL && f->territory != NULL)
		conf_error(d, f->territory->pos,
		    "a rule is about a toll or about territory; write two");
	if (f->toll != NULL && f->at == NULL && f->rise == NULL && f->record == NULL)
		conf_error(d, f->toll->pos, "a toll needs 'at', 'rise' or 'record_high'");
	if (f->territory != NULL) {
		const struct conf *wrong[] = { f->at, f->rise, f->record, f->who };

		for (size_t i = 0; i < NELEM(wrong); i++)
			if (wrong[i] != NULL)
				conf_error(d, wrong[i]->pos,
				    "this belongs to a rule with 'toll'");
	} else if (f->new_for != NULL || f->count != NULL) {
		conf_error(d, (f->new_for != NULL ? f->new_for : f->count)->pos,
		    "this belongs to a rule with 'territory'");
	}
	if (r->per == RULE_PER_AREA && f->toll != NULL && r->within == 0)
		conf_error(d, r->pos, "a sum over an area needs a window: 'within'");
}

static void
check_silent(const struct rule_form *f, const struct rule_names *names,
    struct conf_diag *d)
{
	const struct rule *r = &f->rule;
	int64_t voices = (int64_t)(r->feeds.n > 0 ? r->feeds.n : names->n_feeds);

	if (!r->enabled)
		return;
	if (names->n_feeds > 0 && r->sources > 2 * voices)
		conf_warn(d, r->pos,
		    "rule '%.*s' can hardly ring: it wants %lld sources of %lld feeds",
		    STR_ARG(r->name), (long long)r->sources, (long long)voices);
	if (f->stance != NULL && r->stance == 0)
		conf_warn(d, f->stance->pos,
		    "rule '%.*s' can never ring: no stance is left", STR_ARG(r->name));
	if (r->confidence >= 0.995)
		conf_warn(d, r->pos, "rule '%.*s' can never ring: no reading is certain",
		    STR_ARG(r->name));
	if (f->territory != NULL && f->territory->kind == CONF_LIST &&
	    f->territory->n == 0)
		conf_warn(d, f->territory->pos,
		    "rule '%.*s' can never ring: no change is named", STR_ARG(r->name));
	if (names->n_receivers > 0 && !names->routed && r->send.n == 0)
		conf_warn(d, r->pos, "rule '%.*s' sends to nobody", STR_ARG(r->name));
	if (f->record != NULL && r->n_in == 0)
		conf_warn(d, r->pos,
		    "rule '%.*s' sums over the country of each incident; 'in' is not "
		    "given",
		    STR_ARG(r->name));
}

void rule_areas(const struct conf *node, const struct rule_names *names, struct rule *r,
    struct conf_diag *d); /* rule_conf_area.c */

static void
decode_rule(const struct conf *node, const struct rule_names *names, struct rule *out,
    struct conf_diag *d)
{
	struct rule_form f = { .rule = { .pos = node->pos, .toll = -1, .severity = -1 } };
	struct rule *r = &f.rule;
	unsigned bit;

	conf_decode(node, &rule_table, &f, d);
	r->pos = node->pos;
	if (node->kind != CONF_MAP) {
		*out = *r;
		return;
	}
	if (f.toll != NULL &&
	    one_word(f.toll, "toll", toll_bits, NELEM(toll_bits), &bit, d))
		r->toll = (int)bit;
	if (f.severity != NULL &&
	    one_word(f.severity, "severity", severity_bits, NELEM(severity_bits), &bit,
		d))
		r->severity = (int)bit;
	r->territory = words(f.territory, "territory", change_bits, NELEM(change_bits), 0,
	    d);
	r->stance = words(f.stance, "stance", stance_bits, NELEM(stance_bits),
	    1u << STANCE_ASSERTED | 1u << STANCE_CLAIMED, d);
	r->also = words(f.also, "also", also_bits, NELEM(also_bits),
	    ALSO_LOWERED | ALSO_RETRACTED | ALSO_MERGED, d);
	r->new_for = decode_number(f.new_for, "new_for", true, 0, d);
	r->count = decode_number(f.count, "count", false, 3, d);
	if (f.at != NULL)
		decode_ladder(f.at, &r->at, d);
	if (f.rise != NULL)
		decode_rise(f.rise, &r->rise, d);
	if (f.record != NULL)
		decode_record(f.record, &r->record, d);
	if (f.hours != NULL)
		decode_hours(f.hours, &r->hours, d);
	if (f.who != NULL)
		decode_who(f.who, r, d);
	if (f.in != NULL)
		rule_areas(f.in, names, r, d);
	check_names(node, "send", names->receivers, names->n_receivers,
	    names->n_receivers > 0, d);
	check_names(node, "feeds", names->feeds, names->n_feeds, names->n_feeds > 0, d);
	check_names(node, "tags", names->tags, names->n_tags, names->n_feeds > 0, d);
	check_kind(&f, d);
	check_silent(&f, names, d);
	*out = *r;
}

void
rules_decode(const struct conf *node, const struct rule_names *names, struct arena *a,
    struct rules *out, struct conf_diag *d)
{
	*out = (struct rules){ .n = 0 };
	if (node == NULL)
		return;
	if (node->kind != CONF_LIST) {
		conf_error(d, node->pos, "rules takes a list");
		return;
	}
	out->items = ARENA_ARRAY(a, struct rule, node->n);
	for (size_t i = 0; i < node->n; i++) {
		struct rule *r = &out->items[out->n++];

		decode_rule(node->items[i], names, r, d);
		for (size_t k = 0; k + 1 < out->n; k++)
			if (r->name.n > 0 && str_eq(out->items[k].name, r->name))
				conf_error(d, r->pos,
				    "rule '%.*s' stands twice (first at %.*s:%u)",
				    STR_ARG(r->name), STR_ARG(out->items[k].pos.file),
				    out->items[k].pos.line);
	}
}
