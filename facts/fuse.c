/*
 * fuse.c -- see fuse.h.  The weights are a proposal from a study of coded events, fitted
 * on the stories under tests/stories; change one there first.
 */
#include "config.h"

#include "base/alloc.h"
#include "facts/fuse.h"
#include "facts/ledger_piece.h"

#define SAYING_DAYS 1 /* from what was said, and when, to the report of it */
#define NEARLY 20     /* of so many, one more or less is nearly the same figure */
#define FEW 4         /* of whom twice as many are no leap */
#define HUNDREDS 100
#define NEARLY_HUNDREDS 7 /* the same of so many hundreds */
#define CREEPS 10         /* of so many, one more has died of his wounds */
#define ROSE 3            /* halves of the figure before, weeks later */
#define ROSE_LATELY 4     /* the same within days */
#define GOES_ON_DAYS 7    /* in which a toll rises, told of by the country alone */
#define LARGE 10          /* a figure that two events hardly share by chance */
#define LEAP 20 /* a figure so many times as high is another event, or an error */

const struct fuse_row fuse_rows[FUSE_WHAT_N] = {
	[FUSE_SAME_PLACE] = { 3.0, "same place" },
	[FUSE_NEAR_PLACE] = { 1.5, "places within 10 km" },
	[FUSE_CONTAINS] = { 1.5, "one place lies in the other" },
	[FUSE_SAME_DIVISION] = { 0.5, "same division of the country" },
	[FUSE_SAME_COUNTRY] = { 0.5, "a campaign in the same country" },
	[FUSE_APART] = { -2.0, "places apart" },
	[FUSE_SAME_DAY] = { 2.0, "same day" },
	[FUSE_NEXT_DAY] = { 1.0, "one day apart" },
	[FUSE_SAME_SINCE] = { 2.5, "figures since the same day" },
	[FUSE_OTHER_DAY] = { -3.0, "another day is stated" },
	[FUSE_OTHER_SINCE] = { -4.0, "figures since another day" },
	[FUSE_FAR_IN_TIME] = { -1.5, "more than two days apart" },
	[FUSE_SAME_SIDES] = { 1.5, "same sides" },
	[FUSE_OTHER_SIDES] = { -1.5, "other sides" },
	[FUSE_SAME_CAUSE] = { 1.0, "same cause" },
	[FUSE_OTHER_CAUSE] = { -0.5, "other cause" },
	[FUSE_OTHER_KIND] = { -2.5, "an accident and a deed" },
	[FUSE_SAME_FIGURE] = { 1.5, "same figure" },
	[FUSE_SAME_LARGE_FIGURE] = { 2.5, "same figure of ten or more" },
	[FUSE_LATER_HIGHER] = { 1.0, "figure rises" },
	[FUSE_CLOSE_FIGURE] = { 0.5, "figures near each other" },
	[FUSE_EARLIER_FIGURE] = { 0.5, "a figure of an earlier hour" },
	[FUSE_DISAGREES] = { 0.0, "figures disagree" },
	[FUSE_LOWER] = { -1.0, "much lower figure, no word of correction" },
	[FUSE_LEAP] = { -1.0, "figure leaps" },
	[FUSE_CORRECTION] = { 1.5, "lower figure, said to be a correction" },
	[FUSE_SAME_TITLE] = { 1.0, "alike titles" },
	[FUSE_SAME_TEXT] = { 3.0, "the same text" },
	[FUSE_SAME_SITE] = { 0.5, "same site" },
	[FUSE_OTHER_SITE] = { -2.5, "another site" },
	[FUSE_ANOTHER] = { -1.5, "said to be another event" },
	[FUSE_EVENT_IN_CAMPAIGN] = { -2.0, "an event within a campaign" },
	[FUSE_HISTORY] = { -6.0, "a long history beside news" },
	[FUSE_BY_HAND] = { 0.0, "put here by hand" },
	[FUSE_NEIGHBOUR] = { -2.5, "a figure of its own in a neighbouring place" },
	[FUSE_SUM] = { -5.0, "a sum over several events" },
	[FUSE_NEXT_STRIKE] = { -2.5, "a strike of another day, in a war" },
	[FUSE_CREEPS] = { 2.5, "figure creeps up" },
	[FUSE_GOES_ON] = { 1.5, "a toll that has risen since" },
	[FUSE_NEARLY_SAME_FIGURE] = { 1.5, "nearly the same figure" },
};

static void
say(struct fuse_score *s, enum fuse_what what)
{
	s->sum += fuse_rows[what].weight;
	if (s->n < FUSE_REASONS)
		s->why[s->n++] = (struct reason){ (unsigned char)what,
			fuse_rows[what].weight };
}

/* ---- place ---- */

static bool
same_country(const struct piece *p, const struct incident *in)
{
	for (size_t i = 0; i < p->n_places; i++)
		if (p->places[i].country.n > 0 &&
		    str_eq(p->places[i].country, in->country))
			return true;
	return false;
}

static void
score_place(const struct piece *p, bool finer, const struct incident *in,
    enum fuse_place best, struct fuse_score *s)
{
	/* the tolls of whole wars, and of what strikes a whole country, have no finer
	 * place */
	if (best == FUSE_PLACE_COUNTRY &&
	    ((p->running && in->long_run) ||
		(!(finer && in->finer) &&
		    (p->cause_marks & in->cause_marks & CAUSE_WIDE) != 0)))
		best = FUSE_PLACE_SAME;
	/* nor do two towns of a division part what struck both */
	if (best == FUSE_PLACE_DIVISION &&
	    (p->cause_marks & in->cause_marks & CAUSE_WIDE))
		best = FUSE_PLACE_HOLDS;
	if (best == FUSE_PLACE_FAR && p->running && in->campaign && same_country(p, in)) {
		say(s, FUSE_SAME_COUNTRY);
		return;
	}
	switch (best) {
	case FUSE_PLACE_SAME:
		say(s, FUSE_SAME_PLACE);
		break;
	case FUSE_PLACE_NEAR:
		say(s, FUSE_NEAR_PLACE);
		break;
	case FUSE_PLACE_HOLDS:
	case FUSE_PLACE_COUNTRY:
		say(s, FUSE_CONTAINS);
		break;
	case FUSE_PLACE_DIVISION:
		say(s, FUSE_SAME_DIVISION);
		break;
	case FUSE_PLACE_FAR:
		say(s, FUSE_APART);
		break;
	case FUSE_PLACE_UNKNOWN:
		break;
	}
}

/* ---- time ---- */

static bool
is_slow(const struct piece *p)
{
	return (p->cause_marks & CAUSE_SLOW) != 0;
}

static bool
had_figure(const struct incident *in, enum toll_field f, int64_t from, int64_t to)
{
	for (size_t i = 0; i < in->n_pieces; i++)
		if (in->piece_marks[i].main[f] >= from &&
		    in->piece_marks[i].main[f] <= to)
			return true;
	return false;
}

/* Has the incident had its figure, and of the same day or of ten or more? */
static bool
was_figure(const struct piece *p, const struct incident *in)
{
	int64_t value = p->mark.main[TOLL_KILLED];

	return value >= 0 && (value >= LARGE || p->day == p->published_ms / MS_DAY) &&
	    had_figure(in, TOLL_KILLED, value, value);
}

static bool
same_figure(const struct piece *p, const struct incident *in)
{
	return in->best[TOLL_KILLED] >= 0 &&
	    p->mark.main[TOLL_KILLED] == in->best[TOLL_KILLED];
}

/* "Said on Thursday" is often read as the day of the event. */
static bool
of_saying(const struct piece *p, const struct incident *in)
{
	int64_t age = p->published_ms / MS_DAY - p->day;
	bool toll = p->running || (p->cause_marks & CAUSE_WIDE) != 0;

	return (age == 0 && toll) || (age <= SAYING_DAYS && was_figure(p, in)) ||
	    (age <= SAYING_DAYS && p->running && (p->cause_marks & CAUSE_WIDE) != 0);
}

/* Days between those on which the two say that it happened. */
static int64_t
stated_gap(const struct piece *p, const struct incident *in)
{
	int64_t last = in->stated_last > in->first_day ? in->stated_last : in->first_day;

	if (p->day > last)
		return p->day - last;
	return p->last_day < in->first_day ? in->first_day - p->last_day : 0;
}

/* What is shelled today is shelled tomorrow as well. */
static bool
strikes_anew(const struct piece *p, const struct incident *in)
{
	return (p->cause_marks & in->cause_marks & CAUSE_OF_WAR) != 0 &&
	    !same_figure(p, in) && (p->marks & STORY_CORRECTION) == 0;
}

/* In a war, the same figure days later is another strike's. */
static bool
strikes_later(const struct piece *p, const struct incident *in)
{
	return !p->running && p->dated &&
	    (p->cause_marks & in->cause_marks & CAUSE_OF_WAR) != 0 &&
	    (p->marks & STORY_CORRECTION) == 0 && stated_gap(p, in) > 1;
}

/* Both say when it happened. */
static bool
score_stated(const struct piece *p, const struct incident *in, struct fuse_score *s)
{
	int64_t gap;

	if (!p->dated || (!in->dated[false] && !in->dated[true]))
		return false;
	if (of_saying(p, in))
		return false;
	if (p->running && in->campaign) {
		gap = p->day - in->first_day;
		gap = gap < 0 ? -gap : gap;
		say(s,
		    gap <= 1       ? FUSE_SAME_SINCE
			: gap <= 3 ? FUSE_NEXT_DAY
				   : FUSE_OTHER_SINCE);
		return true;
	}
	if (!in->dated[p->running] || in->campaign)
		return false;
	gap = stated_gap(p, in);
	if (gap == 0)
		say(s, FUSE_SAME_DAY);
	else if (gap >= 2)
		say(s, FUSE_OTHER_DAY);
	else if (!p->running && strikes_anew(p, in))
		say(s, FUSE_NEXT_STRIKE);
	return true;
}

/* Most of what a toll has risen to was told before: so many halves of it at most. */
static bool
has_risen(const struct piece *p, const struct incident *in, int64_t halves)
{
	int64_t value = p->mark.main[TOLL_KILLED], best = in->best[TOLL_KILLED];

	return p->running && !p->dated && !in->campaign && best >= 0 && value >= best &&
	    value * 2 <= best * halves;
}

static void
score_time(const struct piece *p, const struct incident *in, struct fuse_score *s)
{
	int64_t at = p->day, from = in->first_day, to = in->last_day, gap;

	if (score_stated(p, in, s))
		return;
	if (p->running && at <= from) /* its span takes the incident in */
		gap = from - at <= 1 ? 0 : from - at;
	else
		gap = at < from ? from - at : at > to ? at - to : 0;
	if (gap == 0)
		say(s, FUSE_SAME_DAY);
	else if (gap == 1 || (is_slow(p) && gap <= 7))
		say(s, FUSE_NEXT_DAY);
	else if (gap > 2 && !has_risen(p, in, ROSE) && (p->marks & STORY_CORRECTION) == 0)
		say(s, FUSE_FAR_IN_TIME);
	if (gap > 0 && gap <= GOES_ON_DAYS && has_risen(p, in, ROSE_LATELY) &&
	    (p->cause_marks & CAUSE_OF_WAR) == 0)
		say(s, FUSE_GOES_ON);
}

/* ---- who, how, how many ---- */

static struct side_mark
side_of(struct fuse_work *w, size_t i)
{
	struct side_mark side = { .text = w->p->sides[i] };

	if (i >= FUSE_PIECE_SIDES)
		side.mark = text_mark(side.text);
	else if (w->side_marks[i] == 0)
		w->side_marks[i] = text_mark(side.text);
	if (i < FUSE_PIECE_SIDES)
		side.mark = w->side_marks[i];
	return side;
}

static bool
has_side(struct fuse_work *w, struct side_mark side)
{
	for (size_t i = 0; i < w->p->n_sides; i++)
		if (side_marks_same(w->sides, side_of(w, i), side))
			return true;
	return false;
}

static bool
shares_side(struct fuse_work *w, const struct incident *in)
{
	for (size_t i = 0; w->p->n_sides > 0 && i < in->n_sides; i++) {
		uint64_t mark = in->side_marks[i];
		struct fuse_known_side *k = &w->known[mark % FUSE_SIDES];

		if (k->mark != mark)
			*k = (struct fuse_known_side){ mark,
				has_side(w, (struct side_mark){ in->sides[i], mark }) };
		if (k->shared)
			return true;
	}
	return false;
}

/* An attack may be of any kind, and is no accident, no flood. */
static bool
may_be_attack(unsigned attack, unsigned other)
{
	return (attack & CAUSE_ATTACK) != 0 && (other & CAUSE_SLOW) == 0;
}

static bool
shares_cause(const struct piece *p, const struct incident *in)
{
	if (p->n_causes == 0 || in->n_causes == 0)
		return false;
	if (may_be_attack(p->cause_marks, in->cause_marks) ||
	    may_be_attack(in->cause_marks, p->cause_marks) ||
	    (p->cause_marks & in->cause_marks & CAUSE_FAMILIES) != 0)
		return true;
	for (size_t i = 0; i < p->n_causes; i++)
		for (size_t k = 0; k < in->n_causes; k++)
			if (str_eq(p->causes[i], in->causes[k]))
				return true;
	return false;
}

/* Words that no table resolved ("~gunmen") may mean anybody. */
static bool
all_known(const struct str *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a[i].n > 0 && a[i].p[0] == '~')
			return false;
	return n > 0;
}

static void
score_marks(struct fuse_work *w, const struct incident *in, struct fuse_score *s)
{
	const struct piece *p = w->p;

	if (shares_side(w, in))
		say(s, FUSE_SAME_SIDES);
	else if (all_known(p->sides, p->n_sides) && all_known(in->sides, in->n_sides))
		say(s, FUSE_OTHER_SIDES);
	if (shares_cause(p, in))
		say(s, FUSE_SAME_CAUSE);
	else if (cause_kinds_differ(p->cause_marks, in->cause_marks))
		say(s, FUSE_OTHER_KIND);
	else if (p->n_causes > 0 && in->n_causes > 0)
		say(s, FUSE_OTHER_CAUSE);
}

/* A higher figure of another day is a rise only if the report says that it is a toll;
 * that of another event is none. */
static bool
rises(const struct piece *p, const struct incident *in)
{
	if ((p->marks & ~in->marks & STORY_ANOTHER) != 0)
		return false;
	return p->running || is_slow(p) || p->day <= in->last_day;
}

/* Two towns of an area may be one event under two names, but then they share a figure,
 * unless the report says that an earlier one has changed. */
static bool
of_neighbour(const struct piece *p, const struct incident *in, enum fuse_place nearest,
    enum toll_field f, int64_t value)
{
	bool apart = nearest == FUSE_PLACE_NEAR || nearest == FUSE_PLACE_DIVISION;
	bool said = p->running || (p->marks & STORY_CORRECTION) != 0;

	return apart && !said && !is_slow(p) && !had_figure(in, f, value, value);
}

/* The figure of the piece for everybody. */
static const struct claim *
main_claim(const struct piece *p, enum toll_field f)
{
	for (size_t i = 0; i < p->n_claims; i++)
		if (p->claims[i].field == f && p->claims[i].who.n == 0 &&
		    p->claims[i].side.n == 0)
			return &p->claims[i];
	return NULL;
}

/* Between 300 and 1,000, hundreds: do they leave room for that figure? */
static bool
leaves_room(const struct piece *p, enum toll_field f, int64_t figure)
{
	const struct claim *c = main_claim(p, f);

	if (c == NULL || c->low > figure)
		return false;
	return c->bound == BOUND_VAGUE ? figure < c->low * LEAP
				       : c->low < c->high && c->high >= figure;
}

static bool
nearly(int64_t value, int64_t best, int64_t share)
{
	return best >= share &&
	    (value > best ? value - best : best - value) * share <= best;
}

static bool
is_nearly_same(int64_t value, int64_t best)
{
	return nearly(value, best, best < HUNDREDS ? NEARLY : NEARLY_HUNDREDS);
}

static double
leap(int64_t a, int64_t b)
{
	return a > b ? (double)(a - b) / (double)(b + 1)
		     : (double)(b - a) / (double)(a + 1);
}

/* In a war: 41 killed across Gaza in the past 24 hours, of whom 16 in one house. */
static bool
sums_up(const struct piece *p, const struct incident *in)
{
	return p->running && p->dated && p->until.year == 0 && !in->campaign &&
	    (p->cause_marks & in->cause_marks & CAUSE_OF_WAR) != 0;
}

/* What the same or a higher figure says than the best of the incident's. */
static enum fuse_what
say_of_higher(const struct piece *p, const struct incident *in, int64_t value,
    int64_t best)
{
	if (value == best)
		return strikes_later(p, in) ? FUSE_NEXT_STRIKE
		    : value >= LARGE        ? FUSE_SAME_LARGE_FIGURE
					    : FUSE_SAME_FIGURE;
	if ((p->marks & ~in->marks & STORY_SEVERAL) != 0 || sums_up(p, in))
		return FUSE_SUM;
	if (p->running && nearly(value, best, CREEPS))
		return FUSE_CREEPS;
	if (is_nearly_same(value, best))
		return FUSE_NEARLY_SAME_FIGURE;
	return best > FEW && value / best >= LEAP ? FUSE_LEAP
	    : rises(p, in)                        ? FUSE_LATER_HIGHER
						  : FUSE_DISAGREES;
}

/* The same of a lower figure of field f. */
static enum fuse_what
say_of_lower(const struct piece *p, const struct incident *in, enum toll_field f,
    int64_t value, int64_t best)
{
	if (is_nearly_same(value, best))
		return FUSE_NEARLY_SAME_FIGURE;
	if ((p->marks & STORY_CORRECTION) != 0)
		return FUSE_CORRECTION;
	if (value * 5 >= best * 4 || leaves_room(p, f, best))
		return FUSE_CLOSE_FIGURE;
	if (had_figure(in, f, 0, value)) /* a desk that lags behind */
		return FUSE_EARLIER_FIGURE;
	return value * 2 >= best ? FUSE_DISAGREES : FUSE_LOWER;
}

/* Is the lower figure one of an event in a campaign, whose sum the incident's is? */
static bool
is_event_in(const struct piece *p, const struct incident *in)
{
	return (in->campaign || (in->marks & ~p->marks & STORY_SEVERAL) != 0) &&
	    !p->running && (p->marks & STORY_CORRECTION) == 0;
}

static void
score_figure(const struct piece *p, const struct incident *in, enum fuse_place nearest,
    struct fuse_score *s)
{
	for (enum toll_field f = 0; f < TOLL_N; f++) {
		int64_t value = p->mark.main[f], best = in->best[f];

		if (value < 0 || best < 0)
			continue;
		s->leap = leap(value, best);
		say(s,
		    of_neighbour(p, in, nearest, f, value) ? FUSE_NEIGHBOUR
			: value >= best ? say_of_higher(p, in, value, best)
					: say_of_lower(p, in, f, value, best));
		if (value < best && is_event_in(p, in))
			say(s, FUSE_EVENT_IN_CAMPAIGN);
		return; /* the gravest outcome that both tell of decides */
	}
}

/* A copy tells of the place that the first told of; what names another is a form filled
 * in anew. */
static bool
may_be_copy(const struct piece *p, const struct incident *in, enum fuse_place nearest)
{
	return nearest == FUSE_PLACE_COUNTRY || nearest >= FUSE_PLACE_HOLDS ||
	    p->n_places == 0 || in->n_places == 0;
}

static bool
tells_same_text(const struct piece *p, const struct incident *in)
{
	for (size_t i = 0; i < in->n_pieces; i++)
		if (p->part == in->piece_marks[i].part &&
		    text_near(p->print, in->piece_marks[i].print))
			return true;
	return false;
}

static bool
has_title(const struct heading *title, const struct incident *in)
{
	for (size_t i = 0; i < in->n_pieces; i++)
		if (title_may_be_alike(title, &in->piece_marks[i].heading) &&
		    title_alike(title, &in->piece_marks[i].heading))
			return true;
	return false;
}

static void
score_site(const struct piece *p, const struct incident *in, struct fuse_score *s)
{
	bool site = false, other = false;

	for (size_t i = 0; i < in->n_pieces && p->mark.site != 0; i++) {
		uint64_t told = in->piece_marks[i].site;

		site |= told == p->mark.site;
		other |= told != 0 && told != p->mark.site;
	}
	if (site)
		say(s, FUSE_SAME_SITE);
	else if (other)
		say(s, FUSE_OTHER_SITE);
	if ((p->marks & STORY_ANOTHER) != 0 && !site)
		say(s, FUSE_ANOTHER);
}

static void
score_wording(const struct piece *p, const struct incident *in, enum fuse_place nearest,
    struct fuse_score *s)
{
	if (p->print != 0 && may_be_copy(p, in, nearest) && tells_same_text(p, in))
		say(s, FUSE_SAME_TEXT);
	else if (has_title(&p->mark.heading, in))
		say(s, FUSE_SAME_TITLE);
	score_site(p, in, s);
}

/* The most that score_wording() may add. */
static double
wording_most(const struct piece *p, const struct incident *in, enum fuse_place nearest)
{
	enum fuse_what words = may_be_copy(p, in, nearest) ? FUSE_SAME_TEXT
							   : FUSE_SAME_TITLE;

	return fuse_rows[words].weight +
	    (p->site.n > 0 ? fuse_rows[FUSE_SAME_SITE].weight : 0);
}

void
fuse_begin(struct fuse_work *w, struct side_memo *sides, const struct piece *p)
{
	*w = (struct fuse_work){ .sides = sides, .p = p };
	fuse_begin_places(w);
}

void
fuse_score(struct fuse_work *w, const struct incident *in, struct fuse_score *out)
{
	const struct piece *p = w->p;

	out->sum = out->leap = 0;
	out->n = 0;
	out->worded = false;
	out->nearest = fuse_nearest(w, in);
	score_place(p, w->finer, in, out->nearest, out);
	score_time(p, in, out);
	score_marks(w, in, out);
	score_figure(p, in, out->nearest, out);
	out->most = out->sum + wording_most(p, in, out->nearest);
}

void
fuse_wording(const struct fuse_work *w, const struct incident *in, struct fuse_score *s)
{
	const struct piece *p = w->p;
	bool same_epoch = p->day - in->first_day <= LEDGER_LONG_RUN_DAYS &&
	    in->first_day - p->day <= LEDGER_LONG_RUN_DAYS;

	if (s->worded)
		return;
	s->worded = true;
	score_wording(p, in, s->nearest, s);
	if (in->long_run != piece_is_history(p) && !same_epoch)
		say(s, FUSE_HISTORY);
	s->most = s->sum;
}
