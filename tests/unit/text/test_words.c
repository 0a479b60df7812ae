/* Words: ranges, kinds, hashes; what separates and what does not. */
#include "lib/test.h"

#include "text/words.c"

static void cut(const char *text, const char *want)
{
	struct arena *a = arena_new();
	struct words w;
	struct buf out;

	buf_init(&out, 4096);
	words_of(&w, a, str_of(text));
	for (size_t i = 0; i < w.len; i++)
		buf_fmt(&out, "%s%.*s", i ? "|" : "",
			STR_ARG(str_cut(str_of(text), w.at[i].from, w.at[i].upto)));
	assert_string_equal(out.at ? out.at : "", want);
	buf_free(&out);
	arena_free(a);
}

static void test_cuts(void **state)
{
	(void)state;
	cut("", "");
	cut("  ... !", "");
	cut("A self-driving car", "A|self|driving|car");
	cut("don't O\xe2\x80\x99"
	    "Brien's 'quoted'",
	    "don't|O\xe2\x80\x99"
	    "Brien's|quoted");
	cut("the U.S. and A.I. models.", "the|U.S.|and|A.I.|models");
	cut("GPT-4 cost $4.8m", "GPT|4|cost|4|8m");
	cut("caf\xc3\xa9 na\xc3\xafve", "caf\xc3\xa9|na\xc3\xafve");
	cut("\xe4\xba\xba\xe5\xb7\xa5 AI", "\xe4\xba\xba|\xe5\xb7\xa5|AI");
	cut("price\xe2\x80\x94"
	    "then",
	    "price|then");
}

static void test_kinds_and_hashes(void **state)
{
	struct arena *a = arena_new();
	struct words w;

	(void)state;
	words_of(&w, a,
		 STR("Tesla tesla TESLA 300 iPhone GPT4 A \xc3\x89"
		     "cole \xc3\xa9"
		     "cole"));
	assert_int_equal(w.len, 9);
	assert_int_equal(w.at[0].kind, WORD_CAPITALISED);
	assert_int_equal(w.at[1].kind, WORD_LOWER);
	assert_int_equal(w.at[2].kind, WORD_UPPER);
	assert_int_equal(w.at[3].kind, WORD_NUMBER);
	assert_int_equal(w.at[4].kind, WORD_MIXED);
	assert_int_equal(w.at[5].kind, WORD_MIXED);
	assert_int_equal(w.at[6].kind, WORD_CAPITALISED);
	assert_int_equal(w.at[0].hash, w.at[1].hash);
	assert_int_equal(w.at[0].hash, w.at[2].hash);
	assert_int_not_equal(w.at[0].hash, w.at[3].hash);
	assert_int_equal(w.at[7].hash, w.at[8].hash);
	arena_free(a);
}

static void test_random_texts(void **state)
{
	static const char *const piece[] = {"a",
					    "B",
					    "9",
					    ".",
					    " ",
					    "'",
					    "\xe2\x80\x99",
					    "-",
					    "\xc3\xa9",
					    "\xe4\xba\xba",
					    "\xf0\x9f\x98\x80",
					    "\n",
					    "U.S."};
	struct random r;

	(void)state;
	random_seed(&r, 7);
	for (int round = 0; round < 3000; round++) {
		struct arena *a = arena_new();
		struct words w;
		struct buf text;
		size_t last = 0;

		buf_init(&text, 4096);
		for (uint32_t n = random_below(&r, 40); n; n--)
			buf_z(&text, piece[random_below(&r, 13)]);
		words_of(&w, a, buf_view(&text));
		for (size_t i = 0; i < w.len; i++) {
			assert_true(w.at[i].from >= last && w.at[i].upto > w.at[i].from);
			assert_true(utf8_valid(str_cut(buf_view(&text), w.at[i].from, w.at[i].upto),
					       NULL));
			last = w.at[i].upto;
		}
		assert_true(last <= text.len);
		buf_free(&text);
		arena_free(a);
	}
}

static void test_limit(void **state)
{
	struct arena *a = arena_new();
	size_t n = (size_t)LIMIT_WORDS * 2 + 10;
	char *text = memory_alloc(n);
	struct words w;

	(void)state;
	for (size_t i = 0; i < n; i++)
		text[i] = i % 2 ? ' ' : 'x';
	words_of(&w, a, (struct str){text, n});
	assert_int_equal(w.len, LIMIT_WORDS);
	memory_free(text);
	arena_free(a);
}

static void test_stop_words(void **state)
{
	(void)state;
	for (size_t i = 1; i < sizeof stop_word / sizeof stop_word[0]; i++)
		assert_true(str_cmp(str_of(stop_word[i - 1]), str_of(stop_word[i])) < 0);
	assert_true(words_is_stop(STR("the")));
	assert_true(words_is_stop(STR("a")));
	assert_true(words_is_stop(STR("yours")));
	assert_false(words_is_stop(STR("car")));
	assert_false(words_is_stop(STR("")));
}

static void finds_words_by_place(void **state)
{
	struct arena *a = arena_new();
	struct words w;

	(void)state;
	words_of(&w, a, STR("one two, three"));
	assert_int_equal(words_from(&w, 0), 0);
	assert_int_equal(words_from(&w, 1), 1);
	assert_int_equal(words_from(&w, 4), 1);
	assert_int_equal(words_from(&w, 7), 2);
	assert_int_equal(words_from(&w, 10), 3); /* behind the last: its length */
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_words_by_place),
		cmocka_unit_test(test_cuts),         cmocka_unit_test(test_kinds_and_hashes),
		cmocka_unit_test(test_random_texts), cmocka_unit_test(test_limit),
		cmocka_unit_test(test_stop_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
