/* events/bcubed.h -- how good is the grouping? The figures of score/events.py.
 *
 * B-cubed (Bagga and Baldwin 1998): for each article the share of its event that
 * is right and the share of the right ones that is in its event, averaged. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

/* `gold`: lines with "id" and "event" (a list: the first counts); `predictions` the
 * same, or NULL: the gold's own texts are grouped. Appends three lines, last
 * "bcubed_f1 X". ERR_INPUT names file and line. */
bool bcubed_eval(struct buf *out, const char *gold, const char *predictions,
		 struct err *err) MUST_USE;
