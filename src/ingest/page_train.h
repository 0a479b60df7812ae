/* ingest/page_train.h -- fits the weights of page_model.h: `tocsin train blocks`.
 *
 * Lines of JSON: {"file": a page, "url", "with": [texts that must be in its article],
 * "without": [texts that must not]} or {"file", "url", "article": the whole text}. A
 * relative file is sought beside the list. Deterministic; one thread. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

struct page_train_options {
	const char *list;
	const char *out;    /* folder for blocks.weights; NULL: measured only */
	const char *report; /* CSV of the cross-validated figures; NULL: none */
};

/* Five folds, pages of one site in one fold, then all pages; prints what the folds
 * gave. ERR_INPUT names the line. */
bool page_train(const struct page_train_options *options, struct err *err) MUST_USE;
