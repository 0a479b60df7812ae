/* text/fingerprint.c -- one walk over the words for both prints.
 *
 * The exact print hashes the words' hashes in order, so that spacing, case and
 * punctuation do not matter. The near print is Charikar's simhash (STOC 2002)
 * of 3-word shingles: each shingle's hash votes for or against each bit. */
#include "text/fingerprint.h"

#include "base/memory.h"

void fingerprint_of(struct fingerprint *out, const struct words *words)
{
	int32_t vote[64] = {0};
	size_t n = words->len;
	uint32_t *hash = memory_alloc((n + 1) * sizeof *hash);

	*out = (struct fingerprint){.words = (uint32_t)n};
	for (size_t i = 0; i < n; i++)
		hash[i] = words->at[i].hash;
	out->exact = hash128((struct str){(const char *)hash, n * sizeof *hash});
	for (size_t i = 0; i + 3 <= n; i++) {
		uint64_t h = hash64((struct str){(const char *)&hash[i], 3 * sizeof *hash}, 7);

		for (int bit = 0; bit < 64; bit++)
			vote[bit] += h >> bit & 1 ? 1 : -1;
	}
	for (int bit = 0; bit < 64; bit++)
		out->near |= (uint64_t)(vote[bit] > 0) << bit;
	memory_free(hash);
}

int fingerprint_distance(uint64_t a, uint64_t b)
{
	return __builtin_popcountll(a ^ b);
}
