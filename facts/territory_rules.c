/* territory_rules.c -- the lines of territory.tsv: rule, change, confidence, example,
 * expected fact. */
#include "config.h"

#include "facts/lexicon_file.h"
#include "facts/territory_data.h"
#include "facts/territory_frame.h"

struct territory_rules *
territory_rules_new(struct arena *a)
{
	struct territory_rules *r = ARENA_NEW(a, struct territory_rules);

	r->arena = a;
	territory_rules_index(r);
	return r;
}

static void
add_example(struct territory_rules *r, const struct tsv *t, struct str rule,
    struct str text, struct str expect)
{
	r->examples = arena_grow(r->arena, r->examples, r->n, &r->cap,
	    sizeof(*r->examples));
	r->examples[r->n++] = (struct territory_example){ rule, text, expect, t->path,
		t->line };
}

static int
load_frames(struct territory_rules *r, const char *dir, struct err *e)
{
	struct tsv t;
	struct str f[TSV_FIELDS];
	int rc = tsv_open(&t, r->arena, arena_printf(r->arena, "%s/changes.tsv", dir).p,
	    e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	for (size_t n; (n = tsv_next(&t, f)) > 0;) {
		struct territory_frame frame;

		if (territory_frame_read(&frame, r->arena, &t, f, n, e) != 0)
			return -1;
		r->frames = arena_grow(r->arena, r->frames, r->n_frames, &r->cap_frames,
		    sizeof(*r->frames));
		r->frames[r->n_frames++] = frame;
		r->frame_triggers |= frame.cls;
		add_example(r, &t, f[0], f[8], f[9]);
	}
	return 0;
}

static int
load_rules(struct territory_rules *r, const char *dir, struct err *e)
{
	struct tsv t;
	struct str f[TSV_FIELDS];
	int rc = tsv_open(&t, r->arena, arena_printf(r->arena, "%s/territory.tsv", dir).p,
	    e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	for (size_t n; (n = tsv_next(&t, f)) > 0;) {
		int rule = str_index(territory_rule_names, f[0]),
		    change = str_index(change_names, f[1]);
		double confidence;

		if (n != 5)
			return tsv_error(&t, e,
			    "want rule, change, confidence, example, expected fact");
		if (rule < 0)
			return tsv_error(&t, e, "there is no rule '%.*s'", STR_ARG(f[0]));
		if (change < 0)
			return tsv_error(&t, e, "there is no change '%.*s'",
			    STR_ARG(f[1]));
		if (!str_double(f[2], &confidence) ||
		    !(confidence >= 0 && confidence <= 1))
			return tsv_error(&t, e, "confidence is 0 to 1, not '%.*s'",
			    STR_ARG(f[2]));
		r->rules[rule] = (struct territory_rule){ true, (enum change)change,
			confidence };
		add_example(r, &t, f[0], f[3], f[4]);
	}
	return 0;
}

int
territory_rules_load(struct territory_rules *r, const char *dir, struct err *e)
{
	return load_rules(r, dir, e) != 0 ? -1 : load_frames(r, dir, e);
}

size_t
territory_examples(const struct territory_rules *r, const struct territory_example **out)
{
	*out = r->examples;
	return r->n;
}
