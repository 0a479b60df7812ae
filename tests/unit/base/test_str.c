/* Borrowed text: cutting clamps, searching finds, numbers are whole or nothing. */
#include "lib/test.h"

#include "base/str.c"

static void test_cut_and_compare(void **state)
{
	struct str s = STR("tocsin");

	(void)state;
	assert_str(str_cut(s, 2, 4), "cs");
	assert_str(str_cut(s, 4, 99), "in");
	assert_str(str_cut(s, 9, 12), "");
	assert_str(str_cut(s, 4, 2), "");
	assert_true(str_eq(STR_NONE, STR("")));
	assert_true(str_eq_nocase(STR("ToCsin"), s));
	assert_false(str_eq(STR("tocsi"), s));
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_true(str_cmp(STR("b"), STR("ab")) > 0);
	assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
	assert_true(str_starts(s, STR("toc")) && !str_starts(s, STR("tocsins")));
	assert_true(str_ends(s, STR("sin")) && !str_ends(s, STR("sins")));
	assert_str(str_trim(STR(" \t\r\n a b \n")), "a b");
}

static void test_search(void **state)
{
	struct str s = STR("ring the Ring");

	(void)state;
	assert_int_equal(str_find(s, STR("the")), 5);
	assert_int_equal(str_find(s, STR("")), 0);
	assert_true(str_find(s, STR("rings")) == STR_NPOS);
	assert_int_equal(str_find_nocase(str_cut(s, 1, s.len), STR("RING")), 8);
	assert_int_equal(str_chr(s, 'g'), 3);
	assert_int_equal(str_rchr(s, 'g'), 12);
	assert_true(str_chr(s, 'z') == STR_NPOS && str_rchr(STR(""), 'z') == STR_NPOS);
}

static void test_split(void **state)
{
	struct str rest = STR("a,,b"), part;

	(void)state;
	assert_true(str_split(&part, &rest, ','));
	assert_str(part, "a");
	assert_true(str_split(&part, &rest, ','));
	assert_str(part, "");
	assert_true(str_split(&part, &rest, ','));
	assert_str(part, "b");
	assert_false(str_split(&part, &rest, ','));
}

static void test_words(void **state)
{
	struct str rest = STR("  one\ttwo  three four\n");

	(void)state;
	assert_str(str_word(&rest), "one");
	assert_str(str_word(&rest), "two");
	assert_str(rest, "three four");
	assert_str(str_word(&rest), "three");
	assert_str(str_word(&rest), "four");
	assert_str(str_word(&rest), "");
}

static void test_numbers(void **state)
{
	static const char *const bad[] = {"",   " 1", "1 ", "1x", "--1", "9223372036854775808",
					  "0x1"};
	int64_t n = 7;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(str_int(&n, str_of(bad[i])));
		assert_int_equal(n, 7);
	}
	assert_true(str_int(&n, STR("-9223372036854775808")));
	assert_true(n == INT64_MIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut_and_compare),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
