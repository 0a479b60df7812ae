/* An hour, a day, a week, a month; one look for all that were missed. */
#include "flow/look_pace.c"

#include "lib/test.h"

#define BASE INT64_C(1772000000000)

static void test_steps(void **state)
{
	(void)state;
	assert_int_equal(look_pace_due(BASE, 0), BASE + HOUR);
	assert_int_equal(look_pace_due(BASE, 1), BASE + 24 * HOUR);
	assert_int_equal(look_pace_due(BASE, 2), BASE + 168 * HOUR);
	assert_int_equal(look_pace_due(BASE, 3), BASE + 720 * HOUR);
	assert_int_equal(look_pace_due(BASE, 4), 0);
	assert_int_equal(look_pace_due(BASE, -1), 0);
}

static void test_missed_looks_are_one(void **state)
{
	(void)state;
	assert_int_equal(look_pace_next(BASE, 0, BASE + HOUR), 1);
	assert_int_equal(look_pace_next(BASE, 0, BASE + 24 * HOUR), 2);
	assert_int_equal(look_pace_next(BASE, 0, BASE + 200 * HOUR), 3);
	assert_int_equal(look_pace_next(BASE, 0, BASE + 2000 * HOUR), 4);
	assert_int_equal(look_pace_next(BASE, 3, BASE + 720 * HOUR), 4);
}

static void test_tries(void **state)
{
	(void)state;
	assert_int_equal(look_pace_again(BASE, 1, 0), BASE + HOUR / 4);
	assert_int_equal(look_pace_again(BASE, 2, 0), BASE + HOUR / 2);
	assert_int_equal(look_pace_again(BASE, 40, 0), BASE + 4 * HOUR);
	assert_int_equal(look_pace_again(BASE, 1, 9 * HOUR), BASE + 9 * HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_steps),
					   cmocka_unit_test(test_missed_looks_are_one),
					   cmocka_unit_test(test_tries)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
