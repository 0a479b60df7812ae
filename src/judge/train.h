/* judge/train.h -- `tocsin train`: labelled JSONL in, measured weights out.
 *
 * Reads files and writes the pack's *.weights: the one part of the judge that
 * does. Prints what it measures to standard output. Same data and same options
 * give the same bytes. One thread; a minute for eight thousand items. */
#pragma once
#include "judge/pack.h"
#include "judge/train_data.h"

struct train_options {
	const char *const *file; /* the first is the kind of text that counts; others help it */
	size_t file_count;
	size_t clipped; /* so many of them hold clipped items, the others reports told whole */
	const struct pack *pack; /* whose cues are read; NULL: words alone */
	const char *out;         /* folder for *.weights; NULL: only measure */
	const char *report;      /* CSV of figures; NULL: none */
	double precision;        /* see train_labels_cv() */
	bool facets_only;        /* leave the labels alone */
	bool quick;              /* one strength of regularisation, no learning curve */
};

bool train_run(const struct train_options *options, struct err *err) MUST_USE;
