/* judge/calibration.c -- vector scaling, its error, and when to say "unsure".
 *
 * One-vs-rest scores are not probabilities: each class has its own slope and
 * level. Vector scaling (Guo et al. 2017) gives each class a slope and an offset
 * by least log loss on out-of-fold scores: eight numbers for four labels, so
 * there is nothing to overfit with 3,000 examples. The loss is convex; plain
 * gradient descent with a step that halves when it went wrong is enough, takes
 * half a second and is the same on every run. With one class it is Platt's
 * scaling. Isotonic regression needs more examples than the rarest label has. */
#include "judge/calibration.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define ROUNDS 600

void calibration_softmax(float *p, const float *score, size_t classes)
{
	float top = score[0], sum = 0;

	for (size_t c = 1; c < classes; c++)
		top = score[c] > top ? score[c] : top;
	for (size_t c = 0; c < classes; c++)
		sum += p[c] = expf(score[c] - top);
	for (size_t c = 0; c < classes; c++)
		p[c] /= sum;
}

float calibration_sigmoid(float score)
{
	return 1.0F / (1.0F + expf(-score));
}

/* Adds one example's loss gradient; returns its log loss. */
static double example_loss(double *slope, double *offset, const struct calibration *c,
			   const struct calibration_data *d, size_t i)
{
	const float *s = d->score + i * d->classes;
	float z[CALIBRATION_CLASSES_MAX] = {0}, p[CALIBRATION_CLASSES_MAX];
	double weight = d->weight ? (double)d->weight[i] : 1, right;

	for (size_t k = 0; k < d->classes; k++)
		z[k] = (float)(c->slope[k] * (double)s[k] + c->offset[k]);
	if (d->classes == 1) {
		p[0] = calibration_sigmoid(z[0]);
		right = d->gold[i] ? (double)p[0] : 1 - (double)p[0];
	} else {
		calibration_softmax(p, z, d->classes);
		right = (double)p[d->gold[i]];
	}
	for (size_t k = 0; k < d->classes; k++) {
		double truth = d->classes == 1 ? d->gold[i] : d->gold[i] == k;
		double g = weight * ((double)p[k] - truth);

		slope[k] += g * (double)s[k];
		offset[k] += g;
	}
	return -weight * log(right + 1e-12);
}

static double loss_of(double *slope, double *offset, const struct calibration *c,
		      const struct calibration_data *d)
{
	double loss = 0;

	for (size_t k = 0; k < d->classes; k++)
		slope[k] = offset[k] = 0;
	for (size_t i = 0; i < d->n; i++)
		loss += example_loss(slope, offset, c, d, i);
	return loss;
}

void calibration_fit(struct calibration *out, const struct calibration_data *d)
{
	double slope[CALIBRATION_CLASSES_MAX], offset[CALIBRATION_CLASSES_MAX];
	double step = d->n ? 4.0 / (double)d->n : 0;

	for (size_t k = 0; k < d->classes; k++) {
		out->slope[k] = 1;
		out->offset[k] = 0;
	}
	double loss = loss_of(slope, offset, out, d);

	for (int round = 0; round < ROUNDS; round++) {
		struct calibration next = *out;
		double next_slope[CALIBRATION_CLASSES_MAX], next_offset[CALIBRATION_CLASSES_MAX];

		for (size_t k = 0; k < d->classes; k++) {
			next.slope[k] -= step * slope[k];
			next.offset[k] -= step * offset[k];
		}
		double next_loss = loss_of(next_slope, next_offset, &next, d);

		if (next_loss >= loss) {
			step /= 2;
			continue;
		}
		*out = next;
		loss = next_loss;
		step *= 1.05;
		memcpy(slope, next_slope, sizeof slope);
		memcpy(offset, next_offset, sizeof offset);
	}
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

struct call {
	float p;
	uint8_t right;
};

static int by_p(const void *a, const void *b)
{
	const struct call *x = a, *y = b;

	return (x->p < y->p) - (x->p > y->p);
}

float calibration_abstain_for(double *share, const float *p, const uint8_t *right, size_t n,
			      double accuracy)
{
	struct call *call = memory_alloc((n + 1) * sizeof *call);
	size_t good = 0, kept = 0;

	for (size_t i = 0; i < n; i++)
		call[i] = (struct call){p[i], right[i]};
	qsort(call, n, sizeof *call, by_p); /* the surest first */
	for (size_t i = 0; i < n; i++) {
		good += call[i].right != 0;
		if ((i + 1 == n || call[i + 1].p < call[i].p) &&
		    (double)good >= accuracy * (double)(i + 1))
			kept = i + 1;
	}
	float least = kept ? call[kept - 1].p : 1.1F;

	*share = n ? 1 - (double)kept / (double)n : 0;
	memory_free(call);
	return least;
}

float calibration_abstain(double *accuracy, const float *p, const uint8_t *right, size_t n,
			  double share)
{
	float *sorted = memory_alloc((n + 1) * sizeof *sorted);
	size_t kept = 0, good = 0;

	memcpy(sorted, p, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_value);
	float least = n ? sorted[(size_t)(share * (double)n)] : 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] < least)
			continue;
		kept++;
		good += right[i] != 0;
	}
	*accuracy = kept ? (double)good / (double)kept : 0;
	memory_free(sorted);
	return least;
}
