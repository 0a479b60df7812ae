/* tests/unit/ingest/test_page_names.c -- every word, wherever a part of a name begins. */
#include "ingest/page_names.c"

#include "lib/test.h"

static uint8_t says(const char *name)
{
	struct page_value value = {PAGE_CLASS, str_of(name)};
	struct page_node n = {.tag = PAGE_DIV, .values = 1, .value = &value};

	return page_names_of(&n);
}

static void test_every_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		const char *word = rows[i].word.at;
		char name[64];

		assert_int_equal(strlen(word), rows[i].word.len);
		assert_int_equal(says(word) & rows[i].says, rows[i].says);
		snprintf(name, sizeof name, "x1 zz-%s2", word);
		assert_int_equal(says(name) & rows[i].says, rows[i].says);
		snprintf(name, sizeof name, "qq%c%s", word[0] - 32, word + 1);
		assert_int_equal(says(name) & rows[i].says, rows[i].says);
		snprintf(name, sizeof name, "qq%s", word);
		assert_int_equal(says(name), 0);
	}
}

static void test_nothing(void **state)
{
	static const char *const names[] = {"",     "a",        "s",         "-",
					    "head", "col-md-6", "\xc3\xa9t", "sharin"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_int_equal(says(names[i]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_word),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
