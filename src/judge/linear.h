/* judge/linear.h -- a set of linear models over hashed features: one file of
 * trained weights (*.weights), several outputs (four labels, or all facet values).
 *
 * Life     loaded once with its pack, read-only after; any number of threads.
 * Fails    ERR_INPUT when a file is damaged, of another format, or made for
 *          other features: nothing is guessed.
 * Bounds   LIMIT_FILE, LINEAR_OUTPUTS_MAX, LINEAR_ROWS_MAX. */
#pragma once
#include "judge/features.h"

#define LINEAR_OUTPUTS_MAX 64
#define LINEAR_ROWS_MAX (1u << 22)

struct linear;

struct linear_output {
	struct str name; /* "hazard", "principles/Safety" */
	float bias;      /* of the calibrated score: sigmoid or softmax gives a probability */
	float scale;     /* of its weights: score = bias + scale * sum(value * weight) */
	float threshold; /* facets: least probability; labels: not used */
};

bool linear_parse(struct linear **out, struct str bytes, struct err *err) MUST_USE; /* copies */
void linear_free(struct linear *m);

size_t linear_count(const struct linear *m);
const struct linear_output *linear_output(const struct linear *m, size_t n);
float linear_abstain(const struct linear *m); /* a winner less probable than this is doubtful */
/* Probabilities of the labels of an article that names no AI system: counted, not scored. */
const float *linear_unnamed(const struct linear *m);
struct str linear_id(const struct linear *m); /* "labels@1a2b3c4d": name and hash of the file */

size_t linear_dimensions(const struct linear *m); /* of the word vectors that it knows */

/* Calibrated scores of all outputs. No allocation. */
void linear_score(float *score, const struct linear *m, const struct features *f);
/* What one feature of value 1 adds to the score of one output; 0 when unknown. */
float linear_weight(const struct linear *m, uint32_t key, size_t output);

/* -- making a file (training) ------------------------------------------------ */

struct linear_draft {
	struct str name;
	const struct linear_output *output; /* scale is set by linear_write */
	size_t outputs;
	const uint32_t *key; /* ascending */
	const float *weight; /* [rows][outputs] */
	size_t rows;
	float abstain;
	size_t dimensions;     /* of word vectors */
	const float *unnamed;  /* [LABEL_COUNT], NULL: unrelated is certain */
	struct str provenance; /* a JSON object: data, counts, parameters, scores */
};

/* Weights are rounded to 8 bits an output; rows that become 0 are left out. */
void linear_write(struct buf *out, const struct linear_draft *draft);
