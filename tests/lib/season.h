/* tests/lib/season.h -- a news season without words: stories that are near to each other or not. */
#pragma once
#include <stdlib.h>

#include "base/hash.h"
#include "base/random.h"
#include "events/nearness.h"
#include "events/story.h"

#define SEASON_TERMS 18

static const struct nearness_model SEASON_MODEL = {
	.bias = -3,
	.weight = {[NEARNESS_TERMS] = 4, [NEARNESS_AMONG] = 4, [NEARNESS_APART] = -0.1F},
	.join = 0.45F,
	.stray = 0.6F};

static inline int season_by_hash(const void *a, const void *b)
{
	const struct story_term *x = a, *y = b;

	return x->term < y->term ? -1 : x->term > y->term;
}

/* Terms of the n-th report of a season: every second happening shares words with the one before
 * it; each report has some words of its own, so that the first ones may seem unlike. `term` has
 * room for SEASON_TERMS. */
static inline void season_story(struct story *s, struct story_term *term, uint64_t seed, int n)
{
	uint32_t happening, noise;
	struct random r;

	random_seed(&r, (uint64_t)n * 7919 + seed);
	happening = (uint32_t)n / 6 * 2 + random_below(&r, 4);
	noise = 1 + random_below(&r, 7);
	s->term = term;
	s->term_count = SEASON_TERMS;
	s->fingerprint = (struct fingerprint){.exact = {7, (uint64_t)n}, .words = 200};
	for (size_t i = 0; i < SEASON_TERMS; i++) {
		bool own = random_below(&r, 10) < noise;
		uint64_t key[2] = {own ? 1000 + (uint64_t)n : happening, i};

		if (!own && i % 3 == 0)
			key[0] &= ~UINT64_C(1);
		term[i] = (struct story_term){
			.term = hash64((struct str){(char *)key, sizeof key}, 1),
			.weight = 1 + (float)random_below(&r, 8) / STORY_STEPS,
			.kind = (uint8_t)(i % STORY_KINDS),
			.place = i < 3 ? STORY_IN_TITLE : 0};
	}
	qsort(term, SEASON_TERMS, sizeof *term, season_by_hash);
}
