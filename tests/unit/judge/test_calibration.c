/* test_calibration.c -- probabilities that mean what they say. */
#include "judge/calibration.c"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_squashing(void **state)
{
	float score[3] = {1000.0F, 999.0F, -1000.0F}, p[3];

	(void)state;
	calibration_softmax(p, score, 3);
	assert_float_equal(p[0] + p[1] + p[2], 1.0F, 1e-6);
	assert_float_equal(p[0], 0.731F, 1e-3);
	assert_float_equal(calibration_sigmoid(0), 0.5F, 1e-6);
	assert_true(calibration_sigmoid(-200) >= 0 && calibration_sigmoid(200) <= 1);
}

/* Scores that say 90 % while 60 % are right: the fit must say 60 %. */
static void test_overconfident_scores_are_tamed(void **state)
{
	enum { N = 1000 };
	static float score[N][2];
	static uint8_t gold[N];
	struct calibration c;
	float p[2], z[2];

	(void)state;
	for (size_t i = 0; i < N; i++) {
		size_t said = i % 2;

		score[i][said] = 2.2F;
		score[i][1 - said] = 0;
		gold[i] = (uint8_t)(i % 10 < 6 ? said : 1 - said);
	}
	calibration_fit(&c, &(struct calibration_data){.score = &score[0][0], .gold = gold,
	                                               .n = N, .classes = 2});
	for (size_t k = 0; k < 2; k++)
		z[k] = (float)(c.slope[k] * (double)score[0][k] + c.offset[k]);
	calibration_softmax(p, z, 2);
	assert_float_equal(p[0], 0.6F, 0.01);
}

static void test_one_class_is_platt(void **state)
{
	enum { N = 800 };
	static float score[N];
	static uint8_t gold[N];
	struct calibration c;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		score[i] = i % 2 ? 1.0F : -1.0F;
		gold[i] = i % 2 ? i % 8 != 1 : i % 8 == 0; /* 3 of 4 where +1, 1 of 4 where -1 */
	}
	calibration_fit(&c, &(struct calibration_data){.score = score, .gold = gold, .n = N,
	                                               .classes = 1});
	assert_float_equal(calibration_sigmoid((float)(c.slope[0] + c.offset[0])), 0.75F, 0.01);
	assert_float_equal(calibration_sigmoid((float)(-c.slope[0] + c.offset[0])), 0.25F, 0.01);
}

static void test_abstention(void **state)
{
	float p[8] = {0.95F, 0.95F, 0.55F, 0.55F, 0.35F, 0.35F, 0.75F, 0.75F};
	uint8_t right[8] = {1, 1, 1, 0, 0, 0, 1, 1};
	double accuracy;

	(void)state;
	assert_float_equal(calibration_abstain(&accuracy, p, right, 8, 0.25), 0.55F, 1e-6);
	assert_float_equal(accuracy, 5.0 / 6, 1e-6);
}

static void test_abstention_for_an_accuracy(void **state)
{
	float p[8] = {0.95F, 0.95F, 0.55F, 0.55F, 0.35F, 0.35F, 0.75F, 0.75F};
	uint8_t right[8] = {1, 1, 1, 0, 0, 0, 1, 1}, wrong[8] = {0};
	double share;

	(void)state;
	assert_float_equal(calibration_abstain_for(&share, p, right, 8, 0.9), 0.75F, 1e-6);
	assert_float_equal(share, 0.5, 1e-6);
	assert_float_equal(calibration_abstain_for(&share, p, right, 8, 0.8), 0.55F, 1e-6);
	assert_float_equal(share, 0.25, 1e-6); /* equal p go together */
	assert_float_equal(calibration_abstain_for(&share, p, right, 8, 0.5), 0.35F, 1e-6);
	assert_float_equal(share, 0, 1e-6);
	assert_true(calibration_abstain_for(&share, p, wrong, 8, 0.5) > 1);
	assert_float_equal(share, 1, 1e-6);
	assert_true(calibration_abstain_for(&share, p, right, 0, 0.5) > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_squashing),
	                                   cmocka_unit_test(test_overconfident_scores_are_tamed),
	                                   cmocka_unit_test(test_one_class_is_platt),
	                                   cmocka_unit_test(test_abstention),
	                                   cmocka_unit_test(test_abstention_for_an_accuracy)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
