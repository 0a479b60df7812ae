/* Stems: the few shapes we lean on. */
#include "lib/test.h"

#include "text/stemmer.c"

static void test_stems(void **state)
{
	static const char *const row[][2] = {{"crashes", "crash"},
					     {"crashed", "crash"},
					     {"vehicles", "vehicl"},
					     {"ai", "ai"},
					     {"", ""}};
	struct stemmer *s = stemmer_new();

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		assert_str(stemmer_stem(s, str_of(row[i][0])), row[i][1]);
	stemmer_free(s);
	stemmer_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_stems)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
