/* test_registers.c -- one answer of two models, by how a text is told. */
#include "judge/registers.c"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "judge/calibration.h"

/* Clipped: an incident; whole: a hazard. */
static const float SCORE[REGISTER_OUTPUTS] = {20, 0, 0, 0, 0, 20, 0, 0, 0};

static void test_one_register_is_a_softmax(void **state)
{
	float p[LABEL_COUNT], alone[LABEL_COUNT];

	(void)state;
	registers_mix(p, SCORE, LABEL_COUNT);
	calibration_softmax(alone, SCORE, LABEL_COUNT);
	for (int l = 0; l < LABEL_COUNT; l++)
		assert_float_equal(p[l], alone[l], 1e-6);
}

static void test_the_manner_weighs_both(void **state)
{
	static const struct {
		float share, incident, hazard;
	} expected[] = {{-30, 1, 0}, {0, 0.5F, 0.5F}, {30, 0, 1}};
	float p[LABEL_COUNT], score[REGISTER_OUTPUTS];

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		float sum = 0;

		memcpy(score, SCORE, sizeof score);
		score[REGISTER_SHARE] = expected[i].share;
		registers_mix(p, score, REGISTER_OUTPUTS);
		assert_float_equal(p[LABEL_INCIDENT], expected[i].incident, 1e-3);
		assert_float_equal(p[LABEL_HAZARD], expected[i].hazard, 1e-3);
		for (int l = 0; l < LABEL_COUNT; l++)
			sum += p[l];
		assert_float_equal(sum, 1, 1e-5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_register_is_a_softmax),
		cmocka_unit_test(test_the_manner_weighs_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
