/* actors.c -- see actors.h.  Names are paths of words from one root. */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/map.h"
#include "facts/actors.h"
#include "facts/fold.h"
#include "facts/lexicon_file.h"
#include "facts/plain.h"

#define NAME_TOKENS 10
#define ARTICLE_MAX 3  /* letters */
#define BUCKET_BITS 14 /* several for a node: most words go on with no name */

struct alias {
	struct actor *actor;
	struct str exact; /* the text must be this; empty: any case */
	struct alias *next;
};

/* A word of a name, behind those before it. */
struct node {
	const struct node *after; /* NULL: the root */
	struct word_start start;  /* of the word */
	struct str word;
	uint64_t id;
	bool ends_word;        /* of the table, where one may be of several */
	struct alias *aliases; /* names that end here */
	struct node *next;     /* in its bucket */
};

/* Where an actor takes a side that is not its own at home; the last line said of it comes
 * first. */
struct actor_side {
	struct str country, side;
	const struct actor_side *next;
};

struct actors {
	struct actors_face face; /* first */
	struct arena arena;
	struct node root;
	struct node *buckets[1u << BUCKET_BITS];
	uint64_t n_nodes;
	struct map by_id;
	struct map sides; /* id -> struct actor_side */
	struct actor *first, **last;
	const struct actor *first_state;
};

static const char articles[][ARTICLE_MAX + 1] = { "al", "el", "ar", "as", "ash", "at",
	"ad", "an", "az", "the" };

static void
add_first(struct actors *a, struct str word)
{
	size_t bit = actors_first_bit(str_load(word));

	a->face.begins[bit / 8] |= (uint8_t)(1u << bit % 8);
}

struct actors *
actors_new(void)
{
	struct actors *a = xcalloc(1, sizeof(*a));

	for (size_t i = 0; i < NELEM(articles); i++) /* a name may stand behind one */
		add_first(a, str_of(articles[i]));
	arena_init(&a->arena);
	a->root.ends_word = true;
	map_init(&a->by_id, 12);
	map_init(&a->sides, 13);
	a->last = &a->first;
	return a;
}

void
actors_free(struct actors *a)
{
	if (a == NULL)
		return;
	map_clear(&a->by_id);
	map_clear(&a->sides);
	arena_clear(&a->arena);
	free(a);
}

static bool
is_article(struct str w)
{
	uint32_t word, article;
	bool any = false;

	if (w.n == 0 || w.n > ARTICLE_MAX)
		return false;
	word = htole32((uint32_t)str_load(w));
	for (size_t i = 0; i < NELEM(articles); i++) {
		memcpy(&article, articles[i], sizeof(article));
		any |= word == article;
	}
	return any;
}

/* The Arabic article is written onto its word: الجيش, and للجيش without its alef. */
static struct str
without_article(struct str w)
{
	static const struct str article = STR_INIT("ال");

	return str_starts(w, article) ? str_sub(w, article.n, w.n) : w;
}

static inline size_t
bucket_of(const struct node *after, struct word_start k)
{
	return hash_place(start_mix(k) ^ after->id << 32, BUCKET_BITS);
}

/* The node of a word of this start behind another; NULL: no name goes on so. */
static struct node *
find(const struct actors *a, const struct node *after, struct str word,
    struct word_start start)
{
	struct node *n = a->buckets[bucket_of(after, start)];

	while (n != NULL &&
	    (n->after != after || n->start.lo != start.lo || n->start.hi != start.hi ||
		n->word.n != word.n ||
		(word.n > PLAIN_MAX && memcmp(n->word.p, word.p, word.n) != 0)))
		n = n->next;
	return n;
}

static struct node *
add_node(struct actors *a, struct node *after, struct str word)
{
	struct word_start start = start_of(word);
	struct node *n = find(a, after, word, start),
		    **bucket = &a->buckets[bucket_of(after, start)];

	if (n != NULL)
		return n;
	n = ARENA_NEW(&a->arena, struct node);
	*n = (struct node){ .after = after,
		.start = start,
		.word = arena_str(&a->arena, word),
		.id = ++a->n_nodes,
		.next = *bucket };
	if (after == &a->root)
		add_first(a, word);
	return *bucket = n;
}

/* The next word of a folded name that is no article. */
static struct str
next_word(struct str *rest)
{
	while (rest->n > 0) {
		struct str w = without_article(fold_next_word(rest));

		if (w.n > 0 && !is_article(w))
			return w;
	}
	return STR_NONE;
}

/* The node behind a plain word, as nearly all are. */
static inline const struct node *
walk_plain(const struct actors *a, const struct node *from, const struct plain_word *w)
{
	char letters[PLAIN_MAX];
	struct str word = { letters, w->n };

	plain_text(letters, w->key);
	return is_article(word) ? from : find(a, from, word, w->key);
}

/* The node behind all words of one token. */
static const struct node *
walk(const struct actors *a, const struct node *from, struct str token)
{
	char plain[FOLD_MAX];
	struct str rest = fold_name(plain, token, FOLD_PLAIN), w;

	while (from != NULL && (w = next_word(&rest)).n > 0)
		from = find(a, from, w, start_of(w));
	return from;
}

static void
add_alias(struct actors *a, struct actor *actor, struct str name)
{
	char plain[FOLD_MAX];
	struct str rest, w, exact = STR_NONE;
	struct node *node = &a->root;
	struct alias *al, **at;

	name = str_trim(name);
	if (name.n > 0 && name.p[0] == '=') {
		exact = name = str_sub(name, 1, name.n);
	}
	rest = name;
	while ((w = str_word(&rest)).n > 0) {
		struct str words = fold_name(plain, w, FOLD_PLAIN), part;

		while ((part = next_word(&words)).n > 0)
			node = add_node(a, node, part);
		node->ends_word = true;
	}
	if (node == &a->root)
		return;
	al = ARENA_NEW(&a->arena, struct alias);
	al->actor = actor;
	al->exact = exact;
	for (at = &node->aliases; *at != NULL; at = &(*at)->next)
		;
	*at = al;
	if (actor->name.n == 0 ||
	    (actor->name.n < 8 && exact.n == 0 &&
		memchr(actor->name.p, ' ', actor->name.n) == NULL &&
		name.n > actor->name.n))
		actor->name = name;
}

static struct str
or_none(struct str s)
{
	return str_eq(s, STR("-")) ? STR_NONE : s;
}

static int
load_actors(struct actors *a, const char *path, struct err *e)
{
	struct tsv t;
	struct str f[TSV_FIELDS];
	int rc = tsv_open(&t, &a->arena, path, e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	for (size_t n; (n = tsv_next(&t, f)) > 0;) {
		struct actor *actor;
		struct str part;

		if (n < 5 || f[0].n == 0)
			return tsv_error(&t, e, "want id, side, country, until, names");
		if (n == 5 && (actor = map_get(&a->by_id, f[0])) != NULL &&
		    str_eq(f[1], STR("-"))) {
			while (str_cut(&f[4], '|', &part))
				add_alias(a, actor, part);
			continue;
		}
		actor = ARENA_NEW(&a->arena, struct actor);
		actor->id = f[0];
		actor->side = or_none(f[1]);
		actor->country = or_none(f[2]);
		f[3] = or_none(f[3]);
		if (f[3].n > 0 && !day_parse(f[3], &actor->until))
			return tsv_error(&t, e, "not a month: '%.*s'", STR_ARG(f[3]));
		if (actor->country.n != 0 && actor->country.n != 2)
			return tsv_error(&t, e, "not a country: '%.*s'", STR_ARG(f[2]));
		while (str_cut(&f[4], '|', &part))
			add_alias(a, actor, part);
		if (map_get(&a->by_id, actor->id) == NULL)
			map_put(&a->by_id, actor->id, actor);
		*a->last = actor;
		a->last = &actor->next;
	}
	return 0;
}

static int
load_sides(struct actors *a, const char *path, struct err *e)
{
	struct tsv t;
	struct str f[TSV_FIELDS];
	int rc = tsv_open(&t, &a->arena, path, e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	for (size_t n; (n = tsv_next(&t, f)) > 0;) {
		struct str id;

		if (n != 3 || f[0].n != 2)
			return tsv_error(&t, e, "want country, side, actors");
		while ((id = str_word(&f[2])).n > 0) {
			struct actor_side *s = ARENA_NEW(&a->arena, struct actor_side);

			*s = (struct actor_side){ f[0], f[1], map_get(&a->sides, id) };
			map_put(&a->sides, id, s);
		}
	}
	return 0;
}

static bool
may_be_state(const struct actor *who)
{
	bool any = str_eq(who->side, STR("state"));

	for (const struct actor_side *s = who->sides; s != NULL; s = s->next)
		any = any || str_eq(s->side, STR("state"));
	return any;
}

static void
give_sides(struct actors *a)
{
	const struct actor **state = &a->first_state;

	for (struct actor *who = a->first; who != NULL; who = who->next) {
		who->sides = map_get(&a->sides, who->id);
		if (!may_be_state(who))
			continue;
		*state = who;
		state = &who->next_state;
	}
	*state = NULL;
}

int
actors_load(struct actors *a, const char *dir, struct err *e)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/actors.tsv", dir);
	if (load_actors(a, path, e) < 0)
		return -1;
	snprintf(path, sizeof(path), "%s/sides.tsv", dir);
	if (load_sides(a, path, e) < 0)
		return -1;
	give_sides(a);
	return 0;
}

/* Of the actors of one name: the one at home in the country and of the time; else the
 * first. */
static const struct actor *
choose(const struct alias *al, struct str span, const struct actor_context *c)
{
	const struct actor *best = NULL;
	int best_score = -1;

	for (; al != NULL; al = al->next) {
		const struct actor *who = al->actor;
		int score = 1;

		if (al->exact.n > 0 && !str_eq(al->exact, span))
			continue;
		if (c->country.n > 0 && str_eq(c->country, who->country))
			score += 4;
		if (who->until.year == 0 || c->day.year == 0 ||
		    day_cmp(c->day, who->until) <= 0)
			score += 2;
		if (score > best_score) {
			best_score = score;
			best = who;
		}
	}
	return best;
}

/* The node behind the word that token i begins, of all tokens written together (People's,
 * l'islam, الجيش) or of fewer (Hamas's); *last is its last token.  NULL: no name goes on
 * so. */
static const struct node *
spell(const struct actors *a, const struct node *from, struct str text,
    const struct token_list *l, size_t i, size_t end, size_t *last)
{
	const struct node *node;
	struct plain_word w;
	size_t k = i;

	while (k + 1 < end && l->tok[k + 1].kind == TOKEN_WORD &&
	    l->tok[k + 1].start == l->tok[k].end)
		k++;
	for (; k + 1 > i; k--) {
		struct str word = str_sub(text, l->tok[i].start, l->tok[k].end);
		bool plain = plain_word(word, &w) && w.n == word.n;

		node = plain ? walk_plain(a, from, &w) : walk(a, from, word);
		if (node != NULL && node->ends_word) {
			*last = k;
			return node;
		}
	}
	return NULL;
}

const struct actor *
actors_at(const struct actors *a, struct str text, const struct token_list *l, size_t i,
    size_t end, const struct actor_context *c, size_t *last)
{
	const struct node *node = &a->root;
	const struct actor *found = NULL;
	size_t start = l->tok[i].start, at;

	for (size_t k = i;
	     k < end && k < i + NAME_TOKENS && l->tok[k].kind != TOKEN_PUNCT;
	     k = at + 1) {
		const struct node *before = node;
		const struct actor *who;

		node = spell(a, node, text, l, k, end, &at);
		if (node == NULL)
			break;
		if (node == before && found != NULL) /* tropas rusas | el martes: an
							article goes on with a name, and
							ends none */
			continue;
		who = choose(node->aliases, str_sub(text, start, l->tok[at].end), c);
		if (who != NULL) {
			found = who;
			*last = at;
		}
	}
	return found;
}

const struct actor *
actors_get(const struct actors *a, struct str id)
{
	return map_get(&a->by_id, id);
}

struct str
actors_side(const struct actor *who, struct str country)
{
	for (const struct actor_side *s = who->sides; s != NULL; s = s->next)
		if (str_eq(s->country, country))
			return s->side;
	if (who->country.n == 0 || country.n == 0 || str_eq(who->country, country))
		return who->side;
	return STR("foreign");
}

/* Has the name ended by that day, or at all where the day is not known? */
static bool
is_past(const struct actor *who, struct day day)
{
	return who->until.year != 0 && (day.year == 0 || day_cmp(day, who->until) > 0);
}

const struct actor *
actors_of_state(const struct actors *a, struct str country, struct day day)
{
	const struct actor *guest = NULL;

	for (const struct actor *who = a->first_state; who != NULL;
	     who = who->next_state) {
		bool home = str_eq(who->country, country);

		if ((!home && (who->country.n > 0 || guest != NULL)) ||
		    is_past(who, day) || !str_eq(actors_side(who, country), STR("state")))
			continue;
		if (home)
			return who;
		guest = who;
	}
	return guest;
}

struct str
actors_abroad(const struct actor *who, size_t n)
{
	for (const struct actor_side *s = who->sides; s != NULL; s = s->next)
		if (n-- == 0)
			return s->country;
	return STR_NONE;
}
