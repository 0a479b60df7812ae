/* judge/facts.c -- from numbers to facts: unit, noun, "each", "about".
 *
 * Every token that may begin a quantity is tried: a currency sign, a figure, a
 * number word. What follows decides: a unit makes a measure (and "of data" its
 * matter), a plural makes a count, "killed" or "killing" beside people says what
 * befell them. A number with neither is left out: a figure whose meaning we
 * cannot name helps no ledger. Linear: each number looks at some dozen tokens. */
#include "judge/facts.h"

#include "base/limits.h"
#include "judge/nouns.h"
#include "judge/units.h"

#define EACH_BACK 7 /* "each of the four workers carried 15" */

struct collector {
	struct arena *arena;
	const struct tokens *t;
	enum field field;
	struct fact *fact;
	size_t count, first_of_field;
};

static bool is_same(const struct fact *a, const struct fact *b)
{
	return a->quantity == b->quantity && a->quantity_upto == b->quantity_upto &&
	       a->each == b->each && str_eq(a->unit, b->unit) && str_eq_nocase(a->of, b->of);
}

static void add(struct collector *c, struct fact fact, size_t first, size_t last)
{
	fact.field = c->field;
	fact.from = c->t->at[first].from;
	fact.upto = c->t->at[last - 1].upto;
	for (size_t i = c->first_of_field; i < c->count; i++)
		if (is_same(&c->fact[i], &fact))
			return;
	if (c->count < LIMIT_FACTS)
		c->fact[c->count++] = fact;
}

/* -- each ------------------------------------------------------------------------------ */

static bool each_before(const struct tokens *t, size_t first)
{
	bool crossed = false;

	for (size_t i = first, n = 0; i > 0 && n < EACH_BACK && tokens_follows(t, i, false);
	     i--, n++) {
		size_t at = i - 1;

		if (tokens_is(t, at, "each") && !tokens_is(t, at + 1, "other"))
			return !(tokens_is(t, at + 1, "of") && tokens_is(t, at + 2, "the") &&
				 at + 3 == first);
		if (t->at[at].kind == TOKEN_SIGN && !tokens_is(t, at, "-"))
			return false;
		if (tokens_kind(t, at, TOKEN_NUMBER) || tokens_has(t, at, LEXICON_NUMBER)) {
			if (crossed || at == 0 || !tokens_is(t, at - 1, "the"))
				return false;
			crossed = true;
		}
	}
	return false;
}

/* "five trucks each carried 20 tonnes": the word belongs to what follows. */
static bool floats(const struct tokens *t, size_t n)
{
	return tokens_follows(t, n, false) && t->at[n].kind == TOKEN_WORD &&
	       (tokens_has(t, n, LEXICON_VERB) || !tokens_has(t, n, LEXICON_STOP));
}

static bool each_after(const struct tokens *t, size_t last)
{
	static const char *const rate[] = {"day",    "week",  "month", "year", "hour",
					   "minute", "night", "piece", "head", "share",
					   "kilo",   "ton",   "barrel"};

	if (!tokens_follows(t, last, false))
		return false;
	if (tokens_is(t, last, "each"))
		return !floats(t, last + 1);
	if (tokens_is(t, last, "apiece"))
		return true;
	if (tokens_is(t, last, "per") && tokens_kind(t, last + 1, TOKEN_WORD))
		return true;
	return (tokens_is(t, last, "a") || tokens_is(t, last, "an") ||
		tokens_is(t, last, "every")) &&
	       TOKENS_ONE_OF(t, last + 1, rate);
}

/* -- nouns of measures -------------------------------------------------------------------- */

/* Behind "of": the noun, past "all", "the", "those" and a whole ("the 1,000 users"). */
static size_t behind_of(const struct tokens *t, size_t n)
{
	static const char *const small[] = {"the", "its"};
	struct number whole;

	if (tokens_is(t, n, "all") && tokens_kind(t, n + 1, TOKEN_WORD))
		n++;
	if (TOKENS_ONE_OF(t, n, small))
		n++;
	return tokens_kind(t, n, TOKEN_NUMBER) && numbers_plain(&whole, t, n) ? whole.last : n;
}

/* "of data", "in damages", "worth of goods", or a noun right behind ("$5m fine"). */
static size_t matter(struct str *of, const struct tokens *t, size_t last, enum unit_family family)
{
	struct noun noun;
	size_t n = last;

	if (tokens_is(t, n, "worth") && tokens_is(t, n + 1, "of"))
		n++;
	if (tokens_is(t, n, "of"))
		n = behind_of(t, n + 1);
	else if (family != UNIT_MONEY)
		return last;
	else if (tokens_is(t, n, "in") && !tokens_capital(t, n + 1))
		n++;
	if (!tokens_follows(t, n, false) || !nouns_mass(&noun, t, n))
		return last;
	*of = nouns_str(t, &noun);
	return noun.last;
}

/* -- what befell the people counted --------------------------------------------------------- */

static const char *state_before(const struct tokens *t, size_t first)
{
	static const char *const word[][2] = {
		{"killing", "killed"},       {"killed", "killed"},    {"kills", "killed"},
		{"injuring", "injured"},     {"injured", "injured"},  {"injures", "injured"},
		{"wounding", "wounded"},     {"wounded", "wounded"},  {"arresting", "arrested"},
		{"arrested", "arrested"},    {"arrests", "arrested"}, {"detained", "detained"},
		{"displacing", "displaced"},
	};
	static const char *const between[] = {
		"about", "around", "nearly", "almost", "some", "another", "at",   "least",
		"more",  "than",   "up",     "to",     "as",   "many",    "over", "the"};
	size_t n = first;

	for (int back = 0; back < 4 && n > 0 && tokens_follows(t, n, false); back++, n--) {
		for (size_t i = 0; i < sizeof word / sizeof *word; i++)
			if (tokens_is(t, n - 1, word[i][0]))
				return word[i][1];
		if (!TOKENS_ONE_OF(t, n - 1, between))
			return NULL;
	}
	return NULL;
}

/* Token of "killed" in "12 people were killed", "two workers dead"; 0: none. */
static size_t state_after(const struct tokens *t, size_t last)
{
	static const char *const auxiliary[] = {
		"were",      "was",           "are",   "have been", "had been", "has been",
		"were also", "were reported", "being", "got",       "left"};
	size_t n = last;

	for (size_t i = 0; i < sizeof auxiliary / sizeof *auxiliary; i++)
		if (tokens_phrase(t, &n, auxiliary[i]))
			break;
	return tokens_follows(t, n, false) && tokens_has(t, n, LEXICON_STATE) ? n : 0;
}

/* Moves *last behind "were killed" when that is what befell them. */
static struct str people_of(struct collector *c, const struct noun *noun, size_t first,
			    size_t *last)
{
	const struct tokens *t = c->t;
	struct str name = nouns_str(t, noun), state = STR_NONE;
	size_t after = state_after(t, noun->last);
	bool bare = noun->last - noun->first == 1 &&
		    (tokens_is(t, noun->first, "people") || tokens_is(t, noun->first, "persons") ||
		     tokens_is(t, noun->first, "person") || tokens_is(t, noun->first, "others") ||
		     tokens_is(t, noun->first, "individuals"));

	if (tokens_has(t, noun->first, LEXICON_STATE))
		return name;
	if (after) {
		state = str_of(t->at[after].row->word);
		*last = after + 1;
	} else if (state_before(t, first)) {
		state = str_of(state_before(t, first));
	}
	if (!state.len)
		return tokens_is(t, noun->first, "others") ? STR_NONE : name;
	return bare ? state : arena_fmt(c->arena, "%.*s %.*s", STR_ARG(name), STR_ARG(state));
}

/* -- the three kinds ------------------------------------------------------------------- */

static struct fact begin(const struct collector *c, const struct number *x, size_t first)
{
	return (struct fact){.quantity = x->low,
			     .quantity_upto = x->high,
			     .approximate = numbers_is_approximate(c->t, first)};
}

/* "14-year-old girl", "14 years old", "aged 14"; 0: no age, else the token behind. */
static size_t add_age(struct collector *c, const struct number *x, const struct unit *u,
		      size_t unit_last)
{
	const struct tokens *t = c->t;
	struct fact fact = begin(c, x, x->first);
	size_t last = unit_last;
	struct noun noun;

	fact.unit = arena_fmt(c->arena, "%s old", u->name); /* or "months old" */
	if (tokens_is(t, last, "-"))
		last++;
	if (!tokens_is(t, last, "old") && !tokens_is(t, last, "olds"))
		return 0;
	last++;
	if (tokens_follows(t, last, false) && nouns_at(&noun, t, last, false)) {
		fact.of = nouns_str(t, &noun);
		last = noun.last;
	}
	add(c, fact, x->first, last);
	return last;
}

/* A span of time that places an event is a date: "two years ago", "the past 3 days". */
static bool is_dating(const struct tokens *t, const struct number *x, size_t last)
{
	static const char *const before[] = {"past",     "last",   "next", "coming",
					     "previous", "recent", "every"};
	static const char *const after[] = {"ago",   "earlier", "later", "prior", "before",
					    "after", "into",    "since", "on",    "away"};

	if ((x->first > 0 && TOKENS_ONE_OF(t, x->first - 1, before)) ||
	    TOKENS_ONE_OF(t, last, after))
		return true;
	return x->words && x->low <= 1 && x->first > 0 && tokens_follows(t, x->last, false) &&
	       !tokens_is(t, x->last, "-") && !tokens_is(t, x->first - 1, "for") &&
	       !tokens_is(t, x->first - 1, "than") && !tokens_is(t, x->first - 1, "least");
}

static bool has_number(const struct tokens *t, size_t first, size_t last)
{
	for (size_t n = first; n < last; n++)
		if (tokens_kind(t, n, TOKEN_NUMBER))
			return true;
	return false;
}

static size_t add_measure(struct collector *c, const struct number *x, const struct unit *u,
			  size_t first)
{
	struct fact fact = begin(c, x, first);
	size_t last = u->last > x->last ? u->last : x->last, behind;

	if (u->family == UNIT_TIME) {
		behind = add_age(c, x, u, last);
		if (behind)
			return behind;
		if (is_dating(c->t, x, last))
			return last;
	}
	fact.unit = str_of(u->name);
	if (u->family == UNIT_MONEY) {
		fact.quantity *= u->factor;
		fact.quantity_upto *= u->factor;
	}
	behind = matter(&fact.of, c->t, last, u->family);
	fact.each = each_before(c->t, first) || each_after(c->t, last) || each_after(c->t, behind);
	add(c, fact, first, behind);
	/* "30 percent of the 1,000 respondents": the 1,000 are read next */
	return u->family == UNIT_PERCENT && has_number(c->t, last, behind) ? last : behind;
}

/* "15 of the drives", "60 of the 200 users": the noun may stand behind "of the". */
static size_t noun_place(const struct tokens *t, const struct number *x)
{
	static const char *const of[] = {"of the",   "of its", "of their", "of those",
					 "of these", "of his", "of her",   "of our"};
	struct number whole;
	size_t n = x->last;

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		if (tokens_phrase(t, &n, of[i])) {
			if (numbers_plain(&whole, t, n))
				n = whole.last;
			return n;
		}
	if (tokens_is(t, n, "other") || tokens_is(t, n, "more") || tokens_is(t, n, "additional") ||
	    tokens_is(t, n, "different"))
		n++;
	return n;
}

/* "3 Students are using it": the number of a picture, whose caption begins with a capital.
 * Papers write out a number that opens a sentence. */
static bool is_caption(const struct tokens *t, const struct number *x)
{
	return !x->words && !x->grouped && !x->scaled && x->high <= 20 && x->first > 0 &&
	       tokens_starts(t, x->first) && tokens_capital(t, x->last);
}

/* What a number with this noun says is no fact for a ledger. */
static bool is_idle(const struct tokens *t, const struct number *x, const struct noun *noun)
{
	bool year = !x->words && !x->grouped && !x->scaled && x->low >= 1900 && x->low < 2100;

	if (noun->empty || is_caption(t, x) || tokens_is(t, noun->first, "max")) /* 737 MAX */
		return true;
	if (x->words && x->high <= 1) /* "one man", unless something befell him */
		return !state_after(t, noun->last) && !state_before(t, x->first);
	return year && !tokens_has(t, noun->first, LEXICON_PEOPLE);
}

static size_t add_count(struct collector *c, const struct number *x)
{
	const struct tokens *t = c->t;
	struct fact fact = begin(c, x, x->first);
	size_t n = noun_place(t, x), last;
	struct noun noun;

	if (!tokens_follows(t, n, false) || t->at[n].joined || !nouns_at(&noun, t, n, x->high > 1))
		return x->last;
	if (is_idle(t, x, &noun))
		return x->last;
	last = noun.last;
	if (noun.people) {
		fact.unit = STR("people");
		fact.of = people_of(c, &noun, x->first, &last);
		if (!fact.of.len) /* "two others", people or things */
			return last;
	} else {
		fact.unit = STR("");
		fact.of = nouns_str(t, &noun);
	}
	fact.each = each_before(t, x->first) || each_after(t, noun.last);
	add(c, fact, x->first, last);
	/* the whole of "60 of the 200 users" is read next */
	return n > x->last + 2 ? x->last : last;
}

/* "Elaine Herzberg, 49,", "woman, 49" at the end: n is the figure. */
static bool is_age_behind_name(const struct tokens *t, size_t n)
{
	bool person = tokens_has(t, n - 2, LEXICON_PERSON);

	if (!tokens_is(t, n - 1, ",") || !t->at[n - 1].joined)
		return false;
	if (!person && (!tokens_capital(t, n - 2) ||
			tokens_has(t, n - 2, LEXICON_MONTH | LEXICON_WEEKDAY | LEXICON_PLAIN)))
		return false;
	return n + 1 == t->len || tokens_is(t, n + 1, ",") || tokens_is(t, n + 1, ".");
}

/* "aged 14", and ages behind a name: without a unit. */
static bool is_bare_age(const struct tokens *t, const struct number *x)
{
	size_t n = x->first;

	if (x->words || x->grouped || x->scaled || x->low != x->high || x->low > 110 || n < 2)
		return false;
	if (tokens_is(t, n - 1, "aged") || tokens_is(t, n - 1, "age"))
		return true;
	return x->low >= 10 && is_age_behind_name(t, n);
}

static size_t add_bare_age(struct collector *c, const struct number *x)
{
	struct fact fact = begin(c, x, x->first);

	fact.unit = STR("years old");
	add(c, fact, x->first, x->last);
	return x->last;
}

static size_t read_at(struct collector *c, size_t n)
{
	const struct tokens *t = c->t;
	struct unit unit, after;
	struct number x;

	bool number = tokens_kind(t, n, TOKEN_NUMBER) ||
		      tokens_has(t, n, LEXICON_NUMBER | LEXICON_QUANTITY);

	if ((!number || tokens_is(t, n + 1, "$")) && units_before(&unit, t, n)) {
		if (!numbers_at(&x, t, unit.last, true))
			return n + 1;
		if (units_after(&after, &x, t) && after.family == UNIT_MONEY)
			unit.last = after.last;
		return add_measure(c, &x, &unit, n);
	}
	if (!number)
		return n + 1;
	if (!numbers_at(&x, t, n, false)) {
		/* what was refused is passed over whole */
		return numbers_plain(&x, t, n) ? x.last : n + 1;
	}
	if (units_after(&unit, &x, t))
		return add_measure(c, &x, &unit, n);
	if (is_bare_age(t, &x))
		return add_bare_age(c, &x);
	return add_count(c, &x);
}

void facts_of(struct facts *out, struct arena *arena, const struct tokens tokens[FIELD_COUNT])
{
	struct collector c = {.arena = arena, .fact = ARENA_ARRAY(arena, struct fact, LIMIT_FACTS)};

	for (int f = 0; f < FIELD_COUNT; f++) {
		c.t = &tokens[f];
		c.field = (enum field)f;
		c.first_of_field = c.count;
		for (size_t n = 0; n < c.t->len && c.count < LIMIT_FACTS;)
			n = read_at(&c, n);
	}
	*out = (struct facts){c.fact, c.count};
}
