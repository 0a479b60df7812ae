/* judge/vectors.h -- words as points: those that mean alike lie near each other.
 *
 * Life     made once with its pack (words.vectors), read-only after, any number of threads.
 * Fails    ERR_INPUT when a file is damaged or of another format.
 * Bounds   VECTORS_DIMENSIONS_MAX, VECTORS_ROWS_MAX, LIMIT_FILE.
 *
 * What a model learns of "chatbot" helps it with "assistant" that it has never seen in
 * training. A text is the mean of its words, rare ones more (Pennington et al. 2014 for
 * where the vectors come from; docs/METHOD.md for what they give). */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "text/words.h"

#define VECTORS_DIMENSIONS_MAX 128
#define VECTORS_ROWS_MAX 200000u

struct vectors;

bool vectors_parse(struct vectors **out, struct str bytes, struct err *err) MUST_USE; /* copies */
void vectors_free(struct vectors *v);
size_t vectors_dimensions(const struct vectors *v); /* 0 for NULL */

/* The direction of the words' weighted sum: length 1, or all 0 when no word is known. */
void vectors_mean(float out[VECTORS_DIMENSIONS_MAX], const struct vectors *v,
		  const struct word *word, size_t words);

/* -- making a file ---------------------------------------------------------------------- */

struct vectors_draft {
	size_t dimensions, rows;
	const uint32_t *key;   /* hash of the folded word (text/words.h), ascending, each once */
	const float *rarity;   /* [rows]: 0 to 10 */
	const float *point;    /* [rows][dimensions], each of length 1 */
	struct str provenance; /* a JSON object */
};

void vectors_write(struct buf *out, const struct vectors_draft *draft);
