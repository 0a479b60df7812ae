/* base/sha256.c -- libsodium's, which needs no setting up. */
#include "base/sha256.h"

#include <sodium.h>

#include "base/memory.h"

struct sha256 {
	crypto_hash_sha256_state state;
};

struct sha256 *sha256_new(void)
{
	struct sha256 *h = memory_zalloc(sizeof *h);

	crypto_hash_sha256_init(&h->state);
	return h;
}

void sha256_add(struct sha256 *h, struct str bytes)
{
	crypto_hash_sha256_update(&h->state, (const unsigned char *)bytes.at, bytes.len);
}

void sha256_hex(char out[SHA256_HEX_SIZE], struct sha256 *h)
{
	unsigned char digest[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(&h->state, digest);
	sodium_bin2hex(out, SHA256_HEX_SIZE, digest, sizeof digest);
	memory_free(h);
}
