/* judge/facts.h -- the quantities an article states, with exact spans. Pure.
 *
 * A fact is a number with its unit and what it counts: 4 people "Chinese tech
 * workers", 80 TB "data", 1200000 USD "damages", 12 people "killed", 49 "years
 * old". Scales are worked in, ranges keep both ends. Years, dates, times of day,
 * versions and names (Model 3, Section 230) are no facts. */
#pragma once
#include "judge/tokens.h"
#include "judge/verdict.h"

struct facts {
	struct fact *at; /* in the arena */
	size_t len;      /* at most LIMIT_FACTS */
};

/* Facts of title, then text, in order; the same one twice in a field stands
 * there once. `of` points into the article or the arena. */
void facts_of(struct facts *out, struct arena *arena, const struct tokens tokens[FIELD_COUNT]);
