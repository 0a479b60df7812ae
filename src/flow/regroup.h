/* flow/regroup.h -- the store's stories grouped anew, and the difference told or made so.
 *
 * Planned from one view of the store (events/replan.h), done in batches of changes, each
 * whole: after a crash the events are sound, and the same command does the rest. When somebody
 * else writes between two batches it stops, since the plan is no longer of this store. A clerk
 * at work learns of it as of a decision, and starts its next batch from what the store holds. */
#pragma once
#include "base/err.h"
#include "base/str.h"
#include "events/nearness.h"

struct regroup_summary {
	int64_t stories, changes;
	int64_t merges, splits, moves; /* of articles from one event to another */
	int64_t taken, left;           /* articles that were in no event, and that are in none */
	double seconds;
};

struct regroup_options {
	struct str db;
	bool dry_run;
	size_t batch;                       /* changes that become durable together; 0: 64 */
	const struct nearness_model *model; /* NULL: the one that is built in */
	/* A line of JSON for all that changes, once it is durable; false stops. */
	bool (*line)(struct str json, void *payload, struct err *err);
	void *payload;
};

/* ERR_CONFLICT: the store was written to meanwhile; `out` says what was done. */
bool regroup_run(struct regroup_summary *out, const struct regroup_options *options,
		 struct err *err) MUST_USE;
