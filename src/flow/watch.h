/* flow/watch.h -- sources polled for ever: `tocsin watch`.
 *
 * One thread does it all: it drives the transfers (ingest/polite.h), reads, judges and
 * settles. A judge needs a millisecond for an article and a polite fetch of it a second, so
 * there is nothing to share between threads, and nothing to lock. Failures of a source are
 * told, stored with their name and tried again later and later; the other sources go on. A
 * store that fails is closed and opened again; what was not yet settled is polled anew. */
#pragma once
#include "flow/look.h"
#include "flow/retention.h"
#include "flow/road.h"
#include "ingest/source_list.h"

struct watch_summary {
	struct road_summary road; /* articles that were settled */
	int64_t polls, failed;    /* polls; of them those that failed */
	int64_t entries, fresh;   /* seen in feeds; of them those that were new */
	int64_t pages, pages_failed;
	struct look_summary looks; /* of pages that were read before */
};

struct watch_options {
	struct str db, locker; /* documents are kept there (store/locker.h); "" as before */
	const struct pack *pack;
	const struct source_list *list;      /* watch these and no others; NULL: all of the store */
	const struct reputation *reputation; /* of publishers; NULL: the built-in table */
	struct str allow_private, contact;
	int64_t pace_ms, timeout_ms;
	struct retention keep; /* documents; the rest goes once a day */
	bool pictures;      /* fetch those that articles name */
	bool once;          /* poll each once, then end */
	bool catch_signals; /* SIGINT, SIGTERM: finish the document at hand, end */
};

/* False: the store could not be opened, there is nothing to watch, or, with `once`, the
 * store failed. Sources that failed are no failure of the run. */
bool watch_run(struct watch_summary *out, const struct watch_options *o, struct err *err) MUST_USE;
