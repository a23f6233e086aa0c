/* poll_state.c -- struct poll_state as bytes and back; one list of members does both
 * ways. */
#include "config.h"

#include "base/alloc.h"
#include "feeds/poll.h"

#define FORMAT 2 /* 1 had no set_up_ms */
#define TEXT_MAX (16u << 10)
#define FAR (INT64_MAX / 4) /* no time of ours; sums of two that are nearer fit */

void
poll_state_init(struct poll_state *s)
{
	*s = (struct poll_state){
		.state = FEED_STATE_NEW,
		.due_ms = TIME_NONE,
		.set_ms = TIME_NONE,
		.set_up_ms = TIME_NONE,
		.hold_until_ms = TIME_NONE,
		.lifetime_ms = -1,
		.ttl_s = -1,
		.sy_s = -1,
		.attempt_ms = TIME_NONE,
		.ok_ms = TIME_NONE,
		.new_ms = TIME_NONE,
		.full_ms = TIME_NONE,
		.failing_ms = TIME_NONE,
		.missing_ms = TIME_NONE,
		.gone_ms = TIME_NONE,
		.candidate_ms = TIME_NONE,
	};
}

/* Either direction: out writes, in reads. */
struct coder {
	struct buf *out;
	struct wire in;
};

static void
text(struct coder *c, struct str *s)
{
	if (c->out != NULL)
		wire_put_str(c->out, str_sub(*s, 0, TEXT_MAX));
	else
		*s = wire_str(&c->in);
}

static void
i64(struct coder *c, int64_t *v)
{
	if (c->out != NULL) {
		wire_put_i64(c->out, *v);
		return;
	}
	*v = wire_i64(&c->in);
	if (*v > FAR || *v < -FAR) {
		c->in.bad = true;
		*v = 0;
	}
}

/* "Never" is the shortest. */
static void
instant(struct coder *c, int64_t *v)
{
	int64_t shifted;

	if (c->out != NULL) {
		wire_put_i64(c->out, *v == TIME_NONE ? 0 : *v + 1);
		return;
	}
	i64(c, &shifted);
	*v = shifted == 0 ? TIME_NONE : shifted - 1;
}

static void
u64(struct coder *c, uint64_t *v)
{
	if (c->out != NULL)
		wire_put_u64(c->out, *v);
	else
		*v = wire_u64(&c->in);
}

static void
u32(struct coder *c, uint32_t *v)
{
	uint64_t wide = *v;

	u64(c, &wide);
	if (wide > UINT32_MAX)
		c->in.bad = true;
	*v = (uint32_t)wide;
}

static void
truth(struct coder *c, bool *v)
{
	if (c->out != NULL)
		wire_put_bool(c->out, *v);
	else
		*v = wire_bool(&c->in);
}

static unsigned
choice(struct coder *c, unsigned v, unsigned n)
{
	if (c->out != NULL)
		wire_put_u64(c->out, v);
	else
		v = wire_enum(&c->in, n);
	return v;
}

static size_t
count(struct coder *c, size_t n, size_t max)
{
	if (c->out != NULL)
		wire_put_u64(c->out, n);
	else
		n = wire_count(&c->in, max);
	return n;
}

static void
history(struct coder *c, struct poll_history *h)
{
	uint64_t status = (uint64_t)h->status;

	instant(c, &h->at_ms);
	h->failed = (enum http_error)choice(c, (unsigned)h->failed, HTTP_ERROR_N);
	u64(c, &status);
	h->status = status < 1000 ? (int)status : 0;
	u64(c, &h->bytes);
	u64(c, &h->n_new);
	truth(c, &h->parse_failed);
}

static void
answers(struct coder *c, struct poll_state *s)
{
	text(c, &s->etag);
	text(c, &s->last_modified);
	text(c, &s->validator_url);
	u64(c, &s->body_hash);
	u64(c, &s->body_size);
	truth(c, &s->seen_304);
	truth(c, &s->asked_conditional);
	i64(c, &s->lifetime_ms);
	i64(c, &s->ttl_s);
	i64(c, &s->sy_s);
	u32(c, &s->skip_hours);
	u32(c, &s->skip_days);
	s->n_posts = count(c, s->n_posts, POLL_POSTS);
	for (size_t i = 0; i < s->n_posts; i++)
		instant(c, &s->posts[i]);
	truth(c, &s->habits.ids_repeat);
	truth(c, &s->habits.links_repeat);
	text(c, &s->known);
	s->n_history = count(c, s->n_history, POLL_HISTORY);
	for (size_t i = 0; i < s->n_history; i++)
		history(c, &s->history[i]);
	text(c, &s->hub);
	text(c, &s->topic);
	truth(c, &s->pushed);
	u32(c, &s->hub_misses);
}

static void
times(struct coder *c, struct poll_state *s)
{
	int64_t *instants[] = { &s->due_ms, &s->set_ms, &s->hold_until_ms, &s->attempt_ms,
		&s->ok_ms, &s->new_ms, &s->full_ms, &s->failing_ms, &s->missing_ms,
		&s->gone_ms, &s->candidate_ms };

	for (size_t i = 0; i < NELEM(instants); i++)
		instant(c, instants[i]);
	i64(c, &s->planned_ms);
	i64(c, &s->interval_ms);
	truth(c, &s->hold_origin);
	s->n_rules = count(c, s->n_rules, POLL_RULES);
	for (size_t i = 0; i < s->n_rules; i++) {
		s->rules[i].kind = (enum poll_rule_kind)choice(c,
		    (unsigned)s->rules[i].kind, POLL_RULE_N);
		i64(c, &s->rules[i].ms);
	}
}

static void
code(struct coder *c, struct poll_state *s, uint64_t format)
{
	s->state = (enum feed_state)choice(c, (unsigned)s->state, FEED_STATE_N);
	text(c, &s->address);
	truth(c, &s->address_changed);
	u64(c, &s->url_hash);
	u64(c, &s->request_hash);
	times(c, s);
	u32(c, &s->failures);
	u32(c, &s->busy);
	truth(c, &s->told);
	text(c, &s->error);
	text(c, &s->candidate);
	u32(c, &s->candidates);
	answers(c, s);
	if (format > 1)
		instant(c, &s->set_up_ms);
}

void
poll_state_put(struct buf *b, const struct poll_state *s)
{
	struct coder c = { .out = b };
	struct poll_state copy = *s; /* the coder may write, so it gets its own */

	wire_put_u64(b, FORMAT);
	code(&c, &copy, FORMAT);
}

int
poll_state_get(struct str blob, struct poll_state *s)
{
	struct coder c = { .out = NULL };
	uint64_t format;

	poll_state_init(s);
	if (blob.n == 0)
		return 0;
	wire_init(&c.in, blob);
	format = wire_u64(&c.in);
	if (format >= 1 && format <= FORMAT)
		code(&c, s, format);
	else
		c.in.bad = true;
	if (wire_ok(&c.in) && s->planned_ms >= 0 && s->interval_ms >= 0)
		return 0;
	poll_state_init(s);
	return -1;
}
