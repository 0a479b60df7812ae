/* base/hash.c -- XXH3 behind three names.
 *
 * 8 GB/s (MEASURED.md section 7), so hashing a text is never worth saving. */
#include "base/hash.h"

#include <stdio.h>
#include <xxhash.h>

uint64_t hash64(struct str s, uint64_t seed)
{
	return XXH3_64bits_withSeed(s.at ? s.at : "", s.len, seed);
}

struct hash128 hash128(struct str s)
{
	XXH128_hash_t h = XXH3_128bits(s.at ? s.at : "", s.len);

	return (struct hash128){h.high64, h.low64};
}

struct str hash128_key(const struct hash128 *h)
{
	return (struct str){(const char *)h, sizeof *h};
}

bool hash128_eq(struct hash128 a, struct hash128 b)
{
	return a.hi == b.hi && a.lo == b.lo;
}

void hash128_hex(char out[HASH_HEX_SIZE], struct hash128 h)
{
	snprintf(out, HASH_HEX_SIZE, "%016llx%016llx", (unsigned long long)h.hi,
		 (unsigned long long)h.lo);
}
