/*
 * claim_fuse.c -- many figures, one: min, best and max of each outcome, class and side.
 * Reports are looked at in order of their dates.  Best follows the later and higher
 * figure; it falls for a word of correction, or when two sources that came later agree on
 * less and only one stands behind the high one.  A party's own claim never outbids an
 * independent source.
 */
#include "config.h"

#include "base/alloc.h"
#include "facts/claim_fuse.h"
#include "facts/ledger.h"

#define SOURCES 64
#define OUTLIER 8 /* times as high as what two sources say: a slip until confirmed */
#define SAME_PERCENT 10 /* figures so near count as one */
#define BEFORE_MS (6 * MS_HOUR)

struct voice { /* the latest figure of one source */
	uint64_t id;
	struct str source;
	uint64_t print;
	const struct claim *claim;
	const struct piece *piece;
	bool doubted; /* a leap that nobody confirmed, or a party's claim */
};

struct fusing {
	struct voice voices[SOURCES];
	size_t n;
	const struct claim *best;
	const struct piece *by;
	size_t piece, claim;
	int64_t corrected_ms; /* figures before it are no longer anybody's */
};

static bool
about(int64_t a, int64_t b)
{
	int64_t high = a > b ? a : b, low = a > b ? b : a;

	return (high - low) * 100 <= high * SAME_PERCENT;
}

/* Copies of one text are one source, whatever names stand over them. */
static struct voice *
voice_of(struct fusing *f, bool own_words, const struct piece *p, const struct claim *c)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->voices[i].id == c->voice)
			return &f->voices[i];
	for (size_t i = 0; i < f->n && !own_words; i++)
		if (f->voices[i].piece != p && text_near(f->voices[i].print, p->print))
			return &f->voices[i];
	if (f->n == SOURCES)
		return &f->voices[SOURCES - 1];
	f->voices[f->n] = (struct voice){ .id = c->voice, .source = claim_source(p, c) };
	return &f->voices[f->n++];
}

/* How many say so much or more, counted up to `enough`. */
static size_t
behind(const struct fusing *f, int64_t value, size_t enough)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n && n < enough; i++)
		if (!f->voices[i].doubted &&
		    (f->voices[i].claim->best >= value ||
			about(f->voices[i].claim->best, value)))
			n++;
	return n;
}

/* Two that spoke after the best figure agree on less. */
static const struct voice *
overruled(const struct fusing *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct voice *v = &f->voices[i];

		if (v->claim->best >= f->best->best ||
		    about(v->claim->best, f->best->best) || v->doubted ||
		    v->piece->published_ms < f->by->published_ms)
			continue;
		for (size_t k = 0; k < i; k++)
			if (!f->voices[k].doubted &&
			    f->voices[k].piece->published_ms >= f->by->published_ms &&
			    about(f->voices[k].claim->best, v->claim->best))
				return v;
	}
	return NULL;
}

static void
lead(struct fusing *f, const struct piece *p, const struct claim *c, size_t piece,
    size_t claim)
{
	f->best = c;
	f->by = p;
	f->piece = piece;
	f->claim = claim;
}

static void
hear(struct fusing *f, const struct incident *in, size_t i, size_t k)
{
	const struct piece *p = in->pieces[i];
	const struct claim *c = &p->claims[k];
	bool upper = c->bound == BOUND_UP_TO || c->bound == BOUND_LESS_THAN;
	struct voice *v = voice_of(f, in->own_words, p, c);
	const struct voice *low;

	v->claim = c;
	v->piece = p;
	v->print = p->print;
	v->doubted = c->stance == STANCE_CLAIMED;
	if (f->best == NULL) {
		lead(f, p, c, i, k);
	} else if (c->best > f->best->best) {
		if (f->best->stance == STANCE_ASSERTED && (v->doubted || upper))
			return;
		v->doubted |= c->best >= OUTLIER * f->best->best && f->best->best > 4 &&
		    behind(f, f->best->best, 3) - behind(f, c->best, 1) >= 2;
		if (!v->doubted || f->best->stance == STANCE_CLAIMED)
			lead(f, p, c, i, k);
	} else if (c->best < f->best->best && (p->marks & STORY_CORRECTION) != 0 &&
	    !upper) {
		f->corrected_ms = p->published_ms;
		lead(f, p, c, i, k);
	} else if (f->best->stance == STANCE_CLAIMED && c->stance == STANCE_ASSERTED &&
	    !upper) {
		lead(f, p, c, i, k);
	} else if (behind(f, f->best->best, 2) < 2 && (low = overruled(f)) != NULL) {
		f->corrected_ms = f->by->published_ms + 1;
		lead(f, p, c, i, k);
	}
}

/* Does the voice still count beside the best figure? */
static bool
is_stale(const struct fusing *f, const struct voice *v)
{
	return v->piece->published_ms < f->corrected_ms ||
	    (v->claim->best < f->best->best &&
		v->piece->published_ms + BEFORE_MS < f->by->published_ms);
}

static void
finish(const struct fusing *f, struct fused *out)
{
	bool open = f->best->high < 0;

	*out = (struct fused){ .field = f->best->field,
		.topic = f->best->topic,
		.who = f->best->who,
		.side = f->best->side,
		.min = f->best->low,
		.best = f->best->best,
		.max = f->best->high,
		.at_ms = f->by->published_ms,
		.piece = f->piece,
		.claim = f->claim,
		.stance = f->best->stance,
		.confidence = f->best->confidence };
	for (size_t i = 0; i < f->n; i++) {
		const struct voice *v = &f->voices[i];

		if (v->claim->best >= out->best || about(v->claim->best, out->best)) {
			if (!v->doubted && v->piece->published_ms >= f->corrected_ms)
				out->sources++;
			if (v->claim->confidence > out->confidence)
				out->confidence = v->claim->confidence;
		}
		if (is_stale(f, v))
			continue;
		out->min = v->claim->low < out->min ? v->claim->low : out->min;
		open |= v->claim->high < 0 && v->claim->best >= out->best;
		out->max = v->claim->high > out->max ? v->claim->high : out->max;
	}
	if (open)
		out->max = -1;
	if (out->sources == 0)
		out->sources = 1;
}

/* Its voices are filled as they speak; a store's look-up folds thousands of these. */
static void
begin(struct fusing *f)
{
	f->n = 0;
	f->best = NULL;
	f->by = NULL;
	f->piece = f->claim = 0;
	f->corrected_ms = INT64_MIN;
}

static void
hear_all(struct fusing *f, const struct incident *in, uint64_t topic, int64_t until_ms)
{
	begin(f);
	for (size_t i = 0; i < in->n_pieces && in->pieces[i]->published_ms <= until_ms;
	     i++)
		for (size_t k = 0; k < in->pieces[i]->n_claims; k++)
			if (in->pieces[i]->claims[k].topic == topic)
				hear(f, in, i, k);
}

bool
claims_fuse(const struct incident *in, enum toll_field field, struct str who,
    struct str side, int64_t until_ms, struct fused *out)
{
	uint64_t topic = claim_topic(field, who, side);
	struct fusing f;

	hear_all(&f, in, topic, until_ms);
	if (f.best == NULL)
		return false;
	finish(&f, out);
	return true;
}

void
claims_fuse_of(const struct incident *in, const struct claim_at *at, size_t n,
    struct fused *out)
{
	struct fusing f;

	begin(&f);
	for (size_t i = 0; i < n; i++)
		hear(&f, in, at[i].piece, at[i].claim);
	finish(&f, out);
}

void
claims_fuse_topic(const struct incident *in, uint64_t topic, struct fused *out)
{
	struct fusing f;

	hear_all(&f, in, topic, INT64_MAX);
	finish(&f, out);
}

struct str
incident_disagree(struct arena *a, const struct incident *in, const struct fused *t)
{
	struct str sep = STR(""), text = STR("");
	struct fusing f;

	hear_all(&f, in, t->topic, INT64_MAX);
	for (size_t i = 0; f.best != NULL && i < f.n; i++) {
		const struct voice *v = &f.voices[i];

		if (is_stale(&f, v) || about(v->claim->best, f.best->best))
			continue;
		text = arena_printf(a, "%.*s%.*s%lld (%.*s)", STR_ARG(text), STR_ARG(sep),
		    (long long)v->claim->best, STR_ARG(v->source));
		sep = STR(", ");
	}
	return text;
}

int64_t
incident_confirmed(const struct incident *in, enum toll_field field, struct str who,
    struct str side, size_t sources)
{
	struct fusing f;
	struct fused whole;
	int64_t best = -1;

	if (!claims_fuse(in, field, who, side, INT64_MAX, &whole))
		return -1;
	hear_all(&f, in, whole.topic, INT64_MAX);
	for (size_t i = 0; i < f.n; i++) {
		int64_t value = f.voices[i].claim->best;
		size_t n = 0;

		value = value > whole.best ? whole.best : value;
		for (size_t k = 0; k < f.n; k++)
			n += f.voices[k].claim->best >= value && !f.voices[k].doubted &&
			    f.voices[k].piece->published_ms >= f.corrected_ms;
		if (n >= sources && value > best)
			best = value;
	}
	return best;
}
