/* base/random.h -- the only source of chance: seeded, so that it can be
 * replayed (PCG32, O'Neill 2014). Not for secrets. */
#pragma once
#include <stdint.h>

struct random {
	uint64_t state;
};

void random_seed(struct random *r, uint64_t seed);
uint32_t random_u32(struct random *r);
uint32_t random_below(struct random *r, uint32_t upto); /* 0 .. upto-1, upto > 0, unbiased */
double random_unit(struct random *r);                   /* [0, 1) */
