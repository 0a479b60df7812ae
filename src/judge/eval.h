/* judge/eval.h -- `tocsin eval labels|facets GOLD`: how good is the judge?
 *
 * Judges every line of a labelled JSONL file, or reads verdicts made before, and
 * prints the figures of score/labels.py and score/facets.py, line for line. */
#pragma once
#include "judge/pack.h"
#include "judge/verdict.h"

struct eval_options {
	const char *gold;        /* JSONL: id, title, text, label, FACET: [values] */
	const char *predictions; /* JSONL of verdicts; NULL: judge the gold's own texts */
	const struct pack *pack; /* needed when predictions is NULL */
};

/* Appends the figures to `out`. ERR_INPUT names file and line. */
bool eval_labels(struct buf *out, const struct eval_options *o, struct err *err) MUST_USE;
/* `facet`: "principles"...; NULL: every facet that the gold has, each under its name. */
bool eval_facets(struct buf *out, const struct eval_options *o, const char *facet,
		 struct err *err) MUST_USE;
