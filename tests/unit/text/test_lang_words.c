/* The vote of small words: every row is found again, signs count once, ties and codes. */
#include "lib/test.h"

#include "text/lang_words.c"

static int of(const struct lang_vote *v, const char *code)
{
	return v->score[(code[0] - 'a') * 26 + code[1] - 'a'];
}

/* Each slot leads to a row, each row has one slot, and its weights are codes and signs. */
static void test_table(void **state)
{
	size_t rows = 0;

	(void)state;
	assert_int_equal(lang_words_slots & (lang_words_slots - 1), 0);
	for (uint32_t i = 0; i < lang_words_slots; i++) {
		const struct lang_words_row *row;
		struct lang_vote v = {0};
		uint8_t *seen = memory_zalloc(lang_words_slots / 8 + 1);
		struct counting c = {&v, seen};
		struct str sign;
		char kind;

		if (!lang_words_slot[i]) {
			memory_free(seen);
			continue;
		}
		rows++;
		row = &lang_words_row[lang_words_slot[i] - 1];
		sign = str_of(row->sign);
		kind = strchr("*-", row->sign[0]) ? row->sign[0] : '\0';
		assert_true(utf8_valid(sign, NULL) && strlen(row->weights) % 3 == 0);
		look_up(&c, kind, str_cut(sign, kind != '\0', sign.len));
		for (const char *w = row->weights; *w; w += 3) {
			assert_true(lang_words_has((struct str){w, 2}));
			assert_int_equal(of(&v, w), w[2] - '0');
			assert_true(w[2] > '0' && w[2] < 'Z');
		}
		memory_free(seen);
	}
	assert_true(rows > 1000);
}

static void test_counts_a_sign_once(void **state)
{
	struct lang_vote once = {0}, often = {0};
	struct arena *a = arena_new();

	(void)state;
	lang_vote_count(&once, a, STR("The"));
	lang_vote_count(&often, a, STR("the the, THE the"));
	assert_true(of(&once, "en") > 0);
	assert_memory_equal(&once, &often, sizeof once);
	arena_free(a);
}

static void test_winner(void **state)
{
	struct lang_vote v = {0};
	char code[2] = "";

	(void)state;
	assert_int_equal(lang_vote_winner(&v, code), 0);
	lang_vote_add(&v, STR("sv"), 5);
	lang_vote_add(&v, STR("da"), 3);
	lang_vote_add(&v, STR("zh-Hant"), 90);
	lang_vote_add(&v, STR("-"), 90);
	lang_vote_add(&v, STR("EN"), 90);
	assert_int_equal(lang_vote_winner(&v, code), 2);
	assert_memory_equal(code, "sv", 2);
	lang_vote_add(&v, STR("da"), 2);
	assert_int_equal(lang_vote_winner(&v, code), 0);
	assert_true(lang_words_has(STR("sv")) && !lang_words_has(STR("gl")) &&
		    !lang_words_has(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_table),
					   cmocka_unit_test(test_counts_a_sign_once),
					   cmocka_unit_test(test_winner)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
