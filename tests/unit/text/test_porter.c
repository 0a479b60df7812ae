/* tests/unit/text/test_porter.c -- each step once; test_lexemes.c asks SQLite. */
#include "lib/test.h"

#include "text/porter.c"

static void test_steps(void **state)
{
	static const char *const row[][2] = {{"caresses", "caress"},
					     {"ponies", "poni"},
					     {"cats", "cat"},
					     {"ies", "ie"},
					     {"feed", "feed"},
					     {"agreed", "agre"},
					     {"plastered", "plaster"},
					     {"bled", "bled"},
					     {"motoring", "motor"},
					     {"conflated", "conflat"},
					     {"hopping", "hop"},
					     {"falling", "fall"},
					     {"filing", "file"},
					     {"happy", "happi"},
					     {"sky", "sky"},
					     {"relational", "relat"},
					     {"technology", "technolog"},
					     {"incredibly", "incred"},
					     {"triplicate", "triplic"},
					     {"hopeful", "hope"},
					     {"adoption", "adopt"},
					     {"replacement", "replac"},
					     {"probate", "probat"},
					     {"controlling", "control"},
					     {"rate", "rate"},
					     {"roll", "roll"},
					     {"as", "as"},
					     {"yes", "ye"},
					     {"", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		char word[40];

		snprintf(word, sizeof word, "%s", row[i][0]);
		assert_str(((struct str){word, porter_stem(word, strlen(word))}), row[i][1]);
	}
}

static void test_long_words_stay(void **state)
{
	char word[PORTER_MOST + 1];

	(void)state;
	memset(word, 'x', sizeof word);
	word[0] = 'a';
	memcpy(word + PORTER_MOST - 3, "ings", 4);
	assert_int_equal(porter_stem(word, PORTER_MOST + 1), PORTER_MOST + 1);
	memcpy(word + PORTER_MOST - 3, "ing", 3);
	assert_int_equal(porter_stem(word, PORTER_MOST), PORTER_MOST - 4); /* "xx" is one x */
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_steps),
					   cmocka_unit_test(test_long_words_stay)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
