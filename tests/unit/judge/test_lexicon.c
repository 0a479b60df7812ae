/* test_lexicon.c -- every row is found by its hash, and nothing else is. */
#include "judge/lexicon.c"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static uint32_t hash_of(const char *word)
{
	uint32_t hash = LEXICON_HASH_START;

	for (; *word; word++)
		hash = lexicon_hash_byte(hash, (uint8_t)*word);
	return hash;
}

static void test_all_rows(void **state)
{
	size_t rows = 0;

	(void)state;
	for (uint32_t i = 0; i < lexicon_slots; i++)
		rows += lexicon_slot[i] != 0;
	assert_true(rows > 1000 && rows * 2 <= lexicon_slots);
	for (size_t i = 0; i < rows; i++) {
		const struct lexicon_row *r = &lexicon_row[i];

		assert_int_equal(r->hash, hash_of(r->word));
		assert_ptr_equal(lexicon_find(str_of(r->word), r->hash), r);
		assert_true(r->classes != 0);
	}
}

static void test_words(void **state)
{
	const struct lexicon_row *seven = lexicon_find(STR("Seven"), hash_of("seven"));

	(void)state;
	assert_non_null(seven);
	assert_true(seven->classes & LEXICON_NUMBER);
	assert_true(seven->value > 6.9 && seven->value < 7.1);
	assert_null(lexicon_find(STR("zzyzx"), hash_of("zzyzx")));
	assert_null(lexicon_find(STR(""), hash_of("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_rows),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
