/* judge/features_gather.h -- a vector while it is filled: each key once, block by block.
 *
 * For features.c and features_cues.c alone. */
#pragma once
#include "judge/features.h"

struct features_gather {
	struct feature *at;
	size_t len, start; /* start: of the block that is being filled */
	uint32_t *slot;    /* open addressing: key seen already */
	uint32_t mask;
	size_t bound;
};

/* Room for `bound` adds; in the arena. */
void features_gather_open(struct features_gather *g, struct arena *arena, size_t bound);
void features_gather_add(struct features_gather *g, uint32_t key);
/* Gives the features since the last end the length `weight` together. */
void features_gather_end(struct features_gather *g, float weight);
uint32_t features_gather_mix(uint32_t a, uint32_t b);
