/* judge/train_facets.h -- facet values: cross-validation, thresholds, weights.
 *
 * Part of train_run(). Learns from the examples that have values of a facet. */
#pragma once
#include "judge/linear.h"
#include "judge/train_linear.h"

#define TRAIN_VALUES_MAX LINEAR_OUTPUTS_MAX

struct train_facets_score { /* of one facet, over items of the first file that have it */
	struct str name;
	bool multiple; /* else the best value is said, whatever its probability */
	double micro_f1, threshold;
	struct train_facets_counts {      /* of one item */
		uint8_t both, said, gold; /* said: wrongly; gold: missed */
	} * item;
	size_t items;
};

struct train_facets {
	struct arena *arena;
	struct linear_output output[TRAIN_VALUES_MAX]; /* "facet/value", calibrated later */
	uint8_t facet[TRAIN_VALUES_MAX];
	struct str value[TRAIN_VALUES_MAX];
	size_t count;
	double slope[TRAIN_VALUES_MAX], offset[TRAIN_VALUES_MAX];
	double value_f1[TRAIN_VALUES_MAX];
	size_t value_items[TRAIN_VALUES_MAX];
	struct train_facets_score score[TRAIN_FACETS_MAX];
	size_t facets;
	double cost;
};

/* Finds the values, cross-validates them and chooses thresholds. */
void train_facets_cv(struct train_facets *out, struct train_linear *t, const struct train_data *d,
		     double cost);
void train_facets_free(struct train_facets *f);
void train_facets_write(struct buf *out, struct train_facets *f, struct train_linear *t,
			const struct train_data *d, struct str provenance);
