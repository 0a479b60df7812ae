/* claims_state.c -- how the values of one claim stand to each other, in words.
 *
 * Two values are compatible when one could be the other said with other exactness:
 * "about 5 million" and 4.6 million, "more than 20" and 22, 38.4 % and 38 %. Revised:
 * every report of the later value is of a later day than every report of the earlier
 * one, and it is of a kind that is counted anew. All else that differs is a conflict. An outlier
 * stands ten times above or below what two of three reports or more say. */
#include <math.h>
#include <stdlib.h>

#include "events/claims_parts.h"
#include "judge/numbers.h"
#include "text/date.h"

#define FAR 10.0

const char *const claim_kind_name[CLAIM_KINDS] = {"people",  "count", "money", "share", "age",
						  "measure", "date",  "place", "actor",
						  "involvement"};
const char *const claim_state_name[CLAIM_STATES] = {"single", "agreed", "revised", "conflict"};

/* -- values -------------------------------------------------------------------------------- */

struct span {
	double low, high;
};

static double half_step(double v, enum claim_kind kind)
{
	double step, most = kind == CLAIM_SHARE ? 1 : 0.05 * v;
	bool rounds = kind == CLAIM_SHARE || kind == CLAIM_MEASURE || v >= 1000;

	if (v <= 0 || kind == CLAIM_AGE || kind == CLAIM_DATE || !rounds)
		return 0;
	step = 0.5 * pow(10, floor(log10(v)) - claims_digits(v) + 1);
	return step < most ? step : most;
}

static struct span span_of(double low, double high, enum bound bound, enum claim_kind kind)
{
	struct span s = {low - half_step(low, kind), high + half_step(high, kind)};

	switch (bound) {
	case BOUND_ABOUT:
		return (struct span){fmin(s.low, 0.88 * low), fmax(s.high, 1.12 * high)};
	case BOUND_LEAST:
		return (struct span){low, fmax(s.high, 1.3 * high)};
	case BOUND_MOST:
		return (struct span){fmin(s.low, 0.7 * low), high};
	case BOUND_NEARLY:
		return (struct span){fmin(s.low, 0.85 * low), high};
	default:
		return s;
	}
}

static bool overlap(struct span a, struct span b)
{
	return a.low <= b.high * (1 + 1e-9) && b.low <= a.high * (1 + 1e-9);
}

void claims_spread(struct mention *m)
{
	struct span s = span_of(m->base_low, m->base_high, m->bound, m->kind);

	m->span_low = s.low;
	m->span_high = s.high;
}

bool claims_compatible(const struct mention *a, const struct mention *b)
{
	return overlap((struct span){a->span_low, a->span_high},
		       (struct span){b->span_low, b->span_high});
}

bool claims_same(const struct mention *a, const struct mention *b)
{
	double slack = 1e-9 * fabs(a->base_low);

	return fabs(a->base_low - b->base_low) <= slack &&
	       fabs(a->base_high - b->base_high) <= slack;
}

static double base(const struct claim_value *v, double n)
{
	struct unit u = units_named(v->unit);

	return u.family == UNIT_MONEY || u.factor <= 0 ? n : n * u.factor;
}

/* "At least 2" leaves room for 4; so strictly it does not deny it. */
static bool denies(const struct claim *c, const struct claim_value *a, const struct claim_value *b)
{
	struct span x = span_of(base(a, a->low), base(a, a->high), a->bound, c->kind);
	struct span y = span_of(base(b, b->low), base(b, b->high), b->bound, c->kind);

	x.high = a->bound == BOUND_LEAST ? HUGE_VAL : x.high;
	y.high = b->bound == BOUND_LEAST ? HUGE_VAL : y.high;
	x.low = a->bound == BOUND_MOST ? 0 : x.low;
	y.low = b->bound == BOUND_MOST ? 0 : y.low;
	return !overlap(x, y);
}

static bool meets(const struct claim *c, const struct claim_value *a, const struct claim_value *b)
{
	return overlap(span_of(base(a, a->low), base(a, a->high), a->bound, c->kind),
		       span_of(base(b, b->low), base(b, b->high), b->bound, c->kind));
}

static bool all_meet(const struct claim *c)
{
	for (size_t i = 0; i < c->values; i++)
		for (size_t k = i + 1; k < c->values; k++)
			if (!meets(c, &c->value[i], &c->value[k]))
				return false;
	return true;
}

/* -- wording ------------------------------------------------------------------------------ */

/* 1,200,000 -> "1.2 million" where nothing is lost; 650.88 stays. */
static struct str amount(struct arena *a, double v)
{
	static const struct {
		double scale;
		const char *word;
	} big[] = {{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}};

	for (size_t i = 0; i < sizeof big / sizeof *big; i++) {
		double n = v / big[i].scale;

		if (n >= 1 && n < 1e6 && fabs(n * 1000 - nearbyint(n * 1000)) < 1e-6)
			return arena_fmt(a, "%.*s %s", STR_ARG(numbers_str(a, n)), big[i].word);
	}
	return numbers_str(a, v);
}

struct str claims_value_text(struct arena *a, const struct mention *m)
{
	struct str n = amount(a, m->low), unit = m->unit;
	const char *bound = verdict_bound[m->bound];

	if (m->high > m->low)
		n = arena_fmt(a, "%.*s to %.*s", STR_ARG(n), STR_ARG(amount(a, m->high)));
	if (m->kind == CLAIM_PEOPLE || m->kind == CLAIM_AGE)
		unit = STR_NONE;
	return arena_fmt(a, "%s%s%.*s%s%.*s%s", bound, *bound ? " " : "", STR_ARG(n),
			 unit.len ? " " : "", STR_ARG(unit), m->each ? " each" : "");
}

static struct str of_role(struct arena *a, const struct mention *m)
{
	static const char *const money[][2] = {
		{"fined", "fine"},        {"damages", "damages"},   {"settled", "settlement"},
		{"sought", "sum sought"}, {"stolen", "sum stolen"}, {"lost", "sum lost"},
		{"paid", "sum paid"},     {"raised", "sum raised"}, {"invested", "sum invested"},
		{"valued", "value"},      {"cost", "cost"},         {"contract", "contract"},
		{"revenue", "revenue"},   {"sold", "sales"},
	};

	for (size_t i = 0; i < sizeof money / sizeof *money; i++)
		if (m->kind == CLAIM_MONEY && str_eq(m->role, str_of(money[i][0])))
			return str_of(money[i][1]);
	if (m->kind == CLAIM_PEOPLE && m->role.len)
		return arena_fmt(a, "people %.*s", STR_ARG(m->role));
	return m->role;
}

/* The words behind the number (before it, of an age), where no noun names the thing:
 * "were from India", "false positive rate". */
#define HINT_WORDS 4

static bool ends_clause(char c) /* or begins a quotation mark or a dash */
{
	return strchr(".,;:!?()\"\n\xe2", c) != NULL;
}

static struct str words_behind(struct str s)
{
	size_t n = 0, words = 0;

	while (n < s.len && strchr(" -", s.at[n]))
		n++;
	s = str_cut(s, n, s.len);
	for (n = 0; n < s.len && !ends_clause(s.at[n]); n++)
		if (s.at[n] == ' ' && ++words == HINT_WORDS)
			break;
	return str_trim(str_cut(s, 0, n));
}

static struct str words_before(struct str s)
{
	size_t n, words = 0;

	while (s.len && strchr(" ,", s.at[s.len - 1]))
		s.len--;
	if (str_ends(s, STR(" age")) || str_ends(s, STR(" aged")))
		s = str_trim(str_cut(s, 0, s.len - 4));
	while (s.len && strchr(" ,", s.at[s.len - 1]))
		s.len--;
	for (n = s.len; n > 0 && !ends_clause(s.at[n - 1]); n--)
		if (s.at[n - 1] == ' ' && ++words == HINT_WORDS)
			break;
	return str_trim(str_cut(s, n, s.len));
}

static struct str hint(const struct mention *m)
{
	struct str context = m->quote.context;
	size_t at = m->quote.from >= m->quote.around ? (size_t)(m->quote.from - m->quote.around)
						     : context.len;
	struct str before = words_before(str_cut(context, 0, at));
	struct str behind = words_behind(str_cut(context, at + m->quote.quote.len, context.len));

	if (m->kind == CLAIM_AGE)
		return before.len ? before : behind;
	return behind.len ? behind : before;
}

static struct str named(struct arena *a, const char *what, const struct mention *m)
{
	struct str words = hint(m);

	return words.len ? arena_fmt(a, "%s: \xe2\x80\x9c%.*s\xe2\x80\x9d", what, STR_ARG(words))
			 : str_of(what);
}

static const char *family_name(enum unit_family f)
{
	static const char *const name[] = {
		[UNIT_BYTES] = "size",    [UNIT_RATE] = "data rate",  [UNIT_TIME] = "time",
		[UNIT_LENGTH] = "length", [UNIT_SPEED] = "speed",     [UNIT_MASS] = "weight",
		[UNIT_AREA] = "area",     [UNIT_POWER] = "power",     [UNIT_ENERGY] = "energy",
		[UNIT_VOLUME] = "volume", [UNIT_HEAT] = "temperature"};
	bool known = (size_t)f < sizeof name / sizeof *name && name[f] != NULL;

	return known ? name[f] : "amount";
}

static struct str what_of_money(struct arena *a, const struct mention *m)
{
	struct str role = of_role(a, m);

	if (m->of.len && role.len && !str_eq_nocase(role, m->of))
		return arena_fmt(a, "%.*s, %.*s", STR_ARG(role), STR_ARG(m->of));
	return m->of.len ? m->of : named(a, role.len ? role.at : "sum", m);
}

static struct str what_of_count(struct arena *a, const struct mention *m)
{
	struct str role = of_role(a, m), of = m->of;

	if (!of.len || str_eq(of, m->role))
		return role.len ? role : of;
	if (!m->role.len || str_find_nocase(of, m->role) != STR_NPOS || str_ends(of, STR("dead")) ||
	    str_ends(of, STR("wounded")))
		return of;
	return arena_fmt(a, "%.*s, %.*s", STR_ARG(of), STR_ARG(m->role));
}

struct str claims_what(struct arena *a, const struct mention *m)
{
	struct str of = m->of;

	switch (m->kind) {
	case CLAIM_AGE:
		return of.len ? arena_fmt(a, "age of the %.*s", STR_ARG(of)) : named(a, "age", m);
	case CLAIM_SHARE:
		return of.len ? arena_fmt(a, "share of %.*s", STR_ARG(of)) : named(a, "share", m);
	case CLAIM_MEASURE:
		return of.len ? arena_fmt(a, "%.*s, %s", STR_ARG(of), family_name(m->family))
			      : named(a, family_name(m->family), m);
	case CLAIM_MONEY:
		return what_of_money(a, m);
	default:
		return what_of_count(a, m);
	}
}

/* -- counting ------------------------------------------------------------------------------ */

static void widen(int64_t *first, int64_t *last, int64_t from, int64_t upto)
{
	if (from && (!*first || from < *first))
		*first = from;
	if (upto > *last)
		*last = upto;
}

void claims_span(struct claim *c)
{
	for (size_t i = 0; i < c->values; i++)
		widen(&c->first_ms, &c->last_ms, c->value[i].first_ms, c->value[i].last_ms);
}

void claims_say(struct claim_value *v, const struct claims_source *source,
		const struct claim_quote *quote, bool new_publisher)
{
	const struct claims_source *s = &source[quote->source];

	v->articles++;
	widen(&v->first_ms, &v->last_ms, s->date_ms, s->date_ms);
	if (new_publisher) {
		if (v->publishers < CLAIM_NAMES)
			v->publisher[v->publishers] = s->publisher;
		v->publishers++;
	}
	/* words of another publisher are worth more than a second quote of one */
	if (v->quotes < CLAIM_QUOTES && (new_publisher || v->quotes < 2))
		v->quote[v->quotes++] = *quote;
}

/* -- states ------------------------------------------------------------------------------- */

static int most_said(const void *a, const void *b)
{
	const struct claim_value *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	if (x->first_ms != y->first_ms)
		return x->first_ms < y->first_ms ? -1 : 1;
	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	return str_cmp(x->text, y->text);
}

static int latest_first(const void *a, const void *b)
{
	const struct claim_value *x = a, *y = b;

	if (x->first_ms != y->first_ms)
		return x->first_ms > y->first_ms ? -1 : 1;
	return most_said(a, b);
}

static int64_t day(int64_t ms)
{
	return ms / DATE_DAY_MS;
}

/* What can grow or be counted anew. An age, a share, a size that was told otherwise was
 * told wrong by somebody; and so was a plain count that became less, while the number
 * of the dead is corrected both ways. */
static bool may_be_revised(const struct claim *c)
{
	if (c->kind == CLAIM_MONEY || (c->kind == CLAIM_PEOPLE && c->role.len))
		return true;
	if (c->kind != CLAIM_PEOPLE && c->kind != CLAIM_COUNT)
		return false;
	for (size_t i = 0; i + 1 < c->values; i++)
		if (c->value[i].high < c->value[i + 1].high)
			return false;
	return true;
}

/* Values latest first: each begins on a later day than the next one ended. */
static bool is_succession(const struct claim *c)
{
	for (size_t i = 0; i + 1 < c->values; i++) {
		const struct claim_value *late = &c->value[i], *early = &c->value[i + 1];

		if (!early->last_ms || !late->first_ms ||
		    day(late->first_ms) <= day(early->last_ms))
			return false;
	}
	return true;
}

/* Articles whose value is within a factor of ten of this one, itself too. */
static uint32_t neighbours(const struct claim *c, double own)
{
	uint32_t near = 0;

	for (size_t i = 0; i < c->values; i++) {
		double other = base(&c->value[i], c->value[i].low);

		if (other > 0 && other / own < FAR * 0.999 && own / other < FAR * 0.999)
			near += c->value[i].articles;
	}
	return near;
}

static void outliers(struct claim *c)
{
	for (size_t i = 0; i < c->values; i++) {
		double own = base(&c->value[i], c->value[i].low);

		c->value[i].outlier =
			c->articles >= 3 && own > 0 && neighbours(c, own) * 3 <= c->articles;
	}
}

static struct str when(struct arena *a, int64_t ms)
{
	return ms ? date_day(a, ms) : STR("a day not known");
}

static struct str who(struct arena *a, const struct claim_value *v)
{
	if (v->publishers == 0)
		return STR("a report");
	if (v->publishers == 1)
		return v->publisher[0];
	return arena_fmt(a, "%.*s and %u other%s", STR_ARG(v->publisher[0]), v->publishers - 1,
			 v->publishers > 2 ? "s" : "");
}

static struct str told(struct arena *a, const struct claim *c)
{
	const struct claim_value *x = &c->value[0], *y = &c->value[1];

	switch (c->state) {
	case CLAIM_REVISED:
		y = &c->value[c->values - 1];
		return arena_fmt(a, "First %.*s (%.*s, %.*s), since %.*s %.*s (%.*s).",
				 STR_ARG(y->text), STR_ARG(when(a, y->first_ms)),
				 STR_ARG(who(a, y)), STR_ARG(when(a, x->first_ms)),
				 STR_ARG(x->text), STR_ARG(who(a, x)));
	case CLAIM_CONFLICT:
		return arena_fmt(a, "%.*s (%.*s) against %.*s (%.*s).", STR_ARG(x->text),
				 STR_ARG(who(a, x)), STR_ARG(y->text), STR_ARG(who(a, y)));
	case CLAIM_AGREED:
		if (c->values > 1)
			return all_meet(c)
				       ? STR("The values differ only in how exactly they are put.")
				       : STR("No value rules another out.");
		return arena_fmt(a, "%u articles say the same.", c->articles);
	default:
		return STR_NONE;
	}
}

static bool any_denied(const struct claim *c)
{
	for (size_t i = 0; i < c->values; i++)
		for (size_t k = i + 1; k < c->values; k++)
			if (denies(c, &c->value[i], &c->value[k]))
				return true;
	return false;
}

static enum claim_state state_of(const struct claim *c)
{
	if (c->articles < 2)
		return CLAIM_SINGLE;
	if (all_meet(c))
		return CLAIM_AGREED;
	if (is_succession(c) && may_be_revised(c))
		return CLAIM_REVISED;
	return any_denied(c) ? CLAIM_CONFLICT : CLAIM_AGREED;
}

void claims_settle(struct claim *c, struct arena *arena)
{
	claims_span(c);
	qsort(c->value, c->values, sizeof *c->value, latest_first);
	c->state = state_of(c);
	if (c->state != CLAIM_REVISED)
		qsort(c->value, c->values, sizeof *c->value, most_said);
	for (size_t i = 1; i < c->values; i++)
		c->value[i].superseded = c->state == CLAIM_REVISED;
	if (c->state >= CLAIM_REVISED)
		outliers(c);
	c->reason = told(arena, c);
}
