/* test_lexicon.c -- every row is found by its hash, and nothing else is. */
#include "judge/lexicon.c"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "judge/actors.h"
#include "judge/places.h"

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

/* A name whose first word the table does not hold would never be looked up. */
static void test_first_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < places_names + actors_names; i++) {
		bool place = i < places_names;
		struct str name = place ? places_name[i].name : actors_name[i - places_names].name;
		struct str rest = name, word;
		const struct lexicon_row *row;
		uint32_t hash = LEXICON_HASH_START;

		assert_true(str_split(&word, &rest, ' '));
		for (size_t k = 0; k < word.len; k++)
			hash = lexicon_hash_byte(hash, (uint8_t)word.at[k]);
		row = lexicon_find(word, hash);
		assert_non_null(row);
		assert_true(row->classes & (uint32_t)(place ? LEXICON_PLACE : LEXICON_KNOWN));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_rows),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_first_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
