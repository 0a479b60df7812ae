/* store/shelf_near.c -- which events near one have a value that it has: for related events. */
#include "store/shelf_parts.h"

#include <stdlib.h>

#include "base/check.h"

struct shelf_value_told shelf_value_told(const struct shelf_look *l, uint32_t value)
{
	const struct shelf_value *v = &l->shelf->value.at[value];

	return (struct shelf_value_told){value, l->shelf->facet[v->facet], v->text, v->events};
}

static size_t near_of_bits(int64_t *number, size_t most, const struct shelf_value *v, size_t event,
			   bool above)
{
	size_t count = 0, at = event;

	while (count < most) {
		at = above ? shelf_next(v->bits, v->words, at + 1)
			   : shelf_last(v->bits, v->words, at);
		if (at >= v->words * 64)
			break;
		number[count++] = (int64_t)at;
	}
	return count;
}

static int ascending(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static size_t near_of_list(int64_t *number, size_t most, const struct shelf_value *v,
			   struct arena *arena, size_t event, bool above)
{
	uint32_t *fits = (uint32_t *)(void *)arena_bytes(arena, v->listed * sizeof *fits);
	size_t found = 0, count;

	for (size_t i = 0; i < v->listed; i++)
		if (above ? v->list[i] > event : v->list[i] < event)
			fits[found++] = v->list[i];
	qsort(fits, found, sizeof *fits, ascending);
	count = found < most ? found : most;
	for (size_t i = 0; i < count; i++)
		number[i] = fits[above ? i : found - 1 - i];
	return count;
}

size_t shelf_near(int64_t *number, size_t most, const struct shelf_look *l, int64_t value,
		  int64_t event, bool above)
{
	const struct shelf_value *v = &l->shelf->value.at[value];

	CHECK(event > 0 && value > 0 && value < (int64_t)l->shelf->value.len);
	return v->bits ? near_of_bits(number, most, v, (size_t)event, above)
		       : near_of_list(number, most, v, l->arena, (size_t)event, above);
}
