/* test_tokens.c -- where tokens begin and end, and what is joined to what. */
#include "judge/tokens.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/buf.h"
#include "lib/prose.h"

/* Tokens parted by "|", "_" before one that stands behind white space. */
static const char *const CASE[][2] = {
	{"It cost $1.5m.", "It|_cost|_$|1.5|m|."},
	{"4,800 of 12,34 and 1,2345", "4,800|_of|_12|,|34|_and|_1|,|2345"},
	{"version 4.0.1 of 3.", "version|_4.0.1|_of|_3|."},
	{"the U.S. and U.K.", "the|_U.S.|_and|_U.K."},
	{"at 10 a.m. sharp", "at|_10|_a.m.|_sharp"},
	{"OpenAI's bot, men's", "OpenAI|'s|_bot|,|_men|'s"},
	{"O\xe2\x80\x99Neil\xe2\x80\x99s don't", "O\xe2\x80\x99Neil|\xe2\x80\x99s|_don't"},
	{"an A100 and an 80TB disk", "an|_A100|_and|_an|_80|TB|_disk"},
	{"RM2 and Rs500 but H20", "RM|2|_and|_Rs|500|_but|_H20"},
	{"caf\xc3\xa9 \xe2\x80\x9cM\xc3\xbcnchen\xe2\x80\x9d",
	 "caf\xc3\xa9|_\xe2\x80\x9c|M\xc3\xbcnchen|\xe2\x80\x9d"},
	{"\xc2\xa3"
	 "3bn \xe2\x82\xac"
	 "20m",
	 "\xc2\xa3|3|bn|_\xe2\x82\xac|20|m"},
	{"10\xc2\xa0km", "10|_km"},
	{"self-driving", "self|-|driving"},
	{"", ""},
};

static void test_cases(void **state)
{
	struct arena *arena = arena_new();
	struct buf got;

	(void)state;
	buf_init(&got, 4096);
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		struct tokens tokens[FIELD_COUNT], *t = &tokens[FIELD_TEXT];

		buf_clear(&got);
		prose_tokens(tokens, arena, "", CASE[i][0]);
		for (size_t k = 0; k < t->len; k++)
			buf_fmt(&got, "%s%s%.*s", k ? "|" : "", k && !t->at[k].joined ? "_" : "",
				STR_ARG(tokens_str(t, k)));
		if (!str_eq(buf_view(&got), str_of(CASE[i][1])))
			fail_msg("%s\n  wanted %s\n  got    %.*s", CASE[i][0], CASE[i][1],
				 STR_ARG(buf_view(&got)));
	}
	buf_free(&got);
	arena_free(arena);
}

static void test_kinds_and_shapes(void **state)
{
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	const struct tokens *t = &tokens[FIELD_TEXT];
	static const uint8_t shape[] = {TOKEN_CAPITALISED, TOKEN_LOWER, TOKEN_UPPER,
					TOKEN_MIXED,       TOKEN_MIXED, TOKEN_CAPITALISED};

	(void)state;
	prose_tokens(tokens, arena, "", "Four men NATO OpenAI A100 \xc3\x89mile");
	assert_int_equal(t->len, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(t->at[i].shape, shape[i]);
	assert_true(tokens_has(t, 0, LEXICON_NUMBER));
	assert_true(tokens_has(t, 1, LEXICON_PEOPLE));
	assert_true(tokens_capital(t, 5));
	assert_false(tokens_capital(t, 1));
	assert_false(tokens_capital(t, 99));
	assert_int_equal(tokens_str(t, 99).len, 0);
	arena_free(arena);
}

static void test_neighbours(void **state)
{
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	const struct tokens *t = &tokens[FIELD_TEXT];
	size_t n = 0;

	(void)state;
	prose_tokens(tokens, arena, "", "More than 5 fell. (He rose.)");
	assert_true(tokens_phrase(t, &n, "more than"));
	assert_int_equal(n, 2);
	assert_false(tokens_phrase(t, &n, "6"));
	assert_int_equal(n, 2);
	assert_true(tokens_starts(t, 0));
	assert_false(tokens_starts(t, 1));
	assert_true(tokens_follows(t, 1, false));
	assert_false(tokens_follows(t, 1, true));
	assert_true(tokens_follows(t, 4, true));
	arena_free(arena);
}

static void test_title_case(void **state)
{
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];

	(void)state;
	prose_tokens(tokens, arena, "Robot Kills Worker in Plant", "Robot kills worker in plant");
	assert_true(tokens_is_title_case(&tokens[FIELD_TITLE]));
	assert_false(tokens_is_title_case(&tokens[FIELD_TEXT]));
	arena_free(arena);
}

static void test_limit(void **state)
{
	size_t bytes = LIMIT_WORDS + 10;
	struct arena *arena = arena_new();
	char *text = arena_alloc(arena, bytes);
	struct sentence all = {0, (uint32_t)bytes, 0};
	struct sentences sentences = {&all, 1};
	struct tokens t;

	(void)state;
	memset(text, '!', bytes);
	tokens_of(&t, arena, (struct str){text, bytes}, &sentences);
	assert_int_equal(t.len, LIMIT_WORDS);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),      cmocka_unit_test(test_kinds_and_shapes),
		cmocka_unit_test(test_neighbours), cmocka_unit_test(test_title_case),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
