/* test_numbers.c -- values of figures and words, and how numbers are written. */
#include "judge/numbers.c"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "lib/prose.h"

static const struct {
	const char *text;
	double low, high;
} CASE[] = {
	{"4,800", 4800, 4800},
	{"1.25", 1.25, 1.25},
	{"0.001", 0.001, 0.001},
	{"12m", 12e6, 12e6},
	{"3bn", 3e9, 3e9},
	{"1.2 million", 1.2e6, 1.2e6},
	{"5 hundred thousand", 5e5, 5e5},
	{"twenty-five", 25, 25},
	{"two hundred and fifty", 250, 250},
	{"two hundred and fifty thousand", 250000, 250000},
	{"three thousand and five", 3005, 3005},
	{"one million two hundred thousand", 1.2e6, 1.2e6},
	{"half a million", 5e5, 5e5},
	{"a hundred", 100, 100},
	{"two and a half million", 2.5e6, 2.5e6},
	{"a dozen", 12, 12},
	{"ten to twenty", 10, 20},
	{"10-20", 10, 20},
	{"10 to 20", 10, 20},
	{"2 to 3 million", 2e6, 3e6},
	{"5 crore", 5e7, 5e7},
	{"90", 90, 90},
	{"nineteen", 19, 19},
	{"200k", 2e5, 2e5},
};

static void test_values(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		struct tokens tokens[FIELD_COUNT];
		struct number x;

		prose_tokens(tokens, arena, "", CASE[i].text);
		assert_true(numbers_at(&x, &tokens[FIELD_TEXT], 0, false));
		assert_true(fabs(x.low - CASE[i].low) <= 1e-9 * CASE[i].low);
		assert_true(fabs(x.high - CASE[i].high) <= 1e-9 * CASE[i].high);
		assert_int_equal(x.last, tokens[FIELD_TEXT].len);
	}
	arena_free(arena);
}

static void test_refusals(void **state)
{
	static const char *const no[] = {"3-2",   "24/7", "10:30",  "5G",       "1990s", "1st",
					 "4.0.1", "9am",  "dozens", "hundreds", "second"};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
		struct tokens tokens[FIELD_COUNT];
		struct number x;

		prose_tokens(tokens, arena, "", no[i]);
		assert_false(numbers_at(&x, &tokens[FIELD_TEXT], 0, false));
	}
	arena_free(arena);
}

static void test_writing(void **state)
{
	static const struct {
		double value;
		const char *text;
	} case_[] = {{4.8, "4.8"}, {4800, "4,800"}, {0.32, "0.32"}, {1234567, "1,234,567"},
		     {15, "15"},   {2.0004, "2"},   {0.9996, "1"},  {999.5, "999.5"}};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof case_ / sizeof *case_; i++)
		assert_true(str_eq(numbers_str(arena, case_[i].value), str_of(case_[i].text)));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_writing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
