/* events/tally.h -- names counted and ranked: facet values, countries, actors. Pure.
 *
 * In an arena; at most TALLY_MOST names, later new ones are not counted. */
#pragma once
#include "base/arena.h"

#define TALLY_MOST 256

struct tally_row {
	struct str name, note; /* together they are the key */
	double weight;         /* sum; ranks */
	double support;        /* sum of the weights of the articles that say so */
	uint32_t count, first; /* articles that say so; the first of them */
};

struct tally {
	struct tally_row *row;
	size_t len;
};

struct tally_vote {
	uint32_t article;
	double weight, support;
};

void tally_open(struct tally *t, struct arena *arena);
/* Texts are borrowed. One article should be counted once for each name. */
void tally_add(struct tally *t, struct str name, struct str note, const struct tally_vote *vote);
/* Most weight first, then the first that was said. */
void tally_rank(struct tally *t);
