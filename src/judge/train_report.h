/* judge/train_report.h -- the measured figures as CSV, each with its interval.
 *
 * Columns: measure, of, value, low, high, items. low and high bound 95 % of 1,000
 * bootstrap samples of the items, drawn by a fixed sequence. Pure. */
#pragma once
#include "judge/train_facets.h"
#include "judge/train_labels.h"

void train_report_head(struct buf *out);
void train_report_labels(struct buf *out, const struct train_labels_cv *cv);
void train_report_facets(struct buf *out, const struct train_facets *f);
