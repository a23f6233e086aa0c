/* incident_show.c -- an incident as JSON and as text for people, with the reasons of fusion. */
#include "config.h"

#include "facts/control.h"
#include "facts/fuse.h"

static void
json_day(struct json *j, const char *key, struct day d)
{
	char text[DAY_TEXT];

	if (d.year == 0)
		json_knull(j, key);
	else
		json_kstr(j, key, day_text(text, d));
}

static void
json_texts(struct json *j, const char *key, const struct str *items, size_t n)
{
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		json_str(j, side_words(items[i]));
	json_close(j);
}

static void
json_place(struct json *j, const struct fact_place *p)
{
	json_open(j, '{');
	json_kstr(j, "name", p->name);
	json_kopt(j, "canonical", p->canonical);
	json_kopt(j, "id", p->id);
	json_kopt(j, "country", p->country);
	json_kopt(j, "admin1", p->admin1);
	if (p->lat == p->lat && p->lon == p->lon) {
		json_knum(j, "lat", p->lat);
		json_knum(j, "lon", p->lon);
	}
	json_kstr(j, "precision", str_of(precision_names[p->precision]));
	json_close(j);
}

static void
json_toll(struct json *j, const struct incident *in, const struct fused *t)
{
	struct arena a;

	arena_init(&a);
	json_open(j, '{');
	json_kstr(j, "outcome", str_of(toll_names[t->field]));
	json_kopt(j, "who", t->who);
	json_kopt(j, "side", t->side);
	json_kint(j, "min", t->min);
	json_kint(j, "best", t->best);
	if (t->max < 0)
		json_knull(j, "max");
	else
		json_kint(j, "max", t->max);
	json_kint(j, "sources", (int64_t)t->sources);
	json_ktime(j, "at", t->at_ms);
	json_kopt(j, "disagree", incident_disagree(&a, in, t));
	json_close(j);
	arena_clear(&a);
}

static void
json_piece(struct json *j, const struct piece *p, int64_t until_ms)
{
	json_open(j, '{');
	json_kstr(j, "entry", p->entry);
	json_kstr(j, "feed", p->feed);
	json_kopt(j, "title", p->title);
	json_kopt(j, "url", p->url);
	json_ktime(j, "published", p->published_ms);
	if (until_ms != TIME_NONE)
		json_ktime(j, "until", until_ms);
	json_key(j, "claims");
	json_open(j, '[');
	for (size_t i = 0; i < p->n_claims; i++) {
		const struct claim *c = &p->claims[i];

		json_open(j, '{');
		json_kstr(j, "outcome", str_of(toll_names[c->field]));
		json_kopt(j, "who", c->who);
		json_kopt(j, "side", c->side);
		json_kint(j, "count", c->best);
		json_kstr(j, "stance", str_of(stance_names[c->stance]));
		json_kstr(j, "source", claim_source(p, c));
		json_kopt(j, "quote", c->quote);
		json_close(j);
	}
	json_close(j);
	json_key(j, "why");
	json_open(j, '[');
	for (size_t i = 0; i < p->n_why; i++) {
		json_open(j, '{');
		json_kstr(j, "reason", str_of(p->why[i].what < FUSE_WHAT_N ?
		    fuse_rows[p->why[i].what].text : "?"));
		json_knum(j, "weight", p->why[i].weight);
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

void
incident_json(struct json *j, const struct incident *in, bool with_pieces)
{
	json_open(j, '{');
	json_kstr(j, "id", in->id);
	json_kstr(j, "state", str_of(incident_state_names[in->state]));
	json_kopt(j, "parent", in->parent);
	json_kopt(j, "into", in->into);
	json_kint(j, "version", (int64_t)in->version);
	json_kbool(j, "campaign", in->campaign);
	json_day(j, "since", in->since);
	json_day(j, "until", in->until);
	json_key(j, "places");
	json_open(j, '[');
	for (size_t i = 0; i < in->n_places; i++)
		json_place(j, &in->places[i]);
	json_close(j);
	json_texts(j, "sides", in->sides, in->n_sides);
	json_texts(j, "causes", in->causes, in->n_causes);
	json_key(j, "tolls");
	json_open(j, '[');
	for (size_t i = 0; i < in->n_tolls; i++)
		json_toll(j, in, &in->tolls[i]);
	json_close(j);
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
	json_kint(j, "reports", (int64_t)(in->n_pieces + in->dropped));
	json_kint(j, "sources", (int64_t)in->sources);
	json_kint(j, "feeds", (int64_t)in->feeds);
	if (with_pieces) {
		json_key(j, "pieces");
		json_open(j, '[');
		for (size_t i = 0; i < in->n_pieces; i++)
			json_piece(j, in->pieces[i], TIME_NONE);
		json_close(j);
		json_key(j, "former");
		json_open(j, '[');
		for (size_t i = 0; i < in->n_former; i++)
			json_piece(j, in->former[i].piece, in->former[i].until_ms);
		json_close(j);
	}
	json_close(j);
}

/* ---- for people ---- */

static void
show_toll(struct buf *out, const struct incident *in, const struct fused *t)
{
	struct str others;
	struct arena a;

	buf_printf(out, "  %s %lld", toll_names[t->field], (long long)t->best);
	if (t->min != t->best || (t->max >= 0 && t->max != t->best))
		buf_printf(out, " (%lld to %s%.0lld)", (long long)t->min, t->max < 0 ? "?" : "",
		    t->max < 0 ? 0LL : (long long)t->max);
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

		buf_printf(out, "      %s %lld%s%.*s: \"%.*s\" (%.*s)\n", toll_names[c->field],
		    (long long)c->best, c->who.n > 0 ? " " : "", STR_ARG(c->who), STR_ARG(c->quote),
		    STR_ARG(claim_source(p, c)));
	}
}

static void
show_piece(struct buf *out, const struct piece *p)
{
	char at[DATE_TEXT];
	double sum = 0;

	buf_printf(out, "  %.*s  %.*s: %.*s\n", STR_ARG(date_rfc3339(at, p->published_ms)),
	    STR_ARG(p->feed), STR_ARG(p->title.n > 0 ? p->title : p->entry));
	show_claims(out, p);
	for (size_t i = 0; i < p->n_grounds; i++)
		buf_printf(out, "      %s %.*s: \"%.*s\"\n", change_names[p->grounds[i].change],
		    STR_ARG(p->grounds[i].place.name), STR_ARG(p->grounds[i].quote));
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
	char since[DAY_TEXT], until[DAY_TEXT];

	buf_printf(out, "incident %.*s, %s, version %llu\n", STR_ARG(in->id),
	    incident_state_names[in->state], (unsigned long long)in->version);
	if (in->n_places > 0)
		buf_printf(out, "  at %.*s\n", STR_ARG(in->places[0].name));
	buf_printf(out, "  %s%.*s to %.*s\n", in->campaign ? "campaign, " : "",
	    STR_ARG(day_text(since, in->since)), STR_ARG(day_text(until, in->until)));
	if (in->parent.n > 0)
		buf_printf(out, "  part of %.*s\n", STR_ARG(in->parent));
	if (in->into.n > 0)
		buf_printf(out, "  merged into %.*s\n", STR_ARG(in->into));
	for (size_t i = 0; i < in->n_tolls; i++)
		show_toll(out, in, &in->tolls[i]);
	for (size_t i = 0; i < in->n_gains; i++)
		buf_printf(out, "  %lld %.*s taken by %.*s\n", (long long)in->gains[i].count,
		    STR_ARG(in->gains[i].unit), STR_ARG(in->gains[i].by));
	buf_printf(out, "reports (%zu)\n", in->n_pieces + in->dropped);
	for (size_t i = 0; i < in->n_pieces; i++)
		show_piece(out, in->pieces[i]);
	if (in->n_former > 0)
		buf_cstr(out, "what they said before\n");
	for (size_t i = 0; i < in->n_former; i++) {
		char at[DATE_TEXT];

		buf_printf(out, "  %.*s, until %.*s\n", STR_ARG(in->former[i].piece->feed),
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
