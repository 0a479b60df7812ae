/* store/shelf_count.c -- a matched shelf, counted and ordered: what the database would say.
 *
 * Counts are ones in ANDs of bits; dates, orders and months walk the events that fit. Texts are
 * compared byte by byte, as SQLite's ORDER BY does; tests/unit/store/test_shelf.c holds both
 * against each other. */
#include "store/shelf_parts.h"

#include <stdlib.h>

#include "base/limits.h"
#include "store/store_parts.h"

int64_t shelf_total(const struct shelf_look *l)
{
	return l->match->total;
}

/* Goes to the next event that fits, *i itself included. */
static bool next_fit(size_t *i, const struct shelf_look *l)
{
	*i = shelf_next(l->match->fits, l->match->words, *i);
	return *i < l->shelf->event.len;
}

/* -- one page ------------------------------------------------------------------------------ */

static struct shelf_from place_of(const struct shelf_columns *of, size_t number,
				  enum shelf_order order)
{
	int64_t key = order == SHELF_LARGEST   ? of->articles[number]
		      : order == SHELF_UPDATED ? of->changed[number]
					       : of->first_ms[number];

	return (struct shelf_from){.key = key, .number = (int64_t)number};
}

static bool is_before(struct shelf_from a, struct shelf_from b, enum shelf_order order)
{
	bool less = a.key < b.key || (a.key == b.key && a.number < b.number);
	bool same = a.key == b.key && a.number == b.number;

	return !same && (order == SHELF_OLDEST ? less : !less);
}

size_t shelf_page(int64_t *number, size_t most, const struct shelf_look *l, enum shelf_order order,
		  struct shelf_from from)
{
	struct shelf_from *best = ARENA_ARRAY(l->arena, struct shelf_from, most + 1);
	size_t count = 0;

	for (size_t i = 0; next_fit(&i, l); i++) {
		struct shelf_from p;
		size_t at = count;

		p = place_of(&l->shelf->of, i, order);
		if ((from.later && !is_before(from, p, order)) ||
		    (count == most && !is_before(p, best[count - 1], order)))
			continue;
		while (at && is_before(p, best[at - 1], order))
			at--;
		count += count < most;
		for (size_t k = count - 1; k > at; k--)
			best[k] = best[k - 1];
		best[at] = p;
	}
	for (size_t i = 0; i < count; i++)
		number[i] = best[i].number;
	return count;
}

/* -- counts of values ------------------------------------------------------------------------- */

struct counted {
	const struct shelf_value *value;
	struct str facet;
	size_t rank; /* facets without a filter first, then those that have one, as asked for */
	int64_t count;
};

static int by_facet_and_count(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;
	int order;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	order = str_cmp(x->facet, y->facet);
	if (order)
		return order;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return str_cmp(x->value->text, y->value->text);
}

/* How many events of `bits` have that value. */
static int64_t common(const struct shelf_value *v, const uint64_t *bits, size_t words)
{
	int64_t count = 0;

	for (size_t i = 0; i < v->listed; i++)
		count += shelf_bit(bits, v->list[i]);
	for (size_t i = 0; v->bits && i < v->words && i < words; i++)
		count += __builtin_popcountll(v->bits[i] & bits[i]);
	return count;
}

static int64_t count_of(const struct shelf_value *v, const struct shelf_match *m)
{
	const uint64_t *bits = m->fits;

	if (m->all)
		return v->events;
	for (size_t g = 0; g < m->groups; g++)
		if (m->facet[g] == v->facet)
			bits = m->but + g * m->words;
	return common(v, bits, m->words);
}

/* Names of products and companies are no facet that is shown. */
static bool is_told(struct str facet)
{
	return !str_eq(facet, STR(FACET_SYSTEM)) && !str_eq(facet, STR(FACET_DEVELOPER)) &&
	       !str_eq(facet, STR(FACET_DEPLOYER));
}

static size_t rank_of(struct str facet, const struct str *filtered, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(filtered[i], facet))
			return i + 1;
	return 0;
}

size_t shelf_counts(const struct value_count **out, const struct shelf_look *l,
		    const struct str *filtered, size_t filtered_count)
{
	const struct shelf *s = l->shelf;
	struct counted *c = ARENA_ARRAY(l->arena, struct counted, s->value.len + 1);
	struct value_count *told;
	size_t found = 0, kept = 0, of_facet = 0;

	for (size_t i = 0; i < s->value.len; i++) {
		const struct shelf_value *v = &s->value.at[i];
		struct str facet = v->text.at ? s->facet[v->facet] : STR("");
		int64_t count = v->text.at && is_told(facet) ? count_of(v, l->match) : 0;

		if (count)
			c[found++] = (struct counted){
				v, facet, rank_of(facet, filtered, filtered_count), count};
	}
	qsort(c, found, sizeof *c, by_facet_and_count);
	told = ARENA_ARRAY(l->arena, struct value_count, found + 1);
	for (size_t i = 0; i < found; i++) {
		of_facet = i && str_eq(c[i].facet, c[i - 1].facet) ? of_facet + 1 : 0;
		if (of_facet < LIMIT_PAGE_ROWS)
			told[kept++] = (struct value_count){arena_copy(l->arena, c[i].facet),
							    arena_copy(l->arena, c[i].value->text),
							    c[i].count};
	}
	*out = told;
	return kept;
}

/* -- months ------------------------------------------------------------------------------------ */

/* The first and last month of what fits; false: nothing does. */
static bool span_of(size_t *first, size_t *last, const struct shelf_look *l)
{
	const int16_t *month = l->shelf->of.month;

	*first = SHELF_MONTHS;
	*last = 0;
	for (size_t i = 0; next_fit(&i, l); i++) {
		*first = (size_t)month[i] < *first ? (size_t)month[i] : *first;
		*last = (size_t)month[i] > *last ? (size_t)month[i] : *last;
	}
	return *first <= *last;
}

size_t shelf_months(const struct shelf_month **out, const struct shelf_look *l)
{
	const struct shelf_columns *of = &l->shelf->of;
	int64_t(*count)[SHELF_NO_LABEL + 1];
	struct shelf_month *row;
	size_t first, last, kept = 0;

	if (!span_of(&first, &last, l))
		return 0;
	count = arena_alloc(l->arena, (last - first + 1) * sizeof *count);
	row = ARENA_ARRAY(l->arena, struct shelf_month, last - first + 1);
	for (size_t i = 0; next_fit(&i, l); i++)
		count[(size_t)of->month[i] - first][of->label[i]]++;
	for (size_t i = 0; i <= last - first; i++)
		row[kept++] = (struct shelf_month){.month = (int64_t)(first + i),
						   .incidents = count[i][SHELF_INCIDENT],
						   .hazards = count[i][SHELF_HAZARD],
						   .complementary = count[i][SHELF_COMPLEMENTARY]};
	*out = row;
	return kept;
}

/* -- values by month ------------------------------------------------------------------- */

static int by_total(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return str_cmp(x->value->text, y->value->text);
}

struct months { /* one value's */
	int64_t *count;
	int64_t first;
	size_t months;
};

static void count_month(const struct months *m, int16_t month)
{
	int64_t at = month - m->first;

	if (at >= 0 && at < (int64_t)m->months)
		m->count[at]++;
}

static void fill_months(const struct months *m, const struct shelf_value *v,
			const struct shelf_look *l)
{
	const int16_t *month = l->shelf->of.month;
	const size_t words = v->words < l->match->words ? v->words : l->match->words;

	for (size_t i = 0; i < v->listed; i++)
		if (shelf_bit(l->match->fits, v->list[i]))
			count_month(m, month[v->list[i]]);
	for (size_t w = 0; v->bits && w < words; w++)
		for (uint64_t both = v->bits[w] & l->match->fits[w]; both; both &= both - 1)
			count_month(m, month[w * 64 + (size_t)__builtin_ctzll(both)]);
}

void shelf_series(struct shelf_series *out, const struct shelf_look *l)
{
	const struct shelf *s = l->shelf;
	struct counted *c = ARENA_ARRAY(l->arena, struct counted, s->value.len + 1);
	size_t facet = shelf_facet(s, out->facet), found = 0;

	for (size_t i = 0; i < s->value.len; i++) {
		const struct shelf_value *v = &s->value.at[i];
		int64_t count = v->text.at && v->facet == facet
					? common(v, l->match->fits, l->match->words)
					: 0;

		if (count)
			c[found++] = (struct counted){.value = v, .count = count};
	}
	qsort(c, found, sizeof *c, by_total);
	out->values = found < out->most ? found : out->most;
	out->left_out = (int64_t)(found - out->values);
	out->value = ARENA_ARRAY(l->arena, struct series_value, out->values + 1);
	for (size_t i = 0; i < out->values; i++) {
		struct months m = {ARENA_ARRAY(l->arena, int64_t, out->months), out->first,
				   out->months};

		fill_months(&m, c[i].value, l);
		out->value[i] = (struct series_value){arena_copy(l->arena, c[i].value->text),
						      c[i].count, m.count};
	}
}
