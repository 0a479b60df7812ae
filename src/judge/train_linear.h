/* judge/train_linear.h -- examples as a matrix, and linear models fitted to it
 * (liblinear inside).
 *
 * Life     built once from all examples of a run; fits take subsets of its rows.
 * Threads  one. Deterministic: the same rows in the same order, the same weights. */
#pragma once
#include "judge/train_data.h"

struct train_linear;

struct train_linear_options {
	uint32_t min_count; /* features of fewer examples are left out */
	float cue;          /* scale of what cues say; words have their rarity, 1 to 9 */
	float level;        /* value of the column that takes up each file's own level */
	float even;         /* part of a column's scale that is the same for all; the rest is how
			     * unlike its counts are on both sides. 1: all the same */
};

struct train_linear *train_linear_new(const struct train_data *d,
				      const struct train_linear_options *options);
void train_linear_free(struct train_linear *t);
size_t train_linear_columns(const struct train_linear *t);
size_t train_linear_dimensions(const struct train_linear *t);    /* of word vectors */
const uint32_t *train_linear_keys(const struct train_linear *t); /* ascending */

/* Fits one output: `truth[i]` 1, 0, or -1 to leave example i out; errors on
 * examples whose truth is 1 cost `up` times as much. Gives the weights that a
 * feature of value 1 has on an item of the first file's kind. */
struct train_linear_task {
	const int8_t *truth;
	double cost, up;
	bool levels; /* each file has one; else what sets files apart is to be learned */
};
void train_linear_fit(float *weight, float *bias, struct train_linear *t,
		      const struct train_linear_task *task);

/* The score of example i under such weights. */
float train_linear_score(const struct train_linear *t, const float *weight, float bias, size_t i);
