/* judge/roles.c -- a table of words, looked for on both sides of a number.
 *
 * Words before a number bind further than words behind it ("killing at least two
 * people", "fined the company $20m"; "two people were killed", "a $5m fine"). A
 * colon, a semicolon, a bracket or another number ends the search, so that "killed
 * two and injured three" gives each its own. What is told of money by a weak word
 * (pay, cost) yields to a strong one within reach ("agreed to pay $5m to settle"). */
#include "judge/roles.h"

#include <stdlib.h>

#include "judge/units.h"

#define BACK 9
#define AHEAD 7
#define WORD_MOST 16 /* the longest of the table and a margin */
#define WEAK 8       /* tokens by which a weak word counts as farther away */

enum side { BEFORE = 1, BEHIND = 2, BOTH = 3 };
enum holder { PEOPLE = 1, MONEY = 2, THINGS = 4 };

static const struct row {
	const char *word, *role;
	uint8_t holder, side;
	bool weak;
} table[] = {
	/* by word */
	{"affected", "affected", PEOPLE | THINGS, BOTH, false},
	{"affecting", "affected", PEOPLE | THINGS, BEFORE, false},
	{"affects", "affected", PEOPLE | THINGS, BEFORE, false},
	{"arrested", "arrested", PEOPLE, BOTH, false},
	{"arresting", "arrested", PEOPLE, BEFORE, false},
	{"arrests", "arrested", PEOPLE, BEFORE, false},
	{"awarded", "damages", MONEY, BOTH, true},
	{"charged", "charged", PEOPLE, BOTH, false},
	{"compensation", "damages", MONEY, BOTH, false},
	{"contract", "contract", MONEY, BOTH, false},
	{"cost", "cost", MONEY, BOTH, true},
	{"costing", "cost", MONEY, BEFORE, true},
	{"costs", "cost", MONEY, BOTH, true},
	{"damages", "damages", MONEY, BOTH, false},
	{"dead", "killed", PEOPLE, BOTH, false},
	{"deaths", "killed", PEOPLE, BEFORE, false},
	{"defrauded", "stolen", MONEY, BOTH, false},
	{"demanding", "sought", MONEY, BEFORE, false},
	{"detained", "arrested", PEOPLE, BOTH, false},
	{"died", "killed", PEOPLE, BEHIND, false},
	{"dismissed", "dismissed", PEOPLE, BOTH, false},
	{"displaced", "displaced", PEOPLE, BOTH, false},
	{"evacuated", "evacuated", PEOPLE, BOTH, false},
	{"exposed", "leaked", PEOPLE | THINGS, BOTH, false},
	{"fatalities", "killed", PEOPLE, BOTH, false},
	{"fine", "fined", MONEY, BOTH, false},
	{"fined", "fined", MONEY, BOTH, false},
	{"fines", "fined", MONEY, BOTH, false},
	{"fired", "dismissed", PEOPLE, BOTH, false},
	{"funding", "raised", MONEY, BOTH, false},
	{"heist", "stolen", MONEY, BOTH, false},
	{"hospitalised", "injured", PEOPLE, BOTH, false},
	{"hospitalized", "injured", PEOPLE, BOTH, false},
	{"hurt", "injured", PEOPLE, BOTH, false},
	{"indicted", "charged", PEOPLE, BOTH, false},
	{"injured", "injured", PEOPLE, BOTH, false},
	{"injures", "injured", PEOPLE, BEFORE, false},
	{"injuries", "injured", PEOPLE, BOTH, false},
	{"injuring", "injured", PEOPLE, BEFORE, false},
	{"invest", "invested", MONEY, BEFORE, false},
	{"invested", "invested", MONEY, BOTH, false},
	{"investment", "invested", MONEY, BOTH, false},
	{"kill", "killed", PEOPLE, BEFORE, false},
	{"killed", "killed", PEOPLE, BOTH, false},
	{"killing", "killed", PEOPLE, BEFORE, false},
	{"kills", "killed", PEOPLE, BEFORE, false},
	{"laid-off", "dismissed", PEOPLE, BOTH, false},
	{"lawsuit", "sought", MONEY, BOTH, true},
	{"leaked", "leaked", PEOPLE | THINGS, BOTH, false},
	{"losing", "lost", MONEY, BEFORE, false},
	{"loss", "lost", MONEY, BOTH, false},
	{"losses", "lost", MONEY, BOTH, false},
	{"lost", "lost", MONEY, BOTH, false},
	{"missing", "missing", PEOPLE, BOTH, false},
	{"paid", "paid", MONEY, BOTH, true},
	{"pay", "paid", MONEY, BEFORE, true},
	{"paying", "paid", MONEY, BEFORE, true},
	{"pays", "paid", MONEY, BEFORE, true},
	{"penalties", "fined", MONEY, BOTH, false},
	{"penalty", "fined", MONEY, BOTH, false},
	{"price", "cost", MONEY, BOTH, true},
	{"raised", "raised", MONEY, BOTH, false},
	{"raising", "raised", MONEY, BOTH, false},
	{"recall", "recalled", THINGS, BOTH, false},
	{"recalled", "recalled", THINGS, BOTH, false},
	{"recalling", "recalled", THINGS, BEFORE, false},
	{"recalls", "recalled", THINGS, BEFORE, false},
	{"revenue", "revenue", MONEY, BOTH, false},
	{"revenues", "revenue", MONEY, BOTH, false},
	{"scammed", "stolen", MONEY, BOTH, false},
	{"seeking", "sought", MONEY, BEFORE, false},
	{"seeks", "sought", MONEY, BEFORE, false},
	{"settle", "settled", MONEY, BOTH, false},
	{"settled", "settled", MONEY, BOTH, false},
	{"settlement", "settled", MONEY, BOTH, false},
	{"sold", "sold", MONEY | THINGS, BOTH, true},
	{"sought", "sought", MONEY, BOTH, false},
	{"steal", "stolen", MONEY | THINGS, BEFORE, false},
	{"stealing", "stolen", MONEY | THINGS, BEFORE, false},
	{"stole", "stolen", MONEY | THINGS, BEFORE, false},
	{"stolen", "stolen", MONEY | THINGS, BOTH, false},
	{"sued", "sought", MONEY, BEFORE, false},
	{"sues", "sought", MONEY, BEFORE, false},
	{"swindled", "stolen", MONEY, BOTH, false},
	{"theft", "stolen", MONEY, BOTH, false},
	{"transfer", "stolen", MONEY, BOTH, true},
	{"transferred", "stolen", MONEY, BOTH, true},
	{"valuation", "valued", MONEY, BOTH, false},
	{"valued", "valued", MONEY, BOTH, false},
	{"worth", "valued", MONEY, BEFORE, true},
	{"wounded", "injured", PEOPLE, BOTH, false},
	{"wounding", "injured", PEOPLE, BEFORE, false},
};

size_t roles_token(const struct tokens *t, uint32_t at)
{
	size_t low = 0, high = t->len;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (t->at[middle].upto <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* -- context ------------------------------------------------------------------------------ */

static bool is_mate(const struct tokens *t, size_t n, uint32_t sentence)
{
	return n < t->len && t->at[n].sentence == sentence;
}

void roles_context(uint32_t *from, uint32_t *upto, const struct tokens *t, size_t first,
		   size_t last)
{
	uint32_t sentence = t->at[first].sentence;
	bool left = true, right = true;

	while (left || right) {
		uint32_t end = t->at[last - 1].upto, begin = t->at[first].from;

		left = left && first > 0 && is_mate(t, first - 1, sentence) &&
		       end - t->at[first - 1].from <= ROLES_CONTEXT;
		if (left)
			begin = t->at[--first].from;
		right = right && is_mate(t, last, sentence) &&
			t->at[last].upto - begin <= ROLES_CONTEXT;
		if (right)
			last++;
	}
	*from = t->at[first].from;
	*upto = t->at[last - 1].upto;
}

/* -- bounds ------------------------------------------------------------------------------- */

static enum bound bound_at(const struct tokens *t, size_t n)
{
	static const struct {
		const char *phrase;
		enum bound bound;
		size_t words;
	} put[] = {
		{"more than", BOUND_LEAST, 2}, {"greater than", BOUND_LEAST, 2},
		{"at least", BOUND_LEAST, 2},  {"upwards of", BOUND_LEAST, 2},
		{"as few as", BOUND_LEAST, 3}, {"over", BOUND_LEAST, 1},
		{"exceeding", BOUND_LEAST, 1}, {"less than", BOUND_MOST, 2},
		{"fewer than", BOUND_MOST, 2}, {"at most", BOUND_MOST, 2},
		{"up to", BOUND_MOST, 2},      {"as many as", BOUND_MOST, 3},
		{"as much as", BOUND_MOST, 3}, {"under", BOUND_MOST, 1},
		{"nearly", BOUND_NEARLY, 1},   {"almost", BOUND_NEARLY, 1},
		{"close to", BOUND_NEARLY, 2},
	};

	for (size_t i = 0; i < sizeof put / sizeof *put; i++) {
		size_t at = n - put[i].words;
		bool no = at > 0 && n >= put[i].words &&
			  (tokens_is(t, at - 1, "no") || tokens_is(t, at - 1, "not"));

		if (n < put[i].words || !tokens_phrase(t, &at, put[i].phrase))
			continue;
		if (!no || put[i].words != 2)
			return put[i].bound;
		return put[i].bound == BOUND_LEAST ? BOUND_MOST : BOUND_LEAST;
	}
	return BOUND_ABOUT;
}

/* "added up to 4.8 PB", "spread over four suitcases": no bound at all. */
static bool is_figure_of_speech(const struct tokens *t, size_t n)
{
	static const char *const sum[] = {"add",     "adds",     "added", "adding", "amount",
					  "amounts", "amounted", "sums",  "summed"};
	static const char *const spread[] = {"spread", "scattered", "divided", "distributed",
					     "handed", "all",       "flew",    "drove"};

	if (n >= 3 && tokens_is(t, n - 1, "to") && tokens_is(t, n - 2, "up"))
		return TOKENS_ONE_OF(t, n - 3, sum);
	return n >= 2 && tokens_is(t, n - 1, "over") && TOKENS_ONE_OF(t, n - 2, spread);
}

/* -- roles -------------------------------------------------------------------------------- */

struct search {
	const struct tokens *t;
	uint8_t holder;
	const char *role;
	size_t distance;
};

static bool is_fence(const struct tokens *t, size_t n)
{
	static const char *const sign[] = {";", ":", "(", ")", "\xe2\x80\x94"};

	if (t->at[n].kind == TOKEN_NUMBER || tokens_has(t, n, LEXICON_NUMBER))
		return true;
	return t->at[n].kind == TOKEN_SIGN && TOKENS_ONE_OF(t, n, sign);
}

static int by_word(const void *word, const void *row)
{
	return strcmp(word, ((const struct row *)row)->word);
}

static const struct row *find(const struct tokens *t, size_t n)
{
	char word[WORD_MOST] = {0};
	size_t len = tokens_fold(word, sizeof word - 1, 0, tokens_str(t, n));

	return len ? bsearch(word, table, sizeof table / sizeof *table, sizeof *table, by_word)
		   : NULL;
}

static void look(struct search *s, size_t n, size_t distance, enum side side)
{
	const struct row *row = tokens_kind(s->t, n, TOKEN_WORD) ? find(s->t, n) : NULL;
	size_t away;

	if (!row || (row->holder & s->holder) == 0 || (row->side & (uint8_t)side) == 0)
		return;
	away = distance + (row->weak ? WEAK : 0);
	if (away < s->distance) {
		s->role = row->role;
		s->distance = away;
	}
}

static uint8_t holder_of(const struct fact *f)
{
	switch (units_named(f->unit).family) {
	case UNIT_PEOPLE:
		return PEOPLE;
	case UNIT_MONEY:
		return MONEY;
	case UNIT_COUNT:
		return f->unit.len ? 0 : THINGS;
	default:
		return 0;
	}
}

static struct str role_of(const struct fact *f, const struct tokens *t, size_t first, size_t last)
{
	struct search s = {t, holder_of(f), NULL, BACK + WEAK + 1};
	uint32_t sentence = t->at[first].sentence;
	/* people and things: what befell them stands close by */
	size_t back = s.holder == MONEY ? BACK : 5, ahead = s.holder == MONEY ? AHEAD : 4;

	if (s.holder == 0)
		return STR_NONE;
	for (size_t n = first; n < last; n++)
		look(&s, n, 0, BOTH);
	for (size_t i = 1; i <= back && i <= first && is_mate(t, first - i, sentence); i++) {
		if (is_fence(t, first - i))
			break;
		look(&s, first - i, i, BEFORE);
	}
	for (size_t i = 0; i < ahead && is_mate(t, last + i, sentence); i++) {
		if (is_fence(t, last + i))
			break;
		if (s.holder != MONEY && tokens_is(t, last + i, ","))
			break;
		look(&s, last + i, i + 1, BEHIND);
	}
	return str_of(s.role);
}

void roles_of(struct facts *facts, const struct tokens tokens[FIELD_COUNT])
{
	for (size_t i = 0; i < facts->len; i++) {
		struct fact *f = &facts->at[i];
		const struct tokens *t = &tokens[f->field];
		size_t first = roles_token(t, f->from), last = roles_token(t, f->upto - 1) + 1;

		if (f->approximate && is_figure_of_speech(t, first))
			f->approximate = false;
		if (f->approximate)
			f->bound = bound_at(t, first);
		f->role = role_of(f, t, first, last);
		roles_context(&f->said_from, &f->said_upto, t, first, last);
	}
}
