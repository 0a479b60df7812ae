/* flow/watch_pace.h -- when a source is polled again. Pure; chance comes from the caller.
 *
 * A source that had something new is polled sooner the next time, one that had not later,
 * between LIMIT_WATCH_LEAST and LIMIT_WATCH_MOST. One that fails is left alone for twice as
 * long each time, up to a day, and never less than it asks for. */
#pragma once
#include "ingest/fetch_outcome.h"

struct watch_pace {
	int64_t interval_ms; /* 0: never polled */
	int64_t failures;    /* in a row, this one included */
	enum fetch_outcome outcome;
	size_t fresh;     /* entries that were new */
	int64_t retry_ms; /* asked for by the server, 0 not */
	double chance;    /* 0 to 1: spreads what would come back at once */
};

int64_t watch_pace_interval(const struct watch_pace *p); /* the new one */
int64_t watch_pace_delay(const struct watch_pace *p);    /* with that one */
