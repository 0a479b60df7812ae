/* store/shelf_count.c -- a matched shelf, counted and ordered: what the database would say.
 *
 * Each function walks the events once. Texts are compared byte by byte, as SQLite's ORDER BY
 * does; tests/unit/store/test_shelf.c holds both against each other. */
#include "store/shelf_parts.h"

#include <stdlib.h>

#include "base/limits.h"
#include "store/store_parts.h"

int64_t shelf_total(const struct shelf_look *l)
{
	return l->match->total;
}

/* -- one page ------------------------------------------------------------------------------ */

struct place {
	int64_t key, number;
};

static struct place place_of(const struct shelved *e, size_t number, enum shelf_order order)
{
	int64_t key = order == SHELF_LARGEST   ? e->articles
		      : order == SHELF_UPDATED ? e->changed
					       : e->first_ms;

	return (struct place){key, (int64_t)number};
}

static bool is_before(struct place a, struct place b, enum shelf_order order)
{
	bool less = a.key < b.key || (a.key == b.key && a.number < b.number);
	bool same = a.key == b.key && a.number == b.number;

	return !same && (order == SHELF_OLDEST ? less : !less);
}

size_t shelf_page(int64_t *number, size_t most, const struct shelf_look *l, enum shelf_order order,
		  bool later, int64_t key, int64_t after)
{
	struct place *best = ARENA_ARRAY(l->arena, struct place, most + 1);
	struct place from = {key, after};
	size_t count = 0;

	for (size_t i = 0; i < l->match->count; i++) {
		struct place p;
		size_t at = count;

		if (l->match->state[i] != SHELF_FITS)
			continue;
		p = place_of(&l->shelf->event.at[i], i, order);
		if ((later && !is_before(from, p, order)) ||
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

static void count_values(int64_t *count, const struct shelf_look *l)
{
	const struct shelf *s = l->shelf;
	const struct shelf_match *m = l->match;

	for (size_t i = 0; i < m->count; i++) {
		const struct shelved *e = &s->event.at[i];
		uint8_t state = m->state[i];

		if (state == SHELF_OUT)
			continue;
		for (size_t k = 0; k < e->values; k++)
			if (state == SHELF_FITS ||
			    s->value.at[e->value[k]].facet == m->facet[state - 1])
				count[e->value[k]]++;
	}
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
	int64_t *count = ARENA_ARRAY(l->arena, int64_t, s->value.len + 1);
	struct counted *c = ARENA_ARRAY(l->arena, struct counted, s->value.len + 1);
	struct value_count *told;
	size_t found = 0, kept = 0, of_facet = 0;

	if (l->match->all)
		for (size_t i = 0; i < s->value.len; i++)
			count[i] = s->value.at[i].events;
	else
		count_values(count, l);
	for (size_t i = 0; i < s->value.len; i++) {
		struct str facet = s->value.at[i].text.at ? s->facet[s->value.at[i].facet] : STR("");

		if (count[i] && is_told(facet))
			c[found++] = (struct counted){
				&s->value.at[i], facet, rank_of(facet, filtered, filtered_count),
				count[i]};
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

/* First and last month of what fits; false: nothing does. */
static bool span_of(int64_t *first, int64_t *last, const struct shelf_look *l)
{
	*first = INT64_MAX;
	*last = -1;
	for (size_t i = 0; i < l->match->count; i++) {
		int64_t month = l->shelf->event.at[i].month;

		if (l->match->state[i] != SHELF_FITS)
			continue;
		*first = month < *first ? month : *first;
		*last = month > *last ? month : *last;
	}
	return *last >= *first;
}

/* The value of facet label that an event has; label 0 incident, 1 hazard, 2 complementary. */
static void label_values(uint32_t value[3], const struct shelf *s)
{
	static const char *const name[] = {"incident", "hazard", "complementary"};
	size_t facet = shelf_facet(s, STR("label"));

	for (size_t i = 0; i < s->value.len; i++)
		for (size_t k = 0; k < 3; k++)
			if (s->value.at[i].text.at && s->value.at[i].facet == facet &&
			    str_eq(s->value.at[i].text, str_of(name[k])))
				value[k] = (uint32_t)i;
}

size_t shelf_months(const struct shelf_month **out, const struct shelf_look *l)
{
	uint32_t label[3] = {0};
	struct shelf_month *row;
	int64_t first, last;
	size_t kept = 0;

	if (!span_of(&first, &last, l))
		return 0;
	label_values(label, l->shelf);
	row = ARENA_ARRAY(l->arena, struct shelf_month, (size_t)(last - first + 1));
	for (size_t i = 0; i < l->match->count; i++) {
		const struct shelved *e = &l->shelf->event.at[i];
		struct shelf_month *at;

		if (l->match->state[i] != SHELF_FITS)
			continue;
		at = &row[e->month - first];
		at->month = e->month;
		for (size_t k = 0; k < e->values; k++) {
			at->incidents += e->value[k] == label[0];
			at->hazards += e->value[k] == label[1];
			at->complementary += e->value[k] == label[2];
		}
	}
	for (int64_t i = 0; i <= last - first; i++) /* months without any are left out */
		if (row[i].month)
			row[kept++] = row[i];
	*out = row;
	return kept;
}

/* -- values by month ------------------------------------------------------------------------------ */

static int by_total(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return str_cmp(x->value->text, y->value->text);
}

/* The place of each value in the series, from 1. */
static uint32_t *choose(struct shelf_series *out, const struct shelf_look *l)
{
	const struct shelf *s = l->shelf;
	int64_t *count = ARENA_ARRAY(l->arena, int64_t, s->value.len + 1);
	struct counted *c = ARENA_ARRAY(l->arena, struct counted, s->value.len + 1);
	uint32_t *place = ARENA_ARRAY(l->arena, uint32_t, s->value.len + 1);
	size_t facet = shelf_facet(s, out->facet), found = 0;

	for (size_t i = 0; i < l->match->count; i++)
		if (l->match->state[i] == SHELF_FITS)
			for (size_t k = 0; k < s->event.at[i].values; k++)
				count[s->event.at[i].value[k]]++;
	for (size_t i = 0; i < s->value.len; i++)
		if (count[i] && s->value.at[i].facet == facet)
			c[found++] = (struct counted){.value = &s->value.at[i], .count = count[i]};
	qsort(c, found, sizeof *c, by_total);
	out->values = found < out->most ? found : out->most;
	out->left_out = (int64_t)(found - out->values);
	out->value = ARENA_ARRAY(l->arena, struct series_value, out->values + 1);
	for (size_t i = 0; i < out->values; i++) {
		out->value[i] = (struct series_value){
			.value = arena_copy(l->arena, c[i].value->text),
			.total = c[i].count,
			.count = ARENA_ARRAY(l->arena, int64_t, out->months)};
		place[c[i].value - s->value.at] = (uint32_t)i + 1;
	}
	return place;
}

void shelf_series(struct shelf_series *out, const struct shelf_look *l)
{
	uint32_t *place = choose(out, l);

	for (size_t i = 0; i < l->match->count; i++) {
		const struct shelved *e = &l->shelf->event.at[i];
		int64_t at = e->month - out->first;

		if (l->match->state[i] != SHELF_FITS || at < 0 || at >= (int64_t)out->months)
			continue;
		for (size_t k = 0; k < e->values; k++)
			if (place[e->value[k]])
				((int64_t *)(uintptr_t)out->value[place[e->value[k]] - 1]
					 .count)[at]++;
	}
}
