/* claims_scope.c -- do two statements with other values count the same thing, over the same
 * time, as a whole?
 *
 * Calls that were blocked are not calls that went unanswered; the dead of this crash are not
 * those of all crashes since 2016; "another 30 workers" come on top. What tells so stands
 * close to the number: the participle behind it, the years around it, words of sums and of
 * parts. All of it is read off the words around, which are of one sentence. */
#include "events/claims_parts.h"

#include "base/ascii.h"

#define MOMENT 48 /* bytes around a number in which a time or a share is told of it */
#define BEHIND 7  /* words behind a number in which its participle stands */
#define PARTICIPLES 4
#define STEM 5          /* letters of one that are compared */
#define MAIN_BYTES 2000 /* of a text, which say what it is about; the rest is background */
#define YEARS_MOST 4

/* The words around, and where the number stands in them. */
static size_t place_in(const struct claim_quote *q)
{
	return q->from >= q->around ? (size_t)(q->from - q->around) : 0;
}

static struct str near(const struct claim_quote *q)
{
	size_t at = place_in(q);

	return str_cut(q->context, at > MOMENT ? at - MOMENT : 0, at + q->quote.len + MOMENT);
}

static bool has_one_of(struct str text, const char *const *word, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_find_nocase(text, str_of(word[i])) != STR_NPOS)
			return true;
	return false;
}

/* Close words say that it is a number among others in time or in kind: two such may
 * both be true. */
static bool is_moment(const struct claim_quote *q)
{
	static const char *const word[] = {"doubl",    "tripl",   "quarter",  "today",   "current",
					   "previous", "another", "addition", "increas", "grew",
					   " each ",   "average", " per "};
	struct str before = str_cut(q->context, 0, place_in(q));

	if (has_one_of(near(q), word, sizeof word / sizeof *word))
		return true;
	return str_ends(before, STR("from "));
}

bool claims_is_main(const struct mention *m)
{
	return str_eq(m->quote.field, STR("title")) || m->quote.from < MAIN_BYTES;
}

/* -- the participle ------------------------------------------------------------------------ */

static bool is_letter(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

static bool is_participle(struct str word)
{
	static const char *const irregular[] = {"sold", "lost", "held", "sent",   "taken",
						"hit",  "seen", "paid", "stolen", "drawn"};

	for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++)
		if (str_eq_nocase(word, str_of(irregular[i])))
			return true;
	return word.len > 4 && str_ends(word, STR("ed"));
}

/* Behind these another thing may be told: "16.5 million screenings and flagged 120,000". */
static bool is_joint(struct str word)
{
	static const char *const joint[] = {"and",   "but",   "who",  "which", "that",
					    "while", "where", "when", "as",    "or"};

	for (size_t i = 0; i < sizeof joint / sizeof *joint; i++)
		if (str_eq_nocase(word, str_of(joint[i])))
			return true;
	return false;
}

struct verbs {
	struct str stem[PARTICIPLES];
	size_t len;
};

/* Of the words right behind the number, up to the end of its clause. */
static void verbs_behind(struct verbs *out, const struct claim_quote *q)
{
	struct str rest = str_cut(q->context, place_in(q) + q->quote.len, q->context.len);
	size_t at = 0;

	out->len = 0;
	for (size_t words = 0; words < BEHIND && out->len < PARTICIPLES; words++) {
		size_t end;
		struct str word;

		while (at < rest.len && rest.at[at] == ' ')
			at++;
		for (end = at; end < rest.len && is_letter(rest.at[end]); end++)
			;
		word = str_cut(rest, at, end);
		if (word.len == 0 || is_joint(word))
			return;
		if (is_participle(word))
			out->stem[out->len++] = str_cut(word, 0, STEM);
		at = end;
	}
}

static bool other_verbs(const struct claim_quote *a, const struct claim_quote *b)
{
	struct verbs x, y;

	verbs_behind(&x, a);
	verbs_behind(&y, b);
	for (size_t i = 0; i < x.len; i++)
		for (size_t k = 0; k < y.len; k++)
			if (str_eq_nocase(x.stem[i], y.stem[k]))
				return false;
	return x.len && y.len;
}

/* -- the time ------------------------------------------------------------------------------- */

static size_t years_of(int year[YEARS_MOST], const struct claim_quote *q)
{
	struct str s = q->context;
	size_t len = 0, own = place_in(q);

	for (size_t i = 0; i + 4 <= s.len && len < YEARS_MOST; i++) {
		bool starts = i == 0 || !ascii_is_digit(s.at[i - 1]);
		bool ends = i + 4 == s.len || (!ascii_is_digit(s.at[i + 4]) && s.at[i + 4] != ',');
		int64_t n;

		if (!starts || !ends || (i >= own && i < own + q->quote.len) ||
		    !str_int(&n, str_cut(s, i, i + 4)) || n < 1990 || n > 2100)
			continue;
		year[len++] = (int)n;
		i += 3;
	}
	return len;
}

static bool other_years(const struct claim_quote *a, const struct claim_quote *b)
{
	int x[YEARS_MOST], y[YEARS_MOST];
	size_t xs = years_of(x, a), ys = years_of(y, b);

	for (size_t i = 0; i < xs; i++)
		for (size_t k = 0; k < ys; k++)
			if (x[i] == y[k])
				return false;
	return xs && ys;
}

/* -- wholes, sums and parts ------------------------------------------------------------------ */

static bool is_sum(const struct claim_quote *q)
{
	static const char *const word[] = {"crashes",  "accidents",      "incidents",  "in total",
					   "in all",   "a total of",     "worldwide",  "globally",
					   "since ",   "overall",        "altogether", "nationwide",
					   "combined", "over the years", "all told",   "cases of"};

	return has_one_of(near(q), word, sizeof word / sizeof *word);
}

static bool is_part(const struct claim_quote *q)
{
	static const char *const word[] = {
		"of them",    "of whom",  "of which", "of those",   "of these", "remaining",
		"the other",  "the rest", "other ",   "including ", "among ",   "as many as ",
		"the first ", "only ",    "alone",    "extra ",     "further "};
	struct str text = near(q);

	return has_one_of(text, word, sizeof word / sizeof *word);
}

void claims_scope(struct mention *m)
{
	m->moment = is_moment(&m->quote);
	m->sum = is_sum(&m->quote);
	m->part = is_part(&m->quote);
}

bool claims_other_scope(const struct mention *a, const struct mention *b)
{
	return a->sum != b->sum || a->part != b->part || other_years(&a->quote, &b->quote) ||
	       (a->role.len == 0 && other_verbs(&a->quote, &b->quote));
}
