/* incident_show.c -- an incident as JSON and as text for people, with the reasons of
 * fusion. */
#include "config.h"

#include <math.h>

#include "facts/fuse.h"
#include "facts/side.h"

#define PLACES_SHOWN 8

void
incident_place_json(struct json *j, const struct fact_place *p)
{
	json_open(j, '{');
	json_kstr(j, "name", p->canonical.n > 0 ? p->canonical : p->name);
	json_kopt(j, "id", p->id);
	json_kopt(j, "country", p->country);
	json_kopt(j, "admin1", p->admin1);
	json_kstr(j, "precision", str_of(precision_names[p->precision]));
	if (!isnan(p->lat)) {
		json_knum(j, "lat", p->lat);
		json_knum(j, "lon", p->lon);
	}
	json_close(j);
}

static void
figure(struct json *j, int64_t min, int64_t best, int64_t max)
{
	json_kint(j, "min", min);
	json_kint(j, "best", best);
	if (max < 0)
		json_knull(j, "max");
	else
		json_kint(j, "max", max);
}

static void
tolls(struct json *j, struct arena *a, const struct incident *in)
{
	json_key(j, "toll");
	json_open(j, '{');
	for (int f = 0; f < TOLL_N; f++) {
		const struct fused *t = incident_toll(in, f, STR_NONE, STR_NONE);

		if (t == NULL)
			continue;
		json_key(j, toll_names[f]);
		json_open(j, '{');
		figure(j, t->min, t->best, t->max);
		json_kopt(j, "disagree", incident_disagree(a, in, t));
		json_close(j);
	}
	json_close(j);
}

void
json_days(struct json *j, struct day since, struct day until)
{
	char text[DAY_TEXT];

	json_kopt(j, "since", day_text(text, since));
	json_kopt(j, "until", day_text(text, until));
}

/* A few places are enough in a list; the whole of it has each claim beside its sentence.
 */
static void
places(struct json *j, const struct incident *in)
{
	json_key(j, "places");
	json_open(j, '[');
	for (size_t i = 0; i < in->n_places && i < PLACES_SHOWN; i++)
		incident_place_json(j, &in->places[i]);
	json_close(j);
}

static void
sides(struct json *j, const struct incident *in)
{
	json_key(j, "sides");
	json_open(j, '[');
	for (size_t i = 0; i < in->n_sides; i++)
		json_str(j, side_words(in->sides[i]));
	json_close(j);
}

void
incident_head_json(struct json *j, struct arena *a, const struct incident *in,
    int64_t changed_ms)
{
	json_kstr(j, "id", in->id);
	json_kstr(j, "title", incident_name(a, in));
	json_kstr(j, "state", str_of(incident_state_names[in->state]));
	json_kopt(j, "parent", in->parent);
	json_kopt(j, "into", in->into);
	json_ktime(j, "updated", changed_ms);
	json_days(j, in->since, in->until);
	json_kopt(j, "country", in->country);
	places(j, in);
	tolls(j, a, in);
	json_kstrs(j, "causes", in->causes, in->n_causes);
	sides(j, in);
	json_kint(j, "sources", (int64_t)in->sources);
	json_kint(j, "reports", (int64_t)(in->n_pieces + in->dropped));
}

static void
claim(struct json *j, const struct piece *p, const struct claim *c, int64_t replaced_ms)
{
	json_open(j, '{');
	json_kstr(j, "outcome", str_of(toll_names[c->field]));
	json_kopt(j, "who", c->who);
	json_kopt(j, "side", side_words(c->side));
	json_kint(j, "best", c->best);
	json_kint(j, "low", c->low);
	if (c->high < 0)
		json_knull(j, "high");
	else
		json_kint(j, "high", c->high);
	json_kstr(j, "bound", str_of(bound_names[c->bound]));
	json_kstr(j, "scope", str_of(scope_names[c->scope]));
	json_kstr(j, "stance", str_of(stance_names[c->stance]));
	json_days(j, c->since, c->until);
	json_kstr(j, "source", claim_source(p, c));
	json_kstr(j, "feed", p->feed);
	json_kopt(j, "url", p->url);
	json_kstr(j, "entry", p->entry);
	json_kstr(j, "quote", c->quote);
	json_ktime(j, "at", piece_said_ms(p));
	json_ktime(j, "replaced", replaced_ms);
	json_close(j);
}

static void
claims_of(struct json *j, const struct piece *p, int64_t replaced_ms)
{
	for (size_t i = 0; i < p->n_claims; i++)
		claim(j, p, &p->claims[i], replaced_ms);
}

static void
claims(struct json *j, const struct incident *in)
{
	json_key(j, "claims");
	json_open(j, '[');
	for (size_t i = 0; i < in->n_pieces; i++)
		claims_of(j, in->pieces[i], TIME_NONE);
	for (size_t i = 0; i < in->n_former; i++)
		claims_of(j, in->former[i].piece, in->former[i].until_ms);
	json_close(j);
}

/* The toll of the dead as it was known then, after each report, edit or withdrawal that
 * changed it. */
static void
history(struct json *j, struct arena *a, const struct incident *in)
{
	int64_t was = -1, *at;
	size_t n = incident_moments(a, in, &at);

	json_key(j, "history");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		struct str source;
		const struct fused *t = incident_toll_known(a, in, TOLL_KILLED, at[i],
		    &source);

		if (t == NULL || t->best == was)
			continue;
		was = t->best;
		json_open(j, '{');
		json_ktime(j, "at", at[i]);
		figure(j, t->min, t->best, t->max);
		json_kstr(j, "source", source);
		json_close(j);
	}
	json_close(j);
}

static void
joined(struct json *j, struct arena *a, const struct incident *in)
{
	json_key(j, "joined");
	json_open(j, '[');
	for (size_t i = 0; i < in->n_pieces; i++) {
		const struct piece *p = in->pieces[i];
		double score = 0;

		for (size_t k = 0; k < p->n_why; k++)
			score += p->why[k].weight;
		json_open(j, '{');
		json_kstr(j, "entry", p->entry);
		json_kstr(j, "feed", p->feed);
		json_kstr(j, "title", p->title);
		json_kopt(j, "url", p->url);
		json_ktime(j, "at", p->published_ms);
		json_knum(j, "score", score);
		json_key(j, "reasons");
		json_open(j, '[');
		for (size_t k = 0; k < p->n_why; k++)
			json_str(j,
			    arena_printf(a, "%s %+.1f", fuse_rows[p->why[k].what].text,
				p->why[k].weight));
		json_close(j);
		json_close(j);
	}
	json_close(j);
}

/* What is said of classes of victims and of sides, beside what is said of everybody. */
static void
parts(struct json *j, const struct incident *in)
{
	json_key(j, "parts");
	json_open(j, '[');
	for (size_t i = 0; i < in->n_tolls; i++) {
		const struct fused *t = &in->tolls[i];

		if (t->who.n == 0 && t->side.n == 0)
			continue;
		json_open(j, '{');
		json_kstr(j, "outcome", str_of(toll_names[t->field]));
		json_kopt(j, "who", t->who);
		json_kopt(j, "side", side_words(t->side));
		figure(j, t->min, t->best, t->max);
		json_close(j);
	}
	json_close(j);
}

/* Ground that was counted, not named. */
static void
gains(struct json *j, const struct incident *in)
{
	json_key(j, "gains");
	json_open(j, '[');
	for (size_t i = 0; i < in->n_gains; i++) {
		json_open(j, '{');
		json_kint(j, "count", in->gains[i].count);
		json_kopt(j, "unit", in->gains[i].unit);
		json_kopt(j, "by", in->gains[i].by);
		json_close(j);
	}
	json_close(j);
}

void
incident_body_json(struct json *j, struct arena *a, const struct incident *in)
{
	parts(j, in);
	gains(j, in);
	claims(j, in);
	history(j, a, in);
	joined(j, a, in);
}

/* ---- for people ---- */

static void
show_toll(struct buf *out, const struct incident *in, const struct fused *t)
{
	struct str others;
	struct arena a;

	buf_printf(out, "  %s %lld", toll_names[t->field], (long long)t->best);
	if (t->min != t->best || (t->max >= 0 && t->max != t->best))
		buf_printf(out, " (%lld to %s%.0lld)", (long long)t->min,
		    t->max < 0 ? "?" : "", t->max < 0 ? 0LL : (long long)t->max);
	if (t->who.n > 0)
		buf_printf(out, ", %.*s", STR_ARG(t->who));
	if (t->side.n > 0)
		buf_printf(out, ", of %.*s", STR_ARG(t->side));
	buf_printf(out, ", %zu source%s", t->sources, t->sources == 1 ? "" : "s");
	if (t->stance == STANCE_CLAIMED)
		buf_cstr(out, ", claimed by a party only");
	arena_init(&a);
	others = incident_disagree(&a, in, t);
	buf_printf(out, "%s%.*s\n", others.n > 0 ? "; others: " : "", STR_ARG(others));
	arena_clear(&a);
}

static void
show_claims(struct buf *out, const struct piece *p)
{
	for (size_t i = 0; i < p->n_claims; i++) {
		const struct claim *c = &p->claims[i];

		buf_printf(out, "      %s %lld%s%.*s: \"%.*s\" (%.*s)\n",
		    toll_names[c->field], (long long)c->best, c->who.n > 0 ? " " : "",
		    STR_ARG(c->who), STR_ARG(c->quote), STR_ARG(claim_source(p, c)));
	}
}

static void
show_piece(struct buf *out, const struct piece *p)
{
	char at[DATE_TEXT];
	double sum = 0;

	buf_printf(out, "  %.*s  %.*s: %.*s\n",
	    STR_ARG(date_rfc3339(at, p->published_ms)), STR_ARG(p->feed),
	    STR_ARG(p->title.n > 0 ? p->title : p->entry));
	show_claims(out, p);
	for (size_t i = 0; i < p->n_grounds; i++)
		buf_printf(out, "      %s %.*s: \"%.*s\"\n",
		    change_names[p->grounds[i].change], STR_ARG(p->grounds[i].place.name),
		    STR_ARG(p->grounds[i].quote));
	if (p->n_why == 0)
		buf_cstr(out, "      began the incident\n");
	for (size_t i = 0; i < p->n_why; i++) {
		sum += p->why[i].weight;
		if (p->why[i].what < FUSE_WHAT_N)
			buf_printf(out, "      %+5.1f %s\n", p->why[i].weight,
			    fuse_rows[p->why[i].what].text);
	}
	if (p->n_why > 0)
		buf_printf(out, "      %+5.1f together; %.1f joins\n", sum, FUSE_JOIN);
}

void
incident_explain(struct buf *out, const struct incident *in)
{
	char first[DAY_TEXT], last[DAY_TEXT];
	struct str since = day_text(first, in->since), until = day_text(last, in->until);

	buf_printf(out, "incident %.*s, %s, version %llu\n", STR_ARG(in->id),
	    incident_state_names[in->state], (unsigned long long)in->version);
	if (in->n_places > 0)
		buf_printf(out, "  at %.*s\n", STR_ARG(in->places[0].name));
	buf_printf(out, "  %s%.*s", in->campaign ? "campaign, " : "", STR_ARG(since));
	if (!str_eq(since, until))
		buf_printf(out, " to %.*s", STR_ARG(until));
	buf_byte(out, '\n');
	if (in->parent.n > 0)
		buf_printf(out, "  part of %.*s\n", STR_ARG(in->parent));
	if (in->into.n > 0)
		buf_printf(out, "  merged into %.*s\n", STR_ARG(in->into));
	for (size_t i = 0; i < in->n_tolls; i++)
		show_toll(out, in, &in->tolls[i]);
	for (size_t i = 0; i < in->n_gains; i++)
		buf_printf(out, "  %lld %.*s taken by %.*s\n",
		    (long long)in->gains[i].count, STR_ARG(in->gains[i].unit),
		    STR_ARG(in->gains[i].by));
	buf_printf(out, "reports (%zu)\n", in->n_pieces + in->dropped);
	for (size_t i = 0; i < in->n_pieces; i++)
		show_piece(out, in->pieces[i]);
	if (in->n_former > 0)
		buf_cstr(out, "what they said before\n");
	for (size_t i = 0; i < in->n_former; i++) {
		char at[DATE_TEXT];

		buf_printf(out, "  %.*s, until %.*s\n",
		    STR_ARG(in->former[i].piece->feed),
		    STR_ARG(date_rfc3339(at, in->former[i].until_ms)));
		show_claims(out, in->former[i].piece);
	}
	for (size_t i = 0; i < in->n_ops; i++) {
		char at[DATE_TEXT];

		buf_printf(out, "by hand  %.*s %.*s %.*s: %.*s\n",
		    STR_ARG(date_rfc3339(at, in->ops[i].at_ms)), STR_ARG(in->ops[i].what),
		    STR_ARG(in->ops[i].other), STR_ARG(in->ops[i].note));
	}
}
