/* judge/involvement_place.h -- what stands where: for involvement.c and its model alone.
 *
 * Hits of "part.*" speak of a system when one stands in their sentence, or close before.
 * Pure; linear in the hits. */
#pragma once
#include "judge/cues.h"
#include "judge/reading.h"

#define PART_SYSTEM "part.system" /* words for AI systems that only the part is asked of */

struct place {
	const struct reading *r;
	const struct pack *pack;
	const struct cues *cues;
};

const struct cue_group *place_group(const struct place *p, const struct cue_hit *hit);
bool place_in(const struct place *p, const struct cue_hit *hit, const char *prefix);

/* A system or a product of AI: firms such as Google do much else. */
bool place_is_system(const struct place *p, const struct cue_hit *hit);

/* Words from one to the other: 1 when the second is the next word, or they touch. */
size_t place_distance(const struct place *p, const struct cue_hit *a, const struct cue_hit *b);

/* The first hit of the reading in the sentence of `hit`; the end where there is none. */
size_t place_first(const struct place *p, const struct cue_hit *hit);
/* Is hit `n` of the reading in the sentence of `hit`? */
bool place_is_of(const struct place *p, size_t n, const struct cue_hit *hit);
bool place_is_heard(const struct cue_hit *hit); /* title and lead; what follows is of other cases */
bool place_is_question(const struct place *p, enum field field, uint32_t sentence);
