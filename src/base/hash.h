/* base/hash.h -- content hashes (XXH3). Pure; equal on every machine.
 * Not for passwords or signatures. */
#pragma once
#include "base/str.h"

struct hash128 {
	uint64_t hi, lo;
};

uint64_t hash64(struct str s, uint64_t seed);
struct hash128 hash128(struct str s);
struct str hash128_key(const struct hash128 *h); /* its own bytes, as a key of a map */
bool hash128_eq(struct hash128 a, struct hash128 b);

#define HASH_HEX_SIZE 33
void hash128_hex(char out[HASH_HEX_SIZE], struct hash128 h); /* 32 digits and a NUL */
