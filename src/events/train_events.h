/* events/train_events.h -- `tocsin train events`: grouped articles in, measured weights out.
 *
 * Reads one file of articles with "event" and, when told so, writes nearness.weights: with
 * bcubed_eval() what of grouping touches files. Prints what it measures to standard output.
 * Same data, same bytes. One thread; half a minute for a thousand articles, memory some
 * 5 KB an article. */
#pragma once
#include "base/err.h"

struct train_events_options {
	const char *file;
	const char *out;    /* folder for nearness.weights; NULL: only measure */
	const char *report; /* CSV of figures; NULL: none */
};

bool train_events(const struct train_events_options *options, struct err *err) MUST_USE;
