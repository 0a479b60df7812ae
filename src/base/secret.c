/* base/secret.c -- the only file that knows libsodium.
 *
 * argon2id with libsodium's "interactive" cost, 64 MB and two passes: what OWASP asks for
 * (19 MB, two passes) with room, and a tenth of a second on this hardware, so that a server
 * of two cores can still answer others while people log in. */
#include "base/secret.h"

#include <sodium.h>

#include "base/check.h"
#include "base/memory.h"

static void begin(void)
{
	CHECK(sodium_init() >= 0); /* the second time does nothing; any thread */
}

struct str secret_new(struct arena *a)
{
	unsigned char bytes[32];
	char *text = arena_bytes(a, 64);

	begin();
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(text, 64, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(text);
}

void secret_sha256(char out[SECRET_HEX_SIZE], struct str bytes)
{
	unsigned char digest[crypto_hash_sha256_BYTES];

	begin();
	crypto_hash_sha256(digest, (const unsigned char *)(bytes.len ? bytes.at : ""), bytes.len);
	sodium_bin2hex(out, SECRET_HEX_SIZE, digest, sizeof digest);
}

struct secret_sum {
	crypto_hash_sha256_state state;
};

struct secret_sum *secret_sum_new(void)
{
	struct secret_sum *sum = memory_zalloc(sizeof *sum);

	begin();
	crypto_hash_sha256_init(&sum->state);
	return sum;
}

void secret_sum_add(struct secret_sum *sum, struct str bytes)
{
	crypto_hash_sha256_update(&sum->state, (const unsigned char *)bytes.at, bytes.len);
}

void secret_sum_hex(char out[SECRET_HEX_SIZE], struct secret_sum *sum)
{
	unsigned char digest[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(&sum->state, digest);
	sodium_bin2hex(out, SECRET_HEX_SIZE, digest, sizeof digest);
	memory_free(sum);
}

void secret_sign(char out[SECRET_HEX_SIZE], struct str key, struct str text)
{
	unsigned char sum[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;

	begin();
	crypto_auth_hmacsha256_init(&state, (const unsigned char *)(key.len ? key.at : ""),
				    key.len);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)(text.len ? text.at : ""),
				      text.len);
	crypto_auth_hmacsha256_final(&state, sum);
	sodium_bin2hex(out, SECRET_HEX_SIZE, sum, sizeof sum);
}

void secret_id(char out[SECRET_ID_SIZE])
{
	unsigned char byte[(SECRET_ID_SIZE - 1) / 2];

	begin();
	randombytes_buf(byte, sizeof byte);
	sodium_bin2hex(out, SECRET_ID_SIZE, byte, sizeof byte);
}

bool secret_equal(struct str a, struct str b)
{
	begin();
	return a.len == b.len && (a.len == 0 || sodium_memcmp(a.at, b.at, a.len) == 0);
}

bool secret_password(struct str *out, struct arena *a, struct str password, struct err *err)
{
	char *text = arena_alloc(a, crypto_pwhash_STRBYTES);

	begin();
	if (crypto_pwhash_str_alg(text, password.len ? password.at : "", password.len,
				  crypto_pwhash_OPSLIMIT_INTERACTIVE,
				  crypto_pwhash_MEMLIMIT_INTERACTIVE,
				  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(err, ERR_IO, "there is no memory to hash a password");
	*out = str_of(text);
	return true;
}

bool secret_password_is(struct str kept, struct str password)
{
	/* of a password that nobody has: so that an unknown name takes as long as a known one */
	static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
				     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	char text[crypto_pwhash_STRBYTES] = {0};
	bool known = kept.len > 0 && kept.len < sizeof text;

	begin();
	memcpy(text, known ? kept.at : nobody, known ? kept.len : sizeof nobody - 1);
	return crypto_pwhash_str_verify(text, password.len ? password.at : "", password.len) == 0 &&
	       known;
}
