/* judge/cues_near.h -- what begins in the words behind a word, in a few bits.
 *
 * For matcher.c and cues_index.c: most patterns need a second word, at once or within some
 * words ("could ..4 harm~"). One look at these bits turns nearly all of them away before
 * they are tried letter by letter. A bit may be set by chance, none is missing.
 * Bounds   56 bytes a word of the text; kept for the next text. */
#pragma once
#include "base/str.h"
#include "base/vec.h"

#define CUES_NEAR_LEVELS 6 /* not asked for, within 1, 2, 4, 8 and 16 words */

struct cues_near {
	size_t from;                       /* byte of the text where the word begins */
	uint64_t within[CUES_NEAR_LEVELS]; /* cues_letters_begin() of the words behind it */
};

struct cues_near_words {
	VEC(struct cues_near) word;
};

void cues_near_of(struct cues_near_words *out, struct str text);
/* The level that holds that many words; 0: too many to tell. */
uint8_t cues_near_level(uint32_t words);
