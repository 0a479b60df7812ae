/* base/sha256.h -- SHA-256 of what comes in pieces (libsodium): checksums of dumps.
 * Of one text at hand: base/secret. Pure. */
#pragma once
#include "base/str.h"

#define SHA256_HEX_SIZE 65 /* 64 digits and a NUL */

struct sha256; /* one thread */
struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *h, struct str bytes);
/* Ends it and frees it. */
void sha256_hex(char out[SHA256_HEX_SIZE], struct sha256 *h);
