/* judge/train_linear.c -- liblinear, and what stands before and behind it.
 *
 * Columns are the features that at least `min_count` examples have, ascending by
 * key, so that the order of files or lines does not move them. Each is scaled by
 * its inverse document frequency, which under an L2 penalty lets rare words weigh
 * more; the scale is folded into the weight afterwards, so that judging knows
 * nothing of it.
 *
 * Besides, a column may count for more the more unlike its counts are among the
 * examples of an output and the others: the absolute log ratio of the two shares
 * (naive Bayes; Wang and Manning 2012), mixed with an even share. It is taken from
 * the rows that are fitted, so what is held out tells nothing. Items of which the
 * labeller was sure stand in the problem twice.
 *
 * Several kinds of text stand in one training set, with a column for the level of
 * each file: so headlines that are mostly incidents teach words without teaching
 * that everything is an incident. What is kept is the level of the first file.
 *
 * Solver: logistic regression in the dual (Yu et al. 2011), about a tenth of a
 * second for 8,000 rows. Its random order starts from a fixed seed. */
#include "judge/train_linear.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>

#include "base/check.h"

#define SURE 3.0F     /* the labeller's confidence */
#define SURE_COPIES 2 /* liblinear has no weights by row: what is sure stands there twice */

struct train_linear {
	uint32_t *key;
	float *scale;
	size_t columns, files, rows;
	size_t words; /* columns before those of word vectors, which have the highest keys */
	struct feature_node *node, **row; /* row: into node */
	float *plain;                     /* by node: its value before any contrast */
	float *contrast;                  /* by column, of the output that is fitted */
	double *target;
	struct feature_node **chosen;
	uint8_t *copies; /* by example: how often it stands in the problem */
	struct train_linear_options options;
};

static int by_key(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static float rarity(double examples, double with)
{
	return (float)(log((1 + examples) / (1 + with)) + 1);
}

/* All keys with the number of examples that have each; returns their number. */
static size_t count_keys(struct train_linear *t, const struct train_data *d)
{
	size_t total = 0, n = 0;

	for (size_t i = 0; i < d->example.len; i++)
		total += d->example.at[i].features.len;
	uint32_t *all = memory_alloc((total + 1) * sizeof *all);

	for (size_t i = 0; i < d->example.len; i++)
		for (size_t j = 0; j < d->example.at[i].features.len; j++)
			all[n++] = d->example.at[i].features.at[j].key;
	qsort(all, n, sizeof *all, by_key);
	t->key = all;
	t->scale = memory_alloc((n + 1) * sizeof *t->scale);
	size_t columns = 0;

	for (size_t i = 0, run; i < n; i += run) {
		for (run = 1; i + run < n && all[i + run] == all[i]; run++)
			;
		if (run < t->options.min_count)
			continue;
		t->scale[columns] = features_is_point(all[i]) ? 1.0F
				    : features_is_cue(all[i])
					    ? t->options.cue
					    : rarity((double)d->example.len, (double)run);
		t->key[columns++] = all[i];
	}
	return columns;
}

static const uint32_t *find_key(const struct train_linear *t, uint32_t key)
{
	return bsearch(&key, t->key, t->columns, sizeof key, by_key);
}

static struct feature_node *put_row(struct train_linear *t, struct feature_node *at,
				    const struct example *e)
{
	int columns = (int)t->columns;

	for (size_t j = 0; j < e->features.len; j++) {
		const uint32_t *key = find_key(t, e->features.at[j].key);

		if (!key)
			continue;
		at->index = (int)(key - t->key) + 1;
		at->value = (double)(e->features.at[j].value * t->scale[key - t->key]);
		at++;
	}
	at->index = columns + 1 + (int)e->file;
	at->value = (double)t->options.level;
	at++;
	at->index = columns + 1 + (int)t->files;
	at->value = 1;
	at++;
	at->index = -1;
	return at + 1;
}

static void be_quiet(const char *text)
{
	(void)text;
}

struct train_linear *train_linear_new(const struct train_data *d,
				      const struct train_linear_options *options)
{
	struct train_linear *t = memory_zalloc(sizeof *t);
	size_t total = 0;

	t->options = *options;
	t->rows = d->example.len;
	t->columns = count_keys(t, d);
	for (t->words = t->columns; t->words && features_is_point(t->key[t->words - 1]);)
		t->words--;
	for (size_t i = 0; i < t->rows; i++) {
		total += d->example.at[i].features.len + 3;
		if (d->example.at[i].file >= t->files)
			t->files = d->example.at[i].file + 1;
	}
	t->node = memory_alloc((total + 1) * sizeof *t->node);
	t->plain = memory_alloc((total + 1) * sizeof *t->plain);
	t->contrast = memory_alloc((t->columns + 1) * sizeof *t->contrast);
	t->row = memory_alloc((t->rows + 1) * sizeof *t->row);
	t->chosen = memory_alloc((t->rows * SURE_COPIES + 1) * sizeof *t->chosen);
	t->target = memory_alloc((t->rows * SURE_COPIES + 1) * sizeof *t->target);
	t->copies = memory_alloc(t->rows + 1);
	struct feature_node *at = t->node;

	for (size_t i = 0; i < t->rows; i++) {
		t->row[i] = at;
		t->copies[i] = d->example.at[i].confidence >= SURE ? SURE_COPIES : 1;
		at = put_row(t, at, &d->example.at[i]);
	}
	for (size_t i = 0; i < (size_t)(at - t->node); i++)
		t->plain[i] = (float)t->node[i].value;
	set_print_string_function(be_quiet);
	return t;
}

void train_linear_free(struct train_linear *t)
{
	if (!t)
		return;
	memory_free(t->key);
	memory_free(t->scale);
	memory_free(t->node);
	memory_free(t->plain);
	memory_free(t->contrast);
	memory_free(t->row);
	memory_free(t->chosen);
	memory_free(t->target);
	memory_free(t->copies);
	memory_free(t);
}

size_t train_linear_columns(const struct train_linear *t)
{
	return t->columns;
}

/* Of headline and text each. */
size_t train_linear_dimensions(const struct train_linear *t)
{
	return (t->columns - t->words) / 2;
}

const uint32_t *train_linear_keys(const struct train_linear *t)
{
	return t->key;
}

static void take_weights(float *weight, float *bias, const struct train_linear *t,
			 const struct model *m)
{
	double sign = m->label[0] == 1 ? 1 : -1;
	const double *w = m->w, *level = m->w + t->columns;

	for (size_t c = 0; c < t->columns; c++)
		weight[c] = (float)(sign * w[c] * (double)(t->scale[c] * t->contrast[c]));
	*bias = (float)(sign * (level[t->files] + (double)t->options.level * level[0]));
}

/* How many of the chosen rows of one side have each column. */
static double count_side(uint32_t *with, const struct train_linear *t, int rows, double side)
{
	double all = 0;

	for (int i = 0; i < rows; i++) {
		if (t->target[i] != side)
			continue;
		for (const struct feature_node *n = t->chosen[i]; n->index <= (int)t->words; n++) {
			with[n->index - 1]++;
			all++;
		}
	}
	return all + (double)t->words; /* each column is counted once more than it is there */
}

#define CONTRAST_MOST 4.0 /* times the mean */

static void find_contrast(struct train_linear *t, int rows)
{
	uint32_t *ones = memory_zalloc((t->columns + 1) * sizeof *ones);
	uint32_t *zeros = memory_zalloc((t->columns + 1) * sizeof *zeros);
	double all_ones = count_side(ones, t, rows, 1), all_zeros = count_side(zeros, t, rows, 0);
	double sum = 0;

	for (size_t c = 0; c < t->words; c++) {
		double ratio = log((ones[c] + 1) / all_ones) - log((zeros[c] + 1) / all_zeros);

		t->contrast[c] = (float)fabs(ratio);
		sum += fabs(ratio);
	}
	for (size_t c = t->words; c < t->columns; c++)
		t->contrast[c] = 1;
	for (size_t c = 0; c < t->words; c++) {
		double r = sum > 0 ? (double)t->contrast[c] * (double)t->words / sum : 1;

		r = r < CONTRAST_MOST ? r : CONTRAST_MOST;
		t->contrast[c] = t->options.even + (1 - t->options.even) * (float)r;
	}
	memory_free(ones);
	memory_free(zeros);
}

/* Sets the values of the rows that are fitted; behind a row's features is its level. */
static void set_values(struct train_linear *t, int rows, bool levels)
{
	find_contrast(t, rows);
	for (int i = 0; i < rows; i++) {
		struct feature_node *n = t->chosen[i];

		for (; n->index <= (int)t->columns; n++)
			n->value = (double)(t->plain[n - t->node] * t->contrast[n->index - 1]);
		n->value = levels ? (double)t->options.level : 0;
	}
}

void train_linear_fit(float *weight, float *bias, struct train_linear *t,
		      const struct train_linear_task *task)
{
	int label[2] = {1, 0};
	double cost[2] = {task->up, 1};
	struct parameter parameter = {.solver_type = L2R_LR_DUAL,
				      .eps = 0.05,
				      .C = task->cost,
				      .nr_weight = 2,
				      .weight_label = label,
				      .weight = cost};
	struct problem problem = {
		.n = (int)(t->columns + 1 + t->files), .y = t->target, .x = t->chosen, .bias = 1};
	size_t ones = 0;

	for (size_t i = 0; i < t->rows; i++) {
		if (task->truth[i] < 0)
			continue;
		for (uint8_t copy = 0; copy < t->copies[i]; copy++) {
			t->chosen[problem.l] = t->row[i];
			t->target[problem.l] = task->truth[i];
			problem.l++;
			ones += task->truth[i] == 1;
		}
	}
	memset(weight, 0, t->columns * sizeof *weight);
	*bias = ones ? 10.0F : -10.0F;
	if (ones == 0 || ones == (size_t)problem.l)
		return; /* nothing to tell apart */
	CHECK(!check_parameter(&problem, &parameter));
	set_values(t, problem.l, task->levels);
	struct model *m = train(&problem, &parameter);

	take_weights(weight, bias, t, m);
	free_and_destroy_model(&m);
}

float train_linear_score(const struct train_linear *t, const float *weight, float bias, size_t i)
{
	double sum = (double)bias;

	for (const struct feature_node *n = t->row[i]; n->index <= (int)t->columns; n++)
		sum += (double)(weight[n->index - 1] / t->scale[n->index - 1] *
				t->plain[n - t->node]);
	return (float)sum;
}
