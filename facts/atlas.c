/* atlas.c -- see atlas.h.  The weights and their figures are in doc/places.md. */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "facts/atlas.h"
#include "facts/attr.h"
#include "facts/claim.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/name_around.h"
#include "facts/letter.h"
#include "facts/name_words.h"
#include "facts/phrase.h"
#include "facts/place_ways.h"
#include "facts/plain.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"

#define NAME_TOKENS 4 /* of a name that tells of the country */
/* votes of towns that settle the country where nothing else is told */
#define SURE 0.49

#define TOWN_OF_SIZE 10000 /* people */
#define LEAD 1.3           /* times the next country's */

/* What one mention says about the country. */
#define VOTE_HINT 4.0
#define VOTE_COUNTRY 2.0
#define VOTE_DEMONYM 1.0
#define VOTE_ACTOR 1.5
#define VOTE_ABROAD 0.5   /* shared by the countries where a party takes a side */
#define VOTE_DIVISION 2.0 /* shared by the countries that have one of the name */
#define VOTE_TOWN 1.5     /* shared by population, less for a village */
#define SHARE_MIN 0.1

/* Is it this one of two letters? */
static inline bool
is_country(struct str country, struct str code)
{
	return country.n == 2 && memcmp(country.p, code.p, 2) == 0;
}

static inline size_t
hash_of(struct str code)
{
	return (size_t)(code.p[0] & 31) << 3 ^ (size_t)(code.p[1] & 31);
}

/* NULL: nothing speaks for the country. */
static const struct atlas_vote *
vote_for(const struct atlas *a, struct str country)
{
	unsigned i = country.n == 2 ? a->vote_at[hash_of(country)] : 0;

	while (i != 0 && !is_country(country, a->votes[i - 1].country))
		i = a->votes[i - 1].next;
	return i == 0 ? NULL : &a->votes[i - 1];
}

static struct atlas_vote *
slot_of(struct atlas *a, struct str country)
{
	const struct atlas_vote *v = vote_for(a, country);
	uint8_t *at;

	if (v != NULL)
		return &a->votes[v - a->votes];
	if (a->n_votes == ATLAS_COUNTRIES || country.n != 2)
		return NULL;
	at = &a->vote_at[hash_of(country)];
	a->votes[a->n_votes] = (struct atlas_vote){ .country = country, .next = *at };
	*at = (uint8_t)(a->n_votes + 1);
	return &a->votes[a->n_votes++];
}

static void
vote(struct atlas *a, struct str country, double weight, enum atlas_word word)
{
	struct atlas_vote *v = slot_of(a, country);

	if (v == NULL)
		return;
	v->weight += weight;
	if (word > v->word)
		v->word = word;
}

double
atlas_people(const struct gaz_place *p)
{
	double least = p->listed ? 10000 : 1000;

	return p->population < least ? least : p->population;
}

/* Kinshasa | said, Bamako | rejected, KINSHASA, Nov 19 (Reuters) | -: is it but who
 * speaks, or where the report is from? */
static bool
is_of_report(struct atlas *a, size_t first, size_t last)
{
	const struct doc *d = a->d;
	const struct token *next = &d->t.tok[last + 1];

	if (last + 1 < d->t.n &&
	    ((next->word->cls & C_SPEECH) || (next->word->small & S_DENY)) &&
	    (next->form & (FORM_PAST | FORM_THIRD)))
		return true;
	for (size_t k = 0; k < ATLAS_DATELINES && k < d->t.n_sent; k++)
		if (d->t.sent[k].first <= first && first < d->t.sent[k].end) {
			if (a->datelines[k] == 0)
				a->datelines[k] = attr_dateline_end(d, k);
			return first < a->datelines[k];
		}
	return false;
}

/* A bit of 64 for what is looked for among the divisions; most are none of them. */
static inline uint64_t
seen_bit(uint64_t v)
{
	return UINT64_C(1) << hash_place(v, 6);
}

static void
note_division(struct atlas *a, const struct gaz_place *p, size_t first, size_t last)
{
	struct gaz_place *division = &a->divisions[a->n_divisions];
	uint64_t record = seen_bit((uintptr_t)p->country.p);

	for (size_t i = 0; (a->records & record) && i < a->n_divisions; i++)
		if (a->record[i] == p->country.p) {
			a->beside[i] = a->beside[i] && is_of_report(a, first, last);
			return;
		}
	if (a->n_divisions == ATLAS_DIVISIONS)
		return;
	for (size_t i = 0; i < a->n_divisions; i++)
		if (gazetteer_same_id(&a->divisions[i], p))
			return;
	*division = *p;
	gazetteer_texts(division, 1);
	a->records |= record;
	a->said[a->n_divisions] = doc_words(a->d, first, last);
	a->beside[a->n_divisions] = is_of_report(a, first, last);
	a->record[a->n_divisions++] = p->country.p;
}

/* A large city abroad has a name like many a village's in some language. */
static double
size_factor(const struct gaz_place *p)
{
	if (p->kind == GAZ_ADMIN2 || atlas_people(p) < TOWN_OF_SIZE)
		return 0.33;
	if (atlas_people(p) < 100000)
		return 0.67;
	return p->alias ? 0.3 : 1.0;
}

static bool
first_time(struct atlas *a, struct known_name *known, struct str plain)
{
	bool kept = known->n_key > 0;

	if (a->n_towns == ATLAS_TOWNS || known->voted_in == a->document)
		return false;
	for (size_t i = 0; !kept && i < a->n_keys; i++)
		if (str_eq(a->towns[i], plain))
			return false;
	if (!kept)
		a->towns[a->n_keys++] = arena_str(a->d->arena, plain);
	known->voted_in = a->document;
	a->n_towns++;
	return true;
}

static void
vote_towns(struct atlas *a, const struct gaz_place *found, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += atlas_people(&found[i]);
	for (size_t i = 0; i < n; i++) {
		double share = atlas_people(&found[i]) / sum;

		if (share >= SHARE_MIN)
			vote(a, found[i].country,
			    VOTE_TOWN * share * size_factor(&found[i]), ATLAS_TOWN);
	}
}

/* Divisions, and places that one may mean as well: cities, and those of the tables. */
static bool
is_large(const struct gaz_place *p)
{
	return p->kind == GAZ_ADMIN1 ||
	    ((p->listed || atlas_people(p) >= 50000) && !p->alias);
}

/* Russia, Russia's army */
static bool
is_of(struct str party, struct str name)
{
	return str_starts(party, name) &&
	    (party.n == name.n || party.p[name.n] == '\'' ||
		str_starts(str_sub(party, name.n, party.n), STR("\xe2\x80\x99")));
}

/* "Russia seized Tarn": does the name stand for a party, which may act abroad? */
static bool
is_party(const struct atlas *a, struct str name)
{
	for (size_t i = 0; i < a->d->n_facts; i++)
		if (is_of(a->d->facts[i].by, name) || is_of(a->d->facts[i].against, name))
			return true;
	return false;
}

bool
atlas_means_country(struct str name, const struct gaz_place *found, size_t n)
{
	bool marked = false;

	if (name_is_abbreviation(name))
		return true;
	for (size_t i = 0; i < name.n; i++)
		marked = marked ||
		    ((unsigned char)name.p[i] >= 0xc3 &&
			(unsigned char)name.p[i] <= 0xc5);
	for (size_t i = 0; marked && i < n; i++)
		marked = found[i].kind == GAZ_COUNTRY || !is_large(&found[i]) ||
		    !str_eq(found[i].name, name);
	return marked;
}

/* What is told of a country by another name of it, though a city has the name. */
static bool
is_country_before(struct str name, const struct gaz_place *found, size_t n)
{
	struct gaz_place told[GAZ_FOUND];

	memcpy(told, found, n * sizeof(*told));
	gazetteer_texts(told, n);
	return atlas_means_country(name, told, n);
}

/* Where a party is known to take a side. */
static void
vote_abroad(struct atlas *a, const struct actor *who)
{
	struct str abroad;
	size_t n = 0;

	while (actors_abroad(who, n).n > 0)
		n++;
	for (size_t i = 0; (abroad = actors_abroad(who, i)).n > 0; i++)
		vote(a, abroad, VOTE_ABROAD / (double)n, ATLAS_PARTY);
}

static void
vote_acting(struct atlas *a, struct str country)
{
	const struct actor *who = actors_of_state(a->d->reader->actors, country,
	    a->d->day);

	vote(a, country, VOTE_COUNTRY, ATLAS_PARTY);
	if (who != NULL)
		vote_abroad(a, who);
}

/* Россия | обстреляла, армия | Израиля, İsrail | ordusu: a country that does something,
 * here or abroad; what it does itself is an act of war. */
static bool
acts(struct atlas *a, size_t first, size_t last)
{
	const struct doc *d = a->d;
	size_t end = last + 1, name_last;
	struct gaz_place country;

	if ((lexicon_has(d->lx, HABIT_HEAD_FIRST) &&
		(token_ground(d, first - 1) & G_FORCE)) ||
	    (lexicon_has(d->lx, HABIT_SUFFIX) && (token_ground(d, last + 1) & G_FORCE)))
		return true;
	while (end < d->t.n && !(d->t.tok[end].flags & TOKEN_FIRST))
		end++;
	if (!country_acts(d, first, end, &name_last, &country))
		return false;
	return a->war = true;
}

/* Au | Salvador, but à | Salvador: in a language with articles they stand before
 * countries, and before no city but of a name that has one itself. */
static bool
is_behind_article(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i] - 1;

	return (t->cls & C_DET) ||
	    ((t->cls & (C_PREP | C_OF)) && t->word->value == WITH_ARTICLE);
}

/* Guadalupe is a city, and what Spanish calls an island: another name of a country
 * yields; but not to one of a division (Géorgie), nor, where the gazetteer's own names
 * are in another language, to a division (Somali, Équateur), nor in another script
 * (Колумбия). */
static bool
vote_country(struct atlas *a, size_t first, size_t last, const struct gaz_place *found,
    size_t n)
{
	bool large = false, own = lexicon_has(a->d->lx, HABIT_GAZETTEER);
	bool city = (unsigned char)*token_text(a->d, first).p < 0xd0 &&
	    (!is_behind_article(a->d, first) || name_ends_before_region(a->d, last));

	for (size_t i = 0; city && i < n; i++)
		large = large ||
		    (found[i].kind != GAZ_COUNTRY && is_large(&found[i]) &&
			!(found[i].kind == GAZ_ADMIN1 && (found[i].alias || !own)));
	for (size_t i = 0; i < n; i++)
		if (found[i].kind == GAZ_COUNTRY &&
		    !(found[i].alias && large &&
			!is_country_before(doc_words(a->d, first, last), found, n))) {
			if (found[i].demonym)
				vote(a, found[i].country, VOTE_DEMONYM, ATLAS_PARTY);
			else if (acts(a, first, last))
				vote_acting(a, found[i].country);
			else
				vote(a, found[i].country, VOTE_COUNTRY,
				    is_party(a, doc_words(a->d, first, last))
					? ATLAS_PARTY
					: ATLAS_NAMED);
			return true;
		}
	return false;
}

/* The first large one of its country? */
static bool
is_first_large(const struct gaz_place *found, size_t i)
{
	if (!is_large(&found[i]))
		return false;
	for (size_t k = 0; k < i; k++)
		if (is_large(&found[k]) && str_eq(found[k].country, found[i].country))
			return false;
	return true;
}

static bool
vote_divisions(struct atlas *a, size_t first, size_t last, const struct gaz_place *found,
    size_t n)
{
	size_t divisions = 0, countries = 0;
	struct str large[GAZ_FOUND];

	for (size_t i = 0; i < n; i++) {
		if (found[i].kind == GAZ_ADMIN1 || found[i].kind == GAZ_ADMIN2)
			note_division(a, &found[i], first, last);
		divisions += found[i].kind == GAZ_ADMIN1;
	}
	if (divisions == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_first_large(found, i))
			large[countries++] = found[i].country;
	for (size_t i = 0; i < countries; i++)
		vote(a, large[i], VOTE_DIVISION / (double)countries,
		    countries == 1 ? ATLAS_NAMED : ATLAS_TOWN);
	return true;
}

size_t
atlas_find(const struct atlas *a, struct str plain, struct gaz_place found[GAZ_FOUND])
{
	return known_names_copy(a->d->reader->names, a->g, plain, found);
}

static inline struct known_name *
look_up(const struct atlas *a, struct str plain, struct unkept_name *room)
{
	return known_names_find(a->d->reader->names, a->g, plain, room);
}

#define DIVISIONS (GAZ_BIT(GAZ_ADMIN1) | GAZ_BIT(GAZ_ADMIN2))

/* What a name of the text says, known as it stands and meant without its endings.  A
 * common word (Same, Police, Battle) may be a country or a division, but tells of no
 * town; a country may be meant by the next mention of it. */
static void
vote_name(struct atlas *a, size_t first, size_t last, struct str plain,
    struct known_name *known, const struct known_name *meant)
{
	bool common = first == last && a->d->t.tok[first].word->id != 0;
	/* but: Niger | state */
	bool country = (meant->kinds & GAZ_BIT(GAZ_COUNTRY)) &&
	    !((meant->kinds & GAZ_BIT(GAZ_ADMIN1)) &&
		name_ends_before_region(a->d, last));

	if ((country && vote_country(a, first, last, meant->found, meant->n)) ||
	    ((meant->kinds & DIVISIONS) &&
		vote_divisions(a, first, last, meant->found, meant->n)) ||
	    common)
		return;
	if (first_time(a, known, plain))
		vote_towns(a, meant->found, meant->n);
	if (!country)
		known->told_in = a->document;
}

static bool
small_begins(const struct doc *d, const struct token *t)
{
	struct str word = { d->in->text.p + t->start, t->end - t->start }, rest = word;

	return !letter_is_lower(utf8_next(&rest)) ||
	    ((t->flags & TOKEN_DASH) && inner_capital(word));
}

/* Any word in a script without capitals; else one that has a capital, if only after its
 * article; but no ending (Van'ı is not Vani). */
static inline bool
may_begin(const struct doc *d, const struct token *t, const char *text)
{
	unsigned char first = (unsigned char)text[t->start];
	unsigned small = (unsigned)(first - 'a') < 26;

	/* in one: what the next word is like is not to be foretold */
	if ((t->kind != TOKEN_WORD) | (t->form & FORM_POST) |
	    (small & !(t->flags & TOKEN_DASH)))
		return false;
	return (first < 0x80 && !small) || small_begins(d, t);
}

/* Томской области: what a name may end with. */
static inline bool
may_end(const struct doc *d, const struct token *t, const char *text)
{
	return may_begin(d, t, text) ||
	    ((t->word->ground & G_REGION) && lexicon_has(d->lx, HABIT_HEAD_FIRST));
}

/* In a language with cases: the name as it would stand without its endings, if the
 * gazetteer has that; or NULL. */
static const struct known_name *
look_up_inflected(struct atlas *a, struct str name, struct unkept_name *room)
{
	struct place_ways ways;
	struct str plain;
	char bytes[PLACE_NAME_MAX], key[FOLD_MAX];

	place_ways_find(a->d->lx, name, &ways);
	for (size_t k = 0; (plain = place_ways_name(a->d->lx, &ways, k, bytes)).n > 0;
	     k++) {
		const struct known_name *known = look_up(a,
		    fold_name(key, plain, FOLD_PLAIN), room);

		if (known->exact)
			return known;
	}
	return NULL;
}

/* Has none of these towns a size? */
static bool
are_small(const struct known_name *known)
{
	for (size_t i = 0; i < known->n; i++)
		if (known->found[i].kind != GAZ_TOWN ||
		    atlas_people(&known->found[i]) >= TOWN_OF_SIZE)
			return false;
	return true;
}

/* By its own key, else without endings - rather so where only villages have it: Курске -,
 * else by a looser key; false: it is no name. */
static bool
survey_span(struct atlas *a, size_t first, size_t last, struct str plain)
{
	struct unkept_name room, other;
	struct known_name *known = look_up(a, plain, &room);
	const struct known_name *meant = NULL;

	if (known->told_in == a->document)
		return true;
	if (place_ways_any(a->d->lx) && (!known->exact || are_small(known)))
		meant = look_up_inflected(a, doc_words(a->d, first, last), &other);
	if (meant == NULL)
		meant = known;
	if (meant->n > 0)
		vote_name(a, first, last, plain, known, meant);
	return meant->n > 0;
}

/* Is the token a known word, and nothing but that? */
static bool
is_word(const struct token *t)
{
	return t->word->id != 0 && t->word->key.n == t->end - t->start;
}

/* What doc.nameless has of a word. */
enum { NAMES_NOTHING = 1, BEGINS_NOTHING = 2 };

static inline unsigned
learnt_of(const struct doc *d, const struct word *w)
{
	return d->nameless[w->id / 32] >> w->id % 32 * 2 & 3;
}

static inline void
learn(const struct doc *d, const struct word *w, unsigned what)
{
	d->nameless[w->id / 32] |= (uint64_t)what << w->id % 32 * 2;
}

/* Does a space part the token from the next? */
static inline bool
is_parted(const struct doc *d, size_t i)
{
	return plain_byte(d->in->text, d->t.tok[i].end) == ' ';
}

struct spans { /* of tokens that begin with the same one */
	char plain[NAME_WORDS_ROOM];
	size_t ends[NAME_TOKENS]; /* of their keys */
	size_t n;
	unsigned names; /* a bit for each that may be a name */
	bool begins;    /* the first token may begin a longer one */
};

/* Those of at most so many tokens from token i on, as far as a name may go on; in a
 * language with cases any may be one. */
static void
spans_find(const struct atlas *a, size_t i, size_t most, struct spans *s)
{
	const struct doc *d = a->d;
	const unsigned any = place_ways_any(d->lx);
	const struct token *t = &d->t.tok[i];
	struct name_words words;
	size_t n = name_words_first(&words, a->g, known_names_first(d->reader->names),
	    s->plain, d->in->text, t->start, t->end);

	s->ends[0] = n;
	s->names = any | words.may_name;
	s->begins = words.with.known & GAZ_BEGINNING;
	for (s->n = 1; s->n < most && !(words.over && !any); s->n++, t++) {
		n = name_words_add(&words, s->plain, n, d->in->text, t->end, t[1].end);
		s->ends[s->n] = n;
		s->names |= (any | words.may_name) << s->n;
	}
}

/* The tokens from token i on that a name may end with, as bits; at most so many. */
static unsigned
ends_of(const struct doc *d, size_t i, size_t most)
{
	const char *text = d->in->text.p;
	unsigned ends = 1;

	for (size_t k = 1; k < most; k++)
		ends |= (unsigned)may_end(d, &d->t.tok[i + k], text) << k;
	return ends;
}

/* The longest name at token i: its last token; i itself if there is none. */
static size_t
survey_name(struct atlas *a, size_t i, size_t end)
{
	const struct doc *d = a->d;
	const struct token *t = &d->t.tok[i];
	bool word = is_word(t);
	unsigned learnt = word ? learnt_of(d, t->word) : 0, ends;
	size_t most = end - i < NAME_TOKENS ? end - i : NAME_TOKENS;
	struct spans s;

	if (learnt == (NAMES_NOTHING | BEGINS_NOTHING) && is_parted(d, i))
		return i;
	ends = ends_of(d, i, most);
	if ((learnt & NAMES_NOTHING) && ends == 1)
		return i;
	spans_find(a, i, (size_t)(32 - __builtin_clz(ends)), &s);
	ends &= s.names;
	for (size_t k = s.n; k-- > 1;)
		if ((ends & 1u << k) &&
		    survey_span(a, i, i + k, fold_key(s.plain, s.ends[k])))
			return i + k;
	/* no Porto | de Santos: its first word alone names nothing */
	if ((learnt & NAMES_NOTHING) ||
	    ((t->word->ground & G_SITE) && (t[1].cls & C_OF)) ||
	    ((ends & 1) && survey_span(a, i, i, fold_key(s.plain, s.ends[0]))))
		return i;
	if (word)
		learn(d, t->word,
		    s.begins ? NAMES_NOTHING : NAMES_NOTHING | BEGINS_NOTHING);
	return i;
}

/* The actor whose name begins at token i, as the phrases of its sentence have it or,
 * where they do not say, the table. */
static const struct actor *
actor_at(const struct atlas *a, const struct phrases *p, size_t *known, size_t i,
    size_t end, size_t *last)
{
	const struct doc *d = a->d;
	const struct token *t = &d->t.tok[i];
	struct actor_context c = { d->in->country, d->day };

	while (p != NULL && *known < p->n_known && p->known[*known].first < i)
		++*known;
	if (p != NULL && *known < p->n_known && p->known[*known].first == i) {
		*last = p->known[*known].last;
		return p->known[*known].who;
	}
	return (t->flags & TOKEN_NO_ACTOR) ||
		!actors_may_begin(d->reader->actors, d->in->text, t)
	    ? NULL
	    : actors_at(d->reader->actors, d->in->text, &d->t, i, end, &c, last);
}

/* What stands at token i, which may begin a name; gives the last token of that.  Arakan
 * in "Arakan Army" is no division; but the actor has a home. */
static size_t
survey_token(struct atlas *a, const struct phrases *p, size_t *known, size_t i,
    size_t end)
{
	size_t last;
	const struct actor *who = actor_at(a, p, known, i, end, &last);

	if (who == NULL)
		return survey_name(a, i, end);
	vote(a, who->country, VOTE_DEMONYM, ATLAS_PARTY);
	return last;
}

static void
survey_tokens(struct atlas *a, const struct sentence *s)
{
	const char *text = a->d->in->text.p;
	size_t none = 0;

	for (size_t i = s->first; i < s->end; i++)
		if (may_begin(a->d, &a->d->t.tok[i], text))
			i = survey_token(a, NULL, &none, i, s->end);
}

/* The same where it is known which tokens a name may begin with. */
static void
survey_starts(struct atlas *a, const struct phrases *p)
{
	const char *text = a->d->in->text.p;
	size_t known = 0, past = p->first;

	for (size_t k = 0; k < p->n_starts; k++) {
		size_t i = p->starts[k];

		if (i >= past && may_begin(a->d, &a->d->t.tok[i], text))
			past = survey_token(a, p, &known, i, p->end) + 1;
	}
}

static void
survey_text(struct atlas *a)
{
	const struct doc *d = a->d;

	for (size_t s = 0; s < d->t.n_sent; s++)
		if (d->phrases != NULL && d->phrases[s] != NULL)
			survey_starts(a, d->phrases[s]);
		else
			survey_tokens(a, &d->t.sent[s]);
}

/* A party speaks for its home and, more softly, for each country where it is known to
 * take a side. */
static void
vote_party(struct atlas *a, const struct actor *who)
{
	vote(a, who->country, VOTE_ACTOR, ATLAS_PARTY);
	vote_abroad(a, who);
}

static void
survey_facts(struct atlas *a)
{
	const struct actors *actors = a->d->reader->actors;

	for (size_t i = 0; i < a->d->n_facts; i++) {
		const struct fact *f = &a->d->facts[i];
		const struct str ids[] = { f->by_id, f->against_id, f->side_id };

		for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++) {
			const struct actor *who = ids[k].n > 0
			    ? actors_get(actors, ids[k])
			    : NULL;

			if (who != NULL)
				vote_party(a, who);
		}
	}
}

static bool
is_act_of_war(const struct fact *f)
{
	return f->kind == FACT_TERRITORY || f->kind == FACT_STRIKE ||
	    (cause_marks(&f->cause, 1) & CAUSE_OF_WAR);
}

void
atlas_survey(struct atlas *a, const struct doc *d)
{
	const struct atlas_vote *best = NULL;
	double second = 0;

	a->d = d;
	a->g = d->reader->gazetteer;
	a->n_votes = a->n_divisions = a->n_towns = a->n_keys = 0;
	a->document = known_names_begin(d->reader->names);
	memset(a->vote_at, 0, sizeof(a->vote_at));
	memset(a->datelines, 0, sizeof(a->datelines));
	a->records = 0;
	a->country = STR_NONE;
	a->word = ATLAS_TOWN;
	a->war = a->takes = false;
	for (size_t i = 0; i < d->n_facts; i++)
		a->war = a->war || is_act_of_war(&d->facts[i]);
	vote(a, d->in->country, VOTE_HINT, ATLAS_NAMED);
	survey_text(a);
	survey_facts(a);
	for (size_t i = 0; i < a->n_votes; i++)
		if (best == NULL || a->votes[i].weight > best->weight)
			best = &a->votes[i];
	for (size_t i = 0; i < a->n_votes; i++)
		if (&a->votes[i] != best && a->votes[i].weight > second)
			second = a->votes[i].weight;
	if (best == NULL ||
	    (best->word == ATLAS_TOWN &&
		(best->weight < SURE || best->weight <= LEAD * second)))
		return;
	a->country = best->country;
	a->word = best->word;
	a->takes = a->war && atlas_takes(a);
}

struct str
atlas_told(const struct atlas *a, const struct gaz_place *found, size_t n)
{
	const struct atlas_vote *best = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct atlas_vote *v = vote_for(a, found[i].country);

		if (v != NULL && v->word > ATLAS_TOWN &&
		    (best == NULL || v->weight > best->weight ||
			(v->weight == best->weight && v < best)))
			best = v;
	}
	return best == NULL ? STR_NONE : best->country;
}

bool
atlas_has_party(const struct atlas *a, struct str country)
{
	const struct atlas_vote *v = vote_for(a, country);

	return v != NULL && v->word == ATLAS_PARTY;
}
