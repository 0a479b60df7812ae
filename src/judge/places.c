/* judge/places.c -- longest name wins, friends are told from false friends.
 *
 * A gazetteer of some 1,200 names is looked up by bisection at each capitalised
 * word and grown word by word while a longer name may fit. What a table cannot
 * know is asked of the neighbours: Jordan and Austin must stand behind "in" or
 * before ", Texas"; a city before a region of another country belongs there
 * (London, Ontario); US must be upper case in a line that is not; Washington is
 * passed over behind a first name; Georgia is the state when the article names
 * other American places, the country when it names its neighbours, else nothing.
 * Papers (Washington Post) and firms (Boston Dynamics) are muted. */
#include "judge/places.h"

#include <stdlib.h>

#define NAME_MOST 64 /* bytes of the longest name, and a margin */
#define PARTS_MOST 6 /* tokens of it */

struct mention {
	const struct places_name *name;
	size_t first, last;
};

/* The first row that is not before `key`. */
static size_t lower_bound(struct str key)
{
	size_t low = 0, high = places_names;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (str_cmp(places_name[middle].name, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Abbreviations of two or three letters must be written in capitals. */
static bool is_written_so(const struct tokens *t, size_t n, const struct places_name *name)
{
	static const char *const upper[] = {"us",  "uk",  "usa",  "uae", "prc",
					    "nyc", "nsw", "dprk", "cn"};

	for (size_t i = 0; i < sizeof upper / sizeof *upper; i++)
		if (str_eq(name->name, str_of(upper[i])))
			return t->at[n].shape == TOKEN_UPPER;
	return true;
}

static bool find(struct mention *out, const struct tokens *t, size_t n)
{
	char key[NAME_MOST];
	size_t len = 0;
	bool found = false;

	if (!tokens_has(t, n, LEXICON_PLACE) || !tokens_capital(t, n))
		return false;
	for (size_t i = n; i < t->len && i < n + PARTS_MOST; i++) {
		struct str so_far;
		size_t row;

		if (i > n && !tokens_follows(t, i, false))
			break;
		len = tokens_fold(key, sizeof key, len, tokens_str(t, i));
		if (!len)
			break;
		so_far = (struct str){key, len};
		row = lower_bound(so_far);
		if (row >= places_names || !str_starts(places_name[row].name, so_far))
			break;
		if (places_name[row].name.len == len && is_written_so(t, n, &places_name[row])) {
			*out = (struct mention){&places_name[row], n, i + 1};
			found = true;
		}
	}
	return found;
}

size_t places_at(const struct tokens *t, size_t n)
{
	struct mention m;

	return find(&m, t, n) ? m.last - n : 0;
}

static bool is_behind_preposition(const struct tokens *t, size_t n)
{
	static const char *const word[] = {
		"in",       "at",       "from",     "near",     "to",      "across",
		"outside",  "around",   "through",  "downtown", "central", "via",
		"northern", "southern", "eastern",  "western",  "between", "toward",
		"towards",  "inside",   "suburban", "within",   "into",    "throughout"};

	if (!tokens_follows(t, n, false))
		return false;
	if (TOKENS_ONE_OF(t, n - 1, word))
		return true;
	return tokens_is(t, n - 1, "the") && n > 1 && tokens_is(t, n - 2, "in");
}

/* A capitalised word that is no place stands at n: a surname, mostly. */
static bool is_foreign_capital(const struct tokens *t, size_t n)
{
	return n < t->len && tokens_capital(t, n) && !places_at(t, n) && !tokens_is_title_case(t) &&
	       !tokens_has(t, n, LEXICON_PLAIN | LEXICON_STOP | LEXICON_AUTHORITY | LEXICON_ORG);
}

/* "X, Ohio": the region or country that settles X. */
static const struct places_name *region_behind(const struct tokens *t, size_t last)
{
	struct mention m;

	if (!tokens_is(t, last, ",") || !tokens_follows(t, last + 1, false) ||
	    !find(&m, t, last + 1))
		return NULL;
	if (m.name->kind != PLACES_REGION && m.name->kind != PLACES_COUNTRY)
		return NULL;
	return tokens_is(t, m.last, "and") || tokens_is(t, m.last, "or") ? NULL : m.name;
}

static bool is_behind_name(const struct tokens *t, size_t n)
{
	return n > 0 && t->at[n - 1].kind == TOKEN_WORD && tokens_follows(t, n, false) &&
	       (!tokens_starts(t, n - 1) || !t->at[n - 1].row) && is_foreign_capital(t, n - 1);
}

static bool is_followed(const struct tokens *t, size_t last)
{
	return tokens_follows(t, last, false) && is_foreign_capital(t, last);
}

static bool is_believed(const struct tokens *t, const struct mention *m)
{
	switch (m->name->kind) {
	case PLACES_MUTE:
		return false;
	case PLACES_DOUBTFUL:
		if (region_behind(t, m->last))
			return true;
		return is_behind_preposition(t, m->first) && !is_followed(t, m->last);
	case PLACES_METONYM:
		return !is_behind_name(t, m->first) && !is_followed(t, m->last);
	default:
		return true;
	}
}

/* -- counting -------------------------------------------------------------------------- */

struct tally {
	struct place *place; /* by country */
	uint32_t georgia;    /* which country that is here */
};

static size_t country_index(const char *code)
{
	size_t low = 0, high = places_countries;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(places_country[middle].code, code) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void count(struct tally *c, size_t country, const struct tokens *t, const struct mention *m,
		  enum field field)
{
	struct place *p = &c->place[country];
	uint32_t sentence = t->at[m->first].sentence;

	p->name = str_of(places_country[country].name);
	p->code = places_country[country].code;
	p->mentions++;
	p->weight += field == FIELD_TITLE ? 3 : sentence < 3 ? 2 : 1;
	if (p->spans < PLACES_SPANS)
		p->span[p->spans++] = (struct place_span){(uint8_t)field, t->at[m->first].from,
							  t->at[m->last - 1].upto};
}

static bool is_shouted(const struct tokens *t) /* all words upper case: "US" says nothing */
{
	size_t words = 0, upper = 0;

	for (size_t i = 0; i < t->len && i < 40; i++) {
		words += t->at[i].kind == TOKEN_WORD;
		upper += t->at[i].kind == TOKEN_WORD && t->at[i].shape == TOKEN_UPPER;
	}
	return words > 3 && upper * 10 > words * 7;
}

static void read_field(struct tally *c, const struct tokens *t, enum field field, bool georgia)
{
	bool shouted = is_shouted(t);
	struct mention m;

	for (size_t n = 0; n < t->len; n++) {
		const struct places_name *region;
		bool is_georgia;

		if (!find(&m, t, n))
			continue;
		is_georgia = str_eq(m.name->name, STR("georgia"));
		if (is_georgia == georgia && is_believed(t, &m) &&
		    !(shouted && str_eq(m.name->name, STR("us")))) {
			size_t country = country_index(m.name->code);

			region = m.name->kind == PLACES_COUNTRY ? NULL : region_behind(t, m.last);
			if (region)
				country = country_index(region->code);
			if (georgia)
				country = c->georgia;
			count(c, country, t, &m, field);
		}
		n = m.last - 1;
	}
}

/* The state, the country, or neither (places_countries). */
static uint32_t which_georgia(const struct tally *c)
{
	static const char *const near[] = {"GE", "RU", "AM", "AZ"};

	for (size_t i = 0; i < sizeof near / sizeof *near; i++)
		if (c->place[country_index(near[i])].mentions)
			return (uint32_t)country_index("GE");
	return c->place[country_index("US")].mentions ? (uint32_t)country_index("US")
						      : (uint32_t)places_countries;
}

static int by_weight(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	if (x->span[0].field != y->span[0].field)
		return x->span[0].field < y->span[0].field ? -1 : 1;
	return x->span[0].from < y->span[0].from ? -1 : x->span[0].from > y->span[0].from;
}

void places_of(struct places *out, struct arena *arena, const struct tokens tokens[FIELD_COUNT])
{
	struct tally c = {.place = ARENA_ARRAY(arena, struct place, places_countries)};
	size_t kept = 0;

	for (int f = 0; f < FIELD_COUNT; f++)
		read_field(&c, &tokens[f], (enum field)f, false);
	c.georgia = which_georgia(&c);
	for (int f = 0; f < FIELD_COUNT && c.georgia < places_countries; f++)
		read_field(&c, &tokens[f], (enum field)f, true);
	for (size_t i = 0; i < places_countries; i++)
		if (c.place[i].mentions)
			c.place[kept++] = c.place[i];
	qsort(c.place, kept, sizeof *c.place, by_weight);
	*out = (struct places){c.place, kept < PLACES_MOST ? kept : PLACES_MOST};
}
