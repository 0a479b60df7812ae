/* judge/checks.h -- do the parts that an article states make its whole? Pure.
 *
 * Three forms, each only where the text itself relates the numbers:
 *  products  counts within counts, linked by "each", against a stated whole of
 *            the same kind nearby: every way to read them, the one that fits first;
 *  sums      "12 men and 5 women, 17 people";
 *  shares    "60 of the 200 users (30%)", "30 % of the 200 users, or 60".
 * Few and right: at most CHECKS_MOST, and a misfit is told only when the words
 * leave no doubt that a whole is meant. */
#pragma once
#include "judge/facts.h"

#define CHECKS_MOST 16

void checks_of(const struct check **out, size_t *count, struct arena *arena,
	       const struct facts *facts, const struct tokens tokens[FIELD_COUNT]);
