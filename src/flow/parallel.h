/* flow/parallel.h -- sources in, one JSON line for each document out, in their order.
 *
 * `tocsin judge` and `tocsin extract`: the reading half of the road alone, on all
 * cores, in bounded memory. Refused documents are named on stderr and leave no line. */
#pragma once
#include "flow/pipeline.h"

struct parallel_options {
	const struct pack *pack; /* the lines are verdicts; NULL: they are articles */
	const char *const *source;
	size_t source_count;
	const char *format;      /* NULL: guess */
	size_t threads;          /* 0: one for each core */
	struct opinion *opinion; /* asked where a verdict abstains; NULL: nobody is */
	/* One object without newline, on the caller's thread; false ends the run. */
	bool (*line)(struct str json, void *payload, struct err *err);
	void *payload;
};

struct parallel_summary {
	int64_t documents, refused;
	int64_t broken; /* sources that could not be opened or read to their end */
};

bool parallel_run(struct parallel_summary *out, const struct parallel_options *options,
		  struct err *err) MUST_USE;
