/* base/secret.h -- passwords, unguessable texts, digests that nobody can bend (libsodium).
 *
 * Passwords are kept as argon2id writes them, with salt and cost in the text. What is
 * handed out (sessions, tokens, links) is kept as its SHA-256 only: it has 256 bits of
 * chance, so nothing slower is needed. Threads: any. */
#pragma once
#include "base/arena.h"

#define SECRET_HEX_SIZE 65 /* 64 digits and a NUL */

/* 43 letters, digits, "-" and "_": 256 bits of chance. */
struct str secret_new(struct arena *a);
void secret_sha256(char out[SECRET_HEX_SIZE], struct str bytes);
/* The same of what comes in pieces: checksums of dumps. */
struct secret_sum; /* one thread */
struct secret_sum *secret_sum_new(void);
void secret_sum_add(struct secret_sum *sum, struct str bytes);
/* Ends it and frees it. */
void secret_sum_hex(char out[SECRET_HEX_SIZE], struct secret_sum *sum);
/* HMAC-SHA256 (RFC 2104), as hex. */
void secret_sign(char out[SECRET_HEX_SIZE], struct str key, struct str text);
#define SECRET_ID_SIZE 33 /* 32 digits and a NUL */
/* 128 bits of chance as hex: an id that is nobody else's. */
void secret_id(char out[SECRET_ID_SIZE]);
/* In time that tells nothing of where they differ. */
bool secret_equal(struct str a, struct str b);

/* The text to keep of a password: 64 MB and a tenth of a second. ERR_IO: no memory. */
bool secret_password(struct str *out, struct arena *a, struct str password,
		     struct err *err) MUST_USE;
/* False also when `kept` is "" or no such text; takes as long then. */
bool secret_password_is(struct str kept, struct str password);
