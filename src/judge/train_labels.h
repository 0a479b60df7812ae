/* judge/train_labels.h -- the four labels: cross-validation, calibration, weights.
 *
 * Part of train_run(); apart from it so that tests can ask for one measure. */
#pragma once
#include "judge/calibration.h"
#include "judge/eval_metrics.h"
#include "judge/linear.h"
#include "judge/registers.h"
#include "judge/train_linear.h"

#define TRAIN_FOLDS 5

struct train_labels_calibration {
	struct calibration clipped; /* fitted on all of the first file's scores */
	struct calibration whole;   /* on those of all reports told whole, if there are any */
};

struct train_labels_cv { /* what cross-validation gave */
	double cost, precision;
	size_t outputs; /* REGISTER_OUTPUTS, or LABEL_COUNT where there are no reports */
	float (*score)[REGISTER_OUTPUTS]; /* of each example, by models that had not seen it */
	struct train_labels_calibration calibration;
	float unnamed[LABEL_COUNT]; /* shares of the labels where no AI system is named */
	float abstain;
	double abstain_accuracy;
	struct eval_metrics metrics; /* of the first file, calibrated across folds */
	struct train_labels_said {   /* each labelled item of the first file */
		uint8_t gold, said;
		bool names_ai;
		float p;
	} * said;
	size_t said_count;
};

/* `share`: which part of the other folds may be learned from, 0 to 1. `precision`: of what
 * is not abstained from at least so much shall be right; 0: abstain from a quarter. */
void train_labels_cv(struct train_labels_cv *out, struct train_linear *t,
		     const struct train_data *d, double cost, double share, double precision);
/* What to abstain from for an accuracy on the rest: a share of the items, 0 to 1. */
double train_labels_share_for(const struct train_labels_cv *cv, double accuracy);
void train_labels_cv_free(struct train_labels_cv *cv);

/* Metrics of one file under the final calibration. */
void train_labels_breadth(struct eval_metrics *out, const struct train_labels_cv *cv,
			  const struct train_data *d, uint32_t file);

/* Of one file's incidents and hazards: which part is told apart when only these two are
 * asked for (the greater of the two probabilities). `items`: how many there are. */
double train_labels_two_way(size_t *items, const struct train_labels_cv *cv,
			    const struct train_data *d, uint32_t file);

/* Fits on everything and writes the file. */
void train_labels_write(struct buf *out, struct train_linear *t, const struct train_data *d,
			const struct train_labels_cv *cv, struct str provenance);
