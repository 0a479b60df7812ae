/* Codes of languages, from one table to another. */
#include "text/lang_codes.c"

#include "lib/test.h"

static void test_iso3(void **state)
{
	(void)state;
	assert_str(lang_iso3(STR("en")), "eng");
	assert_str(lang_iso3(STR("en-GB")), "eng");
	assert_str(lang_iso3(STR("zh")), "zho");
	assert_str(lang_iso3(STR("")), "");
	assert_str(lang_iso3(STR("averylongtagindeed")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_iso3)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
