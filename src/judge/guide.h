/* judge/guide.h -- what the guide of the labels says in so many words. Pure.
 *
 * Some things are hazards by definition, not by likeness to labelled items: a leaked
 * or smuggled capability. Groups of the pack that say `hazard` name them. */
#pragma once
#include "judge/reading.h"

/* Moves probability to the hazard when title or lead state such a thing with an AI
 * system and no harm that was done with one; the sum stays 1. */
void guide_apply(float probability[LABEL_COUNT], const struct reading *r, const struct pack *pack);
