/* judge/train_facets.c -- one logistic model a facet value, one cut a facet.
 *
 * A value is learned when at least VALUE_LEAST examples carry it; an example
 * that has no value of a facet at all says nothing about it and is left out
 * (AIM leaves facets open). Scores of unseen folds are made probabilities value
 * by value (Platt), and the probability at which a facet's values are cut is the
 * one with the best micro-F1 on the other folds, so the figure printed is honest;
 * what is written is cut at the best of all folds together. */
#include "judge/train_facets.h"

#include <math.h>
#include <stdlib.h>

#include "judge/calibration.h"
#include "judge/train_labels.h"

#define VALUE_LEAST 15    /* examples */
#define VALUE_LEAST_ONE 5 /* the same where an item has one value: a rare one rarely wins */
#define UP 0.5            /* as in train_labels.c */
#define CUTS 40           /* probabilities tried: 0.1 to 0.6 */

struct counts {
	double both, said, gold;
};

static bool has(const struct example *e, size_t facet, struct str value)
{
	for (size_t i = 0; i < e->value_count[facet]; i++)
		if (str_eq(e->value[facet][i], value))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void find_values(struct train_facets *f, const struct train_data *d, size_t facet)
{
	VEC(struct str) all = {0};

	for (size_t i = 0; i < d->example.len; i++)
		for (size_t k = 0; k < d->example.at[i].value_count[facet]; k++)
			VEC_PUSH(&all, d->example.at[i].value[facet][k]);
	if (all.len)
		qsort(all.at, all.len, sizeof *all.at, by_name);
	for (size_t i = 0, run; i < all.len; i += run) {
		for (run = 1; i + run < all.len && str_eq(all.at[i], all.at[i + run]); run++)
			;
		if (run < (d->facet[facet].multiple ? VALUE_LEAST : VALUE_LEAST_ONE) ||
		    f->count >= TRAIN_VALUES_MAX)
			continue;
		f->facet[f->count] = (uint8_t)facet;
		f->value[f->count] = arena_copy(f->arena, all.at[i]);
		f->output[f->count++].name = arena_fmt(
			f->arena, "%.*s/%.*s", STR_ARG(d->facet[facet].name), STR_ARG(all.at[i]));
	}
	VEC_FREE(&all);
}

static double truth_of(int8_t *truth, const struct train_facets *f, const struct train_data *d,
		       size_t v, uint32_t except)
{
	double ones = 0, zeros = 0;

	for (size_t i = 0; i < d->example.len; i++) {
		const struct example *e = &d->example.at[i];

		truth[i] = -1;
		if (e->value_count[f->facet[v]] == 0 || train_data_fold(e, TRAIN_FOLDS) == except)
			continue;
		truth[i] = has(e, f->facet[v], f->value[v]);
		ones += truth[i] == 1;
		zeros += truth[i] == 0;
	}
	return ones > 0 ? pow(zeros / ones, UP) : 1;
}

static void score_folds(float *score, const struct train_facets *f, struct train_linear *t,
			const struct train_data *d)
{
	int8_t *truth = memory_alloc(d->example.len + 1);
	float *weight = memory_alloc((train_linear_columns(t) + 1) * sizeof *weight);

	for (size_t v = 0; v < f->count; v++) {
		for (uint32_t fold = 0; fold < TRAIN_FOLDS; fold++) {
			struct train_linear_task task = {.truth = truth, .cost = f->cost};
			float bias;

			task.up = truth_of(truth, f, d, v, fold);
			train_linear_fit(weight, &bias, t, &task);
			for (size_t i = 0; i < d->example.len; i++)
				if (train_data_fold(&d->example.at[i], TRAIN_FOLDS) == fold)
					score[i * TRAIN_VALUES_MAX + v] =
						train_linear_score(t, weight, bias, i);
		}
	}
	memory_free(weight);
	memory_free(truth);
}

/* From scores to probabilities, in place. */
static void calibrate(float *score, struct train_facets *f, const struct train_data *d)
{
	float *one = memory_alloc((d->example.len + 1) * sizeof *one);
	uint8_t *gold = memory_alloc(d->example.len + 1);

	for (size_t v = 0; v < f->count; v++) {
		struct calibration c;
		size_t n = 0;

		for (size_t i = 0; i < d->example.len; i++) {
			const struct example *e = &d->example.at[i];

			if (e->file != 0 || e->value_count[f->facet[v]] == 0)
				continue;
			one[n] = score[i * TRAIN_VALUES_MAX + v];
			gold[n++] = has(e, f->facet[v], f->value[v]);
		}
		calibration_fit(&c, &(struct calibration_data){
					    .score = one, .gold = gold, .n = n, .classes = 1});
		f->slope[v] = c.slope[0];
		f->offset[v] = c.offset[0];
		for (size_t i = 0; i < d->example.len; i++) {
			float *s = &score[i * TRAIN_VALUES_MAX + v];

			*s = calibration_sigmoid((float)(c.slope[0] * (double)*s + c.offset[0]));
		}
	}
	memory_free(one);
	memory_free(gold);
}

static double f1_of(const struct counts *c)
{
	return c->both > 0 ? 2 * c->both / (2 * c->both + c->said + c->gold) : 0;
}

/* Cut at a probability, or the best where there can be but one. */
static bool is_said(const struct train_facets *f, const float *p, size_t v, double cut)
{
	if (f->score[f->facet[v]].multiple)
		return (double)p[v] >= cut;
	for (size_t k = 0; k < f->count; k++) {
		bool before = k < v;

		if (f->facet[k] == f->facet[v] && (p[k] > p[v] || (before && p[k] == p[v])))
			return false;
	}
	return true;
}

/* Adds one example's values of a facet, cut at p. Values that are too rare to be
 * learned count as missed. */
static void count(struct counts *c, const struct train_facets *f, const struct example *e,
		  const float *p, size_t facet, double cut)
{
	double found = 0;

	for (size_t v = 0; v < f->count; v++) {
		if (f->facet[v] != facet)
			continue;
		bool gold = has(e, facet, f->value[v]), said = is_said(f, p, v, cut);

		found += gold;
		c->both += gold && said;
		c->said += said && !gold;
		c->gold += gold && !said;
	}
	c->gold += (double)e->value_count[facet] - found;
}

static double best_cut(const struct train_facets *f, const struct train_data *d, const float *p,
		       size_t facet, uint32_t except)
{
	double best = 0, at = 0.3;

	for (int k = 0; k <= CUTS; k++) {
		struct counts c = {0};
		double cut = 0.1 + 0.5 * k / CUTS;

		for (size_t i = 0; i < d->example.len; i++) {
			const struct example *e = &d->example.at[i];

			if (e->file == 0 && e->value_count[facet] &&
			    train_data_fold(e, TRAIN_FOLDS) != except)
				count(&c, f, e, p + i * TRAIN_VALUES_MAX, facet, cut);
		}
		if (f1_of(&c) > best) {
			best = f1_of(&c);
			at = cut;
		}
	}
	return at;
}

static void measure(struct train_facets *f, const struct train_data *d, const float *p,
		    size_t facet)
{
	struct train_facets_score *score = &f->score[facet];
	struct counts all = {0};
	double cut[TRAIN_FOLDS];

	score->item = ARENA_ARRAY(f->arena, struct train_facets_counts, d->example.len);
	for (uint32_t fold = 0; fold < TRAIN_FOLDS; fold++)
		cut[fold] = best_cut(f, d, p, facet, fold);
	for (size_t i = 0; i < d->example.len; i++) {
		const struct example *e = &d->example.at[i];
		struct counts c = {0};

		if (e->file != 0 || e->value_count[facet] == 0)
			continue;
		count(&c, f, e, p + i * TRAIN_VALUES_MAX, facet,
		      cut[train_data_fold(e, TRAIN_FOLDS)]);
		all.both += c.both;
		all.said += c.said;
		all.gold += c.gold;
		score->item[score->items++] = (struct train_facets_counts){
			(uint8_t)c.both, (uint8_t)c.said, (uint8_t)c.gold};
	}
	score->micro_f1 = f1_of(&all);
	score->threshold = score->multiple ? best_cut(f, d, p, facet, TRAIN_FOLDS) : 0;
}

static void measure_value(struct train_facets *f, const struct train_data *d, const float *p,
			  size_t v)
{
	struct counts c = {0};
	double cut = f->score[f->facet[v]].threshold;

	for (size_t i = 0; i < d->example.len; i++) {
		const struct example *e = &d->example.at[i];

		if (e->file != 0 || e->value_count[f->facet[v]] == 0)
			continue;
		bool gold = has(e, f->facet[v], f->value[v]);
		bool said = is_said(f, p + i * TRAIN_VALUES_MAX, v, cut);

		f->value_items[v] += gold;
		c.both += gold && said;
		c.said += said && !gold;
		c.gold += gold && !said;
	}
	f->value_f1[v] = f1_of(&c);
}

void train_facets_cv(struct train_facets *out, struct train_linear *t, const struct train_data *d,
		     double cost)
{
	float *score = memory_zalloc((d->example.len + 1) * TRAIN_VALUES_MAX * sizeof *score);

	*out = (struct train_facets){.arena = arena_new(), .cost = cost};
	for (size_t facet = 0; facet < d->facets; facet++) {
		out->score[facet].name = arena_copy(out->arena, d->facet[facet].name);
		out->score[facet].multiple = d->facet[facet].multiple;
		find_values(out, d, facet);
	}
	out->facets = d->facets;
	score_folds(score, out, t, d);
	calibrate(score, out, d);
	for (size_t facet = 0; facet < d->facets; facet++)
		measure(out, d, score, facet);
	for (size_t v = 0; v < out->count; v++)
		measure_value(out, d, score, v);
	memory_free(score);
}

void train_facets_free(struct train_facets *f)
{
	arena_free(f->arena);
}

void train_facets_write(struct buf *out, struct train_facets *f, struct train_linear *t,
			const struct train_data *d, struct str provenance)
{
	size_t columns = train_linear_columns(t);
	int8_t *truth = memory_alloc(d->example.len + 1);
	float *one = memory_alloc((columns + 1) * sizeof *one);
	float *all = memory_alloc((columns * f->count + 1) * sizeof *all);

	for (size_t v = 0; v < f->count; v++) {
		struct train_linear_task task = {.truth = truth, .cost = f->cost};
		float bias;

		task.up = truth_of(truth, f, d, v, TRAIN_FOLDS);
		train_linear_fit(one, &bias, t, &task);
		for (size_t c = 0; c < columns; c++)
			all[c * f->count + v] = (float)(f->slope[v] * (double)one[c]);
		f->output[v].bias = (float)(f->slope[v] * (double)bias + f->offset[v]);
		f->output[v].threshold = (float)f->score[f->facet[v]].threshold;
	}
	linear_write(out, &(struct linear_draft){.name = STR("facets"),
						 .output = f->output,
						 .outputs = f->count,
						 .key = train_linear_keys(t),
						 .weight = all,
						 .rows = columns,
						 .dimensions = train_linear_dimensions(t),
						 .provenance = provenance});
	memory_free(truth);
	memory_free(one);
	memory_free(all);
}
