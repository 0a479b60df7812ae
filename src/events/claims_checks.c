/* claims_checks.c -- arithmetic of all articles, and arithmetic between them.
 *
 * What the articles' own checks say (judge/checks.c) is gathered by its reading. Then a
 * product whose parts one article states without the whole is laid against wholes that
 * other articles state: 4 people with 15 drives each of 80 TB in one, 4.8 PB in another.
 * Only what fits is told, with the readings that do not fit beside it: that numbers of
 * two articles fail to meet says little, they may speak of different things. */
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "events/claims_parts.h"
#include "judge/numbers.h"

#define CHECKS_MOST 12
#define NEAR_ENOUGH 0.02 /* as judge/checks.c takes it for round numbers */
#define LIST_MOST 512    /* of parts looked at */

struct desk {
	struct arena *arena;
	struct claims *out;
	const struct mentions *m;
	const struct claims_source *source;
};

/* -- gathered ------------------------------------------------------------------------------ */

static struct claims_check *check_of(struct desk *d, struct str reading, bool holds)
{
	for (size_t i = 0; i < d->out->checks; i++)
		if (str_eq(d->out->check[i].reading, reading) && d->out->check[i].holds == holds)
			return &d->out->check[i];
	if (d->out->checks == CHECKS_MOST)
		return NULL;
	d->out->check[d->out->checks] = (struct claims_check){.reading = reading, .holds = holds};
	return &d->out->check[d->out->checks++];
}

static void gather(struct desk *d, uint32_t source)
{
	const struct json *verdict = d->source[source].verdict;
	const struct json *list = json_get(verdict, "checks"), *facts = json_get(verdict, "facts");

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *one = json_at(list, i), *cited = json_get(one, "facts");
		bool holds = json_bool(json_get(one, "holds"), false);
		struct claims_check *c = check_of(d, json_get_str(one, "reading"), holds);

		if (!c || c->articles++)
			continue;
		for (size_t k = 0; k < json_len(cited) && c->facts < 6; k++) {
			int64_t n = json_int(json_at(cited, k), -1);

			if (n >= 0 && (size_t)n < json_len(facts))
				c->fact[c->facts++] =
					claims_quote(json_at(facts, (size_t)n), source);
		}
	}
}

/* -- across -------------------------------------------------------------------------------- */

static bool is_summable(const struct mention *m)
{
	enum unit_family f = m->family;

	return f == UNIT_BYTES || f == UNIT_MASS || f == UNIT_MONEY || f == UNIT_ENERGY ||
	       f == UNIT_POWER || f == UNIT_VOLUME;
}

static bool is_plain_count(const struct mention *m)
{
	return (m->kind == CLAIM_COUNT || m->kind == CLAIM_PEOPLE) && m->low > 1 &&
	       m->low == m->high;
}

#define NEXT 60 /* bytes behind a sentence's words in which the next fact may begin */

/* "15 hard drives each", the count before it, and the measure behind it. */
struct chain {
	const struct mention *outer, *middle, *inner;
};

static const struct mention *fact_of(const struct desk *d, uint32_t source, uint32_t rank)
{
	for (size_t i = 0; i < d->m->len && i < (size_t)LIMIT_CLAIMS_MENTIONS; i++)
		if (d->m->at[i].source == source && d->m->at[i].rank == rank)
			return &d->m->at[i];
	return NULL;
}

static bool in_one_sentence(const struct mention *a, const struct mention *b)
{
	return str_eq(a->quote.field, b->quote.field) && a->quote.upto <= b->quote.upto &&
	       b->quote.from < a->quote.behind + NEXT;
}

static bool chain_at(struct chain *c, const struct desk *d, const struct mention *middle)
{
	if (!middle->each || !is_plain_count(middle) || middle->rank == 0)
		return false;
	c->middle = middle;
	c->outer = fact_of(d, middle->source, middle->rank - 1);
	c->inner = fact_of(d, middle->source, middle->rank + 1);
	return c->outer && c->inner && is_plain_count(c->outer) && !c->outer->each &&
	       is_summable(c->inner) && c->inner->low == c->inner->high &&
	       in_one_sentence(c->outer, middle) && in_one_sentence(middle, c->inner);
}

static bool fits(double value, const struct mention *whole)
{
	double slack = (whole->bound ? 2 : 1) * NEAR_ENOUGH * value;

	return value > 0 && whole->base_low - slack <= value && value <= whole->base_high + slack;
}

static struct str counted(struct arena *a, const struct mention *m)
{
	return arena_fmt(a, "%.*s %.*s", STR_ARG(numbers_str(a, m->low)),
			 STR_ARG(m->kind == CLAIM_PEOPLE ? STR("people") : m->of));
}

static struct str measured(struct arena *a, double base, const struct mention *like)
{
	struct unit u = units_best(like->family, base, like->unit);
	double n = like->family == UNIT_MONEY || u.factor <= 0 ? base : base / u.factor;

	return arena_fmt(a, "%.*s %s", STR_ARG(numbers_str(a, n)), u.name);
}

/* "hard drives" -> "drive"; people -> "person" */
static struct str one_of(const struct mention *m)
{
	size_t blank = str_rchr(m->of, ' ');
	struct str last = blank == STR_NPOS ? m->of : str_cut(m->of, blank + 1, m->of.len);

	if (m->kind == CLAIM_PEOPLE)
		return STR("person");
	return last.len > 3 && str_ends(last, STR("s")) ? str_cut(last, 0, last.len - 1) : last;
}

static void tell(struct desk *d, const struct chain *c, const struct mention *whole,
		 bool per_middle, double value)
{
	const struct mention *cited[] = {c->outer, c->middle, c->inner, whole};
	struct str left = counted(d->arena, c->outer), text;
	bool holds = fits(value, whole);
	struct claims_check *check;

	if (per_middle)
		left = arena_fmt(d->arena, "%.*s x %.*s", STR_ARG(left),
				 STR_ARG(counted(d->arena, c->middle)));
	text = arena_fmt(d->arena, "%.*s x %.*s %.*s per %.*s = %.*s", STR_ARG(left),
			 STR_ARG(numbers_str(d->arena, c->inner->low)), STR_ARG(c->inner->unit),
			 STR_ARG(one_of(per_middle ? c->middle : c->outer)),
			 STR_ARG(measured(d->arena, value, c->inner)));
	if (!holds)
		text = arena_fmt(d->arena, "%.*s, not the stated %.*s", STR_ARG(text),
				 STR_ARG(claims_value_text(d->arena, whole)));
	check = check_of(d, text, holds);
	if (!check || check->facts)
		return;
	check->across = true;
	check->articles = 2;
	for (size_t i = 0; i < 4; i++)
		if (per_middle || i != 1)
			check->fact[check->facts++] = cited[i]->quote;
}

/* An article that states the whole itself has its own check. */
static bool states_whole(const struct desk *d, uint32_t source, const struct mention *inner)
{
	for (size_t i = 0; i < d->m->len; i++) {
		const struct mention *m = &d->m->at[i];

		if (m->source == source && m->family == inner->family &&
		    m->base_low > inner->base_low * 1.5)
			return true;
	}
	return false;
}

static void across(struct desk *d, const struct mention *middle)
{
	struct chain c;
	double small, large;

	if (!chain_at(&c, d, middle) || states_whole(d, middle->source, c.inner))
		return;
	large = c.outer->low * middle->low * c.inner->base_low;
	small = c.outer->low * c.inner->base_low;
	for (size_t i = 0; i < d->m->len; i++) {
		const struct mention *w = &d->m->at[i];

		if (w->source == middle->source || w->family != c.inner->family || w->each ||
		    !str_eq(w->currency, c.inner->currency) || (!fits(large, w) && !fits(small, w)))
			continue;
		tell(d, &c, w, true, large);
		if (!c.inner->each)
			tell(d, &c, w, false, small);
		return;
	}
}

void claims_checks(struct claims *out, struct arena *arena, const struct claims_source *source,
		   const uint32_t *order, size_t count, const struct mentions *m)
{
	struct desk d = {.arena = arena, .out = out, .m = m, .source = source};

	out->check = ARENA_ARRAY(arena, struct claims_check, CHECKS_MOST);
	for (size_t n = 0; n < count; n++)
		gather(&d, order[n]);
	for (size_t i = 0, tried = 0; i < m->len && tried < LIST_MOST; i++)
		if (m->at[i].each) {
			across(&d, &m->at[i]);
			tried++;
		}
}
