/* flow/road.h -- the whole road, once: sources in, a store out. `tocsin ingest`.
 *
 * Goes on where the last run over the same source stopped; a source that was read to
 * its end gives nothing new. Refused documents are named on stderr and kept in the
 * store with their reason; the others are processed. The store that results depends
 * on the sources and their order, not on threads, stops or crashes. */
#pragma once
#include "flow/pipeline.h"

struct road_summary {
	int64_t documents; /* settled, known ones too */
	int64_t known, refused;
	int64_t passed; /* pages of archives that name no AI */
	int64_t incidents, hazards, complementary, unrelated; /* articles, without the known */
	int64_t not_assessed;       /* ... in languages that the pack does not know */
	int64_t events_new, joined; /* joined: reprints too */
	int64_t merged;             /* events that ended in another */
	int64_t broken;             /* sources that could not be opened or read to their end */
	double seconds;
	bool stopped; /* by a signal; the rest waits for the next run */
};

/* One more article that was settled and not known before. */
void road_count(struct road_summary *sum, const struct finding *f);

struct road_options {
	struct str db; /* store URL */
	struct str locker; /* where documents are kept (store/locker.h); "" as before */
	const struct pack *pack;
	const char *const *source;
	size_t source_count;
	const char *format; /* NULL: guess */
	size_t threads;     /* 0: one for each core */
	size_t batch;       /* documents for each transaction; 0: the clerk's choice */
	const struct reputation *reputation; /* of publishers; NULL: the built-in table */
	struct opinion *opinion;             /* asked where a verdict abstains; NULL: nobody is */
	bool dry_run;                        /* read and judge, keep nothing: there is no store */
	bool catch_signals;                  /* SIGINT, SIGTERM: settle what is under way, end */
	/* On the caller's thread, some times a second; `share` from 0 to 1. May be NULL. */
	void (*progress)(const struct road_summary *now, double share, void *payload);
	void *payload;
};

/* False: the store could not be opened or written; what earlier batches settled is
 * kept. Refused documents and broken sources are no failure of the run: see summary. */
bool road_run(struct road_summary *out, const struct road_options *options,
	      struct err *err) MUST_USE;
