/* test_secret.c -- digests of the standard, passwords that fit and those that do not. */
#include "../src/base/secret.c"

#include "lib/test.h"

static void digests(void **state)
{
	char hex[SECRET_HEX_SIZE];

	(void)state;
	secret_sha256(hex, STR("abc")); /* FIPS 180-4 */
	assert_string_equal(hex,
			    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	secret_sha256(hex, STR(""));
	assert_string_equal(hex,
			    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* FIPS 180-2's own examples, in one piece and in several. */
static void digests_of_pieces(void **state)
{
	struct secret_sum *sum = secret_sum_new();
	char hex[SECRET_HEX_SIZE];

	(void)state;
	secret_sum_hex(hex, sum);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb924"
				 "27ae41e4649b934ca495991b7852b855");
	sum = secret_sum_new();
	secret_sum_add(sum, STR("a"));
	secret_sum_add(sum, STR(""));
	secret_sum_add(sum, STR("bc"));
	secret_sum_hex(hex, sum);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
}

static void new_ones_differ(void **state)
{
	struct arena *a = arena_new();
	struct str one = secret_new(a), two = secret_new(a);

	(void)state;
	assert_int_equal(one.len, 43);
	for (size_t i = 0; i < one.len; i++)
		assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				       "0123456789-_",
				       one.at[i]));
	assert_false(secret_equal(one, two));
	assert_true(secret_equal(one, arena_copy(a, one)));
	assert_false(secret_equal(one, str_cut(one, 0, 42)));
	assert_true(secret_equal(STR(""), STR("")));
	arena_free(a);
}

static void passwords(void **state)
{
	struct arena *a = arena_new();
	struct str kept, again;
	struct err err;

	(void)state;
	assert_true(secret_password(&kept, a, STR("correct horse"), &err));
	assert_true(secret_password(&again, a, STR("correct horse"), &err));
	assert_true(str_starts(kept, STR("$argon2id$v=19$m=65536,t=2,p=1$")));
	assert_false(str_eq(kept, again)); /* salted */
	assert_true(secret_password_is(kept, STR("correct horse")));
	assert_false(secret_password_is(kept, STR("correct horsf")));
	assert_false(secret_password_is(kept, STR("")));
	assert_false(secret_password_is(STR(""), STR("")));
	assert_false(secret_password_is(STR("$argon2id$nonsense"), STR("correct horse")));
	arena_free(a);
}

/* RFC 4231, the first two cases */
static void test_signs(void **state)
{
	char out[SECRET_HEX_SIZE], id[SECRET_ID_SIZE], other[SECRET_ID_SIZE];

	(void)state;
	secret_sign(out, STR("Jefe"), STR("what do ya want for nothing?"));
	assert_string_equal(out,
			    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	secret_sign(out,
		    STR("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
			"\x0b\x0b"),
		    STR("Hi There"));
	assert_string_equal(out,
			    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	secret_id(id);
	secret_id(other);
	assert_int_equal(strlen(id), SECRET_ID_SIZE - 1);
	assert_string_not_equal(id, other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests), cmocka_unit_test(digests_of_pieces),
		cmocka_unit_test(new_ones_differ), cmocka_unit_test(passwords),
		cmocka_unit_test(test_signs)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
