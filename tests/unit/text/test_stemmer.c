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

/* Where the two differ. */
static void test_porter(void **state)
{
	static const char *const row[][3] = {{"generously", "gener", "generous"},
					     {"dying", "dy", "die"},
					     {"news", "new", "news"},
					     {"crashes", "crash", "crash"}};
	struct stemmer *first = stemmer_new_porter(), *second = stemmer_new();

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		assert_str(stemmer_stem(first, str_of(row[i][0])), row[i][1]);
		assert_str(stemmer_stem(second, str_of(row[i][0])), row[i][2]);
	}
	stemmer_free(first);
	stemmer_free(second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_stems),
					   cmocka_unit_test(test_porter)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
