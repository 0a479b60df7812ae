/* judge/train_data.h -- labelled JSONL as examples with their features.
 *
 * Life     read whole into memory, one arena; read-only after.
 * Input    {"id","title","text","label","confidence","group", FACET: [values]}
 *          a line; what is missing is unknown ("label" and facets too).
 * Bounds   LIMIT_LINE a line, TRAIN_EXAMPLES_MAX lines. */
#pragma once
#include "base/hash.h"
#include "base/vec.h"
#include "judge/features.h"
#include "judge/profile.h"

#define TRAIN_EXAMPLES_MAX 200000
#define TRAIN_FACETS_MAX 8 /* of a pack, learned from examples */

struct example {
	struct str id, group; /* group: the id when none is given */
	enum label label;     /* LABEL_COUNT: not given */
	float confidence;     /* 1 torn, 2 likely, 3 sure */
	uint32_t file;        /* index of the file it came from */
	bool whole;           /* told whole: of the second register (registers.h) */
	bool names_ai;        /* reading_names_ai(); without a pack always */
	struct article article;
	struct features features;
	const struct str *value[TRAIN_FACETS_MAX]; /* gold facet values */
	size_t value_count[TRAIN_FACETS_MAX];
};

struct train_data {
	struct arena *arena;
	struct profile *profile; /* of the examples that name AI */
	VEC(struct example) example;
	struct train_facet { /* those of the pack with "learned": true */
		struct str name;
		bool multiple; /* an item may have several values */
	} facet[TRAIN_FACETS_MAX];
	size_t facets;
};

/* Appends the examples of one file; `file` is kept with each; with
 * pack NULL there are words alone, no cues. ERR_INPUT names file and line. */
bool train_data_read(struct train_data *d, const char *path, uint32_t file, const struct pack *pack,
		     struct matcher *matcher, struct err *err) MUST_USE;
void train_data_free(struct train_data *d);

/* 0 to folds-1 by the hash of the group: stable when lines come or go. */
uint32_t train_data_fold(const struct example *e, uint32_t folds);

/* Of a file's bytes, for the provenance of weights. */
bool train_file_hash(char out[HASH_HEX_SIZE], const char *path, struct err *err) MUST_USE;
