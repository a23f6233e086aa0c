/*
 * claim_place.c -- names of places as keys.  The folded name (facts/fold.h) carries
 * country and first-level division as far as they are known: of equal names a third are
 * far apart.
 */
#include "config.h"

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "facts/claim.h"
#include "facts/fold.h"

/* Lower case, without marks, articles and punctuation: two spellings, one text. */
static struct str
name_fold(struct arena *a, struct str s)
{
	char out[FOLD_MAX];

	return arena_str(a, fold_name(out, s, FOLD_SOUND));
}

struct str
place_key(struct arena *a, const struct fact_place *p)
{
	struct str name = p->canonical.n > 0 ? p->canonical : p->name;

	if (name.n == 0)
		return STR_NONE;
	return arena_join(a,
	    (struct str[]){
		p->country, STR("|"), p->admin1, STR("|"), name_fold(a, name) },
	    5);
}

static void
split(struct str key, struct str part[3])
{
	for (int i = 0; i < 3; i++)
		part[i] = STR_NONE;
	str_cut(&key, '|', &part[0]);
	str_cut(&key, '|', &part[1]);
	part[2] = key;
}

struct str
place_key_name(struct str key)
{
	size_t at = key.n;

	while (at > 0 && key.p[at - 1] != '|') /* a folded name has none */
		at--;
	return at == 0 ? STR_NONE : str_sub(key, at, key.n);
}

bool
place_key_same(struct str a, struct str b)
{
	struct str x[3], y[3];

	if (str_eq(a, b))
		return true;
	split(a, x);
	split(b, y);
	if (x[2].n == 0 || !str_eq(x[2], y[2]))
		return false;
	for (int i = 0; i < 2; i++)
		if (x[i].n > 0 && y[i].n > 0 && !str_eq(x[i], y[i]))
			return false;
	return true;
}

int
country_asked(struct str said, struct str *code, struct arena *a, struct err *e)
{
	char found[3];

	*code = STR_NONE;
	if (said.n == 0)
		return 0;
	for (const char *const *c = uloc_getISOCountries(); *c != NULL; c++) {
		if (str_eq_ci(said, str_of(*c))) {
			*code = str_of(*c);
			return 0;
		}
	}
	if (!country_of_name(said, found))
		return err_asked(e,
		    "no country '%.*s': its two letters (ISO 3166) or its English name",
		    STR_ARG(said));
	*code = arena_str(a, str_of(found));
	return 0;
}

struct str
country_name(char out[COUNTRY_NAME], struct str code)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar shown[COUNTRY_NAME / 2];
	char locale[8];
	int32_t n = 0;

	out[0] = '\0';
	snprintf(locale, sizeof(locale), "und_%.*s", (int)str_sub(code, 0, 2).n, code.p);
	n = uloc_getDisplayCountry(locale, "en", shown, COUNTRY_NAME / 2, &status);
	if (code.n == 0 || status != U_ZERO_ERROR)
		return STR_NONE;
	u_strToUTF8(out, COUNTRY_NAME, NULL, shown, n, &status);
	return U_FAILURE(status) ? STR_NONE : str_of(out);
}

bool
country_of_name(struct str name, char code[3])
{
	char shown[COUNTRY_NAME];

	for (const char *const *c = uloc_getISOCountries(); *c != NULL; c++) {
		if (!str_eq_ci(name, country_name(shown, str_of(*c))))
			continue;
		code[0] = (*c)[0];
		code[1] = (*c)[1];
		code[2] = '\0';
		return true;
	}
	return false;
}
