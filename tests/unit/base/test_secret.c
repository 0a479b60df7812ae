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

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(digests),
					   cmocka_unit_test(new_ones_differ),
					   cmocka_unit_test(passwords)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
