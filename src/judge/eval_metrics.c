/* judge/eval_metrics.c -- the figures by which labels are measured.
 *
 * Counts first, figures from the counts, so that the same struct serves a fold,
 * a file or a bootstrap sample. Macro-F1 is the mean over labels that the gold
 * has; a missing prediction counts as wrong. Printed line by line like
 * score/labels.py, which a test compares. */
#include "judge/eval_metrics.h"

#include <math.h>

void eval_metrics_add(struct eval_metrics *m, enum label gold, enum label predicted, double p,
		      bool abstain)
{
	bool right = gold == predicted;

	m->table[gold][predicted]++;
	m->n++;
	if (p >= 0) {
		int bin = (int)(p * 10);

		bin = bin < 9 ? bin : 9;
		m->bin_n[bin]++;
		m->bin_sum[bin] += p;
		m->bin_right[bin] += right;
		m->with_p++;
	}
	if (!abstain) {
		m->kept++;
		m->kept_right += right;
	}
}

void eval_metrics_miss(struct eval_metrics *m, enum label gold)
{
	m->table[gold][LABEL_COUNT]++;
	m->n++;
	m->missing++;
}

static size_t gold_count(const struct eval_metrics *m, enum label label)
{
	size_t n = 0;

	for (int p = 0; p <= LABEL_COUNT; p++)
		n += m->table[label][p];
	return n;
}

static size_t predicted_count(const struct eval_metrics *m, enum label label)
{
	size_t n = 0;

	for (int g = 0; g < LABEL_COUNT; g++)
		n += m->table[g][label];
	return n;
}

double eval_metrics_f1(const struct eval_metrics *m, enum label label)
{
	double both = (double)(gold_count(m, label) + predicted_count(m, label));

	return both > 0 ? 2.0 * (double)m->table[label][label] / both : 0;
}

double eval_metrics_macro_f1(const struct eval_metrics *m)
{
	double sum = 0, labels = 0;

	for (int l = 0; l < LABEL_COUNT; l++) {
		if (gold_count(m, (enum label)l) == 0)
			continue;
		sum += eval_metrics_f1(m, (enum label)l);
		labels++;
	}
	return labels > 0 ? sum / labels : 0;
}

static size_t right_count(const struct eval_metrics *m)
{
	size_t right = 0;

	for (int l = 0; l < LABEL_COUNT; l++)
		right += m->table[l][l];
	return right;
}

double eval_metrics_accuracy(const struct eval_metrics *m)
{
	return m->n ? (double)right_count(m) / (double)m->n : 0;
}

double eval_metrics_ece(const struct eval_metrics *m)
{
	double error = 0;

	for (int b = 0; b < 10; b++)
		error += fabs(m->bin_sum[b] - (double)m->bin_right[b]);
	return m->with_p ? error / (double)m->with_p : 0;
}

static double kappa(const struct eval_metrics *m)
{
	double n = (double)m->n, chance = 0;

	for (int l = 0; l < LABEL_COUNT; l++)
		chance += (double)gold_count(m, (enum label)l) *
			  (double)predicted_count(m, (enum label)l) / n / n;
	return (eval_metrics_accuracy(m) - chance) / (1 - chance);
}

static void print_table(struct buf *out, const struct eval_metrics *m)
{
	buf_z(out, "gold \\ pred   ");
	for (int p = 0; p < LABEL_COUNT; p++)
		buf_fmt(out, "%s%7.6s", p ? " " : "", label_name[p]);
	buf_char(out, '\n');
	for (int g = 0; g < LABEL_COUNT; g++) {
		if (gold_count(m, (enum label)g) == 0)
			continue;
		buf_fmt(out, "%-14s", label_name[g]);
		for (int p = 0; p < LABEL_COUNT; p++)
			buf_fmt(out, "%s%7zu", p ? " " : "", m->table[g][p]);
		buf_char(out, '\n');
	}
}

void eval_metrics_print(struct buf *out, const struct eval_metrics *m)
{
	if (m->missing)
		buf_fmt(out, "missing %zu of %zu predictions, counted as wrong\n", m->missing,
			m->n);
	print_table(out, m);
	for (int l = 0; l < LABEL_COUNT; l++) {
		double gold = (double)gold_count(m, (enum label)l);
		double predicted = (double)predicted_count(m, (enum label)l);
		double right = (double)m->table[l][l];

		if (gold > 0)
			buf_fmt(out, "%-14s P %.3f R %.3f F1 %.3f\n", label_name[l],
				predicted > 0 ? right / predicted : 0.0, right / gold,
				eval_metrics_f1(m, (enum label)l));
	}
	if (m->with_p)
		buf_fmt(out, "ece %.4f over %zu\n", eval_metrics_ece(m), m->with_p);
	if (m->kept < m->n - m->missing)
		buf_fmt(out, "abstained %zu; accuracy on the rest %.3f\n", m->n - m->kept,
			m->kept ? (double)m->kept_right / (double)m->kept : 0.0);
	buf_fmt(out, "accuracy %.3f kappa %.3f\n", eval_metrics_accuracy(m), kappa(m));
	buf_fmt(out, "macro_f1 %.3f\n", eval_metrics_macro_f1(m));
}
