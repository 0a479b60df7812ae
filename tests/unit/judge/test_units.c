/* test_units.c -- names that are made are known again, and the best unit is found. */
#include "judge/units.c"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(MEASURE); i++) {
		struct unit u = units_named(str_of(MEASURE[i].unit));

		assert_int_equal(u.family, MEASURE[i].family);
		assert_true(fabs(u.factor - MEASURE[i].factor) <= 1e-9 * u.factor);
	}
	for (size_t i = 0; i < COUNT(CURRENCY); i++)
		assert_int_equal(units_named(str_of(CURRENCY[i].unit)).family, UNIT_MONEY);
	assert_int_equal(units_named(STR("people")).family, UNIT_PEOPLE);
	assert_int_equal(units_named(STR("parsecs")).family, UNIT_COUNT);
}

static void test_best(void **state)
{
	(void)state;
	assert_string_equal(units_best(UNIT_BYTES, 4.8e15, STR("TB")).name, "PB");
	assert_string_equal(units_best(UNIT_BYTES, 320e12, STR("TB")).name, "TB");
	assert_string_equal(units_best(UNIT_BYTES, 5e9, STR("TB")).name, "GB");
	assert_string_equal(units_best(UNIT_BYTES, 1e16, STR("TiB")).name, "PiB");
	assert_string_equal(units_best(UNIT_MASS, 1e6, STR("t")).name, "t");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_best),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
