/* ingest/page_model.h -- the weights that say which paragraphs are the article's. They
 * are built into the program: packs/page/blocks.weights, made by `tocsin train blocks`
 * (docs/READING.md). Pure, any thread. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "ingest/page_features.h"

/* Log odds, about. */
float page_model_score(const struct page_features *f);

/* The file's bytes for weights of PAGE_COLUMNS. */
void page_model_bytes(struct buf *out, const float *weight);
