/* match.c -- see match.h. */
#include "config.h"

#include "alerts/match.h"
#include "base/alloc.h"

#define MATCHERS_MAX 32
#define REGEX_MAX 50000u /* nodes of a regular expression */
#define VALUE_MAX 1024   /* what a regular expression is run over */

static bool
is_name_byte(char c)
{
	return is_alpha(c) || is_digit(c) || c == '_' || c == '.' || c == '-' ||
	    (c & 0x80) != 0;
}

static void
skip_space(struct str *in)
{
	while (in->n > 0 && is_space(in->p[0]))
		*in = str_sub(*in, 1, in->n);
}

/* "…" with \" \\ \n, or a run without spaces, commas and braces. */
static bool
take_value(struct str *in, struct str *out, struct arena *a)
{
	char *p;
	size_t n = 0, i = 1;

	if (in->n == 0 || in->p[0] != '"') {
		size_t end = 0;

		while (end < in->n && !is_space(in->p[end]) && in->p[end] != ',' &&
		    in->p[end] != '}')
			end++;
		*out = arena_str(a, str_sub(*in, 0, end));
		*in = str_sub(*in, end, in->n);
		return end > 0;
	}
	p = arena_alloc(a, in->n + 1);
	for (; i < in->n && in->p[i] != '"'; i++) {
		if (in->p[i] == '\\' && i + 1 < in->n) {
			i++;
			p[n++] = in->p[i] == 'n' ? '\n' : in->p[i];
		} else {
			p[n++] = in->p[i];
		}
	}
	if (i >= in->n)
		return false;
	*out = (struct str){ p, n };
	*in = str_sub(*in, i + 1, in->n);
	return true;
}

static bool
take_name(struct str *in, struct str *out, struct arena *a)
{
	size_t n = 0;

	if (in->n > 0 && in->p[0] == '"')
		return take_value(in, out, a) && out->n > 0;
	while (n < in->n && is_name_byte(in->p[n]))
		n++;
	*out = arena_str(a, str_sub(*in, 0, n));
	*in = str_sub(*in, n, in->n);
	return n > 0;
}

static bool
take_op(struct str *in, enum match_op *op)
{
	static const struct {
		struct str text;
		enum match_op op;
	} ops[] = { { STR_INIT("=~"), MATCH_REGEX }, { STR_INIT("!~"), MATCH_NOT_REGEX },
		{ STR_INIT("!="), MATCH_NOT_EQUAL }, { STR_INIT("="), MATCH_EQUAL } };

	for (size_t i = 0; i < NELEM(ops); i++)
		if (str_starts(*in, ops[i].text)) {
			*op = ops[i].op;
			*in = str_sub(*in, ops[i].text.n, in->n);
			return true;
		}
	return false;
}

/* "{2,40}" at *i, which it leaves on the last of it: the larger bound. */
static uint64_t
bound_at(struct str re, size_t *i)
{
	uint64_t n = 0, most = 1;

	for (; *i < re.n && re.p[*i] != '}'; (*i)++) {
		n = is_digit(re.p[*i]) && n <= REGEX_MAX
		    ? n * 10 + (uint64_t)(re.p[*i] - '0')
		    : is_digit(re.p[*i]) ? n
					 : 0;
		most = n > most ? n : most;
	}
	return most;
}

static size_t
bracket_end(struct str re, size_t i)
{
	for (size_t k = i + 1; k < re.n; k++)
		if (re.p[k] == ']' && k > i + 1 && !(k == i + 2 && re.p[i + 1] == '^'))
			return k;
	return re.n;
}

/*
 * regcomp(3) copies what a repeated group holds, once for + and as often as {n} says, so
 * ((a+)+)+ doubles at each level and takes all memory.  Could its copies be more than
 * REGEX_MAX?
 */
static bool
grows(struct str re)
{
	uint64_t nodes = re.n, factor = 1;
	bool group = false, repeated = false; /* what stands before i */

	for (size_t i = 0; i < re.n && nodes * factor <= REGEX_MAX; i++) {
		char c = re.p[i];

		if (c == '\\') {
			i++;
		} else if (c == '[') {
			i = bracket_end(re, i);
		} else if (c == '*' || c == '+' || c == '?' || c == '{') {
			uint64_t times = c == '{' ? bound_at(re, &i) : 2;

			if (repeated)
				return true;
			if (group)
				factor *= times;
			else
				nodes += times;
			repeated = true;
			continue;
		}
		repeated = false;
		group = c == ')';
	}
	return nodes * factor > REGEX_MAX;
}

static int
compile(struct matcher *m, struct arena *a, struct err *e)
{
	char why[128];
	int rc;

	if (m->op != MATCH_REGEX && m->op != MATCH_NOT_REGEX)
		return 0;
	if (grows(m->value)) {
		m->op = MATCH_EQUAL;
		return err_set(e,
		    "the regular expression '%.*s' repeats what is repeated too often",
		    STR_ARG(m->value));
	}
	rc = regcomp(&m->regex, arena_printf(a, "^(%.*s)$", STR_ARG(m->value)).p,
	    REG_EXTENDED | REG_NOSUB);
	if (rc == 0)
		return 0;
	regerror(rc, &m->regex, why, sizeof(why));
	m->op = MATCH_EQUAL; /* nothing to free */
	return err_set(e, "the regular expression '%.*s': %s", STR_ARG(m->value), why);
}

static int
take_one(struct str *in, struct matcher *m, struct arena *a, struct err *e)
{
	*m = (struct matcher){ .op = MATCH_EQUAL };
	skip_space(in);
	if (!take_name(in, &m->name, a))
		return err_set(e,
		    "a matcher begins with a name, as in severity=\"critical\"");
	skip_space(in);
	if (!take_op(in, &m->op))
		return err_set(e, "'%.*s' is followed by =, !=, =~ or !~",
		    STR_ARG(m->name));
	skip_space(in);
	if (!take_value(in, &m->value, a)) {
		m->op = MATCH_EQUAL;
		return err_set(e, "'%.*s' needs a value", STR_ARG(m->name));
	}
	if (str_eq(m->name, STR("rule")))
		m->name = STR("alertname");
	return compile(m, a, e);
}

int
matchers_parse(struct matchers *out, struct str s, struct arena *a, struct err *e)
{
	s = str_trim(s);
	if (str_starts(s, STR("{")) && str_ends(s, STR("}")))
		s = str_trim(str_sub(s, 1, s.n - 1));
	*out = (struct matchers){ .items = ARENA_ARRAY(a, struct matcher, MATCHERS_MAX) };
	while (s.n > 0) {
		if (out->n == MATCHERS_MAX ||
		    take_one(&s, &out->items[out->n], a, e) == -1) {
			if (out->n == MATCHERS_MAX)
				err_set(e, "more than %d matchers", MATCHERS_MAX);
			matchers_clear(out);
			return -1;
		}
		out->n++;
		skip_space(&s);
		if (s.n > 0 && s.p[0] == ',') {
			s = str_sub(s, 1, s.n);
			skip_space(&s);
		} else if (s.n > 0) {
			matchers_clear(out);
			return err_set(e, "matchers stand with commas between");
		}
	}
	return 0;
}

void
matchers_clear(struct matchers *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].op == MATCH_REGEX || m->items[i].op == MATCH_NOT_REGEX)
			regfree(&m->items[i].regex);
	m->n = 0;
}

static bool
value_matches(const struct matcher *m, struct str value)
{
	char text[VALUE_MAX + 1];

	if (m->op == MATCH_EQUAL || m->op == MATCH_NOT_EQUAL)
		return str_eq(m->value, value);
	str_copy(text, sizeof(text), value);
	return regexec(&m->regex, text, 0, NULL, 0) == 0;
}

bool
matchers_hold(const struct matchers *m, const struct labels *l)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct matcher *one = &m->items[i];
		bool negated = one->op == MATCH_NOT_EQUAL || one->op == MATCH_NOT_REGEX;
		bool any = false, there = false;

		for (size_t k = 0; k < l->n; k++)
			if (str_eq(l->items[k].name, one->name)) {
				there = true;
				any = any || value_matches(one, l->items[k].value);
			}
		/* As there: what is absent is the empty text. */
		if (!there)
			any = value_matches(one, STR(""));
		if (any == negated)
			return false;
	}
	return true;
}
