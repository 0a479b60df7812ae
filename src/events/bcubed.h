/* events/bcubed.h -- how good is the grouping? The figures of score/events.py.
 *
 * B-cubed (Bagga and Baldwin 1998): for each article the share of its event that
 * is right and the share of the right ones that is in its event, averaged. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

struct bcubed {
	double precision, recall, f1;
	double fragmentation; /* predicted events of a gold event of two articles or more */
	size_t articles, gold_events, predicted_events;
	double fragments, fragmented; /* fragmentation is their quotient */
};

/* Articles 0 to n - 1, their events by number. `counted`: the articles whose shares enter
 * the means, whole gold events of them; NULL: all. The others are in the events still. */
void bcubed_measure(struct bcubed *out, const uint64_t *gold, const uint64_t *predicted,
		    const bool *counted, size_t n);

/* `gold`: lines with "id" and "event" (a list: the first counts); `predictions` the
 * same, or NULL: the gold's own texts are grouped. Appends three lines, last
 * "bcubed_f1 X". ERR_INPUT names file and line. */
bool bcubed_eval(struct buf *out, const char *gold, const char *predictions,
		 struct err *err) MUST_USE;
