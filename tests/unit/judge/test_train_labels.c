/* test_train_labels.c -- training on made-up items that can be told apart, or not. */
#include "judge/train_labels.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define ITEMS 400

/* Each item has one feature of its label, right nine times in ten, and a common one. */
static void make(struct train_data *d, uint32_t files)
{
	d->arena = arena_new();
	for (uint32_t i = 0; i < ITEMS; i++) {
		enum label label = (enum label)(i % LABEL_COUNT);
		uint32_t seen = i % 10 == 9 ? (i / 10) % LABEL_COUNT : (uint32_t)label;
		struct feature *f = ARENA_ARRAY(d->arena, struct feature, 2);
		struct str id = arena_fmt(d->arena, "item%u", i);

		f[0] = (struct feature){100 + 2 * seen, 1};
		f[1] = (struct feature){500, 1};
		VEC_PUSH(&d->example, ((struct example){.id = id,
							.group = id,
							.label = label,
							.confidence = 2,
							.file = i / 4 % files,
							.names_ai = true,
							.features = {f, 2}}));
	}
}

static void test_learns_what_can_be_learned(void **state)
{
	struct train_data d = {0};
	struct train_labels_cv cv;

	(void)state;
	make(&d, 1);
	struct train_linear *t = train_linear_new(
		&d, &(struct train_linear_options){.min_count = 2, .cue = 1, .level = 1});

	train_labels_cv(&cv, t, &d, 1, 1, 0);
	assert_int_equal(cv.metrics.n, ITEMS);
	assert_in_range(1000 * eval_metrics_accuracy(&cv.metrics), 900, 960);
	assert_true(eval_metrics_ece(&cv.metrics) < 0.06);
	assert_true(cv.abstain > 0.25F && cv.abstain_accuracy >= 0.9);
	train_labels_cv_free(&cv);
	train_linear_free(t);
	train_data_free(&d);
}

/* What names no AI system is not scored: it is unrelated, as often as such items are. */
static void test_unnamed_are_unrelated(void **state)
{
	struct train_data d = {0};
	struct train_labels_cv cv;
	size_t unnamed = 0, right = 0;

	(void)state;
	make(&d, 1);
	for (size_t i = 0; i < d.example.len; i++)
		if (d.example.at[i].label == LABEL_UNRELATED || i % 16 == 0)
			d.example.at[i].names_ai = false;
	struct train_linear *t = train_linear_new(
		&d, &(struct train_linear_options){.min_count = 2, .cue = 1, .level = 1});

	train_labels_cv(&cv, t, &d, 1, 1, 0);
	for (size_t i = 0; i < cv.said_count; i++)
		if (cv.said[i].said == LABEL_UNRELATED) {
			unnamed++;
			right += cv.said[i].gold == LABEL_UNRELATED;
			assert_true(cv.said[i].p > 0.6F && cv.said[i].p < 0.9F);
		}
	assert_in_range(unnamed, 125, 145);
	assert_int_equal(right, 100);
	assert_float_equal(cv.unnamed[LABEL_UNRELATED], 101.0 / 129, 1e-6);
	assert_float_equal(cv.unnamed[LABEL_INCIDENT], 26.0 / 129, 1e-6);
	train_labels_cv_free(&cv);
	train_linear_free(t);
	train_data_free(&d);
}

static void test_file_written_decides_alike(void **state)
{
	struct train_data d = {0};
	struct train_labels_cv cv;
	struct buf a;
	struct linear *m;
	struct err err;
	float score[LABEL_COUNT];

	(void)state;
	make(&d, 2);
	struct train_linear *t = train_linear_new(
		&d, &(struct train_linear_options){.min_count = 2, .cue = 1, .level = 1});

	train_labels_cv(&cv, t, &d, 1, 1, 0);
	buf_init(&a, 1000000);
	train_labels_write(&a, t, &d, &cv, STR("{}"));
	assert_true(linear_parse(&m, buf_view(&a), &err));
	assert_float_equal(linear_abstain(m), cv.abstain, 1e-3);
	for (uint32_t l = 0; l < LABEL_COUNT; l++) {
		struct feature f[2] = {{100 + 2 * l, 1}, {500, 1}};

		linear_score(score, m, &(struct features){f, 2});
		for (uint32_t k = 0; k < LABEL_COUNT; k++)
			assert_true(k == l || score[k] < score[l]);
	}
	linear_free(m);
	buf_free(&a);
	train_labels_cv_free(&cv);
	train_linear_free(t);
	train_data_free(&d);
}

/* The same words mean one label in clipped items and the next one in reports told whole;
 * a third feature says which of both a text is. */
static void make_registers(struct train_data *d)
{
	make(d, 1);
	for (size_t i = 0; i < d->example.len; i++) {
		struct example *e = &d->example.at[i];
		struct feature *f = ARENA_ARRAY(d->arena, struct feature, 3);

		e->whole = i % 8 >= 4;
		e->file = e->whole;
		e->group = arena_fmt(d->arena, "group%zu", i);
		memcpy(f, e->features.at, 2 * sizeof *f);
		f[2] = (struct feature){600 + 2 * (uint32_t)e->whole, 1};
		e->features = (struct features){f, 3};
		e->label = (enum label)((e->label + e->whole) % LABEL_COUNT);
	}
}

static void test_registers_are_told_apart(void **state)
{
	struct train_data d = {0};
	struct train_labels_cv cv;
	struct eval_metrics whole;
	struct buf a;
	struct linear *m;
	struct err err;

	(void)state;
	make_registers(&d);
	struct train_linear *t = train_linear_new(
		&d, &(struct train_linear_options){.min_count = 2, .cue = 1, .level = 1});

	train_labels_cv(&cv, t, &d, 1, 1, 0);
	assert_int_equal(cv.outputs, REGISTER_OUTPUTS);
	assert_int_equal(cv.metrics.n, ITEMS / 2);
	assert_true(eval_metrics_accuracy(&cv.metrics) > 0.85);
	train_labels_breadth(&whole, &cv, &d, 1);
	assert_int_equal(whole.n, ITEMS / 2);
	assert_true(eval_metrics_accuracy(&whole) > 0.85);
	buf_init(&a, 1000000);
	train_labels_write(&a, t, &d, &cv, STR("{}"));
	assert_true(linear_parse(&m, buf_view(&a), &err));
	assert_int_equal(linear_count(m), REGISTER_OUTPUTS);
	for (uint32_t told = 0; told < 2; told++) {
		struct feature f[3] = {{100, 1}, {500, 1}, {600 + 2 * told, 1}};
		float score[REGISTER_OUTPUTS], p[LABEL_COUNT];

		linear_score(score, m, &(struct features){f, 3});
		registers_mix(p, score, linear_count(m));
		assert_true(p[told] > 0.5F); /* an incident, told whole a hazard */
	}
	linear_free(m);
	buf_free(&a);
	train_labels_cv_free(&cv);
	train_linear_free(t);
	train_data_free(&d);
}

static void test_folds_are_stable_and_groups_stay_together(void **state)
{
	struct example a = {.id = STR("a"), .group = STR("g")},
		       b = {.id = STR("b"), .group = STR("g")};
	size_t count[TRAIN_FOLDS] = {0};

	(void)state;
	assert_int_equal(train_data_fold(&a, TRAIN_FOLDS), train_data_fold(&b, TRAIN_FOLDS));
	for (int i = 0; i < 1000; i++) {
		char name[20];

		snprintf(name, sizeof name, "aim%d", i);
		a.group = str_of(name);
		count[train_data_fold(&a, TRAIN_FOLDS)]++;
	}
	for (int f = 0; f < TRAIN_FOLDS; f++)
		assert_in_range(count[f], 150, 250);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_learns_what_can_be_learned),
		cmocka_unit_test(test_unnamed_are_unrelated),
		cmocka_unit_test(test_file_written_decides_alike),
		cmocka_unit_test(test_registers_are_told_apart),
		cmocka_unit_test(test_folds_are_stable_and_groups_stay_together)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
