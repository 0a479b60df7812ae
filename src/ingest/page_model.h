/* ingest/page_model.h -- the weights that say which paragraphs are the article's, and which
 * headline and day are believed. They are built into the program: packs/page/NAME.weights,
 * made by `tocsin train blocks` (docs/READING.md). Pure, any thread. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "ingest/page_features.h"

enum page_model { PAGE_MODEL_BLOCKS, PAGE_MODEL_TITLES, PAGE_MODEL_DATES };

struct page_weights {
	const int8_t *column;
	float scale;
};

struct page_weights page_model_weights(enum page_model model);
/* Log odds, about. */
float page_model_score(struct page_weights weights, const struct page_features *f);

/* "blocks.weights" */
const char *page_model_file(enum page_model model);
/* The file's bytes for weights of PAGE_COLUMNS. */
void page_model_bytes(struct buf *out, enum page_model model, const float *weight);
