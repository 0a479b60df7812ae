/* flow/fetcher.h -- sources into the queue: `tocsin fetcher`.
 *
 * Reads its sources one after the other, as `tocsin ingest` does, puts what they give into the
 * queue in batches, and waits until the clerk has settled all of it. The sources themselves are
 * its spool: what the queue loses is read again. Killed, it goes on behind the last message that
 * was settled. Done once more after that, it begins a new round, which changes nothing of what is
 * known. One thread. */
#pragma once
#include "flow/road.h"

struct fetcher_summary {
	int64_t documents, refused, messages; /* put, those of a second time too */
	int64_t again;                        /* how often it had to begin again behind a gap */
	bool stopped;
};

struct fetcher_options {
	struct str queue; /* flow/queue_url.h */
	struct str lane;  /* "": made from the names of the sources */
	const char *const *source;
	size_t source_count;
	const char *format; /* NULL: guess */
	/* Some times a second; `share` of the sources that was read, 0 to 1. May be NULL. */
	void (*progress)(const struct fetcher_summary *now, double share, void *payload);
	void *payload;
};

bool fetcher_run(struct fetcher_summary *out, const struct fetcher_options *o,
		 struct err *err) MUST_USE;
