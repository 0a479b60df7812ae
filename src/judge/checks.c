/* judge/checks.c -- parts and wholes.
 *
 * A product starts at a fact that is said of "each" and takes the count before it
 * as what there are of them. A measure behind ("each carrying 15 drives packed
 * with 80 TB") may be meant per drive or per person: both products are formed and
 * both are told, since which one the stated whole agrees with is what a reader
 * wants to know. A whole is looked for in the same and the next sentences, of the
 * same kind (bytes with bytes, drives with drives); one that is called a whole
 * ("collectively", "a total of") is answered even when nothing fits, any other
 * only when a product meets it. Facts are at most LIMIT_FACTS and windows are
 * fixed, so the cost is small and bounded.
 *
 * What it does not do: chains of more than three links, rates over time. */
#include "judge/checks.h"

#include <math.h>

#include "judge/units.h"

#define NEAR 3 /* sentences between parts and whole */

struct desk {
	struct arena *arena;
	const struct fact *fact;
	size_t facts;
	const struct tokens *tokens; /* by field */
	struct check *check;
	size_t count;
};

struct part { /* one factor of a product, and where it stands */
	size_t fact, token, last;
	uint32_t sentence;
	struct unit unit;
};

/* The token that begins at byte `from`, by bisection. */
static size_t token_at(const struct tokens *t, uint32_t from)
{
	size_t low = 0, high = t->len;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (t->at[middle].from < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct part part_of(const struct desk *d, size_t n)
{
	const struct fact *f = &d->fact[n];
	const struct tokens *t = &d->tokens[f->field];
	size_t token = token_at(t, f->from);

	return (struct part){n, token, token_at(t, f->upto), t->at[token].sentence,
			     units_named(f->unit)};
}

static bool is_counted(const struct part *p) /* people, or things */
{
	return p->unit.family == UNIT_COUNT || p->unit.family == UNIT_PEOPLE;
}

static bool is_range(const struct fact *f)
{
	return f->quantity != f->quantity_upto;
}

static struct str head_noun(struct str of)
{
	size_t blank = str_rchr(of, ' ');

	return blank == STR_NPOS ? of : str_cut(of, blank + 1, of.len);
}

static struct str singular(struct arena *a, struct str noun)
{
	if (str_ends(noun, STR("ies")))
		return arena_fmt(a, "%.*sy", (int)noun.len - 3, noun.at);
	if (str_ends(noun, STR("people")))
		return STR("person");
	if (str_ends(noun, STR("men")))
		return arena_fmt(a, "%.*san", (int)noun.len - 2, noun.at);
	if (str_ends(noun, STR("ses")) || str_ends(noun, STR("xes")) ||
	    str_ends(noun, STR("ches")) || str_ends(noun, STR("shes")))
		return str_cut(noun, 0, noun.len - 2);
	return str_ends(noun, STR("s")) ? str_cut(noun, 0, noun.len - 1) : noun;
}

/* -- wording ------------------------------------------------------------------------ */

static struct str amount(struct arena *a, double value, const struct unit *u, struct str of)
{
	struct str number = numbers_str(a, value);

	if (u->family == UNIT_PEOPLE)
		return arena_fmt(a, "%.*s people", STR_ARG(number));
	if (u->family == UNIT_COUNT)
		return arena_fmt(a, "%.*s %.*s", STR_ARG(number), STR_ARG(of));
	if (u->family == UNIT_PERCENT)
		return arena_fmt(a, "%.*s %%", STR_ARG(number));
	return arena_fmt(a, "%.*s %s", STR_ARG(number), u->name);
}

static struct str stated(const struct desk *d, const struct part *p)
{
	return amount(d->arena, d->fact[p->fact].quantity, &p->unit, d->fact[p->fact].of);
}

static double base(const struct desk *d, const struct part *p)
{
	double factor = p->unit.family == UNIT_MONEY ? 1 : p->unit.factor;

	return d->fact[p->fact].quantity * factor;
}

/* A product in the unit in which it reads best. */
static struct str result(const struct desk *d, const struct part *last, double value)
{
	struct unit u = units_best(last->unit.family, value, d->fact[last->fact].unit);

	if (u.family == UNIT_COUNT || u.family == UNIT_PEOPLE)
		return amount(d->arena, value, &u, d->fact[last->fact].of);
	return amount(d->arena, u.family == UNIT_MONEY ? value : value / u.factor, &u, STR_NONE);
}

static struct check *add(struct desk *d, struct str reading, bool holds)
{
	struct check *c;

	for (size_t i = 0; i < d->count; i++)
		if (str_eq(d->check[i].reading, reading))
			return NULL;
	if (d->count >= CHECKS_MOST)
		return NULL;
	c = &d->check[d->count++];
	*c = (struct check){.reading = reading, .holds = holds};
	return c;
}

static void cite(struct check *c, size_t fact)
{
	if (c && c->fact_count < sizeof c->fact / sizeof *c->fact)
		c->fact[c->fact_count++] = (uint16_t)fact;
}

/* -- products -------------------------------------------------------------------------- */

struct chain {
	struct part link[3]; /* outermost first; the last is of the whole's kind */
	size_t len;
	bool skips; /* link[1] may be left out: the other reading */
};

static bool is_total(const struct desk *d, const struct part *p)
{
	const struct tokens *t = &d->tokens[d->fact[p->fact].field];

	for (size_t n = p->token;
	     n > 0 && t->at[n - 1].sentence == p->sentence && p->token - n < 12; n--)
		if (tokens_has(t, n - 1, LEXICON_TOTAL))
			return true;
	for (size_t n = p->last; n < t->len && t->at[n].sentence == p->sentence && n < p->last + 4;
	     n++)
		if (tokens_has(t, n, LEXICON_TOTAL) ||
		    (tokens_is(t, n, "in") && tokens_is(t, n + 1, "all")))
			return true;
	return false;
}

static bool same_kind(const struct desk *d, const struct part *a, const struct part *b)
{
	if (a->unit.family != b->unit.family)
		return false;
	if (a->unit.family == UNIT_MONEY)
		return str_eq(d->fact[a->fact].unit, d->fact[b->fact].unit);
	if (a->unit.family == UNIT_COUNT)
		return str_eq_nocase(head_noun(d->fact[a->fact].of),
				     head_noun(d->fact[b->fact].of));
	return a->unit.family != UNIT_PERCENT && a->unit.family != UNIT_AGE;
}

static bool meets(const struct desk *d, double value, const struct part *whole)
{
	const struct fact *f = &d->fact[whole->fact];
	double w = base(d, whole), slack = f->approximate ? 0.05 : 0.01;

	if (is_range(f))
		return value >= w && value <= w / f->quantity * f->quantity_upto;
	return fabs(value - w) <= slack * w;
}

static double product(const struct desk *d, const struct chain *c, bool skip)
{
	double value = base(d, &c->link[c->len - 1]);

	for (size_t i = 0; i + 1 < c->len; i++)
		if (!(skip && i == 1))
			value *= d->fact[c->link[i].fact].quantity;
	return value;
}

static struct str owner(const struct desk *d, const struct part *p)
{
	if (p->unit.family == UNIT_PEOPLE)
		return STR("person");
	return singular(d->arena, head_noun(d->fact[p->fact].of));
}

static void tell_product(struct desk *d, const struct chain *c, const struct part *whole, bool skip)
{
	const struct part *last = &c->link[c->len - 1];
	double value = product(d, c, skip);
	bool holds = meets(d, value, whole);
	struct str of = owner(d, &c->link[skip ? 0 : c->len - 2]), left = stated(d, &c->link[0]),
		   text;
	struct check *check;

	if (c->len == 3 && !skip)
		left = arena_fmt(d->arena, "%.*s x %.*s", STR_ARG(left),
				 STR_ARG(stated(d, &c->link[1])));
	text = arena_fmt(d->arena, "%.*s x %.*s per %.*s = %.*s", STR_ARG(left),
			 STR_ARG(stated(d, last)), STR_ARG(of), STR_ARG(result(d, last, value)));
	if (!holds)
		text = arena_fmt(d->arena, "%.*s, not the stated %.*s", STR_ARG(text),
				 STR_ARG(stated(d, whole)));
	check = add(d, text, holds);
	for (size_t i = 0; i < c->len; i++)
		if (!(skip && i == 1))
			cite(check, c->link[i].fact);
	cite(check, whole->fact);
}

static bool in_chain(const struct chain *c, size_t fact)
{
	for (size_t i = 0; i < c->len; i++)
		if (c->link[i].fact == fact)
			return true;
	return false;
}

/* The whole that a chain is laid against: one that is called so, or one that fits. */
static bool find_whole(struct part *out, const struct desk *d, const struct chain *c)
{
	const struct part *last = &c->link[c->len - 1];
	bool found = false;

	for (size_t i = 0; i < d->facts; i++) {
		struct part p = part_of(d, i);
		bool fits;

		if (d->fact[i].field != d->fact[last->fact].field || d->fact[i].each ||
		    in_chain(c, i) || p.sentence + 1 < c->link[0].sentence ||
		    p.sentence > last->sentence + NEAR || !same_kind(d, &p, last) ||
		    base(d, &p) <= base(d, last))
			continue;
		fits = meets(d, product(d, c, false), &p) ||
		       (c->skips && meets(d, product(d, c, true), &p));
		if (fits || (!found && is_total(d, &p))) {
			*out = p;
			found = true;
		}
		if (fits)
			return true;
	}
	return found;
}

static void check_chain(struct desk *d, const struct chain *c)
{
	struct part whole;
	bool skip_fits;

	if (!find_whole(&whole, d, c))
		return;
	skip_fits = c->skips && meets(d, product(d, c, true), &whole);
	if (skip_fits)
		tell_product(d, c, &whole, true);
	tell_product(d, c, &whole, false);
	if (c->skips && !skip_fits)
		tell_product(d, c, &whole, true);
}

/* The count that "each" speaks of: the last plain count before it. */
static bool find_outer(struct part *out, const struct desk *d, const struct part *inner)
{
	for (size_t i = inner->fact; i > 0; i--) {
		struct part p = part_of(d, i - 1);

		if (d->fact[i - 1].field != d->fact[inner->fact].field ||
		    p.sentence + 1 < inner->sentence)
			return false;
		if (is_counted(&p) && !d->fact[i - 1].each && d->fact[i - 1].quantity > 1 &&
		    !is_range(&d->fact[i - 1])) {
			*out = p;
			return true;
		}
	}
	return false;
}

/* A measure of matter: what can be added up over drives or people. */
static bool is_summable(const struct part *p)
{
	enum unit_family f = p->unit.family;

	return f == UNIT_BYTES || f == UNIT_MASS || f == UNIT_MONEY || f == UNIT_ENERGY ||
	       f == UNIT_POWER || f == UNIT_VOLUME;
}

/* The measure that follows a count said of each, in the same sentence. */
static bool find_inner(struct part *out, const struct desk *d, const struct part *middle)
{
	const struct tokens *t = &d->tokens[d->fact[middle->fact].field];

	if (middle->fact + 1 >= d->facts ||
	    d->fact[middle->fact + 1].field != d->fact[middle->fact].field)
		return false;
	*out = part_of(d, middle->fact + 1);
	if (out->sentence != middle->sentence || !is_summable(out) ||
	    out->token > middle->last + 10)
		return false;
	return !is_range(&d->fact[out->fact]) && !tokens_has(t, out->token - 1, LEXICON_TOTAL) &&
	       !is_total(d, out);
}

static void check_products(struct desk *d)
{
	for (size_t i = 0; i < d->facts && d->count < CHECKS_MOST; i++) {
		struct chain c = {.len = 2};

		if (!d->fact[i].each || is_range(&d->fact[i]))
			continue;
		c.link[1] = part_of(d, i);
		if (c.link[1].unit.family == UNIT_PERCENT || !find_outer(&c.link[0], d, &c.link[1]))
			continue;
		if (is_counted(&c.link[1]) && find_inner(&c.link[2], d, &c.link[1])) {
			c.len = 3;
			c.skips = !d->fact[c.link[2].fact].each;
			check_chain(d, &c);
			c.len = 2;
			c.skips = false;
		}
		check_chain(d, &c);
	}
}

/* -- sums ------------------------------------------------------------------------------- */

/* Only "and", commas and small words stand between two facts. */
static bool is_listed(const struct desk *d, const struct part *a, const struct part *b)
{
	const struct tokens *t = &d->tokens[d->fact[a->fact].field];

	if (b->sentence != a->sentence || b->token < a->last || b->token > a->last + 3)
		return false;
	for (size_t n = a->last; n < b->token; n++)
		if (!tokens_is(t, n, ",") && !tokens_is(t, n, "and") && !tokens_is(t, n, "another"))
			return false;
	return true;
}

static bool may_add(const struct desk *d, const struct part *p)
{
	const struct fact *f = &d->fact[p->fact];

	return is_counted(p) && !f->each && !is_range(f) && f->quantity >= 1 && !f->approximate;
}

static void tell_sum(struct desk *d, size_t first, size_t last, const struct part *whole)
{
	struct str text = STR_NONE;
	struct check *check;

	for (size_t i = first; i < last; i++)
		text = arena_fmt(d->arena, "%.*s%s%.*s %.*s", STR_ARG(text), i > first ? " + " : "",
				 STR_ARG(numbers_str(d->arena, d->fact[i].quantity)),
				 STR_ARG(d->fact[i].of));
	text = arena_fmt(d->arena, "%.*s = %.*s", STR_ARG(text), STR_ARG(stated(d, whole)));
	check = add(d, text, true);
	for (size_t i = first; i < last; i++)
		cite(check, i);
	cite(check, whole->fact);
}

/* Facts first .. last-1 are parts; a whole stands close before or behind. */
static void check_sum(struct desk *d, size_t first, size_t last, double sum)
{
	struct part head = part_of(d, first);

	for (size_t k = first > 2 ? first - 2 : 0; k < d->facts && k < last + 2; k++) {
		struct part p = part_of(d, k);

		if ((k >= first && k < last) || d->fact[k].field != d->fact[first].field ||
		    !may_add(d, &p) || p.unit.family != head.unit.family)
			continue;
		if (fabs(d->fact[k].quantity - sum) < 1e-9 && p.sentence + 1 >= head.sentence &&
		    p.sentence <= head.sentence + 1) {
			tell_sum(d, first, last, &p);
			return;
		}
	}
}

static void check_sums(struct desk *d)
{
	for (size_t i = 0; i + 1 < d->facts; i++) {
		struct part a = part_of(d, i), b;
		double sum = d->fact[i].quantity;
		size_t last = i + 1;

		if (!may_add(d, &a))
			continue;
		for (; last < d->facts && last - i < 5; last++) {
			b = part_of(d, last);
			if (d->fact[last].field != d->fact[i].field || !may_add(d, &b) ||
			    b.unit.family != a.unit.family || !is_listed(d, &a, &b) ||
			    (last > i + 1 && fabs(d->fact[last].quantity - sum) < 1e-9))
				break;
			sum += d->fact[last].quantity;
			a = b;
		}
		if (last - i >= 2)
			check_sum(d, i, last, sum);
		i = last - 1;
	}
}

/* -- shares ----------------------------------------------------------------------------- */

/* The part restates it: "(30%)", "or 30%", "- 30%". */
static bool is_restated(const struct desk *d, const struct part *a, const struct part *b)
{
	const struct tokens *t = &d->tokens[d->fact[a->fact].field];

	if (b->sentence != a->sentence || b->token < a->last || b->token > a->last + 3)
		return false;
	return tokens_is(t, b->token - 1, "(") || tokens_is(t, b->token - 1, "or") ||
	       (b->token > 1 && tokens_is(t, b->token - 2, "or"));
}

static void tell_share(struct desk *d, const struct part *percent, const struct part *whole,
		       const struct part *part)
{
	double p = d->fact[percent->fact].quantity, w = d->fact[whole->fact].quantity,
	       n = d->fact[part->fact].quantity, value = w > 0 ? 100 * n / w : 0;
	bool rough = d->fact[percent->fact].approximate || d->fact[part->fact].approximate;
	bool holds = fabs(value - p) <= (rough ? 2.0 : 0.6);
	struct str of = d->fact[whole->fact].of, text;
	struct check *check;

	of = arena_fmt(d->arena, "%.*s %.*s", STR_ARG(numbers_str(d->arena, w)), STR_ARG(of));
	if (n > w || value <= 0)
		return;
	text = arena_fmt(d->arena, "%.*s of %.*s = %.*s %%", STR_ARG(numbers_str(d->arena, n)),
			 STR_ARG(of), STR_ARG(numbers_str(d->arena, nearbyint(value * 10) / 10)));
	if (!holds)
		text = arena_fmt(d->arena, "%.*s, not the stated %.*s", STR_ARG(text),
				 STR_ARG(stated(d, percent)));
	check = add(d, text, holds);
	cite(check, part->fact);
	cite(check, whole->fact);
	cite(check, percent->fact);
}

/* "60 of the 200 users (30%)": the whole lies inside the part's own span. */
static void check_shares(struct desk *d)
{
	for (size_t i = 0; i + 2 < d->facts; i++) {
		struct part a = part_of(d, i), b = part_of(d, i + 1), c = part_of(d, i + 2);
		bool nested = d->fact[i].field == d->fact[i + 1].field &&
			      d->fact[i + 1].field == d->fact[i + 2].field &&
			      d->fact[i + 1].from < d->fact[i].upto;

		if (!nested || !is_counted(&b) || !is_restated(d, &b, &c))
			continue;
		if (c.unit.family == UNIT_PERCENT && is_counted(&a))
			tell_share(d, &c, &b, &a);
		else if (a.unit.family == UNIT_PERCENT && is_counted(&c))
			tell_share(d, &a, &b, &c);
	}
}

void checks_of(const struct check **out, size_t *count, struct arena *arena,
	       const struct facts *facts, const struct tokens tokens[FIELD_COUNT])
{
	struct desk d = {.arena = arena, .fact = facts->at, .facts = facts->len, .tokens = tokens};

	d.check = ARENA_ARRAY(arena, struct check, CHECKS_MOST);
	check_products(&d);
	check_sums(&d);
	check_shares(&d);
	*out = d.check;
	*count = d.count;
}
