/* frame.c -- see frame.h. */
#include "config.h"

#include "facts/fact.h"
#include "facts/frame.h"
#include "facts/lexicon_file.h"

static const char *const victim_names[] = { [VICTIM_LEFT] = "left",
	[VICTIM_RIGHT] = "right",
	[VICTIM_ADJACENT] = "adjacent",
	[VICTIM_BETWEEN] = "between",
	[VICTIM_OF] = "of",
	[VICTIM_SELF] = "self",
	[VICTIM_NUMBER] = "number",
	[VICTIM_LABEL] = "label",
	[VICTIM_NEXT] = "next",
	[VICTIM_PARTS] = "parts",
	[VICTIM_BEFORE] = "before",
	[VICTIM_AFTER] = "after",
	[VICTIM_OBJECT] = "object",
	[VICTIM_OWNER] = "owner",
	[VICTIM_NAMED] = "named",
	[VICTIM_N] = NULL };

struct frames *
frames_new(struct arena *a)
{
	struct frames *f = ARENA_NEW(a, struct frames);

	f->arena = a;
	return f;
}

/* "kill.past,participle" */
static bool
read_trigger(struct frame *fr, struct str s)
{
	struct str cls, form;
	size_t dot = str_chr(s, '.');

	cls = str_sub(s, 0, dot);
	form = dot == STR_NOWHERE ? STR_NONE : str_sub(s, dot + 1, s.n);
	fr->cls = lexicon_class(cls);
	if (fr->cls == 0)
		return false;
	for (struct str one; str_cut(&form, ',', &one);) {
		unsigned f = lexicon_form(one);

		if (f == 0)
			return false;
		fr->form |= f;
	}
	return true;
}

static bool
read_aux(struct frame *fr, struct str s)
{
	if (str_eq(s, STR("be")))
		fr->aux = AUX_BE;
	else if (str_eq(s, STR("have")))
		fr->aux = AUX_HAVE;
	else if (str_eq(s, STR("not-have")))
		fr->aux = AUX_NOT_HAVE;
	else if (str_eq(s, STR("none")))
		fr->aux = AUX_NONE;
	else
		fr->aux = AUX_ANY;
	return fr->aux != AUX_ANY || str_eq(s, STR("any"));
}

static bool
read_victim(struct frame *fr, struct str s)
{
	struct str slot = str_sub(s, 0, str_chr(s, ':'));

	if (slot.n < s.n) {
		fr->partner = lexicon_class(str_sub(s, slot.n + 1, s.n));
		if (fr->partner == 0)
			return false;
	}
	for (int i = 0; i < VICTIM_N; i++)
		if (str_eq(slot, str_of(victim_names[i]))) {
			fr->victim = (enum frame_victim)i;
			return true;
		}
	return false;
}

static void
add_frame(struct frames *f, const struct frame *fr)
{
	if (f->n == f->cap)
		f->items = arena_grow(f->arena, f->items, f->n, &f->cap, sizeof(*fr));
	for (uint64_t cls = fr->cls; cls != 0; cls &= cls - 1)
		f->of[f->n / FRAMES_WORD][__builtin_ctzll(cls)] |= UINT64_C(1)
		    << f->n % FRAMES_WORD;
	f->items[f->n++] = *fr;
}

static int
read_frame(struct frames *f, const struct tsv *t, struct str field[TSV_FIELDS], size_t n,
    struct err *e)
{
	struct frame fr = { .name = field[0],
		.example = field[6],
		.expect = field[7],
		.path = t->path,
		.line = t->line,
		.outcome = -1 };

	if (n < 8)
		return tsv_error(t, e,
		    "want name, trigger, auxiliary, victim, outcome, "
		    "confidence, example, expected");
	if (!read_trigger(&fr, field[1]))
		return tsv_error(t, e,
		    "no trigger '%.*s': want a class, then a stop and forms with commas "
		    "between, as kill.past,participle",
		    STR_ARG(field[1]));
	if (!read_aux(&fr, field[2]))
		return tsv_error(t, e, "auxiliary is be, have, none or any");
	if (!read_victim(&fr, field[3]))
		return tsv_error(t, e, "no victim slot '%.*s'", STR_ARG(field[3]));
	if (!str_eq(field[4], STR("-")) && (fr.outcome = lexicon_outcome(field[4])) < 0)
		return tsv_error(t, e, "no outcome '%.*s'", STR_ARG(field[4]));
	if (!str_double(field[5], &fr.confidence) || fr.confidence < 0 ||
	    fr.confidence > 1)
		return tsv_error(t, e, "confidence is a number from 0 to 1");
	if (f->n == FRAMES_MAX)
		return tsv_error(t, e, "more than %d frames", FRAMES_MAX);
	add_frame(f, &fr);
	return 0;
}

int
frames_load(struct frames *f, struct lexicon *lx, const char *dir, struct err *e)
{
	struct tsv t;
	struct str field[TSV_FIELDS];
	size_t n;
	int rc = tsv_open(&t, f->arena,
	    arena_printf(lexicon_arena(lx), "%s/frames.tsv", dir).p, e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	while ((n = tsv_next(&t, field)) > 0)
		if (read_frame(f, &t, field, n, e) != 0)
			return -1;
	return 0;
}
