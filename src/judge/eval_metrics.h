/* judge/eval_metrics.h -- confusion, F1, kappa, calibration error: one definition
 * for training, `tocsin eval` and the tests (the same as score/labels.py). Pure. */
#pragma once
#include "base/buf.h"
#include "judge/verdict.h"

struct eval_metrics {
	size_t table[LABEL_COUNT][LABEL_COUNT + 1]; /* gold, predicted; last: no prediction */
	size_t n, missing, kept, kept_right, with_p;
	size_t bin_n[10], bin_right[10];
	double bin_sum[10];
};

/* `p`: probability of the predicted label, below 0 when unknown. */
void eval_metrics_add(struct eval_metrics *m, enum label gold, enum label predicted, double p,
		      bool abstain);
void eval_metrics_miss(struct eval_metrics *m, enum label gold); /* no prediction at all */

double eval_metrics_f1(const struct eval_metrics *m, enum label label);
double eval_metrics_macro_f1(const struct eval_metrics *m); /* over labels that gold has */
double eval_metrics_accuracy(const struct eval_metrics *m);
double eval_metrics_ece(const struct eval_metrics *m);
void eval_metrics_print(struct buf *out, const struct eval_metrics *m); /* as labels.py */
