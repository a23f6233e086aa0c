/* territory_frame.c -- a line of changes.tsv; see territory_frame.h. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/territory_frame.h"

/* "@strong|@weak.past,third"; "@nominal+@withdraw": both */
static bool
read_trigger(struct territory_frame *f, struct str s)
{
	struct str classes = str_sub(s, 0, str_chr(s, '.')), forms, one;

	forms = classes.n == s.n ? STR_NONE : str_sub(s, classes.n + 1, s.n);
	f->both = str_chr(classes, '+') < classes.n;
	while (str_cut(&classes, f->both ? '+' : '|', &one)) {
		uint64_t c = ground_class(one);

		if (c == 0)
			return false;
		f->cls |= c;
	}
	while (str_cut(&forms, ',', &one)) {
		unsigned form = lexicon_form(one);

		if (form == 0)
			return false;
		f->form |= form;
	}
	return true;
}

/* "before,after:por|de" */
static bool
read_slot(struct ground_slot *to, struct str s)
{
	static const char *const sides[] = { "-", "before", "after", "any", "pronoun",
		"first", NULL };
	struct str one;

	for (size_t n = 0; str_cut(&s, ',', &one); n++) {
		struct str side = str_sub(one, 0, str_chr(one, ':'));
		int i = str_index(sides, side);

		if (i < 0 || n == SLOT_WAYS - 1)
			return false;
		to[n].side = (enum slot_side)i;
		to[n].words = side.n == one.n ? STR_NONE
					      : str_sub(one, side.n + 1, one.n);
	}
	return true;
}

int
territory_frame_read(struct territory_frame *out, struct arena *a, const struct tsv *t,
    struct str f[TSV_FIELDS], size_t n, struct err *e)
{
	static const char *const auxes[] = { "any", "be", "have", "none", NULL };
	int change = str_index(change_names, f[1]), aux = str_index(auxes, f[3]);

	*out = (struct territory_frame){ .name = arena_str(a, f[0]) };
	if (n != 10)
		return tsv_error(t, e,
		    "want name, change, trigger, auxiliary, place, who gains, "
		    "who loses, confidence, example, expected fact");
	if (change < 0)
		return tsv_error(t, e, "there is no change '%.*s'", STR_ARG(f[1]));
	if (!read_trigger(out, f[2]))
		return tsv_error(t, e,
		    "no trigger '%.*s': want a class, then a stop and forms with commas "
		    "between, as kill.past,participle",
		    STR_ARG(f[2]));
	if (aux < 0)
		return tsv_error(t, e, "auxiliary is be, have, none or any");
	for (size_t i = 4; i < 7; i++)
		if (!read_slot(i == 4 ? out->object
			    : i == 5  ? out->by
				      : out->against,
			f[i]))
			return tsv_error(t, e, "no slot '%.*s'", STR_ARG(f[i]));
	if (!str_double(f[7], &out->confidence) ||
	    !(out->confidence >= 0 && out->confidence <= 1))
		return tsv_error(t, e, "confidence is 0 to 1, not '%.*s'", STR_ARG(f[7]));
	out->change = (enum change)change;
	out->aux = (enum ground_aux)aux;
	return 0;
}
