/* test_eval_metrics.c -- the figures, against numbers worked out by hand. */
#include "judge/eval_metrics.c"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void add(struct eval_metrics *m, enum label gold, enum label said, double p, int times)
{
	for (int i = 0; i < times; i++)
		eval_metrics_add(m, gold, said, p, false);
}

static void test_figures(void **state)
{
	struct eval_metrics m = {0};

	(void)state;
	add(&m, LABEL_INCIDENT, LABEL_INCIDENT, 0.9, 6);
	add(&m, LABEL_INCIDENT, LABEL_HAZARD, 0.6, 2);
	add(&m, LABEL_HAZARD, LABEL_HAZARD, 0.5, 3);
	add(&m, LABEL_HAZARD, LABEL_INCIDENT, 0.4, 1);
	/* incident: 12 of 15; hazard: 6 of 9; the other two do not occur in the gold */
	assert_float_equal((float)eval_metrics_f1(&m, LABEL_INCIDENT), 12.0F / 15, 1e-6);
	assert_float_equal((float)eval_metrics_f1(&m, LABEL_HAZARD), 6.0F / 9, 1e-6);
	assert_float_equal((float)eval_metrics_macro_f1(&m), (12.0F / 15 + 6.0F / 9) / 2, 1e-6);
	assert_float_equal((float)eval_metrics_accuracy(&m), 9.0F / 12, 1e-6);
	/* bins: 0.9 |5.4-6|, 0.6 |1.2-0|, 0.5 |1.5-3|, 0.4 |0.4-0| over 12 */
	assert_float_equal((float)eval_metrics_ece(&m), 3.7F / 12, 1e-6);
}

static void test_missing_counts_as_wrong(void **state)
{
	struct eval_metrics m = {0};
	struct buf out;

	(void)state;
	add(&m, LABEL_INCIDENT, LABEL_INCIDENT, -1, 1);
	eval_metrics_miss(&m, LABEL_INCIDENT);
	assert_float_equal((float)eval_metrics_accuracy(&m), 0.5F, 1e-6);
	assert_float_equal((float)eval_metrics_f1(&m, LABEL_INCIDENT), 2.0F / 3, 1e-6);
	buf_init(&out, 10000);
	eval_metrics_print(&out, &m);
	assert_true(
		str_starts(buf_view(&out), STR("missing 1 of 2 predictions, counted as wrong\n")));
	assert_true(str_find(buf_view(&out), STR("ece")) == STR_NPOS);
	assert_true(str_ends(buf_view(&out), STR("macro_f1 0.667\n")));
	buf_free(&out);
}

static void test_abstention_is_told(void **state)
{
	struct eval_metrics m = {0};
	struct buf out;

	(void)state;
	add(&m, LABEL_HAZARD, LABEL_HAZARD, 0.9, 3);
	eval_metrics_add(&m, LABEL_HAZARD, LABEL_INCIDENT, 0.3, true);
	buf_init(&out, 10000);
	eval_metrics_print(&out, &m);
	assert_true(str_find(buf_view(&out), STR("abstained 1; accuracy on the rest 1.000\n")) !=
		    STR_NPOS);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_figures),
					   cmocka_unit_test(test_missing_counts_as_wrong),
					   cmocka_unit_test(test_abstention_is_told)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
