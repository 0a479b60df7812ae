/* judge/calibration.h -- from scores to probabilities that mean what they say.
 *
 * Pure and deterministic. Fitting is done in training, on scores of examples
 * that the model had not seen; the result is folded into a model's scales and
 * biases, so that judging only needs the two functions that squash. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CALIBRATION_CLASSES_MAX 8

/* -- judging ---------------------------------------------------------------------- */
void calibration_softmax(float *p, const float *score, size_t classes);
float calibration_sigmoid(float score);

/* -- training ---------------------------------------------------------------------- */
struct calibration { /* calibrated score = slope * score + offset, for each class */
	double slope[CALIBRATION_CLASSES_MAX], offset[CALIBRATION_CLASSES_MAX];
};

struct calibration_data {
	const float *score;  /* [n][classes] */
	const uint8_t *gold; /* [n] class; for one class: 1 or 0 */
	const float *weight; /* [n], NULL: all 1 */
	size_t n, classes;
};

/* Least weighted log loss; one class: of a sigmoid (Platt), else of a softmax. */
void calibration_fit(struct calibration *out, const struct calibration_data *data);

/* The least p so that of those not below it at least `accuracy` are right; *share of the n
 * lie below. Over 1 when no p will do. */
float calibration_abstain_for(double *share, const float *p, const uint8_t *right, size_t n,
			      double accuracy);
/* The least p so that at most `share` of n lie below it; accuracy on the rest. */
float calibration_abstain(double *accuracy, const float *p, const uint8_t *right, size_t n,
			  double share);
