/* casualty.c -- see casualty.h: triggers to figures. */
#include "config.h"

#include "base/limits.h"
#include "facts/attr.h"
#include "facts/calm.h"
#include "facts/count.h"
#include "facts/finder_in.h"
#include "facts/ground_words.h"
#include "facts/territory_stance.h"

#define TRIGGERS                                                                     \
	(C_KILL | C_DIE | C_DEAD | C_DEATH | C_COUNTED | C_TOLL | C_LEAVE | C_BEAT | \
	    C_SUFFER | C_LOSE | C_CLAIM | C_DISPLACE | C_FLEE | C_EXODUS | C_AMONG)
/* What a group may be headed by: nine fatalities, the victims. */
#define HEADS (C_COUNTED | C_TOLL | C_LIFE)
/* Those that say something by themselves; the others need a partner in the sentence. */
#define FIRM                                                                        \
	(C_KILL | C_DIE | C_DEAD | C_DEATH | C_COUNTED | C_TOLL | C_LIFE | C_HARM | \
	    C_RESULT | C_DISPLACE | C_FLEE | C_EXODUS | C_LOSE | C_AMONG)

#define LONG_ENTRY 6 /* sentences */

struct triggers { /* those of a sentence: tokens */
	uint32_t *at;
	size_t n, cap;
};

/* Does the frame fit its trigger with its auxiliaries? */
static bool
fits(const struct frame *fr, const struct token *t, const struct verb *v)
{
	if (fr->form != 0 && !(t->form & fr->form))
		return false;
	if (fr->aux == AUX_BE && !v->passive)
		return false;
	if (fr->aux == AUX_NOT_HAVE && v->perfect && !v->passive)
		return false;
	if (fr->aux == AUX_HAVE && (!v->perfect || v->passive))
		return false;
	return fr->aux != AUX_NONE || !v->passive || v->gerund;
}

/* A bomb that could have killed dozens; but: soldiers could have killed the priests,
 * whose death was told. */
static bool
is_unreal(const struct finder *f, const struct verb *v)
{
	const struct token *next = tok(f, v->at) + 1;

	if (v->never && v->passive)
		return true;
	return v->unreal && !v->passive &&
	    !(v->at + 1u < f->c.s->end && (next->cls & C_DET) && !(next->cls & C_ONE));
}

/* a protest in | Burnt Forest */
static bool
in_name(const struct finder *f, size_t i)
{
	return !f->c.s->all_caps && !f->c.s->headline && (tok(f, i)->flags & TOKEN_CAP) &&
	    !(tok(f, i)->flags & TOKEN_FIRST) && i + 1 < f->c.s->end &&
	    (tok(f, i + 1)->flags & TOKEN_CAP);
}

/* Two clerks | held, held in raids; two rebels who | surrendered are; but: held Tarn,
 * held responsible, surrendered their arms */
static bool
ends_held(const struct finder *f, size_t i)
{
	const struct token *t = tok(f, i), *next = t + 1;

	return !is_held(t) || (t->flags & TOKEN_FOLDED) || i + 1 == f->c.s->end ||
	    next->kind == TOKEN_PUNCT ||
	    ((next->cls &
		 (C_PREP | C_BY | C_SUBORD | C_AND | C_ADVERB | C_TIME | C_WEEKDAY |
		     C_BE)) &&
		!(next->cls & C_TO));
}

#define LODGED_CROWD 20 /* fewer may be who work there */

/* Are those beside it displaced, by the verb before it (were in 12 shelters) or by where
 * so many are (900 people | in 12 shelters)? */
static bool
tells_lodged(const struct finder *f, const struct token *t, const struct verb *v)
{
	const struct group *g;
	bool housed = t->word->value == HOUSED || (t->cls & C_FACILITY);

	if ((!housed && t->word->value != LODGING) ||
	    (v->lodged && v->passive && (!housed || is_violent(f->c.d))))
		return true;
	if (housed && t[-1].kind != TOKEN_NUMBER)
		return false;
	g = v->start > f->c.s->first ? group_of(f->c.d, f->c.gs, v->start - 1) : NULL;
	return v->lodged && g != NULL && g->stated && g->count >= LODGED_CROWD &&
	    is_violent(f->c.d);
}

/* The figures of the first frame of the trigger at token i that has any. */
static void
fill_frame(struct finder *f, size_t i, const struct verb *v, int own)
{
	const struct frames *frames = f->c.d->frames;
	const struct token *t = tok(f, i);

	for (size_t w = 0; w * FRAMES_WORD < frames->n; w++)
		for (uint64_t left = frames_of(frames, w, t->cls); left != 0;
		     left &= left - 1) {
			const struct frame *fr = &frames->items[w * FRAMES_WORD +
			    (size_t)__builtin_ctzll(left)];

			if (fits(fr, t, v) &&
			    (!(fr->cls & (C_DEAD | C_DIE)) || ends_held(f, i)) &&
			    victims_fill(f, fr, v, fr->outcome >= 0 ? fr->outcome : own))
				return;
		}
}

/* The storm could hit the coast, | killing 900; may flood the town and | kill 900: is the
 * verb told behind one that a modal verb governs? */
static bool
may_follow(const struct finder *f, const struct verb *v)
{
	const struct sentence *s = f->c.s;
	const struct token *t = tok(f, v->start);

	if (!(s->cls & C_MODAL) || v->start < s->first + 3 ||
	    !(v->gerund ? t[-1].punct == ',' : (t[-1].cls & C_AND) && !v->passive))
		return false;
	for (t -= 2; t > tok(f, s->first); t--) {
		if ((t->cls & C_MODAL) && !((t->cls & C_MONTH) && (t->flags & TOKEN_CAP)))
			return !(t[-1].cls & (C_RELATIVE | C_SUBORD));
		if ((t->cls & (C_SUBORD | C_RELATIVE | C_BE | C_HAVE | C_SPEECH)) ||
		    t->punct == ';' ||
		    ((t->cls & (C_VERB | C_DAMAGE | C_KILL | C_DIE)) &&
			(t->form & (FORM_PAST | FORM_BASE)) == FORM_PAST))
			return false;
	}
	return false;
}

static void
read_trigger(struct finder *f, size_t i)
{
	const struct token *t = tok(f, i);
	struct verb v;
	int own = t->word->outcome == LEXICON_NO_OUTCOME ? OUTCOME_KILLED
							 : t->word->outcome;

	if (t->word->value == OF_VIOLENCE && (!is_violent(f->c.d) || in_name(f, i)))
		return;
	verb_read(&f->c, i, &v);
	if ((v.negated && t->word->value != BY_DENIAL) ||
	    (v.modal && (!v.perfect || is_unreal(f, &v))) || may_follow(f, &v))
		return;
	if ((t->cls & C_DEAD) && own == OUTCOME_DISPLACED && !tells_lodged(f, t, &v))
		return;
	fill_frame(f, i, &v, own);
}

/* "Among the civilian dead, 19 died in …": all that the sentence tells is a part. */
static void
among_first(const struct finder *f, const struct sentence *s, struct figures *out,
    size_t from)
{
	const struct token *t = tok(f, s->first);

	if (!(t->cls & C_AMONG) || s->first + 1 >= s->end || t[1].kind != TOKEN_PUNCT)
		return;
	for (size_t i = from; i < out->n; i++) {
		out->items[i].subset = true;
		if (out->items[i].g.noun == NULL)
			out->items[i].g.who = doc_text(f->c.d, t->word->who);
	}
}

#define FRONT_REACH 6 /* words of a fronted place */
/* and of what stands before its name: in neighbouring Tarn, in the city of Tarn */
#define FRONT_WORDS 4

/* - | Tarn: …, KABUL, Sept. 24 – | Tarn: …: where what it says begins. */
static size_t
opening(const struct doc *d, size_t sentence)
{
	size_t first = attr_dateline_end(d, sentence);

	return first + 1u < d->t.sent[sentence].end && d->t.tok[first].kind == TOKEN_PUNCT
	    ? first + 1u
	    : first;
}

/* "In Tarn province, …", "Tarn: …": the name of the place that the sentence opens with.
 */
static struct str
fronted_place(const struct doc *d, size_t sentence)
{
	const struct sentence *s = &d->t.sent[sentence];
	size_t first = opening(d, sentence), label = first, name, end;
	const struct token *t = &d->t.tok[first];

	while (label < s->end && label < first + FRONT_REACH &&
	    ((d->t.tok[label].flags & TOKEN_CAP) ||
		(d->t.tok[label].word->ground & (G_HEAD | G_REGION))) &&
	    !(d->t.tok[label].cls & TRIGGERS))
		label++;
	if (label > first && label < s->end && d->t.tok[label].punct == ':')
		return doc_words(d, first, label); /* with its colon, unlike a place */
	if (first + 2 >= s->end || !(t->cls & C_PREP) || (t->cls & C_SUBORD))
		return STR_NONE;
	for (name = first + 1; name + 1 < s->end && name <= first + FRONT_WORDS &&
	     !(d->t.tok[name].flags & TOKEN_CAP);
	     name++)
		if (d->t.tok[name].punct == ',') /* in the south, */
			return d->t.tok[name - 1].word->ground & G_DIRECTION
			    ? doc_words(d, name - 1, name - 1)
			    : STR_NONE;
		else if (!(d->t.tok[name].cls & (C_ADJ | C_DET | C_OF)) &&
		    !(d->t.tok[name].word->ground & (G_DIRECTION | G_HEAD | G_REGION)))
			return STR_NONE;
	if (!(d->t.tok[name].flags & TOKEN_CAP) ||
	    (d->t.tok[name].cls & (C_MONTH | C_WEEKDAY | C_TIME | C_DET | C_DEMONYM)))
		return STR_NONE;
	/* in the North | West */
	end = name +
	    ((d->t.tok[name].word->ground & G_DIRECTION) &&
		(d->t.tok[name + 1].flags & TOKEN_CAP));
	for (size_t i = name + 1; i < s->end && i <= name + FRONT_REACH; i++)
		if (d->t.tok[i].kind == TOKEN_PUNCT)
			return d->t.tok[i].punct == ',' ? doc_words(d, name, end)
							: STR_NONE;
	return STR_NONE;
}

/* the football | club: a thing, not what is done with one */
static bool
is_noun(const struct finder *f, size_t i)
{
	const struct token *t = tok(f, i);

	if (i == f->c.s->first || !(t->cls & (C_BEAT | C_KILL)))
		return false;
	/* a shooting at a school | left nine dead */
	if ((t->form & FORM_GERUND) && (t->cls & C_CAUSE) &&
	    (t[-1].cls & (C_DET | C_ONE | C_ADJ)))
		return i + 1 == f->c.s->end || !(t[1].cls & C_OF);
	return (t->form & FORM_BASE) && (t->cls & (C_THING | C_ORG)) &&
	    ((t[-1].cls & (C_DET | C_ONE | C_ADJ | C_THING | C_OF | C_POSSESSIVE)) ||
		(t[-1].cls == 0 && t[-1].kind == TOKEN_WORD));
}

/* A noun for people by what befell them, of whom more may be told: 49 displaced, who were
 * killed. */
static bool
is_state(const struct token *t, const struct group *g)
{
	if (!(t->cls & C_COUNTED))
		return false;
	if (!(t->cls & C_PERSON))
		return t->word->outcome == OUTCOME_DISPLACED && g != NULL && g->stated;
	return t->word->outcome == OUTCOME_DISPLACED ||
	    t->word->outcome == OUTCOME_INJURED;
}

/* found three dead guards; but: the bodies of three dead guards, the three dead guards */
static bool
is_dead(const struct group *g, const struct token *t)
{
	return (t->cls & C_DEAD) && t->word->outcome == OUTCOME_KILLED && !g->definite &&
	    !g->embedded;
}

/* 56 wounded people, three missing workers: the modifier at token i. */
static bool
tells_state(const struct group *g, const struct token *t, size_t i)
{
	return g->state == i && i > 0 && g->stated && g->count > 1 && !g->subset &&
	    !(g->cls & C_COUNTED) &&
	    (t->word->outcome == OUTCOME_INJURED || t->word->outcome == OUTCOME_MISSING ||
		t->word->outcome == OUTCOME_DISPLACED || is_dead(g, t));
}

/* Three dead guards count as their bodies do. */
static void
read_state(struct finder *f, size_t i)
{
	size_t n = f->out->n;

	read_trigger(f, i);
	if (f->out->n > n && f->out->items[n].outcome == OUTCOME_KILLED)
		f->out->items[n].tier = TIER_BODY;
}

/* The word of the group that says so much by itself, where no verb has told of it; the
 * sentence's end: there is none. */
static size_t
state_at(const struct finder *f, const struct group *g)
{
	if (g->used != 0)
		return f->c.s->end;
	if (tells_state(g, tok(f, g->state), g->state))
		return g->state;
	return is_state(tok(f, g->head), g) ? g->head : f->c.s->end;
}

/* The figure's trigger at token i, unless it belongs to something else. */
static void
read_word(struct finder *f, size_t i)
{
	const struct token *t = tok(f, i);
	const struct group *g;

	if (is_noun(f, i))
		return;
	g = group_of(f->c.d, f->c.gs, i);
	/* a word within a group is a modifier (wounded guards), but for its counted head
	 */
	if ((g != NULL && !((t->cls & HEADS) && g->head == i)) || is_state(t, g))
		return;
	read_trigger(f, i);
}

/* Takes the triggers of the sentence, which come where nobody foresees. */
static void
triggers_take(struct doc *d, const struct sentence *s, struct triggers *told)
{
	size_t n = 0;

	if (told->cap < s->end - s->first) {
		told->cap = 2 * (s->end - s->first);
		told->at = ARENA_ROOM(d->arena, uint32_t, told->cap);
	}
	for (uint32_t i = s->first; i < s->end; i++) {
		told->at[n] = i;
		n += (d->t.tok[i].cls & (TRIGGERS | C_LIFE)) != 0;
	}
	told->n = n;
}

/* Adds one sentence's figures, told by its triggers. */
static void
figures_find(struct doc *d, size_t sentence, struct triggers *told, struct groups *gs,
    struct figures *out)
{
	struct sentence *s = &d->t.sent[sentence];
	struct finder f = {
		.c = { d, s, gs }, .out = out, .sentence = (uint32_t)sentence
	};
	struct str front = STR_NONE;
	size_t from = out->n;

	groups_find(d, s, gs);
	groups_attach(d, s, gs);
	triggers_take(d, s, told);
	for (size_t i = 0; i < told->n; i++)
		read_word(&f, told->at[i]);
	among_first(&f, s, out, from);
	if (out->n > from)
		front = fronted_place(d, sentence);
	for (size_t i = from; i < out->n; i++)
		out->items[i].front = front;
	/* refugees, 56 wounded people: only counted as such where no verb tells something
	 * else of them */
	for (size_t k = 0; k < gs->n; k++) {
		size_t i = state_at(&f, &gs->items[k]);

		if (i < s->end && tok(&f, i)->group == k + 1)
			read_state(&f, i);
	}
}

/* Flood | claims 30: of those that need a partner, the one for which a cause and a number
 * will do. */
static bool
claims_number(const struct doc *d, const struct sentence *s)
{
	size_t i = (s->cls & C_CAUSE) && (s->cls & C_CLAIM)
	    ? doc_find(d, s->first, s->end, C_CLAIM)
	    : s->end;

	return i + 1 < s->end && d->t.tok[i + 1].kind == TOKEN_NUMBER;
}

/* Are a trigger among the classes, and what a trigger needs?  The victims need none. */
static inline bool
has_trigger(uint64_t cls)
{
	return (cls & C_LIFE) || ((cls & TRIGGERS) && (cls & FIRM)) ||
	    ((cls & C_CLAIM) && (cls & C_CAUSE));
}

static uint64_t
classes_of(const struct doc *d, const struct sentence *s)
{
	uint64_t cls = 0;

	for (size_t i = s->first; i < s->end; i++)
		cls |= d->t.tok[i].cls;
	return cls;
}

/* Before a sentence is prepared its classes are those that it may have: has it a trigger
 * then, of its words or the folds of them? */
static bool
will_have_trigger(const struct doc *d, const struct sentence *s)
{
	const uint64_t needed = TRIGGERS | FIRM | C_LIFE | C_CLAIM | C_CAUSE;
	uint64_t cls = classes_of(d, s);

	return has_trigger(cls) ||
	    has_trigger(cls | sentence_fold_classes(d->lx, &d->t, s, needed & ~cls));
}

/* quiet: no sentence of a long entry has told anything yet.  If it tells of nothing,
 * hardly any has a trigger, and the others need not be prepared. */
static bool
may_tell(struct doc *d, struct sentence *s, bool quiet)
{
	uint64_t cls;

	if (!has_trigger(s->cls) || (quiet && !s->prepared && !will_have_trigger(d, s)))
		return false;
	sentence_prepare(d->lx, &d->t, s);
	cls = classes_of(d, s);
	return ((cls & TRIGGERS) && (cls & FIRM)) ||
	    ((cls & C_LIFE) &&
		(d->t.tok[doc_find(d, s->first, s->end, C_LIFE)].cls & C_PERSON)) ||
	    ((cls & C_CLAIM) && claims_number(d, s));
}

/* Hours later, | a bomb exploded near a mosque: does the sentence tell of an attack or
 * the like as new? */
static bool
tells_of_another(const struct doc *d, const struct sentence *s)
{
	if (!(s->cls & C_ONE) || !(s->cls & (C_CAUSE | C_STRIKE | C_ATTACKER)) ||
	    cue_opening(d, s) != CUE_ADDITION)
		return false;
	for (size_t i = s->first + 1; i < s->end; i++)
		if ((d->t.tok[i].cls & (C_CAUSE | C_STRIKE | C_ATTACKER)) &&
		    (d->t.tok[i - 1].cls & C_ONE))
			return true;
	return false;
}

/* "Hours later, a bomb exploded near a mosque. It killed four": what the sentence before
 * leads up to, where it tells no figure itself. */
static void
judge_lead(struct doc *d, size_t sentence, struct figures *f, size_t from)
{
	struct sentence *before = sentence > 0 ? &d->t.sent[sentence - 1] : NULL;

	if (from == 0 || f->items[from - 1].sentence + 1 >= sentence)
		return;
	if (!(before->cls & (C_CAUSE | C_STRIKE | C_ATTACKER)))
		return;
	sentence_prepare(d->lx, &d->t, before);
	if (!tells_of_another(d, before))
		return;
	for (size_t i = from; i < f->n; i++)
		f->items[i].addition = f->items[i].addition ||
		    f->items[i].outcome <= OUTCOME_INJURED;
}

/* Is an outcome of the figures from on one that was told before? */
static bool
goes_on(const struct figures *f, size_t from)
{
	for (size_t i = from; i < f->n; i++)
		for (size_t k = 0; k < from; k++)
			if (f->items[k].outcome == f->items[i].outcome &&
			    !f->items[k].background)
				return true;
	return false;
}

/* Nine were killed on Monday. | Last week, five were: other news, told behind that of the
 * entry. */
static void
judge_aside(const struct sentence *s, const struct cues *cues, struct figures *f,
    size_t from)
{
	if (from == 0 || cues->n == 0 || cues->items[0].first != s->first ||
	    cues->items[0].kind != CUE_LATELY || !goes_on(f, from))
		return;
	for (size_t i = from; i < f->n; i++)
		f->items[i].background = true;
}

/* Activists said that nine had been shot. | The government denied it. */
static void
judge_denial(struct doc *d, size_t sentence, struct figures *f, size_t from)
{
	bool denied = is_denied_next(d, sentence);

	for (size_t i = from; denied && i < f->n; i++)
		f->items[i].claimed = true;
}

/* Ten were killed in two towns. | Fatalities split between two events. */
static void
judge_shared(const struct doc *d, const struct sentence *s, struct figures *f)
{
	struct cues cues;

	cues_find(d, s, &cues);
	figures_share_told(d, &cues, f);
}

void
casualty_read(struct doc *d, struct toll *toll)
{
	struct figures figures = { 0 };
	struct groups groups = { 0 };
	struct triggers told = { 0 };
	bool counts = false, is_long = d->t.n_sent >= LONG_ENTRY;

	for (size_t i = 0; i < d->t.n_sent; i++) {
		struct sentence *s = &d->t.sent[i];
		size_t from = figures.n;
		struct cues cues;

		counts = counts || counts_told(s->cls);
		if (!(s->cls & (FIRM | TRIGGERS)))
			continue;
		s->put_off = !may_tell(d, s, is_long && figures.n == 0);
		if (s->put_off)
			continue;
		figures_find(d, i, &told, &groups, &figures);
		if (figures.n == from) {
			if (from > 0 && (s->cls & (C_COUNTED | C_TOLL)) &&
			    (s->cls & C_NUMBER) && !(s->cls & C_NEG))
				judge_shared(d, s, &figures);
			continue;
		}
		cues_find(d, s, &cues);
		figures_judge(d, &cues, figures.items + from, figures.n - from);
		judge_denial(d, i, &figures, from);
		judge_lead(d, i, &figures, from);
		judge_aside(s, &cues, &figures, from);
		figures_parts(d, &figures, from);
	}
	if (figures.n > 0 && is_calm(d, &figures))
		figures.n = 0;
	if (figures.n > 0) {
		figures_shot(d, &figures);
		attributes_make(d, &figures, sources_find(d));
		toll_make(d, &figures, toll);
	}
	if (counts)
		counts_read(d, toll);
}

bool
retells_title(const struct doc *d, const struct figure *told, const struct figure *f)
{
	const struct group *a = &told->g, *b = &f->g;

	if (told->sentence > 0 || f->sentence == 0 || d->in->title.n == 0 ||
	    told->outcome != f->outcome || b->other || a->count < 2)
		return false;
	return b->count == a->count ||
	    ((a->bound == BOUND_AT_LEAST || a->bound == BOUND_MORE_THAN) &&
		b->count > a->count && b->count <= a->count * 3 / 2);
}
