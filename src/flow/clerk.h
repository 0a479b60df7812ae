/* flow/clerk.h -- the one who settles: owner of the grouper and of the writing store.
 *
 * One thread. What it settled becomes durable with the batch; when a batch cannot be
 * kept the clerk is of no use any more (its grouper knows of events that never were):
 * close it and open another, which starts from what the store holds. */
#pragma once
#include "flow/pipeline.h"

struct clerk {
	struct grouper *grouper;
	struct store *store;
	size_t batch, pending; /* documents that make a batch; settled in this one */
	bool in_batch;
	int64_t seen_ms;            /* when the document at hand was taken up */
	int64_t window_ms, aged_ms; /* 0: no window; when it was last moved */
	int64_t since_ms;           /* stories dated before were left out of the grouper */
	int64_t decisions;          /* of people, that the grouper knows of */
	int64_t lease, lease_ms;    /* token that each batch is fenced by; 0: by none */
};

/* Opens the store for writing (making or migrating it) and refills the grouper from
 * it. `batch` 0: 256 documents. */
bool clerk_open(struct clerk **out, struct str db, size_t batch, struct err *err) MUST_USE;
/* For a clerk who never ends: once a day the stories dated longer ago than `window_ms`, and
 * those without a date, leave the grouper. They stay in the store. */
bool clerk_open_window(struct clerk **out, struct str db, int64_t window_ms,
		       struct err *err) MUST_USE;
void clerk_close(struct clerk *c); /* an open batch is abandoned */

#define CLERK_LEASE STR("clerk")
/* From now on each batch is kept only while the lease with that token is ours; else clerk_begin()
 * fails with ERR_CONFLICT. And a batch ends with clerk_flush() alone. */
void clerk_fence(struct clerk *c, int64_t token, int64_t lease_ms);

/* Before each document: opens a batch when there is none, takes the time. When people have
 * decided something since the last batch, the grouper is refilled first. */
bool clerk_begin(struct clerk *c, struct err *err) MUST_USE;
/* After each: the batch becomes durable when it is full. */
bool clerk_step(struct clerk *c, struct err *err) MUST_USE;
/* Makes durable what there is: at the end, and whenever there is time. */
bool clerk_flush(struct clerk *c, struct err *err) MUST_USE;
