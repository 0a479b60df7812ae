/* base/random.c -- PCG-XSH-RR 64/32 with a fixed increment. */
#include "base/random.h"

#include "base/check.h"

#define MULTIPLIER 6364136223846793005ULL
#define INCREMENT 1442695040888963407ULL

void random_seed(struct random *r, uint64_t seed)
{
	r->state = seed + INCREMENT;
	random_u32(r);
}

uint32_t random_u32(struct random *r)
{
	uint64_t old = r->state;
	uint32_t mixed = (uint32_t)(((old >> 18) ^ old) >> 27);
	uint32_t turn = (uint32_t)(old >> 59);

	r->state = old * MULTIPLIER + INCREMENT;
	return (mixed >> turn) | (mixed << ((32 - turn) & 31));
}

uint32_t random_below(struct random *r, uint32_t upto)
{
	uint32_t least, value;

	CHECK(upto > 0);
	least = (uint32_t)-upto % upto; /* the first values would make the rest uneven */
	do
		value = random_u32(r);
	while (value < least);
	return value % upto;
}

double random_unit(struct random *r)
{
	return random_u32(r) / 4294967296.0;
}
