/* flow/rejudge.h -- all articles of a store judged anew, and what would be another verdict.
 *
 * Judged on all cores, told in the order of the store. Nothing is written unless asked for;
 * then batch by batch, each whole, so that after an interruption the same does the rest. What
 * a second opinion decided is left as it is, since asking again is not this one's to do.
 * Memory: one batch of articles. */
#pragma once
#include "base/emit.h"
#include "judge/pack.h"
#include "judge/verdict.h"

/* Statements that can differ; the rest of a verdict (how sure, quotes, words) is not told. */
struct rejudge_summary {
	int64_t articles; /* verdicts that were made anew */
	int64_t left;     /* a second opinion decided them, or they were refused */
	int64_t differ;   /* in what is told */
	int64_t written;  /* 0 unless taken over */
	int64_t label[VERDICT_KINDS][VERDICT_KINDS]; /* [was][is] */
	double seconds;
};

struct rejudge_options {
	struct str db;
	const struct pack *pack;
	bool take_over;
	size_t threads; /* 0: one for each core */
	size_t batch;   /* articles; 0: 256 */
	/* A line of JSON for each verdict that differs; when taken over, once it is durable. */
	bool (*line)(struct str json, void *payload, struct err *err);
	/* After each batch, for progress: how many are done. May be NULL. */
	void (*progress)(int64_t done, void *payload);
	void *payload;
};

bool rejudge_run(struct rejudge_summary *out, const struct rejudge_options *options,
		 struct err *err) MUST_USE;
