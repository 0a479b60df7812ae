/* judge/part.h -- what stands where when AI's part is asked for: for involvement.c and its
 * model alone.
 *
 * Hits of "part.*" speak of a system when one stands in their sentence, or close before.
 * Pure; linear in the hits. */
#pragma once
#include "judge/cues.h"
#include "judge/reading.h"

#define PART_SYSTEM "part.system" /* words for AI systems that only the part is asked of */

struct part_scope {
	const struct reading *r;
	const struct pack *pack;
	const struct cues *cues;
};

const struct cue_group *part_group(const struct part_scope *p, const struct cue_hit *hit);
bool part_in(const struct part_scope *p, const struct cue_hit *hit, const char *prefix);

/* A system or a product of AI: firms such as Google do much else. */
bool part_is_system(const struct part_scope *p, const struct cue_hit *hit);

/* Words from one to the other: 1 when the second is the next word, or they touch. */
size_t part_distance(const struct part_scope *p, const struct cue_hit *a, const struct cue_hit *b);

/* The first hit of the reading in the sentence of `hit`; the end where there is none. */
size_t part_first(const struct part_scope *p, const struct cue_hit *hit);
/* Is hit `n` of the reading in the sentence of `hit`? */
bool part_is_of(const struct part_scope *p, size_t n, const struct cue_hit *hit);
bool part_is_heard(const struct cue_hit *hit); /* title and lead; what follows is of other cases */
bool part_is_question(const struct part_scope *p, enum field field, uint32_t sentence);
