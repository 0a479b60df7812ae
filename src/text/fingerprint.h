/* text/fingerprint.h -- equal and nearly equal texts. Pure.
 *
 * exact: hash of the folded words, so that spacing, case and punctuation do not
 * matter. near: 64-bit simhash (Charikar 2002) of word 3-shingles; reprints of
 * one wire copy lie within a few bits. */
#pragma once
#include "base/arena.h"
#include "base/hash.h"
#include "text/words.h"

struct fingerprint {
	struct hash128 exact;
	uint64_t near;
	uint32_t words; /* how many; below some 30 `near` means little */
};

void fingerprint_of(struct fingerprint *out, const struct words *words);
int fingerprint_distance(uint64_t a, uint64_t b); /* differing bits, 0 to 64 */
