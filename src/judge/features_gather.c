/* judge/features_gather.c -- a set of keys with room for all of them.
 *
 * The caller knows how many it may add, so nothing grows: one table at most half
 * full for "seen already" and one array in order of first sight, which keeps the
 * sums of judging in the same order on every machine. */
#include "judge/features_gather.h"

#include <math.h>

#include "base/check.h"

uint32_t features_gather_mix(uint32_t a, uint32_t b)
{
	uint64_t x = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15ULL;

	x ^= x >> 29;
	x *= 0xBF58476D1CE4E5B9ULL;
	return (uint32_t)(x >> 32);
}

void features_gather_open(struct features_gather *g, struct arena *arena, size_t bound)
{
	uint32_t slots = 1024;

	while (slots < 2 * bound)
		slots *= 2;
	*g = (struct features_gather){.at = ARENA_ARRAY(arena, struct feature, bound + 1),
				      .slot = ARENA_ARRAY(arena, uint32_t, slots),
				      .mask = slots - 1,
				      .bound = bound};
}

void features_gather_add(struct features_gather *g, uint32_t key)
{
	if (key < 2)
		key += 2; /* 0 marks an empty slot, and so does a row of weights */
	if (features_is_point(key))
		key -= UINT32_MAX - FEATURES_POINT + 1;
	uint32_t i = (key >> 1) & g->mask;

	while (g->slot[i] != 0) {
		if (g->slot[i] == key)
			return;
		i = (i + 1) & g->mask;
	}
	CHECK(g->len < g->bound);
	g->slot[i] = key;
	g->at[g->len++] = (struct feature){key, 1.0F};
}

void features_gather_end(struct features_gather *g, float weight)
{
	size_t n = g->len - g->start;
	float value = n ? weight / sqrtf((float)n) : 0;

	for (size_t i = g->start; i < g->len; i++)
		g->at[i].value = value;
	g->start = g->len;
}
