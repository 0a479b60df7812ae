/* judge/dates.c -- a small grammar of dates, and the calendar around one day.
 *
 * News speak of days as seen from the day of printing: "on Tuesday" is the last
 * Tuesday up to and including it, "March 1" the nearest first of March that is
 * not more than two months ahead, "last month" the calendar month before. "May"
 * and "March" are months only when capitalised and beside a number or behind a
 * word such as "in". A year stands alone only behind such a word. Six forms, each
 * one function; the first that fits takes its tokens. */
#include "judge/dates.h"

#include "judge/numbers.h"
#include "text/date.h"

#define AHEAD_DAYS 60 /* "March 1" may lie this far in the future */

struct calendar {
	const struct tokens *t;
	int64_t today; /* midnight; 0: not known */
	int year, month, day;
};

static const char *const OPENS[] = {"in",      "since",  "by",   "during", "until",  "till",
				    "early",   "late",   "mid",  "from",   "before", "after",
				    "through", "around", "last", "next",   "this",   "as",
				    "between", "to",     "back", "of"};

static bool is_digits(const struct tokens *t, size_t n, size_t least, size_t most)
{
	struct str s = tokens_str(t, n);

	return tokens_kind(t, n, TOKEN_NUMBER) && s.len >= least && s.len <= most &&
	       str_chr(s, ',') == STR_NPOS && str_chr(s, '.') == STR_NPOS;
}

static int number_of(const struct tokens *t, size_t n)
{
	return (int)numbers_value(tokens_str(t, n));
}

static bool is_year(const struct tokens *t, size_t n)
{
	int y = is_digits(t, n, 4, 4) ? number_of(t, n) : 0;

	return y >= 1900 && y < 2100 &&
	       !(n + 1 < t->len && t->at[n + 1].joined && t->at[n + 1].kind == TOKEN_WORD);
}

static bool is_day(const struct tokens *t, size_t n)
{
	int d = is_digits(t, n, 1, 2) ? number_of(t, n) : 0;

	return d >= 1 && d <= 31;
}

/* Month at n as 1 to 12, 0 none; a stop behind a short form is passed over. */
static int month_at(const struct tokens *t, size_t n, size_t *last)
{
	if (!tokens_has(t, n, LEXICON_MONTH) || !tokens_capital(t, n))
		return 0;
	*last = n + 1;
	if (tokens_str(t, n).len <= 4 && tokens_is(t, n + 1, ".") && t->at[n + 1].joined)
		(*last)++;
	return (int)t->at[n].row->value;
}

static int64_t month_ms(int year, int month)
{
	while (month > 12) {
		month -= 12;
		year++;
	}
	while (month < 1) {
		month += 12;
		year--;
	}
	return date_from_parts(year, month, 1);
}

static void set_day(struct dated *d, int64_t ms)
{
	d->from_ms = d->upto_ms = ms;
	d->precision = DATES_DAY;
}

/* False when there is no such day: February 30. */
static bool set_date(struct dated *d, int year, int month, int day)
{
	int64_t first = month_ms(year, month);

	if (day < 1 || first + (day - 1) * DATE_DAY_MS >= month_ms(year, month + 1))
		return false;
	set_day(d, first + (day - 1) * DATE_DAY_MS);
	return true;
}

static void set_month(struct dated *d, int year, int month)
{
	d->from_ms = month_ms(year, month);
	d->upto_ms = month_ms(year, month + 1) - DATE_DAY_MS;
	d->precision = DATES_MONTH;
}

static void set_year(struct dated *d, int year)
{
	d->from_ms = date_from_parts(year, 1, 1);
	d->upto_ms = date_from_parts(year, 12, 31);
	d->precision = DATES_YEAR;
}

/* Day and month without a year. */
static bool set_near(struct dated *d, const struct calendar *c, int month, int day)
{
	int64_t latest = c->today + AHEAD_DAYS * DATE_DAY_MS;
	int year = c->year + 1;

	if (!c->today)
		return false;
	d->relative = true;
	while (year >= c->year - 4) /* February 29 may be four years back */
		if (set_date(d, year--, month, day) && d->from_ms <= latest)
			return true;
	return false;
}

static size_t ordinal_end(const struct tokens *t, size_t n) /* "1st", "2nd" */
{
	static const char *const tail[] = {"st", "nd", "rd", "th"};

	return n + 1 < t->len && t->at[n + 1].joined && TOKENS_ONE_OF(t, n + 1, tail) ? n + 2
										      : n + 1;
}

/* Of a month alone at n: the last one, or behind "next" the coming one. */
static int year_of_month(const struct calendar *c, size_t n, int month)
{
	if (tokens_is(c->t, n - 1, "next"))
		return month <= c->month ? c->year + 1 : c->year;
	return month > c->month || (month == c->month && tokens_is(c->t, n - 1, "last"))
		       ? c->year - 1
		       : c->year;
}

/* "March 1, 2025", "March 1", "March 2025", "in March". */
static size_t read_month_first(struct dated *d, const struct calendar *c, size_t n)
{
	const struct tokens *t = c->t;
	size_t last = n, end;
	int month = month_at(t, n, &last), day;

	if (!month)
		return 0;
	if (is_day(t, last)) {
		day = number_of(t, last);
		end = ordinal_end(t, last);
		if (is_year(t, end) || (tokens_is(t, end, ",") && is_year(t, end + 1))) {
			end += tokens_is(t, end, ",");
			return set_date(d, number_of(t, end), month, day) ? end + 1 : 0;
		}
		return set_near(d, c, month, day) ? end : 0;
	}
	if (is_year(t, last)) {
		set_month(d, number_of(t, last), month);
		return last + 1;
	}
	if (!c->today || n == 0 || !TOKENS_ONE_OF(t, n - 1, OPENS) || tokens_capital(t, last))
		return 0;
	d->relative = true;
	set_month(d, year_of_month(c, n, month), month);
	return last;
}

/* "1 March 2025", "16th of June". */
static size_t read_day_first(struct dated *d, const struct calendar *c, size_t n)
{
	const struct tokens *t = c->t;
	size_t at, last;
	int month;

	if (!is_day(t, n))
		return 0;
	at = ordinal_end(t, n);
	at += tokens_is(t, at, "of");
	month = month_at(t, at, &last);
	if (!month)
		return 0;
	if (is_year(t, last))
		return set_date(d, number_of(t, last), month, number_of(t, n)) ? last + 1 : 0;
	return set_near(d, c, month, number_of(t, n)) ? last : 0;
}

/* "2025-03-01". */
static size_t read_iso(struct dated *d, const struct calendar *c, size_t n)
{
	const struct tokens *t = c->t;
	int month, day;

	if (!is_year(t, n) || !tokens_is(t, n + 1, "-") || !is_digits(t, n + 2, 2, 2) ||
	    !tokens_is(t, n + 3, "-") || !is_digits(t, n + 4, 2, 2))
		return 0;
	month = number_of(t, n + 2);
	day = number_of(t, n + 4);
	if (month < 1 || month > 12 || !set_date(d, number_of(t, n), month, day))
		return 0;
	return n + 5;
}

/* "in 2018". */
static size_t read_year(struct dated *d, const struct calendar *c, size_t n)
{
	const struct tokens *t = c->t;

	if (!is_year(t, n) || n == 0 || !tokens_follows(t, n, false) ||
	    !TOKENS_ONE_OF(t, n - 1, OPENS) || tokens_is(t, n + 1, "-"))
		return 0;
	set_year(d, number_of(t, n));
	return n + 1;
}

static int64_t weekday_of(int64_t ms) /* 0 Monday; 1970-01-01 was a Thursday */
{
	return ((ms / DATE_DAY_MS + 3) % 7 + 7) % 7;
}

/* "on Tuesday", "last Friday", "yesterday". */
static size_t read_weekday(struct dated *d, const struct calendar *c, size_t n)
{
	const struct tokens *t = c->t;
	int64_t back;

	if (!c->today)
		return 0;
	d->relative = true;
	if (tokens_is(t, n, "yesterday") || tokens_is(t, n, "today") ||
	    tokens_is(t, n, "tomorrow")) {
		set_day(d, c->today + (tokens_is(t, n, "today")       ? 0
				       : tokens_is(t, n, "yesterday") ? -DATE_DAY_MS
								      : DATE_DAY_MS));
		return n + 1;
	}
	if (!tokens_has(t, n, LEXICON_WEEKDAY) || !tokens_capital(t, n) || tokens_str(t, n).len < 6)
		return 0;
	back = (weekday_of(c->today) - (int64_t)t->at[n].row->value + 7) % 7;
	if (n > 0 && tokens_is(t, n - 1, "last") && back == 0)
		back = 7;
	if (n > 0 && tokens_is(t, n - 1, "next"))
		back -= 7;
	set_day(d, c->today - back * DATE_DAY_MS);
	return n + 1;
}

/* "last week", "earlier this month", "next year". */
static size_t read_period(struct dated *d, const struct calendar *c, size_t n)
{
	const struct tokens *t = c->t;
	int step = tokens_is(t, n, "last") ? -1 : tokens_is(t, n, "next") ? 1 : 0;

	if (!c->today || (step == 0 && !tokens_is(t, n, "this")))
		return 0;
	d->relative = true;
	if (tokens_is(t, n + 1, "week")) {
		d->from_ms = c->today - weekday_of(c->today) * DATE_DAY_MS + step * 7 * DATE_DAY_MS;
		d->upto_ms = d->from_ms + 6 * DATE_DAY_MS;
		d->precision = DATES_WEEK;
	} else if (tokens_is(t, n + 1, "month")) {
		set_month(d, c->year, c->month + step);
	} else if (tokens_is(t, n + 1, "year")) {
		set_year(d, c->year + step);
	} else {
		return 0;
	}
	return n + 2;
}

/* "two weeks ago", "a year ago", "3 days earlier" (from the article's day). */
static size_t read_ago(struct dated *d, const struct calendar *c, size_t n)
{
	static const char *const unit[] = {"day",   "days",   "week", "weeks",
					   "month", "months", "year", "years"};
	const struct tokens *t = c->t;
	struct number x = {.low = 1, .high = 1, .last = n + 1};
	size_t which = 0;
	int amount;

	if (!c->today ||
	    (!tokens_is(t, n, "a") && !tokens_is(t, n, "an") && !numbers_plain(&x, t, n)))
		return 0;
	while (which < 8 && !tokens_is(t, x.last, unit[which]))
		which++;
	if (which == 8 || !tokens_is(t, x.last + 1, "ago") || x.low > 200)
		return 0;
	amount = (int)x.low;
	d->relative = true;
	if (which < 2)
		set_day(d, c->today - amount * DATE_DAY_MS);
	else if (which < 4) {
		d->from_ms =
			c->today - weekday_of(c->today) * DATE_DAY_MS - amount * 7 * DATE_DAY_MS;
		d->upto_ms = d->from_ms + 6 * DATE_DAY_MS;
		d->precision = DATES_WEEK;
	} else if (which < 6)
		set_month(d, c->year, c->month - amount % 12 - 12 * (amount / 12));
	else
		set_year(d, c->year - amount);
	return x.last + 2;
}

typedef size_t read_fn(struct dated *d, const struct calendar *c, size_t n);

static size_t read_at(struct dated *d, const struct calendar *c, size_t n)
{
	static read_fn *const form[] = {read_iso,     read_month_first, read_day_first, read_ago,
					read_weekday, read_period,      read_year};

	if (!tokens_kind(c->t, n, TOKEN_NUMBER) &&
	    !tokens_has(c->t, n, LEXICON_MONTH | LEXICON_WEEKDAY | LEXICON_NUMBER | LEXICON_DATING))
		return n;
	for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
		size_t last;

		*d = (struct dated){.from_ms = 0};
		last = form[i](d, c, n);
		if (last > n)
			return last;
	}
	return n;
}

void dates_of(struct dates *out, struct arena *arena, int64_t date_ms,
	      const struct tokens tokens[FIELD_COUNT])
{
	struct calendar c = {.today = date_ms / DATE_DAY_MS * DATE_DAY_MS};

	if (date_ms)
		date_parts(date_ms, &c.year, &c.month, &c.day);
	*out = (struct dates){ARENA_ARRAY(arena, struct dated, DATES_MOST), 0};
	for (int f = 0; f < FIELD_COUNT; f++) {
		c.t = &tokens[f];
		for (size_t n = 0; n < c.t->len && out->len < DATES_MOST;) {
			struct dated *d = &out->at[out->len];
			size_t last = read_at(d, &c, n);

			if (last == n) {
				n++;
				continue;
			}
			d->field = (enum field)f;
			d->from = c.t->at[n].from;
			d->upto = c.t->at[last - 1].upto;
			out->len++;
			n = last;
		}
	}
}
