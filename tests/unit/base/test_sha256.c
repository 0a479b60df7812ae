/* FIPS 180-2's own examples, in one piece and in several. */
#include "base/sha256.c"

#include "lib/test.h"

static void test_examples(void **state)
{
	struct sha256 *h = sha256_new();
	char hex[SHA256_HEX_SIZE];

	(void)state;
	sha256_hex(hex, h);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb924"
				 "27ae41e4649b934ca495991b7852b855");
	h = sha256_new();
	sha256_add(h, STR("a"));
	sha256_add(h, STR(""));
	sha256_add(h, STR("bc"));
	sha256_hex(hex, h);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_examples)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
