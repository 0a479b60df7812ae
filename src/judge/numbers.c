/* judge/numbers.c -- which figures are quantities, and how much they say.
 *
 * A hand-written grammar over tokens. Most of its worth lies in what it refuses:
 * names (Model 3, Section 230, GPT-4, F-16, A100, 5G), dates and years, times of
 * day, scores and phone numbers, 24/7, versions, "one of the", "No. 10". A number
 * after a capitalised word is taken for a name's part unless it has a comma, a
 * decimal or a scale, or the line is set in title case. "dozens" and "hundreds"
 * say no number and are left out. */
#include "judge/numbers.h"

#include <math.h>

double numbers_value(struct str digits)
{
	double whole = 0, scale = 1; /* one division at the end: "4.8" is the double 4.8 */
	bool decimals = false;

	for (size_t i = 0; i < digits.len; i++) {
		char c = digits.at[i];

		if (c == '.')
			decimals = true;
		if (c < '0' || c > '9')
			continue;
		whole = whole * 10 + (c - '0');
		if (decimals)
			scale *= 10;
	}
	return whole / scale;
}

static const struct lexicon_row *row_of(const struct tokens *t, size_t n, uint32_t classes)
{
	return tokens_has(t, n, classes) ? t->at[n].row : NULL;
}

static bool is_sign(const struct tokens *t, size_t n, const char *sign)
{
	return tokens_kind(t, n, TOKEN_SIGN) && str_eq(tokens_str(t, n), str_of(sign));
}

static bool is_hyphen(const struct tokens *t, size_t n)
{
	return is_sign(t, n, "-") || is_sign(t, n, "\xe2\x80\x90") || is_sign(t, n, "\xe2\x80\x91");
}

static bool is_dash(const struct tokens *t, size_t n)
{
	return is_hyphen(t, n) || is_sign(t, n, "\xe2\x80\x93");
}

/* Scales behind a number: "hundred thousand", "million", joined "m". */
static void read_scale(struct number *out, const struct tokens *t)
{
	const struct lexicon_row *row;

	if (out->last < t->len && t->at[out->last].joined &&
	    (row = row_of(t, out->last, LEXICON_LETTER_SCALE)) != NULL) {
		out->letter_m = tokens_is(t, out->last, "m");
		out->low = out->high = out->low * row->value;
		out->scaled = true;
		out->last++;
		return;
	}
	if (is_hyphen(t, out->last) && row_of(t, out->last + 1, LEXICON_SCALE))
		out->last++;
	while ((row = row_of(t, out->last, LEXICON_SCALE)) != NULL &&
	       tokens_follows(t, out->last, false)) {
		out->low = out->high = out->low * row->value;
		out->scaled = true;
		out->last++;
	}
}

static bool read_digits(struct number *out, const struct tokens *t, size_t n)
{
	struct str s = tokens_str(t, n);

	if (!tokens_kind(t, n, TOKEN_NUMBER) || s.len > 15)
		return false;
	*out = (struct number){.first = n, .last = n + 1};
	out->low = out->high = numbers_value(s);
	out->grouped = str_chr(s, ',') != STR_NPOS || str_chr(s, '.') != STR_NPOS;
	read_scale(out, t);
	return true;
}

/* "twenty-five", "twenty five", "seven": below a hundred. */
static bool read_small(double *value, size_t *n, const struct tokens *t)
{
	const struct lexicon_row *row = row_of(t, *n, LEXICON_NUMBER), *unit;
	size_t next = *n + 1;

	if (!row)
		return false;
	*value = row->value;
	if (row->value >= 20) {
		if (is_hyphen(t, next) && t->at[next].joined)
			next++;
		unit = row_of(t, next, LEXICON_NUMBER);
		if (unit && unit->value >= 1 && unit->value <= 9) {
			*value += unit->value;
			*n = next;
		}
	}
	(*n)++;
	return true;
}

/* "half a million", "a hundred": what stands for a first number. */
static bool read_article(double *value, size_t *n, const struct tokens *t)
{
	size_t at = *n;
	double half = 1;

	if (tokens_is(t, at, "half")) {
		half = 0.5;
		at++;
	}
	if (!tokens_is(t, at, "a") && !tokens_is(t, at, "one"))
		return false;
	at++;
	if (!row_of(t, at, LEXICON_SCALE))
		return false;
	*value = half;
	*n = at;
	return true;
}

/* Another number word belongs to it; "and" only behind a hundred. */
static bool goes_on(const struct tokens *t, size_t *at, double total, double group)
{
	if (!tokens_is(t, *at, "and"))
		return row_of(t, *at, LEXICON_NUMBER) != NULL;
	if (!row_of(t, *at + 1, LEXICON_NUMBER) || (group < 100 && !(total > 0 && group <= 0)))
		return false;
	(*at)++;
	return true;
}

/* Words: groups of small numbers and scales, "two hundred and fifty thousand". */
static bool read_words(struct number *out, const struct tokens *t, size_t n)
{
	double total = 0, group = 0, value;
	size_t at = n;
	const struct lexicon_row *scale;
	bool any = read_article(&group, &at, t);

	*out = (struct number){.first = n, .words = true};
	while (any || read_small(&value, &at, t)) {
		if (!any)
			group += value;
		any = false;
		while ((scale = row_of(t, at, LEXICON_SCALE)) != NULL) {
			out->scaled = true;
			group *= scale->value;
			if (scale->value >= 1000) {
				total += group;
				group = 0;
			}
			at++;
		}
		if (!out->scaled || !goes_on(t, &at, total, group))
			break;
	}
	if (at == n)
		return false;
	if (tokens_phrase(t, &at, "and a half"))
		group += 0.5;
	if ((scale = row_of(t, at, LEXICON_SCALE)) != NULL && !out->scaled) {
		group *= scale->value;
		out->scaled = true;
		at++;
	}
	out->low = out->high = total + group;
	out->last = at;
	return true;
}

bool numbers_plain(struct number *out, const struct tokens *t, size_t n)
{
	return read_digits(out, t, n) || read_words(out, t, n);
}

/* -- what is no quantity ----------------------------------------------------------- */

static bool is_day_of_month(const struct tokens *t, const struct number *x)
{
	if (x->words || x->grouped || x->scaled || x->low > 31)
		return false;
	if (row_of(t, x->last, LEXICON_MONTH) && tokens_capital(t, x->last))
		return true;
	if (x->first > 0 && is_sign(t, x->first - 1, ".") && x->first > 1 &&
	    row_of(t, x->first - 2, LEXICON_MONTH) && t->at[x->first - 1].joined)
		return true;
	return x->first > 0 && row_of(t, x->first - 1, LEXICON_MONTH) &&
	       tokens_capital(t, x->first - 1);
}

static bool is_time(const struct tokens *t, const struct number *x)
{
	static const char *const after[] = {"am",  "pm", "a.m.", "p.m.", "o'clock",
					    "gmt", "et", "pt",   "hrs"};

	if (is_sign(t, x->last, ":") && t->at[x->last].joined &&
	    tokens_kind(t, x->last + 1, TOKEN_NUMBER))
		return true;
	return TOKENS_ONE_OF(t, x->last, after);
}

/* What touches the first figure: "GPT-4", "#3", "24/7", "+1", "10:30", "1.2.3". */
static bool is_bound_before(const struct tokens *t, size_t n)
{
	static const char *const bad[] = {
		"/", "#", "@", "+", ":", ".", "'", "_", "=", "\\", "\xe2\x80\x98", "\xe2\x80\x99"};

	if (n == 0 || !t->at[n].joined)
		return n > 1 && t->at[n - 1].kind == TOKEN_SIGN && is_sign(t, n - 1, "#");
	if (is_dash(t, n - 1) && n > 1 && t->at[n - 1].joined && !(t->at[n - 2].kind == TOKEN_SIGN))
		return true;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (is_sign(t, n - 1, bad[i]))
			return true;
	return t->at[n - 1].kind == TOKEN_WORD || t->at[n - 1].kind == TOKEN_CODE;
}

/* What touches the last: "5G", "1990s", "1st", "24/7", "3D"; units may touch. */
static bool is_bound_after(const struct tokens *t, const struct number *x)
{
	static const char *const bad[] = {"s",  "g", "d", "st", "nd", "rd",
					  "th", "x", "p", "v",  "am", "pm"};
	size_t n = x->last;

	if (n >= t->len || !t->at[n].joined)
		return false;
	if (is_sign(t, n, "/") || is_sign(t, n, "_") || is_sign(t, n, "\\"))
		return true;
	if (x->scaled && x->low < 9000 && !x->words && tokens_str(t, n - 1).at[0] == 'K')
		return true;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (t->at[n].kind == TOKEN_WORD && tokens_is(t, n, bad[i]))
			return true;
	return t->at[n].kind == TOKEN_WORD && t->at[n].shape == TOKEN_MIXED &&
	       t->at[n].upto - t->at[n].from > 3;
}

static bool is_year(const struct number *x)
{
	return !x->words && !x->grouped && !x->scaled && x->low >= 1900 && x->low < 2100 &&
	       x->low == x->high;
}

/* "Model 3", "Boeing 737", "Number 10"; "Malaysia 300 servers" is lost with it. */
static bool is_name_part(const struct tokens *t, const struct number *x)
{
	size_t n = x->first;

	if (n == 0 || t->at[n - 1].sentence != t->at[n].sentence)
		return false;
	if (is_sign(t, n - 1, ".") && n > 1 && tokens_is(t, n - 2, "no"))
		return true;
	if (t->at[n - 1].kind != TOKEN_WORD)
		return false;
	if (tokens_has(t, n - 1, LEXICON_DESIGNATOR))
		return !x->scaled || tokens_capital(t, n - 1);
	if (x->words || x->grouped || x->scaled || !tokens_capital(t, n - 1))
		return false;
	return !tokens_has(t, n - 1,
			   LEXICON_STOP | LEXICON_STATE | LEXICON_SPEECH | LEXICON_EACH |
				   LEXICON_TOTAL | LEXICON_HARMED_VERB | LEXICON_PLAIN |
				   LEXICON_APPROXIMATE) &&
	       !tokens_is_title_case(t);
}

/* "one of the", "one day", "no one"; but "one worker" (facts ask for the noun). */
static bool is_pronoun(const struct tokens *t, const struct number *x)
{
	static const char *const before[] = {"no",   "this",   "that", "every", "each",
					     "any",  "some",   "the",  "which", "not",
					     "only", "square", "day"};

	if (!x->words || x->low > 1 || x->low < 1)
		return false;
	return (x->first > 0 && TOKENS_ONE_OF(t, x->first - 1, before)) ||
	       tokens_is(t, x->last, "of");
}

/* "two in five", "9 out of 10", "two-thirds", "one-off", "two-time". */
static bool is_share(const struct tokens *t, const struct number *x)
{
	struct number next;
	size_t n = x->last;

	if (tokens_phrase(t, &n, "out of"))
		return numbers_plain(&next, t, n);
	if (tokens_is(t, n, "in") && x->low <= 10 && numbers_plain(&next, t, n + 1) &&
	    next.low <= 1000 && next.low > x->low)
		return !is_year(&next);
	return (is_hyphen(t, n) &&
		(tokens_is(t, n + 1, "thirds") || tokens_is(t, n + 1, "third") ||
		 tokens_is(t, n + 1, "fifths") || tokens_is(t, n + 1, "quarters"))) ||
	       tokens_is(t, n, "thirds") || tokens_is(t, n, "quarters") ||
	       tokens_is(t, n, "fifths");
}

/* The second halves of shares and of dates, scores, phone numbers. */
static bool is_tail(const struct tokens *t, size_t n)
{
	if (n >= 2 && tokens_is(t, n - 1, "of") &&
	    (tokens_is(t, n - 2, "out") || tokens_is(t, n - 2, "quarter") ||
	     tokens_is(t, n - 2, "third")))
		return true;
	if (n >= 2 && tokens_is(t, n - 1, "in") &&
	    (tokens_kind(t, n - 2, TOKEN_NUMBER) || tokens_has(t, n - 2, LEXICON_NUMBER)))
		return tokens_has(t, n, LEXICON_NUMBER) ||
		       (tokens_kind(t, n, TOKEN_NUMBER) && numbers_value(tokens_str(t, n)) <= 100);
	return n >= 1 && tokens_has(t, n, LEXICON_SCALE) && !tokens_is(t, n - 1, "a");
}

static bool is_refused(const struct tokens *t, const struct number *x, bool money)
{
	if (money)
		return false;
	return is_bound_before(t, x->first) || is_bound_after(t, x) || is_time(t, x) ||
	       is_day_of_month(t, x) || is_name_part(t, x) || is_pronoun(t, x) || is_share(t, x);
}

/* -- ranges -------------------------------------------------------------------------- */

static bool is_chain(const struct tokens *t, size_t n) /* "555-12-34" goes on */
{
	return is_dash(t, n) && t->at[n].joined && tokens_kind(t, n + 1, TOKEN_NUMBER) &&
	       t->at[n + 1].joined;
}

/* "between" stands before the number, or before its currency sign. */
static bool is_between(const struct tokens *t, size_t n, bool money)
{
	while (money && n > 0 && t->at[n - 1].joined)
		n--;
	if (money && n > 0)
		n--;
	return n > 0 && tokens_is(t, n - 1, "between");
}

/* Token of the second number when a range goes on at n, else 0. */
static size_t range_at(const struct tokens *t, const struct number *x, bool money)
{
	size_t n = x->last;

	if (is_dash(t, n) && (t->at[n].joined || is_sign(t, n, "\xe2\x80\x93")))
		n++;
	else if (tokens_is(t, n, "to") && !(x->first > 0 && tokens_is(t, x->first - 1, "from")))
		n++;
	else if (tokens_is(t, n, "or") ||
		 (tokens_is(t, n, "and") && is_between(t, x->first, money)))
		n++;
	else
		return 0;
	if (money && tokens_kind(t, n, TOKEN_SIGN))
		n++;
	return n;
}

static bool read_range(struct number *out, const struct tokens *t, bool money)
{
	size_t n = range_at(t, out, money);
	struct number high;

	if (n == 0 || !numbers_plain(&high, t, n) || high.words != out->words)
		return true;
	if (is_chain(t, high.last) && is_dash(t, out->last))
		return false;
	if (!out->scaled && high.scaled && out->low < 1000 && high.low > 0) {
		struct number bare = {.low = 0};

		bare.low = numbers_value(tokens_str(t, n));
		if (!high.words && bare.low > out->low)
			out->low *= high.low / bare.low;
	}
	if (high.low <= out->low)
		return !is_dash(t, out->last) || !t->at[out->last].joined;
	out->high = high.low;
	out->last = high.last;
	out->scaled |= high.scaled;
	return true;
}

bool numbers_at(struct number *out, const struct tokens *t, size_t n, bool money)
{
	if (n >= t->len || is_tail(t, n) || !numbers_plain(out, t, n))
		return false;
	if (!read_range(out, t, money))
		return false;
	return !is_refused(t, out, money);
}

/* -- around and back ------------------------------------------------------------------ */

bool numbers_is_approximate(const struct tokens *t, size_t n)
{
	static const char *const two[] = {"more than", "less than",  "fewer than",
					  "at least",  "up to",      "close to",
					  "at most",   "upwards of", "greater than"};
	static const char *const three[] = {"as many as", "as much as", "as few as"};

	if (n == 0 || t->at[n - 1].sentence != t->at[n].sentence)
		return false;
	if (tokens_has(t, n - 1, LEXICON_APPROXIMATE) || is_sign(t, n - 1, "~"))
		return true;
	for (size_t i = 0; n >= 2 && i < sizeof two / sizeof *two; i++) {
		size_t at = n - 2;

		if (tokens_phrase(t, &at, two[i]))
			return true;
	}
	for (size_t i = 0; n >= 3 && i < sizeof three / sizeof *three; i++) {
		size_t at = n - 3;

		if (tokens_phrase(t, &at, three[i]))
			return true;
	}
	return false;
}

struct str numbers_str(struct arena *a, double value)
{
	double whole = floor(value + 0.0005);
	struct str digits = arena_fmt(a, "%.0f", whole), tail = arena_fmt(a, "%.3f", value - whole);
	char *out = arena_alloc(a, digits.len + digits.len / 3 + 8);
	size_t n = 0;

	for (size_t i = 0; i < digits.len; i++) {
		if (i > 0 && (digits.len - i) % 3 == 0)
			out[n++] = ',';
		out[n++] = digits.at[i];
	}
	while (tail.len && tail.at[tail.len - 1] == '0')
		tail.len--;
	if (tail.len > 2 && tail.at[0] == '0') {
		memcpy(out + n, tail.at + 1, tail.len - 1);
		n += tail.len - 1;
	}
	return (struct str){out, n};
}
