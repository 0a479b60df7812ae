/* ingest/page_train_candidates.h -- fits which headline and which day are believed.
 *
 * Of the list's lines those with "title" and "date" count; a title without a date says
 * that the page has none. Deterministic; one thread. */
#pragma once
#include "ingest/page_train.h"

/* Prints what five folds gave, then fits all pages: titles.weights and dates.weights. */
bool page_train_candidates(const struct page_train_options *options, struct err *err) MUST_USE;
