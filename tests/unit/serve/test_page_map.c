/* Classes of the map: few enough to be told apart, and every count in one. */
#include "lib/test.h"

#include "serve/page_map.c"

static void test_classes(void **state)
{
	struct scale s = scale_to(1);

	(void)state;
	assert_int_equal(s.count, 1);
	assert_int_equal(s.from[0], 1);
	s = scale_to(188);
	assert_int_equal(s.count, 7);
	assert_int_equal(s.from[1], 2);
	assert_int_equal(s.from[6], 100);
	s = scale_to(1500); /* 1, 3, 10, 30 ... */
	assert_int_equal(s.count, 7);
	assert_int_equal(s.from[1], 3);
	assert_int_equal(s.from[6], 1000);
	s = scale_to(2000000);
	assert_int_equal(s.count, 7);
	assert_int_equal(s.from[6], 1000000);
}

static void test_each_count_has_one(void **state)
{
	(void)state;
	for (int64_t top = 1; top < 100000000; top = top * 3 + 1) {
		struct scale s = scale_to(top);

		assert_in_range(s.count, 1, CLASSES);
		assert_int_equal(class_of(&s, 0), 0);
		assert_int_equal(class_of(&s, 1), 1);
		assert_int_equal(class_of(&s, top), s.count);
		for (size_t i = 1; i < s.count; i++) {
			assert_true(s.from[i] > s.from[i - 1]);
			assert_int_equal(class_of(&s, s.from[i] - 1), i);
			assert_int_equal(class_of(&s, s.from[i]), i + 1);
		}
	}
}

static void test_codes(void **state)
{
	(void)state;
	assert_string_equal(code_of(STR("United States")), "US");
	assert_string_equal(code_of(STR("South Korea")), "KR");
	assert_string_equal(code_of(STR("Atlantis")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_each_count_has_one),
		cmocka_unit_test(test_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
