/* flow/submitted.h -- what readers sent in, read: `tocsin submissions`, and within `watch`.
 *
 * Each that waits is read by itself and settled like any article; what became of it is
 * written in the transaction of its article. Nothing here can fail a run but the store. */
#pragma once
#include "flow/clerk.h"
#include "ingest/polite.h"
#include "store/review.h"

struct submitted_summary {
	int64_t read, known, refused;
};

struct submitted; /* what is under way; one thread */
struct submitted *submitted_new(struct clerk *c, struct judge *j, struct polite *p);
void submitted_free(struct submitted *s);
/* Starts fetching the pages of those that wait, a few at a time, and settles those that are
 * texts. The caller's loop gives the answers to submitted_came(). False: the store failed. */
bool submitted_start(struct submitted *s, struct err *err) MUST_USE;
size_t submitted_pending(const struct submitted *s);
/* True when the answer is of one of these: its ticket is ours. */
bool submitted_is(const struct submitted *s, const void *ticket);
bool submitted_came(struct submitted *s, const struct polite_answer *a, struct err *err) MUST_USE;
const struct submitted_summary *submitted_sum(const struct submitted *s);
