/* judge/train_report.c -- bootstrap intervals around cross-validated figures.
 *
 * A figure without its interval cannot say whether a later one is worse. Items
 * are drawn anew with replacement a thousand times (Efron 1979); the sequence of
 * draws is fixed, so the file only changes when the figures do. */
#include "judge/train_report.h"

#include <stdlib.h>

#define SAMPLES 1000
#define LOW 25 /* of the sorted samples */
#define HIGH 974

static uint64_t draw(uint64_t *state)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return *state >> 33;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void row(struct buf *out, const char *measure, struct str of, double value, double *sample,
		size_t items)
{
	qsort(sample, SAMPLES, sizeof *sample, by_value);
	buf_fmt(out, "%s,\"%.*s\",%.4f,%.4f,%.4f,%zu\n", measure, STR_ARG(of), value, sample[LOW],
		sample[HIGH], items);
}

void train_report_head(struct buf *out)
{
	buf_z(out, "measure,of,value,low,high,items\n");
}

enum { MACRO, ACCURACY, ECE, FIRST_LABEL, LABEL_FIGURES = FIRST_LABEL + LABEL_COUNT };

static void label_figures(double figure[LABEL_FIGURES], const struct eval_metrics *m)
{
	figure[MACRO] = eval_metrics_macro_f1(m);
	figure[ACCURACY] = eval_metrics_accuracy(m);
	figure[ECE] = eval_metrics_ece(m);
	for (int l = 0; l < LABEL_COUNT; l++)
		figure[FIRST_LABEL + l] = eval_metrics_f1(m, (enum label)l);
}

void train_report_labels(struct buf *out, const struct train_labels_cv *cv)
{
	static const char *const name[FIRST_LABEL] = {"macro_f1", "accuracy", "ece"};
	double(*sample)[SAMPLES] = memory_alloc(LABEL_FIGURES * sizeof *sample);
	double figure[LABEL_FIGURES];
	uint64_t state = 1;

	for (size_t s = 0; s < SAMPLES; s++) {
		struct eval_metrics m = {0};

		for (size_t i = 0; i < cv->said_count; i++) {
			const struct train_labels_said *one =
				&cv->said[draw(&state) % cv->said_count];

			eval_metrics_add(&m, one->gold, one->said, (double)one->p, false);
		}
		label_figures(figure, &m);
		for (int k = 0; k < LABEL_FIGURES; k++)
			sample[k][s] = figure[k];
	}
	label_figures(figure, &cv->metrics);
	for (int k = 0; k < FIRST_LABEL; k++)
		row(out, name[k], STR("label"), figure[k], sample[k], cv->said_count);
	for (int l = 0; l < LABEL_COUNT; l++)
		row(out, "f1", str_of(label_name[l]), figure[FIRST_LABEL + l],
		    sample[FIRST_LABEL + l], cv->said_count);
	buf_fmt(out, "accuracy_when_sure,\"label\",%.4f,,,%zu\n", cv->abstain_accuracy,
		cv->metrics.kept);
	memory_free(sample);
}

static double sampled_f1(const struct train_facets_score *s, uint64_t *state)
{
	double both = 0, wrong = 0;

	for (size_t i = 0; i < s->items; i++) {
		const struct train_facets_counts *c = &s->item[draw(state) % s->items];

		both += c->both;
		wrong += c->said + c->gold;
	}
	return both > 0 ? 2 * both / (2 * both + wrong) : 0;
}

void train_report_facets(struct buf *out, const struct train_facets *f)
{
	double *sample = memory_alloc(SAMPLES * sizeof *sample);
	uint64_t state = 2;

	for (size_t facet = 0; facet < f->facets; facet++) {
		const struct train_facets_score *s = &f->score[facet];

		if (s->items == 0)
			continue;
		for (size_t k = 0; k < SAMPLES; k++)
			sample[k] = sampled_f1(s, &state);
		row(out, "micro_f1", s->name, s->micro_f1, sample, s->items);
	}
	for (size_t v = 0; v < f->count; v++)
		buf_fmt(out, "f1,\"%.*s\",%.4f,,,%zu\n", STR_ARG(f->output[v].name), f->value_f1[v],
			f->value_items[v]);
	memory_free(sample);
}
