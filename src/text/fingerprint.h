/* text/fingerprint.h -- equal and nearly equal texts. Pure.
 *
 * exact: hash of the folded words, so that spacing, case and punctuation do not
 * matter. sketch: a sample of the runs of four words ("shingles"), the same for every
 * text that has them: those with the least hashes. From two sketches follow resemblance
 * (what two texts share of all they have) and containment (what the shorter has in the
 * longer one), whatever their lengths: Broder, "On the resemblance and containment of
 * documents", 1997. A copy that was cut resembles little and is contained wholly.
 *
 * Time: linear in the words. Memory: 512 bytes for the sketch of any text. */
#pragma once
#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "text/words.h"

struct fingerprint {
	struct hash128 exact;
	uint32_t words;                /* how many */
	uint32_t count;                /* of the sketch; below the limit: all there are */
	uint64_t sketch[LIMIT_SKETCH]; /* ascending, no two alike */
};

void fingerprint_of(struct fingerprint *out, const struct words *words);

struct likeness { /* estimates, 0 to 1 */
	float resemblance;
	float containment; /* of the one with fewer shingles in the other */
	float size;        /* fewer shingles by more */
	uint32_t shared;   /* shingles of the samples that both have: how sure it is */
};

/* Symmetric. All 0 when one has no shingles. */
void fingerprint_compare(struct likeness *out, const struct fingerprint *a,
			 const struct fingerprint *b);
