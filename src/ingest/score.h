/* ingest/score.h -- how good is extraction? The figures of score/extract.py. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

/* `gold`: one JSON object {"id": {"articleBody": text}}; `predictions`: lines as
 * `tocsin extract` prints them, "" or "-" for standard input. Appends the worst
 * pages, precision, recall and a last line "f1 X": word 4-gram multisets, each
 * page's tp, fp, fn by their sum, F1 of the two means (the definition of the
 * article-extraction-benchmark). ERR_INPUT names file and line. */
bool score_extract(struct buf *out, const char *gold, const char *predictions,
		   struct err *err) MUST_USE;

/* Word 4-grams of `got` that `gold` has too (each as often as it is there), and how many
 * either has. */
struct score_pair {
	size_t common, gold, got;
};
struct score_pair score_pair_of(struct str gold, struct str got);
