/* judge/assertions.h -- which system, which harm, and how is it put? Pure. */
#pragma once
#include "judge/reading.h"

/* Fills assertion and assertion_count from hits, sentences and words. At most
 * one assertion for each hit; linear in the hits. */
void assertions_of(struct reading *r, const struct pack *pack, struct arena *arena);
